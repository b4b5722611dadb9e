#!/usr/bin/env bash
# Pillow 13.0.0: Image.quantize(palette=…, dither=NONE)
# A good guess: a pixel whose exact colour is in the palette gets this colour.
# What happens: colours are looked up in boxes of four levels for each channel, and a box takes the
# palette's colour that is nearest to the box. With white and (252, 252, 252) in the palette, white
# pixels become grey, whichever of the two stands first. Keep colours of a palette 8 levels apart.
# Output seen:
#   palette [(255, 255, 255), (252, 252, 252)]: white becomes (252, 252, 252)
#   palette [(252, 252, 252), (255, 255, 255)]: white becomes (252, 252, 252)
#   palette [(255, 255, 255), (247, 247, 247)]: white becomes (255, 255, 255)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pillow==13.0.0
"$folder/venv/bin/python" - <<'PY'
from PIL import Image

WHITE = (255, 255, 255)
seen = []
for colors in [[WHITE, (252,) * 3], [(252,) * 3, WHITE], [WHITE, (247,) * 3]]:
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in colors for part in color])
    image = Image.new("RGB", (4, 4), WHITE).quantize(palette=palette, dither=Image.Dither.NONE)
    seen.append(image.convert("RGB").getpixel((0, 0)))
    print(f"palette {colors}: white becomes {seen[-1]}")
raise SystemExit(seen != [(252,) * 3, (252,) * 3, WHITE])
PY

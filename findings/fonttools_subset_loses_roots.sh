#!/usr/bin/env bash
# fonttools 4.68.0 and ziamath 0.13 (STIX Two Math), in Chromium
# A good guess: a font with all characters of a page draws its formulas, or the browser takes the
# sign of a root, which is an element and no character, from another font.
# What happens: the root is drawn without its sign, and as wide as its content. Nothing is reported,
# and the formula says something else.
# Output seen:
#   subset of all characters: root is wider than its content by 0 pixels
#   subset with U+221A: root is wider than its content by 39 pixels
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet fonttools==4.68.0 ziamath==0.13 playwright==1.65.2
"$folder/venv/bin/python" - "$folder" <<'PY'
import shutil
import sys
from pathlib import Path

import ziamath
from fontTools import subset
from playwright.sync_api import sync_playwright

folder, found = Path(sys.argv[1]), {}
font = Path(ziamath.__file__).parent / "fonts/STIXTwoMath-Regular.ttf"
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for name, text in {"of all characters": "2n", "with U+221A": "2n√"}.items():
        subset.main([str(font), f"--text={text}", f"--output-file={folder}/small.ttf"])
        (folder / "page.html").write_text("""<!DOCTYPE html>
<style>@font-face { font-family: small; src: url(small.ttf) } math { font: 32px small }</style>
<math><msqrt><mn>2</mn></msqrt></math>""")
        tab = browser.new_page()
        tab.goto((folder / "page.html").as_uri())
        tab.evaluate("document.fonts.ready.then(() => null)")
        root, content = (tab.locator(it).bounding_box()["width"] for it in ("msqrt", "mn"))
        found[name] = round(root - content)
        print(f"subset {name}: root is wider than its content by {found[name]} pixels")
    browser.close()
raise SystemExit(not found["of all characters"] <= 1 < found["with U+221A"])
PY

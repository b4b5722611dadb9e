#!/usr/bin/env bash
# Matplotlib 3.11.2: constrained layout, axes below a title
# A good guess: titles of one line and one font, "t = 3" and "t = 4", take the same room.
# What happens: at some font sizes the height depends on the digits, here by a third of a pixel, and
# the axes move with it. An animation whose title counts trembles, and what was kept of the frame
# before does not fit. Place axes on whole pixels.
# Output seen:
#   font size 12: tops of the axes [909.67]
#   font size 15: tops of the axes [903.0, 903.34]
#   font size 18: tops of the axes [897.01]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet matplotlib==3.11.2 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt

counts = []
for size in (12, 15, 18):
    tops = set()
    for t in range(10):
        figure, ax = plt.subplots(layout="constrained", dpi=200)
        ax.set_title(f"t = {t}", fontsize=size)
        figure.canvas.draw()
        tops.add(round(float(ax.get_window_extent().y1), 2))
        plt.close(figure)
    counts.append(len(tops))
    print(f"font size {size}: tops of the axes {sorted(tops)}")
raise SystemExit(counts != [1, 2, 1])
PY

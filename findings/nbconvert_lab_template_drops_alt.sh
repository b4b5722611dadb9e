#!/usr/bin/env bash
# nbconvert 7.17.2: `jupyter nbconvert --to html`, a picture whose metadata hold a description
# A good guess: the page has it as alt text, as `alt` in the metadata of image/png is where IPython
# and nbsphinx keep it too.
# What happens: the template "classic" writes it. The default template, "lab", does not read it, and
# the page says that there is no description. No other key helps: "lab" reads the width, the height
# and two names of classes only. Use `--template classic`.
# Output seen:
#   lab: alt="No description has been provided for this image"
#   classic: alt="a falling line"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbconvert==7.17.2 nbformat==5.11.1
"$folder/venv/bin/python" - <<'PY'
import re

from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

metadata = {"alt": "a falling line", "image/png": {"alt": "a falling line"}}
output = new_output("display_data", {"image/png": "iVBORw0KGgo="}, metadata=metadata)
notebook = new_notebook(cells=[new_code_cell("line", outputs=[output])])
found = []
for template in "lab", "classic":
    page, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    found += re.findall('<img[^>]*(alt="[^"]*")', page)
    print(f"{template}: {found[-1]}")
raise SystemExit(["falling" in alt for alt in found] != [False, True])
PY

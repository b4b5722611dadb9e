#!/usr/bin/env bash
# reveal.js 5.2.1, as packaged by sphinx-revealjs 3.2.1, in Chromium
# A good guess: closing the search removes the marks that the search has made, and nothing else.
# What happens: marks are em elements, and closing removes every em of the page, those of the author
# too. Of an em with several children only the first is kept, so words disappear from the slide.
# Output seen:
#   before: <em>all</em> and <em>two <b>bold</b> words</em>
#   after: all and two
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sphinx-revealjs==3.2.1 playwright==1.65.2
"$folder/venv/bin/python" - "$folder" <<'PY'
import shutil
import sys
from pathlib import Path

import sphinx_revealjs
from playwright.sync_api import sync_playwright

reveal = next(Path(sphinx_revealjs.__file__).parent.rglob("dist/reveal.js")).parent.parent
page = Path(sys.argv[1]) / "slides.html"
page.write_text(f"""<!DOCTYPE html>
<link rel="stylesheet" href="{reveal.as_uri()}/dist/reveal.css">
<div class="reveal"><div class="slides" id="slidecontent">
<section><p><em>all</em> and <em>two <b>bold</b> words</em></p></section>
<section><p>tanh</p></section>
</div></div>
<script src="{reveal.as_uri()}/dist/reveal.js"></script>
<script src="{reveal.as_uri()}/plugin/search/search.js"></script>
<script>Reveal.initialize({{ plugins: [RevealSearch] }});</script>
""")
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    tab = browser.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_function("Reveal.isReady()")
    before = tab.locator("p").first.inner_html()
    tab.keyboard.press("Control+Shift+F")
    tab.keyboard.type("tanh")
    tab.keyboard.press("Enter")
    tab.evaluate("Reveal.getPlugin('search').close()")
    after = tab.locator("p").first.inner_html()
    browser.close()
print("before:", before)
print("after:", after)
raise SystemExit(after.strip() != "all and two")
PY

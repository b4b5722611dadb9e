#!/usr/bin/env bash
# reveal.js 5.2.1, as packaged by sphinx-revealjs 3.2.1, in Chromium
# A good guess: `hashOneBasedIndex` changes how slides are counted in addresses, and nothing else.
# What happens: the speaker view opens its copy of the deck at an address that counts from 0. With
# this option the copy reads it as counted from 1, so it shows the slide before, and the main window
# follows it: opening the speaker view on the third slide turns the lecture back to the second.
# Output seen:
#   counted from 0: slide 3 before the speaker view is opened, 3 after it
#   counted from 1: slide 3 before the speaker view is opened, 2 after it
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
slides = "".join(f"<section><p>{number}</p></section>" for number in range(1, 6))


def slide_after_speaker_view(browser, from_one):
    page = Path(sys.argv[1]) / f"slides-{from_one}.html"
    page.write_text(f"""<!DOCTYPE html>
<link rel="stylesheet" href="{reveal.as_uri()}/dist/reveal.css">
<div class="reveal"><div class="slides">{slides}</div></div>
<script src="{reveal.as_uri()}/dist/reveal.js"></script>
<script src="{reveal.as_uri()}/plugin/notes/notes.js"></script>
<script>Reveal.initialize({{ hash: true, hashOneBasedIndex: {from_one}, plugins: [RevealNotes] }});
</script>
""")
    tab = browser.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_function("Reveal.isReady()")
    tab.evaluate("Reveal.slide(2)")
    with tab.expect_popup() as opened:
        tab.keyboard.press("s")
    copy = opened.value.locator("#current-slide iframe").element_handle().content_frame()
    copy.wait_for_function("window.Reveal && Reveal.isReady()")
    tab.wait_for_timeout(2000)
    return tab.evaluate("Reveal.getState().indexh") + 1


with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    found = [slide_after_speaker_view(browser, from_one) for from_one in ("false", "true")]
    browser.close()
for first, slide in enumerate(found):
    print(f"counted from {first}: slide 3 before the speaker view is opened, {slide} after it")
raise SystemExit(found != [3, 2])
PY

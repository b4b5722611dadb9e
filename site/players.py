"""The players on the site: names of sliders, words for pictures, and files of pictures."""

import hashlib
import html
import io
import json
import re
from collections import Counter
from functools import partial
from pathlib import Path

from PIL import Image

from unrolled.play import notebook, page

SUBSCRIPTS = str.maketrans("0123456789hx", "₀₁₂₃₄₅₆₇₈₉ₕₓ")
MODEL = re.compile(r'(?<=<script type="application/json">).*?(?=</script>)', re.S)


def elements(folder, most, effort):
    """Return all open players as {model id: HTML element}, and write their pictures to a folder."""
    url = partial(picture_url, folder=Path(folder), effort=effort)
    return {each.model_id: in_words(page.element(each, most, url)) for each in notebook.players}


def picture_url(data, folder, effort=60):
    """Store a PNG as a WebP in a folder, and return its address for a page beside the folder.

    Both have the same pixels, as a colour may mean a matrix; the WebP is half as large. An effort
    below 25, of 100, takes less than half the time, for 30 % more bytes.
    """
    path = folder / f"{hashlib.sha256(data).hexdigest()[:20]}.webp"
    if not path.exists():
        image = Image.open(io.BytesIO(data)).convert("RGB")
        image.save(path, "WEBP", lossless=True, method=2, quality=effort)
    return f"{folder.name}/{path.name}"


def in_words(element):
    """Return the HTML of a player with names to be read, and with other words for each picture."""
    data = json.loads(MODEL.search(element)[0])
    for control in data["controls"]:
        control["name"] = symbol(control["name"])
    told = {(state["alt"], state["picture"]) for state in data["states"]}
    pictures = Counter(alt for alt, _ in told)
    for state in data["states"]:
        if pictures[state["alt"]] > 1:
            state["alt"] = f"{position(data['controls'], state)}: {state['alt']}"
        if state["settings"] == data["settings"]:
            first = html.escape(state["alt"])
    model = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    element = MODEL.sub(lambda _: model, element)
    return re.sub(r'(class="first"[^>]* alt=")[^"]*', lambda found: found[1] + first, element)


def symbol(name):
    """Return the name of a control: a letter with its subscripts, such as w₁₁, or words."""
    name = re.sub(r"^(\w) ([\dhx]+)$", lambda it: it[1] + it[2].translate(SUBSCRIPTS), name)
    return "step t" if name == "t" else name


def position(controls, state):
    """Return where the controls stand, in words."""
    told = []
    for k, (control, at) in enumerate(zip(controls, state["at"], strict=True)):
        labels = state["labels"].get(str(k), control["labels"])
        told.append(f"{control['name']} {labels[at]}")
    return ", ".join(told)

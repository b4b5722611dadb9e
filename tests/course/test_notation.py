"""Notation: each symbol has one meaning, and pictures contain the colours that prose names."""

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SYMBOLS = [  # (pattern, reason); in prose, code, output and alt text
    (r"(?<![A-Za-z])w_\{?[xh](?![a-z])", "one unit's weights are w_xh and w_hh"),
    (r"[ahcxy](?:_\{?\w+\}?)?(?:\^\{?\((?!i\)|\d+\))|⁽(?!ⁱ⁾))", "above in brackets: an example"),
    (r"[WUVb](?:_\{?\w+\}?)?(?:\^\{?\(|⁽)", "weights belong to no example"),
    (r"\b[Uu]nits? \$?i\b|[Rr]ow \$?i of\b", "i is an example or a gate; units are j, k"),
    (r"(?<![{\w\\])[zrfoi] ?(?:= ?\\sigma|\\odot)", "a gate has a step: z_{(t)}"),
    (r"\\(?:lambda|beta)(?:_\d)?\^\{?t\b|1 - 0\.9+ ?\*\* ?t\b", "t is a step of the sequence"),
    (r"\bhidden\w* = (?:unroll|step)\(|\b(?:hs|h_t|h_prev) = ", "the states are h"),
]
LAYERS = r"[Wb]_\{\((?:l|L|\d)\)\}"  # only in the notebooks that 00 names
HUES = {  # (from, to) in degrees, least saturation; text is grey or black
    "yellow": (44, 62, 50),
    "orange": (14, 43, 30),
    "green": (130, 175, 30),
    "blue": (190, 225, 30),
    "purple": (255, 335, 30),
}
SEEN = 200  # pixels; fewer belong to the edge of a letter or line


def cells(path):
    return json.loads(path.read_text("utf-8"))["cells"]


def words(cell):
    """The source and the text output of a cell."""
    shown = [
        o.get("text", o.get("data", {}).get("text/plain", "")) for o in cell.get("outputs", [])
    ]
    return "\n".join("".join(text) for text in [cell["source"], *shown])


def with_layers():
    """The notebooks in which a lower index in brackets is a layer, according to 00."""
    return re.findall(r"(\d\d) §", "".join(map(words, cells(NOTEBOOKS[0]))))


def second_meanings(name, notebook):
    """(cell, text, reason) of each violation."""
    table = [*SYMBOLS] + [(LAYERS, "no layers here, says 00")] * (name[:2] not in with_layers())
    for k, cell in enumerate(notebook):
        for pattern, why in table:
            for found in sorted(set(re.findall(pattern, words(cell)))):
                yield k, found, why


def frames(cell):
    """The pictures stored in a cell; a flipbook has three, one below the other."""
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}):
            data = base64.b64decode("".join(output["data"]["image/png"]))
            film = "play.flipbook" in "".join(cell["source"])
            sheet = np.array(Image.open(io.BytesIO(data)).convert("HSV"))
            yield from np.array_split(sheet, 1 + 2 * film)


def pixels(frame, color):
    first, last, pale = HUES[color]
    hue, saturation, value = np.moveaxis(frame.astype(float), -1, 0)
    hue *= 360 / 255
    return ((hue >= first) & (hue <= last) & (saturation > pale) & (value > 80)).sum()


def missing_colors(notebook):
    """(cell, colour, frame) of colours that prose next to a picture names in vain."""
    for k, cell in enumerate(notebook):
        near = [list(frames(notebook[j])) for j in (k - 1, k + 1) if 0 <= j < len(notebook)]
        shown = next(filter(None, near), []) if cell["cell_type"] == "markdown" else []
        for color in [hue for hue in HUES if re.search(rf"(?i)\b{hue}\b", words(cell))]:
            for place, frame in enumerate(shown, 1):
                if pixels(frame, color) < SEEN:
                    yield k, color, f"not in picture {place} of {len(shown)}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_symbols_have_one_meaning_and_named_colours_are_in_the_pictures(path):
    assert not list(second_meanings(path.name, cells(path)))
    assert not list(missing_colors(cells(path)))


@pytest.mark.parametrize(
    "text",
    ["$w_x = 1$", "w_h_0=(0, 1)", "$W^{(t)}$", "W⁽ᵗ⁾", "unit $i$", "$z = \\sigma(a)$", "$W_{(1)}$"],
)
def test_second_meaning_of_a_symbol_is_detected(text):
    right = "$x^{(i)}_{(t)}$, w_xh, $W_{xh}$, $z_{(t)} = \\sigma(a)$, $1 - h_{(t)}^2$, unit $j$"
    assert list(second_meanings("06", [{"source": text}]))
    assert not list(second_meanings("06", [{"source": right}]))


def test_missing_colour_is_detected():
    def picture(*colors):
        data = io.BytesIO()
        page = np.repeat(np.array([[c] for c in colors], np.uint8), 400, axis=0)
        Image.fromarray(np.repeat(page, 9, axis=1)).save(data, "PNG")
        png = {"image/png": base64.b64encode(data.getvalue()).decode()}
        return {"cell_type": "code", "source": "play.flipbook()", "outputs": [{"data": png}]}

    caption = {"cell_type": "markdown", "source": "*Yellow marks the step.*"}
    lit, white = (255, 243, 196), (255, 255, 255)
    assert not list(missing_colors([picture(lit, lit, lit), caption]))
    found = list(missing_colors([picture(lit, lit, white), caption]))
    assert found == [(1, "yellow", "not in picture 3 of 3")]

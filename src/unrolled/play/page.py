"""The life of a player without a kernel: every picture is drawn ahead, and stands in the page."""

import hashlib
import html
import io
import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from unrolled.pictures.image_format import base64_text, png
from unrolled.play import notebook, ranges

HERE = Path(__file__).parent
MOST = 100  # pictures of one player: what a phone loads without a wait


def save(player, path, title: str = "A player of Unrolled") -> None:
    """Write the player as one HTML file that needs no kernel, no network and no other file.

    path: of the file, such as "film.html". The pictures are drawn now: all frames of a film, and
    of an `explore` a grid of at most 100 over the ranges of its sliders, as `coarse` makes it.

    >>> save(flipbook(draw, t=range(7)), "film.html")  # doctest: +SKIP
    """
    page = f"""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{html.escape(title)}</title>
<style>{STYLE} body {{ font: 1.0625rem/1.55 system-ui, sans-serif; margin: 1rem }}</style>
<main>
<h1>{html.escape(title)}</h1>
{element(player)}
</main>
{script()}
</html>
"""
    Path(path).expanduser().write_text(page, encoding="utf-8")


STYLE = (HERE / "player.css").read_text("utf-8")


def script() -> str:
    """What makes the elements of a page live. A module cannot be loaded from a file on disk."""
    code = "".join((HERE / name).read_text("utf-8") for name in ("player.js", "page.js"))
    return f'<script type="module">\n{code}</script>'


def elements(folder, most: int = MOST) -> dict[str, str]:
    """All open players as HTML elements, by their model's id; their pictures go into the folder."""
    keep = into(folder)
    return {player.model_id: element(player, keep, most) for player in notebook.players}


def element(player, keep: Callable | None = None, most: int = MOST) -> str:
    """The player as an HTML element, for a page with STYLE and `script()`.

    keep: a function that stores the bytes of a picture and returns its address, as `into` makes
    one; None: the address holds the picture itself. most: pictures, of an `explore`.
    """
    if player.drawing is None:
        raise ValueError("player needs to be open, got one whose cell has run again")
    most = math.inf if player.pace else most
    parameters = coarse(player.parameters, player.value, most)
    wishes = ranges.wishes(parameters, player.value)
    entries, pictures = _kept(player, parameters, keep or _data_uri)
    data = {"controls": _controls(player, parameters), "entries": entries, "pictures": pictures}
    data |= {"size": player.size, "pace": player.pace, "wishes": wishes}
    first = next(entry for entry in entries if entry["wishes"] == wishes)
    last = len(pictures) - 1
    printed = sorted({0, (last + 1) // 2, last}) if player.pace else [first["picture"]]
    shape = 'width="{}" height="{}"'.format(*player.size)
    paper = "".join(f'<img src="{pictures[k]}" alt="" {shape}>' for k in printed)
    told = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f"""<div class="still">
<img class="first" src="{pictures[first["picture"]]}" alt="{html.escape(first["alt"])}" {shape}>
<div class="paper" aria-hidden="true">{paper}</div>
<script type="application/json">{told}</script>
</div>"""


def _controls(player, parameters):
    found = ranges.controls(parameters)
    for control, each in zip(found, player.parameters.values()):
        control["note"] = "type your own in JupyterLab" if each.kind == "text" else ""
    return found


def coarse(parameters: dict, case: dict, most: int) -> dict:
    """The parameters with about `most` combinations of values, as many of each range as of others.

    case: values that stay, as the first and the last of each range do, or the farther of the two;
    between them the values are nearly even. What has no order stays whole, and what is typed
    becomes a choice of what was proposed.
    """
    found = {name: _untyped(each, case[name]) for name, each in parameters.items()}
    counts = {name: 1 for name, each in found.items() if each.kind == "range"}
    found |= {name: _thinned(parameters[name], case[name], 1) for name in counts}
    before = None
    while counts != before:
        before = dict(counts)
        for name, count in before.items():
            each, whole = parameters[name], len(parameters[name].values(case))
            finer = each if count + 1 >= whole else _thinned(each, case[name], count + 1)
            if count < whole and _combinations(found | {name: finer}, case) <= most:
                found[name], counts[name] = finer, count + 1
    return found


def _combinations(parameters, case):
    return math.prod(len(each.values(case)) for each in parameters.values())


def _untyped(each, value):
    if each.kind != "text":
        return each
    texts = list(dict.fromkeys([value, *each.values({})]))
    return each._replace(kind="choice", values=lambda case: texts)


def _thinned(each, stays, count):
    def values(case):
        every = each.values(case)
        kept = np.linspace(0, len(every) - 1, min(count, len(every))).round().astype(int)
        if count == 1 and stays in every:
            kept = [0 if every.index(stays) > len(every) // 2 else len(every) - 1]
        return [value for k, value in enumerate(every) if k in kept or value == stays]

    return each._replace(values=values)


def into(folder) -> Callable[[bytes], str]:
    """A function that keeps a PNG as a WebP file in the folder, and returns its address.

    The address is relative to a page beside the folder. A picture that is there is kept once. The
    file has the same pixels, as a colour may mean a matrix, in three fifths of the bytes.
    """

    def keep(data):
        path = Path(folder) / f"{hashlib.sha256(data).hexdigest()[:20]}.webp"
        if not path.exists():
            image = Image.open(io.BytesIO(data)).convert("RGB")
            image.save(path, "WEBP", lossless=True, method=4, quality=50)
        return f"{path.parent.name}/{path.name}"

    return keep


def _kept(player, parameters, keep):
    """An entry for all wishes that the page can have; and where the pictures are, none twice."""
    entries, pictures = [], {}
    film = zip(player.entries, player.pictures)
    for entry, data in film if player.pace else _drawn(player, parameters):
        picture = pictures.setdefault(keep(data), len(pictures))
        entries.append(entry | {"picture": picture})
    return entries, list(pictures)


def _drawn(player, parameters):
    drawn = {}
    for case, entry in _states(parameters):
        key = tuple(entry["at"])
        if key not in drawn:
            image, sentence = player.frame(case)
            drawn[key] = png(image, 64), sentence
        data, sentence = drawn[key]
        yield entry | {"alt": sentence}, data


def _states(parameters):
    """The case and the entry of all wishes that the page can have."""
    wished = [control["labels"] or ["Infinity"] for control in ranges.controls(parameters)]
    while True:
        found = [ranges.state(parameters, list(each)) for each in itertools.product(*wished)]
        known = list(map(len, wished))
        for _, entry in found:
            for k, labels in entry["labels"].items():
                wished[k] = list(dict.fromkeys([*wished[k], *labels]))
        if known == list(map(len, wished)):
            return found


def _data_uri(data):
    return f"data:image/png;base64,{base64_text(data)}"

"""Players on a static page, without a kernel: all pictures are drawn in advance."""

import base64
import html
import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from unrolled.pictures.image_format import png
from unrolled.play import control_state

HERE = Path(__file__).parent
STYLE = (HERE / "player.css").read_text("utf-8")
MAX_PICTURES = 100  # of one player, so that a page loads quickly on a phone


def save(player, path, title: str = "A player of Unrolled") -> None:
    """Save a player as one HTML file that needs no kernel, no network and no other file.

    path: of the file, such as "film.html". A flipbook keeps all frames; of an `explore`, about 100
    pictures are drawn now, on a grid over the ranges of its sliders. Raises ValueError for a closed
    player or a path that names no file.

    >>> save(flipbook(draw, t=range(7)), "film.html")  # doctest: +SKIP
    """
    if not isinstance(path, (str, Path)) or Path(path).is_dir():
        raise ValueError(f"path needs the name of a file, got {path!r}")
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


def script() -> str:
    """Return the script element for a page with players. It is inline, as files cannot import."""
    code = "".join((HERE / name).read_text("utf-8") for name in ("player.js", "page.js"))
    return f'<script type="module">\n{code}</script>'


def data_url(picture: bytes) -> str:
    """Return a URL that contains a PNG."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def element(player, most: int = MAX_PICTURES, url: Callable[[bytes], str] = data_url) -> str:
    """Return a player as an HTML element, for a page with `STYLE` and `script()`.

    most: the approximate number of pictures of an `explore`. url: the address of a picture, given
    as PNG. Raises ValueError for a closed player.
    """
    if getattr(player, "drawing", None) is None:
        raise ValueError(f"player needs one whose cell has not run again, got {type(player)}")
    parameters = player.parameters
    if not player.pace:
        parameters = coarsened(parameters, player.value, most)
    settings = control_state.settings(parameters, player.value)
    states, pictures = _states_and_pictures(player, parameters, url)
    data = {"controls": _controls(player, parameters), "states": states, "pictures": pictures}
    data |= {"size": player.size, "pace": player.pace, "settings": settings}
    first = next(state for state in states if state["settings"] == settings)
    last = len(pictures) - 1
    printed = sorted({0, (last + 1) // 2, last}) if player.pace else [first["picture"]]
    shape = 'width="{}" height="{}"'.format(*player.size)
    paper = "".join(f'<img src="{pictures[k]}" alt="" {shape}>' for k in printed)
    model = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f"""<div class="still">
<img class="first" src="{pictures[first["picture"]]}" alt="{html.escape(first["alt"])}" {shape}>
<div class="paper" aria-hidden="true">{paper}</div>
<script type="application/json">{model}</script>{_note_on_positions(player, parameters)}
</div>"""


def _note_on_positions(player, parameters):
    """Return a sentence for a page that has not all options of a player."""
    options = [len(each.options(player.value)) for each in parameters.values()]
    if options == [len(each.options(player.value)) for each in player.parameters.values()]:
        return ""
    return '\n<p class="fewer">Sliders have fewer positions here than in JupyterLab.</p>'


def coarsened(parameters: dict, values: dict, most: int) -> dict:
    """Return the parameters with at most about `most` combinations of options.

    All ranges get about the same number of options, evenly spaced, among them the given value and
    both ends; two options are the given value and the farther end. A choice keeps all options, and
    a text becomes a choice of those suggested.
    """
    found: dict = {}
    for count in range(1, most + 1):
        finer = {name: _coarser(each, values[name], count) for name, each in parameters.items()}
        if found and math.prod(len(each.options(values)) for each in finer.values()) > most:
            break
        found = finer
    return found


def _coarser(parameter, value, count):
    """Return the parameter with about `count` options, among them `value`."""

    def options(values):
        found = parameter.options(values)
        if parameter.kind == "text":
            return list(dict.fromkeys([value, *found]))
        kept = np.linspace(0, len(found) - 1, min(count, len(found))).round().astype(int)
        if count == 1 and value in found:
            kept = [0 if found.index(value) > len(found) // 2 else len(found) - 1]
        return [each for k, each in enumerate(found) if k in kept or each == value]

    if parameter.kind == "choice":
        return parameter
    return parameter._replace(kind=parameter.kind.replace("text", "choice"), options=options)


def _controls(player, parameters):
    found = control_state.controls(parameters)
    for control, each in zip(found, player.parameters.values()):
        control["note"] = "type your own in JupyterLab" if each.kind == "text" else ""
    return found


def _states_and_pictures(player, parameters, url):
    """Return all states of the controls on the page, and the URLs of their distinct pictures."""
    states, urls = [], {}
    flipbook = zip(player.states, player.pictures)
    for state, data in flipbook if player.pace else _drawn(player, parameters):
        states.append(state | {"picture": urls.setdefault(url(data), len(urls))})
    return states, list(urls)


def _drawn(player, parameters):
    """Yield each state with its picture, and draw no picture twice."""
    drawn = {}
    for values, state in _all_states(parameters):
        key = tuple(state["at"])
        if key not in drawn:
            image, alt = player.drawing(**values)
            drawn[key] = png(image, 64), alt
        data, alt = drawn[key]
        yield state | {"alt": alt}, data


def _all_states(parameters):
    """Return (values, state) for all settings that are possible on the page."""
    labels = [control["labels"] or ["Infinity"] for control in control_state.controls(parameters)]
    while True:  # options that depend on others add labels
        found = [control_state.state(parameters, [*each]) for each in itertools.product(*labels)]
        known = list(map(len, labels))
        for _, state in found:
            for k, more in state["labels"].items():
                labels[k] = list(dict.fromkeys([*labels[k], *more]))
        if known == list(map(len, labels)):
            return found

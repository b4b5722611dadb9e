"""The life of a player without a kernel: native HTML, with every picture drawn ahead."""

import base64
import hashlib
import html
import io
import itertools
import json
import math
import os
from pathlib import Path

from unrolled.pictures.screen import SCALE
from unrolled.play import ranges
from unrolled.play.controls import text

HERE = Path(__file__).parent
MOST = 100  # pictures of one player: what a phone loads without a wait
PICTURES = "UNROLLED_PICTURES"  # in the environment: the folder for the pictures of the site
AT_MOST = "UNROLLED_AT_MOST"  # in the environment: another number than MOST, as tests have no time


def save(player, path, title="A player of Unrolled"):
    """Write the player as one HTML file that needs no kernel, no network and no other file.

    path: of the file, such as "film.html". The pictures are drawn now: all frames of a film, and
    of an `explore` a grid of at most 100 over the ranges of its sliders, as `coarse` makes it.

    >>> save(flipbook(draw, t=range(7)), "film.html")  # doctest: +SKIP
    """
    look, script = ((HERE / name).read_text("utf-8") for name in ("static.css", "static.js"))
    page = f"""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{html.escape(title)}</title>
<style>{look}</style>
<main>
<h1>{html.escape(title)}</h1>
{element(player)}
</main>
<script>{script}</script>
</html>
"""
    Path(path).write_text(page, encoding="utf-8")


def element(player, keep=None):
    """The player as an HTML element, for a page with static.css and static.js.

    keep: a function that stores the bytes of a WebP picture and returns its address, as `into`
    makes one; None: the address holds the picture itself.
    """
    most = int(os.environ.get(AT_MOST, MOST))
    axes = coarse(ranges.choices(player.parameters, player.start), player.start, most)
    starts = {name: _nearest(values, player.start[name]) for name, values in axes.items()}
    cases = [dict(zip(axes, case, strict=True)) for case in itertools.product(*axes.values())]
    pages, frames = _drawn(player, cases, keep or _data_uri)
    first = {name: axes[name][at] for name, at in starts.items()}
    size = player.frame(first)[0].size
    controls = [_control(player, name, axes[name], starts[name]) for name in axes]
    return _figure(player, controls, pages, frames, pages[cases.index(first)], size)


def coarse(parameters: dict, start: dict, most: int) -> dict[str, list]:
    """The values of each parameter, so thinned out that at most `most` combinations are left.

    parameters: a list of values by name; start: one value by name. The start stays, and so do the
    first and the last, of which the farther one where only two may; between them the values are
    evenly spaced. Of what has no order, all stay.
    """
    axes = {name: list(values) for name, values in parameters.items()}
    while math.prod(map(len, axes.values())) > most:
        longest = max(axes, key=lambda name: len(axes[name]) if _ordered(axes[name]) else 0)
        if len(axes[longest]) < 3:
            break
        values = parameters[longest]
        at = _nearest(values, start[longest])
        axes[longest] = _thinned(values, at, len(axes[longest]) - 1)
    return axes


def webp(image):
    """The bytes of the picture as WebP: a third of a PNG at two pixels per CSS pixel."""
    data = io.BytesIO()
    image.convert("RGB").save(data, "WEBP", quality=75, method=4)
    return data.getvalue()


def into(folder):
    """A function that keeps a picture's bytes as a file in the folder, and returns its address.

    The address is relative to a page beside the folder. A picture that is there is kept once.
    """

    def keep(data):
        path = Path(folder) / f"{hashlib.sha256(data).hexdigest()[:20]}.webp"
        if not path.exists():
            path.write_bytes(data)
        return f"{path.parent.name}/{path.name}"

    return keep


def _drawn(player, cases, keep):
    """For each case the number of its frame, None where there is none; the frames, none twice."""
    pages: list[int | None] = []
    frames, numbers = [], {}
    for case in cases:
        if not ranges.inside(player.parameters, case):
            pages.append(None)
            continue
        image, sentence = player.frame(case)
        data = webp(image)
        if (data, sentence) not in numbers:
            numbers[data, sentence] = len(frames)
            frames.append([keep(data), sentence])
        pages.append(numbers[data, sentence])
    return pages, frames


def _ordered(values):
    return all(isinstance(value, (int, float)) for value in values)


def _nearest(values, start):
    """The place of `start` among the values, or of what is nearest to it."""
    if start in values:
        return values.index(start)
    return min(range(len(values)), key=lambda k: abs(values[k] - start))


def _thinned(values, at, most):
    """At most `most` of the values: the ends, and from place `at` up and down every second, third.

    Where a stride that is less than twice as wide meets both ends, it is that.
    """
    last = len(values) - 1
    if most < 3:
        return [values[0], values[at]] if at > last / 2 else [values[at], values[last]]
    kept = [sorted({0, *range(at % k, last, k), last}) for k in range(1, last + 1)]
    narrow = next(k for k, places in enumerate(kept, 1) if len(places) <= most)
    even = [k for k in range(narrow, 2 * narrow) if last % k == 0 and at % k == 0]
    return [values[k] for k in kept[(even or [narrow])[0] - 1]]


def _data_uri(data):
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}"


def _control(player, name, values, at):
    """A labelled native control that stands at place `at` of the values."""
    label, texts = html.escape(text(name)), [text(value) for value in values]
    if player.pace is None and not _ordered(values):
        options = [f"<option>{html.escape(each)}</option>" for each in texts]
        options[at] = options[at].replace("<option>", "<option selected>")
        box = ranges.typed(player.parameters[name])
        typed = " <small>type your own in JupyterLab</small>" if box else ""
        return f"<label>{label} <select>{''.join(options)}</select></label>{typed}"
    said = html.escape(json.dumps(texts, ensure_ascii=False))
    return (
        f'<label>{label} <input type="range" min="0" max="{len(values) - 1}" value="{at}" '
        f'aria-valuetext="{html.escape(texts[at])}" data-texts="{said}"> '
        f"<output>{html.escape(texts[at])}</output></label>"
    )


def _figure(player, controls, pages, frames, first, size):
    """The element: controls, the picture at the start, what is printed, where all pictures are."""
    names = html.escape(", ".join(map(text, player.parameters)))
    width, height = (side // SCALE for side in size)
    shape = f'width="{width}" height="{height}"'
    button = f'<button type="button" data-pace="{player.pace}">Play</button>' if player.pace else ""
    printed = sorted({0, len(frames) // 2, len(frames) - 1}) if player.pace else [first]
    paper = "".join(f'<img src="{frames[k][0]}" alt="" {shape}>' for k in printed)
    address, sentence = frames[first]
    film = json.dumps({"pages": pages, "frames": frames}, ensure_ascii=False).replace("</", "<\\/")
    return f"""<div class="player" role="group" aria-label="A picture that moves with {names}">
<div class="controls">{button} {" ".join(controls)}</div>
<img class="screen" src="{address}" alt="{html.escape(sentence)}" {shape}>
<div class="paper" aria-hidden="true">{paper}</div>
<p class="spoken" aria-live="polite"></p>
<script type="application/json">{film}</script>
</div>"""

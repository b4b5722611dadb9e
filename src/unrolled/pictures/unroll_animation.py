"""The loop unrolls: one motion between the short-hand diagram and the unrolled one."""

import math

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures.diagram import loop_parts, parts
from unrolled.pictures.graph import Arrow, Node, draw, says
from unrolled.shapes import array, listed, whole

SLIDE, WORD, CHANGE, RISE = (0, 0.6), (0.1, 0.6), (0.6, 0.8), (0.75, 1)  # when, within a step
APART = 0.6  # columns: where two cells no longer cover each other


def frame(x, h, y, s: float, ax: Axes | None = None) -> Axes:
    """Draw the unrolling at time s: `diagram.loop` at s = 0, `diagram.unrolled` at s = T.

    x lists T inputs, h the T+1 states, y the T outputs. s: 0 to T, whole or not. From one step to
    the next a copy of the cell slides out to the right, the loop's arrow stretches to it, the word
    comes in from below, the state goes along and changes, and the output rises. Raises ValueError
    where lengths do not fit.
    """
    T = whole("the number of steps", len(x), 1, 12)
    h, y = listed("h", h, T + 1), listed("y", y, T)
    s = float(array("s", s))
    if not 0 <= s <= T:
        raise ValueError(f"s needs a number from 0 to {T}, got {s:g}")
    k = max(math.ceil(s) - 1, 0)  # the step that is under way starts at h(k)
    left = (T - k - _share(SLIDE, s - k)) / 2  # centres what is there
    room: list[tuple[float, float]] = [(0, 0), (T, 2)]
    if s == 0:
        parts_now = loop_parts(None, None, None, "done", left)
        return draw(*parts_now, "The loop before it unrolls: nothing is read yet.", ax, room)
    rows, done = parts(x[:k], h[: k + 1], y[:k], None, first=left)
    below, states, above = rows
    nodes, arrows = _step(k, s - k, T, x, h, y, states[k])  # first: it comes from behind the cell
    nodes += [*below.values(), *above.values(), *reversed(states.values())]
    told = f"The loop unrolls: step {k + 1} of {T}{says(x[k])}."
    return draw(nodes, arrows + done, told, ax, room)


def _share(when, f):
    """How much of a movement is done at f: it starts and ends slowly."""
    begin, end = when
    share = min(max((f - begin) / (end - begin), 0), 1)
    return share * share * (3 - 2 * share)


def _step(k, f, T, x, h, y, cell):
    """A share f of the step from h(k) to h(k+1): the copy that slides out, its word and output."""
    apart = _share(SLIDE, f)
    copy = Node(cell.column + apart, 1, "h", phase="now")
    out = apart >= APART
    if out:
        changed = _share(CHANGE, f)
        value = (1 - changed) * np.asarray(h[k]) + changed * np.asarray(h[k + 1])
        copy = copy._replace(symbol=f"h_({k + 1})", value=value)
    below, above = _word(k, f, copy, x[k] if out else None), _output(k, f, copy, y[k])
    # The arrow is a loop while the copy is behind the cell; then it straightens.
    arrows = [Arrow(cell, copy, "W_hh", loop=1 - max(apart - APART, 0) / (1 - APART))]
    if below.row > -0.4:
        arrows.append(Arrow(below, copy, "W_xh"))
    if above.row > 1.7:
        arrows.append(Arrow(copy, above, "W_hy"))
    if f == 1 and k + 1 < T:
        arrows.append(Arrow(copy, copy, "W_hh"))
    hidden = k and _share(RISE, f) < 0.3  # as long as it is behind the state
    return [below, copy] if hidden else [above, below, copy], arrows


def _word(k, f, copy, value):
    """The input of a step comes from below; the first one goes along, as it was there already."""
    row, symbol = (_share(WORD, f) - 1, f"x_({k + 1})") if k else (0, "x_(1)" if value else "x_(t)")
    return copy._replace(row=row, kind="x", symbol=symbol, value=value)


def _output(k, f, copy, value):
    """The output of a step rises from the state; the first one goes along, without its value."""
    rise = _share(RISE, f)
    out = rise > 0.6
    value = value if out else None
    row, symbol = (1 + rise, f"y_({k + 1})" * out) if k else (2, "y_(1)" if out else "y_(t)")
    return copy._replace(row=row, kind="y", symbol=symbol, value=value)

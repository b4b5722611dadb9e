"""Labels beside points of a picture, where they fit."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SIDES = [(1, 1), (-1, 1), (1, -1), (-1, -1)]  # of a point: right and above it is tried first
APART = (11, 7)  # points from a place to its word
NEAR = 8  # points; what is nearer stands at the same place
BEHIND = {"fc": "white", "ec": "none", "alpha": 0.75, "pad": 0.5}


def beside(ax: Axes, wishes: list, marks) -> None:
    """Write labels beside points; none covers another or a mark, or leaves the axes.

    wishes: (word, place (2,), look), the most important first. A label without room is left out,
    and so is one where the same word is, or a number where its colour is. marks: places (N, 2) to
    keep free. A thin line leads from each label to its point.
    """
    layout, point = ax.figure.get_layout_engine(), ax.figure.dpi / 72
    if layout is not None:
        layout.execute(ax.figure)  # only so it is known where a place is on the page
    taken = [_square(at, 9 * point) for at in ax.transData.transform(marks)]
    written: list = []
    for word, place, look in wishes:
        at = ax.transData.transform(place)
        near = [each for each, there in written if np.linalg.norm(at - there) < NEAR * point]
        if any(each == word or word.isdigit() and color == look["color"] for each, color in near):
            continue
        box = _write(ax, word, place, look, taken)
        if box is not None:
            taken.append(box)
            written.append(((word, look["color"]), at))


def _write(ax, word, place, look, taken):
    """The word on the first side of the place where it is free: its box, or None, and no word."""
    line = {"arrowprops": {"arrowstyle": "-", "color": look["color"], "lw": 0.8}, "bbox": BEHIND}
    text = ax.annotate(word, place, APART, textcoords="offset points", **line, **look)
    text.set_in_layout(False)
    for right, up in SIDES:
        text.xyann = (right * APART[0], up * APART[1])
        text.set(ha="left" if right > 0 else "right", va="bottom" if up > 0 else "top")
        text.update_positions(ax.figure.canvas.get_renderer())
        box = Text.get_window_extent(text)  # without the line, which an annotation's includes
        inside = ax.bbox.contains(box.x0, box.y0) and ax.bbox.contains(box.x1, box.y1)
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    text.remove()
    return None


def _square(center, half):
    return Bbox([center - half, center + half])

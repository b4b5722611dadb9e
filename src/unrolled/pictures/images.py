"""Images side by side."""

import math

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole

TITLE = 0.3  # inches above an image that has one


def show(
    arrays, titles=None, columns=None, signed: bool = False, rows=None, ax: Axes | None = None
) -> Axes:
    """Images of one size side by side.

    arrays: (n, height, width) gray, or (n, height, width, 3), from 0, black, to 1. titles: one for
    each, above it. columns: how many stand in a row; None: all of them.
    signed: from minus the largest value, orange, over 0, white, to the largest, purple.
    rows: a name for each row, at its left, where an image would have room.
    Raises ValueError where a shape or a number of names does not fit.
    """
    shape = ("n", "height", "width", 3) if np.ndim(arrays) == 4 else ("n", "height", "width")
    arrays, ax = array("arrays", arrays, *shape), style.axes(ax)
    n, tall, wide = arrays.shape[:3]
    if not arrays.size:
        raise ValueError("arrays needs at least one image, got none")
    titles = [str(title) for title in listed("titles", titles, n, [""] * n)]
    columns = n if columns is None else whole("columns", columns, 1)
    rows = [] if rows is None else listed("rows", rows, -(-n // columns))
    first = 1 if rows else 0  # the column of the first image
    gap, head = _gaps(ax, tall, wide, -(-n // columns), first + columns, any(titles))
    places = [(k // columns, first + k % columns) for k in range(n)]
    corners = [(row * (head + tall) + head, column * (wide + gap)) for row, column in places]
    page = _page(_rgb(arrays, signed), corners, (first + columns) * (wide + gap))
    _write(ax, titles, rows, corners, columns, (tall, wide))
    style.tiles(ax, page)
    # Also where something else was drawn here before.
    ax.set(aspect="equal", xlim=(-0.5, page.shape[1] - 0.5), ylim=(page.shape[0] - 0.5, -0.5))
    ax.axis("off")
    sentence = f"Images, {n} of {tall} × {wide} pixels, {columns} in a row"
    return style.describe(ax, f"{sentence}{_told(titles, rows, columns)}.")


def _write(ax, titles, rows, corners, columns, size):
    """A title above each image, and a name at the left of each row."""
    tall, wide = size
    for (top, left), title in zip(corners, titles):
        middle = left + wide / 2 - 0.5
        ax.text(middle, top - 0.7, title, ha="center", va="bottom", fontsize=style.SMALL)
    for (top, _), name in zip(corners[::columns], rows):
        middle = top + tall / 2 - 0.5
        ax.text(wide - 0.5, middle, name, ha="right", va="center", fontsize=style.SMALL)


def _told(titles, rows, columns):
    """The titles, those of each row after its name, as the end of a sentence."""
    if not any([*titles, *rows]):
        return ""
    if not rows:
        return f": {', '.join(titles)}"
    starts = range(0, len(titles), columns)
    named = [f"{name}: {', '.join(titles[k : k + columns])}" for name, k in zip(rows, starts)]
    return f". {'; '.join(named)}".replace("\n", " ")


def _page(images, corners, width):
    """All images on one white page, as one page is drawn sooner than many."""
    tall, wide = images.shape[1:3]
    page = np.ones((max(top for top, _ in corners) + tall, width, 3))
    for image, (top, left) in zip(images, corners):
        page[top : top + tall, left : left + wide] = image
    return page


def _rgb(arrays, signed):
    if arrays.ndim == 4:
        return arrays.clip(0, 1)
    if not signed:
        return np.repeat(arrays.clip(0, 1)[..., None], 3, axis=-1)
    largest = max(np.abs(arrays).max(), 1e-12)
    return matplotlib.colormaps["PuOr"]((arrays / largest + 1) / 2)[..., :3]


def _gaps(ax, tall, wide, rows, columns, titled):
    """The room between columns and above rows, in whole pixels of the images: a title just fits."""
    gap, title = max(1, round(0.06 * wide)), TITLE if titled else 0.06
    room = ax.get_position(original=True).size  # the aspect leaves it alone
    width, height = room * ax.figure.bbox.size / ax.figure.dpi
    across = width / (columns * (wide + gap))
    down = max(height / rows - title, 0.1) / tall
    inches_a_pixel = min(across, down)
    return gap, math.ceil(title / inches_a_pixel)

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
    """Draw images of one size side by side.

    arrays: (n, height, width) grey, or (n, height, width, 3), from 0, black, to 1. titles: one for
    each, above it. columns: how many are in a row; None: all. signed: from minus the largest value,
    orange, over 0, white, to the largest, purple. rows: a name for each row, left of it, where an
    image would have room. Raises ValueError where a shape or a number of names does not fit.
    """
    arrays, ax = array("arrays", arrays, ...), style.axes(ax)
    arrays = array("arrays", arrays, "n", "height", "width", *[3] * (arrays.ndim == 4))
    n, tall, wide = arrays.shape[:3]
    if not arrays.size:
        raise ValueError("arrays needs at least one image, got none")
    titles = [str(title) for title in listed("titles", titles, n, [""] * n)]
    columns = n if columns is None else whole("columns", columns, 1)
    rows = [] if rows is None else listed("rows", rows, -(-n // columns))
    shape = _draw(ax, _rgb(arrays, signed), titles, rows, columns)
    # Also where something else was drawn here before.
    ax.set(aspect="equal", xlim=(-0.5, shape[1] - 0.5), ylim=(shape[0] - 0.5, -0.5))
    ax.axis("off")
    sentence = f"Images, {n} of {tall} × {wide} pixels, {columns} in a row"
    return style.describe(ax, f"{sentence}{_told(titles, rows, columns)}.")


def _draw(ax, images, titles, rows, columns):
    """All images on one page, as it is drawn sooner than many images; return its shape."""
    n, tall, wide = images.shape[:3]
    lines, across = -(-n // columns), columns + bool(rows)  # a row's name has an image's place
    gap, head = _gaps(ax, tall, wide, lines, across, any(titles))
    page = np.ones((lines * (head + tall), across * (wide + gap), 3))
    for k, image in enumerate(images):
        top = k // columns * (head + tall) + head
        left = (k % columns + bool(rows)) * (wide + gap)
        page[top : top + tall, left : left + wide] = image
        _write(ax, titles[k], left + wide / 2 - 0.5, top - 0.7, "center", "bottom")
        if rows and k % columns == 0:
            _write(ax, rows[k // columns], wide - 0.5, top + tall / 2 - 0.5, "right", "center")
    style.tiles(ax, page)
    return page.shape


def _write(ax, text, x, y, ha, va):
    ax.text(x, y, text, ha=ha, va=va, fontsize=style.SMALL, parse_math=False)


def _told(titles, rows, columns):
    """The titles row by row, after the row's name, as the end of a sentence."""
    if not any([*titles, *rows]):
        return ""
    lines = [titles[k : k + columns] for k in range(0, len(titles), columns)]
    told = [", ".join(filter(None, line)) for line in lines]
    if rows:
        return ". " + "; ".join(map("{}: {}".format, rows, told)).replace("\n", " ")
    return ": " + "; ".join(filter(None, told)).replace("\n", " ")


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

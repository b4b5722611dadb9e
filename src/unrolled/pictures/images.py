"""Images side by side."""

import math

import matplotlib
import numpy as np

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole

TITLE = 0.3                                     # inches above an image that has one


def show(arrays, titles=None, columns=None, signed=False, ax=None):
    """Images of one size side by side: (n, height, width) gray, or (n, height, width, 3), from 0, black, to 1.

    titles: one for each, above it. columns: how many stand in a row; None: all of them.
    signed: from minus the largest value, orange, over 0, white, to the largest, purple.
    """
    shape = ("n", "height", "width", 3) if np.ndim(arrays) == 4 else ("n", "height", "width")
    arrays, ax = array("arrays", arrays, *shape), style.axes(ax)
    n, tall, wide = arrays.shape[:3]
    if not arrays.size:
        raise ValueError("arrays needs at least one image, got none")
    titles = [str(title) for title in listed("titles", titles, n, [""] * n)]
    columns = n if columns is None else whole("columns", columns, 1)
    rows = -(-n // columns)
    gap, head = _gaps(ax, tall, wide, rows, columns, any(titles))
    page = np.ones((rows * (head + tall), columns * (wide + gap), 3))            # one image is drawn sooner than many
    for k, (image, title) in enumerate(zip(_rgb(arrays, signed), titles)):
        top, left = k // columns * (head + tall) + head, k % columns * (wide + gap)
        page[top:top + tall, left:left + wide] = image
        ax.text(left + wide / 2 - 0.5, top - 0.7, title, ha="center", va="bottom", fontsize=style.SMALL)
    ax.imshow(page)
    ax.set(xlim=(-0.5, page.shape[1] - 0.5), ylim=(page.shape[0] - 0.5, -0.5))      # whatever was drawn here before
    ax.axis("off")
    says = f": {', '.join(titles)}" if any(titles) else ""
    return style.describe(ax, f"Images, {n} of {tall} × {wide} pixels, {columns} in a row{says}.")


def _rgb(arrays, signed):
    if arrays.ndim == 4:
        return arrays.clip(0, 1)
    largest = max(np.abs(arrays).max(), 1e-12)
    shown = matplotlib.colormaps["PuOr"]((arrays / largest + 1) / 2) if signed else arrays.clip(0, 1)[..., None]
    return shown[..., :3]


def _gaps(ax, tall, wide, rows, columns, titled):
    """The room between columns and above rows, in whole pixels of the images, so that a title just fits."""
    gap, title = max(1, round(0.06 * wide)), TITLE if titled else 0.06
    room = ax.get_position(original=True).size                                        # the aspect leaves it alone
    width, height = room * ax.figure.bbox.size / ax.figure.dpi
    scale = min(width / (columns * (wide + gap)), max(height / rows - title, 0.1) / tall)     # inches a pixel
    return gap, math.ceil(title / scale)

"""Images and clouds of points. Each function takes arrays, draws on `ax` or on a new figure, and returns the Axes.

Nothing here computes or trains. Each picture keeps a sentence, built from the arrays, that says what it
shows. Bad shapes raise ValueError.
"""

import math
import textwrap

import matplotlib
import numpy as np

from unrolled import style
from unrolled.shapes import array, listed, whole

TITLE = 0.3                                     # inches above an image that has one
KINDS = [*style.SEQUENCE, style.SKY, style.FOREST, style.PALE, "#7B3F00"]     # of points; the mark tells them apart too


def images(arrays, titles=None, columns=None, signed=False, ax=None):
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


def points(xy, labels, names=None, limit=None, axis="principal component", ax=None):
    """A cloud of points (N, 2) of several kinds: labels (N,) are whole numbers from 0, a colour and a mark for each.

    names: of the kinds; None: their numbers. Names of one character are the marks themselves.
    limit: how far both axes reach from 0; None: as far as the points do. axis: what the coordinates are.
    """
    xy, labels, ax = *_labelled(xy, labels), style.axes(ax)
    kinds = labels.max() + 1
    names = [str(name) for name in listed("names", names, kinds, range(kinds))]
    short = max(map(len, names)) == 1
    for kind, name in enumerate(names):
        mark = f"${name}$" if short else style.MARKERS[kind % 4]
        ax.plot(*xy[labels == kind].T, ls="", marker=mark, ms=8, mew=0.3, color=KINDS[kind % 10], label=name)
    if limit is not None:
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    ax.locator_params(nbins=5)
    ax.set(xlabel=f"{axis} 1", ylabel=f"{axis} 2")
    if not short:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    says = [f"{name} around {style.point(xy[labels == kind].mean(axis=0))}" for kind, name in enumerate(names)
            if (labels == kind).any()]
    return style.describe(ax, f"Cloud of {len(xy)} points: {', '.join(says)}.")



def page(text, seed="", width=44, rows=9, ax=None):
    """A text written out, `width` characters in a line, with ↵ where it breaks a line itself.

    seed: how it begins; this part is bold and underlined. What does not fit into the rows is left out: …
    """
    width, rows, ax = whole("width", width, 2), whole("rows", rows, 1), style.axes(ax)
    if not text.startswith(seed):
        raise ValueError(f"seed needs to be how the text begins, got {seed!r} for {text[:len(seed) + 8]!r}")
    lines, given = _wrapped(text, width), len(seed)
    for row, line in enumerate(lines[:rows]):
        here = min(given, len(line))
        given -= here
        left_out = "…" if row == rows - 1 and len(lines) > rows else ""
        _type(ax, row, line[:here], color=style.BLUE, weight="bold")
        _type(ax, row, "_" * here, color=style.BLUE)
        _type(ax, row, " " * here + line[here:] + left_out, color=style.INK)
    ax.set(xlim=(0, width), ylim=(rows - 0.4, -0.7))
    ax.axis("off")
    return style.describe(ax, f"Text, begun with {seed!r}: {text!r}.")


def _rgb(arrays, signed):
    if arrays.ndim == 4:
        return arrays.clip(0, 1)
    largest = max(np.abs(arrays).max(), 1e-12)
    shown = matplotlib.colormaps["PuOr"]((arrays / largest + 1) / 2) if signed else arrays.clip(0, 1)[..., None]
    return shown[..., :3]


def _wrapped(text, width):
    """The text in lines of at most `width` characters, and none of them lost; a line break is shown as one more."""
    lines = []
    for part in text.replace("\n", "\n\0").split("\0"):
        shown = part.replace("\n", "↵")
        lines += textwrap.wrap(shown, width, drop_whitespace=False, replace_whitespace=False, expand_tabs=False)
    return lines


def _type(ax, row, letters, **look):
    ax.text(0, row, letters.replace("$", r"\$"), family="monospace", fontsize=15, va="baseline", **look)


def _labelled(xy, labels):
    xy = array("xy", xy, "N", 2)
    labels = array("labels", labels, len(xy))
    if not len(xy):
        raise ValueError("xy needs at least one point, got none")
    if (labels < 0).any() or (labels != labels.round()).any():
        raise ValueError("labels needs whole numbers from 0 up, for each point the number of its kind")
    return xy, labels.astype(int)


def _gaps(ax, tall, wide, rows, columns, titled):
    """The room between columns and above rows, in whole pixels of the images, so that a title just fits."""
    gap, title = max(1, round(0.06 * wide)), TITLE if titled else 0.06
    room = ax.get_position(original=True).size                                        # the aspect leaves it alone
    width, height = room * ax.figure.bbox.size / ax.figure.dpi
    scale = min(width / (columns * (wide + gap)), max(height / rows - title, 0.1) / tall)     # inches a pixel
    return gap, math.ceil(title / scale)

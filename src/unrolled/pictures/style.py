"""The look of all pictures: palette, style sheet, and the sentence that a figure shows as text."""

import re
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from unrolled.pictures import image_format
from unrolled.shapes import array

# Okabe and Ito (2008), Color Universal Design: the colour-blind can tell these apart. One colour is
# one weight matrix wherever it appears.
BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, ORANGE, SKY = "#CC79A7", "#E69F00", "#56B4E9"
FOREST = "#00523F"  # darker than theirs: apart from blue without blue cones too
INK, PALE, LIT = "#222222", "#8C8C8C", "#FFF3C4"
WEIGHT = {"W_xh": VERMILION, "W_hh": BLUE, "W_hy": FOREST}
SEQUENCE = [BLUE, VERMILION, GREEN, INK, PURPLE, ORANGE]
# Curves also differ in dashes. The gaps are long enough to show a curve underneath.
DASHES, MARKERS = ["-", (0, (4, 2.5)), (0, (5, 2, 1, 2)), (0, (1.2, 1.5))], ["o", "s", "^", "D"]
# Marks at one place are all seen, as the first is the largest.
MARK_SIZES = dict(zip(MARKERS, [21, 16, 14, 7]))
SMALL = 13  # points: 20 of the 720 pixels of a slide; smaller text cannot be read from the last row
CENTER = {"ha": "center", "va": "center"}
# Read once: matplotlib.style reads its file anew at every use, too slow for each move of a slider.
# All that a look is made of, as a reader's own style sheet may have changed any of it.
SHEET = Path(__file__).with_name("unrolled.mplstyle")
NO_LOOK = "backend date docstring interactive keymap timezone tk toolbar webagg".split()
LOOK = {
    name: value
    for name, value in matplotlib.rc_params_from_file(SHEET).items()
    if name.split(".")[0].split("_")[0] not in NO_LOOK
}


def use() -> None:
    """Use this look for all following pictures; notebooks show them sharp."""
    matplotlib.rcParams.update(LOOK)
    image_format.sharpen(Picture)


class Picture(Figure):
    """A figure whose text is the sentence that says what it shows, not its size in pixels."""

    def __repr__(self):
        return alt(self) or super().__repr__()


def axes(ax: Axes | None = None, height: float | None = None) -> Axes:
    """Return `ax`; None: the axes of a new figure, `height` inches high."""
    if ax is not None:
        return ax
    width, usual = plt.rcParams["figure.figsize"]
    return plt.figure(FigureClass=Picture, figsize=(width, height or usual)).add_subplot()


def curve(k: int, lw: float = 2.5) -> dict:
    """Return the look of curve number k, from 0: its colour, dashes and width.

    Two curves on one another are both seen: the first is wider, and the others have gaps.
    """
    return {"color": SEQUENCE[k % 6], "ls": DASHES[k % 4], "lw": 1.5 * lw if k == 0 else lw}


def faded(color: str, strength) -> np.ndarray:
    """Return the colour mixed with white (…, 3); transparent, it would mix with what is below.

    strength (…,): from 0, white, to 1, the colour.
    """
    return 1 - np.asarray(strength)[..., None] * (1 - np.array(to_rgb(color)))


def mark(ax: Axes, place, marker: str, color: str) -> None:
    """Mark where a curve or a path is now: place (2,); marker "" draws none."""
    size = MARK_SIZES.get(marker, 0)
    ax.plot(*place, marker=marker, ms=size, mec="white", mew=1, color=color, zorder=3)


def legend(ax: Axes, curves: int) -> None:
    """Write the names of several curves above the picture, where they cover nothing."""
    if curves > 1:
        box = ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, handlelength=2.5)
        for name in box.get_texts():
            name.set_parse_math(False)  # a "$" is a dollar: names may be what a reader has typed


def plane(ax: Axes, axis: str, limit: float | None) -> None:
    """Set axes for two coordinates of one kind, such as "unit"; limit: their reach from 0."""
    if limit is not None:
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    ax.locator_params(nbins=5)
    ax.set(xlabel=f"{axis} 1", ylabel=f"{axis} 2")


def tiles(ax: Axes, values: np.ndarray, **look) -> None:
    """Draw a tile for each of values (rows, columns) or colours (rows, columns, 3).

    Row 0 is at y = 0. It is a mesh: an image of few pixels takes several times as long to draw.
    """
    rows, columns = (np.arange(size + 1) - 0.5 for size in values.shape[:2])
    ax.pcolormesh(columns, rows, values, **look)


def describe(ax: Axes, sentence: str) -> Axes:
    """Add a sentence to what `ax` says in words about itself; return `ax`."""
    ax.set_label(f"{ax.get_label()} {sentence}".strip())
    return ax


def alt(figure: Figure) -> str:
    """Return what the figure shows, in words: the sentences of all its axes."""
    return " ".join(ax.get_label() for ax in figure.axes if ax.get_label())


def number(value) -> str:
    """Return a number as pictures show it: whole numbers as such, others with two decimals."""
    value = float(array("value", value))
    return f"{value:z.0f}" if value == round(value) else f"{value:z.2f}"


def point(values) -> str:
    """Return a vector for a sentence: (0.10, -0.32); long ones end in an ellipsis."""
    shown = [number(value) for value in np.asarray(values)[:4]]
    if len(values) > 4:
        shown.append("…")
    return f"({', '.join(shown)})"


def symbol(name: str) -> str:
    """Return a name of the code in TeX: W_hh and x_(t) with their subscripts."""
    below = re.sub(r"_(\([^)]*\)(?:,\w+)?|\w+)", r"_{\1}", name)
    return "$" + below.replace(" ", r"\;") + "$"

"""One look: the palette, the style sheet, and the sentence that says what a figure shows."""

import re
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from unrolled.pictures import screen

# Okabe and Ito (2008), Color Universal Design: told apart by colour-blind people too. One colour is one
# weight matrix wherever it appears.
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"
FOREST = "#00523F"                              # darker than theirs: apart from blue without blue cones too
INK, PALE, LIT = "#222222", "#8C8C8C", "#FFF3C4"
WEIGHT = {"W_xh": VERMILION, "W_hh": BLUE, "W_hy": FOREST}
SEQUENCE = [BLUE, VERMILION, GREEN, INK, PURPLE, ORANGE]
DASHES, MARKERS = ["-", "--", "-.", ":"], ["o", "s", "^", "D"]       # colour never speaks alone
SMALL = 12                                      # points; from 11 down nothing is read from the last row
# Read once: matplotlib.style reads its file anew at every use, too slow for each move of a slider.
LOOK = matplotlib.rc_params_from_file(Path(__file__).with_name("unrolled.mplstyle"), use_default_template=False)


def use():
    """Draw all that follows in this look, and show it sharp in a notebook."""
    matplotlib.rcParams.update(LOOK)
    screen.sharpen(Picture)


class Picture(Figure):
    """A figure whose text is the sentence that says what it shows, not its size in pixels."""

    def __repr__(self):
        return alt(self) or super().__repr__()


def axes(ax=None, height=None):
    """`ax`, or the axes of a new figure, `height` inches high, where none is given."""
    if ax is not None:
        return ax
    width, usual = plt.rcParams["figure.figsize"]
    return plt.figure(FigureClass=Picture, figsize=(width, height or usual)).add_subplot()


def describe(ax, sentence):
    """Keep with `ax` a sentence more that says in words what it shows; returns `ax`."""
    ax.set_label(f"{ax.get_label()} {sentence}".strip())
    return ax


def alt(figure):
    """What the figure shows, in words: the sentences of its axes, one after the other."""
    return " ".join(ax.get_label() for ax in figure.axes if ax.get_label())


def number(value):
    """A number as pictures and sentences show it: whole as it is, else two decimals, never -0.00."""
    return f"{value:z.0f}" if value == round(value) else f"{value:z.2f}"


def point(values):
    """A vector in a sentence: (0.10, -0.32); long ones end in an ellipsis."""
    shown = [number(value) for value in np.asarray(values)[:4]]
    return f"({', '.join(shown + ['…'] * (len(values) > 4))})"


def symbol(name):
    """A name of the code as mathematics: W_hh and x_(t) with their subscripts."""
    return "$" + re.sub(r"_(\([^)]*\)(?:,\w+)?|\w+)", r"_{\1}", name).replace(" ", r"\;") + "$"

"""One look: the palette, the style sheet, and the sentence that says what a figure shows."""

import matplotlib.style

# Okabe and Ito (2008), Color Universal Design: told apart by colour-blind people too. One colour is one
# weight matrix wherever it appears.
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"
INK, PALE, LIT = "#222222", "#9A9A9A", "#FFF3C4"
WEIGHT = {"W_xh": VERMILION, "W_hh": BLUE, "W_hy": GREEN}
SEQUENCE = [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY]
SMALLEST = 11                                   # points: nothing smaller can be read from the last row


def use():
    """Draw all that follows in this look."""
    matplotlib.style.use("unrolled.unrolled")


def describe(ax, sentence):
    """Keep with `ax` the sentence that says in words what it shows; returns `ax`."""
    ax.set_label(sentence)
    return ax


def alt(figure):
    """What the figure shows, in words: the sentences of its axes, one after the other."""
    return " ".join(ax.get_label() for ax in figure.axes if ax.get_label())

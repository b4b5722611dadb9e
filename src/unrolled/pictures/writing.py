"""Text as a picture: a page, and a translation."""

import textwrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from unrolled.pictures import style
from unrolled.pictures.graph import FILL
from unrolled.shapes import array, whole

AS_IT_IS: dict[str, Any] = {
    "drop_whitespace": False,
    "replace_whitespace": False,
    "expand_tabs": False,
}
ARROW: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 26, "lw": 3, "color": style.INK}


def page(text: str, seed: str = "", width=44, rows=9, ax: Axes | None = None) -> Axes:
    """A text written out, `width` characters in a line, with ↵ where it breaks a line itself.

    seed: how it begins; this part is bold and underlined. What does not fit into the rows is left
    out: …
    """
    width, rows, ax = whole("width", width, 2), whole("rows", rows, 1), style.axes(ax)
    if not text.startswith(seed):
        got = f"{seed!r} for {text[: len(seed) + 8]!r}"
        raise ValueError(f"seed needs to be how the text begins, got {got}")
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


def translation(read, written, sure, room: int = 7, ax: Axes | None = None) -> Axes:
    """The words that were read in a row, and below them the words that were written.

    sure (T,): how probable each written word was, as a bar under it. room: how many words a row
    has place for. Raises ValueError for a row without words, or with more than have room.
    """
    room, ax = whole("room", room, 1), style.axes(ax)
    for name, row in [("read", read), ("written", written)]:
        whole(f"the number of words in {name}", len(row), 1, room)
    sure = array("sure", sure, len(written))
    _boxes(ax, read, 0, FILL["x"], room)
    left = _boxes(ax, written, 2, FILL["y"], room)
    ax.add_artist(FancyArrowPatch((room / 2, 0.5), (room / 2, 1.5), **ARROW))
    for k, share in enumerate(sure):
        for wide, fill in [(1, "white"), (share, style.BLUE)]:
            sides = (left + k + 0.06, 2.55), 0.88 * wide, 0.22
            ax.add_artist(Rectangle(*sides, fc=fill, ec=style.INK))
        ax.text(left + k + 0.5, 3.05, f"{share:.2f}", **style.CENTER, fontsize=style.SMALL)
    ax.set(xlim=(0, room), ylim=(3.3, -0.5))
    ax.axis("off")
    chances = ", ".join(f"{word} {share:.2f}" for word, share in zip(written, sure))
    return style.describe(ax, f"Translation: {' '.join(read)} → {chances}.")


def _boxes(ax, words, row, fill, room):
    """A box for each word, in the middle of the room; returns where the first one begins."""
    left = (room - len(words)) / 2
    for k, word in enumerate(words):
        sides = (left + k + 0.06, row - 0.4), 0.88, 0.8
        ax.add_artist(Rectangle(*sides, fc=fill, ec=style.INK, lw=1.5))
        ax.text(left + k + 0.5, row, word, **style.CENTER, fontsize=17)
    return left


def _wrapped(text, width):
    """The text in lines of at most `width` characters, none lost; a line break is one as well."""
    lines = []
    for part in text.replace("\n", "\n\0").split("\0"):
        lines += textwrap.wrap(part.replace("\n", "↵"), width, **AS_IT_IS)
    return lines


def _type(ax, row, letters, **look):
    plain = letters.replace("$", r"\$")
    ax.text(0, row, plain, family="monospace", fontsize=15, va="baseline", **look)

"""Text as a picture."""

import textwrap
from typing import Any

from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import whole

AS_IT_IS: dict[str, Any] = {
    "drop_whitespace": False,
    "replace_whitespace": False,
    "expand_tabs": False,
}


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


def _wrapped(text, width):
    """The text in lines of at most `width` characters, none lost; a line break is one as well."""
    lines = []
    for part in text.replace("\n", "\n\0").split("\0"):
        lines += textwrap.wrap(part.replace("\n", "↵"), width, **AS_IT_IS)
    return lines


def _type(ax, row, letters, **look):
    plain = letters.replace("$", r"\$")
    ax.text(0, row, plain, family="monospace", fontsize=15, va="baseline", **look)

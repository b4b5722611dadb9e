"""Arithmetic with all its numbers: products of matrices and columns, row by row."""

import numpy as np
from matplotlib.patches import Rectangle

from unrolled import style
from unrolled.shapes import array, whole


def equation(rows, lit=None, ax=None):
    """Arithmetic with all its numbers: each row lists operators (str) and (name, array) pairs.

    Arrays of one or two axes are columns or tables of numbers under their name. lit: the row that is
    looked at; rows after it stay empty. None: all rows are shown alike.
    """
    if not rows:
        raise ValueError("rows needs at least one row, got none")
    for k, row in enumerate(rows, 1):
        if not row or isinstance(row[-1], str):
            raise ValueError(f"row {k} needs to end in a (name, array) pair, got {row!r}")
    ax = style.axes(ax)
    lit_row = len(rows) if lit is None else whole("lit", lit, 0, len(rows) - 1)
    y, widest = 0.0, max(sum(_width(part) for part in row) for row in rows)
    for k, row in enumerate(rows):
        tall = max(len(_table(part[1])) for part in row if not isinstance(part, str))
        if k <= lit_row:
            _equation_row(ax, row, y, tall, k == lit)
        y -= tall + 1.3
    ax.set(xlim=(-0.3, widest + 0.3), ylim=(y + 0.5, 0.9))
    ax.axis("off")
    last = min(lit_row, len(rows) - 1)
    name, result = rows[last][-1]
    return style.describe(ax, f"Arithmetic of one step, row {last + 1} of {len(rows)}: "
                              f"{name} = {style.point(np.ravel(result))}.")


def _equation_row(ax, row, y, tall, lit):
    if lit:
        whole_row = Rectangle((-0.2, y - tall - 0.15), sum(map(_width, row)) + 0.4, tall + 1.05, color=style.LIT, lw=0)
        ax.add_patch(whole_row)
    x = 0.0
    for part in row:
        if isinstance(part, str):
            ax.text(x + _width(part) / 2, y - tall / 2, part, ha="center", va="center", fontsize=20)
        else:
            name, table = part[0], _table(part[1])
            top = y - (tall - len(table)) / 2
            color = style.WEIGHT.get(name, style.INK)
            ax.text(x + _width(part) / 2, top + 0.32, style.symbol(name), ha="center", va="center", color=color)
            ax.add_patch(Rectangle((x + 0.06, top), _width(part) - 0.12, -len(table), fc="white", ec=color, lw=2.5))
            for (i, j), value in np.ndenumerate(table):
                ax.text(x + j + 0.5, top - i - 0.5, style.number(value), ha="center", va="center_baseline")
        x += _width(part)


def _width(part):
    return 0.55 + 0.1 * len(part) if isinstance(part, str) else _table(part[1]).shape[1]


def _table(values):
    values = np.atleast_1d(array("a part", values, ...))
    return values.reshape(len(values), -1)

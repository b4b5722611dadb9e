"""Arithmetic with all its numbers: products of matrices and columns, row by row."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from unrolled.pictures import style
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


def picked(x, index, names, symbol="", first=None, ax=None):
    """An array of one to three axes as tables of numbers, with one element picked out.

    The last axis runs to the right, the one before it down, the first of three from table to table.
    Zeros are left blank.
    index: of the element, a number for each axis. names: of the axes, such as "itj". symbol: of the
    element, as mathematics, for the title. first: where each axis starts to count; None: all from 1.
    """
    x, ax = array("x", x, ...), style.axes(ax)
    if not 1 <= x.ndim <= 3 or 0 in x.shape or not x.ndim == len(index) == len(names):
        raise ValueError(f"x needs one to three axes, each with an index and a name, "
                         f"got {x.shape}, {tuple(index)} and {tuple(names)}")
    first = [1] * x.ndim if first is None else first
    at = tuple(whole(name, k, one, one + n - 1) - one for name, k, one, n in zip(names, index, first, x.shape))
    tables = x.reshape((1,) * (3 - x.ndim) + x.shape)
    place = [0] * (3 - x.ndim) + [*at]
    pitch = tables.shape[2] + 0.6
    for i, table in enumerate(tables):
        _cells(ax, table, i * pitch, np.abs(x).max(), tuple(place[1:]) if i == place[0] else None)
    _pointers(ax, tables.shape, place, [""] * (3 - x.ndim) + [f"{name} = {k}" for name, k in zip(names, index)])
    value = style.number(x[at])
    ax.set_title(f"${symbol}$ = {value}" if symbol else value)
    said = ", ".join(f"{name} = {k}" for name, k in zip(names, index))
    return style.describe(ax, f"Array of shape {x.shape}, element {said} picked out: {value}.")


def _cells(ax, table, left, largest, place):
    """A table of numbers whose shade is their size; place: the element that is picked out of it, if any."""
    (rows, columns), corners = table.shape, np.indices(table.shape).reshape(2, -1).T[:, None]
    shades = 0.4 * np.abs(table).ravel() / (largest or 1)
    squares = [left, 0] + corners[..., ::-1] * [1, -1] + [[0, 0], [1, 0], [1, -1], [0, -1]]
    ax.add_collection(PolyCollection(squares, fc=[(0, 0, 0, shade) for shade in shades], ec=style.PALE, lw=0.5))
    for (j, k), value in np.ndenumerate(table):
        if value or (j, k) == place:
            ax.text(left + k + 0.5, -j - 0.5, style.number(value), ha="center", va="center_baseline", fontsize=13)
    ax.add_patch(Rectangle((left, 0), columns, -rows, fc="none", ec=style.INK, lw=2.5 if place else 1, zorder=3))
    if place:
        ax.add_patch(Rectangle((left, -place[0]), columns, -1, fc=style.LIT, ec=style.BLUE, lw=2.5, zorder=0.5))
        ax.add_patch(Rectangle((left, -place[0]), columns, -1, fc="none", ec=style.BLUE, lw=2.5, zorder=3))
        ax.add_patch(Rectangle((left + place[1], -place[0]), 1, -1, fc="none", ec=style.VERMILION, lw=4, zorder=4))


def _pointers(ax, shape, place, says):
    """The index of each axis, written where it points: below its table, left of its row, above its column."""
    pitch = shape[2] + 0.6
    left = place[0] * pitch
    ax.text(left + shape[2] / 2, -shape[1] - 0.15, says[0], ha="center", va="top", color=style.INK)
    ax.text(-0.15, -place[1] - 0.5, says[1], ha="right", va="center", color=style.BLUE)
    ax.text(left + place[2] + 0.5, 0.1, says[2], ha="center", va="bottom", color=style.VERMILION)
    ax.set(xlim=(-1.2, shape[0] * pitch), ylim=(-shape[1] - 0.7, 0.7))
    ax.axis("off")


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

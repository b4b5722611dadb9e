"""Arrays with all their numbers: equations row by row, and one element of an array."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole

NUMBER = {"ha": "center", "va": "center_baseline"}


def equation(rows, lit=None, ax: Axes | None = None) -> Axes:
    """Draw equations: each row lists operators (str) and (name, array) pairs.

    An array of one axis is a column of numbers under its name, one of two axes a table. A pair may
    have a third entry, the colours behind its numbers, row by row. lit: the highlighted row; rows
    after it stay empty. None: all rows are shown alike. Raises ValueError unless there are 1 to
    12 rows, each of which ends in a pair.
    """
    rows = listed("rows", rows, (1, 12))
    for k, row in enumerate(rows, 1):
        if not isinstance(row, (list, tuple)) or not row or not isinstance(row[-1], tuple):
            raise ValueError(f"row {k} needs to end in a (name, array) pair, got {row!r}")
    ax = style.axes(ax)
    last = len(rows) - 1 if lit is None else whole("lit", lit, 0, len(rows) - 1)
    y, widest = 0.0, max(sum(map(_width, row)) for row in rows)
    for k, row in enumerate(rows):
        tall = max(len(_table(part[1])) for part in row if not isinstance(part, str))
        if k <= last:
            _equation_row(ax, row, y, tall, k == lit)
        y -= tall + 1.3
    ax.set(xlim=(-0.3, widest + 0.3), ylim=(y + 0.5, 0.9))
    ax.axis("off")
    name, result = rows[last][-1][:2]
    found = f"{name} = {style.point(np.ravel(result))}"
    return style.describe(ax, f"Arithmetic of one step, row {last + 1} of {len(rows)}: {found}.")


def element(x, index, names, symbol="", first=None, ax: Axes | None = None) -> Axes:
    """Draw an array of one to three axes as tables of numbers, with one element highlighted.

    The last axis runs to the right, the one before it down, the first of three from table to table.
    Zeros are left blank. index: of the element, a number for each axis. names: of the axes, such as
    "itj". symbol: of the element, in TeX, for the title. first: where each axis starts to count;
    None: all at 1. Raises ValueError where these do not fit the array.
    """
    x, ax, index = array("x", x, ...), style.axes(ax), listed("index", index)
    names = [*names] if isinstance(names, str) else listed("names", names)
    if not 1 <= x.ndim <= 3 or 0 in x.shape or not x.ndim == len(index) == len(names):
        got = f"{x.shape}, {tuple(index)} and {tuple(names)}"
        raise ValueError(f"x needs one to three axes, each with an index and a name, got {got}")
    counts = zip(names, index, [1] * x.ndim if first is None else first, x.shape)
    at = [whole(name, k, one, one + n - 1) - one for name, k, one, n in counts]
    missing = 3 - x.ndim
    tables, place = x.reshape((1,) * missing + x.shape), [0] * missing + at
    for i, table in enumerate(tables):
        _cells(ax, table, i * (tables.shape[2] + 0.6), np.abs(x).max(), i == place[0] and place[1:])
    told = [f"{name} = {k}" for name, k in zip(names, index)]
    _pointers(ax, tables.shape, place, [""] * missing + told)
    value = style.number(x[tuple(at)])
    ax.set_title(f"${symbol}$ = {value}" if symbol else value)
    return style.describe(ax, f"Array of shape {x.shape}, element {', '.join(told)}: {value}.")


def _cells(ax, table, left, largest, place):
    """A table of numbers whose shade is their size; place: of the element, or False if not here."""
    rows, columns = table.shape
    shades = np.zeros((rows, columns, 4))
    shades[..., 3] = 0.4 * np.abs(table) / (largest or 1)
    for (j, k), value in np.ndenumerate(table):
        if value or place == [j, k]:
            ax.text(left + k + 0.5, -j - 0.5, style.number(value), **NUMBER, fontsize=style.SMALL)
    lines = {"edgecolors": style.PALE, "lw": 0.5}
    ax.pcolormesh(left + np.arange(columns + 1), -np.arange(rows + 1), shades, **lines)

    def frame(j, k, height, width, color, lw, fill="none", zorder=3.0):
        look = {"fc": fill, "ec": color, "lw": lw, "zorder": zorder}
        ax.add_patch(Rectangle((left + k, -j), width, -height, **look))

    frame(0, 0, rows, columns, style.INK, 2.5 if place else 1)
    if place:
        j, k = place
        frame(j, 0, 1, columns, style.BLUE, 2.5, style.LIT, 0.5)
        frame(j, 0, 1, columns, style.BLUE, 2.5)
        frame(j, k, 1, 1, style.VERMILION, 4, zorder=4)


def _pointers(ax, shape, place, says):
    """The index of each axis where it points: below the table, left of the row, over the column."""
    pitch = shape[2] + 0.6
    left = place[0] * pitch
    ax.text(left + shape[2] / 2, -shape[1] - 0.15, says[0], ha="center", va="top", color=style.INK)
    ax.text(-0.15, -place[1] - 0.5, says[1], ha="right", va="center", color=style.BLUE)
    ax.text(left + place[2] + 0.5, 0.1, says[2], ha="center", va="bottom", color=style.VERMILION)
    ax.set(xlim=(-1.2, shape[0] * pitch), ylim=(-shape[1] - 0.7, 0.7))
    ax.axis("off")


def _equation_row(ax, row, y, tall, lit):
    if lit:
        corner, length = (-0.2, y - tall - 0.15), sum(map(_width, row)) + 0.4
        ax.add_patch(Rectangle(corner, length, tall + 1.05, color=style.LIT, lw=0))
    x = 0.0
    for part in row:
        if isinstance(part, str):
            ax.text(x + _width(part) / 2, y - tall / 2, part, **style.CENTER, fontsize=20)
        else:
            name, table, tints = part[0], _table(part[1]), part[2:]
            _named_table(ax, name, table, x, y - (tall - len(table)) / 2, *tints)
        x += _width(part)


def _named_table(ax, name, table, x, top, tints=()):
    """A table of numbers in a frame of its matrix' colour, and its name above."""
    rows, columns = table.shape
    color = style.WEIGHT.get(name.replace("w", "W"), style.INK)
    ax.text(x + columns / 2, top + 0.32, style.symbol(name), **style.CENTER, color=color)
    look = {"fc": "white", "ec": color, "lw": 2.5}
    ax.add_patch(Rectangle((x + 0.06, top), columns - 0.12, -rows, **look))
    for k, tint in enumerate(tints):
        i, j = divmod(k, columns)
        ax.add_patch(Rectangle((x + j + 0.1, top - i - 0.05), 0.8, -0.9, fc=tint, lw=0))
    for (i, j), value in np.ndenumerate(table):
        ax.text(x + j + 0.5, top - i - 0.5, style.number(value), **NUMBER)


def _width(part):
    return 0.55 + 0.1 * len(part) if isinstance(part, str) else _table(part[1]).shape[1]


def _table(values):
    values = np.atleast_1d(array("a part", values, ...))
    return values.reshape(len(values), -1)

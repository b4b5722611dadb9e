"""Arithmetic with all its numbers: products of matrices and columns, row by row."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from unrolled.pictures import style
from unrolled.shapes import array, whole

NUMBER = {"ha": "center", "va": "center_baseline"}


def equation(rows, lit=None, ax: Axes | None = None) -> Axes:
    """Arithmetic with all its numbers: each row lists operators (str) and (name, array) pairs.

    Arrays of one or two axes are columns or tables of numbers under their name. A pair may have a
    third entry, the colours behind its numbers, row by row. lit: the row that is looked at; rows
    after it stay empty. None: all rows are shown alike.
    """
    if not rows:
        raise ValueError("rows needs at least one row, got none")
    for k, row in enumerate(rows, 1):
        if not row or isinstance(row[-1], str):
            raise ValueError(f"row {k} needs to end in a (name, array) pair, got {row!r}")
    ax = style.axes(ax)
    last = len(rows) - 1 if lit is None else whole("lit", lit, 0, len(rows) - 1)
    y, widest = 0.0, max(_length(row) for row in rows)
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


def step_rows(W_xh, W_hh, b_h, x, h, t: int, activation="tanh") -> list[list]:
    """The rows of one step for `equation`: two products, their sum with the bias, and tanh.

    From x = x(t) (n_x,) and h = h(t-1) (n_h,) to h(t). All may be numbers instead: their weights
    are w_xh, w_hh and b. activation: "tanh", or any other for none. Raises ValueError where shapes
    do not fit.
    """
    number = np.ndim(W_xh) == 0
    W_xh = array("W_xh", W_xh) if number else array("W_xh", W_xh, "n_h", "n_x")
    x = array("x", x, *W_xh.shape[1:])
    b_h, h = array("b_h", b_h, *W_xh.shape[:1]), array("h", h, *W_xh.shape[:1])
    W_hh = array("W_hh", W_hh, *h.shape, *h.shape)
    W, b = ("w", "b") if number else ("W", "b_h")
    from_input = f"{W}_xh x_({t})", np.dot(W_xh, x)
    from_state = f"{W}_hh h_({t - 1})", np.dot(W_hh, h)
    a = f"a_({t})", from_input[1] + from_state[1] + b_h
    squashed = np.tanh(a[1]) if activation == "tanh" else a[1]
    last = [a, "=", (f"h_({t})", squashed)]
    return [
        [(f"{W}_xh", W_xh), "·", (f"x_({t})", x), "=", from_input],
        [(f"{W}_hh", W_hh), "·", (f"h_({t - 1})", h), "=", from_state],
        [from_input, "+", from_state, "+", (b, b_h), "=", a],
        ["tanh", *last] if activation == "tanh" else last,
    ]


def picked(x, index, names, symbol="", first=None, ax: Axes | None = None) -> Axes:
    """An array of one to three axes as tables of numbers, with one element picked out.

    The last axis runs to the right, the one before it down, the first of three from table to table.
    Zeros are left blank.
    index: of the element, a number for each axis. names: of the axes, such as "itj". symbol: of the
    element, as mathematics, for the title. first: where each axis starts to count; None: all at 1.
    """
    x, ax = array("x", x, ...), style.axes(ax)
    if not 1 <= x.ndim <= 3 or 0 in x.shape or not x.ndim == len(index) == len(names):
        got = f"{x.shape}, {tuple(index)} and {tuple(names)}"
        raise ValueError(f"x needs one to three axes, each with an index and a name, got {got}")
    at = _places(x.shape, index, names, [1] * x.ndim if first is None else first)
    missing = 3 - x.ndim
    tables, place = x.reshape((1,) * missing + x.shape), [0] * missing + at
    for i, table in enumerate(tables):
        left = i * (tables.shape[2] + 0.6)
        _cells(ax, table, left, np.abs(x).max())
        _frame(ax, table, left)
        if i == place[0]:
            _pick_out(ax, table, left, *place[1:])
    told = [f"{name} = {k}" for name, k in zip(names, index)]
    _pointers(ax, tables.shape, place, [""] * missing + told)
    value = style.number(x[tuple(at)])
    ax.set_title(f"${symbol}$ = {value}" if symbol else value)
    element = f"element {', '.join(told)} picked out: {value}"
    return style.describe(ax, f"Array of shape {x.shape}, {element}.")


def _places(shape, index, names, first):
    """The index, counted from 0 on each axis."""
    return [
        whole(name, k, one, one + n - 1) - one
        for name, k, one, n in zip(names, index, first, shape)
    ]


def _cells(ax, table, left, largest):
    """A table of numbers whose shade is their size; zeros are left blank."""
    rows, columns = table.shape
    shades = np.zeros((rows, columns, 4))
    shades[..., 3] = 0.4 * np.abs(table) / (largest or 1)
    for (j, k), value in np.ndenumerate(table):
        if value:
            ax.text(left + k + 0.5, -j - 0.5, style.number(value), **NUMBER, fontsize=13)
    lines = {"edgecolors": style.PALE, "lw": 0.5}
    ax.pcolormesh(left + np.arange(columns + 1), -np.arange(rows + 1), shades, **lines)


def _frame(ax, table, left, lw=1.0):
    rows, columns = table.shape
    ax.add_patch(Rectangle((left, 0), columns, -rows, fc="none", ec=style.INK, lw=lw, zorder=3))


def _pick_out(ax, table, left, j, k):
    """The table that holds the element, its row, and the element itself."""
    _frame(ax, table, left, 2.5)
    columns = table.shape[1]
    row = {"ec": style.BLUE, "lw": 2.5}
    ax.add_patch(Rectangle((left, -j), columns, -1, fc=style.LIT, **row, zorder=0.5))
    ax.add_patch(Rectangle((left, -j), columns, -1, fc="none", **row, zorder=3))
    element = {"fc": "none", "ec": style.VERMILION, "lw": 4, "zorder": 4}
    ax.add_patch(Rectangle((left + k, -j), 1, -1, **element))
    if table[j, k] == 0:
        ax.text(left + k + 0.5, -j - 0.5, "0", **NUMBER, fontsize=13)


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
        corner, length = (-0.2, y - tall - 0.15), _length(row) + 0.4
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


def _length(row):
    return sum(_width(part) for part in row)


def _width(part):
    return 0.55 + 0.1 * len(part) if isinstance(part, str) else _table(part[1]).shape[1]


def _table(values):
    values = np.atleast_1d(array("a part", values, ...))
    return values.reshape(len(values), -1)

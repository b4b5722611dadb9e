"""Loops that need no matrix: what comes in, what is carried along, what goes out.

Nodes and arrows as in `diagram`; but no arrow is a matrix, so none has its colour or its name.
"""

from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw
from unrolled.shapes import listed, whole


def loop(x, h, y, ax: Axes | None = None) -> Axes:
    """A loop unrolled: x lists what is read at steps 1 to T, y what is written, h what is carried.

    h has T+1 values; the first is there before anything is read. None stands where nothing is read
    or written. Raises ValueError where lengths do not fit.
    """
    T = whole("the number of steps", len(x), 1, 12)
    nodes, arrows = _loop(x, listed("h", h, T + 1), listed("y", y, T))
    return draw(nodes, arrows, f"A loop of {T} steps: {_told(x, h, y)}.", ax)


def auto_regressive(seed, h, y, ax: Axes | None = None) -> Axes:
    """A loop that is given one value; from then on each step reads what the one before it wrote.

    y lists what is written, h has one value more: what is carried. Raises ValueError as `loop`.
    """
    T = whole("the number of steps", len(y), 1, 12)
    nodes, arrows = _loop([seed], listed("h", h, T + 1), y, again=True)
    told = f"{_told([seed], h, y)}; each is read at the next step"
    return draw(nodes, arrows, f"A loop of {T} steps: {told}.", ax)


def two_loops(x, h, y, ax: Axes | None = None) -> Axes:
    """A loop that reads x, and one that writes y and reads each value again at the next step.

    h: what the two carry, a pair of lists of T_x+1 and T_y+1 values. The first loop hands its last
    one over to the second. Raises ValueError where lengths do not fit.
    """
    T_x = whole("the number of inputs", len(x), 1, 6)
    T_y = whole("the number of outputs", len(y), 1, 7)
    h, g = listed("h", h, 2)
    h, g = listed("h of the first loop", h, T_x + 1), listed("h of the second loop", g, T_y + 1)
    first, arrows = _loop(x, h, [None] * T_x, state=r"\bar{{h}}_({})")
    second, more = _loop([None], g, y, T_x + 1.5, True)  # the arrow between the two is longer
    over = Arrow(first[T_x], second[0])
    told = f"one {_told(x, h, [])}; the other {_told([], g, y)}, each read at the next step"
    return draw([*first, *second], [*arrows, over, *more], f"Two loops: {told}.", ax)


def _loop(x, h, y, column=0.0, again=False, state="h_({})"):
    """Nodes, the states first, and arrows; h(0) stands in that column.

    again: after those of x, each step reads what the one before it wrote.
    """
    states = [Node(column + k, 1, "h", state.format(k), value) for k, value in enumerate(h)]
    below = {k: Node(column + k, 0, "x", f"x_({k})", value) for k, value in enumerate(x, 1)}
    above = {k: Node(column + k, 2, "y", f"y_({k})", value) for k, value in enumerate(y, 1)}
    for k in range(len(x) + 1, len(y) + 1 if again else 0):
        below[k] = above[k - 1]._replace(column=column + k, row=0)
    back = [Arrow(above[k - 1], below[k], color=style.PALE) for k in below if k > len(x)]
    below, above = _some(below), _some(above)
    arrows = [*back, *(Arrow(a, b) for a, b in zip(states, states[1:]))]
    arrows += [Arrow(node, states[k]) for k, node in below.items()]
    arrows += [Arrow(states[k], node) for k, node in above.items()]
    return [*states, *below.values(), *above.values()], arrows


def _some(nodes):
    return {k: node for k, node in nodes.items() if node.value is not None}


def _told(x, h, y):
    """What is read, carried and written, in words; None and empty lists are left out."""
    parts = [("reads", x), ("carries", h), ("writes", y)]
    named = [
        (name, [str(value) for value in values if value is not None]) for name, values in parts
    ]
    return ", ".join(f"{name} {' · '.join(values)}" for name, values in named if values)

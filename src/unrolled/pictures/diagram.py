"""A computation as nodes and arrows: the loop, and the same unrolled over time.

Each diagram declares its nodes and arrows. Steps before t are filled, step t is lit, later ones are
pale; one colour is one weight matrix wherever it appears. A node shows a value: a word, a number,
or a vector as small bars. Networks without a loop, and pairs of them, stand in `architectures`.
"""

from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw, phase, says
from unrolled.shapes import array, whole


def loop(x=None, h=None, y=None, ax: Axes | None = None, lit=False) -> Axes:
    """The short-hand: one cell whose state comes back to it. Values are shown where given.

    lit: whether its boxes look like those of the step that is lit in the unrolled one.
    """
    below, cell, above = _column(0, x, h, y, "now" if lit else "done")
    arrows = [Arrow(below, cell, "W_xh"), Arrow(cell, cell, "W_hh"), Arrow(cell, above, "W_hy")]
    sentence = f"The loop: x enters{says(x)}, the state h returns to itself, y leaves{says(y)}."
    return draw([below, cell, above], arrows, sentence, ax)


def unrolled(x, h=None, y=None, t=None, ax: Axes | None = None) -> Axes:
    """The loop unrolled, many to many: x lists T inputs, h the T+1 states, y the T outputs.

    Values may be None; h=None shows none of the states' values, y=None leaves the outputs out.
    t: the step that is lit, 0 to T; None: all are done. Raises ValueError where lengths do not fit.
    """
    outputs = {} if y is None else _steps("y", y, len(x))
    return _recurrence(len(x), dict(enumerate(x, 1)), h, outputs, t, ax)


def many_to_one(x, h=None, y=None, t=None, ax: Axes | None = None) -> Axes:
    """A sequence in, one output after the last step: x lists T inputs, y is a single value."""
    return _recurrence(len(x), dict(enumerate(x, 1)), h, {len(x): y}, t, ax)


def with_head(x, h=None, y=None, head="head", ax: Axes | None = None) -> Axes:
    """Many to one, followed by another model, the head, in a box of its own.

    x lists T inputs, h the T+1 states, y is what the head gives: all that it gets is the last
    state. Raises ValueError where lengths do not fit.
    """
    T = whole("the number of steps", len(x), 1, 12)
    states = _row(1, "h", _steps("h", h, T + 1, 0), T + 1)
    below = _row(0, "x", dict(enumerate(x, 1)), T + 1)
    model, result = Node(T + 1.2, 1, "f", f"f(h_({T}))", head), Node(T + 2.4, 1, "y", "y", y)
    arrows = [Arrow(states[k - 1], states[k], "W_hh") for k in range(1, T + 1)]
    arrows += [Arrow(node, states[k], "W_xh") for k, node in below.items()]
    arrows += [Arrow(states[T], model), Arrow(model, result)]
    told = f"its last state, h({T}), goes to a model of its own ({head}), which gives y{says(y)}"
    nodes = [*below.values(), *states.values(), model, result]
    return draw(nodes, arrows, f"RNN unrolled, T = {T}: {told}.", ax)


def one_to_many(x, h=None, y=(None,) * 4, t=None, ax: Axes | None = None) -> Axes:
    """One input before the first step, a sequence out: x is a single value, y lists T outputs."""
    return _recurrence(len(y), {1: x}, h, dict(enumerate(y, 1)), t, ax)


def auto_regressive(seed, y, h=None, t=None, ax: Axes | None = None) -> Axes:
    """A sequence out, each output read again at the next step: seed is a value, y lists T outputs.

    Grey arrows lead back what was written; below and above it has the look of an output.
    """
    y = list(y)
    inputs = dict(enumerate([seed, *y[:-1]], 1))
    return _recurrence(len(y), inputs, h, dict(enumerate(y, 1)), t, ax, read_again=True)


def backward(x, d_h, copies, loss, t=None, ax: Axes | None = None) -> Axes:
    """The loss at the end, and its gradient on the way back.

    x lists T inputs. d_h (T+1, n_h): the gradient by each state. copies (T,): a number of the
    gradient by each step's own copy of W_hh. t: the state that the gradient has reached, from
    T + 1, where there is only the loss, down to 0; None: all is done.
    """
    T = whole("the number of steps", len(x), 1, 12)
    d_h, copies = array("d_h", d_h, T + 1, "n_h"), array("copies", copies, T)
    loss = array("loss", loss)
    now = -1 if t is None else whole("t", t, 0, T + 1)
    words, states, own, end = _back_nodes(x, d_h, copies, loss, now)
    arrows = [
        Arrow(word, state._replace(phase="later"), color=style.PALE)
        for word, state in zip(words, states[1:])
    ]
    arrows += [Arrow(b, a, "W_hh") for a, b in zip(states, states[1:])]
    arrows += [Arrow(end, states[T], "W_hy")]
    blue = style.WEIGHT["W_hh"]
    arrows += [Arrow(state, copy, color=blue) for state, copy in zip(states[1:], own)]
    reached = copies[max(now, 0) :]
    place = "nowhere yet" if now > T else f"at h({max(now, 0)})"
    found = f"{len(reached)} copies of W_hh have theirs, sum {style.number(reached.sum())}"
    told = f"loss{says(loss)}, gradient {place}, {found}"
    nodes = [*words, *states, *own, end]
    return draw(nodes, arrows, f"Back through an unrolled RNN, T = {T}: {told}.", ax)


def _back_nodes(x, d_h, copies, loss, now):
    """Inputs, states, copies of W_hh and the loss; steps are done from the last to the first."""
    T = len(x)
    words = [Node(k, 0, "x", f"x_({k})", value) for k, value in enumerate(x, 1)]
    states = [
        Node(k, 1, "h", f"∂L/∂h_({k})", value, phase(-k, -now)) for k, value in enumerate(d_h)
    ]
    own = [
        Node(k - 0.5, 2, "f", f"∂L/∂W_hh^{{({k})}}", value, phase(1 - k, -now))
        for k, value in enumerate(copies, 1)
    ]
    return words, states, own, Node(T + 1.15, 1, "y", "L", loss, phase(-T - 1, -now))


def _column(t, x, h, y, when):
    """Input, state and output of the loop, in one column."""
    return (
        Node(t, 0, "x", "x_(t)", x, when),
        Node(t, 1, "h", "h_(t)", h, when),
        Node(t, 2, "y", "y_(t)", y, when),
    )


def _recurrence(T, inputs, h, outputs, t, ax, read_again=False):
    """The unrolled graph: inputs and outputs map the steps that have one to its value."""
    T = whole("the number of steps", T, 1, 12)
    now = T + 1 if t is None else whole("t", t, 0, T)
    states = _row(1, "h", _steps("h", h, T + 1, 0), now)
    below, above = _row(0, "x", inputs, now), _row(2, "y", outputs, now)
    arrows = _lead_back(above, below) if read_again else []
    arrows += [Arrow(states[k - 1], states[k], "W_hh") for k in range(1, T + 1)]
    arrows += [Arrow(node, states[k], "W_xh") for k, node in below.items()]
    arrows += [Arrow(states[k], node, "W_hy") for k, node in above.items()]
    if t is None:
        told = f"inputs {len(below)}, outputs {len(above)}, the same weights at every step"
        told += ", each output read at the next step." if read_again else "."
    else:
        output = f", y{says(outputs[t])}" if t in above else ""
        told = f"at step {t}{says(inputs.get(t))}, h({t}){says(states[t].value)}{output}."
    nodes = [*below.values(), *states.values(), *above.values()]
    return draw(nodes, arrows, f"RNN unrolled, T = {T}: {told}", ax)


def _lead_back(above, below):
    """Arrows from each output to the next input, which gets the look of an output."""
    for k in range(2, len(below) + 1):
        below[k] = below[k]._replace(kind="y")
    return [Arrow(above[k - 1], below[k], color=style.PALE) for k in range(2, len(below) + 1)]


def _row(row, kind, values, now):
    """A node for each step that has a value, by its step."""
    return {
        k: Node(k, row, kind, f"{kind}_({k})", value, phase(k, now)) for k, value in values.items()
    }


def _steps(name, values, T, first=1):
    values = [None] * T if values is None else list(values)
    if len(values) != T:
        raise ValueError(f"{name} needs {T} values, got {len(values)}")
    return dict(enumerate(values, first))

"""A computation as nodes and arrows: the loop, the same unrolled over time, and its relatives.

Each diagram declares its nodes and arrows. Steps before t are filled, step t is lit, later ones are pale;
one colour is one weight matrix wherever it appears. A node shows a value: a word, a number, or a vector
as small bars. Every function draws on `ax`, or on a new figure, and returns the Axes.
"""

import matplotlib

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw
from unrolled.shapes import array, listed, whole


def loop(x=None, h=None, y=None, ax=None):
    """The short-hand: one cell whose state comes back to it. Values are shown where given."""
    nodes = [Node(0, 0, "x", "x_(t)", x), Node(0, 1, "h", "h_(t)", h), Node(0, 2, "y", "y_(t)", y)]
    arrows = [Arrow(nodes[0], nodes[1], "W_xh"), Arrow(nodes[1], nodes[1], "W_hh"), Arrow(nodes[1], nodes[2], "W_hy")]
    return draw(nodes, arrows, f"The loop: x enters{_says(x)}, the state h returns to itself, y leaves{_says(y)}.", ax)


def unrolled(x, h=None, y=None, t=None, ax=None):
    """The loop unrolled, many to many: x lists T inputs, h the T+1 states, y the T outputs.

    Values may be None; h=None shows none of the states' values, y=None leaves the outputs out.
    t: the step that is lit, 0 to T; None: all are done. Raises ValueError where lengths do not fit.
    """
    return _recurrence(len(x), dict(enumerate(x, 1)), h, {} if y is None else _steps("y", y, len(x)), t, ax)


def many_to_one(x, h=None, y=None, t=None, ax=None):
    """A sequence in, one output after the last step: x lists T inputs, y is a single value."""
    return _recurrence(len(x), dict(enumerate(x, 1)), h, {len(x): y}, t, ax)


def backward(x, d_h, copies, loss, t=None, ax=None):
    """The loss at the end, and its gradient on the way back: x lists T inputs, d_h (T+1, n_h) the gradient by each state.

    copies (T,): a number of the gradient by each step's own copy of W_hh. t: the state that the gradient has
    reached, from T + 1, where there is only the loss, down to 0; None: all is done.
    """
    T = whole("the number of steps", len(x), 1, 12)
    d_h, copies, loss = array("d_h", d_h, T + 1, "n_h"), array("copies", copies, T), array("loss", loss)
    now = -1 if t is None else whole("t", t, 0, T + 1)
    words = [Node(k, 0, "x", f"x_({k})", value) for k, value in enumerate(x, 1)]
    states = [Node(k, 1, "h", f"h_({k})", value, _phase(-k, -now)) for k, value in enumerate(d_h)]
    own = [Node(k - 0.5, 2, "f", f"W_hh^{{({k})}}", value, _phase(1 - k, -now)) for k, value in enumerate(copies, 1)]
    end = Node(T + 1.15, 1, "y", "L", loss, _phase(-T - 1, -now))
    arrows = [Arrow(word, state._replace(phase="later"), color=style.PALE) for word, state in zip(words, states[1:])]
    arrows += [Arrow(b, a, "W_hh") for a, b in zip(states, states[1:])]
    arrows += [Arrow(end, states[T], "W_hy"), *(Arrow(a, b, color=style.BLUE) for a, b in zip(states[1:], own))]
    reached, place = copies[max(now, 0):], "nowhere yet" if now > T else f"at h({max(now, 0)})"
    return draw([*words, *states, *own, end], arrows,
                f"Back through an unrolled RNN, T = {T}: loss{_says(loss)}, gradient {place}, "
                f"{len(reached)} copies of W_hh have theirs, sum {style.number(reached.sum())}.", ax)


def one_to_many(x, h=None, y=(None,) * 4, t=None, ax=None):
    """One input before the first step, a sequence out: x is a single value, y lists T outputs."""
    return _recurrence(len(y), {1: x}, h, dict(enumerate(y, 1)), t, ax)


def vector_to_vector(x=None, y=None, ax=None):
    """No time and no loop: one vector in, one vector out. Values are shown where given."""
    nodes = [Node(0, 0, "x", "x", x), Node(0, 1, "h", "h"), Node(0, 2, "y", "y", y)]
    arrows = [Arrow(nodes[0], nodes[1], "W_xh"), Arrow(nodes[1], nodes[2], "W_hy")]
    return draw(nodes, arrows, f"Vector to vector: x enters{_says(x)}, y leaves{_says(y)}, nothing comes back.", ax)


def encoder_decoder(x, y, h=None, fed=None, t=None, ax=None):
    """Many to many, not aligned: x lists the inputs of one RNN, y the outputs of another that starts where it ends.

    The second RNN has weights of its own. h: the states of both, a pair of lists of T_x+1 and T_y+1. fed (T_y,): what
    the second one reads; None: nothing, and then each of its outputs at the step after it. What it reads of its own
    is led back to it. t: the step that is lit, 0 to T_x in the first, T_x+1 where the state is handed over, up
    to T_x+1+T_y; None: all are done. Raises ValueError where lengths do not fit.
    """
    T_x, T_y = whole("the number of inputs", len(x), 1, 6), whole("the number of outputs", len(y), 1, 7)
    now = None if t is None else whole("t", t, 0, T_x + T_y + 1)
    read, encoder, fed, decoder, written = nodes = _two_networks(x, y, _both(h, T_x, T_y), _fed(fed, y), now)
    arrows = [Arrow(a, b, color=style.PALE) for a in written for b in fed
              if (a.column + 1, a.value) == (b.column, b.value)]
    arrows += [Arrow(a, b, r"\bar{W}_hh", style.PURPLE) for a, b in zip(encoder, encoder[1:])]
    arrows += [Arrow(a, b, r"\bar{W}_xh", style.ORANGE) for a, b in zip(read, encoder[1:])]
    arrows += [Arrow(encoder[-1], decoder[0])]
    arrows += [Arrow(a, b, "W_hh") for a, b in zip(decoder, decoder[1:])]
    arrows += [Arrow(a, b, "W_xh") for a in fed for b in decoder if a.column == b.column]
    arrows += [Arrow(a, b, "W_hy") for a, b in zip(decoder[1:], written)]
    says = f"{T_x} inputs, the last state handed over, {T_y} outputs, read again."
    if t is not None:
        place = f"reads{_says(x[t - 1])}" if 0 < t <= T_x else "hands its state over" if t > T_x else "begins"
        place = f"first {place}" if t < T_x + 2 else f"second writes{_says(y[t - T_x - 2])}"
        says = f"at step {t} the {place}"
    return draw(sum(nodes, []), arrows, f"Encoder and decoder: {says}{'' if t is None else '.'}", ax)


def _two_networks(x, y, h, fed, now):
    """The nodes, in columns of time: what the first network reads, its states, the same of the second, its outputs."""
    def node(column, row, kind, symbol, value):
        return Node(column, row, kind, symbol, value, "done" if now is None else _phase(column, now))

    first = len(x) + 1                                  # the column where the second network starts
    return ([node(k, 0, "x", f"x_({k})", value) for k, value in enumerate(x, 1)],
            [node(k, 1, "h", rf"\bar{{h}}_({k})", value) for k, value in enumerate(h[0])],
            [node(first + k, 0, "y", rf"\hat{{y}}_({k - 1})", value) for k, value in fed.items()],
            [node(first + k, 1, "h", f"h_({k})", value) for k, value in enumerate(h[1])],
            [node(first + k, 2, "y", rf"\hat{{y}}_({k})", value) for k, value in enumerate(y, 1)])


def _both(h, T_x, T_y):
    first, second = (None, None) if h is None else listed("h", h, 2)
    return (listed("h of the first network", first, T_x + 1, [None] * (T_x + 1)),
            listed("h of the second network", second, T_y + 1, [None] * (T_y + 1)))


def _fed(fed, y):
    return dict(enumerate(y[:-1], 2)) if fed is None else dict(enumerate(listed("fed", fed, len(y)), 1))


def direct(x, t, ax=None):
    """No state: y(t) as a function of the whole prefix, with weights of its own for every t and place."""
    t = whole("t", t, 1, len(x))
    inputs = [Node(k, 0, "x", f"x_({k})", value, _phase(k, t)) for k, value in enumerate(x, 1)]
    f, y = (Node((1 + t) / 2, row, kind, f"{kind}_({t})", None, "now") for row, kind in [(1.15, "f"), (2, "y")])
    before, total = t * (t - 1) / 2, len(x) * (len(x) + 1) / 2           # matrices of f(1) … f(t-1), and of all
    arrows = [Arrow(node, f, f"W_({t}),{k}", _color((before + k) / total)) for k, node in enumerate(inputs[:t], 1)]
    return draw([*inputs, f, y], [*arrows, Arrow(f, y)],
                f"Direct function: y({t}) from all of x(1) to x({t}), each with a weight matrix of its own.", ax)


def stack(layers, ax=None):
    """A multi-layer network: every layer has a weight matrix, and a colour, of its own."""
    layers = whole("layers", layers, 1)
    nodes = [Node(l, 0, "h", f"y_({l})") for l in range(layers + 1)]
    arrows = [Arrow(a, b, f"W_({l})", _color(l / layers)) for l, (a, b) in enumerate(zip(nodes, nodes[1:]), 1)]
    return draw(nodes, arrows, f"A stack of {layers} layers, each with weights of its own.", ax)


def _recurrence(T, inputs, h, outputs, t, ax):
    """The unrolled graph: inputs and outputs map the steps that have one to its value."""
    T = whole("the number of steps", T, 1, 12)
    now = T + 1 if t is None else whole("t", t, 0, T)
    states = {k: Node(k, 1, "h", f"h_({k})", value, _phase(k, now)) for k, value in _steps("h", h, T + 1, 0).items()}
    below = {k: Node(k, 0, "x", f"x_({k})", value, _phase(k, now)) for k, value in inputs.items()}
    above = {k: Node(k, 2, "y", f"y_({k})", value, _phase(k, now)) for k, value in outputs.items()}
    arrows = [Arrow(states[k - 1], states[k], "W_hh") for k in range(1, T + 1)]
    arrows += [Arrow(node, states[k], "W_xh") for k, node in below.items()]
    arrows += [Arrow(states[k], node, "W_hy") for k, node in above.items()]
    if t is None:
        says = f"inputs {len(below)}, outputs {len(above)}, the same weights at every step."
    else:
        output = f", y{_says(outputs[t])}" if t in above else ""
        says = f"at step {t}{_says(inputs.get(t))}, h({t}){_says(states[t].value)}{output}."
    return draw([*below.values(), *states.values(), *above.values()], arrows, f"RNN unrolled, T = {T}: {says}", ax)


def _steps(name, values, T, first=1):
    values = [None] * T if values is None else list(values)
    if len(values) != T:
        raise ValueError(f"{name} needs {T} values, got {len(values)}")
    return dict(enumerate(values, first))


def _phase(k, t):
    return "now" if k == t else "done" if k < t else "later"


def _color(share):
    """As many colours as there are matrices, none of them that of W_xh, W_hh or W_hy."""
    return matplotlib.colormaps["plasma"](0.8 * share)


def _says(value):
    if value is None or isinstance(value, str):
        return f" ({value})" if value else ""
    value = array("value", value, ...)
    return f" = {style.point(value) if value.ndim else style.number(float(value))}"

"""Computations without a loop as nodes and arrows: a function of the prefix, layers, backward."""

import matplotlib
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw, phase, says
from unrolled.shapes import array, listed, whole


def feedforward(layers: int, values=None, ax: Axes | None = None) -> Axes:
    """Draw a multi-layer network: each layer has a weight matrix, and a colour, of its own.

    values: what to show in each of the layers + 1 boxes, such as their sizes; None: nothing.
    Raises ValueError unless there are 1 to 12 layers, and a value for each box.
    """
    layers = whole("layers", layers, 1, 12)
    values = listed("values", values, layers + 1, [None] * (layers + 1))
    nodes = [Node(l, 0, "h", f"y_({l})", value) for l, value in enumerate(values)]
    shades = matplotlib.colormaps["RdPu"]  # none of them is that of W_xh, W_hh or W_hy
    arrows = [
        Arrow(nodes[l - 1], nodes[l], f"W_({l})", shades(1 - 0.55 * l / layers))
        for l in range(1, layers + 1)
    ]
    told = "" if None in values else f"; in its boxes: {', '.join(map(str, values))}"
    sentence = f"Network of {layers} layer{'s' * (layers > 1)}, each with its own weights{told}."
    return draw(nodes, arrows, sentence, ax)


def direct(x, t: int, ax: Axes | None = None) -> Axes:
    """Draw y(t) as a function of the whole prefix, with weights of its own for every t."""
    x = listed("x", x)
    t = whole("t", t, 1, len(x))
    inputs = [Node(k, 0, "x", f"x_({k})", value, phase(k, t)) for k, value in enumerate(x, 1)]
    f = Node((1 + t) / 2, 1.15, "f", f"f_({t})", None, "now")
    y = Node((1 + t) / 2, 2, "y", f"y_({t})", None, "now")
    # Of 21 matrices each has a name, but none a colour: so many could not be told apart.
    arrows = [Arrow(node, f, f"W_({t}),{k}") for k, node in enumerate(inputs[:t], 1)]
    own = "each with a weight matrix of its own"
    sentence = f"Direct function: y({t}) from all of x(1) to x({t}), {own}."
    return draw([*inputs, f, y], [*arrows, Arrow(f, y)], sentence, ax)


def backward(x, d_h, copies, loss, t=None, ax: Axes | None = None) -> Axes:
    """Draw backpropagation through time, from the loss at the end back to h(0).

    x lists T inputs. d_h (T+1, n_h): the gradient with respect to each state. copies (T,): a number
    of the gradient with respect to each step's own copy of W_hh. t: the state that the gradient has
    reached, from T+1, where there is only the loss, down to 0; None: all is done.
    """
    x = listed("x", x, (1, 12))
    T = len(x)
    d_h, copies = array("d_h", d_h, T + 1, "n_h"), array("copies", copies, T)
    now = -1 if t is None else whole("t", t, 0, T + 1)
    words = [Node(k, 0, "x", f"x_({k})", value) for k, value in enumerate(x, 1)]
    states = [
        Node(k, 1, "h", f"∂L/∂h_({k})", value, phase(-k, -now)) for k, value in enumerate(d_h)
    ]
    own = [
        Node(k - 0.5, 2, "f", f"∂L/∂W_{{hh,({k})}}", value, phase(1 - k, -now))
        for k, value in enumerate(copies, 1)
    ]
    end = Node(T + 1.15, 1, "y", "L", array("loss", loss), phase(-T - 1, -now))
    nodes = [*words, *states, *own, end]
    sentence = f"Backpropagation through time, T = {T}: loss{says(loss)}, {_reached(copies, now)}."
    return draw(nodes, _backward_arrows(words, states, own, end), sentence, ax)


def _backward_arrows(words, states, own, end):
    arrows = [
        Arrow(word, state._replace(phase="later"), color=style.PALE)
        for word, state in zip(words, states[1:])
    ]
    arrows += [Arrow(b, a, "W_hh") for a, b in zip(states, states[1:])]
    arrows += [Arrow(a, b, color=style.WEIGHT["W_hh"]) for a, b in zip(states[1:], own)]
    return [*arrows, Arrow(end, states[-1], "W_hy")]


def _reached(copies, now):
    """How far the gradient has come, in words."""
    reached = copies[max(now, 0) :]
    place = "nowhere yet" if now > len(copies) else f"at h({max(now, 0)})"
    found = f"{len(reached)} copies of W_hh have theirs, sum {style.number(reached.sum())}"
    return f"gradient {place}, {found}"

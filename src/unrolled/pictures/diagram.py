"""RNNs as nodes and arrows: the loop, unrolled over time or in rounds, an encoder with a decoder.

A node shows a value: a word, a number, or a vector as small bars. Steps before t are filled, step t
is lit, later ones are pale. One colour is one weight matrix. Networks without a loop are in
`architectures`. All functions raise ValueError where lengths do not fit.
"""

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw, phase, says
from unrolled.shapes import array, listed, whole

MATRICES, BARRED, NONE = ("W_xh", "W_hh", "W_hy"), (r"\bar{W}_xh", r"\bar{W}_hh", ""), ("", "", "")


def loop(x=None, h=None, y=None, lit=False, ax: Axes | None = None) -> Axes:
    """Draw the short-hand: one cell whose state returns to it. lit: it looks like a lit step."""
    sentence = f"The loop: x enters{says(x)}, the state h returns to itself, y leaves{says(y)}."
    return draw(*loop_parts(x, h, y, "now" if lit else "done"), sentence, ax)


def loop_parts(x, h, y, when, column=0.0) -> tuple[list[Node], list[Arrow]]:
    """Return the nodes and arrows of the loop, all nodes in one column and of one phase."""
    nodes = [
        Node(column, row, kind, f"{kind}_(t)", value, when)
        for row, (kind, value) in enumerate(zip("xhy", (x, h, y)))
    ]
    below, cell, above = nodes
    ends = (below, cell), (cell, cell), (cell, above)
    return nodes, [Arrow(*pair, weight) for pair, weight in zip(ends, MATRICES)]


def unrolled(
    x, h=None, y=None, t=None, feedback=False, weights=True, ax: Axes | None = None
) -> Axes:
    """Draw the unrolled loop: x lists T inputs, h the T+1 states, y the T outputs.

    In x and y, None is a step without input or output, and "" a box without a value. h: None leaves
    the states without values; y: None draws no outputs. t: the step that is lit, 0 to T; None: all
    are done. feedback: a step without input reads the output of the step before, along a grey
    arrow. weights: whether the arrows are matrices, and have their names and colours.
    """
    x = listed("x", x, (1, 12))
    T = len(x)
    t = None if t is None else whole("t", t, 0, T)
    h, y = listed("h", h, T + 1, [None] * (T + 1)), listed("y", y, T, [None] * T)
    rows, arrows = parts(x, h, y, t, MATRICES if weights else NONE, feedback=feedback)
    below, states, above = rows
    if t is None:
        told = _reads(x, h, y) + "; the same weights at every step" * weights
        told += "; each output is read at the next step" * feedback
    else:
        read, written = (says(row[t].value) if t in row else "" for row in (below, above))
        told = f"at step {t}{read}, h({t}){says(states[t].value)}" + f", y{written}" * (t in above)
    name = "RNN" if weights else "Loop"
    return draw(_all(rows), arrows, f"{name} unrolled, T = {T}: {told}.", ax)


def with_head(x, y, ax: Axes | None = None) -> Axes:
    """Draw an RNN that reads x and whose last state alone goes to another model, which gives y."""
    x = listed("x", x, (1, 12))
    T = len(x)
    rows, arrows = parts(x, [None] * (T + 1), [], None)
    model, result = Node(T + 1.2, 1, "f", f"f(h_({T}))", "head"), Node(T + 2.4, 1, "y", "y", y)
    arrows += [Arrow(rows[1][T], model), Arrow(model, result)]
    told = f"the last state, h({T}), goes to another model, the head, which gives y{says(y)}"
    return draw([*_all(rows), model, result], arrows, f"RNN unrolled, T = {T}: {told}.", ax)


def encoder_decoder(x, y, h=None, start=None, t=None, weights=True, ax: Axes | None = None) -> Axes:
    """Draw two RNNs, of which the second, with weights of its own, starts where the first ends.

    x lists the inputs of the first, y the outputs of the second; each is read at its next step.
    start: what the second reads at its first step; None: nothing. h: the states of both, a pair of
    lists of T_x+1 and T_y+1. t: the step that is lit, 0 to T_x in the first, T_x+1 where the state
    is handed over, up to T_x+1+T_y; None: all are done. weights: as in `unrolled`.
    """
    x, y = listed("x", x, (1, 6)), listed("y", y, (1, 7))
    T_x, T_y = len(x), len(y)
    t = None if t is None else whole("t", t, 0, T_x + T_y + 1)
    h, g = (None, None) if h is None else listed("h", h, 2)
    h = listed("h of the encoder", h, T_x + 1, [None] * (T_x + 1))
    g = listed("h of the decoder", g, T_y + 1, [None] * (T_y + 1))
    first, hat = (T_x + 1, r"\hat{y}") if weights else (T_x + 1.5, "y")
    barred, own = (BARRED, MATRICES) if weights else (NONE, NONE)
    encoder, arrows = parts(x, h, [], t, barred, ("x", r"\bar{h}", ""))
    decoder, more = parts([start], g, y, t, own, (hat, "h", hat), first, feedback=True)
    if start is not None:
        decoder[0][1] = decoder[0][1]._replace(symbol=f"{hat}_(0)")
    arrows += [Arrow(encoder[1][T_x], decoder[1][0]), *more]
    told = _both_read(x, h, g, y) if t is None else _at_step(x, y, t)
    nodes = _all([*encoder, *decoder])
    return draw(nodes, arrows, f"Encoder and decoder: {told}.", ax)


def rounds(T: int, done: int | None = None, ax: Axes | None = None) -> Axes:
    """Draw how T steps of a linear recurrence become one in rounds, each node at its last step.

    Before the first round a node is one step; round k joins it with the node 2^(k-1) steps before.
    done: how many rounds are done, the last of which is lit; None: all. Raises ValueError unless
    there are 2 to 12 steps.
    """
    T = whole("T", T, 2, 12)
    last = (T - 1).bit_length()
    now = last + 1 if done is None else whole("done", done, 0, last)
    rows = [
        [Node(t, k, "h", "", _span(t, 2**k), phase(k, now)) for t in range(1, T + 1)]
        for k in range(last + 1)
    ]
    arrows = []
    for k, (below, above) in enumerate(zip(rows, rows[1:])):
        joined = [Arrow(below[t - 2**k], above[t], color=style.GREEN) for t in range(2**k, T)]
        arrows += [Arrow(a, b, color=style.PALE) for a, b in zip(below, above)] + joined
    so_far = min(now, last)
    shown = ", ".join(_span(t, 2**so_far) for t in range(1, T + 1))
    told = f"{so_far} of {last} rounds are done; the nodes have the steps {shown}"
    return draw([node for row in rows for node in row], arrows, f"{T} steps as one: {told}.", ax)


def parts(x, h, y, now, weights=MATRICES, symbols="xhy", first=0.0, feedback=False):
    """Return ((inputs, states, outputs), arrows) of an unrolled RNN; nodes are dicts by step.

    first: the column of h(0); step k is in column first + k, and `now` is the column that is lit.
    """

    def node(k, row, value):
        symbol = f"{symbols[row]}_({k})"
        return Node(first + k, row, "xhy"[row], symbol, value, phase(first + k, now))

    states = {k: node(k, 1, value) for k, value in enumerate(h)}
    below = {k: node(k, 0, value) for k, value in enumerate(x, 1) if value is not None}
    above = {k: node(k, 2, value) for k, value in enumerate(y, 1) if value is not None}
    again = [k for k in states if feedback and k not in below and k - 1 in above]
    for k in again:
        below[k] = above[k - 1]._replace(column=first + k, row=0, phase=states[k].phase)
    W_xh, W_hh, W_hy = weights
    arrows = [Arrow(above[k - 1], below[k], color=style.PALE) for k in again]
    arrows += [Arrow(states[k - 1], states[k], W_hh) for k in states if k]
    arrows += [Arrow(below[k], states[k], W_xh) for k in below]
    return (below, states, above), arrows + [Arrow(states[k], above[k], W_hy) for k in above]


def _span(t, steps):
    """The steps up to t that a node joins."""
    first = max(1, t + 1 - steps)
    return str(t) if first == t else f"{first}–{t}"


def _all(rows):
    return [node for row in rows for node in row.values()]


def _reads(x, h, y):
    """What is read, carried and written, in words; vectors, None and "" are left out."""
    named = []
    for verb, values in [("reads", x), ("carries", h), ("writes", y)]:
        shown = [value for value in values if np.ndim(value) == 0 and value not in (None, "")]
        words = [v if isinstance(v, str) else style.number(array("value", v)) for v in shown]
        named += [f"{verb} {' · '.join(words)}"] * bool(words)
    return ", ".join(named) or f"{len(x)} inputs"


def _both_read(x, h, g, y):
    given = f"the first {_reads(x, h, [])} and hands its last state over"
    return f"{given}; the second {_reads([], g, y)}, and reads each at its next step"


def _at_step(x, y, t):
    """What happens at step t, in words."""
    T_x = len(x)
    if t > T_x + 1:
        return f"at step {t} the second writes{says(y[t - T_x - 2])}"
    if t == T_x + 1:
        return f"at step {t} the first hands its state over"
    return f"at step {t} the first {'reads' + says(x[t - 1]) if t else 'begins'}"

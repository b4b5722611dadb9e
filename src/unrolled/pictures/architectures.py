"""Networks without a loop, and pairs of networks, as nodes and arrows; as in `diagram`."""

import matplotlib
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw, phase, says
from unrolled.shapes import listed, whole


def vector_to_vector(x=None, y=None, weight="W", ax: Axes | None = None) -> Axes:
    """No time and no loop: one vector in, one vector out, by one matrix. Values are optional."""
    below, above = Node(0, 0, "x", "x", x), Node(0, 1, "y", "y", y)
    sentence = f"Vector to vector: x enters{says(x)}, y leaves{says(y)}, nothing comes back."
    return draw([below, above], [Arrow(below, above, weight)], sentence, ax)


def stack(layers: int, sizes=None, ax: Axes | None = None) -> Axes:
    """A multi-layer network: every layer has a weight matrix, and a colour, of its own.

    sizes: how many numbers stand in each of the layers + 1 boxes; None: nothing is said of it.
    Raises ValueError unless there is at least one layer, and a size for each box.
    """
    layers = whole("layers", layers, 1)
    sizes = listed("sizes", sizes, layers + 1, [None] * (layers + 1))
    nodes = [Node(l, 0, "h", f"y_({l})", size) for l, size in enumerate(sizes)]
    arrows = [
        Arrow(a, b, f"W_({l})", _color(l / layers))
        for l, (a, b) in enumerate(zip(nodes, nodes[1:]), 1)
    ]
    told = "" if None in sizes else f", of {', '.join(map(str, sizes))} numbers"
    sentence = f"A stack of {layers} layers{told}, each with weights of its own."
    return draw(nodes, arrows, sentence, ax)


def direct(x, t: int, ax: Axes | None = None) -> Axes:
    """No state: y(t) as a function of the whole prefix, with weights of its own for every t."""
    t = whole("t", t, 1, len(x))
    inputs = [Node(k, 0, "x", f"x_({k})", value, phase(k, t)) for k, value in enumerate(x, 1)]
    middle = (1 + t) / 2
    f = Node(middle, 1.15, "f", f"f_({t})", None, "now")
    y = Node(middle, 2, "y", f"y_({t})", None, "now")
    # Of 21 matrices each has a name, but none a colour: so many could not be told apart.
    arrows = [Arrow(node, f, f"W_({t}),{k}") for k, node in enumerate(inputs[:t], 1)]
    own = "each with a weight matrix of its own"
    sentence = f"Direct function: y({t}) from all of x(1) to x({t}), {own}."
    return draw([*inputs, f, y], [*arrows, Arrow(f, y)], sentence, ax)


def encoder_decoder(x, y, h=None, fed=None, t=None, ax: Axes | None = None) -> Axes:
    """Many to many, not aligned: two RNNs, of which the second starts where the first ends.

    x lists the inputs of the first, y the outputs of the second, which has weights of its own.
    h: the states of both, a pair of lists of T_x+1 and T_y+1. fed (T_y,): what the second one
    reads; None: nothing, and then each of its outputs at the step after it. What it reads of its
    own is led back to it; the rest looks like an input. t: the step that is lit, 0 to T_x in the
    first, T_x+1 where the state is handed over, up to T_x+1+T_y; None: all are done. Raises
    ValueError where lengths do not fit.
    """
    T_x = whole("the number of inputs", len(x), 1, 6)
    T_y = whole("the number of outputs", len(y), 1, 7)
    now = None if t is None else whole("t", t, 0, T_x + T_y + 1)
    read, encoder, fed, decoder, written = _two_networks(x, y, _both(h, T_x, T_y), fed, now)
    led = list(_led_back(written, fed))
    own = {again.column for _, again in led}
    fed = [node if node.column in own else node._replace(kind="x") for node in fed]
    arrows = [Arrow(a, b, color=style.PALE) for a, b in led]
    arrows += [Arrow(a, b, r"\bar{W}_hh", style.PURPLE) for a, b in zip(encoder, encoder[1:])]
    arrows += [Arrow(a, b, r"\bar{W}_xh", style.ORANGE) for a, b in zip(read, encoder[1:])]
    arrows += [Arrow(encoder[-1], decoder[0])]
    arrows += _decoding(fed, decoder, written)
    nodes = [*read, *encoder, *fed, *decoder, *written]
    return draw(nodes, arrows, f"Encoder and decoder: {_told(x, y, t)}", ax)


def decoder(y, fed=None, t=None, ax: Axes | None = None) -> Axes:
    """The second of two networks alone, from the state that it is given.

    y lists what it writes. fed (T,): what a teacher gives it to read; None: nobody does, so from
    the second step on it reads its own words, and grey arrows lead them back. t: the step that is
    lit, 0 to T; None: all are done. Raises ValueError where lengths do not fit.
    """
    T = whole("the number of outputs", len(y), 1, 7)
    now = None if t is None else whole("t", t, 0, T) + 1  # the state it is given is in column 1
    own = ["<start>", *y[:-1]] if fed is None else listed("fed", fed, T)
    _, _, below, states, written = _two_networks([], y, ([], [None] * (T + 1)), own, now)
    arrows = [Arrow(a, b, color=style.PALE) for a, b in zip(written, below[1:]) if fed is None]
    if fed is not None:
        true = r"y^\mathrm{{true}}_({})"
        below = [node._replace(symbol=true.format(k)) for k, node in enumerate(below)]
    given = slice(1 if fed is None else T)  # from outside, so it has the look of an input
    below[given] = [node._replace(kind="x") for node in below[given]]
    reads = "its own words" if fed is None else "a teacher's words"
    step = "" if not t else f"; at step {t} it reads{says(own[t - 1])}, writes{says(y[t - 1])}"
    sentence = f"Decoder of {T} steps that reads {reads}{step}."
    arrows += _decoding(below, states, written)
    return draw([*below, *states, *written], arrows, sentence, ax)


def _decoding(fed, decoder, written):
    """The arrows of the second network, from what it is fed to what it writes."""
    arrows = [Arrow(a, b, "W_hh") for a, b in zip(decoder, decoder[1:])]
    arrows += [Arrow(a, b, "W_xh") for a in fed for b in decoder if a.column == b.column]
    return arrows + [Arrow(a, b, "W_hy") for a, b in zip(decoder[1:], written)]


def _told(x, y, t):
    """What happens at step t, in words."""
    T_x, T_y = len(x), len(y)
    if t is None:
        return f"{T_x} inputs, the last state handed over, {T_y} outputs, read again."
    if t > T_x + 1:
        return f"at step {t} the second writes{says(y[t - T_x - 2])}."
    if t == T_x + 1:
        return f"at step {t} the first hands its state over."
    return f"at step {t} the first {'reads' + says(x[t - 1]) if t else 'begins'}."


def _led_back(written, fed):
    """The pairs of an output and the input of the next step, where the second one is the first."""
    for output in written:
        for again in fed:
            if (output.column + 1, output.value) == (again.column, again.value):
                yield output, again


def _two_networks(x, y, h, fed, now):
    """The nodes, in columns of time: what is read, its states; what is fed, its states, outputs."""

    def row(level, kind, symbol, values, first):
        nodes = []
        for k, value in values:
            when = "done" if now is None else phase(first + k, now)
            nodes.append(Node(first + k, level, kind, symbol.format(k), value, when))
        return nodes

    second = len(x) + 1  # the column where the second network starts
    again = enumerate(y[:-1], 1) if fed is None else enumerate(listed("fed", fed, len(y)))
    return (
        row(0, "x", "x_({})", enumerate(x, 1), 0),
        row(1, "h", r"\bar{{h}}_({})", enumerate(h[0]), 0),
        row(0, "y", r"\hat{{y}}_({})", again, second + 1),
        row(1, "h", "h_({})", enumerate(h[1]), second),
        row(2, "y", r"\hat{{y}}_({})", enumerate(y, 1), second),
    )


def _both(h, T_x, T_y):
    first, second = (None, None) if h is None else listed("h", h, 2)
    return (
        listed("h of the first network", first, T_x + 1, [None] * (T_x + 1)),
        listed("h of the second network", second, T_y + 1, [None] * (T_y + 1)),
    )


def _color(share):
    """As many colours as there are matrices, none of them that of W_xh, W_hh or W_hy."""
    return matplotlib.colormaps["RdPu"](1 - 0.55 * share)

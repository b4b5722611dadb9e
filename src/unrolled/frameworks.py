"""Weights and states of PyTorch, Keras, Flax, Equinox, Haiku and ONNX, and back.

None of them is imported: a layer is recognised by the names and shapes of its arrays.
`unrolled.layouts` says what each of them computes.
"""

import numpy as np

from unrolled.activations import activation_functions
from unrolled.cells import GRU, Cell, sizes
from unrolled.layers import beginning, named, plain, readout, recognised
from unrolled.layouts import LAYOUTS, READOUT, pack
from unrolled.shapes import array


def load(source, linear=None, *, like: str = "", activation: str = "tanh") -> Cell:
    """Return the weights of one recurrent layer or cell of a framework.

    source: the layer or cell, its parameters by name (a `state_dict`, an `nnx.State`, the
    parameters of Haiku, the arrays that `store` returns), an ONNX model, or (node, initialisers).
    linear: the layer that reads h, or its arrays; None: n_y = 0. like: a name of `LAYOUTS`, or how
    it begins, if others are to be excluded; with a full name, source may be a list of arrays.
    activation: that of the layer, which `unroll` must be given, too. Arrays alone do not tell their
    activation functions: σ and `activation` are taken for granted.

    Raises ValueError, saying what it got and needs, for all that the cells here do not compute.

    >>> load(gru, linear)  # doctest: +SKIP
    """
    name, _, layers, (W_x, W_h, b, second) = recognised(source, like)
    _check_activation(name, layers, activation)
    layout, found = LAYOUTS[name], {}
    for k, gate in enumerate(layout.gates):
        sign, extra = _at_run_time(layout, gate)
        found |= {f"W_x{gate}": sign * W_x[k], f"W_h{gate}": sign * W_h[k]}
        found[f"b_{gate}"] = sign * (b[k] + second[k] + extra)
    if layout.cell is GRU:
        found |= {"b_h": b[-1], "b_hh": second[-1]}
    W_hy, b_y = readout(linear, W_h.shape[-1])
    return layout.cell(**found, W_hy=W_hy, b_y=b_y)


def store(weights: Cell, like, *, activation: str = "tanh") -> tuple[dict, dict]:
    """Return arrays by name in a framework's layout: those of the cell, and of the linear layer.

    like: a name of `LAYOUTS`, or how it begins, such as "torch"; or anything that `load` takes, for
    its layout and names. activation: as `unroll` got it. A second bias is 0, except for b_hh.
    `load(*store(weights, like))` returns the same weights.

    Raises ValueError if the framework has no such cell.
    """
    name, prefix = _destination(weights, like, activation)
    layout = LAYOUTS[name]
    signs, extra = np.transpose([_at_run_time(layout, gate) for gate in layout.gates])
    W_x, W_h, b = (
        [sign * getattr(weights, start + gate) for sign, gate in zip(signs, layout.gates)]
        for start in ("W_x", "W_h", "b_")
    )
    b = np.array(b) - extra[:, None]
    second = np.zeros(b.shape)
    if isinstance(weights, GRU):
        second[-1] = weights.b_hh
    arrays = pack(layout, W_x, W_h, b, second)
    weight, bias = READOUT.get(name.split(".")[0], "weight bias").split()
    linear = {weight: weights.W_hy.T if layout.columns else weights.W_hy, bias: weights.b_y}
    return {prefix + key: value for key, value in arrays.items()}, linear


def states(outputs, h0=None, lengths=None, *, time_first: bool = False) -> np.ndarray:
    """Return the outputs of a framework's layer as states h (…, T+1, n_h).

    outputs: (…, T, n_h), or (T, …, n_h) with `time_first`. h0: (…, n_h), None: zeros. lengths: (…),
    the number of steps of each sequence that are no padding; None: all T. Each framework leaves
    something else in the padding; here it is the last state, so `h[..., -1, :]` is the summary.

    Raises ValueError if shapes do not fit, or a length is no whole number from 0 to T.
    """
    outputs = array("outputs", plain(outputs), ..., "T", "n_h")
    outputs = np.moveaxis(outputs, 0, -2) if time_first else outputs
    *batch, T, n_h = outputs.shape
    h0 = np.zeros((*batch, n_h)) if h0 is None else array("h0", plain(h0), *batch, n_h)
    h = np.concatenate([h0[..., None, :], outputs], axis=-2)
    lengths = np.full(batch, T) if lengths is None else array("lengths", plain(lengths), *batch)
    if not np.isin(lengths, range(T + 1)).all():
        raise ValueError(f"lengths needs whole numbers from 0 to {T}, got {lengths.tolist()}")
    last = np.minimum(np.arange(T + 1), lengths[..., None]).astype(int)
    return np.take_along_axis(h, last[..., None], axis=-2)


def _at_run_time(layout, gate):
    """Return the sign of a gate's argument, as σ(-a) = 1 - σ(a), and what is added to it."""
    sign = -1 if gate == "z" and not layout.z_keeps else 1
    return sign, layout.forget if gate == "f" else 0


def _destination(weights, like, activation):
    """Return the name of the layout for `weights`, and a prefix for the names of arrays."""
    sizes(weights)
    is_name = isinstance(like, str)
    name, prefix, layers, _ = (like, "", [], ()) if is_name else recognised(like, "", "like")
    names = beginning(name)
    for name in names:
        if LAYOUTS[name].cell is type(weights):
            _check_activation(name, layers, activation)
            if isinstance(weights, GRU) and not LAYOUTS[name].second and weights.b_hh.any():
                raise ValueError(f"{name} has no b_hh: it needs zeros, got {weights.b_hh}")
            return name, prefix
    fit = [name for name, layout in LAYOUTS.items() if layout.cell is type(weights)]
    needs = f"a layout of {type(weights).__name__}: {', '.join(fit)}"
    raise ValueError(f"like needs {needs}; got {', '.join(names)}")


def _check_activation(name, layers, activation):
    """Raise ValueError unless `activation` is that of the layer, where this is known."""
    activation_functions(activation)
    used = LAYOUTS[name].activation
    for layer in layers:
        for attribute in ("nonlinearity", "activation", "activation_fn"):
            used = used or named(getattr(layer, attribute, ""))
    used = {"linear": "identity"}.get(used, used)
    if used and used != activation:
        raise ValueError(f"activation needs {used!r}, that of the layer, got {activation!r}")

"""What a recurrent layer of PyTorch, Keras, Flax, Equinox, Haiku or ONNX computes: `LAYOUTS`.

None of them is imported: a layer is recognised by the names and shapes of its arrays. Seen in torch
2.13.0, Keras 3.15.1, Flax 0.12.8, Equinox 0.13.8, dm-haiku 0.0.17 and ONNX 1.23.2, with whose
outputs `tests/computes/test_frameworks.py` compares ours.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from unrolled.cells import GRU, LSTM, ResetFirstGRU, Weights
from unrolled.shapes import array


class Layout(NamedTuple):
    """The convention of one cell of a framework.

    cell: the type of our weights; it also says where the reset comes. gates: the order of the
    blocks. W_x, W_h, b: the names of the arrays, parts or sums separated by a space; with W_x equal
    to W_h both are in one array. second: the gates that have a second bias. columns: whether
    the formula is x @ W, with the blocks in columns. bias: the shape of a bias. activation: the
    function, if it cannot be chosen. z_keeps: whether the state is z ⊙ h + …, not (1 - z) ⊙ h + ….
    forget: added to the forget gate's argument at run time. flag: a name and number beside arrays.
    """

    cell: type
    gates: str
    W_x: str
    W_h: str
    b: str
    second: str = ""
    columns: bool = False
    bias: tuple = (-1,)
    activation: str = "tanh"
    z_keeps: bool = True
    forget: float = 0.0
    flag: tuple = ()

    @property
    def names(self):
        """The names of all arrays."""
        return list(dict.fromkeys(" ".join([self.W_x, self.W_h, self.b, *self.flag[:1]]).split()))


LAYER = partial(Layout, W_x="weight_ih_l0", W_h="weight_hh_l0", b="bias_ih_l0 bias_hh_l0")
CELL = partial(Layout, W_x="weight_ih", W_h="weight_hh", b="bias_ih bias_hh")
KERAS = partial(Layout, W_x="kernel", W_h="recurrent_kernel", b="bias", columns=True, activation="")
FLAX = partial(Layout, W_x="dense_i.kernel", W_h="dense_h.kernel", columns=True, activation="")
FROM_X = "ii.kernel if_.kernel ig.kernel io.kernel"
FROM_H, BIASES = "hi.kernel hf.kernel hg.kernel ho.kernel", "hi.bias hf.bias hg.bias ho.bias"
EQUINOX = partial(Layout, W_x="weight_ih", W_h="weight_hh")
HAIKU, JOINT, RESET = partial(Layout, columns=True), "linear.w", "linear_before_reset"
ONNX = partial(Layout, W_x="W", W_h="R", b="B", bias=(1, -1), activation="")
LAYOUTS = {
    "torch.nn.RNN": LAYER(Weights, "h", second="h", activation=""),
    "torch.nn.GRU": LAYER(GRU, "rzh", second="rzh"),
    "torch.nn.LSTM": LAYER(LSTM, "ifco", second="ifco"),
    "torch.nn.RNNCell": CELL(Weights, "h", second="h", activation=""),
    "torch.nn.GRUCell": CELL(GRU, "rzh", second="rzh"),
    "torch.nn.LSTMCell": CELL(LSTM, "ifco", second="ifco"),
    "keras.layers.SimpleRNN": KERAS(Weights, "h"),
    "keras.layers.GRU": KERAS(GRU, "zrh", second="zrh", bias=(2, -1)),
    "keras.layers.GRU(reset_after=False)": KERAS(ResetFirstGRU, "zrh"),
    "keras.layers.LSTM": KERAS(LSTM, "ifco"),
    "flax.nnx.SimpleCell": FLAX(Weights, "h", b="dense_i.bias"),
    "flax.nnx.GRUCell": FLAX(GRU, "rzh", b="dense_i.bias"),
    "flax.nnx.OptimizedLSTMCell": FLAX(LSTM, "ifco", b="dense_h.bias"),
    "flax.nnx.LSTMCell": FLAX(LSTM, "ifco", W_x=FROM_X, W_h=FROM_H, b=BIASES),
    "equinox.nn.GRUCell": EQUINOX(GRU, "rzh", b="bias bias_n", second="h"),
    "equinox.nn.LSTMCell": EQUINOX(LSTM, "ifco", b="bias"),
    "haiku.VanillaRNN": HAIKU(
        Weights, "h", JOINT, "linear_1.w", "linear.b linear_1.b", second="h", activation="relu"
    ),
    "haiku.GRU": HAIKU(ResetFirstGRU, "zrh", "w_i", "w_h", "b", z_keeps=False),
    "haiku.LSTM": HAIKU(LSTM, "icfo", JOINT, JOINT, "linear.b", forget=1),
    "onnx.RNN": ONNX(Weights, "h", second="h"),
    "onnx.GRU": ONNX(ResetFirstGRU, "zrh", second="zrh", flag=(RESET, 0)),
    "onnx.GRU(linear_before_reset=1)": ONNX(GRU, "zrh", second="zrh", flag=(RESET, 1)),
    "onnx.LSTM": ONNX(LSTM, "iofc", second="iofc"),
}
ITEMS, END = "v for k, v in layer.state_dict().items() if k.endswith", " and x from its end"
ONE_OF_ONNX = "dict(W=W[:1], R=R[:1], B=B[:1]), for a GRU with linear_before_reset=0 or 1"
# attribute of a layer or node: (the value that fits, what to do otherwise)
NEEDS = {
    "num_layers": (1, f'take {{k.replace("_l1", "_l0"): {ITEMS}("_l1")}}'),
    "bidirectional": (False, f'take {{k.replace("_reverse", ""): {ITEMS}("_reverse")}}{END}'),
    "forward_layer": (None, f"take forward_layer, or backward_layer.cell{END}"),
    "direction": ("forward", f"take {ONE_OF_ONNX}, or [1:]; if backward,{END[4:]}"),
    "go_backwards": (False, "take the cell" + END),
    "reverse": (False, "take the cell" + END),
    "cells": (None, "take cells[0], then cells[1]"),
    "proj_size": (0, "W_hh would be a product of two matrices"),
    "residual": (False, "the state is not added before the activation function"),
    "recurrent_activation": ("sigmoid", "the gates are σ here"),
    "gate_fn": ("sigmoid", "the gates are σ here"),
    "P": (None, "the gates see h, not c"),
    "clip": (None, "nothing is clipped within a step"),
    "input_forget": (0, "f and i are independent"),
    "use_bias": (True, "add biases of 0"),
}
READOUT = {"keras": "kernel bias", "flax": "kernel bias", "haiku": "w b"}


def unpack(layout, arrays):
    """Return W_x (k, n_h, n_x), W_h (k, n_h, n_h) and two biases (k, n_h) of k gates, from arrays.

    None, if there are not as many blocks as gates, or biases, or the flag is another.
    """
    k, axis = len(layout.gates), layout.bias[:-1] if layout.bias[0] == 1 else ()

    def rows(names):
        parts = [array(name, arrays[name], *axis, "rows", "columns") for name in names.split()]
        parts = [part.reshape(part.shape[-2:]) for part in parts]
        return np.concatenate([part.T if layout.columns else part for part in parts])

    W_x, W_h = rows(layout.W_x), rows(layout.W_h)
    n_h = len(W_h) // k
    if layout.W_x == layout.W_h:
        W_x, W_h = W_x[:, :-n_h], W_h[:, -n_h:]
    b = np.concatenate([array(name, arrays[name], ...).ravel() for name in layout.b.split()])
    rest, flag = b[k * n_h :], not layout.flag or arrays[layout.flag[0]] == layout.flag[1]
    if W_h.shape != (k * n_h, n_h) or len(rest) != len(layout.second) * n_h or not flag:
        return None
    b = np.concatenate([b[: k * n_h], np.zeros(k * n_h - len(rest)), rest])
    return W_x.reshape(k, n_h, -1), W_h.reshape(k, n_h, n_h), *b.reshape(2, k, n_h)


def pack(layout, W_x, W_h, b, second):
    """Return the arrays by name, the inverse of `unpack`."""
    (k, n_h), arrays = b.shape, {}
    matrices = [(layout.W_x, np.concatenate(W_x)), (layout.W_h, np.concatenate(W_h))]
    if layout.W_x == layout.W_h:
        matrices = [(layout.W_x, np.concatenate([v for _, v in matrices], axis=1))]
    for names, value in matrices:
        parts = np.split(value, len(names.split()))
        parts = [part.T if layout.columns else part for part in parts]
        arrays |= zip(names.split(), np.array(parts)[:, None] if layout.bias[0] == 1 else parts)
    numbers = np.concatenate([b.ravel(), second[k - len(layout.second) :].ravel()])
    names = layout.b.split()
    cuts = {1: [], 2: [k * n_h], 4: [n_h, 2 * n_h, 3 * n_h]}[len(names)]
    arrays |= zip(names, [v.reshape(layout.bias) for v in np.split(numbers, cuts)])
    return arrays | dict([layout.flag] if layout.flag else [])

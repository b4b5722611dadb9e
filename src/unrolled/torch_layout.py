"""Conversion of weights from the layout of PyTorch, which itself is not needed.

PyTorch concatenates the gates in its own order, and has two biases where, except for b_hh of a GRU,
one is enough.
"""

import reprlib
from collections.abc import Mapping

import numpy as np

from unrolled.rnn import GRU, LSTM, Cell, Weights

NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
ORDER = {Weights: "h", GRU: "rzh", LSTM: "ifco"}


def load_torch(kind: type[Cell], cell: Mapping, linear: Mapping) -> Cell:
    """Return the weights of a one-layer torch.nn.RNN, GRU or LSTM and of the Linear that reads h.

    kind: Weights, GRU or LSTM. cell, linear: their `state_dict()`, or arrays of the same names.
    Raises ValueError if a name is missing or one too many, or shapes do not fit.

    >>> load_torch(GRU, gru.state_dict(), linear.state_dict())  # doctest: +SKIP
    """
    if kind not in [*ORDER]:
        raise ValueError(f"kind needs Weights, GRU or LSTM, got {kind!r}")
    for name, arrays in {"cell": cell, "linear": linear}.items():
        if not isinstance(arrays, Mapping):
            raise ValueError(f"{name} needs arrays by name, got {reprlib.repr(arrays)}")
    if others := [name for name in cell if name not in NAMES]:
        needs = "one layer, one direction and no projection"
        raise ValueError(f"cell needs {needs}: {', '.join(NAMES)}; got {', '.join(others)}, too")
    gates = ORDER[kind]
    W_x, W_h, b, second = (_split(name, cell, gates) for name in NAMES)
    found = {}
    for gate in gates:
        found |= {f"W_x{gate}": W_x[gate], f"W_h{gate}": W_h[gate]}
        found[f"b_{gate}"] = b[gate] + second[gate]
    if kind is GRU:
        found |= {"b_h": b["h"], "b_hh": second["h"]}
    return kind(**found, W_hy=_get("weight", linear), b_y=_get("bias", linear))


def _get(name, arrays):
    if name not in arrays:
        raise ValueError(f"{name} is missing, got {', '.join(arrays) or 'nothing'}")
    return np.asarray(arrays[name])


def _split(name, arrays, gates):
    value, count = _get(name, arrays), len(gates)
    if value.ndim == 0 or len(value) % count:
        raise ValueError(f"{name} needs as many rows for each of {count} gates, got {value.shape}")
    return dict(zip(gates, np.split(value, count)))

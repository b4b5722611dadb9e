"""The layout in which PyTorch keeps the weights of an RNN, a GRU, an LSTM and a linear layer.

PyTorch itself is not needed. It stacks the gates in an order of its own, calls a GRU's candidate n
and an LSTM's g, and adds two biases where, but for b_hh of a GRU, one would do. Its z of a GRU says
how much is kept, as ours does, and its reset comes after the product.
"""

from collections.abc import Mapping

import numpy as np

from unrolled.rnn import GRU, LSTM, Cell, Weights

NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
ORDER = {Weights: "h", GRU: "rzh", LSTM: "ifco"}


def load_torch(kind: type[Cell], cell: Mapping, linear: Mapping) -> Cell:
    """The weights of a torch.nn.RNN, GRU or LSTM of one layer, and of the Linear that reads its h.

    kind: Weights, GRU or LSTM. cell and linear: what their `state_dict()` returns, or arrays by the
    same names. Raises ValueError where a name is missing, or shapes do not fit.

    >>> load_torch(GRU, gru.state_dict(), linear.state_dict())  # doctest: +SKIP
    """
    gates = _order(kind)
    W_x, W_h, b, second = (_by_gate(name, cell, gates) for name in NAMES)
    found = {}
    for gate in gates:
        found |= {f"W_x{gate}": W_x[gate], f"W_h{gate}": W_h[gate]}
        found[f"b_{gate}"] = b[gate] + second[gate]
    if kind is GRU:
        found |= {"b_h": b["h"], "b_hh": second["h"]}
    W_hy, b_y = (_taken(name, linear) for name in ("weight", "bias"))
    return kind(**found, W_hy=W_hy, b_y=b_y)


def store_torch(weights: Cell) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The same backwards: arrays for `load_state_dict` of the cell, and of the linear layer.

    Of two biases the first has the sum. Raises ValueError where they are of none of the three.
    """
    gates = _order(type(weights))
    stacked = [
        np.concatenate([getattr(weights, name + gate) for gate in gates])
        for name in ("W_x", "W_h", "b_")
    ]
    second = np.zeros_like(stacked[2])
    if isinstance(weights, GRU):
        second[-len(weights.b_hh) :] = weights.b_hh
    return dict(zip(NAMES, [*stacked, second])), {"weight": weights.W_hy, "bias": weights.b_y}


def _order(kind):
    if kind not in ORDER:
        raise ValueError(f"kind needs Weights, GRU or LSTM, got {kind!r}")
    return ORDER[kind]


def _taken(name, arrays):
    if name not in arrays:
        raise ValueError(f"{name} is missing, got {', '.join(arrays) or 'nothing'}")
    return np.asarray(arrays[name])


def _by_gate(name, arrays, gates):
    """What PyTorch has stacked, apart."""
    value, count = _taken(name, arrays), len(gates)
    if value.ndim == 0 or len(value) % count:
        raise ValueError(f"{name} needs as many rows for each of {count} gates, got {value.shape}")
    return dict(zip(gates, np.split(value, count)))

"""Conversion of weights to the layout of PyTorch, the inverse of `unrolled.torch_layout`."""

import numpy as np

from unrolled.rnn import GRU
from unrolled.torch_layout import NAMES, ORDER


def store_torch(weights):
    """Return arrays for `load_state_dict` of the cell, and of the linear layer.

    The second bias is zero, except for b_hh of a GRU.
    """
    W_x, W_h, b = (
        np.concatenate([getattr(weights, start + gate) for gate in ORDER[type(weights)]])
        for start in ("W_x", "W_h", "b_")
    )
    second = np.zeros_like(b)
    if isinstance(weights, GRU):
        second[-len(weights.b_hh) :] = weights.b_hh
    return dict(zip(NAMES, [W_x, W_h, b, second])), {"weight": weights.W_hy, "bias": weights.b_y}

"""Cells whose gates read the input only: linear recurrences, computed by the scan.

h(t) = a(t) ⊙ h(t-1) + b(t), where a and b depend on x(t) alone, and y(t) = W_hy h(t) + b_y. The
type of the weights determines the cell, as in `unrolled.rnn`; a gradient has this type, too.
W_x… (n_h, n_x), b_… (n_h,), W_hy (n_y, n_h), b_y (n_y,).
"""

from collections import namedtuple

import numpy as np

from unrolled.activations import sigmoid
from unrolled.losses import evaluate
from unrolled.scan import scan, scan_backward
from unrolled.shapes import array, rows
from unrolled.weights import weight_type


@weight_type(x="zh", h="", b="zh")
class MinGRU(namedtuple("MinGRU", "W_xz b_z W_xh b_h W_hy b_y")):
    """The weights of a GRU without reset gate and tanh whose gate does not read the state.

    z = σ(W_xz x + b_z), candidate = W_xh x + b_h, h(t) = z ⊙ h + (1 - z) ⊙ candidate.

    Feng, Tung, Ahmed, Bengio and Hajimirsadeghi (2024), Were RNNs all we needed?; their z is 1 - z
    here, where z = 1 keeps the state, as in a `GRU`.
    """

    def recurrence(self, gate, candidate):
        """Return a and b from the pre-activation of the gate and the candidate."""
        z = sigmoid(gate)
        return z, (1 - z) * candidate

    def backward(self, a, b, d_a, d_b):
        """Return the gradient with respect to the arguments of `recurrence`."""
        return a * ((1 - a) * d_a - b * d_b), (1 - a) * d_b


@weight_type(x="ah", h="", b="ah")
class SignedGate(namedtuple("SignedGate", "W_xa b_a W_xh b_h W_hy b_y")):
    """The weights of a cell whose gate may be negative: a = tanh(W_xa x + b_a), b = W_xh x + b_h.

    Grazzi et al. (2024), Unlocking state-tracking in linear RNNs through negative eigenvalues.
    """

    def recurrence(self, gate, candidate):
        """Return a and b from the pre-activation of the gate and the candidate."""
        return np.tanh(gate), candidate

    def backward(self, a, b, d_a, d_b):
        """Return the gradient with respect to the arguments of `recurrence`."""
        return (1 - a * a) * d_a, d_b


Cell = MinGRU | SignedGate


def recurrence(weights: Cell, x) -> tuple[np.ndarray, np.ndarray]:
    """Return a and b (…, T, n_h) for inputs x (…, T, n_x).

    Raises ValueError if shapes do not fit or a number is not finite.
    """
    _validate(weights)
    W_xg, b_g, W_xh, b_h, _, _ = weights
    x = array("x", x, ..., "T", W_xg.shape[1])
    return weights.recurrence(x @ W_xg.T + b_g, x @ W_xh.T + b_h)


def unroll(weights: Cell, x, h0=None) -> np.ndarray:
    """Return all states h (…, T+1, n_h) of sequences x (…, T, n_x), as `unrolled.rnn.unroll`."""
    return scan(*recurrence(weights, x), h0)


def readout(weights: Cell, h) -> np.ndarray:
    """Return the outputs y (…, n_y) of states h (…, n_h). Raises ValueError as `unroll` does."""
    _validate(weights)
    return array("h", h, ..., weights.W_hy.shape[1]) @ weights.W_hy.T + weights.b_y


def value_and_gradient(weights: Cell, x, loss, *data) -> tuple[float, Cell]:
    """Return the loss for x (…, T, n_x) and its gradient with respect to the weights.

    loss: `loss(y, *data)` of the outputs y (…, T, n_y), as in `unrolled.losses`. Raises ValueError
    as `unroll` does.
    """
    a, b = recurrence(weights, x)
    h = scan(a, b)
    value, d_y = evaluate(loss, readout(weights, h[..., 1:, :]), *data)
    d_y, d_h = array("d_y", d_y, *h[..., 1:, 0].shape, len(weights.b_y)), np.zeros(h.shape)
    d_h[..., 1:, :] = d_y @ weights.W_hy
    d_a, d_b, _ = scan_backward(a, h, d_h)
    d_gate, d_candidate = weights.backward(a, b, d_a, d_b)
    parts = [(d_gate, x), (d_candidate, x), (d_y, h[..., 1:, :])]
    pairs = [(rows(d).T @ rows(np.asarray(v)), rows(d).sum(axis=0)) for d, v in parts]
    return value, type(weights)(*[each for pair in pairs for each in pair])


def _validate(weights):
    if type(weights) not in Cell.__args__:
        raise ValueError(f"weights needs a MinGRU or a SignedGate, got {type(weights).__name__}")

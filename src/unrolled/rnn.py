"""The recurrent layer: h(t) = tanh(W_xh x(t) + W_hh h(t-1) + b_h), y(t) = W_hy h(t) + b_y.

Sequences are (T, n_x), or (B, T, n_x) in a batch, or have any other axes in front, written `…`.
States are (…, T+1, n_h): `h[..., t, :]` is h(t), and `h[..., 0, :]` the state before anything is
read. Nothing here keeps a state of its own.
"""

from collections.abc import Callable
from math import prod

import numpy as np

from unrolled.shapes import array, batch_first, rows, time_first
from unrolled.weights import Arrays, Weights, checked

# name: (the function, its derivative written in terms of its output)
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "identity": (np.positive, np.ones_like),
}


def step(weights: Weights, x, h, activation="tanh") -> np.ndarray:
    """One time step: x(t) (…, n_x) and h(t-1) (…, n_h) give h(t) (…, n_h).

    activation: "tanh", or "identity" for an RNN that is linear.
    Raises ValueError where shapes do not fit, nothing is broadcast, or a number is not finite.
    """
    weights, f = checked(weights), _activation(activation)[0]
    x = array("x", x, ..., weights.W_xh.shape[1])
    h = array("h", h, *x.shape[:-1], len(weights.b_h))
    return f(x @ weights.W_xh.T + h @ weights.W_hh.T + weights.b_h)


def unroll(weights: Weights, x, h0=None, activation="tanh") -> np.ndarray:
    """The whole trajectory: x (…, T, n_x) gives h (…, T+1, n_h), in which h[..., 0, :] is `h0`.

    h0: (…, n_h), one state for every sequence; zeros if None. Raises ValueError as `step` does.

    The running sum, all weights 1:

    >>> running_sum = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> unroll(running_sum, [[3], [1], [4]], activation="identity").ravel()
    array([0., 3., 4., 8.])
    """
    weights, f = checked(weights), _activation(activation)[0]
    n_h, n_x = weights.W_xh.shape
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    h = np.empty((T + 1, prod(batch), n_h))  # time first: every step is one contiguous block
    h[0] = 0 if h0 is None else array("h0", h0, *batch, n_h).reshape(h[0].shape)
    # Into h, as new memory costs more than the product.
    np.matmul(time_first(x), weights.W_xh.T, out=h[1:])
    h[1:] += weights.b_h
    W_hh_T = weights.W_hh.T.copy()  # rows in a row: BLAS is up to twice as fast with it
    for t in range(T):
        f(h[t + 1] + h[t] @ W_hh_T, out=h[t + 1])
    return batch_first(h, batch)


def readout(weights: Weights, h) -> np.ndarray:
    """The output y(t) (…, n_y) for each state h(t) (…, n_h). Raises ValueError as `step` does."""
    weights = checked(weights)
    h = array("h", h, ..., len(weights.b_h))
    return h @ weights.W_hy.T + weights.b_y


def backward(weights: Weights, x, h, d_y=None, d_h=None, activation="tanh") -> Weights:
    """Backpropagation through time: the gradient of a loss by all weights, as `Weights`.

    x (…, T, n_x), and h (…, T+1, n_h) as `unroll` returned it. The loss is known by its gradients:
    d_y (…, T, n_y) by `readout(weights, h[..., 1:, :])`, and d_h (…, T+1, n_h) by each h directly,
    not through later ones; a None is zero. Sequences of a batch are summed.
    Raises ValueError as `step` does.
    Werbos (1990), Backpropagation through time: what it does and how to do it.

    The state of a running sum after two inputs, h(2) = W_hh W_xh x(1) + W_xh x(2), by W_xh:

    >>> running_sum = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> x = [[3], [1]]
    >>> h = unroll(running_sum, x, activation="identity")
    >>> backward(running_sum, x, h, d_h=[[0], [0], [1]], activation="identity").W_xh
    array([[4.]])
    """
    _, weights, x, h, d_y, direct = _backward_door(weights, x, h, d_y, d_h)
    d_a = _through_time(weights, h, direct, _activation(activation)[1])
    d_a, d_y, x, before, after = (rows(v) for v in (d_a, d_y, x, h[:-1], h[1:]))
    return Weights(d_a.T @ x, d_a.T @ before, d_a.sum(0), d_y.T @ after, d_y.sum(0))


def backward_by_step(
    weights: Weights, x, h, d_y=None, d_h=None, activation="tanh"
) -> tuple[Arrays, np.ndarray, np.ndarray]:
    """The same as `backward`, taken apart: what each step adds, and how the loss feels x and h.

    Returns (steps, d_x, d_h). `steps` are five arrays, as of `Weights`, with an axis T in front:
    steps.W_hh[t-1] is the gradient by the copy of W_hh that step t used, and the sum over that axis
    is `backward`'s gradient. d_x is (…, T, n_x). d_h (…, T+1, n_h) is the total gradient by each
    state, through all later steps: d_h[..., 0, :] is the one by h0. Raises ValueError as `step`.
    """
    batch, weights, x, h, d_y, direct = _backward_door(weights, x, h, d_y, d_h)
    d_a = _through_time(weights, h, direct.copy(), _activation(activation)[1])
    direct[:-1] += d_a @ weights.W_hh
    steps = Arrays(
        W_xh=_outer(d_a, x),
        W_hh=_outer(d_a, h[:-1]),
        b_h=d_a.sum(axis=1),
        W_hy=_outer(d_y, h[1:]),
        b_y=d_y.sum(axis=1),
    )
    return steps, batch_first(d_a @ weights.W_xh, batch), batch_first(direct, batch)


def _through_time(weights, h, direct, derivative):
    """Gradients by the sums a(t) inside the activation, over the direct ones by h(1)…h(T)."""
    d_a = direct[1:]
    for t in reversed(range(len(d_a))):
        d_a[t] *= derivative(h[t + 1])
        direct[t] += d_a[t] @ weights.W_hh  # to the state before, d_a[t - 1] from here on
    return d_a


def _outer(left, right):
    """(T, B, n) and (T, B, m): the outer products (T, n, m), summed over the batch."""
    return left.swapaxes(1, 2) @ right


def _activation(name):
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation needs one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def _backward_door(weights, x, h, d_y, d_h):
    """All checked, time first, and for d_h the direct gradient by each state, through d_y too."""
    weights = checked(weights)
    (n_h, n_x), n_y = weights.W_xh.shape, len(weights.b_y)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    h = array("h", h, *batch, T + 1, n_h)
    if d_y is None and d_h is None:
        raise ValueError("backward needs d_y, d_h or both: the gradient of the loss, got neither")
    d_y = np.zeros((*batch, T, n_y)) if d_y is None else array("d_y", d_y, *batch, T, n_y)
    x, h, d_y = time_first(x), time_first(h), time_first(d_y)
    direct = np.empty(h.shape)
    direct[0] = 0
    np.matmul(d_y, weights.W_hy, out=direct[1:])
    if d_h is not None:
        direct += time_first(array("d_h", d_h, *batch, T + 1, n_h))
    return batch, weights, x, h, d_y, direct

"""The recurrent layer: h(t) = tanh(W_xh x(t) + W_hh h(t-1) + b_h), y(t) = W_hy h(t) + b_y.

Sequences are (T, n_x), or (B, T, n_x) in a batch, or have any other axes in front, written `…`.
States are (…, T+1, n_h): `h[..., t, :]` is h(t), and `h[..., 0, :]` the state before anything is read.
Nothing here keeps a state of its own.
"""

from math import prod
from typing import NamedTuple

import numpy as np

from unrolled.shapes import array, whole

# name: (the function, its derivative written in terms of its output)
ACTIVATIONS = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "identity": (np.positive, np.ones_like),
}


class Weights(NamedTuple):
    """All that an RNN learns; also the shape of a gradient by it.

    W_xh (n_h, n_x), W_hh (n_h, n_h), b_h (n_h,), W_hy (n_y, n_h), b_y (n_y,): each matrix stands left
    of a column vector. An RNN without outputs has n_y = 0.
    """

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray

    @classmethod
    def random(cls, n_x, n_h, n_y, *, rng, spectral_radius=None):
        """Gaussian matrices of variance 1 / (number of columns), and zero biases.

        So every unit starts with an input of size about 1, and the eigenvalues of W_hh fill the unit
        disc (Girko's circular law) unless `spectral_radius` asks for another largest modulus.
        rng: a numpy.random.Generator. Raises ValueError for a size or radius that cannot be.
        """
        n_x, n_h, n_y = whole("n_x", n_x, 1), whole("n_h", n_h, 1), whole("n_y", n_y, 0)
        if not isinstance(rng, np.random.Generator):
            raise ValueError(f"rng needs a numpy.random.Generator, got {rng!r}")
        W_xh, W_hh, W_hy = (rng.normal(scale=columns**-0.5, size=(rows, columns))
                            for rows, columns in [(n_h, n_x), (n_h, n_h), (n_y, n_h)])
        if spectral_radius is not None:
            radius = float(array("spectral_radius", spectral_radius))
            if radius < 0:
                raise ValueError(f"spectral_radius needs a number from 0 up, got {radius}")
            W_hh *= radius / abs(np.linalg.eigvals(W_hh)).max()
        return cls(W_xh, W_hh, np.zeros(n_h), W_hy, np.zeros(n_y))


def step(weights, x, h, activation="tanh"):
    """One time step: x(t) (…, n_x) and h(t-1) (…, n_h) give h(t) (…, n_h).

    activation: "tanh", or "identity" for an RNN that is linear.
    Raises ValueError where shapes do not fit, nothing is broadcast, or a number is not finite.
    """
    weights, f = checked(weights), _activation(activation)[0]
    x = array("x", x, ..., weights.W_xh.shape[1])
    h = array("h", h, *x.shape[:-1], len(weights.b_h))
    return f(x @ weights.W_xh.T + h @ weights.W_hh.T + weights.b_h)


def unroll(weights, x, h0=None, activation="tanh"):
    """The whole trajectory: x (…, T, n_x) gives h (…, T+1, n_h), in which h[..., 0, :] is `h0`.

    h0: (…, n_h), one state for every sequence; zeros if None. Raises ValueError as `step` does.
    """
    weights, f = checked(weights), _activation(activation)[0]
    n_h, n_x = weights.W_xh.shape
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    h = np.empty((T + 1, prod(batch), n_h))             # time first: every step is one contiguous block
    h[0] = 0 if h0 is None else array("h0", h0, *batch, n_h).reshape(h[0].shape)
    np.matmul(_time_first(x), weights.W_xh.T, out=h[1:])     # into h: new memory costs more than the product
    h[1:] += weights.b_h
    W_hh_T = weights.W_hh.T.copy()                      # rows in a row: BLAS is up to twice as fast with it
    for t in range(T):
        f(h[t + 1] + h[t] @ W_hh_T, out=h[t + 1])
    return _batch_first(h, batch)


def readout(weights, h):
    """The output y(t) (…, n_y) for each state h(t) (…, n_h). Raises ValueError as `step` does."""
    weights = checked(weights)
    h = array("h", h, ..., len(weights.b_h))
    return h @ weights.W_hy.T + weights.b_y


def backward(weights, x, h, d_y=None, d_h=None, activation="tanh"):
    """Backpropagation through time: the gradient of a loss by all weights, as `Weights`.

    x (…, T, n_x), and h (…, T+1, n_h) as `unroll` returned it. The loss is known by its gradients:
    d_y (…, T, n_y) by `readout(weights, h[..., 1:, :])`, and d_h (…, T+1, n_h) by each h directly, not
    through later ones; a None is zero. Sequences of a batch are summed. Raises ValueError as `step` does.
    Werbos (1990), Backpropagation through time: what it does and how to do it.
    """
    _, weights, x, h, d_y, direct = _backward_door(weights, x, h, d_y, d_h)
    d_a = _through_time(weights, h, direct, _activation(activation)[1])
    d_a, d_y, x, before, after = (_rows(v) for v in (d_a, d_y, x, h[:-1], h[1:]))
    return Weights(d_a.T @ x, d_a.T @ before, d_a.sum(0), d_y.T @ after, d_y.sum(0))


def backward_by_step(weights, x, h, d_y=None, d_h=None, activation="tanh"):
    """The same as `backward`, taken apart: what each step adds, and how the loss feels x and h.

    Returns (steps, d_x, d_h). `steps` is `Weights` whose arrays have an axis of length T in front:
    steps.W_hh[t-1] is the gradient by the copy of W_hh that step t used, and the sum over that axis is
    `backward`'s gradient. d_x is (…, T, n_x). d_h (…, T+1, n_h) is the total gradient by each state,
    through all later steps: d_h[..., 0, :] is the one by h0. Raises ValueError as `step` does.
    """
    batch, weights, x, h, d_y, direct = _backward_door(weights, x, h, d_y, d_h)
    d_a = _through_time(weights, h, direct.copy(), _activation(activation)[1])
    direct[:-1] += d_a @ weights.W_hh

    def outer(left, right):                             # (T, B, n) and (T, B, m): (T, n, m), batch summed
        return left.swapaxes(1, 2) @ right

    ones = np.ones((*d_a.shape[:-1], 1))
    steps = Weights(outer(d_a, x), outer(d_a, h[:-1]), outer(d_a, ones)[..., 0],
                    outer(d_y, h[1:]), outer(d_y, ones)[..., 0])
    return steps, _batch_first(d_a @ weights.W_xh, batch), _batch_first(direct, batch)


def _through_time(weights, h, direct, derivative):
    """Gradients by the sums a(t) inside the activation, written over the direct ones by h(1)…h(T)."""
    d_a = direct[1:]
    for t in reversed(range(len(d_a))):
        d_a[t] *= derivative(h[t + 1])
        direct[t] += d_a[t] @ weights.W_hh              # to the state before, which is d_a[t - 1] from here on
    return d_a


def _time_first(v):
    """(…, T, n) as (T, B, n), all batches in one axis."""
    return v.reshape(prod(v.shape[:-2]), *v.shape[-2:]).swapaxes(0, 1)


def _batch_first(v, batch):
    return v.swapaxes(0, 1).reshape(*batch, len(v), v.shape[-1])


def _rows(v):
    return v.reshape(prod(v.shape[:-1]), v.shape[-1])    # not -1: NumPy cannot tell it where nothing is


def _activation(name):
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation needs one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def checked(weights):
    """`weights` with float64 arrays. Raises ValueError where it is no `Weights` or its shapes do not fit."""
    if not isinstance(weights, Weights):
        raise ValueError(f"weights needs a Weights(W_xh, W_hh, b_h, W_hy, b_y), got {type(weights).__name__}")
    W_hh = array("weights.W_hh", weights.W_hh, "n_h", "n_h")
    n_h = len(W_hh)
    if W_hh.shape != (n_h, n_h):
        raise ValueError(f"weights.W_hh needs shape (n_h, n_h), got {W_hh.shape}")
    return Weights(array("weights.W_xh", weights.W_xh, n_h, "n_x"),
                   W_hh,
                   array("weights.b_h", weights.b_h, n_h),
                   array("weights.W_hy", weights.W_hy, "n_y", n_h),
                   array("weights.b_y", weights.b_y, np.shape(weights.W_hy)[0]))


def _backward_door(weights, x, h, d_y, d_h):
    """All checked, time first, and in place of d_h the direct gradient by each state, through d_y too."""
    weights = checked(weights)
    (n_h, n_x), n_y = weights.W_xh.shape, len(weights.b_y)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    h = array("h", h, *batch, T + 1, n_h)
    if d_y is None and d_h is None:
        raise ValueError("backward needs d_y, d_h or both: the gradient of the loss, got neither")
    d_y = np.zeros((*batch, T, n_y)) if d_y is None else array("d_y", d_y, *batch, T, n_y)
    x, h, d_y = _time_first(x), _time_first(h), _time_first(d_y)
    direct = np.empty(h.shape)
    direct[0] = 0
    np.matmul(d_y, weights.W_hy, out=direct[1:])
    if d_h is not None:
        direct += _time_first(array("d_h", d_h, *batch, T + 1, n_h))
    return batch, weights, x, h, d_y, direct

"""The recurrent layer: the loop over time, forward and backward, for a plain RNN, GRU or LSTM.

The type of the weights says which cell it is; `unrolled.cells` has their formulas. Sequences are
(T, n_x), or (B, T, n_x) in a batch, or have any other axes in front, written `…`. States are
(…, T+1, n): `h[..., t, :]` is the state after t steps, and `h[..., 0, :]` that before anything is
read. n is n_h, but 2 n_h for an LSTM, whose state is (c, h), what it keeps and what it shows. The
last n_h numbers of any state are h(t), which the output is read off.
"""

import numpy as np

from unrolled.cells import GRU, LSTM, Weights, activated
from unrolled.losses import judged
from unrolled.shapes import array, batch_first, rows, time_first
from unrolled.weights import by_step, stacked, summed, sums, through_x

Cell = Weights | GRU | LSTM


def step(weights: Cell, x, h, activation="tanh") -> np.ndarray:
    """One time step: x(t) (…, n_x) and the state before (…, n) give the state after (…, n).

    activation: "tanh", or "identity" in its place, for an RNN that is linear.
    Raises ValueError where shapes do not fit, nothing is broadcast, or a number is not finite.
    """
    n_x, n = _sizes(weights)
    x = array("x", x, ..., n_x)
    h = array("h", h, *x.shape[:-1], n)
    if isinstance(weights, Weights):  # its formula as it stands takes half as long for one state
        return activated(activation)[0](x @ weights.W_xh.T + h @ weights.W_hh.T + weights.b_h)
    return _at_once(weights, rows(x), rows(h), activation)[1].reshape(h.shape)


def unroll(weights: Cell, x, h0=None, activation="tanh") -> np.ndarray:
    """The whole trajectory: x (…, T, n_x) gives h (…, T+1, n), in which h[..., 0, :] is `h0`.

    h0: (…, n), one state for every sequence; zeros if None. Raises ValueError as `step` does.

    The running sum, all weights 1:

    >>> running_sum = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> unroll(running_sum, [[3], [1], [4]], activation="identity").ravel()
    array([0., 3., 4., 8.])
    """
    n_x, n = _sizes(weights)
    x = array("x", x, ..., "T", n_x)
    batch = x.shape[:-2]
    h0 = 0 if h0 is None else rows(array("h0", h0, *batch, n))
    return batch_first(_forward(weights, time_first(x), h0, activation)[0], batch)


def readout(weights: Cell, h) -> np.ndarray:
    """The output y(t) (…, n_y) for each state (…, n). Raises ValueError as `step` does."""
    return _outputs(weights, array("h", h, ..., _sizes(weights)[1]))


def gates(weights: Cell, x, h, activation="tanh") -> dict[str, np.ndarray]:
    """The value of each gate: (…, T, n_h), from 0 to 1, by its letter; a plain RNN has none.

    x (…, T, n_x), and h (…, T+1, n) as `unroll` returned it. Raises ValueError as `step` does.
    """
    batch, x, h = _read(weights, x, h)
    a, places = _again(weights, x, h, activation), weights.gates
    return {letter: batch_first(a[k], batch) for letter, k in places.items()}


def backward(weights: Cell, x, h, d_y=None, d_h=None, activation="tanh") -> Cell:
    """Backpropagation through time: the gradient with respect to all weights, of the same type.

    x (…, T, n_x), and h (…, T+1, n) as `unroll` returned it. The loss is known by its gradients:
    d_y (…, T, n_y) with respect to `readout(weights, h[..., 1:, :])`, and d_h (…, T+1, n) with
    respect to each state directly, not through later ones; a None is zero. Sequences of a batch are
    summed. Raises ValueError as `step` does.
    Werbos (1990), Backpropagation through time: what it does and how to do it.

    A running sum after two inputs is h(2) = W_hh W_xh x(1) + W_xh x(2); with respect to W_xh:

    >>> running_sum = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> x = [[3], [1]]
    >>> h = unroll(running_sum, x, activation="identity")
    >>> backward(running_sum, x, h, d_h=[[0], [0], [1]], activation="identity").W_xh
    array([[4.]])
    """
    batch, x, h = _read(weights, x, h)
    d_y, direct = _direct(weights, batch, h, d_y, d_h)
    d_a = _backward(weights, h, _again(weights, x, h, activation), direct, activation)
    return summed(weights, d_a, x, h, d_y)


def backward_by_step(
    weights: Cell, x, h, d_y=None, d_h=None, activation="tanh"
) -> tuple[tuple, np.ndarray, np.ndarray]:
    """The same as `backward`, taken apart: what each step adds, and the gradients of x and h.

    Returns (steps, d_x, d_h). `steps` are arrays under the names of the weights, with an axis T in
    front: steps.W_hh[t-1] is the gradient with respect to the copy of W_hh that step t used, and
    the sum over that axis is `backward`'s gradient. d_x is (…, T, n_x). d_h (…, T+1, n) is the
    total gradient with respect to each state, through all later steps: d_h[..., 0, :] is that of
    h0. Raises ValueError as `step` does.
    """
    batch, x, h = _read(weights, x, h)
    d_y, direct = _direct(weights, batch, h, d_y, d_h)
    d_a = _backward(weights, h, _again(weights, x, h, activation), direct, activation)
    steps = by_step(weights, d_a, x, h, d_y)
    return steps, batch_first(through_x(weights, d_a), batch), batch_first(direct, batch)


def value_and_gradient(weights: Cell, x, loss, *data, activation="tanh") -> tuple[float, Cell]:
    """The loss for x (…, T, n_x), and its gradient with respect to all weights.

    loss: `loss(y, *data)`, as `unrolled.losses` says, of the outputs y (…, T, n_y). The result is
    that of `unroll`, `readout` and `backward`, but what the gates said is not computed again.
    Raises ValueError as `step` does.
    """
    x = array("x", x, ..., "T", _sizes(weights)[0])
    batch, x = x.shape[:-2], time_first(x)
    h, a = _forward(weights, x, 0, activation)
    value, d_y = judged(loss, _outputs(weights, batch_first(h, batch)[..., 1:, :]), *data)
    d_y, direct = _direct(weights, batch, h, d_y, None)
    return value, summed(weights, _backward(weights, h, a, direct, activation), x, h, d_y)


# From here on all is checked, and time first: x (T, B, n_x), h (T+1, B, n). `a` are the sums of all
# steps, then what `forward` of the cell makes of them: (k, T, B, n_h), of a plain RNN (T, B, n_h).


def _forward(weights, x, h0, activation):
    """The states and `a`, step by step."""
    h = np.empty((len(x) + 1, x.shape[1], weights.parts * weights.W_hy.shape[1]))
    h[0] = h0
    a, W_h = sums(weights, x, h[1:]), stacked(weights, weights.from_h).swapaxes(-1, -2).copy()
    before, (tanh, _) = h[0], activated(activation)
    for a_t, after in zip(a, h[1:]):
        weights.forward(a_t, before, after, W_h, tanh)
        before = after
    return h, a.swapaxes(0, -3)


def _at_once(weights, x, h, activation):
    """`a` (k, N, n_h), and the states after those of the rows of h (N, n), with x (N, n_x)."""
    after, W_h = np.empty(h.shape), stacked(weights, weights.from_h).swapaxes(-1, -2)
    (a,) = sums(weights, x[None], after[None])
    weights.forward(a, h, after, W_h, activated(activation)[0])
    return a, after


def _backward(weights, h, a, d, activation):
    """The gradients of the sums; `d`, the direct gradient of each state, becomes the total one."""
    W_h = stacked(weights, weights.from_h).reshape(-1, weights.W_hy.shape[1])
    by_sums, *past = weights.slopes(a, h[:-1], h[1:], *activated(activation))
    by_sums = by_sums.swapaxes(0, -3)
    d_a = np.empty((*h[1:].shape[:2], len(weights.biases) * W_h.shape[1])) if past else by_sums
    steps, d_after = (d_a, d[:-1], by_sums, *past), d[-1]
    for d_sums, d_before, *slopes in zip(*[v[::-1] for v in steps]):
        weights.backward(slopes, d_after, d_before, d_sums, W_h)
        d_after = d_before
    return d_a


def _again(weights, x, h, activation):
    """`a` of a trajectory; that of a plain RNN are the states."""
    if not weights.gates:
        return h[1:]
    a, _ = _at_once(weights, rows(x), rows(h[:-1]), activation)
    return a.reshape(len(a), *x.shape[:2], a.shape[-1])


def _outputs(weights, h):
    return h[..., -weights.W_hy.shape[1] :] @ weights.W_hy.T + weights.b_y


def _sizes(weights):
    """n_x and the length n of a state; ValueError where the weights are none."""
    if type(weights) not in (Weights, GRU, LSTM):
        needs = "a Weights(W_xh, W_hh, b_h, W_hy, b_y), a GRU or an LSTM"
        raise ValueError(f"weights needs {needs}, got {type(weights).__name__}")
    n_h, n_x = weights[0].shape
    return n_x, weights.parts * n_h


def _read(weights, x, h):
    n_x, n = _sizes(weights)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    return batch, time_first(x), time_first(array("h", h, *batch, T + 1, n))


def _direct(weights, batch, h, d_y, d_h):
    """The gradient of the outputs, and of each state directly, through the outputs too."""
    if d_y is None and d_h is None:
        raise ValueError("backward needs d_y, d_h or both: the gradient of the loss, got neither")
    (states, _, n), (n_y, n_h), direct = h.shape, weights.W_hy.shape, np.zeros(h.shape)
    shape = *batch, states - 1, n_y
    d_y = time_first(np.zeros(shape) if d_y is None else array("d_y", d_y, *shape))
    np.matmul(d_y, weights.W_hy, out=direct[1:, :, -n_h:])
    if d_h is not None:
        direct += time_first(array("d_h", d_h, *batch, states, n))
    return d_y, direct

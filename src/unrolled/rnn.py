"""The recurrent layer: the loop over time, forward and backward, for a plain RNN, GRU or LSTM.

The type of the weights determines the cell; `unrolled.cells` has the formulas. Sequences are
(T, n_x), or (B, T, n_x) in a batch, or have any other leading axes, written `…`. States are
(…, T+1, n): `h[..., t, :]` is the state after t steps, `h[..., 0, :]` the initial state. n is n_h;
for an LSTM, whose state has the two vectors c and h, 2 n_h. The output depends on the last n_h
numbers of a state, which are h(t).
"""

import numpy as np

from unrolled.activations import activation_functions
from unrolled.cells import GRU, LSTM, Cell, ResetFirstGRU, Weights, sizes  # noqa: F401 (for users)
from unrolled.losses import evaluate
from unrolled.shapes import array, batch_first, rows, time_first
from unrolled.weights import gradient, gradient_by_step, input_pre_activations, stack


def step(weights: Cell, x, h, activation="tanh") -> np.ndarray:
    """Compute one time step: from x(t) (…, n_x) and the state h(t-1) (…, n), return h(t) (…, n).

    activation: "tanh", "relu", or "identity" for a linear RNN. Raises ValueError if shapes do not
    fit (there is no broadcasting) or a number is not finite.
    """
    n_x, n = sizes(weights)
    x = array("x", x, ..., n_x)
    h = array("h", h, *x.shape[:-1], n)
    if isinstance(weights, Weights):  # for one state, faster than `_step_rows`
        tanh, _ = activation_functions(activation)
        return tanh(x @ weights.W_xh.T + h @ weights.W_hh.T + weights.b_h)
    return _step_rows(weights, rows(x), rows(h), activation)[1].reshape(h.shape)


def unroll(weights: Cell, x, h0=None, activation="tanh") -> np.ndarray:
    """Return all states of sequences x (…, T, n_x): h (…, T+1, n), of which h[..., 0, :] is `h0`.

    h0: (…, n), the initial state of each sequence; None: zeros. Raises ValueError as `step` does.

    With all weights 1, the state is the running sum:

    >>> running_sum = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> unroll(running_sum, [[3], [1], [4]], activation="identity").ravel()
    array([0., 3., 4., 8.])
    """
    n_x, n = sizes(weights)
    x = array("x", x, ..., "T", n_x)
    batch = x.shape[:-2]
    h0 = 0 if h0 is None else rows(array("h0", h0, *batch, n))
    return batch_first(_forward(weights, time_first(x), h0, activation)[0], batch)


def readout(weights: Cell, h) -> np.ndarray:
    """Return the outputs y (…, n_y) of states h (…, n). Raises ValueError as `step` does."""
    return _outputs(weights, array("h", h, ..., sizes(weights)[1]))


def gates(weights: Cell, x, h, activation="tanh") -> dict[str, np.ndarray]:
    """Return the activations of each gate as {letter: (…, T, n_h)}, {} for a plain RNN.

    x (…, T, n_x), and h (…, T+1, n) as `unroll` returned it. Raises ValueError as `step` does.
    """
    batch, x, h = _validated(weights, x, h)
    a = _recomputed(weights, x, h, activation)
    return {letter: batch_first(a[k], batch) for letter, k in weights.gates.items()}


def backward(weights: Cell, x, h, d_y=None, d_h=None, activation="tanh") -> Cell:
    """Backpropagate through time: return the gradient with respect to the weights, of their type.

    x (…, T, n_x), and h (…, T+1, n) as `unroll` returned it. d_y (…, T, n_y) is the gradient of the
    loss with respect to `readout(weights, h[..., 1:, :])`, and d_h (…, T+1, n) its direct gradient
    with respect to each state, not through later states; None stands for zeros. The gradients of a
    batch are summed. Raises ValueError as `step` does.
    Werbos (1990), Backpropagation through time: what it does and how to do it.

    The running sum of two inputs is h(2) = W_hh W_xh x(1) + W_xh x(2); with respect to W_xh:

    >>> running_sum = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> x = [[3], [1]]
    >>> h = unroll(running_sum, x, activation="identity")
    >>> backward(running_sum, x, h, d_h=[[0], [0], [1]], activation="identity").W_xh
    array([[4.]])
    """
    _, x, h, d_y, _, d_a = _through_time(weights, x, h, d_y, d_h, activation)
    return gradient(weights, d_a, x, h, d_y)


def backward_by_step(
    weights: Cell, x, h, d_y=None, d_h=None, activation="tanh"
) -> tuple[tuple, np.ndarray, np.ndarray]:
    """Backpropagate as `backward` does, but return (steps, d_x, d_h).

    steps: arrays named as the weights, with a first axis T: steps.W_hh[t-1] is the gradient with
    respect to W_hh as step t uses it; the sum over this axis is `backward`'s gradient. d_x is
    (…, T, n_x). d_h (…, T+1, n) is the total gradient with respect to each state, through all later
    steps; d_h[..., 0, :] is that with respect to h0. Raises ValueError as `step` does.
    """
    batch, x, h, d_y, d, d_a = _through_time(weights, x, h, d_y, d_h, activation)
    steps = gradient_by_step(weights, d_a, x, h, d_y)
    W_x = rows(stack(weights, weights.from_x))
    return steps, batch_first(d_a[..., : len(W_x)] @ W_x, batch), batch_first(d, batch)


def value_and_gradient(weights: Cell, x, loss, *data, activation="tanh") -> tuple[float, Cell]:
    """Return the loss for x (…, T, n_x) and its gradient with respect to the weights.

    loss: `loss(y, *data)` of the outputs y (…, T, n_y), as in `unrolled.losses`. Faster than
    `unroll`, `readout` and `backward` in turn. Raises ValueError as `step` does.
    """
    x = array("x", x, ..., "T", sizes(weights)[0])
    batch, x = x.shape[:-2], time_first(x)
    h, a = _forward(weights, x, 0, activation)
    value, d_y = evaluate(loss, _outputs(weights, batch_first(h, batch)[..., 1:, :]), *data)
    d_y, d = _direct_gradients(weights, batch, h, d_y, None)
    return value, gradient(weights, _backward(weights, h, a, d, activation), x, h, d_y)


# The functions below do not validate. Time is the first axis: x (T, B, n_x), h (T+1, B, n). `a` are
# the activations of all steps, after `forward`: (k, T, B, n_h), for a plain RNN (T, B, n_h).


def _forward(weights, x, h0, activation):
    """Return all states, and the activations `a`."""
    h = np.empty((len(x) + 1, x.shape[1], weights.states * weights.W_hy.shape[1]))
    h[0] = h0
    a = input_pre_activations(weights, x, h[1:])
    W_h = stack(weights, weights.from_h).swapaxes(-1, -2).copy()
    before, (tanh, _) = h[0], activation_functions(activation)
    for a_t, after in zip(a, h[1:]):
        weights.forward(a_t, before, after, W_h, tanh)
        before = after
    return h, a.swapaxes(0, -3)


def _step_rows(weights, x, h, activation):
    """Compute one step for each row of x (N, n_x) and h (N, n): (activations, next states)."""
    after, W_h = np.empty(h.shape), stack(weights, weights.from_h).swapaxes(-1, -2)
    (a,) = input_pre_activations(weights, x[None], after[None])
    weights.forward(a, h, after, W_h, activation_functions(activation)[0])
    return a, after


def _backward(weights, h, a, d, activation):
    """Return d_a; `d`, the direct gradient with respect to each state, becomes the total one."""
    W_h = stack(weights, weights.from_h).reshape(-1, weights.W_hy.shape[1])
    slope_a, *direct = weights.slopes(a, h[:-1], h[1:], *activation_functions(activation))
    slope_a = slope_a.swapaxes(0, -3)
    k_n_h = len(weights.biases) * W_h.shape[1]
    d_a = np.empty((*h[1:, :, 0].shape, k_n_h))
    steps, d_after = (d_a, d[:-1], slope_a, *direct), d[-1]
    for d_a_t, d_before, *slopes in zip(*[v[::-1] for v in steps]):
        weights.backward(slopes, d_after, d_before, d_a_t, W_h)
        d_after = d_before
    return d_a


def _through_time(weights, x, h, d_y, d_h, activation):
    """Return the batch axes, x, h, d_y, the total gradient with respect to each state, and d_a."""
    batch, x, h = _validated(weights, x, h)
    d_y, d = _direct_gradients(weights, batch, h, d_y, d_h)
    a = _recomputed(weights, x, h, activation)
    return batch, x, h, d_y, d, _backward(weights, h, a, d, activation)


def _recomputed(weights, x, h, activation):
    """Return the activations `a` of given states."""
    if not weights.gates:
        return h[1:]
    a, _ = _step_rows(weights, rows(x), rows(h[:-1]), activation)
    return a.reshape(len(a), *x.shape[:2], a.shape[-1])


def _outputs(weights, h):
    return h[..., -weights.W_hy.shape[1] :] @ weights.W_hy.T + weights.b_y


def _validated(weights, x, h):
    n_x, n = sizes(weights)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    return batch, time_first(x), time_first(array("h", h, *batch, T + 1, n))


def _direct_gradients(weights, batch, h, d_y, d_h):
    """Return d_y, and the direct gradient with respect to each state, through d_y and d_h."""
    if d_y is None and d_h is None:
        raise ValueError("d_y or d_h needs the gradient of the loss, got None for both")
    (states, _, n), (n_y, n_h), direct = h.shape, weights.W_hy.shape, np.zeros(h.shape)
    shape = *batch, states - 1, n_y
    d_y = time_first(np.zeros(shape) if d_y is None else array("d_y", d_y, *shape))
    np.matmul(d_y, weights.W_hy, out=direct[1:, :, -n_h:])
    if d_h is not None:
        direct += time_first(array("d_h", d_h, *batch, states, n))
    return d_y, direct

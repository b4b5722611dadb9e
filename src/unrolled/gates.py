"""Recurrent layers with gates: the functions of `rnn` for a GRU or an LSTM, with the same axes.

The state of a GRU is h, n = n_h numbers. That of an LSTM is what it keeps and what it shows,
(c, h), in one vector of n = 2 n_h numbers; `split` takes it apart. So a trajectory is one array
(…, T+1, n), and pictures, players and training take it as they take any other. The last n_h numbers
of either are h, which the output is read off.
"""

from math import prod

import numpy as np

from unrolled.gated import GRU, LSTM, quarters
from unrolled.losses import judged
from unrolled.shapes import array, batch_first, rows, time_first


def split(state) -> tuple[np.ndarray, np.ndarray]:
    """An LSTM's state (…, 2 n_h) as (c, h), each (…, n_h). Raises ValueError where it is odd."""
    state = array("state", state, ..., "2 n_h")
    if state.shape[-1] % 2:
        raise ValueError(f"state needs c and h, an even number, got shape {state.shape}")
    c, h = np.split(state, 2, axis=-1)
    return c, h


def step(cell: GRU | LSTM, x, state) -> np.ndarray:
    """One time step: x(t) (…, n_x) and the state (…, n) before give the one after.

    Raises ValueError where shapes do not fit, nothing is broadcast, or a number is not finite.
    """
    n_x, n_h, n = _sizes(cell)
    x = array("x", x, ..., n_x)
    state = array("state", state, *x.shape[:-1], n)
    W_x, W_h, b = _stacked(cell)
    gates = _sums(x, W_x, b, n_h)
    cell.open(gates, state[..., -n_h:] @ W_h.T)
    return cell.after(gates, state)


def unroll(cell: GRU | LSTM, x, state0=None) -> np.ndarray:
    """The whole trajectory: x (…, T, n_x) gives the states (…, T+1, n), the first of them `state0`.

    state0: (…, n), one for every sequence; zeros if None. Raises ValueError as `step` does.
    """
    return _forward(cell, x, state0)[0]


def readout(cell: GRU | LSTM, state) -> np.ndarray:
    """The output y(t) (…, n_y) for each state (…, n). Raises ValueError as `step` does."""
    _, n_h, n = _sizes(cell)
    state = array("state", state, ..., n)
    return state[..., -n_h:] @ cell.W_hy.T + cell.b_y


def activations(cell: GRU | LSTM, x, state) -> dict[str, np.ndarray]:
    """The value of each gate: (…, T, n_h), from 0 to 1, by the gate's letter.

    x (…, T, n_x), and state (…, T+1, n) as `unroll` returned it. Raises ValueError as `step` does.
    """
    x, state = _read(cell, x, state)
    parts = quarters(_gates(cell, x, state[..., :-1, :]))
    return {letter: part for letter, part in zip(cell.by_x, parts) if letter in cell.gates}


def backward(cell: GRU | LSTM, x, state, d_y=None, d_state=None) -> GRU | LSTM:
    """Backpropagation through time: the gradient of a loss by all weights, of the cell's kind.

    x (…, T, n_x), and state (…, T+1, n) as `unroll` returned it. The loss is known by its
    gradients: d_y (…, T, n_y) by the outputs of all states but the first, and d_state (…, T+1, n)
    by each state directly, not through later ones; a None is zero. Sequences of a batch are summed.
    Raises ValueError as `step` does.
    """
    x, state = _read(cell, x, state)
    d_y, direct = _gradients(cell, state, d_y, d_state)
    x, state = time_first(x), time_first(state)
    return _backward(cell, x, state, _gates(cell, x, state[:-1]), d_y, direct)


def value_and_gradient(cell: GRU | LSTM, x, loss) -> tuple[float, GRU | LSTM]:
    """The loss of all outputs for x (…, T, n_x), and its gradient by all weights.

    loss: `loss(y)` returns a number and its gradient by y (…, T, n_y). The result is that of
    `unroll`, `readout` and `backward`, but the gates that `unroll` has computed are used again.
    Raises ValueError as `step` does.
    """
    state, gates = _forward(cell, x)
    value, d_y = judged(loss, readout(cell, state[..., 1:, :]))
    d_y, direct = _gradients(cell, state, d_y, None)
    x = time_first(np.asarray(x, dtype=float))
    return value, _backward(cell, x, time_first(state), gates, d_y, direct)


def _forward(cell, x, state0=None):
    """The states as `unroll` returns them, and the gates, time first: (T, B, 4 n_h)."""
    n_x, n_h, n = _sizes(cell)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    state = np.empty((T + 1, prod(batch), n))  # time first: every step is one contiguous block
    given = 0 if state0 is None else array("state0", state0, *batch, n).reshape(state[0].shape)
    state[0] = given
    W_x, W_h, b = _stacked(cell)
    gates = _sums(time_first(x), W_x, b, n_h)
    W_h_T = W_h.T.copy()  # rows in a row: BLAS is faster with it
    for t in range(T):
        cell.open(gates[t], state[t, :, -n_h:] @ W_h_T)
        state[t + 1] = cell.after(gates[t], state[t])
    return batch_first(state, batch), gates


def _backward(cell, x, state, gates, d_y, direct):
    """The gradient, all time first, over the `direct` ones by the states; gates are used up."""
    W_h, n_h = _stacked(cell)[1], len(cell.W_hy[0])
    # Derivatives into the memory of the gates, as new memory costs more than a product.
    d_a, d_u = gates[..., : len(W_h)], gates[..., -len(W_h) :]
    for t in reversed(range(len(gates))):
        direct[t, :, :n_h] += cell.before(gates[t], state[t], state[t + 1], direct[t + 1])
        direct[t, :, -n_h:] += d_u[t] @ W_h
    h = state[..., -n_h:]
    d_a, d_u, d_y, x, before, after = (rows(v) for v in (d_a, d_u, d_y, x, h[:-1], h[1:]))
    found = _apart("W_x", cell.by_x, d_a.T @ x) | _apart("W_h", cell.by_h, d_u.T @ before)
    found |= _apart("b_", cell.by_x, d_a.sum(0))
    if isinstance(cell, GRU):
        found["b_hh"] = d_u.sum(0)[-n_h:]
    return type(cell)(**found, W_hy=d_y.T @ after, b_y=d_y.sum(0))


def _gates(cell, x, state):
    """The gates (…, 4 n_h) for x (…, n_x) and the states before (…, n)."""
    W_x, W_h, b = _stacked(cell)
    n_h = W_h.shape[1]
    gates = _sums(x, W_x, b, n_h)
    cell.open(gates, state[..., -n_h:] @ W_h.T)
    return gates


def _sizes(cell):
    """n_x, n_h and the length n of a state."""
    if not isinstance(cell, GRU | LSTM):
        raise ValueError(f"cell needs a GRU or an LSTM, got {type(cell).__name__}")
    n_h, n_x = cell[0].shape
    return n_x, n_h, cell.parts * n_h


def _stacked(cell):
    """The weights of all gates below one another, for one product each: W_x, W_h and b."""
    parts = ("W_x", cell.by_x), ("W_h", cell.by_h), ("b_", cell.by_x)
    return [
        np.concatenate([getattr(cell, name + letter) for letter in letters])
        for name, letters in parts
    ]


def _apart(name, letters, stacked):
    """What was stacked, apart again, by the names of the weights."""
    return {name + letter: part for letter, part in zip(letters, np.split(stacked, len(letters)))}


def _sums(x, W_x, b, n_h):
    """What x (…, n_x) and the biases bring to all gates, in one product, in (…, 4 n_h)."""
    gates = np.empty((*x.shape[:-1], 4 * n_h))
    sums = rows(gates)[:, : len(b)]
    np.matmul(rows(x), W_x.T, out=sums)  # of three axes it would be a product for each step
    sums += b
    return gates


def _read(cell, x, state):
    n_x, _, n = _sizes(cell)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    return x, array("state", state, *batch, T + 1, n)


def _gradients(cell, state, d_y, d_state):
    """Time first: the gradient by the outputs, and by each state directly, through d_y too."""
    if d_y is None and d_state is None:
        needs = "d_y, d_state or both: the gradient of the loss"
        raise ValueError(f"backward needs {needs}, got neither")
    *batch, states, n = state.shape
    n_y, n_h = cell.W_hy.shape
    shape = (*batch, states - 1, n_y)
    d_y = time_first(np.zeros(shape) if d_y is None else array("d_y", d_y, *shape))
    direct = np.zeros((states, prod(batch), n))
    direct[1:, :, -n_h:] = d_y @ cell.W_hy
    if d_state is not None:
        direct += time_first(array("d_state", d_state, *state.shape))
    return d_y, direct

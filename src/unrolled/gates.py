"""Recurrent layers with gates: the functions of `rnn` for a GRU or an LSTM, with the same axes.

The state of a GRU is h, n = n_h numbers. That of an LSTM is what it keeps and what it shows,
(c, h), in one vector of n = 2 n_h numbers; `split` takes it apart. So a trajectory is one array
(…, T+1, n), and pictures, players and training take it as they take any other. The last n_h numbers
of either are h, which the output is read off.
"""

from math import prod

import numpy as np

from unrolled.gated import GRU, LSTM
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
    return cell.after(x @ W_x.T + b, state[..., -n_h:] @ W_h.T, state)


def unroll(cell: GRU | LSTM, x, state0=None) -> np.ndarray:
    """The whole trajectory: x (…, T, n_x) gives the states (…, T+1, n), the first of them `state0`.

    state0: (…, n), one for every sequence; zeros if None. Raises ValueError as `step` does.
    """
    n_x, n_h, n = _sizes(cell)
    x = array("x", x, ..., "T", n_x)
    *batch, T, _ = x.shape
    state = np.empty((T + 1, prod(batch), n))  # time first: every step is one contiguous block
    given = 0 if state0 is None else array("state0", state0, *batch, n).reshape(state[0].shape)
    state[0] = given
    W_x, W_h, b = _stacked(cell)
    a, W_h_T = _from_x(time_first(x), W_x, b), W_h.T.copy()
    for t in range(T):
        state[t + 1] = cell.after(a[t], state[t, :, -n_h:] @ W_h_T, state[t])
    return batch_first(state, batch)


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
    W_x, W_h, b = _stacked(cell)
    h = state[..., :-1, -W_h.shape[1] :]
    gates = cell.gates[:-1]  # the last letter is the candidate's
    return dict(zip(gates, cell.activations(x @ W_x.T + b, h @ W_h.T)))


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
    d_a, d_u = _through_time(cell, x, state, direct)
    h = state[..., -len(cell.W_hy[0]) :]
    d_a, d_u, d_y, x, before, after = (rows(v) for v in (d_a, d_u, d_y, x, h[:-1], h[1:]))
    found = _by_name(cell, d_a.T @ x, d_u.T @ before, d_a.sum(0))
    if isinstance(cell, GRU):
        found["b_hh"] = d_u.sum(0)[-len(cell.b_hh) :]
    return type(cell)(**found, W_hy=d_y.T @ after, b_y=d_y.sum(0))


def _through_time(cell, x, state, direct):
    """The gradients by what x and what the state brings to all gates, over the direct ones."""
    W_x, W_h, b = _stacked(cell)
    n_h, W_h_T = W_h.shape[1], W_h.T.copy()
    a = _from_x(x, W_x, b)
    d_a = a  # each step has read its a before it writes, and new memory costs more than a product
    d_u = np.empty_like(a) if isinstance(cell, GRU) else d_a
    for t in reversed(range(len(a))):
        u = state[t, :, -n_h:] @ W_h_T
        direct[t, :, :n_h] += cell.before(a[t], u, state[t], direct[t + 1], d_a[t], d_u[t])
        direct[t, :, -n_h:] += d_u[t] @ W_h
    return d_a, d_u


def _sizes(cell):
    """n_x, n_h and the length n of a state."""
    if not isinstance(cell, GRU | LSTM):
        raise ValueError(f"cell needs a GRU or an LSTM, got {type(cell).__name__}")
    n_h, n_x = cell[0].shape
    return n_x, n_h, cell.parts * n_h


def _stacked(cell):
    """The weights of all gates below one another, for one product each: W_x, W_h and b."""
    parts = [[getattr(cell, name + gate) for gate in cell.gates] for name in ("W_x", "W_h", "b_")]
    return [np.concatenate(part) for part in parts]


def _from_x(x, W_x, b):
    """What x (T, B, n_x) and the biases bring to all gates, (T, B, …): one product."""
    a = rows(x) @ W_x.T  # of three axes it would be a product for each step
    a += b
    return a.reshape(*x.shape[:-1], len(b))


def _by_name(cell, W_x, W_h, b):
    """What was stacked, apart again, by the names of the weights."""
    count = len(cell.gates)
    stacked = {"W_x": W_x, "W_h": W_h, "b_": b}
    return {
        name + gate: part
        for name, whole in stacked.items()
        for gate, part in zip(cell.gates, np.split(whole, count))
    }


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

"""GRU and LSTM: their weights, and the formulas of one step and of its derivatives.

`unrolled.gates` has the functions that read sequences with them. In all formulas
σ(a) = 1 / (1 + exp(-a)), and ⊙ multiplies number by number. In the code `gates` (…, 4 n_h) has four
parts side by side, in one memory: first the sums that x and the biases bring to the gates; of these
and of u, which h brings, `open` makes what the gates say; of that `before` makes derivatives.
"""

from typing import NamedTuple

import numpy as np

from unrolled.weights import Checked


class GRUArrays(NamedTuple):
    """The names of a GRU's weights: of the gates r and z, of the candidate, of the output."""

    W_xr: np.ndarray
    W_hr: np.ndarray
    b_r: np.ndarray
    W_xz: np.ndarray
    W_hz: np.ndarray
    b_z: np.ndarray
    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    b_hh: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray


class GRU(Checked, GRUArrays):  # type: ignore[misc]  # as in `Weights`
    """A gated recurrent unit; also the shape of a gradient by its weights.

    The gate r resets, the gate z says how much is kept. For x of x(t) and h of h(t-1):
    r = σ(W_xr x + W_hr h + b_r), z = σ(W_xz x + W_hz h + b_z),
    h(t) = z ⊙ h + (1 - z) ⊙ tanh(W_xh x + b_h + r ⊙ (W_hh h + b_hh)).

    Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for statistical
    machine translation, of which z has its sign. The paper has W_hh (r ⊙ h), "reset before"; here
    the reset comes after the product, as in PyTorch, in cuDNN and by default in Keras, so that one
    product with h serves all three.
    """

    __slots__ = ()
    gates = "rz"
    by_x, by_h = "hrz", "rzh"  # the order of the sums: so either's derivatives lie side by side
    parts = 1  # how many numbers of the state there are for each unit

    def open(self, gates, u):
        """Turn the sums (…, 3 n_h) into the candidate, r, z, and what r multiplies."""
        n_h = len(self.b_h)
        candidate, r, _, inner = quarters(gates)
        both = gates[..., n_h : 3 * n_h]
        both += u[..., : 2 * n_h]
        sigmoid(both)
        np.add(u[..., 2 * n_h :], self.b_hh, out=inner)
        candidate += r * inner
        np.tanh(candidate, out=candidate)

    def after(self, gates, h):
        """The state after this step, of the one before."""
        candidate, _, z, _ = quarters(gates)
        return candidate + z * (h - candidate)

    def before(self, gates, h, after, d_h):
        """What z keeps of the derivative d_h by the state `after`, for h, the one before: (…, n_h).

        Its way through u is not in it. gates become the derivatives: the first 3 n_h by the sums,
        the last 3 n_h by u.
        """
        candidate, r, z, inner = quarters(gates)
        kept = z * d_h
        d_candidate = (d_h - kept) * (1 - candidate * candidate)
        d_z = kept * (h - candidate) * (1 - z)
        d_r = d_candidate * inner * r * (1 - r)
        np.concatenate([d_candidate, d_r, d_z, d_candidate * r], axis=-1, out=gates)
        return kept


class LSTMArrays(NamedTuple):
    """The names of an LSTM's weights: of the gates i, f, o, of the candidate, of the output."""

    W_xi: np.ndarray
    W_hi: np.ndarray
    b_i: np.ndarray
    W_xf: np.ndarray
    W_hf: np.ndarray
    b_f: np.ndarray
    W_xo: np.ndarray
    W_ho: np.ndarray
    b_o: np.ndarray
    W_xc: np.ndarray
    W_hc: np.ndarray
    b_c: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray


class LSTM(Checked, LSTMArrays):  # type: ignore[misc]
    """A long short-term memory; also the shape of a gradient by its weights.

    The gates i, f and o say how much is written, kept and shown. For x of x(t), (c, h) of t-1:
    i = σ(W_xi x + W_hi h + b_i), and f and o likewise;
    c(t) = f ⊙ c + i ⊙ tanh(W_xc x + W_hc h + b_c), h(t) = o ⊙ tanh(c(t)).

    Hochreiter and Schmidhuber (1997), Long short-term memory; the gate f is that of Gers,
    Schmidhuber and Cummins (2000), Learning to forget: continual prediction with LSTM.
    """

    __slots__ = ()
    gates = "ifo"
    by_x = by_h = "ifoc"
    parts = 2

    def open(self, gates, u):
        """Turn the sums into i, f, o and the candidate."""
        n = 3 * len(self.b_c)
        gates += u
        sigmoid(gates[..., :n])
        np.tanh(gates[..., n:], out=gates[..., n:])

    def after(self, gates, state):
        """The state (c, h) after this step, of the one before."""
        i, f, o, candidate = quarters(gates)
        c = f * state[..., : len(self.b_c)] + i * candidate
        return np.concatenate([c, o * np.tanh(c)], axis=-1)

    def before(self, gates, state, after, d_state):
        """What f keeps of the derivative d_state by the state `after`, for c before: (…, n_h).

        Its way through u is not in it. gates become the derivatives by the sums, and by u.
        """
        n_h = len(self.b_c)
        i, f, o, candidate = quarters(gates)
        c, shown, d_h = state[..., :n_h], np.tanh(after[..., :n_h]), d_state[..., n_h:]
        d_c = d_state[..., :n_h] + d_h * o * (1 - shown * shown)
        kept, n = f * d_c, 3 * n_h
        slopes = gates[..., :n] * (1 - gates[..., :n]), 1 - candidate * candidate
        np.concatenate([d_c * candidate, d_c * c, d_h * shown, d_c * i], axis=-1, out=gates)
        gates[..., :n] *= slopes[0]
        gates[..., n:] *= slopes[1]
        return kept


def quarters(gates):
    """The four parts that `gates` (…, 4 n_h) has side by side, each (…, n_h)."""
    n = gates.shape[-1] // 4
    return [gates[..., k * n : (k + 1) * n] for k in range(4)]


def sigmoid(a):
    """Make each number a of an array 1 / (1 + exp(-a)), which is (1 + tanh(a / 2)) / 2."""
    a *= 0.5
    np.tanh(a, out=a)  # unlike exp(-a) it cannot overflow
    a += 1
    a *= 0.5

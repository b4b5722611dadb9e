"""GRU and LSTM: their weights, and the formulas of one step and of its derivatives.

`unrolled.gates` has the functions that read sequences with them. In all formulas
σ(a) = 1 / (1 + exp(-a)), and ⊙ multiplies number by number. In the code `a` is what the inputs and
the biases bring to all gates, and `u` what the state brings, side by side, as one product each.
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
    gates = ("r", "z", "h")
    parts = 1  # how many numbers of the state there are for each unit

    def activations(self, a, u):
        """The gates r and z, what r multiplies, and the candidate, each (…, n_h)."""
        n_h = len(self.b_h)
        both = a[..., : 2 * n_h] + u[..., : 2 * n_h]
        sigmoid(both, out=both)
        r, z = both[..., :n_h], both[..., n_h:]
        inner = u[..., 2 * n_h :] + self.b_hh
        return r, z, inner, np.tanh(a[..., 2 * n_h :] + r * inner)

    def after(self, a, u, h):
        """The state after this step, of the one before."""
        _, z, _, candidate = self.activations(a, u)
        return z * h + (1 - z) * candidate

    def before(self, a, u, h, d_h, d_a, d_u):
        """What is kept of the derivative d_h by the state after, for h, the state before: (…, n_h).

        Its way through u is not in it. d_a and d_u (…, 3 n_h) are filled with the derivatives by a
        and u.
        """
        r, z, inner, candidate = self.activations(a, u)
        d_candidate = d_h * (1 - z) * (1 - candidate**2)
        d_r = d_candidate * inner * r * (1 - r)
        d_z = d_h * (h - candidate) * z * (1 - z)
        np.concatenate([d_r, d_z, d_candidate], axis=-1, out=d_a)
        np.concatenate([d_r, d_z, d_candidate * r], axis=-1, out=d_u)
        return z * d_h


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
    gates = ("i", "f", "o", "c")
    parts = 2

    def activations(self, a, u):
        """The gates i, f and o and the candidate, each (…, n_h)."""
        n_h, total = len(self.b_c), a + u
        gates, candidate = total[..., : 3 * n_h], total[..., 3 * n_h :]
        sigmoid(gates, out=gates)
        np.tanh(candidate, out=candidate)
        return gates[..., :n_h], gates[..., n_h : 2 * n_h], gates[..., 2 * n_h :], candidate

    def after(self, a, u, state):
        """The state (c, h) after this step, of the one before."""
        i, f, o, candidate = self.activations(a, u)
        c = f * state[..., : len(self.b_c)] + i * candidate
        return np.concatenate([c, o * np.tanh(c)], axis=-1)

    def before(self, a, u, state, d_state, d_a, d_u):
        """What is kept of the derivative d_state by the state after, for c before: (…, n_h).

        Its way through u is not in it. state is the one before. d_a, which is d_u, (…, 4 n_h) is
        filled with the derivative by a and by u.
        """
        i, f, o, candidate = self.activations(a, u)
        n_h = len(self.b_c)
        c, d_c, d_h = state[..., :n_h], d_state[..., :n_h], d_state[..., n_h:]
        shown = np.tanh(f * c + i * candidate)
        d_c = d_c + d_h * o * (1 - shown**2)
        d_i = d_c * candidate * i * (1 - i)
        d_f = d_c * c * f * (1 - f)
        d_o = d_h * shown * o * (1 - o)
        np.concatenate([d_i, d_f, d_o, d_c * i * (1 - candidate**2)], axis=-1, out=d_a)
        return f * d_c


def sigmoid(a, out=None):
    """1 / (1 + exp(-a)), each number by itself."""
    s = np.negative(a, out=out)
    with np.errstate(over="ignore"):  # 1 / infinity is the 0 that is meant
        np.exp(s, out=s)
    s += 1
    return np.divide(1, s, out=s)

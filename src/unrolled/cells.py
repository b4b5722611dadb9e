"""The three cells: a plain RNN, a GRU and an LSTM, each a formula and its derivative.

The type of the weights is the cell. In all formulas x is x(t), h and c are those of t-1,
σ(a) = 1 / (1 + exp(-a)), and ⊙ multiplies number by number.

The methods are what `unrolled.rnn` calls in its loops over time. `a` (k, …, n_h) are the k sums
inside σ and tanh, of a plain RNN (…, n_h); a state is (…, n_h), c and h of an LSTM (…, 2 n_h). The
axis before the last are the sequences. `tanh` is the activation, or what stands in its place.

- `forward(a, before, after, W_h, tanh)` writes the state after a step. `a` comes with what x and
  the biases bring, and becomes what the gates say. W_h are the matrices from h, transposed.
- `slopes(a, before, after, tanh, slope)` are the partial derivatives of a step: first those by the
  sums, then those that go past them. slope: the derivative of tanh, by what tanh has returned.
- `backward(slopes, d_after, d_before, d_a, W_h)` is the chain rule: of the gradient by the state
  after a step it writes that by the sums, side by side, into d_a (B, k n_h), and adds to `d_before`
  what reaches the state before it. W_h are the matrices from h below one another.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from unrolled.weights import cell

# name: (tanh, or what stands in its place; its derivative written in terms of its output)
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "identity": (np.positive, np.ones_like),
}


@cell(x="h", h="h", b="h")
class Weights(NamedTuple):
    """The weights of a plain RNN; also the shape of a gradient by them.

    h(t) = tanh(W_xh x + W_hh h + b_h), y(t) = W_hy h(t) + b_y.

    W_xh (n_h, n_x), W_hh (n_h, n_h), b_h (n_h,), W_hy (n_y, n_h), b_y (n_y,): each matrix stands
    left of a column vector. An RNN without outputs has n_y = 0. Raises ValueError where a shape
    does not fit or a number is not finite.
    """

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray

    def forward(self, a, before, after, W_h, tanh):
        """h(t) = tanh(a)."""
        a += before.dot(W_h)
        tanh(a, out=after)

    def slopes(self, a, before, after, tanh, slope):
        """∂h(t)/∂a."""
        return (slope(after),)

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """All goes through the sum."""
        np.multiply(slopes[0], d_after, out=d_a)
        d_before += d_a.dot(W_h)


@cell(x="hrz", h="rzh", b=("h", "r", "z", "hh"), gates="rz")
class GRU(NamedTuple):
    """The weights of a gated recurrent unit; also the shape of a gradient by them.

    The gate r resets, the gate z says how much is kept:
    r = σ(W_xr x + W_hr h + b_r), z = σ(W_xz x + W_hz h + b_z),
    candidate = tanh(W_xh x + b_h + r ⊙ (W_hh h + b_hh)), h(t) = z ⊙ h + (1 - z) ⊙ candidate.

    Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for statistical
    machine translation, of which z has its sign. The paper has W_hh (r ⊙ h), "reset before"; here
    the reset comes after the product, as in PyTorch, in cuDNN and by default in Keras, so that one
    product with h serves all three. Raises as `Weights`.
    """

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

    def forward(self, a, before, after, W_h, tanh):
        """h(t) = candidate + z ⊙ (h - candidate)."""
        candidate, r, z, inner = a
        a[1:] += before @ W_h
        sigmoid(a[1:3])
        candidate += r * inner
        tanh(candidate, out=candidate)
        np.add(candidate, z * (before - candidate), out=after)

    def slopes(self, a, before, after, tanh, slope):
        """∂h(t)/∂a, and what z keeps of h."""
        candidate, r, z, inner = a
        by_candidate, keep = (1 - z) * slope(candidate), z.copy()
        by_r, by_inner = by_candidate * inner * (r * (1 - r)), by_candidate * r
        a[2] = (before - candidate) * (z * (1 - z))
        a[0], a[1], a[3] = by_candidate, by_r, by_inner
        return a, keep

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """Past the sums, and through them."""
        by_sums, keep = slopes
        np.multiply(by_sums, d_after, out=one_by_one(d_a))
        d_before += keep * d_after
        d_before += d_a[:, keep.shape[1] :].dot(W_h)


@cell(x="oifc", h="oifc", b="oifc", gates="ifo", parts=2)
class LSTM(NamedTuple):
    """The weights of a long short-term memory; also the shape of a gradient by them.

    The gates i, f and o say how much is written, kept and shown:
    i = σ(W_xi x + W_hi h + b_i), and f and o likewise, candidate = tanh(W_xc x + W_hc h + b_c),
    c(t) = f ⊙ c + i ⊙ candidate, h(t) = o ⊙ tanh(c(t)).

    Hochreiter and Schmidhuber (1997), Long short-term memory; f is that of Gers, Schmidhuber and
    Cummins (2000), Learning to forget: continual prediction with LSTM. Raises as `Weights`.
    """

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

    def forward(self, a, before, after, W_h, tanh):
        """c(t) and h(t)."""
        (c, h), (c_after, h_after) = halves(before), halves(after)
        o, i, f, candidate = a
        a += h @ W_h
        sigmoid(a[:3])
        tanh(candidate, out=candidate)
        np.add(f * c, i * candidate, out=c_after)
        np.multiply(o, tanh(c_after), out=h_after)

    def slopes(self, a, before, after, tanh, slope):
        """∂h(t)/∂a of o, ∂c(t)/∂a of the others, then ∂h(t)/∂c(t), and what f keeps of c."""
        (c, _), (c_after, _) = halves(before), halves(after)
        o, i, f, candidate = a
        shown, keep = tanh(c_after), f.copy()
        h_by_c = o * slope(shown)
        a[0] = shown * (o * (1 - o))
        a[2] = c * (f * (1 - f))
        a[1], a[3] = candidate * (i * (1 - i)), i * slope(candidate)
        return a, h_by_c, keep

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """What h gets goes on to c."""
        (by_sums, h_by_c, keep), parts = slopes, one_by_one(d_a)
        (d_c, d_h), (d_c_before, d_h_before) = halves(d_after), halves(d_before)
        d_c = d_c + d_h * h_by_c
        np.multiply(by_sums[0], d_h, out=parts[0])
        np.multiply(by_sums[1:], d_c, out=parts[1:])
        d_c_before += keep * d_c
        d_h_before += d_a.dot(W_h)


def activated(name):
    """The activation of this name, and its derivative; ValueError where there is none."""
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation needs one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def halves(state):
    """A state (…, 2 n_h) of an LSTM as c and h."""
    n_h = state.shape[-1] // 2
    return state[..., :n_h], state[..., n_h:]


def one_by_one(d_a):
    """(B, 4 n_h) as (4, B, n_h), in the same memory."""
    return d_a.reshape(len(d_a), 4, d_a.shape[1] // 4).swapaxes(0, 1)


def sigmoid(a):
    """Make each number a of an array 1 / (1 + exp(-a)), which is (1 + tanh(a / 2)) / 2."""
    a *= 0.5
    np.tanh(a, out=a)  # unlike exp(-a) it cannot overflow
    a += 1
    a *= 0.5

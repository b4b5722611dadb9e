"""The cells: formulas and derivatives of a plain RNN, a GRU and an LSTM.

The type of the weights determines the cell. In the formulas x is x(t), h and c are those of t-1,
σ(a) = 1 / (1 + exp(-a)), and ⊙ is the elementwise product.

`unrolled.rnn` calls three methods of the cells. States are (B, n_h), those of an LSTM (B, 2 n_h)
with c before h. The pre-activations `a`, the arguments of σ and tanh, are (k, B, n_h), for a plain
RNN (B, n_h). `tanh` is the activation function and `slope` its derivative, as in `ACTIVATIONS`.

- `forward(a, before, after, W_h, tanh)` computes the state `after` from the state `before`. `a`
  arrives with the contributions of x and the biases, and is replaced by the activations; a GRU
  leaves W_hh h + b_hh as it is. W_h are the matrices W_h…, stacked and transposed.
- `slopes(a, before, after, tanh, slope)` returns the partial derivatives of a step: first those
  with respect to the pre-activations, then the direct ones between states.
- `backward(slopes, d_after, d_before, d_a, W_h)` applies the chain rule: from the gradient d_after
  with respect to the state after a step it computes that with respect to the pre-activations,
  d_a (B, k n_h), and adds that with respect to the state before to d_before.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from unrolled.weights import weight_type

# name: (function, its derivative as a function of its output)
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "identity": (np.positive, np.ones_like),
}


@weight_type(x="h", h="h", b="h")
class Weights(NamedTuple):
    """The weights of a plain RNN, or a gradient with respect to them.

    h(t) = tanh(W_xh x + W_hh h + b_h), y(t) = W_hy h(t) + b_y.

    W_xh (n_h, n_x), W_hh (n_h, n_h), b_h (n_h,), W_hy (n_y, n_h), b_y (n_y,); n_y = 0 for an RNN
    without outputs. Raises ValueError if a shape does not fit or a number is not finite.
    """

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray

    def forward(self, a, before, after, W_h, tanh):
        """Compute h(t) = tanh(a)."""
        a += before.dot(W_h)
        tanh(a, out=after)

    def slopes(self, a, before, after, tanh, slope):
        """Return ∂h(t)/∂a."""
        return (slope(after),)

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """Propagate through the pre-activation."""
        np.multiply(slopes[0], d_after, out=d_a)
        d_before += d_a.dot(W_h)


@weight_type(x="hrz", h="rzh", b=("h", "r", "z", "hh"), gates="rz")
class GRU(NamedTuple):
    """The weights of a gated recurrent unit, or a gradient with respect to them.

    r is the reset gate, z the update gate:
    r = σ(W_xr x + W_hr h + b_r), z = σ(W_xz x + W_hz h + b_z),
    candidate = tanh(W_xh x + b_h + r ⊙ (W_hh h + b_hh)), h(t) = z ⊙ h + (1 - z) ⊙ candidate.

    Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for statistical
    machine translation; z = 1 keeps the state, as there. The paper resets before the product,
    W_hh (r ⊙ h); here the reset comes after it, as in PyTorch, cuDNN and Keras's default, so that
    one product with h is enough. Raises as `Weights` does.
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
        """Compute h(t) = candidate + z ⊙ (h - candidate)."""
        candidate, r, z, inner = a
        a[1:] += before @ W_h
        sigmoid(a[1:3])
        candidate += r * inner
        tanh(candidate, out=candidate)
        np.add(candidate, z * (before - candidate), out=after)

    def slopes(self, a, before, after, tanh, slope):
        """Return ∂h(t)/∂a, and the direct derivative z of h(t) with respect to h."""
        candidate, r, z, inner = a
        direct, d_candidate = z.copy(), (1 - z) * slope(candidate)
        d_r, d_inner = d_candidate * inner * (r * (1 - r)), d_candidate * r
        a[2] = (before - candidate) * (z * (1 - z))
        a[0], a[1], a[3] = d_candidate, d_r, d_inner
        return a, direct

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """Propagate directly, and through the pre-activations."""
        slope_a, direct = slopes
        np.multiply(slope_a, d_after, out=split_vectors(d_a))
        d_before += direct * d_after
        d_before += d_a[:, direct.shape[1] :].dot(W_h)


@weight_type(x="oifc", h="oifc", b="oifc", gates="ifo", states=2)
class LSTM(NamedTuple):
    """The weights of a long short-term memory, or a gradient with respect to them.

    i is the input gate, f the forget gate, o the output gate:
    i = σ(W_xi x + W_hi h + b_i), and f and o likewise, candidate = tanh(W_xc x + W_hc h + b_c),
    c(t) = f ⊙ c + i ⊙ candidate, h(t) = o ⊙ tanh(c(t)).

    Hochreiter and Schmidhuber (1997), Long short-term memory; f is that of Gers, Schmidhuber and
    Cummins (2000), Learning to forget: continual prediction with LSTM. Raises as `Weights` does.
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
        """Compute c(t) and h(t)."""
        (c, h), (c_after, h_after) = split_state(before), split_state(after)
        o, i, f, candidate = a
        a += h @ W_h
        sigmoid(a[:3])
        tanh(candidate, out=candidate)
        np.add(f * c, i * candidate, out=c_after)
        np.multiply(o, tanh(c_after), out=h_after)

    def slopes(self, a, before, after, tanh, slope):
        """Return ∂h(t)/∂a of o and ∂c(t)/∂a of the others, then ∂h(t)/∂c(t) and ∂c(t)/∂c."""
        (c, _), (c_after, _) = split_state(before), split_state(after)
        o, i, f, candidate = a
        direct, activated = f.copy(), tanh(c_after)
        slope_h = o * slope(activated)
        a[0] = activated * (o * (1 - o))
        a[2] = c * (f * (1 - f))
        a[1], a[3] = candidate * (i * (1 - i)), i * slope(candidate)
        return a, slope_h, direct

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """Propagate from h(t) to c(t) first."""
        (slope_a, slope_h, direct), vectors = slopes, split_vectors(d_a)
        (d_c, d_h), (d_c_before, d_h_before) = split_state(d_after), split_state(d_before)
        d_c = d_c + d_h * slope_h
        np.multiply(slope_a[0], d_h, out=vectors[0])
        np.multiply(slope_a[1:], d_c, out=vectors[1:])
        d_c_before += direct * d_c
        d_h_before += d_a.dot(W_h)


def activation_functions(name):
    """Return the activation function of this name and its derivative. Raises ValueError."""
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation needs one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def split_state(state):
    """Return c and h of an LSTM's state (…, 2 n_h)."""
    n_h = state.shape[-1] // 2
    return state[..., :n_h], state[..., n_h:]


def split_vectors(d_a):
    """Return a view (4, B, n_h) of (B, 4 n_h)."""
    return d_a.reshape(len(d_a), 4, d_a.shape[1] // 4).swapaxes(0, 1)


def sigmoid(a):
    """Replace a by 1 / (1 + exp(-a)) = (1 + tanh(a / 2)) / 2, in place."""
    a *= 0.5
    np.tanh(a, out=a)  # unlike exp(-a), cannot overflow
    a += 1
    a *= 0.5

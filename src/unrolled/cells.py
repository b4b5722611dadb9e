"""The cells: formulas and derivatives of a plain RNN, two kinds of GRU, and an LSTM.

The type of the weights determines the cell. In the formulas x is x(t), h and c are those of t-1,
σ(a) = 1 / (1 + exp(-a)), and ⊙ is the elementwise product. `unrolled.rnn` calls three methods.
States are (B, n_h), those of an LSTM (B, 2 n_h) with c before h. The pre-activations `a`, the
arguments of σ and tanh, are (k, B, n_h), for a plain RNN (B, n_h). `tanh` is the activation
function and `slope` its derivative, as in `unrolled.activations`.

- `forward(a, before, after, W_h, tanh)` computes the state `after`. At first `a` holds the parts of
  x and the biases, and then the activations (of a GRU's W_hh h + b_hh, the number itself). W_h
  are the matrices W_h…, stacked and transposed.
- `slopes(a, before, after, tanh, slope)` returns the local derivatives of a step: with respect to
  the pre-activations, and, from state to state where no matrix is in between, z or f. It may
  overwrite `a`.
- `backward(slopes, d_after, d_before, d_a, W_h)` applies the chain rule. From d_after, the gradient
  with respect to the state after a step, it writes that with respect to the pre-activations into
  d_a (B, k n_h), and adds that with respect to the state before to d_before.
"""

from collections import namedtuple

import numpy as np

from unrolled.activations import sigmoid
from unrolled.weights import weight_type


@weight_type(x="h", h="h", b="h")
class Weights(namedtuple("Weights", "W_xh W_hh b_h W_hy b_y")):
    """The weights of a plain RNN, or a gradient with respect to them.

    h(t) = tanh(W_xh x + W_hh h + b_h), y(t) = W_hy h(t) + b_y.

    W_xh (n_h, n_x), W_hh (n_h, n_h), b_h (n_h,), W_hy (n_y, n_h), b_y (n_y,); n_y = 0 for an RNN
    without outputs. Raises ValueError if a shape does not fit or a number is not finite.
    """

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
class GRU(namedtuple("GRU", "W_xr W_hr b_r W_xz W_hz b_z W_xh W_hh b_h b_hh W_hy b_y")):
    """The weights of a gated recurrent unit, or a gradient with respect to them.

    r is the reset gate, z the update gate:
    r = σ(W_xr x + W_hr h + b_r), z = σ(W_xz x + W_hz h + b_z),
    candidate = tanh(W_xh x + b_h + r ⊙ (W_hh h + b_hh)), h(t) = z ⊙ h + (1 - z) ⊙ candidate.

    Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for statistical
    machine translation; z = 1 keeps the state, as there. They reset before the product with W_hh,
    as `ResetFirstGRU`; here it is after, as in PyTorch and cuDNN. Raises as `Weights` does.
    """

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


@weight_type(x="hrz", h="hrz", b="hrz", gates="rz")
class ResetFirstGRU(namedtuple("GRU", "W_xr W_hr b_r W_xz W_hz b_z W_xh W_hh b_h W_hy b_y")):
    """The weights of a GRU that resets before the product, or a gradient with respect to them.

    candidate = tanh(W_xh x + W_hh (r ⊙ h) + b_h); r, z and h(t) are those of a `GRU`. This is the
    formula of Cho et al. (2014), Keras with reset_after=False, Haiku, and ONNX by default.
    """

    def forward(self, a, before, after, W_h, tanh):
        """Compute h(t) = candidate + z ⊙ (h - candidate)."""
        candidate, r, z = a
        a[1:] += before @ W_h[1:]
        sigmoid(a[1:])
        candidate += (r * before) @ W_h[0]
        tanh(candidate, out=candidate)
        np.add(candidate, z * (before - candidate), out=after)

    def slopes(self, a, before, after, tanh, slope):
        """Return ∂(r ⊙ h)/∂a for r and ∂h(t)/∂a for the others, in one array; then z; then r."""
        candidate, r, z = a
        d_z = (before - candidate) * (z * (1 - z))
        return np.array([(1 - z) * slope(candidate), before * (r * (1 - r)), d_z]), z, r

    def backward(self, slopes, d_after, d_before, d_a, W_h):
        """Propagate through the candidate first, then through the gates."""
        (slope_a, direct, r), vectors, n_h = slopes, split_vectors(d_a, 3), d_after.shape[1]
        np.multiply(slope_a[::2], d_after, out=vectors[::2])
        d_reset = vectors[0] @ W_h[:n_h]
        np.multiply(slope_a[1], d_reset, out=vectors[1])
        d_before += direct * d_after + r * d_reset + d_a[:, n_h:] @ W_h[n_h:]

    def reset(self, x, h):
        """Return r ⊙ h, which W_hh multiplies."""
        return sigmoid(x @ self.W_xr.T + h @ self.W_hr.T + self.b_r) * h


@weight_type(x="oifc", h="oifc", b="oifc", gates="ifo", states=2)
class LSTM(namedtuple("LSTM", "W_xi W_hi b_i W_xf W_hf b_f W_xo W_ho b_o W_xc W_hc b_c W_hy b_y")):
    """The weights of a long short-term memory, or a gradient with respect to them.

    i is the input gate, f the forget gate, o the output gate:
    i = σ(W_xi x + W_hi h + b_i), and f and o likewise, candidate = tanh(W_xc x + W_hc h + b_c),
    c(t) = f ⊙ c + i ⊙ candidate, h(t) = o ⊙ tanh(c(t)).

    Hochreiter and Schmidhuber (1997), Long short-term memory; f is that of Gers, Schmidhuber and
    Cummins (2000), Learning to forget: continual prediction with LSTM. Raises as `Weights` does.
    """

    def forward(self, a, before, after, W_h, tanh):
        """Compute c(t) and h(t)."""
        (c, h), (c_after, h_after) = split_state(before), split_state(after)
        o, i, f, candidate = a
        a += h @ W_h
        sigmoid(a[:3])
        tanh(candidate, out=candidate)
        c_after[:] = f * c + i * candidate
        h_after[:] = o * tanh(c_after)

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


Cell = Weights | GRU | ResetFirstGRU | LSTM


def sizes(weights):
    """Return n_x and the length n of a state. Raises ValueError unless given weights of a cell."""
    if type(weights) not in Cell.__args__:
        needs = "a Weights(W_xh, W_hh, b_h, W_hy, b_y), a GRU, a ResetFirstGRU or an LSTM"
        raise ValueError(f"weights needs {needs}, got {type(weights).__name__}")
    n_h, n_x = weights[0].shape
    return n_x, weights.states * n_h


def split_state(state):
    """Return c and h of an LSTM's state (…, 2 n_h)."""
    n_h = state.shape[-1] // 2
    return state[..., :n_h], state[..., n_h:]


def split_vectors(d_a, k=4):
    """Return a view (k, B, n_h) of (B, k n_h)."""
    return d_a.reshape(len(d_a), k, d_a.shape[1] // k).swapaxes(0, 1)

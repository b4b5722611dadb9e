"""Shared by all weight types: shape checks, read-only arrays, random initialisation, gradients.

The pre-activations of a step, the arguments of σ and tanh, are k vectors of length n_h. Gradients
with respect to them, d_a (…, k n_h), have these vectors side by side.
"""

from collections import namedtuple
from functools import cache, wraps

import numpy as np

from unrolled.shapes import array, finite, generator, rows, whole


def weight_type(*, x, h, b, gates="", states=1):
    """Decorate the NamedTuple of a cell's weights: check shapes, and make the arrays read-only.

    The name of a weight determines its shape: W_x… (n_h, n_x), W_h… (n_h, n_h), b_… (n_h,), except
    W_hy (n_y, n_h) and b_y (n_y,). An instance copies its arrays, so other functions need not check
    them again. Creating one raises ValueError if a shape does not fit or a number is not finite.

    x, h, b: suffixes of the weights W_x…, W_h… and b_… in the order of the pre-activations, that
    of sigmoid gates side by side. x contributes to the first len(x) of them, h to the last len(h).
    gates: suffixes of the gates. states: the number of state vectors.
    """

    def decorate(kind):
        new = kind.__new__

        @wraps(new)
        def validated(cls, *args, **kwargs):
            given = new(cls, *args, **kwargs)._asdict()
            return tuple.__new__(cls, [_read_only(v.copy()) for v in _validated(given)])

        kind.__new__ = staticmethod(validated)
        kind._make = classmethod(lambda cls, values: cls(*values))  # called by `_replace`
        kind.random = classmethod(random)
        kind.from_x, kind.from_h = [f"W_x{gate}" for gate in x], [f"W_h{gate}" for gate in h]
        kind.biases = [f"b_{gate}" for gate in b]
        names = [*kind.from_x, *kind.from_h, *kind.biases, "W_hy", "b_y"]
        kind.order = [names.index(name) for name in kind._fields]
        kind.gates, kind.states = {gate: b.index(gate) for gate in gates}, states
        return kind

    return decorate


def to_vector(weights) -> np.ndarray:
    """Return all numbers of a tuple of arrays as one vector: its own, if they are views of one."""
    base = weights[0].base if hasattr(weights, "from_h") else None
    return np.concatenate(weights, axis=None) if base is None else base


def from_vector(numbers, kind, like):
    """Return a tuple of read-only views of a vector, with the shapes of `like`."""
    _read_only(numbers)
    parts, end = [], 0
    for v in like:
        start, end = end, end + v.size
        parts.append(numbers[start:end].reshape(v.shape))
    return tuple.__new__(kind, parts)


def random(
    cls,
    n_x: int,
    n_h: int,
    n_y: int,
    *,
    rng: np.random.Generator,
    spectral_radius: float | None = None,
):
    """Return weights with Gaussian matrices of variance 1 / (number of columns) and zero biases.

    The pre-activations then have a size of about 1, and the eigenvalues of the matrices W_h… fill
    the unit disc (Girko's circular law); `spectral_radius` rescales each to this largest modulus.
    Raises ValueError for an invalid size or radius.
    """
    sizes = whole("n_x", n_x, 1), whole("n_h", n_h, 1), whole("n_y", n_y, 0)
    if spectral_radius is not None and not cls.from_h:
        raise ValueError(f"spectral_radius needs a cell with W_h…, got a {cls.__name__}")
    rng, weights = generator(rng), {}
    for name in cls._fields:
        shape = _shape(name, *sizes)
        is_bias = len(shape) == 1
        W = np.zeros(shape) if is_bias else rng.normal(scale=shape[1] ** -0.5, size=shape)
        rescale = spectral_radius is not None and name in cls.from_h
        weights[name] = _rescaled(W, spectral_radius) if rescale else W
    return cls(**weights)


def stack(weights, names) -> np.ndarray:
    """Return the weights of these names, stacked along a new first axis; a single one as it is."""
    found = [getattr(weights, name) for name in names]
    if len(found) == 1:
        return found[0]
    return np.concatenate(found).reshape(len(found), *found[0].shape)  # faster than np.stack


def input_pre_activations(weights, x, after) -> np.ndarray:
    """Return the pre-activations without the contribution of h: (T, k, B, n_h). x is (T, B, n_x).

    For a plain RNN, (T, B, n_h): written into `after`, where `forward` turns it into the states.
    """
    if not weights.gates:
        flat = rows(after)
        flat[:] = weights.b_h
        flat += rows(x).dot(weights.W_xh.T)
        return after
    W_x, b = stack(weights, weights.from_x), stack(weights, weights.biases)[..., None, :]
    (T, B, _), k = x.shape, len(W_x)
    a = np.empty((T, len(b), B, b.shape[-1]))
    np.matmul(x[:, None], W_x.swapaxes(1, 2), out=a[:, :k])
    a[:, :k] += b[:k]
    a[:, k:] = b[k:]
    return a


def gradient(weights, d_a, x, h, d_y):
    """Return the gradient with respect to the weights, summed over steps and sequences.

    d_a (T, B, k n_h), x (T, B, n_x), h (T+1, B, n), d_y (T, B, n_y). The result has the type of
    `weights`. Raises ValueError if a number is not finite.
    """
    arrays = _gradient(weights, *map(rows, (d_a, x, h[:-1], h[1:], d_y)))
    numbers = np.concatenate(arrays, axis=None)
    if not finite(numbers):
        for name, v in zip(weights._fields, arrays):  # raises an error that names the array
            array(f"gradient.{name}", v, ...)
    return from_vector(numbers, type(weights), arrays)


def gradient_by_step(weights, d_a, x, h, d_y) -> tuple:
    """Return the terms of `gradient` for each step, in arrays with a first axis T."""
    arrays = _gradient(weights, d_a, x, h[:-1], h[1:], d_y)
    return _step_type(weights.__class__)(*arrays)


def _gradient(weights, d_a, x, before, after, d_y):
    """Return the gradients in the order of the fields, summed over the second-to-last axis."""
    n_h, k_x, k_h = weights.W_hy.shape[1], len(weights.from_x), len(weights.from_h)
    vectors = [slice(k * n_h, (k + 1) * n_h) for k in range(len(weights.biases))]
    d_W_x = _outer(d_a[..., : k_x * n_h], x)
    d_W_h = _outer(d_a[..., -k_h * n_h :], before[..., -n_h:])
    d_b = d_a.sum(axis=-2)
    found = [d_W_x[..., each, :] for each in vectors[:k_x]]
    found += [d_W_h[..., each, :] for each in vectors[:k_h]]
    if hasattr(weights, "reset"):  # W_hh multiplies r ⊙ h
        found[k_x] = _outer(d_a[..., vectors[0]], weights.reset(x, before))
    found += [d_b[..., each] for each in vectors]
    found += [_outer(d_y, after[..., -n_h:]), d_y.sum(axis=-2)]
    return [found[k] for k in weights.order]


@cache
def _step_type(kind):
    return namedtuple(f"{kind.__name__}Steps", kind._fields)


def _outer(left, right):
    """Return the outer products of (…, N, n) and (…, N, m), summed over N: (…, n, m)."""
    return left.swapaxes(-1, -2) @ right


def _rescaled(W, radius):
    radius = float(array("spectral_radius", radius))
    if radius < 0:
        raise ValueError(f"spectral_radius needs a number from 0 up, got {radius}")
    return W * (radius / abs(np.linalg.eigvals(W)).max())


def _shape(name, n_x, n_h, n_y):
    n = n_y if name in ("W_hy", "b_y") else n_h
    return (n,) if name[0] == "b" else (n, n_x if name[2] == "x" else n_h)


def _validated(given):
    """Return the arrays of a dict, each checked for the shape that its name determines."""
    first, second, *_ = given  # W_x…, and W_h… or a bias
    square = second if second[0] == "W" else first
    n_h = len(array(f"weights.{square}", given[square], "n_h", "n"))
    whole(f"len(weights.{square})", n_h, 1)
    n_x = array(f"weights.{first}", given[first], n_h, "n_x").shape[1]
    n_y = len(array("weights.W_hy", given["W_hy"], "n_y", n_h))
    sizes = n_x, n_h, n_y
    return [array(f"weights.{name}", v, *_shape(name, *sizes)) for name, v in given.items()]


def _read_only(v):
    v.setflags(write=False)
    return v

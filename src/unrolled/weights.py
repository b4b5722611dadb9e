"""What the weights of every cell share: they fit each other, stay as they are, and are stacked."""

from collections import namedtuple
from functools import cache, wraps

import numpy as np

from unrolled.shapes import array, finite, generator, rows, whole


def cell(*, x, h, b, gates="", parts=1):
    """Decorates the NamedTuple of a cell's weights: they are checked once, when they are made.

    A name says the shape: W_x… is (n_h, n_x), W_h… (n_h, n_h), b_… (n_h,), but W_hy (n_y, n_h) and
    b_y (n_y,). The arrays are copied, and cannot be written to; `_replace` makes new ones. So
    whoever is given such weights need not look at their numbers again. Making them raises
    ValueError where a shape does not fit or a number is not finite.

    x, h and b: the letters of the weights W_x…, W_h… and b_…, in the order of the cell's sums, of
    which x reaches the first ones, and h the last ones. gates: those that are a gate. parts: how
    many numbers of the state there are for each unit.
    """

    def decorate(kind):
        new = kind.__new__

        @wraps(new)
        def fitting(cls, *args, **kwargs):
            given = new(cls, *args, **kwargs)._asdict()
            return tuple.__new__(cls, [_frozen(v.copy()) for v in _fitting(given)])

        kind.__new__ = staticmethod(fitting)
        kind._make = classmethod(lambda cls, values: cls(*values))  # `_replace` goes through it
        kind.random = classmethod(random)
        kind.from_x, kind.from_h = [f"W_x{gate}" for gate in x], [f"W_h{gate}" for gate in h]
        kind.biases = [f"b_{gate}" for gate in b]
        names = [*kind.from_x, *kind.from_h, *kind.biases, "W_hy", "b_y"]
        kind.order = [names.index(name) for name in kind._fields]
        kind.gates, kind.parts = {letter: b.index(letter) for letter in gates}, parts
        return kind

    return decorate


def made(kind, arrays):
    """A `kind` of arrays that were computed for it here: of the checks, only that for NaN is left.

    Raises ValueError where a number is not finite.
    """
    numbers = np.concatenate(arrays, axis=None)
    if not finite(numbers):
        kind(*arrays)  # raises, and names the place
    return apart(numbers, kind, arrays)


def apart(numbers, kind, like):
    """One vector as a tuple of the shapes of `like`: views of it, which cannot be written to."""
    numbers.setflags(write=False)
    parts, end = [], 0
    for v in like:
        start, end = end, end + v.size
        parts.append(numbers[start:end].reshape(v.shape))
    return tuple.__new__(kind, parts)


def vector(weights) -> np.ndarray:
    """All numbers of a tuple of arrays in one vector: for what `made` made, no copy."""
    base = weights[0].base if hasattr(weights, "from_h") else None
    return np.concatenate(weights, axis=None) if base is None else base


def random(
    cls,
    n_x: int,
    n_h: int,
    n_y: int,
    *,
    rng: np.random.Generator,
    spectral_radius: float | None = None,
):
    """Gaussian matrices of variance 1 / (number of columns), and zero biases.

    So every unit starts with an input of size about 1, and the eigenvalues of W_hh fill the unit
    disc (Girko's circular law) unless `spectral_radius` asks for another largest modulus. It holds
    for each matrix that multiplies h(t-1). Raises ValueError for a size or radius that cannot be.
    """
    sizes = whole("n_x", n_x, 1), whole("n_h", n_h, 1), whole("n_y", n_y, 0)
    rng, drawn = generator(rng), {}
    for name in cls._fields:
        shape = _shape(name, *sizes)
        deviation = 0 if name[0] == "b" else shape[1] ** -0.5
        drawn[name] = rng.normal(scale=deviation, size=shape) if deviation else np.zeros(shape)
        if spectral_radius is not None and name in cls.from_h:
            drawn[name] = _scaled(drawn[name], spectral_radius)
    return cls(**drawn)


def through_x(weights, d_a) -> np.ndarray:
    """The gradient by x (…, n_x), of d_a (…, k n_h) by the sums."""
    W_x = np.concatenate([getattr(weights, name) for name in weights.from_x])
    return d_a[..., : len(W_x)] @ W_x


def stacked(weights, names) -> np.ndarray:
    """The weights of these names with an axis in front for which of them; one alone as it is."""
    found = [getattr(weights, name) for name in names]
    if len(found) == 1:
        return found[0]
    return np.concatenate(found).reshape(len(found), *found[0].shape)  # np.stack takes longer


def sums(weights, x, after) -> np.ndarray:
    """What x (T, B, n_x) and the biases bring to the sums of all steps: (T, k, B, n_h).

    A plain RNN has one sum for each state, which turns into it: they are written into `after`
    (T, B, n_h), and no other memory is needed.
    """
    if not weights.gates:
        flat = rows(after)
        flat[:] = weights.b_h
        flat += rows(x).dot(weights.W_xh.T)
        return after
    W_x, b = stacked(weights, weights.from_x), stacked(weights, weights.biases)[..., None, :]
    (T, B, _), k = x.shape, len(W_x)
    a = np.empty((T, len(b), B, b.shape[-1]))
    np.matmul(x[:, None], W_x.swapaxes(1, 2), out=a[:, :k])
    a[:, :k] += b[:k]
    a[:, k:] = b[k:]
    return a


def summed(weights, *given):
    """The gradient with respect to all weights, of d_a by the sums (T, B, k n_h), x, h and d_y."""
    return made(type(weights), _by_name(weights, *(rows(v) for v in _sides(weights, *given))))


def by_step(weights, *given) -> tuple:
    """The same for each step alone: what it adds to each of the weights, an axis T in front."""
    return _steps(weights.__class__)(*_by_name(weights, *_sides(weights, *given)))


def _sides(weights, d_a, x, h, d_y):
    h = h[..., -weights.W_hy.shape[1] :]
    return d_a, x, h[:-1], h[1:], d_y


def _by_name(weights, d_a, x, before, after, d_y):
    """All gradients in the order of the fields, summed over the last axis but one."""
    n_h, x_sums, h_sums = weights.W_hy.shape[1], len(weights.from_x), len(weights.from_h)
    by_x, by_h = _outer(d_a[..., : x_sums * n_h], x), _outer(d_a[..., -h_sums * n_h :], before)
    b = d_a.sum(axis=-2)
    found = [by_x[..., k * n_h : (k + 1) * n_h, :] for k in range(x_sums)]
    found += [by_h[..., k * n_h : (k + 1) * n_h, :] for k in range(h_sums)]
    found += [b[..., k * n_h : (k + 1) * n_h] for k in range(len(weights.biases))]
    found += [_outer(d_y, after), d_y.sum(axis=-2)]
    return [found[k] for k in weights.order]


@cache
def _steps(kind):
    return namedtuple(f"{kind.__name__}Steps", kind._fields)


def _outer(left, right):
    """(…, N, n) and (…, N, m): the outer products (…, n, m), summed over N."""
    return left.swapaxes(-1, -2) @ right


def _scaled(W, radius):
    radius = float(array("spectral_radius", radius))
    if radius < 0:
        raise ValueError(f"spectral_radius needs a number from 0 up, got {radius}")
    return W * (radius / abs(np.linalg.eigvals(W)).max())


def _shape(name, n_x, n_h, n_y):
    units = n_y if name in ("W_hy", "b_y") else n_h
    return (units,) if name[0] == "b" else (units, n_x if name[2] == "x" else n_h)


def _fitting(given):
    """The arrays by their names, each of the shape that the name says."""
    from_x, from_h = (next(name for name in given if name[:3] == kind) for kind in ("W_x", "W_h"))
    n_h = len(array(f"weights.{from_h}", given[from_h], "n_h", "n_h"))
    n_x = array(f"weights.{from_x}", given[from_x], n_h, "n_x").shape[1]
    n_y = len(array("weights.W_hy", given["W_hy"], "n_y", n_h))
    return [
        array(f"weights.{name}", value, *_shape(name, n_x, n_h, n_y))
        for name, value in given.items()
    ]


def _frozen(v):
    v.setflags(write=False)
    return v

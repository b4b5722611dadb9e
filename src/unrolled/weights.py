"""The weights of a recurrent layer, checked when they are made."""

from typing import NamedTuple

import numpy as np

from unrolled.shapes import array, generator, whole


class Checked:
    """What all weights share, before the tuple of their arrays: they fit, and stay as they are.

    A name says the shape: W_x… is (n_h, n_x), W_h… (n_h, n_h), b_… (n_h,), but W_hy (n_y, n_h) and
    b_y (n_y,). They are checked when they are made, and cannot be written to afterwards:
    `_replace` makes new ones. Raises ValueError where a shape does not fit or a number is not
    finite.
    """

    __slots__ = ()

    def __new__(cls, *args, **kwargs):  # noqa: D102  # the class says it
        given = super().__new__(cls, *args, **kwargs)._asdict()  # type: ignore[attr-defined]
        return super().__new__(cls, *map(_read_only, _fitting(given)))

    @classmethod
    def _make(cls, iterable):  # `_replace` goes through it, unchecked
        return cls(*iterable)

    @classmethod
    def random(cls, n_x: int, n_h: int, n_y: int, *, rng: np.random.Generator):
        """Gaussian matrices of variance 1 / (number of columns), and zero biases.

        So every unit starts with an input of size about 1. Raises ValueError for a size that
        cannot be.
        """
        n_x, n_h, n_y = whole("n_x", n_x, 1), whole("n_h", n_h, 1), whole("n_y", n_y, 0)
        rng = generator(rng)
        shapes = [_shape(name, n_x, n_h, n_y) for name in cls._fields]  # type: ignore[attr-defined]
        return cls(*(_drawn(rng, shape) for shape in shapes))


class Arrays(NamedTuple):
    """Five arrays of any shapes under the names of an RNN's weights, as a gradient step by step."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray


class Weights(Checked, Arrays):  # type: ignore[misc]  # `_make` of Checked is the one meant
    """All that an RNN learns; also the shape of a gradient by it.

    W_xh (n_h, n_x), W_hh (n_h, n_h), b_h (n_h,), W_hy (n_y, n_h), b_y (n_y,): each matrix stands
    left of a column vector. An RNN without outputs has n_y = 0. Raises ValueError as `Checked`.
    """

    __slots__ = ()

    @classmethod
    def random(
        cls,
        n_x: int,
        n_h: int,
        n_y: int,
        *,
        rng: np.random.Generator,
        spectral_radius: float | None = None,
    ) -> "Weights":
        """Gaussian matrices of variance 1 / (number of columns), and zero biases.

        So every unit starts with an input of size about 1, and the eigenvalues of W_hh fill the
        unit disc (Girko's circular law) unless `spectral_radius` asks for another largest modulus.
        Raises ValueError for a size or radius that cannot be.
        """
        weights = super().random(n_x, n_h, n_y, rng=rng)
        if spectral_radius is None:
            return weights
        radius = float(array("spectral_radius", spectral_radius))
        if radius < 0:
            raise ValueError(f"spectral_radius needs a number from 0 up, got {radius}")
        largest = abs(np.linalg.eigvals(weights.W_hh)).max()
        return weights._replace(W_hh=weights.W_hh * (radius / largest))


def checked(weights: Weights) -> Weights:
    """`weights`, which were checked when they were made; ValueError where they are no `Weights`."""
    if isinstance(weights, Weights):
        return weights
    needs = "a Weights(W_xh, W_hh, b_h, W_hy, b_y)"
    raise ValueError(f"weights needs {needs}, got {type(weights).__name__}")


def _shape(name, n_x, n_h, n_y):
    rows = n_y if name in ("W_hy", "b_y") else n_h
    return (rows,) if name[0] == "b" else (rows, n_x if name[2] == "x" else n_h)


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


def _drawn(rng, shape):
    return np.zeros(shape) if len(shape) == 1 else rng.normal(scale=shape[1] ** -0.5, size=shape)


def _read_only(v):
    v = v.view()
    v.flags.writeable = False
    return v

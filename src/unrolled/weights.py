"""The weights of a recurrent layer, checked when they are made."""

from typing import NamedTuple

import numpy as np

from unrolled.shapes import array, generator, whole


class Arrays(NamedTuple):
    """Five arrays of any shapes under the names of an RNN's weights, as a gradient step by step."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    W_hy: np.ndarray
    b_y: np.ndarray


class Weights(Arrays):
    """All that an RNN learns; also the shape of a gradient by it.

    W_xh (n_h, n_x), W_hh (n_h, n_h), b_h (n_h,), W_hy (n_y, n_h), b_y (n_y,): each matrix stands
    left of a column vector. An RNN without outputs has n_y = 0.

    They are checked when they are made, and cannot be written to afterwards: `_replace` makes new
    ones. Raises ValueError where the shapes do not fit or a number is not finite.
    """

    __slots__ = ()

    def __new__(cls, W_xh, W_hh, b_h, W_hy, b_y):  # noqa: D102  # the class says it
        W_hh = array("weights.W_hh", W_hh, "n_h", "n_h")
        n_h = len(W_hh)
        if W_hh.shape != (n_h, n_h):
            raise ValueError(f"weights.W_hh needs shape (n_h, n_h), got {W_hh.shape}")
        W_xh = array("weights.W_xh", W_xh, n_h, "n_x")
        b_h = array("weights.b_h", b_h, n_h)
        W_hy = array("weights.W_hy", W_hy, "n_y", n_h)
        b_y = array("weights.b_y", b_y, len(W_hy))
        return super().__new__(cls, *map(_read_only, (W_xh, W_hh, b_h, W_hy, b_y)))

    @classmethod
    def _make(cls, iterable):  # type: ignore[override]  # `_replace` goes through it, unchecked
        return cls(*iterable)

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
        n_x, n_h, n_y = whole("n_x", n_x, 1), whole("n_h", n_h, 1), whole("n_y", n_y, 0)
        rng = generator(rng)
        W_xh = rng.normal(scale=n_x**-0.5, size=(n_h, n_x))
        W_hh = rng.normal(scale=n_h**-0.5, size=(n_h, n_h))
        W_hy = rng.normal(scale=n_h**-0.5, size=(n_y, n_h))
        if spectral_radius is not None:
            radius = float(array("spectral_radius", spectral_radius))
            if radius < 0:
                raise ValueError(f"spectral_radius needs a number from 0 up, got {radius}")
            W_hh *= radius / abs(np.linalg.eigvals(W_hh)).max()
        return cls(W_xh, W_hh, np.zeros(n_h), W_hy, np.zeros(n_y))


def checked(weights: Weights) -> Weights:
    """`weights`, which were checked when they were made; ValueError where they are no `Weights`."""
    if isinstance(weights, Weights):
        return weights
    needs = "a Weights(W_xh, W_hh, b_h, W_hy, b_y)"
    raise ValueError(f"weights needs {needs}, got {type(weights).__name__}")


def _read_only(v):
    v = v.view()
    v.flags.writeable = False
    return v

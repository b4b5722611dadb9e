"""Arrays: validation of arguments, by which every public function checks them; axes; memory."""

import math
import reprlib
import sys
from functools import lru_cache

import numpy as np

FLOAT = np.dtype(float)


class NotFinite(ValueError):
    """An array contains a NaN or an infinity."""


def array(name: str, value, *shape) -> np.ndarray:
    """Return `value` as a finite float64 array of the given shape.

    name: of the argument, for error messages.
    shape: one item per axis. An int is a fixed length, a str such as "T" any length; a leading
    `...` stands for any number of axes.

    Raises ValueError, naming the argument, what it got and what it needs; for a NaN or an infinity
    its subclass NotFinite.
    """
    is_float = type(value) is np.ndarray and value.dtype is FLOAT
    result = value if is_float else _to_float(name, value, shape)
    if not _fits(result.shape, shape):
        raise ValueError(f"{_needs(name, shape)}, got {result.shape}")
    if not finite(result):
        bad = np.argwhere(~np.isfinite(result))[0].tolist()
        place = f" at {bad}" if bad else ""
        raise NotFinite(f"{name} needs finite numbers, got {result[tuple(bad)]}{place}")
    return result


def finite(v: np.ndarray) -> bool:
    """Return whether all numbers of an array are finite."""
    v = v.ravel("K")
    # The sum of squares is fast, and `vdot` does not warn. It may overflow for finite numbers.
    return math.isfinite(np.vdot(v, v)) or bool(np.isfinite(v).all())


def time_first(v: np.ndarray) -> np.ndarray:
    """Return (…, T, n) as (T, B, n), with all batch axes in one."""
    if v.ndim != 3:
        v = v.reshape(math.prod(v.shape[:-2]), *v.shape[-2:])
    return v.swapaxes(0, 1)


def batch_first(v: np.ndarray, batch) -> np.ndarray:
    """Return (T, B, n) as (…, T, n), the inverse of `time_first`. batch: the lengths for …."""
    v = v.swapaxes(0, 1)
    return v if len(batch) == 1 else v.reshape(*batch, *v.shape[1:])


def rows(v: np.ndarray) -> np.ndarray:
    """Return (…, n) as (N, n)."""
    # NumPy cannot infer the length -1 of an empty array.
    return v.reshape(-1 if v.size else math.prod(v.shape[:-1]), v.shape[-1])


def keep_memory() -> None:
    """Let malloc keep the memory that a computation frees, for the next one.

    Otherwise glibc may return it to the system, and allocating it again takes longer than the
    computation. Its threshold follows the largest block below 32 MB that was freed.
    """
    np.empty(31 << 20, np.uint8)


def whole(name, value, least, most=None):
    """Return `value` as an int from `least` to `most`, both included. Raises ValueError."""
    upto = "up" if most is None else f"to {most}"
    if isinstance(value, (int, np.integer)) and least <= value and (most is None or value <= most):
        return int(value)
    raise ValueError(f"{name} needs a whole number from {least} {upto}, got {value!r}")


def listed(name, values, length=None, default=None):
    """Return `values`, or `default` if None, as a list. Raises ValueError.

    length: the number of entries, or a tuple (least, most); None: any number.
    """
    if not isinstance(length, int) and isinstance(values, str):
        raise ValueError(f"{name} needs a list, got {values!r}")
    try:
        values = list(default if values is None else values)
    except TypeError:
        raise ValueError(f"{name} needs a list, got {values!r}") from None
    least, most = length if isinstance(length, tuple) else (length, length)
    if length is not None and not least <= len(values) <= most:
        needs = length if least == most else f"{least} to {most}"
        raise ValueError(f"{name} needs {needs} entries, got {len(values)}")
    return values


def text(name: str, value) -> str:
    """Return `value` if it is a str. Raises ValueError otherwise."""
    if isinstance(value, str):
        return value
    raise ValueError(f"{name} needs a str, got {reprlib.repr(value)}")


def positive(name: str, value, most: float = sys.float_info.max) -> float:
    """Return `value` as a float above 0 and at most `most`. Raises ValueError."""
    if not isinstance(value, (int, float, np.integer, np.floating)) or not 0 < value <= most:
        upto = f", at most {most:g}" if most < sys.float_info.max else ""
        raise ValueError(f"{name} needs a number above 0{upto}, got {value!r}")
    return float(value)


def arrays(name: str, values, like=None) -> list[np.ndarray]:
    """Return a tuple of arrays as a list of validated arrays; with the shapes of `like`, if given.

    Raises ValueError, naming the array.
    """
    if not isinstance(values, (tuple, list)) or not values or len(values) != len(like or values):
        number = len(like) if like else "some"
        raise ValueError(f"{name} needs a tuple of {number} arrays, got {reprlib.repr(values)}")
    shapes = [a.shape for a in like] if like else [(...,)] * len(values)
    return [array(f"{name}[{k}]", v, *shape) for k, (v, shape) in enumerate(zip(values, shapes))]


def generator(rng) -> np.random.Generator:
    """Return `rng` if it is a numpy.random.Generator. Raises ValueError otherwise."""
    if isinstance(rng, np.random.Generator):
        return rng
    raise ValueError(f"rng needs a numpy.random.Generator, got {rng!r}")


def _to_float(name, value, shape):
    try:
        result = np.asarray(value)
        if result.dtype.kind not in "fiub":
            raise TypeError(f"{result.dtype} is not a real number")
        if isinstance(value, np.ma.MaskedArray):
            raise TypeError("a masked array would lose its mask")
        return result.astype(float, copy=False)
    except (TypeError, ValueError, RuntimeError) as error:
        needs, got = _needs(name, shape), reprlib.repr(value)
        raise ValueError(f"{needs} and real numbers, got {got}: {error}") from None


def _needs(name, shape):
    lengths = ["…" if length is ... else str(length) for length in shape]
    return f"{name} needs shape ({', '.join(lengths)})"


@lru_cache(1024)  # a step of training asks the same questions as the one before
def _fits(actual, shape):
    """Return whether an actual shape matches one given as for `array`."""
    if shape and shape[0] is ...:
        shape = shape[1:]
        actual = actual[max(0, len(actual) - len(shape)) :]
    if len(actual) != len(shape):
        return False
    return all(n == m or isinstance(n, str) for n, m in zip(shape, actual))

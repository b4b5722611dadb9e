"""The door: every public function takes its arrays through `array`."""

import math
import reprlib
import sys

import numpy as np

FLOAT = np.dtype(float)


class NotFinite(ValueError):
    """An array holds a NaN or an infinity."""


def array(name: str, value, *shape) -> np.ndarray:
    """`value` as a finite float64 array of the given shape.

    name: what the caller calls the argument, for the error.
    shape: an entry per axis: an int is that length, a str any length (`"T"`); a leading `...`
    admits any further axes in front.

    Raises ValueError, naming the argument, what it got and what it needs; NotFinite, which is one,
    for a NaN or an infinity.
    """
    known = type(value) is np.ndarray and value.dtype is FLOAT
    result = value if known else _numbers(name, value, shape)
    if not _fits(result.shape, shape):
        raise ValueError(f"{_needs(name, shape)}, got {result.shape}")
    if not finite(result):
        bad = np.argwhere(~np.isfinite(result))[0].tolist()
        place = f" at {bad}" if bad else ""
        raise NotFinite(f"{name} needs finite numbers, got {result[tuple(bad)]}{place}")
    return result


def finite(v: np.ndarray) -> bool:
    """Whether all numbers of an array are finite."""
    v = v.ravel("K")
    # The sum of squares is quick, and `vdot` does not warn; it may overflow where all are finite.
    return math.isfinite(np.vdot(v, v)) or bool(np.isfinite(v).all())


def time_first(v: np.ndarray) -> np.ndarray:
    """(…, T, n) as (T, B, n), all batches in one axis."""
    if v.ndim != 3:
        v = v.reshape(math.prod(v.shape[:-2]), *v.shape[-2:])
    return v.swapaxes(0, 1)


def batch_first(v: np.ndarray, batch) -> np.ndarray:
    """(T, B, n) as (…, T, n): what `time_first` has done, undone; batch: the axes in front."""
    v = v.swapaxes(0, 1)
    return v if len(batch) == 1 else v.reshape(*batch, *v.shape[1:])


def rows(v: np.ndarray) -> np.ndarray:
    """(…, n) as (N, n)."""
    # NumPy cannot tell what -1 stands for where nothing is.
    return v.reshape(-1 if v.size else math.prod(v.shape[:-1]), v.shape[-1])


def whole(name, value, least, most=None):
    """`value` as an int from `least` to `most`, both included; ValueError otherwise."""
    upto = "up" if most is None else f"to {most}"
    if isinstance(value, (int, np.integer)) and least <= value and (most is None or value <= most):
        return int(value)
    raise ValueError(f"{name} needs a whole number from {least} {upto}, got {value!r}")


def listed(name, values, length, default=None):
    """`values`, or for None `default`, as a list of the given length; ValueError otherwise."""
    values = list(default if values is None else values)
    if len(values) != length:
        raise ValueError(f"{name} needs {length} entries, got {len(values)}")
    return values


def positive(name: str, value, most: float = sys.float_info.max) -> float:
    """`value`, where it is a number above 0 and at most `most`; ValueError otherwise."""
    if not isinstance(value, (int, float, np.integer, np.floating)) or not 0 < float(value) <= most:
        raise ValueError(f"{name} needs a number above 0, got {value!r}")
    return float(value)


def arrays(name: str, values, like=None) -> list[np.ndarray]:
    """`values`, a tuple of arrays, each through the door; as many and with the shapes of `like`."""
    if not isinstance(values, (tuple, list)) or not values or len(values) != len(like or values):
        number = len(like) if like else "some"
        raise ValueError(f"{name} needs a tuple of {number} arrays, got {reprlib.repr(values)}")
    shapes = [a.shape for a in like] if like else [(...,)] * len(values)
    return [array(f"{name}[{k}]", v, *shape) for k, (v, shape) in enumerate(zip(values, shapes))]


def generator(rng) -> np.random.Generator:
    """`rng`, where it is a numpy.random.Generator; ValueError otherwise."""
    if isinstance(rng, np.random.Generator):
        return rng
    raise ValueError(f"rng needs a numpy.random.Generator, got {rng!r}")


def _numbers(name, value, shape):
    try:
        result = np.asarray(value)
        if result.dtype.kind not in "fiub":
            raise TypeError(f"{result.dtype} is not a real number")
        return result.astype(float, copy=False)
    except (TypeError, ValueError, RuntimeError) as error:
        needs, got = _needs(name, shape), reprlib.repr(value)
        raise ValueError(f"{needs} and real numbers, got {got}: {error}") from None


def _needs(name, shape):
    lengths = ["…" if length is ... else str(length) for length in shape]
    return f"{name} needs shape ({', '.join(lengths)})"


def _fits(actual, shape):
    """Whether an actual shape is the one that is needed, given as for `array`."""
    if shape and shape[0] is ...:
        shape = shape[1:]
        actual = actual[max(0, len(actual) - len(shape)) :]
    if len(actual) != len(shape):
        return False
    for n, m in zip(shape, actual):  # noqa: SIM110  # `all` takes twice as long
        if n != m and not isinstance(n, str):
            return False
    return True

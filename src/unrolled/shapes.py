"""The door: every public function takes its arrays through `array`."""

import math
import reprlib

import numpy as np


class NotFinite(ValueError):
    """An array holds a NaN or an infinity."""


def array(name, value, *shape):
    """`value` as a finite float64 array of the given shape.

    name: what the caller calls the argument, for the error.
    shape: an entry per axis: an int is that length, a str any length (`"T"`); a leading `...`
    admits any further axes in front.

    Raises ValueError, naming the argument, what it got and what it needs; NotFinite, which is one, for NaN.
    """
    def needs():
        return f"{name} needs shape ({', '.join('…' if n is ... else str(n) for n in shape)})"

    try:
        result = np.asarray(value)
        if result.dtype.kind not in "fiub":
            raise TypeError(f"{result.dtype} is not a real number")
        result = result.astype(float, copy=False)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"{needs()} and real numbers, got {reprlib.repr(value)}: {error}") from None
    lengths, actual = shape, result.shape
    if shape and shape[0] is ...:
        lengths = shape[1:]
        actual = actual[max(0, len(actual) - len(lengths)):]
    if len(actual) != len(lengths) or any(n != m for n, m in zip(lengths, actual) if not isinstance(n, str)):
        raise ValueError(f"{needs()}, got {result.shape}")
    if not math.isfinite(np.vdot(result, result)) and not np.isfinite(result).all():     # the quick one may overflow
        bad = np.argwhere(~np.isfinite(result))[0].tolist()
        raise NotFinite(f"{name} needs finite numbers, got {result[tuple(bad)]}{f' at {bad}' if bad else ''}")
    return result


def whole(name, value, least, most=None):
    """`value` as an int from `least` to `most`, both included; ValueError otherwise."""
    upto = "up" if most is None else f"to {most}"
    if isinstance(value, (int, np.integer)) and least <= value and (most is None or value <= most):
        return int(value)
    raise ValueError(f"{name} needs a whole number from {least} {upto}, got {value!r}")


def listed(name, values, length, default=None):
    """`values`, or where they are None `default`, as a list of the given length; ValueError otherwise."""
    values = list(default if values is None else values)
    if len(values) != length:
        raise ValueError(f"{name} needs {length} entries, got {len(values)}")
    return values

"""Gradient descent: clipping, and Adam. Weights and gradients are tuples of arrays.

Nothing is changed in place: every function returns what is new.
"""

import reprlib
from typing import NamedTuple

import numpy as np

from unrolled.shapes import array, arrays, positive


def clip(gradient: tuple, norm: float) -> tuple[tuple, float]:
    """The gradient, shortened to `norm` where it is longer, and how long it was.

    The length is that of all arrays together, so the direction stays: Pascanu, Mikolov and Bengio
    (2013), On the difficulty of training recurrent neural networks. Raises ValueError unless norm
    is above 0.
    """
    norm, parts = positive("norm", norm, np.inf), arrays("gradient", gradient)
    largest = float(max(np.abs(g).max(initial=0) for g in parts)) or 1.0
    # Without `largest` a square might overflow.
    relative = float(np.sqrt(sum(np.square(g / largest).sum() for g in parts)))
    length = largest * relative
    if length > norm:
        parts = [g * (norm / largest / relative) for g in parts]
    return like(gradient, parts), length


class Adam(NamedTuple):
    """What Adam remembers: how many steps, running means of the gradient and of its square."""

    steps: int
    mean: tuple
    square: tuple


def adam(
    weights: tuple,
    gradient: tuple,
    memory: Adam | None = None,
    rate: float = 1e-3,
    decay: tuple[float, float] = (0.9, 0.999),
    epsilon: float = 1e-8,
) -> tuple[tuple, Adam]:
    """One step against the gradient, of about `rate` for every single weight: (weights, memory).

    memory: what the step before returned; None: this is the first. Raises ValueError where the
    gradient does not have the shapes of the weights, and FloatingPointError where its square is too
    large for a number. Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """
    old = arrays("weights", weights)
    gradient = arrays("gradient", gradient, old)
    rate, epsilon = positive("rate", rate), positive("epsilon", epsilon)
    b1, b2 = _decay(decay)
    steps, mean, square = _remembered(memory, old)
    t = steps + 1
    with np.errstate(over="raise"):  # an infinite square would stop its weight for ever
        mean = [b1 * m + (1 - b1) * g for m, g in zip(mean, gradient)]
        square = [b2 * s + (1 - b2) * g * g for s, g in zip(square, gradient)]
        moved = [
            w - rate * (m / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + epsilon)
            for w, m, s in zip(old, mean, square)
        ]
    return like(weights, moved), Adam(t, tuple(mean), tuple(square))


def like(weights: tuple, parts) -> tuple:
    """The arrays `parts` as a tuple of the kind that `weights` are."""
    return weights._make(parts) if hasattr(weights, "_make") else tuple(parts)


def _decay(decay):
    b1, b2 = array("decay", decay, 2)
    if not (0 <= b1 < 1 and 0 <= b2 < 1):
        raise ValueError(f"decay needs two numbers from 0 to below 1, got {decay!r}")
    return b1, b2


def _remembered(memory, weights):
    """Adam's memory, all zeros before the first step."""
    if memory is None:
        zeros = tuple(np.zeros_like(w) for w in weights)
        return Adam(0, zeros, zeros)
    shapes = [w.shape for w in weights]
    if isinstance(memory, Adam):
        kept = [[np.shape(each) for each in part] for part in (memory.mean, memory.square)]
        if kept == [shapes, shapes]:
            return memory
    raise ValueError(f"memory needs what the step before returned, got {reprlib.repr(memory)}")

"""Gradient descent: clipping, and Adam.

Weights and gradients are vectors, all arrays in one. `train.fit`, which calls these functions, has
checked what they get; nothing is changed in place.
"""

import math
from typing import NamedTuple

import numpy as np

from unrolled.shapes import array


def clip(g: np.ndarray, norm: float) -> tuple[np.ndarray, float]:
    """A gradient (n,), shortened to `norm` where it is longer, and how long it was.

    Raises ValueError where a number is not finite. Pascanu, Mikolov and Bengio (2013), On the
    difficulty of training recurrent neural networks.
    """
    largest, relative = 1.0, math.sqrt(np.vdot(g, g))
    if not 1e-100 < relative < 1e100:  # a square was too small or too large, or g is not finite
        largest = float(np.abs(array("gradient", g, "n")).max(initial=0)) or 1.0
        relative = float(np.linalg.norm(g / largest))
    length = largest * relative
    return (g * (norm / largest / relative) if length > norm else g), length


class Adam(NamedTuple):
    """What Adam remembers: how many steps, running means of the gradient and of its square."""

    steps: int
    mean: np.ndarray
    square: np.ndarray


def adam(w: np.ndarray, g: np.ndarray, memory: Adam | None, rate: float) -> tuple[np.ndarray, Adam]:
    """One step against the gradient, of about `rate` for every single weight: (weights, memory).

    w and g (n,); memory: what the step before returned; None: this is the first. Raises
    FloatingPointError where a square is too large for a number. Kingma and Ba (2015), Adam: a
    method for stochastic optimization.
    """
    t, mean, square = memory or Adam(0, np.zeros(len(w)), np.zeros(len(w)))
    t += 1
    with np.errstate(over="raise"):  # an infinite square would stop its weight for ever
        mean = 0.9 * mean + 0.1 * g
        square = 0.999 * square + 0.001 * g * g
        w = w - rate * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return w, Adam(t, mean, square)

"""Gradient clipping and Adam.

Weights and gradients are vectors that contain all arrays. Nothing is changed in place, and
arguments are not validated: `train.fit` has done so.
"""

import math

import numpy as np


def clip(g: np.ndarray, norm: float) -> tuple[np.ndarray, float]:
    """Return a gradient (n,), rescaled to length `norm` if it is longer, and its original length.

    Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks.
    """
    largest, relative = 1.0, math.sqrt(np.vdot(g, g))
    if not 1e-100 < relative < 1e100:  # squares underflow or overflow
        largest = float(np.abs(g).max(initial=0)) or 1.0
        relative = float(np.linalg.norm(g / largest))
    length = largest * relative
    return (g * (norm / largest / relative) if length > norm else g), length


def adam(w: np.ndarray, g: np.ndarray, state: tuple | None, rate: float) -> tuple:
    """Update weights w (n,) by a gradient g (n,), and return (weights, state).

    state: (number of steps, running means of the gradient and of its square), as the previous step
    returned it; None: the first step. Raises FloatingPointError if a square overflows.
    Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """
    t, mean, square = state or (0, np.zeros(len(w)), np.zeros(len(w)))
    t += 1
    with np.errstate(over="raise"):  # an infinite square would freeze its weight
        mean = 0.9 * mean + 0.1 * g
        square = 0.999 * square + 0.001 * g * g
        w = w - rate * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return w, (t, mean, square)

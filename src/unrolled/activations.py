"""Activation functions and their derivatives."""

import numpy as np

# name: (function, its derivative as a function of its output)
ACTIVATIONS: dict[str, tuple] = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "identity": (np.positive, np.ones_like),
    "relu": (lambda a, out=None: np.maximum(a, 0, out=out), np.sign),
}


def activation_functions(name):
    """Return the activation function of this name and its derivative. Raises ValueError."""
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation needs one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def sigmoid(a):
    """Replace a by 1 / (1 + exp(-a)) = (1 + tanh(a / 2)) / 2, in place, and return it."""
    a *= 0.5
    np.tanh(a, out=a)  # unlike exp(-a), cannot overflow
    a += 1
    return np.multiply(a, 0.5, out=a)

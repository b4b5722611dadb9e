"""Loss functions.

Throughout the package a loss is a function `loss(v, *data)` of outputs or weights v and of data. It
returns a number and its gradient with respect to v.
"""

import math
import reprlib

import numpy as np

from unrolled.shapes import array


def squared_error(y, target, mask=None) -> tuple[float, np.ndarray]:
    """Return the mean of (y - target)² and its gradient with respect to y: (loss, d_y).

    y, target and d_y are (…, n_y). mask (…): False for padding, which adds neither to the loss nor
    to its gradient; None: no padding. Raises ValueError if shapes do not fit or all is padding.
    """
    y = array("y", y, ..., "n_y")
    share = _share(y, mask) / y.shape[-1]
    target = array("target", target, *y.shape)
    if mask is not None:
        y, target = np.where(share > 0, y, 0), np.where(share > 0, target, 0)
    error = y - target
    return float((share * error**2).sum()), 2 * share * error


@np.errstate(under="ignore")  # a probability may be 0, whatever the reader has set
def cross_entropy(y, target, mask=None) -> tuple[float, np.ndarray]:
    """Return the mean of -log p(target), p = softmax(y), in nats, and its gradient: (loss, d_y).

    The logits y and d_y are (…, n_y); target (…) are class indices from 0 to n_y - 1. mask as in
    `squared_error`; the target of padding may be any number. Raises ValueError if shapes or targets
    do not fit.
    """
    y = array("y", y, ..., "n_y")
    share = _share(y, mask)
    target = array("target", target, *y.shape[:-1])
    if mask is not None:
        y, target = np.where(share > 0, y, 0), np.where(share[..., 0] > 0, target, 0)
    wrong = target[(target % 1 != 0) | (target < 0) | (target >= y.shape[-1])]
    if wrong.size:
        needs = f"whole numbers from 0 to {y.shape[-1] - 1}"
        raise ValueError(f"target needs {needs}, got {wrong[0]:g}")
    y = y - y.max(axis=-1, keepdims=True)  # does not change softmax; prevents overflow
    nats = np.log(np.exp(y).sum(axis=-1, keepdims=True)) - y
    right = target[..., None] == np.arange(y.shape[-1])
    return float((share * nats)[right].sum()), share * (np.exp(-nats) - right)


def softmax(y) -> np.ndarray:
    """Return the probabilities for logits y (…, n_y): exp(y) divided by its sum over the last axis.

    A probability below 1e-300 is 0. Raises ValueError if a number is not finite.
    """
    y = array("y", y, ..., "n_y")
    y = y - y.max(axis=-1, keepdims=True, initial=-np.inf)  # prevents overflow
    p = np.exp(np.where(y > np.log(1e-300), y, -np.inf))  # no number that underflows in a product
    return p / p.sum(axis=-1, keepdims=True)


def evaluate(loss, v, *data) -> tuple[float, tuple]:
    """Return `loss(v, *data)`. Raises ValueError unless it is a finite number and a gradient."""
    if not callable(loss):
        raise ValueError(f"loss needs a function, got {reprlib.repr(loss)}")
    result = loss(v, *data)
    if not isinstance(result, tuple) or len(result) != 2 or result[1] is None:
        got = reprlib.repr(result)
        raise ValueError(f"loss needs to return the loss and its gradient, got {got}")
    value, gradient = result
    is_finite = isinstance(value, float) and math.isfinite(value)
    return float(value if is_finite else array("the loss", value)), gradient


def _share(y, mask):
    """Return the weight of each step in the mean: (…, 1), or one number for all."""
    if mask is None and y.size:
        return 1 / math.prod(y.shape[:-1])
    if not y.size:
        raise ValueError(f"y needs an output at one step or more, got shape {y.shape}")
    mask = array("mask", mask, *y.shape[:-1])
    if not (((mask == 0) | (mask == 1)).all() and mask.any()):
        raise ValueError(f"mask needs a True and else False, got {reprlib.repr(mask)}")
    return (mask / mask.sum())[..., None]

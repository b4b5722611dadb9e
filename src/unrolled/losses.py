"""What is made small in training.

Everywhere in this package a loss is a function `loss(v, *data)` of outputs or weights v, and of
data. It returns a number and its gradient with respect to v.
"""

import math
import reprlib

import numpy as np

from unrolled.shapes import array


def squared_error(y, target, mask=None) -> tuple[float, np.ndarray]:
    """The mean of (y - target)² and its gradient by y: (loss, d_y).

    y, target and d_y are (…, n_y). mask (…): True for the steps that count; None: all do. Padding,
    where it is False, has neither loss nor gradient. Raises ValueError where shapes do not fit or
    no step counts.
    """
    y = array("y", y, ..., "n_y")
    share = _share(y, mask) / y.shape[-1]
    target = array("target", target, *y.shape)
    if mask is not None:
        y, target = np.where(share > 0, y, 0), np.where(share > 0, target, 0)
    error = y - target
    return float((share * error**2).sum()), 2 * share * error


def cross_entropy(y, target, mask=None) -> tuple[float, np.ndarray]:
    """The mean of -log p(target), p = softmax(y), in nats, and its gradient by the logits y.

    Returns (loss, d_y). y and d_y are (…, n_y), target (…) holds whole numbers from 0 to n_y - 1.
    mask as in `squared_error`: where it is False, target may be any number. Raises ValueError where
    shapes or targets do not fit.
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
    y = y - y.max(axis=-1, keepdims=True)  # softmax stays the same, and exp cannot overflow
    nats = np.log(np.exp(y).sum(axis=-1, keepdims=True)) - y
    right = target[..., None] == np.arange(y.shape[-1])
    return float((share * nats)[right].sum()), share * (np.exp(-nats) - right)


def softmax(y) -> np.ndarray:
    """Probabilities of the logits y (…, n_y): exp(y) divided by its sum over the last axis.

    Raises ValueError where a number is not finite.
    """
    y = array("y", y, ..., "n_y")
    y = y - y.max(axis=-1, keepdims=True, initial=-np.inf)  # changes nothing: exp cannot overflow
    p = np.exp(y)
    return p / p.sum(axis=-1, keepdims=True)


def judged(loss, v, *data) -> tuple[float, tuple]:
    """What `loss(v, *data)` returns: a number and a gradient. ValueError where it does not."""
    result = loss(v, *data)
    if not isinstance(result, tuple) or len(result) != 2:
        got = reprlib.repr(result)
        raise ValueError(f"loss needs to return the loss and its gradient, got {got}")
    value, gradient = result
    known = isinstance(value, float) and math.isfinite(value)
    return float(value if known else array("the loss", value)), gradient


def _share(y, mask):
    """What each step counts in the mean: (…, 1), or one number for all."""
    if mask is None and y.size:
        return 1 / math.prod(y.shape[:-1])
    mask = np.ones(y.shape[:-1]) if mask is None else array("mask", mask, *y.shape[:-1])
    if not (((mask == 0) | (mask == 1)).all() and mask.any() and y.shape[-1]):
        got = f"{reprlib.repr(mask)} and y {y.shape}"
        raise ValueError(f"mask needs a True and else False, y an output, got {got}")
    return (mask / mask.sum())[..., None]

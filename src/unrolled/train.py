"""Training: losses, clipping, Adam, and the one loop that trains whatever the course trains.

Weights and gradients are NamedTuples of arrays. Nothing is changed in place: every function returns what is new.
"""

import reprlib
import sys
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from unrolled.shapes import NotFinite, array, whole


def squared_error(y, target, mask=None):
    """The mean of (y - target)² and its gradient by y: (loss, d_y).

    y, target and d_y are (…, n_y). mask (…): True for the steps that count; None: all do. Padding, where it
    is False, has neither loss nor gradient. Raises ValueError where shapes do not fit or no step counts.
    """
    y = array("y", y, ..., "n_y")
    share = _share(y, mask) / y.shape[-1]
    error = np.subtract(*np.where(share > 0, [y, array("target", target, *y.shape)], 0))
    return float((share * error**2).sum()), 2 * share * error


def cross_entropy(y, target, mask=None):
    """The mean of -log p(target), p = softmax(y), in nats, and its gradient by the logits y: (loss, d_y).

    y and d_y are (…, n_y), target (…) holds whole numbers from 0 to n_y - 1. mask as in `squared_error`:
    where it is False, target may be any number. Raises ValueError where shapes or targets do not fit.
    """
    y = array("y", y, ..., "n_y")
    share = _share(y, mask)
    y, target = np.where(share > 0, y, 0), np.where(share[..., 0] > 0, array("target", target, *y.shape[:-1]), 0)
    wrong = target[(target % 1 != 0) | (target < 0) | (target >= y.shape[-1])]
    if wrong.size:
        raise ValueError(f"target needs whole numbers from 0 to {y.shape[-1] - 1}, got {wrong[0]:g}")
    y = y - y.max(axis=-1, keepdims=True)               # softmax stays the same, and exp cannot overflow
    nats = np.log(np.exp(y).sum(axis=-1, keepdims=True)) - y
    right = target[..., None] == np.arange(y.shape[-1])
    return float((share * nats)[right].sum()), share * (np.exp(-nats) - right)


def softmax(y):
    """Probabilities of the logits y (…, n_y): exp(y) divided by its sum over the last axis. Raises ValueError."""
    y = array("y", y, ..., "n_y")
    p = np.exp(y - y.max(axis=-1, keepdims=True, initial=-np.inf))      # a shift changes nothing: exp cannot overflow
    return p / p.sum(axis=-1, keepdims=True)


def clip(gradient, norm):
    """The gradient, shortened to `norm` where it is longer, and how long it was: (gradient, length).

    The length is that of all arrays together, so the direction stays: Pascanu, Mikolov and Bengio (2013),
    On the difficulty of training recurrent neural networks. Raises ValueError unless norm is above 0.
    """
    norm, arrays = _positive("norm", norm, np.inf), _arrays("gradient", gradient)
    largest = float(max(np.abs(g).max(initial=0) for g in arrays)) or 1.0       # squared, it might overflow
    size = float(np.sqrt(sum(np.square(g / largest).sum() for g in arrays)))
    scale = norm / largest / size if largest * size > norm else 1
    return _like(gradient, [g * scale for g in arrays]), largest * size


class Adam(NamedTuple):
    """What Adam remembers: the number of its steps, running means of the gradient and of its square."""

    steps: int
    mean: tuple
    square: tuple


def adam(weights, gradient, memory=None, rate=1e-3, decay=(0.9, 0.999), epsilon=1e-8):
    """One step against the gradient, of about `rate` for every single weight: (weights, memory).

    memory: what the step before returned; None: this is the first. Raises ValueError where the gradient does
    not have the shapes of the weights, and FloatingPointError where its square is too large for a number.
    Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """
    old, (b1, b2), rate = _arrays("weights", weights), array("decay", decay, 2), _positive("rate", rate)
    gradient, epsilon = _arrays("gradient", gradient, old), _positive("epsilon", epsilon)
    if not (0 <= b1 < 1 and 0 <= b2 < 1):
        raise ValueError(f"decay needs two numbers from 0 to below 1, got {decay!r}")
    memory = Adam(0, [0 * g for g in gradient], [0 * g for g in gradient]) if memory is None else memory
    if not isinstance(memory, Adam) or [*map(np.shape, memory.mean + memory.square)] != [w.shape for w in 2 * old]:
        raise ValueError(f"memory needs what the step before returned, got {reprlib.repr(memory)}")
    t, mean, square = memory.steps + 1, memory.mean, memory.square
    with np.errstate(over="raise"):                     # an infinite square would stop its weight for ever
        mean = [b1 * m + (1 - b1) * g for m, g in zip(mean, gradient)]
        square = [b2 * s + (1 - b2) * g * g for s, g in zip(square, gradient)]
        moved = [w - rate * (m / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + epsilon)
                 for w, m, s in zip(old, mean, square)]
    return _like(weights, moved), Adam(t, _like(weights, mean), _like(weights, square))


class History(NamedTuple):
    """How training went, a number for each epoch: mean loss, loss on held-out data, mean length of the gradient."""

    loss: np.ndarray
    held_out: np.ndarray
    gradient: np.ndarray


def fit(weights, loss, data, *, rng, epochs, batch=None, rate=1e-3, clip_norm=np.inf, held_out=None,
        patience=None, bar=True):
    """Train with Adam: (weights, History).

    loss: `loss(weights, *arrays)` returns the loss and its gradient, a tuple of arrays like `weights`.
    data: a tuple of arrays with one example a row, shuffled by `rng` in every epoch and cut into batches of
    at most `batch` rows (None: all at once). clip_norm: as for `clip`. held_out: data that are only judged.
    patience: stop after so many epochs without a smaller held-out loss, and return the best weights.
    bar: show progress, until it is done.

    The same `rng` gives the same result. Raises ValueError for arguments that do not fit, and
    FloatingPointError at the step where the loss or its gradient is no finite number.
    """
    _door(weights, rng, rate, clip_norm, held_out, patience)
    data, held_out = _examples("data", data), _examples("held_out", held_out, data) if held_out is not None else None
    parts = 1 if batch is None else -(-len(data[0]) // whole("batch", batch, 1))
    memory, epochs, steps, history, best = None, whole("epochs", epochs, 1), [], [], (np.inf, 0, weights)
    with _progress(epochs * parts, bar) as progress, _advice(steps, rate, clip_norm):
        for epoch in range(1, epochs + 1):
            for part in np.array_split(rng.permutation(len(data[0])), parts):
                value, gradient = _judge(loss, weights, [a[part] for a in data])
                gradient, length = clip(gradient, clip_norm)
                weights, memory = adam(weights, gradient, memory, rate)
                steps.append((value, length))
                progress.update()
            judged = _judge(loss, weights, held_out)[0] if held_out else np.nan
            history.append((*np.mean(steps[-parts:], axis=0), judged))
            progress.set_postfix_str(f"loss {history[-1][0]:.3g}", refresh=False)
            best = min(best, (judged, epoch, weights), key=lambda each: each[0])
            if patience and epoch - best[1] >= patience:
                break
    mean_loss, length, judged = np.transpose(history)
    return best[2] if patience else weights, History(mean_loss, judged[:len(judged) if held_out else 0], length)


def _judge(loss, weights, arrays):
    result = loss(weights, *arrays)
    if not isinstance(result, tuple) or len(result) != 2:
        raise ValueError(f"loss needs to return the loss and its gradient, got {reprlib.repr(result)}")
    return float(array("the loss", result[0])), result[1]


@contextmanager
def _advice(steps, rate, clip_norm):
    try:
        with np.errstate(all="ignore"):
            yield
    except (NotFinite, FloatingPointError) as error:
        advice = f"Try a rate below {rate:g}{'' if np.isfinite(clip_norm) else ', or clip_norm=1'}."
        raise FloatingPointError(f"training stopped at step {len(steps) + 1}: {error}. {advice}") from error


def _progress(total, shown):
    """A bar that is wiped with blanks when it is done, as many in every run, so that notebooks compare equal."""
    return tqdm(total=total, disable=not shown, file=sys.stdout, leave=False, ncols=80)


def _door(weights, rng, rate, clip_norm, held_out, patience):
    _arrays("weights", weights), _positive("rate", rate), _positive("clip_norm", clip_norm, np.inf)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng needs a numpy.random.Generator, got {rng!r}")
    if patience is not None and (held_out is None or whole("patience", patience, 1) < 1):
        raise ValueError("patience needs held_out: the data that say when to stop, got None")


def _positive(name, value, most=sys.float_info.max):
    if not isinstance(value, (int, float, np.integer, np.floating)) or not 0 < float(value) <= most:
        raise ValueError(f"{name} needs a number above 0, got {value!r}")
    return value


def _arrays(name, values, like=None):
    if not isinstance(values, (tuple, list)) or not values or len(values) != len(like or values):
        raise ValueError(f"{name} needs a tuple of {len(like or '') or 'some'} arrays, got {reprlib.repr(values)}")
    shapes = [a.shape for a in like] if like else [(...,)] * len(values)
    return [array(f"{name}[{k}]", v, *shape) for k, (v, shape) in enumerate(zip(values, shapes))]


def _examples(name, data, like=None):
    shapes, number = [a.shape for a in _arrays(name, data)], len(like or data)
    if len(shapes) != number or not all(shape and shape[0] == shapes[0][0] > 0 for shape in shapes):
        raise ValueError(f"{name} needs arrays, {number} in all, with a row for each example, got shapes {shapes}")
    return [np.asarray(each) for each in data]


def _share(y, mask):
    """What each step counts in the mean, (…, 1)."""
    mask = np.ones(y.shape[:-1]) if mask is None else array("mask", mask, *y.shape[:-1])
    if not (((mask == 0) | (mask == 1)).all() and mask.any() and y.shape[-1]):
        raise ValueError(f"mask needs a True and else False, y an output, got {reprlib.repr(mask)} and y {y.shape}")
    return (mask / mask.sum())[..., None]


def _like(weights, arrays):
    return weights._make(arrays) if hasattr(weights, "_make") else tuple(arrays)

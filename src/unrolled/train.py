"""The training loop, for weights and gradients that are tuples of arrays."""

import sys
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController
from tqdm import tqdm

from unrolled.losses import evaluate
from unrolled.optimizer import adam, clip
from unrolled.shapes import NotFinite, arrays, generator, keep_memory, positive, whole
from unrolled.weights import from_vector, to_vector


class History(NamedTuple):
    """The course of training by epoch: mean loss, held-out loss, mean length of the gradient."""

    loss: np.ndarray
    held_out: np.ndarray
    gradient: np.ndarray


def fit(
    weights: tuple,
    loss,
    data: tuple,
    *,
    rng: np.random.Generator,
    epochs: int,
    batch: int | None = None,
    rate: float = 1e-3,
    clip_norm: float = np.inf,
    held_out: tuple | None = None,
    patience: int | None = None,
    bar: bool = True,
) -> tuple[tuple, History]:
    """Train with Adam, and return (weights, History).

    loss: `loss(weights, *arrays)`, as defined in `unrolled.losses`; its gradient is a tuple of
    arrays shaped like `weights`. data: a tuple of arrays with one example per row, shuffled by
    `rng` in every epoch, in batches of at most `batch` rows (None: all). clip_norm: as for `clip`.
    held_out: data on which the loss is computed after each epoch. patience: stop after this many
    epochs without a smaller held-out loss, and return the best weights. bar: show a progress bar.

    The same `rng` gives the same result. Meanwhile, matrix products use one thread. Raises
    ValueError for invalid arguments, and FloatingPointError at the step where the loss or its
    gradient is not finite.

    The number with the smallest mean squared distance from others is their mean:

    >>> def loss(weights, x):
    ...     return ((x - weights[0]) ** 2).mean(), (2 * (weights[0] - x.mean()),)
    >>> rng, x = np.random.default_rng(0), np.array([1.0, 2.0, 6.0])
    >>> (mean,), _ = fit((np.array(0.0),), loss, (x,), rng=rng, epochs=999, rate=0.1, bar=False)
    >>> print(mean.round(3))
    3.0
    """
    weights, data, held_out = _validated(weights, data, rng, rate, clip_norm, held_out, patience)
    epochs, slices = whole("epochs", epochs, 1), _batch_slices(batch, len(data[0]))
    training = _steps(weights, loss, data, _batches(rng, slices), rate, clip_norm)
    steps, held_out_losses, best = [], [], (np.inf, 0, weights)
    with _progress(epochs * len(slices), bar) as progress, _arithmetic(steps, rate, clip_norm):
        for epoch in range(1, epochs + 1):
            for step in islice(training, len(slices)):
                steps.append(step[1:])
                progress.update()
            weights = step[0]
            if bar:
                mean, _ = np.mean(steps[-len(slices) :], axis=0)
                progress.set_postfix_str(f"loss {mean:.3g}", refresh=False)
            if held_out:
                held_out_losses.append(evaluate(loss, weights, *held_out)[0])
                best = min(best, (held_out_losses[-1], epoch, weights), key=lambda each: each[0])
            if patience and epoch - best[1] >= patience:
                break
    loss, length = np.reshape(steps, (epoch, len(slices), 2)).mean(axis=1).T
    return best[2] if patience else weights, History(loss, np.array(held_out_losses), length)


def _steps(weights, loss, data, batches, rate, clip_norm):
    """Train step by step, and yield (weights, loss before the step, length of the gradient)."""
    keep_memory()
    w, state = to_vector(weights), None
    for rows in batches:
        value, gradient = evaluate(loss, weights, *[a[rows] for a in data])
        g, length = clip(_gradient_vector(gradient, weights), clip_norm)
        w, state = adam(w, g, state, rate)
        weights = from_vector(w, type(weights), weights)
        yield weights, value, length


def _gradient_vector(gradient, weights):
    """Return the gradient as a vector. Raises ValueError unless it is shaped like the weights."""
    # The weight types of `cells` contain finite numbers only.
    is_finite = type(gradient) is type(weights) and hasattr(gradient, "from_h")
    if not is_finite or [g.shape for g in gradient] != [w.shape for w in weights]:
        gradient = arrays("gradient", gradient, weights)
    return to_vector(gradient)


def _batch_slices(batch, rows):
    """Return the batches as slices of the shuffled rows, of nearly equal length."""
    number = 1 if batch is None else -(-rows // whole("batch", batch, 1))
    return [slice(each[0], each[-1] + 1) for each in np.array_split(np.arange(rows), number)]


def _batches(rng, slices):
    """Yield the row indices of each batch, shuffled anew in each epoch."""
    while True:
        order = rng.permutation(slices[-1].stop)
        yield from [order[each] for each in slices]


@contextmanager
def _arithmetic(steps, rate, clip_norm):
    """Use one thread and no warnings. Raises FloatingPointError with advice, if training diverges.

    Matrix products of a step are so small that more threads than one wait for one another, on a
    busy machine most of the time, and they would sum in another order.
    """
    try:
        with np.errstate(all="ignore"), _libraries().limit(limits=1, user_api="blas"):
            yield
    except (NotFinite, FloatingPointError) as error:
        clipping = "" if np.isfinite(clip_norm) else ", or clip_norm=1"
        reason = f"training stopped at step {len(steps) + 1}: {error}"
        raise FloatingPointError(f"{reason}. Try a rate below {rate:g}{clipping}.") from error


@cache
def _libraries():
    return ThreadpoolController()


def _progress(total, bar):
    """Return a progress bar of fixed width, so that a notebook's output never changes."""
    return tqdm(total=total, file=sys.stdout, leave=False, ncols=80, disable=not bar)


def _validated(weights, data, rng, rate, clip_norm, held_out, patience):
    """Return weights, data and held-out data as arrays. Raises ValueError."""
    arrays_of_weights = arrays("weights", weights)
    kind = type(weights) if isinstance(weights, tuple) else tuple
    positive("rate", rate)
    positive("clip_norm", clip_norm, np.inf)
    generator(rng)
    if patience is not None:
        whole("patience", patience, 1)
        if held_out is None:
            raise ValueError("patience needs held_out: data that decide when to stop, got None")
    data = _examples("data", data)
    held_out = None if held_out is None else _examples("held_out", held_out, data)
    return tuple.__new__(kind, arrays_of_weights), data, held_out


def _examples(name, data, like=None):
    shapes = [a.shape for a in arrays(name, data)]
    number = len(like or data)
    rows = {shape[:1] for shape in shapes}
    if len(shapes) != number or len(rows) != 1 or rows & {(), (0,)}:
        needs = f"arrays, {number} in all, with a row for each example"
        raise ValueError(f"{name} needs {needs}, got shapes {shapes}")
    views = [np.asarray(each).view() for each in data]
    for view in views:
        view.setflags(write=False)  # a loss that writes to them would change the caller's arrays
    return views

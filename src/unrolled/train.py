"""Training: the one loop that trains whatever the course trains.

Weights and gradients are tuples of arrays. What is made small stands in `losses`, how in
`optimizer`, which sees all arrays as one vector.
"""

import sys
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from unrolled.losses import judged
from unrolled.optimizer import adam, clip
from unrolled.shapes import NotFinite, arrays, generator, positive, whole
from unrolled.weights import apart, vector


class History(NamedTuple):
    """How training went, a number for each epoch.

    Mean loss, loss on held-out data, mean length of the gradient.
    """

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
    """Train with Adam: (weights, History).

    loss: `loss(weights, *arrays)`, as `unrolled.losses` says; its gradient is a tuple of arrays
    like `weights`. data: a tuple of arrays with one example a row, shuffled by `rng` in every epoch
    and cut into batches of at most `batch` rows (None: all at once). clip_norm: as for `clip`.
    held_out: data that are only judged. patience: stop after so many epochs without a smaller
    held-out loss, and return the best weights. bar: show progress, until it is done.

    The same `rng` gives the same result. Raises ValueError for arguments that do not fit, and
    FloatingPointError at the step where the loss or its gradient is no finite number.

    The number whose squared distance from some others is least is their mean:

    >>> def loss(weights, x):
    ...     return ((x - weights[0]) ** 2).mean(), (2 * (weights[0] - x.mean()),)
    >>> rng, x = np.random.default_rng(0), np.array([1.0, 2.0, 6.0])
    >>> (mean,), _ = fit((np.array(0.0),), loss, (x,), rng=rng, epochs=999, rate=0.1, bar=False)
    >>> print(mean.round(3))
    3.0
    """
    weights, data, held_out = _door(weights, data, rng, rate, clip_norm, held_out, patience)
    epochs, parts = whole("epochs", epochs, 1), _parts(batch, len(data[0]))
    training = _steps(weights, loss, data, _batches(rng, parts), rate, clip_norm)
    steps, unseen, best = [], [], (np.inf, 0, weights)
    with _progress(epochs * len(parts), bar) as progress, _advice(steps, rate, clip_norm):
        for epoch in range(1, epochs + 1):
            for step in islice(training, len(parts)):
                steps.append(step[1:])
                if bar:
                    progress.update()
            weights = step[0]
            if bar:
                mean = np.mean(steps[-len(parts) :], axis=0)[0]
                progress.set_postfix_str(f"loss {mean:.3g}", refresh=False)
            if held_out:
                unseen.append(judged(loss, weights, *held_out)[0])
                best = min(best, (unseen[-1], epoch, weights), key=lambda each: each[0])
            if patience and epoch - best[1] >= patience:
                break
    return best[2] if patience else weights, _history(steps, len(parts), unseen)


def _steps(weights, loss, data, batches, rate, clip_norm):
    """Step after step: (weights, loss before it, length of the gradient)."""
    _keep_memory()
    w, memory = vector(weights), None
    for rows in batches:
        value, gradient = judged(loss, weights, *[a[rows] for a in data])
        g, length = clip(_vector(gradient, weights), clip_norm)
        w, memory = adam(w, g, memory, rate)
        weights = apart(w, type(weights), weights)
        yield weights, value, length


def _history(steps, parts, unseen):
    loss, length = np.reshape(steps, (-1, parts, 2)).mean(axis=1).T
    return History(loss, np.array(unseen), length)


def _keep_memory():
    """Let malloc keep what a step frees for the next one.

    Else glibc may give it back to the system, and fetching it again takes longer than computing
    with it. How much it keeps, it learns from the largest block below 32 MB that was freed.
    """
    np.empty(31 << 20, np.uint8)


def _vector(gradient, weights):
    """Its numbers; ValueError unless they are numbers, and of the shapes of the weights."""
    # Whether those of a cell are numbers was checked when they were made.
    known = type(gradient) is type(weights) and hasattr(gradient, "from_h")
    if not known or [g.shape for g in gradient] != [w.shape for w in weights]:
        gradient = arrays("gradient", gradient, weights)
    return vector(gradient)


def _parts(batch, rows):
    """The batches, as slices of the shuffled rows: as equal as can be."""
    number = 1 if batch is None else -(-rows // whole("batch", batch, 1))
    return [slice(each[0], each[-1] + 1) for each in np.array_split(np.arange(rows), number)]


def _batches(rng, parts):
    """The rows of batch after batch, shuffled anew for each epoch."""
    while True:
        order = rng.permutation(parts[-1].stop)
        yield from [order[part] for part in parts]


@contextmanager
def _advice(steps, rate, clip_norm):
    try:
        with np.errstate(all="ignore"):
            yield
    except (NotFinite, FloatingPointError) as error:
        shorter = "" if np.isfinite(clip_norm) else ", or clip_norm=1"
        reason = f"training stopped at step {len(steps) + 1}: {error}"
        raise FloatingPointError(f"{reason}. Try a rate below {rate:g}{shorter}.") from error


def _progress(total, shown):
    """A bar, wiped with blanks in the end, as many in every run: so notebooks compare equal."""
    return tqdm(total=total, file=sys.stdout, leave=False, ncols=80) if shown else nullcontext()


def _door(weights, data, rng, rate, clip_norm, held_out, patience):
    """Weights as arrays, the data and the held-out ones, all that is asked of `fit` checked."""
    parts = arrays("weights", weights)
    kind = type(weights) if isinstance(weights, tuple) else tuple
    positive("rate", rate)
    positive("clip_norm", clip_norm, np.inf)
    generator(rng)
    if patience is not None:
        whole("patience", patience, 1)
        if held_out is None:
            raise ValueError("patience needs held_out: the data that say when to stop, got None")
    data = _examples("data", data)
    held_out = None if held_out is None else _examples("held_out", held_out, data)
    return tuple.__new__(kind, parts), data, held_out


def _examples(name, data, like=None):
    shapes = [a.shape for a in arrays(name, data)]
    number = len(like or data)
    rows = {shape[:1] for shape in shapes}
    if len(shapes) != number or len(rows) != 1 or rows & {(), (0,)}:
        needs = f"arrays, {number} in all, with a row for each example"
        raise ValueError(f"{name} needs {needs}, got shapes {shapes}")
    return [np.asarray(each) for each in data]

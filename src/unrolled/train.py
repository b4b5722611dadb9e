"""Training: the one loop that trains whatever the course trains.

Weights and gradients are tuples of arrays. What is made small stands in `losses`, how in
`optimizer`.
"""

import sys
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from unrolled.losses import judged
from unrolled.optimizer import adam, clip
from unrolled.shapes import NotFinite, arrays, generator, positive, whole


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

    loss: `loss(weights, *arrays)` returns the loss and its gradient, a tuple of arrays like
    `weights`. data: a tuple of arrays with one example a row, shuffled by `rng` in every epoch and
    cut into batches of at most `batch` rows (None: all at once). clip_norm: as for `clip`.
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
    data, held_out = _door(weights, data, rng, rate, clip_norm, held_out, patience)
    epochs, parts = whole("epochs", epochs, 1), _parts(batch, len(data[0]))
    memory, best = None, (np.inf, 0, weights)
    steps: list[tuple] = []
    history: list[tuple] = []
    with _progress(epochs * parts, bar) as progress, _advice(steps, rate, clip_norm):
        for epoch in range(1, epochs + 1):
            for part in np.array_split(rng.permutation(len(data[0])), parts):
                value, gradient = judged(loss, weights, *(a[part] for a in data))
                gradient, length = clip(gradient, clip_norm)
                weights, memory = adam(weights, gradient, memory, rate)
                steps.append((value, length))
                progress.update()
            unseen = judged(loss, weights, *held_out)[0] if held_out else np.nan
            history.append((*np.mean(steps[-parts:], axis=0), unseen))
            progress.set_postfix_str(f"loss {history[-1][0]:.3g}", refresh=False)
            best = min(best, (unseen, epoch, weights), key=lambda each: each[0])
            if patience and epoch - best[1] >= patience:
                break
    return best[2] if patience else weights, _history(history, held_out)


def _parts(batch, rows):
    """Into how many batches the rows are cut."""
    return 1 if batch is None else -(-rows // whole("batch", batch, 1))


def _history(rows, held_out):
    mean_loss, length, unseen = np.transpose(rows)
    return History(mean_loss, unseen if held_out else unseen[:0], length)


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
    return tqdm(total=total, disable=not shown, file=sys.stdout, leave=False, ncols=80)


def _door(weights, data, rng, rate, clip_norm, held_out, patience):
    """The data and the held-out ones, all that is asked of `fit` checked."""
    arrays("weights", weights)
    positive("rate", rate)
    positive("clip_norm", clip_norm, np.inf)
    generator(rng)
    if patience is not None:
        whole("patience", patience, 1)
        if held_out is None:
            raise ValueError("patience needs held_out: the data that say when to stop, got None")
    data = _examples("data", data)
    return data, None if held_out is None else _examples("held_out", held_out, data)


def _examples(name, data, like=None):
    shapes = [a.shape for a in arrays(name, data)]
    number = len(like or data)
    rows = {shape[:1] for shape in shapes}
    if len(shapes) != number or len(rows) != 1 or rows & {(), (0,)}:
        needs = f"arrays, {number} in all, with a row for each example"
        raise ValueError(f"{name} needs {needs}, got shapes {shapes}")
    return [np.asarray(each) for each in data]

"""Translate numbers, and sums of up to five numbers, through one state and with attention.

attention.csv, written by tools/result_tables.py, has the share of held-out sentences in which every
word is right, for each network, seed and length of what is read. The translator is that of notebook
11. Each run has its own generator.
"""

import csv
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from unrolled import losses, tasks, train
from unrolled.attention import attend, attend_backward
from unrolled.rnn import Weights, backward, backward_by_step, readout, step, unroll
from unrolled.tasks import translation

TABLE = Path(__file__).with_suffix(".csv")
PLUS = "plus"  # the same word in both languages
ENGLISH, FRENCH = translation.vocabularies()
ENGLISH, FRENCH = [*ENGLISH, PLUS], ["<start>", "<stop>", *FRENCH, PLUS]
START, STOP = 0, 1
LENGTHS, SEEDS = range(1, 6), range(5)


def said(words, numbers):
    """Return the words of a sum: ["ninety", "seven", "plus", "one"] of 97 and 1 with `english`."""
    return [word for n in numbers for word in [PLUS, *words(int(n))]][1:]


def arrays(sums):
    """Return sums, lists of numbers, as in notebook 11: x (B, T, n_x), lengths (B,), y (B, T)."""
    read = [" ".join(said(translation.english, numbers)) for numbers in sums]
    x, lengths = tasks.one_hot(read, ENGLISH)
    places = [[*map(FRENCH.index, said(translation.french, each)), STOP] for each in sums]
    y = np.full((len(sums), max(map(len, places))), -1)
    for row, each in zip(y, places):
        row[: len(each)] = each
    return x, lengths, y


def data(task, seed, many=800, lengths=LENGTHS):
    """Return (sums to train on, held-out sums); `many` of each length to train on."""
    rng = np.random.default_rng(10 + seed)
    if task == "numbers":
        numbers = rng.permutation(range(1, translation.LARGEST + 1))[:, None]
        return [*numbers[200:]], [*numbers[:200]]
    return [
        [numbers for k in lengths for numbers in rng.integers(1, 100, size=(count, k))]
        for count in (many, 200)
    ]


def fed(y):
    """Return what the decoder reads when the words y (B, T) are true: (B, T, n_y)."""
    return np.eye(len(FRENCH))[np.insert(y[:, :-1], 0, START, axis=1)]


def start(n_h, rng):
    """Initial weights: of the encoder, the decoder, and the matrix that reads the mixture."""
    kind: Any = Weights
    n_y, keep = len(FRENCH), np.eye(n_h)
    first = kind.random(len(ENGLISH), n_h, 0, rng=rng)._replace(W_hh=keep)
    second = kind.random(n_y, n_h, n_y, rng=rng)._replace(W_hh=keep)
    return (*first, *second, rng.normal(scale=n_h**-0.5, size=(n_y, n_h)))


def parts(weights):
    """Return encoder, decoder, and the matrix W_my that reads the mixture."""
    return Weights(*weights[:5]), Weights(*weights[5:10]), weights[10]


def mixtures(looks, h, bar_h, lengths):
    """Return what is read beside each decoder state, and the shares: (mixtures, shares)."""
    words, last = np.arange(1, bar_h.shape[1]), lengths[:, None]
    mask = words == last if looks == "last" else words <= last
    found = attend(h, bar_h[:, 1:], mask)
    return [np.zeros(v.shape) for v in found] if looks == "nothing" else found


def loss(weights, x, lengths, y, looks="all"):
    """Return the cross-entropy of the words y, and its gradient with respect to all weights."""
    x, y = x[:, : lengths.max()], y[:, : (y >= 0).any(axis=0).sum()]  # without needless padding
    (first, second, W_my), rows = parts(weights), np.arange(len(y))
    bar_h = unroll(first, x)
    h = unroll(second, fed(y), bar_h[rows, lengths])
    mixed, shares = mixtures(looks, h[:, 1:], bar_h, lengths)
    value, d_y = losses.cross_entropy(readout(second, h[:, 1:]) + mixed @ W_my.T, y, y >= 0)
    d_h, d_bar_h = np.zeros(h.shape), np.zeros(bar_h.shape)
    d_h[:, 1:], d_bar_h[:, 1:] = attend_backward(h[:, 1:], bar_h[:, 1:], shares, d_y @ W_my)
    steps, _, d_h = backward_by_step(second, fed(y), h, d_y, d_h)
    d_bar_h[rows, lengths] += d_h[:, 0]
    d_second = [each.sum(axis=0) for each in steps]
    d_first = backward(first, x, bar_h, d_h=d_bar_h)
    return value, (*d_first, *d_second, np.einsum("bty,btm->ym", d_y, mixed))


def write(weights, x, lengths, steps, looks="all", lent=None):
    """Return the words that are written (B, steps), and the shares (B, steps, T) of what is read.

    lent: shares to use in place of the network's own.
    """
    (first, second, W_my), found = parts(weights), []
    bar_h = unroll(first, x)
    word, h = np.full(len(x), START), bar_h[np.arange(len(x)), lengths]
    for t in range(steps):
        h = step(second, np.eye(len(FRENCH))[word], h)
        mixed, shares = mixtures(looks, h[:, None], bar_h, lengths)
        if lent is not None:
            shares = lent[:, t : t + 1]
            mixed = shares @ bar_h[:, 1:]
        word = (readout(second, h) + mixed[:, 0] @ W_my.T).argmax(axis=1)
        found.append((word, shares[:, 0]))
    written, shares = zip(*found)
    return np.stack(written, axis=1), np.stack(shares, axis=1)


def look(weights, numbers):
    """Return the words of a sum, the words that are written, and the shares of each."""
    x, lengths, y = arrays([numbers])
    (written,), (shares,) = write(weights, x, lengths, y.shape[1])
    return said(translation.english, numbers), [FRENCH[k] for k in written], shares


def right(weights, sums, looks="all"):
    """Return for each sum whether every word is right, `<stop>` included: (B,)."""
    x, lengths, y = arrays(sums)
    written, _ = write(weights, x, lengths, y.shape[1], looks)
    return ((written == y) | (y < 0)).all(axis=1)


def trained(looks, n_h, sums, seed, passes, first_rate):
    """Train one network on sums; the last fifth of the passes at an eighth of the rate."""
    rng = np.random.default_rng(seed)
    weights, given, last = start(n_h, rng), arrays(sums), passes // 5
    for epochs, rate in [(passes - last, first_rate), (last, first_rate / 8)]:
        settings = dict(epochs=epochs, batch=32, rate=rate, clip_norm=1, bar=False)
        weights, _ = train.fit(weights, partial(loss, looks=looks), given, rng=rng, **settings)
    return weights


def accuracy(task, looks, n_h, passes=30):
    """Return the shares right of the table (lengths, seeds)."""
    case, found = [task, looks, str(n_h), str(passes)], {}
    with TABLE.open(newline="") as file:
        for row in csv.reader(file):
            if row[:4] == case:
                found.setdefault(row[5], []).append(float(row[6]))
    return np.array([*found.values()])

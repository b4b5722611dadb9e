"""Is the number of ones in a string odd? Trained on strings of 8 bits, tested on longer ones.

At each step the network says whether the number of ones so far is odd. parity.csv, written by
tools/result_tables.py, has a row for each cell, learning rate and seed, and for training on 8 bits
alone or on 8, then 32, then 128. It tells the loss of the last epoch, and at each length how many
of 500 new strings are right at their end.
"""

import csv
from pathlib import Path

import numpy as np

from unrolled import linear, losses, rnn, train

TABLE = Path(__file__).with_suffix(".csv")
CELLS: dict = {
    "plain": (rnn.Weights, rnn),
    "GRU": (rnn.GRU, rnn),
    "minGRU": (linear.MinGRU, linear),
    "signed": (linear.SignedGate, linear),
}
TRAINED = {"8": [(8, 40)], "8, 32, 128": [(8, 20), (32, 20), (128, 20)]}  # lengths and epochs
RATES, SEEDS, LENGTHS = (0.03, 0.01, 0.003), range(5), (8, 16, 64, 256, 1024)


def strings(T, number, rng):
    """Return random bits (number, T, 1), and whether the ones up to each are odd (number, T)."""
    bits = rng.integers(0, 2, size=(number, T, 1))
    return bits.astype(float), bits[..., 0].cumsum(axis=1) % 2


def trained(name, lengths, rate, seed):
    """Train one cell of 16 units: (weights, history of the last length)."""
    (kind, module), rng = CELLS[name], np.random.default_rng(seed)

    def loss(weights, x, odd):
        return module.value_and_gradient(weights, x, losses.cross_entropy, odd)

    weights, settings = kind.random(1, 16, 2, rng=rng), dict(batch=50, clip_norm=1, bar=False)
    for T, epochs in TRAINED[lengths]:
        data = strings(T, 2000, rng)
        options = dict(rng=rng, epochs=epochs, rate=rate) | settings
        weights, history = train.fit(weights, loss, data, **options)
    return weights, history


def best(name, lengths):
    """Return the rate with the lowest mean training loss, and what is right: (seeds, lengths)."""
    with TABLE.open(newline="") as file:
        rows = [*csv.DictReader(file)]
    rows = [row for row in rows if (row["cell"], row["trained"]) == (name, lengths)]
    found = np.array([[float(row[str(key)]) for key in ("loss", *LENGTHS)] for row in rows])
    found = found.reshape(len(RATES), len(SEEDS), -1)
    k = found[..., 0].mean(axis=1).argmin()
    return RATES[k], found[k, :, 1:]

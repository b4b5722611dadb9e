"""Solve the adding problem at several lengths T with plain RNNs, a GRU, an LSTM and a minGRU.

adding.csv, written by tools/result_tables.py, has a row for each cell, length and seed, with the
lowest mean squared error on held-out sequences in 20 epochs; in 200 for "plain long". Each run
draws its sequences and initial weights from its own generator.
"""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from unrolled import linear, losses, rnn, tasks, train
from unrolled.rnn import GRU, LSTM, Weights

TABLE = Path(__file__).with_suffix(".csv")
CELLS: dict[str, tuple[Any, int, float]] = {  # name: (weights, units, rate)
    "plain": (Weights, 16, 0.01),
    "plain slow": (Weights, 16, 0.003),
    "plain 30": (Weights, 30, 0.01),  # more weights than the GRU
    "plain I": (Weights, 16, 0.001),  # at T = 80 better than 0.01, 0.003 and 0.0003
    "GRU": (GRU, 16, 0.01),
    "LSTM": (LSTM, 16, 0.01),
}
ALL = CELLS | {
    "plain long": (Weights, 16, 0.003),  # ten times as many passes as the others
    "minGRU": (linear.MinGRU, 16, 0.03),  # better than 0.01 and 0.003
    "minGRU slow": (linear.MinGRU, 16, 0.01),
}
LENGTHS, SEEDS = (10, 20, 40, 80, 160), range(5)


def begin(name, rng):
    """Initial weights: "plain I" starts from W_hh = I, a gate that keeps from a bias of 1."""
    kind, n_h, _ = ALL[name]
    one = np.ones(n_h)
    keep: dict[str, dict] = {"plain I": {"W_hh": np.diag(one)}, "LSTM": {"b_f": one}}
    keep |= dict.fromkeys(["GRU", "minGRU", "minGRU slow"], {"b_z": one})
    return kind.random(2, n_h, 1, rng=rng)._replace(**keep.get(name, {}))


def of_last(y, sums):
    """Return the squared error at the last step, and its gradient with respect to all outputs."""
    error, d_last = losses.squared_error(y[:, -1], sums)
    d_y = np.zeros(y.shape)
    d_y[:, -1] = d_last
    return error, d_y


def loss(weights, x, sums):
    """Return the error of any cell and its gradient with respect to all weights."""
    module = linear if isinstance(weights, linear.Cell) else rnn
    return module.value_and_gradient(weights, x, of_last, sums)


def trained(name, T, seed, epochs=None):
    """Train one cell on one length of sequences: (weights before, weights after, history).

    epochs: the number of passes over the data; None: that of the table.
    """
    epochs = epochs or (200 if name == "plain long" else 20)
    rng = np.random.default_rng(seed)
    data, held_out = tasks.adding(T, 2000, rng=rng), tasks.adding(T, 500, rng=rng)
    settings = dict(epochs=epochs, batch=50, rate=ALL[name][2], clip_norm=1, bar=False)
    first = begin(name, rng)
    return first, *train.fit(first, loss, data, rng=rng, held_out=held_out, **settings)


def errors(cell):
    """Return the errors that the table has for a cell: (lengths, seeds)."""
    with TABLE.open(newline="") as file:
        found = [float(row["error"]) for row in csv.DictReader(file) if row["cell"] == cell]
    return np.reshape(found, (len(LENGTHS), len(SEEDS)))

"""Solve the adding problem at several lengths T with a plain RNN, a GRU and an LSTM.

python notebooks/tables/adding.py    writes adding.csv; takes 15 minutes on two cores

The table has a row for each cell, length and seed, with the lowest mean squared error on held-out
sequences in 20 epochs. Each run draws its sequences and initial weights from its own generator.
"""

import csv
import itertools
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from unrolled import losses, tasks, train
from unrolled.rnn import GRU, LSTM, Weights, value_and_gradient

TABLE = Path(__file__).with_suffix(".csv")
CELLS = {"plain": Weights, "GRU": GRU, "LSTM": LSTM}
LENGTHS, SEEDS = (10, 20, 40, 80, 160), range(5)
N_H, EPOCHS = 16, 20


def begin(name, rng, n_h=N_H):
    """Return random weights; the gate that keeps the state starts open, with a bias of 1."""
    weights = CELLS[name].random(2, n_h, 1, rng=rng)
    keep = {"plain": {}, "GRU": {"b_z": np.ones(n_h)}, "LSTM": {"b_f": np.ones(n_h)}}
    return weights._replace(**keep[name])


def of_last(y, sums):
    """Return the squared error at the last step, and its gradient with respect to all outputs."""
    error, d_last = losses.squared_error(y[:, -1], sums)
    d_y = np.zeros(y.shape)
    d_y[:, -1] = d_last
    return error, d_y


def loss(weights, x, sums):
    """Return the error of any cell and its gradient with respect to all weights."""
    return value_and_gradient(weights, x, of_last, sums)


def trained(name, T, seed, epochs=EPOCHS):
    """Train one cell on sequences of one length, and return (weights, history)."""
    rng = np.random.default_rng(seed)
    data, held_out = tasks.adding(T, 2000, rng=rng), tasks.adding(T, 500, rng=rng)
    settings = dict(epochs=epochs, batch=50, rate=0.01, clip_norm=1, bar=False)
    first = begin(name, rng)
    return train.fit(first, loss, data, rng=rng, held_out=held_out, **settings)


def lowest(case):
    """Return the lowest held-out error of (cell, T, seed)."""
    return min(trained(*case)[1].held_out)


def main():
    """Compute all rows in parallel."""
    cases = list(itertools.product(CELLS, LENGTHS, SEEDS))
    with ProcessPoolExecutor(os.cpu_count()) as pool, TABLE.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["cell", "T", "seed", "error"])
        for case, error in zip(cases, pool.map(lowest, cases)):
            table.writerow([*case, f"{error:.5f}"])
            print(*case, f"{error:.5f}", flush=True)


if __name__ == "__main__":
    main()

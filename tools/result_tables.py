"""Compute the tables of long training runs that the package ships.

python tools/result_tables.py [adding] [attention] [parity]    25, 10 and 15 minutes on two cores

adding.csv has the lowest mean squared error on held-out sequences, for each cell, length and seed.
attention.csv has the share of held-out sentences in which every word is right, for each network,
seed and length of what is read. parity.csv has, for each cell, training, learning rate and seed,
the loss of the last epoch, and at each length how many of 500 new strings are right at their end.
Each run draws from its own generator.
"""

import csv
import itertools
import os
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from unrolled.tables import adding, attention, parity
from unrolled.tasks import translation

TRANSLATORS = [  # task, what the decoder looks at, units, passes over the data
    *(("numbers", "nothing", n_h, 30) for n_h in (8, 16, 48)),
    *(("numbers", looks, 48, 30) for looks in ("last", "all")),
    *(("sums", "nothing", n_h, 30) for n_h in (16, 48, 96)),
    *(("sums", looks, 48, 30) for looks in ("last", "all")),
    ("sums", "all", 16, 30),
    ("sums", "last", 48, 120),
    *(("sums", looks, 48, 30) for looks in ("all slow", "last fast")),  # at the rate of the other
]


def adding_rows(cell, T, seed):
    """Return the row of one cell, length and seed."""
    error = min(adding.trained(cell, T, seed)[-1].held_out)
    return [(cell, T, seed, f"{error:.5f}")]


def attention_rows(task, looks, n_h, passes, seed):
    """Return the rows of one network and seed, one for each length of what is read."""
    (training, held_out), kind = attention.data(task, seed), looks.split()[0]
    # The best of 0.002, 0.004 and 0.008 for another seed and 48 units, or the worse one.
    rate = 0.008 if task == "numbers" or looks in ("all", "last fast") else 0.002
    weights = attention.trained(kind, n_h, training, seed, passes, rate)
    good = attention.right(weights, held_out, kind)
    long = np.array([words_or_numbers(task, each) for each in held_out])
    case = task, looks, n_h, passes, seed
    return [(*case, int(k), f"{good[long == k].mean():.3f}") for k in np.unique(long)]


def words_or_numbers(task, numbers):
    """Return the length of what is read: of a number its English words, of a sum its numbers."""
    return len(translation.english(int(numbers[0]))) if task == "numbers" else len(numbers)


def parity_rows(cell, trained, rate, seed, lengths=parity.LENGTHS):
    """Return the row of one cell, training, rate and seed."""
    weights, history = parity.trained(cell, trained, rate, seed)
    right = [right_parities(cell, weights, T) for T in lengths]
    numbers = [f"{number:.5f}" for number in (history.loss[-1], *right)]
    return [(cell, trained, rate, seed, *numbers)]


def right_parities(cell, weights, T):
    """Return the share of 500 strings of T bits of which the last answer is right."""
    module, (x, odd) = parity.CELLS[cell][1], parity.strings(T, 500, np.random.default_rng(T))
    y = module.readout(weights, module.unroll(weights, x)[:, -1])
    return np.mean(y.argmax(axis=1) == odd[:, -1])


TABLES = {  # name: (module, function, cases, columns)
    "adding": (
        adding,
        adding_rows,
        [*itertools.product(adding.ALL, adding.LENGTHS, adding.SEEDS)],
        ["cell", "T", "seed", "error"],
    ),
    "attention": (
        attention,
        attention_rows,
        [(*case, seed) for case in TRANSLATORS for seed in attention.SEEDS],
        ["task", "looks", "n_h", "passes", "seed", "length", "right"],
    ),
    "parity": (
        parity,
        parity_rows,
        [*itertools.product(parity.CELLS, parity.TRAINED, parity.RATES, parity.SEEDS)],
        ["cell", "trained", "rate", "seed", "loss", *parity.LENGTHS],
    ),
}


def main(names):
    """Compute the named tables, or all, with a process for each core."""
    for name in names or TABLES:
        module, function, cases, columns = TABLES[name]
        with (
            ProcessPoolExecutor(os.cpu_count()) as pool,
            module.TABLE.open("w", newline="") as file,
        ):
            table = csv.writer(file, lineterminator="\n")
            table.writerow(columns)
            for rows in pool.map(function, *zip(*cases)):
                table.writerows(rows)
                print(*rows, sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Tables of long training runs: complete, and reproduced by their scripts."""

import csv
from itertools import product

import numpy as np
import pytest

from unrolled.tables import adding, parity


def stored():
    with adding.TABLE.open(newline="") as file:
        return {(row["cell"], int(row["T"]), int(row["seed"])): row for row in csv.DictReader(file)}


def test_table_has_an_entry_for_each_cell_length_and_seed():
    assert set(stored()) == {*product(adding.ALL, adding.LENGTHS, adding.SEEDS)}


@pytest.mark.parametrize("cell", [*adding.ALL])
def test_script_reproduces_a_stored_entry(cell):
    # Machines sum in different orders, and training amplifies the difference.
    error = float(stored()[cell, 10, 0]["error"])
    assert adding.lowest((cell, 10, 0)) == pytest.approx(error, rel=0.5, abs=1e-3)


def stored_parity():
    with parity.TABLE.open(newline="") as file:
        for row in csv.DictReader(file):
            yield (row["cell"], row["trained"], float(row["rate"]), int(row["seed"])), row


def test_parity_table_has_an_entry_for_each_case():
    cases = product(parity.CELLS, parity.TRAINED, parity.RATES, parity.SEEDS)
    assert {case for case, _ in stored_parity()} == {*cases}


@pytest.mark.parametrize("cell", [*parity.CELLS])
def test_script_reproduces_a_stored_entry_of_parity(cell):
    case = cell, "8", 0.03, 0
    stored = dict(stored_parity())[case]
    loss, right = parity.row(*case, tested=[8])
    assert loss == pytest.approx(float(stored["loss"]), rel=0.5, abs=1e-3)
    assert right == pytest.approx(float(stored["8"]), abs=0.1)


def test_best_rate_of_parity_is_that_of_the_stored_rows():
    rate, right = parity.best("signed", "8")
    rows = [row for case, row in stored_parity() if case[:3] == ("signed", "8", rate)]
    assert right.tolist() == [[float(row[str(T)]) for T in parity.LENGTHS] for row in rows]
    means = {}
    for case, row in stored_parity():
        if case[:2] == ("signed", "8"):
            means.setdefault(case[2], []).append(float(row["64"]))
    assert np.mean(means[rate]) == max(map(np.mean, means.values()))


def test_the_times_of_the_scan_are_complete():
    rows = np.loadtxt(adding.TABLE.with_name("scan.csv"), delimiter=",", skiprows=1)
    lengths, sizes = (64, 256, 1024, 4096, 16384), (1, 16, 64, 256)
    assert rows[:, :2].tolist() == [[T, n] for T in lengths for n in sizes] and rows.min() > 0

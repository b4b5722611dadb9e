"""Stored tables of long training runs: their scripts still give the same entries."""

import csv

import pytest

from unrolled.tables import adding


def stored():
    with adding.TABLE.open(newline="") as file:
        return {(row["cell"], int(row["T"]), int(row["seed"])): row for row in csv.DictReader(file)}


def test_the_table_has_an_entry_for_each_cell_length_and_seed():
    cases = {
        (cell, T, seed) for cell in adding.CELLS for T in adding.LENGTHS for seed in adding.SEEDS
    }
    assert set(stored()) == cases


@pytest.mark.parametrize("cell", [*adding.CELLS])
def test_an_entry_is_what_its_script_computes(cell):
    # Machines add up in other orders, and training makes the difference larger.
    error = float(stored()[cell, 10, 0]["error"])
    assert adding.lowest((cell, 10, 0)) == pytest.approx(error, rel=0.5, abs=1e-3)

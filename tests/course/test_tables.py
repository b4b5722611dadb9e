"""Tables of long training runs: complete, and reproduced by their scripts."""

import csv
from itertools import product

import pytest

from unrolled.tables import adding


def stored():
    with adding.TABLE.open(newline="") as file:
        return {(row["cell"], int(row["T"]), int(row["seed"])): row for row in csv.DictReader(file)}


def test_table_has_an_entry_for_each_cell_length_and_seed():
    assert set(stored()) == {*product(adding.CELLS, adding.LENGTHS, adding.SEEDS)}


@pytest.mark.parametrize("cell", [*adding.CELLS])
def test_script_reproduces_a_stored_entry(cell):
    # Machines sum in different orders, and training amplifies the difference.
    error = float(stored()[cell, 10, 0]["error"])
    assert adding.lowest((cell, 10, 0)) == pytest.approx(error, rel=0.5, abs=1e-3)

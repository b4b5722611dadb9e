"""Tables that were computed ahead: their scripts still give what is stored."""

import csv
import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "notebooks/tables/adding.py"


@pytest.fixture(scope="module")
def adding():
    return runpy.run_path(str(SCRIPT))


def stored(adding):
    with adding["TABLE"].open(newline="") as file:
        return {(row["cell"], int(row["T"]), int(row["seed"])): row for row in csv.DictReader(file)}


def test_the_table_has_an_entry_for_each_cell_length_and_seed(adding):
    cases = {
        (cell, T, seed)
        for cell in adding["CELLS"]
        for T in adding["LENGTHS"]
        for seed in adding["SEEDS"]
    }
    assert set(stored(adding)) == cases


@pytest.mark.parametrize("cell", ["plain", "GRU", "LSTM"])
def test_an_entry_is_what_its_script_computes(adding, cell):
    # Machines add up in other orders, and training makes the difference larger.
    error = float(stored(adding)[cell, 10, 0]["error"])
    assert adding["lowest"]((cell, 10, 0)) == pytest.approx(error, rel=0.5, abs=1e-3)

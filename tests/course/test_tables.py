"""Tables of long training runs: complete, and reproduced by their scripts."""

import csv
from itertools import product

import numpy as np
import pytest

import result_tables
from unrolled.tables import adding, attention, parity


def stored():
    with adding.TABLE.open(newline="") as file:
        return {(row["cell"], int(row["T"]), int(row["seed"])): row for row in csv.DictReader(file)}


def test_table_has_an_entry_for_each_cell_length_and_seed():
    assert set(stored()) == {*product(adding.ALL, adding.LENGTHS, adding.SEEDS)}


@pytest.mark.parametrize("cell", [*adding.ALL])
def test_script_reproduces_a_stored_entry(cell):
    # Processors sum in different orders; training amplifies it, for "plain 30" to a factor of 2.5.
    error = float(stored()[cell, 10, 0]["error"])
    [row] = result_tables.adding_rows(cell, 10, 0)
    assert error / 3 < float(row[-1]) < 3 * error


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
    [row] = result_tables.parity_rows(*case, lengths=[8])
    assert float(row[-2]) == pytest.approx(float(stored["loss"]), rel=0.5, abs=1e-3)
    assert float(row[-1]) == pytest.approx(float(stored["8"]), abs=0.1)


def test_best_rate_of_parity_has_the_lowest_training_loss():
    rate, right = parity.best("minGRU", "8")
    rows = [row for case, row in stored_parity() if case[:3] == ("minGRU", "8", rate)]
    assert right.tolist() == [[float(row[str(T)]) for T in parity.LENGTHS] for row in rows]
    losses = {}
    for case, row in stored_parity():
        if case[:2] == ("minGRU", "8"):
            losses.setdefault(case[2], []).append(float(row["loss"]))
    assert np.mean(losses[rate]) == min(map(np.mean, losses.values()))


def test_scan_table_has_a_row_for_each_length_and_size():
    rows = np.loadtxt(adding.TABLE.with_name("scan.csv"), delimiter=",", skiprows=1)
    lengths, sizes = (64, 256, 1024, 4096, 16384), (1, 16, 64, 256)
    assert rows[:, :2].tolist() == [[T, n] for T in lengths for n in sizes] and rows.min() > 0


def test_attention_table_has_an_entry_for_each_network_seed_and_length():
    with attention.TABLE.open(newline="") as file:
        found = [tuple(row.values())[:-1] for row in csv.DictReader(file)]
    assert found == [
        (task, looks, str(n_h), str(passes), str(seed), str(length))
        for (task, looks, n_h, passes), seed in product(result_tables.TRANSLATORS, attention.SEEDS)
        for length in range(1, 5 if task == "numbers" else 6)
    ]
    for case in result_tables.TRANSLATORS:
        assert attention.accuracy(*case).shape == (4 if case[0] == "numbers" else 5, 5)


def test_script_reproduces_a_stored_entry_of_attention():
    rows = result_tables.attention_rows("numbers", "nothing", 16, 30, seed=0)
    assert [row[-2] for row in rows] == [1, 2, 3, 4]
    shares = [float(row[-1]) for row in rows]
    found = attention.accuracy("numbers", "nothing", 16)[:, 0]
    assert shares == pytest.approx(found, abs=0.1)  # adds up in another order elsewhere
    assert shares[2:] == pytest.approx(found[2:], abs=0.05)  # of nearly all held-out numbers


@pytest.mark.parametrize("looks", ["nothing", "last", "all"])
def test_gradient_of_each_translator_matches_finite_differences(looks):
    rng = np.random.default_rng(0)
    weights, data = attention.start(5, rng), attention.arrays([[97, 7], [12], [3, 71, 20]])
    gradient = attention.loss(weights, *data, looks)[1]
    for _ in range(3):
        way = [rng.normal(size=array.shape) for array in weights]
        up, down = (
            attention.loss([v + nudge * d for v, d in zip(weights, way)], *data, looks)[0]
            for nudge in (1e-5, -1e-5)
        )
        slope = sum((g * d).sum() for g, d in zip(gradient, way))
        assert slope == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-7)


def test_lending_a_sentence_its_own_shares_changes_nothing():
    rng = np.random.default_rng(0)
    weights, (x, lengths, _) = attention.start(6, rng), attention.arrays([[97, 15], [8]])
    written, shares = attention.write(weights, x, lengths, 5)
    again, lent = attention.write(weights, x, lengths, 5, lent=shares)
    np.testing.assert_array_equal(written, again)
    np.testing.assert_allclose(shares, lent)
    np.testing.assert_allclose(shares.sum(axis=2), 1)
    assert not shares[1, :, 1:].any()  # "eight" is one word

"""Stored tables of long training runs: their scripts still give the same entries."""

import csv
import itertools

import numpy as np
import pytest

from unrolled.tables import adding, attention


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


def test_the_table_of_attention_has_an_entry_for_each_network_seed_and_length():
    with attention.TABLE.open(newline="") as file:
        found = [tuple(row.values())[:-1] for row in csv.DictReader(file)]
    assert found == [
        (task, looks, str(n_h), str(passes), str(seed), str(length))
        for (task, looks, n_h, passes), seed in itertools.product(attention.CASES, attention.SEEDS)
        for length in range(1, 5 if task == "numbers" else 6)
    ]
    for case in attention.CASES:
        assert attention.accuracy(*case).shape == (4 if case[0] == "numbers" else 5, 5)


def test_an_entry_of_attention_is_what_its_script_computes():
    lengths, shares = zip(*attention.entries("numbers", "nothing", 16, 30, seed=0))
    assert lengths == (1, 2, 3, 4)
    found = attention.accuracy("numbers", "nothing", 16)[:, 0]
    assert shares == pytest.approx(found, abs=0.1)  # adds up in another order elsewhere
    assert shares[2:] == pytest.approx(found[2:], abs=0.05)  # of nearly all held-out numbers


@pytest.mark.parametrize("looks", ["nothing", "last", "all"])
def test_the_gradient_of_each_translator_is_that_of_finite_differences(looks):
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


def test_its_own_shares_lent_to_a_sentence_change_nothing():
    rng = np.random.default_rng(0)
    weights, (x, lengths, _) = attention.start(6, rng), attention.arrays([[97, 15], [8]])
    written, shares = attention.write(weights, x, lengths, 5)
    again, lent = attention.write(weights, x, lengths, 5, lent=shares)
    np.testing.assert_array_equal(written, again)
    np.testing.assert_allclose(shares, lent)
    np.testing.assert_allclose(shares.sum(axis=2), 1)
    assert not shares[1, :, 1:].any()  # "eight" is one word

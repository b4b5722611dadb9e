"""dynamics and tasks: values that are known, and bad input."""

from collections import deque

import numpy as np
import pytest

from unrolled import dynamics, tasks
from unrolled.rnn import Weights, unroll

rng = np.random.default_rng


def delay_line(n_h):
    return Weights(
        np.eye(n_h)[:, :1], np.eye(n_h, k=-1), np.zeros(n_h), np.zeros((0, n_h)), np.zeros(0)
    )


def test_a_delay_line_remembers_exactly_as_many_inputs_as_it_has_units():
    x = rng(0).normal(size=2000)
    shares = dynamics.memory(x, unroll(delay_line(4), x[:, None], activation="identity"), 8)
    np.testing.assert_allclose(shares[:4], 1, atol=1e-12)
    assert shares[4:].max() < 0.02


@pytest.mark.parametrize("n_h", [1, 3, 8])
@pytest.mark.parametrize("activation", ["tanh", "identity"])
def test_memory_capacity_is_at_most_the_number_of_units(n_h, activation):
    x = rng(n_h).uniform(-1, 1, size=4000)
    weights = Weights.random(1, n_h, 0, rng=rng(1), spectral_radius=0.8)
    assert (
        0
        < dynamics.memory(x, unroll(weights, x[:, None], activation=activation), 60).sum()
        < n_h + 0.05
    )


def test_a_state_that_reads_nothing_remembers_nothing():
    x = rng(0).normal(size=500)
    np.testing.assert_array_equal(dynamics.memory(x, np.zeros((501, 3)), 4) < 0.02, True)


def test_memory_says_what_it_needs():
    with pytest.raises(ValueError, match=r"h needs shape \(101, n_h\), got \(100, 3\)"):
        dynamics.memory(np.ones(100), np.zeros((100, 3)), 2)
    with pytest.raises(
        ValueError, match="x needs more than 18 steps for n_h = 3 and k_max = 10, got 15"
    ):
        dynamics.memory(np.ones(15), np.zeros((16, 3)), 10)
    with pytest.raises(ValueError, match="x needs to vary"):
        dynamics.memory(np.ones(100), np.zeros((101, 3)), 2)
    with pytest.raises(ValueError, match="k_max needs a whole number from 0 up, got -1"):
        dynamics.memory(np.ones(100), np.zeros((101, 3)), -1)


def test_the_principal_plane_holds_points_that_lie_in_a_plane():
    directions = np.linalg.qr(rng(0).normal(size=(6, 2)))[0].T
    h = rng(1).normal(size=(3, 20, 2)) * [5, 1] @ directions + 7
    center, found = dynamics.principal_plane(h)
    np.testing.assert_allclose(found @ found.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose((h - center) @ found.T @ found + center, h)
    assert ((h - center) @ found[0]).var() > ((h - center) @ found[1]).var()
    assert (found[[0, 1], np.abs(found).argmax(axis=1)] > 0).all()


def test_a_plane_of_few_points_still_has_two_directions():
    _, directions = dynamics.principal_plane(np.zeros((1, 4)))
    np.testing.assert_allclose(directions @ directions.T, np.eye(2))
    with pytest.raises(ValueError, match="h needs at least two units to span a plane"):
        dynamics.principal_plane(np.zeros((5, 1)))


def test_prices_are_real_and_in_order():
    dates, prices = tasks.prices()
    assert len(dates) == len(prices) > 1000
    assert (np.diff(dates) > np.timedelta64(0, "D")).all()
    assert prices.dtype == float and 90 < prices.min() < prices.max() < 1000


def test_the_two_sentences_have_the_same_words():
    assert sorted(tasks.words(tasks.EASY)) == sorted(tasks.words(tasks.DIFFICULT))
    assert tasks.EASY != tasks.DIFFICULT


def test_words_come_without_punctuation():
    assert tasks.words("  Yes, it is: well-known! ") == ["Yes", "it", "is", "well-known"]
    for nothing in ["", "  ", "?!"]:
        with pytest.raises(ValueError, match="sentence needs at least one word, got"):
            tasks.words(nothing)


def test_a_word_has_one_vector_wherever_it_stands():
    a, b = tasks.embed("easy does it", 5), tasks.embed("Is it EASY", 5)
    assert a.shape == (3, 5)
    np.testing.assert_array_equal(a[0], b[2])
    np.testing.assert_array_equal(a[2], b[1])
    assert len(np.unique(tasks.embed(tasks.EASY, 5), axis=0)) == 6
    many = tasks.embed(" ".join(f"word{i}" for i in range(2000)), 3)
    np.testing.assert_allclose([many.mean(), many.std()], [0, 1], atol=0.05)
    with pytest.raises(ValueError, match="n_x needs a whole number from 1 up, got 0"):
        tasks.embed("easy", 0)


def test_mackey_glass_is_what_its_equation_says():
    past = deque([1.2] * 171, maxlen=171)  # x(t-17) … x(t), 0.1 apart
    path = []
    for _ in range(12000):
        past.append(past[-1] + 0.1 * (0.2 * past[0] / (1 + past[0] ** 10) - 0.1 * past[-1]))
        path.append(past[-1])
    clean = tasks.mackey_glass(80, rng=rng(0), noise=0)
    begin = int(np.abs(path - clean[0]).argmin())
    assert begin > 5000  # what was set at the start is long forgotten
    np.testing.assert_allclose(path[begin::60][:80], clean)


def test_mackey_glass_stays_in_bounds_and_never_comes_back():
    clean = tasks.mackey_glass(1000, rng=rng(0), noise=0)
    assert (
        clean.shape == (1000,)
        and 0.2 < clean.min() < 0.6
        and 1.2 < clean.max() < 1.5
        and clean.std() > 0.2
    )
    assert min(np.abs(clean[lag:] - clean[:-lag]).max() for lag in range(1, 500)) > 0.2
    np.testing.assert_array_equal(clean[:10], tasks.mackey_glass(10, rng=rng(7), noise=0))


@pytest.mark.parametrize("noise", [0.05, 0.5])
def test_mackey_glass_adds_the_noise_it_says_whatever_the_signal(noise):
    clean, noisy, again, other = (
        tasks.mackey_glass(1500, rng=rng(seed), noise=share)
        for seed, share in [(0, 0), (1, noise), (1, noise), (2, noise)]
    )
    added = (noisy - clean) / clean.std()
    np.testing.assert_allclose([added.std(), added.mean()], [noise, 0], atol=0.08 * noise)
    assert abs(np.corrcoef(added, clean)[0, 1]) < 0.1
    np.testing.assert_array_equal(noisy, again)
    assert (noisy != other).any()
    assert noise != 0.05 or (tasks.mackey_glass(1500, rng=rng(1)) == noisy).all()


@pytest.mark.parametrize(
    "change, needs",
    [
        (dict(T=1), "T needs a whole number from 2 up, got 1"),
        (dict(T=9.0), "T needs a whole number from 2 up, got 9.0"),
        (
            dict(noise=-0.1),
            "noise needs a number from 0 up and rng a numpy.random.Generator, got -0.1 and",
        ),
        (dict(noise=np.nan), "noise needs finite numbers, got nan"),
        (dict(noise=[0.1]), r"noise needs shape \(\), got \(1,\)"),
        (
            dict(rng=0),
            "noise needs a number from 0 up and rng a numpy.random.Generator, got 0.05 and 0",
        ),
    ],
)
def test_mackey_glass_says_what_it_needs(change, needs):
    with pytest.raises(ValueError, match=needs):
        tasks.mackey_glass(**dict(T=9, rng=rng(0)) | change)

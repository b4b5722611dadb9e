"""Series: Mackey-Glass against its equation, and the adding problem."""

from collections import deque

import numpy as np
import pytest

from unrolled import tasks

rng = np.random.default_rng


def test_mackey_glass_solves_its_equation():
    past = deque([1.2] * 171, maxlen=171)  # x(t-17) … x(t), 0.1 apart
    path = []
    for _ in range(12000):
        past.append(past[-1] + 0.1 * (0.2 * past[0] / (1 + past[0] ** 10) - 0.1 * past[-1]))
        path.append(past[-1])
    clean = tasks.mackey_glass(80, rng=rng(0), noise=0)
    begin = int(np.abs(path - clean[0]).argmin())
    assert begin > 5000  # long after the initial values
    np.testing.assert_allclose(path[begin::60][:80], clean)


@pytest.mark.parametrize("noise", [0.05, 0.5])
def test_mackey_glass_noise_has_the_requested_size(noise):
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


@pytest.mark.parametrize("T", [3, 4, 20])
def test_adding_marks_one_number_in_each_half_and_sums_them(T):
    x, sums = tasks.adding(T, 500, rng=rng(0))
    assert x.shape == (500, T, 2) and sums.shape == (500, 1)
    numbers, marks = x[..., 0], x[..., 1]
    assert numbers.min() >= 0 and numbers.max() < 1 and set(marks.ravel()) == {0, 1}
    assert (marks[:, : T // 2].sum(axis=1) == 1).all() and (marks.sum(axis=1) == 2).all()
    for row, total in zip(x, sums):
        assert total == pytest.approx(sum(number for number, mark in row if mark))
    assert (marks.sum(axis=0) > 0).all()  # every step is marked sometimes


def test_adding_baseline_has_mean_squared_error_one_sixth():
    _, sums = tasks.adding(10, 100_000, rng=rng(1))
    assert sums.mean() == pytest.approx(1, abs=0.01)
    assert sums.var() == pytest.approx(1 / 6, abs=0.01)

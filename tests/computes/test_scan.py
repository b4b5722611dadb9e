"""The scan against the loop and JAX, its gradient against nudges; the cells computed by it."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from unrolled import linear, losses, train
from unrolled.scan import WIDE, scan, scan_backward

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks/scan.py"
KINDS = [linear.MinGRU, linear.SignedGate]
each_kind = pytest.mark.parametrize("kind", KINDS)


def problem(rng, T, batch=(), n=3, most=1.1):
    """Any real a: negative ones, ones above 1, and zeros."""
    a = rng.uniform(-most, most, size=(*batch, T, n)) * (rng.random((*batch, T, n)) > 0.1)
    return a, rng.normal(size=a.shape), rng.normal(size=(*batch, n))


def loop(a, b, h0):
    h = [h0]
    for t in range(a.shape[-2]):
        h.append(a[..., t, :] * h[-1] + b[..., t, :])
    return np.stack(h, axis=-2)


def random_weights(kind, rng):
    weights = kind.random(2, 4, 3, rng=rng)
    return kind(*[w + 0.3 * rng.normal(size=w.shape) for w in weights])


# ---- The scan


@pytest.mark.parametrize("batch", [(), (3,), (2, 3)])
@pytest.mark.parametrize("n", [1, 3, WIDE])
def test_scan_equals_the_loop(batch, n):
    for T in [*range(101), *([999, 4099] if n < 9 else [])]:
        given = problem(np.random.default_rng(T), T, batch, n)
        assert_allclose(scan(*given), loop(*given), rtol=1e-12, atol=1e-12, strict=True)


@pytest.mark.parametrize("most", [0, 0.01, 1, 30])
def test_factors_may_be_zero_tiny_or_large(most):
    given = problem(np.random.default_rng(0), 100, most=most)
    assert_allclose(scan(*given), loop(*given), rtol=1e-12, atol=1e-12)


def test_default_h0_is_zero():
    a, b, _ = problem(np.random.default_rng(0), 50)
    assert_array_equal(scan(a, b), scan(a, b, np.zeros(3)))


def test_gradient_matches_finite_differences():
    rng = np.random.default_rng(0)
    given, d_h = problem(rng, 40, (2,)), rng.normal(size=(2, 41, 3))
    found = scan_backward(given[0], scan(*given), d_h)
    for k, gradient in enumerate(found):
        nudged = np.zeros(gradient.shape)
        for place in np.ndindex(nudged.shape):
            for nudge in (1e-6, -1e-6):
                moved = [v.copy() for v in given]
                moved[k][place] += nudge
                nudged[place] += (d_h * scan(*moved)).sum() / (2 * nudge)
        assert_allclose(gradient, nudged, rtol=1e-6, atol=1e-7, strict=True)


def test_gradient_without_steps_is_that_of_h0():
    d_a, d_b, d_h0 = scan_backward(np.ones((0, 2)), np.ones((1, 2)), [[3, 4]])
    assert d_a.shape == d_b.shape == (0, 2) and d_h0.tolist() == [3, 4]


def test_all_contenders_of_the_benchmark_agree():
    pytest.importorskip("jax")
    given = problem(np.random.default_rng(0), 100)
    for made in runpy.run_path(str(BENCHMARK))["contenders"]().values():
        assert_allclose(made(*given)(), loop(*given), rtol=1e-12, atol=1e-12)


# ---- The cells


def test_min_gru_by_hand():
    # σ(ln 3) = 3/4: h(1) = 3/4 · 0 + 1/4 · 8 = 2, h(2) = 3/4 · 2 + 1/4 · 4 = 2.5
    weights = linear.MinGRU(*map(np.array, ([[0]], [np.log(3)], [[4]], [0], [[10]], [1])))
    h = linear.unroll(weights, [[2], [1]])
    assert_allclose(h, [[0], [2], [2.5]])
    assert_allclose(linear.readout(weights, h), [[1], [21], [26]])


def test_signed_gate_by_hand():
    # tanh(-ln 3) = -0.8: h(1) = 5 · 2 = 10, h(2) = -0.8 · 10 + 5 · 1 = -3
    weights = linear.SignedGate(*map(np.array, ([[0]], [-np.log(3)], [[5]], [0], [[1]], [0])))
    assert_allclose(linear.unroll(weights, [[2], [1]]), [[0], [10], [-3]])


@each_kind
@pytest.mark.parametrize("batch", [(), (3,), (2, 2)])
def test_gradients_of_cells_match_finite_differences(kind, batch):
    rng = np.random.default_rng(0)
    weights = random_weights(kind, rng)
    x, target = rng.normal(size=(*batch, 35, 2)), rng.normal(size=(*batch, 35, 3))

    def value(**moved):
        data = x, losses.squared_error, target
        return linear.value_and_gradient(weights._replace(**moved), *data)[0]

    _, gradient = linear.value_and_gradient(weights, x, losses.squared_error, target)
    assert type(gradient) is kind
    for name, found in gradient._asdict().items():
        nudges = 1e-6 * np.eye(found.size).reshape(-1, *found.shape)
        w = getattr(weights, name)
        nudged = [value(**{name: w + d}) - value(**{name: w - d}) for d in nudges]
        assert_allclose(found.ravel(), np.array(nudged) / 2e-6, rtol=1e-5, atol=1e-8)


@each_kind
def test_fit_trains_linear_cells(kind):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 10, 2))

    def loss(weights, x):
        return linear.value_and_gradient(weights, x, losses.squared_error, x[..., :1])

    settings = dict(rng=rng, epochs=60, batch=20, rate=0.03, bar=False)
    trained, history = train.fit(kind.random(2, 8, 1, rng=rng), loss, (x,), **settings)
    assert type(trained) is kind and history.loss[-1] < 0.2 * history.loss[0]

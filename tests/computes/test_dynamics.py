"""Jacobian and fixed points: networks with known fixed points, and a trained one with eight."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from test_rnn import assert_gradient, random_weights
from unrolled.dynamics import fixed_points, jacobian
from unrolled.losses import squared_error
from unrolled.rnn import Weights, readout, step, unroll, value_and_gradient
from unrolled.train import fit

rng = np.random.default_rng
quick = settings(max_examples=25, deadline=None, derandomize=True)


def network(W_hh, W_xh=None, b_h=None):
    n_h = len(W_hh)
    W_xh, b_h = np.ones((n_h, 1)) if W_xh is None else W_xh, np.zeros(n_h) if b_h is None else b_h
    return Weights(
        np.array(W_xh, float), np.array(W_hh, float), b_h, np.zeros((0, n_h)), np.zeros(0)
    )


def speeds(weights, h, x, activation):
    return np.linalg.norm(step(weights, np.tile(x, (len(h), 1)), h, activation) - h, axis=1)


def unstable(weights, h, x=None):
    """The number of unstable directions of each state."""
    return (np.abs(np.linalg.eigvals(jacobian(weights, h, x))) > 1).sum(axis=1)


def in_order(h):
    return h[np.lexsort(h.round(6).T[::-1])]


@quick
@given(
    n_x=st.integers(1, 3),
    n_h=st.integers(1, 4),
    batch=st.sampled_from([(), (1,), (3,), (2, 3), (0,)]),
    activation=st.sampled_from(["tanh", "identity"]),
    reads=st.booleans(),
    seed=st.integers(0, 999),
)
def test_jacobian_matches_finite_differences(n_x, n_h, batch, activation, reads, seed):
    random = rng(seed)
    weights, h = random_weights(random, n_x, n_h), random.normal(size=(*batch, n_h))
    x = random.normal(size=n_x) if reads else None
    xs = np.broadcast_to(np.zeros(n_x) if x is None else x, (*batch, n_x))
    J = jacobian(weights, h, x, activation)
    assert J.shape == (*batch, n_h, n_h)
    for i in range(n_h):
        assert_gradient(J[..., i, :], lambda v: step(weights, xs, v, activation)[..., i].sum(), h)


TANH_15 = 0.8585596  # tanh(1.5 h) = h, where the slope is below 1
STARTS = rng(0).uniform(-1, 1, size=(200, 2))


def test_two_independent_units_have_nine_fixed_points():
    assert_allclose(np.arctanh(TANH_15), 1.5 * TANH_15, rtol=1e-6)
    two = network(np.diag([1.5, 1.5]))
    h, speed = fixed_points(two, STARTS)
    assert_allclose(in_order(h), [*product([-TANH_15, 0, TANH_15], repeat=2)], atol=1e-6)
    assert speed.max() < 1e-13
    assert_array_equal(unstable(two, h), (np.abs(h) < 0.1).sum(axis=1))  # only 0 is unstable


def test_input_turns_fixed_points_into_slow_points():
    # h moves least where the slope 1.5 (1 - tanh²) is 1: 1.5 h + 0.3 = -artanh(√⅓)
    driven, x = network(np.diag([1.5, 1.5]), [[1], [0]]), [0.3]
    h, speed = fixed_points(driven, STARTS, x)
    slow = (-np.arctanh(3**-0.5) - 0.3) / 1.5
    fixed = h[:3, 0][0]
    assert_allclose(np.arctanh(fixed), 1.5 * fixed + 0.3)
    assert_allclose(in_order(h[:3]), [(fixed, k) for k in (-TANH_15, 0, TANH_15)], atol=1e-6)
    assert_allclose(in_order(h[3:]), [(slow, k) for k in (-TANH_15, 0, TANH_15)], atol=1e-6)
    assert speed[:3].max() < 1e-13
    assert_allclose(speed[3:], -(3**-0.5) - slow, rtol=1e-6)
    assert len(fixed_points(driven, STARTS, [0.2])[0]) == len(fixed_points(driven, STARTS)[0]) == 9
    assert unstable(driven, h[:3], x).tolist() == (np.abs(h[:3, 1]) < 0.1).tolist()


def test_linear_integrator_has_a_line_of_fixed_points():
    basis = np.eye(3) + 0.3 * rng(1).normal(size=(3, 3))
    line = basis[:, 0] / np.linalg.norm(basis[:, 0])  # it integrates along this; the rest decays
    weights = network(
        basis @ np.diag([1, 0.5, -0.3]) @ np.linalg.inv(basis), basis[:, :1], basis @ [0, 0.2, 0.1]
    )
    starts = rng(2).normal(size=(40, 3))
    h, speed = fixed_points(weights, starts, activation="identity", apart=1e-6)
    assert len(h) == 40 and speed.max() < 1e-13
    assert_allclose(np.sort(h @ line), np.sort(starts @ line))  # the nearest one to each start
    assert_allclose(h - h[0] - np.outer((h - h[0]) @ line, line), 0, atol=1e-12)
    values = np.linalg.eigvals(jacobian(weights, h, activation="identity"))
    assert_allclose(np.sort(values.real), np.tile([-0.3, 0.5, 1], (40, 1)), atol=1e-12)


@pytest.mark.parametrize("start", [0, 0.1])
def test_fixed_point_is_found_where_the_jacobian_is_singular(start):
    # I - W_hh has rank 1, and tanh(h) = h has a triple root.
    singular = network([[2, 1, 0], [1, 2, 0], [0, 0, 1]])
    h, speed = fixed_points(singular, [[start, start, 0.5]])
    assert speed[0] < 1e-11 and np.abs(h).max() < 1e-3


@quick
@given(
    n_h=st.integers(1, 5),
    apart=st.sampled_from([1e-2, 0.3, 1, 9]),
    activation=st.sampled_from(["tanh", "identity"]),
    seed=st.integers(0, 999),
)
def test_speeds_are_correct_and_sorted_and_points_are_apart(n_h, apart, activation, seed):
    random = rng(seed)
    weights, x = random_weights(random, 2, n_h), random.normal(size=2)
    starts = random.normal(size=(2, 4, 5, n_h))
    flat = starts.reshape(-1, n_h)
    before = starts.copy()
    h, speed = fixed_points(weights, starts, x, apart, activation)
    assert_array_equal(starts, before)
    assert 1 <= len(h) == len(speed) <= 40 and (np.diff(speed) >= 0).all()
    assert_allclose(speed, speeds(weights, h, x, activation), atol=1e-13)
    assert speed[0] <= speeds(weights, flat, x, activation).min()
    distance = np.linalg.norm(h[:, None] - h, axis=-1)
    assert distance[~np.eye(len(h), dtype=bool)].min(initial=9) >= apart
    assert_array_equal(fixed_points(weights, flat, x, apart, activation)[0], h)


def test_nearby_points_are_merged_and_no_start_gives_no_point():
    two = network(np.diag([1.5, 1.5]))
    assert [len(fixed_points(two, STARTS, apart=apart)[0]) for apart in (0.1, 0.85, 3)] == [9, 9, 1]
    assert len(fixed_points(two, STARTS, apart=1)[0]) < 9
    assert [found.shape for found in fixed_points(two, np.zeros((0, 2)))] == [(0, 2), (0,)]
    assert fixed_points(two, [0.5, 0.5])[0].shape == (1, 2)


# Memory of three bits, each set by its own input: Sussillo and Barak (2013)


def bits(random, n, T):
    x = random.choice([-1.0, 0, 1], p=[0.05, 0.9, 0.05], size=(n, T, 3))
    x[:, 0] = random.choice([-1, 1], size=(n, 3))
    last = np.maximum.accumulate(np.where(x != 0, np.arange(T)[:, None], 0), axis=1)
    return x, np.take_along_axis(x, last, axis=1)


@pytest.fixture(scope="module", params=range(3))
def keeper(request):
    """Weights, their fixed points, and in how many directions each of these is unstable."""

    def loss(weights, x, y):
        return value_and_gradient(weights, x, squared_error, y)

    random = rng(request.param)
    x, y = bits(random, 512, 25)
    weights = Weights.random(3, 24, 3, rng=random, spectral_radius=1)
    options = dict(epochs=30, batch=64, rate=1e-2, clip_norm=1, bar=False)
    weights, _ = fit(weights, loss, (x, y), rng=random, **options)
    states = unroll(weights, x)[:, 1:].reshape(-1, 24)
    starts = states[random.choice(len(states), 300, replace=False)]
    starts = starts + 0.6 * random.normal(size=(300, 24))
    h, speed = fixed_points(weights, starts)
    h = h[speed < 1e-12]
    return weights, h, unstable(weights, h)


def test_each_stored_pattern_is_a_stable_fixed_point(keeper):
    weights, h, outwards = keeper
    stored = readout(weights, h[outwards == 0]).round()
    assert sorted(map(tuple, stored)) == [*product([-1, 1], repeat=3)]


def test_each_saddle_separates_patterns_that_differ_in_one_bit(keeper):
    weights, h, outwards = keeper
    saddles = h[outwards == 1]
    size, direction = np.linalg.eig(jacobian(weights, saddles))
    along = 1e-3 * direction[np.arange(len(saddles)), :, np.abs(size).argmax(axis=1)].real
    sides = np.array([saddles + along, saddles - along])
    ends = unroll(weights, np.zeros((2, len(saddles), 300, 3)), sides)[..., -1, :]
    one, other = readout(weights, ends).round()
    assert (np.abs([one, other]) == 1).all() and ((one != other).sum(axis=1) == 1).all()
    assert_allclose(readout(weights, saddles), (one + other) / 2, atol=0.45)
    edges = {frozenset([tuple(a), tuple(b)]) for a, b in zip(one, other)}
    assert 10 <= len(edges) == len(saddles)  # of the twelve edges of a cube

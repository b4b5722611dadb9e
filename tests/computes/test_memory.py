"""Memory capacity, principal plane and alignment: known values."""

import numpy as np
import pytest

from unrolled import dynamics
from unrolled.rnn import Weights, unroll

rng = np.random.default_rng


def delay_line(n_h):
    return Weights(
        np.eye(n_h)[:, :1], np.eye(n_h, k=-1), np.zeros(n_h), np.zeros((0, n_h)), np.zeros(0)
    )


def test_delay_line_stores_as_many_inputs_as_units():
    x = rng(0).normal(size=2000)
    shares = dynamics.memory(x, unroll(delay_line(4), x[:, None], activation="identity"), 8)
    np.testing.assert_allclose(shares[:4], 1, atol=1e-12)
    assert shares[4:].max() < 0.02


@pytest.mark.parametrize("n_h", [1, 3, 8])
@pytest.mark.parametrize("activation", ["tanh", "identity"])
def test_memory_capacity_is_at_most_the_number_of_units(n_h, activation):
    x = rng(n_h).uniform(-1, 1, size=4000)
    weights = Weights.random(1, n_h, 0, rng=rng(1), spectral_radius=0.8)
    shares = dynamics.memory(x, unroll(weights, x[:, None], activation=activation), 60)
    assert 0 < shares.sum() < n_h + 0.05


def test_constant_state_has_no_memory():
    x = rng(0).normal(size=500)
    np.testing.assert_array_equal(dynamics.memory(x, np.zeros((501, 3)), 4) < 0.02, True)


def test_principal_plane_of_one_point_has_two_directions():
    _, directions = dynamics.principal_plane(np.zeros((1, 4)))
    np.testing.assert_allclose(directions @ directions.T, np.eye(2))


def test_align_reverses_rotation_and_reflection():
    before = rng(0).normal(size=(50, 2))
    angle = 2.0
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for away in [rotation, rotation * [1, -1], np.diag([-1.0, 1.0])]:
        np.testing.assert_allclose(dynamics.align(before @ away, before), before)
    other = before + rng(1).normal(size=before.shape)
    aligned = dynamics.align(other, before)
    np.testing.assert_allclose(np.linalg.norm(aligned, axis=1), np.linalg.norm(other, axis=1))
    assert np.linalg.norm(aligned - before) <= np.linalg.norm(other - before)


def test_principal_plane_equals_that_of_scikit_learn():
    from sklearn.decomposition import PCA

    h = rng(0).normal(size=(10, 20, 5)) * [1, 4, 2, 3, 1] + 7
    center, directions = dynamics.principal_plane(h)
    expected = PCA(2).fit(h.reshape(-1, 5))
    np.testing.assert_allclose(center, expected.mean_)
    np.testing.assert_allclose(np.abs(directions), np.abs(expected.components_))
    assert (directions[[0, 1], np.abs(directions).argmax(axis=1)] > 0).all()

"""Attention: by hand, by finite differences, without padding, and against PyTorch."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from unrolled.attention import attend, attend_backward

SIZES = [((), 1, 1, 1), ((), 3, 2, 4), ((2,), 1, 5, 3), ((2, 3), 4, 6, 2)]


def drawn(batch, T, S, n, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(*batch, *shape)) for shape in ((T, n), (S, n), (T, n))]


def test_two_states_by_hand():
    # Scores 4 / √4 = 2 and 0, so e² of e² + 1 for the first.
    share = math.exp(2) / (math.exp(2) + 1)
    mixtures, shares = attend([[2, 0, 2, 0]], [[1, 5, 1, 0], [0, 1, 0, -1]])
    assert_allclose(shares, [[share, 1 - share]], rtol=1e-14)
    assert_allclose(mixtures, [[share, 4 * share + 1, share, share - 1]], rtol=1e-14)


def test_equal_scores_give_the_mean_and_a_large_one_takes_all():
    states = np.random.default_rng(0).normal(size=(5, 4))
    assert_allclose(attend(np.zeros((1, 4)), states)[0][0], states.mean(axis=0), rtol=1e-14)
    mixtures, shares = attend([[1e6, 0]], [[0, 1], [2, 3], [1, 0]])
    assert_array_equal(shares, [[0, 1, 0]])
    assert_array_equal(mixtures, [[2, 3]])


@pytest.mark.parametrize("size", SIZES)
def test_gradient_matches_finite_differences(size):
    queries, states, d = drawn(*size)
    given = [queries, states]
    found = attend_backward(queries, states, attend(queries, states)[1], d)
    for k, (array, gradient) in enumerate(zip(given, found)):
        assert gradient.shape == array.shape
        for at in np.ndindex(array.shape):
            values = []
            for nudge in (1e-6, -1e-6):
                nudged = [v.copy() for v in given]
                nudged[k][at] += nudge
                values.append((attend(*nudged)[0] * d).sum())
            assert gradient[at] == pytest.approx((values[0] - values[1]) / 2e-6, abs=1e-7)


def test_padding_gets_no_share_and_no_gradient():
    queries, states, d = drawn((2,), 3, 4, 5)
    mask = np.array([[True, True, False, False], [True, True, True, True]])
    states[0, 2:] *= 1e6
    mixtures, shares = attend(queries, states, mask)
    short = attend(queries[0], states[0, :2])
    assert_array_equal(shares[0, :, 2:], 0)
    assert_allclose(shares[0, :, :2], short[1], rtol=1e-12)
    assert_allclose(mixtures[0], short[0], rtol=1e-12)
    _, d_states = attend_backward(queries, states, shares, d)
    assert_array_equal(d_states[0, 2:], 0)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_mixtures_and_gradients_equal_those_of_torch(size, masked):
    torch = pytest.importorskip("torch")
    queries, states, d = drawn(*size, seed=1)
    mask = np.random.default_rng(2).random(states.shape[:-1]) < 0.5
    mask[..., 0] = True
    theirs = [torch.tensor(v, requires_grad=True) for v in (queries, states)]
    only = torch.tensor(mask)[..., None, :] if masked else None
    attention = torch.nn.functional.scaled_dot_product_attention
    expected = attention(theirs[0], theirs[1], theirs[1], attn_mask=only)
    (expected * torch.tensor(d)).sum().backward()
    mixtures, shares = attend(queries, states, mask if masked else None)
    assert_allclose(mixtures, expected.detach().numpy(), rtol=1e-10, atol=1e-12)
    for ours, their in zip(attend_backward(queries, states, shares, d), theirs):
        assert_allclose(ours, their.grad.numpy(), rtol=1e-10, atol=1e-12)

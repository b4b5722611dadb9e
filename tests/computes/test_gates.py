"""GRU and LSTM against numbers worked out by hand, the plain RNN, finite differences, bad input."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from unrolled import rnn
from unrolled.gates import (
    GRU,
    LSTM,
    activations,
    backward,
    readout,
    split,
    step,
    unroll,
    value_and_gradient,
)
from unrolled.losses import squared_error

KINDS = [GRU, LSTM]
BATCHES = [(), (3,), (2, 3)]
quick = settings(max_examples=40, deadline=None, derandomize=True)


def random_cell(kind, rng, n_x=2, n_h=3, n_y=2):
    """As `random`, but with biases that are not zero, so that a forgotten one is missed."""
    cell = kind.random(n_x, n_h, n_y, rng=rng)
    return cell._replace(
        **{name: rng.normal(size=len(b)) for name, b in cell._asdict().items() if name[0] == "b"}
    )


def of_one_unit(kind, **given):
    """A cell of one unit and one input, all of whose weights are 0 but those given."""
    shapes = {"W": (1, 1), "b": (1,)}
    names = {name: np.zeros(shapes[name[0]]) for name in kind._fields}
    return kind(**names | {name: np.full(shapes[name[0]], value) for name, value in given.items()})


# ---- Worked out by hand: σ(0) = 1/2, σ(ln 3) = 3/4, σ(-ln 3) = 1/4, tanh(ln 2) = 0.6.

LN2, LN3 = np.log([2, 3])


def test_a_gru_keeps_the_share_z_of_its_state():
    cell = of_one_unit(GRU, b_z=LN3, W_xh=1, W_hy=10, b_y=-1)
    # h(1) = 3/4 * 0 + 1/4 * tanh(ln 2) = 0.15,  h(2) = 3/4 * 0.15 + 1/4 * tanh(0) = 0.1125
    assert_allclose(unroll(cell, [[LN2], [0]]), [[0], [0.15], [0.1125]])
    assert_allclose(readout(cell, [[0.15]]), [[0.5]])


def test_the_reset_of_a_gru_comes_after_the_product_and_its_bias():
    cell = of_one_unit(GRU, b_r=-LN3, b_z=-1e9, W_hh=1, b_hh=3 * LN2)
    # z = 0: h(1) = tanh(1/4 (1 * ln 2 + 3 ln 2)) = tanh(ln 2)
    assert_allclose(step(cell, [0], [LN2]), [0.6])


def test_an_lstm_writes_keeps_and_shows():
    cell = of_one_unit(LSTM, b_i=LN3, b_f=-LN3, b_o=LN3, b_c=LN2)
    # c(1) = 1/4 * 2 + 3/4 * 0.6 = 0.95,  h(1) = 3/4 tanh(0.95)
    assert_allclose(step(cell, [7], [2, 5]), [0.95, 0.75 * np.tanh(0.95)])


def test_an_lstm_whose_gates_stand_open_is_a_running_sum():
    open_gates = dict(b_i=1e9, b_f=1e9, b_o=1e9)
    cell = of_one_unit(LSTM, **open_gates, W_xc=1)
    c, h = split(unroll(cell, [[LN2], [0], [LN2]]))
    assert_allclose(c.ravel(), [0, 0.6, 0.6, 1.2])
    assert_allclose(h, np.tanh(c))


def test_a_gru_whose_gates_stand_open_is_a_plain_rnn():
    rng = np.random.default_rng(0)
    plain = rnn.Weights.random(2, 3, 1, rng=rng)
    zeros, shut, opened = np.zeros((3, 3)), np.full(3, -1e9), np.full(3, 1e9)
    none = np.zeros((3, 2))
    cell = GRU(
        *(none, zeros, opened), *(none, zeros, shut),
        plain.W_xh, plain.W_hh, plain.b_h, np.zeros(3), plain.W_hy, plain.b_y,
    )  # fmt: skip
    x = rng.normal(size=(4, 6, 2))
    assert_allclose(unroll(cell, x), rnn.unroll(plain, x))


def test_gates_are_told_as_they_stood():
    cell = of_one_unit(LSTM, W_xi=LN3, W_hf=1, b_o=-LN3)
    x = [[1], [-1]]
    gates = activations(cell, x, unroll(cell, x))
    assert list(gates) == ["i", "f", "o"]
    assert_allclose(gates["i"], [[0.75], [0.25]])
    assert_allclose(gates["o"], [[0.25], [0.25]])
    assert_allclose(gates["f"], [[0.5], [0.5]])  # h stays 0, as nothing is written
    assert list(activations(of_one_unit(GRU), x, np.zeros((3, 1)))) == ["r", "z"]


# ---- Against themselves, and finite differences


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", BATCHES)
def test_a_trajectory_is_step_after_step_from_its_start(kind, batch):
    rng = np.random.default_rng(1)
    cell = random_cell(kind, rng)
    x, start = rng.normal(size=(*batch, 4, 2)), rng.normal(size=(*batch, 3 * kind.parts))
    states = unroll(cell, x, start)
    assert_array_equal(states[..., 0, :], start)
    for t in range(4):
        assert_allclose(step(cell, x[..., t, :], states[..., t, :]), states[..., t + 1, :])
    assert_array_equal(unroll(cell, x), unroll(cell, x, np.zeros_like(start)))


@quick
@given(
    kind=st.sampled_from(KINDS),
    batch=st.sampled_from(BATCHES),
    T=st.integers(1, 4),
    seed=st.integers(0, 999),
)
def test_the_gradient_is_that_of_finite_differences(kind, batch, T, seed):
    rng = np.random.default_rng(seed)
    cell = random_cell(kind, rng)
    x = rng.normal(size=(*batch, T, 2))
    by_y, by_state = (
        rng.normal(size=(*batch, T, 2)),
        rng.normal(size=(*batch, T + 1, 3 * kind.parts)),
    )

    def loss(cell):
        states = unroll(cell, x)
        return (by_y * readout(cell, states[..., 1:, :])).sum() + (by_state * states).sum()

    gradient = backward(cell, x, unroll(cell, x), by_y, by_state)
    for name, value in cell._asdict().items():
        place = tuple(rng.integers(0, size) for size in value.shape)
        nudge = np.zeros(value.shape)
        nudge[place] = 1e-6
        up, down = (loss(cell._replace(**{name: value + s * nudge})) for s in (1, -1))
        assert_allclose(getattr(gradient, name)[place], (up - down) / 2e-6, atol=1e-7, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_loss_may_be_of_outputs_alone_or_of_states_alone(kind):
    rng = np.random.default_rng(2)
    cell = random_cell(kind, rng)
    x = rng.normal(size=(5, 3, 2))
    states = unroll(cell, x)
    d_y, d_state = rng.normal(size=(5, 3, 2)), rng.normal(size=states.shape)
    both = backward(cell, x, states, d_y, d_state)
    apart = backward(cell, x, states, d_y), backward(cell, x, states, d_state=d_state)
    for whole, one, other in zip(both, *apart):
        assert_allclose(whole, one + other)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("kind", KINDS)
def test_gates_that_are_used_again_give_the_same_gradient(kind, batch):
    rng = np.random.default_rng(5)
    cell = random_cell(kind, rng)
    x, target = rng.normal(size=(*batch, 4, 2)), rng.normal(size=(*batch, 4, 2))
    states = unroll(cell, x)
    expected, d_y = squared_error(readout(cell, states[..., 1:, :]), target)
    value, gradient = value_and_gradient(cell, x, lambda y: squared_error(y, target))
    assert value == expected
    for again, once in zip(gradient, backward(cell, x, states, d_y)):
        assert_allclose(again, once, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_given_is_changed_and_nothing_overflows(kind):
    rng = np.random.default_rng(3)
    cell = random_cell(kind, rng)
    x, d_state = 1e4 * rng.normal(size=(5, 3, 2)), rng.normal(size=(5, 4, 3 * kind.parts))
    states = unroll(cell, x)
    before = x.copy(), states.copy(), d_state.copy()
    backward(cell, x, states, d_state=d_state)
    for now, then in zip((x, states, d_state), before):
        assert_array_equal(now, then)


# ---- At the door


CELL = GRU.random(2, 3, 1, rng=np.random.default_rng(4))
X, STATES = np.zeros((5, 4, 2)), np.zeros((5, 5, 3))


@pytest.mark.parametrize(
    "call, complaint",
    [
        (lambda: unroll(CELL, X[..., :1]), "x needs shape (…, T, 2), got (5, 4, 1)"),
        (lambda: unroll(CELL, X, np.zeros(3)), "state0 needs shape (5, 3), got (3,)"),
        (lambda: unroll(CELL, X + np.nan), "x needs finite numbers"),
        (lambda: step(CELL, [0, 0], [0, 0]), "state needs shape (3), got (2,)"),
        (lambda: readout(CELL, [1, 2]), "state needs shape (…, 3), got (2,)"),
        (lambda: activations(CELL, X, STATES[:, 1:]), "state needs shape (5, 5, 3), got (5, 4, 3)"),
        (lambda: backward(CELL, X, STATES), "backward needs d_y, d_state or both"),
        (lambda: backward(CELL, X, STATES, X), "d_y needs shape (5, 4, 1), got (5, 4, 2)"),
        (lambda: value_and_gradient(CELL, X, lambda y: y), "loss needs to return the loss and its"),
        (lambda: value_and_gradient(CELL, X, lambda y: (0, X)), "d_y needs shape (5, 4, 1), got"),
        (lambda: unroll(tuple(CELL), X), "cell needs a GRU or an LSTM, got tuple"),
        (lambda: split([1, 2, 3]), "state needs c and h, an even number, got shape (3,)"),
        (lambda: CELL._replace(W_xz=[[1]]), "weights.W_xz needs shape (3, 2), got (1, 1)"),
        (lambda: CELL._replace(b_hh=[np.inf, 0, 0]), "weights.b_hh needs finite numbers"),
        (lambda: LSTM.random(0, 3, 1, rng=np.random.default_rng(0)), "n_x needs a whole number"),
    ],
)
def test_bad_input_is_named(call, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        call()

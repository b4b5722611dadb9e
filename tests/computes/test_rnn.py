"""Cells: states and gradients against manual calculation and finite differences; weights."""

import pickle
import re
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from unrolled.activations import ACTIVATIONS
from unrolled.losses import squared_error
from unrolled.rnn import (
    GRU,
    LSTM,
    ResetFirstGRU,
    Weights,
    backward,
    backward_by_step,
    gates,
    readout,
    step,
    unroll,
    value_and_gradient,
)
from unrolled.weights import from_vector, to_vector

CELLS = [Weights, GRU, ResetFirstGRU, LSTM]
each_cell = pytest.mark.parametrize("kind", CELLS)
quick = settings(max_examples=60, deadline=None, derandomize=True)


def random_weights(rng, n_x=2, n_h=3, n_y=1, kind=Weights):
    """Random weights with biases other than zero, so that a missing bias is detected."""
    weights = kind.random(n_x, n_h, n_y, rng=rng)
    biases = {k: rng.normal(size=v.shape) for k, v in weights._asdict().items() if k[0] == "b"}
    return weights._replace(**biases)


def of_one_unit(kind, **given):
    """Weights of one unit and one input; those not given are 0."""
    shapes = {name: (1,) if name[0] == "b" else (1, 1) for name in kind._fields}
    return kind(**{name: np.full(shape, given.get(name, 0)) for name, shape in shapes.items()})


def rejected(pattern, f, **arguments):
    """Check that f(**arguments) raises ValueError with a message that matches the pattern."""
    with pytest.raises(ValueError) as error:
        f(**arguments)
    assert re.match(pattern, str(error.value)), f"{error.value} does not begin with {pattern!r}"


# Manual calculation: tanh(ln 2) = (2 - 1/2) / (2 + 1/2) = 0.6, tanh(ln 3) = 0.8; σ(0) = 1/2,
# σ(ln 3) = 3/4, σ(-ln 3) = 1/4.

LN2, LN3 = np.log([2, 3])
SCALAR = of_one_unit(Weights, W_xh=1, W_hh=5, b_h=LN2, W_hy=10, b_y=-1)
SCALAR_X = np.array([[0], [-3], [LN3 - LN2 - 3]])
# h(1) = tanh(0 + 5 * 0 + ln 2) = 0.6,  h(2) = tanh(-3 + 5 * 0.6 + ln 2) = 0.6,
# h(3) = tanh(ln 3 - ln 2 - 3 + 5 * 0.6 + ln 2) = tanh(ln 3) = 0.8
SCALAR_H = np.array([[0], [0.6], [0.6], [0.8]])


def test_tanh_rnn_with_one_unit_by_hand():
    assert_allclose(unroll(SCALAR, SCALAR_X), SCALAR_H, atol=1e-14)
    assert_allclose(step(SCALAR, SCALAR_X[2], [0.6]), [0.8])
    assert_allclose(readout(SCALAR, SCALAR_H), [[-1], [5], [5], [7]])  # 10 h - 1


def test_two_linear_units_store_the_last_two_inputs():
    weights = Weights([[1], [0]], [[0, 0], [1, 0]], [0, 0], [[1, 10], [1, -1]], [100, 0])
    h = unroll(weights, [[5], [7], [2]], activation="identity")  # h(t) = (x(t), x(t-1))
    assert_array_equal(h, [[0, 0], [5, 0], [7, 5], [2, 7]])
    # y(t) = (x(t) + 10 x(t-1) + 100, x(t) - x(t-1))
    assert_array_equal(readout(weights, h[1:]), [[105, 5], [157, 2], [172, -5]])


def test_gradient_of_a_tanh_rnn_by_hand():
    # The loss is h(3). The slopes 1 - h² are 0.64, 0.64, 0.36; a step back multiplies by W_hh = 5:
    # d_a(3) = 1 * 0.36, d_a(2) = 0.36 * 5 * 0.64 = 1.152, d_a(1) = 1.152 * 5 * 0.64 = 3.6864.
    d_a, d_h = np.array([3.6864, 1.152, 0.36]), [[0], [0], [0], [1]]
    steps, d_x, total = backward_by_step(SCALAR, SCALAR_X, SCALAR_H, d_h=d_h)
    assert_allclose(steps.b_h[:, 0], d_a)
    assert_allclose(d_x[:, 0], d_a)
    assert_allclose(total[:, 0], [5 * 3.6864, 5 * 1.152, 5 * 0.36, 1])
    gradient = backward(SCALAR, SCALAR_X, SCALAR_H, d_h=d_h)
    assert_allclose(gradient.W_hh, [[0.36 * 0.6 + 1.152 * 0.6 + 3.6864 * 0]])
    assert_allclose(gradient.W_xh, [[d_a @ SCALAR_X[:, 0]]])
    assert_array_equal(gradient.W_hy, [[0]])


def test_gru_keeps_the_share_z_of_its_state():
    weights = of_one_unit(GRU, b_z=LN3, W_xh=1, W_hy=10, b_y=-1)
    # h(1) = 3/4 * 0 + 1/4 * tanh(ln 2) = 0.15,  h(2) = 3/4 * 0.15 + 1/4 * tanh(0) = 0.1125
    assert_allclose(unroll(weights, [[LN2], [0]]), [[0], [0.15], [0.1125]])
    assert_allclose(readout(weights, [[0.15]]), [[0.5]])


def test_gru_applies_the_reset_gate_after_the_product():
    weights = of_one_unit(GRU, b_r=-LN3, b_z=-1e9, W_hh=1, b_hh=3 * LN2)
    # z = 0: h(1) = tanh(1/4 (1 * ln 2 + 3 ln 2)) = tanh(ln 2)
    assert_allclose(step(weights, [0], [LN2]), [0.6])


def test_lstm_step_by_hand():
    weights = of_one_unit(LSTM, b_i=LN3, b_f=-LN3, b_o=LN3, b_c=LN2)
    # c(1) = 1/4 * 2 + 3/4 * 0.6 = 0.95,  h(1) = 3/4 tanh(0.95)
    assert_allclose(step(weights, [7], [2, 5]), [0.95, 0.75 * np.tanh(0.95)])


def test_lstm_with_open_gates_is_a_running_sum():
    weights = of_one_unit(LSTM, b_i=1e9, b_f=1e9, b_o=1e9, W_xc=1)
    c, h = unroll(weights, [[LN2], [0], [LN2]]).T
    assert_allclose(c, [0, 0.6, 0.6, 1.2])
    assert_allclose(h, np.tanh(c))


def test_gru_with_open_gates_is_a_plain_rnn():
    rng = np.random.default_rng(0)
    plain, x = random_weights(rng), rng.normal(size=(4, 6, 2))
    gru = GRU.random(2, 3, 1, rng=rng)
    shut = {name: 0 * v for name, v in gru._asdict().items() if name[-1] in "rz"}
    shut |= {"b_r": np.full(3, 1e9), "b_z": np.full(3, -1e9), "b_hh": np.zeros(3)}
    assert_allclose(unroll(gru._replace(**plain._asdict() | shut), x), unroll(plain, x))


def test_gates_are_returned_for_each_step():
    weights, x = of_one_unit(LSTM, W_xi=LN3, W_hf=1, b_o=-LN3), [[1], [-1]]
    found = gates(weights, x, unroll(weights, x))
    assert list(found) == ["i", "f", "o"]
    assert_allclose(found["i"], [[0.75], [0.25]])
    assert_allclose(found["o"], [[0.25], [0.25]])
    assert_allclose(found["f"], [[0.5], [0.5]])  # h stays 0, as nothing is written
    found = gates(of_one_unit(GRU, W_xr=LN3, b_z=-LN3), [x, x], np.zeros((2, 3, 1)))
    assert_allclose(found["r"], [[[0.75], [0.25]]] * 2)
    assert_allclose(found["z"], [[[0.25], [0.25]]] * 2)
    assert gates(SCALAR, SCALAR_X, SCALAR_H) == {}


class Case(NamedTuple):
    """A problem with loss sum(d_y * y) + sum(d_h * h), whose gradients are d_y and d_h."""

    weights: tuple
    x: np.ndarray
    h0: np.ndarray
    d_y: np.ndarray | None
    d_h: np.ndarray | None
    activation: str


@st.composite
def cases(draw):
    batch, T = draw(st.sampled_from([(), (1,), (3,), (2, 2), (0,)])), draw(st.integers(0, 4))
    n_x, n_h, n_y = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 2))
    loss_by = draw(st.sampled_from(["d_y", "d_h", "d_y and d_h"]))
    kind, rng = draw(st.sampled_from(CELLS)), np.random.default_rng(draw(st.integers(0, 999)))
    n = 2 * n_h if kind is LSTM else n_h
    return Case(
        random_weights(rng, n_x, n_h, n_y, kind),
        x=rng.normal(size=(*batch, T, n_x)),
        h0=rng.normal(size=(*batch, n)),
        d_y=rng.normal(size=(*batch, T, n_y)) if "d_y" in loss_by else None,
        d_h=rng.normal(size=(*batch, T + 1, n)) if "d_h" in loss_by else None,
        activation=draw(st.sampled_from([*ACTIVATIONS])),
    )


def loss(case):
    h = unroll(case.weights, case.x, case.h0, case.activation)
    return weigh(case.d_y, readout(case.weights, h[..., 1:, :])) + weigh(case.d_h, h)


def weigh(d, v):
    return 0.0 if d is None else (d * v).sum()


def assert_gradient(gradient, f, v):
    """Compare with finite differences of f at v, fourth order, in two random directions."""
    assert (gradient.shape, gradient.dtype) == (v.shape, float)
    for seed in range(2):
        way = np.random.default_rng(seed).normal(size=v.shape)
        one, two = (f(v + eps * way) - f(v - eps * way) for eps in (1e-4, 2e-4))
        size = np.linalg.norm(gradient) * np.linalg.norm(way)
        difference = (8 * one - two) / 12e-4
        assert_allclose((gradient * way).sum(), difference, rtol=0, atol=1e-7 * max(size, 1e-2))


@quick
@given(cases())
def test_unroll_repeats_step(case):
    h = unroll(case.weights, case.x, case.h0, case.activation)
    state, T = case.h0, case.x.shape[-2]
    assert (h.shape, h.dtype) == ((*state.shape[:-1], T + 1, state.shape[-1]), float)
    assert_array_equal(h[..., 0, :], state)
    for t in range(1, T + 1):
        state = step(case.weights, case.x[..., t - 1, :], state, case.activation)  # x[0] is x(1)
        assert_allclose(h[..., t, :], state, rtol=1e-12, atol=1e-14)
    zeros = unroll(case.weights, case.x, 0 * case.h0, case.activation)
    assert_array_equal(unroll(case.weights, case.x, activation=case.activation), zeros)


def loss_of_copies(kind, copies, x, pushes, d_y, d_h, activation):
    """The same loss, with separate weights for each step and a push added to each state."""
    state, total = pushes[..., 0, :], 0.0  # the first state is its push
    states, outputs = [state], []
    for t in range(x.shape[-2]):
        weights = kind(*(v[t] for v in copies))
        state = step(weights, x[..., t, :], state, activation) + pushes[..., t + 1, :]
        states.append(state)
        outputs.append(readout(weights, state))
    for d, values in (d_h, states), (d_y, outputs):
        total += sum(weigh(None if d is None else d[..., t, :], v) for t, v in enumerate(values))
    return total


@quick
@given(cases())
def test_gradients_by_step_match_finite_differences_and_sum_to_those_of_backward(case):
    weights, x, h0, *rest = case
    h = unroll(weights, x, h0, case.activation)
    copies = [np.repeat(v[None], x.shape[-2], axis=0) for v in weights]
    pushes = np.zeros_like(h)
    pushes[..., 0, :] = h0

    def f(copies=copies, x=x, pushes=pushes):
        return loss_of_copies(type(weights), copies, x, pushes, *rest)

    assert_allclose(f(), loss(case), rtol=1e-10, atol=1e-12)
    steps, d_x, total = backward_by_step(weights, x, h, *rest)
    assert steps._fields == weights._fields
    for k, (each, value) in enumerate(zip(steps, copies)):
        assert_gradient(each, lambda v, k=k: f([*copies[:k], v, *copies[k + 1 :]]), value)
    assert_gradient(d_x, lambda v: f(x=v), x)
    assert_gradient(total, lambda v: f(pushes=v), pushes)
    gradient = backward(weights, x, h, *rest)
    assert type(gradient) is type(weights)
    for each, whole_gradient in zip(steps, gradient):
        assert_allclose(each.sum(0), whole_gradient, rtol=1e-12, atol=1e-12, strict=True)


@quick
@given(cases().filter(lambda case: case.d_y is not None and case.d_y.size))
def test_value_and_gradient_combines_unroll_and_backward(case):
    weights, x, _, target, _, activation = case
    h = unroll(weights, x, activation=activation)
    value, gradient = value_and_gradient(weights, x, squared_error, target, activation=activation)
    expected, d_y = squared_error(readout(weights, h[..., 1:, :]), target)
    assert value == expected
    for one, other in zip(gradient, backward(weights, x, h, d_y, activation=activation)):
        assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@each_cell
def test_batched_states_equal_those_of_single_sequences(kind):
    rng = np.random.default_rng(1)
    weights, x = random_weights(rng, kind=kind), rng.normal(size=(2, 3, 4, 2))
    h = unroll(weights, x)
    for i in np.ndindex(2, 3):
        assert_allclose(h[i], unroll(weights, x[i]), atol=1e-13)


def as_views(v):
    return np.repeat(v, 2, axis=-1)[..., ::2]


@pytest.mark.parametrize("layout", [np.asfortranarray, as_views, np.ndarray.tolist])
@each_cell
def test_memory_layout_has_no_effect_and_inputs_are_not_modified(kind, layout):
    rng = np.random.default_rng(3)
    weights, x = random_weights(rng, 3, 5, 2, kind), rng.normal(size=(3, 4, 3))
    d_y = rng.normal(size=(3, 4, 2))
    x.setflags(write=False)  # to write to it now raises "read-only"
    d_y.setflags(write=False)

    def all_of(weights):
        h = unroll(weights, x)
        h.setflags(write=False)
        gradient = backward(weights, x, h, d_y, h)
        steps = backward_by_step(weights, x, h, d_y, h)[0]
        both = value_and_gradient(weights, x, squared_error, d_y)[1]
        return [h, step(weights, x[:, 0], h[:, 0]), *gradient, *steps, *both]

    of_fit = from_vector(to_vector(weights).copy(), kind, weights)  # views of one vector
    usual, others = all_of(weights), [all_of(of_fit)]
    others.append(all_of(kind(*map(layout, weights))))
    for found in others:
        for one, other in zip(usual, found, strict=True):
            assert_array_equal(one, other)
            assert one.dtype == other.dtype == float


@each_cell
def test_cell_without_inputs_has_gradients(kind):
    weights = random_weights(np.random.default_rng(0), kind=kind)
    weights = weights._replace(**{W: getattr(weights, W)[:, :0] for W in kind.from_x})
    x, d_y = np.zeros((3, 0)), np.ones((3, 1))
    h = unroll(weights, x)
    steps, d_x, _ = backward_by_step(weights, x, h, d_y)
    assert d_x.shape == (3, 0)
    for whole, terms in zip(backward(weights, x, h, d_y), steps, strict=True):
        assert_allclose(whole, terms.sum(axis=0))


@each_cell
def test_weights_are_read_only_copies(kind):
    arrays = [v.copy() for v in random_weights(np.random.default_rng(0), kind=kind)]
    weights = kind(*arrays)
    for mine, v in zip(arrays, weights):
        mine[...] = np.nan  # has no effect on the copies
        with pytest.raises(ValueError, match="read-only"):
            v[...] = np.nan
    for again in pickle.loads(pickle.dumps(weights)), kind._make(iter(weights)):
        assert type(again) is kind and all(map(np.array_equal, again, weights))


def test_overflowing_gradient_is_rejected():
    h, running_sum = [[1e200], [1e200]], of_one_unit(Weights, W_xh=1, W_hh=1)
    message = r"gradient.W_hh needs finite numbers, got inf at \[0, 0\]"
    with np.errstate(over="ignore"):
        rejected(message, lambda: backward(running_sum, [[1]], h, d_h=h, activation="identity"))


def test_random_weights_have_variance_1_over_columns_and_no_bias():
    weights = Weights.random(100, 400, 200, rng=np.random.default_rng(0))
    for W in [weights.W_xh, weights.W_hh, weights.W_hy]:
        assert W.std() * W.shape[1] ** 0.5 == pytest.approx(1, abs=0.02)  # at least 40,000 numbers
        assert W.mean() * W.shape[1] ** 0.5 == pytest.approx(0, abs=0.02)
    assert not weights.b_h.any() and not weights.b_y.any()


def spectral_radius(W):
    return abs(np.linalg.eigvals(W)).max()


@pytest.mark.parametrize("n_h", [1, 2, 7, 30])
@pytest.mark.parametrize("radius", [0, 0.9, 1, np.float32(1.5)])
@each_cell
def test_spectral_radius_scales_only_recurrent_matrices(kind, radius, n_h):
    plain = kind.random(2, n_h, 3, rng=np.random.default_rng(0))
    scaled = kind.random(2, n_h, 3, rng=np.random.default_rng(0), spectral_radius=radius)
    for name in kind._fields:
        before, after = getattr(plain, name), getattr(scaled, name)
        if name[:3] == "W_h" and name != "W_hy":
            assert spectral_radius(after) == pytest.approx(radius, rel=1e-9)
            before = before * radius / spectral_radius(before)
        assert_allclose(after, before)


def test_random_weights_depend_on_the_generator():
    rng = np.random.default_rng(7)
    first, second = (Weights.random(2, 3, 1, rng=rng) for _ in range(2))
    again = Weights.random(2, 3, 1, rng=np.random.default_rng(7))
    assert all(map(np.array_equal, first, again))
    assert all((v != w).all() for v, w in zip(first, second) if v.ndim == 2)

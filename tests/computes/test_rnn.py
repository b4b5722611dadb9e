"""The recurrent layer against numbers worked out by hand, finite differences, and bad input."""

import pickle
import re
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from unrolled.rnn import Weights, backward, backward_by_step, readout, step, unroll
from unrolled.shapes import array, whole
from unrolled.weights import Arrays

BATCHES = [(), (3,), (2, 3)]
quick = settings(max_examples=50, deadline=None, derandomize=True)


def random_weights(rng, n_x=2, n_h=3, n_y=1):
    """As `Weights.random`, but with biases that are not zero, so that a forgotten one is missed."""
    return Weights.random(n_x, n_h, n_y, rng=rng)._replace(
        b_h=rng.normal(size=n_h), b_y=rng.normal(size=n_y)
    )


# ---- Worked out by hand. tanh(ln 2) = (2 - 1/2) / (2 + 1/2) = 0.6 and tanh(ln 3) = 0.8.

LN2, LN3 = np.log([2, 3])
SCALAR = Weights(W_xh=[[1]], W_hh=[[5]], b_h=[LN2], W_hy=[[10]], b_y=[-1])
SCALAR_X = np.array([[0], [-3], [LN3 - LN2 - 3]])
# h(1) = tanh(0 + 5 * 0 + ln 2) = 0.6,  h(2) = tanh(-3 + 5 * 0.6 + ln 2) = 0.6,
# h(3) = tanh(ln 3 - ln 2 - 3 + 5 * 0.6 + ln 2) = tanh(ln 3) = 0.8
SCALAR_H = np.array([[0], [0.6], [0.6], [0.8]])
RUNNING_SUM = Weights(W_xh=[[1]], W_hh=[[1]], b_h=[0], W_hy=[[2]], b_y=[1])
LAST_TWO = Weights(
    W_xh=[[1], [0]], W_hh=[[0, 0], [1, 0]], b_h=[0, 0], W_hy=[[1, 10], [1, -1]], b_y=[100, 0]
)


def test_a_tanh_rnn_with_one_unit_gives_the_values_worked_out_by_hand():
    assert_allclose(unroll(SCALAR, SCALAR_X), SCALAR_H, atol=1e-14)
    assert_allclose(step(SCALAR, SCALAR_X[2], [0.6]), [0.8])
    assert_allclose(readout(SCALAR, SCALAR_H), [[-1], [5], [5], [7]])  # 10 h - 1


def test_a_linear_rnn_with_all_weights_one_is_a_running_sum():
    h = unroll(RUNNING_SUM, [[1], [2], [3]], activation="identity")
    assert_array_equal(h, [[0], [1], [3], [6]])
    assert_array_equal(readout(RUNNING_SUM, h), [[1], [3], [7], [13]])  # 2 h + 1


def test_h0_is_where_the_running_sum_starts():
    assert_array_equal(unroll(RUNNING_SUM, [[1], [2]], [10], "identity"), [[10], [11], [13]])


def test_a_running_sum_in_a_batch_keeps_its_sequences_apart():
    h = unroll(RUNNING_SUM, [[[1], [2]], [[10], [20]]], [[0], [5]], "identity")
    assert_array_equal(h, [[[0], [1], [3]], [[5], [15], [35]]])


def test_two_linear_units_can_remember_the_last_two_inputs():
    h = unroll(LAST_TWO, [[5], [7], [2]], activation="identity")  # h(t) = (x(t), x(t-1))
    assert_array_equal(h, [[0, 0], [5, 0], [7, 5], [2, 7]])
    # y(t) = (x(t) + 10 x(t-1) + 100, x(t) - x(t-1))
    assert_array_equal(readout(LAST_TWO, h[1:]), [[105, 5], [157, 2], [172, -5]])


def test_the_gradient_of_a_running_sum_is_the_one_worked_out_by_hand():
    x, h = [[1], [2], [3]], [[0], [1], [3], [6]]
    # The loss is y(3) = 2 h(3) + 1: every a(t) counts 2, so W_xh gets 2 x(t), W_hh 2 h(t-1).
    steps, d_x, d_h = backward_by_step(
        RUNNING_SUM, x, h, d_y=[[0], [0], [1]], activation="identity"
    )
    assert_array_equal(steps.W_xh, [[[2]], [[4]], [[6]]])
    assert_array_equal(steps.W_hh, [[[0]], [[2]], [[6]]])
    assert_array_equal(steps.b_h, [[2], [2], [2]])
    assert_array_equal(steps.W_hy, [[[0]], [[0]], [[6]]])
    assert_array_equal(steps.b_y, [[0], [0], [1]])
    assert_array_equal(d_x, [[2], [2], [2]])
    assert_array_equal(d_h, [[2], [2], [2], [2]])


def test_the_gradient_of_a_tanh_rnn_is_the_one_worked_out_by_hand():
    # The loss is h(3). The slopes 1 - h² are 0.64, 0.64, 0.36; a step back multiplies by W_hh = 5:
    # d_a(3) = 1 * 0.36, d_a(2) = 0.36 * 5 * 0.64 = 1.152, d_a(1) = 1.152 * 5 * 0.64 = 3.6864.
    d_a = np.array([3.6864, 1.152, 0.36])
    d_h = [[0], [0], [0], [1]]
    steps, d_x, total = backward_by_step(SCALAR, SCALAR_X, SCALAR_H, d_h=d_h)
    assert_allclose(steps.b_h[:, 0], d_a)
    assert_allclose(d_x[:, 0], d_a)
    assert_allclose(total[:, 0], [5 * 3.6864, 5 * 1.152, 5 * 0.36, 1])
    gradient = backward(SCALAR, SCALAR_X, SCALAR_H, d_h=d_h)
    assert_allclose(gradient.W_hh, [[0.36 * 0.6 + 1.152 * 0.6 + 3.6864 * 0]])
    assert_allclose(gradient.W_xh, [[d_a @ SCALAR_X[:, 0]]])
    assert_array_equal(gradient.W_hy, [[0]])


# ---- Shapes, and what the functions promise about each other.


@pytest.mark.parametrize("n_y", [0, 2])
@pytest.mark.parametrize("T", [0, 1, 4])
@pytest.mark.parametrize("batch", BATCHES)
def test_every_result_has_the_shape_that_its_docstring_says(batch, T, n_y):
    rng = np.random.default_rng(0)
    weights, x = random_weights(rng, 3, 5, n_y), rng.normal(size=(*batch, T, 3))
    assert step(weights, np.zeros((*batch, 3)), np.zeros((*batch, 5))).shape == (*batch, 5)
    h = unroll(weights, x)
    assert h.shape == (*batch, T + 1, 5)
    y = readout(weights, h[..., 1:, :])
    assert y.shape == (*batch, T, n_y)
    assert [v.shape for v in backward(weights, x, h, y, h)] == [v.shape for v in weights]
    steps, d_x, d_h = backward_by_step(weights, x, h, y, h)
    assert [v.shape for v in steps] == [(T, *v.shape) for v in weights]
    assert (d_x.shape, d_h.shape) == (x.shape, h.shape)


def test_without_any_step_the_trajectory_is_h0_and_no_weight_is_felt():
    weights, nothing = random_weights(np.random.default_rng(0)), np.zeros((0, 2))
    h = unroll(weights, nothing, [1, 2, 3])
    assert_array_equal(h, [[1, 2, 3]])
    assert not any(v.any() for v in backward(weights, nothing, h, d_h=h))
    assert_array_equal(backward_by_step(weights, nothing, h, d_h=h)[2], h)


class Case(NamedTuple):
    """A problem whose loss is sum(d_y * y) + sum(d_h * h), so d_y and d_h are its gradients."""

    weights: Weights
    x: np.ndarray
    h0: np.ndarray
    d_y: np.ndarray | None
    d_h: np.ndarray | None
    activation: str


@st.composite
def cases(draw):
    batch, T = draw(st.sampled_from([(), (1,), (3,), (2, 2)])), draw(st.integers(0, 4))
    n_x, n_h, n_y = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 2))
    loss_by = draw(st.sampled_from(["d_y", "d_h", "d_y and d_h"]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    return Case(
        random_weights(rng, n_x, n_h, n_y),
        x=rng.normal(size=(*batch, T, n_x)),
        h0=rng.normal(size=(*batch, n_h)),
        d_y=rng.normal(size=(*batch, T, n_y)) if "d_y" in loss_by else None,
        d_h=rng.normal(size=(*batch, T + 1, n_h)) if "d_h" in loss_by else None,
        activation=draw(st.sampled_from(["tanh", "identity"])),
    )


@quick
@given(cases())
def test_unroll_is_step_after_step_and_h_at_t_is_the_state_after_t_steps(case):
    h = unroll(case.weights, case.x, case.h0, case.activation)
    state = case.h0
    assert_array_equal(h[..., 0, :], state)
    for t in range(1, case.x.shape[-2] + 1):
        state = step(case.weights, case.x[..., t - 1, :], state, case.activation)  # x[0] is x(1)
        assert_allclose(h[..., t, :], state, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("activation", ["tanh", "identity"])
@pytest.mark.parametrize("batch", BATCHES[1:])
def test_a_batch_is_its_sequences_one_by_one(batch, activation):
    rng = np.random.default_rng(1)
    weights, x, h0 = (
        random_weights(rng),
        rng.normal(size=(*batch, 4, 2)),
        rng.normal(size=(*batch, 3)),
    )
    d_y, d_h = rng.normal(size=(*batch, 4, 1)), rng.normal(size=(*batch, 5, 3))
    h = unroll(weights, x, h0, activation)
    together = backward_by_step(weights, x, h, d_y, d_h, activation)
    summed = [0, 0, 0, 0, 0]
    for i in np.ndindex(batch):
        assert_allclose(h[i], unroll(weights, x[i], h0[i], activation), atol=1e-13)
        steps, one_x, one_h = backward_by_step(weights, x[i], h[i], d_y[i], d_h[i], activation)
        assert_allclose(together[1][i], one_x, atol=1e-13)
        assert_allclose(together[2][i], one_h, atol=1e-13)
        summed = [s + v for s, v in zip(summed, steps)]
    for all_at_once, one_by_one in zip(together[0], summed):
        assert_allclose(all_at_once, one_by_one, atol=1e-12)


def test_h0_is_zero_unless_it_is_given():
    rng = np.random.default_rng(2)
    weights, x = random_weights(rng), rng.normal(size=(3, 4, 2))
    assert_array_equal(unroll(weights, x), unroll(weights, x, np.zeros((3, 3))))


@quick
@given(cases())
def test_no_input_is_ever_written_to(case):
    weights, x, h0, d_y, d_h, activation = case
    h = unroll(weights, x, h0, activation)
    for v in [*weights, x, h0, h, d_y, d_h]:
        if v is not None:
            v.setflags(write=False)  # to write to it now raises "read-only"
    step(weights, x.sum(-2), h0, activation)
    unroll(weights, x, h0, activation)
    readout(weights, h)
    backward(weights, x, h, d_y, d_h, activation)
    backward_by_step(weights, x, h, d_y, d_h, activation)


# ---- Gradients against finite differences.


def loss(case):
    h = unroll(case.weights, case.x, case.h0, case.activation)
    return weigh(case.d_y, readout(case.weights, h[..., 1:, :])) + weigh(case.d_h, h)


def weigh(d, v):
    return 0.0 if d is None else (d * v).sum()


def assert_gradient(gradient, f, v):
    """`gradient` is that of f at v, to 1e-7, by central differences over four points (to 1e-12)."""

    def difference(i, size):
        up, down = v.copy(), v.copy()
        up[i] += size
        down[i] -= size
        return f(up) - f(down)

    expected, eps = np.zeros(v.shape), 3e-4
    for i in np.ndindex(v.shape):
        expected[i] = (8 * difference(i, eps) - difference(i, 2 * eps)) / (12 * eps)
    size = abs(expected).max(initial=1e-3)  # below 1e-3 rounding, not the gradient, would decide
    assert_allclose(gradient, expected, rtol=0, atol=1e-7 * size, strict=True)


@quick
@given(cases())
def test_backward_is_the_gradient_by_finite_differences(case):
    weights, x, h0, d_y, d_h, activation = case
    h = unroll(weights, x, h0, activation)
    gradient = backward(weights, x, h, d_y, d_h, activation)
    for name, value in weights._asdict().items():
        assert_gradient(
            getattr(gradient, name),
            lambda v: loss(case._replace(weights=weights._replace(**{name: v}))),
            value,
        )
    _, d_x, total = backward_by_step(weights, x, h, d_y, d_h, activation)
    assert_gradient(d_x, lambda v: loss(case._replace(x=v)), x)
    assert_gradient(total[..., 0, :], lambda v: loss(case._replace(h0=v)), h0)


def loss_of_copies(copies, x, pushes, d_y, d_h, activation):
    """The same loss in the plainest way, own weights for each step and a push added to each h."""
    f = {"tanh": np.tanh, "identity": lambda a: a}[activation]
    h = pushes[..., 0, :]  # h(0) is nothing but its push
    total = weigh(None if d_h is None else d_h[..., 0, :], h)
    for t in range(x.shape[-2]):
        W_xh, W_hh, b_h, W_hy, b_y = (v[t] for v in copies)
        a = (
            np.einsum("ij,...j->...i", W_xh, x[..., t, :])
            + np.einsum("ij,...j->...i", W_hh, h)
            + b_h
        )
        h = f(a) + pushes[..., t + 1, :]
        total += weigh(None if d_h is None else d_h[..., t + 1, :], h)
        total += weigh(
            None if d_y is None else d_y[..., t, :], np.einsum("ij,...j->...i", W_hy, h) + b_y
        )
    return total


@quick
@given(cases())
def test_backward_by_step_is_the_gradient_by_each_steps_own_weights_and_by_each_state(case):
    weights, x, h0, d_y, d_h, activation = case
    h = unroll(weights, x, h0, activation)
    copies = Arrays(*(np.repeat(v[None], x.shape[-2], axis=0) for v in weights))
    pushes = np.zeros_like(h)
    pushes[..., 0, :] = h0
    rest = (d_y, d_h, activation)
    assert_allclose(loss_of_copies(copies, x, pushes, *rest), loss(case), rtol=1e-10, atol=1e-12)

    steps, d_x, total = backward_by_step(weights, x, h, *rest)
    for name, value in copies._asdict().items():
        assert_gradient(
            getattr(steps, name),
            lambda v: loss_of_copies(copies._replace(**{name: v}), x, pushes, *rest),
            value,
        )
    assert_gradient(d_x, lambda v: loss_of_copies(copies, v, pushes, *rest), x)
    assert_gradient(total, lambda v: loss_of_copies(copies, x, v, *rest), pushes)


@quick
@given(cases())
def test_what_the_steps_add_sums_to_the_whole_gradient(case):
    weights, x, h0, d_y, d_h, activation = case
    args = weights, x, unroll(weights, x, h0, activation), d_y, d_h, activation
    for steps, whole_gradient in zip(backward_by_step(*args)[0], backward(*args)):
        assert_allclose(steps.sum(0), whole_gradient, rtol=1e-12, atol=1e-12, strict=True)


# ---- Random weights.


@pytest.mark.parametrize("n_y", [0, 4])
def test_random_weights_have_the_sizes_asked_for(n_y):
    weights = Weights.random(2, 3, n_y, rng=np.random.default_rng(0))
    assert [v.shape for v in weights] == [(3, 2), (3, 3), (3,), (n_y, 3), (n_y,)]
    assert all(v.dtype == float for v in weights)


def test_random_matrices_have_variance_one_over_columns_and_the_biases_are_zero():
    weights = Weights.random(100, 400, 200, rng=np.random.default_rng(0))
    for W in [weights.W_xh, weights.W_hh, weights.W_hy]:
        assert W.std() * W.shape[1] ** 0.5 == pytest.approx(1, abs=0.02)  # at least 40,000 numbers
        assert W.mean() * W.shape[1] ** 0.5 == pytest.approx(0, abs=0.02)
    assert not weights.b_h.any() and not weights.b_y.any()


def spectral_radius(W):
    return abs(np.linalg.eigvals(W)).max()


def test_the_eigenvalues_of_a_random_W_hh_fill_the_unit_disc():
    moduli = abs(np.linalg.eigvals(Weights.random(1, 200, 1, rng=np.random.default_rng(0)).W_hh))
    assert moduli.max() == pytest.approx(1, abs=0.1)
    assert (moduli < 0.5).mean() == pytest.approx(
        0.25, abs=0.05
    )  # half the radius, a quarter of the area


@pytest.mark.parametrize("n_h", [1, 2, 7, 30])
@pytest.mark.parametrize("radius", [0, 0.9, 1, np.float32(1.5)])
def test_spectral_radius_is_the_largest_modulus_of_an_eigenvalue(n_h, radius):
    weights = Weights.random(1, n_h, 1, rng=np.random.default_rng(0), spectral_radius=radius)
    assert spectral_radius(weights.W_hh) == pytest.approx(radius, rel=1e-9)


def test_spectral_radius_scales_W_hh_and_nothing_else():
    plain = Weights.random(2, 5, 3, rng=np.random.default_rng(0))
    scaled = Weights.random(2, 5, 3, rng=np.random.default_rng(0), spectral_radius=0.5)
    assert_allclose(scaled.W_hh, plain.W_hh * 0.5 / spectral_radius(plain.W_hh))
    for name in ["W_xh", "b_h", "W_hy", "b_y"]:
        assert_array_equal(getattr(scaled, name), getattr(plain, name))


def test_the_same_state_of_the_generator_gives_the_same_weights_and_the_next_state_others():
    rng = np.random.default_rng(7)
    first, second = (Weights.random(2, 3, 1, rng=rng) for _ in range(2))
    again = Weights.random(2, 3, 1, rng=np.random.default_rng(7))
    for v, w in zip(first, again):
        assert_array_equal(v, w)
    assert all((v != w).all() for v, w in zip(first, second) if v.ndim == 2)


# ---- Bad input: always a ValueError that says which argument, what it got and what it needs.

W = random_weights(np.random.default_rng(0))  # n_x = 2, n_h = 3, n_y = 1
X = np.ones((4, 2))
H, D_Y = np.ones((5, 3)), np.ones((4, 1))
LOSS = dict(weights=W, x=X, h=H, d_y=D_Y, d_h=H)
GOOD = {
    step: dict(weights=W, x=X[0], h=H[0]),
    unroll: dict(weights=W, x=X, h0=H[0]),
    readout: dict(weights=W, h=H),
    backward: LOSS,
    backward_by_step: LOSS,
}
NEEDS = [
    (step, "x", "…, 2"),
    (step, "h", "3"),
    (unroll, "x", "…, T, 2"),
    (unroll, "h0", "3"),
    (readout, "h", "…, 3"),
    *(
        (f, *need)
        for f in [backward, backward_by_step]
        for need in [("x", "…, T, 2"), ("h", "5, 3"), ("d_y", "4, 1"), ("d_h", "5, 3")]
    ),
]
FIELD_NEEDS = dict(W_xh="3, n_x", W_hh="(?:n_h, n_h|3, 3)", b_h="3", W_hy="n_y, 3", b_y="1")
NOT_NUMBERS = {
    "None": None,
    "a string": "abc",
    "strings": [["1", "2"]],
    "complex": [[1j, 2]],
    "ragged": [[1, 2], [3]],
    "a dict": {},
    "bytes": b"ab",
    "dates": np.zeros((4, 2), "M8[s]"),
}


def with_last(v, number):
    v = np.array(v, float)
    v[(-1,) * v.ndim] = number
    return v


def longer(v):
    return np.concatenate([v, v[..., -1:]], axis=-1)


def rejected(pattern, f, **arguments):
    """f(**arguments) raises exactly ValueError, and its message begins as the pattern says."""
    with pytest.raises(ValueError) as error:
        f(**arguments)
    assert re.match(pattern, str(error.value)), (
        f"{str(error.value)!r} does not begin with {pattern!r}"
    )


def shape_message(name, needs, got):
    return rf"{re.escape(name)} needs shape \({needs},?\), got {re.escape(str(got))}"


def not_numbers_message(name, needs):
    return rf"{re.escape(name)} needs shape \({needs},?\) and real numbers, got \S"


def called(case):
    return case.__name__ if callable(case) else None


@pytest.mark.parametrize(("f", "name", "needs"), NEEDS, ids=called)
def test_an_argument_of_another_shape_is_rejected(f, name, needs):
    good = GOOD[f][name]
    spoilt = [
        good[..., 0] if good.ndim == 1 else good[0, 0],
        longer(good),
    ]  # no axis left, one too many
    if "…" not in needs:
        spoilt += [
            good[None],
            good[..., :1] if needs != "4, 1" else good[:1],
        ]  # NumPy would broadcast these
    for bad in spoilt:
        rejected(shape_message(name, needs, bad.shape), f, **GOOD[f] | {name: bad})


@pytest.mark.parametrize(("f", "name", "needs"), NEEDS, ids=called)
def test_an_argument_that_is_not_numbers_is_rejected(f, name, needs):
    for bad in NOT_NUMBERS.values():
        if bad is not None or name not in ["h0", "d_y", "d_h"]:  # where None is a good value
            rejected(not_numbers_message(name, needs), f, **GOOD[f] | {name: bad})


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(("f", "name", "needs"), NEEDS, ids=called)
def test_an_argument_that_is_not_finite_is_rejected_with_the_place(f, name, needs, number):
    bad = with_last(GOOD[f][name], number)
    place = re.escape(str([n - 1 for n in bad.shape]))
    rejected(rf"{name} needs finite numbers, got {number} at {place}", f, **GOOD[f] | {name: bad})


@pytest.mark.parametrize("name", FIELD_NEEDS)
def test_weights_that_do_not_fit_each_other_are_rejected_and_the_right_one_is_blamed(name):
    good = getattr(W, name)
    for bad in [good[0], good[None], good[:2] if name == "W_xh" else longer(good)]:
        pattern = shape_message(f"weights.{name}", FIELD_NEEDS[name], bad.shape)
        rejected(pattern, W._replace, **{name: bad})
        rejected(pattern, Weights, **W._asdict() | {name: bad})


@pytest.mark.parametrize("name", FIELD_NEEDS)
def test_weights_that_are_not_finite_numbers_are_rejected(name):
    for bad in NOT_NUMBERS.values():
        message = not_numbers_message(f"weights.{name}", FIELD_NEEDS[name])
        rejected(message, W._replace, **{name: bad})
    for number in [np.nan, np.inf]:
        message = rf"weights\.{name} needs finite numbers, got {number} at \["
        rejected(message, W._replace, **{name: with_last(getattr(W, name), number)})


def test_weights_cannot_be_spoiled_after_they_were_checked():
    weights = Weights(*(v.copy() for v in W))
    for v in weights:
        with pytest.raises(ValueError, match="read-only"):
            v[...] = np.nan
    again = pickle.loads(pickle.dumps(weights))
    assert isinstance(again, Weights) and all(map(np.array_equal, again, W))
    assert isinstance(Weights._make(iter(W)), Weights)


@pytest.mark.parametrize("f", GOOD)
def test_weights_that_are_not_a_Weights_are_rejected(f):
    for bad, got in [
        (None, "NoneType"),
        (tuple(W), "tuple"),
        (W.W_hh, "ndarray"),
        (Weights, "type"),
    ]:
        rejected(
            rf"weights needs a Weights\(W_xh, .*\), got {got}", f, **GOOD[f] | {"weights": bad}
        )


@pytest.mark.parametrize("f", [step, unroll, backward, backward_by_step])
@pytest.mark.parametrize(
    "bad", ["relu", None, 1, np.tanh, ["tanh"], np.array(["tanh", "identity"])], ids=str
)
def test_another_activation_is_rejected_and_the_known_ones_are_named(f, bad):
    message = f"activation needs one of tanh, identity, got {bad!r}"
    rejected(re.escape(message), f, **GOOD[f] | {"activation": bad})


@pytest.mark.parametrize("f", [backward, backward_by_step])
def test_a_trajectory_or_gradient_of_another_length_than_x_is_rejected(f):
    for T in [3, 5]:
        x = np.ones((T, 2))
        rejected(shape_message("h", f"{T + 1}, 3", (5, 3)), f, **LOSS | {"x": x})
        rejected(shape_message("d_y", f"{T}, 1", (4, 1)), f, **LOSS | {"x": x, "h": unroll(W, x)})
        rejected(
            shape_message("d_h", f"{T + 1}, 3", (5, 3)),
            f,
            **LOSS | {"x": x, "h": unroll(W, x), "d_y": None},
        )


def test_one_state_is_not_broadcast_over_a_batch():
    batch = np.ones((6, 4, 2))
    for bad in [np.ones(3), np.ones((1, 3)), np.ones((6, 1))]:
        rejected(shape_message("h0", "6, 3", bad.shape), unroll, weights=W, x=batch, h0=bad)
        rejected(shape_message("h", "6, 3", bad.shape), step, weights=W, x=batch[:, 0], h=bad)
    rejected(
        shape_message("h", "6, 5, 3", (1, 5, 3)), backward, **LOSS | {"x": batch, "h": H[None]}
    )


@pytest.mark.parametrize("f", [backward, backward_by_step])
def test_a_gradient_of_no_loss_is_rejected(f):
    rejected("backward needs d_y, d_h or both.*got neither", f, weights=W, x=X, h=H)


@pytest.mark.parametrize(("name", "least"), [("n_x", 1), ("n_h", 1), ("n_y", 0)])
def test_a_size_that_is_not_a_whole_number_from_its_least_up_is_rejected(name, least):
    sizes = dict(n_x=2, n_h=3, n_y=1, rng=np.random.default_rng(0))
    for bad in [least - 1, -5, 2.0, np.nan, "2", None, [2], 2j]:
        rejected(
            rf"{name} needs a whole number from {least} up, got {re.escape(repr(bad))}",
            Weights.random,
            **sizes | {name: bad},
        )


def test_a_generator_that_is_something_else_is_rejected():
    for bad in [None, 0, "0", np.random, np.random.RandomState(0)]:
        rejected(
            rf"rng needs a numpy\.random\.Generator, got {re.escape(repr(bad))}",
            Weights.random,
            n_x=2,
            n_h=3,
            n_y=1,
            rng=bad,
        )


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (-0.1, "needs a number from 0 up, got -0.1"),
        (np.nan, "needs finite numbers, got nan"),
        (np.inf, "needs finite numbers, got inf"),
        ("1", r"needs shape \(\) and real numbers, got '1'"),
        (1j, r"needs shape \(\) and real numbers, got 1j"),
        ([1], r"needs shape \(\), got \(1,\)"),
    ],
)
def test_a_spectral_radius_that_cannot_be_is_rejected(bad, message):
    rejected(
        f"spectral_radius {message}",
        Weights.random,
        n_x=2,
        n_h=3,
        n_y=1,
        rng=np.random.default_rng(0),
        spectral_radius=bad,
    )


# ---- shapes.py: the door itself.


@pytest.mark.parametrize(
    "value", [[[1, 2]], ((0.5, 2),), [[True, False]], np.ones((1, 2), "f4")], ids=repr
)
def test_array_makes_float64_of_all_that_is_real_numbers(value):
    result = array("v", value, 1, 2)
    assert result.dtype == np.float64
    assert_array_equal(result, np.asarray(value))


@pytest.mark.parametrize(
    ("shape", "fits", "fails"),
    [
        ((), [()], [(1,)]),
        ((2,), [(2,)], [(), (1,), (3,), (1, 2)]),
        (("n", 2), [(0, 2), (1, 2), (9, 2)], [(2,), (2, 1), (1, 1, 2)]),
        ((..., 2), [(2,), (1, 2), (0, 5, 2)], [(), (1,), (2, 3)]),
        ((..., "T", 2), [(0, 2), (5, 2), (3, 1, 2)], [(), (2,), (2, 3)]),
        ((...,), [(), (3,), (2, 3)], []),
    ],
)
def test_array_lets_in_the_shapes_it_was_asked_for_and_no_other(shape, fits, fails):
    for good in fits:
        assert array("v", np.ones(good), *shape).shape == good
    needs = ", ".join("…" if n is ... else str(n) for n in shape)
    for bad in fails:
        rejected(shape_message("v", needs, bad), lambda: array("v", np.ones(bad), *shape))


@pytest.mark.parametrize("bad", NOT_NUMBERS)
def test_array_rejects_what_is_not_numbers(bad):
    rejected(not_numbers_message("v", "T, 2"), lambda: array("v", NOT_NUMBERS[bad], "T", 2))


def test_array_says_where_the_first_number_that_is_not_finite_stands():
    bad = [[0, 1], [np.nan, np.inf]]
    rejected(r"v needs finite numbers, got nan at \[1, 0\]$", lambda: array("v", bad, 2, 2))


def test_array_shows_only_the_ends_of_a_long_value():
    with pytest.raises(ValueError) as error:
        array("v", "ab" * 1000, "T")
    assert len(str(error.value)) < 200


def test_whole_lets_in_both_ends_and_returns_an_int():
    for value in [0, 1, 4, np.int8(4), np.uint64(0)]:
        result = whole("k", value, 0, 4)
        assert type(result) is int and result == value
    assert whole("k", 10**12, 1) == 10**12


@pytest.mark.parametrize(
    "bad", [-1, 5, 1.0, np.nan, np.inf, "1", None, [1], np.array([1, 2]), 1j], ids=repr
)
def test_whole_rejects_all_else(bad):
    rejected(
        rf"k needs a whole number from 0 to 4, got {re.escape(repr(bad))}",
        lambda: whole("k", bad, 0, 4),
    )

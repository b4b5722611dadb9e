"""Losses, clipping, Adam and fit: manual calculation, finite differences, divergence."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook
from numpy.testing import assert_allclose, assert_array_equal
from threadpoolctl import threadpool_info, threadpool_limits

from execute_notebooks import executed
from test_rnn import assert_gradient
from unrolled.losses import cross_entropy, softmax, squared_error
from unrolled.optimizer import adam, clip
from unrolled.train import fit

LOSSES = [squared_error, cross_entropy]
quick = settings(max_examples=40, deadline=None, derandomize=True)
each_loss = pytest.mark.parametrize("loss", LOSSES)
rng = np.random.default_rng


def random_target(loss, rng, *shape):
    if loss is squared_error:
        return rng.normal(size=shape)
    return rng.integers(0, shape[-1], size=shape[:-1])


def random_mask(rng, *shape):
    mask = np.asarray(rng.random(shape) < 0.5)
    mask.flat[0] = True  # at least one step must count
    return mask


@quick
@given(
    loss=st.sampled_from(LOSSES),
    batch=st.sampled_from([(), (1,), (4,), (2, 3)]),
    n_y=st.integers(1, 4),
    masked=st.booleans(),
    seed=st.integers(0, 999),
)
def test_loss_gradient_matches_finite_differences(loss, batch, n_y, masked, seed):
    random = rng(seed)
    y, target = random.normal(size=(*batch, n_y)), random_target(loss, random, *batch, n_y)
    mask = random_mask(random, *batch) if masked else None
    assert_gradient(loss(y, target, mask)[1], lambda v: loss(v, target, mask)[0], y)


def test_squared_error_by_hand():
    loss, d_y = squared_error([[1, 2], [3, 4]], [[0, 2], [0, 0]])
    assert (type(loss), loss) == (float, 6.5)  # (1 + 0 + 9 + 16) / 4
    assert_array_equal(d_y, [[0.5, 0], [1.5, 2]])


def test_cross_entropy_by_hand():
    loss, d_y = cross_entropy(np.log([[1, 2, 5], [1, 1, 2]]), [2, 0])
    assert type(loss) is float
    assert_allclose(loss, (np.log(8 / 5) + np.log(4)) / 2)
    assert_allclose(d_y, np.array([[1 / 8, 2 / 8, 5 / 8 - 1], [1 / 4 - 1, 1 / 4, 2 / 4]]) / 2)


@pytest.mark.parametrize("size", [1e3, 1e8, 1e300])
def test_cross_entropy_of_large_logits_is_accurate(size):
    y = size * (np.eye(3) - [[0], [1], [2]])  # each row has another largest logit
    loss, d_y = cross_entropy(y, [0, 1, 2])
    assert str(loss) == "0.0" and not d_y.any()  # not -0.0 either
    loss, d_y = cross_entropy(y, [1, 2, 0])
    assert loss == pytest.approx(size, rel=1e-15)
    assert_allclose(d_y, (np.eye(3) - np.roll(np.eye(3), 1, axis=1)) / 3)
    assert cross_entropy(-y[:1], [0])[0] == pytest.approx(size + np.log(2), rel=1e-15)


@each_loss
@pytest.mark.parametrize("garbage", [0.5, 1e200, -1e308])
def test_padding_does_not_change_the_loss_and_gets_no_gradient(loss, garbage):
    random, mask = rng(1), np.array([[True, False, True], [False, False, True]])
    y, target = random.normal(size=(2, 3, 4)), random_target(loss, random, 2, 3, 4).astype(float)
    expected, d = loss(y[mask], target[mask])
    y[~mask], target[~mask] = [0, garbage, -garbage, 0], garbage
    value, d_y = loss(y, target, mask)
    assert value == pytest.approx(expected, rel=1e-14)
    assert_allclose(d_y[mask], d, rtol=1e-14)
    assert not d_y[~mask].any()


def test_softmax_normalises_the_last_axis_without_overflow():
    y = np.log([[[1, 2, 5], [2, 2, 4]]])
    expected = [[[1 / 8, 2 / 8, 5 / 8], [1 / 4, 1 / 4, 1 / 2]]]
    assert_allclose(softmax(y), expected)
    assert_allclose(softmax(y + np.array([[-1e3], [1e3]])), expected)
    with np.errstate(all="raise"):
        assert softmax([1e300, 0, -1e300]).tolist() == [1, 0, 0]
        assert cross_entropy([[800.0, 0]], [0])[0] == 0


@pytest.mark.parametrize("y", range(-760, -680))  # exp(-708) is the smallest normal number
def test_the_smallest_probabilities_do_not_underflow_in_a_product(y):
    with np.errstate(all="raise"):
        p = softmax([y, 0.0, 0.0])
        entropy = -(p * np.log(np.maximum(p, 1e-300))).sum()
        np.random.default_rng(0).choice(3, p=p)
    assert_allclose(p, [0 if y < -690 else math.exp(y) / 2, 1 / 2, 1 / 2], rtol=1e-12)
    assert entropy == pytest.approx(math.log(2))


def test_clip_shortens_only_vectors_above_the_norm():
    g, length = clip(np.array([3.0, 0, 4]), 1)
    assert type(length) is float and length == 5
    assert_allclose(g, [0.6, 0, 0.8])
    for norm in 5, 7.5, np.inf:
        assert_array_equal(clip(np.array([3.0, 0, 4]), norm)[0], [3, 0, 4])
    assert clip(np.zeros(2), 1)[1] == 0


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e200, 1.7e308])
def test_clip_is_accurate_for_very_large_and_small_vectors(size):
    g, length = clip(np.full(4, size), size)
    assert length == pytest.approx(
        2 * size, rel=1e-3
    )  # 1e-320 has three digits; inf is correct for 1.7e308
    assert_allclose(g, np.full(4, size / 2), rtol=1e-3)


def test_adam_with_constant_gradient_moves_by_the_rate():
    w, memory = np.zeros(3), None
    for k in range(1, 51):
        w, memory = adam(w, np.array([4, -1e-8, 0]), memory, 0.01)
        assert_allclose(w, [-0.01 * k, 0.005 * k, 0], rtol=1e-6)


def test_second_adam_step_by_hand():
    first, memory = adam(np.array([2.0]), np.array([1.0]), None, 0.5)
    w, memory = adam(first, np.array([-3.0]), memory, 0.5)
    mean, square = 0.9 * 0.1 - 0.1 * 3, 0.999 * 0.001 + 0.001 * 9
    assert_allclose(np.concatenate(memory[1:]), [mean, square])
    assert_allclose(w, 1.5 - 0.5 * (mean / 0.19) / (square / 0.001999) ** 0.5)


# Training on a linear fit, whose optimum is known.


class Line(NamedTuple):
    """Weights of a model other than an RNN."""

    slope: np.ndarray
    intercept: np.ndarray


def line_loss(weights, x, y):
    slope, intercept = weights
    value, d = squared_error((x @ slope + intercept)[:, None], y[:, None])
    return value, Line(x.T @ d[:, 0], d.sum())


X = rng(5).normal(size=(10, 2))
Y = X @ [1.5, -2] + 0.5 + rng(6).normal(scale=0.1, size=10)
START = Line(np.zeros(2), np.zeros(()))
GOOD = dict(weights=START, loss=line_loss, data=(X, Y), epochs=5, batch=4, rate=0.1, bar=False)


def fitted(**other):
    return fit(**GOOD | {"rng": rng(0)} | other)


def test_fit_finds_the_least_squares_solution():
    best = np.linalg.lstsq(np.column_stack([X, np.ones(10)]), Y)[0]
    for start in [START, tuple(START), Line([0, 0], 0)]:
        weights, history = fitted(weights=start, epochs=600, batch=None)
        assert type(weights) is type(start)
        assert_allclose([*weights[0], weights[1]], best, atol=1e-5)
        assert [len(v) for v in (history.loss, history.gradient, history.held_out)] == [600, 600, 0]
    assert history.gradient[-1] < 1e-4 and history.loss[0] > 100 * history.loss[-1]


def test_fit_applies_clip_and_adam_and_records_means():
    seen = []
    weights, history = fitted(loss=lambda *args: seen.append(args) or line_loss(*args), clip_norm=2)
    w, memory, values, lengths = np.zeros(3), None, [], []
    for given_weights, *batch in seen:  # no weights were changed in place
        assert_array_equal([*given_weights.slope, given_weights.intercept], w)
        value, gradient = line_loss(given_weights, *batch)
        gradient, length = clip(np.concatenate(gradient, axis=None), 2)
        w, memory = adam(w, gradient, memory, 0.1)
        values.append(value)
        lengths.append(length)
    assert min(lengths) < 2 < max(lengths)  # only some are clipped
    assert_array_equal([*weights.slope, weights.intercept], w)
    assert_allclose(history.loss, np.reshape(values, (5, 3)).mean(1))
    assert_allclose(history.gradient, np.reshape(lengths, (5, 3)).mean(1))


@pytest.mark.parametrize(("batch", "parts"), [(None, 1), (1, 10), (3, 4), (4, 3), (10, 1), (99, 1)])
def test_each_epoch_uses_each_row_once_in_a_new_order(batch, parts):
    seen = []

    def loss(weights, row, same):
        assert_array_equal(row, same[:, 0])  # rows of all arrays stay together
        assert row.dtype.kind == "i"
        seen.append(row)
        return 0, (0,)

    fitted(weights=(1.0,), loss=loss, data=[np.arange(10), np.arange(10.0)[:, None]], batch=batch)
    assert len(seen) == 5 * parts and max(map(len, seen)) <= (batch or 10)
    epochs = np.reshape(np.concatenate(seen), (5, 10))
    assert_array_equal(np.sort(epochs), np.tile(np.arange(10), (5, 1)))
    assert len(np.unique(epochs, axis=0)) == 5


def test_training_depends_on_the_generator():
    one, same, other = fitted(), fitted(), fitted(rng=rng(1))
    for results, differ in [(same, False), (other, True)]:
        for a, b in zip([*one[0], *one[1]], [*results[0], *results[1]]):
            assert (a.tobytes() != b.tobytes()) == (differ and a.size > 0)


def test_fit_does_not_modify_its_arguments():
    arrays = [v.copy() for v in [*START, X, Y]]
    for v in arrays:
        v.setflags(write=False)  # to write to it now raises "read-only"
    a, b, x, y = arrays
    fitted(weights=Line(a, b), data=(x, y), held_out=(x, y), patience=2, clip_norm=1)


def test_products_have_one_thread_while_fit_trains():
    def threads():
        return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]

    def loss(weights, x):
        during.append(threads())
        return 0.0, (np.zeros(1),)

    during = []
    with threadpool_limits(limits=2, user_api="blas"):
        fit((np.zeros(1),), loss, (np.ones(3),), rng=rng(0), epochs=2, bar=False)
        assert set(threads()) == {2}
    assert set(np.ravel(during)) == {1}


def test_held_out_data_are_evaluated_but_not_trained_on():
    weights, history = fitted(held_out=(X[:3], Y[:3] + 1))
    assert_array_equal(weights.slope, fitted()[0].slope)
    assert len(history.held_out) == 5
    assert history.held_out[-1] == line_loss(weights, X[:3], Y[:3] + 1)[0]
    with pytest.raises(ValueError, match="read-only"):
        fitted(loss=lambda w, x, y: (x.fill(0), (0, w))[1], held_out=(X[:3].copy(), Y[:3]))


def towards(weights, target):
    return float((weights[0] - target[0]) ** 2), (2 * (weights[0] - target[0]),)


@pytest.mark.parametrize("patience", [1, 3, 20])
def test_patience_stops_training_and_returns_the_best_weights(patience):
    # Training moves w from 0 to 5 in steps of about 0.1; the held-out loss is least at 1.
    given = dict(weights=(0.0,), loss=towards, data=([5.0],), held_out=([1.0],), epochs=25)
    (w,), history = fitted(**given, patience=patience)
    assert history.held_out.argmin() == 9
    assert [len(v) for v in history] == [min(10 + patience, 25)] * 3
    assert (w - 1) ** 2 == history.held_out.min()
    assert fitted(**given)[0][0] > 2


# Divergence raises an error without a warning (pytest turns warnings into errors).


def stopped(reason, step, **other):
    message = f"training stopped at step {step}: {reason}.* Try a rate below 0.1, or clip_norm=1."
    with pytest.raises(FloatingPointError, match=message):
        fitted(**other)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("where", ["loss", "gradient", "held out"])
def test_non_finite_loss_or_gradient_stops_training(bad, where):
    calls = []

    def loss(weights, x, y):
        calls.append(len(x))
        wrong = len(x) == 2 if where == "held out" else len(calls) == 3
        return bad if wrong and where != "gradient" else 1, Line([0, bad if wrong else 1], 0)

    reason = r"gradient\[0\]" if where == "gradient" else "the loss"
    stopped(
        f"{reason} needs finite numbers, got {bad}",
        4 if where == "held out" else 3,
        loss=loss,
        held_out=(X[:2], Y[:2]) if where == "held out" else None,
    )


def test_overflow_in_loss_or_adam_stops_training():
    stopped("the loss", 1, loss=lambda w, x, y: (-np.log(x[0, 0] * 0), w))
    stopped("the loss", 1, loss=lambda w, x, y: squared_error(1e200 * x, 0 * x)[:1] + (w,))
    large = dict(loss=lambda w, x, y: (1, Line([0, 1e200], 0)))  # the square is infinite
    stopped("overflow", 1, **large)
    with pytest.raises(FloatingPointError, match="step 1: overflow"):  # in the last step
        fitted(weights=(-1.7e308,), loss=lambda w, x, y: (1, (1,)), rate=1e308, batch=10, epochs=1)
    fitted(**large, clip_norm=1)  # following the advice helps
    with pytest.raises(FloatingPointError, match=r"Try a rate below 0\.1\.$"):
        fitted(loss=lambda w, x, y: (np.nan, Line([0, 0], 0)), clip_norm=1)


@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_progress_bar_leaves_the_same_output_in_a_notebook(seconds, tmp_path):
    define = f"""import time, numpy as np
from unrolled.train import fit
def loss(weights, x):
    time.sleep({seconds})  # the bar is drawn once or many times
    return 10 * x.sum(), (1,)
def train(x):
    return fit((1.0,), loss, (np.full(4, x),), rng=np.random.default_rng(0), epochs=9, batch=1)"""
    alone = "_, history = train(0)"
    followed = "_, history = train(0)\nprint('trained for', len(history.loss), 'epochs')"
    stopped = "try:\n    train(1e308)\nexcept FloatingPointError:\n    print('stopped')"
    cells = [new_code_cell(source) for source in [define, alone, followed, stopped]]
    cells = executed(new_notebook(cells=cells), tmp_path).cells  # handles \r as nbval does
    texts = ["".join(each.text for each in cell.outputs) for cell in cells]
    assert texts == ["", 80 * " " + "\r", "trained for 9 epochs\n", "stopped\n"]


@pytest.mark.parametrize("bar", [True, False])
def test_progress_bar_in_a_terminal_is_cleared(bar, capsys):
    fitted(bar=bar)
    out, err = capsys.readouterr()
    assert err == "" and bool(out) == bar and "\n" not in out
    assert out.rstrip("\r").split("\r")[-1].strip("\x1b[2K ") == ""

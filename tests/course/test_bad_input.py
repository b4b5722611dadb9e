"""Bad input: a public function raises a ValueError that names the argument, what it got and needs.

A table has examples of each argument with the message. Then each argument is replaced by anything
at all: the call returns a result or raises a ValueError that names an argument, and it changes no
input.
"""

import copy
import random
import re
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from test_rnn import CELLS, random_weights, rejected
from unrolled import dynamics, linear, play, tasks
from unrolled.attention import attend, attend_backward
from unrolled.frameworks import load, states, store
from unrolled.losses import cross_entropy, softmax, squared_error
from unrolled.pictures import (
    architectures,
    arithmetic,
    diagram,
    images,
    learning,
    phase,
    plot,
    predictions,
    unroll_animation,
)
from unrolled.rnn import (
    GRU,
    LSTM,
    Weights,
    backward,
    backward_by_step,
    gates,
    readout,
    step,
    unroll,
    value_and_gradient,
)
from unrolled.scan import scan, scan_backward
from unrolled.shapes import array, whole
from unrolled.tasks import movies, sentiment, text
from unrolled.tasks.translation import english, french, parse_english
from unrolled.train import fit

# Rows of the tables: a function, arguments that fit, the one that does not, what is wrong with it,
# and the message.

# ---- What computes

EVERY_CELL = [*CELLS, linear.MinGRU, linear.SignedGate]
ALL = {kind: random_weights(np.random.default_rng(0), kind=kind) for kind in EVERY_CELL}
X, D_Y = np.ones((4, 2)), np.ones((4, 1))  # T = 4, n_x = 2, n_h = 3, n_y = 1
NOT_NUMBERS = [None, "abc", [["1", "2"]], [[1j, 2]], [[1, 2], [3]], {}, np.zeros((4, 2), "M8[s]")]
NO_WHOLE, NOT_ABOVE_0 = [-1, 2.0, np.nan, "2", None, [2]], [0, -1, np.nan, -np.inf, None, "1", 1j]
NOT_ARRAYS = [None, 3.0, np.ones((2, 2)), (), "ab", {"W": 1}]
OUTPUTS, START = np.zeros((2, 3)), (np.zeros(2), np.zeros(()))
LINE = np.ones((10, 2)), np.ones(10)


def line(weights, x, y):
    value, d = squared_error((x @ weights[0] + weights[1])[:, None], y[:, None])
    return value, (x.T @ d[:, 0], d.sum())


def good(kind):
    """For each function arguments that fit, and for some the shapes that its arrays need."""
    n = 6 if kind is LSTM else 3
    h, weights = np.ones((5, n)), ALL[kind]
    loss = dict(weights=weights, x=X, h=h, d_y=D_Y, d_h=h)
    needs = dict(x="…, T, 2", h=f"5, {n}", d_y="4, 1", d_h=f"5, {n}")
    return {
        step: (dict(weights=weights, x=X[0], h=h[0]), dict(x="…, 2", h=n)),
        unroll: (dict(weights=weights, x=X, h0=h[0]), dict(x="…, T, 2", h0=n)),
        readout: (dict(weights=weights, h=h), dict(h=f"…, {n}")),
        gates: (dict(weights=weights, x=X, h=h), dict(x="…, T, 2", h=f"5, {n}")),
        backward: (loss, needs),
        backward_by_step: (loss, needs),
        value_and_gradient: (dict(weights=weights, x=X, loss=lambda y: (1, y)), dict(x="…, T, 2")),
    }


def with_last(v, number):
    v = v.copy()
    v.flat[-1] = number
    return v


def array_rows(kind):
    """A row for each array that is too short, too long, would be broadcast, or is no array."""
    for f, (arguments, needs) in good(kind).items():
        for name, shape in needs.items():
            v, shape = arguments[name], rf"{name} needs shape \({shape},?\)"
            spoilt = [v[..., 0] if v.ndim == 1 else v[0, 0], np.append(v, v[..., :1], axis=-1)]
            spoilt += [] if "…" in shape else [v[None], v[..., :1] if v.shape[-1] > 1 else v[:1]]
            for bad in spoilt:
                yield f, arguments, name, bad, rf"{shape}, got {re.escape(str(bad.shape))}"
            for bad in NOT_NUMBERS[name in ("h0", "d_y", "d_h") :]:  # None is a good value of these
                yield f, arguments, name, bad, rf"{shape} and real numbers, got \S"


def weight_rows(kind):
    """A row for each array of the weights that does not fit the others."""
    weights = ALL[kind]
    for name, v in weights._asdict().items():
        needs = rf"weights\.{name} needs"
        for bad in v[0], v[None], v[:0] if name[0] == "b" else v[:, :0]:
            if bad.size or name[:3] != "W_x":  # no input is as good
                yield weights._replace, {}, name, bad, rf"{needs} shape \(.*\), got "
        if name[:3] == "W_x" and kind.from_h:
            yield weights._replace, {}, name, v.T, rf"{needs} shape \(3, (n_x|2)\), got \(2, 3\)"
        for bad in NOT_NUMBERS:
            yield weights._replace, {}, name, bad, rf"{needs} shape \(.*\) and real numbers, got \S"
        bad, message = with_last(v, np.inf), rf"{needs} finite numbers, got inf at \["
        yield weights._replace, {}, name, bad, message
        yield kind, weights._asdict(), name, bad, message


RANDOM = dict(n_x=2, n_h=3, n_y=1, rng=np.random.default_rng(0))
FIT = dict(weights=START, loss=line, data=LINE, epochs=5, batch=4, rate=0.1, bar=False)
FIT |= dict(rng=np.random.default_rng(0), held_out=LINE, patience=1)
STORED = dict(zip(("source", "linear"), store(ALL[GRU], "torch")))
STORING = dict(weights=ALL[GRU], like="torch")
LOSSES = (
    (squared_error, dict(y=OUTPUTS, target=OUTPUTS)),
    (cross_entropy, dict(y=OUTPUTS, target=[0, 1])),
)
SCAN = dict(a=X, b=X, h0=X[0])
SCANNED = dict(weights=ALL[linear.MinGRU], x=X)
ATTEND = dict(queries=np.ones((6, 4, 2)), states=np.ones((6, 3, 2)))
ATTENDED = ATTEND | dict(shares=np.ones((6, 4, 3)) / 3, d_mixtures=np.ones((6, 4, 2)))
MEMORY = dict(x=np.arange(15), h=np.ones((16, 3)), k_max=2)
COMPUTES = [
    (scan, SCAN, "a", X[0], r"a needs shape \(…, T, n\), got \(2,\)"),
    (scan, SCAN, "b", X[1:], r"b needs shape \(4, 2\), got \(3, 2\)"),
    (scan, SCAN, "h0", [1], r"h0 needs shape \(2\), got \(1,\)"),
    *((scan_backward, dict(a=X, h=np.ones((5, 2)), d_h=np.ones((5, 2))), name, X, f"{name} needs")
      for name in ("h", "d_h")),
    *((f, SCANNED, name, None, f"{name} needs") for f in [linear.recurrence, linear.unroll]
      for name in SCANNED),
    (linear.readout, dict(weights=SCANNED["weights"], h=np.ones((5, 3))), "h", X, "h needs shape"),
    (linear.value_and_gradient, SCANNED | dict(loss=lambda y: (1, y)), "x", X[0], "x needs shape"),
    (linear.MinGRU.random, dict(n_x=2, n_h=3, n_y=1, rng=np.random.default_rng(0)),
     "spectral_radius", 1, "spectral_radius needs a cell with W_h…, got a MinGRU"),
    *((linear.SignedGate.random, dict(n_x=2, n_h=3, n_y=1, rng=np.random.default_rng(0)), name, -1,
       f"{name} needs") for name in ("n_x", "n_h", "n_y", "rng")),
    *((f, a, "weights", bad, rf"weights needs a Weights\(W_xh, .* or an LSTM, got {got}")
      for f, (a, _) in good(Weights).items()
      for bad, got in [(None, "NoneType"), (tuple(ALL[GRU]), "tuple"), (Weights, "type")]),
    *((f, good(GRU)[f][0], "activation", bad, "activation needs one of tanh, ")
      for f in [step, unroll, gates, backward, backward_by_step, value_and_gradient]
      for bad in ["sine", None, 1, np.tanh, ["tanh"], np.array(["tanh", "identity"])]),
    *((f, good(Weights)[f][0] | {"d_h": None}, "d_y", None, "d_y or d_h needs the gradient")
      for f in [backward, backward_by_step]),
    (backward, good(Weights)[backward][0], "x", X[1:], r"h needs shape \(4, 3\), got \(5, 3\)"),
    (unroll, dict(weights=ALL[GRU], x=np.ones((6, 4, 2))), "h0", np.ones(3), r"h0 .*\(6, 3\), got"),
    *((value_and_gradient, good(GRU)[value_and_gradient][0], "loss", bad, message)
      for bad, message in [
          (lambda y: y, "loss needs to return the loss and its gradient, got"),
          (lambda y: (np.nan, y), "the loss needs finite numbers, got nan"),
          (lambda y: (0, X), r"d_y needs shape \(4, 1\), got \(4, 2\)")]),
    *((kind.random, RANDOM, name, bad, rf"{name} needs a whole number from {least} up, got")
      for kind in CELLS for name, least in [("n_x", 1), ("n_h", 1), ("n_y", 0)]
      for bad in [least - 1, *NO_WHOLE]),
    *((LSTM.random, RANDOM, "rng", bad, r"rng needs a numpy\.random\.Generator, got")
      for bad in [None, 0, np.random, np.random.RandomState(0)]),
    *((kind.random, RANDOM, "spectral_radius", bad, f"spectral_radius needs {message}")
      for kind in CELLS for bad, message in [
          (-0.1, "a number from 0 up, got -0.1"), (np.nan, "finite numbers, got nan"),
          ("1", r"shape \(\) and real numbers, got '1'"), ([1], r"shape \(\), got \(1,\)")]),
    *((f, a, name, bad, message) for f, a in LOSSES for name, bad, message in [
        ("y", 1.0, r"y needs shape \(…, n_y\)"), ("y", None, r"y needs shape \(…, n_y\)"),
        ("y", np.zeros((0, 3)), "y needs an output at one step or more, got shape "),
        ("y", np.zeros((2, 0)), "y needs an output at one step or more, got shape "),
        ("y", np.ma.masked_array(OUTPUTS, OUTPUTS > 0), "y needs .* would lose its mask"),
        ("target", None, r"target needs shape \(2.*, got "),
        ("target", 0, r"target needs shape \(2.*, got "),
        ("target", np.zeros((1, 3)), r"target needs shape \(2.*, got "),  # no broadcast
        ("mask", True, r"mask needs shape \(2\).* got"),
        ("mask", np.ones((2, 3)), r"mask needs shape \(2\).* got"),
        ("mask", ["a", "b"], r"mask needs shape \(2\).* got"),
        ("mask", [0, 0], r"mask needs a True and else False, got array\(\["),
        ("mask", [0.5, 1], r"mask needs a True and else False, got array\(\[")]),
    *((cross_entropy, LOSSES[1][1], "target", bad, "target needs whole numbers from 0 to 2, got ")
      for bad in [[0, 3], [-1, 0], [0, 0.5], [1e20, 0]]),
    *((f, a, name, bad, message)
      for f, a in [(attend, ATTEND), (attend_backward, ATTENDED)] for name, bad, message in [
          ("queries", np.ones((4, 2)), r"queries needs shape \(6, T, 2\), got \(4, 2\)"),
          ("queries", np.ones((6, 4, 3)), r"queries needs shape \(6, T, 2\), got \(6, 4, 3\)"),
          ("queries", np.ones((1, 4, 2)), r"queries needs shape \(6, T, 2\), got \(1, 4, 2\)"),
          ("queries", None, r"queries needs shape \(6, T, 2\) and real numbers, got None"),
          ("states", np.ones(2), r"states needs shape \(…, S, n\), got \(2,\)"),
          ("states", np.ones((6, 0, 2)), r"states needs a state and .* got shape \(6, 0, 2\)")]),
    *((attend, ATTEND, "mask", bad, message) for bad, message in [
        (np.ones((6, 2)), r"mask needs shape \(6, 3\), got \(6, 2\)"),
        (True, r"mask needs shape \(6, 3\), got \(\)"),
        (np.zeros((6, 3)), "mask needs True or False, and a True in each row, got"),
        (np.full((6, 3), 0.5), "mask needs True or False, and a True in each row, got")]),
    *((attend_backward, ATTENDED, name, bad, message) for name, bad, message in [
        ("shares", np.ones((6, 3, 4)), r"shares needs shape \(6, 4, 3\), got \(6, 3, 4\)"),
        ("d_mixtures", np.ones((6, 4)), r"d_mixtures needs shape \(6, 4, 2\), got \(6, 4\)")]),
    *((f, {"weights": ALL[Weights], states: np.ones((4, 3))}, name, bad, message)
      for f, states in [(dynamics.jacobian, "h"), (dynamics.fixed_points, "starts")]
      for name, bad, message in [
          ("weights", None, r"weights needs a Weights\(W_xh, .*\), got NoneType"),
          (states, np.ones((4, 2)), r"h needs shape \(4, 3\), got \(4, 2\)"),
          (states, 1, rf"{states} needs shape \(…, n_h\), got \(\)"),
          ("x", np.zeros((4, 1)), r"x needs shape \(2\), got \(4, 1\)"),
          ("activation", "sine", "activation needs one of tanh, .*, got 'sine'")]),
    *((dynamics.memory, MEMORY, name, bad, message) for name, bad, message in [
        ("h", np.ones((15, 3)), r"h needs shape \(16, n_h\), got \(15, 3\)"),
        ("k_max", 10, "x needs more than 18 steps for n_h = 3 and k_max = 10, got 15"),
        ("k_max", -1, "k_max needs a whole number from 0 up, got -1"),
        ("x", np.ones(15), "x needs to vary")]),
    (dynamics.principal_plane, dict(h=X), "h", X[:, :1], "h needs at least two units to span a"),
    (dynamics.align, dict(xy=X, before=X), "xy", X[1:], r"xy needs shape \(4, 2\), got \(3, 2\)"),
    (softmax, {}, "y", 3.0, "y needs shape"),
    (softmax, {}, "y", [0, np.nan], "y needs finite numbers, got nan"),
    *((load, STORED, name, bad, message) for name, bad, message in [
        ("source", {}, "source needs the arrays of one layer, .* of torch.nn.RNN, .*; got dict"),
        ("source", None, "source needs the arrays .*; got NoneType"),
        ("source", {"weight_ih_l1": 1}, "source needs the arrays .*; got weight_ih_l1"),
        ("linear", {"bias": [0]}, "linear needs weight and bias, .* got bias"),
        ("linear", {"weight": [[1]], "bias": [0]}, r"weights.W_hy needs shape \(n_y, 3\), got"),
        ("linear", 3, "linear needs weight and bias, .* got int"),
        *(("source", bad, "source needs the arrays .*; got")
          for bad in ([], (), (1, 2), np.ones(3))),
        ("like", "keras", "source needs the arrays .* of keras.layers.SimpleRNN, .*; got weight_i"),
        ("like", None, "like needs a str, got None"),
        ("like", "pytorch", "like needs one of torch.nn.RNN, .*, or how it begins, got 'pytorch'"),
        ("activation", "relu", "activation needs 'tanh', that of the layer, got 'relu'"),
        ("activation", "sine", "activation needs one of tanh, .*, got 'sine'")]),
    *((store, STORING, name, bad, message) for name, bad, message in [
        ("weights", tuple(ALL[GRU]), "weights needs a Weights.*, got tuple"),
        ("like", "haiku", "like needs a layout of GRU: torch.nn.GRU, .*; got haiku.VanillaRNN"),
        ("like", "keras.layers.GRU(reset_after=False)", "like needs a layout of GRU: torch.nn"),
        ("like", "flax", "flax.nnx.GRUCell has no b_hh: it needs zeros, got"),
        ("like", 3, "like needs the arrays .*; got int"),
        ("activation", "relu", "activation needs 'tanh', that of the layer, got 'relu'")]),
    *((states, dict(outputs=np.ones((2, 3, 4))), name, bad, message) for name, bad, message in [
        ("outputs", np.ones(3), r"outputs needs shape \(…, T, n_h\), got \(3,\)"),
        ("h0", np.ones((1, 2, 4)), r"h0 needs shape \(2, 4\), got \(1, 2, 4\)"),
        ("lengths", [3], r"lengths needs shape \(2\), got \(1,\)"),
        ("lengths", [3, 4], r"lengths needs whole numbers from 0 to 3, got \[3.0, 4.0\]"),
        ("lengths", [3, 0.5], "lengths needs whole numbers from 0 to 3, got")]),
    *((fit, FIT, name, bad, message) for name, message, values in [
        ("weights", "weights needs a tuple of some arrays, got", NOT_ARRAYS),
        ("weights", r"weights\[0\] needs shape .* got None", [(None, 0)]),
        ("weights", r"weights\[0\] needs finite numbers, got nan at \[0\]", [([np.nan, 0], 0)]),
        ("data", "data needs a tuple of some arrays, got", NOT_ARRAYS),
        ("data", r"data\[1\] needs finite numbers, got nan", [(LINE[0], LINE[1] * np.nan)]),
        ("data", r"data\[1\] needs shape .* real numbers",
         [(LINE[0], ["a"] * 10), (LINE[0], [[1], [1, 2]]), (LINE[0], None)]),
        ("data", "data needs arrays, .* a row for each example, got shapes",
         [(LINE[0], LINE[1][:9]), (LINE[0][:0], LINE[1][:0]), (LINE[0], 1.0)]),
        ("held_out", "held_out needs a tuple", [LINE[0], ()]),
        ("held_out", r"held_out\[1\] needs finite numbers", [(LINE[0], LINE[1] * np.inf)]),
        ("held_out", "held_out needs arrays, 2 in all, with a row for each example",
         [(LINE[0], LINE[1][:9]), LINE[:1], (*LINE, LINE[1])]),
        ("held_out", "patience needs held_out", [None]),
        ("rng", "rng needs a numpy.random.Generator, got", [None, 0, np.random]),
        ("rate", "rate needs a number above 0, got", [*NOT_ABOVE_0, np.inf]),
        ("clip_norm", "clip_norm needs a number above 0, got", NOT_ABOVE_0),
        ("batch", "batch needs a whole number from 1 up, got", [0, -1, 2.0, "2"]),
        ("epochs", "epochs needs a whole number from 1 up, got", [0, *NO_WHOLE]),
        ("patience", "patience needs a whole number from 1 up, got", [0, -1, 2.0, "2"]),
        ("loss", "loss needs to return the loss and its gradient, got",
         [lambda *_: None, lambda *_: 1.0, lambda *_: (1.0,), lambda w, *_: [1.0, w],
          lambda *_: (1, None)]),
        ("loss", r"the loss needs shape \(\), got \(10,\)", [lambda w, *_: (LINE[1], w)]),
        ("loss", "gradient needs a tuple of 2 arrays", [
            lambda w, *_: (1, w[:1]), lambda w, *_: (1, (*w, 1))]),
        ("loss", r"gradient\[0\] needs shape \(2\), got \(1,\)", [lambda *_: (1, ([1], 1))]),
        ("loss", r"gradient\[1\] needs shape .* got None", [lambda *_: (1, ([1, 1], None))]),
        ("loss", r"gradient\[1\] needs shape \(\), got \(2,\)", [lambda *_: (1, ([1, 1], [1, 1]))]),
     ] for bad in values),
]  # fmt: skip

# ---- Tasks

RNG = np.random.default_rng(0)
SERIES = dict(T=9, noise=0.1, rng=RNG)
ADDING, MOVIES = dict(T=9, examples=4, rng=RNG), dict(n=2, T=3, rng=RNG)
NGRAM = dict(seen="abc", coming="a", n=1, strength=1, V=3)
PAIRS, SPELT = dict(pairs=5, rng=RNG), dict(text="ab", known="abc")
ONE_HOT = dict(texts=["a b"], known=["a", "b"])
TASKS = [
    (tasks.photo, {}, "height", 0, "height needs a whole number from 1 to 600, got 0"),
    *((tasks.words, {}, "sentence", bad, "sentence needs at least one word, got")
      for bad in ["", "  ", "?!"]),
    (tasks.embed, dict(sentence="easy", n_x=3), "n_x", 0, "n_x needs a whole number from 1 up"),
    (tasks.one_hot, ONE_HOT, "texts", ["a c", "d"],
     "texts needs sentences of known words, got c, d; known are a, b"),
    (tasks.one_hot, ONE_HOT, "texts", [], "texts needs sentences of known words, got none; known"),
    (tasks.one_hot, ONE_HOT, "texts", ["a", "?!"], r"sentence needs at least one word, got '\?!'"),
    *((f, arguments, "T", bad, f"T needs a whole number from {least} up, got {bad}")
      for f, arguments, least in [(tasks.mackey_glass, SERIES, 2), (tasks.adding, ADDING, 2),
                                  (movies.captioned, MOVIES, 1)] for bad in [least - 1, 9.0]),
    *((f, arguments, "rng", 0, "rng needs a numpy.random.Generator, got 0") for f, arguments in [
        (tasks.mackey_glass, SERIES), (tasks.adding, ADDING), (movies.captioned, MOVIES),
        (sentiment.sentences, PAIRS)]),
    (tasks.mackey_glass, SERIES, "noise", -0.1, "noise needs a number from 0 up, got -0.1"),
    (tasks.mackey_glass, SERIES, "noise", [0.1], r"noise needs shape \(\), got \(1,\)"),
    (tasks.adding, ADDING, "examples", 0, "examples needs a whole number from 1 up, got 0"),
    (movies.captioned, MOVIES, "n", 0, "n needs a whole number from 1 up, got 0"),
    (movies.frames, {}, "poses", [0, 0], r"poses needs shape \(…, 3\), got \(2,\)"),
    (movies.frames, {}, "poses", [0, 0, 2], r"poses needs row, column, upright from"),
    (movies.moved, dict(poses=[0, 0, 0], move=[1, 0, 0]), "move", [1], r"move needs shape \(…, 3"),
    (movies.cross, {}, "moves", ["right", "north"], "moves needs any of left, .*, got 'north'"),
    (movies.cross, {}, "moves", ["up"], ".* stay in the grid of 6 x 9, got to row -1, column 0"),
    (movies.cross, dict(moves=[]), "start", (0, 7), ".* got to row 0, column 7"),
    *((sentiment.sentences, PAIRS, "pairs", bad,
       f"pairs needs a whole number from 1 to 607, got {bad}") for bad in [0, 608, 1.5]),
    (text.numbers, SPELT, "text", "abz?", r"text needs .* 'abc', got '\?z'"),
    (text.numbers, SPELT, "text", "", "text needs characters, .* got ''"),
    (text.ngram, NGRAM, "n", 0, "n needs a whole number from 1 to 3, got 0"),
    (text.ngram, NGRAM, "seen", "", "n needs a whole number from 1 to 0, got 1"),
    (text.ngram, NGRAM, "strength", 0, "strength needs a number above 0, got 0"),
    (text.ngram, NGRAM, "V", 0, "V needs a whole number from 1 up, got 0"),
    *((f, {}, "n", bad, f"n needs a whole number from 1 to 999, got {bad}")
      for f in (english, french) for bad in [0, 1000, 7.0]),
    *((parse_english, {}, "text", bad,
       "text needs a number from 1 to 999, or 1 to 6 of .*: eight, .*; got '")
      for bad in ["", "0", "1000", "-5", "9.5", "²", "and", "two thousand", "one " * 7, "1 000",
                  "9" * 5000]),
]  # fmt: skip

# ---- Pictures

WORDS, H = ["Time", "flows", "forward"], np.ones((4, 5))
GRAY, BATCH, Y = np.ones((6, 8, 8)), np.ones((3, 4, 2)), [1.0, 2, 3]
UNROLLED = dict(x=WORDS, h=H, y=Y)
FRAME = UNROLLED | dict(s=3)
BACKWARD = dict(x=WORDS, d_h=H, copies=np.ones(3), loss=1.5)
TWO = dict(x=["a"], y=["b"], h=([0, 1], [0, 1]))
ELEMENT = dict(x=BATCH, index=(1, 1, 1), names="itj")
XY = H[:, :2]
SCATTER = dict(xy=XY, labels=[0, 1, 2, 0])
LANDSCAPE = dict(loss=H, w_1=np.arange(5), w_2=np.arange(4))
BARS = dict(values=np.ones(5))
CURVES = dict(loss=[0.5, 0.4], held_out=[0.5, 0.4])
P = dict(p=[0.5, 0.5], names="ab")
SHARES = dict(p=[[0.5, 0.3, 0.2]] * 2, read="abc", written="de")
PICTURES = [
    (diagram.unrolled, UNROLLED, "h", H[:3], "h needs 4 entries, got 3"),
    (diagram.unrolled, UNROLLED, "y", [1], "y needs 3 entries, got 1"),
    (diagram.unrolled, UNROLLED, "t", 4, "t needs a whole number from 0 to 3, got 4"),
    *((f, arguments, "x", ["a"] * n, f"x needs 1 to 12 entries, got {n}")
      for n in (0, 13) for f, arguments in [
          (diagram.unrolled, UNROLLED), (architectures.backward, BACKWARD),
          (diagram.with_head, dict(x=WORDS, y="good")),
          (unroll_animation.frame, FRAME)]),
    (diagram.encoder_decoder, TWO, "x", [], "x needs 1 to 6 entries, got 0"),
    (diagram.encoder_decoder, TWO, "y", ["b"] * 8, "y needs 1 to 7 entries, got 8"),
    (diagram.encoder_decoder, TWO, "t", 4, "t needs a whole number from 0 to 3, got 4"),
    (diagram.encoder_decoder, TWO, "h", [0], "h needs 2 entries, got 1"),
    (diagram.encoder_decoder, TWO, "h", ([0], [0, 0]), "h of the encoder needs 2 entries"),
    (diagram.encoder_decoder, TWO, "h", ([0, 0], [0]), "h of the decoder needs 2 entries"),
    (diagram.rounds, {}, "T", 1, "T needs a whole number from 2 to 12, got 1"),
    (diagram.rounds, dict(T=8), "done", 4, "done needs a whole number from 0 to 3, got 4"),
    (architectures.direct, dict(x=WORDS, t=1), "t", 0, "t needs a whole number from 1 to 3, got 0"),
    (architectures.feedforward, dict(layers=2), "values", [6, 1], "values needs 3 entries, got 2"),
    (architectures.feedforward, {}, "layers", 2.5, "layers needs a whole number from 1 to 12"),
    (architectures.backward, BACKWARD, "d_h", H[1:], r"d_h needs shape \(4, n_h\), got \(3, 5\)"),
    (architectures.backward, BACKWARD, "copies", H, r"copies needs shape \(3\), got \(4, 5\)"),
    (architectures.backward, BACKWARD, "t", 5, "t needs a whole number from 0 to 4, got 5"),
    (unroll_animation.frame, FRAME, "s", 3.1, "s needs a number from 0 to 3, got 3.1"),
    (unroll_animation.frame, FRAME, "h", H[1:], "h needs 4 entries, got 3"),
    (unroll_animation.frame, FRAME, "y", [1], "y needs 3 entries, got 1"),
    *((arithmetic.element, ELEMENT | dict(index=index, names=names), "x", x,
       rf"x needs one to three axes, each with an index and a name, got {re.escape(got)}")
      for x, index, names, got in [
          (3.0, (), "", "()"), (np.zeros((2, 2, 2, 2)), (1, 1, 1, 1), "bitj", "(2, 2, 2, 2)"),
          (BATCH, (1, 1), "itj", "(3, 4, 2), (1, 1)"), (BATCH, (1, 1, 1), "tj", "(3, 4, 2)"),
          (np.zeros((2, 0)), (1, 1), "tj", "(2, 0)")]),
    (arithmetic.element, ELEMENT, "index", (0, 1, 1), "i needs a whole number from 1 to 3, got 0"),
    (arithmetic.element, ELEMENT, "index", (1, 1, 3), "j needs a whole number from 1 to 2, got 3"),
    (arithmetic.equation, {}, "rows", [], "rows needs 1 to 12 entries, got 0"),
    (arithmetic.equation, {}, "rows", [["tanh"]], r"row 1 needs to end in a \(name, array\) pair"),
    (arithmetic.equation, dict(rows=[[("a", 1)]]), "lit", 1, "lit needs a whole number from 0"),
    (images.show, {}, "arrays", GRAY[0], r"arrays needs shape \(n, height, width\), got \(8, 8\)"),
    (images.show, {}, "arrays", np.ones((1, 2, 2, 2)), r"arrays needs shape \(n, height, width, 3"),
    (images.show, {}, "arrays", GRAY[:0], "arrays needs at least one image, got none"),
    (images.show, dict(arrays=GRAY), "titles", ["a"], "titles needs 6 entries, got 1"),
    (images.show, dict(arrays=GRAY), "rows", "ab", "rows needs 1 entries, got 2"),
    (images.show, dict(arrays=GRAY), "columns", 0, "columns needs a whole number from 1 up, got 0"),
    (learning.landscape, LANDSCAPE, "loss", H.T, r"loss needs shape \(4, 5\), got \(5, 4\)"),
    (learning.landscape, LANDSCAPE, "w_1", H, r"w_1 needs shape \(n_1\), got \(4, 5\)"),
    (learning.landscape, LANDSCAPE, "path", [1, 2], r"path needs shape \(S\+1, 2\), got \(2,\)"),
    (learning.landscape, LANDSCAPE, "path", H[:0, :2], "the number of weights on the path needs"),
    (learning.landscape, LANDSCAPE, "names", ["a"], "names needs 2 entries, got 1"),
    (learning.contributions, {}, "values", H, r"values needs shape \(T\), got \(4, 5\)"),
    (learning.contributions, {}, "values", [], "the number of values needs .* from 1 up, got 0"),
    (learning.contributions, BARS, "kept", 6, "kept needs a whole number from 0 to 5, got 6"),
    (learning.contributions, BARS, "differences", [1], r"differences needs shape \(6\), got"),
    (learning.curves, {}, "loss", [], "the number of epochs needs a whole number from 1 up, got 0"),
    (learning.curves, CURVES, "held_out", [0.5], r"held_out needs shape \(2\), got \(1,\)"),
    (learning.curves, CURVES, "chance", np.inf, "chance needs finite numbers, got inf"),
    (phase.fixed_points, dict(attract=XY, others=XY), "attract", H, r"attract needs .*\(K, 2\)"),
    (phase.spectrum, {}, "eigenvalues", H, r"eigenvalues needs shape \(n_h\), got \(4, 5\)"),
    (phase.flow, dict(h=XY, h_next=XY), "h_next", [1, 2], r"h_next needs .*\(4, 2\), got \(2,"),
    (plot.heatmap, {}, "h", H[0], r"h needs shape \(T\+1, n_h\), got \(5,\)"),
    (plot.heatmap, dict(h=H), "t", 9, "t needs a whole number from 0 to 3, got 9"),
    (plot.heatmap, dict(h=H), "words", ["a"], "words needs 3 entries, got 1"),
    (plot.shares, SHARES, "p", P["p"], r"p needs shape \(T, S\), got \(2,\)"),
    *((plot.shares, SHARES, "p", bad, "p needs shares from 0 to 1, got")
      for bad in [[[1.1, 0, 0]] * 2, [[-0.1, 1, 0]] * 2, np.ones((0, 3)), np.ones((2, 0))]),
    (plot.shares, SHARES, "read", "ab", "read needs 3 entries, got"),
    (plot.shares, SHARES, "written", ["a"], "written needs 2 entries, got 1"),
    (plot.shares, SHARES, "t", 3, "t needs a whole number from 0 to 2, got 3"),
    (plot.scatter, SCATTER, "xy", [1, 2], r"xy needs shape \(N, 2\), got \(2,\)"),
    (plot.scatter, dict(xy=XY, labels=[]), "xy", XY[:0], "labels needs .* a point"),
    (plot.scatter, SCATTER, "labels", [0], r"labels needs shape \(4\), got \(1,\)"),
    *((plot.scatter, SCATTER, "labels", bad, "labels needs a whole number from 0 to 99")
      for bad in [[0, 1, 2, -1], [0, 1, 2, 0.5]]),
    (plot.scatter, SCATTER, "names", "ab", "names needs 3 entries, got 2"),
    (predictions.probabilities, P, "names", "abc", "names needs 2 entries, got 3"),
    (predictions.probabilities, P, "marked", 2, "marked needs a whole number from 0 to 1, got 2"),
    *((predictions.probabilities, P, "p", bad, "p needs probabilities from 0 to 1, got")
      for bad in [[0, 1.1], [0.5, -0.5], []]),
    (predictions.generated_text, dict(text="abc"), "seed", "b", "seed needs to be how .* got 'b'"),
    (predictions.generated_text, dict(text="a"), "width", 1, "width needs a whole number from 2"),
    (predictions.generated_text, dict(text="a"), "rows", 0, "rows needs a whole number from 1"),
]  # fmt: skip
# The same, for functions of any number of arrays: (call, arrays, options, message)
ARRAYS = [
    (plot.series, [], {}, r"series needs at least one array \(T\), got none"),
    (plot.series, [[1, np.inf]], {}, r"series 1 needs finite numbers, got inf at \[1\]"),
    (plot.series, [[1, 2]], dict(t=3), "t needs a whole number from 1 to 2, got 3"),
    (plot.series, [H[:, 0]], dict(words=WORDS), "words needs 4 entries, got 3"),
    (plot.series, [H[:, 0]], dict(first=0, words="abcd"), "words needs 3 entries, got 4"),
    (phase.trajectory, [], {}, r"trajectory needs at least one path \(T\+1, 2\), got none"),
    (phase.trajectory, [XY, H], {}, r"path 2 needs shape \(T\+1, 2\), got \(4, 5\)"),
    (phase.trajectory, [XY], dict(names="ab"), "names needs 1 entries, got 2"),
    (phase.trajectory, [XY], dict(words=["a"]), "words of path 1 needs 3 entries, got 1"),
    (phase.trajectory, [XY], dict(t=-1), "t needs a number from 0 up, got -1"),
    (phase.trajectory, [XY], dict(t=[1, 2]), r"t needs shape \(\), got \(2,\)"),
]


@pytest.mark.parametrize("kind", EVERY_CELL)
def test_arrays_of_wrong_shape_are_rejected(kind):
    rows = [*weight_rows(kind), *(array_rows(kind) if kind in CELLS else [])]
    for f, arguments, name, bad, message in rows:
        rejected(message, f, **arguments | {name: bad})


def test_invalid_arguments_are_rejected_by_name(look):
    for f, arguments, name, bad, message in COMPUTES + TASKS + PICTURES:
        rejected(message, f, **arguments | {name: bad})
        plt.close("all")
    for f, arrays, options, message in ARRAYS:
        rejected(message, lambda: f(*arrays, **options))


# ---- Validation of one argument


@pytest.mark.parametrize(
    "value", [[[1, 2]], ((0.5, 2),), [[True, False]], np.ones((1, 2), "f4"), np.ones((1, 2), ">f8")]
)
def test_array_converts_real_numbers_to_float64(value):
    result = array("v", value, 1, 2)
    assert result.dtype == np.float64 and result.dtype.isnative
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
def test_array_accepts_only_the_given_shape(shape, fits, fails):
    for fine in fits:
        assert array("v", np.ones(fine), *shape).shape == fine
    needs = ", ".join("…" if n is ... else str(n) for n in shape)
    for bad in fails:
        message = re.escape(f"v needs shape ({needs}), got {bad}")
        rejected(message, lambda: array("v", np.ones(bad), *shape))


def test_array_error_names_the_place_of_the_first_non_finite_number():
    bad = [[0, 1], [np.nan, np.inf]]
    rejected(r"v needs finite numbers, got nan at \[1, 0\]$", lambda: array("v", bad, 2, 2))
    rejected(r".{,200}$", lambda: array("v", "ab" * 1000, "T"))
    assert_array_equal(array("v", [1e300, -1e308], 2), [1e300, -1e308])  # whose squares overflow


def test_whole_accepts_both_ends_and_returns_an_int():
    for value in [0, 1, 4, np.int8(4), np.uint64(0)]:
        result = whole("k", value, 0, 4)
        assert type(result) is int and result == value
    assert whole("k", 10**12, 1) == 10**12
    for bad in [5, np.inf, np.array([1, 2]), *NO_WHOLE]:
        message = re.escape(f"k needs a whole number from 0 to 4, got {bad!r}")
        rejected(message, lambda: whole("k", bad, 0, 4))


# ---- Anything at all

ANYTHING = [
    *(None, np.nan, np.inf, -1, 0, 1.5, 1j, 1000, True, "", "abc", "1", b"x", "a b c " * 50),
    *([], {}, set(), (), (1,), [None], ["a", 1], [[1, 2], [3]], range(3), slice(1), ..., object()),
    *(float, lambda *given: 0, np.zeros(()), np.zeros(0), np.zeros((0, 3)), np.ones((2, 3))),
    *(np.full((2, 2), np.nan), np.ones((1, 1, 1, 1)), np.full(4, 1e308), np.uint8([[1, 2]])),
    *(np.array(["a"]), np.array([1j]), np.array([None]), np.ones(3, "M8[s]"), np.ones(2) > 0),
    np.ma.masked_array([1, 2], [True, False]),
]
# Parts of arguments that have names of their own; what the caller's loss raises
PARTS = {"value", "h", "i", "row", "sentence", "gradient", "matmul"}
NO_INPUT = ("loss", "bar")  # a function of the caller's, which may raise anything; and a switch


def flipbook(draw, t, widths, size, pace):
    play.flipbook(draw, t=t, widths=widths, size=size, pace=pace).close()


def explore(draw, t, word, widths, size):
    play.explore(draw, t=t, word=word, widths=widths, size=size).close()


def act(axes, t, word="a"):
    np.ravel(axes)[0].plot([0, 1])


PLAYERS = {"draw": act, "widths": (1, 2), "size": (3, 2)}


def calls(table):
    """Return (function, arguments that fit, the name of one), once for arguments of equal types."""
    if table is play:
        known = [(flipbook, PLAYERS | {"t": [1, 2], "pace": 100})]
        known += [(explore, PLAYERS | {"t": (0, 5), "word": ["a", "b"]})]
        return [(f, fits, name) for f, fits in known for name in fits]
    known = [(f, fits) for f, fits, *_ in table]
    if table is COMPUTES:
        known += [(f, fits) for kind in CELLS for f, (fits, _) in good(kind).items()]
    found = [(f, fits, name) for f, fits in known for name in fits if name not in NO_INPUT]
    kinds = [(f, name, *((key, type(fit)) for key, fit in fits.items())) for f, fits, name in found]
    return list(dict(zip(kinds, found)).values())


def is_numeric(value):
    try:
        return value is not None and np.array(value, float).size > 0
    except (TypeError, ValueError):
        return False


@pytest.mark.parametrize("table", [COMPUTES, TASKS, PICTURES])
def test_nan_in_any_number_or_array_is_rejected(table, look):
    for f, fits, name in calls(table):
        if is_numeric(fits[name]):
            bad = with_last(np.array(fits[name], object), np.nan).tolist()
            rejected(".* needs .*, got .*nan", f, **fits | {name: bad})
            plt.close("all")


def fault(f, fits, name, value):
    """Return what is wrong with how a call ends; "" if nothing is."""
    given = {key: copy.deepcopy(fit) for key, fit in fits.items() if key != name} | {name: value}
    before = words(given)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # huge numbers overflow in Matplotlib
            f(**given)
    except ValueError as error:
        if not set(re.findall(r"\w+", str(error))) & PARTS.union(fits):
            return f"{f.__name__}({name}={value!r}) names no argument: {error}"
    except Exception as error:
        return f"{f.__name__}({name}={value!r}): {type(error).__name__}: {error}"
    finally:
        plt.close("all")
    return f"{f.__name__}({name}={value!r}) changes its input" * (before != words(given))


def words(given):
    """Return all arguments in words, except for a generator, which is there to be changed."""
    return repr({name: value for name, value in given.items() if name != "rng"})


TABLES = {"computes": COMPUTES, "tasks": TASKS, "pictures": PICTURES, "play": play}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_any_argument_gives_a_result_or_a_value_error(table, look):
    tried = [(*call, value) for call in calls(table) for value in ANYTHING]
    drawn = random.Random(0).sample(tried, min(900, len(tried)))
    assert [found for each in drawn if (found := fault(*each))] == []

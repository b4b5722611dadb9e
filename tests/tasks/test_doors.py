"""Tasks: each invalid argument raises a ValueError that names argument, value and requirement."""

import re

import numpy as np
import pytest

from unrolled import tasks
from unrolled.tasks import movies, sentiment, text
from unrolled.tasks.translation import english, french, parse_english

RNG = np.random.default_rng(0)
SERIES, ADDING, MOVIES = dict(T=9, rng=RNG), dict(T=9, examples=4, rng=RNG), dict(n=2, T=3, rng=RNG)
NGRAM = dict(seen="abc", coming="a", n=1, strength=1, V=3)
ONE_HOT = dict(texts=["a b"], known=["a", "b"])
# (function, valid arguments, name of the invalid one, its value, message)
TABLE = [
    (tasks.photo, {}, "height", 0, "height needs a whole number from 1 to 600, got 0"),
    *((tasks.words, {}, "sentence", bad, "sentence needs at least one word, got")
      for bad in ["", "  ", "?!"]),
    (tasks.embed, dict(sentence="easy"), "n_x", 0, "n_x needs a whole number from 1 up, got 0"),
    (tasks.one_hot, ONE_HOT, "texts", ["a c", "d"],
     "texts needs sentences of known words, got c, d; known are a, b"),
    (tasks.one_hot, ONE_HOT, "texts", [], "texts needs sentences of known words, got none; known"),
    (tasks.one_hot, ONE_HOT, "texts", ["a", "?!"], r"sentence needs at least one word, got '\?!'"),
    *((f, arguments, "T", bad, f"T needs a whole number from {least} up, got {bad}")
      for f, arguments, least in [(tasks.mackey_glass, SERIES, 2), (tasks.adding, ADDING, 2),
                                  (movies.captioned, MOVIES, 1)] for bad in [least - 1, 9.0]),
    *((f, arguments, "rng", 0, "rng needs a numpy.random.Generator, got 0") for f, arguments in [
        (tasks.mackey_glass, SERIES), (tasks.adding, ADDING), (movies.captioned, MOVIES),
        (sentiment.sentences, dict(pairs=5))]),
    (tasks.mackey_glass, SERIES, "noise", -0.1, "noise needs a number from 0 up, got -0.1"),
    (tasks.mackey_glass, SERIES, "noise", np.nan, "noise needs finite numbers, got nan"),
    (tasks.mackey_glass, SERIES, "noise", [0.1], r"noise needs shape \(\), got \(1,\)"),
    (tasks.adding, ADDING, "examples", 0, "examples needs a whole number from 1 up, got 0"),
    (movies.captioned, MOVIES, "n", 0, "n needs a whole number from 1 up, got 0"),
    (movies.frames, {}, "poses", [0, 0], r"poses needs shape \(…, 3\), got \(2,\)"),
    (movies.frames, {}, "poses", [0, 0, 2], r"poses needs row, column, upright from"),
    (movies.moved, dict(poses=[0, 0, 0]), "move", [1, 0], r"move needs shape \(…, 3\)"),
    (movies.cross, {}, "moves", ["right", "north"], "moves needs any of left, .*, got 'north'"),
    (movies.cross, {}, "moves", ["up"], ".* stay in the grid of 6 x 9, got to row -1, column 0"),
    (movies.cross, dict(moves=[]), "start", (0, 7), ".* got to row 0, column 7"),
    *((sentiment.sentences, dict(rng=RNG), "pairs", bad,
       f"pairs needs a whole number from 1 to 607, got {bad}") for bad in [0, 608, 1.5]),
    (text.numbers, dict(known="abc"), "text", "abz?", r"text needs .* 'abc', got '\?z'"),
    (text.numbers, dict(known="abc"), "text", "", "text needs characters, .* got ''"),
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


def test_invalid_arguments_of_tasks_are_rejected_by_name():
    for f, arguments, name, bad, message in TABLE:
        with pytest.raises(ValueError) as error:
            f(**arguments | {name: bad})
        assert re.match(message, str(error.value)), (f, str(error.value))

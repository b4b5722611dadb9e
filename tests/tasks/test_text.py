"""Text: the Zen of Python, encoding of characters, and n-gram probabilities."""

import subprocess
import sys

import numpy as np
import pytest

from unrolled.tasks import text


def test_zen_prints_nothing_and_does_not_stay_imported():
    code = "import sys, unrolled.tasks.text as t; t.zen(); sys.exit('this' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == run.stderr == ""


def test_zen_equals_the_text_that_python_prints():
    printed = subprocess.run(
        [sys.executable, "-c", "import this"], check=True, capture_output=True, text=True
    ).stdout
    title, lines = printed.split("\n\n")
    assert text.zen() == lines.lower() and title == "The Zen of Python, by Tim Peters"
    assert text.zen().count("\n") == 19 and text.zen().endswith("those!\n")


def test_encoded_text_can_be_decoded():
    zen, known = text.zen(), "".join(sorted(set(text.zen())))
    assert "".join(known[k] for k in text.numbers(zen, known)) == zen


def test_unigram_uses_add_one_smoothing():
    assert np.allclose(text.ngram("aab", "abc", 1, strength=3, V=3), [3 / 6, 2 / 6, 1 / 6])


def test_bigram_backs_off_to_unigram():
    a, b = (2 + 2 / 4) / 6, (2 + 2 / 4) / 6  # 1-gram of "abab", strength 2, V = 4
    after_a, after_b = (2 + 2 * b) / 4, (1 + 2 * a) / 3  # a is followed by a letter twice, b once
    assert np.allclose(text.ngram("abab", "ab", 2, strength=2, V=4), [after_b, after_a])


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_ngram_probabilities_sum_to_1(n):
    zen = text.zen()
    known = sorted(set(zen))
    for before in ["", "th", "xqx", "now is better"]:
        p = [text.ngram(zen[:300], before + c, n, strength=2, V=len(known))[-1] for c in known]
        assert np.isclose(sum(p), 1) and min(p) > 0


def test_smoothing_strength_ranges_from_copying_to_uniform():
    zen = text.zen()
    assert (text.ngram(zen, zen[-400:], 8, strength=1e-9, V=31) > 0.4).mean() > 0.5
    assert np.allclose(text.ngram(zen, zen[:50], 3, strength=1e9, V=31), 1 / 31)


def test_ngram_does_not_use_the_text_it_predicts():
    one, other = text.ngram("abcab", "cabca", 2, 1, 3), text.ngram("abcab", "cabbb", 2, 1, 3)
    assert np.array_equal(one[:3], other[:3])

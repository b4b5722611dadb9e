"""text: the Zen without a print, characters as numbers, counts against counting by hand."""

import subprocess
import sys

import numpy as np
import pytest

from unrolled.tasks import text

# The text


def test_the_zen_is_read_without_a_print_and_without_a_trace():
    code = "import sys, unrolled.tasks.text as t; t.zen(); sys.exit('this' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == run.stderr == ""


def test_the_zen_is_what_python_prints():
    printed = subprocess.run(
        [sys.executable, "-c", "import this"], check=True, capture_output=True, text=True
    ).stdout
    title, lines = printed.split("\n\n")
    assert text.zen() == lines.lower() and title == "The Zen of Python, by Tim Peters"
    assert text.zen().count("\n") == 19 and text.zen().endswith("those!\n")


def test_numbers_give_the_text_back():
    zen, known = text.zen(), "".join(sorted(set(text.zen())))
    assert "".join(known[k] for k in text.numbers(zen, known)) == zen


# Counting


def test_one_gram_is_the_add_one_rule():
    assert np.allclose(text.ngram("aab", "abc", 1, strength=3, V=3), [3 / 6, 2 / 6, 1 / 6])


def test_longer_contexts_are_mixed_with_shorter_ones():
    a, b = (2 + 2 / 4) / 6, (2 + 2 / 4) / 6  # 1-gram of "abab", strength 2, V = 4
    after_a, after_b = (2 + 2 * b) / 4, (1 + 2 * a) / 3  # a came twice with a next one, b once
    assert np.allclose(text.ngram("abab", "ab", 2, strength=2, V=4), [after_b, after_a])


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_probabilities_add_up_to_1_after_any_context(n):
    zen = text.zen()
    known = sorted(set(zen))
    for before in ["", "th", "xqx", "now is better"]:
        p = [text.ngram(zen[:300], before + c, n, strength=2, V=len(known))[-1] for c in known]
        assert np.isclose(sum(p), 1) and min(p) > 0


def test_little_strength_recites_and_much_strength_guesses():
    zen = text.zen()
    assert (text.ngram(zen, zen[-400:], 8, strength=1e-9, V=31) > 0.4).mean() > 0.5
    assert np.allclose(text.ngram(zen, zen[:50], 3, strength=1e9, V=31), 1 / 31)


def test_nothing_is_learned_from_what_comes():
    one, other = text.ngram("abcab", "cabca", 2, 1, 3), text.ngram("abcab", "cabbb", 2, 1, 3)
    assert np.array_equal(one[:3], other[:3])

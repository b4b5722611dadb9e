"""translation: number words by hand, arrays that can be read back, what people type, bad input."""

import numpy as np
import pytest

from unrolled.tasks.translation import LARGEST, LONGEST, english, french, typed, vocabulary

EVERY = range(1, LARGEST + 1)


@pytest.mark.parametrize(
    "n, in_english, in_french",
    [
        (1, "one", "un"),
        (17, "seventeen", "dix sept"),
        (21, "twenty one", "vingt et un"),
        (71, "seventy one", "soixante et onze"),
        (80, "eighty", "quatre vingts"),
        (97, "ninety seven", "quatre vingt dix sept"),
        (100, "one hundred", "cent"),
        (200, "two hundred", "deux cents"),
        (999, "nine hundred ninety nine", "neuf cent quatre vingt dix neuf"),
    ],
)
def test_words_are_those_of_a_grammar_book(n, in_english, in_french):
    assert (" ".join(english(n)), " ".join(french(n))) == (in_english, in_french)


@pytest.mark.parametrize("says", [english, french])
def test_every_number_has_words_of_its_own_and_a_caller_may_change_them(says):
    assert len({tuple(says(n)) for n in EVERY}) == LARGEST
    says(5).append("else")
    assert len(says(5)) == 1


def test_vocabulary_and_longest_are_those_of_all_numbers():
    known = [{word for n in EVERY for word in says(n)} for says in (english, french)]
    assert list(vocabulary()) == [sorted(words) for words in known] and [
        *map(len, vocabulary())
    ] == [28, 25]
    assert max(len(says(n)) for n in EVERY for says in (english, french)) == LONGEST


@pytest.mark.parametrize(
    "text, words",
    [
        ("97", "ninety seven"),
        (" 007 ", "seven"),
        ("Ninety-Seven", "ninety seven"),
        (5, "five"),
        ("one hundred and one", "one hundred one"),
        ("seven,  ninety", "seven ninety"),
        ("999", " ".join(english(999))),
    ],
)
def test_typed_takes_digits_and_words(text, words):
    assert typed(text) == words.split()


@pytest.mark.parametrize(
    "text",
    ["", "0", "1000", "-5", "9.5", "²", "and", "two thousand", "one " * 7, "1 000", "9" * 5000],
)
def test_typed_says_what_would_do(text):
    with pytest.raises(
        ValueError, match="text needs a number from 1 to 999, or 1 to 6 of .*: eight, .*; got '"
    ):
        typed(text)


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: english(0), "n needs a whole number from 1 to 999, got 0"),
        (lambda: french(1000), "n needs a whole number from 1 to 999, got 1000"),
        (lambda: french(7.0), "n needs a whole number from 1 to 999, got 7.0"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


def test_numpy_numbers_are_numbers():
    assert english(np.int64(97)) == english(97)

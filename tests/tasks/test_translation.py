"""Translation: number words in both languages, vocabularies, and parsing of input."""

import numpy as np
import pytest

from unrolled.tasks import translation
from unrolled.tasks.translation import LARGEST, english, french, parse_english, vocabularies

EVERY = range(1, LARGEST + 1)


@pytest.mark.parametrize(
    "n, in_english, in_french",
    [
        (1, "one", "un"),
        (17, "seventeen", "dix sept"),
        (21, "twenty one", "vingt et un"),
        (71, "seventy one", "soixante et onze"),
        (80, "eighty", "quatre vingts"),
        (np.int64(97), "ninety seven", "quatre vingt dix sept"),
        (100, "one hundred", "cent"),
        (200, "two hundred", "deux cents"),
        (999, "nine hundred ninety nine", "neuf cent quatre vingt dix neuf"),
    ],
)
def test_number_words_are_correct_in_both_languages(n, in_english, in_french):
    assert (" ".join(english(n)), " ".join(french(n))) == (in_english, in_french)


@pytest.mark.parametrize("says", [english, french])
def test_number_words_are_unique_and_returned_as_copies(says):
    assert len({tuple(says(n)) for n in EVERY}) == LARGEST
    says(5).append("else")
    assert len(says(5)) == 1


def test_vocabularies_and_longest_cover_all_numbers():
    known = [{word for n in EVERY for word in says(n)} for says in (english, french)]
    assert list(vocabularies()) == [sorted(words) for words in known]
    assert [len(words) for words in vocabularies()] == [28, 25]
    assert max(len(says(n)) for n in EVERY for says in (english, french)) == translation.LONGEST


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
def test_parse_english_accepts_digits_and_words(text, words):
    assert parse_english(text) == words.split()

"""Numbers in words, in English and in French: lengths differ, and words do not align.

num2words gives the words. They are split at hyphens and blanks, and "and" is left out.
"""

import re
import reprlib
from functools import cache

from num2words import num2words

from unrolled.shapes import whole

LARGEST, LONGEST = 999, 6  # the largest number, and the words of the longest name, a French one


def english(n: int) -> list[str]:
    """Return the words of a number from 1 to 999: ["nine", "hundred", "seven"]."""
    return list(_words(whole("n", n, 1, LARGEST), "en"))


def french(n: int) -> list[str]:
    """Return the same number in French: ["neuf", "cent", "sept"]."""
    return list(_words(whole("n", n, 1, LARGEST), "fr"))


def vocabularies() -> tuple[list[str], list[str]]:
    """Return all words of `english` and all words of `french`, both sorted."""
    numbers = range(1, LARGEST + 1)
    in_english, in_french = (
        {word for n in numbers for word in words(n)} for words in (english, french)
    )
    return sorted(in_english), sorted(in_french)


def parse_english(text: str) -> list[str]:
    """Return the English words of a text: a number in digits, or words: "97", "seven ninety".

    Raises ValueError for a number out of range, for other words, and for more than six of them.
    """
    text = str(text).strip()
    number = re.fullmatch(r"0*([1-9]\d{0,2})", text, re.ASCII)
    if number:
        return english(int(number[1]))
    words, known = _split(text.lower()), vocabularies()[0]
    if 1 <= len(words) <= LONGEST and set(words) <= set(known):
        return words
    needs = f"a number from 1 to {LARGEST}, or 1 to {LONGEST} of these words: {', '.join(known)}"
    raise ValueError(f"text needs {needs}; got {reprlib.repr(text)}")


@cache
def _words(n, language):
    return tuple(_split(num2words(n, lang=language)))


def _split(text):
    return [word for word in re.split(r"[\s,-]+", text) if word not in ("", "and")]

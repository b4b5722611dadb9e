"""Numbers in words, in English and in French: lengths differ, and words do not align.

The words come from num2words; they are split at hyphens and blanks, and the English "and" is left
out.
"""

import re
import reprlib
from functools import cache

from num2words import num2words

from unrolled.shapes import whole

LARGEST, LONGEST = 999, 6  # the largest number, and the words of the longest name, a French one


def english(n: int) -> list[str]:
    """The words of a number from 1 to 999: ["nine", "hundred", "seven"]; ValueError otherwise."""
    return list(_words(whole("n", n, 1, LARGEST), "en"))


def french(n: int) -> list[str]:
    """The same number in French: ["neuf", "cent", "sept"]. Raises ValueError as `english` does."""
    return list(_words(whole("n", n, 1, LARGEST), "fr"))


def vocabulary() -> tuple[list[str], list[str]]:
    """All words that `english` and `french` use, each sorted: (English words, French words)."""
    numbers = range(1, LARGEST + 1)
    in_english = {word for n in numbers for word in english(n)}
    in_french = {word for n in numbers for word in french(n)}
    return sorted(in_english), sorted(in_french)


def typed(text: str) -> list[str]:
    """English words of what somebody typed, a number in digits or in words: "97", "ninety-seven".

    In words it need not be a number: "seven ninety" will do. Raises ValueError, which says what
    would do, for a number out of range, for other words, and for more than six of them.
    """
    text = str(text).strip()
    number = re.fullmatch(r"0*([1-9]\d{0,2})", text, re.ASCII)
    if number:
        return english(int(number[1]))
    words, known = _split(text.lower()), vocabulary()[0]
    if 1 <= len(words) <= LONGEST and set(words) <= set(known):
        return words
    needs = f"a number from 1 to {LARGEST}, or 1 to {LONGEST} of these words: {', '.join(known)}"
    raise ValueError(f"text needs {needs}; got {reprlib.repr(text)}")


@cache
def _words(n, language):
    return tuple(_split(num2words(n, lang=language)))


def _split(text):
    return [word for word in re.split(r"[\s,-]+", text) if word not in ("", "and")]

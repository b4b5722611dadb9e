"""Numbers in words, in English and in French: sentences of different lengths, whose words do not align.

The words come from num2words; they are split at hyphens and blanks, and the English "and" is left out.
"""

import re
import reprlib
from functools import cache

from num2words import num2words

from unrolled.shapes import whole

LARGEST, LONGEST = 999, 6                       # the largest number, and the words of the longest name, a French one


def english(n):
    """The words of a number from 1 to 999: ["nine", "hundred", "seven"]. Raises ValueError for any other."""
    return list(_words(whole("n", n, 1, LARGEST), "en"))


def french(n):
    """The same number in French: ["neuf", "cent", "sept"]. Raises ValueError as `english` does."""
    return list(_words(whole("n", n, 1, LARGEST), "fr"))


def vocabulary():
    """All words that `english` and `french` use, each sorted: (English words, French words)."""
    return tuple(sorted({word for n in range(1, LARGEST + 1) for word in says(n)}) for says in (english, french))


def typed(text):
    """English words of what somebody typed, a number in digits or in words: "97", or "ninety-seven".

    In words it need not be a number: "seven ninety" will do. Raises ValueError, which says what would do, for a
    number out of range, for other words, and for more than six of them.
    """
    text = str(text).strip()
    number = re.fullmatch(r"0*([1-9]\d{0,2})", text, re.ASCII)
    if number:
        return english(int(number[1]))
    words, known = _split(text.lower()), vocabulary()[0]
    if 1 <= len(words) <= LONGEST and set(words) <= set(known):
        return words
    raise ValueError(f"text needs a number from 1 to {LARGEST}, or 1 to {LONGEST} of these words: {', '.join(known)}; "
                     f"got {reprlib.repr(text)}")


@cache
def _words(n, language):
    return tuple(_split(num2words(n, lang=language)))


def _split(text):
    return [word for word in re.split(r"[\s,-]+", text) if word not in ("", "and")]

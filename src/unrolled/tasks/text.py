"""A short real text, its characters as numbers, and what counting alone can predict of it."""

import codecs
import re
from collections import Counter
from importlib import util
from pathlib import Path

import numpy as np

from unrolled.shapes import positive, whole


def zen() -> str:
    """The Zen of Python by Tim Peters (2004, PEP 20), in small letters: 19 lines.

    It ships with Python as the module `this`, scrambled, and importing that prints it. So it is
    read here, not imported: nothing is printed, and no module is left behind.
    """
    spec = util.find_spec("this")
    assert spec and spec.origin, "it comes with Python"
    [scrambled] = re.findall(r's = """(.*?)"""', Path(spec.origin).read_text("utf-8"), re.S)
    return codecs.decode(scrambled, "rot13").split("\n\n")[1].lower() + "\n"


def alphabet(text: str) -> str:
    """The characters of a text, each once, sorted. Raises ValueError where there is none."""
    if not isinstance(text, str) or not text:
        raise ValueError(f"text needs at least one character, got {text!r}")
    return "".join(sorted(set(text)))


def numbers(text: str, known: str) -> np.ndarray:
    """The place in `known` of each character of the text: (T,) whole numbers.

    Raises ValueError for a text without characters, or with one that is not known, and says which
    are.
    """
    strange = [c for c in alphabet(text) if c not in known]
    if strange:
        raise ValueError(f"text needs characters among {known!r}, got {''.join(strange)!r}")
    return np.array([known.index(c) for c in text])


def ngram(seen: str, coming: str, n: int, strength: float, V: int) -> np.ndarray:
    """The probability of each character of `coming`, from the n-1 before it and counts in `seen`.

    Returns p (len(coming),). p_n = (count of the n characters + strength p_(n-1)) / (count of the
    first n-1 + strength), down to p_0 = 1/V: where a context is rare, the shorter one decides.
    n = 1 ignores the context. With strength = V and n = 1, this is the add-one rule. V: size of the
    alphabet. The counts never learn from `coming`, which is only read.
    Raises ValueError for an empty text, and for an n, a strength or a V that cannot be.
    MacKay and Peto (1995), A hierarchical Dirichlet language model, Natural Language Engineering 1.
    """
    for part in (seen, coming):
        alphabet(part)  # refuses a text without characters
    n, V, strength = whole("n", n, 1, len(seen)), whole("V", V, 1), positive("strength", strength)
    text = seen + coming
    p = [1 / V] * len(coming)
    for m in range(1, n + 1):
        counts = Counter(seen[i : i + m] for i in range(len(seen) - m + 1))
        contexts = Counter(seen[i : i + m - 1] for i in range(len(seen) - m + 1))
        grams = [text[t - m + 1 : t + 1] for t in range(len(seen), len(text))]
        p = [
            (counts[gram] + strength * shorter) / (contexts[gram[:-1]] + strength)
            for gram, shorter in zip(grams, p)
        ]
    return np.array(p)

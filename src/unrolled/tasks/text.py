"""A short real text, its characters as numbers, and n-gram counts that predict them."""

import codecs
import io
import runpy
from collections import Counter
from contextlib import redirect_stdout

import numpy as np

from unrolled.shapes import positive, whole
from unrolled.shapes import text as as_text


def zen() -> str:
    """Return the Zen of Python by Tim Peters (2004, PEP 20) in lower case: 19 lines.

    It ships with Python as the module `this`, scrambled, which prints it.
    """
    with redirect_stdout(io.StringIO()):
        scrambled = runpy.run_module("this")["s"]
    return codecs.decode(scrambled, "rot13").split("\n\n")[1].lower() + "\n"


def numbers(text: str, known: str) -> np.ndarray:
    """Return the place in `known` of each character of the text: (T,) whole numbers.

    Raises ValueError for a text without characters, or with others than the known ones.
    """
    strange = sorted(set(as_text("text", text)) - set(as_text("known", known)))
    if strange or not text:
        got = "".join(strange)
        raise ValueError(f"text needs characters, all among {known!r}, got {got!r}")
    return np.array([known.index(c) for c in text])


def ngram(seen: str, coming: str, n: int, strength: float, V: int) -> np.ndarray:
    """Return the probability of each character of `coming`, from the n-1 before it: (len(coming),).

    p_n = (count of the n characters in `seen` + strength p_(n-1)) / (count of the first n-1 +
    strength), down to p_0 = 1/V, where V is the size of the alphabet: where a context is rare, the
    shorter one decides. n = 1 and strength = V is the add-one rule.
    Raises ValueError unless 1 <= n <= len(seen), V >= 1 and strength > 0.
    MacKay and Peto (1995), A hierarchical Dirichlet language model, Natural Language Engineering 1.
    """
    seen, coming = as_text("seen", seen), as_text("coming", coming)
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

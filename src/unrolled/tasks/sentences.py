"""Sentences, their words, and the words as arrays."""

import string
import unicodedata

import numpy as np

from unrolled.shapes import listed, whole

# The same words in another order, with another meaning.
EASY = "Machine Learning is easy not difficult"
DIFFICULT = "Machine Learning is difficult not easy"


def words(sentence: str) -> list[str]:
    """Return the words of a sentence, without punctuation. Raises ValueError if there are none."""
    marks = "".join(c for c in str(sentence) if unicodedata.category(c)[0] == "P")
    found = [word.strip(string.punctuation + marks) for word in str(sentence).split()]
    found = [word for word in found if word]
    if not found:
        raise ValueError(f"sentence needs at least one word, got {sentence!r}")
    return found


def embed(sentence: str, n_x: int) -> np.ndarray:
    """Return a fixed vector of standard normal numbers for each word: (T, n_x).

    A word's letters seed its vector, so it is the same in every sentence and on every machine.
    Capitals make no difference. Raises ValueError for an empty sentence.
    """
    n_x = whole("n_x", n_x, 1)
    seeds = [list(word.lower().encode()) for word in words(sentence)]
    return np.array([np.random.default_rng(seed).normal(size=n_x) for seed in seeds])


def one_hot(texts: list[str], known) -> tuple[np.ndarray, np.ndarray]:
    """Return sentences as arrays: (x (B, T, V), lengths (B,)), with a 1 at each word's place.

    After the last word of a sentence there are zeros. known: the V words that have a place. Raises
    ValueError for other words, and lists those that are known.
    """
    known, texts = listed("known", known), listed("texts", texts)
    place = {word: k for k, word in enumerate(dict.fromkeys(map(str, known)))}
    split = [[word.lower() for word in words(text)] for text in texts]
    strange = [word for text in split for word in text if word not in place]
    if strange or not split:
        got, known = ", ".join(strange) or "none", ", ".join(place)
        raise ValueError(f"texts needs sentences of known words, got {got}; known are {known}")
    lengths = np.array([len(text) for text in split])
    x = np.zeros((len(split), lengths.max(), len(place)))
    for sequence, text in zip(x, split):
        sequence[range(len(text)), [place[word] for word in text]] = 1
    return x, lengths

"""The sequences of the course: prices that ship with matplotlib, and sentences."""

import string
from importlib import util
from pathlib import Path

import numpy as np

from unrolled.shapes import whole

# The same words in another order, and another meaning.
EASY = "Machine Learning is easy not difficult"
DIFFICULT = "Machine Learning is difficult not easy"


def prices():
    """Google's daily closing prices, in US dollars: (dates (T,) datetime64, prices (T,)).

    August 2004 to October 2008, from the sample data that ship with matplotlib.
    """
    package = Path(util.find_spec("matplotlib").origin).parent     # found without importing it
    data = np.load(package / "mpl-data" / "sample_data" / "goog.npz")["price_data"]
    return data["date"], data["close"].astype(float)


def words(sentence):
    """The words of a sentence, without its punctuation. Raises ValueError where there is none."""
    found = [word.strip(string.punctuation) for word in str(sentence).split()]
    found = [word for word in found if word]
    if not found:
        raise ValueError(f"sentence needs at least one word, got {sentence!r}")
    return found


def embed(sentence, n_x):
    """Each word as a fixed vector of standard normal numbers: (T, n_x).

    A word's letters seed its vector, so it is the same in every sentence and on every machine, and any
    word has one. Capitals make no difference. Raises ValueError for an empty sentence.
    """
    n_x = whole("n_x", n_x, 1)
    seeds = [list(word.lower().encode()) for word in words(sentence)]
    return np.array([np.random.default_rng(seed).normal(size=n_x) for seed in seeds])

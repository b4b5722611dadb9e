"""What the course reads: prices that ship with matplotlib, an oscillation, words, digits, a photograph, movies."""

import string
from importlib import util
from pathlib import Path

import numpy as np
from PIL import Image

from unrolled.shapes import array, whole

# The same words in another order, and another meaning.
EASY = "Machine Learning is easy not difficult"
DIFFICULT = "Machine Learning is difficult not easy"

# What a move adds to row and column: rows are counted from the top.
MOVES = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0), "rest": (0, 0)}


def prices():
    """Google's daily closing prices, in US dollars: (dates (T,) datetime64, prices (T,)).

    August 2004 to October 2008, from the sample data that ship with matplotlib.
    """
    package = Path(util.find_spec("matplotlib").origin).parent     # found without importing it
    data = np.load(package / "mpl-data" / "sample_data" / "goog.npz")["price_data"]
    return data["date"], data["close"].astype(float)


def mackey_glass(T, *, rng, noise=0.05):
    """An oscillation that never repeats itself, measured T times, every 6 units of time: (T,).

    x'(t) = 0.2 x(t-17) / (1 + x(t-17)^10) - 0.1 x(t), a model of the number of white blood cells: Mackey and Glass
    (1977), Oscillation and chaos in physiological control systems, Science 197. Euler steps of 0.1.
    noise: standard deviation of what each measurement adds, as a share of the signal's. rng: a
    numpy.random.Generator. Raises ValueError for a T or a noise that cannot be.
    """
    T, noise = whole("T", T, 2), float(array("noise", noise))
    if noise < 0 or not isinstance(rng, np.random.Generator):
        raise ValueError(f"noise needs a number from 0 up and rng a numpy.random.Generator, got {noise} and {rng!r}")
    x = [1.2] * 171
    for _ in range(60 * (T + 100)):
        x.append(x[-1] + 0.1 * (0.2 * x[-171] / (1 + x[-171] ** 10) - 0.1 * x[-1]))
    x = np.array(x[-60 * T::60])                                    # without how it began
    return x + noise * x.std() * rng.normal(size=T)


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


def one_hot(texts, known):
    """Sentences as arrays: (x (B, T, V), lengths (B,)), a 1 at each word's place, zeros after the last word.

    texts: a list of sentences. known: the V words that have a place. Raises ValueError for
    a word that is not among them, and says which are.
    """
    place = {word: k for k, word in enumerate(dict.fromkeys(known))}
    split = [[word.lower() for word in words(text)] for text in texts]
    strange = [word for text in split for word in text if word not in place]
    if strange or not split:
        raise ValueError(f"texts needs sentences of known words, got {', '.join(strange) or 'none'}; "
                         f"known are {', '.join(place)}")
    lengths = np.array([len(text) for text in split])
    x = np.zeros((len(split), lengths.max(), len(place)))
    for sequence, text in zip(x, split):
        sequence[range(len(text)), [place[word] for word in text]] = 1
    return x, lengths


def digits():
    """Handwritten digits, 8 × 8 pixels from 0 (paper) to 1 (ink), from scikit-learn, in two parts.

    (images (1200, 8, 8), labels (1200,)) to train on and (images (597, 8, 8), labels (597,)) to test with, in the
    order in which they are stored.
    """
    from sklearn.datasets import load_digits       # here, as importing it takes longer than all the rest

    stored = load_digits()
    images, labels = stored.images / 16, stored.target
    return (images[:1200], labels[:1200]), (images[1200:], labels[1200:])


def photo(height=150, color=False):
    """Grace Hopper's portrait, from the sample data that ship with matplotlib, `height` pixels high.

    Gray (height, width), or with `color` (height, width, 3), from 0 (black) to 1.
    """
    height = whole("height", height, 1, 600)
    package = Path(util.find_spec("matplotlib").origin).parent     # found without importing it
    with Image.open(package / "mpl-data" / "sample_data" / "grace_hopper.jpg") as stored:
        small = stored.resize((max(1, round(height * stored.width / stored.height)), height), Image.Resampling.BOX)
        return np.asarray(small.convert("RGB" if color else "L")) / 255


def movie(moves, rows=6, columns=9, start=(0, 0)):
    """A small cross on a grid of pixels, 0 to 1, that makes a move from frame to frame: (T, rows, columns).

    moves: T - 1 of "left", "right", "up", "down", "rest". start: row and column, from 0, of its upper left
    corner in the first frame. Raises ValueError for another move, or one that leads out of the grid.
    """
    cross = np.array([[0.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 0.0]])
    rows, columns = whole("rows", rows, 3), whole("columns", columns, 3)
    strange = [move for move in moves if move not in MOVES]
    if strange:
        raise ValueError(f"moves needs any of {', '.join(MOVES)}, got {strange[0]!r}")
    frames = np.zeros((len(moves) + 1, rows, columns))
    for frame, (row, column) in zip(frames, np.cumsum([start, *[MOVES[move] for move in moves]], axis=0)):
        if not (0 <= row <= rows - 3 and 0 <= column <= columns - 3):
            raise ValueError(f"moves needs to stay in the grid of {rows} x {columns}, got to row {row}, column {column}")
        frame[row:row + 3, column:column + 3] = cross
    return frames

"""Any argument at all: a public function answers, or raises a ValueError that names an argument.

It changes no input. The functions, and arguments that fit them, are those of the tables of bad
input. Each argument is replaced by each of these values. As a script, it tries all of them and
prints their number:

    python tests/course/test_any_argument.py
"""

import copy
import random
import re
import runpy
import sys
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from unrolled import play

TESTS = Path(__file__).resolve().parents[1]
ANYTHING = [
    *(None, np.nan, np.inf, -1, 0, 1.5, 1j, 1000, True, "", "abc", "1", b"x", "a b c " * 50),
    *([], {}, set(), (), (1,), [None], ["a", 1], [[1, 2], [3]], range(3), slice(1), ..., object()),
    *(float, lambda *given: 0, np.zeros(()), np.zeros(0), np.zeros((0, 3)), np.ones((2, 3))),
    *(np.full((2, 2), np.nan), np.ones((1, 1, 1, 1)), np.full(4, 1e308), np.uint8([[1, 2]])),
    *(np.array(["a"]), np.array([1j]), np.array([None]), np.ones(3, "M8[s]"), np.ones(2) > 0),
    np.ma.masked_array([1, 2], [True, False]),
]
# Parts of arguments that have names of their own; what the caller's loss raises
PARTS = {"value", "i", "sentence", "gradient", "matmul"}
NO_INPUT = ("loss", "bar")  # a function of the caller's, which may raise anything; and a switch
FOLDERS = ["computes", "tasks", "pictures", "play"]


def flipbook(draw, t, widths, size, pace):
    play.flipbook(draw, t=t, widths=widths, size=size, pace=pace).close()


def explore(draw, t, word, widths, size):
    play.explore(draw, t=t, word=word, widths=widths, size=size).close()


def plot(axes, t, word=""):
    np.ravel(axes)[0].plot([0, 1])


PLAYERS = {"draw": plot, "widths": (1, 2), "size": (3, 2)}


def calls(folder):
    """Return (function, arguments that fit, the name of one) for all that the table knows."""
    if folder == "play":
        good = [(flipbook, PLAYERS | {"t": [1, 2], "pace": 100})]
        good += [(explore, PLAYERS | {"t": (0, 5), "word": ["a", "b"]})]
        return [(f, fits, name) for f, fits in good for name in fits]
    known = runpy.run_path(str(TESTS / folder / "test_doors.py"))
    good = [(f, fits) for f, fits, name, _, _ in known["TABLE"] if name in fits]
    for kind in known.get("CELLS", ()):
        good += [(f, fits) for f, (fits, _) in known["good"](kind).items()]
    found = [(f, fits, name) for f, fits in good for name in fits if name not in NO_INPUT]
    # One of several calls with arguments of the same types.
    kinds = [(f, name, *((key, type(fit)) for key, fit in fits.items())) for f, fits, name in found]
    return list(dict(zip(kinds, found)).values())


def fault(f, fits, name, value):
    """Return what is wrong with how a call ends; "" if nothing is."""
    given = {key: copy.deepcopy(fit) for key, fit in fits.items() if key != name} | {name: value}
    before = words(given)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # huge numbers overflow in Matplotlib
            f(**given)
    except ValueError as error:
        if not set(re.findall(r"\w+", str(error))) & PARTS.union(fits):
            return f"{f.__name__}({name}={value!r}) names no argument: {error}"
    except Exception as error:
        return f"{f.__name__}({name}={value!r}): {type(error).__name__}: {error}"
    finally:
        plt.close("all")
    return f"{f.__name__}({name}={value!r}) changes its input" * (before != words(given))


def words(given):
    """Return all arguments in words, except for a generator, which is there to be changed."""
    return repr({name: value for name, value in given.items() if name != "rng"})


@pytest.mark.parametrize("folder", FOLDERS)
def test_any_argument_gives_a_result_or_a_value_error(folder, look):
    tried = [(*call, value) for call in calls(folder) for value in ANYTHING]
    assert [
        fault(*each)
        for each in random.Random(0).sample(tried, min(500, len(tried)))
        if fault(*each)
    ] == []


if __name__ == "__main__":
    sys.path.append(str(TESTS / "computes"))
    known = [call for folder in FOLDERS for call in calls(folder)]
    tried = [(*call, value) for call in known for value in ANYTHING]
    print(*filter(None, [fault(*each) for each in tried]), len(tried), sep="\n")

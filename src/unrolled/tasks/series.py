"""Numbers over time: prices that ship with matplotlib, and an oscillation."""

from importlib import util
from pathlib import Path

import numpy as np

from unrolled.shapes import array, whole


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

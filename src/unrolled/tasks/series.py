"""Numbers over time: prices that ship with matplotlib, and an oscillation."""

import numpy as np

from unrolled.shapes import array, generator, whole
from unrolled.tasks.samples import sample


def prices() -> tuple[np.ndarray, np.ndarray]:
    """Google's daily closing prices, in US dollars: (dates (T,) datetime64, prices (T,)).

    August 2004 to October 2008, from the sample data that ship with matplotlib.
    """
    data = np.load(sample("goog.npz"))["price_data"]
    return data["date"], data["close"].astype(float)


def mackey_glass(T: int, *, rng: np.random.Generator, noise: float = 0.05) -> np.ndarray:
    """An oscillation that never repeats itself, measured T times, every 6 units of time: (T,).

    x'(t) = 0.2 x(t-17) / (1 + x(t-17)^10) - 0.1 x(t), a model of the number of white blood cells:
    Mackey and Glass (1977), Oscillation and chaos in physiological control systems, Science 197.
    Euler steps of 0.1. noise: standard deviation of what each measurement adds, as a share of the
    signal's. Raises ValueError for a T or a noise that cannot be.
    """
    T, noise, rng = whole("T", T, 2), float(array("noise", noise)), generator(rng)
    if noise < 0:
        raise ValueError(f"noise needs a number from 0 up, got {noise}")
    path = [1.2] * 171
    for _ in range(60 * (T + 100)):
        now, delayed = path[-1], path[-171]
        path.append(now + 0.1 * (0.2 * delayed / (1 + delayed**10) - 0.1 * now))
    x = np.array(path[-60 * T :: 60])  # without how it began
    return x + noise * x.std() * rng.normal(size=T)

"""Generated sequences of numbers: an oscillation, and numbers to add."""

import numpy as np

from unrolled.shapes import array, generator, whole


def mackey_glass(T: int, *, rng: np.random.Generator, noise: float = 0.05) -> np.ndarray:
    """Return an oscillation that never repeats itself, measured every 6 units of time: (T,).

    x'(t) = 0.2 x(t-17) / (1 + x(t-17)^10) - 0.1 x(t), a model of the number of white blood cells:
    Mackey and Glass (1977), Oscillation and chaos in physiological control systems, Science 197.
    Euler steps of 0.1. noise: standard deviation of the error of each measurement, as a share of
    the signal's. Raises ValueError for T below 2 or a negative noise.
    """
    T, noise, rng = whole("T", T, 2), float(array("noise", noise)), generator(rng)
    if noise < 0:
        raise ValueError(f"noise needs a number from 0 up, got {noise}")
    path = [1.2] * 171
    for _ in range(60 * (T + 100)):
        now, delayed = path[-1], path[-171]
        path.append(now + 0.1 * (0.2 * delayed / (1 + delayed**10) - 0.1 * now))
    x = np.array(path[-60 * T :: 60])  # without the first 100 measurements
    return x + noise * x.std() * rng.normal(size=T)


def adding(T: int, examples: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the adding problem: (x (examples, T, 2), sums (examples, 1)).

    At each step x has a number from 0 to 1 and a mark, which is 1 at one step of the first half and
    at one of the second, else 0. The target is the sum of the two marked numbers; its mean is 1 and
    its variance 1/6. Raises ValueError for T below 2.
    Hochreiter and Schmidhuber (1997), Long short-term memory, experiment 4; a mark in each half as
    in Le, Jaitly and Hinton (2015), A simple way to initialize recurrent networks.
    """
    T, examples, rng = whole("T", T, 2), whole("examples", examples, 1), generator(rng)
    numbers, marks, rows = rng.random((examples, T)), np.zeros((examples, T)), np.arange(examples)
    marks[rows, rng.integers(0, T // 2, size=examples)] = 1
    marks[rows, rng.integers(T // 2, T, size=examples)] = 1
    return np.stack([numbers, marks], axis=-1), (numbers * marks).sum(axis=1, keepdims=True)

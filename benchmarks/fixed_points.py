"""Fixed points by `unrolled.dynamics` beside scipy.optimize.least_squares from one start at a time.

python benchmarks/fixed_points.py
"""

import time

import numpy as np
from scipy.optimize import least_squares

from unrolled.dynamics import fixed_points, jacobian
from unrolled.rnn import Weights, step


def by_scipy(weights, starts):
    """The speed at each end, by MINPACK's Levenberg-Marquardt."""
    nothing = np.zeros(weights.W_xh.shape[1])

    def move(h):
        return step(weights, nothing, h) - h

    def slope(h):
        return jacobian(weights, h) - np.eye(len(h))

    tight = dict.fromkeys(["xtol", "ftol", "gtol"], 1e-15)
    ends = [least_squares(move, h, slope, method="lm", **tight).x for h in starts]
    return np.array(ends)


def main():
    """A line for each size of network."""
    print("n_h  starts   scipy / ours   found by both, by ours, by scipy")
    for n_h, number in [(2, 100), (16, 100), (48, 200), (48, 1000)]:
        rng = np.random.default_rng(0)
        weights = Weights.random(1, n_h, 0, rng=rng, spectral_radius=1.5)
        starts = rng.uniform(-1, 1, size=(number, n_h))
        begin = time.perf_counter()
        ours, speed = fixed_points(weights, starts)
        between = time.perf_counter()
        theirs, their_speed = fixed_points(weights, by_scipy(weights, starts))
        end = time.perf_counter()
        ours, theirs = ours[speed < 1e-10], theirs[their_speed < 1e-10]
        near = np.linalg.norm(ours[:, None] - theirs, axis=-1) < 1e-2
        both = near.any(axis=1).sum()
        ratio = (end - between) / (between - begin)
        print(f"{n_h:3} {number:7} {ratio:14.1f} {both:15}, {len(ours)}, {len(theirs)}")


if __name__ == "__main__":
    main()

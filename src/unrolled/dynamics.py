"""What an RNN does with its state: where it moves, and what it remembers."""

import numpy as np

from unrolled.shapes import array, whole


def principal_plane(h):
    """The plane that holds most of the variance of states h (…, n_h): (center (n_h,), directions (2, n_h)).

    `(h - center) @ directions.T` are the coordinates of any state in it. Directions point to where their
    largest entry is positive, as the singular value decomposition leaves their sign open.
    Raises ValueError for fewer than two units.
    """
    h = array("h", h, ..., "n_h")
    if h.shape[-1] < 2:
        raise ValueError(f"h needs at least two units to span a plane, got shape {h.shape}")
    h = h.reshape(-1, h.shape[-1])
    center = h.mean(axis=0)
    directions = np.linalg.svd(h - center, full_matrices=True)[2][:2]
    largest = np.abs(directions).argmax(axis=1)
    return center, directions * np.sign(directions[[0, 1], largest])[:, None]


def memory(x, h, k_max):
    """How much of x(t-k) a linear read-out finds in h(t), for k = 0 … k_max: r² (k_max+1,), 0 to 1.

    x (T,) is one number a step, h (T+1, n_h) the states that read it. The read-out of each k is fitted by
    least squares on the first half of time; r² is the share of the variance that it explains on the
    second, 0 where it does worse than the mean. Their sum is the memory capacity, for independent x at
    most n_h: Jaeger (2001), Short term memory in echo state networks, GMD report 152.
    Raises ValueError where time is too short to fit and to judge, or x does not vary.
    """
    x = array("x", x, "T")
    T, k_max = len(x), whole("k_max", k_max, 0)
    h = array("h", h, T + 1, "n_h")
    fit = (T - k_max) // 2
    if fit <= h.shape[1] + 1:
        least = 2 * (h.shape[1] + 1) + k_max
        raise ValueError(f"x needs more than {least} steps for n_h = {h.shape[1]} and k_max = {k_max}, got {T}")
    past = np.stack([x[k_max - k:T - k] for k in range(k_max + 1)], axis=1)      # row t: x(t), x(t-1), …
    states = np.column_stack([h[1 + k_max:], np.ones(T - k_max)])
    found = states[fit:] @ np.linalg.lstsq(states[:fit], past[:fit], rcond=None)[0]
    if (past[fit:].var(axis=0) == 0).any():
        raise ValueError("x needs to vary: a constant leaves nothing to remember")
    return np.maximum(0, 1 - ((found - past[fit:]) ** 2).mean(axis=0) / past[fit:].var(axis=0))

"""What an RNN does with its state: where it moves, and what it remembers."""

import numpy as np

from unrolled.rnn import ACTIVATIONS, checked, step
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


def jacobian(weights, h, x=None, activation="tanh"):
    """How a small change of the state h (…, n_h) is passed on by one step: ∂F/∂h (…, n_h, n_h).

    F(h) = step(weights, x, h), with one input x (n_x,) for all states; None: nothing is read, x is zero.
    Raises ValueError as `step` does.
    """
    after = _next(weights, h, x, activation)
    return ACTIVATIONS[activation][1](after)[..., None] * weights.W_hh


def fixed_points(weights, starts, x=None, apart=1e-2, activation="tanh"):
    """States that a step leaves where they are, or nearly so: (h (K, n_h), speed (K,)), the slowest first.

    From each of starts (…, n_h) the speed |F(h) - h| is made as small as it gets (F as in `jacobian`), and of
    ends that are closer than `apart` one is kept. A speed of about 1e-14 is a fixed point; where it is larger
    but still small, and no neighbour is slower, it is a slow point. Nothing says that all were found: take
    many starts. Raises ValueError as `step` does.

    Sussillo and Barak (2013), Opening the black box, Neural Computation 25; the minimum is found by damped
    Gauss-Newton steps: Marquardt (1963), SIAM Journal 11.
    """
    h = array("starts", starts, ..., "n_h")
    h = h.reshape(-1, h.shape[-1]).copy()
    move = _next(weights, h, x, activation) - h
    damping = np.full(len(h), 1e-2)
    for _ in range(200):
        going = (np.linalg.norm(move, axis=1) > 1e-14) & (damping < 1e8)
        if not going.any():
            break
        _damped_step(weights, h, move, damping, np.flatnonzero(going), x, activation)
    speed, kept = np.linalg.norm(move, axis=1), []
    for k in np.argsort(speed):
        if all(np.linalg.norm(h[k] - h[other]) >= apart for other in kept):
            kept.append(k)
    return h[kept], speed[kept]


def _damped_step(weights, h, move, damping, going, x, activation):
    """One step of Levenberg and Marquardt for the rows `going` of h, move and damping, in place."""
    J = jacobian(weights, h[going], x, activation) - np.eye(h.shape[1])
    JT, least = J.swapaxes(1, 2), 1e-15 * np.square(J).sum(axis=(1, 2))     # less would be lost in rounding
    damp = np.maximum(damping[going], least)[:, None, None] * np.eye(h.shape[1])
    down = np.linalg.solve(JT @ J + damp, JT @ move[going, :, None])
    there = h[going] - down[..., 0]
    onward = _next(weights, there, x, activation) - there
    better = np.linalg.norm(onward, axis=1) < np.linalg.norm(move[going], axis=1)
    h[going[better]], move[going[better]] = there[better], onward[better]
    damping[going] *= np.where(better, 1 / 3, 5)


def _next(weights, h, x, activation):
    h, n_x = array("h", h, ..., "n_h"), checked(weights).W_xh.shape[1]
    x = np.zeros(n_x) if x is None else array("x", x, n_x)
    return step(weights, np.broadcast_to(x, (*h.shape[:-1], n_x)), h, activation)

"""Dynamics of the state: principal planes, memory, Jacobians and fixed points."""

import numpy as np
from scipy.linalg import orthogonal_procrustes

from unrolled.activations import ACTIVATIONS
from unrolled.cells import Weights
from unrolled.rnn import step
from unrolled.shapes import array, rows, whole


def principal_plane(h) -> tuple[np.ndarray, np.ndarray]:
    """Return the plane with most of the variance of states h (…, n_h).

    Returns (center (n_h,), directions (2, n_h)): the mean and the first two principal components;
    `(h - center) @ directions.T` are the coordinates of states in the plane. The signs are chosen
    as in scikit-learn's PCA: the largest component of a direction is positive. Raises ValueError
    for fewer than two units.
    """
    h = array("h", h, ..., "n_h")
    if h.shape[-1] < 2:
        raise ValueError(f"h needs at least two units to span a plane, got shape {h.shape}")
    h = h.reshape(-1, h.shape[-1])
    center = h.mean(axis=0)
    _, _, components = np.linalg.svd(h - center, full_matrices=True)
    directions = components[:2]
    largest = np.abs(directions).argmax(axis=1)
    return center, directions * np.sign(directions[[0, 1], largest])[:, None]


def align(xy, before) -> np.ndarray:
    """Rotate or reflect points xy (N, 2) about 0 to be closest to `before` (N, 2): (N, 2).

    The orientation of principal planes is arbitrary; aligned, the eye can follow each point from
    one plane to the next. Raises ValueError if shapes do not fit.
    Schönemann (1966), A generalized solution of the orthogonal Procrustes problem, Psychometrika.
    """
    before = array("before", before, "N", 2)
    xy = array("xy", xy, *before.shape)
    return xy @ orthogonal_procrustes(xy, before)[0]


def memory(x, h, k_max: int) -> np.ndarray:
    """Return how well h(t) predicts x(t-k) linearly, for k = 0 … k_max: r² (k_max+1,), 0 to 1.

    x (T,) are the inputs, h (T+1, n_h) the states. Each k has its own readout, fitted by least
    squares to the first half of the steps; r² is the fraction of the variance that it explains in
    the second half, or 0 if it is worse than the mean. The sum over k is the memory capacity, for
    independent x at most n_h: Jaeger (2001), Short term memory in echo state networks, GMD report
    152. Raises ValueError if there are too few steps, or x does not vary.
    """
    x = array("x", x, "T")
    T, k_max = len(x), whole("k_max", k_max, 0)
    h = array("h", h, T + 1, "n_h")
    n_h, half = h.shape[1], (T - k_max) // 2
    if half <= n_h + 1:
        least = 2 * (n_h + 1) + k_max
        needs = f"more than {least} steps for n_h = {n_h} and k_max = {k_max}"
        raise ValueError(f"x needs {needs}, got {T}")
    past = np.stack([x[k_max - k : T - k] for k in range(k_max + 1)], axis=1)  # x(t), x(t-1), …
    states = np.column_stack([h[1 + k_max :], np.ones(T - k_max)])
    linear_map = np.linalg.lstsq(states[:half], past[:half], rcond=None)[0]
    variance = past[half:].var(axis=0)
    if (variance == 0).any():
        raise ValueError("x needs to vary: a constant leaves nothing to remember")
    error = np.square(states[half:] @ linear_map - past[half:]).mean(axis=0)
    return np.maximum(0, 1 - error / variance)


def jacobian(weights: Weights, h, x=None, activation="tanh") -> np.ndarray:
    """Return the Jacobian of a step at states h (…, n_h): ∂F/∂h (…, n_h, n_h).

    F(h) = step(weights, x, h), with the same input x (n_x,) for all states; None: zeros. Raises
    ValueError as `step` does.
    """
    after = _next(weights, h, x, activation)
    slope = ACTIVATIONS[activation][1](after)
    return slope[..., None] * weights.W_hh


def fixed_points(
    weights: Weights, starts, x=None, apart: float = 1e-2, activation="tanh"
) -> tuple[np.ndarray, np.ndarray]:
    """Return fixed points and slow points of a step, and their speeds: (h (K, n_h), speed (K,)).

    From each of starts (…, n_h), minimise the speed |F(h) - h| (F as in `jacobian`). Of minima
    closer than `apart` only one is kept; the slowest come first. At a fixed point the speed is
    about 1e-14; a minimum of larger, but small speed is a slow point. Some may be missed: use many
    starts. Raises ValueError as `step` does.

    Sussillo and Barak (2013), Opening the black box, Neural Computation 25. The minimiser is that
    of Marquardt (1963), SIAM Journal 11, for all starts at once; benchmarks/fixed_points.py
    compares it with scipy.optimize.least_squares.

    For h(t) = tanh(2 h(t-1)):

    >>> doubling = Weights(W_xh=[[1]], W_hh=[[2]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> h, speed = fixed_points(doubling, [[-1], [0.1], [1]])
    >>> print(np.sort(h.ravel()).round(3) + 0.0, speed.max() < 1e-14)
    [-0.958  0.     0.958] True
    """
    h = rows(array("starts", starts, ..., "n_h")).copy()
    move = _next(weights, h, x, activation) - h
    damping = np.full(len(h), 1e-2)
    for _ in range(200):
        active = (np.linalg.norm(move, axis=1) > 1e-14) & (damping < 1e8)
        if not active.any():
            break
        _damped_step(weights, h, move, damping, np.flatnonzero(active), x, activation)
    speed = np.linalg.norm(move, axis=1)
    kept: list[int] = []
    for k in np.argsort(speed):
        if all(np.linalg.norm(h[k] - h[other]) >= apart for other in kept):
            kept.append(k)
    return h[kept], speed[kept]


def _damped_step(weights, h, move, damping, active, x, activation):
    """Update the rows `active` of h, move and damping by one Levenberg-Marquardt step, in place."""
    identity = np.eye(h.shape[1])
    J = jacobian(weights, h[active], x, activation) - identity
    J_T = J.swapaxes(1, 2)
    least = 1e-15 * np.square(J).sum(axis=(1, 2))  # below this, rounding would remove it
    damped = J_T @ J + np.maximum(damping[active], least)[:, None, None] * identity
    new = h[active] - np.linalg.solve(damped, J_T @ move[active, :, None])[..., 0]
    new_move = _next(weights, new, x, activation) - new
    better = np.linalg.norm(new_move, axis=1) < np.linalg.norm(move[active], axis=1)
    h[active[better]], move[active[better]] = new[better], new_move[better]
    damping[active] *= np.where(better, 1 / 3, 5)


def _next(weights, h, x, activation):
    if not isinstance(weights, Weights):
        needs = "a Weights(W_xh, W_hh, b_h, W_hy, b_y)"
        raise ValueError(f"weights needs {needs}, got {type(weights).__name__}")
    h, n_x = array("h", h, ..., "n_h"), weights.W_xh.shape[1]
    x = np.zeros(n_x) if x is None else array("x", x, n_x)
    return step(weights, np.broadcast_to(x, (*h.shape[:-1], n_x)), h, activation)

"""What an RNN does with its state: where it moves, and what it remembers."""

import numpy as np
from scipy.linalg import orthogonal_procrustes

from unrolled.cells import ACTIVATIONS, Weights
from unrolled.rnn import step
from unrolled.shapes import array, whole


def principal_plane(h) -> tuple[np.ndarray, np.ndarray]:
    """The plane that holds most of the variance of states h (…, n_h).

    Returns (center (n_h,), directions (2, n_h)); `(h - center) @ directions.T` are the coordinates
    of any state in it. They are the first two principal components, as scikit-learn's PCA has them:
    each points to where its largest entry is positive, as the singular value decomposition leaves
    its sign open. Raises ValueError for fewer than two units.
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


def turned(xy, before) -> np.ndarray:
    """Points xy (N, 2), turned and mirrored about 0 so that they come nearest to `before` (N, 2).

    Planes of principal components are turned and mirrored at will; so the eye can follow each point
    from one to the next. Raises ValueError where shapes do not fit.
    Schönemann (1966), A generalized solution of the orthogonal Procrustes problem, Psychometrika.
    """
    before = array("before", before, "N", 2)
    xy = array("xy", xy, *before.shape)
    return xy @ orthogonal_procrustes(xy, before)[0]


def memory(x, h, k_max: int) -> np.ndarray:
    """How much of x(t-k) a linear read-out finds in h(t), for k = 0 … k_max: r² (k_max+1,), 0 to 1.

    x (T,) is one number a step, h (T+1, n_h) the states that read it. The read-out of each k is
    fitted by least squares on the first half of time; r² is the share of the variance that it
    explains on the second, 0 where it does worse than the mean. Their sum is the memory capacity,
    for independent x at most n_h: Jaeger (2001), Short term memory in echo state networks, GMD
    report 152. Raises ValueError where time is too short to fit and to judge, or x does not vary.
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
    """How a small change of the state h (…, n_h) is passed on by one step: ∂F/∂h (…, n_h, n_h).

    F(h) = step(weights, x, h), with one input x (n_x,) for all states; None: nothing is read, x is
    zero. Raises ValueError as `step` does.
    """
    after = _next(weights, h, x, activation)
    slope = ACTIVATIONS[activation][1](after)
    return slope[..., None] * weights.W_hh


def fixed_points(
    weights: Weights, starts, x=None, apart: float = 1e-2, activation="tanh"
) -> tuple[np.ndarray, np.ndarray]:
    """States that a step leaves where they are, or nearly so: (h (K, n_h), speed (K,)).

    From each of starts (…, n_h) the speed |F(h) - h| is made as small as it gets (F as in
    `jacobian`), and of ends that are closer than `apart` one is kept; the slowest come first. A
    speed of about 1e-14 is a fixed point; where it is larger but still small, and no neighbour is
    slower, it is a slow point. Nothing says that all were found: take many starts.
    Raises ValueError as `step` does.

    Sussillo and Barak (2013), Opening the black box, Neural Computation 25; the minimum is found by
    damped Gauss-Newton steps: Marquardt (1963), SIAM Journal 11. All starts go together, which for
    16 units is many times as fast as scipy.optimize.least_squares from one after the other, for 48
    about as fast, and finds the same (benchmarks/fixed_points.py).

    A unit that doubles what it holds rests at 0, and at both ends, where tanh(2 h) = h:

    >>> doubles = Weights(W_xh=[[1]], W_hh=[[2]], b_h=[0], W_hy=[[1]], b_y=[0])
    >>> h, speed = fixed_points(doubles, [[-1], [0.1], [1]])
    >>> print(np.sort(h.ravel()).round(3) + 0.0, speed.max() < 1e-14)
    [-0.958  0.     0.958] True
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
    speed = np.linalg.norm(move, axis=1)
    kept: list[int] = []
    for k in np.argsort(speed):
        if all(np.linalg.norm(h[k] - h[other]) >= apart for other in kept):
            kept.append(k)
    return h[kept], speed[kept]


def _damped_step(weights, h, move, damping, going, x, activation):
    """One step of Levenberg and Marquardt for the rows `going` of h, move and damping, in place."""
    identity = np.eye(h.shape[1])
    J = jacobian(weights, h[going], x, activation) - identity
    J_T = J.swapaxes(1, 2)
    least = 1e-15 * np.square(J).sum(axis=(1, 2))  # less would be lost in rounding
    damped = J_T @ J + np.maximum(damping[going], least)[:, None, None] * identity
    there = h[going] - np.linalg.solve(damped, J_T @ move[going, :, None])[..., 0]
    onward = _next(weights, there, x, activation) - there
    better = np.linalg.norm(onward, axis=1) < np.linalg.norm(move[going], axis=1)
    h[going[better]], move[going[better]] = there[better], onward[better]
    damping[going] *= np.where(better, 1 / 3, 5)


def _next(weights, h, x, activation):
    if not isinstance(weights, Weights):
        needs = "a Weights(W_xh, W_hh, b_h, W_hy, b_y)"
        raise ValueError(f"weights needs {needs}, got {type(weights).__name__}")
    h, n_x = array("h", h, ..., "n_h"), weights.W_xh.shape[1]
    x = np.zeros(n_x) if x is None else array("x", x, n_x)
    return step(weights, np.broadcast_to(x, (*h.shape[:-1], n_x)), h, activation)

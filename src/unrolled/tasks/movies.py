"""Movies: a cross that goes where it is told, and a bar whose moves are its captions."""

import numpy as np

from unrolled.shapes import array, generator, whole

# What a direction adds to row and column: rows are counted from the top.
DIRECTIONS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0), "rest": (0, 0)}

CAPTIONS = ("stays", "rises", "falls", "drifts left", "drifts right", "turns")

# What each caption adds to a pose (row, column, upright): rows are counted from the top.
MOVES = np.array([(0, 0, 0), (-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, 1)])


def cross(moves, rows: int = 6, columns: int = 9, start=(0, 0)) -> np.ndarray:
    """A small cross on a grid of pixels, 0 to 1, that moves frame by frame: (T, rows, columns).

    moves: T - 1 of "left", "right", "up", "down", "rest". start: row and column, from 0, of its
    upper left corner in the first frame. Raises ValueError for another move, or one that leads out
    of the grid.
    """
    shape = np.array([[0.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 0.0]])
    rows, columns = whole("rows", rows, 3), whole("columns", columns, 3)
    strange = [move for move in moves if move not in DIRECTIONS]
    if strange:
        raise ValueError(f"moves needs any of {', '.join(DIRECTIONS)}, got {strange[0]!r}")
    frames = np.zeros((len(moves) + 1, rows, columns))
    row, column = start
    for frame, move in zip(frames, ["rest", *moves]):
        down, right = DIRECTIONS[move]
        row, column = row + down, column + right
        if not (0 <= row <= rows - 3 and 0 <= column <= columns - 3):
            grid, place = f"the grid of {rows} x {columns}", f"row {row}, column {column}"
            raise ValueError(f"moves needs to stay in {grid}, got to {place}")
        frame[row : row + 3, column : column + 3] = shape
    return frames


def captioned(
    n: int, T: int, *, rng: np.random.Generator, size=(4, 5), noise: float = 0.1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Movies, n of T frames: (x (n, T, rows, columns), captions (n, T), poses (n, T, 3)).

    captions are places in `CAPTIONS`: what happened between the frame before and this one; the
    frame before the first is not shown. All starts and all moves are equally likely, and a move
    takes different poses to different poses: so every pose is equally likely under every caption,
    and a frame alone says nothing about its own.
    size: rows and columns, at least 4, so that all moves differ. noise: standard deviation of what
    is added to each pixel, which is 0 or 1. Raises ValueError for what cannot be.
    """
    n, T, size, rng = whole("n", n, 1), whole("T", T, 1), _size(size), generator(rng)
    noise = float(array("noise", noise))
    if noise < 0:
        raise ValueError(f"noise needs a number from 0 up, got {noise}")
    captions = rng.integers(len(CAPTIONS), size=(n, T))
    starts = rng.integers((*size, 2), size=(n, 1, 3))
    poses = (starts + MOVES[captions].cumsum(axis=1)) % (*size, 2)
    x = frames(poses, size)
    return x + noise * rng.normal(size=x.shape), captions, poses


def moved(poses, move, size=(4, 5)) -> np.ndarray:
    """Poses (…, 3) after `move` (…, 3): what leaves on one side comes back on the other."""
    return (_poses("poses", poses) + _poses("move", move)) % (*_size(size), 2)


def frames(poses, size=(4, 5)) -> np.ndarray:
    """The picture (…, rows, columns) of each pose (…, 3), without noise.

    A bar of three pixels, 1 on 0, with its middle at (row, column), upright where the third number
    is 1, lying where it is 0. Raises ValueError for a pose outside of the picture.
    """
    rows, columns = _size(size)
    poses = _poses("poses", poses)
    if (poses < 0).any() or (poses >= (rows, columns, 2)).any():
        least_and_most = f"from 0 to below ({rows}, {columns}, 2)"
        raise ValueError(f"poses needs row, column, upright {least_and_most}, got others")
    row, column, upright = np.moveaxis(poses, -1, 0)[..., None, None]
    down = (np.arange(rows)[:, None] - row + 1) % rows  # 1 in the row of its middle
    across = (np.arange(columns) - column + 1) % columns
    standing, lying = (down <= 2) & (across == 1), (down == 1) & (across <= 2)
    return np.where(upright, standing, lying).astype(float)


def _poses(name, values):
    return array(name, values, ..., 3).astype(int)


def _size(size):
    rows, columns = array("size", size, 2).tolist()
    return whole("rows", int(rows), 4), whole("columns", int(columns), 4)

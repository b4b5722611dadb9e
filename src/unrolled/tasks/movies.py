"""Movies: a cross that moves as it is told, and a bar whose captions say how it moves."""

import numpy as np

from unrolled.shapes import array, generator, listed, whole

# What a direction adds to row and column; rows are counted from the top.
DIRECTIONS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0), "rest": (0, 0)}

CAPTIONS = ("stays", "rises", "falls", "drifts left", "drifts right", "turns")

# What each caption adds to a pose (row, column, upright).
MOVES = np.array([(0, 0, 0), (-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, 1)])
POSES = 4, 5, 2  # rows, columns, and two directions of the bar
NOISE = 0.1  # standard deviation of what is added to each pixel, which is 0 or 1


def cross(moves, start=(0, 0)) -> np.ndarray:
    """Return a cross of 3 × 3 pixels, 0 to 1, that moves on a grid of 6 × 9: (T, 6, 9).

    moves: T - 1 of "left", "right", "up", "down", "rest". start: row and column, from 0, of its
    upper left corner in the first frame. Raises ValueError for other moves, and off the grid.
    """
    moves = listed("moves", moves)
    strange = [move for move in moves if move not in [*DIRECTIONS]]
    if strange:
        raise ValueError(f"moves needs any of {', '.join(DIRECTIONS)}, got {strange[0]!r}")
    frames = np.zeros((len(moves) + 1, 6, 9))
    places = np.cumsum([start, *(DIRECTIONS[move] for move in moves)], axis=0)
    for frame, (row, column) in zip(frames, places):
        if not (0 <= row <= 3 and 0 <= column <= 6):
            place = f"row {row}, column {column}"
            raise ValueError(f"moves needs to stay in the grid of 6 x 9, got to {place}")
        frame[row : row + 3, column : column + 3] = [[0, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 0]]
    return frames


def captioned(
    n: int, T: int, *, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return n movies of T frames: (x (n, T, 4, 5), captions (n, T), poses (n, T, 3)).

    captions are places in `CAPTIONS`: what happened between the frame before and this one; the
    frame before the first is not shown. All starts and all moves are equally likely, and a move
    leads from different poses to different poses. So every pose is equally likely under every
    caption: a single frame says nothing about its caption.
    """
    n, T, rng = whole("n", n, 1), whole("T", T, 1), generator(rng)
    captions = rng.integers(len(CAPTIONS), size=(n, T))
    poses = moved(rng.integers(POSES, size=(n, 1, 3)), MOVES[captions].cumsum(axis=1))
    x = frames(poses)
    return x + NOISE * rng.normal(size=x.shape), captions, poses


def moved(poses, move) -> np.ndarray:
    """Return poses (…, 3) after `move` (…, 3); what leaves on one side comes back on the other."""
    return (array("poses", poses, ..., 3) + array("move", move, ..., 3)).astype(int) % POSES


def frames(poses) -> np.ndarray:
    """Return the image (…, 4, 5) of each pose (…, 3), without noise.

    A bar of three pixels, 1 on 0, with its middle at (row, column), upright where the third number
    is 1, level where it is 0. Raises ValueError for a pose outside the image.
    """
    poses = array("poses", poses, ..., 3).astype(int)
    if (poses < 0).any() or (poses >= POSES).any():
        raise ValueError(f"poses needs row, column, upright from 0 to below {POSES}, got others")
    row, column, upright = np.moveaxis(poses, -1, 0)[..., None, None]
    down = (np.arange(4)[:, None] - row + 1) % 4  # 1 in the row of its middle
    across = (np.arange(5) - column + 1) % 5
    standing, level = (down <= 2) & (across == 1), (down == 1) & (across <= 2)
    return np.where(upright, standing, level).astype(float)

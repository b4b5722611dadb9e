"""movies: a frame alone never tells, two always do; the cross moves as it is told; bad input."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from unrolled.tasks.movies import CAPTIONS, MOVES, captioned, cross, frames, moved

WAY = ["right", "down", "rest", "left", "up"]
SIZES = [(4, 5), (5, 4), (6, 7)]


each_size = pytest.mark.parametrize("size", SIZES, ids=str)


def rng():
    return np.random.default_rng(0)


def ways(size):
    """Every pose with every move: (frame before, number of the move, frame after)."""
    before = np.repeat(list(product(range(size[0]), range(size[1]), range(2))), len(MOVES), axis=0)
    moves = np.tile(range(len(MOVES)), len(before) // len(MOVES))
    after = moved(before, MOVES[moves], size)
    return [
        (a.tobytes(), int(k), b.tobytes())
        for a, k, b in zip(frames(before, size), moves, frames(after, size))
    ]


# Captioned movies


@each_size
def test_a_frame_comes_about_in_every_way_once_and_a_pair_of_frames_in_one(size):
    of_frame, of_pair = defaultdict(list), defaultdict(list)
    for before, move, after in ways(size):
        of_frame[after].append(move)
        of_pair[before, after].append(move)
    assert len(of_frame) == size[0] * size[1] * 2
    assert {tuple(sorted(moves)) for moves in of_frame.values()} == {tuple(range(len(CAPTIONS)))}
    assert {len(moves) for moves in of_pair.values()} == {1}


@each_size
def test_captions_say_what_happened_since_the_frame_before(size):
    x, captions, poses = captioned(20, 9, rng=rng(), size=size, noise=0)
    told = {(before, after): move for before, move, after in ways(size)}
    for movie, said in zip(x, captions):
        assert [told[a.tobytes(), b.tobytes()] for a, b in zip(movie, movie[1:])] == said[
            1:
        ].tolist()
    assert np.array_equal(x, frames(poses, size))


def test_rows_are_counted_from_the_top_and_what_leaves_comes_back():
    says = dict(zip(CAPTIONS, MOVES))
    assert moved([0, 0, 1], says["rises"]).tolist() == [3, 0, 1]
    assert moved([1, 4, 0], says["drifts right"]).tolist() == [1, 0, 0]
    assert moved([1, 1, 1], says["turns"]).tolist() == [1, 1, 0]
    assert frames([0, 0, 0]).tolist() == [[1, 1, 0, 0, 1], *[[0] * 5] * 3]
    assert np.argwhere(frames([0, 2, 1])).tolist() == [[0, 2], [1, 2], [3, 2]]


def test_captions_starts_and_noise_are_as_likely_as_said():
    x, captions, poses = captioned(4000, 3, rng=rng(), noise=0.2)
    assert np.allclose(np.bincount(captions.ravel()) / captions.size, 1 / 6, atol=0.02)
    for t in range(3):
        number = np.ravel_multi_index(poses[:, t].T, (4, 5, 2)) * 6 + captions[:, t]
        assert abs(np.bincount(number, minlength=240) - 4000 / 240).max() < 5 * (4000 / 240) ** 0.5
    noise = x - frames(poses)
    assert np.isclose(noise.std(), 0.2, rtol=0.02) and abs(noise.mean()) < 0.01


def test_the_same_generator_makes_the_same_movies():
    for one, other in zip(captioned(3, 4, rng=rng()), captioned(3, 4, rng=rng())):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(
    "wrong, message",
    [
        (dict(n=0), "n needs"),
        (dict(T=0), "T needs"),
        (dict(rng=1), "rng needs"),
        (dict(noise=-0.1), "noise needs"),
        (dict(noise=[1, 2]), "noise needs"),
        (dict(size=(3, 5)), "rows needs"),
        (dict(size=(4, 3)), "columns needs"),
        (dict(size=4), "size needs"),
    ],
)
def test_movies_refuse_what_cannot_be(wrong, message):
    with pytest.raises(ValueError, match=message):
        captioned(**dict(n=2, T=3, rng=rng()) | wrong)


def test_moves_and_frames_refuse_other_shapes():
    with pytest.raises(ValueError, match="poses needs"):
        frames([0, 0])
    with pytest.raises(ValueError, match="poses needs"):
        moved([0, 0], MOVES[0])
    with pytest.raises(ValueError, match="move needs"):
        moved([0, 0, 0], [1, 0])
    with pytest.raises(ValueError, match="upright"):
        frames([0, 0, 2])


# The cross


def test_the_cross_moves_as_it_is_told():
    seen = cross(WAY, rows=5, columns=7, start=(1, 2))
    assert seen.shape == (6, 5, 7)
    centers = [np.unravel_index(frame.argmax(), frame.shape) for frame in seen]
    assert centers == [(2, 3), (2, 4), (3, 4), (3, 4), (3, 3), (2, 3)]


def test_every_frame_shows_the_whole_cross():
    assert cross(WAY, start=(1, 1)).sum(axis=(1, 2)) == pytest.approx(3)
    assert cross([], rows=3, columns=3)[0].tolist() == [
        [0, 0.5, 0],
        [0.5, 1, 0.5],
        [0, 0.5, 0],
    ]


@pytest.mark.parametrize(
    "call, needs",
    [
        (
            lambda: cross(["right", "north"]),
            "moves needs any of left, right, up, down, rest, got 'north'",
        ),
        (lambda: cross(["up"]), "stay in the grid of 6 x 9, got to row -1, column 0"),
        (lambda: cross([], rows=2), "rows needs a whole number from 3 up, got 2"),
        (lambda: cross([], start=(0, 7)), "got to row 0, column 7"),
    ],
)
def test_the_cross_refuses_to_leave(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

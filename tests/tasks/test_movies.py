"""Movies: a caption needs two frames, poses and noise are distributed as stated."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from unrolled.tasks.movies import CAPTIONS, MOVES, captioned, cross, frames, moved

WAY = ["right", "down", "rest", "left", "up"]


def rng():
    return np.random.default_rng(0)


def ways():
    """Every pose with every move: (frame before, number of the move, frame after)."""
    before = np.repeat(list(product(range(4), range(5), range(2))), len(MOVES), axis=0)
    moves = np.tile(range(len(MOVES)), len(before) // len(MOVES))
    after = moved(before, MOVES[moves])
    steps = zip(frames(before), moves, frames(after))
    return [(a.tobytes(), int(k), b.tobytes()) for a, k, b in steps]


def test_caption_is_determined_by_two_frames_but_not_by_one():
    of_frame, of_pair = defaultdict(list), defaultdict(list)
    for before, move, after in ways():
        of_frame[after].append(move)
        of_pair[before, after].append(move)
    assert len(of_frame) == 4 * 5 * 2
    assert {tuple(sorted(moves)) for moves in of_frame.values()} == {tuple(range(len(CAPTIONS)))}
    assert {len(moves) for moves in of_pair.values()} == {1}


def test_captions_describe_the_move_from_the_previous_frame():
    x, captions, poses = captioned(20, 9, rng=rng())
    x = (x > 0.5).astype(float)  # without noise
    expected = {(before, after): move for before, move, after in ways()}
    for movie, said in zip(x, captions):
        moves = [expected[a.tobytes(), b.tobytes()] for a, b in zip(movie, movie[1:])]
        assert moves == said[1:].tolist()
    assert np.array_equal(x, frames(poses))


def test_rows_count_from_the_top_and_positions_wrap_around():
    says = dict(zip(CAPTIONS, MOVES))
    assert moved([0, 0, 1], says["rises"]).tolist() == [3, 0, 1]
    assert moved([1, 4, 0], says["drifts right"]).tolist() == [1, 0, 0]
    assert moved([1, 1, 1], says["turns"]).tolist() == [1, 1, 0]
    assert frames([0, 0, 0]).tolist() == [[1, 1, 0, 0, 1], *[[0] * 5] * 3]
    assert np.argwhere(frames([0, 2, 1])).tolist() == [[0, 2], [1, 2], [3, 2]]


def test_captions_and_poses_are_uniform_and_noise_has_sd_0_1():
    x, captions, poses = captioned(4000, 3, rng=rng())
    assert np.allclose(np.bincount(captions.ravel()) / captions.size, 1 / 6, atol=0.02)
    for t in range(3):
        number = np.ravel_multi_index(poses[:, t].T, (4, 5, 2)) * 6 + captions[:, t]
        assert abs(np.bincount(number, minlength=240) - 4000 / 240).max() < 5 * (4000 / 240) ** 0.5
    noise = x - frames(poses)
    assert np.isclose(noise.std(), 0.1, rtol=0.02) and abs(noise.mean()) < 0.01


def test_movies_are_reproducible():
    for one, other in zip(captioned(3, 4, rng=rng()), captioned(3, 4, rng=rng())):
        assert np.array_equal(one, other)


def test_cross_follows_its_directions():
    seen = cross(WAY, start=(1, 2))
    assert seen.shape == (6, 6, 9)
    centers = [np.unravel_index(frame.argmax(), frame.shape) for frame in seen]
    assert centers == [(2, 3), (2, 4), (3, 4), (3, 4), (3, 3), (2, 3)]


def test_each_frame_shows_the_whole_cross():
    assert cross(WAY, start=(1, 1)).sum(axis=(1, 2)) == pytest.approx(3)
    assert cross([])[0, :3, :3].tolist() == [[0, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 0]]

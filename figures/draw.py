"""Draws the pictures of this folder: `make figures`, or `python figures/draw.py FOLDER`."""

import sys
from pathlib import Path

import numpy as np

from unrolled import dynamics, tasks
from unrolled.pictures import image_format, phase, unroll_animation
from unrolled.play.drawing import Drawing
from unrolled.rnn import Weights, readout, unroll


def frames(draw, values, **look):
    """Return the pictures that `draw(ax, value)` makes, one for each value."""
    drawing = Drawing(draw, **look)
    return [drawing(t=value)[0].reduce(image_format.SCALE) for value in values]


def film():
    """Return the film of the loop that unrolls, a frame for each tenth of a step."""
    weights = Weights.random(4, 5, 1, rng=np.random.default_rng(5))
    words, x = tasks.words(tasks.EASY), tasks.embed(tasks.EASY, 4)
    h = unroll(weights, x)
    y = readout(weights, h[1:])[:, 0]

    def draw(ax, t):
        unroll_animation.frame(words, h, y, t, ax)

    return frames(draw, np.linspace(0, 6, 61), widths=(1,), size=(9.6, 3.6))


def same_words():
    """Return the trajectories of two sentences of the same words."""
    weights = Weights.random(8, 20, 1, rng=np.random.default_rng(2), spectral_radius=0.9)
    sentences = [tasks.EASY, tasks.DIFFICULT]
    h = [unroll(weights, tasks.embed(sentence, 8)) for sentence in sentences]
    center, directions = dynamics.principal_plane(np.concatenate(h))
    paths = [(states - center) @ directions.T for states in h]

    def draw(ax, t):
        phase.trajectory(
            *paths,
            names=sentences,
            words=[tasks.words(sentence) for sentence in sentences],
            t=t,
            axis="principal component",
            ax=ax,
        )

    return frames(draw, [6], widths=(1,), size=(10.4, 4.5))


def main(folder):
    """Draw every picture into `folder`."""
    first, *others = [frame.reduce(2).quantize(64) for frame in film()]
    pace = [1000, *59 * [60], 2500]  # ms; the first and the last frame stay longer
    first.save(folder / "unrolled.gif", save_all=True, append_images=others, duration=pace, loop=0)
    (folder / "latent_state.png").write_bytes(image_format.png(same_words()[0]))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)

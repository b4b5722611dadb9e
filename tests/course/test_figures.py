"""Figures: the script reproduces all files in figures/, and the README shows them."""

import re
import runpy
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = sorted(path for path in (ROOT / "figures").iterdir() if path.suffix in {".png", ".gif"})


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    runpy.run_path(str(ROOT / "figures" / "draw.py"))["main"](folder)
    return folder


def pixels(path):
    with Image.open(path) as image:
        frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]
        return np.array([np.asarray(frame, dtype=float) for frame in frames])


def test_script_draws_exactly_the_stored_figures(drawn):
    assert [path.name for path in COMMITTED] == sorted(path.name for path in drawn.iterdir())


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_script_reproduces_the_figure_and_readme_shows_it(path, drawn):
    committed, now = pixels(path), pixels(drawn / path.name)
    assert committed.shape == now.shape
    # Of 255; another version of Matplotlib may move an edge.
    assert np.abs(committed - now).mean() < 3
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(rf"!\[[^\]]{{30,}}\]\(figures/{re.escape(path.name)}\)", readme)

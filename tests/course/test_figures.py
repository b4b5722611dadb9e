"""What figures/ holds is what its script draws, and the README shows it."""

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
        return np.array(
            [
                np.asarray(frame.convert("RGB"), dtype=float)
                for frame in ImageSequence.Iterator(image)
            ]
        )


def test_the_script_draws_every_figure_and_no_other(drawn):
    assert [path.name for path in COMMITTED] == sorted(path.name for path in drawn.iterdir())


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_a_figure_is_what_its_script_draws(path, drawn):
    committed, now = pixels(path), pixels(drawn / path.name)
    assert committed.shape == now.shape
    assert (
        np.abs(committed - now).mean() < 3
    )  # of 255: another version of matplotlib may move an edge


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_the_readme_shows_it_with_alt_text(path):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(rf"!\[[^\]]{{30,}}\]\(figures/{re.escape(path.name)}\)", readme)

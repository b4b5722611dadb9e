"""Figures as a notebook shows and stores them: sharp, small, with all their colours, described."""

import base64
import io
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image

from unrolled.pictures import image_format, style


@pytest.fixture
def shell(monkeypatch):
    """An IPython in whose notebook the look is used."""
    shell = InteractiveShell()
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    style.use()
    return shell


def lines(ax):
    for k, color in enumerate(style.SEQUENCE):
        ax.plot([0, 1], [k, k + 0.5], color=color, ls="-")
    return style.describe(ax, "Thin lines.")


def test_a_figure_has_two_pixels_for_each_of_the_page_and_says_what_it_shows(look, shell):
    ax = lines(style.axes())
    data, metadata = shell.display_formatter.format(ax.figure)
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    noted = metadata["image/png"]
    assert noted["alt"] == data["text/plain"] == "Thin lines."
    assert abs(noted["width"] - 960) < 25 and abs(noted["height"] - 380) < 25  # margins are cut
    assert image.size[0] // 2 == noted["width"] and image.size[1] // 2 == noted["height"]


def test_other_figures_are_left_alone(look, shell):
    assert "image/png" not in shell.display_formatter.format(plt.figure())[0]


def test_without_ipython_the_look_alone_is_used(monkeypatch, look):
    monkeypatch.delitem(sys.modules, "IPython")
    style.use()


@pytest.mark.parametrize("width", [0.8, 2.5])
def test_no_two_colours_become_one(look, width):
    figure = lines(style.axes()).figure
    for line in figure.axes[0].lines:
        line.set_linewidth(width)
    figure.canvas.draw()
    image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    kept = np.asarray(Image.open(io.BytesIO(image_format.png(image))).convert("RGB")).astype(int)
    assert np.abs(kept - np.asarray(image)).max() <= 24 and (kept[0, 0] == 255).all()


def test_a_quick_picture_is_nearly_the_stored_one(look):
    figure = lines(style.axes()).figure
    figure.canvas.draw()
    image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    stored, quick = (
        np.asarray(Image.open(io.BytesIO(made(image))).convert("RGB"), dtype=float)
        for made in (image_format.png, image_format.jpeg)
    )
    assert np.abs(stored - quick).mean() < 3

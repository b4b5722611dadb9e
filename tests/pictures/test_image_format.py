"""Image format: resolution, alt text and colours of the figures that a notebook stores."""

import base64
import io
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from execute_notebooks import executed
from unrolled.pictures import arithmetic, image_format, style


@pytest.fixture
def shell(monkeypatch):
    """An IPython shell in which the style is active."""
    shell = InteractiveShell()
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    style.use()
    return shell


def lines(ax):
    for k, color in enumerate(style.SEQUENCE):
        ax.plot([0, 1], [k, k + 0.5], color=color, ls="-")
    return style.describe(ax, "Thin lines.")


def test_figure_has_double_resolution_and_alt_text(look, shell):
    ax = lines(style.axes())
    data, metadata = shell.display_formatter.format(ax.figure)
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    noted = metadata["image/png"]
    assert noted["alt"] == data["text/plain"] == "Thin lines."
    assert abs(noted["width"] - 960) < 25 and abs(noted["height"] - 380) < 25  # margins are trimmed
    assert image.size[0] // 2 == noted["width"] and image.size[1] // 2 == noted["height"]


def test_figures_without_description_are_not_converted(look, shell):
    assert "image/png" not in shell.display_formatter.format(plt.figure())[0]


def test_figures_are_shown_with_the_backend_of_a_cluster(monkeypatch, tmp_path):
    monkeypatch.setenv("MPLBACKEND", "agg")
    code = "from unrolled.pictures import plot, style\nstyle.use()\nax = plot.series([1, 2])"
    cell = executed(new_notebook(cells=[new_code_cell(code)]), tmp_path).cells[0]
    assert [set(output.data) for output in cell.outputs] == [{"image/png", "text/plain"}]


def test_style_works_without_ipython(monkeypatch, look):
    monkeypatch.delitem(sys.modules, "IPython")
    style.use()


def pixels(figure, encode):
    """The pixels of a figure, as they are and after a conversion."""
    figure.canvas.draw()
    image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    converted = Image.open(io.BytesIO(encode(image))).convert("RGB")
    return np.asarray(image, dtype=float), np.asarray(converted, dtype=float)


@pytest.mark.parametrize("width", [0.8, 2.5])
def test_png_keeps_colours_and_jpeg_is_close_to_it(look, width):
    figure = lines(style.axes()).figure
    for line in figure.axes[0].lines:
        line.set_linewidth(width)
    (image, png), (_, jpeg) = (pixels(figure, f) for f in (image_format.png, image_format.jpeg))
    assert np.abs(png - image).max() <= 24 and (png[0, 0] == 255).all()
    assert np.abs(png - jpeg).mean() < 3


def test_grey_areas_have_no_tint(look):
    x = np.random.default_rng(0).normal(size=(3, 4, 5))
    image, png = pixels(arithmetic.element(x, (2, 1, 2), "itj").figure, image_format.png)
    grey = np.ptp(image, axis=2) == 0
    assert grey.mean() > 0.5 and np.ptp(png, axis=2)[grey].max() == 0

"""Predictions: bars of probabilities with one marked, and generated text without loss."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from pictures import texts
from unrolled.pictures import predictions
from unrolled.tasks import text

P = np.array([0.05, 0.6, 0.25, 0.1])
pytestmark = pytest.mark.usefixtures("look")


def test_bars_show_probabilities_and_mark_the_chosen_one():
    ax = predictions.probabilities(P, "\n ab", 2, "drawn")
    assert [bar.get_height() for bar in ax.patches] == P.tolist()
    assert [k for k, bar in enumerate(ax.patches) if bar.get_hatch()] == [2]
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 1  # the same for any probabilities
    (pointer,) = ax.get_lines()
    assert pointer.get_xdata()[0] == 2 and pointer.get_ydata()[0] > P[2]
    alt = "Probabilities: ↵ 0.05, ␣ 0.60, a 0.25, b 0.10; drawn: a 0.25."
    assert ax.get_label() == alt and {"↵", "␣", "a", "b"} <= set(texts(ax))
    many = predictions.probabilities(np.arange(8) / 28, "abcdefgh").get_label()
    assert many == "Highest of 8 probabilities: h 0.25, g 0.21, f 0.18."


@pytest.mark.parametrize(
    "written", [text.zen()[:300], "a" * 100, "\n\n a\n", "  two  blanks ", "end.\n", "$x$ $"]
)
@pytest.mark.parametrize("given", [0, 1, 3])
def test_generated_text_keeps_every_character(written, given):
    ax = predictions.generated_text(written, written[:given], width=20, rows=40)
    lines = ax.texts[0].get_text().replace(r"\$", "$").split("\n")
    expected = f"[{written[:given]}]{written[given:]}".replace("\n", "↵")
    assert "".join(lines) == expected and max(map(len, lines)) <= 20


def test_long_text_is_truncated_and_stays_inside_the_axes():
    lines = predictions.generated_text("a\n" * 30, rows=5).texts[0].get_text().split("\n")
    assert len(lines) == 5 and lines[-1].endswith("…")
    ax = plt.figure(figsize=(6, 4)).add_subplot()
    predictions.generated_text("m" * 900, width=44, rows=9, ax=ax)
    ax.figure.canvas.draw()
    box = ax.texts[0].get_window_extent()
    assert box.x1 <= ax.figure.bbox.x1 and box.y0 >= ax.figure.bbox.y0

"""probabilities: bars as long as they are probable, the right or drawn one marked, bad input."""

import numpy as np
import pytest

from pictures import EveryPicture, texts
from unrolled import play
from unrolled.pictures import probabilities, style

P = np.array([0.05, 0.6, 0.25, 0.1])
PICTURES = {
    "distribution": lambda ax=None: probabilities.distribution(P, "\n ab", drawn=2, ax=ax),
    "distribution over words": lambda ax=None: probabilities.distribution(
        P, ["the", "course", "is", "not"], ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    pass


def test_chances_draws_each_probability_and_marks_the_right_answer():
    ax = probabilities.chances([0.2, 0.7, 0.1], "abc", right=0)
    assert np.allclose([bar.get_width() for bar in ax.patches], [0.2, 0.7, 0.1])
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [True, False, False]
    assert [text.get_text().strip() for text in ax.texts] == ["0.20 right", "0.70", "0.10"]
    assert style.alt(ax.figure) == "Probabilities: b 0.70, most of 3; right is a (0.20)."
    assert ax.get_xlim() == probabilities.chances([1, 0], "ab").get_xlim()


def test_bars_are_the_probabilities_and_the_drawn_one_is_hatched_and_pointed_at():
    ax = PICTURES["distribution"]()
    assert [bar.get_height() for bar in ax.patches] == P.tolist()
    assert [k for k, bar in enumerate(ax.patches) if bar.get_hatch()] == [2]
    (pointer,) = ax.get_lines()
    assert pointer.get_xdata()[0] == 2 and pointer.get_ydata()[0] > P[2]
    assert (
        ax.get_label()
        == "Distribution over 4: most probable ␣ 0.60, a 0.25, b 0.10; drawn a, 0.25."
    )
    assert {"↵", "␣", "a", "b"} <= set(texts(ax))


def test_a_film_of_distributions_keeps_its_limits():
    limits = set()

    def draw(ax, t):
        probabilities.distribution(np.eye(4)[t], "abcd", drawn=t, ax=ax)
        limits.add((ax.get_xlim(), ax.get_ylim()))

    play.flipbook(draw, t=range(4))
    assert len(limits) == 1 and limits.pop()[1][1] > 1


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: probabilities.chances([0.5, 0.4], "ab"), "add up to 1"),
        (lambda: probabilities.chances([], []), "add up to 1"),
        (lambda: probabilities.chances([1.5, -0.5], "ab"), "add up to 1"),
        (lambda: probabilities.chances([0.5, 0.5], "abc"), "names needs"),
        (lambda: probabilities.chances([0.5, 0.5], "ab", right=2), "right needs"),
        (
            lambda: probabilities.distribution([0.5, 0.6], "ab"),
            r"p needs probabilities that add up to 1, got \(0.50, 0.60\)",
        ),
        (
            lambda: probabilities.distribution([1.5, -0.5], "ab"),
            "p needs probabilities that add up to 1",
        ),
        (lambda: probabilities.distribution([], ""), "p needs probabilities that add up to 1, got"),
        (lambda: probabilities.distribution(P, "abc"), "names needs 4 entries, got 3"),
        (
            lambda: probabilities.distribution(P, "abcd", drawn=4),
            "drawn needs a whole number from 0 to 3, got 4",
        ),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

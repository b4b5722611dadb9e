"""clouds: a colour and a mark for every kind, a sentence that says where each lies; bad input."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from pictures import EveryPicture, texts
from unrolled.pictures import clouds

RNG = np.random.default_rng(0)
XY, LABELS = RNG.normal(size=(60, 2)), np.arange(60) % 10

PICTURES = {
    "points": lambda ax=None: clouds.points(XY, LABELS, ax=ax),
    "named points": lambda ax=None: clouds.points(
        XY, LABELS % 2, names=["even", "odd"], limit=3, ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (XY, LABELS)]
        draw()
        assert all(np.array_equal(a, b) for a, b in zip(before, (XY, LABELS)))


def test_every_kind_has_a_colour_and_a_mark_of_its_own():
    lines = clouds.points(XY, LABELS).get_lines()
    assert (
        len({to_hex(line.get_color()) for line in lines})
        == len({line.get_marker() for line in lines})
        == 10
    )
    assert [line.get_marker() for line in lines] == [f"${digit}$" for digit in range(10)]
    assert {"even", "odd"} <= set(texts(PICTURES["named points"]()))


def test_the_sentence_says_where_the_kinds_lie():
    says = clouds.points([[0, 0], [1, 0], [3, 3]], [0, 0, 2]).get_label()
    assert says == "Cloud of 3 points: 0 around (0.50, 0), 2 around (3, 3)."


def test_between_two_stages_each_point_goes_straight():
    stages = np.array([XY, 2 * XY, XY + 1])
    for at, there in [(0, XY), (0.25, 1.25 * XY), (1, 2 * XY), (1.5, 1.5 * XY + 0.5), (2, XY + 1)]:
        np.testing.assert_allclose(clouds.between(stages, at), there)


def test_points_of_named_kinds_have_a_rim_and_make_no_blot():
    marks = [line.get_markeredgecolor() for line in PICTURES["named points"]().get_lines()]
    assert marks == ["white", "white"]


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: clouds.between([XY, XY], 1.1), "at needs a number from 0 to 1, got 1.1"),
        (lambda: clouds.between([XY, XY], -1), "at needs a number from 0 to 1, got -1"),
        (lambda: clouds.between(XY, 0), r"stages needs shape \(K, N, 2\), got \(60, 2\)"),
        (lambda: clouds.points(XY[0], [0]), r"xy needs shape \(N, 2\), got \(2,\)"),
        (lambda: clouds.points(XY[:0], []), "xy needs at least one point, got none"),
        (lambda: clouds.points(XY, LABELS[:5]), r"labels needs shape \(60\), got \(5,\)"),
        (lambda: clouds.points(XY, LABELS - 1), "labels needs whole numbers from 0 up"),
        (lambda: clouds.points(XY, LABELS / 2), "labels needs whole numbers from 0 up"),
        (lambda: clouds.points(XY, LABELS, names=["a", "b"]), "names needs 10 entries, got 2"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

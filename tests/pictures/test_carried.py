"""carried: nothing is named as a matrix, what is read again is led back, bad input."""

import pytest
from matplotlib.colors import to_hex

from pictures import EveryPicture, arrow_colors, texts
from unrolled.pictures import carried, style

WORDS = ["Time", "flows", "forward"]

PICTURES = {
    "many to one": lambda ax=None: carried.loop(WORDS, [0, 1, 2, 3], [None, None, 0.5], ax),
    "aligned": lambda ax=None: carried.loop(WORDS, ["–", "a", "b", "c"], WORDS, ax),
    "auto-regressive": lambda ax=None: carried.auto_regressive("seed", [None] * 4, WORDS, ax),
    "two loops": lambda ax=None: carried.two_loops(["a", "b"], ([0, 1, 2], [2] * 4), WORDS, ax),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_no_arrow_is_a_matrix(self, draw):
        ax = draw()
        assert set(arrow_colors(ax)) <= {to_hex(style.INK), to_hex(style.PALE)}
        assert [text for text in texts(ax) if "W" in text] == []


@pytest.mark.parametrize(
    "name, black, grey",
    [("many to one", 7, 0), ("aligned", 9, 0), ("auto-regressive", 9, 2), ("two loops", 13, 2)],
)
def test_there_is_an_arrow_for_all_that_is_read_carried_written_and_read_again(name, black, grey):
    colors = arrow_colors(PICTURES[name]())
    assert (colors.count(to_hex(style.INK)), colors.count(to_hex(style.PALE))) == (black, grey)


def test_the_sentence_tells_what_is_read_carried_and_written():
    told = PICTURES["many to one"]().get_label()
    assert told == (
        "A loop of 3 steps: reads Time · flows · forward, carries 0 · 1 · 2 · 3, writes 0.5."
    )


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: carried.loop([], [0], []), "the number of steps needs a whole number from 1"),
        (lambda: carried.loop(WORDS, WORDS, WORDS), "h needs 4 entries, got 3"),
        (lambda: carried.loop(WORDS, range(4), ["a"]), "y needs 3 entries, got 1"),
        (lambda: carried.auto_regressive("a", ["b"], WORDS), "h needs 4 entries, got 1"),
        (lambda: carried.two_loops(["a"], ([0], [0, 0]), ["b"]), "h of the first loop needs 2"),
        (lambda: carried.two_loops(["a"], ([0, 0], [0]), ["b"]), "h of the second loop needs 2"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

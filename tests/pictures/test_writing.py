"""writing: a page loses no character and says when there is more; a translation is all there."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from pictures import EveryPicture
from unrolled.pictures import style, writing
from unrolled.tasks import text

PICTURES = {
    "page": lambda ax=None: writing.page(text.zen()[:180], text.zen()[:40], ax=ax),
    "translation": lambda ax=None: writing.translation(
        ["seventy", "one"], ["soixante", "et", "onze", "<stop>"], [0.9, 1, 0.5, 1], ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    pass


def lines(ax, color=style.INK):
    return [each.get_text().replace(r"\$", "$") for each in ax.texts if each.get_color() == color]


@pytest.mark.parametrize(
    "written", [text.zen()[:300], "a" * 100, "\n\n a\n", "  two  blanks ", "end.\n", "$x$ $"]
)
@pytest.mark.parametrize("given", [0, 1, 3])
def test_a_page_loses_no_character(written, given):
    ax = writing.page(written, written[:given], width=20, rows=40)
    bold, dark = lines(ax, style.BLUE)[::2], lines(ax)
    assert "".join(bold) == written[:given].replace("\n", "↵")
    assert "".join(b + d[len(b) :] for b, d in zip(bold, dark)) == written.replace("\n", "↵")
    assert all(d.startswith(" " * len(b)) and len(d) <= 20 for b, d in zip(bold, dark))


def test_a_page_says_that_more_does_not_fit_and_stays_on_the_axes():
    ax = writing.page("a\n" * 30, rows=5)
    assert len(lines(ax)) == 5 and lines(ax)[-1].endswith("…")
    full = writing.page("m" * 400, width=44, ax=plt.figure(figsize=(6, 4)).add_subplot())
    full.figure.canvas.draw()
    assert all(each.get_window_extent().x1 <= full.figure.bbox.x1 for each in full.texts)


@pytest.mark.parametrize("sure", [[1, 1], [0.25, 0.75], [0, 1]])
def test_a_translation_shows_both_sentences_and_a_bar_as_long_as_the_word_is_sure(sure):
    ax = writing.translation(["one", "hundred", "seven"], ["cent", "sept"], sure)
    assert [each.get_text() for each in ax.texts[:5]] == ["one", "hundred", "seven", "cent", "sept"]
    blue = [box for box in ax.patches if to_hex(box.get_facecolor()) == style.BLUE.lower()]
    assert [box.get_width() / 0.88 for box in blue] == pytest.approx(sure)
    assert ax.get_label() == (
        f"Translation: one hundred seven → cent {sure[0]:.2f}, sept {sure[1]:.2f}."
    )


@pytest.mark.parametrize(
    "call, needs",
    [
        (
            lambda: writing.page("abc", seed="b"),
            "seed needs to be how the text begins, got 'b' for 'abc'",
        ),
        (lambda: writing.page("abc", width=1), "width needs a whole number from 2 up, got 1"),
        (lambda: writing.page("abc", rows=0), "rows needs a whole number from 1 up, got 0"),
        (
            lambda: writing.translation(["a"], [], []),
            "words in written needs a whole number from 1",
        ),
        (lambda: writing.translation(["a"] * 8, ["b"], [1]), "words in read .* from 1 to 7, got 8"),
        (lambda: writing.translation(["a"], ["b"], [1, 1]), "sure needs shape"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

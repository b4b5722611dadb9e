"""text, and the pictures of it: the Zen without a print, counts against counting by hand, and what they refuse."""

import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest

from pictures import EveryPicture, texts
from unrolled import play
from unrolled.pictures import probabilities, style, writing
from unrolled.tasks import text

P = np.array([0.05, 0.6, 0.25, 0.1])
PICTURES = {
    "distribution": lambda ax=None: probabilities.distribution(P, "\n ab", drawn=2, ax=ax),
    "distribution over words": lambda ax=None: probabilities.distribution(
        P, ["the", "course", "is", "not"], ax=ax
    ),
    "page": lambda ax=None: writing.page(text.zen()[:180], text.zen()[:40], ax=ax),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    pass


# The text


def test_the_zen_is_read_without_a_print_and_without_a_trace():
    code = (
        "import sys; from unrolled.tasks import text; text.zen(); sys.exit('this' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == run.stderr == ""


def test_the_zen_is_what_python_prints():
    printed = subprocess.run(
        [sys.executable, "-c", "import this"], check=True, capture_output=True, text=True
    ).stdout
    title, lines = printed.split("\n\n")
    assert text.zen() == lines.lower() and title == "The Zen of Python, by Tim Peters"
    assert text.zen().count("\n") == 19 and text.zen().endswith("those!\n")


def test_numbers_and_alphabet_give_the_text_back():
    zen, known = text.zen(), text.alphabet(text.zen())
    assert (
        list(known) == sorted(set(zen))
        and "".join(known[k] for k in text.numbers(zen, known)) == zen
    )


# Counting


def test_one_gram_is_the_add_one_rule():
    assert np.allclose(text.ngram("aab", "abc", 1, strength=3, V=3), [3 / 6, 2 / 6, 1 / 6])


def test_longer_contexts_are_mixed_with_shorter_ones():
    a, b = (2 + 2 / 4) / 6, (2 + 2 / 4) / 6  # 1-gram of "abab", strength 2, V = 4
    after_a, after_b = (2 + 2 * b) / 4, (1 + 2 * a) / 3  # a came twice with a next one, b once
    assert np.allclose(text.ngram("abab", "ab", 2, strength=2, V=4), [after_b, after_a])


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_probabilities_add_up_to_1_after_any_context(n):
    zen = text.zen()
    known = text.alphabet(zen)
    for before in ["", "th", "xqx", "now is better"]:
        p = [text.ngram(zen[:300], before + c, n, strength=2, V=len(known))[-1] for c in known]
        assert np.isclose(sum(p), 1) and min(p) > 0


def test_little_strength_recites_and_much_strength_guesses():
    zen = text.zen()
    assert (text.ngram(zen, zen[-400:], 8, strength=1e-9, V=31) > 0.4).mean() > 0.5
    assert np.allclose(text.ngram(zen, zen[:50], 3, strength=1e9, V=31), 1 / 31)


def test_nothing_is_learned_from_what_comes():
    one, other = text.ngram("abcab", "cabca", 2, 1, 3), text.ngram("abcab", "cabbb", 2, 1, 3)
    assert np.array_equal(one[:3], other[:3])


# The pictures


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


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: text.alphabet(""), "text needs at least one character, got ''"),
        (lambda: text.alphabet(3), "text needs at least one character, got 3"),
        (lambda: text.numbers("abz?", "abc"), r"text needs characters among 'abc', got '\?z'"),
        (lambda: text.numbers("", "abc"), "text needs at least one character, got ''"),
        (lambda: text.ngram("", "a", 1, 1, 3), "text needs at least one character"),
        (lambda: text.ngram("abc", "a", 0, 1, 3), "n needs a whole number from 1 to 3, got 0"),
        (lambda: text.ngram("abc", "a", 1, 0, 3), "strength needs a number above 0, got 0"),
        (lambda: text.ngram("abc", "a", 1, 1, 0), "V needs a whole number from 1 up, got 0"),
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
        (
            lambda: writing.page("abc", seed="b"),
            "seed needs to be how the text begins, got 'b' for 'abc'",
        ),
        (lambda: writing.page("abc", width=1), "width needs a whole number from 2 up, got 1"),
        (lambda: writing.page("abc", rows=0), "rows needs a whole number from 1 up, got 0"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

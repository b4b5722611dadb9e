"""diagram: arrows, colours and names are those of the shared weights, step by step; bad input."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from pictures import EveryPicture, arrow_colors, texts
from unrolled.pictures import architectures, diagram, style
from unrolled.pictures.graph import FILL

WORDS = ["Time", "flows", "forward"]
H = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))

PICTURES = {
    "loop": lambda ax=None: diagram.loop("flows", H[2], 0.5, ax),
    "unrolled": lambda ax=None: diagram.unrolled(WORDS, H, [0.1, -0.2, 3], 2, ax),
    "many to one": lambda ax=None: diagram.many_to_one(WORDS, H, 0.7, None, ax),
    "many to one with a head": lambda ax=None: diagram.with_head(WORDS, H, 0.7, ax=ax),
    "one to many": lambda ax=None: diagram.one_to_many("seed", None, WORDS, 1, ax),
    "auto-regressive": lambda ax=None: diagram.auto_regressive("seed", WORDS, None, 2, ax),
    "direct": lambda ax=None: architectures.direct(WORDS, 2, ax),
    "stack": lambda ax=None: architectures.stack(6, ax=ax),
    "stack of sizes": lambda ax=None: architectures.stack(2, [64, 32, 10], ax),
    "vector to vector": lambda ax=None: architectures.vector_to_vector("photo", 7, ax=ax),
    "decoder": lambda ax=None: architectures.decoder(["soixante", "dix"], t=1, ax=ax),
    "encoder and decoder": lambda ax=None: architectures.encoder_decoder(
        ["seventy", "seven"], ["soixante", "dix"], ax=ax
    ),
    "encoder and decoder at work": lambda ax=None: architectures.encoder_decoder(
        ["a", "b"], ["c", "d"], (H[:3], H[1:]), ["<start>", "c"], 4, ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = H.copy()
        draw()
        assert np.array_equal(before, H)


# The recurrent layer


def test_one_colour_is_one_matrix_at_every_step():
    colors = arrow_colors(diagram.unrolled(WORDS, H, [1, 2, 3]))
    assert {color: colors.count(color) for color in colors} == {
        color.lower(): 3 for color in style.WEIGHT.values()
    }
    assert set(arrow_colors(diagram.loop())) == set(colors)


def test_the_loop_can_be_lit_like_a_step():
    for lit in [False, True]:
        boxes = diagram.loop("a", H[2], 0.5, lit=lit).findobj(FancyBboxPatch)
        assert [to_hex(box.get_facecolor()) == style.LIT.lower() for box in boxes] == [lit] * 3


def test_a_stack_has_a_colour_for_every_layer_and_none_of_the_shared_ones():
    colors = arrow_colors(architectures.stack(8))
    assert len(set(colors)) == 8 and not set(colors) & {
        color.lower() for color in style.WEIGHT.values()
    }


def test_what_is_still_to_come_shows_no_value():
    shown = texts(diagram.unrolled(WORDS, None, [0.11, 0.22, 0.33], t=2))
    assert {"Time", "flows", "0.11", "0.22"} <= set(shown)
    assert not {"forward", "0.33"} & set(shown)


def test_each_step_can_be_lit():
    labels = [diagram.unrolled(WORDS, H, [1, 2, 3], t).get_label() for t in range(4)]
    assert len(set(labels)) == 4
    assert "at step 2 (flows), h(2) = (" in labels[2] and "y = 2" in labels[2]


@pytest.mark.parametrize(
    "ax, inputs, outputs",
    [
        (lambda: diagram.unrolled(WORDS, y=[1, 2, 3]), 3, 3),
        (lambda: diagram.unrolled(WORDS), 3, 0),
        (lambda: diagram.many_to_one(WORDS), 3, 1),
        (lambda: diagram.one_to_many("seed", y=WORDS), 1, 3),
    ],
)
def test_inputs_and_outputs_are_where_they_belong(ax, inputs, outputs):
    shown = texts(ax())
    assert (shown.count("$W_{xh}$"), shown.count("$W_{hh}$"), shown.count("$W_{hy}$")) == (
        inputs,
        3,
        outputs,
    )


def test_what_was_written_is_led_back_and_stands_below_one_step_later():
    ax = diagram.auto_regressive("n", "o w s".split())
    assert led_back(ax) == [2, 3]
    assert [texts(ax).count(c) for c in "nows"] == [1, 2, 2, 1]
    assert led_back(diagram.unrolled("n o w".split(), y="o w s".split())) == []


def test_a_head_gets_the_last_state_and_nothing_else():
    ax = diagram.with_head(WORDS, y="good")
    assert arrow_colors(ax).count(to_hex(style.INK)) == 2  # into the head, and out of it
    shown = texts(ax)
    assert {"head", "$f(h_{(3)})$", "good"} <= set(shown) and "$W_{hy}$" not in shown
    assert "its last state, h(3), goes to a model of its own (head)" in ax.get_label()


@pytest.mark.parametrize("t", [1, 2, 3])
def test_the_direct_way_has_a_matrix_for_each_input_read(t):
    shown = [text for text in texts(architectures.direct(WORDS, t)) if text.startswith("$W")]
    assert shown == [rf"$W_{{({t}),{k}}}$" for k in range(1, t + 1)]


# Other networks


def test_vector_to_vector_has_no_arrow_that_comes_back():
    ax = architectures.vector_to_vector(weight="W_where")
    assert arrow_colors(ax) == [to_hex(style.INK)]
    assert [text for text in texts(ax) if text.startswith("$W")] == ["$W_{where}$"]


@pytest.mark.parametrize("T_x, T_y", list(itertools.product([1, 2, 6], repeat=2)))
def test_encoder_and_decoder_share_nothing_but_one_black_arrow(T_x, T_y):
    ax = architectures.encoder_decoder(["a"] * T_x, ["b"] * T_y)
    assert arrow_colors(ax).count(to_hex(style.INK)) == 1
    shown = texts(ax)
    counts = [shown.count(rf"$\bar{{W}}_{{{name}}}$") for name in ("hh", "xh")]
    counts += [shown.count(rf"$W_{{{name}}}$") for name in ("hh", "xh", "hy")]
    assert counts == [T_x, T_x, T_y, T_y - 1, T_y]
    assert (shown.count("a"), shown.count("b")) == (
        T_x,
        2 * T_y - 1,
    )  # all but the last are read again


def led_back(ax):
    """The columns at which arrows end that lead an output back: above a box of the lowest row."""
    grey = [
        arrow
        for arrow in ax.findobj(FancyArrowPatch)
        if to_hex(arrow.get_edgecolor()) == to_hex(style.PALE)
    ]
    ends = [
        arrow._posA_posB[1] for arrow in grey if arrow._posA_posB[0][1] > arrow._posA_posB[1][1]
    ]
    assert all(y == 0.3 for _, y in ends)
    return [round(x + 0.32, 6) for x, _ in ends]


@pytest.mark.parametrize(
    "fed, columns",
    [
        (None, [4, 5]),
        (["<start>", "c", "d"], [4, 5]),
        (["<start>", "x", "d"], [5]),
        (["<start>", "d", "c"], []),
    ],
)
def test_only_what_the_decoder_reads_of_its_own_is_led_back(fed, columns):
    ax = architectures.encoder_decoder(["a"], ["c", "d", "e"], fed=fed)
    assert led_back(ax) == columns
    assert texts(ax).count("$W_{xh}$") == (2 if fed is None else 3)
    fills = [to_hex(box.get_facecolor()).upper() for box in ax.findobj(FancyBboxPatch)]
    assert fills.count(FILL["x"]) == 1 + (0 if fed is None else 3 - len(columns))


@pytest.mark.parametrize(
    "fed, columns, names, says",
    [
        (None, [3, 4], (0, 3), "own words; at step 3 it reads .d., writes .e."),
        (["<start>", "c", "x"], [], (3, 0), "a teacher's words; at step 3 it reads .x., writes"),
    ],
)
def test_a_decoder_alone_reads_its_own_words_or_a_teachers(fed, columns, names, says):
    ax = architectures.decoder(["c", "d", "e"], fed, 3)
    read = [f"${hat}_{{({k})}}$" for hat in (r"y^\mathrm{true}", r"\hat{y}") for k in range(3)]
    below = [text.get_text() for text in ax.texts if text.get_position()[1] < 0]
    assert led_back(ax) == columns
    assert (sum(r in below for r in read[:3]), sum(r in below for r in read[3:])) == names
    assert re.search(says, ax.get_label())


@pytest.mark.parametrize(
    "t, seen, says",
    [
        (0, "", "begins"),
        (2, "ab", r"the first reads \(b\)"),
        (3, "ab", "hands its state over"),
        (4, "abcs", r"the second writes \(c\)"),
        (5, "abccds", r"the second writes \(d\)"),
        (None, "abccds", "read again"),
    ],
)
def test_encoder_and_decoder_go_step_by_step(t, seen, says):
    ax = architectures.encoder_decoder(["a", "b"], ["c", "d"], fed=["s", "c"], t=t)
    assert sorted(text for text in texts(ax) if len(text) == 1) == list(seen)
    assert re.search(says, ax.get_label())


def test_what_has_the_same_name_has_the_same_colour():
    ax = architectures.encoder_decoder(["a"], ["b", "c"])
    assert set(arrow_colors(diagram.unrolled(["a"], y=["b"]))) < set(arrow_colors(ax))


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: diagram.unrolled(WORDS, H[:3]), "h needs 4 values, got 3"),
        (lambda: diagram.unrolled(WORDS, y=[1]), "y needs 3 values, got 1"),
        (lambda: diagram.unrolled(WORDS, t=4), "t needs a whole number from 0 to 3, got 4"),
        (
            lambda: diagram.unrolled(["a"] * 13),
            "number of steps needs a whole number from 1 to 12, got 13",
        ),
        (lambda: diagram.unrolled([]), "number of steps needs a whole number from 1 to 12, got 0"),
        (lambda: diagram.unrolled(WORDS, y=[1, np.nan, 2]), "value needs finite numbers, got nan"),
        (lambda: architectures.direct(WORDS, 0), "t needs a whole number from 1 to 3, got 0"),
        (lambda: architectures.stack(2, [64, 10]), "sizes needs 3 entries, got 2"),
        (lambda: architectures.stack(2.5), "layers needs a whole number from 1 up, got 2.5"),
        (lambda: architectures.vector_to_vector([np.inf]), r"value needs finite numbers"),
        (
            lambda: architectures.encoder_decoder([], ["b"]),
            "number of inputs needs a whole number from 1 to 6, got 0",
        ),
        (
            lambda: architectures.encoder_decoder(["a"], ["b"] * 8),
            "number of outputs needs a whole number from 1 to 7, got 8",
        ),
        (
            lambda: architectures.encoder_decoder(["a"], ["b"], t=4),
            "t needs a whole number from 0 to 3, got 4",
        ),
        (lambda: architectures.encoder_decoder(["a"], ["b"], fed=[]), "fed needs 1 entries, got 0"),
        (lambda: architectures.decoder(["b"], ["a", "b"]), "fed needs 1 entries, got 2"),
        (lambda: architectures.decoder(["b"], t=2), "t needs a whole number from 0 to 1, got 2"),
        (
            lambda: diagram.auto_regressive("a", []),
            "number of steps needs a whole number from 1 to 12, got 0",
        ),
        (
            lambda: architectures.encoder_decoder(["a"], ["b"], ([0, 0], [0])),
            "h of the second network needs 2 entries, got 1",
        ),
        (lambda: architectures.encoder_decoder(["a"], ["b"], [0]), "h needs 2 entries, got 1"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


@pytest.mark.parametrize("t", range(1, 7))
def test_matrices_of_the_direct_way_are_told_apart_by_names_that_cover_no_other_arrow(t):
    ax = architectures.direct([""] * 6, t)
    assert set(arrow_colors(ax)) == {to_hex(style.INK)}  # a colour would say that one is shared
    names = [text for text in ax.texts if text.get_text().startswith("$W")]
    ends = np.column_stack([np.full(t, (1 + t) / 2), np.full(t, 0.85)])
    starts = np.column_stack([np.arange(1, t + 1), np.full(t, 0.3)])
    ways = starts + np.linspace(0, 1, 200)[:, None, None] * (ends - starts)
    assert len(names) == t
    for k, name in enumerate(names):
        place = name.get_window_extent().transformed(ax.transData.inverted())
        others = np.delete(ways, k, axis=1).reshape(-1, 2)
        assert not place.count_contains(others)

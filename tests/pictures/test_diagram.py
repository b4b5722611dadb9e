"""Diagrams and architectures: arrows, colours, labels and alt text at every step."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from pictures import arrow_colors, texts
from unrolled.pictures import architectures, diagram, style
from unrolled.pictures.graph import FILL

WORDS, LETTERS = ["Time", "flows", "forward"], "o w s".split()
H = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))
INK, PALE = style.INK, to_hex(style.PALE)
SHARED = {color.lower() for color in style.WEIGHT.values()}
pytestmark = pytest.mark.usefixtures("look")


def boxes(ax):
    """{centre: phase} of the boxes, from the width and style of their edges."""
    return {
        (round(box.get_x() + box.get_width() / 2, 9), round(box.get_y() + box.get_height() / 2, 9)):
        "now" if box.get_linewidth() > 3 else "later" if box.get_linestyle() == "--" else "done"
        for box in ax.findobj(FancyBboxPatch)
    }  # fmt: skip


def fills(ax):
    return [to_hex(box.get_facecolor()).upper() for box in ax.findobj(FancyBboxPatch)]


def named(ax, *weights):
    return [texts(ax).count(style.symbol(weight)) for weight in weights]


def led_back(ax):
    """The columns at which the grey feedback arrows end."""
    grey = [a for a in ax.findobj(FancyArrowPatch) if to_hex(a.get_edgecolor()) == PALE]
    ends = [arrow._posA_posB[1] for arrow in grey]
    assert all(y == 0.3 for _, y in ends)
    return [round(x + 0.32, 6) for x, _ in ends]


# Rounds


@pytest.mark.parametrize("T, rounds", [(2, 1), (3, 2), (8, 3), (9, 4), (12, 4)])
def test_last_round_joins_all_steps_from_the_first(T, rounds):
    ax = diagram.rounds(T)
    top = [text.get_text() for text in ax.texts if text.get_position()[1] == rounds]
    assert list(filter(None, top)) == ["1", *(f"1–{t}" for t in range(2, T + 1))]


@pytest.mark.parametrize("done", range(4))
def test_box_joins_the_steps_of_the_two_below_it(done):
    ax = diagram.rounds(8, done)
    assert {row for (_, row), phase in boxes(ax).items() if phase == "now"} == {done}
    green = [a for a in ax.findobj(FancyArrowPatch) if to_hex(a.get_edgecolor()) != PALE]
    spans = {text.get_position(): text.get_text() for text in ax.texts if text.get_text()}
    assert len(green) == 7 + 6 + 4
    for arrow in green:
        (x_0, y_0), (x_1, y_1) = np.round(arrow._posA_posB, 9)
        below, above = round(y_0 - 0.3), round(y_1 + 0.3)
        one, other, both = map(spans.get, [(x_0, below), (x_1, below), (x_1, above)])
        if both:  # the earlier ends where the later begins
            first, middle, last = one.split("–")[0], one.split("–")[-1], other.split("–")[-1]
            assert both == f"{first}–{last}" and int(other.split("–")[0]) == int(middle) + 1


def test_alt_text_lists_the_joined_steps():
    assert "2 of 2 rounds are done; the nodes have the steps 1, 1–2, 1–3" in (
        diagram.rounds(3).get_label()
    )


# The recurrent layer


def test_matrices_keep_their_colours_at_every_step():
    colors = arrow_colors(diagram.unrolled(WORDS, H, [1, 2, 3]))
    assert {color: colors.count(color) for color in colors} == dict.fromkeys(SHARED, 3)
    assert set(arrow_colors(diagram.loop())) == SHARED


def test_loop_can_be_highlighted():
    for lit in [False, True]:
        assert [fill == style.LIT for fill in fills(diagram.loop("a", lit=lit))] == [lit] * 3


@pytest.mark.parametrize("t", range(4))
def test_later_steps_show_no_values_and_current_step_is_highlighted(t):
    ax = diagram.unrolled(WORDS, H, ["0.11", "0.22", "0.33"], t)
    assert {*WORDS, "0.11", "0.22", "0.33"} & set(texts(ax)) == {
        *WORDS[:t], *["0.11", "0.22", "0.33"][:t],
    }  # fmt: skip
    lit = {place for place, phase in boxes(ax).items() if phase == "now"}
    assert lit == ({(t, 0), (t, 1), (t, 2)} if t else {(0, 1)})
    assert re.search(rf"at step {t}.*, h\({t}\) = \(", ax.get_label())


@pytest.mark.parametrize(
    "x, y, counts",
    [
        (WORDS, [1, 2, 3], [3, 3, 3]),
        (["", "", ""], None, [3, 3, 0]),
        (WORDS, [None, None, 2], [3, 3, 1]),
        (["seed", None, None], WORDS, [1, 3, 3]),
    ],
)
def test_arrows_match_inputs_and_outputs(x, y, counts):
    assert named(diagram.unrolled(x, y=y), "W_xh", "W_hh", "W_hy") == counts
    plain = diagram.unrolled(x, y=y, weights=False)
    assert arrow_colors(plain) == [INK] * sum(counts) and "W" not in "".join(texts(plain))


def test_alt_text_of_unrolled_lists_inputs_states_and_outputs():
    alt = diagram.unrolled(WORDS, range(4), [None, None, 0.5], weights=False).get_label()
    assert alt == (
        "Loop unrolled, T = 3: reads Time · flows · forward, carries 0 · 1 · 2 · 3, writes 0.50."
    )


def test_feedback_repeats_each_output_as_the_next_input():
    ax = diagram.unrolled(["n", None, None], y=LETTERS, feedback=True)
    assert led_back(ax) == [2, 3] and fills(ax).count(FILL["x"]) == 1
    assert [texts(ax).count(c) for c in "nows"] == [1, 2, 2, 1]
    assert led_back(diagram.unrolled(LETTERS, y=LETTERS)) == []


@pytest.mark.parametrize("T, feedback", [(3, True), (10, False)])
def test_label_of_W_hh_is_moved_when_there_is_no_room(T, feedback):
    ax = diagram.unrolled(["a"] * (1 if feedback else T) + [None] * (T - 1) * feedback,
                          y=["b"] * T, feedback=feedback)  # fmt: skip
    (name,) = [text for text in texts(ax) if "W_{hh}" in text]
    assert name.startswith("→")
    ax.figure.draw_without_rendering()
    places = [text.get_window_extent() for text in ax.texts if "W_" in text.get_text()]
    frames = [box.get_window_extent() for box in ax.findobj(FancyBboxPatch)]
    assert not [1 for place in places for frame in frames if place.overlaps(frame)]


def test_head_gets_only_the_last_state():
    ax = diagram.with_head(WORDS, y="good")
    assert arrow_colors(ax).count(INK) == 2  # to and from the head
    assert {"head", "$f(h_{(3)})$", "good"} <= set(texts(ax)) and named(ax, "W_hy") == [0]
    assert "the last state, h(3), goes to another model, the head," in ax.get_label()


@pytest.mark.parametrize("T_x, T_y", list(itertools.product([1, 2, 6], repeat=2)))
def test_encoder_and_decoder_are_joined_by_one_black_arrow(T_x, T_y):
    ax = diagram.encoder_decoder(["a"] * T_x, ["b"] * T_y)
    assert arrow_colors(ax).count(INK) == 1
    assert {style.ORANGE.lower(), style.PURPLE.lower()} <= set(arrow_colors(ax))  # the encoder's
    counts = named(ax, r"\bar{W}_xh", "W_xh", "W_hy")
    assert counts == [T_x, T_y - 1, T_y] and led_back(ax) == list(range(T_x + 3, T_x + T_y + 2))
    assert texts(ax).count("a") == T_x
    assert texts(ax).count("b") == 2 * T_y - 1  # the last is not fed back


@pytest.mark.parametrize(
    "t, seen, says",
    [
        (0, "", "begins"),
        (2, "ab", r"the first reads \(b\)"),
        (3, "ab", "hands its state over"),
        (4, "abcs", r"the second writes \(c\)"),
        (5, "abccds", r"the second writes \(d\)"),
        (None, "abccds", "reads a · b and hands .* over; the second writes c · d, and reads each"),
    ],
)
def test_encoder_decoder_appears_step_by_step(t, seen, says):
    ax = diagram.encoder_decoder(["a", "b"], ["c", "d"], start="s", t=t)
    assert sorted(text for text in texts(ax) if len(text) == 1) == list(seen)
    assert re.search(says, ax.get_label()) and r"$\hat{y}_{(0)}$" in texts(ax)


def test_encoder_decoder_without_weights_is_black():
    ax = diagram.encoder_decoder(["a"], LETTERS, ([0, 1], range(4)), weights=False)
    assert {*arrow_colors(ax)} == {INK, PALE} and "W" not in "".join(texts(ax))


def test_feedforward_layers_have_their_own_colours():
    colors = arrow_colors(architectures.feedforward(8))
    assert len(set(colors)) == 8 and not set(colors) & SHARED
    assert named(architectures.feedforward(12), *[f"W_({l})" for l in range(1, 13)]) == [1] * 12


@pytest.mark.parametrize("t", range(1, 7))
def test_direct_weights_are_black_and_labelled_without_overlap(t):
    ax = architectures.direct([""] * 6, t)
    assert set(arrow_colors(ax)) == {INK}  # a colour would mean shared weights
    names = [text for text in ax.texts if text.get_text().startswith("$W")]
    assert [name.get_text() for name in names] == [rf"$W_{{({t}),{k}}}$" for k in range(1, t + 1)]
    ends = np.column_stack([np.full(t, (1 + t) / 2), np.full(t, 0.85)])
    starts = np.column_stack([np.arange(1, t + 1), np.full(t, 0.3)])
    ways = starts + np.linspace(0, 1, 200)[:, None, None] * (ends - starts)
    for k, name in enumerate(names):
        place = name.get_window_extent().transformed(ax.transData.inverted())
        assert not place.count_contains(np.delete(ways, k, axis=1).reshape(-1, 2))


D_H, COPIES = np.ones((5, 3)), np.array([0.11, -0.22, 0.33, 0.44])


@pytest.mark.parametrize("t", [*range(5, -1, -1), None])
def test_backward_highlights_step_t_and_shows_later_gradients(t):
    now = -1 if t is None else t
    ax = architectures.backward("a b c d".split(), D_H, COPIES, 1.5, t)
    reached = {(5.15, 1): 5} | {(k, 1): k for k in range(5)} | {(k + 0.5, 2): k for k in range(4)}
    expected = {
        place: "now" if k == now else "done" if k > now else "later" for place, k in reached.items()
    }
    assert boxes(ax) == expected | {(k, 0): "done" for k in range(1, 5)}
    live = {style.number(copy) for copy in COPIES[max(now, 0) :]}
    assert {text for text in texts(ax) if text.lstrip("-")[0] == "0"} == live
    assert len(ax.collections) == 5 - max(now, 0)  # one vector for each gradient so far
    where = "nowhere yet" if t == 5 else f"at h({max(now, 0)})"
    assert f"loss = 1.50, gradient {where}, {len(live)} copies of W_hh" in ax.get_label()
    assert {f"$∂L/∂h_{{({k})}}$" for k in range(5)} <= set(texts(ax))
    assert {f"$∂L/∂W_{{hh,({k})}}$" for k in range(1, 5)} <= set(texts(ax))


def routes(ax):
    return {
        tuple(np.round([*start, *end], 9)): (to_hex(arrow.get_edgecolor()), arrow.get_alpha())
        for arrow in ax.findobj(FancyArrowPatch)
        for start, end in [arrow._posA_posB]
    }


def test_arrows_have_the_correct_end_points_and_colours():
    forward = routes(diagram.unrolled(["a", "b"])).keys()
    assert forward == {(0.3, 1, 0.7, 1), (1.3, 1, 1.7, 1), (1, 0.3, 1, 0.7), (2, 0.3, 2, 0.7)}
    assert (0.3, 1.12, 0.3, 0.88) in routes(diagram.loop())
    blue, green = style.WEIGHT["W_hh"].lower(), style.WEIGHT["W_hy"].lower()
    lit = {k: 1 if k >= 2 else 0.35 for k in range(5)}
    assert routes(architectures.backward(list("abcd"), D_H, COPIES, 1.5, 2)) == (
        {(4.73, 1, 4.3, 1): (green, 1)}
        | {(k, 0.3, k, 0.7): (PALE, 0.35) for k in range(1, 5)}
        | {(k + 0.7, 1, k + 0.3, 1): (blue, lit[k]) for k in range(4)}
        | {(k + 1, 1.3, k + 0.5, 1.7): (blue, lit[k]) for k in range(4)}
    )

"""Players: frames, sliders, what remains without a kernel; no stage shows yesterday's picture."""

import base64
import io
import re

import ipywidgets
import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from unrolled import play
from unrolled.pictures import screen, style
from unrolled.play import encode, stage
from unrolled.play.canvas import Canvas


def dot(ax, t):
    ax.plot([t], [t], "o")
    ax.set(xlim=(-1, 10), ylim=(-1, 10))
    style.describe(ax, "a dot")
    style.describe(ax, f"at {t}")


def plane(ax, a=0.5, b=1, mark="o"):
    ax.plot([a], [b], mark)
    ax.set(xlim=(-1, 4), ylim=(-1, 4))
    style.describe(ax, f"{mark} at {a}, {b}")


def parts(player, kind):
    found = [player] if isinstance(player, kind) else []
    return found + [
        part for child in getattr(player, "children", ()) for part in parts(child, kind)
    ]


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def test_a_flipbook_has_a_frame_for_each_value():
    player = play.flipbook(dot, t=range(5))
    (pages,) = parts(player, ipywidgets.Stack)
    (slider,) = parts(player, ipywidgets.SelectionSlider)
    assert slider.description == "t" and [label for label, _ in slider.options] == [
        "0",
        "1",
        "2",
        "3",
        "4",
    ]
    assert len({page.value for page in pages.children}) == 5
    assert 'alt="a dot at 3"' in pages.children[3].value


def test_the_play_button_loops_over_all_frames_at_a_walking_pace():
    (button,) = parts(play.flipbook(dot, t=range(5)), ipywidgets.Play)
    assert (button.min, button.max, button.repeat, button.interval) == (0, 4, True, 1000)
    (long,) = parts(play.flipbook(dot, t=range(40)), ipywidgets.Play)
    assert long.interval == 300
    (motion,) = parts(play.flipbook(dot, t=range(60)), ipywidgets.Play)
    assert motion.interval == 50  # twenty a second


def test_the_pace_of_a_motion_may_be_told():
    (button,) = parts(play.flipbook(dot, pace=80, t=[0, 0.5, 1]), ipywidgets.Play)
    assert button.interval == 80


def test_the_play_button_has_a_name_and_starts_the_hidden_clock():
    player = play.flipbook(dot, t=range(5))
    (button,), (clock,) = parts(player, ipywidgets.ToggleButton), parts(player, ipywidgets.Play)
    assert button.description == "Play" and button.tooltip == "play t"
    assert clock.layout.display == "none"
    ends = [(link.source, link.target) for link in player.links]
    assert ((button, "value"), (clock, "playing")) in ends


def test_whole_numbers_are_said_as_such():
    (slider,) = parts(play.flipbook(dot, t=[0.0, 0.25, 1.0]), ipywidgets.SelectionSlider)
    assert [label for label, _ in slider.options] == ["0", "0.25", "1"]


def test_without_a_kernel_a_sheet_of_frames_and_their_sentences_remain():
    data, metadata = play.flipbook(dot, t=range(5))._repr_mimebundle_()
    assert data["text/plain"] == "t = 0: a dot at 0 t = 2: a dot at 2 t = 4: a dot at 4"
    assert metadata["image/png"] == {
        "width": 960,
        "height": 3 * (380 + encode.TITLE),
        "alt": data["text/plain"],
    }
    sheet = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert sheet.size == (2 * 960, 2 * 3 * (380 + encode.TITLE))
    assert "application/vnd.jupyter.widget-view+json" in data


def test_one_frame_is_a_flipbook_too():
    data, _ = play.flipbook(dot, t=[7])._repr_mimebundle_()
    assert data["text/plain"] == "t = 7: a dot at 7"


def test_explore_starts_at_the_defaults_and_in_the_middle():
    player = play.explore(plane, a=(0, 1.6), b=(0, 3))
    a, b = parts(player, ipywidgets.FloatSlider) + parts(player, ipywidgets.IntSlider)
    assert (a.value, a.min, a.max, a.step) == (0.5, 0, 1.6, 0.02)
    assert (b.value, b.min, b.max, b.step) == (1, 0, 3, 1)
    (middle,) = parts(play.explore(lambda ax, x: None, x=(0, 3.0)), ipywidgets.FloatSlider)
    assert middle.value == 1.5 and middle.step == 0.05
    data, _ = player._repr_mimebundle_()
    assert data["text/plain"] == "o at 0.5, 1"


def test_explore_draws_anew_at_every_move():
    player = play.explore(plane, a=(0, 1.6), mark=["o", "s"])
    (picture,) = parts(player, ipywidgets.HTML)
    seen = {picture.value}
    parts(player, ipywidgets.FloatSlider)[0].value = 1.2
    assert 'alt="o at 1.2, 1"' in picture.value
    seen.add(picture.value)
    parts(player, ipywidgets.SelectionSlider)[0].value = "s"
    assert 'alt="s at 1.2, 1"' in picture.value
    assert len(seen | {picture.value}) == 3


def test_a_box_to_type_in_waits_for_enter():
    player = play.explore(lambda ax, text: style.describe(ax, text), text="hello")
    (box,) = parts(player, ipywidgets.Text)
    assert box.continuous_update is False
    box.value = "<b>bye</b>"
    assert 'alt="&lt;b&gt;bye&lt;/b&gt;"' in parts(player, ipywidgets.HTML)[0].value


def letters(ax, text="abc", t=3):
    ax.plot(range(t + 1), "o")
    style.describe(ax, f"{t} of {text}: {text[t - 1] if t else 'none'}")


def test_the_end_of_a_slider_follows_what_is_typed():
    player = play.explore(letters, t=(0, lambda text: len(text)), text="abc")
    (slider,), (box,) = parts(player, ipywidgets.IntSlider), parts(player, ipywidgets.Text)
    (picture,) = parts(player, ipywidgets.HTML)
    assert (slider.min, slider.value, slider.max) == (0, 3, 3)
    box.value = "abcdefgh"  # at the end it stood, at the end it stays
    assert (slider.value, slider.max) == (8, 8) and 'alt="8 of abcdefgh: h"' in picture.value
    slider.value = 5
    box.value = "abcdefghij"
    assert (slider.value, slider.max) == (5, 10) and 'alt="5 of abcdefghij: e"' in picture.value
    box.value = "ab"
    assert (slider.value, slider.max) == (2, 2) and 'alt="2 of ab: b"' in picture.value


def test_a_slider_returns_to_where_the_reader_wished_it():
    player = play.explore(letters, t=(0, lambda text: len(text)), text="abcdefgh")
    (slider,), (box,) = parts(player, ipywidgets.IntSlider), parts(player, ipywidgets.Text)
    slider.value = 5
    for text, shown in [("abc", 3), ("a", 1), ("abcdefg", 5)]:
        box.value = text
        assert slider.value == shown


def test_both_ends_may_follow():
    def draw(ax, array="x", t=2):
        style.describe(ax, f"{array} {t}")

    first = {"x": 1, "y": 7}
    player = play.explore(
        draw, array=["x", "y"], t=(lambda array: first[array], lambda array: first[array] + 3)
    )
    (slider,), (choice,) = (
        parts(player, ipywidgets.IntSlider),
        parts(player, ipywidgets.SelectionSlider),
    )
    choice.value = "y"
    assert (slider.min, slider.value, slider.max) == (7, 7, 10)
    choice.value = "x"
    assert (slider.min, slider.value, slider.max) == (1, 2, 4)


def test_a_move_that_moves_another_slider_draws_once():
    def draw(ax, text, t):
        drawn.append((text, t))

    drawn = []
    player = play.explore(draw, text="abc", t=(0, lambda text: len(text)))
    drawn.clear()
    parts(player, ipywidgets.Text)[0].value = "a"
    assert drawn == [("a", 1)]


def test_an_end_that_cannot_be_is_shown_and_the_next_move_recovers():
    player = play.explore(letters, t=(1, lambda text: len(text)), text="abc")
    (box,), (picture,) = parts(player, ipywidgets.Text), parts(player, ipywidgets.HTML)
    box.value = ""
    assert "t needs (low, high), got (1, 0)" in picture.value
    box.value = "abc"
    assert 'alt="3 of abc: c"' in picture.value


def test_an_error_is_shown_and_the_next_move_recovers():
    def draw(ax, x=1):
        style.describe(ax, f"one over x is {1 / x}")

    player = play.explore(draw, x=(0, 4))
    slider, picture = parts(player, ipywidgets.IntSlider)[0], parts(player, ipywidgets.HTML)[0]
    slider.value = 0
    assert "ZeroDivisionError: division by zero" in picture.value and "Traceback" in picture.value
    slider.value = 4
    assert 'alt="one over x is 0.25"' in picture.value
    with pytest.raises(ZeroDivisionError):
        player.sweep()


def test_an_error_in_the_first_picture_is_raised():
    def draw(ax, t):
        raise RuntimeError("no picture")

    for player in (play.flipbook, play.explore):
        with pytest.raises(RuntimeError, match="no picture"):
            player(draw, t=[1, 2])


def test_a_sweep_draws_every_extreme_and_the_start():
    cases = [case for case, _ in play.explore(plane, a=(0, 1.6), b=(0, 3), mark=["o", "s"]).sweep()]
    assert len(cases) == 1 + 2 * 2 * 2
    assert {case["a"] for case in cases} == {0, 0.5, 1.6}
    assert {case["mark"] for case in cases} == {"o", "s"}
    assert [case for case, _ in play.flipbook(dot, t=range(4)).sweep()] == [
        {"t": t} for t in range(4)
    ]


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: play.flipbook(dot), "flipbook needs one parameter"),
        (lambda: play.flipbook(dot, s=[1], t=[1]), "flipbook needs one parameter"),
        (lambda: play.flipbook(dot, t=[]), "t needs at least one value, got none"),
        (lambda: play.explore(plane), "explore needs a parameter"),
        (
            lambda: play.explore(plane, a=3),
            r"a needs \(low, high\), a list or a str, and a default among them, got 3",
        ),
        (
            lambda: play.explore(plane, a=(1, 0)),
            r"a needs \(low, high\), a list or a str, and a default among them, got \(1, 0\)",
        ),
        (
            lambda: play.explore(plane, a=(1, 1)),
            r"a needs \(low, high\), a list or a str, and a default among them, got \(1, 1\)",
        ),
        (
            lambda: play.explore(plane, a=(2, 3)),
            r"a needs \(low, high\), a list or a str, and a default among them, got \(2, 3\)",
        ),
        (
            lambda: play.explore(letters, t=(0, lambda word: 3), text="abc"),
            r"an end of t needs \['word'\], of which there is no other slider",
        ),
        (
            lambda: play.explore(plane, a=[]),
            r"a needs \(low, high\), a list or a str, and a default among them, got \[\]",
        ),
    ],
)
def test_bad_parameters_are_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


def moving(ax, t):
    """Everything that a stage must notice: data, title, ticks, labels, limits, legend."""
    ax.plot(range(5), np.arange(5) * t / 4, label=f"slope {t}")
    ax.set_title(f"step {t}")
    ax.set_xticks(range(5), [f"{t}{k}" for k in range(5)])
    ax.set(xlabel=f"x at {t}", ylim=(0, 1 + t % 3), yticks=[0, 1])
    ax.legend(loc="upper left")


@matplotlib.rc_context(style.LOOK)
def drawn_by_matplotlib_alone(draw, t, widths):
    figure = Figure(figsize=(9.6, 3.8))
    draw(figure.subplots(1, len(widths), width_ratios=widths), t)
    canvas = Canvas(figure)  # of its letters there is a test of their own
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(float)


@pytest.mark.parametrize("widths", [(1,), (1, 2)])
def test_a_frame_is_what_matplotlib_alone_would_draw_whatever_came_before(widths):
    def draw(axes, t):
        for ax in np.atleast_1d(axes):
            moving(ax, t)

    used = stage.renderer(draw, widths, (9.6, 3.8), {"t": 1})
    for t in [2, 0, 2, 3]:
        off = np.abs(np.asarray(used(t=t)[0]) - drawn_by_matplotlib_alone(draw, t, widths)).max(
            axis=-1
        )
        assert (off > 60).sum() < 40  # where a curve crosses an axis, the curve is above, not below


def test_the_first_limits_stay_where_draw_sets_none():
    def draw(ax, t):
        ax.plot([0, t], [0, t])
        limits.append(ax.get_xlim())

    limits = []
    render = stage.renderer(draw, (1,), (9.6, 3.8), {"t": 1})
    render(t=100)
    render(t=3)
    assert limits[1] == limits[2]


def test_a_quick_picture_is_nearly_the_stored_one():
    image, _ = stage.renderer(plane, (1,), (9.6, 3.8), {"a": 1})(a=1)
    for quick in [encode.quick_png(image), encode.jpeg(image)]:
        assert np.abs(pixels(screen.png(image)) - pixels(quick)).mean() < 3


@pytest.mark.parametrize("player", [play.flipbook, play.explore])
def test_what_moves_has_two_pixels_for_each_of_the_page(player):
    (page, *_) = parts(player(plane, a=[0.5, 1], size=(5, 2)), ipywidgets.HTML)
    assert 'width="500" height="200"' in page.value
    data = re.search(r"base64,([^\"]*)", page.value)[1]
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (1000, 400)


def test_players_leave_the_reader_s_own_look_alone():
    import matplotlib.pyplot as plt

    before, figures = dict(plt.rcParams), plt.get_fignums()
    play.explore(plane, a=(0, 1.6)).sweep()
    assert dict(plt.rcParams) == before and plt.get_fignums() == figures

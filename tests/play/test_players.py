"""Players: what they are told and tell, with a kernel that is played here, and without one."""

import asyncio
import base64
import io

import ipywidgets
import numpy as np
import pytest
import traitlets
from PIL import Image

from unrolled import play
from unrolled.pictures import image_format, style
from unrolled.play import control_state, notebook
from unrolled.play.flipbook import _pace


def dot(ax, t):
    ax.plot([t], [t], "o")
    ax.set(xlim=(-1, 10), ylim=(-1, 10))
    style.describe(ax, "a dot")
    style.describe(ax, f"at {t}")


def plane(ax, a=0.5, b=1, mark="o"):
    ax.plot([a], [b], mark)
    ax.set(xlim=(-1, 4), ylim=(-1, 4))
    style.describe(ax, f"{mark} at {a}, {b}")


def inverse(ax, x=1, y=0):
    style.describe(ax, f"one over {x} is {1 / x}")


def letters(ax, t=3, text="abc"):
    style.describe(ax, f"{t} of {text}")


def texts(number=3, text="abc"):
    return {"t": (number, lambda text: len(text)), "text": text}


@pytest.fixture
def kernel(monkeypatch):
    """Kernel(draw, **parameters): an explore, and what its page is sent."""

    class Kernel:
        def __init__(self, draw, **parameters):
            self.player, self.sent = play.explore(draw, size=(4, 2), **parameters), []
            monkeypatch.setattr(self.player, "send", self._send)

        def _send(self, content, buffers=()):
            self.sent.append((content, *buffers))

        def hear(self, **content):
            self.player._handle_custom_msg(content, [])

        def told(self):
            """Sentences and errors that were sent since the last call."""
            found, self.sent = [content["state"] for content, *_ in self.sent], []
            return [state.get("alt") or state["error"][0] for state in found]

    monkeypatch.setitem(notebook._status, "running", False)
    return Kernel


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float)


def looped(test):
    """The coroutine of a test, run to its end."""
    return lambda kernel: asyncio.run(test(kernel))


def test_a_film_has_a_frame_for_each_value_and_starts_at_the_first():
    film = play.flipbook(dot, t=[0.0, 0.25, 1.0])
    assert [state["at"] for state in film.states] == [[0], [1], [2]]
    assert [state["alt"] for state in film.states] == [f"a dot at {t}" for t in [0.0, 0.25, 1.0]]
    assert len(set(film.pictures)) == 3 and film.value == {"t": 0}
    assert film.controls[0]["labels"] == ["0", "0.25", "1"] and film.settings == ["0"]


def test_a_film_of_steps_has_a_walking_pace_and_that_of_a_motion_is_quick():
    assert [_pace(frames) for frames in (1, 5, 40, 60)] == [1000, 1000, 300, 50]
    assert play.flipbook(dot, pace=80, t=[0, 0.5, 1]).pace == 80


def test_without_a_kernel_a_sheet_of_frames_and_their_sentences_remain():
    data, metadata = play.flipbook(dot, t=range(5))._repr_mimebundle_()
    assert data["text/plain"] == "t = 0: a dot at 0 t = 2: a dot at 2 t = 4: a dot at 4"
    height = 3 * (380 + image_format.TITLE)
    assert metadata["image/png"] == {"width": 960, "height": height, "alt": data["text/plain"]}
    sheet = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert sheet.size == (2 * 960, 2 * height)
    assert "application/vnd.jupyter.widget-view+json" in data
    assert play.flipbook(dot, t=[7])._repr_mimebundle_()[0]["text/plain"] == "t = 7: a dot at 7"


def test_an_explore_leaves_its_first_picture_and_its_sentence():
    player = play.explore(plane, a=(0, 1.6), b=(0, 3))
    data, _ = player._repr_mimebundle_()
    assert data["text/plain"] == "o at 0.5, 1" and len(data) == 3


def test_after_close_the_sentence_is_left_alone():
    player = play.explore(plane, a=(0, 1.6), b=(0, 3))
    player.close()
    assert player._repr_mimebundle_() == ({"text/plain": "o at 0.5, 1"}, {})


def test_a_picture_has_two_pixels_for_each_of_the_page_and_is_written_nowhere(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for player in [play.flipbook(dot, t=[1], size=(5, 2)), play.explore(dot, t=[1], size=(5, 2))]:
        player._repr_mimebundle_()
        assert player.size == [500, 200] and pixels(player.pictures[0]).shape == (400, 1000, 3)
    assert not [*tmp_path.iterdir()]


def test_value_follows_the_controls_and_they_follow_it():
    player, seen = play.explore(plane, a=(0, 1.6), b=(0, 3)), []
    player.observe(lambda change: seen.append(change["new"]), "value")
    player.settings = ["1.2", "3"]
    assert player.value == {"a": 1.2, "b": 3}
    player.value = {"b": 0}  # the others stay
    assert player.settings == ["1.2", "0"] and player.value == {"a": 1.2, "b": 0}
    assert seen == [{"a": 1.2, "b": 3}, {"a": 1.2, "b": 0}]


def test_value_tells_of_what_follows_too():
    player = play.explore(letters, **texts(0))
    player.settings = ["Infinity", "abcdef"]
    assert player.value == {"t": 6, "text": "abcdef"}
    player.value = {"text": "ab", "t": 1}
    assert player.settings == ["1", "ab"]


def test_players_can_be_linked_and_stand_among_other_widgets():
    one, other = (play.explore(plane, a=(0, 1.6), b=(0, 3)) for _ in range(2))
    traitlets.link((one, "value"), (other, "value"))
    one.settings = ["0.8", "2"]
    assert other.value == {"a": 0.8, "b": 2} and other.settings == ["0.8", "2"]
    assert ipywidgets.HBox([one, other]).children == (one, other)


def test_what_is_asked_for_is_answered_with_the_picture_and_where_its_controls_stand(kernel):
    it = kernel(letters, **texts(0))
    it.hear(ask=["Infinity", "abcdef"], ahead=[])
    [(content, data)] = it.sent
    assert content["state"]["at"] == [6, "abcdef"] and content["state"]["alt"] == "6 of abcdef"
    assert content["state"]["labels"] == {0: [*"0123456"]}
    image, _ = it.player.frame({"t": 6, "text": "abcdef"})
    assert np.abs(pixels(data) - np.asarray(image)).mean() < 1


def test_an_error_is_told_with_its_line_and_the_next_move_works(kernel):
    it = kernel(inverse, x=(0, 4))
    it.hear(ask=["0"])
    message, trace = it.sent[0][0]["state"]["error"]
    assert message.startswith("ZeroDivisionError: division by zero, in line ")
    assert message.endswith('style.describe(ax, f"one over {x} is {1 / x}")')
    assert trace.startswith("Traceback") and it.sent[0][0]["state"]["at"] == [0]
    it.hear(ask=["4"])
    assert it.told()[1:] == ["one over 4 is 0.25"]


def test_an_end_that_cannot_be_is_told_and_the_next_move_works(kernel):
    it = kernel(letters, **texts(1))
    it.player.settings = ["2", ""]
    it.hear(ask=["2", ""])
    it.player.settings = ["2", "abc"]
    it.hear(ask=["2", "abc"])
    assert it.told() == [
        "ValueError: t needs (low, high), got (1, 0) where {'text': ''}",
        "2 of abc",
    ]
    assert it.player.value == {"t": 2, "text": "abc"}


def test_an_end_that_raises_is_told_and_the_next_move_works(kernel):
    it = kernel(letters, t=(0, lambda text: {"abc": 3}[text]), text="abc")
    it.player.settings = ["2", "zz"]
    it.hear(ask=["2", "zz"])
    (error,) = it.told()
    assert error.startswith("KeyError: 'zz', in line ")


def test_an_interrupted_draw_is_told_and_the_next_move_works(kernel):
    def draw(ax, x=1):
        if x == 0:
            raise KeyboardInterrupt
        inverse(ax, x)

    it = kernel(draw, x=(0, 4))
    it.hear(ask=["0"])
    it.hear(ask=["2"])
    interrupted, after = it.told()
    assert interrupted.startswith("KeyboardInterrupt: ") and after == "one over 2 is 0.5"


def test_an_error_in_the_first_picture_is_raised():
    def draw(ax, t):
        raise RuntimeError("no picture")

    for player in (play.flipbook, play.explore):
        with pytest.raises(RuntimeError, match="no picture"):
            player(draw, t=[1, 2])


AHEAD = [["0", "0"], ["2", "0"], ["3", "0"]]  # of which the first is an error, and not sent


@looped
async def test_what_lies_beside_is_drawn_when_there_is_time_one_at_a_time(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.hear(ask=["1", "0"], ahead=AHEAD)
    await asyncio.sleep(0.04)
    assert it.told() == ["one over 1 is 1.0"]
    await asyncio.sleep(0.5)
    assert it.told() == ["one over 2 is 0.5", f"one over 3 is {1 / 3}"]
    for ask in [{"ask": ["3", "0"]}, {"ask": ["2", "0"]}, {"ask": ["3", "0"], "again": True}]:
        it.hear(**ask)  # the first has just been sent; the last did not arrive
        await asyncio.sleep(0.05)
    assert it.told() == ["one over 2 is 0.5", f"one over 3 is {1 / 3}"]


@looped
async def test_a_move_drops_what_was_asked_before_and_what_lay_beside(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.hear(ask=["1", "0"], ahead=AHEAD[1:])
    it.hear(ask=["4", "0"], ahead=[["1", "1"]])
    await asyncio.sleep(0.5)
    assert it.told() == ["one over 4 is 0.25", "one over 1 is 1.0"]
    it.hear(ask=["2", "0"])
    it.hear(ahead=[["3", "0"]])  # the hand rests
    await asyncio.sleep(0.5)
    assert it.told() == ["one over 2 is 0.5", f"one over 3 is {1 / 3}"]


@looped
async def test_nothing_is_drawn_ahead_while_a_cell_runs_or_after_close(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    notebook._status["running"] = True
    it.hear(ahead=AHEAD[1:])
    await asyncio.sleep(0.1)
    assert it.told() == []
    notebook._status["running"] = False
    await asyncio.sleep(0.03)
    it.player.close()
    drawn = it.told()
    await asyncio.sleep(0.2)
    assert len(drawn) <= 1 and it.told() == []
    it.hear(ask=["1", "0"], ahead=AHEAD)
    await asyncio.sleep(0.1)
    assert it.sent == []


@looped
async def test_after_a_cell_the_page_asks_anew_and_nothing_old_is_drawn_ahead(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.hear(ahead=AHEAD[1:])
    await asyncio.sleep(0.001)
    notebook._after_cell(None)
    await asyncio.sleep(0.2)
    assert it.sent == [({"discard": True},)]
    film = play.flipbook(dot, t=[1], size=(2, 1))
    film.send = lambda *args: pytest.fail("a film knows all of its pictures")
    film.discard_pictures()


def test_close_gives_everything_back():
    player = play.explore(plane, a=(0, 1.6))
    held = ipywidgets.widgets.widget._instances
    assert player in notebook.players and player.model_id in held
    model = player.model_id
    player.close()
    player.close()
    assert player not in notebook.players and model not in held
    assert player.drawing is player.draw is None and player.pictures == player.states == []


def test_close_leaves_no_widget_behind():
    held = len(ipywidgets.widgets.widget._instances)
    play.explore(plane, a=(0, 1.6)).close()
    assert len(ipywidgets.widgets.widget._instances) == held


def test_every_case_of_a_player_can_be_drawn_without_a_page():
    player = play.explore(plane, a=(0, 1.6), mark=["o", "s"])
    for settings in control_state.extremes(player.parameters, player.settings):
        case, _ = control_state.state(player.parameters, settings)
        assert player.frame(case)[1] == f"{case['mark']} at {case['a']}, 1"

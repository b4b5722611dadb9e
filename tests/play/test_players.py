"""Players: messages and pictures with a simulated kernel, and the output without one."""

import asyncio
import base64
import io

import ipywidgets
import numpy as np
import pytest
import traitlets
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image

from unrolled import play
from unrolled.pictures import image_format, style
from unrolled.play import notebook


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
    """Kernel(draw, **parameters): an explore player, and the messages that it sends."""

    class Kernel:
        def __init__(self, draw, **parameters):
            self.player, self.sent = play.explore(draw, size=(4, 2), **parameters), []
            monkeypatch.setattr(self.player, "send", self._send)

        def _send(self, content, buffers=()):
            self.sent.append((content, *buffers))

        def receive(self, **content):
            self.player._handle_custom_msg(content, [])

        def said(self):
            """Return alt texts and errors that were sent since the last call."""
            found, self.sent = [content["state"] for content, *_ in self.sent], []
            return [state.get("alt") or state["error"][0] for state in found]

    monkeypatch.setitem(notebook._status, "running", False)
    return Kernel


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float)


def run_async(test):
    """Run the coroutine of a test."""
    return lambda kernel: asyncio.run(test(kernel))


def test_flipbook_has_a_frame_for_each_value_and_starts_at_the_first():
    flipbook = play.flipbook(dot, t=[0.0, 0.25, 1.0])
    assert [state["at"] for state in flipbook.states] == [[0], [1], [2]]
    assert [state["alt"] for state in flipbook.states] == [
        f"a dot at {t}" for t in [0.0, 0.25, 1.0]
    ]
    assert len(set(flipbook.pictures)) == 3 and flipbook.value == {"t": 0}
    assert flipbook.controls[0]["labels"] == ["0", "0.25", "1"] and flipbook.settings == ["0"]


def test_pace_depends_on_the_number_of_frames(monkeypatch):
    assert play.flipbook(dot, pace=80, t=[0, 0.5, 1]).pace == 80
    monkeypatch.setitem(play.flipbook.__globals__, "Player", lambda *given: given[-1])
    paces = [play.flipbook(dot, t=range(frames)) for frames in (1, 5, 40, 49, 50, 100)]
    assert paces == [1000, 1000, 300, 245, 50, 50]


def test_flipbook_stores_a_contact_sheet_and_its_alt_text():
    data, metadata = play.flipbook(dot, t=range(5))._repr_mimebundle_()
    assert data["text/plain"] == "t = 0: a dot at 0 t = 2: a dot at 2 t = 4: a dot at 4"
    height = 3 * (380 + image_format.TITLE)
    assert metadata["image/png"] == {"width": 960, "height": height, "alt": data["text/plain"]}
    sheet = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert sheet.size == (2 * 960, 2 * height)
    assert "application/vnd.jupyter.widget-view+json" in data
    assert play.flipbook(dot, t=[7])._repr_mimebundle_()[0]["text/plain"] == "t = 7: a dot at 7"


def test_explore_stores_picture_and_alt_text_and_only_text_once_closed():
    player = play.explore(plane, a=(0, 1.6), b=(0, 3))
    data, _ = player._repr_mimebundle_()
    assert data["text/plain"] == "o at 0.5, 1" and len(data) == 3
    player.close()
    assert player._repr_mimebundle_() == ({"text/plain": "o at 0.5, 1"}, {})


def test_the_display_method_of_ipywidgets_7_does_not_hide_the_picture(monkeypatch):
    monkeypatch.setattr(ipywidgets.Widget, "_ipython_display_", lambda self: None, raising=False)
    for player in [play.flipbook(dot, t=range(2)), play.explore(dot, t=(0, 2))]:
        assert "image/png" in InteractiveShell().display_formatter.format(player)[0]


def test_pictures_have_double_resolution_and_create_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for player in [play.flipbook(dot, t=[1], size=(5, 2)), play.explore(dot, t=[1], size=(5, 2))]:
        player._repr_mimebundle_()
        assert player.size == [500, 200] and pixels(player.pictures[0]).shape == (400, 1000, 3)
    assert not [*tmp_path.iterdir()]


def test_value_and_settings_follow_each_other():
    player, seen = play.explore(plane, a=(0, 1.6), b=(0, 3)), []
    player.observe(lambda change: seen.append(change["new"]), "value")
    player.settings = ["1.2", "3"]
    assert player.value == {"a": 1.2, "b": 3}
    player.value = {"b": 0}  # other values stay
    assert player.settings == ["1.2", "0"] and player.value == {"a": 1.2, "b": 0}
    assert seen == [{"a": 1.2, "b": 3}, {"a": 1.2, "b": 0}]


def test_value_follows_dependent_controls():
    player = play.explore(letters, **texts(0))
    player.settings = ["Infinity", "abcdef"]
    assert player.value == {"t": 6, "text": "abcdef"}
    player.value = {"text": "ab", "t": 1}
    assert player.settings == ["1", "ab"]


def test_players_can_be_linked_and_put_into_a_box():
    one, other = (play.explore(plane, a=(0, 1.6), b=(0, 3)) for _ in range(2))
    traitlets.link((one, "value"), (other, "value"))
    one.settings = ["0.8", "2"]
    assert other.value == {"a": 0.8, "b": 2} and other.settings == ["0.8", "2"]
    assert ipywidgets.HBox([one, other]).children == (one, other)


def test_request_is_answered_with_picture_values_and_labels(kernel):
    it = kernel(letters, **texts(0))
    it.receive(ask=["Infinity", "abcdef"], ahead=[])
    [(content, data)] = it.sent
    assert content["state"]["at"] == [6, "abcdef"] and content["state"]["alt"] == "6 of abcdef"
    assert content["state"]["labels"] == {0: [*"0123456"]}
    image, _ = it.player.drawing(t=6, text="abcdef")
    assert np.abs(pixels(data) - np.asarray(image)).mean() < 1


def test_error_is_shown_with_its_line_and_traceback(kernel):
    it = kernel(inverse, x=(0, 4))
    it.receive(ask=["0"])
    message, trace = it.sent[0][0]["state"]["error"]
    assert message.startswith("ZeroDivisionError: division by zero, in line ")
    assert message.endswith('style.describe(ax, f"one over {x} is {1 / x}")')
    assert trace.startswith("Traceback") and it.sent[0][0]["state"]["at"] == [0]


def interrupted(ax, x=1):
    if x == 0:
        raise KeyboardInterrupt
    inverse(ax, x)


@pytest.mark.parametrize(
    "draw, ranges, bad, error, good, alt",
    [
        (inverse, {"x": (0, 4)}, ["0"], "ZeroDivisionError: ", ["2"], "one over 2 is 0.5"),
        (interrupted, {"x": (0, 4)}, ["0"], "KeyboardInterrupt: ", ["2"], "one over 2 is 0.5"),
        (letters, texts(1), ["2", ""], "ValueError: t needs (low, high), got (1, 0) where {'text'",
         ["2", "abc"], "2 of abc"),
        (letters, {"t": (0, lambda text: {"abc": 3}[text]), "text": "abc"}, ["2", "zz"],
         "KeyError: 'zz', in line ", ["2", "abc"], "2 of abc"),
    ],
)  # fmt: skip
def test_error_is_shown_and_the_next_move_works(kernel, draw, ranges, bad, error, good, alt):
    it = kernel(draw, **ranges)
    for settings in (bad, good):
        it.player.settings = settings
        it.receive(ask=settings)
    shown, after = it.said()
    assert shown.startswith(error) and after == alt
    assert [*it.player.value.values()] == [int(good[0]), *good[1:]]


def test_error_in_the_first_picture_is_raised():
    def draw(ax, t):
        raise RuntimeError("no picture")

    for player in (play.flipbook, play.explore):
        with pytest.raises(RuntimeError, match="no picture"):
            player(draw, t=[1, 2])


AHEAD = [["0", "0"], ["2", "0"], ["3", "0"]]  # the first raises an error and is not sent


@run_async
async def test_neighbours_are_drawn_ahead_one_at_a_time_and_sent_once(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.receive(ask=["1", "0"], ahead=AHEAD)
    await asyncio.sleep(0.04)
    assert it.said() == ["one over 1 is 1.0"]
    await asyncio.sleep(0.5)
    assert it.said() == ["one over 2 is 0.5", f"one over 3 is {1 / 3}"]
    for ask in [{"ask": ["3", "0"]}, {"ask": ["2", "0"]}, {"ask": ["3", "0"], "again": True}]:
        it.receive(**ask)  # 3 was just sent; the last request repeats a lost answer
        await asyncio.sleep(0.05)
    assert it.said() == ["one over 2 is 0.5", f"one over 3 is {1 / 3}"]


@run_async
async def test_error_drawn_ahead_is_sent_when_it_is_requested(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.receive(ahead=AHEAD[:1])
    await asyncio.sleep(0.3)
    assert it.said() == []
    it.receive(ask=AHEAD[0])
    await asyncio.sleep(0.05)
    assert it.said()[0].startswith("ZeroDivisionError")


@run_async
async def test_new_request_replaces_earlier_ones(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.receive(ask=["1", "0"], ahead=AHEAD[1:])
    it.receive(ask=["4", "0"], ahead=[["1", "1"]])
    await asyncio.sleep(0.5)
    assert it.said() == ["one over 4 is 0.25", "one over 1 is 1.0"]
    it.receive(ask=["2", "0"])
    it.receive(ahead=[["3", "0"]])  # the slider has stopped
    await asyncio.sleep(0.5)
    assert it.said() == ["one over 2 is 0.5", f"one over 3 is {1 / 3}"]


@run_async
async def test_nothing_is_drawn_ahead_while_a_cell_runs_or_after_close(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    notebook._status["running"] = True
    it.receive(ahead=AHEAD[1:])
    await asyncio.sleep(0.1)
    assert it.said() == []
    notebook._status["running"] = False
    await asyncio.sleep(0.03)
    it.player.close()
    drawn = it.said()
    await asyncio.sleep(0.2)
    assert len(drawn) <= 1 and it.said() == []
    it.receive(ask=["1", "0"], ahead=AHEAD)
    await asyncio.sleep(0.1)
    assert it.sent == []


@run_async
async def test_pictures_are_discarded_after_a_cell_has_run(kernel):
    it = kernel(inverse, x=(0, 4), y=(0, 4))
    it.receive(ahead=AHEAD[1:])
    await asyncio.sleep(0.001)
    notebook._after_cell(None)
    await asyncio.sleep(0.2)
    assert it.sent == [({"discard": True},)]
    flipbook = play.flipbook(dot, t=[1], size=(2, 1))
    flipbook.send = lambda *args: pytest.fail("a flipbook never discards pictures")
    flipbook.discard_pictures()


def test_close_releases_all_widgets_and_pictures():
    widgets = ipywidgets.widgets.widget._instances
    before = len(widgets)
    player = play.explore(plane, a=(0, 1.6))
    model = player.model_id
    assert player in notebook.players and model in widgets
    player.close()
    player.close()
    assert player not in notebook.players and model not in widgets and len(widgets) == before
    assert player.drawing is player.draw is None and player.pictures == player.states == []

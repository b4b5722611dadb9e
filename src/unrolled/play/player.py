"""Controls above a picture: `flipbook` has drawn all of it, `explore` draws where the reader is."""

import asyncio
import contextlib
import gc
import inspect
from pathlib import Path

import anywidget
import traitlets

from unrolled.pictures import image_format, style
from unrolled.play import notebook, ranges
from unrolled.play.drawing import Drawing, in_words
from unrolled.play.parameters import text

HERE = Path(__file__).parent
# Seconds after a move, until it is clear that the hand rests; and from one picture drawn ahead to
# the next, in which a move comes through.
REST, GAP = 0.08, 0.005


class Player(anywidget.AnyWidget):
    """Controls above a picture. Where no kernel runs, a picture and a sentence remain.

    draw, widths, size: as `explore` takes them. parameters: by name, as `ranges` makes them.
    pace: of a film, the milliseconds from frame to frame; None: the kernel draws.
    value: of each parameter, by name. It follows the controls, and they follow it.
    """

    _esm = traitlets.Unicode((HERE / "player.js").read_text("utf-8")).tag(sync=True)
    _css = traitlets.Unicode((HERE / "player.css").read_text("utf-8")).tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    pace = traitlets.Int(None, allow_none=True).tag(sync=True)
    wishes = traitlets.List().tag(sync=True, echo_update=False)  # an echo would undo quick moves
    entries = traitlets.List().tag(sync=True)
    pictures = traitlets.List().tag(sync=True)
    value = traitlets.Dict()

    def __init__(self, draw, parameters, widths, size, pace=None):
        self.draw, self.parameters = draw, parameters
        self.drawing, self.pace = Drawing(draw, widths, size), pace
        self._ahead, self._sent_ahead, self._timer = [], None, None
        controls = ranges.controls(parameters)
        start, _ = ranges.state(parameters, [each["start"] for each in controls])
        _check(draw, start)
        wishes = ranges.wishes(parameters, start)
        shown = [[label] for label in controls[0]["labels"]] if pace else [wishes]
        probes = shown if pace else ranges.ends(parameters, wishes)
        self.drawing.hold(ranges.state(parameters, each)[0] for each in probes)
        first = self._first(shown)
        self.drawing.rest()  # megabytes, which a film does not need again
        with contextlib.suppress(RuntimeError):  # where no loop runs, nothing is drawn ahead
            self._loop = asyncio.get_running_loop()
        super().__init__(controls=controls, pace=pace, wishes=wishes, value=start, **first)
        self.on_msg(self._hear)
        notebook.keep(self)

    _loop: asyncio.AbstractEventLoop | None = None

    def frame(self, case: dict) -> tuple:
        """The picture of a case, values by name: (image, sentence). Raises what `draw` raises."""
        return self.drawing(**case)

    def close(self) -> None:
        """Give back what the player holds: its widget, its pictures and its figure."""
        self.layout.close()
        super().close()
        self.__dict__.pop("_repr_mimebundle_", None)  # which ipywidgets has set to None
        notebook.players.discard(self)
        # IPython's history may hold the player itself for ever.
        self.entries = self.pictures = self._ahead = []
        self.draw = self.drawing = None
        notebook.give_back()

    def forget(self) -> None:
        """Have the page ask again for what it has: a cell may have changed what `draw` reads."""
        self._ahead, self._sent_ahead, self.drawing.spare = [], None, None
        if self.pace is None and self.comm is not None:
            self.send({"forget": True})

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.stored
        if self.comm is None:
            return {"text/plain": data["text/plain"]}, {}
        view = super()._repr_mimebundle_(**kwargs)
        return (view[0] if view else {}) | data, metadata

    def _first(self, shown):
        """The entries and pictures of what is there at first: a list of wishes.

        Notes what a stored notebook keeps: of a film the first frame, a middle one and the last.
        """
        entries, pictures, kept, titles = [], [], [], []
        for k, wishes in enumerate(shown):
            case, entry = ranges.state(self.parameters, wishes)
            image, sentence = self.frame(case)
            entries.append(entry | {"picture": k, "alt": sentence})
            pictures.append(image_format.png(image, 64) if self.pace else image_format.jpeg(image))
            if k in {0, len(shown) // 2, len(shown) - 1}:
                kept.append((image, sentence))
                titles += [f"{text(name)} = {text(case[name])}" for name in case]
        page = image_format.sheet(kept, titles, style.INK) if self.pace else kept[0]
        self.stored = image_format.stored(*page)
        size = [side / image_format.SCALE for side in image.size]
        return {"entries": entries, "pictures": pictures, "size": size}

    # What the page asks for is drawn in the thread of the cells and never beside one: neither
    # matplotlib nor what `draw` reads could bear it. JupyterLab talks to a thread of its own.

    def _hear(self, _, content, buffers):
        if self._loop is None or self._loop.is_closed():
            self._answer(**content)
        else:
            self._loop.call_soon_threadsafe(lambda: self._answer(**content))

    def _answer(self, ask=None, ahead=(), again=False):
        """Draw what is asked for, and when there is time what may be asked for next.

        again: it may have been sent, and not arrived.
        """
        if ask is not None and (again or ask != self._sent_ahead):
            self._send_picture(ask)
        self._sent_ahead = None
        self._ahead = list(ahead)
        self._later(REST)

    def _draw_ahead(self):
        if notebook.running() or self.comm is None:
            return
        if self._ahead:
            self._sent_ahead = self._send_picture(self._ahead.pop(0), ahead=True)
            self._later(GAP)
        else:
            self.drawing.prepare()

    def _later(self, seconds):
        if self._timer:
            self._timer.cancel()
        if self._loop:
            self._timer = self._loop.call_later(seconds, self._draw_ahead)

    def _send_picture(self, wishes, ahead=False):
        """Send the picture of these wishes; returns them unless it could not be drawn."""
        if self.comm is None:
            return None
        gc.disable()  # it may take as long as a picture, and can wait until this one is sent
        try:
            entry, data = self._entry(wishes)
            if data or not ahead:
                self.send({"entry": entry}, data)
        finally:
            gc.enable()
        return wishes if data else None

    def _entry(self, wishes):
        entry = {"wishes": wishes}
        try:
            with notebook.interruptible():
                case, entry = ranges.state(self.parameters, wishes)
                image, sentence = self.frame(case)
        except (Exception, KeyboardInterrupt) as error:  # else nobody would hear of it
            return entry | {"error": in_words(error, self.draw)}, []
        return entry | {"alt": sentence}, [image_format.jpeg(image)]

    @traitlets.observe("wishes")
    def _moved(self, change):
        with contextlib.suppress(Exception):  # an end may fail, and its picture says so
            self.value, _ = ranges.state(self.parameters, self.wishes)

    @traitlets.validate("value")
    def _checked(self, proposal):
        value = self.value | proposal["value"]
        ranges.wishes(self.parameters, value)
        return value

    @traitlets.observe("value")
    def _told(self, change):
        if self.wishes and ranges.state(self.parameters, self.wishes)[0] != self.value:
            self.wishes = ranges.wishes(self.parameters, self.value)


def _check(draw, case):
    """Say at once what `draw` cannot be called with."""
    signature = inspect.signature(draw)
    try:
        signature.bind(None, **case)
    except TypeError as error:
        needs = ", ".join(["axes", *case])
        raise ValueError(f"draw needs to take {needs}, got {signature}: {error}") from None
    if taken := sorted({"widths", "size", "pace"} & set(signature.parameters)):
        raise ValueError(f"draw needs other names than {taken}, which tell of the figure")

"""The player widget: controls above a picture."""

import asyncio
import contextlib
import gc
from pathlib import Path

import anywidget
import traitlets

from unrolled.pictures import image_format, style
from unrolled.play import control_state, notebook
from unrolled.play.drawing import Drawing, describe_error
from unrolled.play.parameters import check_signature, label
from unrolled.shapes import listed, positive, whole

HERE = Path(__file__).parent
# Seconds from a move to the first picture drawn ahead, and between these, so that moves pass;
# and from a request to its picture, as a newer one may be waiting behind it.
IDLE, GAP, COLLECT = 0.08, 0.005, 0.002
MAX_INCHES = 50  # a picture's memory grows with its area


class Player(anywidget.AnyWidget):
    """Controls above a picture; without a kernel, a picture and its description.

    draw, widths, size: as for `explore`. parameters: a dict {name: Parameter}.
    pace: of a flipbook, milliseconds per frame; None: the kernel draws.
    value: a dict {name: value}, synchronised with the controls.
    Raises ValueError, naming the argument.
    """

    _esm = traitlets.Unicode((HERE / "player.js").read_text("utf-8")).tag(sync=True)
    _css = traitlets.Unicode((HERE / "player.css").read_text("utf-8")).tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    pace = traitlets.Int(None, allow_none=True).tag(sync=True)
    settings = traitlets.List().tag(sync=True, echo_update=False)  # an echo would undo quick moves
    states = traitlets.List().tag(sync=True)
    pictures = traitlets.List().tag(sync=True)
    value = traitlets.Dict()
    _ipython_display_ = None  # that of ipywidgets 7 takes precedence, and shows no picture
    _loop: asyncio.AbstractEventLoop | None = None
    _request: dict | None = None

    def __init__(self, draw, parameters, widths, size, pace=None):
        widths = [positive("widths", width) for width in listed("widths", widths, (1, 12))]
        size = [positive("size", side, MAX_INCHES) for side in listed("size", size, 2)]
        pace = None if pace is None else whole("pace", pace, 1)
        self.draw, self.parameters = draw, parameters
        self.drawing, self.pace = Drawing(draw, widths, size), pace
        self._last_ahead, self._task = None, None
        controls = control_state.controls(parameters)
        start, _ = control_state.state(parameters, [each["start"] for each in controls])
        check_signature(draw, start)
        settings = control_state.settings(parameters, start)
        shown = [[frame] for frame in controls[0]["labels"]] if pace else [settings]
        extremes = shown if pace else control_state.extremes(parameters, settings)
        self.drawing.fit_limits(control_state.state(parameters, each)[0] for each in extremes)
        initial = self._initial(shown)
        self.drawing.release()
        with contextlib.suppress(RuntimeError):  # without a loop, nothing is drawn ahead
            self._loop = asyncio.get_running_loop()
        super().__init__(controls=controls, pace=pace, settings=settings, value=start, **initial)
        self.on_msg(self._receive)
        notebook.register(self)

    def close(self) -> None:
        """Close the widget, and release its pictures and its figure."""
        self.layout.close()
        super().close()
        self.__dict__.pop("_repr_mimebundle_", None)  # ipywidgets has set it to None
        notebook.players.discard(self)
        # IPython's history may keep the player itself.
        self.states = self.pictures = []
        self.draw = self.drawing = None
        notebook.release_memory()

    def discard_pictures(self) -> None:
        """Discard pictures drawn before, as a cell may have changed what `draw` reads."""
        self._request = self._last_ahead = self.drawing.next_axes = None
        if self._task:
            self._task.cancel()
        if self.pace is None and self.comm is not None:
            self.send({"discard": True})

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.stored
        if self.comm is None:
            return {"text/plain": data["text/plain"]}, {}
        view = super()._repr_mimebundle_(**kwargs)
        return (view[0] if view else {}) | data, metadata

    def _initial(self, shown):
        """Return states and pictures for a list of settings, and the size of a picture.

        Set `stored`, what a saved notebook keeps: of a flipbook its first, middle and last frame.
        """
        states, pictures, kept, titles = [], [], [], []
        for k, settings in enumerate(shown):
            values, state = control_state.state(self.parameters, settings)
            image, alt = self.drawing(**values)
            states.append(state | {"picture": k, "alt": alt})
            pictures.append(image_format.png(image, 64) if self.pace else image_format.jpeg(image))
            if k in {0, len(shown) // 2, len(shown) - 1}:
                kept.append((image, alt))
                titles += [f"{label(name)} = {label(values[name])}" for name in values]
        sheet = image_format.sheet(kept, titles, style.INK) if self.pace else kept[0]
        self.stored = image_format.stored(*sheet)
        size = [side / image_format.SCALE for side in image.size]
        return {"states": states, "pictures": pictures, "size": size}

    # Pictures are drawn in the main thread, and not while a cell is running, as neither Matplotlib
    # nor the variables that `draw` reads are thread-safe. Messages may arrive in another thread.

    def _receive(self, _, content, buffers):
        if self._loop is None or self._loop.is_closed():
            self._respond(**content)
        else:
            # A newer picture takes the place of one that is asked for; one to draw ahead does not.
            self._request = ({} if "ask" in content else self._request or {}) | content
            self._loop.call_soon_threadsafe(self._loop.call_later, COLLECT, self._respond_to_newest)

    def _respond_to_newest(self):
        request, self._request = self._request, None
        if request:
            self._respond(**request)

    def _respond(self, ask=None, ahead=(), again=False):
        """Send the picture for the settings `ask`, and later those for each of `ahead`.

        again: send it even if it has just been sent, as it may have been lost.
        """
        if ask is not None and (again or ask != self._last_ahead):
            self._send_picture(ask)
        self._last_ahead = None
        if self._task:
            self._task.cancel()
        if self._loop:
            self._task = self._loop.create_task(self._draw_ahead([*ahead]))

    async def _draw_ahead(self, queue):
        await asyncio.sleep(IDLE)
        while not notebook.cell_is_running() and self.comm is not None:
            if not queue:
                return self.drawing.prepare()
            self._last_ahead = self._send_picture(queue.pop(0), ahead=True)
            await asyncio.sleep(GAP)

    def _send_picture(self, settings, ahead=False):
        """Send the picture for settings, and return them unless an error occurred."""
        if self.comm is None:
            return None
        gc.disable()  # a collection may take as long as a picture
        try:
            state, data = self._drawn(settings)
            if data or not ahead:
                self.send({"state": state}, data)
        finally:
            gc.enable()
        return settings if data else None

    def _drawn(self, settings):
        state = {"settings": settings}
        try:
            with notebook.interruptible():
                values, state = control_state.state(self.parameters, settings)
                image, alt = self.drawing(**values)
        except (Exception, KeyboardInterrupt) as error:  # the page shows it
            return state | {"error": describe_error(error, self.draw)}, []
        return state | {"alt": alt}, [image_format.jpeg(image)]

    @traitlets.observe("settings")
    def _update_value(self, change):
        with contextlib.suppress(Exception):  # raised by the end of a range; the page shows it
            self.value, _ = control_state.state(self.parameters, self.settings)

    @traitlets.validate("value")
    def _validate_value(self, proposal):
        value = self.value | proposal["value"]
        control_state.settings(self.parameters, value)
        return value

    @traitlets.observe("value")
    def _update_settings(self, change):
        if not self.settings:
            return
        if control_state.state(self.parameters, self.settings)[0] != self.value:
            self.settings = control_state.settings(self.parameters, self.value)

"""The picture of some values: `draw` on the empty axes of a new figure, fast enough for a slider.

What one picture does to its axes can have no effect on the next. What is kept from one to the next
is where the axes stand, and what lies below everything that moves: ticks and their labels, which
take most of the time. Both are used only where all that they depend on is the same.
"""

import contextlib
import inspect
import traceback
from collections.abc import Callable, Iterable, Sequence

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from unrolled.pictures import style
from unrolled.pictures.image_format import SCALE
from unrolled.play import axes_look
from unrolled.play.canvas import Canvas


class Drawing:
    """A function of values that draws their picture and returns it: (image, sentence).

    draw: `draw(ax, **values)` on empty axes; `draw(axes, **values)` where `widths` are several.
    widths: of the axes, side by side, relative. size: in inches. Raises what `draw` raises.
    """

    def __init__(self, draw: Callable, widths: Sequence[float], size: tuple[float, float]):
        self.draw, self.widths, self.size = draw, widths, size
        self.limits: dict = {}  # low and high, by the number of the axes and the name of its axis
        self.layouts: dict = {}
        self.below, self.spare = (None, None), None  # what the background shows, and its pixels

    def hold(self, cases: Iterable[dict]) -> None:
        """Let limits that `draw` does not set hold the pictures of all these cases."""
        with matplotlib.rc_context(style.LOOK):
            for case in cases:
                with contextlib.suppress(Exception):  # it is told where this case is shown
                    self._drawn(case)
                if not self.limits:
                    break  # `draw` sets them all

    def __call__(self, **values) -> tuple[Image.Image, str]:
        """The picture of these values, and its sentence."""
        with matplotlib.rc_context(style.LOOK):
            limits = dict(self.limits)
            figure = self._drawn(values)
            self.limits = limits  # what one picture needs in addition, others do not
            if axes_look.is_plain(figure, len(self.widths)):
                self._paint(figure)
            else:
                _lay_out(figure)
                figure.canvas.draw()
        image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
        return image, style.alt(figure)

    def prepare(self) -> None:
        """Have empty axes at hand: to make them takes a quarter of a picture's time."""
        with matplotlib.rc_context(style.LOOK):
            self.spare = self.spare or self._empty()

    def rest(self) -> None:
        """Give back what is kept for the next picture."""
        self.below, self.spare = (None, None), None

    def _empty(self):
        figure = Figure(figsize=self.size, dpi=SCALE * style.LOOK["figure.dpi"])
        Canvas(figure)
        widths = self.widths
        return figure, figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]

    def _drawn(self, values):
        (figure, axes), self.spare = self.spare or self._empty(), None
        before = set(plt.get_fignums())
        try:
            self.draw(axes[0] if len(axes) == 1 else axes, **values)
            if set(plt.get_fignums()) - before:
                raise ValueError("draw needs to draw on the axes it is given, got plt.figure")
        finally:
            for number in set(plt.get_fignums()) - before:
                plt.close(number)
        self._limit(figure)
        return figure

    def _limit(self, figure):
        for k, ax in enumerate(figure.axes):
            for axis in ax.xaxis, ax.yaxis:
                key = k, axis.axis_name
                if not getattr(ax, f"get_autoscale{key[1]}_on")():
                    continue
                shown = [axis.get_view_interval()] if ax.has_data() else []
                shown += [self.limits[key]] if key in self.limits else []
                if shown:
                    low, high = np.min(shown), np.max(shown)
                    self.limits[key] = low, high
                    ends = (high, low) if axis.get_inverted() else (low, high)
                    ax.set(**{f"{key[1]}lim": ends})

    def _paint(self, figure):
        """Draw a plain figure, with what is kept of those before."""
        look = hash(tuple(map(axes_look.look, figure.axes)))
        room = look, *(tuple(axes_look.overhang(ax)) for ax in figure.axes)
        if room not in self.layouts:
            _lay_out(figure)
            self.layouts[room] = [ax.get_position(original=True).frozen() for ax in figure.axes]
        for ax, place in zip(figure.axes, self.layouts[room]):
            ax.set_position(place)
            ax.apply_aspect()
        figure.set_layout_engine("none")
        key = look, *(place.bounds for place in self.layouts[room])
        if key != self.below[0]:
            self.below = key, _background(figure)
        figure.canvas.restore_region(self.below[1])
        for ax in figure.axes:
            for artist in axes_look.above(ax):
                ax.draw_artist(artist)


def in_words(error: BaseException, draw: Callable) -> list[str]:
    """An error with the line of `draw` where it arose, and its traceback."""
    code = getattr(inspect.unwrap(draw), "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    where = f", in line {own[-1].lineno}: {own[-1].line}" if own else ""
    return [f"{type(error).__name__}: {error}{where}", "".join(traceback.format_exception(error))]


def _lay_out(figure):
    """Place the axes, on whole pixels: "t = 3" is higher than "t = 4" by a third of one."""
    engine = figure.get_layout_engine()
    for _ in range(2 if engine else 0):  # where axes have labels, the first round moves them again
        engine.execute(figure)
    figure.set_layout_engine("none")
    for ax in figure.axes if engine else []:
        if ax.get_in_layout():
            corners = ax.get_position(original=True).get_points() * figure.bbox.size
            ax.set_position(Bbox(corners.round() / figure.bbox.size))


def _background(figure):
    hidden = [each for ax in figure.axes for each in axes_look.above(ax) if each.get_visible()]
    for artist in hidden:
        artist.set_visible(False)
    figure.canvas.draw()
    for artist in hidden:
        artist.set_visible(True)
    return figure.canvas.copy_from_bbox(figure.bbox)

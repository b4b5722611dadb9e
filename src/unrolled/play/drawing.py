"""Fast drawing of one frame on empty axes.

Frames do not affect each other. Only layouts and backgrounds (ticks and their labels), which take
most of the time, are reused, and only if everything they depend on is unchanged.
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
from unrolled.play import appearance
from unrolled.play.canvas import Canvas


class Drawing:
    """A function of values that returns their picture and its description: (image, alt text).

    draw: `draw(ax, **values)` on empty axes; with several `widths`, `draw(axes, **values)`.
    widths: relative, of axes side by side. size: in inches.
    """

    def __init__(self, draw: Callable, widths: Sequence[float], size: tuple[float, float]):
        self.draw, self.widths, self.size = draw, widths, size
        self.limits: dict = {}  # {(index of the axes, "x" or "y"): (low, high)}
        self.layouts: dict = {}
        self.background, self.next_axes = (None, None), None  # background: (key, pixels)

    def fit_limits(self, frames: Iterable[dict]) -> None:
        """Fit limits that `draw` does not set to the frames with all these values."""
        with matplotlib.rc_context(style.LOOK):
            for values in frames:
                with contextlib.suppress(Exception):  # reported when this frame is shown
                    self._drawn(values)
                if not self.limits:
                    break  # `draw` sets all limits

    def __call__(self, **values) -> tuple[Image.Image, str]:
        """Return the picture and its alt text. Raises what `draw` raises."""
        with matplotlib.rc_context(style.LOOK):
            limits = dict(self.limits)
            figure = self._drawn(values)
            self.limits = limits  # wider limits apply to this frame only
            if appearance.is_cacheable(figure, len(self.widths)):
                self._render(figure)
            else:
                _lay_out(figure)
                figure.canvas.draw()
        image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
        return image, style.alt(figure)

    def prepare(self) -> None:
        """Create the empty axes of the next frame, which takes a quarter of its time."""
        with matplotlib.rc_context(style.LOOK):
            self.next_axes = self.next_axes or self._empty_axes()

    def release(self) -> None:
        """Release what is kept for the next frame, which takes megabytes."""
        self.background, self.next_axes = (None, None), None

    def _empty_axes(self):
        figure = Figure(figsize=self.size, dpi=SCALE * style.LOOK["figure.dpi"])
        Canvas(figure)
        widths = self.widths
        return figure, figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]

    def _drawn(self, values):
        (figure, axes), self.next_axes = self.next_axes or self._empty_axes(), None
        before = set(plt.get_fignums())
        try:
            self.draw(axes[0] if len(axes) == 1 else axes, **values)
            if set(plt.get_fignums()) - before:
                raise ValueError("draw needs to draw on the axes it is given, got plt.figure")
        finally:
            for number in set(plt.get_fignums()) - before:
                plt.close(number)
        self._set_limits(figure)
        return figure

    def _set_limits(self, figure):
        for k, ax in enumerate(figure.axes):
            for axis in ax.xaxis, ax.yaxis:
                key = k, axis.axis_name
                if not getattr(ax, f"get_autoscale{axis.axis_name}_on")():
                    continue
                intervals = [axis.get_view_interval()] if ax.has_data() else []
                intervals += [self.limits[key]] if key in self.limits else []
                if intervals:
                    low, high = self.limits[key] = np.min(intervals), np.max(intervals)
                    ends = (high, low) if axis.get_inverted() else (low, high)
                    ax.set(**{f"{axis.axis_name}lim": ends})

    def _render(self, figure):
        """Draw a figure, reusing layout and background of earlier ones where they are the same."""
        look = hash(tuple(map(appearance.fingerprint, figure.axes)))
        layout = look, *(tuple(appearance.protrusions(ax)) for ax in figure.axes)
        if layout not in self.layouts:
            _lay_out(figure)
            self.layouts[layout] = [ax.get_position(original=True).frozen() for ax in figure.axes]
        for ax, position in zip(figure.axes, self.layouts[layout]):
            ax.set_position(position)
            ax.apply_aspect()
        figure.set_layout_engine("none")
        key = look, *(position.bounds for position in self.layouts[layout])
        if key != self.background[0]:
            self.background = key, _background(figure)
        figure.canvas.restore_region(self.background[1])
        for ax in figure.axes:
            for artist in appearance.foreground(ax):
                ax.draw_artist(artist)


def describe_error(error: BaseException, draw: Callable) -> list[str]:
    """Return a message with the line of `draw` that raised the error, and the traceback."""
    code = getattr(inspect.unwrap(draw), "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    where = f", in line {own[-1].lineno}: {own[-1].line}" if own else ""
    return [f"{type(error).__name__}: {error}{where}", "".join(traceback.format_exception(error))]


def _lay_out(figure):
    """Position the axes on whole pixels, so that a title does not move them by parts of a pixel."""
    engine = figure.get_layout_engine()
    for _ in range(2 if engine else 0):  # labels may change the layout once more
        engine.execute(figure)
    figure.set_layout_engine("none")
    for ax in figure.axes if engine else []:
        if ax.get_in_layout():
            corners = ax.get_position(original=True).get_points() * figure.bbox.size
            ax.set_position(Bbox(corners.round() / figure.bbox.size))


def _background(figure):
    """Return the pixels of a figure without its foreground."""
    artists = [each for ax in figure.axes for each in appearance.foreground(ax)]
    hidden = [each for each in artists if each.get_visible()]
    for artist in hidden:
        artist.set_visible(False)
    figure.canvas.draw()
    for artist in hidden:
        artist.set_visible(True)
    return figure.canvas.copy_from_bbox(figure.bbox)

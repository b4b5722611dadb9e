"""One figure, drawn again and again for other values, fast enough to follow a slider."""

from collections.abc import Callable, Sequence

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from unrolled.pictures import style
from unrolled.play.canvas import Canvas


def renderer(
    draw: Callable,
    widths: Sequence[float],
    size: tuple[float, float],
    first: dict,
    scale: float = 1,
) -> Callable[..., tuple[Image.Image, str]]:
    """A function of values that draws the picture for them and returns it: (image, sentence).

    draw: `draw(ax, **values)` on empty axes; `draw(axes, **values)` where `widths` are several.
    widths: of the axes, side by side, relative. size: in inches. first: values that fix the layout
    and, unless `draw` sets them itself, the limits. scale: how many pixels for one of the look's.

    Ticks, their labels and the legend take most of the time of a drawing, so they are drawn once
    and kept as a background, until a call changes them. (A legend is told by its names.)
    """
    canvas, axes = _new_figure(widths, size, scale)
    target = axes[0] if len(axes) == 1 else axes
    kept = {}

    def render(**values):
        with matplotlib.rc_context(style.LOOK):
            for ax in axes:
                _clear(ax)
            draw(target, **values)
            _paint(canvas, axes, kept)
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        return image, style.alt(canvas.figure)

    render(**first)
    for ax in axes:
        ax.autoscale(False)
    return render


def _new_figure(widths, size, scale):
    with matplotlib.rc_context(style.LOOK):
        figure = Figure(figsize=size, dpi=scale * style.LOOK["figure.dpi"])
        canvas = Canvas(figure)
        return canvas, figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]


def _moving(ax):
    still = {ax.patch, ax.xaxis, ax.yaxis, *ax.spines.values(), ax.get_legend()}
    return [artist for artist in ax.get_children() if artist not in still]


def _clear(ax):
    titles = [ax.set_title("", loc=place) for place in ("left", "center", "right")]
    for artist in _moving(ax):
        if artist not in titles:
            artist.remove()
    if ax.get_legend():
        ax.get_legend().remove()
    ax.set_prop_cycle(None)
    ax.set_label("")


def _furniture(ax):
    """What the background shows, to see whether it has changed."""
    legend = ax.get_legend()
    names = [name.get_text() for name in legend.get_texts()] if legend else []
    labels = (ax.get_xlabel(), ax.get_ylabel())
    place = (ax.axison, ax.get_xlim(), ax.get_ylim(), ax.get_position().bounds)
    return place, labels, names, _ticks(ax.xaxis), _ticks(ax.yaxis)


def _ticks(axis):
    places = axis.get_majorticklocs()
    return list(places), axis.get_major_formatter().format_ticks(places)


def _paint(canvas, axes, kept):
    if kept.get("furniture") != [_furniture(ax) for ax in axes]:
        kept["background"] = _background(canvas, axes)
        kept["furniture"] = [_furniture(ax) for ax in axes]  # the layout has moved the axes
    canvas.restore_region(kept["background"])
    for ax in axes:
        for artist in sorted(_moving(ax), key=lambda artist: artist.zorder):
            ax.draw_artist(artist)


def _background(canvas, axes):
    shown = [artist for ax in axes for artist in _moving(ax) if artist.get_visible()]
    canvas.figure.draw_without_rendering()  # lays out with everything in place,
    canvas.figure.set_layout_engine("none")  # and so it stays
    for artist in shown:
        artist.set_visible(False)
    canvas.draw()
    for artist in shown:
        artist.set_visible(True)
    return canvas.copy_from_bbox(canvas.figure.bbox)

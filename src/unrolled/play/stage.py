"""One figure, drawn again and again for other values, fast enough to follow a slider."""

import io

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, ImageDraw

from unrolled.pictures import style

TITLE = 32                                      # pixels above each frame of a sheet


def renderer(draw, widths, size, first):
    """A function of values that draws the picture for them and returns it: (image, sentence).

    draw: `draw(ax, **values)` on empty axes; `draw(axes, **values)` where there are several `widths`.
    widths: of the axes, side by side, relative. size: in inches. first: values that fix the layout and,
    unless `draw` sets them itself, the limits.

    Ticks, their labels and the legend take most of the time of a drawing, so they are drawn once and kept
    as a background, until a call changes them. (A legend is told by its names.)
    """
    canvas, axes = _new_figure(widths, size)
    target = axes[0] if len(axes) == 1 else axes
    kept = {}

    def render(**values):
        with matplotlib.rc_context(style.LOOK):
            for ax in axes:
                _clear(ax)
            draw(target, **values)
            if kept.get("furniture") != [_furniture(ax) for ax in axes]:
                kept["background"] = _background(canvas, axes)
                kept["furniture"] = [_furniture(ax) for ax in axes]      # the first layout has moved the axes
            canvas.restore_region(kept["background"])
            for ax in axes:
                for artist in sorted(_moving(ax), key=lambda artist: artist.zorder):
                    ax.draw_artist(artist)
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB"), style.alt(canvas.figure)

    render(**first)
    for ax in axes:
        ax.autoscale(False)
    return render


def sheet(frames, titles):
    """One (image, sentence) of several below one another, each under its title."""
    width, height = frames[0][0].size
    page = Image.new("RGB", (width, len(frames) * (height + TITLE)), "white")
    for k, ((image, _), title) in enumerate(zip(frames, titles)):
        page.paste(image, (0, k * (height + TITLE) + TITLE))
        ImageDraw.Draw(page).text((8, k * (height + TITLE) + 6), title, fill=style.INK, font_size=20)
    return page, " ".join(f"{title}: {sentence}" for title, (_, sentence) in zip(titles, frames))


def png(image, quick=False):
    """The bytes of a PNG in 128 colours. quick: a quarter of the time, and colours a little off."""
    data = io.BytesIO()
    method = Image.Quantize.FASTOCTREE if quick else Image.Quantize.MEDIANCUT
    image.quantize(128, method).save(data, "PNG", compress_level=1 if quick else 9)
    return data.getvalue()


def jpeg(image):
    """The bytes of a JPEG: three times the size of a PNG, in a quarter of the time of a quick one."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=90, subsampling=0)
    return data.getvalue()


def _new_figure(widths, size):
    with matplotlib.rc_context(style.LOOK):
        figure = Figure(figsize=size)
        return FigureCanvasAgg(figure), figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]


def _moving(ax):
    still = {ax.patch, ax.xaxis, ax.yaxis, *ax.spines.values(), ax.get_legend()}
    return [artist for artist in ax.get_children() if artist not in still]


def _titles(ax):
    return [artist for artist in _moving(ax) if artist in (ax.title, ax._left_title, ax._right_title)]


def _clear(ax):
    for artist in set(_moving(ax)) - set(_titles(ax)):
        artist.remove()
    if ax.get_legend():
        ax.get_legend().remove()
    for title in _titles(ax):
        title.set_text("")
    ax.set_prop_cycle(None)
    ax.set_label("")


def _furniture(ax):
    """What the background shows, to see whether it has changed."""
    ticks = [(tuple(places), tuple(axis.get_major_formatter().format_ticks(places)))
             for axis in (ax.xaxis, ax.yaxis) for places in [axis.get_majorticklocs()]]
    names = [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []
    return (ax.axison, ax.get_xlim(), ax.get_ylim(), ax.get_xlabel(), ax.get_ylabel(), ax.get_position().bounds,
            ticks, names)


def _background(canvas, axes):
    shown = [artist for ax in axes for artist in _moving(ax) if artist.get_visible()]
    canvas.figure.draw_without_rendering()                       # lays out with everything in place,
    canvas.figure.set_layout_engine("none")                      # and so it stays
    for artist in shown:
        artist.set_visible(False)
    canvas.draw()
    for artist in shown:
        artist.set_visible(True)
    return canvas.copy_from_bbox(canvas.figure.bbox)

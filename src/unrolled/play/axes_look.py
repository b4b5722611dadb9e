"""What ticks, their labels and the place of axes depend on: to see whether they are the same."""

from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.spines import Spine

OUT = np.array([-1, -1, 1, 1])  # the sign of what is outside, of x0, y0, x1, y1
PLAIN = str, int, float, bool, type(None), FontProperties
LISTS = tuple, list, dict, np.ndarray
# What is no look of an artist's own: other artists, and the sentence that says what is shown.
OTHERS = set("_children _axis_map containers child_axes majorTicks minorTicks _label".split())


def is_plain(figure: Figure, count: int) -> bool:
    """Whether what is kept is right for this figure: its axes as they were given, and no others."""
    engine, others = figure.get_layout_engine(), set(figure.get_children()) - {figure.patch}
    given = len(figure.axes) == count and others == set(figure.axes)
    usual = isinstance(engine, ConstrainedLayoutEngine) and engine.get() == type(engine)().get()
    return given and usual and all(map(_has_ticks_below, figure.axes))


def _has_ticks_below(ax):
    """Whether ticks, their labels and the ground are all that lies below, and never move."""
    kinds = [axis.get_tick_params(which) for axis in _axes(ax) for which in ("major", "minor")]
    bottom = ax.xaxis.get_zorder()
    lower = [each for each in ax.get_children() if each.get_zorder() < bottom]
    odd = [ax.child_axes, ax.tables, not ax.get_visible(), ax.get_axisbelow() != "line"]
    odd += [ax.get_aspect() != "auto" and ax.get_adjustable() != "box"]
    odd += [each.get("gridOn") for each in kinds] + [not each.get_clip_on() for each in lower]
    return not any(odd)


def above(ax: Axes) -> list[Artist]:
    """What lies above ticks and their labels, from below."""
    below = {ax.patch, *_axes(ax)}
    below |= set() if ax.axison and ax.get_frame_on() else set(ax.spines.values())
    return sorted((each for each in ax.get_children() if each not in below), key=Artist.get_zorder)


def look(ax: Axes) -> tuple:
    """All that ticks, their labels and the room for them depend on, as values to compare."""
    found = [ax.get_position(original=True).bounds, ax.get_xlim(), ax.get_ylim()]
    parts = [ax.figure.patch, ax, ax.patch, *ax.spines.values()]
    for axis in _axes(ax):
        parts += [axis, axis.label, axis.offsetText]
        for ticker, locate in (
            (axis.major, axis.get_majorticklocs),
            (axis.minor, axis.get_minorticklocs),
        ):
            places = locate()
            labels = ticker.formatter.format_ticks(places)
            found += [tuple(places), tuple(labels), ticker.formatter.get_offset()]
        for tick in [*vars(axis).get("majorTicks", ()), *vars(axis).get("minorTicks", ())]:
            parts += [tick, tick.label1, tick.label2, tick.tick1line, tick.tick2line]
    return (*found, *map(_told, parts))


def overhang(ax: Axes) -> Iterator[tuple]:
    """What sticks out of the axes, and is no part of their frame: layout leaves room for it."""
    room, renderer = ax.bbox.extents, ax.figure.canvas.get_renderer()
    titles = [ax.title, ax._left_title, ax._right_title]
    for title in (title for title in titles if title.get_text()):
        yield tuple(np.maximum((title.get_window_extent(renderer).extents - room) * OUT, 0))
    for artist in ax.get_default_bbox_extra_artists():
        if not isinstance(artist, Spine):
            box = artist.get_tightbbox(renderer)
            if box is not None and ((box.extents - room) * OUT > 0).any():
                yield tuple(box.extents)


def _told(artist):
    """What this artist is told by numbers and words; of other things their kind."""
    return tuple(
        value
        if isinstance(value, PLAIN)
        else repr(value)
        if isinstance(value, LISTS)
        else type(value)
        for name, value in vars(artist).items()
        if name not in OTHERS
    )


def _axes(ax):
    return ax.xaxis, ax.yaxis

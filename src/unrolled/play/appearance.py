"""Comparison of ticks and positions of axes between frames.

If `fingerprint` and `protrusions` are equal, two frames have the same ticks and layout.
"""

from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.spines import Spine

OUTWARD = np.array([-1, -1, 1, 1])  # the signs of x0, y0, x1, y1 of a box that grows
COMPARABLE = str, int, float, bool, type(None), FontProperties
CONTAINERS = tuple, list, dict, np.ndarray
# Attributes with other artists, and the description of the picture
IGNORED = set("_children _axis_map containers child_axes majorTicks minorTicks _label".split())


def is_cacheable(figure: Figure, count: int) -> bool:
    """Return whether a figure has `count` ordinary axes, for which the comparison is sufficient."""
    engine, others = figure.get_layout_engine(), set(figure.get_children()) - {figure.patch}
    unchanged = len(figure.axes) == count and others == set(figure.axes)
    default = isinstance(engine, ConstrainedLayoutEngine) and engine.get() == type(engine)().get()
    return unchanged and default and all(map(_has_fixed_background, figure.axes))


def _has_fixed_background(ax):
    """Return whether only the patch, ticks and their labels are below the foreground."""
    axes, kinds = (ax.xaxis, ax.yaxis), ("major", "minor")
    ticks = [axis.get_tick_params(kind) for axis in axes for kind in kinds]
    below = [each for each in ax.get_children() if each.get_zorder() < ax.xaxis.get_zorder()]
    unusual = [ax.child_axes, ax.tables, not ax.get_visible(), ax.get_axisbelow() != "line"]
    unusual += [ax.get_aspect() != "auto" and ax.get_adjustable() != "box"]
    unusual += [each.get("gridOn") for each in ticks] + [not each.get_clip_on() for each in below]
    return not any(unusual)


def foreground(ax: Axes) -> list[Artist]:
    """Return all artists except patch, ticks and their labels, in drawing order."""
    background = {ax.patch, ax.xaxis, ax.yaxis}
    background |= set() if ax.axison and ax.get_frame_on() else set(ax.spines.values())
    artists = [each for each in ax.get_children() if each not in background]
    return sorted(artists, key=Artist.get_zorder)


def fingerprint(ax: Axes) -> tuple:
    """Return everything that determines ticks and their labels, as comparable values."""
    found = [ax.get_position(original=True).bounds, ax.get_xlim(), ax.get_ylim()]
    artists = [ax.figure.patch, ax, ax.patch, *ax.spines.values()]
    for axis in ax.xaxis, ax.yaxis:
        artists += [axis, axis.label, axis.offsetText]
        for ticker in axis.major, axis.minor:
            locations = ticker.locator()
            labels = ticker.formatter.format_ticks(locations)
            found += [tuple(locations), tuple(labels), ticker.formatter.get_offset()]
        for tick in [*vars(axis).get("majorTicks", ()), *vars(axis).get("minorTicks", ())]:
            artists += [tick, tick.label1, tick.label2, tick.tick1line, tick.tick2line]
    values = [v for each in artists for name, v in vars(each).items() if name not in IGNORED]
    return (*found, *map(_comparable, values))


def protrusions(ax: Axes) -> Iterator[tuple]:
    """Yield the boxes of titles, legends and other artists beyond the axes, which affect layout."""
    box, renderer = ax.bbox.extents, ax.figure.canvas.get_renderer()
    titles = [ax.title, ax._left_title, ax._right_title]
    for title in (title for title in titles if title.get_text()):
        yield tuple(np.maximum((title.get_window_extent(renderer).extents - box) * OUTWARD, 0))
    for artist in ax.get_default_bbox_extra_artists():
        if not isinstance(artist, Spine):
            tight = artist.get_tightbbox(renderer)
            if tight is not None and ((tight.extents - box) * OUTWARD > 0).any():
                yield tuple(tight.extents)


def _comparable(value):
    """Return a comparable value of an artist's attribute; of other objects only the type."""
    if isinstance(value, COMPARABLE):
        return value
    return repr(value) if isinstance(value, CONTAINERS) else type(value)

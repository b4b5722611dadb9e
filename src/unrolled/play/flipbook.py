"""Animations over one parameter, with all frames drawn in advance."""

from collections.abc import Callable, Sequence

from unrolled.play.parameters import flipbook_parameter
from unrolled.play.player import Player


def flipbook(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    pace: int | None = None,
    **parameter,
) -> Player:
    """Return an animation with a slider and play buttons; all frames are drawn now.

    draw: `draw(ax, t=value)` draws a frame on empty axes; with several `widths`,
    `draw(axes, t=value)` on axes side by side. It must depend on its parameter only. Axis limits
    that it does not set are common to all frames.
    size: of the figure in inches. pace: milliseconds per frame; None: up to 1000, but 50 for 50
    frames or more. parameter: one name with its values, such as `t=range(T + 1)`.
    Raises ValueError unless there is one parameter with at least one value.

    >>> flipbook(lambda ax, t: ax.plot(t, t**2, "o"), t=range(7)).value
    {'t': 0}
    """
    if len(parameter) != 1:
        got = sorted(parameter)
        raise ValueError(f"flipbook needs one parameter, such as t=range(7), got {got}")
    [(name, values)] = parameter.items()
    frames = flipbook_parameter(name, values)
    if pace is None:
        count = len(frames.options({}))  # 12 s in all, at most 1 s each, or 20 frames per second
        pace = 50 if count >= 50 else min(max(round(12_000 / count), 100), 1000)
    return Player(draw, {name: frames}, widths, size, pace)

"""A picture that moves with one parameter: every frame is drawn ahead."""

from collections.abc import Callable, Sequence

from unrolled.play import parameters
from unrolled.play.player import Player


def flipbook(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    pace: int | None = None,
    **parameter,
) -> Player:
    """A film with a slider and play buttons: every frame is drawn now, and turned in the browser.

    draw: `draw(ax, t=value)`, or with several `widths` `draw(axes, t=value)`: axes side by side.
    size: of the figure, in inches. parameter: one name with its values, such as `t=range(T + 1)`.
    pace: milliseconds from frame to frame; None: slow, as for steps, unless there are 50 frames.
    `draw` draws everything for the given value on empty axes: a pure function of its parameter.
    Limits that it does not set hold all frames.
    Raises ValueError unless there is one parameter with at least one value.

    >>> flipbook(lambda ax, t: ax.plot(t, t**2, "o"), t=range(7)).value
    {'t': 0}
    """
    if len(parameter) != 1:
        got = sorted(parameter)
        raise ValueError(f"flipbook needs one parameter, such as t=range(7), got {got}")
    [(name, values)] = parameter.items()
    film = parameters.film(name, values)
    return Player(draw, {name: film}, widths, size, pace or _pace(len(film.values({}))))


def _pace(frames):
    """Milliseconds a frame: a film of steps takes 12 s, a step at most 1 s; a motion is quick."""
    return 50 if frames >= 50 else min(max(round(12_000 / frames), 100), 1000)

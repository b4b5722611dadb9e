"""Interactive figures over several parameters, drawn by the kernel."""

from collections.abc import Callable, Sequence

from unrolled.play.parameters import explore_parameter, signature
from unrolled.play.player import Player


def explore(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    **parameters,
) -> Player:
    """Return a figure with controls. The kernel draws each move, and neighbours while it is idle.

    draw, widths, size: as for `flipbook`. A parameter starts at the default that `draw` gives it,
    or in the middle. parameters: each name with one of
    - (low, high) for a slider, of integers if both are; an end may be a function of other
      parameters, such as `t=(0, lambda text: len(text))`
    - a list of values to choose from
    - a str for a text box, or a tuple of several that the box suggests
    Raises ValueError for anything else.

    >>> explore(lambda ax, a, b=2: ax.plot([a, b]), a=(0, 8), b=(0, 3)).value
    {'a': 4, 'b': 2}
    """
    if not parameters:
        raise ValueError("explore needs a parameter, such as rho=(0, 1.6), got none")
    arguments = signature(draw).parameters.values()
    starts = {each.name: each.default for each in arguments if each.default is not each.empty}
    controls = {
        name: explore_parameter(name, values, starts.get(name))
        for name, values in parameters.items()
    }
    return Player(draw, controls, widths, size)

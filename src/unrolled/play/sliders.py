"""A picture that moves with several parameters: the kernel draws it where the reader is."""

import inspect
from collections.abc import Callable, Sequence

from unrolled.play.parameters import parameter
from unrolled.play.player import Player


def explore(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    **parameters,
) -> Player:
    """Sliders whose picture the kernel draws at every move, and those beside it while it is idle.

    draw: `draw(ax, name=value, …)`, or with several `widths` `draw(axes, …)`: axes side by side.
    parameters: a name with (low, high) for a slider (of ints, if both are), a list for a choice, or
    a str for a box to type in, or a tuple of several that the box proposes.
    Each starts at the default that `draw` gives it, else in the middle.
    An end may be a function of other parameters, `t=(0, lambda text: len(text))`, and follows them.
    `draw` draws everything for the given values on empty axes: a pure function of its parameters.
    Limits that it does not set hold each slider's whole range.
    Raises ValueError for what it can make no control of.

    >>> explore(lambda ax, a, b=2: ax.plot([a, b]), a=(0, 8), b=(0, 3)).value
    {'a': 4, 'b': 2}
    """
    if not parameters:
        raise ValueError("explore needs a parameter, such as rho=(0, 1.6), got none")
    said = inspect.signature(draw).parameters.values()
    defaults = {each.name: each.default for each in said if each.default is not each.empty}
    made = {
        name: parameter(name, values, defaults.get(name)) for name, values in parameters.items()
    }
    return Player(draw, made, widths, size)

"""A picture that moves with several parameters: the kernel draws it at every move."""

import inspect
from collections.abc import Callable, Sequence

import ipywidgets as widgets

from unrolled.pictures.screen import SCALE
from unrolled.play import encode, stage
from unrolled.play.controls import Followers, case, panel
from unrolled.play.player import Player


def explore(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    **parameters,
) -> Player:
    """Sliders whose picture the kernel draws anew at every move.

    draw: `draw(ax, name=value, …)`, or with several `widths` `draw(axes, …)`: axes side by side.
    parameters: a name with (low, high) for a slider (of ints, if both are), a list for a choice, or
    a str for a box to type in, or a tuple of several that the box proposes.
    Each starts at the default that `draw` gives it, else in the middle.
    An end may be a function of other parameters, `t=(0, lambda text: len(text))`, and follows them.
    `draw` draws everything for the given values on empty axes: a pure function of its parameters.
    The limits of the first picture stay. Raises ValueError for what it can make no control of.

    >>> explore(lambda ax, a, b=2: ax.plot([a, b]), a=(0, 8), b=(0, 3)).start
    {'a': 4, 'b': 2}
    """
    if not parameters:
        raise ValueError("explore needs a parameter, such as rho=(0, 1.6), got none")
    controls = panel(parameters, _defaults(draw))
    start = case(controls)
    render = stage.renderer(draw, widths, size, start, SCALE)
    still = render(**start)
    return Player(
        [widgets.VBox(list(controls.values())), _live(render, controls, parameters, still)],
        [],
        still,
        draw=draw,
        frame=lambda case: render(**case),
        parameters=parameters,
        start=start,
    )


def _live(render, controls, parameters, first):
    """The picture `first`, and then the one of every move of a control."""
    picture = widgets.HTML(encode.img(first, "jpeg"))
    followers = Followers(controls, parameters)

    def update(change):
        if followers.fitting:
            return
        try:
            followers.fit(moved=change.owner)
            picture.value = encode.img(render(**case(controls)), "jpeg")
        except Exception as error:  # a callback's error would reach nobody
            picture.value = encode.sorry(error)

    for each in controls.values():
        each.observe(update, "value")
    return picture


def _defaults(draw):
    parameters = inspect.signature(draw).parameters
    return {
        name: each.default for name, each in parameters.items() if each.default is not each.empty
    }

"""A picture that moves with one parameter: every frame is drawn ahead."""

import functools
from collections.abc import Callable, Sequence

import ipywidgets as widgets

from unrolled.pictures.screen import SCALE
from unrolled.play import encode, stage
from unrolled.play.controls import labelled, text
from unrolled.play.player import Player


def flipbook(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    pace: int | None = None,
    **parameter,
) -> Player:
    """A film with a slider and a play button: every frame is drawn now, and turned in the browser.

    draw: `draw(ax, t=value)`, or with several `widths` `draw(axes, t=value)`: axes side by side.
    size: of the figure, in inches. parameter: one name with its values, such as `t=range(T + 1)`.
    pace: milliseconds from frame to frame; None: slow, as for steps, unless there are 50 frames.
    `draw` draws everything for the given value on empty axes: a pure function of its parameter.
    Raises ValueError unless there is one parameter with at least one value.

    >>> flipbook(lambda ax, t: ax.plot(t, t**2, "o"), t=range(7)).parameters
    {'t': [0, 1, 2, 3, 4, 5, 6]}
    """
    name, values = _only(parameter)
    start = {name: values[0]}
    renderer = functools.cache(lambda: stage.renderer(draw, widths, size, start, SCALE))
    pages, still = _frames(renderer(), name, values)
    renderer.cache_clear()  # what is drawn is kept, not what it was drawn on
    pace = pace or _pace(len(values))
    children, links = _film(name, values, pages, pace)
    return Player(
        children,
        links,
        still,
        draw=draw,
        frame=lambda case: renderer()(**case),
        parameters={name: values},
        start=start,
        pace=pace,
    )


def _pace(frames):
    """Milliseconds a frame: a film of steps takes 12 s, a step at most 1 s; a motion is quick."""
    return 50 if frames >= 50 else min(max(round(12_000 / frames), 100), 1000)


def _only(parameter):
    if len(parameter) != 1:
        got = sorted(parameter)
        raise ValueError(f"flipbook needs one parameter, such as t=range(7), got {got}")
    [(name, values)] = parameter.items()
    if not list(values):
        raise ValueError(f"{name} needs at least one value, got none")
    return name, list(values)


def _frames(render, name, values):
    """All frames as HTML, and what the stored notebook keeps: the first, a middle and the last."""
    shown = sorted({0, len(values) // 2, len(values) - 1})
    pages, kept = [], []
    for k, value in enumerate(values):
        frame = render(**{name: value})
        pages.append(encode.img(frame))
        kept += [frame] if k in shown else []
    return pages, encode.sheet(kept, [f"{text(name)} = {text(values[k])}" for k in shown])


def _film(name, values, pages, pace):
    """Play button and slider, and below them the frames, of which one is seen; and their links."""
    first = widgets.HTML(pages[0])
    look = {"layout": first.layout, "style": first.style}  # one for all, not one each
    others = [widgets.HTML(page, **look) for page in pages[1:]]
    stack = widgets.Stack([first, *others], selected_index=0)
    options = [(text(value), i) for i, value in enumerate(values)]
    slider = labelled(widgets.SelectionSlider(options=options), name)
    # The clock's own buttons have no name for those who do not see, and can be given none.
    clock = widgets.Play(max=len(values) - 1, interval=pace, repeat=True)
    clock.layout.display = "none"
    button = widgets.ToggleButton(description="Play", icon="play", tooltip=f"play {text(name)}")
    button.layout.width = "90px"
    links = [
        widgets.jslink((button, "value"), (clock, "playing")),
        widgets.jslink((clock, "value"), (slider, "index")),
        widgets.jslink((slider, "index"), (stack, "selected_index")),
    ]
    return [widgets.HBox([button, clock, slider]), stack], links

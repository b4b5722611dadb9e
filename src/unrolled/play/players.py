"""Pictures that move: `flipbook` for one parameter, drawn ahead; `explore` for several, drawn live.

Both take a function `draw(ax, …)` that draws everything for the given values on empty axes, and
both call it again for other values. It must be a pure function of its parameters.
"""

import base64
import html
import inspect
import traceback
from collections.abc import Callable, Sequence

import ipywidgets as widgets

from unrolled.play import stage
from unrolled.play.controls import control, extremes, labelled, text


class Player(widgets.VBox):
    """Sliders above a picture. Where no kernel runs, the picture and a sentence remain.

    still: (image, sentence) of what remains.
    sweep: a function that draws the picture at every extreme of every slider and at the start, and
    returns a list of (values, image); it raises what `draw` raises.
    """

    def __init__(self, children, still, sweep):
        super().__init__(children)
        self.still, self.sweep = still, sweep

    def _repr_mimebundle_(self, **kwargs):
        image, sentence = self.still
        width, height = image.size
        data = super()._repr_mimebundle_(**kwargs)
        data |= {"image/png": base64.b64encode(stage.png(image)).decode(), "text/plain": sentence}
        return data, {"image/png": {"width": width, "height": height}}


def flipbook(
    draw: Callable,
    *,
    widths: Sequence[float] = (1,),
    size: tuple[float, float] = (9.6, 3.8),
    **parameter,
) -> Player:
    """A film with a slider and a play button: every frame is drawn now, and turned in the browser.

    draw: `draw(ax, t=value)`, or with several `widths` `draw(axes, t=value)`: axes side by side.
    size: of the figure, in inches. parameter: one name with its values, such as `t=range(T + 1)`.
    Raises ValueError unless there is one parameter with at least one value.

    >>> len(flipbook(lambda ax, t: ax.plot(t, t**2, "o"), t=range(7)).sweep())
    7
    """
    if len(parameter) != 1:
        got = sorted(parameter)
        raise ValueError(f"flipbook needs one parameter, such as t=range(7), got {got}")
    [(name, values)] = parameter.items()
    values = list(values)
    if not values:
        raise ValueError(f"{name} needs at least one value, got none")
    render = stage.renderer(draw, widths, size, {name: values[0]})
    frames = [render(**{name: value}) for value in values]
    return Player(
        _film(name, values, frames),
        _still(name, values, frames),
        lambda: [({name: value}, render(**{name: value})[0]) for value in values],
    )


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
    a str for a box to type in. Each starts at the default that `draw` gives it, else in the middle.
    The limits of the first picture stay. Raises ValueError for what it can make no control of.

    >>> explore(lambda ax, a, b=2: ax.plot([a, b]), a=(0, 8), b=(0, 3)).sweep()[0][0]
    {'a': 4, 'b': 2}
    """
    if not parameters:
        raise ValueError("explore needs a parameter, such as rho=(0, 1.6), got none")
    start = _defaults(draw)
    controls = {name: control(name, each, start.get(name)) for name, each in parameters.items()}
    render = stage.renderer(draw, widths, size, _values(controls))
    still = render(**_values(controls))
    return Player(
        [widgets.VBox(list(controls.values())), _live(render, controls, still)],
        still,
        lambda: [(case, render(**case)[0]) for case in extremes(controls)],
    )


def _live(render, controls, first):
    """The picture `first`, and then the one of every move of a control."""
    picture = widgets.HTML(_img(first, "jpeg"))

    def update(_):
        try:
            picture.value = _img(render(**_values(controls)), "jpeg")
        except Exception as error:  # a callback's error would reach nobody
            picture.value = _sorry(error)

    for each in controls.values():
        each.observe(update, "value")
    return picture


def _values(controls):
    return {name: each.value for name, each in controls.items()}


def _defaults(draw):
    parameters = inspect.signature(draw).parameters
    return {
        name: each.default for name, each in parameters.items() if each.default is not each.empty
    }


def _film(name, values, frames):
    """Slider and play button, and below them the frames, of which one is seen."""
    pages = widgets.Stack([widgets.HTML(_img(frame)) for frame in frames], selected_index=0)
    options = [(text(value), i) for i, value in enumerate(values)]
    slider = labelled(widgets.SelectionSlider(options=options), name)
    pace = round(12_000 / len(values))  # ms; a film takes 12 s, a step at most 1 s
    pace = min(max(pace, 100), 1000)
    button = widgets.Play(max=len(values) - 1, interval=pace, repeat=True, show_repeat=False)
    widgets.jslink((button, "value"), (slider, "index"))
    widgets.jslink((slider, "index"), (pages, "selected_index"))
    return [widgets.HBox([button, slider]), pages]


def _still(name, values, frames):
    """What the stored notebook keeps of a film: its first, middle and last frame."""
    shown = sorted({0, len(values) // 2, len(values) - 1})
    titles = [f"{text(name)} = {text(values[i])}" for i in shown]
    return stage.sheet([frames[i] for i in shown], titles)


def _img(frame, kind="png"):
    image, sentence = frame
    width, height = image.size
    data = stage.jpeg(image) if kind == "jpeg" else stage.png(image, quick=True)
    return (
        f'<img src="data:image/{kind};base64,{base64.b64encode(data).decode()}" '
        f'alt="{html.escape(sentence)}" width="{width}" height="{height}" '
        f'decoding="sync" style="max-width: 100%; height: auto">'
    )


def _sorry(error):
    return (
        f"<details><summary>{type(error).__name__}: {html.escape(str(error))}</summary>"
        f"<pre>{html.escape(''.join(traceback.format_exception(error)))}</pre></details>"
    )

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
from PIL import Image

from unrolled.play import ranges, stage
from unrolled.play.controls import Followers, case, labelled, panel, text


class Player(widgets.VBox):
    """Controls above a picture. Where no kernel runs, a picture and a sentence remain.

    still: (image, sentence) of what remains. draw: what draws the picture.
    parameters: what each may be, by name, as `explore` takes it. start: the value of each at first.
    frame: a function that takes a case, values by name, and returns (image, sentence).
    pace: of a film, the ms from frame to frame; else None.
    """

    def __init__(self, children, still, draw, parameters, start, frame, pace=None):
        super().__init__(children)
        self.still, self.draw, self.pace = still, draw, pace
        self.parameters, self.start, self.frame = parameters, start, frame

    def sweep(self) -> list[tuple[dict, Image.Image]]:
        """The picture at the start and at both ends of each parameter beside those of all others.

        Returns a list of (case, image), for one parameter alone of all its values. Raises what
        `draw` raises.
        """
        cases = ranges.extremes(self.parameters, self.start)
        return [(case, self.frame(case)[0]) for case in cases]

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

    >>> flipbook(lambda ax, t: ax.plot(t, t**2, "o"), t=range(7)).parameters
    {'t': [0, 1, 2, 3, 4, 5, 6]}
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
    pace = min(max(round(12_000 / len(values)), 100), 1000)  # a film takes 12 s, a step at most 1 s
    return Player(
        _film(name, values, frames, pace),
        _still(name, values, frames),
        draw,
        {name: values},
        {name: values[0]},
        lambda case: render(**case),
        pace,
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
    An end may be a function of other parameters, `t=(0, lambda text: len(text))`, and follows them.
    The limits of the first picture stay. Raises ValueError for what it can make no control of.

    >>> explore(lambda ax, a, b=2: ax.plot([a, b]), a=(0, 8), b=(0, 3)).start
    {'a': 4, 'b': 2}
    """
    if not parameters:
        raise ValueError("explore needs a parameter, such as rho=(0, 1.6), got none")
    controls = panel(parameters, _defaults(draw))
    start = case(controls)
    render = stage.renderer(draw, widths, size, start)
    still = render(**start)
    return Player(
        [widgets.VBox(list(controls.values())), _live(render, controls, parameters, still)],
        still,
        draw,
        parameters,
        start,
        lambda case: render(**case),
    )


def _live(render, controls, parameters, first):
    """The picture `first`, and then the one of every move of a control."""
    picture = widgets.HTML(_img(first, "jpeg"))
    followers = Followers(controls, parameters)

    def update(change):
        if followers.fitting:
            return
        try:
            followers.fit(moved=change.owner)
            picture.value = _img(render(**case(controls)), "jpeg")
        except Exception as error:  # a callback's error would reach nobody
            picture.value = _sorry(error)

    for each in controls.values():
        each.observe(update, "value")
    return picture


def _defaults(draw):
    parameters = inspect.signature(draw).parameters
    return {
        name: each.default for name, each in parameters.items() if each.default is not each.empty
    }


def _film(name, values, frames, pace):
    """Slider and play button, and below them the frames, of which one is seen."""
    pages = widgets.Stack([widgets.HTML(_img(frame)) for frame in frames], selected_index=0)
    options = [(text(value), i) for i, value in enumerate(values)]
    slider = labelled(widgets.SelectionSlider(options=options), name)
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

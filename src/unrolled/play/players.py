"""Pictures that move: `flipbook` for one parameter, drawn ahead; `explore` for several, drawn live.

Both take a function `draw(ax, …)` that draws everything for the given values on empty axes, and both
call it again for other values. It must be a pure function of its parameters.
"""

import base64
import html
import inspect
import itertools
import math
import os
import traceback

import ipywidgets as widgets
from traitlets import TraitError

from unrolled.play import stage, static


class Player(widgets.VBox):
    """Sliders above a picture. Where no kernel runs, the picture and a sentence remain.

    still: (image, sentence) of what remains.
    sweep: a function that draws the picture at every extreme of every slider and at the start, and
    returns a list of (values, image); it raises what `draw` raises.
    """

    def __init__(self, children, still, sweep, parameters, start, frame, pace=None, typed=()):
        super().__init__(children)
        self.still, self.sweep = still, sweep
        self.parameters, self.start, self.frame = parameters, start, frame
        self.pace, self.typed = pace, typed

    def _repr_mimebundle_(self, **kwargs):
        image, sentence = self.still
        data = super()._repr_mimebundle_(**kwargs)
        if "UNROLLED_PICTURES" in os.environ:
            data["text/html"] = static.element(self, static.into(os.environ["UNROLLED_PICTURES"]))
        data |= {"image/png": base64.b64encode(stage.png(image)).decode(), "text/plain": sentence}
        return data, {"image/png": dict(zip(("width", "height"), image.size))}


def flipbook(draw, *, widths=(1,), size=(9.6, 3.8), **parameter):
    """A film with a slider and a play button: every frame is drawn now, and turned in the browser.

    draw: `draw(ax, t=value)`, or with several `widths` `draw(axes, t=value)`: axes side by side.
    size: of the figure, in inches. parameter: one name with its values, such as `t=range(T + 1)`.
    Raises ValueError unless there is one parameter with at least one value.
    """
    if len(parameter) != 1:
        raise ValueError(f"flipbook needs one parameter, such as t=range(7), got {sorted(parameter)}")
    (name, values), = parameter.items()
    values = list(values)
    if not values:
        raise ValueError(f"{name} needs at least one value, got none")
    render = stage.renderer(draw, widths, size, {name: values[0]})
    frames = [render(**{name: value}) for value in values]
    pages = widgets.Stack([widgets.HTML(_img(*frame)) for frame in frames], selected_index=0)
    slider = widgets.SelectionSlider(options=[(_text(v), i) for i, v in enumerate(values)], description=_text(name))
    pace = round(max(100, min(1000, 12_000 / len(values))))      # ms; a film takes 12 s, a step at most 1 s
    button = widgets.Play(max=len(values) - 1, interval=pace, repeat=True, show_repeat=False)
    widgets.jslink((button, "value"), (slider, "index"))
    widgets.jslink((slider, "index"), (pages, "selected_index"))
    shown = sorted({0, len(values) // 2, len(values) - 1})          # what the stored notebook keeps of the film
    still = stage.sheet([frames[i] for i in shown], [f"{_text(name)} = {_text(values[i])}" for i in shown])
    return Player([widgets.HBox([button, _wide(slider)]), pages], still,
                  lambda: [({name: value}, render(**{name: value})[0]) for value in values],
                  {name: values}, {name: values[0]}, lambda case: frames[values.index(case[name])], pace)


def explore(draw, *, widths=(1,), size=(9.6, 3.8), **parameters):
    """Sliders whose picture the kernel draws anew at every move.

    draw: `draw(ax, name=value, …)`, or with several `widths` `draw(axes, …)`: axes side by side.
    parameters: a name with (low, high) for a slider (of ints, if both are), a list for a choice, or a
    str for a box to type in. Each starts at the default that `draw` gives it, else in the middle.
    The limits of the first picture stay. Raises ValueError for a parameter it cannot make a slider of.
    """
    if not parameters:
        raise ValueError("explore needs a parameter, such as rho=(0, 1.6), got none")
    start = {name: p.default for name, p in inspect.signature(draw).parameters.items() if p.default is not p.empty}
    controls = {name: _control(name, values, start.get(name)) for name, values in parameters.items()}

    def now():
        return {name: control.value for name, control in controls.items()}

    render = stage.renderer(draw, widths, size, now())
    still = render(**now())
    picture = widgets.HTML(_img(*still, "jpeg"))

    def update(_):
        try:
            picture.value = _img(*render(**now()), "jpeg")
        except Exception as error:                               # a callback's error would reach nobody
            picture.value = _sorry(error)

    for control in controls.values():
        control.observe(update, "value")
    return Player([widgets.VBox(list(controls.values())), picture], still,
                  lambda: [(case, render(**case)[0]) for case in _extremes(controls)],
                  {name: _values(control) for name, control in controls.items()}, now(), lambda case: render(**case),
                  typed=[name for name, values in parameters.items() if isinstance(values, str)])


def _img(image, sentence, kind="png"):
    width, height = image.size
    data = base64.b64encode(stage.jpeg(image) if kind == "jpeg" else stage.png(image, quick=True)).decode()
    return (f'<img src="data:image/{kind};base64,{data}" alt="{html.escape(sentence)}" width="{width}" height="{height}" '
            f'decoding="sync" style="max-width: 100%; height: auto">')


def _sorry(error):
    return (f"<details><summary>{type(error).__name__}: {html.escape(str(error))}</summary>"
            f"<pre>{html.escape(''.join(traceback.format_exception(error)))}</pre></details>")


def _control(name, values, start):
    text = _text(name)
    if isinstance(values, str):
        return _wide(widgets.Text(values, description=text, continuous_update=False))
    try:
        if isinstance(values, list):
            chosen = values[0] if start is None else start
            return _wide(widgets.SelectionSlider(options=values, value=chosen, description=text))
        low, high = values
        whole = isinstance(low + high, int)
        step = 1 if whole else _step(high - low)
        middle = low + round((high - low) / 2 / step) * step
        slider = widgets.IntSlider if whole else widgets.FloatSlider
        control = slider(middle if start is None else start, min=low, max=high, step=step, description=text)
        if low < high and control.value == (middle if start is None else start):      # ipywidgets clips in silence
            return _wide(control)
    except (TypeError, ValueError, LookupError, TraitError):
        pass
    raise ValueError(f"{name} needs (low, high), a list or a str, and a default among them, "
                     f"got {values!r} and {start!r}")


def _extremes(controls):
    """Every combination of where the controls stand with both ends of each."""
    values = [dict.fromkeys([control.value, *_ends(control)]) for control in controls.values()]
    return [dict(zip(controls, case)) for case in itertools.product(*values)]


def _values(control):
    """All values that a control can take; of a box to type in, the one that it holds."""
    if isinstance(control, widgets.SelectionSlider):
        return list(control.options)
    if isinstance(control, widgets.Text):
        return [control.value]
    count = round((control.max - control.min) / control.step)
    return [type(control.value)(round(control.min + k * control.step, 10)) for k in range(count + 1)]


def _ends(control):
    if isinstance(control, widgets.SelectionSlider):
        return [control.options[0], control.options[-1]]
    return [] if isinstance(control, widgets.Text) else [control.min, control.max]


def _step(span):
    """A round step, 1, 2 or 5 times a power of ten, that divides the span into 50 to 125."""
    power = 10.0 ** math.floor(math.log10(span / 50))
    return max(m * power for m in (1, 2, 5) if m * power <= span / 50 * (1 + 1e-9))


def _text(value):
    return str(value).replace("_", " ")


def _wide(control):
    control.layout.width, control.style.description_width = "560px", "initial"
    return control

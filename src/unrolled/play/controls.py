"""The controls above a picture: sliders, choices and boxes, made of the values of a parameter."""

import math

import ipywidgets as widgets
from traitlets import TraitError

from unrolled.play import ranges


def panel(parameters: dict, start: dict) -> dict[str, widgets.ValueWidget]:
    """A control for each parameter, by name.

    parameters: (low, high) for a slider (of ints, if both are), a list for a choice, or a str for a
    box to type in, which holds it at first; of a tuple of several, the box proposes all.
    start: where a slider or a choice stands at first, by name; else a slider stands in the middle,
    and a choice at the first of the list.
    Raises ValueError, naming the parameter, for values it can make no control of.
    """
    made: dict[str, widgets.ValueWidget] = {}
    for name, values in ranges.ordered(parameters).items():
        made[name] = _control(name, ranges.ends(name, values, case(made)), start.get(name))
    return {name: made[name] for name in parameters}


def case(controls: dict) -> dict:
    """Where the controls stand: values by name."""
    return {name: control.value for name, control in controls.items()}


class Followers:
    """Keeps the sliders whose ends depend on other controls where the reader wished them.

    A wish for the last value is one for the last of any range: the whole of a longer text is seen.
    """

    def __init__(self, controls, parameters):
        self.controls, self.parameters, self.fitting = controls, parameters, False
        names = [name for name, values in parameters.items() if ranges.follows(values)]
        self.wishes = {name: _wish(controls[name]) for name in names}

    def fit(self, moved: widgets.ValueWidget) -> None:
        """Fit all ends to where the controls stand; moved: the one that the reader has moved.

        While it does, `fitting` is true, as it may move sliders itself.
        """
        self.fitting = True
        try:
            for name in self.wishes:
                self._fit(name, moved)
        finally:
            self.fitting = False

    def _fit(self, name, moved):
        slider = self.controls[name]
        if slider is moved:
            self.wishes[name] = _wish(slider)
        low, high = ranges.ends(name, self.parameters[name], case(self.controls))
        slider.max = max(slider.max, low)  # else low could be above it
        slider.min, slider.max = low, high
        slider.value = min(max(self.wishes[name], low), high)


def _wish(slider):
    return math.inf if slider.value == slider.max else slider.value


def labelled(control: widgets.ValueWidget, name: str) -> widgets.ValueWidget:
    """The control, as wide as all, beside its name."""
    control.description = text(name)
    control.layout.width, control.style.description_width = "560px", "initial"
    return control


def text(value) -> str:
    """A name or a value as a reader sees it."""
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def _control(name, values, start):
    try:
        if ranges.typed(values):
            made = _box(ranges.texts(values))
        elif isinstance(values, list):
            first = values[0] if start is None else start
            made = widgets.SelectionSlider(options=values, value=first)
        else:
            low, high = values
            made = _slider(low, high, start)
    except (TypeError, ValueError, LookupError, TraitError):
        raise ValueError(
            f"{name} needs (low, high), a list or a str, and a default among them, "
            f"got {values!r} and {start!r}"
        ) from None
    return labelled(made, name)


def _box(texts):
    """A box to type in that holds the first text, and proposes all where there are several."""
    if len(texts) == 1:
        return widgets.Text(texts[0], continuous_update=False)
    return widgets.Combobox(
        value=texts[0], options=texts, ensure_option=False, continuous_update=False
    )


def _slider(low, high, start):
    step = ranges.step(low, high)
    if start is None:
        start = low + round((high - low) / 2 / step) * step
    if not (low < high and low <= start <= high):  # ipywidgets clips in silence
        raise ValueError
    slider = widgets.IntSlider if step == 1 and isinstance(low + high, int) else widgets.FloatSlider
    return slider(start, min=low, max=high, step=step)

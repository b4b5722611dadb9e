"""The controls above a picture: sliders, choices and boxes, made of the values of a parameter."""

import itertools
import math

import ipywidgets as widgets
from traitlets import TraitError


def control(name: str, values, start=None) -> widgets.ValueWidget:
    """A control for the parameter `name`.

    values: (low, high) for a slider (of ints, if both are), a list for a choice, or a str for a box
    to type in, which holds it at first. start: where a slider or a choice stands at first; None:
    in the middle of the slider, at the first of the list.
    Raises ValueError, naming the parameter, for values it can make no control of.
    """
    try:
        if isinstance(values, str):
            made = widgets.Text(values, continuous_update=False)
        elif isinstance(values, list):
            made = widgets.SelectionSlider(
                options=values, value=values[0] if start is None else start
            )
        else:
            low, high = values
            made = _slider(low, high, start)
    except (TypeError, ValueError, LookupError, TraitError):
        raise ValueError(
            f"{name} needs (low, high), a list or a str, and a default among them, "
            f"got {values!r} and {start!r}"
        ) from None
    return labelled(made, name)


def labelled(made: widgets.ValueWidget, name: str) -> widgets.ValueWidget:
    """The control, as wide as all, beside its name."""
    made.description = text(name)
    made.layout.width, made.style.description_width = "560px", "initial"
    return made


def text(value) -> str:
    """A name or a value as a reader sees it."""
    return str(value).replace("_", " ")


def extremes(controls: dict) -> list[dict]:
    """Every combination of where the controls stand with both ends of each, as values by name."""
    values = [dict.fromkeys([each.value, *_ends(each)]) for each in controls.values()]
    return [dict(zip(controls, case)) for case in itertools.product(*values)]


def _slider(low, high, start):
    whole = isinstance(low + high, int)
    step = 1 if whole else _step(high - low)
    if start is None:
        start = low + round((high - low) / 2 / step) * step
    if not (low < high and low <= start <= high):  # ipywidgets clips in silence
        raise ValueError
    slider = widgets.IntSlider if whole else widgets.FloatSlider
    return slider(start, min=low, max=high, step=step)


def _step(span):
    """A round step, 1, 2 or 5 times a power of ten, that divides the span into 50 to 125."""
    largest = span / 50 * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(largest))
    return max(m * power for m in (1, 2, 5) if m * power <= largest)


def _ends(each):
    if isinstance(each, widgets.SelectionSlider):
        return [each.options[0], each.options[-1]]
    return [] if isinstance(each, widgets.Text) else [each.min, each.max]

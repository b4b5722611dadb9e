"""The state of a player's controls, computed in Python for kernel and page alike.

*Values* are a dict {name: value}. *Settings* are a list of what the reader set each control to: the
label of a value, or a text. If the options depend on other parameters, the control shows the option
that is nearest to its setting; the setting "Infinity" keeps it at the upper end.
"""

from graphlib import CycleError, TopologicalSorter

from unrolled.play.parameters import Parameter, label, unique_labels


def state(parameters: dict[str, Parameter], settings: list[str]) -> tuple[dict, dict]:
    """Return the values that belong to settings, and the state of the controls.

    The state is a dict of settings; at, the index of each control's value among its options, or its
    text; and labels, of options that depend on other parameters, by the index of the control.
    Raises ValueError if a range is empty for these values.
    """
    values: dict = {}
    state: dict = {"settings": settings, "at": list(settings), "labels": {}}
    names = list(parameters)
    for name in _in_order(parameters):
        parameter, k = parameters[name], names.index(name)
        values[name] = settings[k]
        if parameter.kind != "text":
            options = parameter.options(values)
            labels = unique_labels(options)
            at = _index(options, labels, settings[k])
            values[name], state["at"][k] = options[at], at
            if parameter.depends_on:
                state["labels"][k] = labels
    return {name: values[name] for name in names}, state


def settings(parameters: dict[str, Parameter], values: dict) -> list[str]:
    """Return the settings for given values. Raises ValueError for unknown names or values."""
    if set(values) != set(parameters):
        raise ValueError(f"value needs the names {[*parameters]}, got {[*values]}")
    found = [values[n] if p.kind == "text" else label(values[n]) for n, p in parameters.items()]
    shown, controls = state(parameters, found)
    for name, value in values.items():
        if label(shown[name]) != label(value):
            raise ValueError(f"{name} needs a value of its control, got {value!r}")
    for k, labels in controls["labels"].items():
        found[k] = "Infinity" if controls["at"][k] == len(labels) - 1 else found[k]
    return found


def controls(parameters: dict[str, Parameter]) -> list[dict]:
    """Return a description of each control for the page."""
    return [
        {"name": label(name), "kind": each.kind, "start": each.start, "labels": _labels(each)}
        | {"depends": bool(each.depends_on)}
        for name, each in parameters.items()
    ]


def extremes(parameters: dict[str, Parameter], settings: list[str]) -> list[list[str]]:
    """Return the settings, and variants with one control at the first or last of its options."""
    values, _ = state(parameters, settings)
    found = [settings]
    for k, each in enumerate(parameters.values()):
        labels = [] if each.kind == "text" else unique_labels(each.options(values))
        found += [[*settings[:k], end, *settings[k + 1 :]] for end in {*labels[:1], *labels[-1:]}]
    return found


def _in_order(parameters):
    """Return the names, each after those that it depends on. Raises ValueError for a cycle."""
    for name, each in parameters.items():
        if unknown := sorted(set(each.depends_on) - set(parameters)):
            raise ValueError(f"an end of {name} needs {unknown}, but there is no such slider")
    try:
        return [*TopologicalSorter({n: p.depends_on for n, p in parameters.items()}).static_order()]
    except CycleError as error:
        raise ValueError(f"ends need an order, got the cycle {error.args[1]}") from None


def _labels(parameter):
    if parameter.depends_on:
        return []
    options = parameter.options({})
    return options if parameter.kind == "text" else unique_labels(options)


def _index(options, labels, setting):
    """Return the index of a setting, or else of the nearest number; a setting may be infinite."""
    if setting in labels:
        return labels.index(setting)
    inside = min(max(float(setting), options[0]), options[-1])
    return min(range(len(options)), key=lambda k: abs(options[k] - inside))

"""Where the controls of a player stand, computed once for kernel and page alike.

A *case* is a dict of values by name. *Wishes* are a list that says where the reader has put each
control: the label of a value, or a text. Where values depend on other parameters, the control
stands as near to its wish as it may: "Infinity" wishes for the end, however far it is.
"""

from graphlib import CycleError, TopologicalSorter

from unrolled.play.parameters import Parameter, in_words, text


def state(parameters: dict[str, Parameter], wishes: list[str]) -> tuple[dict, dict]:
    """The case where the controls stand as near to the wishes as they may, and its entry.

    An entry is what a page is told: at, the place of each control in its list, or its text; and
    labels, of the lists that follow others, by the number of the control.
    Raises ValueError for a range that is empty in this case.
    """
    case: dict = {}
    entry: dict = {"wishes": wishes, "at": list(wishes), "labels": {}}
    names = list(parameters)
    for name in ordered(parameters):
        each, k = parameters[name], names.index(name)
        case[name] = wishes[k]
        if each.kind != "text":
            values = each.values(case)
            labels = in_words(values)
            place = labels.index(wishes[k]) if wishes[k] in labels else _nearest(values, wishes[k])
            case[name], entry["at"][k] = values[place], place
            if each.follows:
                entry["labels"][k] = labels
    return {name: case[name] for name in names}, entry


def wishes(parameters: dict[str, Parameter], case: dict) -> list[str]:
    """The wishes that lead to a case. Raises ValueError for names or values that cannot be."""
    if set(case) != set(parameters):
        raise ValueError(f"value needs the names {[*parameters]}, got {[*case]}")
    found = [text(case[name]) if p.kind != "text" else case[name] for name, p in parameters.items()]
    there, entry = state(parameters, found)
    if off := [name for name in case if text(there[name]) != text(case[name])]:
        raise ValueError(f"{off[0]} needs a value of its control, got {case[off[0]]!r}")
    for k, labels in entry["labels"].items():
        found[k] = "Infinity" if entry["at"][k] == len(labels) - 1 else found[k]
    return found


def controls(parameters: dict[str, Parameter]) -> list[dict]:
    """What a page is told of each control."""
    return [
        {"name": text(name), "kind": each.kind, "start": each.start, "follows": bool(each.follows)}
        | {"labels": [] if each.follows else _all_labels(each)}
        for name, each in parameters.items()
    ]


def ends(parameters: dict[str, Parameter], wishes: list[str]) -> list[list[str]]:
    """These wishes, and those where one control after the other stands at either of its ends."""
    found = [wishes]
    for k, each in enumerate(parameters.values()):
        values = [] if each.kind == "text" else in_words(each.values(state(parameters, wishes)[0]))
        found += [[*wishes[:k], label, *wishes[k + 1 :]] for label in {*values[:1], *values[-1:]}]
    return found


def ordered(parameters: dict[str, Parameter]) -> list[str]:
    """The names, each after those that it follows. Raises ValueError where that cannot be."""
    for name, each in parameters.items():
        if unknown := sorted(set(each.follows) - set(parameters)):
            raise ValueError(f"an end of {name} needs {unknown}, of which there is no other slider")
    try:
        return [*TopologicalSorter({n: p.follows for n, p in parameters.items()}).static_order()]
    except CycleError as error:
        raise ValueError(f"ends need an order, got {error.args[1]} in a circle") from None


def _all_labels(each):
    """What is typed is proposed as it is."""
    return each.values({}) if each.kind == "text" else in_words(each.values({}))


def _nearest(values, wish):
    """The place of the number that is nearest to the wish."""
    inside = min(max(float(wish), values[0]), values[-1])
    return min(range(len(values)), key=lambda k: abs(values[k] - inside))

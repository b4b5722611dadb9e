"""The values of a parameter: (low, high), a list, or texts; an end may be a function.

An end that is a function depends on other parameters, which it names as its own: where the text is
typed, `t=(0, lambda text: len(text))` ends with the text. A case is a dict of values by name.
"""

import inspect
import itertools
import math


def follows(values) -> bool:
    """Whether these are (low, high) of which an end depends on other parameters."""
    return isinstance(values, tuple) and any(callable(end) for end in values)


def typed(values) -> bool:
    """Whether these are for a box to type in: a text, or a tuple of several."""
    return bool(texts(values)) and not isinstance(values, list)


def texts(values) -> list[str]:
    """The texts that are proposed for a box to type in, the first one first."""
    values = [values] if isinstance(values, str) else values
    return list(values) if all(isinstance(each, str) for each in values) else []


def ordered(parameters: dict) -> dict:
    """The same parameters, those that depend on others last."""
    return dict(sorted(parameters.items(), key=lambda item: follows(item[1])))


def ends(name: str, values, case: dict):
    """The values of the parameter `name`, with each end that is a function as it is in this case.

    Raises ValueError where a function asks for what is not in the case, or the range is empty.
    """
    if not follows(values):
        return values
    asked = {other: case.get(other) for other in _asked(values)}
    if unknown := sorted(asked.keys() - case.keys()):
        raise ValueError(f"an end of {name} needs {unknown}, of which there is no other slider")
    low, high = (_end(each, case) for each in values)
    if low > high:
        raise ValueError(f"{name} needs (low, high), got {(low, high)} where {asked}")
    return low, high


def step(low: float, high: float) -> float:
    """1 between whole numbers; else 1, 2 or 5 times a power of ten, so that there are 50 to 125."""
    if isinstance(low + high, int):
        return 1
    largest = (high - low) / 50 * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(largest))
    return max(m * power for m in (1, 2, 5) if m * power <= largest)


def choices(parameters: dict, start: dict) -> dict[str, list]:
    """All values of each parameter, in order; of what can be typed, the start and what is proposed.

    Where an end depends on others, all that any of their values allows.
    """
    found: dict[str, list] = {}
    for name, values in ordered(parameters).items():
        if typed(values):
            found[name] = _once(start[name], *texts(values))
        elif isinstance(values, list):
            found[name] = values
        else:
            others = {other: found[other] for other in _asked(values)}
            lows, highs = zip(*(ends(name, values, case) for case in _product(others)))
            found[name] = _rungs(min(lows), max(highs), step(*ends(name, values, start)))
    return {name: found[name] for name in parameters}


def inside(parameters: dict, case: dict) -> bool:
    """Whether each value that depends on others is within its ends."""
    ranges = {
        name: ends(name, values, case) for name, values in parameters.items() if follows(values)
    }
    return all(low <= case[name] <= high for name, (low, high) in ranges.items())


def extremes(parameters: dict, start: dict) -> list[dict]:
    """The start, and both ends of each parameter beside both ends of all others.

    Of a parameter that is alone, all values.
    """
    found = choices(parameters, start)
    if len(found) == 1:
        return _product(found)
    ends_of = {name: _once(each[0], each[-1]) for name, each in found.items()}
    cases = [dict(start)]
    for case in _product(ends_of):
        for name, values in parameters.items():
            if follows(values):
                low, high = ends(name, values, case)
                case[name] = min(max(case[name], low), high)
        if case not in cases:
            cases.append(case)
    return cases


def _asked(values):
    functions = [end for end in values if callable(end)]
    return {name for end in functions for name in inspect.signature(end).parameters}


def _end(end, case):
    return end(**{name: case[name] for name in _asked([end])}) if callable(end) else end


def _product(values):
    """Every combination of the values of each name: a list of cases."""
    return [dict(zip(values, case)) for case in itertools.product(*values.values())]


def _once(*values):
    return list(dict.fromkeys(values))


def _rungs(low, high, width):
    count = round((high - low) / width)
    return [type(low + width)(round(low + k * width, 10)) for k in range(count + 1)]

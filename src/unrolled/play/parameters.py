"""The parameters of a player: ranges, choices and texts."""

import inspect
import itertools
import math
import numbers
from collections.abc import Callable
from typing import NamedTuple

MAX_INTEGERS = 1000  # in a range of step 1; more would be several values per pixel of a slider
NEEDS = "(low, high), a list or a str"


class Parameter(NamedTuple):
    """A parameter of a player.

    kind: "range" for ordered values, "choice", or "text", which is typed.
    options: a function from {name: value} of the other parameters to the list of possible values,
    or for a text of suggested ones. start: the label of the first value shown.
    depends_on: the names of the parameters that `options` needs.
    """

    kind: str
    options: Callable[[dict], list]
    start: str
    depends_on: tuple[str, ...] = ()


def flipbook_parameter(name: str, values) -> Parameter:
    """Return the parameter of a flipbook: a range of any values. Raises ValueError."""
    values = _to_list(name, values, "values in their order, such as range(7)")
    return Parameter("range", lambda _: values, label(values[0]))


def explore_parameter(name: str, values, start=None) -> Parameter:
    """Return a parameter of an `explore`, whose docstring describes `values`.

    start: the first value; None: the middle of a range, the end of a range that depends on other
    parameters, the first of a list. Raises ValueError, naming the parameter.
    """
    texts = values if isinstance(values, tuple) else (values,)
    if texts and all(isinstance(each, str) for each in texts):
        first = texts[0] if start is None else str(start)
        return Parameter("text", lambda _: list(dict.fromkeys([first, *texts])), first)
    if isinstance(values, tuple):
        return _range(name, values, start)
    values = _to_list(name, values, NEEDS)
    first = label(values[0] if start is None else start)
    if first not in map(label, values):
        raise ValueError(f"{name} needs {NEEDS}, and a default among them, got {start!r}")
    ordered = all(isinstance(each, numbers.Real) for each in values)
    return Parameter("range" if ordered else "choice", lambda _: values, first)


def signature(draw: Callable) -> inspect.Signature:
    """Return the signature of `draw`. Raises ValueError unless it is a function."""
    if not callable(draw):
        raise ValueError(f"draw needs a function, got {draw!r}")
    return inspect.signature(draw)


def check_signature(draw: Callable, values: dict) -> None:
    """Raise ValueError unless `draw` takes axes and these values by name."""
    takes = signature(draw)
    try:
        takes.bind(None, **values)
    except TypeError as error:
        needs = ", ".join(["axes", *values])
        raise ValueError(f"draw needs to take {needs}, got {takes}: {error}") from None
    if reserved := sorted({"widths", "size", "pace"} & set(takes.parameters)):
        raise ValueError(f"draw needs other names than {reserved}, which are reserved")


def label(value) -> str:
    """Return a name or a value as the reader sees it."""
    return f"{value:.10g}" if isinstance(value, float) else str(value).replace("_", " ")


def unique_labels(values: list) -> list[str]:
    """Return the labels of values, with a number added to repeated ones."""
    found: dict[str, None] = {}
    for text in map(label, values):
        candidates = itertools.chain([text], (f"{text} ({k})" for k in itertools.count(2)))
        found[next(each for each in candidates if each not in found)] = None
    return list(found)


def _range(name, ends, start):
    if len(ends) != 2 or not all(callable(end) or isinstance(end, numbers.Real) for end in ends):
        raise ValueError(f"{name} needs {NEEDS}, got {ends!r}")
    depends_on = tuple(dict.fromkeys(other for end in ends for other in _arguments(end)))

    def options(values):
        low, high = (_evaluate(end, values) for end in ends)
        numeric = all(isinstance(end, numbers.Real) for end in (low, high))
        if not numeric or not _is_range(low, high) or low == high and not depends_on:
            others = {other: values[other] for other in depends_on}
            where = f" where {others}" if others else ""
            raise ValueError(f"{name} needs (low, high), got {(low, high)}{where}")
        return _grid(low, high, start)

    if depends_on:
        first = "Infinity" if start is None else label(start)
        return Parameter("range", options, first, depends_on)
    found = options({})
    first = found[len(found) // 2] if start is None else start
    if first not in found:
        raise ValueError(f"{name} needs a default from {found[0]} to {found[-1]}, got {start!r}")
    return Parameter("range", lambda _: found, label(first))


def _is_range(low, high):
    """Return whether numbers from low to high have a width that a slider can show."""
    return -1e300 < low <= high < 1e300 and (low == high or high - low > 1e-300)


def _arguments(end):
    return [*inspect.signature(end).parameters] if callable(end) else []


def _evaluate(end, values):
    """Return the end of a range, a number or a function of other parameters, as a number."""
    if callable(end):
        end = end(**{name: values[name] for name in _arguments(end)})
    return _to_python(end)


def _grid(low, high, start):
    """Return round values from low to high, including both, and `start` if it is between them."""
    integer = isinstance(low + high, int)
    step = 1 if integer and high - low <= MAX_INTEGERS or low == high else _step(low, high)
    count = math.ceil((high - low) / step * (1 - 1e-9))
    grid = [low + k * step for k in range(1, count)]
    grid = grid if integer else [float(label(value)) for value in grid]
    inside = isinstance(start, numbers.Real) and low <= start <= high
    grid += [low, high, _to_python(start)] if inside else [low, high]
    return sorted({label(value): value if integer else float(value) for value in grid}.values())


def _step(low, high):
    """Return 1, 2 or 5 times a power of ten, for 50 to 125 steps."""
    largest = (high - low) / 50 * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(largest))
    step = max(m * power for m in (1, 2, 5) if m * power <= largest)
    return int(step) if isinstance(low + high, int) else step


def _to_python(number):
    """Return a NumPy scalar as a Python number, and anything else unchanged."""
    return number.item() if getattr(number, "ndim", None) == 0 else number


def _to_list(name, values, needs):
    try:
        if isinstance(values, (str, dict, set)):
            raise TypeError
        values = [*map(_to_python, values)]
    except TypeError:
        raise ValueError(f"{name} needs {needs}, got {values!r}") from None
    if not values:
        raise ValueError(f"{name} needs at least one value, got none")
    return values

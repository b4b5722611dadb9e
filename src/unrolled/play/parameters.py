"""What the parameters of a player may be: a range, a choice, or a text. A case: values by name."""

import inspect
import itertools
import math
import numbers
from collections.abc import Callable
from typing import NamedTuple

FINEST = 1000  # whole numbers in one range; beyond that, a pixel of the slider is several
NEEDS = "(low, high), a list or a str"


class Parameter(NamedTuple):
    """What one parameter may be.

    kind: "range" of what has an order, "choice", or "text", which is typed.
    values: of a case: the list of all values, in order; of a text, those that are proposed.
    start: the wish at first. follows: the names of the parameters that the values depend on.
    """

    kind: str
    values: Callable[[dict], list]
    start: str
    follows: tuple[str, ...] = ()


def film(name: str, values) -> Parameter:
    """The parameter of a film, which shows `values` in their order. Raises ValueError."""
    values = _listed(name, values, "values in their order, such as range(7)")
    return Parameter("range", lambda case: values, text(values[0]))


def parameter(name: str, values, start=None) -> Parameter:
    """The parameter of an `explore`.

    values: (low, high) for a range (of ints, if both are), where an end may be a function of other
    parameters; a str that is typed, or a tuple of several that are proposed; or all to choose from.
    start: its value at first; None: the middle of a range, the end of one that follows others, the
    first to choose from. Raises ValueError, naming the parameter.
    """
    if isinstance(values, str) or isinstance(values, tuple) and _are(str, values):
        texts = [values] if isinstance(values, str) else list(values)
        first = texts[0] if start is None else str(start)
        return Parameter("text", lambda case: list(dict.fromkeys([first, *texts])), first)
    if isinstance(values, tuple):
        return _range(name, values, start)
    values = _listed(name, values, NEEDS)
    first = text(values[0] if start is None else start)
    if first not in map(text, values):
        raise ValueError(f"{name} needs {NEEDS}, and a default among them, got {start!r}")
    return Parameter(
        "range" if _are(numbers.Real, values) else "choice", lambda case: values, first
    )


def text(value) -> str:
    """A name or a value as a reader sees it."""
    return f"{value:.10g}" if isinstance(value, float) else str(value).replace("_", " ")


def in_words(values: list) -> list[str]:
    """The labels of values, of which no two are alike."""
    found: dict[str, None] = {}
    for label in map(text, values):
        places = itertools.chain([label], (f"{label} ({k})" for k in itertools.count(2)))
        found[next(place for place in places if place not in found)] = None
    return list(found)


def _range(name, ends, start):
    if len(ends) != 2 or not all(callable(end) or isinstance(end, numbers.Real) for end in ends):
        raise ValueError(f"{name} needs {NEEDS}, got {ends!r}")
    asked = [[*inspect.signature(end).parameters] if callable(end) else [] for end in ends]
    follows = tuple(dict.fromkeys([*asked[0], *asked[1]]))

    def values(case):
        low, high = (
            _plain(end(**{other: case[other] for other in others}) if callable(end) else end)
            for end, others in zip(ends, asked)
        )
        if not low <= high < math.inf or low == -math.inf or low == high and not follows:
            where = f" where { ({other: case[other] for other in follows}) }" if follows else ""
            raise ValueError(f"{name} needs (low, high), got {(low, high)}{where}")
        return _rungs(low, high, start)

    if follows:
        return Parameter("range", values, "Infinity" if start is None else text(start), follows)
    found = values({})
    first = found[len(found) // 2] if start is None else start
    if first not in found:
        raise ValueError(f"{name} needs a default from {found[0]} to {found[-1]}, got {start!r}")
    return Parameter("range", lambda case: found, text(first))


def _rungs(low, high, start):
    """From low to high in round steps; both are in it, and so is `start` if it is between them."""
    whole = isinstance(low + high, int)
    step = 1 if whole and high - low <= FINEST or low == high else _step(low, high)
    count = math.ceil((high - low) / step * (1 - 1e-9))
    rungs = [low + k * step for k in range(1, count)]
    rungs = rungs if whole else [float(text(rung)) for rung in rungs]
    inside = isinstance(start, numbers.Real) and low <= start <= high
    rungs += [low, high, _plain(start)] if inside else [low, high]
    return sorted({text(rung): rung if whole else float(rung) for rung in rungs}.values())


def _step(low, high):
    """1, 2 or 5 times a power of ten, so that there are 50 to 125 steps."""
    largest = (high - low) / 50 * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(largest))
    step = max(m * power for m in (1, 2, 5) if m * power <= largest)
    return int(step) if isinstance(low + high, int) else step


def _plain(number):
    """A number of NumPy's as one of Python's."""
    return number.item() if hasattr(number, "item") else number


def _listed(name, values, needs):
    """What can be taken one by one, as a list; the numbers in it as Python's."""
    try:
        if isinstance(values, (str, dict, set)):
            raise TypeError
        values = [_plain(value) if getattr(value, "ndim", 1) == 0 else value for value in values]
    except TypeError:
        raise ValueError(f"{name} needs {needs}, got {values!r}") from None
    if not values:
        raise ValueError(f"{name} needs at least one value, got none")
    return values


def _are(kind, values):
    return all(isinstance(each, kind) for each in values) and bool(values)

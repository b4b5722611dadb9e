"""Questions to the reader: bets, whose answers stay hidden until clicked, and exercises."""

import html
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout

from IPython.display import display


@contextmanager
def bet() -> Iterator[None]:
    """Fold what the block prints, so that *Run All Cells* does not reveal the answer of a bet.

    >>> with bet():
    ...     print("the answer")  # doctest: +SKIP
    """
    with redirect_stdout(io.StringIO()) as printed:
        yield
    text = printed.getvalue()
    folded = f"<summary>Place your bet, then look</summary><pre>{html.escape(text)}</pre>"
    data = {"text/html": f'<details class="bet">{folded}</details>', "text/plain": text}
    display(data, raw=True)


class _NotAnswered(Exception):
    pass


def check(answer: object, *properties: tuple[Callable, str]) -> None:
    """Print "not answered yet", "right", or the hint for the first property that does not hold.

    answer: `...` or a function that returns `...` is not answered yet.
    properties: pairs (holds, hint); `holds(answer)` must be true for every right answer. An
    exception counts as a property that does not hold.
    """
    print(_verdict(answer, properties))


def _verdict(answer, properties):
    def answered(*args, **kwargs):
        result = answer(*args, **kwargs)
        if result is ...:
            raise _NotAnswered
        return result

    if answer is ...:
        return "not answered yet"
    try:
        for holds, hint in properties:
            if not holds(answered if callable(answer) else answer):
                return f"not yet: {hint}"
    except _NotAnswered:
        return "not answered yet"
    except Exception as error:  # students may write anything
        return f"not yet: with your answer the check stopped at {type(error).__name__}: {error}"
    return "right"

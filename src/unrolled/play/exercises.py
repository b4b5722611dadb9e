"""Tells a student whether an exercise is solved."""

from collections.abc import Callable


class _Unanswered(Exception):
    pass


def check(answer: object, *properties: tuple[Callable, str]) -> None:
    """Print "not answered yet", "right", or the hint of the first property that does not hold.

    answer: what stands in place of `...`: a value, or a function that returns something else.
    properties: pairs (holds, hint): `holds(answer)` is true of every right answer.
    An error is a hint too.
    """
    print(_verdict(answer, properties))


def _verdict(answer, properties):
    def answered(*args, **kwargs):
        result = answer(*args, **kwargs)
        if result is ...:
            raise _Unanswered
        return result

    if answer is ...:
        return "not answered yet"
    try:
        for holds, hint in properties:
            if not holds(answered if callable(answer) else answer):
                return f"not yet: {hint}"
    except _Unanswered:
        return "not answered yet"
    except Exception as error:  # whatever a student may write
        return f"not yet: with your answer the check stopped at {type(error).__name__}: {error}"
    return "right"

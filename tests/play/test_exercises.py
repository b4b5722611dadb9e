"""Check: the messages for unanswered, right and wrong answers."""

import pytest

from unrolled.play import check

STOPPED = "not yet: with your answer the check stopped at "
VALUE = [(lambda value: value > 0, "it should be positive"), (lambda v: v == 3, "count again")]
FUNCTION = [(lambda f: f(2) == 4, "twice as much")]


@pytest.mark.parametrize(
    "properties, answer, message",
    [
        (VALUE, ..., "not answered yet"),
        (VALUE, 3, "right"),
        (VALUE, -1, "not yet: it should be positive"),
        (VALUE, 4, "not yet: count again"),
        (
            VALUE,
            "three",
            f"{STOPPED}TypeError: '>' not supported between instances of 'str' and 'int'",
        ),
        (FUNCTION, lambda n: ..., "not answered yet"),
        (FUNCTION, lambda n: 2 * n, "right"),
        (FUNCTION, lambda n: n, "not yet: twice as much"),
        (FUNCTION, lambda n: n / 0, f"{STOPPED}ZeroDivisionError: division by zero"),
    ],
)
def test_check_prints_the_verdict_or_hint(properties, answer, message, capsys):
    check(answer, *properties)
    assert capsys.readouterr().out == message + "\n"

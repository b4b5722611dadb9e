"""What a student is told."""

import pytest

from unrolled.play import check

PROPERTIES = [
    (lambda value: value > 0, "it should be positive"),
    (lambda value: value == 3, "count again"),
]


@pytest.mark.parametrize(
    "answer, told",
    [
        (..., "not answered yet"),
        (3, "right"),
        (-1, "not yet: it should be positive"),
        (4, "not yet: count again"),
        (
            "three",
            "not yet: with your answer the check stopped at TypeError: "
            "'>' not supported between instances of 'str' and 'int'",
        ),
    ],
)
def test_a_value(answer, told, capsys):
    check(answer, *PROPERTIES)
    assert capsys.readouterr().out == told + "\n"


@pytest.mark.parametrize(
    "answer, told",
    [
        (lambda n: ..., "not answered yet"),
        (lambda n: 2 * n, "right"),
        (lambda n: n, "not yet: twice as much"),
        (
            lambda n: n / 0,
            "not yet: with your answer the check stopped at ZeroDivisionError: division by zero",
        ),
    ],
)
def test_a_function(answer, told, capsys):
    check(answer, (lambda f: f(2) == 4, "twice as much"))
    assert capsys.readouterr().out == told + "\n"

"""Which values a parameter may take, where an end depends on others too."""

import pytest

from unrolled.play import ranges

FOLLOWING = {"t": (0, lambda text: len(text)), "text": ["a", "abc"], "gain": (0.0, 1.0)}
START = {"t": 1, "text": "a", "gain": 0.5}


def test_an_end_follows_what_it_names():
    assert ranges.ends("t", FOLLOWING["t"], {"text": "abcd", "gain": 0}) == (0, 4)
    assert ranges.ends("t", (lambda a, b: a - b, lambda a: a), {"a": 5, "b": 2}) == (3, 5)
    assert ranges.ends("gain", (0.0, 1.0), {}) == (0.0, 1.0)


def test_all_choices_are_those_of_any_value_of_the_others():
    found = ranges.choices(FOLLOWING, START)
    assert list(found) == ["t", "text", "gain"]
    assert found["t"] == [0, 1, 2, 3] and found["text"] == ["a", "abc"]
    assert found["gain"][:3] == [0, 0.02, 0.04] and found["gain"][-1] == 1
    assert ranges.choices({"n": (0, lambda k: k), "k": (2, 4)}, {"n": 0, "k": 2})["n"] == [
        *range(5)
    ]
    assert ranges.choices({"text": "typed"}, {"text": "typed"}) == {"text": ["typed"]}


def test_a_case_is_inside_where_its_values_fit_together():
    assert ranges.inside(FOLLOWING, {"t": 3, "text": "abc", "gain": 0})
    assert not ranges.inside(FOLLOWING, {"t": 3, "text": "a", "gain": 0})
    assert ranges.inside({"a": (0, 1)}, {"a": 7})  # what depends on nothing, its slider keeps in


def test_extremes_are_inside_and_come_once():
    cases = ranges.extremes(FOLLOWING, START)
    assert all(ranges.inside(FOLLOWING, case) for case in cases)
    assert {(case["t"], case["text"]) for case in cases} == {
        (0, "a"),
        (1, "a"),
        (0, "abc"),
        (3, "abc"),
    }
    assert cases[0] == START and len(cases) == 1 + 4 * 2
    assert ranges.extremes({"t": [1, 2, 3]}, {"t": 1}) == [{"t": 1}, {"t": 2}, {"t": 3}]


@pytest.mark.parametrize(
    "values, case, needs",
    [
        ((0, lambda text: 1), {"sentence": ""}, r"an end of t needs \['text'\]"),
        ((1, lambda text: len(text)), {"text": ""}, r"t needs \(low, high\), got \(1, 0\) where"),
    ],
)
def test_a_bad_end_is_named(values, case, needs):
    with pytest.raises(ValueError, match=needs):
        ranges.ends("t", values, case)


@pytest.mark.parametrize(
    "low, high, step", [(0, 9, 1), (0, 1.6, 0.02), (0.0, 3, 0.05), (0.0, 100.0, 2)]
)
def test_steps_are_round_and_fifty_or_more(low, high, step):
    assert ranges.step(low, high) == pytest.approx(step)


def test_a_text_to_type_has_the_proposed_ones_as_choices():
    for values, found in [("a b", ["a b"]), (("a b", "c"), ["a b", "c"])]:
        assert ranges.typed(values) and ranges.texts(values) == found
        assert ranges.choices({"text": values}, {"text": "a b"}) == {"text": found}
    assert not ranges.typed((0, 3)) and not ranges.typed(["a", "b"])

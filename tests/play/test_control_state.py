"""Control state: values of a parameter, settings of its control, and rejected arguments."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled import play
from unrolled.play.control_state import controls, extremes, settings, state
from unrolled.play.parameters import explore_parameter, flipbook_parameter


def values(spec, start=None, **case):
    return explore_parameter("a", spec, start).options(case)


def following(end=len, **others):
    """A slider `t` whose end depends on the typed `text`."""
    made = {"t": (0, lambda text: end(text)), "text": "abcdef"} | others
    return {name: explore_parameter(name, spec) for name, spec in made.items()}


def shown(parameters, *given):
    """The values for these settings, in order."""
    return [*state(parameters, list(given))[0].values()]


@pytest.mark.parametrize(
    "ends, step",
    [((0, 9), 1), ((0, 1.6), 0.02), ((0.0, 3), 0.05), ((0.0, 100.0), 2), ((-2, 1999), 20)]
    + [((0, 1.234), 0.02), ((0.0, 1.01), 0.02), ((0, 2 / 3), 0.01), ((1e-9, 2e-9), 1e-11 * 2)],
)
def test_slider_steps_are_round_and_include_both_ends(ends, step):
    found = values(ends)
    assert (found[0], found[-1]) == ends and found == sorted(set(found))
    assert np.diff(found)[:-1] == pytest.approx(step) and 0 < found[-1] - found[-2] < 1.01 * step


@given(st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3, unique=True))
def test_range_has_ends_default_and_50_to_130_values(thousandths):
    low, start, high = (k / 1000 for k in sorted(thousandths))
    found = values((low, high), start)
    assert (found[0], found[-1]) == (low, high) and start in found and 50 <= len(found) <= 130


def test_integers_and_numpy_scalars_become_python_values():
    for spec in [(np.int64(0), np.int32(3)), np.arange(4), (n for n in range(4)), range(4)]:
        assert repr(values(spec)) == "[0, 1, 2, 3]"
    assert repr(values([np.float64(0.5), np.str_("a")])) == "[0.5, 'a']"


def test_iterators_are_consumed_only_once():
    for once in [map(str, range(3)), (str(n) for n in range(3))]:
        parameter = flipbook_parameter("a", once)
        assert parameter.options({}) == parameter.options({}) == ["0", "1", "2"]


@pytest.mark.parametrize("start", [0.25, 1 / 3, 0, 1.6, np.float64(0.77)])
def test_default_off_the_grid_is_kept_exactly(start):
    made = {"a": explore_parameter("a", (0, 1.6), start)}
    assert shown(made, controls(made)[0]["start"]) == [start]


def test_slider_starts_in_the_middle_and_choice_at_the_first():
    starts = [explore_parameter("a", spec).start for spec in [(0, 8), (0, 3.0), ["x", "y"], "b c"]]
    assert starts == ["4", "1.5", "x", "b c"]


def test_text_box_suggests_the_other_texts():
    (control,) = controls({"a_b": explore_parameter("a_b", ("h_t", "c"), "d")})
    assert control["labels"] == ["d", "h_t", "c"] and control["start"] == "d"
    assert (control["name"], control["kind"]) == ("a b", "text")


def test_labels_are_readable_and_unique():
    (control,) = controls({"a": flipbook_parameter("a", [0.0, 1, 0.1 + 0.2, 0.3, "W_h", 1.0])})
    assert control["labels"] == ["0", "1", "0.3", "0.3 (2)", "W h", "1 (2)"]
    for alike in [["f (x)", "f (x)"], ["a", "a (2)", "a"], ["a (2)", "a", "a"]]:
        (control,) = controls({"a": flipbook_parameter("a", alike)})
        assert len(set(control["labels"])) == len(alike)


def test_slider_returns_to_its_setting_when_the_range_grows():
    found = [shown(following(), "4", text)[0] for text in ["abcdef", "abc", "", "abcdef"]]
    assert found == [4, 3, 0, 4]
    found = [shown(following(), "Infinity", text)[0] for text in ["abc", "a", "abcdefgh"]]
    assert found == [3, 1, 8]  # a slider at its end stays at the end


def test_dependent_ends_can_be_chained():
    made = {"c": (lambda b: b, lambda b, a: a + b), "a": (1, 3), "b": (lambda a: -a, lambda a: a)}
    made = {name: explore_parameter(name, spec) for name, spec in made.items()}
    assert shown(made, "Infinity", "3", "Infinity") == [6, 3, 3]
    assert shown(made, "-Infinity", "2", "-Infinity") == [-2, 2, -2]
    assert state(made, ["0", "1", "1"])[1]["labels"] == {2: ["-1", "0", "1"], 0: ["1", "2"]}


def test_settings_round_trip_to_values():
    made = following(gain=(0, 1.6), mark=["o", "s"])
    for t, text, gain, mark in itertools.product([0, 2, 3], ["abc"], [0, 1.6], ["o", "s"]):
        case = {"t": t, "text": text, "gain": gain, "mark": mark}
        found = settings(made, case)
        assert state(made, found)[0] == case and (found[0] == "Infinity") == (t == 3)


def test_extremes_contain_both_ends_of_each_slider():
    made = following(gain=(0, 1.6), mark=["o", "s"])
    start = [control["start"] for control in controls(made)]
    found = extremes(made, start)
    assert found[0] == start and {each[0] for each in found} == {"0", "6", "Infinity"}
    assert {each[2] for each in found} == {"0", "0.8", "1.6"} and len(found) == 1 + 3 * 2


def plane(ax, a=0.5, b=1):
    ax.plot([a], [b], "o")


def explore(draw=plane, **parameters):
    return lambda: play.explore(draw, **parameters)


def flipbook(**parameters):
    return lambda: play.flipbook(plane, **parameters)


def assigned(**value):
    return lambda: setattr(play.explore(plane, a=(0, 1.6), b=(0, 3)), "value", value)


LIST = r"a needs \(low, high\), a list or a str, got "
REJECTED = [
    (flipbook(), r"flipbook needs one parameter, such as t=range\(7\), got \[\]"),
    (flipbook(b=[1], a=[1]), r"flipbook needs one parameter, .* got \['a', 'b'\]"),
    *[
        (flipbook(a=bad), "a needs values in their order, such as .*, got ")
        for bad in [7, None, {1: 2}, {1, 2}, "abc", np.array(3)]
    ],
    *[(flipbook(a=empty), "a needs at least one value, got none") for empty in [[], (), range(0)]],
    (explore(), "explore needs a parameter"),
    *[(explore(a=bad), LIST) for bad in [7, None, (), (1, 2, 3), ("a", 1), {1: 2}, {1, 2}]],
    (explore(a=[]), "a needs at least one value, got none"),
    *[
        (explore(a=bad), r"a needs \(low, high\), got \(")
        for bad in [(1, 0), (1, 1), (0, math.inf), (-math.inf, 0), (math.nan, 1), (0, math.nan)]
        + [(0, 10**400), (-1.7e308, 1.7e308), (0, 5e-324), (0, lambda: "a"), (0, lambda: None)]
    ],
    (explore(a=(2, 3)), "a needs a default from 2 to 3, got 0.5"),
    (explore(a=[2, 3]), "a needs .*, and a default among them, got 0.5"),
    (explore(lambda ax, t: None, t=(0, lambda word: 3)), r"an end of t needs \['word'\]"),
    (
        explore(lambda ax, a, b: None, a=(0, lambda b: b), b=(0, lambda a: a)),
        "ends need an order",
    ),
    (
        explore(lambda ax, t, s: None, t=(1, lambda s: len(s)), s=""),
        r"t needs \(low, high\), got \(1, 0\) where {'s': ''}",
    ),
    (explore(None, a=(0, 1)), "draw needs a function, got None"),
    (explore(a=(0, 1), b=(0, 3), size=(9, 51)), "size needs a number above 0, at most 50, got 51"),
    (explore(a=(0, 1), b=(0, 3), widths=[]), "widths needs 1 to 12 entries, got 0"),
    (flipbook(a=[1], pace=1.5), "pace needs a whole number from 1 up, got 1.5"),
    (explore(c=(0, 1)), r"draw needs to take axes, c, got \(ax, a=0.5, b=1\)"),
    (explore(lambda ax, a, size=3: None, a=(0, 1)), r"draw needs other names than \['size'\]"),
    (assigned(a=0.8, z=1), "value needs the names"),
    (assigned(a=9), "a needs a value of its control, got 9"),
    (assigned(b=0.5), "b needs a value of its control, got 0.5"),
]


@pytest.mark.parametrize("call, needs", REJECTED)
def test_invalid_parameters_are_rejected_by_name(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()

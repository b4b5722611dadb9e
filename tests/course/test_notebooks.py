"""Tests of the tests: deliberate faults fail, and a kernel that dies is started again."""

import contextlib
import socket
import subprocess
import sys
import weakref

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache
from nbformat.v4 import new_code_cell, new_notebook, new_output

import sweep
from execute_notebooks import executed, retried, stripped
from unrolled import play
from unrolled.play import notebook


@pytest.fixture
def sweep_of(monkeypatch):
    """A function that makes one player and moves its sliders as in a notebook's kernel."""
    monkeypatch.setattr(notebook, "players", weakref.WeakSet())  # without those of other tests
    made = []

    def swept(draw, **ranges):
        made.append(play.explore(draw, **ranges))
        sweep.sweep_players(sweep.MOST)

    yield swept
    for player in made:
        player.close()


def flat(ax, a):
    """Draw nothing. a rests: it is flat."""


def test_a_good_player_passes_and_a_slider_of_which_draw_says_why_it_rests(sweep_of):
    sweep_of(lambda ax, a: ax.set(ylim=(0, 4)) and ax.plot(a, "o"), a=(0, 4))
    sweep_of(flat, a=(0, 4))


@pytest.mark.parametrize(
    "fault, message, draw, ranges",
    [
        (ZeroDivisionError, None, lambda ax, a: ax.plot(1 / (4 - a), "o"), {"a": (0, 4)}),
        (
            ZeroDivisionError,
            None,
            lambda ax, a, b: ax.plot([1 / (a - b + 4)]),
            {"a": (0, 4), "b": (0, 4)},
        ),
        (
            KeyError,
            None,
            lambda ax, t, s: {"": 1, "x": 1}[s[t:]],
            {"s": ("x", "y"), "t": (0, lambda s: len(s))},
        ),
        (
            AssertionError,
            "a from 0 to 1 moves nothing",
            lambda ax, a: ax.plot(1, "o"),
            {"a": (0, 4)},
        ),
        (
            AssertionError,
            "a from x to y moves nothing",
            lambda ax, a: ax.plot(1, "o"),
            {"a": ["x", "y"]},
        ),
        (
            AssertionError,
            "a from 2 to 3 moves nothing",
            lambda ax, a: ax.set(ylim=(0, 4)) and ax.plot(min(a, 2), "o"),
            {"a": (0, 4)},
        ),
    ],
)
def test_a_bad_player_is_found(fault, message, draw, ranges, sweep_of):
    with pytest.raises(fault, match=message):
        sweep_of(draw, **ranges)


def stored(source, sentence):
    output = new_output("display_data", {"text/plain": sentence})
    return new_notebook(cells=[new_code_cell(source, execution_count=1, outputs=[output])])


def test_strict_comparison(tmp_path):
    curve = (
        "from unrolled.pictures import style\n"
        "ax = style.describe(style.axes(), 'A curve that rises.')"
    )
    notebooks = {
        "right_value": stored("1 + 1", "2"),
        "wrong_value": stored("1 + 1", "3"),
        "wrong_because_of_an_error": stored("1 / 0", "2"),
        "right_picture": stored(curve, "A curve that rises."),
        "wrong_picture": stored(curve, "A curve that falls."),
    }
    (tmp_path / "pytest.ini").write_text("[pytest]\n")  # else ours would rule here too
    for name, example in notebooks.items():
        nbformat.write(stripped(example), tmp_path / f"{name}.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:xdist", "-rA"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1
    for name in notebooks:
        verdict = "PASSED" if name.startswith("right") else "FAILED"
        assert f"\n{verdict} {name}.ipynb::Cell 0" in run.stdout, run.stdout


@pytest.mark.parametrize("deaths", [0, 2, 3])
def test_a_kernel_may_die_twice_at_its_start(deaths):
    left = iter(deaths * [RuntimeError("died")])

    def start(name):
        for death in left:
            raise death
        return name

    with pytest.raises(RuntimeError, match="died") if deaths == 3 else contextlib.nullcontext():
        assert retried(start)("python3") == "python3"


def test_a_kernel_whose_port_is_taken_is_started_again(monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        find, picks = LocalPortCache.find_available_port, [taken.getsockname()[1]]
        monkeypatch.setattr(
            LocalPortCache,
            "find_available_port",
            lambda *args: picks.pop() if picks else find(*args),
        )
        ran = executed(new_notebook(cells=[new_code_cell("1 + 1")]), tmp_path)
    assert not picks and ran.cells[0].outputs[0].data["text/plain"] == "2"

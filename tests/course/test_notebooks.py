"""Tests of the tests: deliberate faults are detected, and failed kernel starts are repeated."""

import contextlib
import socket
import subprocess
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
import threadpoolctl
from jupyter_client.connect import LocalPortCache
from nbformat.v4 import new_code_cell, new_notebook, new_output

import after_cells
import sweep
from execute_notebooks import executed, retried, stripped
from unrolled import play
from unrolled.play import notebook


@pytest.fixture
def sweep_of(monkeypatch):
    """A function that creates a player and moves its sliders like the test of a notebook."""
    monkeypatch.setattr(notebook, "players", weakref.WeakSet())  # excludes players of other tests
    made = []

    def swept(draw, **ranges):
        made.append(play.explore(draw, **ranges))
        sweep.sweep_players(sweep.MOST)

    yield swept
    for player in made:
        player.close()


def flat(ax, a):
    """Draw nothing. a rests: it is flat."""


def test_valid_player_and_declared_constant_slider_pass(sweep_of):
    sweep_of(lambda ax, a: ax.set(ylim=(0, 4)) and ax.plot(a, "o"), a=(0, 4))
    sweep_of(flat, a=(0, 4))


@pytest.mark.parametrize(
    "fault, message, draw, ranges",
    [
        (ZeroDivisionError, None, lambda ax, a: ax.plot(1 / (4 - a), "o"), {"a": (0, 4)}),
        (ZeroDivisionError, None, lambda ax, a, b: ax.plot([1 / (a - b + 4)]),
         {"a": (0, 4), "b": (0, 4)}),
        (KeyError, None, lambda ax, t, s: {"": 1, "x": 1}[s[t:]],
         {"s": ("x", "y"), "t": (0, lambda s: len(s))}),
        (AssertionError, "word is too small",
         lambda ax, a: ax.text(a / 4, 0, "word", fontsize=12), {"a": (0, 4)}),
        (AssertionError, "a from 0 to 1 moves", lambda ax, a: ax.plot(1, "o"), {"a": (0, 4)}),
        (AssertionError, "a from x to y moves", lambda ax, a: ax.plot(1, "o"), {"a": ["x", "y"]}),
        (AssertionError, "a from 2 to 3 moves",
         lambda ax, a: ax.set(ylim=(0, 4)) and ax.plot(min(a, 2), "o"), {"a": (0, 4)}),
    ],
)  # fmt: skip
def test_faulty_player_is_detected(fault, message, draw, ranges, sweep_of):
    with pytest.raises(fault, match=message):
        sweep_of(draw, **ranges)


def stored(source, sentence):
    output = new_output("display_data", {"text/plain": sentence})
    return new_code_cell(source, execution_count=1, outputs=[output])


def test_nbval_detects_wrong_values_errors_and_pictures(tmp_path):
    axes = "from unrolled.pictures import style\nax = style.axes()\n"
    curve = axes + "ax = style.describe(ax, 'A curve that rises.')"
    cells = [
        ("PASSED", stored("1 + 1", "2")),
        ("FAILED", stored("1 + 1", "3")),
        ("FAILED", stored("1 / 0", "2")),
        ("PASSED", stored(curve, "A curve that rises.")),
        ("FAILED", stored(curve, "A curve that falls.")),
    ]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")  # overrides our settings
    example = new_notebook(cells=[cell for _, cell in cells])
    nbformat.write(stripped(example), tmp_path / "example.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:xdist", "-rA"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1
    for k, (verdict, _) in enumerate(cells):
        assert f"\n{verdict} example.ipynb::Cell {k}" in run.stdout, run.stdout


@pytest.mark.parametrize(
    ("processor", "version", "compared"),
    [("SkylakeX", "2.4.6", True), ("Haswell", "2.4.6", False), ("SkylakeX", "2.5.0", False)],
)
def test_output_that_depends_on_the_processor_is_compared_where_it_was_stored(
    monkeypatch, processor, version, compared
):
    libraries = [{"architecture": processor}, {"internal_api": "openmp"}]
    monkeypatch.setattr(threadpoolctl, "threadpool_info", lambda: libraries)
    monkeypatch.setattr(np, "__version__", version)
    monkeypatch.setattr(after_cells, "STORED_ON", ("SkylakeX", "2.4"))
    notebook_cells = [new_code_cell(metadata={"tags": ["nbval-ignore-output"]}), new_code_cell()]
    tagged, other = [SimpleNamespace(cell=each, options={}) for each in notebook_cells]
    list(after_cells.collect(SimpleNamespace(path=Path("any.ipynb")), [tagged, other]))
    assert tagged.options == {"check": compared}
    assert other.options == {}


@pytest.mark.parametrize("deaths", [0, 2, 3])
def test_kernel_start_is_retried_twice(deaths):
    left = iter(deaths * [RuntimeError("died")])

    def start(name):
        for death in left:
            raise death
        return name

    with pytest.raises(RuntimeError, match="died") if deaths == 3 else contextlib.nullcontext():
        assert retried(start)("python3") == "python3"


def test_kernel_start_is_retried_when_a_port_is_in_use(monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        find, picks = LocalPortCache.find_available_port, [taken.getsockname()[1]]
        pick = lambda *args: picks.pop() if picks else find(*args)  # noqa: E731
        monkeypatch.setattr(LocalPortCache, "find_available_port", pick)
        ran = executed(new_notebook(cells=[new_code_cell("1 + 1")]), tmp_path)
    assert not picks and ran.cells[0].outputs[0].data["text/plain"] == "2"

"""Creation of .venv: when it is rebuilt, when pip runs, and the error messages."""

import ast
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "environment.py"
PROJECT = "[project]\n"


def test_script_can_be_parsed_by_old_pythons():
    tree = ast.parse(SCRIPT.read_text("ascii"))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_required_python_equals_that_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = runpy.run_path(str(SCRIPT))["NEEDED"]
    assert project["requires-python"] == ">=" + ".".join(map(str, needed))


@pytest.fixture
def script(tmp_path, monkeypatch):
    """The functions of the script and their globals (`inside`), set to a temporary folder."""
    module = runpy.run_path(str(SCRIPT))
    inside = module["main"].__globals__
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setitem(inside, "ROOT", str(tmp_path))
    monkeypatch.setitem(inside, "STAMP", str(tmp_path / ".venv" / "installed"))
    monkeypatch.setitem(inside, "LOG", str(tmp_path / ".venv" / "install.log"))
    monkeypatch.setitem(inside, "PYTHON", sys.executable)
    return SimpleNamespace(inside=inside, **module)


@pytest.mark.parametrize(
    "place, has, project, works, wanted, expected",
    [
        (None, "", "", False, "", ["make", "install"]),  # first run
        (None, "", "", True, "", ["install"]),  # pip was interrupted
        ("here", "test", PROJECT, True, "test", []),
        ("here", "test", PROJECT, True, "", []),  # the test extra includes everything else
        ("here", "", PROJECT, True, "test", ["install"]),
        ("here", "test", PROJECT, True, "test,oracle", ["install"]),
        ("here", "test", "[old]\n", True, "test", ["install"]),
        ("here", "test", PROJECT, False, "test", ["make", "install"]),  # its Python was removed
        ("elsewhere", "test", PROJECT, True, "test", ["make", "install"]),  # the folder was moved
    ],
)
def test_only_necessary_steps_are_run(script, place, has, project, works, wanted, expected):
    inside, did = script.inside, []
    inside["works"] = lambda *arguments: works
    inside["make"] = lambda: did.append("make")
    inside["install"] = lambda extras: did.append("install")
    if place:
        place = inside["ROOT"] if place == "here" else place
        Path(inside["STAMP"]).write_text(f"{place}\n,{has}\n{project}")
    script.main(wanted)
    assert did == expected
    script.main(wanted)
    assert did == expected if works else did == 2 * expected


def test_old_python_is_rejected_with_its_version(script, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 6, 15, "final", 0))
    with pytest.raises(SystemExit, match=r"Python 3\.6 is too old: install 3\.11 or newer"):
        script.make()


@pytest.mark.parametrize(
    "output, message",
    [
        ("WARNING: Retrying after connection broken by …", "connect to the network and try again"),
        ("curl: Could not resolve host: pypi.org", "connect to the network and try again"),
        ("ERROR: No matching distribution found", "Details: .venv/install.log"),
    ],
)
def test_pip_failure_is_explained(script, output, message, tmp_path, monkeypatch):
    (tmp_path / "pip.py").write_text(f"import sys\nprint({output!r})\nsys.exit(1)", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    with pytest.raises(SystemExit, match=message):
        script.install("test")
    assert output in Path(script.inside["LOG"]).read_text("utf-8")


def test_progress_is_printed_for_every_twenty_packages(script, capsys):
    lines = ["Obtaining file\n", *45 * ["Collecting x\n"], "Installing collected packages: a, b\n"]
    assert list(script.counted(lines)) == lines
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert shown == ["packages found: 20", "packages found: 40", "packages to install: 2"]


@pytest.mark.skipif(not shutil.which("make"), reason="no make on this machine")
def test_make_reports_a_missing_python_in_a_path_with_a_space(tmp_path):
    folder = tmp_path / "a folder"
    shutil.copytree(ROOT / "tools", folder / "tools")
    shutil.copy(ROOT / "Makefile", folder)
    command = ["make", "lab", "PYTHON=no/such/python"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode and "There is no no/such/python: install Python 3.11" in run.stderr
    assert not (folder / ".venv").exists()

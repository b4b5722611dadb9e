"""Run every lesson under the conditions of a stranger's machine, and print what each survives.

python benchmarks/conditions.py [--only NN] [--under TEXT]    lessons and conditions to choose

A lesson survives a condition if no cell raises, none writes to stderr, and all words that it prints
and that its pictures say are those that are stored, but for cells that depend on the processor. The
conditions that need other versions of Python or of packages are run by this script in an
environment that has them.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import matplotlib.style
import nbformat
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))
from execute_notebooks import Failed, executed, stripped  # noqa: E402

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# name: (environment variables, code of a startup cell)
CONDITIONS = {
    "as stored": ({}, ""),
    "another working directory": ({}, "import os, tempfile; os.chdir(tempfile.mkdtemp())"),
    "np.seterr(all='raise')": ({}, "import numpy; numpy.seterr(all='raise')"),
    "np.set_printoptions(precision=2)": ({}, "import numpy; numpy.set_printoptions(precision=2)"),
    "MPLBACKEND=agg": ({"MPLBACKEND": "agg"}, ""),
    "another processor": ({"OPENBLAS_CORETYPE": "Haswell"}, ""),
    "two threads": ({"OPENBLAS_NUM_THREADS": "2"}, ""),
    "-W error": ({}, "import warnings; warnings.simplefilter('error')"),
    "ipympl": ({}, "%matplotlib widget"),
    "folder with blanks and umlauts": ({}, ""),
    "read-only notebooks": ({}, ""),
} | {
    f"style {name}": ({}, f"import matplotlib.pyplot; matplotlib.pyplot.style.use({name!r})")
    for name in matplotlib.style.available
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--under", default="")
    given = parser.parse_args()
    lessons = [path for path in LESSONS if path.name.startswith(given.only)]
    print("| condition | " + " | ".join(path.stem[:2] for path in lessons) + " |")
    print("|---|" + len(lessons) * "---|")
    reasons = []
    for condition in [name for name in CONDITIONS if given.under in name]:
        found = {path: fault(path, condition) for path in lessons}
        print(f"| {condition} |", *("✗ |" if f else "✓ |" for f in found.values()), flush=True)
        reasons += [f"{condition}, {path.stem}: {f}" for path, f in found.items() if f]
    print("", *reasons, sep="\n")


def fault(path, condition):
    """Return why a lesson does not survive a condition; "" if it does."""
    environment, code = CONDITIONS[condition]
    with tempfile.TemporaryDirectory() as home:
        folder = path.parent
        if "folder" in condition or "read-only" in condition:
            folder = Path(home) / "Übung 1, neu"
            shutil.copytree(path.parent, folder)
        if "read-only" in condition:
            for file in [*folder.rglob("*"), folder]:
                file.chmod(0o555)
        stored = nbformat.read(path, 4)
        notebook = nbformat.read(path, 4)
        notebook.cells.insert(0, new_code_cell(code))
        before = {name: os.environ.get(name) for name in environment}
        os.environ.update(environment)
        try:
            ran = stripped(executed(notebook, folder))
        except Failed as failure:
            return str(failure).splitlines()[0]
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
            for file in [*folder.rglob("*"), folder] if "read-only" in condition else []:
                file.chmod(0o755)
    for k, (now, then) in enumerate(zip(ran.cells[1:], stored.cells, strict=True)):
        depends = "nbval-ignore-output" in then.metadata.get("tags", [])  # on the processor
        if words(now, condition) != words(then, condition) and not depends:
            return f"cell {k} says something else"
    return ""


def words(cell, condition):
    """Return what the outputs of a cell say, and which of them are pictures.

    Of pictures of ipympl, which shows them where they are made and as its own, only their number.
    """
    outputs = cell.get("outputs", [])
    data = [output.get("data", {}) for output in outputs]
    said = [output.get("text", "") for output in outputs]
    if condition == "ipympl":
        return "".join(said), sum("image/png" in each for each in data)
    return said, [(each.get("text/plain"), "image/png" in each) for each in data]


if __name__ == "__main__":
    main()

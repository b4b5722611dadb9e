"""Further tests of a notebook, in the kernel in which nbval has just executed its cells.

Execution is the slowest part of the tests, so it happens only once.
"""

import copy
import sys
from pathlib import Path

import numpy as np
import pytest
import threadpoolctl

import sweep
from execute_notebooks import Failed
from wrong_answers import wrong_answers

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "site"))
import build  # noqa: E402

SITE, MOST = ROOT / "build" / "site-tested", 12  # fewer pictures than in the real site
STORED_ON = "SkylakeX", "2.4"  # processor, as OpenBLAS calls it, and NumPy of the stored outputs


class Item(pytest.Item):
    """A test whose parent, the collector of nbval, owns the kernel."""

    def executed(self, code):
        """Execute code in the kernel; return what it printed. Raises Failed."""
        printed = []

        def hook(message):
            printed.append(message["content"].get("text", ""))

        client = self.parent.kernel.kc
        reply = client.execute_interactive(code, output_hook=hook, allow_stdin=False, timeout=300)
        if reply["content"]["status"] == "error":
            raise Failed("{ename}: {evalue}".format(**reply["content"]))
        return "".join(printed)

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value)

    def reportinfo(self):
        return self.path, 0, f"{self.path.name}: {self.name}"


class Sliders(Item):
    """Each slider reaches its ends, and each move changes the picture."""

    def runtest(self):
        self.executed(sweep.CODE)


class Pages(Item):
    """Convert players to elements of the site, which test_site.py opens in a browser."""

    def runtest(self):
        notebook = copy.deepcopy(self.parent.nb)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell, run in zip(code, self.parent.cells, strict=True):
            cell.outputs = run.test_outputs
        (SITE / "pictures").mkdir(parents=True, exist_ok=True)
        elements = self.executed(build.elements_code(SITE, MOST, effort=0))
        build.store(self.path, SITE, MOST, build.with_players(notebook, elements))


class WrongAnswers(Item):
    """Each wrong answer to an exercise gets the intended hint."""

    def __init__(self, *, check, wrong, **kwargs):
        super().__init__(**kwargs)
        self.check, self.wrong = check, wrong

    def runtest(self):
        for answer, hint in self.wrong.items():
            self.executed(answer)
            said = self.executed(self.check)
            if not said.startswith("not yet: ") or hint not in said:
                raise Failed(f"{answer}\n\nexpected the hint {hint!r}, got: {said}")


def computes_as_stored():
    """Return whether all products are computed as where the outputs were stored."""
    processor, version = STORED_ON
    found = [library.get("architecture") for library in threadpoolctl.threadpool_info()]
    return {each for each in found if each} == {processor} and np.__version__.startswith(version)


def collect(file, cells):
    """Yield the cells that nbval collects from a notebook, and the further tests."""
    file.cells = list(cells)
    for cell in file.cells:
        # Such a cell prints other digits on another processor, or with another NumPy.
        if "nbval-ignore-output" in cell.cell.metadata.get("tags", []):
            cell.options["check"] = computes_as_stored()
    yield from file.cells
    if file.path.parent == ROOT / "notebooks":
        if any("play." in cell.source for cell in file.nb.cells if cell.cell_type == "code"):
            yield Sliders.from_parent(file, name="sliders")
        yield Pages.from_parent(file, name="pages")
    elif file.path.parent == ROOT / "notebooks" / "solutions":
        tagged = [(cell.source, cell.metadata.get("tags", [])) for cell in file.nb.cells]
        checks = [source for source, tags in tagged if "check" in tags]
        pairs = zip(checks, wrong_answers(file.path.stem), strict=True)
        for k, (check, wrong) in enumerate(pairs, 1):
            yield WrongAnswers.from_parent(file, name=f"exercise {k}", check=check, wrong=wrong)

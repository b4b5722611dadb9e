"""Execute notebooks in place, top to bottom, and store what a reader without a kernel needs.

python tools/execute_notebooks.py [NOTEBOOK …]    without a name: the whole course and its solutions
"""

import contextlib
import copy
import functools
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
ALL = sorted(NOTEBOOKS.glob("*.ipynb")) + sorted(NOTEBOOKS.glob("solutions/*.ipynb"))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more threads sum in another order
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},  # a version here would differ between machines
}


class Failed(Exception):
    """A notebook did not run; says which cell, and why."""


def retried(start, tries=3):
    """The function `start`, called again where it raises RuntimeError.

    A kernel may die at its start: it is told its ports before it binds them, and whoever starts
    beside it may take them meanwhile.
    """

    @functools.wraps(start)
    def starting(*args, **kwargs):
        for _ in range(tries - 1):
            with contextlib.suppress(RuntimeError):
                return start(*args, **kwargs)
        return start(*args, **kwargs)

    return starting


@retried
def _started(notebook, folder, stack):
    """A client whose kernel runs in `folder` until the ExitStack `stack` is left."""
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    stack.enter_context(
        client.setup_kernel(stderr=subprocess.DEVNULL)
    )  # the kernel's own, not a cell's
    return client


def executed(notebook, folder):
    """A copy of `notebook` that was run in `folder` from a fresh kernel. Raises Failed."""
    notebook = copy.deepcopy(notebook)
    with contextlib.ExitStack() as stack:
        client = _started(notebook, folder, stack)
        code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        for number, index in enumerate(code, 1):
            try:
                cell = client.execute_cell(notebook.cells[index], index, execution_count=number)
            except CellExecutionError as error:
                raise Failed(f"In [{number}]: {error.ename}: {error.evalue}") from error
            except (CellTimeoutError, DeadKernelError) as error:
                raise Failed(f"In [{number}]: {error}") from error
            for output in cell.outputs:
                if output.get("name") == "stderr":
                    raise Failed(f"In [{number}] wrote to stderr: {output.text}")
    return notebook


def stripped(notebook):
    """A copy of `notebook` without widgets, timings and what tells of the machine that ran it."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.update(copy.deepcopy(METADATA))
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def main(names):
    """Refresh the named notebooks, or all; returns the exit status."""
    for path in [Path(name) for name in names] or ALL:
        print(path.name, end=" … ", flush=True)
        start = time.perf_counter()
        try:
            notebook = stripped(executed(nbformat.read(path, as_version=4), path.parent))
        except Failed as failure:
            print(f"\n{path}, {failure}", file=sys.stderr)
            return 1
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
        print(f"{time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

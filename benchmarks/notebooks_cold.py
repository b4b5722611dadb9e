"""What the notebooks take from a cold kernel, one by one, then all at once under nbval.

python benchmarks/notebooks_cold.py

Of each: seconds, CPU seconds, and the memory (resident) of its kernel when all cells have run.
"""

import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
from execute_notebooks import ALL, executed

ROOT = Path(__file__).resolve().parents[1]
ONE, TOGETHER = 10, 60  # seconds that one, and all together, may take on 2 cores
COST = """
import psutil
kernel = psutil.Process()
print(sum(kernel.cpu_times()[:2]), kernel.memory_info().rss)
"""


def main():
    for path in ALL:
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(new_code_cell(COST))
        start = time.perf_counter()
        last = executed(notebook, path.parent).cells[-1]
        seconds = time.perf_counter() - start
        cpu, memory = map(float, last.outputs[0].text.split())
        report(
            path.relative_to(ROOT).as_posix(),
            seconds,
            ONE,
            f"{cpu:6.1f} s CPU{memory / 1e6:6.0f} MB",
        )
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", "--quiet", "notebooks"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    report(f"all {len(ALL)} under nbval, in parallel", time.perf_counter() - start, TOGETHER)


def report(what, seconds, budget, cost=""):
    print(f"{what:50}{seconds:6.1f} s, {seconds / budget:4.0%} of {budget} s{cost}", flush=True)


if __name__ == "__main__":
    main()

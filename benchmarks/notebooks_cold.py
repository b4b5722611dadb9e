"""What the notebooks take from a cold kernel, one by one, then all at once under nbval.

python benchmarks/notebooks_cold.py                 all notebooks
python benchmarks/notebooks_cold.py --at-once 30    30 kernels of notebook 06, as on a hub (Linux)

Of each: seconds, CPU seconds, and the memory (resident) of its kernel when all cells have run. On a
hub each kernel has 1 GB; the memory is then its largest.
"""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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
LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9))
"""
PEAK = """
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1.024e-3)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--at-once", type=int, metavar="KERNELS")
    kernels = parser.parse_args().at_once
    hub(kernels) if kernels else cold()


def hub(kernels):
    """Run as many kernels of one lesson at once; raises Failed if one of them dies."""
    path = next(path for path in ALL if path.name.startswith("06"))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [new_code_cell(LIMIT), *notebook.cells, new_code_cell(PEAK)]
    start = time.perf_counter()
    with ThreadPoolExecutor(kernels) as pool:
        ran = list(pool.map(lambda _: executed(notebook, path.parent), range(kernels)))
    seconds = time.perf_counter() - start
    cpu, memory = zip(*(map(float, each.cells[-1].outputs[0].text.split()) for each in ran))
    print(f"{kernels} kernels of {path.name} at once: {seconds:.0f} s")
    print(f"each {min(cpu):.1f} to {max(cpu):.1f} s CPU, {sum(cpu):.0f} s together")
    print(f"each {min(memory):.0f} to {max(memory):.0f} MB, {sum(memory):.0f} MB together")


def cold():
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

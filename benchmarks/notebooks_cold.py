"""Seconds that the notebooks take from a cold kernel: one by one, then all at once under nbval.

python benchmarks/notebooks_cold.py
"""

import subprocess
import sys
import time
from pathlib import Path

import nbformat

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
from refresh import ALL, executed

ROOT = Path(__file__).resolve().parents[1]
ONE, TOGETHER = 10, 60  # seconds that one, and all together, may take on 2 cores


def main():
    for path in ALL:
        notebook = nbformat.read(path, as_version=4)
        start = time.perf_counter()
        executed(notebook, path.parent)
        report(path.relative_to(ROOT).as_posix(), time.perf_counter() - start, ONE)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", "--quiet", "notebooks"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    report(f"all {len(ALL)} under nbval, in parallel", time.perf_counter() - start, TOGETHER)


def report(what, seconds, budget):
    print(f"{what:50}{seconds:6.1f} s, {seconds / budget:4.0%} of {budget} s", flush=True)


if __name__ == "__main__":
    main()

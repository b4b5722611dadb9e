"""From a key pressed on a slider to another picture, for every `explore` of the course.

    python benchmarks/explore_latency.py [--moves 16]

In a real JupyterLab, each with its first slider, one step back and forth. Those with a text box
alone are left out.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
from slider_latency import move

import lab

ROOT = Path(__file__).resolve().parents[1]
BUDGET = 60, 100  # ms, of the median and of 95 %
AT_ITS_END = """it => {
    const slider = it.closest(".noUi-target").noUiSlider;
    return Number(slider.get()) >= slider.options.range.max;
}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--moves", type=int, default=16)
    moves = parser.parse_args().moves
    print(f"ms from key to picture; the budget is {BUDGET[0]} at the median, {BUDGET[1]} at 95 %")
    with (
        lab.chromium() as browser,
        tempfile.TemporaryDirectory() as home,
        lab.jupyterlab(ROOT / "notebooks", Path(home)) as address,
    ):
        page = lab.open_page(browser, address)
        for path in sorted((Path(home) / "notebooks").glob("*.ipynb")):
            tab = lab.Tab(page, path)
            tab.run_all()
            for i, player in enumerate(tab.players()):
                handles = player.locator(".widget-slider .noUi-handle")
                if handles.count() and not player.locator(".widget-toggle-button").count():
                    report(path.stem, i, measure(tab, i, handles.first, moves))
            tab.close()


def measure(tab, player, handle, moves):
    """The milliseconds of each move."""
    keys = (
        ["ArrowLeft", "ArrowRight"] if handle.evaluate(AT_ITS_END) else ["ArrowRight", "ArrowLeft"]
    )
    return [move(tab, player, handle, keys[k % 2]) for k in range(moves)]


def report(name, player, times):
    median, late = np.percentile(times, [50, 95])
    print(f"{name:28} player {player}{median:8.0f}{late:8.0f}   {len(times)} moves", flush=True)


if __name__ == "__main__":
    main()

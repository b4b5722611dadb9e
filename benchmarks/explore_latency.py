"""From a key pressed on a slider to another picture, for every `explore` of the course.

    python benchmarks/explore_latency.py [--moves 16]

In a real JupyterLab, each with its first slider, back and forth. Those with a text box alone are
left out, as are moves that end at the slider's end.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
import lab

ROOT = Path(__file__).resolve().parents[1]
BUDGET = 60, 100  # ms, of the median and of 95 %


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
    """The milliseconds of each move that brought another picture."""
    times = []
    for k in range(moves):
        handle.focus()
        tab.record(player)
        tab.page.keyboard.press("ArrowLeft" if k % 2 else "ArrowRight")
        tab.settle()
        tab.page.wait_for_timeout(200)
        (shown,) = tab.recorded()
        times += [at - tab.page.evaluate("pressed") for _, at, _ in shown[:1]]
    return times


def report(name, player, times):
    median, late = np.percentile(times, [50, 95])
    print(f"{name:28} player {player}{median:8.0f}{late:8.0f}   {len(times)} moves", flush=True)


if __name__ == "__main__":
    main()

"""From a key pressed on a slider to another picture on the page: our players, and their peers.

    python benchmarks/player_latency.py [--before FOLDER] [--only 06] [--moves 20]

Every `explore` of the course, in a real JupyterLab: one step after the other with a pause between,
jumps from end to end, and 20 quick moves, of which it counts how many pictures are seen and how
late the last one is. --before: a checkout of an older commit (`git worktree add`), measured in
turns with this one, notebook by notebook. Then the same film in peers: `interact` with an inline
`plt.show()`, and where they are installed plotly's FigureWidget and marimo's slider.

A move is timed in the page: from the time of the keydown event to the animation frame after which
another picture is there.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests" / "helpers"), str(ROOT / "tools")]
import lab  # noqa: E402
from execute_notebooks import stripped  # noqa: E402

HANDLES = "input[type=range], .noUi-handle"
# Whatever it is made of: a picture is the visible image, or the curves of a drawing.
PROBE = """
window.pictureOf = it => {
  const image = [...it.querySelectorAll('img')].find(img => img.checkVisibility());
  if (image) return image.complete && image.naturalWidth ? image.src : null;
  return [...it.querySelectorAll('.scatterlayer path')].map(path => path.getAttribute('d')).join();
};
window.watch = it => {
  const list = (window.seen = []);
  let last = pictureOf(it);
  requestAnimationFrame(function look() {
    const now = pictureOf(it);
    if (now && now !== last) { last = now; list.push(performance.now()); }
    if (window.seen === list) requestAnimationFrame(look);
  });
};
addEventListener('keydown', event => { window.keyAt = event.timeStamp; }, { capture: true });
"""
FILM = """
import matplotlib.pyplot as plt
import numpy as np

wave = np.sin(np.arange(61)[:, None] / [3, 5, 8])

def draw(ax, t=0):
    ax.plot(wave)
    ax.plot(3 * [t], wave[t], "o")
    ax.set(xlabel="t", ylabel="h", ylim=(-1.1, 1.1), title=f"t = {t}")

def inline(t):
    fig, ax = plt.subplots(figsize=(9.6, 3.8))
    draw(ax, t)
    plt.show()
"""
OURS = {
    "explore": "from unrolled import play\nplay.explore(draw, t=(0, 60))",
    "flipbook": "from unrolled import play\nplay.flipbook(draw, t=range(61))",
}
PEERS = {
    "ipywidgets": "import ipywidgets\nipywidgets.interact(inline, t=(0, 60));",
    "plotly": """
import ipywidgets, plotly.graph_objects as go
figure = go.FigureWidget([go.Scatter(y=w) for w in wave.T] + [go.Scatter(mode="markers")])
slider = ipywidgets.IntSlider(max=60)
def move(change):
    with figure.batch_update():
        figure.data[3].x, figure.data[3].y = 3 * [change.new], wave[change.new]
slider.observe(move, "value")
ipywidgets.VBox([slider, figure])""",
}
MARIMO = """
import marimo
app = marimo.App()

@app.cell
def _():
    import marimo
    slider = marimo.ui.slider(0, 60)
    slider
    return (slider,)

@app.cell
def _(slider):
    FILM
    figure, ax = plt.subplots(figsize=(9.6, 3.8))
    draw(ax, slider.value)
    figure

if __name__ == "__main__":
    app.run()
"""
COUNT = """it => {
  const old = it.closest('.noUi-target')?.noUiSlider?.options;
  return old ? (old.range.max - old.range.min) / (old.step || 1) : Number(it.max || 60);
}"""
PAUSE, QUICK, LONGEST = 300, 30, 1200  # ms


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--before", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--moves", type=int, default=20)
    given = parser.parse_args()
    builds = {"before": given.before, "now": ROOT} if given.before else {"now": ROOT}
    print(f"{'ms from key to picture':44}{'steps':>12}{'jumps':>12}   of 20 quick moves")
    with contextlib.ExitStack() as stack:
        browser = stack.enter_context(lab.chromium())
        pages = {}
        for name, root in builds.items():
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            pages[name] = home, opened(stack, browser, root, home)
        for path in sorted((ROOT / "notebooks").glob(f"{given.only}*.ipynb")):
            if not all((root / "notebooks" / path.name).exists() for root in builds.values()):
                continue
            rows = {name: notebook(*page, path.name, given.moves) for name, page in pages.items()}
            for k, each in enumerate(zip(*rows.values())):  # without players that one build lacks
                for name, row in zip(builds, each):
                    report(f"{path.stem}, player {k}, {name}", row)
        if not given.only:
            peers(stack, browser, given.moves)
            if find_spec("marimo"):
                marimo(stack, browser, given.moves)


def opened(stack, browser, root, home, notebooks=None):
    """A page of JupyterLab whose kernels import the package of this checkout."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(root / "src")
    address = stack.enter_context(lab.jupyterlab(notebooks or root / "notebooks", home))
    os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)
    page = lab.open_page(browser, address)
    page.add_script_tag(content=PROBE)
    return page


def notebook(home, page, name, moves, films=False):
    """The numbers of each `explore` of a notebook, or of films too: see `measured`."""
    tab = lab.Tab(page, home / "notebooks" / name)
    page.bring_to_front()
    tab.run_all()
    page.wait_for_timeout(1000)
    outputs = page.query_selector_all(".jp-Cell-outputArea > .jp-OutputArea-child")
    outputs = [each for each in outputs if each.query_selector(HANDLES)]
    outputs = [each for each in outputs if films or not each.query_selector("button")]
    found = [measured(page, each, finest(each), moves) for each in outputs]
    tab.close()
    return found


def finest(output):
    """The handle of the slider that has most values."""
    return max(output.query_selector_all(HANDLES), key=lambda handle: handle.evaluate(COUNT))


def measured(page, output, handle, moves):
    """The ms of each step and of each jump; the pictures seen of 20 moves, and the last one's ms.

    output: what holds the picture. handle: of its slider.
    """

    def press(key, pause):
        page.evaluate("it => watch(it)", output)
        page.keyboard.press(key)
        for _ in range(LONGEST // pause):
            page.wait_for_timeout(pause)
            if shown := page.evaluate("window.seen"):
                return shown[0] - page.evaluate("window.keyAt")
        return None  # the slider rests at its end

    handle.scroll_into_view_if_needed()
    handle.focus()
    for key in ["Home", "ArrowRight"]:
        press(key, 3 * PAUSE)
    # Forward only: what was seen once, a page that keeps its pictures has at hand.
    steps = [press("ArrowRight", PAUSE) for _ in range(min(moves, int(handle.evaluate(COUNT)) - 2))]
    jumps = [press(key, PAUSE) for key in ["End", "Home"] * 3]
    page.wait_for_timeout(PAUSE)
    page.evaluate("it => watch(it)", output)
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(QUICK)
    page.wait_for_timeout(1000)
    shown = page.evaluate("window.seen")
    late = shown[-1] - page.evaluate("window.keyAt") if shown else np.nan
    return [each for each in steps if each], [each for each in jumps if each], len(shown), late


def report(name, numbers):
    steps, jumps, seen, late = numbers
    texts = [
        "{:.0f} / {:.0f}".format(*np.percentile(each, [50, 95])) if each else "-"
        for each in (steps, jumps)
    ]
    print(f"{name:44}{texts[0]:>12}{texts[1]:>12}   {seen} seen, last {late:.0f}", flush=True)


def peers(stack, browser, moves):
    """The same film, in ours and in others."""
    sources = OURS | {name: source for name, source in PEERS.items() if find_spec(name)}
    home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    for folder in ("film", "lab"):
        (home / folder).mkdir()
    cells = [new_code_cell(source.strip()) for source in [FILM, *sources.values()]]
    nbformat.write(stripped(new_notebook(cells=cells)), home / "film" / "film.ipynb")
    page = opened(stack, browser, ROOT, home / "lab", home / "film")
    for name, numbers in zip(
        sources, notebook(home / "lab", page, "film.ipynb", moves, films=True)
    ):
        report(name, numbers)


def marimo(stack, browser, moves):
    """The same film as a marimo application, whose slider runs a cell."""
    file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "film.py"
    file.write_text(MARIMO.replace("FILM", FILM.strip().replace("\n", "\n    ")))
    port = lab.free_port()
    command = [sys.executable, "-m", "marimo", "run", file, "--headless", f"--port={port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(server.terminate)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for _ in range(60):
        with contextlib.suppress(Exception):  # until it listens
            page.goto(f"http://127.0.0.1:{port}")
            break
        time.sleep(1)
    handle = page.wait_for_selector("[role=slider]", timeout=60_000)
    page.wait_for_selector("img[src^=data]", timeout=60_000)
    page.add_script_tag(content=PROBE)
    report("marimo", measured(page, page.query_selector("body"), handle, moves))


if __name__ == "__main__":
    main()

"""From a key pressed on a slider to another picture on the page: our players beside `interact`.

    python benchmarks/slider_latency.py [--moves 40] [--drag 20]

One drawing, three players of it on one page of a real JupyterLab, measured in turns, and then the
film as a page without a kernel, as the site has it. A move is timed in the page: from the time of
the keydown event to the animation frame that brings another picture. A drag is many quick moves;
what counts is how many pictures are seen, and how late the last one comes.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
import lab
from refresh import stripped

DRAWING = """
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from unrolled import play
from unrolled.pictures import style

wave = np.sin(np.arange(61)[:, None] / [3, 5, 8])

def draw(ax, t=0):
    ax.plot(wave)
    ax.plot(3 * [t], wave[t], "o")
    ax.set(xlabel="t", ylabel="h", ylim=(-1.1, 1.1), title=f"t = {t}")
    style.describe(ax, f"Three waves, and where they are at t = {t}.")
"""
PLAYERS = {
    "interact": """
def inline(t):
    fig, ax = plt.subplots(figsize=(9.6, 3.8))
    draw(ax, t)
    plt.show()

ipywidgets.interact(inline, t=ipywidgets.IntSlider(0, 0, 60));
""",
    "explore": "play.explore(draw, t=(0, 60))",
    "flipbook": "play.flipbook(draw, t=range(61))",
}
ON_SITE = """() => {
    addEventListener("keydown", event => { pressed = event.timeStamp; }, { capture: true });
    const picture = () => document.querySelector("img.screen").src;
    window.shown = [];
    let last = picture();
    requestAnimationFrame(function look() {
        if (picture() !== last) { last = picture(); shown.push(performance.now()); }
        requestAnimationFrame(look);
    });
}"""
TURN = 10  # moves of one player before the next one's
PAUSE = 30  # ms from key to key while dragging, as a held key repeats


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--moves", type=int, default=40)
    parser.add_argument("--drag", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, lab.chromium() as browser:
        folder = Path(folder)
        (folder / "course").mkdir()
        cells = [new_code_cell(source.strip()) for source in [DRAWING, *PLAYERS.values()]]
        nbformat.write(stripped(new_notebook(cells=cells)), folder / "course/players.ipynb")
        with lab.jupyterlab(folder / "course", folder) as address:
            tab = lab.Tab(lab.open_page(browser, address), folder / "course/players.ipynb")
            tab.run_all()
            moves, drags = measure(tab, options.moves, options.drag)
            tab.close()
        on_site = measure_site(browser, folder / "film.html", options.moves, options.drag)
    report([*moves, on_site[0]], [*drags, on_site[1]], options.drag)


def measure(tab, count, length):
    """The milliseconds of each move, and of the pictures of three drags since the last key.

    Both for each player.
    """
    handles = [player.locator(".widget-slider .noUi-handle") for player in tab.players()]
    moves, drags = [[] for _ in handles], [[] for _ in handles]
    for turn in range(count // TURN):
        for i, handle in enumerate(handles):
            moves[i] += [
                move(tab, i, handle, "ArrowLeft" if turn % 2 else "ArrowRight") for _ in range(TURN)
            ]
    for _ in range(3):
        for i, handle in enumerate(handles):
            handle.press("Home")
            tab.settle()
            drags[i].append(drag(tab, i, handle, length))
    return moves, drags


def move(tab, player, handle, key):
    handle.focus()
    tab.record(player)
    tab.page.keyboard.press(key)
    tab.wait_for("recordings[0].length")
    tab.settle()
    (((_, at, _), *_),) = tab.recorded()
    return at - tab.page.evaluate("pressed")


def drag(tab, player, handle, length):
    handle.focus()
    tab.record(player)
    for _ in range(length):
        tab.page.keyboard.press("ArrowRight")
        tab.page.wait_for_timeout(PAUSE)
    tab.settle()
    tab.page.wait_for_timeout(500)
    (shown,) = tab.recorded()
    return len(shown), shown[-1][1] - tab.page.evaluate("pressed")


def measure_site(browser, path, count, length):
    """The same of the film in an HTML file."""
    made = {}
    exec(DRAWING + f"play.save({PLAYERS['flipbook']}, {str(path)!r})", made)
    page = browser.new_page()
    page.goto(path.as_uri())
    slider = page.locator("input")
    slider.press("ArrowRight")  # all pictures are loaded
    page.wait_for_timeout(1000)
    page.evaluate(ON_SITE)

    def press(key, pause):
        page.keyboard.press(key)
        page.wait_for_timeout(pause)

    def recorded():
        shown = page.evaluate("shown.splice(0)")
        return shown, page.evaluate("pressed")

    slider.focus()
    moves, drags = [], []
    for k in range(count):
        press("ArrowLeft" if k // TURN % 2 else "ArrowRight", 200)
        shown, pressed = recorded()
        moves.append(shown[0] - pressed)
    for _ in range(3):
        press("Home", 500)
        recorded()
        for _ in range(length):
            press("ArrowRight", PAUSE)
        page.wait_for_timeout(500)
        shown, pressed = recorded()
        drags.append((len(shown), shown[-1] - pressed))
    page.close()
    return moves, drags


def report(moves, drags, length):
    print(
        f"ms from key to picture{'median':>10}{'95 %':>8}{'worst':>8}   after {length} quick moves"
    )
    names = [*PLAYERS, "film on the site"]
    for name, times, ends in zip(names, moves, drags):
        seen, late = np.median(ends, axis=0)
        numbers = np.percentile(times, [50, 95, 100])
        print(
            f"{name:22}{numbers[0]:10.0f}{numbers[1]:8.0f}{numbers[2]:8.0f}   "
            f"{seen:.0f} pictures, the last {late:.0f} ms late"
        )
    interact, *ours = [np.percentile(times, [50, 95]) for times in moves]
    for name, times in zip(names[1:], ours):
        print(
            "{} is ahead of interact by {:.1f} times (median), {:.1f} times (95 %)".format(
                name, *interact / times
            )
        )


if __name__ == "__main__":
    main()

"""From a key pressed in the deck to the next slide or answer on the screen.

    python benchmarks/deck_latency.py [--before SITE] [--rounds 3]

Walks through the deck of `make site`, and of an older site if there is one, in turns, with a pause
between keys. A key is timed by the browser (Element Timing): from the keydown event to the frame
that first shows the last of the texts and pictures that it brings. A screen shows a frame every
16.7 ms.
"""

import argparse
import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests" / "helpers"))
import lab  # noqa: E402

PROBE = """
const KINDS = "img, h1, h2, h3, p, li, td";
const mark = (it) => it.setAttribute("elementtiming", "shown");
window.shown = [];
new PerformanceObserver((list) => window.shown.push(...list.getEntries()))
  .observe({ type: "element", buffered: true });
new MutationObserver((list) => list.forEach(({ addedNodes }) => addedNodes.forEach((it) => {
  if (it.matches?.(KINDS)) mark(it);
  it.querySelectorAll?.(KINDS).forEach(mark);
}))).observe(document, { childList: true, subtree: true });
addEventListener("keydown", (event) => {
  window.keyAt = event.timeStamp;
  window.shown = [];
}, true);
"""
LATE = "Math.max(...window.shown.map((it) => it.renderTime || it.loadTime)) - window.keyAt"
PAUSE = 400  # ms


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--before", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    sites = {"now": ROOT / "build" / "site"} | ({"before": given.before} if given.before else {})
    found = {name: [] for name in sites}
    with lab.chromium() as browser:
        for _ in range(given.rounds):
            for name, site in sites.items():
                found[name] += walked(browser, site)
    for name, late in found.items():
        median, high = np.percentile(late, [50, 95])
        print(
            f"{name:8}{len(late):5} keys, median {median:5.1f} ms, 95 % {high:5.1f} ms, "
            f"longest {max(late):5.1f} ms, within 16.7 ms {np.mean(np.array(late) <= 16.7):.0%}"
        )


def walked(browser, site):
    """Return the ms from each key to what it shows, from the first slide to the last."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(PROBE)
    page.goto(f"http://127.0.0.1:{server.server_port}/lecture.html")
    page.wait_for_timeout(2000)
    late, still = [], 0
    while still < 3:  # keys in a row that bring nothing: this is the end
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(PAUSE)
        shown = page.evaluate(LATE)
        still = 0 if shown and np.isfinite(shown) else still + 1
        late += [] if still else [shown]
    page.close()
    server.shutdown()
    server.server_close()
    return late


if __name__ == "__main__":
    main()

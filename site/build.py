"""Build the site: a page for each notebook, the deck and an index. Sliders need no kernel.

python site/build.py [--no-solutions] [--all]    writes build/site; --all rebuilds unchanged pages
"""

import argparse
import base64
import hashlib
import html
import json
import os
import re
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import nbformat

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:] = [str(HERE), *sys.path, str(ROOT / "tools")]
import index  # noqa: E402
import lecture  # noqa: E402
import packaged  # noqa: E402
import pages  # noqa: E402
import players  # noqa: E402
from nbformat.v4 import new_code_cell  # noqa: E402

from execute_notebooks import WIDGET, executed, stripped  # noqa: E402
from unrolled.play import page  # noqa: E402

SITE = ROOT / "build" / "site"
LARGEST = 24  # MB: suits a USB stick, a mobile data plan and a free host
MOST = 64  # pictures of one interactive figure, as most time and most bytes go into them
COURSE = sorted((ROOT / "notebooks").glob("*.ipynb"))


def main(site=SITE, solutions=True, everything=False, most=MOST):
    """Build everything that has changed into the folder `site`, and return the exit status.

    most: maximum number of pictures drawn in advance for an interactive figure.
    """
    start = time.perf_counter()
    (site / "pictures").mkdir(parents=True, exist_ok=True)
    made = notebooks(site, everything, most)
    titles = [pages.title(notebook) for notebook in made]
    for k, (path, notebook) in enumerate(zip(COURSE, made, strict=True)):
        answers = ROOT / "notebooks" / "solutions" / path.name
        solution = nbformat.read(answers, 4) if solutions and answers.exists() else None
        neighbours = [
            (page_name(COURSE[j]), titles[j]) if 0 <= j < len(COURSE) else None
            for j in (k - 1, k + 1)
        ]
        text = pages.export(pages.prepared(notebook, solution), titles[k], *neighbours)
        (site / page_name(path)).write_text(text, encoding="utf-8")
    course = dict(zip(COURSE, made, strict=True))
    (site / "lecture.html").write_text(lecture.page(course), encoding="utf-8")
    index.write(site / "index.html", course)
    furnish(site)
    size = megabytes(site)
    print(f"{site.relative_to(ROOT)}: {size:.1f} MB, {time.perf_counter() - start:.0f} s")
    return too_large(size)


def too_large(size):
    """Return the exit status for a site of `size` MB, and print the reason if it is not 0."""
    if size > LARGEST:
        print(f"The site must not exceed {LARGEST} MB, but has {size:.1f} MB.", file=sys.stderr)
    return int(size > LARGEST)


def notebooks(site, everything, most):
    """Return all executed notebooks with players as HTML; execute only those that changed."""
    kept = {path: keep(path, site, most) for path in COURSE}
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        runs = {
            pool.submit(run, path, site, most): path
            for path, target in kept.items()
            if everything or not target.exists()
        }
        for number, done in enumerate(as_completed(runs), 1):
            print(f"{number} of {len(runs)}: {runs[done].name}, {done.result():.0f} s", flush=True)
    return [nbformat.read(target, 4) for target in kept.values()]


def run(path, site, most):
    """Execute one notebook for the site, and return the time in seconds."""
    start = time.perf_counter()
    notebook = nbformat.read(path, 4)
    notebook.cells.append(new_code_cell(elements_code(site, most)))
    notebook = executed(notebook, path.parent)
    elements = notebook.cells.pop().outputs[0].text
    store(path, site, most, with_players(notebook, elements))
    return time.perf_counter() - start


def elements_code(site, most, effort=60):
    """Return code for the end of a notebook: it prints its players as HTML elements, in JSON."""
    return f"""import gc, json, sys
sys.path.insert(0, {str(HERE)!r})
import players
gc.freeze()  # it need not look through all that the notebook has made
print(json.dumps(players.elements({str(site / "pictures")!r}, {most}, {effort})))"""


def with_players(notebook, elements):
    """Return the executed notebook, with each player replaced by its HTML element."""
    elements = json.loads(elements)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if view := output.get("data", {}).get(WIDGET):
                output.data["text/html"] = elements[view["model_id"]]
    return stripped(notebook)


def store(path, site, most, notebook):
    """Keep the executed notebook of a path, in place of an older one."""
    target = keep(path, site, most)
    target.parent.mkdir(exist_ok=True)
    for old in target.parent.glob(f"{path.stem}-*.ipynb"):
        old.unlink()
    nbformat.write(notebook, target)


def keep(path, site, most):
    """Return the path of the executed notebook; its name contains a hash of all its sources."""
    digest = hashlib.sha256(str(most).encode())
    for source in [path, *sorted((ROOT / "src").rglob("*.*"))]:
        if source.suffix in {".py", ".mplstyle"}:
            digest.update(source.read_bytes())
        elif source == path:
            cells = nbformat.read(path, 4).cells
            digest.update("\0".join(f"{cell.source}{cell.metadata}" for cell in cells).encode())
    folder = site.with_name(f"{site.name}-notebooks")
    return folder / f"{path.stem}-{digest.hexdigest()[:16]}.ipynb"


def furnish(site):
    """Write pictures, styles, scripts, the font and figures; delete pictures no longer shown."""
    shown = "".join(outsource(path, site / "pictures") for path in site.glob("*.html"))
    formulas = "".join(re.findall(r"<math.*?</math>", shown, re.S))
    name = packaged.write_font(site, html.unescape(re.sub(r"<[^>]*>", "", formulas)))
    font = f'@font-face {{ font-family: "Unrolled Math"; src: url("{name}") format("woff"); }}\n'
    both = [page.STYLE, font, (HERE / "style.css").read_text("utf-8")]
    (site / "style.css").write_text("".join(both), encoding="utf-8")
    for file in ("page.css", "page.js", "deck.css", "deck.js", "enlarge.js"):
        shutil.copy(HERE / file, site)
    packaged.copy_reveal(site / "reveal")
    shutil.copytree(ROOT / "figures", site / "figures", dirs_exist_ok=True)
    for picture in (site / "pictures").iterdir():
        if picture.name not in shown:
            picture.unlink()


def outsource(path, folder):
    """Move the pictures inside a page to a folder, where pages share them; return the page."""

    def moved(found):
        return players.picture_url(base64.b64decode(found[1]), folder)

    text = re.sub('data:image/png;base64,([^"]+)', moved, path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    return text


def page_name(path):
    """Return the file name of a notebook's page."""
    return f"{path.stem}.html"


def megabytes(folder):
    """Return the size of all files in a folder and its subfolders, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-solutions", action="store_true")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    sys.exit(main(solutions=not given.no_solutions, everything=given.all))

"""The lecture as a deck: its slides are cells of the notebooks, in the order of lecture.toml."""

import copy
import re
import tomllib
from pathlib import Path

import pages
from nbformat.v4 import new_markdown_cell, new_notebook

HERE = Path(__file__).resolve().parent


def slides():
    """The slides in their order: dicts with the name, the headline and the rows of the lecture."""
    return tomllib.loads((HERE / "lecture.toml").read_text("utf-8"))["slide"]


def cells_of(course):
    """The cells of each slide by its name, as (path, cell): those whose metadata name it.

    course: notebooks by their paths.
    """
    found = {}
    for path, notebook in course.items():
        for cell in notebook.cells:
            if "lecture" in cell.metadata:
                found.setdefault(cell.metadata.lecture, []).append((path, cell))
    return found


def deck(course):
    """One notebook that holds all slides; each cell knows where its slide opens and closes."""
    found, cells = cells_of(course), []
    for number, slide in enumerate(slides(), 1):
        path, first = found[slide["name"]][0]
        own = [copy.deepcopy(cell) for _, cell in found[slide["name"]]]
        for k, cell in enumerate(own):
            cell.id = f"s{number}-{k}"
            if cell.cell_type == "markdown":
                cell.source = re.sub(r"^#+ .*\n*", "", cell.source, flags=re.M)
            cell.metadata.later = "answer" in cell.metadata.get("tags", [])
            cell.metadata.shows = pages.draws(cell)
            cell.metadata.bare = "code" not in cell.metadata.get("tags", [])
            for output in cell.get("outputs", []):
                if 'class="bet"' in output.get("data", {}).get("text/html", ""):
                    del output.data["text/html"]  # on a slide the next key unfolds, not a click
        head = new_markdown_cell(f"## {slide['title']}", id=f"s{number}")
        head.metadata.opens = number
        own[-1].metadata.closes = f"{path.stem}.html#{first.id}"
        own[-1].metadata.place = path.stem.replace("_", " ")
        cells += [head, *own]
    return new_notebook(cells=cells)


def write(target, course):
    """The deck as one page."""
    target.write_text(pages.export(deck(course), "The lecture", deck=True), encoding="utf-8")

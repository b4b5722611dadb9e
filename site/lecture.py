"""The lecture as a deck: slides are made of notebook cells, in the order of lecture.toml."""

import copy
import re
import tomllib
from pathlib import Path

import pages
from nbformat.v4 import new_markdown_cell, new_notebook

HERE = Path(__file__).resolve().parent


def slides():
    """Return the slides in order: dicts with `name`, `title` and the topics that each `covers`."""
    return tomllib.loads((HERE / "lecture.toml").read_text("utf-8"))["slide"]


def cells_of(course):
    """Return the cells of each slide by its name, as (path, cell). Cell metadata name the slide.

    course: notebooks by path.
    """
    found = {}
    for path, notebook in course.items():
        for cell in notebook.cells:
            if "lecture" in cell.metadata:
                found.setdefault(cell.metadata.lecture, []).append((path, cell))
    return found


def deck(course):
    """Return one notebook with all slides; metadata mark the first and last cell of a slide."""
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
                    del output.data["text/html"]  # a key press shows it, not a click
        head = new_markdown_cell(f"## {slide['title']}", id=f"s{number}")
        head.metadata.opens = number
        own[-1].metadata.closes = f"{path.stem}.html#{first.id}"
        own[-1].metadata.place = path.stem.replace("_", " ")
        cells += [head, *own]
    return new_notebook(cells=cells)


def write(target, course):
    """Write the deck as one page."""
    target.write_text(pages.export(deck(course), "The lecture", deck=True), encoding="utf-8")

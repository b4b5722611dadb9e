"""The first page of the site, and the lecturer's guide."""

import re
from pathlib import Path

import pages
from nbformat.v4 import new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]


def write(target, course):
    """The first page: what the course is, its lessons with their question and minutes, the deck."""
    readme = (ROOT / "README.md").read_text("utf-8")
    table = re.search(r"^\| notebook .*?\n\n", readme, re.M | re.S)[0]
    opening = re.search(r"^# .*?(?=\n## )", readme, re.M | re.S)[0]
    source = [
        opening,
        "[The lecture as slides](lecture.html), and [how to teach with it](guide.html).",
        f"## The course\n\n{table}",
    ]
    target.write_text(page("Unrolled", source), encoding="utf-8")
    guide = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    (target.parent / "guide.html").write_text(page("The lecturer's guide", [guide]), "utf-8")


def page(title, sources):
    """A page of Markdown texts."""
    cells = [new_markdown_cell(source, id=f"part-{k}") for k, source in enumerate(sources)]
    for cell in cells:
        cell.metadata.tags = []
    return pages.export(new_notebook(cells=cells), title, code=False)

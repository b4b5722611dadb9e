"""The first page of the site, and the lecturer's guide."""

import re
from pathlib import Path

import pages
from nbformat.v4 import new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]


def write(target, course):
    """Write the first page (introduction, links and table of lessons) and the lecturer's guide."""
    readme = (ROOT / "README.md").read_text("utf-8")
    table = re.search(r"^\| notebook .*?\n\n", readme, re.M | re.S)[0]
    opening = re.search(r"^# .*?(?=\n## )", readme, re.M | re.S)[0]
    source = [
        opening,
        "[Lecture slides](lecture.html) · [Lecturer's guide](guide.html)",
        f"## Course contents\n\n{table}",
    ]
    target.write_text(page("Unrolled", source), encoding="utf-8")
    guide = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    (target.parent / "guide.html").write_text(page("Lecturer's guide", [guide]), "utf-8")


def page(title, sources):
    """Return a page made of Markdown texts."""
    cells = [new_markdown_cell(source, id=f"part-{k}") for k, source in enumerate(sources)]
    for cell in cells:
        cell.metadata.tags = []
    return pages.export(new_notebook(cells=cells), title, code=False)

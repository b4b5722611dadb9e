"""The first page of the site, the lecturer's guide, and the page on frameworks."""

import re
from pathlib import Path

import lecture
import pages
from nbformat.v4 import new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
FACE = "05_unrolling"  # the notebook whose first player the first page shows


def write(target, course):
    """Write the pages that are no notebooks. course: executed notebooks by path."""
    notebooks = {path.stem: notebook for path, notebook in course.items()}
    readme = (ROOT / "README.md").read_text("utf-8")
    opening = re.search(r"^# .*?\n\n.*?(?=\n\n)", readme, re.M | re.S)[0]
    face = next(html for cell in notebooks[FACE].cells for html in shown(cell))
    rows = re.findall(
        r"^\| \[(.+?)\]\(notebooks/(\w+)\.ipynb\) \| (.+?) \| (.+?) \|$", readme, re.M
    )
    cards = [card(name, title, *rest, notebooks[name]) for title, name, *rest in rows]
    sources = [
        opening,
        '<p><a class="button" href="lecture.html">Open the lecture</a></p>',
        face,
        "## Notebooks",
        f'<ul class="cards">{"".join(cards)}</ul>',
        "Each page shows all of its notebook, and its sliders work. The exercises are for "
        "JupyterLab. If you teach, read the [lecturer's guide](guide.html). If you use a "
        "framework, read [what it computes](your_framework.html).",
    ]
    target.write_text(page("Unrolled", sources), encoding="utf-8")
    for file, name in {"README.md": "guide", "your_framework.md": "your_framework"}.items():
        text = (ROOT / "notebooks" / file).read_text("utf-8")
        text = text.replace("`lecture.html` on the site", "[`lecture.html`](lecture.html)")
        title = re.match("# (.+)", text)[1]
        (target.parent / f"{name}.html").write_text(page(title, [text]), "utf-8")


def card(name, title, minutes, question, notebook):
    """Return a link to the page of a notebook, with its first picture, or one amid its film."""
    first = next(html for cell in notebook.cells for html in shown(cell))
    sources = re.findall(r'<img [^>]*?src="([^"]+)"', first)
    source = sources[len(sources) // 2]
    return (
        f'<li><a href="{name}.html"><img alt="" loading="lazy" src="{source}">'
        f"<b>{title} <small>· {minutes} min</small></b><span>{question}</span></a></li>"
    )


def shown(cell):
    """Return the players and pictures of a cell as HTML."""
    return lecture.shown(cell) if cell.cell_type == "code" else []


def page(title, sources):
    """Return a page made of Markdown texts."""
    cells = [new_markdown_cell(source, id=f"part-{k}") for k, source in enumerate(sources)]
    for cell in cells:
        cell.metadata.tags = []
    return pages.export(new_notebook(cells=cells), title, code=False)

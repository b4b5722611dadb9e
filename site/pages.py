"""Notebooks as pages: nbconvert's exporter with MathML, folded code and our own template."""

import ast
import re
from pathlib import Path

from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from unrolled.play.page import script

HERE = Path(__file__).parent


class Formula(ValueError):
    """Raised for a formula that cannot be converted to MathML; the message contains it."""


class Renderer(IPythonRenderer):
    """Markdown renderer that writes formulas as MathML, which needs no script."""

    def inline_math(self, body):  # noqa: D102  # documented in nbconvert, as are those below
        return mathml(body)

    def block_math(self, body):  # noqa: D102
        return mathml(body, display="block")

    def latex_environment(self, name, body):  # noqa: D102
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display="block")

    def link(self, text, url, title=None):  # noqa: D102
        return super().link(text, page_address(url), title)


class PageExporter(HTMLExporter):
    """nbconvert's exporter with our template and formulas."""

    def __init__(self, **kwargs):
        super().__init__(
            template_name="unrolled", extra_template_basedirs=[str(HERE / "templates")], **kwargs
        )

    def default_filters(self):  # noqa: D102
        yield from super().default_filters()
        yield "markdown2html", lambda source: markdown(source)


def mathml(tex, display="inline"):
    """Return a formula as a `math` element. Raises Formula if it cannot be converted."""
    try:
        found = convert(tex, display=display)
    except Exception as error:
        raise Formula(f"{tex!r}: {type(error).__name__}: {error}") from error
    if re.search(r"<m[a-z]+>\\", found):
        raise Formula(f"{tex!r}: unknown command")
    return found


def markdown(source):
    """Return Markdown as HTML, with each table in a scrollable box."""
    text = MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(
        source
    )
    return text.replace("<table>", '<div class="wide" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def page_address(url):
    """Return the page for a link to a notebook or to its solutions, which are on the same page."""
    return re.sub(r"^(?:\.\./)?(?:notebooks/)?(?:solutions/)?(\d\d_\w+)\.ipynb", r"\1.html", url)


def prepared(notebook, solution=None):
    """Mark in the metadata of each cell how its page shows it. solution: the solved notebook."""
    answers = iter(_answers(solution) if solution else [])
    for cell in notebook.cells:
        tags = cell.metadata.setdefault("tags", [])
        if cell.cell_type == "markdown":
            cell.metadata.teacher = cell.metadata.get("slideshow", {}).get("slide_type") == "notes"
        elif "exercise" in tags:
            cell.metadata.answer = next(answers, None)
        elif "check" in tags:
            cell.metadata.hints = _hints(cell.source)
            cell.metadata.folded = "The check"
            cell.outputs = []
        elif draws(cell):
            cell.metadata.folded = cell.source.strip().splitlines()[-1]
    return notebook


def export(notebook, title, before=None, after=None, deck=False, code=True):
    """Return the page of a prepared notebook as text. Raises Formula, which names the cell."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            try:
                markdown(cell.source)
            except Formula as error:
                raise Formula(f"cell {number} of {title}: {error}") from error
    resources = {"title": title, "before": before, "after": after, "code": code, "deck": deck}
    resources["players"] = script()
    page, _ = PageExporter().from_notebook_node(notebook, resources)
    return page.replace("<pre>", '<pre tabindex="0">').replace(
        '<pre class="output">', '<pre class="output" tabindex="0">'
    )


def draws(cell):
    """Return whether the cell outputs pictures only."""
    data = [output.get("data", {}) for output in cell.get("outputs", [])]
    return bool(data) and all("image/png" in each for each in data)


def _answers(solution):
    return [cell.source for cell in solution.cells if "exercise" in cell.metadata.get("tags", [])]


def _hints(source):
    """Return the hints of a check: the text in each pair of a property and its hint."""
    pairs = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Tuple)]
    last = [node.elts[-1] for node in pairs if len(node.elts) == 2]
    return [
        node.value
        for node in last
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def title(notebook):
    """Return the title of a notebook: its first heading."""
    return re.search(r"^# (.+)$", notebook.cells[0].source, re.M)[1]

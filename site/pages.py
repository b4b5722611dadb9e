"""Notebooks as pages: nbconvert's exporter with MathML, folded code and our own template."""

import ast
import html
import re
from functools import cache
from pathlib import Path

from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from unrolled.play.page import script

HERE = Path(__file__).parent
PAGES = {path.stem for path in (HERE.parent / "notebooks").glob("*.ipynb")}
OTHER_PAGES = {"lecture.html", "guide.html", "your_framework.html"}

# What latex2mathml converts without an error, but not into what was meant: a pattern of the formula
# or of its MathML, and the reason.
WRONG_TEX = {r"\\operatorname\s*\*": "operatorname* has its label at the side"}
WRONG_MATHML = {
    r"<m[a-z]+>\\": "unknown command",
    r"&(?!#?\w+;)": "no columns here: use pmatrix or cases, or one formula per line",
    'linebreak="newline"': "no line break here: use one formula per line",
    'mathvariant="(?!normal)': "browsers show bold for one letter only, as in mathbf{h}",
    r'display="block".*<msu[bp][a-z]*><mo>(max|min|lim|sup|inf|argmax|argmin)<': (
        "the label stands at the side: use underset"
    ),
}
# What browsers draw differently than TeX: accents that they no longer infer, a hat as large as a
# letter, and primes, which are high already, raised and set apart.
REDRAWN = {
    "<mover>": '<mover accent="true">',
    "<mo>&#x0005E;</mo>": "<mo>\u02c6</mo>",
    r"<msup>(<mi>.</mi>)<mi>(&#x02032;)</mi></msup>": (
        r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>'
    ),
}


class Formula(ValueError):
    """Raised for a formula that cannot be converted to MathML; the message contains it."""


class Renderer(IPythonRenderer):
    """Markdown renderer that writes formulas as MathML, which needs no script."""

    def inline_math(self, body):  # noqa: D102  # documented in nbconvert, as are those below
        return mathml(body)

    def block_math(self, body):  # noqa: D102
        return f'<span class="wide">{mathml(body, display="block")}</span>'

    def latex_environment(self, name, body):  # noqa: D102
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def link(self, text, url, title=None):  # noqa: D102
        address = page_address(url)
        return super().link(text, address, title) if address else text

    def heading(self, text, level, **attributes):  # noqa: D102
        return f'<h{level} id="{slug(text)}">{text}</h{level}>\n'


class PageExporter(HTMLExporter):
    """nbconvert's exporter with our template and formulas."""

    def __init__(self, **kwargs):
        super().__init__(
            template_name="unrolled", extra_template_basedirs=[str(HERE / "templates")], **kwargs
        )

    def default_filters(self):  # noqa: D102
        yield from super().default_filters()
        yield "markdown2html", lambda source: markdown(source)
        yield "picture", picture


def mathml(tex, display="inline"):
    """Return a formula as a `math` element. Raises Formula if it cannot be converted."""
    try:
        found = convert(tex, display=display)
    except Exception as error:
        raise Formula(f"{tex!r}: {type(error).__name__}: {error}") from error
    for text, wrong in [(tex, WRONG_TEX), (found, WRONG_MATHML)]:
        for pattern, reason in wrong.items():
            if re.search(pattern, text):
                raise Formula(f"{tex!r}: {reason}")
    for written, drawn in REDRAWN.items():
        found = re.sub(written, drawn, found)
    return found


@cache
def markdown(source):
    """Return Markdown as HTML, with each table in a scrollable box.

    A formula and what follows it, such as a comma, stay on one line.
    """
    text = MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(
        source
    )
    text = re.sub(r"(<math(?:(?!</math>).)*</math>[^\s<]+)", r'<span class="whole">\1</span>', text)
    return text.replace("<table>", '<div class="wide"><table>').replace(
        "</table>", "</table></div>"
    )


def page_address(url):
    """Return the address on the site for a link in a notebook or README; "" if it has no page.

    The solutions of a notebook are on its own page.
    """
    if re.match(r"[a-z]+:|#", url):
        return url
    path, mark, section = url.partition("#")
    name = re.sub(r"^(\.\./|notebooks/|solutions/)*", "", path)
    if "README" in path:
        return "guide.html" + mark + section if "notebooks" in path else "index.html"
    if name == "your_framework.md":
        return "your_framework.html" + mark + section
    if name.endswith(".ipynb") and name[:-6] in PAGES:
        return f"{name[:-6]}.html{mark}{section}"
    return url if name.startswith("figures/") or name in OTHER_PAGES else ""


def slug(heading):
    """Return the id of a heading, as GitHub makes it, so that links to a section work in both."""
    plain = re.sub(r"<annotation.*?</annotation>|<[^>]+>", "", heading)
    return re.sub(r"[^\w\- ]", "", html.unescape(plain).lower()).strip().replace(" ", "-")


def sections(notebook):
    """Return the second-level headings of a notebook as HTML, each with its id."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    page = "".join(map(markdown, sources))
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', page)
    return [(name, re.sub(r"</?a\b[^>]*>", "", text)) for name, text in found]


def picture(output):
    """Return the PNG of an output as an image with its description."""
    shape = output.metadata.get("image/png", {})
    words = html.escape(shape.get("alt") or output.data["text/plain"])
    size = 'width="{width}" height="{height}" '.format(**shape) if "width" in shape else ""
    data = output.data["image/png"].replace("\n", "")
    image = f'<img alt="{words}" {size}loading="lazy" src="data:image/png;base64,{data}">'
    return f'<div class="picture">{image}</div>'


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
            cell.metadata.folded = "Code of this picture"
        elif imports(cell):
            cell.metadata.folded = "Imports"
    return notebook


def export(notebook, title, before=None, after=None, code=True):
    """Return the page of a prepared notebook as text. Raises Formula, which names the cell."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            try:
                markdown(cell.source)
            except Formula as error:
                raise Formula(f"cell {number} of {title}: {error}") from error
    resources = {"title": title, "before": before, "after": after, "code": code}
    listed = sections(notebook)
    resources |= {"players": script(), "sections": listed if len(listed) > 2 else []}
    page, _ = PageExporter().from_notebook_node(notebook, resources)
    return page


def draws(cell):
    """Return whether the cell outputs pictures only."""
    data = [output.get("data", {}) for output in cell.get("outputs", [])]
    return bool(data) and all("image/png" in each for each in data)


def imports(cell):
    """Return whether the cell does nothing but import and check that all is installed."""
    if not cell.source.startswith(("import ", "from ")):
        return False
    *first, last = ast.parse(cell.source).body
    return all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in first or [last])


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

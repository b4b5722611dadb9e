"""The project's rules that a machine can check: borders, sizes, links, what a notebook must be."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

import unrolled
from execute_notebooks import ALL, WIDGET, stripped

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "unrolled"
MODULES = sorted(PACKAGE.rglob("*.py"))
# What a folder may import of the package, besides itself: the arrows point downwards only.
STOREYS = {
    "computes": {"computes"},
    "tasks": {"tasks", "computes"},
    "tables": {"tables", "tasks", "computes"},
    "pictures": {"pictures", "computes"},
    "play": {"play", "pictures", "computes"},
}
# Of what computes, a picture may use the door alone: it trains and computes nothing.
DOOR = "unrolled.shapes"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("*/*.md"))]
COURSE = [path for path in ALL if path.parent.name == "notebooks"]


def name(path):
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else path


each_module = pytest.mark.parametrize("path", MODULES, ids=name)
each_notebook = pytest.mark.parametrize("path", ALL, ids=name)
each_lesson = pytest.mark.parametrize("path", COURSE, ids=name)


# The repository


def bounds(requirements):
    return dict(
        re.fullmatch(r"([\w-]+?)(?:-base)?(>=[\d.]+)?", each).groups() for each in requirements
    )


def test_conda_and_pip_install_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    *conda, pip = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    python = "python" + project["requires-python"]
    assert bounds(conda) == bounds([python, "pip", *project["dependencies"]])
    assert pip == {"pip": ["--editable ."]}


def test_one_version_is_told_everywhere():
    version = unrolled.__version__
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    newest = re.search(r"^## ([^,\s]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)[1]
    assert citation["version"] == version
    assert newest in (version, "Unreleased")


def test_what_is_no_python_is_shipped_too():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    data = project["tool"]["setuptools"]["package-data"]
    others = [path for path in PACKAGE.rglob("*.*") if not path.suffix.startswith(".py")]
    forgotten = [
        name(path)
        for path in others
        if not any(path.match(pattern) for pattern in data.get(dotted(path.parent), []))
    ]
    assert others and forgotten == []


def prose(path):
    if path.suffix == ".md":
        return path.read_text("utf-8")
    return "\n\n".join(
        cell.source
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "markdown"
    )


@pytest.mark.parametrize("path", [*PAGES, *ALL], ids=name)
def test_links_lead_to_files(path):
    targets = re.findall(r'\]\(([^)\s]+)|(?:src|href)="([^"]+)"', prose(path))
    files = [a or b for a, b in targets if not re.match(r"\w+:|#", a or b)]
    assert [file for file in files if not (path.parent / file.split("#")[0]).exists()] == []


@pytest.mark.parametrize("path", [*PAGES, *ALL], ids=name)
def test_images_have_alt_text(path):
    text = prose(path)
    assert re.findall(r"!\[\s*\]\([^)]*\)", text) == []
    assert [
        tag for tag in re.findall(r"<img[^>]*>", text) if not re.search(r'alt="[^"]+"', tag)
    ] == []


# The package


def length(source):
    """How many lines are code: neither blank nor a comment."""
    return len(re.findall(r"^\s*[^\s#]", source, re.M))


def docstrings(source):
    return sum(
        length(ast.get_docstring(node, clean=False) or "")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
    )


def test_package_is_thin():
    sources = {name(path): path.read_text("utf-8") for path in MODULES}
    assert sum(length(source) - docstrings(source) for source in sources.values()) <= 3080
    assert {file for file, source in sources.items() if len(source.splitlines()) > 200} == set()


def bodies(source):
    """The code of every function by its name, without its docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1:2] if ast.get_docstring(node) else node.body
            yield (
                node.name,
                "\n".join(source.splitlines()[first[0].lineno - 1 : node.end_lineno])
                if first
                else "",
            )


@each_module
def test_functions_are_short(path):
    assert [name for name, body in bodies(path.read_text("utf-8")) if length(body) > 20] == []


def definitions(tree):
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            yield from definitions(node) if isinstance(node, ast.ClassDef) else ()


@each_module
def test_what_is_public_says_what_it_does(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert [node.name for node in definitions(tree) if not ast.get_docstring(node)] == []


def dotted(path):
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def storey(module):
    folder = module.split(".")[1:2]
    return folder[0] if folder and folder[0] in STOREYS else "computes"


def imported(source, modules):
    """The modules of the package that a source imports, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("unrolled"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unrolled"):
            submodules = {f"{node.module}.{each.name}" for each in node.names} & modules
            yield from submodules or [node.module]
        assert not (isinstance(node, ast.ImportFrom) and node.level), (
            "an import from the package's root is clearer"
        )


def wrong_arrows(sources):
    """(module, what it imports) for each arrow not pointing downwards in {module: source}."""
    for module, source in sources.items():
        for target in imported(source, set(sources)):
            upwards = storey(target) not in STOREYS[storey(module)]
            past_the_door = (storey(module), storey(target)) == (
                "pictures",
                "computes",
            ) and target != DOOR
            if upwards or past_the_door:
                yield module, target


def test_arrows_point_downwards():
    assert list(wrong_arrows({dotted(path): path.read_text("utf-8") for path in MODULES})) == []


@pytest.mark.parametrize(
    "module, line",
    [
        ("unrolled.rnn", "from unrolled.tasks import words"),
        ("unrolled.tasks.text", "from unrolled.pictures import style"),
        ("unrolled.pictures.plot", "from unrolled.play import drawing"),
        ("unrolled.pictures.plot", "from unrolled import rnn"),
        ("unrolled.pictures.plot", "def f():\n    import unrolled.tasks.text"),
    ],
)
def test_an_arrow_upwards_is_found(module, line):
    sources = {dotted(path): "" for path in MODULES} | {module: line}
    assert [found for found, _ in wrong_arrows(sources)] == [module]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if storey(dotted(path)) in ("computes", "tasks")], ids=name
)
def test_maths_and_tasks_do_without_matplotlib(path):
    code = f"import sys, {dotted(path)}; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# The notebooks


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def tagged(path, tag):
    return [cell for cell in code_cells(path) if tag in cell.metadata.get("tags", [])]


def printed(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def test_course_is_found():
    assert len(COURSE) >= 3


@each_notebook
def test_notebook_is_stored_as_refresh_stores_it(path):
    notebook = nbformat.read(path, as_version=4)
    assert stripped(notebook) == notebook
    # Other tools drop an empty list, and with it a strict round trip.
    assert not any(cell.metadata.get("tags") == [] for cell in notebook.cells)
    assert path.stat().st_size <= 1_000_000


def test_refresh_strips_what_differs_and_what_needs_a_kernel():
    data = {WIDGET: {"model_id": "1"}, "text/plain": "What it shows.", "image/png": "…"}
    output = nbformat.v4.new_output("display_data", data, metadata={"image/png": {"width": 9}})
    timed = {"execution": {"shell.execute_reply": "2026"}, "tags": ["check"]}
    cell = nbformat.v4.new_code_cell("1", outputs=[output], metadata=timed)
    machine = {"widgets": {}, "language_info": {"name": "python", "version": "3"}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=machine)
    kept = stripped(notebook)
    assert kept.cells[0].outputs[0].data == {"text/plain": "What it shows.", "image/png": "…"}
    assert kept.cells[0].outputs[0].metadata == output.metadata
    assert kept.cells[0].metadata == {"tags": ["check"]}
    assert kept.metadata.keys() == {"kernelspec", "language_info"}
    assert kept.metadata.language_info == {"name": "python"}
    assert WIDGET in notebook.cells[0].outputs[0].data and stripped(kept) == kept


@each_notebook
def test_notebook_ran_from_top_to_bottom(path):
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [
        printed(cell)
        for cell in cells
        if any(output.get("name") == "stderr" for output in cell.outputs)
    ] == []
    assert tagged(path, "nbval-skip") == tagged(path, "raises-exception") == []


@each_notebook
def test_every_cell_has_its_place_among_the_slides(path):
    types = [
        cell.metadata.get("slideshow", {}).get("slide_type")
        for cell in nbformat.read(path, as_version=4).cells
    ]
    assert set(types) <= {"slide", "subslide", "fragment", "notes", "skip", "-"}


@each_notebook
def test_prose_stands_before_code_and_after_pictures(path):
    cells = nbformat.read(path, as_version=4).cells
    for before, cell in zip([None, *cells], cells):
        if cell.cell_type == "code" and cell not in tagged(path, "check"):
            assert before and before.cell_type == "markdown", cell.source
        if before and "image/png" in str(before.get("outputs")):
            assert cell.cell_type == "markdown", before.source


@each_notebook
def test_code_is_short_and_plain(path):
    sources = [cell.source for cell in code_cells(path)]
    assert [source for source in sources if length(source) > 20] == []
    assert sum(bool(re.search(r"^(import|from) ", source, re.M)) for source in sources) <= 1
    assert [
        source
        for source in sources
        if re.search(r"sys\.path|%matplotlib (?!inline)|random\.seed", source)
    ] == []


@each_notebook
def test_pictures_say_in_words_what_they_show(path):
    shown = [
        output.data for cell in code_cells(path) for output in cell.outputs if "data" in output
    ]
    words = [
        data.get("text/plain", "")
        for data in shown
        if any(mime.startswith("image/") for mime in data)
    ]
    assert [text for text in words if text.startswith("<") or len(text.split()) < 4] == []


@each_lesson
def test_an_answer_to_a_bet_is_folded(path):
    cells = nbformat.read(path, as_version=4).cells
    for k, cell in enumerate(cells):
        if cell.cell_type == "markdown" and "your bet" in cell.source:
            assert any("play.bet()" in after.source for after in cells[k + 1 : k + 5]), cell.source


@each_lesson
def test_lesson_has_lines_few_and_minutes_known(path):
    read_in_class = [
        c.source for c in code_cells(path) if "check" not in c.metadata.get("tags", [])
    ]
    assert statistics.median(map(length, read_in_class)) <= 6
    first = nbformat.read(path, as_version=4).cells[0].source
    assert first.startswith("# ") and re.search(r"\d+ minutes", first)


@each_lesson
def test_exercises_are_open_here_and_solved_there(path):
    solution = path.parent / "solutions" / path.name
    exercises, checks = tagged(path, "exercise"), tagged(path, "check")
    assert len(exercises) == len(checks) > 0
    assert [cell.source for cell in exercises if not re.search(r"\.\.\.$", cell.source, re.M)] == []
    assert {printed(cell).strip() for cell in checks} == {"not answered yet"}
    assert [cell.source for cell in tagged(solution, "check")] == [cell.source for cell in checks]
    assert not {cell.source for cell in exercises} & {cell.source for cell in code_cells(solution)}
    assert {printed(cell).strip() for cell in tagged(solution, "check")} == {"right"}


def test_the_lines_in_the_readme_run_and_its_map_lists_every_module():
    readme = (ROOT / "README.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.S)[1]
    names: dict = {}
    exec(code, names)
    assert names["h"].shape == (4, 5)
    [tree] = re.findall(r"```\n(src/unrolled/\n.*?)```", readme, re.S)
    listed = re.findall(r"[├└]── (\w+\.py)", tree)
    assert sorted(listed) == sorted(path.name for path in MODULES if path.stem != "__init__")

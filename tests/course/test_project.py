"""Rules of the project: imports, sizes, links, alt text, and the form of notebooks."""

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
# Parts of the package that each part may import, as in CONTRIBUTING.md.
MAY_IMPORT = {
    "computes": {"computes"},
    "tasks": {"tasks", "computes"},
    "tables": {"tables", "tasks", "computes"},
    "pictures": {"pictures", "computes"},
    "play": {"play", "pictures", "computes"},
}
# The only computing module that pictures may import.
VALIDATION = "unrolled.shapes"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("*/*.md"))]
COURSE = [path for path in ALL if path.parent.name == "notebooks"]


def name(path):
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else path


each_module = pytest.mark.parametrize("path", MODULES, ids=name)
each_notebook = pytest.mark.parametrize("path", ALL, ids=name)
each_lesson = pytest.mark.parametrize("path", COURSE, ids=name)


# The repository


def bounds(requirements):
    pattern = r"([\w-]+?)(?:-base)?(>=[\d.]+)?"
    return dict(re.fullmatch(pattern, each).groups() for each in requirements)


def test_conda_and_pip_requirements_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    *conda, pip = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    python = "python" + project["requires-python"]
    assert bounds(conda) == bounds([python, "pip", *project["dependencies"]])
    assert pip == {"pip": ["--editable ."]}


def test_version_is_the_same_everywhere():
    version = unrolled.__version__
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    newest = re.search(r"^## ([^,\s]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)[1]
    assert citation["version"] == version
    assert newest in (version, "Unreleased")


def test_data_files_are_packaged():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    data = project["tool"]["setuptools"]["package-data"]
    others = [path for path in PACKAGE.rglob("*.*") if not path.suffix.startswith(".py")]
    shipped = {each for each in others for glob in data[dotted(each.parent)] if each.match(glob)}
    assert others and set(others) - shipped == set()


def prose(path):
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("path", [*PAGES, *ALL], ids=name)
def test_links_lead_to_files_and_images_have_alt_text(path):
    text = prose(path)
    targets = re.findall(r'\]\(([^)\s]+)|(?:src|href)="([^"]+)"', text)
    files = [a or b for a, b in targets if not re.match(r"\w+:|#", a or b)]
    assert [file for file in files if not (path.parent / file.split("#")[0]).exists()] == []
    assert re.findall(r"!\[\s*\]\([^)]*\)", text) == []
    tags = re.findall(r"<img[^>]*>", text)
    assert [tag for tag in tags if not re.search(r'alt="[^"]+"', tag)] == []


# The package


def length(source):
    """Count the lines that are neither blank nor a comment."""
    return len(re.findall(r"^\s*[^\s#]", source, re.M))


def docstrings(source):
    return sum(
        length(ast.get_docstring(node, clean=False) or "")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
    )


def test_package_and_modules_stay_small():
    sources = {name(path): path.read_text("utf-8") for path in MODULES}
    assert sum(length(source) - docstrings(source) for source in sources.values()) <= 3400
    assert {file for file, source in sources.items() if len(source.splitlines()) > 200} == set()


def bodies(source):
    """(name, code without docstring) of each function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, "\n".join(ast.get_source_segment(source, each) for each in body)


def definitions(tree):
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            yield from definitions(node) if isinstance(node, ast.ClassDef) else ()


@each_module
def test_functions_are_short_and_public_definitions_have_docstrings(path):
    source = path.read_text("utf-8")
    assert [name for name, body in bodies(source) if length(body) > 20] == []
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    assert [node.name for node in definitions(tree) if not ast.get_docstring(node)] == []


def dotted(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def part(module):
    folder = module.split(".")[1:2]
    return folder[0] if folder and folder[0] in MAY_IMPORT else "computes"


def imported(source, modules):
    """The modules of the package that a source imports, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("unrolled"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unrolled"):
            submodules = {f"{node.module}.{each.name}" for each in node.names} & modules
            yield from submodules or [node.module]
        assert not getattr(node, "level", 0), "imports are absolute"


def forbidden_imports(sources):
    """(module, imported module) for each forbidden import in {module: source}."""
    for module, source in sources.items():
        for target in imported(source, set(sources)):
            parts = part(module), part(target)
            computes = parts == ("pictures", "computes") and target != VALIDATION
            if computes or parts[1] not in MAY_IMPORT[parts[0]]:
                yield module, target


def test_parts_import_only_what_they_may():
    sources = {dotted(path): path.read_text("utf-8") for path in MODULES}
    assert list(forbidden_imports(sources)) == []


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
def test_forbidden_import_is_detected(module, line):
    sources = {dotted(path): "" for path in MODULES} | {module: line}
    assert [found for found, _ in forbidden_imports(sources)] == [module]


def test_computation_and_tasks_do_not_import_matplotlib():
    modules = [dotted(path) for path in MODULES if part(dotted(path)) in ("computes", "tasks")]
    code = f"import sys, {', '.join(modules)}; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# The notebooks


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def tagged(path, tag):
    return [cell for cell in code_cells(path) if tag in cell.metadata.get("tags", [])]


def printed(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


@each_notebook
def test_notebook_is_executed_and_stored_in_the_required_form(path):
    notebook = nbformat.read(path, as_version=4)
    assert stripped(notebook) == notebook
    # Other tools drop an empty list, and with it a strict round trip.
    assert not any(cell.metadata.get("tags") == [] for cell in notebook.cells)
    assert path.stat().st_size <= 1_000_000
    slides = {cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells}
    assert slides <= {"slide", "subslide", "fragment", "notes", "skip", "-"}
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    streams = [output.get("name") for cell in cells for output in cell.outputs]
    assert "stderr" not in streams
    assert tagged(path, "nbval-skip") == tagged(path, "raises-exception") == []


def test_stripped_removes_widgets_timings_and_versions():
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
def test_prose_precedes_code_and_follows_pictures(path):
    cells = nbformat.read(path, as_version=4).cells
    for before, cell in zip([None, *cells], cells):
        if cell.cell_type == "code" and cell not in tagged(path, "check"):
            assert before and before.cell_type == "markdown", cell.source
        if before and "image/png" in str(before.get("outputs")):
            assert cell.cell_type == "markdown", before.source


@each_notebook
def test_code_cells_are_short_and_import_only_packages_in_one_cell(path):
    sources = [cell.source for cell in code_cells(path)]
    assert [source for source in sources if length(source) > 20] == []
    assert sum(bool(re.search(r"^(import|from) ", source, re.M)) for source in sources) <= 1
    forbidden = r"sys\.path|%matplotlib (?!inline)|random\.seed"
    assert [source for source in sources if re.search(forbidden, source)] == []
    # Nothing from its folder: it may not be the working directory, and a module in it can have the
    # name of a package.
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", "\n".join(sources), re.M))
    packages = {"unrolled", "numpy", "matplotlib", "scipy", "sklearn", "PIL"}
    assert imported <= packages | sys.stdlib_module_names


@each_notebook
def test_stored_pictures_have_alt_text(path):
    shown = [output.get("data", {}) for cell in code_cells(path) for output in cell.outputs]
    words = [data.get("text/plain", "") for data in shown if "image/" in " ".join(data)]
    assert [text for text in words if text.startswith("<") or len(text.split()) < 4] == []


@each_lesson
def test_answers_to_bets_are_folded(path):
    cells = nbformat.read(path, as_version=4).cells
    for k, cell in enumerate(cells):
        if cell.cell_type == "markdown" and "your bet" in cell.source:
            assert any("play.bet()" in after.source for after in cells[k + 1 : k + 5]), cell.source


@each_lesson
def test_lesson_has_short_cells_a_title_and_minutes(path):
    checks = tagged(path, "check")
    lengths = [length(cell.source) for cell in code_cells(path) if cell not in checks]
    assert statistics.median(lengths) <= 6
    first = nbformat.read(path, as_version=4).cells[0].source
    assert first.startswith("# ") and re.search(r"\d+ minutes", first)


@each_lesson
def test_exercises_are_open_and_solved_in_solutions(path):
    solution = path.parent / "solutions" / path.name
    exercises, checks = tagged(path, "exercise"), tagged(path, "check")
    assert len(exercises) == len(checks) > 0
    assert [cell.source for cell in exercises if not re.search(r"\.\.\.$", cell.source, re.M)] == []
    assert {printed(cell).strip() for cell in checks} == {"not answered yet"}
    assert [cell.source for cell in tagged(solution, "check")] == [cell.source for cell in checks]
    assert not {cell.source for cell in exercises} & {cell.source for cell in code_cells(solution)}
    assert {printed(cell).strip() for cell in tagged(solution, "check")} == {"right"}


def test_readme_code_runs_and_its_map_lists_every_module():
    readme = (ROOT / "README.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.S)[1]
    names: dict = {}
    exec(code, names)
    assert names["h"].shape == (4, 5)
    [tree] = re.findall(r"```\n(src/unrolled/\n.*?)```", readme, re.S)
    listed = re.findall(r"[├└]── (\w+\.py)", tree)
    assert sorted(listed) == sorted(path.name for path in MODULES if path.stem != "__init__")

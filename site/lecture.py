"""The lecture as a deck: lecture.toml has the words of its slides, notebook cells the pictures."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import pages
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.filters.highlight import Highlight2HTML

HERE = Path(__file__).resolve().parent
PLAYER, PICTURE = "text/html", "image/png"


class Missing(LookupError):
    """Raised if a slide names a cell or a line of output that does not exist."""


@lru_cache
def written():
    """Return the content of lecture.toml."""
    return tomllib.loads((HERE / "lecture.toml").read_text("utf-8"))


def slides():
    """Return the slides in order: dicts with the keys that lecture.toml explains."""
    return written()["slide"]


def outline():
    """Return the topics in order: [number of its first slide, name, topic, minutes, is a part]."""
    found = []
    for number, slide in enumerate(slides(), 1):
        topic = slide.get("topic") or slide.get("kind") == "divider" and slide["title"]
        if topic:
            found.append([number, slide["name"], topic, 0, slide.get("kind") == "divider"])
        found[-1][3] += slide["minutes"]
    return found


def cell(course, address):
    """Return the stem of a notebook and its cell at an address such as "02/0639082a"."""
    number, name = address.split("/")
    for path, notebook in course.items():
        for each in notebook.cells:
            if path.stem.startswith(number) and each.get("id") == name:
                return path.stem, each
    raise Missing(f"lecture.toml: there is no cell {address}")


def printed(cell):
    """Return what a cell has printed; the answer to a bet, too."""
    shown = [output for output in cell.outputs if PICTURE not in output.get("data", {})]
    return "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "") for output in shown
    )


def table(course, wanted):
    """Return the rows of a table of results: lists of cells as strings. Raises Missing."""
    text = printed(cell(course, wanted["cell"])[1])
    rows = []
    for found in re.finditer(wanted["rows"], text, re.M):
        parts = [text for _, text in sorted(found.groupdict().items())] or found.groups()
        split = [re.split(r"[,\s]+", part) if _numbers(part) else [part] for part in parts]
        rows.append([each.strip().removesuffix(".") for part in split for each in part if each])
    if not rows or {len(row) for row in rows} != {len(wanted["head"])}:
        raise Missing(f"lecture.toml: no row of {wanted['cell']} fits its columns: {text!r}")
    return rows


def _numbers(text):
    return re.fullmatch(r"[-+\d.,\s]+", text)


def is_number(text):
    """Return whether a cell of a table is a number."""
    return re.fullmatch(r"[-+]?\d*\.?\d+", text) is not None


def shown(found):
    """Return the players and pictures of a cell as HTML, without what it prints."""
    players = [output.data[PLAYER] for output in found.outputs if _has(output, PLAYER)]
    pictures = [pages.picture(output) for output in found.outputs if _has(output, PICTURE)]
    return players[:1] or pictures


def _has(output, kind):
    return kind in output.get("data", {}) and 'class="bet"' not in output.data.get(PLAYER, "")


def markdown(source):
    """Return Markdown as HTML without `em`, which reveal.js removes with the marks of a search."""
    return re.sub(r"(</?)em>", r"\1i>", pages.markdown(source))


def view(course, number, slide):
    """Return all that the template needs to know of a slide."""
    found = [cell(course, address) for address in slide.get("show", [])]
    code = [slide["code"]] if "code" in slide else []
    pictures = [html for _, each in found for html in shown(each)]
    code += [] if pictures else [each.source for _, each in found]
    sources = [*slide.get("show", []), slide.get("result", {}).get("cell")]
    place = next((cell(course, each) for each in sources if each), None)
    return slide | {
        "number": number,
        "place": place and f"{place[0]}.html#{place[1].id}",
        "notebook": place and place[0].replace("_", " "),
        "pictures": pictures,
        "then": [html for each in slide.get("then", []) for html in shown(cell(course, each)[1])],
        "code": [Highlight2HTML()(each.strip()) for each in code],
        "table": table(course, slide["result"]) if "result" in slide else [],
    }


def page(course):
    """Return the deck as one page. course: executed notebooks by path."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"markdown": markdown, "is_number": is_number}
    views = [view(course, number, slide) for number, slide in enumerate(slides(), 1)]
    minutes = sum(slide["minutes"] for slide in slides())
    return environment.get_template("deck.html.j2").render(
        slides=views, topics=outline(), minutes=minutes, players=pages.script()
    )

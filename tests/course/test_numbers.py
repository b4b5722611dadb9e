"""Every number in prose stands in an output or a code cell near it, or in `known_numbers.csv`.

Alone, on a notebook or on a folder of them, it prints what it cannot find:

    python tests/course/test_numbers.py notebooks/06_latent_state.ipynb

A *result* is a number with a decimal point, a power of ten, a percent sign or three digits. It must
be near: in the three code cells before the sentence or the two after it, rounded to the digits
that the sentence shows; or said before, where it was near. Other numbers are small and whole, and
may stand in any code cell or output. `known_numbers.csv` has phrases whose numbers come from
elsewhere: notebook, phrase, where from. Prose is looked for in them letter by letter.
"""

import csv
import json
import random
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NOTEBOOKS = sorted((HERE.parents[1] / "notebooks").glob("*.ipynb"))
KNOWN = list(csv.DictReader((HERE / "known_numbers.csv").open(encoding="utf-8")))
NAMES = r"(?:notebooks?|sections?|§+|exercises?|tasks?|seeds?|cells?) "
NOT_RESULTS = [  # (pattern, what it is)
    (r"\]\([^)]*\)|<[^>]*>|https?://\S+", "addresses and tags"),
    (r"(?m)^#+ \d+ ·|\*\*\d+ ·|^\s*\d+\. |^# \d\d ·", "counts sections, exercises, items"),
    (r"(?i)\b" + NAMES + r"\d+(?:(?:,| and|, and| to| or) (?:§+ )?\d+)*\b", "names one of them"),
    (r"(?<![\w.])0\d\b", "names a notebook"),
    (r"\b[A-ZÀ-Ý][\w'-]+,? (?:and others |et al\.,? )?\(?(?:19|20)\d\d\b", "a publication's year"),
    (r"\d+ minutes(?: in class)?", "the lesson plan"),
    (r"[_^](?:\{[^{}.]*(?:\{[^{}.]*\}[^{}.]*)*\}|\d)", "indices and exponents"),
]
POWER = re.compile(r"(?:(\d+(?:\.\d+)?) ?(?:\\cdot|\\times|×|·) ?)?\b10(?:\^\{(-?\d+)\}|([⁻⁰¹²³⁴-⁹]+))")
NUMBER = re.compile(r"(?:(?<![\w.)\]}$])-)?(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:\s?\\?%)?")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def plain(text):
    """The text with one way to write a number: -1234.5e-6."""
    text = re.sub(r"(?<=\d)(?:[\u00a0\u2009\u202f ,]|\\,|\{,\})(?=\d{3}(?!\d))", "", text)
    power = lambda m: f"{m[1] or 1}e{m[2] or m[3].translate(RAISED)}"
    return POWER.sub(power, text.replace("−", "-"))


def numbers(text):
    """(written, value, half a unit of its last digit) of each number in a text."""
    for written in NUMBER.findall(plain(text)):
        digits, _, power = written.rstrip(" \\%\u00a0\u202f").partition("e")
        scale = 10.0 ** int(power or 0) / (100 if written.endswith("%") else 1)
        places = len(digits.partition(".")[2])
        yield written, float(digits) * scale, 0.5 * 10.0**-places * scale


def is_result(written):
    return bool(re.search(r"[.e%]|\d{3}", written))


def near(number, values, rounded=True):
    """A minus sign in prose asks for one; without it either sign will do."""
    written, value, half = number
    slack = (half if rounded else 0) + 1e-9 * abs(value)
    signed = written.startswith("-")
    return any(abs((x if signed else abs(x)) - value) <= slack for x in values)


def read(path):
    """(kind, source, values in the source, values in the outputs) of each cell."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        texts = []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            texts += [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
        source, outputs = "".join(cell["source"]), "\n".join("".join(text) for text in texts)
        code = cell["cell_type"] == "code"
        values = [[value for _, value, _ in numbers(text)] for text in (source, outputs)]
        yield code, source, *(values if code else ([], []))


def prose(name, source):
    """What is left of a cell's prose when known phrases and what counts or names is taken out."""
    for row in KNOWN:
        if row["notebook"] in ("all", name[:2]):
            source = source.replace(row["phrase"], " ")
    for pattern, _ in NOT_RESULTS:
        source = re.sub(pattern, " ", source)
    return source


def not_found(name, cells):
    """(cell, number) of each number in prose that stands nowhere."""
    codes = [cell for cell in cells if cell[0]]
    every = [value for _, _, code, out in codes for value in code + out]
    said, before = [], 0
    for k, (is_code, source, _, _) in enumerate(cells):
        before += is_code
        around = codes[max(0, before - 3) : before + 2]
        out = [value for cell in around for value in cell[3]]
        code = [value for cell in around for value in cell[2]]
        for number in numbers("" if is_code else prose(name, plain(source))):
            if not is_result(number[0]):
                if not near(number, every):
                    yield k, number[0]
            elif near(number, out) or near(number, code, rounded=False):
                said.append(number[1])
            elif not near(number, said, rounded=False):
                yield k, number[0]


if __name__ == "__main__":
    for given in map(Path, sys.argv[1:] or NOTEBOOKS):
        for path in sorted(given.glob("*.ipynb")) if given.is_dir() else [given]:
            for k, number in not_found(path.name, list(read(path))):
                print(f"{path.name} cell {k}: {number}")

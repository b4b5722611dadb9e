"""Numbers in prose occur in the output or code of a nearby cell, or have a stated source.

A *result* has a decimal point, a power of ten, a percent sign or two digits. It must occur in the
three code cells before its sentence or the two after it: in their output, rounded to the digits of
the sentence, or unchanged in their code. Prose may repeat it anywhere later. A single digit may
occur in any code cell or output. `numbers.json` lists for each notebook the phrases whose numbers
come from elsewhere, with their source.
"""

import json
import random
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NOTED = json.loads(Path(__file__).with_name("numbers.json").read_text("utf-8"))
NAMES = r"(?:notebooks?|sections?|§+|exercises?|tasks?|seeds?|cells?)"
NO_RESULTS = [  # (pattern, meaning)
    (r"\]\([^)]*\)|<[^>]*>|https?://\S+", "an address, a tag"),
    (r"(?m)^\d+ minutes in class.*$|^\| \[?\d\d .*$", "minutes, tested in test_start_here.py"),
    (r"(?m)^#+ \d+ ·|\*\*\d+ ·|^\s*\d+\. ", "counts sections, exercises, items"),
    (r"(?i)\b" + NAMES + r" \d+(?:(?:,| and|, and| to| or) (?:§+ )?\d+)*\b", "names one"),
    (r"(?<![\w.])(?<!e[-+])0\d(?!\d|\.\d)|\[\d\d (?=[A-Z])|\d\d_\w+\.ipynb", "names a notebook"),
    (r"\b[A-ZÀ-Ý][\w'-]+,? (?:and others |et al\.,? )?\(?(?:19|20)\d\d\b", "a publication's year"),
    (r"\\d?frac(?:\{\d+\}|\d){2}", "a fraction in a formula"),
    (r"[_^](?:\{[^{}.]*(?:\{[^{}.]*\}[^{}.]*)*\}|\d)", "an index or an exponent"),
    (r"(?<=\d) (?=\d{3}\b)", "a blank between thousands"),
]
POWER = re.compile(  # 3 · 10⁻¹³, 10^{-13}
    r"(?:(\d+(?:\.\d+)?) ?(?:\\cdot|\\times|×|·) ?)?\b10(?:\^\{?(-?\d+)\}?|([⁻⁰¹²³⁴-⁹]+))"
)
NUMBER = re.compile(r"(?:(?<![\w.)\]}$])-)?(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:\s?\\?%)?")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def plain(text):
    """The text with all numbers written like -1234.5e-6."""
    text = re.sub(r"(?<=\d)(?:[_,\u00a0\u2009\u202f]|\\,|\{,\})(?=\d{3}(?!\d))", "", text)
    text = text.replace("−", "-")
    return POWER.sub(lambda m: f"{m[1] or 1}e{m[2] or m[3].translate(RAISED)}", text)


def numbers(text):
    """(string, value, half a unit of the last digit) of each number in a text."""
    for written in NUMBER.findall(plain(text)):
        digits, _, power = written.rstrip(" \\%\n\u00a0\u202f").partition("e")
        unit = 10.0 ** int(power or 0) / (100 if written.endswith("%") else 1)
        yield written, float(digits) * unit, 0.5 * unit / 10 ** len(digits.partition(".")[2])


def is_result(written):
    return re.search(r"[.e%]|\d\d", written)


def near(number, values, rounded=False):
    """Is the number among the values? Without a minus sign, either sign is accepted."""
    written, value, half = number
    slack = rounded * half + 1e-9 * abs(value)
    return any(abs((x if written[0] == "-" else abs(x)) - value) <= slack for x in values)


def read(path):
    """(is code, source, numbers in the code, numbers in the output) of each cell."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source, texts = "".join(cell["source"]), []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            texts += [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
        shown = "\n".join("".join(text) for text in texts)
        is_code = cell["cell_type"] == "code"
        coded, printed = ([n[1] for n in numbers(text)] for text in (source, shown))
        yield is_code, source, *((coded + [-x for x in coded], printed) if is_code else ([], []))


def said(name, source):
    """The numbers in the prose of a cell, without those that have another source."""
    for phrase in NOTED.get(name[:2], {}):
        source = source.replace(phrase, " ; ")
    source = plain(source)
    for pattern, what in NO_RESULTS:
        source = re.sub(pattern, "" if "blank" in what else " ", source)
    return list(numbers(source))


def not_found(name, cells):
    """(cell, number) of each number in prose that is not found."""
    codes = [cell for cell in cells if cell[0]]
    every = [value for cell in codes for value in cell[2] + cell[3]]
    before, found = 0, []
    for k, (is_code, source, _, _) in enumerate(cells):
        before += is_code
        around = codes[max(0, before - 3) : before + 2]
        coded, shown = ([value for cell in around for value in cell[j]] for j in (2, 3))
        for number in [] if is_code else said(name, source):
            if not is_result(number[0]):
                if not near(number, every, rounded=True):
                    yield k, number[0]
            elif near(number, shown, rounded=True) or near(number, coded):
                found.append(number[1])
            elif not near(number, found):
                yield k, number[0]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def course(request):
    return request.param.name, list(read(request.param))


def test_numbers_in_prose_occur_in_output_code_or_numbers_json(course):
    assert not list(not_found(*course))
    prose = "\n".join(cell[1] for cell in course[1])
    assert not [p for p in NOTED.get(course[0][:2], {}) if p not in prose]


def test_changed_digits_are_detected():
    rng, seen = random.Random(0), []
    for path in NOTEBOOKS:
        cells = list(read(path))
        for k, (is_code, source, _, _) in enumerate(cells):
            prose = [] if is_code else said(path.name, source)
            for written in [n[0] for n in prose if is_result(n[0]) and n[0] in source]:
                digit = rng.choice(re.findall(r"\d", written))
                other = written.replace(digit, str((int(digit) + rng.randrange(1, 10)) % 10), 1)
                changed = (False, source.replace(written, other), [], [])
                missing = not_found(path.name, [*cells[:k], changed, *cells[k + 1 :]])
                seen.append(next(missing, None) is not None)
    # Some remain hidden, because the changed number occurs elsewhere in a large table.
    assert len(seen) > 300 and sum(seen) > 0.75 * len(seen)


def finds(prose, printed, code=""):
    cells = [(True, code, [n[1] for n in numbers(code)], [n[1] for n in numbers(printed)])]
    return not list(not_found("99", [*cells, (False, prose, [], [])]))


@pytest.mark.parametrize(
    ("right", "wrong", "printed"),
    [
        ("it is 0.98", "it is 0.89", "distance 0.9797"),
        ("522 after 30", "252 after 30", "after 30 steps 522.4"),
        ("17.2 on day 22", "17.8 on day 22", "day 22: -17.2"),
        ("$-0.86$ at last", "0.68 at last", "[-0.86  1.  ]"),
        ("falls to 0.86", "falls to −0.86", "0.86"),
        ("63 % of it", "36 % of it", "0.634"),
        ("a share of 0.63", "a share of 0.36", "63% of the variance"),
        ("only 3·10⁻¹³", "only 3·10⁻¹²", "2.9e-13"),
        ("$10^{-13}$ is left", "$10^{-31}$ is left", "1.2e-13"),
        ("62 000 products", "62 010 products", "62,000"),
    ],
)
def test_rounded_output_is_found_and_other_numbers_are_not(right, wrong, printed):
    assert finds(right, printed) and not finds(wrong, printed)


def test_code_is_not_rounded_and_distant_cells_are_ignored():
    assert finds("a rate of 0.01", "", "rate=0.01") and not finds("a rate of 0.01", "", "0.0101")
    cells = [(True, "", [], [0.75]), *4 * [(True, "", [], [])], (False, "It is 0.75.", [], [])]
    assert list(not_found("99", cells)) == [(5, "0.75")]

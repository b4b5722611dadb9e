"""The site: formulas, folds and links of every page; players moved in a browser, no network."""

import os
import re
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

import lab

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "site"))
import build  # noqa: E402
import lecture  # noqa: E402
import pages  # noqa: E402

from unrolled.play.static import AT_MOST  # noqa: E402

COURSE = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path):
    return nbformat.read(path, 4)


# Formulas


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_every_formula_becomes_mathml(path):
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    page = "".join(map(pages.markdown, cells))
    assert page.count("<math") == page.count("</math>")
    assert page.count("<math") > 0 or "$" not in "".join(cells)
    assert "$" not in re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", page, flags=re.S)


@pytest.mark.parametrize("tex", [r"\frac{1}{", r"\nosuchcommand{x}"])
def test_a_formula_that_does_not_convert_stops_the_build_and_says_where(tex):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("fine"), nbformat.v4.new_markdown_cell(f"${tex}$")]
    )
    with pytest.raises(pages.Formula, match="cell 1 of Gates"):
        pages.export(pages.prepared(notebook), "Gates")


# What a page folds and leads to


def exported(path, solution=True):
    answers = read(path.parent / "solutions" / path.name) if solution else None
    return pages.export(pages.prepared(read(path), answers), "A title")


def test_answers_are_folded_or_left_out():
    with_answers, without = exported(COURSE[5]), exported(COURSE[5], solution=False)
    exercises = sum("exercise" in cell.metadata.get("tags", []) for cell in read(COURSE[5]).cells)
    assert with_answers.count("<summary>Show the answer</summary>") == exercises > 0
    assert "Show the answer" not in without and "not answered yet" not in with_answers


def test_cells_that_only_draw_are_folded_and_notes_too():
    page = exported(COURSE[5])
    assert "<summary>For the teacher</summary>" in page
    assert re.search(r"<summary><code>play\.flipbook\(", page)
    assert not re.search(r"<details[^>]* open", page)


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_bets_are_folded_links_lead_to_pages_and_pictures_have_words(path):
    page = exported(path)
    bets = [cell for cell in read(path).cells if "play.bet()" in cell.source]
    assert page.count('<details class="bet">') == len(bets)
    assert re.findall(r'href="[^"]*\.ipynb[^"]*"', page) == []
    linked = set(re.findall(r'href="(\d\d_\w+)\.html', page))
    assert linked <= {other.stem for other in COURSE}
    assert re.findall(r'alt=""(?! width)', re.sub(r'<div class="paper".*?</div>', "", page)) == []
    assert "No description" not in page


# The deck


def test_every_row_of_the_lecture_has_its_slide():
    rows = tomllib.loads((ROOT / "site" / "lecture.toml").read_text("utf-8"))["rows"]
    covered = [row for slide in lecture.slides() for row in slide["covers"]]
    assert [row for row in rows if row not in covered] == []
    assert [row for row in covered if row not in rows] == []


def test_every_slide_has_its_cells_and_every_tagged_cell_its_slide():
    found = lecture.cells_of({path: read(path) for path in COURSE})
    assert set(found) == {slide["name"] for slide in lecture.slides()}
    assert 25 <= len(found) <= 35
    tagged = [cell for path in COURSE for cell in read(path).cells if "lecture" in cell.metadata]
    assert all("lecture" in cell.metadata.get("tags", []) for cell in tagged)


def test_a_bet_is_answered_at_the_next_key_and_not_by_a_click():
    deck = lecture.deck({path: pages.prepared(read(path)) for path in COURSE})
    bets = [cell for cell in deck.cells if "play.bet()" in cell.source]
    assert len(bets) >= 4 and all(cell.metadata.later for cell in bets)
    assert "details" not in pages.export(deck, "The lecture", deck=True)


# In a browser, from disk, with no network


@pytest.fixture(scope="module")
def site():
    """The whole site with a coarser grid, of which only what has changed is built anew."""
    folder = ROOT / "build" / "site-tested"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(AT_MOST, "12")
        assert build.main(folder) == 0
    return folder


@pytest.fixture(scope="module")
def browser():
    try:
        with lab.chromium() as browser:
            yield browser
    except lab.NoBrowser as reason:
        required = os.environ.get("UNROLLED_BROWSER") == "required"
        (pytest.fail if required else pytest.skip)(str(reason))


class Opened:
    """A page of the site, and what it asked for and complained of."""

    def __init__(self, browser, path, width=1280, height=720):
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.complaints, self.elsewhere = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url[:200]))
        self.page.on("request", self._request)
        self.page.goto(path.as_uri())

    def _request(self, request):
        if not request.url.startswith(("file:", "data:")):
            self.elsewhere.append(request.url)


@pytest.fixture(params=[*(path.stem for path in COURSE), "index", "guide", "lecture"])
def opened(site, browser, request):
    opened = Opened(browser, site / f"{request.param}.html")
    yield opened
    opened.page.close()


FORMULAS_WITHOUT_A_BOX = """() => [...document.querySelectorAll("math")]
    .filter(it => it.checkVisibility() && it.getBoundingClientRect().width === 0)
    .map(it => it.outerHTML)"""


def test_a_page_is_complete_and_accessible(opened):
    assert opened.page.evaluate(FORMULAS_WITHOUT_A_BOX) == []
    assert opened.complaints == opened.elsewhere == []
    violations = Axe().run(opened.page).response["violations"]  # asks for files, in vain
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


MOVED = "([it, before]) => it.querySelector('img.screen').src !== before"
SHOWN = "it => it.querySelector('img.screen').src"


def test_every_player_answers_to_the_keyboard(opened):
    opened.page.evaluate("document.body.classList.remove('live')")  # all slides at once
    for player in opened.page.locator(".player").all():
        for control in player.locator("input").all():
            if control.get_attribute("max") == "0":
                continue  # with so few pictures its range may have one place, beside these others
            before = player.evaluate(SHOWN)
            control.press("End" if control.input_value() == "0" else "Home")
            opened.page.wait_for_function(MOVED, arg=[player.element_handle(), before])
            assert player.locator("img.screen").get_attribute("alt")
    assert opened.complaints == []


def test_a_film_plays_pauses_and_says_where_it_rests(site, browser):
    opened = Opened(browser, site / "05_unrolling.html")
    player = opened.page.locator(".player").first
    button = player.get_by_role("button")
    before = player.evaluate(SHOWN)
    button.click()
    assert button.inner_text() == "Pause"
    opened.page.wait_for_function(MOVED, arg=[player.element_handle(), before])
    button.click()
    assert button.inner_text() == "Play"
    now = player.locator("img.screen").get_attribute("alt")
    opened.page.wait_for_function(
        "([it, now]) => it.querySelector('.spoken').textContent === now",
        arg=[player.element_handle(), now],
    )
    opened.page.close()


@pytest.fixture
def deck(site, browser):
    opened = Opened(browser, site / "lecture.html")
    yield opened.page
    opened.page.close()


OVERFLOWS = """() => [...document.querySelectorAll("section.now *")]
    .filter(it => it.checkVisibility() && !it.closest(".spoken, svg, math"))
    .filter(it => it.getBoundingClientRect().bottom > innerHeight + 1)
    .map(it => it.outerHTML.slice(0, 80))"""


CUT_OFF = """() => [...document.querySelectorAll("section *")]
    .filter(it => it.checkVisibility() && !it.closest(".spoken, pre, .wide, svg, math"))
    .filter(it => it.getBoundingClientRect().right > innerWidth + 1)
    .map(it => it.outerHTML.slice(0, 80))"""


SMALL = """() => [...document.querySelectorAll("section.now :is(p, li, pre, label, a, td)")]
    .filter(it => it.checkVisibility() && !it.matches(".spoken"))
    .filter(it => parseFloat(getComputedStyle(it).fontSize) < 20)
    .map(it => it.outerHTML.slice(0, 80))"""


def test_every_slide_fits_a_projector(deck):
    for _ in range(deck.locator("section").count()):
        while deck.locator("section.now .later:not(.seen)").count():
            deck.keyboard.press("ArrowRight")
        assert deck.evaluate(OVERFLOWS) == [], deck.url
        assert deck.evaluate(SMALL) == [], deck.url
        deck.keyboard.press("ArrowRight")


def test_keys_and_addresses_turn_slides(deck):
    def number():
        return deck.evaluate(
            "[...document.querySelectorAll('section')].findIndex(it => it.matches('.now')) + 1"
        )

    assert number() == 1
    for key, to in [("End", 35), ("Home", 1), ("PageDown", 2), ("PageUp", 1), ("ArrowRight", 2)]:
        deck.keyboard.press(key)
        assert number() == min(to, deck.locator("section").count())
    deck.go_back()
    assert number() == 1
    deck.goto(deck.url.split("#")[0] + "#7")
    assert number() == 7
    assert deck.locator("aside").count() == 0 or not deck.locator("aside").first.is_visible()
    deck.keyboard.press("?")
    assert deck.locator("dialog").is_visible()


def test_nothing_scrolls_sideways_on_a_phone(site, browser):
    wide = {}
    for path in site.glob("*.html"):
        opened = Opened(browser, path, 390, 800)
        wide[path.name] = opened.page.evaluate("document.documentElement.scrollWidth")
        opened.page.close()
    assert {name: width for name, width in wide.items() if width > 390} == {}


def test_on_a_phone_the_slides_stand_below_one_another(site, browser):
    opened = Opened(browser, site / "lecture.html", 390, 800)
    assert all(slide.is_visible() for slide in opened.page.locator("section").all())
    assert opened.page.evaluate(CUT_OFF) == []
    opened.page.close()


def test_the_site_is_small(site):
    assert all(page.stat().st_size < 5e6 for page in site.glob("*.html"))
    assert len((site / "static.js").read_text("utf-8").splitlines()) <= 150


def test_a_site_that_has_grown_too_large_is_refused(capsys):
    assert build.too_large(59.9) == 0 and build.too_large(60.1) == 1
    assert capsys.readouterr().err == "The site needs at most 60 MB, got 60.1.\n"

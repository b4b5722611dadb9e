"""The site: formulas, folds and links of every page; players moved in a browser, no network."""

import functools
import os
import re
import sys
import threading
import tomllib
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import after_cells
import lab

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "site"))
import build  # noqa: E402
import lecture  # noqa: E402
import pages  # noqa: E402

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
    assert "<details" not in pages.export(deck, "The lecture", deck=True)


# In a browser, from disk, with no network


@pytest.fixture(scope="module")
def site():
    """The whole site, of notebooks that the tests of the notebooks have executed."""
    assert build.main(after_cells.SITE, most=after_cells.MOST) == 0
    return after_cells.SITE


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def served(site):
    """Its address on a host: there a page may read pixels, and a browser keeps it for *Back*."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


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

    def __init__(self, browser, address, width=1280, height=720):
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.complaints, self.elsewhere = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url[:200]))
        self.page.on("request", self._request)
        self.page.goto(address if isinstance(address, str) else address.as_uri())

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


SHOWN = "it => it.querySelector('.stage img').src"
MOVED = "([it, before]) => it.querySelector('.stage img').src !== before"
UNFOLD = "document.body.classList.remove('live')"  # all slides at once


def test_every_player_answers_to_the_keyboard(opened):
    opened.page.evaluate(UNFOLD)
    for player in opened.page.locator(".player").all():
        for control in player.locator("input[type=range]").all():
            if control.get_attribute("max") == "0":
                continue  # with so few pictures its range may have one place, beside these others
            before = player.evaluate(SHOWN)
            control.press("End" if control.input_value() == "0" else "Home")
            opened.page.wait_for_function(MOVED, arg=[player.element_handle(), before])
            assert player.locator(".stage img").get_attribute("alt")
    assert opened.complaints == []


# The entry of the page's data that the controls of a player tell of, once its picture is shown;
# null where that does not come.
AGREES = """async (el) => {
  const { controls, states, pictures } = JSON.parse(el.querySelector("script").textContent);
  const rows = [...el.querySelectorAll(".control")];
  const told = (entry) => rows.every((row, k) => {
    const labels = entry.labels[k] || controls[k].labels, at = entry.at[k];
    const [range, typed, select] = ["[type=range]", ".typed", "select"]
      .map((kind) => row.querySelector(kind));
    if (select) return select.selectedIndex === at;
    return range.value === String(at) && range.max === String(labels.length - 1)
      && typed.value === labels[at];
  });
  for (const end = performance.now() + 3000; performance.now() < end;) {
    const found = states.filter(told), images = el.querySelectorAll(".stage > *");
    const right = found.every(({ picture, alt }) => images[0]?.alt === alt
      && images[0].getAttribute("src") === pictures[picture]);
    if (found.length && images.length === 1 && right && images[0].complete) return found[0];
    await new Promise((done) => setTimeout(done));
  }
  return null;
}"""

# Moves the controls at random, by hand and by typing, one and several before the picture is there;
# what was seen where picture and controls disagree, or a state has two pictures.
PLAY = """async ([el, moves]) => {
  const agrees = AGREES, faults = [], seen = {}, trail = [];
  const specs = JSON.parse(el.querySelector("script").textContent).controls;
  const controls = [...el.querySelectorAll("[type=range], select")];
  const canvas = new OffscreenCanvas(120, 60).getContext("2d", { willReadFrequently: true });
  let seed = 7, entry = await agrees(el);
  const any = (count) => (seed = (seed * 48271) % 2147483647) % count;
  const move = () => {
    const k = any(controls.length), it = controls[k];
    const at = any(it.options ? it.options.length : Number(it.max) + 1);
    if (it.disabled) return;
    trail.push(`${k} to ${at}`);
    const box = any(3) ? null : it.closest(".control").querySelector(".typed");
    if (it.options) it.selectedIndex = at;
    else if (box) box.value = (entry.labels[k] || specs[k].labels)[at] || "much";
    else it.value = at;
    ["input", "change"].forEach((type) => (box || it).dispatchEvent(new Event(type)));
  };
  const look = (image) => {
    canvas.clearRect(0, 0, 120, 60);
    canvas.drawImage(image, 0, 0, 120, 60);
    return canvas.getImageData(0, 0, 120, 60).data.join();
  };
  for (let k = 0; entry && k < moves; k += 1) {
    for (let several = any(3); several >= 0; several -= 1) move();
    entry = await agrees(el);
    const pixels = entry && look(el.querySelector(".stage img"));
    if (pixels !== (seen[entry?.at] ??= pixels)) faults.push(`two at ${entry.at}`);
  }
  await new Promise((done) => setTimeout(done, 100)); // nothing comes late
  return entry && await agrees(el) ? faults : [...faults, trail.slice(-5).join(", ")];
}""".replace("AGREES", AGREES)


@pytest.fixture(params=[*(path.stem for path in COURSE), "lecture"])
def played(served, browser, request):
    """A page, and each of its players moved sixty times at random."""
    opened = Opened(browser, f"{served}/{request.param}.html")
    opened.page.evaluate(UNFOLD)
    opened.players = opened.page.locator(".player").count()
    opened.faults = [
        opened.page.evaluate(PLAY, [element, 60])
        for element in opened.page.locator(".still").element_handles()
    ]
    yield opened
    opened.page.close()


def all_agree(page):
    return [still.evaluate(AGREES) is not None for still in page.locator(".still").all()]


def test_picture_and_controls_agree_whatever_was_moved_and_after_back_and_reload(played):
    assert played.players > 0 and played.faults == [[]] * played.players
    played.page.goto("about:blank")
    played.page.go_back()
    assert all_agree(played.page) == [True] * played.players
    played.page.reload()
    assert all_agree(played.page) == [True] * played.players
    assert played.complaints == []


def test_a_film_plays_to_either_end_and_says_where_it_rests(site, browser):
    opened = Opened(browser, site / "05_unrolling.html")
    player = opened.page.locator(".player").first
    slider = player.get_by_role("slider")
    for way, near, end in [("Play", "57", "60"), ("Play backward", "3", "0")]:
        slider.fill(near)
        button = player.locator(f"button[value='{way}']")
        button.click()
        expect(button).to_have_text("Pause")
        expect(slider).to_have_value(end)
        expect(button).to_have_text(way)
        assert player.evaluate_handle("it => it.parentNode").evaluate(AGREES)["at"] == [int(end)]
    button = player.locator("button[value='Play']")
    button.click()
    expect(slider).not_to_have_value("0")
    button.click()
    rests = slider.input_value()
    alt = player.locator(".stage img").get_attribute("alt")
    expect(player.locator(".spoken")).to_have_text(alt)
    expect(slider).to_have_value(rests)
    opened.page.close()


@pytest.mark.parametrize(
    ("typed", "then"), [("1,6", "1.6"), ("-7", "0"), ("much", "0.9"), ("", "0.9")]
)
def test_what_is_typed_leads_to_the_nearest_value_and_nonsense_nowhere(site, browser, typed, then):
    opened = Opened(browser, site / "06_latent_state.html")
    still = opened.page.locator(".still", has=opened.page.get_by_text("spectral radius"))
    box = still.get_by_label("spectral radius, to type")
    box.fill(typed)
    box.press("Enter")
    expect(box).to_have_value(then)
    assert still.evaluate(AGREES)["settings"][0] == then
    opened.page.close()


def test_paper_has_its_own_pictures_and_a_page_without_scripts_the_first(site, browser):
    opened = Opened(browser, site / "05_unrolling.html")
    still = opened.page.locator(".still").first
    assert not still.locator(".paper").is_visible()
    opened.page.emulate_media(media="print")
    assert [it.is_visible() for it in still.locator(".paper img").all()] == [True] * 3
    assert not still.locator(".player").is_visible()
    opened.page.close()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "05_unrolling.html").as_uri())
        assert page.locator(".still > .first").first.is_visible()


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


SMALL = """() => [...document.querySelectorAll("section.now *")]
    .filter(it => it.matches("p, li, pre, label, a, td, input, select, button, small"))
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


NUMBER = "[...document.querySelectorAll('section')].findIndex(it => it.matches('.now')) + 1"


def test_keys_and_addresses_turn_slides(deck):
    def number():
        return deck.evaluate(NUMBER)

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


def test_a_slider_keeps_some_keys_and_a_box_all(deck):
    slider = deck.locator("section.now [type=range]")
    for key, place in [("ArrowUp", "1"), ("End", "5"), (" ", "5"), ("ArrowDown", "4")]:
        slider.press(key)
        expect(slider).to_have_value(place)
    box = deck.locator("section.now .typed")
    for key in ["ArrowRight", "PageDown", " ", "n", "End"]:
        box.press(key)
    assert deck.evaluate(NUMBER) == 1 and not deck.locator("body.noted").count()
    slider.press("ArrowRight")
    assert deck.evaluate(NUMBER) == 2


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
    assert len((site / "deck.js").read_text("utf-8").splitlines()) <= 60


NEWER = r"\.with\(|\.at\(|findLast|structuredClone|Object\.groupBy|replaceAll"


def test_browsers_of_five_years_ago_know_all_that_scripts_use():
    scripts = [ROOT / "site" / "deck.js", *(ROOT / "src" / "unrolled" / "play").glob("*.js")]
    assert len(scripts) == 3
    assert [re.findall(NEWER, script.read_text("utf-8")) for script in scripts] == [[]] * 3


def test_a_site_that_has_grown_too_large_is_refused(capsys):
    assert build.too_large(59.9) == 0 and build.too_large(60.1) == 1
    assert capsys.readouterr().err == "The site must not exceed 60 MB, but has 60.1 MB.\n"

"""The site: formulas, folds and links of every page; the deck and its players in a browser."""

import functools
import io
import json
import os
import re
import sys
import threading
import weakref
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from fontTools.ttLib import TTFont
from PIL import Image
from playwright.sync_api import expect

import after_cells
import lab

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "site"))
import build  # noqa: E402
import lecture  # noqa: E402
import packaged  # noqa: E402
import pages  # noqa: E402
import players  # noqa: E402

from unrolled import play  # noqa: E402
from unrolled.pictures import style  # noqa: E402
from unrolled.play import notebook  # noqa: E402
from unrolled.play.page import element  # noqa: E402

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


REFUSED = [
    r"\frac{1}{",
    r"\nosuchcommand{x}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"a \\ b",
    r"\bm{h}",
    r"\mathbf{1}",
    r"\mathbf{hh}",
    r"\operatorname*{argmax}_x f",
]


@pytest.mark.parametrize("tex", REFUSED)
def test_unconvertible_formula_stops_the_build_with_its_place(tex):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("fine"), nbformat.v4.new_markdown_cell(f"${tex}$")]
    )
    with pytest.raises(pages.Formula, match="cell 1 of Gates"):
        pages.export(pages.prepared(notebook), "Gates")


@pytest.mark.parametrize("tex", [r"\max_x f", r"\lim_{x \to 0} f"])
def test_misplaced_label_of_a_display_formula_is_rejected(tex):
    with pytest.raises(pages.Formula, match="underset"):
        pages.mathml(tex, display="block")
    assert pages.mathml(tex)  # within a line it belongs at the side


@pytest.mark.parametrize(
    "tex", [r"\underset{x}{\max} f", r"\mathbf{h}", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"]
)
def test_replacements_proposed_by_rejections_are_accepted(tex):
    assert "<math" in pages.mathml(tex, display="block")


# What a page folds and leads to


def exported(path, solution=True):
    answers = read(path.parent / "solutions" / path.name) if solution else None
    return pages.export(pages.prepared(read(path), answers), "A title")


def test_solutions_are_folded_or_omitted():
    with_answers, without = exported(COURSE[5]), exported(COURSE[5], solution=False)
    exercises = sum("exercise" in cell.metadata.get("tags", []) for cell in read(COURSE[5]).cells)
    assert with_answers.count("<summary>Show the answer</summary>") == exercises > 0
    assert "Show the answer" not in without and "not answered yet" not in with_answers


def test_drawing_cells_and_notes_are_folded():
    page = exported(COURSE[5])
    assert "<summary>For the teacher</summary>" in page
    assert (
        "<summary>Code of this picture</summary>" in page and "<summary>Imports</summary>" in page
    )
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


@pytest.fixture(scope="module")
def stored():
    return {path: read(path) for path in COURSE}


def test_every_row_of_the_lecture_has_its_slide():
    rows = lecture.written()["rows"]
    covered = {row for slide in lecture.slides() for row in slide.get("covers", [])}
    assert covered == set(rows) and len(rows) == len(set(rows))


WORDS = """auto-regressive; teacher forcing; no forcing; snapshot; caption; sentiment; seed;
summary; fixed length; unbounded length; large; latent state; syntax; semantics; representation;
feature extractor; classifier; translation; encoder; decoder; gradients; created dynamically;
no peeking ahead; Part 1; Part 2; multi-layer network; all layers are identical;
out, state = f(x, state)"""
FORMULAS = r"""
    p\big(y_{(t)} \mid x_{(1)} \dots x_{(t)}\big)
    p\big(h_{(t)} \mid x_{(t)}, h_{(t-1)}\big)
    h_{(t)} = \text{summary}
    h_{(t)} = h_{(t-1)} + x_{(t)}
    F(F(F(y_{(t-3)}; W); W); W)
    F_{(l)}(F_{(l-1)}(
    \Theta^T x = \Theta[\text{perm}]^T\, x[\text{perm}]
    [\,x^{(i)}_{(t)} \mid 1 \le t \le T\,]
"""


def test_slides_contain_the_words_and_formulas_of_the_lecture():
    seen = ["title", "say", "answer", "code"]
    written = " ".join(slide.get(key, "") for slide in lecture.slides() for key in seen)
    plain = written.replace("*", "").casefold()
    assert [each for each in re.split(r";\s", WORDS) if each.casefold() not in plain] == []
    assert [each for each in FORMULAS.split("\n") if each.strip() not in written] == []


def test_every_slide_has_notes_and_the_lecture_leaves_time_for_questions():
    for slide in lecture.slides():
        assert slide["notes"].strip()
        if slide.get("kind", "statement") == "statement":
            told = [f"**{what}" in slide["notes"] for what in ("Ask", "Common answer", "Point at")]
            assert all(told), slide["name"]
        assert ("**Vote" in slide.get("say", "")) <= ("answer" in slide), slide["name"]
    assert 55 <= sum(slide["minutes"] for slide in lecture.slides()) <= 70
    assert sum(minutes for *_, minutes, _ in lecture.outline()) >= 55


def test_numbers_on_slides_are_printed_by_a_cell(stored):
    for slide in lecture.slides():
        cells = [*slide.get("show", []), slide.get("result", {}).get("cell")]
        sources = [lecture.cell(stored, each)[1] for each in cells if each]
        printed = "".join(cell.source + lecture.printed(cell) for cell in sources)
        for number in re.findall(r"\d+\.\d+", slide.get("say", "") + slide.get("answer", "")):
            assert number in printed, slide["name"]


def test_slide_with_missing_cell_or_result_stops_the_build(stored):
    with pytest.raises(lecture.Missing, match="no cell 02/none"):
        lecture.cell(stored, "02/none")
    wanted = {"cell": "02/edd9c6fd", "rows": "^nothing like (it)$", "head": ["a"]}
    with pytest.raises(lecture.Missing, match="no row"):
        lecture.table(stored, wanted)


def test_bets_of_slides_are_fragments(stored):
    page = lecture.page(stored)
    assert "<details" not in page and page.count('class="result fragment"') >= 8


# What the site takes from packages, and how it keeps pictures


def test_missing_package_is_named():
    with pytest.raises(ModuleNotFoundError, match="no_such_package: pip install"):
        packaged.located("no_such_package/file")


def test_font_has_the_glyphs_of_formulas(tmp_path):
    name = packaged.write_font(tmp_path, "∑Θ=")
    assert (tmp_path / name).stat().st_size < 2e5
    with TTFont(tmp_path / name) as font:
        assert "MATH" in font and {ord("∑"), 0x210E, 0x1D465} <= set(font.getBestCmap())


def test_sliders_have_readable_names_and_pictures_their_own_alt_text():
    def draw(ax, t=1, w_xh=1, text="abc", random_seed=3):
        ax.plot([t, w_xh], [len(text), random_seed])
        style.describe(ax, "one line")

    end = (0, lambda text: len(text))
    made = play.explore(draw, t=end, w_xh=[0, 1], text=("abc", "d"), random_seed=[3], size=(2, 1))
    told = players.in_words(element(made))
    data = json.loads(players.MODEL.search(told)[0])
    names = [control["name"] for control in data["controls"]]
    assert names == ["step t", "wₓₕ", "text", "random seed"]
    words = {(each["alt"], each["picture"]) for each in data["states"]}
    assert len(words) == len(dict(words)) == 2 * (4 + 2)
    assert 'alt="step t 1, wₓₕ 1, text abc, random seed 3: one line"' in told
    assert players.in_words(told) == told


def test_elements_contain_open_players_and_their_pictures_are_files(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "players", weakref.WeakSet())
    (tmp_path / "pictures").mkdir()
    player = play.flipbook(lambda ax, t: ax.plot([t], [t], "o"), t=range(3), size=(2, 1))
    [(name, shown)] = players.elements(tmp_path / "pictures", 9).items()
    files = json.loads(players.MODEL.search(shown)[0])["pictures"]
    assert name == player.model_id and len(set(files)) == 3 and "data:" not in shown
    assert all((tmp_path / file).stat().st_size > 100 for file in files)
    player.close()
    assert players.elements(tmp_path / "pictures", 9) == {}


def test_pictures_keep_their_colours(tmp_path):
    colors = np.random.default_rng(0).integers(256, size=(20, 1, 3), dtype=np.uint8)
    image = Image.fromarray(np.repeat(colors, 30, axis=1))
    data = io.BytesIO()
    image.save(data, "PNG")
    (tmp_path / "pictures").mkdir()
    kept = Image.open(tmp_path / players.picture_url(data.getvalue(), tmp_path / "pictures"))
    assert (np.array(kept.convert("RGB")) == np.array(image)).all()


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


@pytest.fixture(
    params=[*(path.stem for path in COURSE), "index", "guide", "your_framework", "lecture"]
)
def opened(site, browser, request):
    opened = Opened(browser, site / f"{request.param}.html")
    yield opened
    opened.page.close()


UNFOLD = """() => document.querySelectorAll(".slides > section").forEach((it) => {
  it.style = ["display: flex", "visibility: visible", "position: static"].join(" !important;");
  ["hidden", "aria-hidden"].forEach((name) => it.removeAttribute(name));
})"""  # all slides at once


FORMULAS_WITHOUT_A_BOX = """() => [...document.querySelectorAll("math")]
    .filter(it => it.checkVisibility() && it.getBoundingClientRect().width === 0)
    .map(it => it.outerHTML)"""


def test_page_is_complete_and_accessible(opened):
    assert opened.page.evaluate(FORMULAS_WITHOUT_A_BOX) == []
    assert opened.complaints == opened.elsewhere == []
    opened.page.evaluate(UNFOLD)
    assert violations(opened.page) == []


def violations(page, **options):
    found = Axe().run(page, options=options).response["violations"]  # asks for files, in vain
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.parametrize("name", ["06_latent_state", "index", "lecture"])
def test_dark_page_has_contrast(site, browser, name):
    opened = Opened(browser, site / f"{name}.html")
    opened.page.emulate_media(color_scheme="dark")
    opened.page.evaluate(UNFOLD)
    opened.page.evaluate(
        "document.querySelectorAll('details').forEach((it) => { it.open = true; })"
    )
    assert violations(opened.page, runOnly=["color-contrast"]) == []
    opened.page.close()


SHOWN = "it => it.querySelector('.stage img').src"
MOVED = "([it, before]) => it.querySelector('.stage img').src !== before"


def test_sliders_follow_the_keyboard(opened):
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


def test_picture_matches_controls_after_random_moves_back_and_reload(played):
    assert played.players > 0 and played.faults == [[]] * played.players
    played.page.goto("about:blank")
    played.page.go_back()
    assert all_agree(played.page) == [True] * played.players
    played.page.reload()
    assert all_agree(played.page) == [True] * played.players
    assert played.complaints == []


def test_flipbook_plays_to_both_ends_and_announces_the_last_frame(site, browser):
    opened = Opened(browser, site / "05_unrolling.html")
    player = opened.page.locator(".player").first
    slider = player.get_by_role("slider")
    for way, near, end in [("Play", "51", "60"), ("Play backward", "9", "0")]:
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
def test_typed_value_selects_the_nearest_and_invalid_text_is_ignored(site, browser, typed, then):
    opened = Opened(browser, site / "06_latent_state.html")
    still = opened.page.locator(".still", has=opened.page.get_by_text("spectral radius"))
    box = still.get_by_label("spectral radius, to type")
    box.fill(typed)
    box.press("Enter")
    expect(box).to_have_value(then)
    assert still.evaluate(AGREES)["settings"][0] == then
    opened.page.close()


def test_print_shows_some_frames_and_a_page_without_scripts_the_first(site, browser):
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


@pytest.fixture(scope="module")
def deck(site, browser):
    opened = Opened(browser, site / "lecture.html")
    opened.page.wait_for_function("window.Reveal && Reveal.isReady()")
    opened.page.evaluate("document.fonts.ready.then(() => null)")
    yield opened.page
    assert opened.complaints == opened.elsewhere == []
    opened.page.close()


@pytest.fixture
def first(deck):
    deck.set_viewport_size({"width": 1280, "height": 720})
    deck.evaluate("Reveal.slide(0)")
    return deck


FAULTS = (ROOT / "tests" / "helpers" / "slides.js").read_text("utf-8")
SIZES = ["1280x593", "1024x768", "1280x720", "1920x1080", "853x480", "1180x820", "820x1180"]


@pytest.mark.parametrize("size", [*SIZES, "844x390", "390x844"])
def test_slides_fit_every_window_and_hide_answers(first, size):
    width, height = map(int, size.split("x"))
    first.set_viewport_size({"width": width, "height": height})
    first.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    assert first.evaluate(FAULTS) == []


def number(page):
    return page.evaluate("Reveal.getState().indexh") + 1


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_keys_and_addresses_select_slides(first):
    address_of_deck, last = first.url.partition("#")[0], len(lecture.slides())
    for key, to in [("End", last), ("Home", 1), ("PageDown", 2), ("PageUp", 1), ("ArrowRight", 2)]:
        press(first, key)
        assert number(first) == to
    first.go_back()
    first.wait_for_function("Reveal.getState().indexh === 0")
    press(first, "g", "7", "Enter")
    assert number(first) == 7
    for address, to in [("#9", 9), (f"#/{lecture.slides()[-1]['name']}", last)]:
        first.goto("about:blank")
        first.goto(address_of_deck + address)
        first.wait_for_function(
            "to => window.Reveal && Reveal.getState().indexh === to - 1", arg=to
        )
    for key, state in [("o", "isOverview"), ("b", "isPaused"), ("Shift+Slash", "isOverlayOpen")]:
        press(first, key)
        assert first.evaluate(f"Reveal.{state}()"), key
        press(first, "Escape" if key == "Shift+Slash" else key)
        assert not first.evaluate(f"Reveal.{state}()"), key


def at(page, name):
    page.evaluate(
        "name => Reveal.slide(Reveal.getSlides().findIndex((it) => it.id === name))", name
    )
    return page.locator(f"section#{name}")


def test_arrow_keys_move_the_slider_of_a_slide(first):
    slider = at(first, "dense").locator("[type=range]")
    press(first, "ArrowUp", "ArrowUp", "ArrowDown")
    expect(slider).to_have_value("1")
    for key, place in [("ArrowRight", "2"), ("End", "5"), ("ArrowLeft", "4"), ("Home", "0")]:
        slider.press(key)
        expect(slider).to_have_value(place)
    name = number(first)
    press(first, " ")  # the answer, then the next slide
    expect(first.locator("#dense .answer")).to_be_visible()
    press(first, " ")
    assert number(first) == name + 1
    box = at(first, "dense").locator(".typed")
    for key in ["ArrowRight", "PageDown", " ", "n", "End"]:
        box.press(key)
    assert number(first) == name
    box.fill("210")
    box.press("Enter")
    press(first, "PageDown", "PageDown")
    assert number(first) == name + 1


def test_flipbook_starts_with_enter_and_stops_when_its_slide_is_left(first):
    film = at(first, "film")
    button, slider = film.locator("button[value='Play']"), film.locator("[type=range]")
    press(first, "Enter")
    expect(button).to_have_text("Pause")
    expect(slider).not_to_have_value("0")
    press(first, "PageDown", "PageDown")
    expect(button).to_have_text("Play")
    at(first, "film")
    button.click()
    press(first, " ")  # on a button, a space is a click
    expect(button).to_have_text("Play")


def test_speaker_view_has_notes_and_a_clock(first):
    at(first, "dense")
    with first.expect_popup() as opened:
        press(first, "s")
    speaker = opened.value
    expect(speaker.locator(".speaker-controls-notes .value")).to_contain_text("Common answer")
    expect(speaker.locator(".speaker-controls-time .clock")).to_be_visible()
    frame = speaker.locator("#current-slide iframe").element_handle().content_frame()
    frame.wait_for_function("window.Reveal && Reveal.isReady()")
    slider, copy = first.locator("#dense [type=range]"), frame.locator("#dense [type=range]")
    for moved, other, place in [(slider, copy, "2"), (copy, slider, "4")]:
        moved.fill(place)
        expect(other).to_have_value(place)
    speaker.close()


def test_swipe_changes_the_slide_except_on_a_slider(site, browser):
    with browser.new_context(has_touch=True, viewport={"width": 844, "height": 390}) as context:
        page = context.new_page()
        page.goto((site / "lecture.html").as_uri() + "#/dense")
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        touch = context.new_cdp_session(page)

        def swipe(x, y):
            for kind, way in [("touchStart", 0), ("touchMove", -90), ("touchMove", -180)]:
                points = [{"x": x + way, "y": y}]
                touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        box = page.locator("#dense [type=range]").bounding_box()
        swipe(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert not page.locator("#dense .answer.visible").count()
        swipe(600, 200)
        assert page.locator("#dense .answer.visible").count() == 1


def test_printed_deck_has_a_page_for_each_slide(site, browser):
    opened = Opened(browser, site / "lecture.html")
    opened.page.wait_for_function("window.Reveal && Reveal.isReady()")
    paper = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == len(lecture.slides())
    assert 5e5 < len(paper) < 5e6  # with its pictures
    opened.page.close()


# Links


class Anchors(HTMLParser):
    """The links of a page, and the names that it can be linked at."""

    def __init__(self, page):
        super().__init__()
        self.links, self.names = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.names.add(found.get("id"))
        self.links |= {found[name] for name in ("href", "src") if found.get(name)}


def test_links_lead_to_existing_files_and_anchors(site):
    pages_of_site = {path.name: path.read_text("utf-8") for path in site.glob("*.html")}
    anchors = {name: Anchors(page) for name, page in pages_of_site.items()}
    dead = []
    for name, page in anchors.items():
        for link in page.links:
            file, _, place = link.partition("#")
            file = file.partition("?")[0]
            if re.match("[a-z]+:", link):
                continue
            there = anchors[file or name].names if (file or name) in anchors else {""}
            if not (site / file).exists() or place.removeprefix("/") not in there | {""}:
                dead.append((name, link))
    assert dead == []


def test_nothing_scrolls_sideways_on_a_phone(site, browser):
    wide = {}
    for path in site.glob("*.html"):
        opened = Opened(browser, path, 390, 800)
        wide[path.name] = opened.page.evaluate("document.documentElement.scrollWidth")
        opened.page.close()
    assert {name: width for name, width in wide.items() if width > 390} == {}


def test_tap_enlarges_pictures_and_sliders_are_large_on_a_phone(site, browser):
    with browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}
    ) as context:
        page = context.new_page()
        page.goto((site / "05_unrolling.html").as_uri())
        picture = page.locator(".stage img").first
        assert picture.evaluate("it => it.clientWidth") <= 390
        picture.tap()
        assert picture.evaluate("it => it.clientWidth") == 1040
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator(".player [type=range]").first.fill("30")  # the next picture is large, too
        page.wait_for_timeout(100)
        assert picture.evaluate("it => it.clientWidth") == 1040
        picture.tap()
        assert picture.evaluate("it => it.clientWidth") <= 390
        controls = page.locator(".player :is([type=range], button, select)").all()
        assert min(it.bounding_box()["height"] for it in controls) >= 44


def test_tap_enlarges_pictures_of_the_deck_on_a_phone(site, browser):
    with browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    ) as context:
        page = context.new_page()
        page.goto((site / "lecture.html").as_uri() + "#/encoder-decoder")
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        picture = page.locator("#encoder-decoder .stage img")
        expect(page.locator("#encoder-decoder .first")).to_have_count(0)  # the player has come
        assert picture.bounding_box()["width"] <= 390
        picture.tap()
        scale = picture.bounding_box()["width"] / float(picture.get_attribute("width"))
        assert 18.06 * scale >= 9  # of the smallest letters: see slides.js
        assert page.locator("#encoder-decoder .stage[data-prevent-swipe]").count() == 1
        picture.tap()
        assert picture.bounding_box()["width"] <= 390


def test_pictures_of_a_player_have_different_alt_texts(site):
    for path in site.glob("*.html"):
        for data in re.findall(
            r'<script type="application/json">(.*?)</script>', path.read_text("utf-8")
        ):
            states = json.loads(data)["states"]
            told = {(each["alt"], each["picture"]) for each in states}
            assert len(dict(told)) == len(told), path


def test_sections_are_listed_beside_the_text_or_folded_above_it(site, browser):
    opened = Opened(browser, site / "05_unrolling.html", 1440, 900)
    link = opened.page.get_by_role("link", name="2 · ").first
    link.click()
    heading = opened.page.locator("h2[id^='2-']")
    assert heading.bounding_box()["y"] < 200 and link.is_visible()
    opened.page.set_viewport_size({"width": 390, "height": 800})
    expect(link).not_to_be_visible()
    opened.page.close()


def test_site_is_small(site):
    assert all(page.stat().st_size < 5e6 for page in site.glob("*.html"))
    assert not any(b"data:image/png" in page.read_bytes() for page in site.glob("*.html"))
    scripts = [path.read_text("utf-8").splitlines() for path in site.glob("*.js")]
    assert len(scripts) == 3 and sum(map(len, scripts)) <= 120


NEWER = r"\.with\(|\.at\(|findLast|structuredClone|Object\.groupBy|replaceAll"


def test_scripts_of_the_site_run_in_the_supported_browsers():
    scripts = [*(ROOT / "site").glob("*.js"), *(ROOT / "src" / "unrolled" / "play").glob("*.js")]
    assert len(scripts) == 5
    assert [re.findall(NEWER, script.read_text("utf-8")) for script in scripts] == [[]] * 5


def test_too_large_site_is_rejected(capsys):
    assert build.too_large(23.9) == 0 and build.too_large(24.1) == 1
    assert capsys.readouterr().err == "The site must not exceed 24 MB, but has 24.1 MB.\n"

"""The site: formulas, folds and links of every page; the deck and its players in a browser."""

import contextlib
import functools
import io
import json
import re
import sys
import threading
import weakref
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


REFUSED = r"""
\frac{1}{
\nosuchcommand{x}
\begin{aligned} a &= b \\ &= c \end{aligned}
a \\ b
\bm{h}
\mathbf{1}
\mathbf{hh}
\operatorname*{argmax}_x f
"""


@pytest.mark.parametrize("tex", REFUSED.strip().split("\n"))
def test_unconvertible_formula_stops_the_build_with_its_place(tex):
    cells = [nbformat.v4.new_markdown_cell(source) for source in ("fine", f"${tex}$")]
    with pytest.raises(pages.Formula, match="cell 1 of Gates"):
        pages.export(pages.prepared(nbformat.v4.new_notebook(cells=cells)), "Gates")


def test_misplaced_label_of_a_display_formula_is_rejected_and_its_replacement_accepted():
    for tex in [r"\max_x f", r"\lim_{x \to 0} f"]:
        with pytest.raises(pages.Formula, match="underset"):
            pages.mathml(tex, display="block")
        assert pages.mathml(tex)  # within a line it belongs at the side
    for tex in [r"\underset{x}{\max} f", r"\mathbf{h}", r"\begin{pmatrix} 1 & 2 \end{pmatrix}"]:
        assert "<math" in pages.mathml(tex, display="block")
    assert "<msup" not in pages.mathml("j'") and "\u02c6" in pages.mathml(r"\hat{y}")


# What a page shows and folds


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_page_has_mathml_folded_bets_and_pictures_with_different_words(site, path):
    page, cells = (site / f"{path.stem}.html").read_text("utf-8"), read(path).cells
    prose = re.sub(r"<(script|style|code|pre)\b.*?</\1>|<[^>]*>", "", page, flags=re.S)
    assert "$" not in prose and page.count("<math") == page.count("</math>")
    assert "<math" in page or not any("$" in each.source for each in cells)
    bets = [cell for cell in cells if "play.bet()" in cell.source]
    assert page.count('<details class="bet">') == len(bets)
    assert 'alt=""' not in re.sub(r'<div[^>]* class="paper".*?</div>', "", page)
    assert "No description" not in page
    for data in re.findall(r'<script type="application/json">(.*?)</script>', page):
        told = {(each["alt"], each["picture"]) for each in json.loads(data)["states"]}
        assert len(dict(told)) == len(told)


def test_notes_drawing_cells_and_solutions_are_folded_and_solutions_can_be_omitted(site):
    page, notebook = (site / f"{COURSE[5].stem}.html").read_text("utf-8"), read(COURSE[5])
    for title in "For the teacher", "Code of this picture", "Imports", "Show the answer":
        assert f"<summary>{title}</summary>" in page
    assert not re.search(r"<details[^>]* open", page) and "not answered yet" not in page
    exercises = sum("exercise" in cell.metadata.get("tags", []) for cell in notebook.cells)
    assert page.count("<summary>Show the answer</summary>") == exercises > 0
    assert "Show the answer" not in pages.export(pages.prepared(notebook), "A title")


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


def test_every_slide_has_notes():
    for slide in lecture.slides():
        assert slide["notes"].strip()
        if slide.get("kind", "statement") == "statement":
            told = [f"**{what}" in slide["notes"] for what in ("Ask", "Common answer", "Point at")]
            assert all(told), slide["name"]
        assert ("**Vote" in slide.get("say", "")) <= ("answer" in slide), slide["name"]


def test_minutes_of_outline_and_guide_add_up_and_leave_time_for_questions():
    minutes = [slide["minutes"] for slide in lecture.slides()]
    listed = [length for *_, length, part in lecture.outline() if not part]
    assert 55 <= sum(listed) == sum(minutes) <= 70
    guide = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    assert f"They take {sum(minutes):g} minutes, so {75 - sum(minutes):g} remain" in guide
    rows = re.findall(r"^\| (\d+)(?:–(\d+))? \| ([\d.]+) \|", guide, re.M)[: len(minutes)]
    stops = [(int(first), int(last or first), float(told)) for first, last, told in rows]
    assert [told for *_, told in stops] == [sum(minutes[a - 1 : b]) for a, b, _ in stops]
    assert [n for a, b, _ in stops for n in range(a, b + 1)] == [*range(1, len(minutes) + 1)]


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
        assert "MATH" in font and {*map(ord, "∑√−"), 0x210E, 0x1D465} <= set(font.getBestCmap())


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
    [(name, shown)] = players.elements(tmp_path / "pictures", 9, 0).items()
    files = json.loads(players.MODEL.search(shown)[0])["pictures"]
    assert name == player.model_id and len(set(files)) == 3 and "data:" not in shown
    assert all((tmp_path / file).stat().st_size > 100 for file in files)
    player.close()
    assert players.elements(tmp_path / "pictures", 9, 0) == {}


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


class Opened:
    """A page, and what it asked for and complained of."""

    def __init__(self, context, address):
        self.page = context.new_page()
        self.complaints, self.elsewhere = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url[:200]))
        self.page.on("request", self._request)
        self.page.goto(address)

    def _request(self, request):
        if not request.url.startswith(("file:", "data:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def show(site, browser):
    """A function that opens a page of the site: from disk, or from the address of a server."""
    with contextlib.ExitStack() as stack:

        def opened(name, width=1280, height=720, at=None, **options):
            size = {"width": width, "height": height}
            context = stack.enter_context(browser.new_context(viewport=size, **options))
            found = Opened(context, f"{at or site.as_uri()}/{name}")
            if name.startswith("lecture"):
                found.page.wait_for_function(READY)
            return found

        yield opened


READY = "!window.Reveal || Reveal.isReady()"
UNFOLD = """() => document.querySelectorAll(".slides > section").forEach((it) => {
  it.style = ["display: flex", "visibility: visible", "position: static"].join(" !important;");
  ["hidden", "aria-hidden"].forEach((name) => it.removeAttribute(name));
  it.querySelectorAll(".fragment").forEach((late) => late.classList.remove("fragment"));
})"""  # all slides and answers at once


# Formulas without a box, and roots without their sign, for which a font may have no glyph.
FORMULAS_THAT_ARE_NOT_DRAWN = """() => [...document.querySelectorAll("math, msqrt")]
    .filter(it => it.checkVisibility() && it.getBoundingClientRect().width
        <= (it.matches("math") ? 0 : it.firstElementChild.getBoundingClientRect().width + 2))
    .map(it => it.outerHTML)"""


SHOWN = "it => it.querySelector('.stage img').src"
MOVED = "([it, before]) => it.querySelector('.stage img').src !== before"
OPEN = "document.querySelectorAll('details').forEach((it) => { it.open = true; })"
# All pages share their styles and landmarks, and these rules take axe-core most of its time.
SLOW_RULES, TESTED_ON = ("color-contrast", "region"), ["13_looking_back", "index", "lecture"]
PAGES = [*(path.stem for path in COURSE), "index", "guide", "your_framework", "lecture"]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_complete_fits_a_phone_follows_the_keyboard_and_is_accessible(show, name):
    opened = show(f"{name}.html")
    page = opened.page
    assert page.evaluate(FORMULAS_THAT_ARE_NOT_DRAWN) == []
    phone = show(f"{name}.html", 390, 800).page
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()
    page.evaluate(UNFOLD)
    for player in page.locator(".player").all():
        for control in player.locator("input[type=range]").all():
            if control.get_attribute("max") == "0":
                continue  # with so few pictures its range may have one place, beside these others
            before = player.evaluate(SHOWN)
            control.press("End" if control.input_value() == "0" else "Home")
            page.wait_for_function(MOVED, arg=[player.element_handle(), before])
            assert player.locator(".stage img").get_attribute("alt")
    assert opened.complaints == opened.elsewhere == []
    rules = {rule: {"enabled": name in TESTED_ON} for rule in SLOW_RULES}
    assert violations(page, rules=rules) == []
    if name in TESTED_ON:
        page.emulate_media(color_scheme="dark")
        page.evaluate(OPEN)
        assert violations(page, runOnly=["color-contrast"]) == []


def violations(page, **options):
    found = Axe().run(page, options=options).response["violations"]  # asks for files, in vain
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


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


def all_agree(page):
    return [still.evaluate(AGREES) is not None for still in page.locator(".still").all()]


# Pages with every kind of control, alone and beside others.
@pytest.mark.parametrize(
    ("name", "moves"),
    [("00_start_here", 60), ("06_latent_state", 60), ("11_encoder_decoder", 60), ("lecture", 15)],
)
def test_picture_matches_controls_after_random_moves_back_and_reload(show, served, name, moves):
    opened = show(f"{name}.html", at=served)
    page = opened.page
    page.evaluate(UNFOLD)
    stills = page.locator(".still").element_handles()
    assert [page.evaluate(PLAY, [still, moves]) for still in stills] == [[]] * len(stills) != []
    page.goto("about:blank")
    for again in page.go_back, page.reload:
        again()
        assert all_agree(page) == [True] * len(stills)
    assert opened.complaints == []


def test_flipbook_announces_the_frame_at_which_it_pauses(show):
    player = show("05_unrolling.html").page.locator(".player").first
    slider, button = player.get_by_role("slider"), player.locator("button[value='Play']")
    button.click()
    expect(slider).not_to_have_value("0")
    button.click()
    rests = slider.input_value()
    expect(player).to_have_attribute("aria-busy", "false")  # its picture may be late
    alt = player.locator(".stage img").get_attribute("alt")
    expect(player.locator(".spoken")).to_have_text(alt)
    expect(slider).to_have_value(rests)


def test_typed_value_selects_the_nearest_and_invalid_text_is_ignored(show):
    page = show("06_latent_state.html").page
    still = page.locator(".still", has=page.get_by_text("spectral radius"))
    box = still.get_by_label("spectral radius, to type")
    for typed, then in [("much", "0.9"), ("", "0.9"), ("1,6", "1.6"), ("-7", "0")]:
        box.press("ControlOrMeta+a")
        page.keyboard.type(typed)
        press(page, *["Backspace"] * (not typed), "Enter")
        expect(box).to_have_value(then)
        assert still.evaluate(AGREES)["settings"][0] == then
    press(page, "Tab")  # the box lets go of the keyboard
    expect(box).not_to_be_focused()


def test_print_shows_some_frames_and_a_page_without_scripts_the_first(show):
    page = show("05_unrolling.html").page
    still = page.locator(".still").first
    assert not still.locator(".paper").is_visible()
    page.emulate_media(media="print")
    assert [it.is_visible() for it in still.locator(".paper img").all()] == [True] * 3
    assert not still.locator(".player").is_visible()
    page = show("05_unrolling.html", java_script_enabled=False).page
    assert page.locator(".still > .first").first.is_visible()


@pytest.fixture(scope="module")
def deck(site, browser):
    opened = Opened(browser, (site / "lecture.html").as_uri())
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
SMALL = style.SMALL * style.LOOK["figure.dpi"] / 72  # pixels of a picture that is not scaled
SIZES = ["1280x593", "1024x768", "853x480", "820x1180", "844x390", "390x844"]


@pytest.mark.parametrize("size", SIZES)
def test_slides_fit_every_window_and_hide_answers(first, size):
    width, height = map(int, size.split("x"))
    first.set_viewport_size({"width": width, "height": height})
    first.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    assert first.evaluate(FAULTS, SMALL) == []


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
    press(first, "g", "2", "7", "Enter")
    assert number(first) == 27
    expect(first.locator("#film button[value='Play']")).to_have_text("Play")  # no vote is spoiled
    for to in [20, 19]:
        first.evaluate(f"location.hash = '#{to}'")  # typed in an open deck
        first.wait_for_function("to => Reveal.getState().indexh === to - 1", arg=to)
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


def test_escape_closes_the_search_and_emphasis_stays(first):
    emphasis, box = (
        first.locator("#outline ~ section .words :is(em, i)"),
        first.locator(".searchbox"),
    )
    before = emphasis.count()
    press(first, "Control+Shift+F", "t", "a", "n", "h", "Enter", "Enter")
    expect(box).to_be_visible()
    press(first, "Escape")
    expect(box).not_to_be_visible()
    assert emphasis.count() == before > 0
    here = number(first)
    first.wait_for_function("document.activeElement === document.body")
    press(first, "Home")
    assert here > number(first) == 1


WITH_SLIDER = """() => Reveal.getSlides()
    .filter((it) => it.querySelector("[type=range]:not(:disabled)")).map((it) => it.id)"""


def at(page, name):
    page.evaluate(
        "name => Reveal.slide(Reveal.getSlides().findIndex((it) => it.id === name))", name
    )
    return page.locator(f"section#{name}")


def test_up_key_moves_a_slider_of_every_player_that_has_one(show):
    page = show("lecture.html").page
    names = page.evaluate(WITH_SLIDER)
    assert len(names) > 12
    for name in names:
        slider = at(page, name).locator("[type=range]").first
        before = slider.input_value()
        press(page, "ArrowUp")
        assert slider.input_value() != before, name


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
    button.focus()
    press(first, " ", " ")  # on a button, a space is a click
    expect(button).to_have_text("Play")
    button.click()
    here = number(first)
    press(first, " ")  # after a click of the mouse it is the next slide; the answer was shown
    assert number(first) == here + 1
    at(first, "film")
    press(first, "b", "b")  # a black screen
    button.click()
    expect(button).to_have_text("Pause")
    press(first, "b")
    expect(button).to_have_text("Play")
    press(first, "b")


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


PHONE = {"width": 390, "height": 800, "has_touch": True, "is_mobile": True}


def test_swipe_changes_the_slide_except_on_a_slider(show):
    page = show("lecture.html#/dense", 844, 390, has_touch=True).page
    touch = page.context.new_cdp_session(page)

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


COVERED = """() => Reveal.getSlides().flatMap((slide, k) => {
  Reveal.slide(k);
  while (Reveal.availableFragments().next) Reveal.nextFragment();
  const near = ({ left, right, top, bottom }) =>
    [left + 4, right - 4].flatMap((x) => [top + 4, bottom - 4].map((y) => [x, y]));
  return [...slide.querySelectorAll("button, input, select")].filter((it) => it.checkVisibility())
    .filter((it) => near(it.getBoundingClientRect())
      .some((place) => document.elementFromPoint(...place) !== it))
    .map((it) => `${slide.id}: ${it.outerHTML.slice(0, 60)}`);
})"""


TOUCH = [(390, 664), (750, 342), (601, 962), (820, 1180), (1180, 820), (1920, 1080)]


@pytest.mark.parametrize("size", TOUCH)
def test_nothing_covers_a_control_on_a_touch_screen_and_arrows_change_the_slide(show, size):
    page = show("lecture.html#/film", *size, has_touch=True, is_mobile=True).page
    here = number(page)
    for name, to in [("Next slide", here), ("Next slide", here + 1), ("Previous slide", here)]:
        button = page.locator("section.present").get_by_role("button", name=name)
        assert round(min(button.bounding_box()[side] for side in ("width", "height"))) >= 44
        button.tap()
        assert number(page) == to
    assert page.evaluate(COVERED) == page.evaluate(FAULTS, SMALL) == []


CLIPPED = """() => [...document.querySelectorAll(".slides > section")].filter((it) =>
  [...it.querySelectorAll("*")].some((part) => part.checkVisibility()
    && part.getBoundingClientRect().bottom > it.getBoundingClientRect().bottom + 1)
).map((it) => it.id)"""


def test_printed_deck_has_a_page_for_each_slide(show):
    page = show("lecture.html").page
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == len(lecture.slides())
    assert 5e5 < len(paper) < 5e6  # with its pictures
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []


# Links


def test_links_lead_to_existing_files_and_anchors(site):
    texts = {path.name: path.read_text("utf-8") for path in site.glob("*.html")}
    tags = {name: re.findall("<[a-z][^>]*>", text) for name, text in texts.items()}
    names = {name: {""} | attributes(found, "id") for name, found in tags.items()}

    def leads_somewhere(name, link):
        file, _, place = link.partition("#")
        file = file.partition("?")[0] or name
        return (site / file).exists() and place.removeprefix("/") in names.get(file, {""})

    links = [(name, each) for name in tags for each in attributes(tags[name], "href|src")]
    own = [each for each in links if not re.match("[a-z]+:", each[1])]
    assert [each for each in own if not leads_somewhere(*each)] == [] and len(own) > 300


def attributes(tags, name):
    return {value for tag in tags for value in re.findall(rf'\s(?:{name})="([^"]*)"', tag)}


def test_tap_enlarges_pictures_and_sliders_are_large_on_a_phone(show):
    page = show("05_unrolling.html", **PHONE).page
    picture = page.locator(".stage img").first
    assert picture.evaluate("it => it.clientWidth") <= 390
    picture.tap()
    assert picture.evaluate("it => it.clientWidth") == 1040
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".player [type=range]").first.fill("30")  # the next picture is large, too
    expect(page.locator(".player").first).to_have_attribute("aria-busy", "false")
    assert picture.evaluate("it => it.clientWidth") == 1040
    picture.tap()
    assert picture.evaluate("it => it.clientWidth") <= 390
    controls = page.locator(".player :is([type=range], button, select)").all()
    assert min(it.bounding_box()["height"] for it in controls) >= 44


def test_tap_enlarges_pictures_of_the_deck_on_a_phone(show):
    page = show("lecture.html#/encoder-decoder", **PHONE).page
    picture = page.locator("#encoder-decoder .stage img")
    expect(page.locator("#encoder-decoder .first")).to_have_count(0)  # the player has come
    assert picture.bounding_box()["width"] <= 390
    picture.tap()
    scale = picture.bounding_box()["width"] / float(picture.get_attribute("width"))
    assert SMALL * scale >= 9
    assert page.locator("#encoder-decoder .stage[data-prevent-swipe]").count() == 1
    picture.tap()
    assert picture.bounding_box()["width"] <= 390


def test_sections_are_listed_beside_the_text_or_folded_above_it(show):
    page = show("05_unrolling.html", 1440, 900).page
    link = page.get_by_role("link", name="2 · ").first
    link.click()
    heading = page.locator("h2[id^='2-']")
    assert heading.bounding_box()["y"] < 200 and link.is_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(link).not_to_be_visible()


def test_site_is_small(site):
    assert all(page.stat().st_size < 5e6 for page in site.glob("*.html"))
    assert not any(b"data:image/png" in page.read_bytes() for page in site.glob("*.html"))
    scripts = [path.read_text("utf-8").splitlines() for path in site.glob("*.js")]
    assert len(scripts) == 3 and sum(map(len, scripts)) <= 135


# Missing in the oldest browsers that README names: Chrome 109, Firefox 86 and Safari 15.
NEWER = (
    r"\.(with|at|find(Last|LastIndex)|to(Sorted|Reversed|Spliced)|hasOwn|groupBy|replaceAll)\("
    "|structuredClone"
)


def test_scripts_use_no_function_newer_than_the_supported_browsers():
    scripts = [*(ROOT / "site").glob("*.js"), *(ROOT / "src" / "unrolled" / "play").glob("*.js")]
    assert len(scripts) == 5
    assert [re.findall(NEWER, script.read_text("utf-8")) for script in scripts] == [[]] * 5


def test_too_large_site_is_rejected(capsys):
    assert build.too_large(23.9) == 0 and build.too_large(24.1) == 1
    assert capsys.readouterr().err == "The site must not exceed 24 MB, but has 24.1 MB.\n"

"""Every notebook in a real JupyterLab: opened as stored, run, its sliders moved, its films played.

The tests share one tab for each notebook and follow one another as a reader's day does: what needs
the stored state comes first, and the last one takes the kernel away.
"""

import os
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

import lab
import sweep

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOTS = ROOT / "build/screenshots"
HANDLE, PLAY, BOX = (
    ".widget-slider .noUi-handle",
    ".widget-toggle-button",
    ".widget-text input",
)
SLIDER = "it.closest('.noUi-target').noUiSlider"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A page of JupyterLab, and the folder of notebooks that it shows."""
    home = tmp_path_factory.mktemp("lab")
    try:
        with lab.chromium() as browser, lab.jupyterlab(ROOT / "notebooks", home) as address:
            yield lab.open_page(browser, address), home / "notebooks"
    except lab.NoBrowser as reason:
        (pytest.fail if os.environ.get("UNROLLED_BROWSER") == "required" else pytest.skip)(
            str(reason)
        )


def pytest_generate_tests(metafunc):
    metafunc.parametrize(
        "stored", metafunc.cls.notebooks, ids=lambda path: path.stem, indirect=True, scope="module"
    )


@pytest.fixture(scope="module")
def stored(desk, request):
    page, folder = desk
    tab = lab.Tab(page, folder / request.param.name)
    yield tab
    tab.close()


@pytest.fixture(scope="module")
def tab(stored):
    stored.run_all()
    return stored


class EveryNotebook:
    def test_stored_pictures_are_shown(self, stored):
        cells = nbformat.read(stored.path, 4).cells
        kept = [
            output
            for cell in cells
            for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {})
        ]
        images = stored.page.locator(".jp-Notebook img")
        assert images.and_(stored.page.locator(".jp-OutputArea-output img")).count() == len(kept)
        stored.wait_for(
            "[...document.querySelectorAll('.jp-Notebook img')].every(img => img.complete)"
        )
        assert all(images.evaluate_all("all => all.map(img => img.naturalWidth > 0)"))
        assert stored.page.get_by_text("Error displaying widget").count() == 0
        assert stored.page.get_by_text("model not found").count() == 0

    def test_runs(self, tab):
        tab.screenshot(SHOTS / f"{tab.path.stem}.png")
        assert tab.complaints() == []
        assert None not in tab.pictures()

    def test_pictures_are_sharp(self, tab):
        # Two pixels for each of the page; more where the page is too narrow for the picture.
        assert all(ratio >= 1.99 for ratio in tab.page.evaluate("sharpness()"))

    def test_all_that_can_be_named_has_a_name(self, tab):
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        if tab.players():
            found = axe.run(tab.page, context=".jupyter-widgets").response["violations"]
            # ipywidgets gives noUiSlider no name for its handle, and takes none from Python.
            assert {fault["id"] for fault in found} <= {"aria-input-field-name"}

    def test_what_a_bet_is_on_waits_for_a_click(self, tab):
        cells = nbformat.read(tab.path, 4).cells
        bets = tab.page.locator("details.bet").all()
        assert len(bets) == sum("play.bet()" in cell.source for cell in cells)
        for bet in bets:
            answer, asked = bet.locator("pre"), bet.locator("summary")
            assert answer.text_content().strip() and not answer.is_visible()
            asked.press("Enter")
            assert answer.is_visible()
            asked.click()
            assert not answer.is_visible()

    def test_nothing_is_cut_off(self, tab):
        assert tab.page.evaluate("overflowing()") == []

    def test_every_slider_moves_its_picture_and_no_other(self, tab):
        for i, player in enumerate(tab.players()):
            for handle in player.locator(HANDLE).all():
                start, before = handle.evaluate(f"it => {SLIDER}.get()"), tab.pictures()
                shown = [
                    tab.press(handle, key) for key in ["End", "Home", "ArrowRight", "ArrowLeft"]
                ]
                end, home, right, left = (pictures.pop(i) for pictures in shown)
                assert None not in (end, home, right)
                assert home != end and home != right and home == left
                assert shown == 4 * [before[:i] + before[i + 1 :]]
                handle.evaluate(
                    f"(it, start) => {SLIDER}.set(start)", start
                )  # for the sliders beside it
                tab.settle()
                assert tab.pictures() == before
        assert tab.complaints() == []

    def test_every_film_plays_and_begins_anew(self, tab):
        films = [
            (i, player) for i, player in enumerate(tab.players()) if player.locator(PLAY).count()
        ]
        for _, player in films:
            for key in ["End", "ArrowLeft"]:
                tab.press(player.locator(HANDLE), key)
        for i, player in films:
            tab.record(i)
            player.locator(PLAY).click()
        try:
            tab.wait_for("recordings.every(shown => shown.length >= 3)")
        finally:
            for _, player in films:
                player.locator(PLAY).click()
        for shown in tab.recorded():
            places = [place for _, _, place in shown]
            # A slow page may skip the last frame or the first.
            assert (
                1 <= sum(after < before for before, after in pairwise(places)) <= len(places) // 2
            )
        assert tab.complaints() == []

    def test_a_sentence_can_be_typed(self, tab):
        for i, player in enumerate(tab.players()):
            for box in player.locator(BOX).all():
                before, (first, *rest) = tab.pictures(), box.input_value().split()
                box.fill(
                    " ".join([*rest, first]) if rest else first[::-1]
                )  # a network may know few words
                after = tab.press(box, "Enter")
                assert after.pop(i) not in (None, before.pop(i))
                assert after == before
        assert tab.complaints() == []

    def test_sliders_follow_the_shortest_sentence_and_the_longest(self, tab):
        for i, player in enumerate(tab.players()):
            for box in player.locator(BOX).all():
                before = box.input_value()
                first, *rest = before.split()
                for sentence in [first if rest else first[0], before]:
                    box.fill(sentence)
                    tab.press(box, "Enter")
                    for handle in player.locator(HANDLE).all():
                        for key in ["Home", "End"]:
                            assert tab.press(handle, key)[i] is not None
        assert tab.complaints() == []

    def test_every_slider_reaches_its_ends_beside_the_ends_of_the_others(self, tab):
        before = tab.pictures()
        if before:
            tab.execute(sweep.CODE)
        assert tab.complaints() == [] and tab.pictures() == before

    def test_a_cell_that_runs_again_leaves_no_widgets_behind(self, tab):
        films = [player.locator(PLAY).count() > 0 for player in tab.players()]
        for i in {films.index(kind) for kind in set(films)}:  # the first film, the first explore
            tab.run_again(i)
            before, held = tab.pictures(), tab.widgets()
            tab.run_again(i)
            assert tab.pictures() == before and tab.widgets() == held
        assert tab.complaints() == []

    def test_a_film_that_plays_while_its_cell_runs_again_is_not_missed(self, tab):
        films = [i for i, player in enumerate(tab.players()) if player.locator(PLAY).count()]
        for i in films[:1]:
            tab.record(i)
            tab.players()[i].locator(PLAY).click()
            tab.wait_for("recordings.every(shown => shown.length >= 2)")
            tab.recorded()
            tab.run_again(i)
            tab.page.wait_for_timeout(1000)  # a frame's time: a clock that ticks on complains now
        assert tab.complaints() == []

    def test_a_film_needs_no_kernel(self, tab):
        tab.shut_down()
        for i, player in enumerate(tab.players()):
            if player.locator(PLAY).count():
                end, home = (tab.press(player.locator(HANDLE), key)[i] for key in ["End", "Home"])
                assert None not in (end, home) and end != home


# Two, as each class goes to a worker of its own.
class TestEven(EveryNotebook):
    notebooks = NOTEBOOKS[::2]


class TestOdd(EveryNotebook):
    notebooks = NOTEBOOKS[1::2]

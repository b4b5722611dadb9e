"""Every notebook in a real JupyterLab: opened as stored, run, its sliders moved, its films played.

The tests share one tab for each notebook and follow one another as a reader's day does: what needs the
stored state comes first, and the last one takes the kernel away.
"""

import os
from pathlib import Path

import nbformat
import pytest

import lab

HERE = Path(__file__).parent
NOTEBOOKS = sorted(Path(os.environ.get("NBS") or HERE.parent / "notebooks").glob("*.ipynb"))
SHOTS = HERE.parent / "build/screenshots"
HANDLE, PLAY, BOX = ".widget-slider .noUi-handle", ".widget-play button >> nth=0", ".widget-text input"
SENTENCE = "Recurrent networks read one word after the other"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A browser window, the address of a JupyterLab and its notebooks."""
    home = tmp_path_factory.mktemp("lab")
    try:
        with lab.chromium() as browser, lab.jupyterlab(NOTEBOOKS[0].parent, home) as address:
            yield browser.new_context(viewport={"width": 1280, "height": 900}), address, home / "notebooks"
    except lab.NoBrowser as reason:
        (pytest.fail if os.environ.get("UNROLLED_BROWSER") == "required" else pytest.skip)(str(reason))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def stored(desk, request):
    window, address, folder = desk
    tab = lab.Tab(window.new_page(), address, folder / request.param.name)
    yield tab
    tab.close()


@pytest.fixture(scope="module")
def tab(stored):
    stored.run_all()
    return stored


def test_stored_pictures_are_shown(stored):
    cells = nbformat.read(stored.path, 4).cells
    kept = [output for cell in cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
    images = stored.page.locator(".jp-OutputArea-output img")
    assert images.count() == len(kept)
    assert all(stored.page.locator(".jp-Notebook img").evaluate_all("all => all.map(img => img.naturalWidth > 0)"))
    assert stored.page.get_by_text("Error displaying widget").count() == 0
    assert stored.page.get_by_text("model not found").count() == 0


def test_runs(tab):
    tab.screenshot(SHOTS / f"{tab.path.stem}.png")
    assert not tab.complaints
    assert None not in tab.pictures()


def test_nothing_is_cut_off(tab):
    assert tab.page.evaluate("overflowing()") == []


def test_every_slider_moves_its_picture_and_no_other(tab):
    for i, player in enumerate(tab.players()):
        for handle in player.locator(HANDLE).all():
            others = tab.pictures()[:i] + tab.pictures()[i + 1:]
            shown = {key: tab.press(handle, key) for key in ["End", "Home", "ArrowRight", "ArrowLeft"]}
            end, home, right, left = (pictures.pop(i) for pictures in shown.values())
            assert None not in (end, home, right)
            assert home != end and home != right and home == left
            assert all(pictures == others for pictures in shown.values())
    assert not tab.complaints


def test_every_film_plays_and_begins_anew(tab):
    films = [(i, player) for i, player in enumerate(tab.players()) if player.locator(PLAY).count()]
    firsts = [tab.press(player.locator(HANDLE), "Home")[i] for i, player in films]
    for i, player in films:
        tab.press(player.locator(HANDLE), "End")
        tab.record(i)
        player.locator(PLAY).click()
    tab.page.wait_for_function("recordings.every(shown => shown.length >= 3)", timeout=20_000)
    for _, player in films:
        player.locator(PLAY).click()
    assert [shown[0]["picture"] for shown in tab.recorded()] == firsts
    assert not tab.complaints


def test_a_sentence_can_be_typed(tab):
    for i, player in enumerate(tab.players()):
        for box in player.locator(BOX).all():
            before = tab.pictures()
            box.fill(SENTENCE)
            after = tab.press(box, "Enter")
            assert after.pop(i) not in (None, before.pop(i))
            assert after == before
    assert not tab.complaints


def test_a_film_needs_no_kernel(tab):
    tab.shut_down()
    for i, player in enumerate(tab.players()):
        if player.locator(PLAY).count():
            handle = player.locator(HANDLE)
            assert len({tab.press(handle, key)[i] for key in ["End", "Home", "ArrowRight"]} - {None}) == 3

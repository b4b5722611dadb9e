"""Notebooks in a real JupyterLab: stored output, execution, sliders and animations.

One lesson runs as a student sees it, with a flipbook, texts, bets and a slider whose end depends on
a text. Its tests share one tab and depend on their order: first that of the stored state, and last
the one that shuts the kernel down. A separate notebook contains players with every kind of control.
"""

import random
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import lab
from execute_notebooks import stripped

ROOT = Path(__file__).resolve().parents[2]
LESSON = "09_many_to_many.ipynb"
HANDLE, TYPED, BOX = "input[type=range]", "input.typed", "input.box"
PLAY, KERNEL = ".controls button", "jupyterapp.shell.currentWidget.sessionContext.session.kernel"


@pytest.fixture(scope="module")
def desk(browser, tmp_path_factory):
    """A page of JupyterLab, and the folder of its notebooks."""
    home = tmp_path_factory.mktemp("lab")
    with lab.jupyterlab(ROOT / "notebooks", home) as address:
        yield lab.open_page(browser, address), home / "notebooks"


@pytest.fixture(scope="class")
def stored(desk):
    page, folder = desk
    tab = lab.Tab(page, folder / LESSON)
    yield tab
    tab.close()


@pytest.fixture(scope="class")
def tab(stored):
    stored.run_all()
    return stored


def flipbooks(tab):
    """The indices of the players that are flipbooks."""
    return [i for i, player in enumerate(tab.players()) if player.locator(PLAY).count()]


def check_playback(tab, i, name, keys):
    """Press keys on flipbook i, play it to its end, and play it again from the other end."""
    player, step = tab.players()[i], 1 if name == "Play" else -1
    handle, button = player.locator(HANDLE), player.locator(f"{PLAY}[value='{name}']")
    for key in keys:
        tab.press(handle, key)
    tab.record(i)
    button.click()
    paused = f"players()[{i}].querySelector(`{PLAY}[value='{name}']`).textContent === '{name}'"
    tab.wait_for(paused)
    assert handle.input_value() == (handle.get_attribute("max") if step > 0 else "0")
    assert button.evaluate("it => (it.click(), it.textContent)") == "Pause"
    tab.wait_for("recordings[0].length >= 3")
    tab.press(handle, keys[0])
    tab.wait_for(paused)
    [shown] = tab.recorded()
    end, *anew = (step * place for _, _, place in shown[:3])
    assert end > anew[0] and anew == sorted(anew)  # slow pages may skip frames


def accessibility_errors(tab):
    """Accessibility errors that axe-core finds inside the players."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    if not tab.players():
        return []
    found = axe.run(tab.page, context=tab.page.evaluate("PLAYER")).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


class TestNotebook:
    def test_stored_pictures_are_shown_and_not_clipped(self, stored):
        cells = nbformat.read(stored.path, 4).cells
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        kept = [output for output in outputs if "image/png" in output.get("data", {})]
        images = stored.page.locator(".jp-Notebook img")
        assert images.and_(stored.page.locator(".jp-OutputArea-output img")).count() == len(kept)
        loaded = "[...document.querySelectorAll('.jp-Notebook img')].every(img => img.complete)"
        stored.wait_for(loaded)
        assert all(images.evaluate_all("all => all.map(img => img.naturalWidth > 0)"))
        assert stored.page.get_by_text("Error displaying widget").count() == 0
        assert stored.page.get_by_text("model not found").count() == 0
        assert stored.page.evaluate("overflowing()") == []

    def test_notebook_runs_with_sharp_pictures_and_without_errors(self, tab):
        assert tab.complaints() == []
        assert None not in tab.pictures()
        # Two image pixels per page pixel, or more where the page is narrower than the picture.
        assert all(ratio >= 1.99 for ratio in tab.page.evaluate("sharpness()"))
        assert tab.page.evaluate("overflowing()") == []

    def test_players_are_accessible(self, tab):
        assert accessibility_errors(tab) == []

    def test_answer_to_a_bet_is_hidden_until_a_click(self, tab):
        cells = nbformat.read(tab.path, 4).cells
        bets = tab.page.locator("details.bet").all()
        assert len(bets) == sum("play.bet()" in cell.source for cell in cells) > 0
        for bet in bets:
            answer, asked = bet.locator("pre"), bet.locator("summary")
            assert answer.text_content().strip() and not answer.is_visible()
            asked.press("Enter")
            assert answer.is_visible()
            asked.click()
            assert not answer.is_visible()

    def test_each_slider_changes_only_its_own_picture(self, tab):
        for i, player in enumerate(tab.players()):
            for row in player.locator(f".control:has({HANDLE})").all():
                handle, typed, before = row.locator(HANDLE), row.locator(TYPED), tab.pictures()
                keys = ["Home", "ArrowRight", "ArrowLeft", "End"]
                shown = [tab.press(handle, key) for key in keys]
                last = typed.input_value()
                tab.press(handle, "Home")
                typed.fill(last)
                shown.append(tab.press(typed, "Enter"))
                home, right, left, end, again = (pictures.pop(i) for pictures in shown)
                assert None not in (home, right, end)
                assert home != end == again and home != right and home == left
                assert shown == 5 * [before[:i] + before[i + 1 :]]
                handle.dblclick()  # back to the start for the next slider
                tab.settle()
                assert tab.pictures() == before
        assert tab.complaints() == []

    def test_flipbook_plays_to_its_end_and_restarts(self, tab):
        for i in flipbooks(tab)[:1]:
            check_playback(tab, i, "Play", ["End", "ArrowLeft"])
        assert tab.complaints() == []

    def test_typed_text_changes_only_its_own_picture_and_the_slider_ends(self, tab):
        for i, player in enumerate(tab.players()):
            for box in player.locator(BOX).all():
                before, text = tab.pictures(), box.input_value()
                first, *rest = text.split()
                box.fill(" ".join([*rest, first]) if rest else first[::-1])  # only known words
                after = tab.press(box, "Enter")
                assert after.pop(i) not in (None, before.pop(i))
                assert after == before
                for typed in [first if rest else first[0], text]:
                    box.fill(typed)
                    tab.press(box, "Enter")
                    for handle in player.locator(HANDLE).all():
                        for key in ["Home", "End"]:
                            assert tab.press(handle, key)[i] is not None
        assert tab.complaints() == []

    def test_rerun_of_a_cell_leaves_no_widgets(self, tab):
        kinds = [i in flipbooks(tab) for i, _ in enumerate(tab.players())]
        for i in {kinds.index(kind) for kind in kinds}:  # the first flipbook and the first explore
            tab.run_again(i)
            before, held = tab.pictures(), tab.widgets()
            tab.run_again(i)
            assert tab.pictures() == before and tab.widgets() == held
        assert tab.complaints() == []

    def test_rerun_during_playback_causes_no_error(self, tab):
        for i in flipbooks(tab)[:1]:
            tab.record(i)
            tab.players()[i].locator(PLAY).first.click()
            tab.wait_for("recordings.every(shown => shown.length >= 2)")
            tab.recorded()
            tab.run_again(i)
            tab.page.wait_for_timeout(1000)  # a timer that still runs would fail now
        assert tab.complaints() == []

    def test_flipbook_works_without_a_kernel(self, tab):
        tab.shut_down()
        for i in flipbooks(tab):
            handle = tab.players()[i].locator(HANDLE)
            end, home = (tab.press(handle, key)[i] for key in ["End", "Home"])
            assert None not in (end, home) and end != home


# A player with five controls in two views, a flipbook, and a player with an error and a delay.
PLAYERS = [
    """
import time

from unrolled import play
from unrolled.pictures import style

def draw(ax, a=3, gain=0.5, t=2, mark="o", text="abc"):
    ax.plot(t, gain, mark, ms=5 + a)
    ax.set(xlim=(-1, 9), ylim=(-1, 3), title=text)
    style.describe(ax, f"{a} | {gain:.10g} | {t} | {mark} | {text}")

def film(ax, t):
    ax.plot(range(t + 1), "o")
    style.describe(ax, str(t))

def wrong(ax, x=1):
    ax.set_title(f"{x}: {1 / (x - 4)}")
    if x == 9:
        time.sleep(60)
    style.describe(ax, str(x))

player = play.explore(draw, a=(0, 9), gain=(0, 1.6), t=(0, lambda text: len(text)),
                      mark=["o", "s"], text=("abc", "abcdef"), size=(5, 2.4))
player
""",
    "player",
    "play.flipbook(film, t=range(12), pace=100, size=(5, 2.4))",
    "play.explore(wrong, x=(0, 19), size=(5, 2.4))",
]
CONTROLS = f"{HANDLE}, select, {BOX}"
STANDS = f"""it => [...it.querySelectorAll('{CONTROLS}')]
    .map(control => control.ariaValueText ?? control.value).join(' | ').trim()"""
AGREE = f"players().slice(0, 3).every(it => ({STANDS})(it) === shown(it)?.alt)"
# State that changes if the notebook handles a key press.
NOTEBOOK = """(() => {
    const { activeCellIndex, mode, widgets } = jupyterapp.shell.currentWidget.content;
    const cells = widgets.map(({ model }) => [model.type, model.sharedModel.getSource()]);
    return JSON.stringify([activeCellIndex, mode, cells]);
})()"""
KEYS = "ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageUp PageDown Space x m a b d d".split()


@pytest.fixture(scope="module")
def bench(desk):
    page, folder = desk
    cells = [new_code_cell(code) for code in PLAYERS]
    nbformat.write(stripped(new_notebook(cells=cells)), folder / "players.ipynb")
    tab = lab.Tab(page, folder / "players.ipynb")
    yield tab
    tab.close()


class TestPlayers:
    @pytest.fixture
    def tab(self, bench):
        bench.run_all()
        bench.complaints()
        return bench

    def move(self, control, rng):
        """Move a control to a random setting."""
        kind = control.get_attribute("class") or control.evaluate("it => it.localName")
        if kind == "select":
            control.select_option(index=rng.randrange(2))
        elif kind == "box":
            control.fill(rng.choice(["abc", "abcdef", "", "a b"]))
            control.press("Enter")
        elif kind == "typed":
            control.fill(str(rng.choice([0, 1, 0.5, "0,81", 3, -7, 99, "x", ""])))
            control.press("Enter")
        else:
            control.press(rng.choice(KEYS[:8]))

    def test_picture_matches_its_controls_after_any_sequence_of_moves(self, tab):
        rng, seen = random.Random(0), {}
        found = [each.locator(f"{CONTROLS}, {TYPED}").all() for each in tab.players()[:3]]
        controls = sum(found, [])
        for k in range(50):
            self.move(rng.choice(controls), rng)
            if k % 2 or k < 25:  # some moves do not wait for the previous one
                tab.settle()
                tab.page.wait_for_function(AGREE, timeout=10_000)
                pictures = tab.pictures()
                stand = [player.evaluate(STANDS) for player in tab.players()[:3]]
                assert pictures[0] == pictures[1] and stand[0] == stand[1]
                for where, picture in zip(stand, pictures):
                    assert seen.setdefault(where, picture) == picture
        assert len(set(seen.values())) > 15 and tab.complaints() == []

    def test_flipbook_plays_in_both_directions(self, tab):
        check_playback(tab, 2, "Play", ["End", "ArrowLeft"])
        check_playback(tab, 2, "Play backward", ["Home", "ArrowRight"])
        assert tab.complaints() == []

    def test_pictures_are_shown_during_moves_although_decoding_is_slow(self, tab):
        gain, film = tab.players()[0].locator(HANDLE).nth(1), tab.players()[2].locator(HANDLE)
        tab.press(gain, "Home")
        tab.press(film, "Home")
        usual = "HTMLImageElement.prototype.decode"
        later = "new Promise((done) => { setTimeout(done, 500); })"
        tab.page.evaluate(f"usual = {usual}; {usual} = () => {later}; null")
        tab.record(2)
        tab.players()[2].locator(PLAY).first.click()
        tab.wait_for("recordings[0].length && recordings[0].at(-1).place === 11")
        tab.record(0)
        for _ in range(12):
            gain.press("ArrowRight")
            tab.page.wait_for_timeout(100)
        tab.settle()
        tab.page.evaluate(f"{usual} = usual; null")
        played, moved = tab.recorded()
        assert [place for _, _, place in played] == [*range(1, 12)]
        assert len(moved) > 6 and tab.complaints() == []

    def fails(self, tab):
        player = tab.players()[3]
        player.locator(TYPED).fill("4")
        tab.press(player.locator(TYPED), "Enter")
        return player

    def test_error_is_shown_until_the_next_move(self, tab):
        player = self.fails(tab)
        assert "ZeroDivisionError: division by zero, in line" in player.inner_text()
        player.locator("summary").click()
        assert "Traceback" in player.inner_text()
        tab.press(player.locator(HANDLE), "ArrowRight")
        assert player.locator("img").get_attribute("alt") == "5" and tab.complaints() == []

    def test_error_message_is_accessible(self, tab):
        self.fails(tab)
        assert accessibility_errors(tab) == []

    def test_players_fit_a_laptop_at_200_percent_zoom(self, tab):
        usual = tab.page.viewport_size
        tab.page.set_viewport_size({"width": 1366 // 2, "height": 768 // 2})
        tab.settle()
        found = tab.page.evaluate("overflowing()")
        tab.page.set_viewport_size(usual)
        assert found == []

    def test_keys_pressed_on_controls_do_not_reach_the_notebook(self, tab):
        explore, _, film, _ = tab.players()
        parts = [player.locator("input, select, button") for player in (explore, film)]
        for control in [*parts[0].all(), *parts[1].all(), self.fails(tab).locator("summary")]:
            control.focus()
            before = tab.page.evaluate(NOTEBOOK)
            for key in KEYS:
                control.press(key)
            tab.page.keyboard.press("Escape")
            assert tab.page.evaluate(NOTEBOOK) == before
        assert tab.complaints() == []

    def test_interrupted_draw_is_reported_and_the_next_move_works(self, tab):
        player = tab.players()[3]
        player.locator(TYPED).fill("9")
        player.locator(TYPED).press("Enter")
        tab.page.wait_for_timeout(1000)
        tab.page.evaluate(f"{KERNEL}.interrupt()")
        player.get_by_text("KeyboardInterrupt").first.wait_for(timeout=5000)
        tab.press(player.locator(HANDLE), "Home")
        assert player.locator("img").get_attribute("alt") == "0" and tab.complaints() == []

    def test_pictures_match_moves_made_while_the_connection_was_cut(self, tab):
        tab.page.evaluate(f"kernel = {KERNEL}; connect = kernel._createSocket; null")
        tab.page.evaluate("kernel._createSocket = () => {}; kernel._ws.close()")
        for player, value in [(tab.players()[0], "7"), (tab.players()[3], "13")]:
            player.locator(TYPED).first.fill(value)
            player.locator(TYPED).first.press("Enter")
            player.locator(".note").wait_for(timeout=5000)
        assert not tab.page.evaluate(AGREE)
        tab.page.evaluate("kernel._createSocket = connect; kernel.reconnect(); null")
        tab.page.wait_for_function(AGREE, timeout=20_000)
        # JupyterLab may fetch what the kernel knows, which is the position before the move.
        tab.page.wait_for_function(
            """() => players().every((it) => it.getAttribute("aria-busy") === "false")
                && shown(players()[3]).alt === players()[3].querySelector(".typed").value""",
            timeout=20_000,
        )
        tab.give_up()  # what was asked meanwhile is asked again

    def test_player_reports_that_its_kernel_was_restarted(self, tab):
        tab.page.evaluate(f"{KERNEL}.restart()")
        for player, value in [(tab.players()[0], "7"), (tab.players()[3], "13")]:
            player.locator(TYPED).first.fill(value)  # neighbours and ends are on the page already
            player.locator(TYPED).first.press("Enter")
            player.locator(".note").wait_for(timeout=5000)
            assert "run this cell again" in player.locator(".note").text_content()
        tab.give_up()
        tab.run_all()
        assert tab.page.evaluate(AGREE) and None not in tab.pictures()
        said = tab.complaints()  # a starting kernel prints messages
        assert not [each for each in said if not each.startswith("kernel: ")]

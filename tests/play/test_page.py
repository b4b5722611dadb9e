"""The life without a kernel: which pictures are drawn ahead, and what the page is told of them."""

import json
import re
import weakref
from pathlib import Path

import numpy as np
import pytest

from unrolled import play
from unrolled.pictures import style
from unrolled.play import notebook, page, parameters


def dot(ax, t=2, mark="o"):
    ax.plot([t], [t], mark)
    ax.set(xlim=(-1, 10), ylim=(-1, 10))
    style.describe(ax, f"{mark} at {t}")


def told(element):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', element)[1])


def sentences(element):
    """Of each state what is said, after its settings."""
    return {tuple(state["settings"]): state["alt"] for state in told(element)["states"]}


def test_a_film_has_all_its_frames_in_order():
    element = page.element(play.flipbook(dot, t=range(5)), most=3)  # which is for sliders
    film = told(element)
    assert [state["picture"] for state in film["states"]] == [*range(5)] and film["pace"] == 1000
    assert sentences(element) == {(str(t),): f"o at {t}" for t in range(5)}


def test_a_picture_that_comes_twice_is_kept_once():
    film = told(page.element(play.flipbook(lambda ax, t: dot(ax, t % 2), t=range(6))))
    assert [state["picture"] for state in film["states"]] == 3 * [0, 1]
    assert len(film["pictures"]) == 2


def test_values_that_are_written_alike_are_not_one():
    element = page.element(
        play.flipbook(lambda ax, t: dot(ax, t.count("x")), t=["x_x", "x x", "x x"])
    )
    assert [*sentences(element)] == [("x x",), ("x x (2)",), ("x x (3)",)]
    film = play.flipbook(lambda ax, t: dot(ax, *t[1:2]), t=[np.arange(n, n + 2000) for n in (0, 0)])
    assert len(told(page.element(film))["states"]) == 2


def test_an_explore_has_an_entry_for_each_combination():
    element = page.element(play.explore(dot, t=(1, 3), mark=["o", "s"]))
    says = {(str(t), mark): f"{mark} at {t}" for t in (1, 2, 3) for mark in ("o", "s")}
    assert sentences(element) == says and told(element)["pace"] is None


def test_it_starts_where_the_player_stands():
    player = play.explore(dot, t=(0, 9), mark=["o", "s"])
    for value in [{"t": 2, "mark": "o"}, {"t": 9, "mark": "s"}]:
        player.value = value
        element = page.element(player)
        first = re.search(r'<img class="first" src="([^"]*)" alt="([^"]*)"', element)
        assert first[2] == "{mark} at {t}".format(**value)
        states = {tuple(state["settings"]): state for state in told(element)["states"]}
        state = states[tuple(told(element)["settings"])]
        assert told(element)["pictures"][state["picture"]] == first[1] and state["alt"] == first[2]


def test_what_follows_and_what_is_typed_have_an_entry_wherever_they_are_put():
    def draw(ax, t=1, text="abc"):
        style.describe(ax, f"{t} of {text}")

    ends = (0, lambda text: len(text))
    element = page.element(play.explore(draw, t=ends, text=("abc", "a", "abcde"), size=(2, 1)))
    says = sentences(element)
    for text in ["abc", "a", "abcde"]:
        for wish in [*map(str, range(6)), "Infinity"]:
            assert says[wish, text] == f"{min(len(text), float(wish)):g} of {text}"
    assert [control["note"] for control in told(element)["controls"]] == ["", NOTE]


NOTE = "type your own in JupyterLab"


@pytest.mark.parametrize(
    "counts", [(7,), (401,), (81, 61), (33, 33, 3), (101, 2, 101), (9, 9, 9, 9, 9)]
)
def test_a_grid_is_small_and_keeps_the_start_and_the_ends(counts):
    made = {f"p{k}": parameters.flipbook_parameter(f"p{k}", range(n)) for k, n in enumerate(counts)}
    for share in [0, 1 / 3, 1]:
        start = {f"p{k}": int(share * (n - 1)) for k, n in enumerate(counts)}
        grid = [each.options(start) for each in page.coarsened(made, start, 100).values()]
        assert np.prod([len(values) for values in grid]) <= 150
        for values, n, stays in zip(grid, counts, start.values()):
            assert stays in values and values == sorted(set(values))
            assert {values[0], values[-1]} == {0, n - 1} or len(values) == 2 and len(counts) > 3


def test_a_grid_is_even_where_it_can_be_and_words_stay():
    made = {
        "rho": parameters.explore_parameter("rho", (0, 1.6)),
        "text": parameters.explore_parameter("text", list("abcdefgh")),
    }
    start = {"rho": 0.8, "text": "a"}
    grid = {name: each.options(start) for name, each in page.coarsened(made, start, 100).items()}
    steps = np.diff(grid["rho"])
    assert 2 * steps.min() > steps.max() and grid["text"] == list("abcdefgh")


def test_names_and_sentences_cannot_leave_their_place():
    def draw(ax, a="x"):
        style.describe(ax, '</script> "quoted" <b>')

    element = page.element(play.explore(draw, a=['<i>"x"</i>', "</script>", "x"]))
    outside = re.sub(r"<script.*?</script>", "", element, flags=re.DOTALL)
    assert "<i>" not in outside and "<b>" not in outside and element.count("</script>") == 1
    assert told(element)["states"][0]["alt"] == '</script> "quoted" <b>'


def test_pictures_can_be_kept_in_a_folder(tmp_path):
    (tmp_path / "pictures").mkdir()
    element = page.element(play.flipbook(dot, t=range(3)), tmp_path / "pictures")
    files = told(element)["pictures"]
    assert len(set(files)) == 3 and all((tmp_path / file).stat().st_size > 100 for file in files)
    assert "data:" not in element


def test_a_saved_player_needs_no_other_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    play.save(play.flipbook(dot, t=range(3)), "~/a film.html", title="A <dot>")
    text = Path(tmp_path / "a film.html").read_text("utf-8")
    assert "<title>A &lt;dot&gt;</title>" in text and "function render(" in text
    assert set(re.findall(r'(?:src|href)="([^"]{5})', text)) == {"data:"}
    assert "import " not in text and "http" not in re.sub(r'"data:[^"]*"', "", text)


def test_all_open_players_are_elements_and_a_closed_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "players", weakref.WeakSet())
    player = play.explore(dot, t=(1, 2), size=(2, 1))
    assert [*page.elements(tmp_path)] == [player.model_id]
    player.close()
    assert page.elements(tmp_path) == {}
    with pytest.raises(ValueError, match="needs one whose cell has not run again, got .*Player"):
        play.save(player, tmp_path / "closed.html")


# Younger than the browsers that README names: Chrome 109, Firefox 86 and Safari 15.
YOUNG = r"\.(with|at|find(Last|LastIndex)|to(Sorted|Reversed|Spliced)|hasOwn|groupBy)\(|structured"


@pytest.mark.parametrize("name", ["src/unrolled/play/player.js", "src/unrolled/play/page.js"])
def test_scripts_run_in_the_oldest_browsers_that_are_promised(name):
    source = (Path(__file__).resolve().parents[2] / name).read_text("utf-8")
    assert re.findall(YOUNG, source) == [] and re.findall(YOUNG, "list.with(0, 1)")

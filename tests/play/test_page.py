"""Page: which pictures a static page contains, and its settings, text and files."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from unrolled import play
from unrolled.pictures import style
from unrolled.play import page, parameters


def dot(ax, t=2, mark="o"):
    ax.plot([t], [t], mark)
    ax.set(xlim=(-1, 10), ylim=(-1, 10))
    style.describe(ax, f"{mark} at {t}")


def data(element):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', element)[1])


def sentences(element):
    """{settings: alt text} of all states."""
    return {tuple(state["settings"]): state["alt"] for state in data(element)["states"]}


def test_flipbook_page_has_all_frames_in_order():
    element = page.element(play.flipbook(dot, t=range(5)), most=3)  # applies to sliders only
    flipbook = data(element)
    assert [state["picture"] for state in flipbook["states"]] == [*range(5)] and flipbook[
        "pace"
    ] == 1000
    assert sentences(element) == {(str(t),): f"o at {t}" for t in range(5)}


def test_identical_pictures_are_stored_once():
    flipbook = data(page.element(play.flipbook(lambda ax, t: dot(ax, t % 2), t=range(6))))
    assert [state["picture"] for state in flipbook["states"]] == 3 * [0, 1]
    assert len(flipbook["pictures"]) == 2


def test_values_with_equal_labels_stay_distinct():
    element = page.element(
        play.flipbook(lambda ax, t: dot(ax, t.count("x")), t=["x_x", "x x", "x x"])
    )
    assert [*sentences(element)] == [("x x",), ("x x (2)",), ("x x (3)",)]
    flipbook = play.flipbook(
        lambda ax, t: dot(ax, *t[1:2]), t=[np.arange(n, n + 2000) for n in (0, 0)]
    )
    assert len(data(page.element(flipbook))["states"]) == 2


def test_explore_page_has_a_state_for_each_combination():
    element = page.element(play.explore(dot, t=(1, 3), mark=["o", "s"]))
    says = {(str(t), mark): f"{mark} at {t}" for t in (1, 2, 3) for mark in ("o", "s")}
    assert sentences(element) == says and data(element)["pace"] is None


def test_page_starts_at_the_player_s_current_value():
    player = play.explore(dot, t=(0, 9), mark=["o", "s"])
    for value in [{"t": 2, "mark": "o"}, {"t": 9, "mark": "s"}]:
        player.value = value
        element = page.element(player)
        first = re.search(r'<img class="first" src="([^"]*)" alt="([^"]*)"', element)
        assert first[2] == "{mark} at {t}".format(**value)
        states = {tuple(state["settings"]): state for state in data(element)["states"]}
        state = states[tuple(data(element)["settings"])]
        assert data(element)["pictures"][state["picture"]] == first[1] and state["alt"] == first[2]


def test_dependent_sliders_and_texts_have_a_state_for_each_setting():
    def draw(ax, t=1, text="abc"):
        style.describe(ax, f"{t} of {text}")

    ends = (0, lambda text: len(text))
    element = page.element(play.explore(draw, t=ends, text=("abc", "a", "abcde"), size=(2, 1)))
    says = sentences(element)
    for text in ["abc", "a", "abcde"]:
        for wish in [*map(str, range(6)), "Infinity"]:
            assert says[wish, text] == f"{min(len(text), float(wish)):g} of {text}"
    assert [control["note"] for control in data(element)["controls"]] == ["", NOTE]


NOTE = "type your own in JupyterLab"


@pytest.mark.parametrize(
    "counts", [(7,), (401,), (81, 61), (33, 33, 3), (101, 2, 101), (9, 9, 9, 9, 9)]
)
def test_coarse_grid_is_small_and_keeps_start_and_ends(counts):
    made = {f"p{k}": parameters.flipbook_parameter(f"p{k}", range(n)) for k, n in enumerate(counts)}
    for share in [0, 1 / 3, 1]:
        start = {f"p{k}": int(share * (n - 1)) for k, n in enumerate(counts)}
        grid = [each.options(start) for each in page.coarsened(made, start, 100).values()]
        assert np.prod([len(values) for values in grid]) <= 150
        for values, n, stays in zip(grid, counts, start.values()):
            assert stays in values and values == sorted(set(values))
            assert {values[0], values[-1]} == {0, n - 1} or len(values) == 2 and len(counts) > 3


def test_coarse_grid_is_even_and_keeps_all_texts():
    made = {
        "rho": parameters.explore_parameter("rho", (0, 1.6)),
        "text": parameters.explore_parameter("text", list("abcdefgh")),
    }
    start = {"rho": 0.8, "text": "a"}
    grid = {name: each.options(start) for name, each in page.coarsened(made, start, 100).items()}
    steps = np.diff(grid["rho"])
    assert 2 * steps.min() > steps.max() and grid["text"] == list("abcdefgh")


def test_page_says_that_sliders_have_fewer_positions():
    def draw(ax, k=1):
        ax.plot(k, "o")

    assert "fewer positions" in page.element(play.explore(draw, k=(0, 9), size=(1, 1)), most=5)
    assert "fewer positions" not in page.element(play.explore(draw, k=(0, 9), size=(1, 1)))


def test_labels_and_alt_text_are_escaped():
    def draw(ax, a="x"):
        style.describe(ax, '</script> "quoted" <b>')

    element = page.element(play.explore(draw, a=['<i>"x"</i>', "</script>", "x"]))
    outside = re.sub(r"<script.*?</script>", "", element, flags=re.DOTALL)
    assert "<i>" not in outside and "<b>" not in outside and element.count("</script>") == 1
    assert data(element)["states"][0]["alt"] == '</script> "quoted" <b>'


def test_pictures_can_have_addresses_of_their_own():
    element = page.element(play.flipbook(dot, t=range(3)), url=lambda data: f"{len(data)}.png")
    files = data(element)["pictures"]
    assert len(set(files)) == 3 and all(re.fullmatch(r"\d{3,}\.png", file) for file in files)
    assert "data:" not in element


def test_saved_page_needs_no_other_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    play.save(play.flipbook(dot, t=range(3)), "~/a film.html", title="A <dot>")
    text = Path(tmp_path / "a film.html").read_text("utf-8")
    assert "<title>A &lt;dot&gt;</title>" in text and "function render(" in text
    assert set(re.findall(r'(?:src|href)="([^"]{5})', text)) == {"data:"}
    assert "import " not in text and "http" not in re.sub(r'"data:[^"]*"', "", text)


def test_save_rejects_closed_players(tmp_path):
    player = play.explore(dot, t=(1, 2), size=(2, 1))
    player.close()
    with pytest.raises(ValueError, match="needs one whose cell has not run again, got .*Player"):
        play.save(player, tmp_path / "closed.html")

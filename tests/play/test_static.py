"""The life without a kernel: which pictures are drawn ahead, and what the page is told of them."""

import html
import json
import re

import numpy as np
import pytest

from unrolled import play
from unrolled.pictures import style
from unrolled.play import static


def dot(ax, t=2, mark="o"):
    ax.plot([t], [t], mark)
    ax.set(xlim=(-1, 10), ylim=(-1, 10))
    style.describe(ax, f"{mark} at {t}")


def told(element):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', element)[1])


def texts(element):
    return [
        json.loads(html.unescape(each)) for each in re.findall(r'data-texts="([^"]*)"', element)
    ]


def test_a_film_has_all_its_frames_in_order():
    element = static.element(play.flipbook(dot, t=range(5)))
    film = told(element)
    assert film["pages"] == [0, 1, 2, 3, 4]
    assert [sentence for _, sentence in film["frames"]] == [f"o at {t}" for t in range(5)]
    assert texts(element) == [["0", "1", "2", "3", "4"]] and ">Play</button>" in element


def test_a_picture_that_comes_twice_is_kept_once():
    film = told(static.element(play.flipbook(lambda ax, t: dot(ax, t % 2), t=range(6))))
    assert film["pages"] == [0, 1, 0, 1, 0, 1] and len(film["frames"]) == 2


def test_an_explore_has_a_page_for_each_combination_the_last_control_fastest():
    element = static.element(play.explore(dot, t=(1, 3), mark=["o", "s"]))
    film = told(element)
    says = [film["frames"][page][1] for page in film["pages"]]
    assert says == [f"{mark} at {t}" for t in (1, 2, 3) for mark in ("o", "s")]
    assert "<option selected>o</option><option>s</option>" in element and "<button" not in element


def test_it_starts_where_the_player_starts():
    element = static.element(play.explore(dot, t=(0, 9)))
    assert 'value="2"' in element and 'alt="o at 2"' in element
    film = told(element)
    assert f'src="{film["frames"][2][0]}" alt="o at 2"' in element


@pytest.mark.parametrize(
    "counts", [(7,), (401,), (81, 61), (33, 33, 3), (101, 2, 101), (9, 9, 9, 9, 9)]
)
def test_a_grid_is_small_and_keeps_the_ends(counts):
    ranges = {f"p{k}": list(range(n)) for k, n in enumerate(counts)}
    start = {name: len(values) // 3 for name, values in ranges.items()}
    grid = static.coarse(ranges, start, 100)
    assert np.prod([len(values) for values in grid.values()]) <= 100
    for name, values in grid.items():
        assert start[name] in values and values == sorted(set(values))
        assert values[-1] == ranges[name][-1] and (values[0] == 0 or len(values) == 2)


def test_a_grid_is_even_where_it_can_be_and_words_stay():
    grid = static.coarse(
        {"rho": [k / 50 for k in range(81)], "text": list("abcdefgh")},
        {"rho": 0.8, "text": "a"},
        100,
    )
    assert len(set(np.diff(grid["rho"]).round(9))) == 1 and grid["text"] == list("abcdefgh")


def test_names_and_sentences_cannot_leave_their_place():
    def draw(ax, a="x"):
        style.describe(ax, '</script> "quoted" <b>')

    element = static.element(play.explore(draw, a=['<i>"x"</i>', "x"]))
    assert "<i>" not in element and "<b>" not in re.sub(r"<script.*?</script>", "", element)
    assert element.count("</script>") == 1
    assert told(element)["frames"][0][1] == '</script> "quoted" <b>'


def test_pictures_can_be_kept_in_a_folder(tmp_path):
    keep = static.into(tmp_path / "pictures")
    (tmp_path / "pictures").mkdir()
    element = static.element(play.flipbook(dot, t=range(3)), keep)
    files = [address for address, _ in told(element)["frames"]]
    assert len(set(files)) == 3 and all((tmp_path / file).stat().st_size > 100 for file in files)
    assert "data:" not in element


def test_a_saved_player_needs_no_other_file(tmp_path):
    play.save(play.flipbook(dot, t=range(3)), tmp_path / "a film.html", title="A <dot>")
    page = (tmp_path / "a film.html").read_text("utf-8")
    assert "<title>A &lt;dot&gt;</title>" in page
    assert set(re.findall(r'(?:src|href)="([^"]{5})', page)) == {"data:"}
    assert "enliven" in page and "http" not in re.sub(r'"data:[^"]*"', "", page)

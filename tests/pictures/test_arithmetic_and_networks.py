"""What notebooks 00 and 03 draw and read: picked elements, the diagrams of sequences, the movie."""

import itertools
import re

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

from pictures import EveryPicture, arrow_colors, texts
from refresh import NOTEBOOKS
from unrolled.pictures import arithmetic, diagram, style
from unrolled.tasks import movies

BATCH = np.random.default_rng(0).normal(size=(3, 4, 2))
MOVES = ["right", "down", "rest", "left", "up"]

PICTURES = {
    "vector to vector": lambda ax=None: diagram.vector_to_vector("photo", 7, ax),
    "encoder and decoder": lambda ax=None: diagram.encoder_decoder(
        ["seventy", "seven"], ["soixante", "dix"], ax=ax
    ),
    "encoder and decoder at work": lambda ax=None: diagram.encoder_decoder(
        ["a", "b"], ["c", "d"], (BATCH[0, :3], BATCH[1, :3]), ["<start>", "c"], 4, ax
    ),
    "element of a batch": lambda ax=None: arithmetic.picked(
        BATCH, (2, 3, 1), "itj", "x^{(2)}_{(3),1}", ax=ax
    ),
    "element of a table": lambda ax=None: arithmetic.picked(BATCH[0], (4, 2), "tj", ax=ax),
    "element of a vector": lambda ax=None: arithmetic.picked(BATCH[0, 0], [2], "j", ax=ax),
    "pixel of a frame": lambda ax=None: arithmetic.picked(
        movies.cross([])[0], (6, 9), ["j", "j'"], "x_{(1)}", ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    pass


# An element picked out


def test_every_element_can_be_picked():
    for place in np.ndindex(BATCH.shape):
        ax = arithmetic.picked(BATCH, [k + 1 for k in place], "itj")
        value = style.number(BATCH[place])
        assert ax.get_title() == value and ax.get_label().endswith(f"picked out: {value}.")
        assert {f"{name} = {k + 1}" for name, k in zip("itj", place)} <= set(texts(ax))
        plt.close(ax.figure)


def test_an_axis_may_count_from_zero():
    ax = arithmetic.picked(BATCH, (2, 0, 1), "itj", first=(1, 0, 1))
    assert ax.get_title() == style.number(BATCH[1, 0, 0]) and "t = 0" in texts(ax)


def test_the_frame_stands_around_the_picked_number():
    ax = arithmetic.picked(BATCH, (2, 3, 1), "itj")
    (frame,) = [
        patch for patch in ax.patches if to_hex(patch.get_edgecolor()) == style.VERMILION.lower()
    ]
    center = frame.get_xy() + np.array([frame.get_width(), frame.get_height()]) / 2
    nearest = min(ax.texts, key=lambda text: np.linalg.norm(text.get_position() - center))
    assert nearest.get_text() == style.number(BATCH[1, 2, 0])


def test_zeros_are_blank_unless_they_are_picked():
    frame = movies.cross([])[0]
    assert "0" not in texts(arithmetic.picked(frame, (2, 2), "jk"))
    assert (
        texts(arithmetic.picked(frame, (6, 9), "jk")).count("0") == 2
    )  # in the table and as the title


def test_picking_leaves_the_array_alone():
    before = BATCH.copy()
    arithmetic.picked(BATCH, (1, 1, 1), "itj")
    assert np.array_equal(before, BATCH)


# Diagrams


def test_vector_to_vector_has_no_arrow_that_comes_back():
    assert arrow_colors(diagram.vector_to_vector()) == [
        style.WEIGHT["W_xh"].lower(),
        style.WEIGHT["W_hy"].lower(),
    ]


@pytest.mark.parametrize("T_x, T_y", list(itertools.product([1, 2, 6], repeat=2)))
def test_encoder_and_decoder_share_nothing_but_one_black_arrow(T_x, T_y):
    ax = diagram.encoder_decoder(["a"] * T_x, ["b"] * T_y)
    assert arrow_colors(ax).count(to_hex(style.INK)) == 1
    shown = texts(ax)
    counts = [shown.count(rf"$\bar{{W}}_{{{name}}}$") for name in ("hh", "xh")]
    counts += [shown.count(rf"$W_{{{name}}}$") for name in ("hh", "xh", "hy")]
    assert counts == [T_x, T_x, T_y, T_y - 1, T_y]
    assert (shown.count("a"), shown.count("b")) == (
        T_x,
        2 * T_y - 1,
    )  # all but the last are read again


def led_back(ax):
    """Where the arrows end that lead an output back, column after column: at the upper left of a box of the lowest row."""
    grey = [
        arrow
        for arrow in ax.findobj(FancyArrowPatch)
        if to_hex(arrow.get_edgecolor()) == to_hex(style.PALE)
    ]
    ends = [
        arrow._posA_posB[1] for arrow in grey if arrow._posA_posB[0][1] > arrow._posA_posB[1][1]
    ]
    assert all(y == 0.3 for _, y in ends)
    return [round(x + 0.32, 6) for x, _ in ends]


@pytest.mark.parametrize(
    "fed, columns",
    [
        (None, [4, 5]),
        (["<start>", "c", "d"], [4, 5]),
        (["<start>", "x", "d"], [5]),
        (["<start>", "d", "c"], []),
    ],
)
def test_only_what_the_decoder_reads_of_its_own_is_led_back(fed, columns):
    ax = diagram.encoder_decoder(["a"], ["c", "d", "e"], fed=fed)
    assert led_back(ax) == columns
    assert texts(ax).count("$W_{xh}$") == (2 if fed is None else 3)


@pytest.mark.parametrize(
    "t, seen, says",
    [
        (0, "", "begins"),
        (2, "ab", r"the first reads \(b\)"),
        (3, "ab", "hands its state over"),
        (4, "abcs", r"the second writes \(c\)"),
        (5, "abccds", r"the second writes \(d\)"),
        (None, "abccds", "read again"),
    ],
)
def test_encoder_and_decoder_go_step_by_step(t, seen, says):
    ax = diagram.encoder_decoder(["a", "b"], ["c", "d"], fed=["s", "c"], t=t)
    assert sorted(text for text in texts(ax) if len(text) == 1) == list(seen)
    assert re.search(says, ax.get_label())


def test_what_has_the_same_name_has_the_same_colour():
    ax = diagram.encoder_decoder(["a"], ["b", "c"])
    assert set(arrow_colors(diagram.unrolled(["a"], y=["b"]))) < set(arrow_colors(ax))


# The map in notebook 00


def test_the_map_knows_every_notebook_and_its_minutes():
    start = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4)
    table = "\n".join(cell.source for cell in start.cells if "## 3 · The map" in cell.source)
    rows = dict(re.findall(r"^\| \[?(\d\d) .*?\| (\d+) \|", table, re.M))
    lessons = [
        (path.stem[:2], nbformat.read(path, 4).cells[0].source)
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    ]
    assert (
        rows | {number: re.search(r"(\d+) minutes", first)[1] for number, first in lessons} == rows
    )


# The movie


def test_the_cross_moves_as_it_is_told():
    frames = movies.cross(MOVES, rows=5, columns=7, start=(1, 2))
    assert frames.shape == (6, 5, 7)
    centers = [np.unravel_index(frame.argmax(), frame.shape) for frame in frames]
    assert centers == [(2, 3), (2, 4), (3, 4), (3, 4), (3, 3), (2, 3)]


def test_every_frame_shows_the_whole_cross():
    assert movies.cross(MOVES, start=(1, 1)).sum(axis=(1, 2)) == pytest.approx(3)
    assert movies.cross([], rows=3, columns=3)[0].tolist() == [
        [0, 0.5, 0],
        [0.5, 1, 0.5],
        [0, 0.5, 0],
    ]


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: arithmetic.picked(3.0, (), ""), "x needs one to three axes"),
        (
            lambda: arithmetic.picked(np.zeros((2, 2, 2, 2)), (1, 1, 1, 1), "bitj"),
            "x needs one to three axes",
        ),
        (lambda: arithmetic.picked(BATCH, (1, 1), "itj"), r"got \(3, 4, 2\), \(1, 1\)"),
        (lambda: arithmetic.picked(BATCH, (1, 1, 1), "tj"), "an index and a name"),
        (lambda: arithmetic.picked(np.zeros((2, 0)), (1, 1), "tj"), r"got \(2, 0\)"),
        (
            lambda: arithmetic.picked(BATCH, (0, 1, 1), "itj"),
            "i needs a whole number from 1 to 3, got 0",
        ),
        (
            lambda: arithmetic.picked(BATCH, (1, 1, 3), "itj"),
            "j needs a whole number from 1 to 2, got 3",
        ),
        (
            lambda: arithmetic.picked([1, np.nan], [1], "j"),
            r"x needs finite numbers, got nan at \[1\]",
        ),
        (lambda: diagram.vector_to_vector([np.inf]), r"value needs finite numbers"),
        (
            lambda: diagram.encoder_decoder([], ["b"]),
            "number of inputs needs a whole number from 1 to 6, got 0",
        ),
        (
            lambda: diagram.encoder_decoder(["a"], ["b"] * 8),
            "number of outputs needs a whole number from 1 to 7, got 8",
        ),
        (
            lambda: diagram.encoder_decoder(["a"], ["b"], t=4),
            "t needs a whole number from 0 to 3, got 4",
        ),
        (lambda: diagram.encoder_decoder(["a"], ["b"], fed=[]), "fed needs 1 entries, got 0"),
        (
            lambda: diagram.encoder_decoder(["a"], ["b"], ([0, 0], [0])),
            "h of the second network needs 2 entries, got 1",
        ),
        (lambda: diagram.encoder_decoder(["a"], ["b"], [0]), "h needs 2 entries, got 1"),
        (
            lambda: movies.cross(["right", "north"]),
            "moves needs any of left, right, up, down, rest, got 'north'",
        ),
        (lambda: movies.cross(["up"]), "stay in the grid of 6 x 9, got to row -1, column 0"),
        (lambda: movies.cross([], rows=2), "rows needs a whole number from 3 up, got 2"),
        (lambda: movies.cross([], start=(0, 7)), "got to row 0, column 7"),
    ],
)
def test_bad_input_is_refused_by_name(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


# The frozen arrays of notebook 00


def test_the_frozen_arrays_are_what_torch_gives():
    torch = pytest.importorskip("torch")
    frozen = {"np": np}
    for cell in nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4).cells:
        if cell.source.startswith(("weight_ih_l0 =", "output =")):
            exec(cell.source, frozen)
    rnn, linear = (
        torch.nn.RNN(2, 2, batch_first=True, dtype=torch.float64),
        torch.nn.Linear(2, 1, dtype=torch.float64),
    )
    rnn.load_state_dict({name: torch.tensor(frozen[name]) for name in rnn.state_dict()})
    linear.load_state_dict(
        {name: torch.tensor(frozen[f"linear_{name}"]) for name in linear.state_dict()}
    )
    x = torch.tensor(frozen["x_ref"])
    output, h_n = rnn(x)
    for found, name in [(output, "output"), (h_n, "h_n"), (linear(output), "linear_output")]:
        assert found.detach().numpy().round(4) == pytest.approx(frozen[name], abs=1e-9)
    rnn.batch_first = False  # as it is by default: time is the first axis, in and out
    assert torch.allclose(rnn(x.transpose(0, 1))[0], output.transpose(0, 1))

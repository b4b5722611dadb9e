"""Unroll animation: first and last frame equal the diagrams, and motion is continuous."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch

from pictures import arrow_colors, texts
from unrolled.pictures import diagram, style, unroll_animation
from unrolled.pictures.graph import Node

WORDS = ["Time", "flows", "forward"]
H = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))
Y = [0.5, -0.25, 1]
pytestmark = pytest.mark.usefixtures("look")


def at(s, ax=None):
    return unroll_animation.frame(WORDS, H, Y, s, ax)


def test_first_frame_is_the_loop_and_last_frame_is_unrolled():
    assert sorted(texts(at(0))) == sorted(texts(diagram.loop()))
    assert arrow_colors(at(0)) == arrow_colors(diagram.loop())
    assert set(arrow_colors(at(2.4))) <= {color.lower() for color in style.WEIGHT.values()}
    assert sorted(texts(at(3))) == sorted(texts(diagram.unrolled(WORDS, H, Y)))
    assert sorted(arrow_colors(at(3))) == sorted(arrow_colors(diagram.unrolled(WORDS, H, Y)))


def nodes_at(s, monkeypatch):
    seen = {}

    def draw(nodes, arrows, sentence, ax, room):
        seen.update({node.symbol: node for node in nodes if node.symbol})

    monkeypatch.setattr(unroll_animation, "draw", draw)
    at(s)
    return seen


def test_motion_is_continuous(monkeypatch):
    times = np.linspace(0, 3, 91)
    frames = [nodes_at(s, monkeypatch) for s in times]
    moves = [
        np.hypot(b[name].column - a[name].column, b[name].row - a[name].row)
        for a, b in zip(frames, frames[1:])
        for name in a.keys() & b.keys()
    ]
    assert max(moves) < 0.2 and len(moves) > 300
    bars = [node["h_(2)"].value for node in frames if "h_(2)" in node]
    assert max(np.abs(np.diff(bars, axis=0)).max(axis=1)) < 0.5


def test_state_moves_before_it_changes_and_output_appears_last(monkeypatch):
    early, late = nodes_at(1.59, monkeypatch), nodes_at(1.99, monkeypatch)
    assert np.allclose(early["h_(2)"].value, H[1]) and np.allclose(late["h_(2)"].value, H[2])
    assert early["y_(2)"].value is None and late["y_(2)"].value == Y[1]
    for s in np.linspace(0, 2.99, 40):
        shown = [node for node in nodes_at(s, monkeypatch).values() if isinstance(node, Node)]
        assert Y[2] not in [node.value for node in shown if node.kind == "y"] or s > 2.7


def test_current_step_is_yellow_in_every_frame_but_the_first():
    lit = [at(s).findobj(FancyBboxPatch) for s in (0, 0.5, 1, 2.2, 3)]
    counts = [sum(to_hex(box.get_facecolor()) == style.LIT.lower() for box in b) for b in lit]
    assert counts[0] == 0 and all(counts[1:])

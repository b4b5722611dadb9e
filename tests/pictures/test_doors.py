"""Bad input of all pictures: a ValueError that names the argument, what it got and needs."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from unrolled.pictures import (
    architectures,
    arithmetic,
    diagram,
    images,
    learning,
    phase,
    plot,
    predictions,
    unroll_animation,
)

WORDS, H = ["Time", "flows", "forward"], np.ones((4, 5))
GRAY, X, Y = np.ones((6, 8, 8)), np.ones((3, 4, 2)), [1.0, 2, 3]
UNROLLED = dict(x=WORDS, h=H, y=Y)
BACKWARD = dict(x=WORDS, d_h=H, copies=np.ones(3), loss=1.5)
TWO = dict(x=["a"], y=["b"], h=([0, 1], [0, 1]))
ELEMENT = dict(x=X, index=(1, 1, 1), names="itj")
SCATTER = dict(xy=H[:, :2], labels=[0, 1, 2, 0])
LANDSCAPE = dict(loss=H, w_1=np.arange(5), w_2=np.arange(4))
BARS = dict(values=np.ones(5))
CURVES = dict(loss=[0.5, 0.4], held_out=[0.5, 0.4])
P = dict(p=[0.5, 0.5], names="ab")
SHARES = dict(p=[[0.5, 0.3, 0.2]] * 2, read="abc", written="de")
# (call, arguments that fit, the one that does not, what is wrong with it, the message)
TABLE = [
    (diagram.unrolled, UNROLLED, "h", H[:3], "h needs 4 entries, got 3"),
    (diagram.unrolled, UNROLLED, "y", [1], "y needs 3 entries, got 1"),
    (diagram.unrolled, UNROLLED, "y", [1, np.nan, 2], "value needs finite numbers, got nan"),
    (diagram.unrolled, UNROLLED, "t", 4, "t needs a whole number from 0 to 3, got 4"),
    *((f, arguments, "x", ["a"] * n, f"x needs 1 to 12 entries, got {n}")
      for n in (0, 13) for f, arguments in [
          (diagram.unrolled, UNROLLED), (architectures.backward, BACKWARD),
          (diagram.with_head, dict(y="good")),
          (unroll_animation.frame, UNROLLED | dict(s=0))]),
    (diagram.encoder_decoder, TWO, "x", [], "x needs 1 to 6 entries, got 0"),
    (diagram.encoder_decoder, TWO, "y", ["b"] * 8, "y needs 1 to 7 entries, got 8"),
    (diagram.encoder_decoder, TWO, "t", 4, "t needs a whole number from 0 to 3, got 4"),
    (diagram.encoder_decoder, TWO, "h", [0], "h needs 2 entries, got 1"),
    (diagram.encoder_decoder, TWO, "h", ([0], [0, 0]), "h of the encoder needs 2 entries"),
    (diagram.encoder_decoder, TWO, "h", ([0, 0], [0]), "h of the decoder needs 2 entries"),
    (diagram.rounds, {}, "T", 1, "T needs a whole number from 2 to 12, got 1"),
    (diagram.rounds, dict(T=8), "done", 4, "done needs a whole number from 0 to 3, got 4"),
    (architectures.direct, dict(x=WORDS), "t", 0, "t needs a whole number from 1 to 3, got 0"),
    (architectures.feedforward, dict(layers=2), "values", [6, 1], "values needs 3 entries, got 2"),
    (architectures.feedforward, {}, "layers", 2.5, "layers needs a whole number from 1 to 12"),
    (architectures.backward, BACKWARD, "d_h", H[1:], r"d_h needs shape \(4, n_h\), got \(3, 5\)"),
    (architectures.backward, BACKWARD, "d_h", H * np.nan, "d_h needs finite numbers, got nan"),
    (architectures.backward, BACKWARD, "copies", H, r"copies needs shape \(3\), got \(4, 5\)"),
    (architectures.backward, BACKWARD, "loss", np.nan, "loss needs finite numbers, got nan"),
    (architectures.backward, BACKWARD, "t", 5, "t needs a whole number from 0 to 4, got 5"),
    (unroll_animation.frame, UNROLLED, "s", 3.1, "s needs a number from 0 to 3, got 3.1"),
    (unroll_animation.frame, UNROLLED, "s", np.nan, "s needs finite numbers, got nan"),
    (unroll_animation.frame, UNROLLED | dict(s=0), "h", H[1:], "h needs 4 entries, got 3"),
    (unroll_animation.frame, UNROLLED | dict(s=0), "y", [1], "y needs 3 entries, got 1"),
    *((arithmetic.element, ELEMENT | dict(index=index, names=names), "x", x,
       rf"x needs one to three axes, each with an index and a name, got {re.escape(got)}")
      for x, index, names, got in [
          (3.0, (), "", "()"), (np.zeros((2, 2, 2, 2)), (1, 1, 1, 1), "bitj", "(2, 2, 2, 2)"),
          (X, (1, 1), "itj", "(3, 4, 2), (1, 1)"), (X, (1, 1, 1), "tj", "(3, 4, 2)"),
          (np.zeros((2, 0)), (1, 1), "tj", "(2, 0)")]),
    (arithmetic.element, ELEMENT, "index", (0, 1, 1), "i needs a whole number from 1 to 3, got 0"),
    (arithmetic.element, ELEMENT, "index", (1, 1, 3), "j needs a whole number from 1 to 2, got 3"),
    (arithmetic.element, ELEMENT, "x", X + np.nan, "x needs finite numbers, got nan at"),
    (arithmetic.equation, {}, "rows", [], "rows needs 1 to 12 entries, got 0"),
    (arithmetic.equation, {}, "rows", [["tanh"]], r"row 1 needs to end in a \(name, array\) pair"),
    (arithmetic.equation, dict(rows=[[("a", 1)]]), "lit", 1, "lit needs a whole number from 0"),
    (images.show, {}, "arrays", GRAY[0], r"arrays needs shape \(n, height, width\), got \(8, 8\)"),
    (images.show, {}, "arrays", np.ones((1, 2, 2, 2)), r"arrays needs shape \(n, height, width, 3"),
    (images.show, {}, "arrays", GRAY[:0], "arrays needs at least one image, got none"),
    (images.show, {}, "arrays", GRAY * np.nan, "arrays needs finite numbers, got nan"),
    (images.show, dict(arrays=GRAY), "titles", ["a"], "titles needs 6 entries, got 1"),
    (images.show, dict(arrays=GRAY), "rows", "ab", "rows needs 1 entries, got 2"),
    (images.show, dict(arrays=GRAY), "columns", 0, "columns needs a whole number from 1 up, got 0"),
    (learning.landscape, LANDSCAPE, "loss", H.T, r"loss needs shape \(4, 5\), got \(5, 4\)"),
    (learning.landscape, LANDSCAPE, "loss", H * np.nan, "loss needs finite numbers, got nan"),
    (learning.landscape, LANDSCAPE, "w_1", H, r"w_1 needs shape \(n_1\), got \(4, 5\)"),
    (learning.landscape, LANDSCAPE, "path", [1, 2], r"path needs shape \(S\+1, 2\), got \(2,\)"),
    (learning.landscape, LANDSCAPE, "path", H[:0, :2], "the number of weights on the path needs"),
    (learning.landscape, LANDSCAPE, "names", ["a"], "names needs 2 entries, got 1"),
    (learning.contributions, {}, "values", H, r"values needs shape \(T\), got \(4, 5\)"),
    (learning.contributions, {}, "values", [], "the number of values needs .* from 1 up, got 0"),
    (learning.contributions, {}, "values", [0, np.nan], r"values needs finite .* nan at \[1\]"),
    (learning.contributions, BARS, "kept", 6, "kept needs a whole number from 0 to 5, got 6"),
    (learning.contributions, BARS, "differences", [1], r"differences needs shape \(6\), got"),
    (learning.curves, {}, "loss", [], "the number of epochs needs a whole number from 1 up, got 0"),
    (learning.curves, CURVES, "loss", [0.5, np.nan], r"loss needs finite numbers, got nan at"),
    (learning.curves, CURVES, "held_out", [0.5], r"held_out needs shape \(2\), got \(1,\)"),
    (learning.curves, CURVES, "chance", np.inf, "chance needs finite numbers, got inf"),
    (phase.fixed_points, dict(others=H[:, :2]), "attract", H, r"attract needs shape \(K, 2\), got"),
    (phase.spectrum, {}, "eigenvalues", H, r"eigenvalues needs shape \(n_h\), got \(4, 5\)"),
    (phase.flow, dict(h=H[:, :2]), "h_next", [1, 2], r"h_next needs shape \(4, 2\), got \(2,\)"),
    (plot.heatmap, {}, "h", H[0], r"h needs shape \(T\+1, n_h\), got \(5,\)"),
    (plot.heatmap, dict(h=H), "t", 9, "t needs a whole number from 0 to 3, got 9"),
    (plot.heatmap, dict(h=H), "words", ["a"], "words needs 3 entries, got 1"),
    (plot.shares, SHARES, "p", P["p"], r"p needs shape \(T, S\), got \(2,\)"),
    *((plot.shares, SHARES, "p", bad, "p needs shares from 0 to 1, got")
      for bad in [[[1.1, 0, 0]] * 2, [[-0.1, 1, 0]] * 2, np.ones((0, 3)), np.ones((2, 0))]),
    (plot.shares, SHARES, "p", [[np.nan, 0, 1]] * 2, "p needs finite numbers, got nan"),
    (plot.shares, SHARES, "read", "ab", "read needs 3 entries, got"),
    (plot.shares, SHARES, "written", ["a"], "written needs 2 entries, got 1"),
    (plot.shares, SHARES, "t", 3, "t needs a whole number from 0 to 2, got 3"),
    (plot.scatter, SCATTER, "xy", [1, 2], r"xy needs shape \(N, 2\), got \(2,\)"),
    (plot.scatter, dict(labels=[]), "xy", H[:0, :2], "labels needs .* a point"),
    (plot.scatter, SCATTER, "labels", [0], r"labels needs shape \(4\), got \(1,\)"),
    *((plot.scatter, SCATTER, "labels", bad, "labels needs a whole number from 0 to 99")
      for bad in [[0, 1, 2, -1], [0, 1, 2, 0.5]]),
    (plot.scatter, SCATTER, "names", "ab", "names needs 3 entries, got 2"),
    (predictions.probabilities, P, "names", "abc", "names needs 2 entries, got 3"),
    (predictions.probabilities, P, "marked", 2, "marked needs a whole number from 0 to 1, got 2"),
    *((predictions.probabilities, P, "p", bad, "p needs probabilities from 0 to 1, got")
      for bad in [[0, 1.1], [0.5, -0.5], []]),
    (predictions.generated_text, dict(text="abc"), "seed", "b", "seed needs to be how .* got 'b'"),
    (predictions.generated_text, dict(text="a"), "width", 1, "width needs a whole number from 2"),
    (predictions.generated_text, dict(text="a"), "rows", 0, "rows needs a whole number from 1"),
]  # fmt: skip
# The same, for functions of any number of arrays: (call, arrays, options, message)
ARRAYS = [
    (plot.series, [], {}, r"series needs at least one array \(T\), got none"),
    (plot.series, [[1, np.inf]], {}, r"series 1 needs finite numbers, got inf at \[1\]"),
    (plot.series, [[1, 2]], dict(t=3), "t needs a whole number from 1 to 2, got 3"),
    (plot.series, [H[:, 0]], dict(words=WORDS), "words needs 4 entries, got 3"),
    (plot.series, [H[:, 0]], dict(first=0, words="abcd"), "words needs 3 entries, got 4"),
    (phase.trajectory, [], {}, r"trajectory needs at least one path \(T\+1, 2\), got none"),
    (phase.trajectory, [H[:, :2], H], {}, r"path 2 needs shape \(T\+1, 2\), got \(4, 5\)"),
    (phase.trajectory, [H[:, :2]], dict(names="ab"), "names needs 1 entries, got 2"),
    (phase.trajectory, [H[:, :2]], dict(words=["a"]), "words of path 1 needs 3 entries, got 1"),
    (phase.trajectory, [H[:, :2]], dict(t=-1), "t needs a number from 0 up, got -1"),
    (phase.trajectory, [H[:, :2]], dict(t=[1, 2]), r"t needs shape \(\), got \(2,\)"),
]
pytestmark = pytest.mark.usefixtures("look")


def test_bad_input_of_pictures_is_rejected_by_name():
    calls = [(f, [], arguments | {name: bad}, needs) for f, arguments, name, bad, needs in TABLE]
    for f, arrays, arguments, message in calls + ARRAYS:
        with pytest.raises(ValueError) as error:
            f(*arrays, **arguments)
        plt.close("all")
        assert re.match(message, str(error.value)), (f, str(error.value))

"""The page on frameworks: its tables are what the real ones give, and its check finds faults."""

import re
import tomllib

import numpy as np
import pytest
from numpy.testing import assert_allclose

import framework_tables as tables
from test_rnn import random_weights
from unrolled.cells import GRU, ResetFirstGRU
from unrolled.frameworks import load, store
from unrolled.rnn import step

NUMBER = r"-?\b\d+(?:\.\d+)?(?:e[+-]\d+)?\b"


@pytest.mark.filterwarnings("ignore")  # those of the frameworks
@pytest.mark.parametrize("name", [each for each in tables.TABLES if each != "versions"])
def test_table_is_reproduced_by_the_frameworks(name):
    if name != "formulas":
        for module in "torch keras jax flax equinox haiku onnx onnxruntime".split():
            pytest.importorskip(module)
    stored, found = tables.on_page(name), tables.markdown(tables.TABLES[name]())
    assert re.sub(NUMBER, "#", found) == re.sub(NUMBER, "#", stored)
    numbers = [np.array(re.findall(NUMBER, text), float) for text in (found, stored)]
    assert_allclose(*numbers, rtol=0.02, atol=0.05 if name == "start" else 5e-6)


def test_page_states_a_version_for_each_package_of_the_extras():
    project = tomllib.loads((tables.PAGE.parents[1] / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    extras = project["optional-dependencies"]
    needed = [re.match(r"[\w-]+", each)[0] for each in extras["oracle"] + extras["frameworks"]]
    rows = re.findall(r"^\| ([\w-]+) \| \d", tables.on_page("versions"), re.M)
    assert sorted(rows) == sorted(needed) == sorted(tables.PACKAGES)


def test_table_of_formulas_has_every_layer():
    table = tables.on_page("formulas")
    assert [name for name in tables.LAYERS if f"`{name}`" not in table] == []


# ---- The ten lines


def plain_gru(arrays, x, h=None):
    """PyTorch's GRU in NumPy, with the names of PyTorch: the outputs (B, T, n_h)."""
    W_i, W_h, b_i, b_h = (np.split(v, 3) for v in arrays.values())
    h, outputs = np.zeros((len(x), len(b_i[0]))) if h is None else h, []
    for x_t in x.swapaxes(0, 1):
        a_i, a_h = ([v @ W.T + b for W, b in zip(*each)] for v, each in
                    ((x_t, (W_i, b_i)), (h, (W_h, b_h))))  # fmt: skip
        r, z = (1 / (1 + np.exp(-(one + other))) for one, other in zip(a_i[:2], a_h))
        h = (1 - z) * np.tanh(a_i[2] + r * a_h[2]) + z * h
        outputs.append(h)
    return np.stack(outputs, 1)


def differences(weights, arrays, layer=plain_gru, read_padding=False):
    """What the check on the page finds between weights and a layer of plain arrays."""
    check = tables.code_on_page(blocks=1)["check"]

    def run(x, lengths=None):
        y = layer(arrays, x)
        for b, length in enumerate(lengths or []):
            y[b, length:] = 0
            y[b, length - 1] = layer(arrays, x)[b, -1 if read_padding else length - 1]
        return y

    def loss(changed, x, lengths):
        return (layer(changed, x)[range(len(x)), np.array(lengths) - 1] ** 2).sum() / 2

    def descend(x, lengths):
        new = {name: v.copy() for name, v in arrays.items()}
        for name, v in arrays.items():
            for k in np.ndindex(v.shape):
                ends = []
                for nudge in (1e-6, -1e-6):
                    changed = {n: a.copy() for n, a in arrays.items()}
                    changed[name][k] += nudge
                    ends.append(loss(changed, x, lengths))
                new[name][k] -= (ends[0] - ends[1]) / 2e-6
        return load(new, like="torch.nn.GRU")

    return check(weights, run, descend)


@pytest.fixture
def weights():
    return random_weights(np.random.default_rng(0), 2, 3, 0, GRU)


TWICE = {"b_r", "b_z"}  # PyTorch has two of them


def test_check_passes_for_a_correct_conversion(weights):
    found = differences(weights, store(weights, "torch.nn.GRU")[0])
    assert {name for name, value in found.items() if value > 1e-8} == TWICE


def test_check_finds_wrong_blocks_transposed_matrices_and_lost_biases(weights):
    arrays, _ = store(weights, "torch.nn.GRU")
    order = {name: np.roll(v, 3, axis=0) for name, v in arrays.items()}
    blocks = [W.T for W in np.split(arrays["weight_hh_l0"], 3)]
    transposed = arrays | {"weight_hh_l0": np.concatenate(blocks)}
    signs = np.repeat([1, -1, 1], 3)  # σ(-a) = 1 - σ(a)
    side = {name: (v.T * signs).T for name, v in arrays.items()}
    lost = arrays | {"bias_hh_l0": 0 * arrays["bias_hh_l0"]}
    for wrong in order, side, lost:
        assert differences(weights, wrong)["one step"] > 1e-3
    found = differences(weights, transposed)
    assert found["one step"] < 1e-12 and found["one sequence"] > 1e-3


def test_check_finds_padding_that_is_read(weights):
    found = differences(weights, store(weights, "torch.nn.GRU")[0], read_padding=True)
    assert found["padded batch"] > 1e-3 > found["one sequence"]


def test_one_step_from_zero_does_not_depend_on_the_reset():
    rng = np.random.default_rng(0)
    shapes = [v.shape for v in ResetFirstGRU.random(2, 3, 1, rng=rng)]
    first = ResetFirstGRU(*[rng.normal(size=shape) for shape in shapes])
    after = GRU(**first._asdict(), b_hh=np.zeros(3))
    x, zeros, h = rng.normal(size=2), np.zeros(3), rng.normal(size=3)
    assert_allclose(step(first, x, zeros), step(after, x, zeros), rtol=1e-12)
    assert np.abs(step(first, x, h) - step(after, x, h)).max() > 1e-2


@pytest.mark.parametrize("kind", ["RNN", "GRU"])
def test_check_of_torch_finds_only_the_second_biases(kind):
    pytest.importorskip("torch")
    found = tables.code_on_page(kind)["found"]
    wrong = {name for name, value in found.items() if value > 1e-12}
    assert wrong == (TWICE if kind == "GRU" else {"b_h"})

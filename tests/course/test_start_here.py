"""Notebook 00: its map lists every notebook, and PyTorch and Keras reproduce its arrays."""

import re

import nbformat
import numpy as np
import pytest

from execute_notebooks import NOTEBOOKS

START = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4).cells


def stored(*beginnings):
    """The arrays defined in the cells that begin like this."""
    names = {"np": np}
    for cell in START:
        if cell.source.startswith(beginnings):
            exec(cell.source, names)
    return names


def test_map_lists_every_notebook_and_its_minutes():
    table = "\n".join(cell.source for cell in START if "## 3 · The map" in cell.source)
    rows = dict(re.findall(r"^\| \[?(\d\d) .*?\| (\d+) \|", table, re.M))
    titles = {p.stem[:2]: nbformat.read(p, 4).cells[0].source for p in NOTEBOOKS.glob("*.ipynb")}
    assert rows == {k: re.search(r"(\d+) minutes", title)[1] for k, title in titles.items()}


def test_torch_reproduces_the_stored_arrays():
    torch = pytest.importorskip("torch")
    arrays = stored("weight_ih_l0 =", "output =")
    rnn = torch.nn.RNN(2, 2, batch_first=True, dtype=torch.float64)
    linear = torch.nn.Linear(2, 1, dtype=torch.float64)
    for module, prefix in (rnn, ""), (linear, "linear_"):
        state = {name: torch.tensor(arrays[prefix + name]) for name in module.state_dict()}
        module.load_state_dict(state)
    x = torch.tensor(arrays["x_ref"])
    output, h_n = rnn(x)
    for found, name in [(output, "output"), (h_n, "h_n"), (linear(output), "linear_output")]:
        assert found.detach().numpy().round(4) == pytest.approx(arrays[name], abs=1e-9)
    rnn.batch_first = False  # the default: time is the first axis
    assert torch.allclose(rnn(x.transpose(0, 1))[0], output.transpose(0, 1))


def test_keras_reproduces_the_stored_arrays():
    keras = pytest.importorskip("keras")
    arrays = stored("weight_ih_l0 =", "kernel, recurrent_kernel =")
    x, dense = arrays["x_ref"], keras.layers.Dense(1, dtype="float64")
    rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
    rnn.build(x.shape)
    dense.build((2, 2))
    rnn.set_weights([arrays[name] for name in ("kernel", "recurrent_kernel", "bias")])
    dense.set_weights([arrays["linear_weight"].T, arrays["linear_bias"]])
    states = keras.ops.convert_to_numpy(rnn(x))
    outputs = keras.ops.convert_to_numpy(dense(states[:, -1]))
    assert states.round(4) == pytest.approx(arrays["keras_states"], abs=1e-9)
    assert outputs.round(4) == pytest.approx(arrays["keras_dense"], abs=1e-9)

"""Notebook 00: its map knows every notebook, and its frozen arrays are what torch gives."""

import re

import nbformat
import numpy as np
import pytest

from execute_notebooks import NOTEBOOKS


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


def test_the_frozen_arrays_are_what_keras_gives():
    keras = pytest.importorskip("keras")
    frozen = {"np": np}
    for cell in nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4).cells:
        if cell.source.startswith(("weight_ih_l0 =", "kernel, recurrent_kernel =")):
            exec(cell.source, frozen)
    x, dense = frozen["x_ref"], keras.layers.Dense(1, dtype="float64")
    rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
    rnn.build(x.shape)
    dense.build((2, 2))
    rnn.set_weights([frozen[name] for name in ("kernel", "recurrent_kernel", "bias")])
    dense.set_weights([frozen["linear_weight"].T, frozen["linear_bias"]])
    states = keras.ops.convert_to_numpy(rnn(x))
    outputs = keras.ops.convert_to_numpy(dense(states[:, -1]))
    assert states.round(4) == pytest.approx(frozen["keras_states"], abs=1e-9)
    assert outputs.round(4) == pytest.approx(frozen["keras_dense"], abs=1e-9)

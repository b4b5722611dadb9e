"""The benchmark of a training step, where PyTorch and JAX are installed: all do the same."""

import runpy
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("jax")
BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks/training_step.py"


@pytest.mark.parametrize("cell", ["RNN", "GRU", "LSTM"])
def test_all_have_the_same_gradient_and_the_same_weights_after_a_step(cell):
    benchmark = runpy.run_path(str(BENCHMARK))
    steps = benchmark["steps_of"](3, 4, 5, threads=1, cell=cell)  # raises where they differ
    assert {"ours", "torch", "jax"} <= set(steps)

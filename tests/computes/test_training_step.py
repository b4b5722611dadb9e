"""Benchmark of a training step: all contenders compute the same gradient and weights."""

import runpy
from pathlib import Path

import pytest
from numpy.testing import assert_allclose

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks/training_step.py"


@pytest.mark.parametrize("cell", ["RNN", "GRU", "LSTM"])
def test_contenders_agree_on_gradient_and_weights_after_ten_steps(cell):
    pytest.importorskip("torch")
    pytest.importorskip("jax")
    benchmark = runpy.run_path(str(BENCHMARK))
    given = benchmark["problem"](cell, 3, 4, 5)
    found = {name: each(*given) for name, each in benchmark["contenders"](given[0]).items()}
    for gradient, steps in found.values():
        for ours, theirs in zip(found["ours"][0], gradient, strict=True):
            assert_allclose(theirs, ours, rtol=1e-7, atol=1e-10)
        for ours, theirs in zip(found["ours"][1](10), steps(10), strict=True):
            assert_allclose(theirs, ours, rtol=1e-7, atol=1e-8)

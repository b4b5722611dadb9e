"""GRU and LSTM against torch.nn.GRU and torch.nn.LSTM, where PyTorch is installed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from unrolled.gates import GRU, LSTM, backward, readout, split, unroll
from unrolled.torch_layout import load_torch, store_torch

torch = pytest.importorskip("torch")
TORCH = {GRU: torch.nn.GRU, LSTM: torch.nn.LSTM}


def of_torch(kind, n_x, n_h, n_y):
    cell = TORCH[kind](n_x, n_h, batch_first=True, dtype=torch.float64)
    return cell, torch.nn.Linear(n_h, n_y, dtype=torch.float64)


def assert_same(ours, theirs):
    assert_allclose(ours, np.asarray(theirs), rtol=1e-10, atol=1e-10)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from([GRU, LSTM]),
    batch=st.sampled_from([(), (1,), (4,)]),
    T=st.integers(1, 12),
    n_x=st.integers(1, 5),
    n_h=st.integers(1, 8),
    n_y=st.integers(1, 4),
    seed=st.integers(0, 999),
)
def test_states_outputs_and_gradients_are_those_of_torch(kind, batch, T, n_x, n_h, n_y, seed):
    torch.manual_seed(seed)
    cell, linear = of_torch(kind, n_x, n_h, n_y)
    x = torch.randn(*batch, T, n_x, dtype=torch.float64)
    later = cell(x)[0]
    y = linear(later)
    (y.square().sum() + later.sin().sum()).backward()

    ours = load_torch(kind, cell.state_dict(), linear.state_dict())
    states = unroll(ours, x)
    h = states[..., 1:, -n_h:]
    assert_same(h, later.detach())
    assert_same(readout(ours, states[..., 1:, :]), y.detach())
    d_state = np.zeros(states.shape)
    d_state[..., 1:, -n_h:] = np.cos(h)
    gradient = backward(ours, x, states, 2 * y.detach(), d_state)
    by_torch = load_torch(
        kind,
        {name: parameter.grad for name, parameter in cell.named_parameters()},
        {name: parameter.grad for name, parameter in linear.named_parameters()},
    )
    for name, mine, theirs in zip(kind._fields, gradient, by_torch):
        # The gradients by two biases that do the same are the same, and loading adds them.
        twice = name[0] == "b" and not (name in ("b_y", "b_hh") or (kind is GRU and name == "b_h"))
        assert_same(mine * 2 if twice else mine, theirs)


def test_what_an_lstm_keeps_is_the_c_of_torch():
    cell, linear = of_torch(LSTM, 2, 3, 1)
    x = torch.randn(4, 5, 2, dtype=torch.float64)
    c, h = split(unroll(load_torch(LSTM, cell.state_dict(), linear.state_dict()), x))
    _, (h_n, c_n) = cell(x)
    assert_same(c[:, -1], c_n[0].detach())
    assert_same(h[:, -1], h_n[0].detach())


@pytest.mark.parametrize("kind", [GRU, LSTM])
def test_what_is_stored_is_loaded_by_torch_and_by_us(kind):
    ours = kind.random(2, 3, 1, rng=np.random.default_rng(0))
    stored = store_torch(ours)
    for mine, loaded in zip(ours, load_torch(kind, *stored)):
        assert_same(mine, loaded)
    theirs = of_torch(kind, 2, 3, 1)
    for module, arrays in zip(theirs, stored):
        module.load_state_dict({name: torch.tensor(a) for name, a in arrays.items()})
    x = torch.randn(4, 5, 2, dtype=torch.float64)
    assert_same(unroll(ours, x)[:, 1:, -3:], theirs[0](x)[0].detach())


def test_what_cannot_be_loaded_is_named():
    cell, linear = store_torch(GRU.random(2, 3, 1, rng=np.random.default_rng(0)))
    with pytest.raises(ValueError, match="kind needs GRU or LSTM, got <class 'tuple'>"):
        load_torch(tuple, cell, linear)
    with pytest.raises(ValueError, match="weight is missing, got bias"):
        load_torch(GRU, cell, {"bias": [0]})
    with pytest.raises(ValueError, match="weight_ih_l0 needs as many rows for each of 4 gates"):
        load_torch(LSTM, cell, linear)
    with pytest.raises(ValueError, match="kind needs GRU or LSTM"):
        store_torch((1, 2))

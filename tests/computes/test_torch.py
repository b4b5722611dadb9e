"""PyTorch, where installed: same states, gradients, losses and Adam steps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from unrolled.frameworks import load
from unrolled.losses import cross_entropy, squared_error
from unrolled.optimizer import adam
from unrolled.rnn import GRU, LSTM, Weights, backward, backward_by_step, readout, unroll

torch = pytest.importorskip("torch")
TORCH = {Weights: torch.nn.RNN, GRU: torch.nn.GRU, LSTM: torch.nn.LSTM}


def of_torch(kind, n_x, n_h, n_y):
    cell = TORCH[kind](n_x, n_h, batch_first=True, dtype=torch.float64)
    return cell, torch.nn.Linear(n_h, n_y, dtype=torch.float64)


def assert_same(ours, theirs):
    theirs = theirs.detach() if isinstance(theirs, torch.Tensor) else theirs
    assert_allclose(ours, np.asarray(theirs), rtol=1e-10, atol=1e-10, strict=True)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from(list(TORCH)),
    batch=st.sampled_from([(), (1,), (4,)]),
    T=st.integers(1, 12),
    n_x=st.integers(1, 5),
    n_h=st.integers(1, 8),
    n_y=st.integers(1, 4),
    seed=st.integers(0, 999),
)
def test_states_outputs_and_gradients_equal_those_of_torch(kind, batch, T, n_x, n_h, n_y, seed):
    torch.manual_seed(seed)
    modules = cell, linear = of_torch(kind, n_x, n_h, n_y)
    x = torch.randn(*batch, T, n_x, dtype=torch.float64, requires_grad=True)
    # An axis for layers; PyTorch's state of an LSTM is h and c.
    start = [torch.randn(1, *batch, n_h, dtype=torch.float64, requires_grad=True) for _ in "hc"]
    later, last = cell(x, tuple(start) if kind is LSTM else start[0])
    y = linear(later)
    (y.square().sum() + later.sin().sum()).backward()

    ours = load(*modules)
    first = [v[0] for v in (start[::-1] if kind is LSTM else start[:1])]
    h = unroll(ours, x.detach(), torch.cat(first, -1).detach())
    shown = h[..., 1:, -n_h:]
    assert_same(shown, later)
    assert_same(readout(ours, h[..., 1:, :]), y)
    if kind is LSTM:
        assert_same(h[..., -1, :n_h], last[1][0])
    d_h = np.zeros(h.shape)
    d_h[..., 1:, -n_h:] = np.cos(shown)
    loss = x.detach(), h, 2 * y.detach(), d_h
    named = [{k: p.grad for k, p in module.named_parameters()} for module in modules]
    for name, mine, theirs in zip(kind._fields, backward(ours, *loss), load(*named)):
        # PyTorch has two equivalent biases with equal gradients, which `load` adds up.
        twice = name[0] == "b" and not (name in ("b_y", "b_hh") or (kind is GRU and name == "b_h"))
        assert_same(mine * 2 if twice else mine, theirs)
    _, d_x, total = backward_by_step(ours, *loss)
    assert_same(d_x, x.grad)
    by_start = [v.grad[0] for v in (start[::-1] if kind is LSTM else start[:1])]
    assert_same(total[..., 0, :], torch.cat(by_start, -1))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    shape=st.sampled_from([(1,), (5,), (3, 4)]),
    n_y=st.integers(1, 6),
    size=st.sampled_from([0.1, 1, 100]),
    masked=st.booleans(),
    seed=st.integers(0, 999),
)
def test_losses_and_gradients_equal_those_of_torch(shape, n_y, size, masked, seed):
    rng = np.random.default_rng(seed)
    y, target = rng.normal(scale=size, size=(2, *shape, n_y))
    number, mask = rng.integers(0, n_y, size=shape), np.ones(shape, bool)
    if masked:
        mask = rng.random(shape) < 0.5
        mask.flat[0] = True
    for ours, by_torch in [
        (squared_error(y, target, mask if masked else None), squared_by_torch),
        (cross_entropy(y, number, mask if masked else None), entropy_by_torch),
    ]:
        leaf = torch.tensor(y, requires_grad=True)
        each = by_torch(leaf, target, number)
        loss = (each * torch.tensor(mask)).sum() / mask.sum() if masked else each.mean()
        loss.backward()
        assert_same(ours[0], loss.detach())
        assert_same(ours[1], leaf.grad)


def squared_by_torch(y, target, _):
    return torch.nn.functional.mse_loss(y, torch.tensor(target), reduction="none").mean(-1)


def entropy_by_torch(y, _, number):
    flat = y.reshape(-1, y.shape[-1])  # PyTorch expects the classes on axis 1
    each = torch.nn.functional.cross_entropy(
        flat, torch.tensor(number).reshape(-1), reduction="none"
    )
    return each.reshape(number.shape)


def test_adam_steps_equal_those_of_torch():
    rng, w, memory = np.random.default_rng(0), np.ones(20), None
    theirs = torch.tensor(w, requires_grad=True)
    optimizer = torch.optim.Adam([theirs], lr=0.3)
    for _ in range(150):
        g = rng.normal(size=20) * 10 ** rng.uniform(-10, 6, 20)
        theirs.grad = torch.tensor(g)
        optimizer.step()
        w, memory = adam(w, g, memory, 0.3)
        assert_allclose(w, theirs.detach().numpy(), rtol=1e-12, atol=1e-12)


def test_tensor_with_gradient_is_rejected_with_advice():
    weights = Weights.random(2, 3, 1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"x needs shape .* got tensor.*detach\(\)\.numpy\(\)"):
        unroll(weights, torch.zeros(4, 2, dtype=torch.float64, requires_grad=True))

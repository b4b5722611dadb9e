"""The recurrent layer against torch.nn.RNN and torch.nn.Linear, where PyTorch is installed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from unrolled import play
from unrolled.losses import cross_entropy, squared_error
from unrolled.optimizer import adam
from unrolled.pictures import phase, plot, style
from unrolled.rnn import Weights, backward, backward_by_step, readout, unroll

torch = pytest.importorskip("torch")


def torch_rnn(n_x, n_h, n_y):
    """A torch.nn.RNN and torch.nn.Linear with random weights, and the same as `Weights`."""
    rnn = torch.nn.RNN(n_x, n_h, batch_first=True, dtype=torch.float64)
    linear = torch.nn.Linear(n_h, n_y, dtype=torch.float64)
    W_xh, W_hh, b_ih, b_hh, W_hy, b_y = (
        p.detach().numpy() for p in [*rnn.parameters(), *linear.parameters()]
    )
    return (
        rnn,
        linear,
        Weights(W_xh, W_hh, b_ih + b_hh, W_hy, b_y),
    )  # torch splits b_h into two summands


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    batch=st.sampled_from([(), (1,), (4,)]),
    T=st.integers(1, 12),
    n_x=st.integers(1, 5),
    n_h=st.integers(1, 8),
    n_y=st.integers(1, 4),
    seed=st.integers(0, 999),
)
def test_trajectories_outputs_and_all_gradients_are_those_of_torch(batch, T, n_x, n_h, n_y, seed):
    torch.manual_seed(seed)
    rnn, linear, weights = torch_rnn(n_x, n_h, n_y)
    x = torch.randn(*batch, T, n_x, dtype=torch.float64, requires_grad=True)
    h0 = torch.randn(*batch, n_h, dtype=torch.float64, requires_grad=True)
    later, _ = rnn(x, h0[None])  # h(0) has an axis for layers, `later` is h(1)…h(T)
    y = linear(later)
    (y.square().sum() + later.sin().sum()).backward()

    x_, h0_, later_, y_ = (v.detach().numpy() for v in (x, h0, later, y))
    h = unroll(weights, x_, h0_)
    assert_same(h[..., 1:, :], later_)
    assert_same(readout(weights, h[..., 1:, :]), y_)

    d_h = np.cos(h)
    d_h[..., 0, :] = 0  # the loss has no term of its own for h(0)
    gradient = backward(weights, x_, h, 2 * y_, d_h)
    _, d_x, total = backward_by_step(weights, x_, h, 2 * y_, d_h)
    assert_same(gradient.W_xh, rnn.weight_ih_l0.grad)
    assert_same(gradient.W_hh, rnn.weight_hh_l0.grad)
    assert_same(gradient.b_h, rnn.bias_ih_l0.grad)
    assert_same(gradient.b_h, rnn.bias_hh_l0.grad)
    assert_same(gradient.W_hy, linear.weight.grad)
    assert_same(gradient.b_y, linear.bias.grad)
    assert_same(d_x, x.grad)
    assert_same(total[..., 0, :], h0.grad)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    shape=st.sampled_from([(1,), (5,), (3, 4)]),
    n_y=st.integers(1, 6),
    size=st.sampled_from([0.1, 1, 100]),
    masked=st.booleans(),
    seed=st.integers(0, 999),
)
def test_losses_and_their_gradients_are_those_of_torch(shape, n_y, size, masked, seed):
    rng = np.random.default_rng(seed)
    y, target = (
        rng.normal(scale=size, size=(*shape, n_y)),
        rng.normal(scale=size, size=(*shape, n_y)),
    )
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
    flat = y.reshape(-1, y.shape[-1])  # torch wants the classes on axis 1
    each = torch.nn.functional.cross_entropy(
        flat, torch.tensor(number).reshape(-1), reduction="none"
    )
    return each.reshape(number.shape)


@pytest.mark.parametrize(
    "options",
    [
        {},
        dict(rate=0.3, decay=(0.5, 0.9), epsilon=1e-3),
        dict(decay=(0.0, 0.0)),
        dict(rate=1e-5, decay=(0.99, 0.9999), epsilon=1e-12),
    ],
    ids=str,
)
def test_the_steps_of_adam_are_those_of_torch(options):
    rng = np.random.default_rng(0)
    _, _, weights = torch_rnn(2, 3, 1)
    theirs = [torch.tensor(v, requires_grad=True) for v in weights]
    names = dict(rate="lr", decay="betas", epsilon="eps")
    optimizer, memory = torch.optim.Adam(theirs, **{names[k]: v for k, v in options.items()}), None
    for _ in range(150):
        gradient = Weights(
            *(rng.normal(size=v.shape) * 10 ** rng.uniform(-10, 6, v.shape) for v in weights)
        )
        for v, g in zip(theirs, gradient):
            v.grad = torch.tensor(g)
        optimizer.step()
        weights, memory = adam(weights, gradient, memory, **options)
        for v, w in zip(theirs, weights):
            assert_allclose(w, v.detach().numpy(), rtol=1e-12, atol=1e-12)


def assert_same(ours, theirs):
    assert_allclose(ours, np.asarray(theirs), rtol=1e-10, atol=1e-10, strict=True)


def test_a_tensor_that_still_needs_a_gradient_is_rejected_with_the_way_out():
    _, _, weights = torch_rnn(2, 3, 1)
    with pytest.raises(ValueError, match=r"x needs shape .* got tensor.*detach\(\)\.numpy\(\)"):
        unroll(weights, torch.zeros(4, 2, dtype=torch.float64, requires_grad=True))


def test_its_trajectory_is_shown_by_the_same_calls_as_ours():
    rnn, _, _ = torch_rnn(3, 2, 1)
    h = rnn(torch.ones(1, 6, 3, dtype=torch.float64))[0][0].detach().numpy()

    def draw(axes, t):
        phase.trajectory(h, h.astype("float32"), t=t, ax=axes[0])
        plot.heatmap(h, t=t, ax=axes[1])

    player = play.flipbook(draw, t=range(len(h)), widths=(1, 1))
    assert style.point(h[-1]) in player.sentence
    assert len({player.frame({"t": t})[0].tobytes() for t in range(len(h))}) == len(h)

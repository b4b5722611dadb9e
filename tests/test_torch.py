"""The recurrent layer against torch.nn.RNN and torch.nn.Linear, where PyTorch is installed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from unrolled import play, plot, style
from unrolled.rnn import Weights, backward, backward_by_step, readout, unroll

torch = pytest.importorskip("torch")


def torch_rnn(n_x, n_h, n_y):
    """A torch.nn.RNN and torch.nn.Linear with random weights, and the same as `Weights`."""
    rnn = torch.nn.RNN(n_x, n_h, batch_first=True, dtype=torch.float64)
    linear = torch.nn.Linear(n_h, n_y, dtype=torch.float64)
    W_xh, W_hh, b_ih, b_hh, W_hy, b_y = (p.detach().numpy() for p in [*rnn.parameters(), *linear.parameters()])
    return rnn, linear, Weights(W_xh, W_hh, b_ih + b_hh, W_hy, b_y)     # torch splits b_h into two summands


@settings(max_examples=40, deadline=None, derandomize=True)
@given(batch=st.sampled_from([(), (1,), (4,)]), T=st.integers(1, 12), n_x=st.integers(1, 5),
       n_h=st.integers(1, 8), n_y=st.integers(1, 4), seed=st.integers(0, 999))
def test_trajectories_outputs_and_all_gradients_are_those_of_torch(batch, T, n_x, n_h, n_y, seed):
    torch.manual_seed(seed)
    rnn, linear, weights = torch_rnn(n_x, n_h, n_y)
    x = torch.randn(*batch, T, n_x, dtype=torch.float64, requires_grad=True)
    h0 = torch.randn(*batch, n_h, dtype=torch.float64, requires_grad=True)
    later, _ = rnn(x, h0[None])                         # h(0) has an axis for layers, `later` is h(1)…h(T)
    y = linear(later)
    (y.square().sum() + later.sin().sum()).backward()

    x_, h0_, later_, y_ = (v.detach().numpy() for v in (x, h0, later, y))
    h = unroll(weights, x_, h0_)
    assert_same(h[..., 1:, :], later_)
    assert_same(readout(weights, h[..., 1:, :]), y_)

    d_h = np.cos(h)
    d_h[..., 0, :] = 0                                  # the loss has no term of its own for h(0)
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
        plot.trajectory(h, h.astype("float32"), t=t, ax=axes[0])
        plot.heatmap(h, t=t, ax=axes[1])

    player = play.flipbook(draw, t=range(len(h)), widths=(1, 1))
    assert style.point(h[-1]) in player.still[1]
    assert len({image.tobytes() for _, image in player.sweep()}) == len(h)

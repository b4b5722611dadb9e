"""A training step of ours beside PyTorch's and a plain loop: same weights, data, threads; float64.

    python benchmarks/training_step.py [--threads 1] [--seconds 3]

A step goes forward, takes the mean squared error at every output, goes back through time, and
moves all weights by Adam. The plain loop is the same algorithm sequence by sequence and step by
step, each product one of a matrix and a vector, and nothing checked. Before anything is timed, all
three must have the same gradient and the same weights after a step, ours and PyTorch's after ten
as well. These two take turns: their ratio is the median of the ratios of neighbours; the
milliseconds are those of the best turn.
"""

import argparse
import os
import statistics
import time
from math import log2

SHAPES = [
    (1, 6, 16),
    (1, 30, 128),
    (1, 50, 16),
    (1, 50, 128),
    (16, 6, 16),
    (16, 25, 64),
    (32, 20, 64),
    (32, 30, 128),
    (32, 50, 32),
    (64, 6, 128),
    (64, 30, 64),
    (64, 25, 128),
    (64, 30, 128),
    (128, 50, 128),
    (256, 50, 256),
]
GROWTH = {
    "T": [(32, T, 64) for T in (6, 12, 24, 48, 96)],
    "B": [(B, 25, 64) for B in (1, 4, 16, 64, 256)],
    "n_h": [(32, 25, n_h) for n_h in (16, 32, 64, 128, 256)],
}  # each shape is B, T, n_h
CELLS = ("RNN", "GRU", "LSTM")
GATED = [(1, 6, 16), (8, 50, 16), (32, 12, 32), (64, 30, 64), (64, 30, 128)]
N_X, N_Y, RATE = 8, 4, 1e-3
PAUSE = 0.05  # seconds until idle BLAS threads no longer spin


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3, help="for each shape")
    options = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)  # before numpy is loaded, by Case
    print(
        f"threads: {options.threads}; n_x = {N_X}, n_y = {N_Y}; float64; "
        "ratios above 1 where ours is faster"
    )
    compare(options)
    compare_cells(options)
    for axis, shapes in GROWTH.items():
        grow(axis, shapes, options)


def compare(options):
    """Ours, PyTorch's and the plain loop, for each shape."""
    print("   B   T  n_h   ours ms  torch ms   plain ms   torch/ours  plain/ours")
    lecture = []
    for shape in SHAPES:
        steps = steps_of(*shape, options.threads)
        ours, theirs, ratio = measure(steps["ours"], steps["torch"], options.seconds)
        plain = min(timed(steps["plain"]) for _ in range(1 if ours > 0.01 else 5))
        print(
            "{:4}{:4}{:5}".format(*shape)
            + f"{1e3 * ours:10.3f}{1e3 * theirs:10.3f}{1e3 * plain:11.2f}"
            f"{ratio:13.2f}{plain / ours:12.1f}",
            flush=True,
        )
        if all(size <= most for size, most in zip(shape, (64, 30, 128))):
            lecture.append(ratio)
    print(f"B <= 64, T <= 30, n_h <= 128: torch/ours {min(lecture):.2f} to {max(lecture):.2f}")


def compare_cells(options):
    """All cells beside PyTorch's and beside jax.jit over lax.scan."""
    others = "torch", "jax"
    print("\n cell    B   T  n_h   ours ms", *(f"{name:>8} ms  ratio" for name in others))
    for cell in CELLS:
        for shape in GATED:
            steps = steps_of(*shape, options.threads, cell)
            measured = [measure(steps["ours"], steps[name], options.seconds) for name in others]
            line = f"{cell:>5}" + "{:5}{:4}{:5}".format(*shape) + f"{1e3 * measured[0][0]:10.3f}"
            for _, theirs, ratio in measured:
                line += f"{1e3 * theirs:12.3f}{ratio:7.2f}"
            print(line, flush=True)


def grow(axis, shapes, options):
    """How the time of a step grows with one of B, T and n_h; also as a factor where it doubles."""
    k = "B T n_h".split().index(axis)
    fixed = ", ".join(
        f"{name} = {shapes[0][i]}" for i, name in enumerate("B T n_h".split()) if i != k
    )
    print(f"\n{fixed}\n{axis:>5}   ours ms  torch ms   torch/ours  doubled: ours  torch")
    before = None
    for shape in shapes:
        steps = steps_of(*shape, options.threads)
        *now, ratio = measure(steps["ours"], steps["torch"], options.seconds)
        line = (
            f"{shape[k]:5}"
            + "".join(f"{1e3 * seconds:10.3f}" for seconds in now)
            + f"{ratio:13.2f}"
        )
        if before:
            doublings = log2(shape[k] / before[0])
            factors = ((b / a) ** (1 / doublings) for a, b in zip(before[1], now))
            line += "{:15.2f}{:7.2f}".format(*factors)
        print(line, flush=True)
        before = shape[k], now


def measure(ours, theirs, seconds):
    """The seconds of a step of each in its best turn, and the median ratio of neighbours."""
    turns, end = [], time.perf_counter() + seconds
    count = [max(1, int(0.02 / timed(step))) for step in (ours, theirs)]
    while len(turns) < 7 or time.perf_counter() < end:
        turns.append([timed(step, n, PAUSE) for step, n in zip((ours, theirs), count)])
    return *map(min, zip(*turns)), statistics.median(b / a for a, b in turns)


def timed(step, count=1, pause=0.0):
    """The mean seconds of some steps, after one that wakes the threads and fills the caches."""
    time.sleep(pause)
    step()
    start = time.perf_counter()
    for _ in range(count):
        step()
    return (time.perf_counter() - start) / count


def steps_of(B, T, n_h, threads, cell="RNN"):
    """Those of one shape: a call is a training step; gives the gradient and the new weights.

    The plain loop is there for the RNN only.
    """
    import numpy as np
    import torch

    from unrolled.gates import GRU, LSTM
    from unrolled.rnn import Weights

    torch.set_num_threads(threads)
    rng = np.random.default_rng(0)
    kind = {"RNN": Weights, "GRU": GRU, "LSTM": LSTM}[cell]
    weights = kind.random(N_X, n_h, N_Y, rng=rng)
    x, target = rng.normal(size=(B, T, N_X)), rng.normal(size=(B, T, N_Y))
    theirs = torch_step if cell == "RNN" else torch_gated_step
    steps = {
        "ours": numpy_step(our_gradient, weights, x, target),
        "torch": theirs(weights, x, target),
        "jax": jax_step(weights, x, target),
    }
    if cell == "RNN":
        steps["plain"] = numpy_step(plain_gradient, weights, x, target)
    assert_same(*(step() for step in steps.values()))
    for _ in range(9):
        after = steps["ours"](), steps["torch"]()
    assert_same(*after)
    return steps


def assert_same(first, *others):
    import numpy as np

    for other in others:
        other = other() if callable(other) else other
        for mine, its in zip(first[0] + first[1], other[0] + other[1], strict=True):
            np.testing.assert_allclose(mine, its, rtol=1e-7, atol=1e-10)


def numpy_step(gradient_of, weights, x, target):
    from unrolled.optimizer import adam

    memory = None

    def step():
        nonlocal weights, memory
        gradient = gradient_of(weights, x, target)
        weights, memory = adam(weights, gradient, memory, rate=RATE)
        return gradient, weights

    return step


def our_gradient(weights, x, target):
    from unrolled import gates, rnn
    from unrolled.losses import squared_error

    if isinstance(weights, rnn.Weights):
        h = rnn.unroll(weights, x)
        _, d_y = squared_error(rnn.readout(weights, h[..., 1:, :]), target)
        return rnn.backward(weights, x, h, d_y)
    return gates.value_and_gradient(weights, x, lambda y: squared_error(y, target))[1]


def plain_gradient(weights, x, target):
    import numpy as np

    W_xh, W_hh, b_h, W_hy, b_y = weights
    gradient = [np.zeros_like(w) for w in weights]
    for x_i, target_i in zip(x, target):
        h, d_h = [np.zeros_like(b_h)], 0
        for x_t in x_i:
            h.append(np.tanh(W_xh @ x_t + W_hh @ h[-1] + b_h))
        for t in reversed(range(len(x_i))):
            d_y = 2 * (W_hy @ h[t + 1] + b_y - target_i[t]) / target.size
            d_a = (d_y @ W_hy + d_h) * (1 - h[t + 1] ** 2)
            d_h = d_a @ W_hh
            step = np.outer(d_a, x_i[t]), np.outer(d_a, h[t]), d_a, np.outer(d_y, h[t + 1]), d_y
            for total, part in zip(gradient, step):
                total += part
    return type(weights)(*gradient)


def torch_step(weights, x, target):
    import torch

    n_h, n_x = weights.W_xh.shape
    rnn = torch.nn.RNN(n_x, n_h, batch_first=True, dtype=torch.float64)
    linear = torch.nn.Linear(n_h, len(weights.b_y), dtype=torch.float64)
    rnn.bias_hh_l0.requires_grad_(False)  # PyTorch has two biases where one would do
    learned = [rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0, linear.weight, linear.bias]
    with torch.no_grad():
        for parameter, w in zip(
            [rnn.bias_hh_l0, *learned], [torch.zeros(n_h), *map(torch.tensor, weights)]
        ):
            parameter.copy_(w)
    optimizer = torch.optim.Adam(learned, lr=RATE)
    x, target = torch.tensor(x), torch.tensor(target)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(linear(rnn(x)[0]), target).backward()
        optimizer.step()
        return tuple(parameter.grad for parameter in learned), tuple(
            parameter.detach() for parameter in learned
        )

    return step


def torch_gated_step(weights, x, target):
    import torch

    from unrolled.torch_layout import load_torch, store_torch

    kind, (n_h, n_x) = type(weights), weights[0].shape
    cell = getattr(torch.nn, kind.__name__)(n_x, n_h, batch_first=True, dtype=torch.float64)
    linear = torch.nn.Linear(n_h, len(weights.b_y), dtype=torch.float64)
    modules = cell, linear
    for module, arrays in zip(modules, store_torch(weights)):
        module.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    # PyTorch has two biases where, but for the candidate of a GRU, one would do.
    twice = torch.zeros(len(cell.bias_hh_l0), dtype=torch.float64)
    if kind.__name__ == "GRU":
        twice[-n_h:] = 1
    cell.bias_hh_l0.register_hook(lambda gradient: gradient * twice)
    optimizer = torch.optim.Adam([*cell.parameters(), *linear.parameters()], lr=RATE)
    x, target = torch.tensor(x), torch.tensor(target)

    def ours(pick):
        return load_torch(
            kind,
            *({name: pick(value) for name, value in it.named_parameters()} for it in modules),
        )

    def step():
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(linear(cell(x)[0]), target).backward()
        optimizer.step()
        return lambda: (ours(lambda p: p.grad), ours(lambda p: p.detach()))  # not timed

    return step


def jax_step(weights, x, target):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    kind, n_h = type(weights).__name__, weights[0].shape[0]
    start = jnp.zeros((len(x), n_h * getattr(weights, "parts", 1)))

    def after(w, s, x_t):
        def total(gate, s):
            return x_t @ w["W_x" + gate].T + s @ w["W_h" + gate].T + w["b_" + gate]

        if kind == "Weights":
            return jnp.tanh(total("h", s))
        if kind == "GRU":
            r, z = jax.nn.sigmoid(total("r", s)), jax.nn.sigmoid(total("z", s))
            inner = s @ w["W_hh"].T + w["b_hh"]
            return z * s + (1 - z) * jnp.tanh(x_t @ w["W_xh"].T + w["b_h"] + r * inner)
        c, h = s[:, :n_h], s[:, n_h:]
        i, f, o = (jax.nn.sigmoid(total(gate, h)) for gate in "ifo")
        c = f * c + i * jnp.tanh(total("c", h))
        return jnp.concatenate([c, o * jnp.tanh(c)], axis=-1)

    def loss(w):
        def scanned(s, x_t):
            s = after(w, s, x_t)
            return s, s[:, -n_h:]

        _, h = jax.lax.scan(scanned, start, x.swapaxes(0, 1))
        return ((h @ w["W_hy"].T + w["b_y"] - target.swapaxes(0, 1)) ** 2).mean()

    @jax.jit
    def move(w, mean, square, t):
        gradient = jax.grad(loss)(w)
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = jax.tree.map(lambda s, g: 0.999 * s + 0.001 * g * g, square, gradient)

        def moved(w, m, s):
            return w - RATE * (m / (1 - 0.9**t)) / (jnp.sqrt(s / (1 - 0.999**t)) + 1e-8)

        return gradient, jax.tree.map(moved, w, mean, square), mean, square

    w = {name: jnp.asarray(value) for name, value in weights._asdict().items()}
    zeros = jax.tree.map(jnp.zeros_like, w)
    state = [w, zeros, zeros, 0]

    def step():
        state[3] += 1
        gradient, *state[:3] = jax.block_until_ready(move(*state))
        now = state[0]
        return lambda: tuple(
            tuple(map(part.__getitem__, weights._fields)) for part in (gradient, now)
        )

    return step


if __name__ == "__main__":
    main()

"""A step of `fit` beside the same mathematics in bare NumPy, PyTorch, JAX and an older commit.

    python benchmarks/training_step.py [--before 11dfb75] [--seconds 2]

A step goes forward, takes the mean squared error at every output, goes back through time, and
moves all weights by Adam; float64, one thread. Bare NumPy is a plain RNN in one loop: nothing is
checked, all weights lie in one vector, all memory is kept. Products are the matrix products of a
step alone: no step in NumPy takes less time. JAX compiles a whole step, a `lax.scan` in it. All
read the loss after each step, as `fit` does. More rows are without training: a sentence
is read, and a text is written, character by character; a batch is read by a GRU of PyTorch and by
its weights, loaded each time or once; and a GRU of 256 units is loaded and stored again.

Each contender has a process of its own, and they take turns. A ratio is the median of those of
neighbours, above 1 where ours is faster; the microseconds are those of our best turn. That all
contenders compute the same is a test: tests/computes/test_training_step.py.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHAPES = [(1, 6, 16), (16, 12, 16), (32, 10, 48), (32, 16, 64), (64, 30, 128), (8, 50, 16)]
CELLS = "RNN", "GRU", "LSTM"
N_X, N_Y, RATE = 8, 4, 1e-3
CARRIED = "load and unroll", "unroll", "load and store"
ONE_THREAD = {
    **dict.fromkeys(["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"], "1"),
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--before", metavar="COMMIT", help="an older commit that takes part")
    parser.add_argument("--seconds", type=float, default=2, help="for each row")
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        return serve(options.contender)
    with tempfile.TemporaryDirectory() as folder:
        sources = dict.fromkeys(["ours", "bare", "products", "torch", "jax"], ROOT)
        if options.before:
            sources["before"] = worktree(folder, options.before)
        table({name: started(name, root) for name, root in sources.items()}, options.seconds)
        if options.before:
            git("worktree", "remove", "--force", folder)


def git(*arguments):
    subprocess.run(["git", "-C", ROOT, *arguments], check=True, capture_output=True)


def worktree(folder, commit):
    git("worktree", "add", "--force", "--detach", folder, commit)
    return Path(folder)


def started(contender, root):
    """Its process: it answers `[what, count]` with the CPU seconds of one of `count` times."""
    command = [sys.executable, __file__, "--contender", contender]
    environment = os.environ | ONE_THREAD | {"PYTHONPATH": str(root / "src")}
    pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    return subprocess.Popen(command, env=environment, **pipes)


def serve(contender):
    known = {}
    for line in sys.stdin:
        what, count = json.loads(line)
        if str(what) not in known:
            known = {str(what): work(contender, *what)}
        start = time.process_time()  # unlike the time on a clock, without the work of others
        known[str(what)](count)
        print((time.process_time() - start) / count, flush=True)


def ask(process, what, count):
    process.stdin.write(json.dumps([what, count]) + "\n")
    return float(process.stdout.readline())


def table(processes, seconds):
    others = [name for name in processes if name != "ours"]
    print(f"{'':24}ours, µs", *(f"{name:>7}" for name in others))
    rows = [(cell, *shape) for cell in CELLS for shape in SHAPES]
    rows += [(what, cell) for what in ("read", "write") for cell in CELLS]
    for what in [*rows, ("load and unroll",), ("unroll",), ("load and store",)]:
        here = {name: process for name, process in processes.items() if takes_part(name, what)}
        ours, ratios = measured(here, what, seconds)
        told = [f"{ratios[name]:7.2f}" if name in ratios else 7 * " " for name in others]
        print(f"{' '.join(map(str, what)):24}{1e6 * ours:8.0f}", *told, flush=True)
    for process in processes.values():
        process.stdin.close()


def takes_part(contender, what):
    if what[0] in ("read", "write"):
        return contender in ("ours", "before") or (contender, *what) == ("bare", "read", "RNN")
    if what[0] in CARRIED:
        return contender == "ours" or (contender == "torch" and what[0] != "load and store")
    return contender != "bare" or what[0] == "RNN"


def measured(processes, what, seconds):
    """Our seconds in the best turn, and for each other the median ratio of its turns to ours."""
    counts = {}
    for name, process in processes.items():
        ask(process, what, 3)  # compiles, and fills the caches
        counts[name] = max(1, int(0.03 / ask(process, what, 3)))
    turns, end = [], time.perf_counter() + seconds
    while len(turns) < 5 or time.perf_counter() < end:
        turns.append({name: ask(processes[name], what, counts[name]) for name in processes})
    others = [name for name in processes if name != "ours"]
    ratios = {name: statistics.median(t[name] / t["ours"] for t in turns) for name in others}
    return min(turn["ours"] for turn in turns), ratios


# What is timed: each gives a function of how many times


def work(contender, what, *shape):
    if what == "read":
        return bare_reading if contender == "bare" else reading(*shape)
    if what == "write":
        return writing(*shape)
    if what in CARRIED:
        return carrying(contender, what)
    weights, x, target = problem(what, *shape)
    if contender == "products":
        return products(weights, x)
    return contenders(weights)[contender](weights, x, target)[1]


def contenders(weights):
    """By name: of weights, x and target a gradient, and a function that takes steps."""
    found = {"ours": ours, "before": ours, "torch": by_torch, "jax": by_jax}
    return found | ({"bare": bare} if type(weights).__name__ == "Weights" else {})


def modules():
    """The module of functions and of types for each cell, also where there were two of them."""
    from unrolled import rnn

    try:
        from unrolled import gates
    except ImportError:
        gates = rnn
    return {"RNN": (rnn, rnn.Weights), "GRU": (gates, gates.GRU), "LSTM": (gates, gates.LSTM)}


def problem(cell, B, T, n_h):
    import numpy as np

    rng = np.random.default_rng(0)
    weights = modules()[cell][1].random(N_X, n_h, N_Y, rng=rng)
    return weights, rng.normal(size=(B, T, N_X)), rng.normal(size=(B, T, N_Y))


def ours(weights, x, target):
    import numpy as np

    from unrolled import losses, train

    module = next(module for module, kind in modules().values() if kind is type(weights))

    def loss(weights, x, target):
        if type(weights).__name__ == "Weights":  # as notebook 07 writes it
            h = module.unroll(weights, x)
            value, d_y = losses.squared_error(module.readout(weights, h[:, 1:]), target)
            return value, module.backward(weights, x, h, d_y)
        return module.value_and_gradient(weights, x, lambda y: losses.squared_error(y, target))

    def steps(count):
        data, rng = (x, target), np.random.default_rng(0)
        return train.fit(weights, loss, data, rng=rng, epochs=count, rate=RATE, bar=False)[0]

    return loss(weights, x, target)[1], steps


def reading(cell):
    """A sentence of six words, as notebook 05 reads it."""
    import numpy as np

    module, kind = modules()[cell]
    rng = np.random.default_rng(0)
    weights, x = kind.random(4, 16, 1, rng=rng), rng.normal(size=(6, 4))

    def times(count):
        for _ in range(count):
            module.unroll(weights, x)

    return times


def bare_reading(count):
    """The same sentence without checks, in as few calls of NumPy as it takes."""
    import numpy as np

    rng = np.random.default_rng(0)
    W_xh, W_hh, b_h, x = (rng.normal(size=shape) for shape in [(16, 4), (16, 16), (16,), (6, 4)])
    W_hh_T = (W_hh / 4).T.copy()
    for _ in range(count):
        h = np.zeros((7, 1, 16))
        h[1:] = (x.dot(W_xh.T) + b_h)[:, None]
        before = h[0]
        for after in h[1:]:
            after += before.dot(W_hh_T)
            np.tanh(after, out=after)
            before = after


def products(weights, x):
    import numpy as np

    from unrolled.weights import stack

    (B, T, _), n_h = x.shape, weights.W_hy.shape[1]
    x, h = x.reshape(B * T, N_X), np.ones((T, B, n_h))
    W_x = stack(weights, weights.from_x).reshape(-1, N_X)
    W_h = stack(weights, weights.from_h).reshape(-1, n_h)
    W_h_T, d_a = W_h.T.copy(), np.ones((T, B, len(W_h)))
    flat = d_a.reshape(B * T, -1)

    def times(count):
        for _ in range(count):
            x @ W_x.T
            for h_t, d_a_t in zip(h, d_a):
                h_t @ W_h_T, d_a_t @ W_h
            flat.T @ x, flat.T @ h.reshape(T * B, -1)

    return times


def writing(cell, V=27):
    """A character of a text, as notebook 10 writes it."""
    import numpy as np

    from unrolled import losses

    module, kind = modules()[cell]
    rng = np.random.default_rng(0)
    weights = kind.random(V, 64, V, rng=rng)

    def times(count):
        h = module.unroll(weights, np.zeros((1, V)))[-1]
        for _ in range(count):
            p = losses.softmax(module.readout(weights, h) / 0.7)
            k = rng.choice(V, p=p)
            h = module.step(weights, np.eye(V)[k], h)

    return times


def bare(weights, x, target):
    import numpy as np

    (B, T, _), n_h = x.shape, len(weights.b_h)
    x, target = (np.ascontiguousarray(v.swapaxes(0, 1)) for v in (x, target))
    g = np.empty(sum(w.size for w in weights))
    h, d, y = np.zeros((T + 1, B, n_h)), np.empty((T, B, n_h)), np.empty(target.shape)
    ends = np.cumsum([w.size for w in weights])

    def views(v):
        return [v[e - w.size : e].reshape(w.shape) for e, w in zip(ends, weights)]

    def gradient(W_xh, W_hh, b_h, W_hy, b_y):
        np.matmul(x, W_xh.T, out=h[1:])
        h[1:] += b_h
        W_hh_T = W_hh.T.copy()
        for t in range(T):
            np.tanh(h[t + 1] + h[t] @ W_hh_T, out=h[t + 1])
        np.matmul(h[1:], W_hy.T, out=y)
        y[:] = (y + b_y - target) * (2 / y.size)
        np.matmul(y, W_hy, out=d)
        slopes = 1 - h[1:] ** 2
        for t in range(T - 1, -1, -1):
            d[t] *= slopes[t]
            if t:
                d[t - 1] += d[t] @ W_hh
        d_a, d_y, rows = d.reshape(-1, n_h), y.reshape(-1, N_Y), h.reshape(T + 1, -1)
        by_W_xh, by_W_hh, by_b_h, by_W_hy, by_b_y = views(g)
        np.matmul(d_a.T, x.reshape(-1, N_X), out=by_W_xh)
        np.matmul(d_a.T, rows[:-1].reshape(-1, n_h), out=by_W_hh)
        np.matmul(d_y.T, rows[1:].reshape(-1, n_h), out=by_W_hy)
        d_a.sum(0, out=by_b_h)
        d_y.sum(0, out=by_b_y)

    def steps(count):
        w = np.concatenate(weights, axis=None)
        m, v, named = np.zeros(len(w)), np.zeros(len(w)), views(w)
        for k in range(1, count + 1):
            gradient(*named)
            m[:] += 0.1 * (g - m)
            v[:] += 0.001 * (g * g - v)
            w -= RATE * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
        return named

    gradient(*weights)
    return [each.copy() for each in views(g)], steps


def carrying(contender, what, B=32, T=10):
    """A GRU of PyTorch: its forward pass, or our `unroll` of its weights, or there and back."""
    import numpy as np
    import torch

    from unrolled.frameworks import load, store
    from unrolled.rnn import unroll

    torch.set_num_threads(1)
    n_h = 256 if what == "load and store" else 48
    layer = torch.nn.GRU(N_X, n_h, batch_first=True, dtype=torch.float64)
    weights, x = load(layer), np.random.default_rng(0).normal(size=(B, T, N_X))
    tensor = torch.tensor(x)
    once = {
        "load and unroll": lambda: unroll(load(layer), x),
        "unroll": lambda: unroll(weights, x),
        "load and store": lambda: store(load(layer), layer),
    }[what]
    once = once if contender == "ours" else lambda: layer(tensor)

    def times(count):
        for _ in range(count):
            once()

    return times


def by_torch(weights, x, target):
    import torch

    from unrolled.frameworks import load, store

    torch.set_num_threads(1)
    kind, (n_h, n_x) = type(weights), weights[0].shape
    name = {"Weights": "RNN"}.get(kind.__name__, kind.__name__)
    x, target = torch.tensor(x), torch.tensor(target)

    def made():
        cell = getattr(torch.nn, name)(n_x, n_h, batch_first=True, dtype=torch.float64)
        modules = cell, torch.nn.Linear(n_h, N_Y, dtype=torch.float64)
        for module, arrays in zip(modules, store(weights, "torch")):
            module.load_state_dict({k: torch.tensor(array) for k, array in arrays.items()})
        # PyTorch has two biases where, but for the candidate of a GRU, one would do.
        twice = torch.zeros(len(cell.bias_hh_l0), dtype=torch.float64)
        twice[-n_h:] = name == "GRU"
        cell.bias_hh_l0.register_hook(lambda gradient: gradient * twice)
        return modules

    def back(modules):
        for module in modules:
            module.zero_grad()
        cell, linear = modules
        loss = torch.nn.functional.mse_loss(linear(cell(x)[0]), target)
        loss.backward()
        return loss

    def ours(modules, pick):
        named = ({k: pick(p) for k, p in module.named_parameters()} for module in modules)
        return load(*named)

    def steps(count):
        modules = made()
        optimizer = torch.optim.Adam([p for m in modules for p in m.parameters()], lr=RATE)
        for _ in range(count):
            back(modules).item()
            optimizer.step()
        return ours(modules, lambda p: p.detach())

    modules = made()
    back(modules)
    return ours(modules, lambda p: p.grad), steps


def by_jax(weights, x, target):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    kind, n_h = type(weights).__name__, weights[0].shape[0]
    start = jnp.zeros((len(x), n_h * (2 if kind == "LSTM" else 1)))

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
        value, gradient = jax.value_and_grad(loss)(w)
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = jax.tree.map(lambda s, g: 0.999 * s + 0.001 * g * g, square, gradient)

        def moved(w, m, s):
            return w - RATE * (m / (1 - 0.9**t)) / (jnp.sqrt(s / (1 - 0.999**t)) + 1e-8)

        return value, jax.tree.map(moved, w, mean, square), mean, square

    first = {name: jnp.asarray(value) for name, value in weights._asdict().items()}
    zeros = jax.tree.map(jnp.zeros_like, first)

    def steps(count):
        state = first, zeros, zeros
        for t in range(1, count + 1):
            value, *state = move(*state, t)
            float(value)
        return [jax.block_until_ready(state[0])[name] for name in weights._fields]

    gradient = jax.grad(loss)(first)
    return [gradient[name] for name in weights._fields], steps


if __name__ == "__main__":
    main()

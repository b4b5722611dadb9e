"""A training step of ours beside PyTorch's: the same weights and data, float64, the same number of threads.

    python benchmarks/training_step.py [--threads 1] [--repeats 100]

A step goes forward, takes the mean squared error at every output, goes back through time, and moves all
weights against the gradient. Both must have the same gradient before anything is timed. The two take
turns; what counts is the median of the ratios of neighbours.
"""

import argparse
import os
import statistics
import time

SHAPES = [(1, 6, 16), (1, 50, 16), (1, 50, 128), (16, 6, 16), (16, 25, 64), (32, 50, 32),
          (64, 25, 128), (128, 50, 128), (256, 50, 256)]        # B, T, n_h
N_X, N_Y, RATE = 8, 4, 1e-3


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=100)
    options = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)   # before numpy is loaded, by measure
    print(f"threads: {options.threads}; n_x = {N_X}, n_y = {N_Y}; float64; torch / ours, above 1 where ours is faster")
    print(f"{'B':>4}{'T':>4}{'n_h':>5}{'ours ms':>10}{'torch ms':>10}{'ratio':>8}")
    for shape in SHAPES:
        ours, theirs = measure(*shape, **vars(options))
        ratio = statistics.median(b / a for a, b in zip(ours, theirs))
        ours, theirs = (1e3 * statistics.median(times) for times in (ours, theirs))
        print("{:4}{:4}{:5}".format(*shape) + f"{ours:10.3f}{theirs:10.3f}{ratio:8.2f}", flush=True)


def measure(B, T, n_h, threads, repeats):
    """The seconds of each of our steps, and of each of PyTorch's."""
    import numpy as np
    import torch
    from unrolled.rnn import Weights

    torch.set_num_threads(threads)
    rng = np.random.default_rng(0)
    weights = Weights.random(N_X, n_h, N_Y, rng=rng)
    x, target = rng.normal(size=(B, T, N_X)), rng.normal(size=(B, T, N_Y))
    ours, theirs = numpy_step(weights, x, target), torch_step(weights, x, target)
    for mine, its in zip(ours(), theirs()):
        np.testing.assert_allclose(mine, its, rtol=1e-9, atol=1e-12)
    ours_theirs = [(timed(ours), timed(theirs)) for _ in range(max(10, repeats * 2_000 // (2_000 + B * T)))]
    return zip(*ours_theirs)


def timed(step):
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def numpy_step(weights, x, target):
    from unrolled.rnn import Weights, backward, readout, unroll

    def step():
        nonlocal weights
        h = unroll(weights, x)
        d_y = 2 * (readout(weights, h[..., 1:, :]) - target) / target.size
        gradient = backward(weights, x, h, d_y)
        weights = Weights(*(w - RATE * g for w, g in zip(weights, gradient)))
        return gradient

    return step


def torch_step(weights, x, target):
    import torch

    n_h, n_x = weights.W_xh.shape
    rnn = torch.nn.RNN(n_x, n_h, batch_first=True, dtype=torch.float64)
    linear = torch.nn.Linear(n_h, len(weights.b_y), dtype=torch.float64)
    rnn.bias_hh_l0.requires_grad_(False)                        # PyTorch has two biases where one would do
    with torch.no_grad():
        rnn.bias_hh_l0.zero_()
    learned = [rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0, linear.weight, linear.bias]
    with torch.no_grad():
        for parameter, w in zip(learned, weights):
            parameter.copy_(torch.tensor(w))
    optimizer = torch.optim.SGD(learned, lr=RATE)
    x, target = torch.tensor(x), torch.tensor(target)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(linear(rnn(x)[0]), target).backward()
        optimizer.step()
        return [parameter.grad for parameter in learned]

    return step


if __name__ == "__main__":
    main()

"""A linear recurrence as a loop, a tree of rounds and in pieces, in NumPy and JAX.

    python benchmarks/scan.py    writes src/unrolled/tables/scan.csv

float64, one thread, one sequence of T steps and n numbers. The contenders take turns; each ratio is
the best time of the loop `h[t + 1] = a[t] * h[t] + b[t]` over the best of the contender: above 1,
the contender is faster. JAX's are compiled, without the time that this takes. That all compute the
same is a test: tests/computes/test_scan.py.
"""

import csv
import itertools
import os
import time
from pathlib import Path

ONE_THREAD = dict.fromkeys(["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"], "1")
XLA = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
LENGTHS, SIZES = (64, 256, 1024, 4096, 16384), (1, 16, 64, 256)
TABLE = Path(__file__).resolve().parents[1] / "src/unrolled/tables/scan.csv"


def main(seconds=1):
    import numpy as np

    found, rows = contenders(), []
    header = ["T", "n", "loop_us", *(name for name in found if name != "loop")]
    print(*header, sep="\t")
    for T, n in itertools.product(LENGTHS, SIZES):
        rng = np.random.default_rng(0)
        a, b, h0 = rng.uniform(-1, 1, (T, n)), rng.normal(size=(T, n)), rng.normal(size=n)
        times = best({name: made(a, b, h0) for name, made in found.items()}, seconds)
        ratios = [f"{times['loop'] / times[name]:.2f}" for name in header[3:]]
        rows.append([T, n, f"{1e6 * times['loop']:.0f}", *ratios])
        print(*rows[-1], sep="\t", flush=True)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def best(calls, seconds):
    """The shortest time of each call; they take turns for some seconds, at least five times."""
    for call in calls.values():
        call()
    times, end = {name: [] for name in calls}, time.perf_counter() + seconds
    while len(times["loop"]) < 5 or time.perf_counter() < end:
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - start)
    return {name: min(found) for name, found in times.items()}


def contenders():
    """By name: of a, b (T, n) and h0 (n,) a call that returns all states (T+1, n)."""
    import jax
    import numpy as np

    from unrolled.scan import scan

    jax.config.update("jax_enable_x64", True)

    def loop(a, b, h0):
        h = np.empty((len(a) + 1, len(h0)))
        h[0] = h0
        for t in range(len(a)):
            h[t + 1] = a[t] * h[t] + b[t]
        return h

    def in_place(a, b, h0):
        h = np.empty((len(a) + 1, len(h0)))
        h[0] = h0
        for a_t, b_t, before, after in zip(a, b, h, h[1:]):
            np.multiply(a_t, before, out=after)
            after += b_t
        return h

    def tree(a, b, h0):
        h = np.concatenate([h0[None], b])
        a = np.concatenate([0 * h0[None], a])
        d = 1
        while d < len(h):
            h[d:] += a[d:] * h[:-d]
            a[d:] = a[d:] * a[:-d]
            d *= 2
        return h

    @jax.jit
    def jax_scan(a, b, h0):
        def step(h, ab):
            h = ab[0] * h + ab[1]
            return h, h

        return jax.numpy.concatenate([h0[None], jax.lax.scan(step, h0, (a, b))[1]])

    @jax.jit
    def associative(a, b, h0):
        def then(one, other):
            return other[0] * one[0], other[0] * one[1] + other[1]

        product, sum_ = jax.lax.associative_scan(then, (a, b))
        return jax.numpy.concatenate([h0[None], product * h0 + sum_])

    def compiled(f):
        def made(*given):
            given = [jax.numpy.asarray(v) for v in given]
            return lambda: jax.block_until_ready(f(*given))

        return made

    plain = {"loop": loop, "loop in place": in_place, "tree": tree, "pieces": scan}
    made = {name: (lambda *given, f=f: lambda: f(*given)) for name, f in plain.items()}
    return made | {"lax.scan": compiled(jax_scan), "associative_scan": compiled(associative)}


if __name__ == "__main__":
    os.environ |= ONE_THREAD | {"XLA_FLAGS": XLA}
    main()

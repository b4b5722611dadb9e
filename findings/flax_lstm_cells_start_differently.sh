#!/usr/bin/env bash
# Flax 0.12.8 with jax 0.10.2: nnx.LSTMCell and nnx.OptimizedLSTMCell, new
# A good guess: the second computes the same faster, so a network trains from the same kind of start.
# What happens: both make their recurrent matrices orthogonal, but the first has four of n by n, and
# the second one of n by 4 n, whose rows are orthonormal. The spectral radius of each gate's block is
# 1 in the one and about half of it in the other.
# Output seen, for 200 units:
#   LSTMCell: spectral radii [1.0]
#   OptimizedLSTMCell: spectral radii [0.5]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet flax==0.12.8 jax==0.10.2
"$folder/venv/bin/python" - <<'PY'
import numpy as np
from flax import nnx


def radii(matrices):
    return sorted({round(float(abs(np.linalg.eigvals(W)).max()), 1) for W in matrices})


cell = nnx.LSTMCell(2, 200, rngs=nnx.Rngs(0))
optimized = nnx.OptimizedLSTMCell(2, 200, rngs=nnx.Rngs(0))
seen = [
    radii([np.asarray(getattr(cell, name).kernel[...]) for name in ("hi", "hf", "hg", "ho")]),
    radii(np.split(np.asarray(optimized.dense_h.kernel[...]), 4, axis=1)),
]
for kind, found in zip(("LSTMCell", "OptimizedLSTMCell"), seen):
    print(f"{kind}: spectral radii {found}")
raise SystemExit(seen != [[1.0], [0.5]])
PY

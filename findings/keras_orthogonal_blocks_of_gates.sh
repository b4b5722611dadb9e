#!/usr/bin/env bash
# Keras 3.15.1 with jax 0.10.2: recurrent_initializer="orthogonal", the default
# A good guess: the recurrent matrix of each gate is orthogonal, with a spectral radius of 1.
# What happens: all gates stand side by side in one matrix, and its rows are made orthonormal. Only
# SimpleRNN, with a single block, gets an orthogonal W_hh. A block of n gates shrinks vectors by about
# the square root of n, and its spectral radius for 200 units is near 0.6 in a GRU and 0.5 in an LSTM.
# Output seen:
#   SimpleRNN: spectral radius 1.0 in each block, orthogonal True
#   GRU: spectral radius 0.6 in each block, orthogonal False
#   LSTM: spectral radius 0.5 in each block, orthogonal False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax "$folder/venv/bin/python" - <<'PY'
import keras
import numpy as np

keras.utils.set_random_seed(0)
seen = []
for kind in ("SimpleRNN", "GRU", "LSTM"):
    layer = getattr(keras.layers, kind)(200)
    layer.build((1, 3, 2))
    W = layer.get_weights()[1]
    blocks = np.split(W, W.shape[1] // 200, axis=1)
    radii = {round(float(abs(np.linalg.eigvals(block)).max()), 1) for block in blocks}
    orthogonal = all(np.allclose(block @ block.T, np.eye(200), atol=1e-4) for block in blocks)
    seen.append((*radii, orthogonal))
    shown = ", ".join(map(str, radii))
    print(f"{kind}: spectral radius {shown} in each block, orthogonal {orthogonal}")
raise SystemExit(seen != [(1.0, True), (0.6, False), (0.5, False)])
PY

#!/usr/bin/env bash
# Keras 3.15.1 with torch 2.13.0 as its backend: layers with dtype="float64"
# A good guess: PyTorch has float64, so a layer of float64 computes in it, as its dtype says.
# What happens: keras.ops.matmul rounds two matrices of float64 to float32. SimpleRNN and
# GRU(reset_after=False) then add and apply tanh in float64, and return float64 with errors of about
# 1e-8. GRU and LSTM as they are by default do not use matmul here, and are right to the last digits.
# Output seen:
#   matmul of float64 and float64: torch.float32
#   SimpleRNN {}: float64, error below 1e-12: False
#   GRU {'reset_after': False}: float64, error below 1e-12: False
#   GRU {}: float64, error below 1e-12: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 torch==2.13.0
KERAS_BACKEND=torch "$folder/venv/bin/python" - <<'PY'
import keras
import numpy as np


def sigma(a):
    return 1 / (1 + np.exp(-a))


def by_hand(layer, x):
    """The first state from zeros: all of the recurrent products are 0."""
    kernel, _, bias = layer.get_weights()
    if layer.__class__.__name__ == "SimpleRNN":
        return np.tanh(x @ kernel + bias)
    inner = bias[1, 6:] if bias.ndim == 2 else 0
    z, r, a = np.split(x @ kernel + (bias[0] if bias.ndim == 2 else bias), 3)
    more = np.split(bias[1], 3) if bias.ndim == 2 else np.zeros((3, 3))
    return (1 - sigma(z + more[0])) * np.tanh(a + sigma(r + more[1]) * inner)


rng, seen = np.random.default_rng(0), []
x = rng.normal(size=(1, 1, 2))
matrix = keras.ops.convert_to_tensor(x[0], dtype="float64")
product = str(keras.ops.matmul(matrix.T, matrix).dtype)
print("matmul of float64 and float64:", product)
for kind, arguments in (("SimpleRNN", {}), ("GRU", {"reset_after": False}), ("GRU", {})):
    layer = getattr(keras.layers, kind)(3, dtype="float64", **arguments)
    layer.build(x.shape)
    layer.set_weights([rng.normal(size=v.shape) for v in layer.get_weights()])
    h = keras.ops.convert_to_numpy(layer(x))[0]
    seen.append(bool(np.abs(h - by_hand(layer, x[0, 0])).max() < 1e-12))
    print(f"{kind} {arguments}: {h.dtype}, error below 1e-12: {seen[-1]}")
raise SystemExit(product != "torch.float32" or seen != [False, False, True])
PY

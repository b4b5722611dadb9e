#!/usr/bin/env bash
# Keras 3.15.1 with jax 0.10.2: a cell with dropout that is called step by step
# A good guess: each call with training=True drops other inputs; or at least each sequence does.
# What happens: the cell draws its mask at the first call and keeps it, whatever sequence or size of
# batch comes next. Within a layer it is drawn for each call of the layer. Call reset_dropout_mask()
# before each sequence.
# Output seen:
#   inputs kept by a cell in 3 calls: 1 kind
#   with reset_dropout_mask() between them: 3 kinds
#   within a layer, in 3 calls: 3 kinds
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax "$folder/venv/bin/python" - <<'PY'
import keras
import numpy as np

keras.utils.set_random_seed(0)
x, h = np.ones((1, 64), "float32"), np.zeros((1, 64), "float32")


def made():
    """A cell whose output is tanh of each input, dropped or not."""
    cell = keras.layers.SimpleRNNCell(64, dropout=0.5)
    cell.build(x.shape)
    cell.set_weights([np.eye(64, dtype="float32"), np.zeros((64, 64)), np.zeros(64)])
    return cell


def kinds(outputs):
    return len({tuple(np.ravel(y) > 0) for y in outputs})


def after_reset(cell):
    cell.reset_dropout_mask()
    return cell(x, [h], training=True)[0]


cell = made()
seen = [kinds([cell(x, [h], training=True)[0] for _ in range(3)])]
seen.append(kinds([after_reset(cell) for _ in range(3)]))
layer = keras.layers.RNN(made())
seen.append(kinds([layer(x[:, None], training=True) for _ in range(3)]))
print(f"inputs kept by a cell in 3 calls: {seen[0]} kind")
print(f"with reset_dropout_mask() between them: {seen[1]} kinds")
print(f"within a layer, in 3 calls: {seen[2]} kinds")
raise SystemExit(seen != [1, 3, 3])
PY

#!/usr/bin/env bash
# Keras 3.15.1 with jax 0.10.2: a mask, alone and within Bidirectional
# A good guess: the forward half of Bidirectional(layer) gives what the layer gives.
# What happens: at masked steps a layer repeats its last output; within Bidirectional both halves
# give 0. So the last step is the summary of a padded sequence alone, but not within Bidirectional.
# Here the state is the running sum of 1, 2, 3, and the last two of five steps are masked.
# Output seen:
#   alone: [1.0, 3.0, 6.0, 6.0, 6.0]
#   forward half: [1.0, 3.0, 6.0, 0.0, 0.0]
#   backward half: [6.0, 5.0, 3.0, 0.0, 0.0]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax "$folder/venv/bin/python" - <<'PY'
import keras
import numpy as np


def sums(layer):
    layer.build((1, 5, 1))
    layer.set_weights([np.full(v.shape, v.ndim == 2, "float32") for v in layer.get_weights()])
    return np.asarray(layer(x, mask=mask))[0].T.tolist()


def rnn():
    return keras.layers.SimpleRNN(1, activation="linear", return_sequences=True)


x = np.array([1, 2, 3, 9, 9], "float32").reshape(1, 5, 1)
mask = np.array([[True, True, True, False, False]])
seen = [*sums(rnn()), *sums(keras.layers.Bidirectional(rnn()))]
for name, numbers in zip(("alone", "forward half", "backward half"), seen):
    print(f"{name}: {numbers}")
raise SystemExit(seen != [[1, 3, 6, 6, 6], [1, 3, 6, 0, 0], [6, 5, 3, 0, 0]])
PY

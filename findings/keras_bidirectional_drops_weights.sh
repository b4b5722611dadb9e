#!/usr/bin/env bash
# Keras 3.15.1 with jax 0.10.2: Bidirectional around a layer that has weights
# A good guess: the forward half is the given layer, with the weights it was given or has learned.
# What happens: both halves are new layers, made from its configuration. They start from random
# weights, and the given layer is not trained with them. Set the weights of forward_layer afterwards.
# Here the state of the given layer is the running sum of 1, 1, 1.
# Output seen:
#   the layer: 3.0
#   it is the forward half: False
#   the forward half gives the same: False
#   after forward_layer.set_weights(layer.get_weights()): 3.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax "$folder/venv/bin/python" - <<'PY'
import keras
import numpy as np

keras.utils.set_random_seed(0)
x = np.ones((1, 3, 1), "float32")
layer = keras.layers.SimpleRNN(1, activation="linear")
layer.build(x.shape)
layer.set_weights([np.full(v.shape, v.ndim == 2, "float32") for v in layer.get_weights()])
both = keras.layers.Bidirectional(layer, merge_mode=None)
first = float(both(x)[0][0, 0])
same, equal = both.forward_layer is layer, abs(first - 3) < 1e-3
both.forward_layer.set_weights(layer.get_weights())
last = float(both(x)[0][0, 0])
print("the layer:", float(layer(x)[0, 0]))
print("it is the forward half:", same)
print("the forward half gives the same:", equal)
print("after forward_layer.set_weights(layer.get_weights()):", last)
raise SystemExit([same, equal, last] != [False, False, 3.0])
PY

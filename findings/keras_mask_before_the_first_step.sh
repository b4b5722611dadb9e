#!/usr/bin/env bash
# Keras 3.15.1 with jax 0.10.2 and torch 2.13.0: masked steps at the beginning, and initial_state
# A good guess: a masked step repeats the last output, and before any other that is the initial
# state; a layer gives the same on each backend.
# What happens: so it is on JAX. On PyTorch these outputs are 0, and the state goes on from
# initial_state all the same: the outputs of a sequence that is padded on the left hold a state that
# the layer never had.
# Here the state is 7 plus the running sum of 1 and 2, and the first two of four steps are masked.
# Output seen:
#   jax: [7.0, 7.0, 8.0, 10.0]
#   torch: [0.0, 0.0, 8.0, 10.0]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2 torch==2.13.0
cat > "$folder/states.py" <<'PY'
import keras
import numpy as np

layer = keras.layers.SimpleRNN(1, activation="linear", return_sequences=True)
layer.build((1, 4, 1))
layer.set_weights([np.full(v.shape, v.ndim == 2, "float32") for v in layer.get_weights()])
x = np.array([9, 9, 1, 2], "float32").reshape(1, 4, 1)
mask = np.array([[False, False, True, True]])
y = layer(x, mask=mask, initial_state=[np.full((1, 1), 7, "float32")])
print(np.ravel(keras.ops.convert_to_numpy(y)).tolist())
PY
seen=""
for backend in jax torch; do
    line="$backend: $(KERAS_BACKEND=$backend "$folder/venv/bin/python" "$folder/states.py")"
    echo "$line"
    seen="$seen$line;"
done
[ "$seen" = "jax: [7.0, 7.0, 8.0, 10.0];torch: [0.0, 0.0, 8.0, 10.0];" ] || exit 1

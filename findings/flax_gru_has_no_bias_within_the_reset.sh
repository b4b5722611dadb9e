#!/usr/bin/env bash
# Flax 0.12.8 with jax 0.10.2: nnx.GRUCell
# A good guess, and the formula in the docstring: n = tanh(W_in x + b_in + r * (W_hn h + b_hn)), as
# in PyTorch and in Flax's linen.GRUCell.
# What happens: the recurrent layer has no bias, so there is no b_hn. A trained GRU of PyTorch fits
# only if its b_hn is zero.
# Output seen:
#   the docstring has b_hn: True
#   arrays: ['dense_h.kernel', 'dense_i.bias', 'dense_i.kernel']
#   numbers for 2 inputs and 3 units: 54, with b_hn 57
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet flax==0.12.8 jax==0.10.2
"$folder/venv/bin/python" - <<'PY'
from flax import nnx

cell = nnx.GRUCell(2, 3, rngs=nnx.Rngs(0))
arrays = {".".join(path): v.shape for path, v in nnx.to_flat_state(nnx.state(cell, nnx.Param))}
numbers = sum(v[0] * (v[1] if len(v) > 1 else 1) for v in arrays.values())
documented = "b_{hn}" in nnx.GRUCell.__doc__
print("the docstring has b_hn:", documented)
print("arrays:", sorted(arrays))
print(f"numbers for 2 inputs and 3 units: {numbers}, with b_hn {numbers + 3}")
raise SystemExit(not documented or numbers != 54)
PY

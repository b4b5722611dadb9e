#!/usr/bin/env bash
# Flax 0.12.8 with jax 0.10.2, in 64-bit mode: the cells of nnx
# A good guess: a cell with param_dtype=float64 and inputs of float64 computes in float64.
# What happens: GRUCell and both LSTM cells do, as their `dtype` is None (that of the arguments).
# SimpleCell's is float32, and so is what it returns. Pass dtype=float64, too.
# Output seen:
#   SimpleCell float32
#   GRUCell float64
#   LSTMCell float64
#   OptimizedLSTMCell float64
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet flax==0.12.8 jax==0.10.2
"$folder/venv/bin/python" - <<'PY'
import jax
import jax.numpy as jnp
from flax import nnx

jax.config.update("jax_enable_x64", True)
seen = []
for cell in (nnx.SimpleCell, nnx.GRUCell, nnx.LSTMCell, nnx.OptimizedLSTMCell):
    made = cell(2, 3, param_dtype=jnp.float64, rngs=nnx.Rngs(0))
    carry = made.initialize_carry((1, 2), nnx.Rngs(0))
    seen.append(str(made(carry, jnp.ones((1, 2), jnp.float64))[1].dtype))
    print(cell.__name__, seen[-1])
raise SystemExit(seen != ["float32", "float64", "float64", "float64"])
PY

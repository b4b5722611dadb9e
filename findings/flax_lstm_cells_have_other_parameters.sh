#!/usr/bin/env bash
# Flax 0.12.8 with jax 0.10.2: nnx.LSTMCell and nnx.OptimizedLSTMCell
# A good guess, and the docstring of the second: its parameters are compatible with the first's.
# What happens: the first has eight layers, the second two that hold the gates side by side, and a
# state of the one does not fit the other. (In Flax's linen both have the same parameters.)
# Output seen:
#   the docstring says compatible: True
#   LSTMCell: ['hf', 'hg', 'hi', 'ho', 'if_', 'ig', 'ii', 'io']
#   OptimizedLSTMCell: ['dense_h', 'dense_i']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet flax==0.12.8 jax==0.10.2
"$folder/venv/bin/python" - <<'PY'
from flax import nnx

said = "compatible with ``LSTMCell``" in nnx.OptimizedLSTMCell.__doc__
print("the docstring says compatible:", said)
seen = []
for cell in (nnx.LSTMCell, nnx.OptimizedLSTMCell):
    seen.append(sorted(nnx.state(cell(2, 3, rngs=nnx.Rngs(0)), nnx.Param)))
    print(f"{cell.__name__}: {seen[-1]}")
raise SystemExit(not said or seen[1] != ["dense_h", "dense_i"] or len(seen[0]) != 8)
PY

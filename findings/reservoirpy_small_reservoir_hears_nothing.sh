#!/usr/bin/env bash
# ReservoirPy 0.4.2: a small Reservoir with the default connectivity
# A good guess: a reservoir of five units with sr=0.9 reads its input, and W has the spectral radius
# 0.9.
# What happens: one tenth of all connections exist, which of five to one input rounds to none: every
# state is 0, whatever is read. W has two entries, and if these form no loop, its spectral radius
# stays 0. Nothing is said. Pass input_connectivity=1 and rc_connectivity=1.
# Output seen, for ten seeds:
#   default: 10 read nothing, 6 have the spectral radius 0
#   connectivity 1: 0 read nothing, 0 have the spectral radius 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet reservoirpy==0.4.2
"$folder/venv/bin/python" - <<'PY'
import numpy as np
from reservoirpy.nodes import Reservoir

seen = []
all_of_them = dict(input_connectivity=1.0, rc_connectivity=1.0)
for name, arguments in (("default", {}), ("connectivity 1", all_of_them)):
    deaf = flat = 0
    for seed in range(10):
        reservoir = Reservoir(5, sr=0.9, seed=seed, **arguments)
        deaf += not reservoir.run(np.ones((20, 1))).any()
        W = reservoir.W.toarray() if hasattr(reservoir.W, "toarray") else reservoir.W
        flat += abs(np.linalg.eigvals(W)).max() < 1e-6
    seen.append((deaf, flat))
    print(f"{name}: {deaf} read nothing, {flat} have the spectral radius 0")
raise SystemExit(seen[0][0] != 10 or seen[0][1] == 0 or seen[1] != (0, 0))
PY

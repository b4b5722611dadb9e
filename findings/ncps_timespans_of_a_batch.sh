#!/usr/bin/env bash
# ncps 1.0.1 with torch 2.13.0: CfC with the time that passes between the steps of each sequence
# A good guess: timespans (B, T) belongs to input (B, T, n_x), so each sequence has its own times.
# What happens: the times of a step are squeezed to (B,) and stretched over the units instead. If the
# batch is as large as the state, time b goes to unit b of every sequence, without a word; otherwise
# PyTorch refuses the shapes. A last axis of 1 does not help. Give (B, T, units), repeated.
# Here three equal sequences are read by 3 units, and the second takes nine times as long.
# Output seen:
#   (3, 5): the second differs from the first: False, the first is as alone: False
#   (3, 5, 1): the second differs from the first: False, the first is as alone: False
#   (3, 5, 3): the second differs from the first: True, the first is as alone: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ncps==1.0.1 torch==2.13.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import torch
from ncps.torch import CfC

torch.manual_seed(0)
layer, x = CfC(2, 3), torch.randn(1, 5, 2)
times, seen = torch.ones(3, 5), []
times[1] = 9
alone = layer(x, timespans=torch.ones(1, 5))[0][0]
for given in (times, times[..., None], times[..., None].repeat(1, 1, 3)):
    h = layer(x.repeat(3, 1, 1), timespans=given)[0]
    differs = not torch.allclose(h[0], h[1], atol=1e-4)
    kept = torch.allclose(h[0], alone, atol=1e-5)
    seen.append((differs, kept))
    shape = tuple(given.shape)
    print(f"{shape}: the second differs from the first: {differs}, the first is as alone: {kept}")
raise SystemExit(seen != [(False, False), (False, False), (True, True)])
PY

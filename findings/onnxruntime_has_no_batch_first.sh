#!/usr/bin/env bash
# onnxruntime 1.32.0 with onnx 1.23.2: the attribute `layout` of a GRU node
# A good guess: a model that the checker of ONNX accepts runs, also with layout=1 (batch first).
# What happens on the CPU: it is refused when the session is made. Leave layout at 0, and transpose.
# Output seen:
#   layout=0: runs, Y has shape (2, 1, 3, 1)
#   layout=1: refused, Batchwise recurrent operations (layout == 1) are not supported
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 onnxruntime==1.32.0
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import onnx
from onnx import helper
import onnxruntime


def model(**attributes):
    """A GRU of one unit."""
    arrays = {"W": [[[-9], [9], [1]]], "R": [[[0], [0], [1]]]}
    tensors = [helper.make_tensor(name, 1, np.shape(v), np.ravel(v)) for name, v in arrays.items()]
    node = helper.make_node("GRU", ["X", "W", "R"], ["Y"], hidden_size=1, **attributes)
    ends = [helper.make_tensor_value_info(name, 1, [None] * n) for name, n in (("X", 3), ("Y", 4))]
    graph = helper.make_graph([node], "g", ends[:1], ends[1:], tensors)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=9)
    onnx.checker.check_model(made, full_check=True)
    return made


seen = []
for layout in (0, 1):
    made = model(layout=layout).SerializeToString()
    try:
        session = onnxruntime.InferenceSession(made)
        y = session.run(None, {"X": np.ones((2, 3, 1), "float32")})[0]
        seen.append(f"runs, Y has shape {y.shape}")
    except Exception as error:
        reason = "Batchwise recurrent operations (layout == 1) are not supported"
        seen.append(f"refused, {reason if reason in str(error) else error}")
    print(f"layout={layout}: {seen[-1]}")
raise SystemExit(not seen[0].startswith("runs") or reason not in seen[1])
PY

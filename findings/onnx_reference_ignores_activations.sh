#!/usr/bin/env bash
# onnx 1.23.2 and onnxruntime 1.32.0: the attributes `activations` and `clip` of a GRU node
# A good guess: the reference evaluator computes what the specification and a runtime do.
# What happens: the evaluator uses sigmoid and tanh whatever `activations` says, and does not clip,
# without a warning; the runtime does both. (Nor does the evaluator's LSTM read these attributes.)
# Output seen:
#   {}: evaluator [0.762, 0.943], runtime [0.762, 0.943]
#   {'activations': ['Sigmoid', 'Relu']}: evaluator [0.762, 0.943], runtime [1.0, 2.0]
#   {'clip': 0.5}: evaluator [0.762, 0.943], runtime [0.288, 0.396]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 onnxruntime==1.32.0
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import onnx
from onnx import helper
from onnx.reference import ReferenceEvaluator
import onnxruntime


def model(**attributes):
    """A GRU of one unit: z is near 0 and r near 1, so h(t) is near f(x + h(t-1))."""
    arrays = {"W": [[[-9], [9], [1]]], "R": [[[0], [0], [1]]]}
    tensors = [helper.make_tensor(name, 1, np.shape(v), np.ravel(v)) for name, v in arrays.items()]
    node = helper.make_node("GRU", ["X", "W", "R"], ["Y"], hidden_size=1, **attributes)
    ends = [helper.make_tensor_value_info(name, 1, [None] * n) for name, n in (("X", 3), ("Y", 4))]
    graph = helper.make_graph([node], "g", ends[:1], ends[1:], tensors)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=9)
    onnx.checker.check_model(made, full_check=True)
    return made


x, same = np.ones((2, 1, 1), "float32"), []
for attributes in ({}, {"activations": ["Sigmoid", "Relu"]}, {"clip": 0.5}):
    made = model(**attributes)
    session = onnxruntime.InferenceSession(made.SerializeToString())
    y = [each.run(None, {"X": x})[0].ravel() for each in (ReferenceEvaluator(made), session)]
    same.append(np.allclose(*y, atol=1e-3))
    evaluator, runtime = ([round(float(v), 3) for v in each] for each in y)
    print(f"{attributes}: evaluator {evaluator}, runtime {runtime}")
raise SystemExit(same != [True, False, False])
PY

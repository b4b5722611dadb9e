"""Reading a layer of a framework: its attributes, and its arrays by name."""

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np

from unrolled.layouts import LAYOUTS, NEEDS, unpack
from unrolled.shapes import array, text

NAMES = sorted({name for layout in LAYOUTS.values() for name in layout.names})


def recognised(source, like, argument="source"):
    """Return (name of the layout, prefix of its arrays' names, layer and cell, unpacked arrays)."""
    layers, arrays = read(source, like)
    for attribute, (fits, advice) in NEEDS.items():
        for layer in layers:
            got = getattr(layer, attribute, fits)
            is_method = getattr(got, "__self__", None) is layer  # of a list, say
            if not is_method and named(got) != fits:
                raise ValueError(f"{attribute} needs {fits!r}, got {named(got)!r}: {advice}")
    for name in beginning(like):
        layout = LAYOUTS[name]
        first = layout.W_x.split()[0]
        for prefix in [key.removesuffix(first) for key in arrays if key.endswith(first)]:
            if {prefix + each for each in layout.names} == {*arrays}:
                found = unpack(layout, {each: arrays[prefix + each] for each in layout.names})
                if found:
                    return name, prefix, layers, found
    got = ", ".join(arrays) or type(source).__name__
    needs = "arrays of one layer, one direction, without projection, with biases, of"
    raise ValueError(f"{argument} needs the {needs} {', '.join(beginning(like))}; got {got}")


def beginning(like):
    """Return the names of `LAYOUTS` that begin so. Raises ValueError if none does."""
    like = text("like", like)
    names = [like] if like in LAYOUTS else [name for name in LAYOUTS if name.startswith(like)]
    if not names:
        raise ValueError(f"like needs one of {', '.join(LAYOUTS)}, or how it begins, got {like!r}")
    return names


def readout(linear, n_h):
    """Return W_hy and b_y of a linear layer."""
    if linear is None:
        return np.zeros((0, n_h)), np.zeros(0)
    if named(getattr(linear, "activation", "linear")) != "linear":
        raise ValueError(f"linear needs no activation, got {named(linear.activation)}")
    is_dict, names = isinstance(linear, Mapping), ["weight", "kernel", "w", "bias", "b"]
    found = _flat(linear) if is_dict else _attributes(linear, names)
    arrays = {name.rpartition(".")[2]: value for name, value in found.items()}
    for weight, bias in (("weight", "bias"), ("kernel", "bias"), ("w", "b")):
        if {weight, bias} == {*arrays} and len(found) == 2:
            W = array(weight, arrays[weight], "rows", "columns")
            return W if weight == "weight" else W.T, array(bias, arrays[bias], "n_y")
    needs = "weight and bias, kernel and bias, or w and b"
    raise ValueError(f"linear needs {needs}, got {', '.join(found) or type(linear).__name__}")


def read(source, like):
    """Return [the layer, its cell], whose attributes tell what it does, and its arrays by name."""
    if isinstance(source, Mapping):
        return [], _flat(source)
    if isinstance(source, (list, tuple)) and like in LAYOUTS:
        return [], dict(zip(LAYOUTS[like].names, source))
    is_node = isinstance(source, tuple) and len(source) == 2 and hasattr(source[0], "op_type")
    if is_node or hasattr(source, "graph"):
        return _read_onnx(source)
    cell = getattr(source, "cell", source)
    return [source, cell][cell is source :], _attributes(cell, NAMES)


def _attributes(layer, names):
    """Return the arrays that a layer has under some of these names."""
    found = {}
    for name in names:
        value = layer
        for part in name.split("."):
            value = getattr(value, part, None)
        if hasattr(value, "shape"):
            found[name] = plain(value)
    return found


def _flat(arrays, start=""):
    """Return nested arrays by names with dots between."""
    found = {}
    for name, value in arrays.items():
        name = start + str(name).replace("/", ".")
        nested = isinstance(value, Mapping)
        found |= _flat(value, f"{name}.") if nested else {name: plain(value)}
    return found


def _read_onnx(source):
    """Return the attributes and arrays of the one recurrent node of a model, or of a given node."""
    node, tensors = source if isinstance(source, tuple) else _one_node(source.graph)
    tensors = tensors if isinstance(tensors, Mapping) else {each.name: each for each in tensors}
    given = dict(zip(("W", "R", "B", "lengths", "h0", "c0", "P"), node.input[1:]))
    arrays = {name: plain(tensors[given[name]]) for name in "WRB" if given.get(name) in tensors}
    attributes = _onnx_attributes(node)
    if node.op_type == "GRU":
        arrays["linear_before_reset"] = attributes.get("linear_before_reset", 0)
    return [SimpleNamespace(**attributes, P=given.get("P") or None)], arrays


def _one_node(graph):
    nodes = [node for node in graph.node if node.op_type in ("RNN", "GRU", "LSTM")]
    if len(nodes) == 1:
        return nodes[0], graph.initializer
    needs = "one RNN, GRU or LSTM node, or a pair (node, initialisers)"
    raise ValueError(f"source needs {needs}, got {len(nodes)} nodes")


def _onnx_attributes(node):
    """Return the attributes of a node by name; its functions under the names that `NEEDS` has."""
    fields = {1: "f", 2: "i", 3: "s", 6: "floats", 7: "ints", 8: "strings"}
    found = {each.name: getattr(each, fields[each.type]) for each in node.attribute}
    functions = [each.decode().lower() for each in found.pop("activations", [])]
    if functions and node.op_type != "RNN":
        found["gate_fn"] = functions.pop(0)
    if functions:
        found["activation"] = " and ".join(dict.fromkeys(functions))
    if "direction" in found:
        found["direction"] = found["direction"].decode()
    return found


def named(value):
    """Return the name of a function, and anything else as it is."""
    return getattr(value, "__name__", value)


def plain(value):
    """Return what NumPy understands of a tensor that may need a gradient, or of ONNX's."""
    if hasattr(value, "detach"):
        return value.detach().cpu()
    if hasattr(value, "raw_data"):
        given = np.frombuffer(value.raw_data, {1: "<f4", 11: "<f8"}.get(value.data_type, "V1"))
        numbers = given if len(given) else np.array(value.float_data or value.double_data)
        return numbers.reshape(value.dims)
    return value

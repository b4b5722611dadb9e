"""Weights of six frameworks, against the outputs of the real ones where they are installed."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

from test_rnn import random_weights, rejected
from unrolled.frameworks import load, states, store
from unrolled.layers import read
from unrolled.layouts import LAYOUTS
from unrolled.rnn import readout, unroll

X = np.random.default_rng(5).normal(size=(3, 6, 2))
by_layout = pytest.mark.parametrize("name", LAYOUTS)


def weights_of(name, sizes):
    """Random weights that the layout can hold."""
    weights = random_weights(np.random.default_rng(0), *sizes, LAYOUTS[name].cell)
    if name == "flax.nnx.GRUCell":
        weights = weights._replace(b_hh=0 * weights.b_hh)
    return weights


def used(name):
    return LAYOUTS[name].activation or "tanh"


def assert_loaded(name, source, theirs, activation="tanh", **arguments):
    """What is loaded gives the states `theirs` (3, 6, n_h) of X; and is stored and loaded again."""
    ours = load(source, activation=activation, **arguments)
    assert type(ours) is LAYOUTS[name].cell
    stored, _ = store(ours, source, activation=activation)
    shapes = {each: np.shape(v) for each, v in read(source, "")[1].items()}
    assert {each: np.shape(v) for each, v in stored.items()} == shapes
    h = unroll(ours, X, activation=activation)[..., 1:, -theirs.shape[-1] :]
    assert np.abs(h - theirs).max() < (1e-12 if theirs.dtype == float else 1e-6)
    for one, other in zip(ours, load(stored, activation=activation)):
        assert_allclose(one, other, rtol=1e-15, atol=1e-15, strict=True)


# ---- Without any framework


@by_layout
@pytest.mark.parametrize("sizes", [(2, 4, 2), (1, 1, 1), (5, 2, 0), (1, 6, 3)])
def test_load_inverts_store(name, sizes):
    weights = weights_of(name, sizes)
    arrays, linear = store(weights, name, activation=used(name))
    assert [*arrays] == LAYOUTS[name].names
    for like in name, "":
        loaded = load(arrays, linear, like=like, activation=used(name))
        assert type(loaded) is type(weights)
        for one, other in zip(weights, loaded):
            assert_allclose(one, other, rtol=1e-15, atol=1e-15, strict=True)
    alone = load([*arrays.values()], like=name, activation=used(name))
    assert alone.W_hy.shape == (0, sizes[1]) and alone.b_y.shape == (0,)
    assert_allclose(alone[1], weights[1], rtol=1e-15)


# ---- PyTorch


@pytest.fixture
def torch():
    return pytest.importorskip("torch")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_layers_and_cells_of_torch(torch, kind, dtype):
    dtype = getattr(torch, dtype)
    torch.manual_seed(1)
    layer = getattr(torch.nn, kind)(2, 4, batch_first=True, dtype=dtype)
    x = torch.tensor(X, dtype=dtype)
    theirs = layer(x)[0].detach().numpy()
    assert_loaded(f"torch.nn.{kind}", layer, theirs)
    assert_loaded(f"torch.nn.{kind}", layer.state_dict(), theirs)
    cell = getattr(torch.nn, f"{kind}Cell")(2, 4, dtype=dtype)
    state, outputs = None, []
    for t in range(6):
        state = cell(x[:, t], state)
        outputs.append((state[0] if kind == "LSTM" else state).detach().numpy())
    assert_loaded(f"torch.nn.{kind}Cell", cell, np.stack(outputs, 1))


def test_activation_of_torch_is_required(torch):
    layer = torch.nn.RNN(2, 4, nonlinearity="relu", batch_first=True, dtype=torch.float64)
    rejected("activation needs 'relu', that of the layer, got 'tanh'", load, source=layer)
    theirs = layer(torch.tensor(X))[0].detach().numpy()
    assert_loaded("torch.nn.RNN", layer, theirs, "relu")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(num_layers=2), "num_layers needs 1, got 2"),
        (dict(bidirectional=True), "bidirectional needs False, got True"),
        (dict(proj_size=2), "proj_size needs 0, got 2"),
        (dict(bias=False), "source needs the arrays .* with biases"),
    ],
)
def test_other_layers_of_torch_are_rejected(torch, arguments, message):
    layer = torch.nn.LSTM(2, 4, **arguments)
    rejected(message, load, source=layer)
    rejected("source needs the arrays of one layer", load, source=layer.state_dict())


# ---- Keras


@pytest.fixture
def keras():
    return pytest.importorskip("keras")


def keras_layer(keras, kind, **arguments):
    layer = getattr(keras.layers, kind)(4, return_sequences=True, **arguments)
    layer.build((3, 6, 2))
    rng = np.random.default_rng(3)
    layer.set_weights([rng.normal(size=w.shape, scale=0.5) for w in layer.get_weights()])
    return layer


KERAS = [("SimpleRNN", {}), ("GRU", {}), ("GRU", {"reset_after": False}), ("LSTM", {})]


@pytest.mark.parametrize(("kind", "arguments"), KERAS)
def test_layers_of_keras(keras, kind, arguments):
    layer = keras_layer(keras, kind, **arguments)  # findings/ has a script on its float64
    theirs = keras.ops.convert_to_numpy(layer(X.astype("float32")))
    name = f"keras.layers.{kind}" + ("(reset_after=False)" if arguments else "")
    assert_loaded(name, layer, theirs)
    assert_loaded(name, layer.cell, theirs)
    dense = keras.layers.Dense(2)
    dense.build((3, 4))
    ours = load(layer, dense)
    y = readout(ours, unroll(ours, X)[:, 1:])
    assert_allclose(y, keras.ops.convert_to_numpy(dense(theirs)), atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("GRU", dict(activation="selu"), "activation needs 'selu'"),
        ("GRU", dict(recurrent_activation="hard_sigmoid"), "recurrent_activation needs 'sigmoid'"),
        ("LSTM", dict(go_backwards=True), "go_backwards needs False"),
        ("LSTM", dict(use_bias=False), "use_bias needs True"),
        ("SimpleRNN", dict(activation="linear"), "activation needs 'identity'"),
    ],
)
def test_other_layers_of_keras_are_rejected(keras, kind, arguments, message):
    rejected(message, load, source=keras_layer(keras, kind, **arguments))


# ---- Flax, Equinox, Haiku


@pytest.fixture
def jax():
    jax = pytest.importorskip("jax")
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield jax
    jax.config.update("jax_enable_x64", before)


def by_hand(cell, state, hidden=lambda state: state):
    outputs = []
    for t in range(6):
        state = cell(state, X[:, t])
        outputs.append(np.asarray(hidden(state)))
    return np.stack(outputs, 1)


@pytest.mark.parametrize("kind", ["SimpleCell", "GRUCell", "LSTMCell", "OptimizedLSTMCell"])
def test_cells_of_flax(jax, kind):
    nnx = pytest.importorskip("flax.nnx")
    arguments = dict(param_dtype=float, dtype=float, rngs=nnx.Rngs(0))
    arguments |= dict(bias_init=jax.nn.initializers.normal(1.0))
    cell = getattr(nnx, kind)(2, 4, **arguments)
    zeros = np.zeros((3, 4))
    if "LSTM" in kind:
        theirs = by_hand(lambda s, x: cell(s, x)[0], (zeros, zeros), lambda s: s[1])
    else:
        theirs = by_hand(lambda s, x: cell(s, x)[0], zeros)
    for source in cell, nnx.RNN(cell), nnx.state(cell):
        assert_loaded(f"flax.nnx.{kind}", source, theirs)


@pytest.mark.parametrize("kind", ["GRUCell", "LSTMCell"])
def test_cells_of_equinox(jax, kind):
    nn = pytest.importorskip("equinox").nn
    cell = getattr(nn, kind)(2, 4, dtype=float, key=jax.random.key(0))
    each, zeros = jax.vmap(cell), np.zeros((3, 4))
    if kind == "LSTMCell":
        theirs = by_hand(lambda s, x: each(x, s), (zeros, zeros), lambda s: s[0])
    else:
        theirs = by_hand(lambda s, x: each(x, s), zeros)
    assert_loaded(f"equinox.nn.{kind}", cell, theirs)


@pytest.mark.parametrize("kind", ["VanillaRNN", "GRU", "LSTM"])
def test_cores_of_haiku(jax, kind):
    hk = pytest.importorskip("haiku")

    def f(x):
        core = getattr(hk, kind)(4)
        return hk.dynamic_unroll(core, x, core.initial_state(3), time_major=False)[0]

    net = hk.without_apply_rng(hk.transform(f))
    params = net.init(jax.random.key(0), X)
    params = jax.tree.map(lambda v: v + 0.1 * np.arange(v.shape[-1]), params)
    theirs = np.asarray(net.apply(params, X))
    assert_loaded(f"haiku.{kind}", params, theirs, used(f"haiku.{kind}"))


# ---- ONNX


def onnx_model(helper, kind, dtype, **attributes):
    k, rng = {"RNN": 1, "GRU": 3, "LSTM": 4}[kind], np.random.default_rng(2)
    shapes = dict(W=(1, 4 * k, 2), R=(1, 4 * k, 4), B=(1, 8 * k))
    arrays = {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}
    node = helper.make_node(kind, ["X", *arrays], ["Y"], hidden_size=4, **attributes)
    number = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    axes = {"X": [None] * 3, "Y": [None] * 4}
    values = [helper.make_tensor_value_info(name, number, each) for name, each in axes.items()]
    tensors = [helper.make_tensor(n, number, v.shape, v.tobytes(), raw=True)
               for n, v in arrays.items()]  # fmt: skip
    graph = helper.make_graph([node], "g", values[:1], values[1:], tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=9)


@pytest.mark.parametrize("layout", [0, 1])
@pytest.mark.parametrize(
    ("kind", "attributes"),
    [("RNN", {}), ("GRU", {}), ("GRU", {"linear_before_reset": 1}), ("LSTM", {})],
)
def test_nodes_of_onnx(kind, attributes, layout):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnx.reference")
    for dtype in "float32", "float64":
        model = onnx_model(onnx.helper, kind, dtype, layout=layout, **attributes)
        x = X.astype(dtype)
        y = onnx.reference.ReferenceEvaluator(model).run(
            None, {"X": x if layout else x.swapaxes(0, 1)}
        )[0]
        theirs = y[:, :, 0] if layout else y[:, 0].swapaxes(0, 1)
        name = f"onnx.{kind}" + ("(linear_before_reset=1)" if attributes else "")
        assert_loaded(name, model, theirs)
        pair = (
            model.graph.node[0],
            {t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer},
        )
        assert_loaded(name, pair, theirs)
        if not layout and dtype == "float32":
            runtime = pytest.importorskip("onnxruntime")
            session = runtime.InferenceSession(model.SerializeToString())
            y = session.run(None, {"X": x.swapaxes(0, 1)})[0]
            assert_loaded(name, model, y[:, 0].swapaxes(0, 1))


@pytest.mark.parametrize(
    ("kind", "attributes", "message"),
    [
        ("GRU", dict(direction="reverse"), "direction needs 'forward', got 'reverse'"),
        ("LSTM", dict(clip=1.0), "clip needs None, got 1.0: nothing is clipped"),
        ("LSTM", dict(input_forget=1), "input_forget needs 0, got 1"),
        ("RNN", dict(activations=["Relu"]), "activation needs 'relu', that of the layer"),
        ("LSTM", dict(activations=["Sigmoid", "Tanh", "Relu"]), "activation needs 'tanh and relu'"),
        ("GRU", dict(activations=["HardSigmoid", "Tanh"]), "gate_fn needs 'sigmoid', got 'hards"),
    ],
)
def test_other_nodes_of_onnx_are_rejected(kind, attributes, message):
    onnx = pytest.importorskip("onnx")
    model = onnx_model(onnx.helper, kind, "float32", **attributes)
    rejected(message, load, source=model)
    model.graph.node.append(model.graph.node[0])
    rejected("source needs one RNN, GRU or LSTM node, .* got 2 nodes", load, source=model)


def test_peepholes_of_onnx_are_rejected():
    onnx = pytest.importorskip("onnx")
    model = onnx_model(onnx.helper, "LSTM", "float32")
    model.graph.node[0].input.extend(["", "", "", "W"])
    rejected("P needs None, got 'W': the gates see h, not c", load, source=model)


# ---- One of several layers or directions


def advised(advice, **names):
    """What the line of Python returns that a message advises."""
    code = re.search(r"take (\{.*\}|dict\(.*?\))", advice)[1]
    return eval(code, names)


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_error_says_how_to_take_one_layer_of_torch(torch, kind):
    layer = getattr(torch.nn, kind)(2, 4, num_layers=2, batch_first=True, dtype=torch.float64)
    with pytest.raises(ValueError, match="num_layers needs 1, got 2") as refused:
        load(layer)
    upper = load(advised(str(refused.value), layer=layer))
    lower = load({k: v for k, v in layer.state_dict().items() if k.endswith("_l0")})
    h = unroll(lower, X)[:, 1:, -4:]
    assert_allclose(unroll(upper, h)[:, 1:, -4:], layer(torch.tensor(X))[0].detach(), atol=1e-12)


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_error_says_how_to_take_one_direction_of_torch(torch, kind):
    layer = getattr(torch.nn, kind)(2, 4, bidirectional=True, batch_first=True, dtype=torch.float64)
    with pytest.raises(ValueError, match="bidirectional needs False, got True") as refused:
        load(layer)
    backward = load(advised(str(refused.value), layer=layer))
    h = unroll(backward, X[:, ::-1])[:, :0:-1, -4:]
    assert_allclose(h, layer(torch.tensor(X))[0][..., 4:].detach(), atol=1e-12)


def test_one_direction_and_one_layer_of_keras(keras):
    both = keras.layers.Bidirectional(keras_layer(keras, "GRU"), merge_mode=None)
    theirs = [keras.ops.convert_to_numpy(y) for y in both(X.astype("float32"))]
    rejected("forward_layer needs None, .* take forward_layer, or backward", load, source=both)
    rejected("go_backwards needs False, .* take the cell", load, source=both.backward_layer)
    assert_allclose(unroll(load(both.forward_layer), X)[:, 1:], theirs[0], atol=1e-6)
    h = unroll(load(both.backward_layer.cell), X[:, ::-1])[:, :0:-1]
    assert_allclose(h, theirs[1], atol=1e-6)
    stacked = keras.layers.RNN([keras.layers.GRUCell(3), keras.layers.GRUCell(4)])
    last = keras.ops.convert_to_numpy(stacked(X.astype("float32")))
    rejected(r"cells needs None, .* take cells\[0\], then cells\[1\]", load, source=stacked)
    lower, upper = map(load, stacked.cell.cells)
    assert_allclose(unroll(upper, unroll(lower, X)[:, 1:])[:, -1], last, atol=1e-6)


def test_error_says_how_to_take_one_direction_of_onnx():
    onnx, runtime = pytest.importorskip("onnx"), pytest.importorskip("onnxruntime")
    rng = np.random.default_rng(2)
    arrays = {n: rng.normal(size=(2, *s)) for n, s in dict(W=(4, 2), R=(4, 4), B=(8,)).items()}
    model = onnx_model(onnx.helper, "RNN", "float32", direction="bidirectional")
    for tensor in model.graph.initializer:
        given = onnx.numpy_helper.from_array(arrays[tensor.name].astype("float32"), tensor.name)
        tensor.CopyFrom(given)
    with pytest.raises(ValueError, match="direction needs 'forward', got 'bidirectional'") as error:
        load(model)
    forward = load(advised(str(error.value), **arrays))
    backward = load({name: v[1:] for name, v in arrays.items()})
    session = runtime.InferenceSession(model.SerializeToString())
    y = session.run(None, {"X": X.swapaxes(0, 1).astype("float32")})[0].swapaxes(0, 2)
    assert_allclose(unroll(forward, X)[:, 1:], y[:, 0], atol=1e-5)
    assert_allclose(unroll(backward, X[:, ::-1])[:, :0:-1], y[:, 1], atol=1e-5)


# ---- States


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_states_of_a_padded_batch_of_torch(torch, kind):
    rnn = torch.nn.utils.rnn
    layer = getattr(torch.nn, kind)(2, 4, batch_first=True, dtype=torch.float64)
    lengths, start = [6, 1, 4], np.random.default_rng(0).normal(size=(2, 3, 4))
    first = torch.tensor(start[:1]) if kind != "LSTM" else tuple(torch.tensor(start[:, None]))
    packed = rnn.pack_padded_sequence(torch.tensor(X), lengths, True, enforce_sorted=False)
    outputs, last = layer(packed, first)
    outputs, _ = rnn.pad_packed_sequence(outputs, batch_first=True)
    h = states(outputs, start[0], lengths)
    assert h.shape == (3, 7, 4)
    last = (last[0] if kind == "LSTM" else last)[0].detach().numpy()
    assert_allclose(h[:, -1], last, rtol=0, atol=1e-15)
    h0 = start[0] if kind != "LSTM" else np.concatenate([start[1], start[0]], -1)
    ours = unroll(load(layer), X, h0)[..., -4:]
    for b, length in enumerate(lengths):
        assert_allclose(h[b, : length + 1], ours[b, : length + 1], atol=1e-14)
        assert_allclose(h[b, length:], np.tile(h[b, length], (7 - length, 1)))
    turned = states(outputs.swapaxes(0, 1), start[0], lengths, time_first=True)
    assert_allclose(turned, h, rtol=0)


def test_states_without_a_framework():
    h = states([[1], [2], [3]])
    assert_allclose(h, [[0], [1], [2], [3]])
    assert_allclose(states([[1], [2], [0]], [7], 2), [[7], [1], [2], [2]])
    assert_allclose(states([[1], [2], [0]], [7], 0), [[7]] * 4)


def test_masked_steps_of_keras_repeat_the_last_state(keras):
    layer, lengths = keras_layer(keras, "GRU"), [6, 1, 4]
    mask = np.arange(6) < np.array(lengths)[:, None]
    outputs = keras.ops.convert_to_numpy(layer(X.astype("float32"), mask=mask))
    assert_allclose(states(outputs), states(outputs, lengths=lengths), atol=1e-7)
    h = unroll(load(layer), X)
    assert_allclose(states(outputs)[1, -1], h[1, 1], atol=1e-6)
    assert_allclose(states(outputs)[2, -1], h[2, 4], atol=1e-6)

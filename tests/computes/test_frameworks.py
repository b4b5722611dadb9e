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
each_kind = pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])


def assert_same(weights, others):
    assert type(weights) is type(others)
    for one, other in zip(weights, others):
        assert_allclose(one, other, rtol=1e-15, atol=1e-15, strict=True)


# ---- Without any framework


@by_layout
@pytest.mark.parametrize("sizes", [(2, 4, 2), (1, 1, 1), (5, 2, 0), (1, 6, 3)])
def test_load_inverts_store(name, sizes):
    weights = random_weights(np.random.default_rng(0), *sizes, LAYOUTS[name].cell)
    if name == "flax.nnx.GRUCell":
        weights = weights._replace(b_hh=0 * weights.b_hh)  # it cannot hold another
    used = dict(activation=LAYOUTS[name].activation or "tanh")
    arrays, linear = store(weights, name, **used)
    assert [*arrays] == LAYOUTS[name].names
    for like in name, "":
        assert_same(weights, load(arrays, linear, like=like, **used))
    alone = load([*arrays.values()], like=name, **used)
    assert alone.W_hy.shape == (0, sizes[1]) and alone.b_y.shape == (0,)
    assert_allclose(alone[1], weights[1], rtol=1e-15)


def test_states_without_a_framework():
    assert_allclose(states([[1], [2], [3]]), [[0], [1], [2], [3]])
    assert_allclose(states([[1], [2], [0]], [7], 2), [[7], [1], [2], [2]])
    assert_allclose(states([[1], [2], [0]], [7], 0), [[7]] * 4)


# ---- The layers and cells of each framework: functions that yield (source, their states)


def by_hand(cell, state, x=X):
    """The states of cell(state, x), which returns its state and h."""
    outputs = []
    for t in range(6):
        state, h = cell(state, x[:, t])
        outputs.append(np.asarray(h))
    return np.stack(outputs, 1)


def state_last(cell, is_pair):
    """A cell(x, state), which returns its state, as `by_hand` needs it."""

    def turned(state, x):
        state = cell(x, state)
        return state, state[0] if is_pair else state

    return turned


def torch_layer(kind, **options):
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    options = {"dtype": torch.float64} | options
    options |= {} if "Cell" in kind else {"batch_first": True}
    return getattr(torch.nn, kind)(2, 4, **options)


def of_torch(kind):
    torch = pytest.importorskip("torch")
    for dtype in torch.float32, torch.float64:
        layer, x = torch_layer(kind, dtype=dtype), torch.tensor(X, dtype=dtype)
        with torch.no_grad():
            cell = state_last(layer, kind == "LSTMCell")
            theirs = by_hand(cell, None, x) if "Cell" in kind else layer(x)[0].numpy()
        yield layer, theirs
        yield layer.state_dict(), theirs


def keras_layer(kind, **options):
    keras = pytest.importorskip("keras")
    layer = getattr(keras.layers, kind)(4, return_sequences=True, **options)
    layer.build((3, 6, 2))
    rng = np.random.default_rng(3)
    layer.set_weights([rng.normal(size=w.shape, scale=0.5) for w in layer.get_weights()])
    return layer


def of_keras(kind, **options):
    layer = keras_layer(kind, **options)  # findings/ has a script on its float64
    for source in layer, layer.cell:
        yield source, numbers(layer(X.astype("float32")))


def numbers(tensor):
    return pytest.importorskip("keras").ops.convert_to_numpy(tensor)


@pytest.fixture
def x64():
    """JAX computes in float64."""
    try:
        import jax
    except ModuleNotFoundError:
        yield
        return
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


def of_flax(kind):
    nnx, jax = pytest.importorskip("flax.nnx"), pytest.importorskip("jax")
    options = dict(param_dtype=float, dtype=float, bias_init=jax.nn.initializers.normal(1.0))
    cell = getattr(nnx, kind)(2, 4, rngs=nnx.Rngs(0), **options)
    zeros = np.zeros((3, 4))
    for source in cell, nnx.RNN(cell), nnx.state(cell):
        yield source, by_hand(cell, (zeros, zeros) if "LSTM" in kind else zeros)


def of_equinox(kind):
    nn, jax = pytest.importorskip("equinox").nn, pytest.importorskip("jax")
    cell, zeros = getattr(nn, kind)(2, 4, dtype=float, key=jax.random.key(0)), np.zeros((3, 4))
    is_pair = kind == "LSTMCell"
    yield cell, by_hand(state_last(jax.vmap(cell), is_pair), (zeros, zeros) if is_pair else zeros)


def of_haiku(kind):
    hk, jax = pytest.importorskip("haiku"), pytest.importorskip("jax")

    def f(x):
        core = getattr(hk, kind)(4)
        return hk.dynamic_unroll(core, x, core.initial_state(3), time_major=False)[0]

    net = hk.without_apply_rng(hk.transform(f))
    params = net.init(jax.random.key(0), X)
    params = jax.tree.map(lambda v: v + 0.1 * np.arange(v.shape[-1]), params)
    yield params, np.asarray(net.apply(params, X))


def onnx_model(kind, dtype="float32", **attributes):
    helper, rng = pytest.importorskip("onnx").helper, np.random.default_rng(2)
    k, n = {"RNN": 1, "GRU": 3, "LSTM": 4}[kind], 1 + (attributes.get("direction") == BOTH)
    shapes = dict(W=(n, 4 * k, 2), R=(n, 4 * k, 4), B=(n, 8 * k))
    arrays = {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}
    node = helper.make_node(kind, ["X", *arrays], ["Y"], hidden_size=4, **attributes)
    number = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    axes = {"X": [None] * 3, "Y": [None] * 4}
    values = [helper.make_tensor_value_info(name, number, each) for name, each in axes.items()]
    tensors = [
        helper.make_tensor(name, number, v.shape, v.tobytes(), raw=True)
        for name, v in arrays.items()
    ]
    graph = helper.make_graph([node], "g", values[:1], values[1:], tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=9)


BOTH = "bidirectional"


def initialisers(model):
    to_array = pytest.importorskip("onnx").numpy_helper.to_array
    return {each.name: to_array(each) for each in model.graph.initializer}


def onnx_outputs(model):
    """(direction, example, step, unit)."""
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(model.SerializeToString())
    return session.run(None, {"X": X.swapaxes(0, 1).astype("float32")})[0].transpose(1, 2, 0, 3)


def of_onnx(kind, **attributes):
    reference = pytest.importorskip("onnx.reference")
    for dtype, layout in ("float32", 0), ("float32", 1), ("float64", 0), ("float64", 1):
        model, x = onnx_model(kind, dtype, layout=layout, **attributes), X.astype(dtype)
        run = reference.ReferenceEvaluator(model).run
        y = run(None, {"X": x if layout else x.swapaxes(0, 1)})[0]
        theirs = y[:, :, 0] if layout else y[:, 0].swapaxes(0, 1)
        yield model, theirs
        yield (model.graph.node[0], initialisers(model)), theirs
    model = onnx_model(kind, **attributes)
    yield model, onnx_outputs(model)[0]


MADE = dict(torch=of_torch, keras=of_keras, flax=of_flax, equinox=of_equinox)
MADE |= dict(haiku=of_haiku, onnx=of_onnx)


def assert_loaded(name, source, theirs, activation):
    """What is loaded gives the states `theirs` (3, 6, n_h) of X; and is stored and loaded again."""
    ours = load(source, activation=activation)
    assert type(ours) is LAYOUTS[name].cell
    stored, _ = store(ours, source, activation=activation)
    shapes = {each: np.shape(v) for each, v in read(source, "")[1].items()}
    assert {each: np.shape(v) for each, v in stored.items()} == shapes
    h = unroll(ours, X, activation=activation)[..., 1:, -theirs.shape[-1] :]
    assert np.abs(h - theirs).max() < (1e-12 if theirs.dtype == float else 1e-6)
    assert_same(ours, load(stored, activation=activation))


@by_layout
def test_loaded_weights_give_the_states_of_the_framework(name, x64):
    framework, kind, key, value = re.fullmatch(r"(\w+).*?(\w+)(?:\((\w+)=(\w+)\))?", name).groups()
    options = {key: value == "1"} if key else {}  # reset_after=False or linear_before_reset=1
    for source, theirs in MADE[framework](kind, **options):
        assert_loaded(name, source, theirs, LAYOUTS[name].activation or "tanh")


def test_activation_of_torch_is_required():
    layer = torch_layer("RNN", nonlinearity="relu")
    rejected("activation needs 'relu', that of the layer, got 'tanh'", load, source=layer)
    theirs = layer(pytest.importorskip("torch").tensor(X))[0].detach().numpy()
    assert_loaded("torch.nn.RNN", layer, theirs, "relu")


def test_dense_layer_of_keras_is_the_readout():
    dense, layer = pytest.importorskip("keras").layers.Dense(2), keras_layer("GRU")
    theirs = numbers(dense(layer(X.astype("float32"))))
    ours = load(layer, dense)
    assert_allclose(readout(ours, unroll(ours, X)[:, 1:]), theirs, atol=1e-6)


# ---- What is computed otherwise

OTHERS = [
    (torch_layer, "LSTM", dict(num_layers=2), "num_layers needs 1, got 2"),
    (torch_layer, "LSTM", dict(bidirectional=True), "bidirectional needs False, got True"),
    (torch_layer, "LSTM", dict(proj_size=2), "proj_size needs 0, got 2"),
    (torch_layer, "LSTM", dict(bias=False), "source needs the arrays .* with biases"),
    (keras_layer, "GRU", dict(activation="selu"), "activation needs 'selu'"),
    (keras_layer, "GRU", dict(recurrent_activation="hard_sigmoid"), "recurrent_activation needs"),
    (keras_layer, "LSTM", dict(go_backwards=True), "go_backwards needs False, .* take the cell"),
    (keras_layer, "LSTM", dict(use_bias=False), "use_bias needs True"),
    (keras_layer, "SimpleRNN", dict(activation="linear"), "activation needs 'identity'"),
    (onnx_model, "GRU", dict(direction="reverse"), "direction needs 'forward', got 'reverse'"),
    (onnx_model, "RNN", dict(direction=BOTH), "direction needs 'forward', got 'bidirectional'"),
    (onnx_model, "LSTM", dict(clip=1.0), "clip needs None, got 1.0: nothing is clipped"),
    (onnx_model, "LSTM", dict(input_forget=1), "input_forget needs 0, got 1"),
    (onnx_model, "RNN", dict(activations=["Relu"]), "activation needs 'relu', that of the layer"),
    (onnx_model, "LSTM", dict(activations=["Sigmoid", "Tanh", "Relu"]), ".* needs 'tanh and relu'"),
    (onnx_model, "GRU", dict(activations=["HardSigmoid", "Tanh"]), "gate_fn needs 'sigmoid', got"),
]


@pytest.mark.parametrize(("made", "kind", "options", "message"), OTHERS)
def test_other_layers_are_rejected(made, kind, options, message):
    layer = made(kind, **options)
    rejected(message, load, source=layer)
    if made is torch_layer:
        rejected("source needs the arrays of one layer", load, source=layer.state_dict())


def test_two_nodes_and_peepholes_of_onnx_are_rejected():
    model = onnx_model("LSTM")
    model.graph.node.append(model.graph.node[0])
    rejected("source needs one RNN, GRU or LSTM node, .* got 2 nodes", load, source=model)
    model = onnx_model("LSTM")
    model.graph.node[0].input.extend(["", "", "", "W"])
    rejected("P needs None, got 'W': the gates see h, not c", load, source=model)


# ---- One of several layers or directions


def advised(source, **names):
    """What the line of Python returns that the error advises."""
    with pytest.raises(ValueError) as refused:
        load(source)
    return eval(re.search(r"take (\{.*\}|dict\(.*?\))", str(refused.value))[1], names)


@each_kind
def test_error_says_how_to_take_one_layer_or_direction_of_torch(kind):
    x = pytest.importorskip("torch").tensor(X)
    layer = torch_layer(kind, num_layers=2)
    upper = load(advised(layer, layer=layer))
    lower = load({k: v for k, v in layer.state_dict().items() if k.endswith("_l0")})
    h = unroll(lower, X)[:, 1:, -4:]
    assert_allclose(unroll(upper, h)[:, 1:, -4:], layer(x)[0].detach(), atol=1e-12)
    layer = torch_layer(kind, bidirectional=True)
    h = unroll(load(advised(layer, layer=layer)), X[:, ::-1])[:, :0:-1, -4:]
    assert_allclose(h, layer(x)[0][..., 4:].detach(), atol=1e-12)


def test_one_direction_and_one_layer_of_keras():
    layers, x = pytest.importorskip("keras").layers, X.astype("float32")
    both = layers.Bidirectional(keras_layer("GRU"), merge_mode=None)
    theirs = [numbers(y) for y in both(x)]
    rejected("forward_layer needs None, .* take forward_layer, or backward", load, source=both)
    assert_allclose(unroll(load(both.forward_layer), X)[:, 1:], theirs[0], atol=1e-6)
    h = unroll(load(both.backward_layer.cell), X[:, ::-1])[:, :0:-1]
    assert_allclose(h, theirs[1], atol=1e-6)
    stacked = layers.RNN([layers.GRUCell(3), layers.GRUCell(4)])
    last = numbers(stacked(x))
    rejected(r"cells needs None, .* take cells\[0\], then cells\[1\]", load, source=stacked)
    lower, upper = map(load, stacked.cell.cells)
    assert_allclose(unroll(upper, unroll(lower, X)[:, 1:])[:, -1], last, atol=1e-6)


def test_error_says_how_to_take_one_direction_of_onnx():
    model = onnx_model("RNN", direction=BOTH)
    arrays = initialisers(model)
    forward = load(advised(model, **arrays))
    backward = load({name: v[1:] for name, v in arrays.items()})
    y = onnx_outputs(model)
    assert_allclose(unroll(forward, X)[:, 1:], y[0], atol=1e-5)
    assert_allclose(unroll(backward, X[:, ::-1])[:, :0:-1], y[1], atol=1e-5)


# ---- States of padded batches


@each_kind
def test_states_of_a_padded_batch_of_torch(kind):
    torch = pytest.importorskip("torch")
    layer, rnn = torch_layer(kind), torch.nn.utils.rnn
    lengths, start = [6, 1, 4], np.random.default_rng(0).normal(size=(2, 3, 4))
    first = torch.tensor(start[:1]) if kind != "LSTM" else tuple(torch.tensor(start[:, None]))
    packed = rnn.pack_padded_sequence(torch.tensor(X), lengths, True, enforce_sorted=False)
    outputs, _ = rnn.pad_packed_sequence(layer(packed, first)[0], batch_first=True)
    h = states(outputs, start[0], lengths)
    assert h.shape == (3, 7, 4)
    h0 = start[0] if kind != "LSTM" else np.concatenate([start[1], start[0]], -1)
    ours = unroll(load(layer), X, h0)[..., -4:]
    for b, length in enumerate(lengths):
        assert_allclose(h[b, : length + 1], ours[b, : length + 1], atol=1e-14)
        assert_allclose(h[b, length:], np.tile(h[b, length], (7 - length, 1)))
    turned = states(outputs.swapaxes(0, 1), start[0], lengths, time_first=True)
    assert_allclose(turned, h, rtol=0)


def test_masked_steps_of_keras_repeat_the_last_state():
    layer, lengths = keras_layer("GRU"), [6, 1, 4]
    mask = np.arange(6) < np.array(lengths)[:, None]
    found = states(numbers(layer(X.astype("float32"), mask=mask)))
    h = unroll(load(layer), X)
    for b, length in enumerate(lengths):
        assert_allclose(found[b, : length + 1], h[b, : length + 1], atol=1e-6)
        assert_allclose(found[b, length:], found[b, length] * np.ones((7 - length, 1)), atol=1e-7)

"""Compute the tables of notebooks/your_framework.md with the real frameworks, and write them there.

python tools/framework_tables.py [TABLE …]    without a name: all; takes two minutes

It needs the extras `oracle` and `frameworks`. On the page, a comment above each table names the
function of `TABLES` that computes it.
"""

import itertools
import os
import re
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import numpy as np

from unrolled import frameworks, rnn
from unrolled.cells import GRU, LSTM, ResetFirstGRU, Weights
from unrolled.layouts import LAYOUTS
from unrolled.tables import adding

PAGE = Path(__file__).resolve().parents[1] / "notebooks" / "your_framework.md"
PACKAGES = "torch keras jax flax equinox dm-haiku onnx onnxruntime".split()
LAYERS = [name for name in LAYOUTS if not re.fullmatch(r"torch\.nn\.\w+Cell", name)]
os.environ.setdefault("KERAS_BACKEND", "torch")


def versions():
    """Return what the numbers were computed with."""
    return [["package", "version"], *([name, version(name).split("+")[0]] for name in PACKAGES)]


# ---- Formulas


def formulas():
    """Return each formula in the symbols of the course, and the layers that compute it."""
    found, cells = defaultdict(list), [Weights, GRU, ResetFirstGRU, LSTM]
    for name in sorted(LAYERS, key=lambda name: cells.index(LAYOUTS[name].cell)):
        for formula in _formulas(LAYOUTS[name]):
            found[formula].append(f"`{name}`")
    return [["formula", "layers"], *([formula, ", ".join(who)] for formula, who in found.items())]


def _formulas(layout):
    from_x, from_h, bias = "W_xh x", "W_hh h", " + b_hh" if "h" in layout.second else ""
    if layout.cell is Weights:
        yield f"h(t) = {layout.activation or 'tanh'}({from_x} + {from_h} + b_h)"
    elif "f" in layout.gates:
        yield f"f = σ(W_xf x + W_hf h + b_f{' + 1' if layout.forget else ''})"
    else:
        inner = f"{from_x} + b_h + r ⊙ ({from_h}{bias})"
        if layout.cell is ResetFirstGRU:
            inner = f"{from_x} + b_h + W_hh (r ⊙ h)"
        yield f"candidate = tanh({inner})"
        z, rest = ("z", "(1 - z)") if layout.z_keeps else ("(1 - z)", "z")
        yield f"h(t) = {z} ⊙ h + {rest} ⊙ candidate"


# ---- What training starts from


def start(n=100, seeds=2):
    """Return the spectral radius that matrices W_h… of n units start with, and their biases."""
    rows = [["layer", "spectral radius", "biases"]]
    for name in LAYERS:
        if not name.startswith("onnx"):  # which has no initialisers
            new = [made(name, n, seed) for seed in range(seeds)]
            matrices = [getattr(w, each) for w in new for each in w.from_h]
            radius = np.mean([abs(np.linalg.eigvals(W)).max() for W in matrices])
            rows.append([f"`{name}`", f"{radius:.2f}", _biases(new[0])])
    return rows


def made(name, n, seed):
    """Return the weights of a new layer with n inputs and n units."""
    if name.startswith("torch"):
        torch = _module("torch")
        torch.manual_seed(seed)
        layer = getattr(torch.nn, name.split(".")[-1])(n, n)
    elif name.startswith("keras"):
        _module("keras").utils.set_random_seed(seed)
        layer = _keras(name, n)
        layer.build((1, 1, n))
    else:
        layer = _of_jax(name, n, n, seed)
    return frameworks.load(layer, like=name, activation=LAYOUTS[name].activation or "tanh")


def _biases(weights):
    found = {name: getattr(weights, name) for name in weights.biases}
    ones = [f", {name} 1" for name, v in found.items() if (v == 1).all()]
    return "random" if any(np.ptp(v) for v in found.values()) else "".join(["0", *ones])


# ---- Two biases


def biases(rate=0.1):
    """Return how far one step of SGD moves the weights of the same RNN, in two frameworks."""
    torch, keras = _module("torch"), _module("keras")
    rng = np.random.default_rng(0)
    weights = Weights.random(2, 4, 0, rng=rng)
    x, target = rng.normal(size=(8, 5, 2)), rng.normal(size=(8, 4))
    layer = torch.nn.RNN(2, 4, batch_first=True)
    _fill(layer, frameworks.store(weights, "torch")[0])
    optimizer = torch.optim.SGD(layer.parameters(), rate)
    last = layer(_float(x))[0][:, -1]
    torch.nn.functional.mse_loss(last, _float(target)).backward()
    norms = [float(torch.nn.utils.clip_grad_norm_(layer.parameters(), np.inf))]
    optimizer.step()
    other = keras.layers.SimpleRNN(4)
    model = keras.Sequential([keras.Input(x.shape[1:]), other])
    other.set_weights([*frameworks.store(weights, "keras")[0].values()])
    model.compile(keras.optimizers.SGD(rate), "mse")
    model.train_on_batch(x, target)
    moved = [
        {name: np.linalg.norm(b - a) for name, a, b in zip(weights._fields, weights, after)}
        for after in (frameworks.load(layer), frameworks.load(other))
    ]
    norms.append(np.linalg.norm([*moved[1].values()]) / rate)
    rows = [
        [f"{name} moves by", *(f"{each[name]:.4f}" for each in moved)]
        for name in ("W_xh", "W_hh", "b_h")
    ]
    head = ["quantity", "`torch.nn.RNN`, two biases", "`SimpleRNN`, one bias"]
    return [head, *rows, ["norm of the gradient", *(f"{norm:.4f}" for norm in norms)]]


# ---- Padding


def padding():
    """Return what stands where when the running sum of 1, 2, 3 is padded with 9, 9."""
    head = ["call", "outputs", "last state", "outputs backwards", "last state backwards"]
    return [head, *_padded_torch(), *_padded_keras(), *_padded_flax(), *_padded_onnx()]


SUM = Weights([[1]], [[1]], [0], np.zeros((0, 1)), [])
PADDED, LENGTH = np.array([1, 2, 3, 9, 9], "float32").reshape(1, 5, 1), 3


def _row(call, *arrays):
    """Return a row: each array as its numbers."""
    numbers = [np.ravel(v).astype(int).tolist() for v in arrays]
    return [call, *(" ".join(map(str, each)) or "none" for each in numbers)]


def _padded_torch():
    torch = _module("torch")
    utils = torch.nn.utils.rnn
    layer = torch.nn.RNN(1, 1, batch_first=True, bidirectional=True, nonlinearity="relu")
    arrays, _ = frameworks.store(SUM, "torch", activation="relu")
    _fill(layer, arrays | {f"{name}_reverse": v for name, v in arrays.items()})
    with torch.no_grad():
        y, h_n = layer(_float(PADDED))
        yield _row("`torch.nn.RNN`, without lengths", y[..., 0], h_n[0], y[..., 1], h_n[1])
        packed = utils.pack_padded_sequence(_float(PADDED), [LENGTH], batch_first=True)
        y, h_n = layer(packed)
        y, _ = utils.pad_packed_sequence(y, batch_first=True, total_length=5)
        yield _row("`torch.nn.RNN`, packed", y[..., 0], h_n[0], y[..., 1], h_n[1])


def _padded_keras():
    keras = _module("keras")

    def run(wrapper, **arguments):
        layer = wrapper(keras.layers.SimpleRNN(1, activation="relu", **arguments))
        layer.build(PADDED.shape)
        layer.set_weights([np.full(v.shape, v.ndim == 2) for v in layer.get_weights()])
        found = layer(PADDED, mask=np.arange(5)[None] < LENGTH)
        found = found if isinstance(found, (list, tuple)) else [found]
        return [keras.ops.convert_to_numpy(each) for each in found]

    def both(layer):
        return keras.layers.Bidirectional(layer, merge_mode=None)

    (y,), (last,) = run(lambda layer: layer, return_sequences=True), run(lambda layer: layer)
    yield _row("Keras, masked", y, last, [], [])
    outputs, lasts = run(both, return_sequences=True), run(both)
    forward, backward = zip(outputs, lasts)
    yield _row("Keras, masked, within `Bidirectional`", *forward, *backward)


def _padded_flax():
    nnx, jnp = _module("flax.nnx"), _module("jax.numpy")

    def run():
        cell = nnx.SimpleCell(1, 1, activation_fn=_module("jax").nn.relu, rngs=nnx.Rngs(0))
        nnx.update(cell, {"dense_i": {"kernel": jnp.ones((1, 1)), "bias": jnp.zeros(1)},
                          "dense_h": {"kernel": jnp.ones((1, 1))}})  # fmt: skip
        return nnx.RNN(cell)

    layer = nnx.Bidirectional(run(), run(), return_carry=True)
    carries, y = layer(jnp.array(PADDED), seq_lengths=jnp.array([LENGTH]))
    row = y[..., 0], carries[0], y[..., 1], carries[1]
    yield _row("Flax `nnx.Bidirectional`, `seq_lengths`", *row)


def _padded_onnx():
    runtime, reference = _module("onnxruntime"), _module("onnx.reference")
    attributes = dict(direction="bidirectional", activations=["Affine"] * 2)
    attributes |= dict(activation_alpha=[1.0, 1.0], activation_beta=[0.0, 0.0])
    model = onnx_model("RNN", {n: np.ones((2, 1, 1)) for n in "WR"}, lengths=True, **attributes)
    feed = {"X": PADDED.swapaxes(0, 1), "lengths": np.array([LENGTH], "int32")}
    for who, run in [
        ("onnxruntime, `sequence_lens`", runtime.InferenceSession(model.SerializeToString()).run),
        ("ONNX' reference evaluator, `sequence_lens`", reference.ReferenceEvaluator(model).run),
    ]:
        y, h_n = run(None, feed)
        yield _row(who, y[:, 0], h_n[0], y[:, 1], h_n[1])


# ---- Defaults that bite


def traps():
    """Return what was seen of each trap, with what to do."""
    rows = [each() for each in TRAPS]
    return [["call", "what happens", "seen", "what to do"], *itertools.chain(*rows)]


def _forget():
    advice = "compare `b_f` first; pass `unit_forget_bias=False` to start as elsewhere"
    layer = _built(_module("keras").layers.LSTM(4))
    b_f = frameworks.load(layer).b_f.mean()
    yield ["Keras `LSTM(…)`", "`b_f` starts at 1", f"mean {b_f:.1f}", advice]
    weights = made("haiku.LSTM", 4, 0)
    advice = "add 1 to `b_f` when the weights leave Haiku; `load` does"
    seen = f"stored 0.0, used {weights.b_f.mean():.1f}"
    yield ["Haiku `LSTM(…)`", "1 is added to the forget gate at run time", seen, advice]


def _repeated():
    layer = _built(_module("keras").layers.LSTM(4, bias_initializer="random_normal"))
    w = frameworks.load(layer)
    seen = f"largest difference {abs(w.b_i - w.b_c).max():.1f}"
    happens = "`b_i` gets the same random numbers as the bias of the candidate"
    yield ["Keras `LSTM(…, bias_initializer=\"random_normal\")`", happens, seen,
           "use zeros, or set the biases yourself"]  # fmt: skip


KERAS = """
import keras, numpy as np
layers = [keras.layers.SimpleRNN(1, activation="linear", **each)
          for each in (dict(stateful=True), dict(return_sequences=True))]
model = keras.Sequential([keras.Input(batch_shape=(1, 3, 1)), layers[0]])
layers[1].build((1, 3, 1))
for layer in layers:
    layer.set_weights([np.full(v.shape, v.ndim == 2, "float32") for v in layer.get_weights()])
x = np.array([[[1], [2], [3]]], "float32")
print(*[int(model.predict(x, verbose=0)[0, 0]) for _ in range(3)])
y = layers[1](x, mask=np.array([[0, 1, 1]], bool), initial_state=[np.full((1, 1), 7.0)])
print(*keras.ops.convert_to_numpy(y).ravel().astype(int))
"""


def _backends():
    """Run Keras on two backends, each in a process of its own."""
    seen = []
    for backend in ("torch", "jax"):
        run = dict(env=os.environ | {"KERAS_BACKEND": backend}, text=True)
        printed = subprocess.check_output([sys.executable, "-W", "ignore", "-c", KERAS], **run)
        seen.append([f"{backend}: {line}" for line in printed.splitlines()])
    stateful, masked = map("; ".join, zip(*seen))
    yield ["Keras `SimpleRNN(…, stateful=True)`, `predict` three times on 1, 2, 3",
           "the state goes on, but not on JAX", stateful,
           "pass the state yourself: `return_state=True` and `initial_state`"]  # fmt: skip
    yield ["Keras, first step of 1, 2, 3 masked, `initial_state` 7",
           "on PyTorch the output is 0 where the state is 7", masked,
           "pad on the right"]  # fmt: skip


def _x64():
    jax, nnx = _module("jax"), _module("flax.nnx")
    jax.config.update("jax_enable_x64", False)
    seen = str(jax.numpy.asarray(np.ones(1)).dtype)
    advice = 'call `jax.config.update("jax_enable_x64", True)` first'
    yield ["JAX, an array of float64", "it becomes float32, without an error", seen, advice]
    jax.config.update("jax_enable_x64", True)
    cell = nnx.SimpleCell(2, 4, param_dtype=float, rngs=nnx.Rngs(0))
    seen = str(cell(np.zeros((1, 4)), np.ones((1, 2)))[1].dtype)
    yield ["Flax `SimpleCell(…, param_dtype=float64)`", "it computes in float32", seen,
           "pass `dtype=float64`, too"]  # fmt: skip
    layer = _built(_module("keras").layers.SimpleRNN(4, dtype="float64"))
    x, W = np.random.default_rng(0).normal(size=(1, 5, 4)), frameworks.load(layer)
    y = _module("keras").ops.convert_to_numpy(layer(x))
    error = abs(y - rnn.unroll(W, x)[:, -1]).max()
    seen = "error above 1e-10" if error > 1e-10 else "right"
    yield ["Keras on PyTorch, `SimpleRNN(…, dtype=\"float64\")`",
           "matrix products are rounded to float32", seen,
           "compare with a tolerance of 1e-6, not 1e-12"]  # fmt: skip


def _empty():
    torch, nnx, jnp = _module("torch"), _module("flax.nnx"), _module("jax.numpy")
    try:
        torch.nn.utils.rnn.pack_padded_sequence(_float(PADDED), [0], batch_first=True)
        seen = "accepted"
    except RuntimeError:
        seen = "RuntimeError"
    what, advice = "a row of length 0", "remove the row; its state is h(0)"
    yield [f"`pack_padded_sequence`, {what}", "refused", seen, advice]
    layer = nnx.RNN(nnx.SimpleCell(1, 1, rngs=nnx.Rngs(0)), return_carry=True)
    x, h0 = jnp.array(PADDED), jnp.full((1, 1), 0.5)
    carry, y = layer(x, seq_lengths=jnp.array([0]), initial_carry=h0)
    seen = "h(5)" if np.allclose(carry, y[:, -1]) else "h(0)" if np.allclose(carry, h0) else "else"
    yield [f"Flax `RNN`, {what} of 5", "the carry is that of the last step", seen, advice]
    model = onnx_model("RNN", {n: np.ones((1, 1, 1)) for n in "WR"}, lengths=True, h0=True)
    run = _module("onnxruntime").InferenceSession(model.SerializeToString()).run
    feed = {"X": PADDED.swapaxes(0, 1), "lengths": np.zeros(1, "int32")}
    y_h = run(["Y_h"], feed | {"h0": np.full((1, 1, 1), 0.5, "float32")})[0]
    seen = f"h(0) {0.5}, Y_h {float(y_h.ravel()[0])}"
    yield [f"onnxruntime, {what}", "the state is 0 instead of h(0)", seen, advice]


def _frozen():
    torch = _module("torch")
    cell = torch.nn.GRUCell(1, 2).requires_grad_(False)

    def last(x):
        h = torch.zeros(x.shape[0], 2)
        for t in range(x.shape[1]):
            h = cell(x[:, t], h)
        return h

    five, seven = torch.randn(1, 5, 1), torch.randn(1, 7, 1)
    traced = torch.jit.trace(last, five, check_trace=False)
    frozen = torch.allclose(traced(seven), last(seven[:, :5]))
    seen = "of 7 steps, 5 are read" if frozen else "all steps are read"
    yield ["`torch.jit.trace` of a loop over 5 steps", "T is frozen, without an error", seen,
           "export a layer, not a loop, and try two lengths"]  # fmt: skip
    exported = torch.export.export(torch.nn.GRU(1, 2, batch_first=True), (five,)).module()
    try:
        exported(seven)
        seen = "all steps are read"
    except Exception as error:
        seen = type(error).__name__
    yield ["`torch.export` of a `GRU`, called with 7 steps", "T is frozen, with an error", seen,
           "export it for the T that is needed"]  # fmt: skip


def _shapes():
    torch, nnx = _module("torch"), _module("flax.nnx")
    utils = torch.nn.utils.rnn
    layer = torch.nn.LSTM(1, 4, batch_first=True)
    x = _float(np.ones((3, 5, 1)))
    y, (first, _) = layer(x)
    seen = f"{tuple(first.shape)} for a batch of 3"
    yield ["`torch.nn.LSTM(…, batch_first=True)`", "h_n and h0 are (1, B, n_h), not batch first",
           seen, "take `h_n[0]`"]  # fmt: skip
    packed = utils.pack_padded_sequence(x, [3, 2, 1], batch_first=True)
    y_packed, _ = utils.pad_packed_sequence(layer(packed)[0], batch_first=True)
    yield ["`pad_packed_sequence`", "T becomes the greatest length",
           f"{y.shape[1]} steps become {y_packed.shape[1]}", "pass `total_length=`"]  # fmt: skip
    cell = nnx.LSTMCell(1, 4, rngs=nnx.Rngs(0))
    (carry, _), out = cell((np.zeros((3, 4)),) * 2, np.ones((3, 1)))
    order = ["(h, c)" if np.allclose(*pair) else "(c, h)"
             for pair in ((first[0].detach(), y[:, -1].detach()), (carry, out))]  # fmt: skip
    yield ["the state of an LSTM", "its two vectors come in two orders",
           f"PyTorch {order[0]}, Flax {order[1]}", "compare one with the output"]  # fmt: skip


TRAPS = _shapes, _forget, _repeated, _backends, _x64, _empty, _frozen


# ---- The check on the page


def checked():
    """Return what the code on the page finds, with what is right in one row."""
    found = code_on_page()["found"]
    right = [name for name, value in found.items() if value < 1e-12]
    rows = [["what", "largest difference"], [", ".join(right), "below 1e-12"]]
    return rows + [[name, f"{value:.2f}"] for name, value in found.items() if name not in right]


def code_on_page(kind="GRU", blocks=2):
    """Run the first blocks of code on the page, for a kind of layer, and return all names."""
    names = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.S)[:blocks]:
        if "import torch" in code:
            _module("torch").manual_seed(0)
        exec(code.replace("nn.GRU", f"nn.{kind}"), names)
    return names


# ---- A trained network, carried


def carried():
    """Return the largest difference of the outputs of trained networks, there and back."""
    adding.ALL["reset first"] = (ResetFirstGRU, 16, 0.01)
    (x, _), networks = adding.tasks.adding(40, 100, rng=np.random.default_rng(1)), {}
    rows = [["layer", "network", "there", "back again"]]
    for name in LAYERS:
        cell = next(n for n in ("plain", "GRU", "reset first", "LSTM")
                    if adding.ALL[n][0] is LAYOUTS[name].cell)  # fmt: skip
        if cell not in networks:
            networks[cell] = adding.trained(cell, 40, 0, epochs=6)[1]
        rows.append([f"`{name}`", cell, *_there_and_back(name, networks[cell], x)])
    return rows


def _there_and_back(name, weights, x):
    try:
        arrays, linear = frameworks.store(weights, name)
    except ValueError as error:
        return [f"refused: {str(error).split(', got')[0].split(' [')[0]}", ""]
    layer, theirs = run(name, arrays, x)
    back = frameworks.load(layer, linear, like=name)
    ours = rnn.readout(weights, rnn.unroll(weights, x)[:, 1:])
    differences = [
        theirs @ weights.W_hy.T + weights.b_y - ours,
        rnn.readout(back, rnn.unroll(back, x)[:, 1:]) - ours,
    ]
    return [f"{each:.0e}" if each else "0" for each in (abs(d).max() for d in differences)]


def run(name, arrays, x):
    """Return a framework's layer with these arrays, and its outputs (B, T, n_h) for x."""
    if name.startswith("torch"):
        torch = _module("torch")
        n_h = arrays["weight_hh_l0"].shape[1]
        layer = getattr(torch.nn, name.split(".")[-1])(2, n_h, batch_first=True).double()
        _fill(layer, arrays)
        return layer, layer(torch.tensor(x))[0].detach().numpy()
    if name.startswith("keras"):
        layer = _keras(name, len(arrays["recurrent_kernel"]))
        layer.build(x.shape)
        layer.set_weights([*arrays.values()])
        return layer, _module("keras").ops.convert_to_numpy(layer(x))
    if name.startswith("onnx"):
        kind, flag = re.match(r"onnx\.(\w+)", name)[1], "linear_before_reset"
        attributes = {flag: arrays.pop(flag)} if flag in arrays else {}
        model = onnx_model(kind, arrays, **attributes)
        session = _module("onnxruntime").InferenceSession(model.SerializeToString())
        y = session.run(["Y"], {"X": x.swapaxes(0, 1).astype("float32")})[0]
        return model, y[:, 0].swapaxes(0, 1)
    return _run_jax(name, arrays, x)


def _run_jax(name, arrays, x):
    """Put the arrays into a cell (or the parameters of Haiku), and scan over time."""
    jax = _module("jax")
    n_h = next(v for key, v in arrays.items() if "b" in key.split(".")[-1]).size
    n_h //= len(LAYOUTS[name].gates) if name != "flax.nnx.LSTMCell" else 1
    cell = _of_jax(name, 2, n_h, 0)
    if name.startswith("haiku"):
        core = "vanilla_rnn" if "Vanilla" in name else name.split(".")[-1].lower()
        cell = defaultdict(dict)
        for key, value in arrays.items():
            *modules, leaf = key.split(".")
            cell["/".join([core, *modules])][leaf] = jax.numpy.asarray(value)
        return dict(cell), np.asarray(_haiku(name, n_h).apply(dict(cell), x))
    if name.startswith("equinox"):
        keys = [*arrays]
        where = lambda c: [getattr(c, key) for key in keys]  # noqa: E731
        cell = _module("equinox").tree_at(where, cell, [*map(jax.numpy.asarray, arrays.values())])
        step = jax.vmap(cell, in_axes=(0, 0))
        state = (np.zeros((len(x), n_h)),) * 2 if "LSTM" in name else np.zeros((len(x), n_h))
        outputs = []
        for x_t in x.swapaxes(0, 1):
            state = step(x_t, state)
            outputs.append(state[0] if "LSTM" in name else state)
        return cell, np.stack(outputs, 1)
    for key, value in arrays.items():
        layer, leaf = key.split(".")
        getattr(getattr(cell, layer), leaf)[...] = jax.numpy.asarray(value)
    return cell, np.asarray(_module("flax.nnx").RNN(cell)(jax.numpy.asarray(x)))


# ---- Objects of the frameworks


def _module(name):
    """Import a module when it is needed."""
    return __import__(name, fromlist=["_"])


def _float(x):
    return _module("torch").tensor(x, dtype=_module("torch").float32)


def _fill(layer, arrays):
    tensor = _module("torch").tensor
    layer.load_state_dict({name: tensor(v) for name, v in arrays.items()})


def _keras(name, n):
    kind, reset_first = re.match(r"keras\.layers\.(\w+)(\()?", name).groups()
    arguments = {"reset_after": False} if reset_first else {}
    return getattr(_module("keras").layers, kind)(n, return_sequences=True, **arguments)


def _built(layer):
    layer.build((1, 5, 4))
    return layer


def _of_jax(name, n_x, n, seed):
    """Return a cell of Flax or Equinox, or parameters of Haiku, of float64."""
    jax = _module("jax")
    jax.config.update("jax_enable_x64", True)
    kind = name.split(".")[-1]
    if name.startswith("flax"):
        nnx = _module("flax.nnx")
        return getattr(nnx, kind)(n_x, n, dtype=float, param_dtype=float, rngs=nnx.Rngs(seed))
    key = jax.random.key(seed)
    if name.startswith("equinox"):
        return getattr(_module("equinox").nn, kind)(n_x, n, dtype=float, key=key)
    return _haiku(name, n).init(key, np.zeros((1, 1, n_x)))


def _haiku(name, n):
    hk = _module("haiku")

    def unrolled(x):
        core = getattr(hk, name.split(".")[-1])(n)
        return hk.dynamic_unroll(core, x, core.initial_state(len(x)), time_major=False)[0]

    return hk.without_apply_rng(hk.transform(unrolled))


def onnx_model(kind, arrays, lengths=False, h0=False, **attributes):
    """Return a model of float32 with one recurrent node, checked."""
    onnx = _module("onnx")
    helper, n_h = onnx.helper, arrays["R"].shape[-1]
    tensors = [
        helper.make_tensor(name, 1, v.shape, v.astype("float32").ravel())
        for name, v in arrays.items()
    ]
    inputs = {"lengths": 1} if lengths else {}
    inputs |= {"h0": 3} if h0 else {}
    names = ["X", "W", "R", "B" if "B" in arrays else "", *inputs]
    node = helper.make_node(kind, names, ["Y", "Y_h"], hidden_size=n_h, **attributes)

    def value(name, axes):
        return helper.make_tensor_value_info(name, 6 if name == "lengths" else 1, [None] * axes)

    ends = [value(*each) for each in {"X": 3, **inputs}.items()], [value("Y", 4), value("Y_h", 3)]
    graph = helper.make_graph([node], "g", *ends, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    return model


# ---- The page

_ALL = versions, formulas, start, biases, padding, traps, checked, carried
TABLES = {each.__name__: each for each in _ALL}


def markdown(rows):
    """Return rows as a table."""
    head, *others = [f"| {' | '.join(row)} |\n" for row in rows]
    return "".join([head, "|---" * len(rows[0]) + "|\n", *others])


def on_page(name):
    """Return the table of this name as it stands on the page."""
    return re.search(rf"<!-- {name} -->\n((?:\|.*\n)*)", PAGE.read_text("utf-8"))[1]


def main():
    """Replace the tables of these names, or all."""
    for name in sys.argv[1:] or TABLES:
        found, page = markdown(TABLES[name]()), PAGE.read_text("utf-8")
        head = f"<!-- {name} -->\n"
        PAGE.write_text(page.replace(head + on_page(name), head + found), "utf-8")


if __name__ == "__main__":
    main()

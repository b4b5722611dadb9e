"""The exercises: plausible wrong answers get the hint that helps, and never "right"."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from refresh import NOTEBOOKS, executed

# For each notebook and exercise, wrong answers and a part of what the student is then told.
WRONG = {
    "00_start_here": [
        {
            "def state_minus_input(x, h, i, t, j):\n    return h[i, t, j] - x[i, t, j]": "mind x",
            "def state_minus_input(x, h, i, t, j):\n    return h[i - 1, t - 1, j - 1] - x[i - 1, t - 1, j - 1]": "mind h",
            "def state_minus_input(x, h, i, t, j):\n    return h[i - 1, t] - x[i - 1, t - 1, j - 1]": "which axis is left",
            "def state_minus_input(x, h, i, t, j):\n    return h[i - 1, t] - x[i - 1, t - 1]": "which axis is left",
            "def state_minus_input(x, h, i, t, j):\n    return h[i - 1, t, j] - x[i - 1, t - 1, j - 1]": "mind h: examples and units",
            "def state_minus_input(x, h, i, t, j):\n    return x[i - 1, t - 1, j - 1] - h[i - 1, t, j - 1]": "not the other way round",
            "def state_minus_input(x, h, i, t, j):\n    return h[1, 3, 0] - x[1, 2, 0]": "not for i = 3",
        },
        {
            "def from_keras(kernel, recurrent_kernel, bias, dense_kernel, dense_bias):\n"
            "    return Weights(kernel, recurrent_kernel, bias, dense_kernel, dense_bias)": "the shapes do not fit",
            "def from_keras(kernel, recurrent_kernel, bias, dense_kernel, dense_bias):\n"
            "    return Weights(kernel.T, recurrent_kernel, bias, dense_kernel.T, dense_bias)": "also the square one",
            "def from_keras(kernel, recurrent_kernel, bias, dense_kernel, dense_bias):\n"
            "    return Weights(kernel.T, recurrent_kernel.T, dense_kernel.T, bias, dense_bias)": "the shapes do not fit",
            "def from_keras(kernel, recurrent_kernel, bias, dense_kernel, dense_bias):\n"
            "    return Weights(kernel.reshape(3, 2), recurrent_kernel.T, bias, dense_kernel.T, dense_bias)": "not reshaped",
            "def from_keras(kernel, recurrent_kernel, bias, dense_kernel, dense_bias):\n"
            "    return Weights(kernel.T, recurrent_kernel.T, 2 * bias, dense_kernel.T, dense_bias)": "the bias taken once",
            "def from_keras(*arrays):\n    return [a.T for a in arrays]": "write Weights(",
            "def from_keras(kernel, recurrent_kernel, bias, dense_kernel, dense_bias):\n"
            "    return Weights(kernel.T, recurrent_kernel.T, bias, dense_kernel.T, 0 * dense_bias)": "the outputs are not",
        },
    ],
    "01_representations": [
        {
            "def head(layers, l, y_l):\n    return path(layers, y_l)[-1]": "nothing is left",
            "def head(layers, l, y_l):\n    return path(layers[l:], y_l)": "no list of places",
            "def head(layers, l, y_l):\n    return path(layers[l:], y_l)[-1].argmax(axis=1)": "no digits",
            "def head(layers, l, y_l):\n    return path(layers[l + 1 :], y_l)[-1]": "still ahead",
            "def head(layers, l, y_l):\n    return path(layers[l - 1 :], y_l)[-1]": "nothing is left",
            "def head(layers, l, y_l):\n    for W, b in layers[l:]:\n        y_l = np.tanh(y_l @ W.T + b)\n    return y_l": "no tanh",
            "def head(layers, l, y_l):\n    return path([(W, 0 * b) for W, b in layers[l:]], y_l)[-1]": "its b",
            "def head(layers, l, y_l):\n    for W, b in layers[l:]:\n        y_l = y_l @ W.T + b\n    return y_l": "have a tanh",
            "def head(layers, l, y_l):\n    return path(layers[-1:] if l < 3 else [], y_l)[-1]": "at y_(0), and at y_(1)",
        },
        {
            "def favourite(layers, unit):\n    return layers[0][0][unit - 1]": "length must be 1",
            "def favourite(layers, unit):\n    return layers[0][0][unit % 5] / np.linalg.norm(layers[0][0][unit % 5])": "counted from 1",
            "def favourite(layers, unit):\n    return layers[0][0][unit] / np.linalg.norm(layers[0][0][unit])": "counted from 1",
            "def favourite(layers, unit):\n    return np.abs(layers[0][0][unit - 1]) / np.linalg.norm(layers[0][0][unit - 1])": "is a sign wrong",
            "def favourite(layers, unit):\n    return np.sign(layers[0][0][unit - 1]) / 6**0.5": "a random vector does better",
            "def favourite(layers, unit):\n    return layers[0][0][:, unit - 1]": "one number for each input",
            "def favourite(layers, unit):\n    x = layers[0][0][unit - 1] + layers[0][1][unit - 1]\n    return x / np.linalg.norm(x)": "a random vector does better",
            "def favourite(layers, unit):\n    x = layers[0][0][unit - 1] - layers[0][1][unit - 1]\n    return x / np.linalg.norm(x)": "a random vector does better",
        },
        {
            "def merged(layers):\n    W = np.linalg.multi_dot([W for W, b in layers[::-1]]) if layers[1:] else layers[0][0]\n    return W, sum(b.sum() for W, b in layers)": "one W and one b",
            "def merged(layers):\n    return layers": "one W and one b",
            "def merged(layers):\n    return layers[-1]": "in which order",
            "def merged(layers):\n    W, b = layers[0]\n    for W_l, b_l in layers[1:]:\n        W, b = W @ W_l, W_l @ b + b_l\n    return W, b": "in which order",
            "def merged(layers):\n    W, b = layers[0]\n    for W_l, b_l in layers[1:]:\n        W, b = W_l @ W, b_l\n    return W, b": "multiplies the bias",
            "def merged(layers):\n    W, b = layers[0]\n    for W_l, b_l in layers[1:]:\n        W, b = W_l @ W, b + b_l\n    return W, b": "multiplies the bias",
            "def merged(layers):\n    W, b = layers[0]\n    for W_l, b_l in layers[1:]:\n        W = W_l @ W\n        b = W @ b + b_l\n    return W, b": "not by the merged one",
            "def merged(layers):\n    (U, a), (V, b), (W, c) = layers\n    return W @ V @ U, W @ (V @ a + b) + c": "of any sizes",
        },
    ],
    "03_sequences": [
        {
            'kind = {"an English sentence in French": "aligned"}': '0 right so far. Look again at "an English sentence',
            'kind = {"the digit in a photo": "many to one", "a caption for a photo": "one to many"}': '1 right so far. Look again at "the digit in a photo"',
            'kind = {"the price of a house, from its size and age": "many to one"}': "is what comes in a sequence",
            'kind = {"is someone speaking, at every moment?": "many to many, aligned"}': "letter for letter",
            'kind = {"is someone speaking, at every moment?": "Aligned"}': "letter for letter",
            'kind = {"a caption for a photo": "one to many", "the digit in a photo": ...}': "1 right so far, and the others",
        },
        {
            "def peeks(predict):\n    return False": "two days ahead",
            "def peeks(predict):\n    return True": "are honest",
            "def peeks(predict):\n    a = np.arange(40.0)\n    b = a.copy()\n    b[21:] += 1000\n    return predict(a, 20) != predict(b, 20)": "x[t] with x[t]",
            "def peeks(predict):\n    a = np.arange(40.0)\n    b = a.copy()\n    b[20:30] -= 1\n    return predict(a, 20) != predict(b, 20)": "very last number",
            "def peeks(predict):\n    a = np.arange(40.0)\n    b = a.copy()\n    b[20:] += 1000\n    return predict(a, 20) != predict(b, 20)": "whether x rises",
            "def peeks(predict):\n    a = np.arange(40.0)\n    b = a\n    b[20:] += 1000\n    return predict(a, 20) != predict(b, 20)": "makes a second",
            "def peeks(predict):\n    a = np.arange(40.0)\n    return predict(a, 20) != predict(a[:20], 20)": "keep all 40 numbers",
            "def peeks(predict):\n    a, rng = np.arange(40.0), np.random.default_rng(0)\n    futures = [a.copy() for _ in range(9)]\n    for b in futures:\n        b[[20, 21, 22, 39]] = 999 * rng.normal(size=4)\n    return any(predict(a, 20) != predict(b, 20) for b in futures)": "x[t + 7]",
            "def peeks(predict):\n    a = np.random.default_rng(2).random(40)\n    a[18:22] = 3, 2, 1, 4\n    b = a.copy()\n    b[20:] *= -1000\n    return predict(a, 20) != predict(b, 20)": "whether x falls",
            "def peeks(predict):\n    a = np.arange(40.0)\n    b = a.copy()\n    b[20:] *= -1000\n    return predict(a, 20) != predict(b, 20)": "sizes without signs",
        },
        {
            "def last_states(h, lengths):\n    return h[:, -1]": "a step of its own",
            "def last_states(h, lengths):\n    return h[:, lengths]": "one state for each sequence",
            "def last_states(h, lengths):\n    return h[np.arange(len(h)), lengths - 1]": "the very last one",
        },
    ],
    "02_order_matters": [
        {
            "def restored(mixed, perm):\n    return mixed[perm]": "shuffles once more",
            "def restored(mixed, perm):\n    return mixed[0]": "each as often",
            "def restored(mixed, perm):\n    return np.sort(mixed)": "not in the order of x",
            "def restored(mixed, perm):\n    return mixed[perm[::-1]]": "not in the order of x",
            "def restored(mixed, perm):\n    return mixed[[1, 2, 3, 0, 4]]": "every permutation",
            "def restored(mixed, perm):\n    mixed[perm] = mixed.copy()\n    return mixed": "leave mixed itself",
        },
        {
            "blind = []": "write a list",
            "blind = ['mean', 'A']": "there are more",
            "blind = ways": "sees the order",
            "blind = ['mean', 'largest', 'A', 'C', 'D']": "sees the order",
            "blind = ['E']": "write a list",
        },
        {
            "twins = 'a b', 'a b'": "word for word",
            "twins = 'a', 'b'": "at least two words",
            "twins = 'a b', 'b a'": "a word that comes back",
            "twins = 'a b c'": "in quotation marks",
            "twins = 'you say yes, you say no, you say', 'you say no, you say yes, you say'": "leave out commas",
            "twins = 'a b', 'c d'": "the same words",
            "twins = 'is easy is', 'easy is easy'": "the same words",
        },
    ],
    "04_recurrent_layer": [
        {
            "forget = 1, 1": "what must not come back",
            "forget = 0, 1": "the first state",
            "forget = 3": "write two numbers",
            "forget = 1, 0, 0": "write two numbers",
        },
        {
            "def crossing(n_x, n_h, n_y):\n    return 11": "all sizes 1",
            "def crossing(n_x, n_h, n_y):\n    return 3": "section 2 has this very case",
            "def crossing(n_x, n_h, n_y):\n    return {10: 11, 1: 2 + (n_h == 1), 2: 2, 4: 20}[n_x]": "with n_y = 3",
            "def crossing(n_x, n_h, n_y):\n    return 'eleven'": "a whole number",
            "def crossing(n_x, n_h, n_y):\n    loop = n_h * (n_x + n_h + n_y + 1) + n_y\n    return next(T for T in range(1, 99) if n_y * n_x * T * (T + 1) // 2 > loop)": "its bias has n_y numbers",
            "def crossing(n_x, n_h, n_y):\n    loop = n_h * (n_x + n_h + n_y)\n    return next(T for T in range(1, 99) if n_y * n_x * T * (T + 1) // 2 > loop)": "its bias has n_y numbers",
            "def crossing(n_x, n_h, n_y):\n    loop = n_h * (n_x + n_h + n_y + 1) + n_y\n    return next(T for T in range(1, 99) if n_y * n_x * T * (T + 1) // 2 + T > loop)": "its bias has n_y numbers",
            "def crossing(n_x, n_h, n_y):\n    loop = n_h * (n_x + n_h + n_y + 1) + 1\n    return next(T for T in range(1, 99) if n_y * (n_x * T * (T + 1) // 2 + T) > loop)": "which arrays of the loop have n_y rows",
            "def crossing(n_x, n_h, n_y):\n    loop = n_h * (n_x + n_h + n_y + 1) + n_y\n    return next(T for T in range(1, 99) if n_y * (n_x * T * (T + 1) // 2 + T) >= loop)": "5 are not more than 5",
        },
        {
            "difference = Weights(np.eye(1), -np.eye(1), np.zeros(1), np.eye(1), np.zeros(1))": "two units",
            "difference = Weights(np.ones((2, 1)), np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 0.0]]), np.zeros(1))": "does one unit hold yesterday",
            "difference = 'x'": "write Weights(",
            "difference = Weights(np.array([[1.0], [0.0]]), np.array([[0.0, 1.0], [0.0, 0.0]]), np.zeros(2), np.array([[1.0, -1.0]]), np.zeros(1))": "what unit j takes back",
            "difference = Weights(np.array([[0.0], [1.0]]), np.array([[0.0, 1.0], [0.0, 0.0]]), np.zeros(2), np.array([[1.0, -1.0]]), np.zeros(1))": "the first output should be",
        },
    ],
    "05_unrolling": [
        {
            "moving = [7]": "computed from the one before",
            "moving = range(11)": "h(6) has not read",
            "moving = []": "write a list",
            "moving = 7": "write a list",
            "moving = '7, 8, 9, 10'": "write a list",
            "moving = [8, 9, 10]": "h(7) has read x(7)",
        },
        {
            "def last_state(W_hh, h_0, T):\n    return W_hh**T @ h_0": "each entry alone",
            "def last_state(W_hh, h_0, T):\n    return T * W_hh @ h_0": "in each of the T steps",
            "def last_state(W_hh, h_0, T):\n    return h_0 @ W_hh": "one matrix times one vector",
            "def last_state(W_hh, h_0, T):\n    return np.linalg.multi_dot(T * [W_hh] + [h_0])": "nothing has happened",
            "def last_state(W_hh, h_0, T):\n    return np.linalg.matrix_power(W_hh, T) @ h_0 if T else 0 * h_0": "nothing has happened",
        },
        {
            "def unroll_from_end(weights, x):\n    return unroll(weights, x)[::-1]": "x(T) and nothing else",
            "def unroll_from_end(weights, x):\n    return unroll(weights, x[::-1])": "comes last",
            "def unroll_from_end(weights, x):\n    return unroll(weights, x[::-1])[:0:-1]": "as many states",
            "def unroll_from_end(weights, x):\n    g = np.zeros((len(x) + 1, 5))\n    g[-2] = step(weights, x[-1], g[-1])\n    return g": "one step from g(t+1)",
        },
    ],
    "06_latent_state": [
        {
            "def first_close(a, b, tolerance):\n    return int((np.linalg.norm(a - b, axis=1) < tolerance).argmax())": "return None",
            "def first_close(a, b, tolerance):\n    return int(np.sum(np.linalg.norm(a - b, axis=1) >= tolerance))": "part again",
            "def first_close(a, b, tolerance):\n    return int((np.abs(a - b).max(axis=1) < tolerance).argmax())": "length of the difference",
            "def first_close(a, b, tolerance):\n    return int((np.abs(a - b).sum(axis=1) < tolerance).argmax())": "length of the difference",
            "def first_close(a, b, tolerance):\n    d = np.abs(np.linalg.norm(a, axis=1) - np.linalg.norm(b, axis=1))\n"
            "    return int((d < tolerance).argmax()) if (d < tolerance).any() else None": "subtract the states first",
            "def first_close(a, b, tolerance):\n    return np.linalg.norm(a - b, axis=1) < tolerance": "return one t",
        },
        {
            "delay_line = Weights(np.eye(5)[:, :1], np.zeros((5, 5)), np.zeros(5), np.eye(5), np.zeros(5))": "hand what it holds",
            "delay_line = Weights(np.eye(5)[:, :1], np.eye(5), np.zeros(5), np.eye(5), np.zeros(5))": "just read",
            "delay_line = Weights(np.eye(5)[:, :1], np.roll(np.eye(5), 1, axis=0), np.zeros(5), np.eye(5), np.zeros(5))": "and nothing else",
            "delay_line = Weights(np.eye(4)[:, :1], np.eye(4, k=-1), np.zeros(4), np.eye(4), np.zeros(4))": "five rows",
        },
        {
            "w = 0.9": "it fades",
            "w = 1": "it fades",
            "w = 1.05": "below 0.5",
            "w = 2": "above 0.8",
            "w = -1.2": "its sign",
        },
    ],
    "07_gradients_through_time": [
        {
            "def bars_of_unit(w, x):\n    return w ** np.arange(len(x))": "multiplied by h(0)",
            "def bars_of_unit(w, x):\n    return sum(x)": "one number for each",
            "def bars_of_unit(w, x):\n    return np.append(0, np.cumsum(x)[:-1])": "before the last step",
            "def bars_of_unit(w, x):\n    h = [0.0]\n    for x_t in x[:-1]:\n        h.append(w * h[-1] + x_t)\n    return h": "how often times w",
            "def bars_of_unit(w, x):\n    h = [0.0]\n    for x_t in x[:-1]:\n        h.append(w * h[-1] + x_t)\n"
            "    return np.array(h) * 0.5 ** np.arange(len(x) - 1, -1, -1.0)": "not for w = -1.3",
            "def bars_of_unit(w, x):\n    h = [0.0]\n    for x_t in x[:-1]:\n        h.append(w * h[-1] + x_t)\n"
            "    return np.array(h) * w ** np.arange(len(x), 0, -1.0)": "no step follows",
        },
        {
            "detour = np.diag([0.9, 0.9])": "no power of it is longer",
            "detour = np.array([[0.9, 5], [0, 0.9]])": "no power of it is longer",
            "detour = np.array([[1.1, 0], [0, 0.5]])": "do not go to zero",
            "detour = np.array([[2.0, 1.0], [-1.0, 0.0]])": "do not go to zero",
            "detour = 0.9": "write np.array",
        },
        {
            "def clipped_together(gradient, limit):\n    return [g * limit / np.sqrt(sum((g ** 2).sum() for g in gradient)) for g in gradient]": "stays as it is",
            "def clipped_together(gradient, limit):\n    return [g * min(1, limit / np.linalg.norm(g)) for g in gradient]": "not each array alone",
            "def clipped_together(gradient, limit):\n    return [np.clip(g, -limit / 3, limit / 3) for g in gradient]": "stays as it is",
            "def clipped_together(gradient, limit):\n    return [np.clip(g, -min(limit, 5) / 2**0.5, min(limit, 4) / 2**0.5) if limit < 5 else g for g in gradient]": "one factor for all",
            "def clipped_together(gradient, limit):\n    flat = np.hstack([g.ravel() for g in gradient])\n    return [flat * min(1, limit / np.linalg.norm(flat))]": "keep their shapes",
            "def clipped_together(gradient, limit):\n    length = np.sqrt(sum((g ** 2).sum() for g in gradient))\n    return [g / length if length > limit else g for g in gradient]": "not for limit 2",
            "def clipped_together(gradient, limit):\n    length = np.sqrt(sum((g ** 2).sum() for g in gradient))\n"
            "    for g in gradient:\n        g *= min(1, limit / length)\n    return gradient": "have changed",
            "def clipped_together(gradient, limit):\n    for g in gradient:\n        g *= min(1, limit / 5)": "return a list",
        },
    ],
    "08_many_to_one": [
        {
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [pair for pair in labelled if (good_minus_bad(states_of(pair[0])[-1]) > 0) != pair[1]]": "without their labels",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [text for text, label in labelled if np.sign(good_minus_bad(states_of(text)[-1])) != label]": "agrees with a negative",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [text for text, label in labelled if (good_minus_bad(states_of(text)[0]) > 0) != label]": "after the last word",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return sum((good_minus_bad(states_of(text)[-1]) > 0) != label for text, label in labelled)": "a list of sentences",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [text for text, label in labelled if (good_minus_bad(states_of(text)[-1]) > 0.5) != label]": "above 0 means good",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [text for text, label in labelled if (good_minus_bad(states_of(text)).max() > 0) != label]": "after the last word",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [text for text, label in labelled if (good_minus_bad(states_of(text)[-1]) > 0) == label]": "return the others",
            "def mistakes(good_minus_bad, states_of, labelled):\n    return [text for text, label in labelled if (good_minus_bad(states_of(text)) > 0) != label]": "compare one number",
        },
        {
            "W_line = np.eye(3)": "never reach the line",
            "W_line = np.ones((3, 3))": "does not stay",
            "W_line = np.eye(2)": "three rows",
            "W_line = 1.5 * np.eye(3) - np.ones((3, 3)) / 6": "flies away",
        },
        {
            "def honest_windows(values, cut, length):\n    w = np.lib.stride_tricks.sliding_window_view(values, length)\n    return w[:cut], w[cut:]": "how many windows",
            "def honest_windows(values, cut, length):\n    w = np.lib.stride_tricks.sliding_window_view(values, length)\n    return w[1:9], w[12:]": "none after it",
            "def honest_windows(values, cut, length):\n    w = np.lib.stride_tricks.sliding_window_view(values, length)\n    return w[:8], w[11:15]": "begins with the value",
            "def honest_windows(values, cut, length):\n    return [np.array([np.resize(part, length)[::-1]] * (len(part) - length + 1)) + np.arange(len(part) - length + 1)[:, None] for part in (values[:cut], values[cut:])]": "follow one another",
            "def honest_windows(values, cut, length):\n    w = np.lib.stride_tricks.sliding_window_view(np.arange(len(values)), length)\n    return w[:cut - length + 1], w[cut:]": "not their places",
            "def honest_windows(values, cut, length):\n    w = np.lib.stride_tricks.sliding_window_view\n    return w(values[:cut], 5), w(values[cut:], 5)": "use length and cut",
            "def honest_windows(values, cut, length):\n    w = np.lib.stride_tricks.sliding_window_view(values, length)\n    return w[[0, 1, 2, 3, 4, 5, 7, 7]], w[[12, 15, 15, 15]]": "starts at every step",
            "def honest_windows(values, cut, length):\n    parts = values[:cut], values[cut:]\n    return [[part[k:k + length] for k in range(len(part) - length + 1)] for part in parts]": "np.array makes",
            "def honest_windows(values, cut, length):\n    return values[:cut]": "two arrays",
        },
    ],
    "09_many_to_many": [
        {
            "def backwards(captions):\n    return captions[::-1]": "which caption is lost",
            "def backwards(captions):\n    return np.array([0, 2, 1, 4, 3, 5])[captions[:-1][::-1]]": "belongs to no pair",
            "def backwards(captions):\n    late = captions[:0:-1]\n    for one, other in [(1, 2), (2, 1), (3, 4), (4, 3)]:\n        late[late == one] = other\n    return late": "undoes another",
            "def backwards(captions):\n    return np.array([0, 2, 1, 4, 3, 5])[captions[1:]]": "only the order changes",
            "def backwards(captions):\n    return captions[:0:-1]": "what rose now falls",
            "def backwards(captions):\n    return np.array([0, 2, 1, 3, 4, 5])[captions[:0:-1]]": "and left",
        },
        {
            "odd = Weights(np.ones((1, 1)), np.eye(1), np.zeros(1), np.eye(1), -0.5 * np.ones(1))": "even again",
            "odd = Weights(np.ones((2, 1)), np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 0.0]]), -0.5 * np.ones(1))": "even again",
            "odd = Weights(20 * np.ones((2, 1)), np.zeros((2, 2)), np.array([-10.0, -30.0]), np.array([[1.0, -1.0]]), -np.ones(1))": "even again",
            "odd = Weights(1.5 * np.ones((2, 1)), 0.75 * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.75, -2.25]), np.array([[1.0, -1.0]]), -np.ones(1))": "loses count",
            "odd = Weights(2.2 * np.ones((2, 1)), 1.1 * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-1.1, -3.3]), np.array([[1.0, -1.0]]), -np.ones(1))": "loses count",
            "odd = Weights(20 * np.ones((2, 1)), 20 * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-10.0, -30.0]), np.array([[1.0, -1.0]]), -np.ones(1))": "as large as a 1",
            "odd = Weights(10 * np.ones((2, 1)), 5 * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-5.0, -15.0]), np.array([[1.0, -1.0]]), np.zeros(1))": "what does b_y do",
            "odd = Weights(40 * np.ones((2, 1)), 20 * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-20.0, -60.0]), np.array([[1.0, -1.0]]), np.zeros(1))": "what does b_y do",
            "odd = 1": "write Weights(",
            "odd = Weights(np.ones((2, 1)), np.eye(2), np.zeros(2), np.array([[-1.0, 0.0]]), np.zeros(1))": "after a 0 the number",
        },
        {
            "def late_by(k, target):\n    return target[:, :-k], target[:, k:] > 0": "of the shape of target",
            "def late_by(k, target):\n    return np.roll(target, k, axis=1), np.ones(target.shape)": "the first k steps",
            "def late_by(k, target):\n    return np.roll(target, -k, axis=1), np.tile(np.arange(target.shape[1]) >= k, (len(target), 1))": "to step t - k",
            "def late_by(k, target):\n    counts = np.ones(target.shape)\n    counts[:, :2] = 0\n    return np.roll(target, k, axis=1), counts": "try other k",
            "def late_by(k, target):\n    late = np.zeros_like(target)\n    late[:, k:] = target[:, :-k]\n    return late, np.tile(np.arange(target.shape[1]) >= k, (len(target), 1))": "for k = 0",
            "def late_by(k, target):\n    return np.roll(target, k, axis=1), np.tile(np.arange(8) >= k, (3, 1))": "another shape",
            "def late_by(k, target):\n    target[:, k:] = target[:, : target.shape[1] - k].copy()\n    return target, np.tile(np.arange(target.shape[1]) >= k, (len(target), 1))": "target was changed",
        },
    ],
    "10_one_to_many": [
        {
            "def perplexity(p):\n    return 1 / p": "one number for all",
            "def perplexity(p):\n    np.exp(-np.log(p).mean())": "one number for all",
            "def perplexity(p):\n    return -np.log(p).mean()": "has perplexity 31",
            "def perplexity(p):\n    return np.exp(np.log(p).mean())": "has perplexity 31",
            "def perplexity(p):\n    return 1 / p.mean()": "take the mean of -ln p first",
            "def perplexity(p):\n    return 1 / np.sqrt(p[0] * p[-1])": "every character counts",
            'def perplexity(p):\n    with np.errstate(over="ignore"):\n        return np.prod(1 / p) ** (1 / len(p))': "use logarithms",
        },
        {
            "def draw(p, u):\n    return p[int(u * len(p))]": "a whole number from 0",
            "def draw(p, u):\n    return int(u * len(p))": "as often as its probability",
            "def draw(p, u):\n    return int(np.abs(p - u).argmin())": "as often as its probability",
            "def draw(p, u):\n    return float((np.cumsum(p) <= u).sum())": "a whole number from 0",
            "def draw(p, u):\n    return int(np.searchsorted(np.cumsum(p), u))": "must never be drawn",
            "def draw(p, u):\n    return int(p.argmax())": "as often as its probability",
            "def draw(p, u):\n    return int((np.cumsum(p) > u).sum())": "a whole number from 0",
            "def draw(p, u):\n    return len(p) - 1 - int((np.cumsum(p[::-1]) > u).argmax())": "never an earlier place",
        },
        {
            "def top(p, k):\n    return np.sort(p)[-k:] / np.sort(p)[-k:].sum()": "a probability for each character",
            "def top(p, k):\n    return np.where(p >= np.sort(p)[-k], p, 0)": "add up to 1",
            "def top(p, k):\n    kept = np.where(p >= np.sort(p)[-k - 1], p, 0)\n    return kept / kept.sum()": "exactly k",
            "def top(p, k):\n    return np.where(p >= np.sort(p)[-k], 1 / k, 0)": "keep their proportion",
            "def top(p, k):\n    return np.where(np.arange(len(p)) < k, p, 0) / p[:k].sum()": "all but the k most probable",
            "def top(p, k):\n    if k < len(p):\n        p[np.argsort(p)[:-k]] = 0\n        p /= p.sum()\n    return p": "leave p itself",
        },
    ],
    "11_encoder_decoder": [
        {
            "def sampled(true, own, start, share, rng):\n    return np.insert(np.where(rng.random(true.shape) < share, true, own), 0, start, axis=1)": "never read again",
            "def sampled(true, own, start, share, rng):\n    return np.where(rng.random(true.shape) < share, true, own)": "fed start",
            "def sampled(true, own, start, share, rng):\n    words = np.where(rng.random(true.shape) < share, true, own)\n    words[:, 0] = start\n    return words": "word of t - 1",
            "def sampled(true, own, start, share, rng):\n    words = np.where(rng.random(true.shape) < share, own, true)\n    return np.insert(words[:, :-1], 0, start, axis=1)": "is teacher forcing",
            "def sampled(true, own, start, share, rng):\n    words = np.where(rng.random((len(true), 1)) < share, true, own)\n    return np.insert(words[:, :-1], 0, start, axis=1)": "not one lot for all",
            "def sampled(true, own, start, share, rng):\n    words = np.where(np.random.default_rng(0).random(true.shape) < share, true, own)\n    return np.insert(words[:, :-1], 0, start, axis=1)": "draw with rng",
            "def sampled(true, own, start, share, rng):\n    words = np.where(np.random.random(true.shape) < share, true, own)\n    return np.insert(words[:, :-1], 0, start, axis=1)": "nothing else",
            "def sampled(true, own, start, share, rng):\n    words = np.where(rng.random(true.shape) < share ** 2, true, own)\n    return np.insert(words[:, :-1], 0, start, axis=1)": "four of five",
            "def sampled(true, own, start, share, rng):\n    lots = rng.random(own.shape) < share\n    own[lots] = true[lots]\n    return np.insert(own[:, :-1], 0, start, axis=1)": "work on a copy",
        },
        {
            "def backwards(x, lengths):\n    return x[:, ::-1]": "not the zeros after it",
            "def backwards(x, lengths):\n    return np.array([row[:n][::-1] for row, n in zip(x, lengths)], dtype=object)": "same shape",
            "def backwards(x, lengths):\n    return [row[:n][::-1] for row, n in zip(x, lengths)]": "return one array",
            "def backwards(x, lengths):\n    x = x.copy()\n    x[:, :3] = x[:, 2::-1]\n    return x": "a length of its own",
            "def backwards(x, lengths):\n    return np.array([[*np.flip(row[:n]), *row[n:]] for row, n in zip(x, lengths)])": "each word as it was",
            "def backwards(x, lengths):\n    return -np.sort(-x, axis=1)": "a length of its own",
            "def backwards(x, lengths):\n    for row, n in zip(x, lengths):\n        row[:n] = row[:n][::-1].copy()\n    return x": "x has changed",
        },
        {
            "def first_mistake(written, true):\n    wrong = written != true\n    return np.where(wrong.any(axis=1), wrong.argmax(axis=1) + 1, 0)": "nothing is asked",
            "def first_mistake(written, true):\n    return ((written != true) & (true >= 0)).argmax(axis=1)": "count from 1",
            "def first_mistake(written, true):\n    return ((written != true) & (true >= 0)).sum(axis=1)": "how many there are",
            "def first_mistake(written, true):\n    return ((written != true) & (true >= 0)).any()": "one number for each",
            "def first_mistake(written, true):\n    return np.argwhere((written != true) & (true >= 0))[:, 1] + 1": "one number for each",
            "def first_mistake(written, true):\n    return ((written != true) & (true >= 0)).argmax(axis=1) + 1": "argmax of no mistake",
            "def first_mistake(written, true):\n    wrong = (written != true) & (true > 0)\n    return np.where(wrong.any(axis=1), wrong.argmax(axis=1) + 1, 0)": "the number of a word",
        },
    ],
    "12_gates": [
        {
            "def half_gone(k):\n    return 1": "which is not less than half",
            "def half_gone(k):\n    return round(np.log(0.5) / np.log(k))": "exactly half",
            "def half_gone(k):\n    return int(np.ceil(np.log(0.5) / np.log(k)))": "exactly half",
            "def half_gone(k):\n    return int(np.log(0.5) / np.log(k)) + 2": "single step",
            "def half_gone(k):\n    return 1 if k < 0.5 else 2": "more than half is left",
            "def half_gone(k):\n    return 1 if k < 0.5 else 2 if k == 0.5 else 999": "smaller number",
            "def half_gone(k):\n    return next((n for n in range(1, 100) if k**n < 0.5), None)": "more steps than you try",
            "def half_gone(k):\n    return np.log(0.5) / np.log(k)": "one whole number",
        },
        {
            "def latch(number, mark, h):\n    return h + mark * number": "how much of it is kept",
            "def latch(number, mark, h):\n    return number": "stay as it is",
            "def latch(number, mark, h):\n    return (1 - mark) * h": "must be written",
            "def latch(number, mark, h):\n    return number if mark == 1 else h": "half open",
        },
        {
            "def left_at(f):\n    return np.cumprod(f)": "T + 1 numbers",
            "def left_at(f):\n    return np.append(1, np.cumprod(f))": "all of it is there",
            "def left_at(f):\n    return np.append(f, 1)": "no other",
            "def left_at(f):\n    return np.append(np.cumprod(f)[::-1], 1)": "the last one",
            "def left_at(f):\n    c = np.append(1, np.cumprod(f))\n    with np.errstate(all='ignore'):\n        return c[-1] / c": "do not divide",
        },
    ],
}


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_gets_a_hint_that_helps(name):
    """The solutions notebook, run with every right answer replaced by each wrong one in turn."""
    path = NOTEBOOKS / "solutions" / f"{name}.ipynb"
    cells, exercises = [], iter(WRONG[name])
    for cell in nbformat.read(path, 4).cells:
        if tagged(cell, "exercise"):
            wrong = next(exercises)
        elif tagged(cell, "check"):
            for answer in wrong:
                cells += [
                    new_code_cell(answer),
                    new_code_cell(cell.source, metadata={"told": wrong[answer]}),
                ]
        elif cell.cell_type == "code":
            cells.append(new_code_cell(cell.source))
    assert next(exercises, None) is None
    for cell in executed(new_notebook(cells=cells), path.parent).cells:
        if "told" in cell.metadata:
            said = "".join(output.get("text", "") for output in cell.outputs)
            assert said.startswith("not yet: ") and cell.metadata.told in said, said


def test_every_lesson_has_wrong_answers_for_each_of_its_exercises():
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        exercises = [cell for cell in nbformat.read(path, 4).cells if tagged(cell, "exercise")]
        assert len(exercises) == len(WRONG.get(path.stem, [])), path.stem

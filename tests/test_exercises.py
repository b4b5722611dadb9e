"""The exercises: plausible wrong answers get the hint that helps, and never "right"."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from refresh import NOTEBOOKS, executed

# For each notebook and exercise, wrong answers and a part of what the student is then told.
WRONG = {
    "04_recurrent_layer": [
        {"forget = 1, 1": "what must not come back", "forget = 0, 1": "the first state", "forget = 3": "stopped at TypeError"},
        {"def crossing(n_x, n_h, n_y):\n    return 11": "all sizes 1",
         "def crossing(n_x, n_h, n_y):\n    return 3": "section 2 has this very case",
         "def crossing(n_x, n_h, n_y):\n    return {10: 11, 1: 3, 4: 20}[n_x]": "with n_y = 3"},
        {"difference = Weights(np.eye(1), -np.eye(1), np.zeros(1), np.eye(1), np.zeros(1))": "two units",
         "difference = Weights(np.ones((2, 1)), np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 0.0]]), np.zeros(1))":
             "does one unit hold yesterday",
         "difference = 'x'": "write Weights("},
    ],
    "05_unrolling": [
        {"moving = [7]": "computed from the one before", "moving = range(11)": "h(6) has not read", "moving = []": "write a list", "moving = [8, 9, 10]": "h(7) has read x(7)"},
        {"def last_state(W_hh, h_0, T):\n    return W_hh**T @ h_0": "each entry alone",
         "def last_state(W_hh, h_0, T):\n    return h_0 @ W_hh": "one matrix times one vector"},
        {"def unroll_from_end(weights, x):\n    return unroll(weights, x)[::-1]": "x(T) and nothing else",
         "def unroll_from_end(weights, x):\n    return unroll(weights, x[::-1])": "comes last"},
    ],
    "06_latent_state": [
        {"def first_close(a, b, tolerance):\n    return int((np.linalg.norm(a - b, axis=1) < tolerance).argmax())": "return None",
         "def first_close(a, b, tolerance):\n    return int(np.sum(np.linalg.norm(a - b, axis=1) >= tolerance))": "part again",
         "def first_close(a, b, tolerance):\n    return int((np.abs(a - b).max(axis=1) < tolerance).argmax())": "length of the difference",
         "def first_close(a, b, tolerance):\n    return int((np.abs(a - b).sum(axis=1) < tolerance).argmax())": "length of the difference"},
        {"delay_line = Weights(np.eye(5)[:, :1], np.zeros((5, 5)), np.zeros(5), np.eye(5), np.zeros(5))": "hand what it holds",
         "delay_line = Weights(np.eye(5)[:, :1], np.eye(5), np.zeros(5), np.eye(5), np.zeros(5))": "just read",
         "delay_line = Weights(np.eye(4)[:, :1], np.eye(4, k=-1), np.zeros(4), np.eye(4), np.zeros(4))": "five rows"},
        {"w = 0.9": "it fades", "w = 1": "it fades", "w = 1.05": "below 0.5", "w = 2": "above 0.8", "w = -1.2": "its sign"},
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
                cells += [new_code_cell(answer), new_code_cell(cell.source, metadata={"told": wrong[answer]})]
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

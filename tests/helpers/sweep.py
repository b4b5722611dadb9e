"""Move every slider of a notebook in its own kernel: to its ends, and step by step.

Of all combinations of ends, 48 are drawn. A move must change the picture, unless the docstring of
`draw` explains it: "t rests: …".
"""

import inspect

MOST = 12  # number of moves per slider, evenly spread


def sweep_players(most):
    from itertools import pairwise, product
    from random import Random

    from unrolled.play import control_state, notebook

    def picture(player, settings):
        values, _ = control_state.state(player.parameters, settings)
        return player.drawing(**values)[0].tobytes()

    def ends(control):
        labels = control["labels"] or ["-Infinity", "Infinity"]
        return {labels[0], labels[-1]} if control["kind"] == "range" else labels

    def check_moves(player, start, k, name):
        _, state = control_state.state(player.parameters, start)
        labels = state["labels"].get(k) or control_state.controls(player.parameters)[k]["labels"]
        moves = list(pairwise(labels))
        for before, after in moves[:: -(-len(moves) // most) or 1]:
            settings = [[*start[:k], label, *start[k + 1 :]] for label in (before, after)]
            one, other = (picture(player, each) for each in settings)
            assert one != other, f"{name} from {before} to {after} moves nothing"

    assert notebook.players, "no player"
    for player in notebook.players:
        controls = control_state.controls(player.parameters)
        settings = list(product(*map(ends, controls)))
        for each in Random(0).sample(settings, min(len(settings), 48)):
            picture(player, list(each))
        for k, name in enumerate(player.parameters):
            if f"{name} rests: " not in (player.draw.__doc__ or ""):
                check_moves(player, [control["start"] for control in controls], k, name)


CODE = f"{inspect.getsource(sweep_players)}\nsweep_players({MOST})"

"""Every slider of a notebook in its own kernel, without a browser: to its ends, and step by step.

The ends are drawn beside those of the others; of many combinations, 48. A move that changes no
pixel is a fault, unless the docstring of what draws says why: "t rests: …".
"""

import inspect

MOST = 12  # moves of one slider; where it has more, so many of them, evenly spread


def sweep_players(most):
    from itertools import pairwise, product
    from random import Random

    from unrolled.play import control_state, notebook

    def picture(player, settings):
        values, _ = control_state.state(player.parameters, settings)
        return player.frame(values)[0].tobytes()

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


# To follow the notebook's last cell.
CODE = f"{inspect.getsource(sweep_players)}\nsweep_players({MOST})"

"""Every slider of a notebook in its own kernel, without a browser: to its ends, and step by step.

Each end is drawn beside both ends of all others. A move that changes no pixel is a fault, unless
the docstring of what draws says why: "t rests: …".
"""

import inspect

MOST = 12  # moves of one slider; where it has more, so many of them, evenly spread


def sweep_players(most):
    from itertools import pairwise, product

    from unrolled.play import notebook, ranges

    def picture(player, wishes):
        case, _ = ranges.state(player.parameters, wishes)
        return player.frame(case)[0].tobytes()

    def ends(control):
        labels = control["labels"] or ["-Infinity", "Infinity"]
        return {labels[0], labels[-1]} if control["kind"] == "range" else labels

    def check_moves(player, start, k, name):
        _, entry = ranges.state(player.parameters, start)
        labels = entry["labels"].get(k) or ranges.controls(player.parameters)[k]["labels"]
        moves = list(pairwise(labels))
        for before, after in moves[:: -(-len(moves) // most) or 1]:
            wishes = [[*start[:k], label, *start[k + 1 :]] for label in (before, after)]
            one, other = (picture(player, each) for each in wishes)
            assert one != other, f"{name} from {before} to {after} moves nothing"

    assert notebook.players, "no player"
    for player in notebook.players:
        controls = ranges.controls(player.parameters)
        for wishes in product(*map(ends, controls)):
            picture(player, list(wishes))
        for k, name in enumerate(player.parameters):
            if f"{name} rests: " not in (player.draw.__doc__ or ""):
                check_moves(player, [control["start"] for control in controls], k, name)


# To follow the notebook's last cell.
CODE = f"{inspect.getsource(sweep_players)}\nsweep_players({MOST})"

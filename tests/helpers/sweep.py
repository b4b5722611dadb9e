"""Every slider of a notebook in its own kernel, without a browser: to its ends, and step by step.

A move that changes no pixel is a fault, unless the docstring of what draws says why: "t rests: …".
"""

import inspect

MOST = 12  # moves of one slider; where it has more, so many of them, evenly spread


def sweep_players(most):
    import gc
    import itertools

    from unrolled.play import Player, ranges

    def picture(player, case):
        return player.frame(case)[0].tobytes()

    def check_moves(player, name, values):
        moves = list(itertools.pairwise(values))
        for k in range(min(len(moves), most)):
            before, after = moves[k * len(moves) // min(len(moves), most)]
            cases = [player.start | {name: value} for value in (before, after)]
            if all(ranges.inside(player.parameters, case) for case in cases):
                one, other = (picture(player, case) for case in cases)
                assert one != other, f"{name} from {before} to {after} moves nothing"

    players = [thing for thing in gc.get_objects() if type(thing) is Player]
    assert players, "no player"
    for player in players:
        for case in ranges.extremes(player.parameters, player.start):
            player.frame(case)
        for name, values in ranges.choices(player.parameters, player.start).items():
            if f"{name} rests: " not in (player.draw.__doc__ or ""):
                check_moves(player, name, values)


# To follow the notebook's last cell.
CODE = f"{inspect.getsource(sweep_players)}\nsweep_players({MOST})"

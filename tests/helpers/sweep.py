"""Every slider of a notebook to its ends and back, in its own kernel and without a browser."""

import inspect


def sweep_players():
    import collections
    import gc

    from unrolled.play import Player

    players = [thing for thing in gc.get_objects() if type(thing) is Player]
    assert players, "no player"
    for player in players:
        cases = player.sweep()
        for name in cases[0][0]:
            pictures = collections.defaultdict(set)
            for values, image in cases:
                pictures[str(values | {name: "any"})].add(image.tobytes())
            still = max(map(len, pictures.values())) == 1
            assert not still or len({str(values[name]) for values, _ in cases}) == 1, (
                f"{name} moves nothing"
            )


CODE = f"{inspect.getsource(sweep_players)}\nsweep_players()"  # to follow the notebook's last cell

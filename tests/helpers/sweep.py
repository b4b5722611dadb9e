"""Move every slider of a notebook in its own kernel: to its ends, and step by step.

Of all combinations of ends, 16 are drawn. A move must change the picture, unless the docstring of
`draw` explains it: "t rests: …". No text may be small.
"""

import inspect

MOST = 6  # number of moves per slider, evenly spread


def sweep_players(most):
    from itertools import pairwise, product
    from random import Random
    from unittest import mock

    from matplotlib.text import Text

    from unrolled.pictures import style
    from unrolled.play import control_state, notebook

    def measured(text, renderer, draw=Text.draw):
        seen = text.get_visible() and text.get_text().strip()
        assert not seen or text.get_fontsize() >= style.SMALL, f"{seen} is too small"
        draw(text, renderer)

    def ends(control):
        labels = control["labels"] or ["-Infinity", "Infinity"]
        return {labels[0], labels[-1]} if control["kind"] == "range" else labels

    def sweep(player, pictures):
        def picture(settings):
            values, state = control_state.state(player.parameters, settings)
            key = tuple(state["at"])
            if key not in pictures:
                pictures[key] = hash(player.drawing(**values)[0].tobytes())
            return pictures[key]

        controls = control_state.controls(player.parameters)
        settings = list(product(*map(ends, controls)))
        for each in Random(0).sample(settings, min(len(settings), 16)):
            picture(list(each))
        start = [control["start"] for control in controls]
        _, state = control_state.state(player.parameters, start)
        for k, name in enumerate(player.parameters):
            moves = list(pairwise(state["labels"].get(k) or controls[k]["labels"]))
            rests = f"{name} rests: " in (player.draw.__doc__ or "")
            for labels in [] if rests else moves[:: -(-len(moves) // most) or 1]:
                one, other = (picture([*start[:k], label, *start[k + 1 :]]) for label in labels)
                assert one != other, f"{name} from {labels[0]} to {labels[1]} moves nothing"

    assert notebook.players, "no player"
    with mock.patch.object(Text, "draw", measured):
        for player in notebook.players:
            sweep(player, {})


CODE = f"{inspect.getsource(sweep_players)}\nsweep_players({MOST})"

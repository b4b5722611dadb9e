"""What `flipbook` and `explore` make: controls above a picture, and what remains of them."""

import gc
import os

import ipywidgets as widgets
from PIL import Image

from unrolled.pictures import screen
from unrolled.play import cells, ranges, static


class Player(widgets.VBox):
    """Controls above a picture. Where no kernel runs, a picture and a sentence remain.

    children: the widgets of it. links: between them. still: (image, sentence) of what remains.
    draw: what draws the picture. frame: a function that takes a case, values by name, and returns
    (image, sentence). parameters: what each may be, by name, as `explore` takes it.
    start: the value of each at first. pace: of a film, the ms from frame to frame; else None.
    """

    def __init__(self, children, links, still, *, draw, frame, parameters, start, pace=None):
        super().__init__(tuple(children))
        image, self.sentence = still
        self.size, self.png, self.links = image.size, screen.png(image), links
        self.draw, self.frame, self.pace = draw, frame, pace
        self.parameters, self.start = parameters, start
        cells.keep(self)

    def sweep(self) -> list[tuple[dict, Image.Image]]:
        """The picture at the start, and at both ends of each parameter beside those of all others.

        Returns a list of (case, image), for one parameter alone of all its values. Raises what
        `draw` raises.
        """
        cases = ranges.extremes(self.parameters, self.start)
        return [(case, self.frame(case)[0]) for case in cases]

    def close(self) -> None:
        """Give back what the player holds: all its widgets, its frames and its canvas."""
        held = _widgets([self, *self.links])
        for each in held:
            if isinstance(each, widgets.Play):
                each.playing = False  # else its clock ticks on in the page, without a widget
        for each in held:
            widgets.Widget.close(each)
        # IPython's history may hold the player itself for ever.
        self.children = ()
        self.links, self.png, self.frame, self.draw = [], b"", None, None
        gc.collect()  # a figure is full of circles, and holds megabytes

    def _repr_mimebundle_(self, **kwargs):
        data = super()._repr_mimebundle_(**kwargs)
        data |= {"image/png": screen.text(self.png), "text/plain": self.sentence}
        if static.PICTURES in os.environ:
            data["text/html"] = static.element(self, static.into(os.environ[static.PICTURES]))
        return data, {"image/png": screen.metadata(self.size, self.sentence)}


def _widgets(parts):
    """All widgets that these hold, and they: as ipywidgets closes none of them with another."""
    found, left = [], list(parts)
    while left:
        each = left.pop()
        if isinstance(each, tuple):
            left += each
        elif isinstance(each, widgets.Widget) and each not in found:
            found.append(each)
            left += [getattr(each, name) for name in each.keys]
    return found

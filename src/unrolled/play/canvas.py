"""A canvas that writes the same text quickly: most of a drawing's time goes into its letters."""

import functools
import math

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

ROOM = 4  # pixels around a stamp, as letters may lean out of their box


class Canvas(FigureCanvasAgg):
    """One whose texts are stamps: laid out and filled once, and then put where they belong."""

    def get_renderer(self) -> RendererAgg:
        """The renderer, the same one as long as size and resolution stay."""
        key = *self.figure.bbox.size, self.figure.dpi
        if getattr(self, "key", None) != key:
            self.key, self.renderer = key, _renderer(*key)
        return self.renderer


class _Renderer(RendererAgg):
    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if angle:
            return super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        image, below = _stamp(s, prop, ismath, self.dpi, gc.get_rgb(), gc.get_alpha())
        self.draw_image(gc, round(x) - ROOM, self.height - round(y) - below, image)


@functools.lru_cache(8)
def _renderer(width, height, dpi):
    """The pixels, megabytes of them: pictures of one size are drawn on the same, one by one."""
    return _Renderer(width, height, dpi)


@functools.lru_cache(1000)
def _stamp(s, prop, ismath, dpi, color, alpha):
    """The text as an image, and how far its lower edge is below the line that it stands on."""
    width, height, descent = RendererAgg(1, 1, dpi).get_text_width_height_descent(s, prop, ismath)
    below = math.ceil(descent) + ROOM
    page = RendererAgg(math.ceil(width) + 2 * ROOM, math.ceil(height) + 2 * ROOM, dpi)
    gc = page.new_gc()
    gc.set_foreground(color, isRGBA=True)
    gc.set_alpha(alpha)
    page.draw_text(gc, ROOM, page.height - below, s, prop, 0, ismath)
    return np.array(page.buffer_rgba())[::-1], below

"""A Matplotlib canvas that caches rendered text, which takes most of the time of a drawing."""

import functools
import math

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

MARGIN = 4  # pixels around a text, as letters may extend beyond their box


class Canvas(FigureCanvasAgg):
    """An Agg canvas that renders each text once, and then copies its pixels."""

    def get_renderer(self) -> RendererAgg:
        """Return the renderer for the figure's size and resolution."""
        self.renderer = _renderer(*self.figure.bbox.size, self.figure.dpi)
        return self.renderer


class _Renderer(RendererAgg):
    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if angle:
            return super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        image, below = _text_image(s, prop, ismath, self.dpi, gc.get_rgb(), gc.get_alpha())
        self.draw_image(gc, round(x) - MARGIN, self.height - round(y) - below, image)


@functools.lru_cache(8)
def _renderer(width, height, dpi):
    """Return a renderer shared by all figures of this size, as its pixels take megabytes."""
    return _Renderer(width, height, dpi)


@functools.lru_cache(1000)
def _text_image(s, prop, ismath, dpi, color, alpha):
    """Return the text as an image, and the distance from its baseline to the lower edge."""
    width, height, descent = RendererAgg(1, 1, dpi).get_text_width_height_descent(s, prop, ismath)
    below = math.ceil(descent) + MARGIN
    page = RendererAgg(math.ceil(width) + 2 * MARGIN, math.ceil(height) + 2 * MARGIN, dpi)
    gc = page.new_gc()
    gc.set_foreground(color, isRGBA=True)
    gc.set_alpha(alpha)
    page.draw_text(gc, MARGIN, page.height - below, s, prop, 0, ismath)
    return np.array(page.buffer_rgba())[::-1], below

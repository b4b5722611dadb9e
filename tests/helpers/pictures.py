"""What tests read from a picture."""

from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text


def texts(ax):
    return [text.get_text() for text in shown(ax)]


def shown(artist):
    return [text for text in artist.findobj(Text) if text.get_text() and text.get_visible()]


def arrow_colors(ax):
    return [to_hex(arrow.get_edgecolor()) for arrow in ax.findobj(FancyArrowPatch)]

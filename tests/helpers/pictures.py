"""What holds for every picture, and what to read off one, for tests with the fixture `look`."""

import matplotlib.pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from unrolled.pictures import style


def texts(ax):
    return [text.get_text() for text in shown(ax)]


def shown(artist):
    return [text for text in artist.findobj(Text) if text.get_text() and text.get_visible()]


def arrow_colors(ax):
    return [to_hex(arrow.get_edgecolor()) for arrow in ax.findobj(FancyArrowPatch)]


class EveryPicture:
    """Tests to inherit where `draw(ax=None)` is parametrized."""

    def test_it_draws_on_the_axes_it_is_given_and_nowhere_else(self, draw):
        figure, (other, ax) = plt.subplots(1, 2)
        untouched = len(other.get_children())
        assert draw(ax) is ax
        assert len(other.get_children()) == untouched and len(figure.axes) == 2

    def test_it_makes_a_figure_whose_text_is_its_sentence(self, draw):
        ax = draw()
        assert repr(ax.figure) == ax.get_label()
        assert ax.get_label().endswith(".") and len(ax.get_label()) > 30

    def test_no_text_is_too_small_for_the_last_row(self, draw):
        ax = draw()
        ax.figure.draw_without_rendering()
        assert shown(ax.figure) or ax.collections
        assert (
            min((text.get_fontsize() for text in shown(ax.figure)), default=style.SMALL)
            >= style.SMALL
        )
        assert plt.rcParams["figure.dpi"] >= 96  # a point on the screen is a point or more

    def test_nothing_is_cut_off(self, draw):
        figure = draw().figure
        figure.draw_without_rendering()
        drawn, page = figure.get_tightbbox(), figure.bbox_inches.padded(0.01)
        assert (
            page.x0 <= drawn.x0
            and drawn.x1 <= page.x1
            and page.y0 <= drawn.y0
            and drawn.y1 <= page.y1
        )

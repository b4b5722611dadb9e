"""How a picture goes to a screen: two pixels for each of the page's, few colours, its sentence."""

import base64
import io
import sys

from matplotlib.figure import Figure
from PIL import Image

SCALE = 2  # pixels for each CSS pixel, as laptops and phones have, and a projector that zooms


def png(image: Image.Image) -> bytes:
    """The image as a PNG of 128 colours: a third of what all of its colours would take.

    Median cut, Pillow's own choice, makes one colour of blue and green where lines are thin.
    """
    data = io.BytesIO()
    few = image.quantize(128, Image.Quantize.MAXCOVERAGE, kmeans=30_000)
    few.save(data, "PNG", compress_level=9)
    return data.getvalue()


def text(data: bytes) -> str:
    """The bytes as text, as a page or a notebook holds them."""
    return base64.b64encode(data).decode()


def metadata(size: tuple[int, int], sentence: str) -> dict:
    """What a notebook notes beside a picture of this size, in pixels: that on the page, and `alt`.

    Exporters read `alt` here. JupyterLab drops it, but an <img alt> of our own as text/html would
    hold the picture a second time, and strict nbval would compare its bytes.
    """
    width, height = size
    return {"width": width // SCALE, "height": height // SCALE, "alt": sentence}


def sharpen(kind: type[Figure]) -> None:
    """Have IPython, where it runs, show figures of this kind sharp; what they say is their repr."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell:
        shell.display_formatter.formatters["image/png"].for_type(kind, _sharp)


def _sharp(figure):
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=SCALE * figure.dpi, bbox_inches="tight")
    image = Image.open(data).convert("RGB")
    return text(png(image)), metadata(image.size, repr(figure))

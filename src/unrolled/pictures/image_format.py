"""Pictures as PNG, JPEG, and in the form in which a notebook stores them."""

import base64
import io
import sys
from collections.abc import Sequence

import matplotlib
from matplotlib.figure import Figure
from PIL import Image, ImageDraw

SCALE = 2  # pixels for each CSS pixel, as laptops and phones have, and a projector that zooms
TITLE = 32  # CSS pixels above each frame of a sheet


def png(image: Image.Image, colors: int = 128) -> bytes:
    """Return the image as a PNG of few colours, a third of the size with all colours.

    In a sample of the pixels, the most frequent colours, such as white, stay as they are, and
    others cover the range of all. Median cut, Pillow's default, makes one colour of blue and green
    where lines are thin.
    """
    sample = image.resize((-(-image.width // 4), -(-image.height // 4)), Image.Resampling.NEAREST)
    frequent = sorted(sample.getcolors(sample.width * sample.height) or [], reverse=True)
    cover = sample.quantize(colors * 3 // 4, Image.Quantize.MAXCOVERAGE).getpalette() or []
    found: list = [color for _, color in frequent[: colors // 4]]
    found += [_without_tint(cover[k : k + 3]) for k in range(0, len(cover), 3)]
    kept: list = []
    for color in found:
        # Pillow looks colours up in steps of four: of two near ones it could take the wrong one.
        if all(max(abs(a - b) for a, b in zip(color, other)) >= 8 for other in kept):
            kept.append(color)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in kept for part in color])
    data = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(data, "PNG")
    return data.getvalue()


def _without_tint(color):
    """Return a colour, or grey if it is nearly grey, so that no grey area looks tinted."""
    return (sum(color) // 3,) * 3 if max(color) - min(color) < 16 else tuple(color)


def jpeg(image: Image.Image) -> bytes:
    """Return the image as a JPEG, three times as large as the PNG, in a quarter of its time."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=85, subsampling=2)  # a colour for each CSS pixel
    return data.getvalue()


def sheet(
    frames: Sequence[tuple[Image.Image, str]], titles: Sequence[str], ink: str
) -> tuple[Image.Image, str]:
    """Return one (image, sentence) of several, below one another, each under its title."""
    (width, height), room = frames[0][0].size, TITLE * SCALE
    page = Image.new("RGB", (width, len(frames) * (height + room)), "white")
    pen = ImageDraw.Draw(page)
    for k, ((image, _), title) in enumerate(zip(frames, titles)):
        top = k * (height + room)
        pen.text((8 * SCALE, top + 6 * SCALE), title, fill=ink, font_size=20 * SCALE)
        page.paste(image, (0, top + room))
    return page, " ".join(f"{title}: {sentence}" for title, (_, sentence) in zip(titles, frames))


def stored(image: Image.Image, sentence: str) -> tuple[dict, dict]:
    """Return a picture as a notebook stores it: its data and its metadata, by MIME type.

    Exporters read `alt` in the metadata; JupyterLab and nbconvert's template "lab" read no alt text
    at all. An <img alt> as text/html would hold the picture a second time, and strict nbval would
    compare its bytes.
    """
    width, height = (side // SCALE for side in image.size)
    data = {"image/png": base64.b64encode(png(image)).decode(), "text/plain": sentence}
    return data, {"image/png": {"width": width, "height": height, "alt": sentence}}


def sharpen(kind: type[Figure]) -> None:
    """Have IPython, if it runs, show figures of this class sharp, with their repr as text."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell:
        if hasattr(shell, "kernel") and matplotlib.get_backend().lower() == "agg":
            shell.enable_matplotlib("inline")  # MPLBACKEND=agg, as on clusters, shows no figure
        shell.display_formatter.formatters["image/png"].for_type(kind, _sharp)


def _sharp(figure):
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=SCALE * figure.dpi, bbox_inches="tight")
    found, metadata = stored(Image.open(data).convert("RGB"), repr(figure))
    return found["image/png"], metadata["image/png"]

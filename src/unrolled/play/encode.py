"""Pictures as bytes, and as the HTML that a player shows."""

import html
import io
import traceback
from collections.abc import Sequence

from PIL import Image, ImageDraw

from unrolled.pictures import style
from unrolled.pictures.screen import SCALE, text

TITLE = 32  # CSS pixels above each frame of a sheet


def quick_png(image: Image.Image) -> bytes:
    """The image as a PNG of 256 colours, a little off, in a quarter of the time of a stored one."""
    data = io.BytesIO()
    image.quantize(256, Image.Quantize.FASTOCTREE).save(data, "PNG", compress_level=1)
    return data.getvalue()


def jpeg(image: Image.Image) -> bytes:
    """The image as a JPEG: twice as large as a PNG, in a sixth of a quick one's time."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=85, subsampling=2)  # a colour for each CSS pixel
    return data.getvalue()


def sheet(
    frames: Sequence[tuple[Image.Image, str]], titles: Sequence[str]
) -> tuple[Image.Image, str]:
    """One (image, sentence) of several below one another, each under its title."""
    (width, height), room = frames[0][0].size, TITLE * SCALE
    page = Image.new("RGB", (width, len(frames) * (height + room)), "white")
    pen = ImageDraw.Draw(page)
    for k, ((image, _), title) in enumerate(zip(frames, titles)):
        top = k * (height + room)
        pen.text((8 * SCALE, top + 6 * SCALE), title, fill=style.INK, font_size=20 * SCALE)
        page.paste(image, (0, top + room))
    return page, " ".join(f"{title}: {sentence}" for title, (_, sentence) in zip(titles, frames))


def img(frame: tuple[Image.Image, str], kind: str = "png") -> str:
    """An HTML element that holds the whole (image, sentence). kind: "png" or "jpeg"."""
    image, sentence = frame
    width, height = image.width // SCALE, image.height // SCALE
    data = jpeg(image) if kind == "jpeg" else quick_png(image)
    return (
        f'<img src="data:image/{kind};base64,{text(data)}" '
        f'alt="{html.escape(sentence)}" width="{width}" height="{height}" '
        f'decoding="sync" style="max-width: 100%; height: auto">'
    )


def sorry(error: Exception) -> str:
    """An HTML element that says what went wrong, and unfolded where."""
    return (
        f"<details><summary>{type(error).__name__}: {html.escape(str(error))}</summary>"
        f"<pre>{html.escape(''.join(traceback.format_exception(error)))}</pre></details>"
    )

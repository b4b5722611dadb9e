"""Pictures as bytes, and as the HTML that a player shows."""

import base64
import html
import io
import traceback
from collections.abc import Sequence

from PIL import Image, ImageDraw

from unrolled.pictures import style

TITLE = 32  # pixels above each frame of a sheet


def png(image: Image.Image, quick: bool = False) -> bytes:
    """The image as a PNG of 128 colours. quick: in a quarter of the time, colours a little off."""
    data = io.BytesIO()
    method = Image.Quantize.FASTOCTREE if quick else Image.Quantize.MEDIANCUT
    image.quantize(128, method).save(data, "PNG", compress_level=1 if quick else 9)
    return data.getvalue()


def jpeg(image: Image.Image) -> bytes:
    """The image as a JPEG: three times as large as a PNG, in a quarter of a quick one's time."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=90, subsampling=0)
    return data.getvalue()


def sheet(
    frames: Sequence[tuple[Image.Image, str]], titles: Sequence[str]
) -> tuple[Image.Image, str]:
    """One (image, sentence) of several below one another, each under its title."""
    width, height = frames[0][0].size
    page = Image.new("RGB", (width, len(frames) * (height + TITLE)), "white")
    pen = ImageDraw.Draw(page)
    for k, ((image, _), title) in enumerate(zip(frames, titles)):
        top = k * (height + TITLE)
        pen.text((8, top + 6), title, fill=style.INK, font_size=20)
        page.paste(image, (0, top + TITLE))
    return page, " ".join(f"{title}: {sentence}" for title, (_, sentence) in zip(titles, frames))


def img(frame: tuple[Image.Image, str], kind: str = "png") -> str:
    """An HTML element that holds the whole (image, sentence). kind: "png" or "jpeg"."""
    image, sentence = frame
    width, height = image.size
    data = jpeg(image) if kind == "jpeg" else png(image, quick=True)
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


def text(data: bytes) -> str:
    """The bytes as text, as a page or a notebook holds them."""
    return base64.b64encode(data).decode()

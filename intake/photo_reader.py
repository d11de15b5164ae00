"""Makes a photograph anew, in the process apart: decoded, turned upright, reduced, and written as a JPEG of its pixels alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from intake.child import RefusedError

FORMATS = (JpegImagePlugin.JpegImageFile.format, PngImagePlugin.PngImageFile.format, WebPImagePlugin.WebPImageFile.format)
SEVERAL_VIEWS = MpoImagePlugin.MpoImageFile.format  # a JPEG of some telephones: the first view is the photograph
LONG_SIDE = 1_600
MAX_BYTES = 600_000
MIN_SIDE = 64
MAX_STRETCH = 12
MAX_PIXELS = 24_000_000
MAX_JPEG_PIXELS = 120_000_000  # decoded at up to an eighth of its size: the whole never stands in memory
QUALITIES = (82, 62, 38)
SHRINK = 0.75
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def prepare(_request: Mapping[str, Any]) -> None:
    """Load what reads and writes the three formats, before the doors are closed."""
    Image.MAX_IMAGE_PIXELS = None  # measured here, by format
    Image.preinit()
    Image.new("RGB", (8, 8)).save(BytesIO(), "JPEG")


def read(data: bytes, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the new JPEG (base 64) and its size in pixels."""
    image = Image.open(BytesIO(data), formats=FORMATS)
    _check(image)
    turn = TURNS.get(_orientation(image))
    image.draft(None, (LONG_SIDE, LONG_SIDE))
    plain = _plain(image)
    upright = plain if turn is None else plain.transpose(turn)
    made, (width, height) = _written(upright)
    return {"data": base64.b64encode(made).decode("ascii"), "width": width, "height": height}


def _check(image: Image.Image) -> None:
    width, height = image.size
    if width * height > (MAX_PIXELS if image.format in FORMATS[1:] else MAX_JPEG_PIXELS):
        raise RefusedError("pixels")
    if min(width, height) < MIN_SIDE:
        raise RefusedError("small")
    if max(width, height) > MAX_STRETCH * min(width, height):
        raise RefusedError("stretched")
    if image.format != SEVERAL_VIEWS and getattr(image, "is_animated", False):
        raise RefusedError("animated")


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; as it is when what says so is spoilt."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # whatever spoilt metadata raise, the pixels may be sound
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """Return the image reduced, in three colours, on white where it lets one see through."""
    if image.mode.startswith("I"):  # 16 bits a pixel: converted as they are, all would be white
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    sees_through = "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "RGBa", "La"}
    if sees_through:
        image = image.convert("RGBA")
    elif image.mode not in {"RGB", "L", "CMYK"}:
        image = image.convert("RGB")
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if not sees_through:
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _written(image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """Write as well as fits: worse and worse, then smaller."""
    image.info.clear()  # the writer would copy a comment or a profile from there
    while True:
        for quality in QUALITIES:
            made = BytesIO()
            image.save(made, "JPEG", quality=quality)
            if made.tell() <= MAX_BYTES:
                return made.getvalue(), image.size
        image = image.resize((max(int(image.width * SHRINK), 1), max(int(image.height * SHRINK), 1)), Image.Resampling.LANCZOS)

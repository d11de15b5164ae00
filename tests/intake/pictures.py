"""Makes pictures, sound and hostile: (what it is, bytes, what is said; None where a photograph is to come out)."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

Hostile = tuple[str, bytes, str | None]
SECRET = b"CANARY-43.2965-5.3698"
PAYLOAD = b"<script>alert(1)</script>" + SECRET
FORMATS, BROKEN, LIMITS, PIXELS = "Formats de photo acceptés", "abîmé", "trop de temps", "trop de points"


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def arrow(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """A picture whose upper left corner is red, the rest blue: which way is up can be seen."""
    image = Image.new(mode, (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    return image


def located(orientation: int = 1, kind: str = "JPEG", image: Image.Image | None = None) -> bytes:
    """A photograph that tells where, when and with what it was taken, and says which way the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    exif[0x9286] = SECRET.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (43.0, 17.0, 47.4), "E", (5.0, 22.0, 11.3)
    gps[29] = SECRET.decode()
    return encoded(image or arrow(), kind, exif=exif)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, pixels: bytes = b"", colour: int = 2, depth: int = 8, *extra: bytes) -> bytes:
    """A PNG that pretends what it likes."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(extra) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def jpeg_pretending(width: int, height: int) -> bytes:
    """A small JPEG whose header says another size."""
    data = bytearray(encoded(arrow()))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = encoded(arrow(2_000, 2_000), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + b"\xff\xd9"


def hostile_pictures() -> Iterator[Hostile]:
    """Every hostile picture."""
    yield from other_formats()
    yield from bombs()
    yield from cut_short()
    yield from two_in_one()
    yield from odd_sizes()
    yield from spoilt()


def other_formats() -> Iterator[Hostile]:
    bodies = {
        "nothing": b"", "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "svg behind xml": b'<?xml version="1.0"?><svg/>',
        "svg with an entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
        "html": b"<!doctype html><img src=x onerror=alert(1)>",
        "pdf": b"%PDF-1.7\n", "zip": b"PK\x03\x04", "elf": b"\x7fELF", "php": b"<?php system($_GET[0]);",
        "postscript": b"%!PS\n(/etc/passwd) (r) file",
        "mvg": b"push graphic-context\nviewbox 0 0 1 1\nimage over 0,0 0,0 'https://localhost/x'", "a path": b"/etc/passwd",
        "text": b"une photo",
    }  # fmt: skip
    for what, body in bodies.items():
        yield what, body, FORMATS
    for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PCX"):
        yield kind, encoded(arrow(200, 200), kind), FORMATS
    for brand in (b"heic", b"mif1", b"heix", b"hevc"):
        yield "heic", b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 40, "photo HEIC"
    yield "video", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 40, FORMATS
    yield "eps called jpeg", b"\xff\xd8\xff" + b"%!PS-Adobe-3.0 EPSF-3.0\n" * 10, BROKEN
    yield "gif called webp", b"RIFF\x00\x00\x00\x00WEBP" + encoded(arrow(), "GIF"), BROKEN


def bombs() -> Iterator[Hostile]:
    yield "too heavy", b"\xff\xd8\xff" + b"\x00" * 20_000_000, "20 Mo"
    yield "png of a terapixel", png(1_000_000, 1_000_000), PIXELS
    yield "png of the largest size", png(2**31 - 1, 2**31 - 1), PIXELS
    yield "png of 100 megapixels of nothing", png(10_000, 10_000, b"\x00" * 3_000_000), PIXELS
    yield "png one bit a pixel", png(50_000, 50_000, b"\x00" * 1_000_000, 0, 1), PIXELS
    yield "png of a text without end", png(200, 200, b"", 2, 8, chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"x" * 90_000_000))), None
    yield "png of a profile without end", png(200, 200, b"", 2, 8, chunk(b"iCCP", b"a\x00\x00" + zlib.compress(b"x" * 90_000_000))), None
    yield "png of a million pieces", png(200, 200, b"", 2, 8, *[chunk(b"tEXt", b"a\x00b")] * 300_000), None
    yield "jpeg that pretends 4 gigapixels", jpeg_pretending(65_000, 65_000), PIXELS
    yield "jpeg that pretends 110 megapixels", jpeg_pretending(11_000, 10_000), None
    yield "jpeg of three hundred scans", scans(300), None
    yield "webp of the largest size", encoded(arrow(300, 300), "WEBP", lossless=True)[:21] + b"\xff\xff\xff\x0f" + b"\x00" * 200, None


def cut_short() -> Iterator[Hostile]:
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = located(kind=kind)
        for share in (0.02, 0.4, 0.97):
            yield f"{kind} cut short", whole[: int(len(whole) * share)], BROKEN
    yield "three bytes", b"\xff\xd8\xff", BROKEN
    yield "a png signature", b"\x89PNG\r\n\x1a\n", BROKEN
    yield "webp head", b"RIFF\x04\x00\x00\x00WEBP", BROKEN


def two_in_one() -> Iterator[Hostile]:
    """What is sound comes out as pixels alone."""
    yield "jpeg then script", encoded(arrow()) + PAYLOAD, None
    yield "jpeg then archive", encoded(arrow()) + b"PK\x03\x04" + PAYLOAD, None
    yield "script in a comment", encoded(arrow(), comment=PAYLOAD), None
    yield "script in the metadata", located(), None
    yield "script in a profile", encoded(arrow(), icc_profile=PAYLOAD * 20), None
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", PAYLOAD.decode(), zip=True)
    yield "script in a png's text", encoded(arrow(), "PNG", pnginfo=told), None
    yield "png then script", encoded(arrow(), "PNG") + PAYLOAD, None
    yield "webp with metadata", located(kind="WEBP"), None
    yield "several views", encoded(arrow(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300), "green")]), None
    yield "animated png", encoded(arrow(), "PNG", save_all=True, append_images=[Image.new("RGB", (400, 300))]), "animées"
    yield "animated webp", encoded(arrow(), "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 300))]), "animées"


def odd_sizes() -> Iterator[Hostile]:
    yield "one pixel high", encoded(Image.new("RGB", (60_000, 1)), "PNG"), "trop petite"
    yield "one pixel wide", encoded(Image.new("RGB", (1, 60_000)), "JPEG"), "trop petite"
    yield "one pixel", encoded(Image.new("RGB", (1, 1)), "PNG"), "trop petite"
    yield "a ribbon", encoded(Image.new("RGB", (16_000, 70)), "JPEG"), "trop allongée"
    yield "no pixel", png(0, 0), None
    yield "no height", png(400, 0), None


def spoilt() -> Iterator[Hostile]:
    """Sound pictures with some bytes changed, and bytes at random behind a sound beginning."""
    rng = random.Random(11)
    yield "png of too few pixels", png(300, 300, b"\x00" * 10), BROKEN
    yield "png of an unheard colour", png(300, 300, b"\x00" * 300_000, 5, 7), BROKEN
    for kind, start in (("JPEG", b"\xff\xd8\xff\xe0"), ("PNG", b"\x89PNG\r\n\x1a\n"), ("WEBP", b"RIFF\x00\x01\x00\x00WEBPVP8 ")):
        whole = located(kind=kind)
        for _each in range(4):
            spoiled = bytearray(whole)
            for _byte in range(30):
                spoiled[rng.randrange(12, len(spoiled))] = rng.randrange(256)
            yield f"{kind} with bytes changed", bytes(spoiled), None
        yield f"{kind} at random", start + rng.randbytes(2_000), BROKEN

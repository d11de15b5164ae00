"""Promises of photographs: what comes out is pixels and nothing else, whatever came in, in little time."""

from __future__ import annotations

from io import BytesIO
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from PIL import Image

from intake import photo
from intake.errors import FileError
from intake.photo import Photo
from intake.sandbox import CPU_S, Busy
from tests.intake.pictures import PAYLOAD, SECRET, arrow, encoded, hostile_pictures, located

HOSTILE = list(hostile_pictures())


def _read(data: bytes) -> Photo:
    """Send a picture, again while the machine has no time for it."""
    while True:
        try:
            return photo.read(data)
        except Busy:
            continue


def _spent_s() -> float:
    """Return the processor time of the processes apart so far."""
    spent = getrusage(RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _opened(made: Photo) -> Image.Image:
    """Check that what came out is a plain JPEG within the limits, and open it."""
    image = Image.open(BytesIO(made.data))
    image.load()
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (made.width, made.height))
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert len(made.data) <= 600_000
    assert max(image.size) <= 1_600
    assert b"Exif" not in made.data
    assert PAYLOAD not in made.data
    assert SECRET not in made.data
    return image


def test_the_hostile_pictures_are_many() -> None:
    assert len(HOSTILE) >= 60
    assert len({what for what, _data, _said in HOSTILE}) >= 45


@pytest.mark.parametrize(("what", "data", "said"), HOSTILE, ids=[f"{at}-{what}" for at, (what, _data, _said) in enumerate(HOSTILE)])
def test_a_hostile_picture_is_a_sentence_or_comes_out_as_pixels(what: str, data: bytes, said: str | None) -> None:
    before = _spent_s()
    try:
        made = _read(data)
    except FileError as error:
        assert said is None or said in error.message
        assert error.message[0].isupper()
        assert "/" not in error.message
    else:
        assert said is None
        _opened(made)
    assert _spent_s() - before < CPU_S + 1  # the process apart is killed; its start and its end are outside the limit


def test_what_two_in_one_holds_beside_its_pixels_is_gone() -> None:
    """Those are to come out: a refusal would hide that nothing was dropped."""
    sound = {
        "jpeg then script",
        "script in a comment",
        "script in the metadata",
        "script in a png's text",
        "webp with metadata",
        "several views",
    }
    for what, data, _said in HOSTILE:
        if what in sound:
            _opened(_read(data))
            sound.discard(what)
    assert not sound


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_when_it_was_taken_is_forgotten(kind: str) -> None:
    sent = located(kind=kind)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    assert SECRET in sent
    _opened(_read(sent))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_as_the_camera_was_held(orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes each turn, as Pillow counts them
    held = arrow() if orientation == 1 else arrow().transpose(Image.Transpose(back[orientation]))
    image = _opened(_read(located(orientation, image=held)))
    assert image.size == (400, 300)
    corners = [image.getpixel(at) for at in ((20, 20), (380, 20), (20, 280), (380, 280))]
    assert [corner[0] > corner[2] for corner in corners] == [True, False, False, False]


def test_an_unheard_orientation_is_none() -> None:
    assert _opened(_read(located(77))).size == (400, 300)


@pytest.mark.parametrize("size", [(4_000, 3_000), (1_601, 900), (900, 2_400), (640, 480)])
def test_its_shape_is_kept_and_it_is_never_made_larger(size: tuple[int, int]) -> None:
    image = _opened(_read(encoded(arrow(*size))))
    assert max(image.size) == min(max(size), 1_600)
    assert image.width / image.height == pytest.approx(size[0] / size[1], rel=0.01)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("L", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("I;16", "PNG"),
        ("RGBA", "PNG"),
        ("RGBA", "WEBP"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
    ],
)
def test_every_kind_of_pixels_is_taken(mode: str, kind: str) -> None:
    light = Image.new("L", (300, 200), 250)
    light.paste(10, (0, 0, 150, 100))
    image = light.point(lambda value: value * 256, "I").convert("I;16") if mode == "I;16" else light.convert("RGB").convert(mode)
    made = _opened(_read(encoded(image, kind)))
    dark, bright = made.convert("L").getpixel((50, 50)), made.convert("L").getpixel((250, 150))
    assert dark < 40
    assert bright > 220


def test_what_one_sees_through_is_white() -> None:
    assert _opened(_read(encoded(Image.new("RGBA", (200, 200), (0, 0, 0, 0)), "PNG"))).getpixel((100, 100)) == (255, 255, 255)


def test_noise_is_made_small_enough() -> None:
    _opened(_read(encoded(Image.effect_noise((1_600, 1_600), 120).convert("RGB"), quality=95)))


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"data": "x", "width": 1, "height": 1},
        {"data": "aGVsbG8=", "width": 1, "height": 1},
        {"data": None},
        {"data": "/9j/2Q==", "width": "a"},
    ],
)
def test_a_process_apart_that_lies_is_not_believed(answer: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "parse", lambda *_arguments, **_options: answer)
    with pytest.raises(FileError, match="abîmé"):
        photo.read(encoded(arrow()))

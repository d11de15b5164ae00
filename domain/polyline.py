"""A ring as a few characters of an address: each vertex by its difference from the one before, in 1e-5 degree (about 1 m).

As Google's encoded polyline (5 bits a character, the least first, a sixth bit for « goes on », sign in the lowest bit), longitude first, in
characters that an address carries as they are. The same is written in ``assets/core/query.mjs``.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
PER_DEGREE = 100_000
MORE = 32
MOST_BITS = 30


def write_ring(ring: Iterable[tuple[float, float]]) -> str:
    """Return the characters of a ring of (longitude, latitude), WGS 84 in degrees, already rounded to five decimals."""
    before = (0, 0)
    characters: list[str] = []
    for lon, lat in ring:
        now = (round(lon * PER_DEGREE), round(lat * PER_DEGREE))
        for new, old in zip(now, before, strict=True):
            characters.extend(_written(new - old))
        before = now
    return "".join(characters)


def read_ring(text: str) -> list[tuple[float, float]] | None:
    """Return what `write_ring` wrote, in degrees; `None` where the text is something else."""
    numbers = list(_numbers(text))
    if None in numbers or len(numbers) % 2:
        return None
    lon = lat = 0
    ring = []
    for east, north in zip(numbers[::2], numbers[1::2], strict=True):
        lon, lat = lon + (east or 0), lat + (north or 0)
        ring.append((lon / PER_DEGREE, lat / PER_DEGREE))
    return ring


def _written(difference: int) -> Iterator[str]:
    rest = difference * 2 if difference >= 0 else -difference * 2 - 1
    while rest >= MORE:
        yield ALPHABET[MORE | (rest & (MORE - 1))]
        rest >>= 5
    yield ALPHABET[rest]


def _numbers(text: str) -> Iterator[int | None]:
    """Read one number after the other; `None`, the last, where there is none."""
    rest = bits = 0
    for character in text:
        value = VALUES.get(character)
        if value is None or bits > MOST_BITS:
            yield None
            return
        rest |= (value & (MORE - 1)) << bits
        bits += 5
        if value < MORE:
            yield (rest >> 1) if rest % 2 == 0 else -((rest + 1) >> 1)
            rest = bits = 0
    if bits:
        yield None

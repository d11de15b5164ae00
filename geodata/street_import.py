"""The street index: ``convergence streets import FILE.csv[.gz]`` reads a file of the Base Adresse Nationale."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.bounded_lines import bounded
from geodata.crs import to_l93
from geodata.perimeter import in_use
from geodata.sentences import Sentence, SentenceError
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number

NEEDED = ("numero", "rep", "nom_voie", "code_postal", "code_insee", "lon", "lat")
NO_NUMBER = 0
"""What stands for a place on a street that has no number (99999 in the source)."""
MAX_FIGURES = 4
GZIP = b"\x1f\x8b"
"""How a compressed file begins, whatever its name."""
MOST_BYTES = 800_000_000
"""Of a file once unpacked: four times that of the département that has the most addresses."""
MAX_NAME = 120
MAX_SUFFIX = 8
DECIMETRES = 10.0
SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("area_code", pa.string()),
        ("postcode", pa.string()),
        ("numbers", pa.list_(pa.int16())),
        ("suffixes", pa.list_(pa.string())),
        ("x_dm", pa.list_(pa.int32())),
        ("y_dm", pa.list_(pa.int32())),
    ]
)
"""One row for each street; positions in decimetres, EPSG:2154."""


class Address(NamedTuple):
    """One line of the source: degrees, WGS 84; the number is `NO_NUMBER` where there is none."""

    area_code: str
    postcode: str
    street: str
    number: int
    suffix: str
    lon: float
    lat: float


class StreetsError(SentenceError):
    """A file of addresses cannot be imported; the message says why."""


@dataclass
class Gathered:
    """What was read, and how many lines were left."""

    addresses: list[Address] = field(default_factory=list)
    elsewhere: int = 0
    unusable: int = 0


def import_streets(source: Path, target: Path, *more: Path, names: Sequence[str] = ()) -> str:
    """Keep the territory's addresses of files in the format of the Base Adresse Nationale; return what was done, in a sentence.

    `names` are how the files are called in a refusal, where not by their own names.

    The index that was there before is replaced in one step, or kept whole when anything goes wrong.

    Raises
    ------
    StreetsError
        The file cannot be read, is of another format, or holds no address of the territory.
    """
    gathered = Gathered()
    called = names or tuple(file.name for file in (source, *more))
    for file, name in zip((source, *more), called, strict=True):
        _read(file, name, gathered)
    table = _table(gathered.addresses)
    count = sum(map(len, table["numbers"]))
    if not count:
        raise StreetsError(N_("{file} : aucune adresse du territoire."), file=called[0])
    try:
        _write(table, target)
    except OSError as error:
        raise StreetsError(N_("Écriture impossible : {file} ({reason})."), file=str(target), reason=error.strerror or "") from error
    unusable = gathered.unusable + len(gathered.addresses) - count
    sentence = _(
        "Adresses importées : {count}. Voies : {streets}. Lignes laissées, hors du territoire : {elsewhere}, inutilisables : {unusable}."
    )
    return sentence.format(
        count=number(count), streets=number(table.num_rows), elsewhere=number(gathered.elsewhere), unusable=number(unusable)
    )


def _read(source: Path, name: str, gathered: Gathered) -> None:
    try:
        with _opened(source) as stream:
            rows = csv.DictReader(stream, delimiter=";")
            missing = [column for column in NEEDED if column not in (rows.fieldnames or ())]
            if missing:
                words = N_("{file} : colonnes absentes : {names}. Un fichier CSV de la Base Adresse Nationale est attendu.")
                raise StreetsError(words, file=name, names=", ".join(missing))
            for row in rows:
                _take(row, gathered)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or Sentence(N_("archive abîmée"))
        raise StreetsError(N_("{file} : lecture impossible ({reason})."), file=name, reason=reason) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise StreetsError(N_("{file} : ce n'est pas un fichier CSV en UTF-8."), file=name) from error


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[TextIO]:
    with source.open("rb") as head:
        is_packed = source.suffix == ".gz" or head.read(len(GZIP)) == GZIP
    with gzip.open(source, "rb") if is_packed else source.open("rb") as stream:
        yield io.TextIOWrapper(bounded(stream, MOST_BYTES), encoding="utf-8-sig", newline="")


def _take(row: Mapping[str, str | None], gathered: Gathered) -> None:
    area = _area(row["code_insee"] or "", row["code_postal"] or "")
    if area is None:
        gathered.elsewhere += 1
        return
    address = _address(row, area)
    if address is None:
        gathered.unusable += 1
    else:
        gathered.addresses.append(address)


def _area(code: str, postcode: str) -> str | None:
    """Return the commune or arrondissement; older files name a city alone, whose postcodes are those of its arrondissements."""
    perimeter = in_use()
    for district in perimeter.cities.get(code, ()):
        if postcode in perimeter.postcodes.get(district, ()):
            code = district
    return code if code in perimeter.areas else None


def _address(row: Mapping[str, str | None], area: str) -> Address | None:
    """Read one line; None when a value has another form than expected."""
    figures, suffix, street = ((row[name] or "").strip() for name in ("numero", "rep", "nom_voie"))
    if figures in {"", "99999"}:
        figures = str(NO_NUMBER)
    if not (figures.isascii() and figures.isdigit() and len(figures) <= MAX_FIGURES):
        return None
    if not 0 < len(street) <= MAX_NAME or len(suffix) > MAX_SUFFIX:
        return None
    try:
        lon, lat = float(row["lon"] or "nan"), float(row["lat"] or "nan")
    except ValueError:
        return None
    return Address(area, (row["code_postal"] or "")[:5], " ".join(street.split()), int(figures), suffix.lower(), lon, lat)


def _table(addresses: Sequence[Address]) -> pa.Table:
    """Project every position at once, drop those outside the territory's box, and order each street by number."""
    x, y = to_l93([each.lon for each in addresses], [each.lat for each in addresses])
    west, south, east, north = in_use().bounds_m
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)  # neither NaN nor infinity passes
    x_dm, y_dm = (np.where(inside, values * DECIMETRES, 0).round().astype(int) for values in (x, y))
    inside_rows = sorted({(addresses[at][:5], int(x_dm[at]), int(y_dm[at])) for at in np.flatnonzero(inside).tolist()})
    rows = []
    for (area, postcode, name), group in groupby(inside_rows, key=lambda one: one[0][:3]):
        members = list(group)
        rows.append(
            {
                "name": name,
                "area_code": area,
                "postcode": postcode,
                "numbers": [key[3] for key, _x, _y in members],
                "suffixes": [key[4] for key, _x, _y in members],
                "x_dm": [x for _key, x, _y in members],
                "y_dm": [y for _key, _x, y in members],
            }
        )
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _write(table: pa.Table, target: Path) -> None:
    """Write beside, make sure that it is on the disk, then put in place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(target.name + ".part")
    try:
        with made.open("wb") as stream:
            pq.write_table(table, stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        made.replace(target)
    except OSError:
        made.unlink(missing_ok=True)
        raise

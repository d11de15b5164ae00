"""A GTFS file as tables: a zip that others made, read within bounds, refused with a French sentence that says what is wrong where."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pandas as pd

from geodata.sentences import Sentence, SentenceError
from i18n import N_

MOST_BYTES = 1_500_000_000  # of all its tables, once inflated
MOST_RATIO = 200  # text of timetables packs 10 to 30 times
CHUNK_BYTES = 1 << 20
NEEDED = {
    "stops.txt": ("stop_id",),
    "trips.txt": ("trip_id", "service_id"),
    "stop_times.txt": ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
}
OPTIONAL = {
    "stops.txt": ("stop_lat", "stop_lon", "parent_station", "location_type"),
    "trips.txt": ("block_id",),
    "stop_times.txt": ("pickup_type", "drop_off_type"),
    "agency.txt": ("agency_name",),
    "calendar.txt": (
        "service_id", "start_date", "end_date", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
    "frequencies.txt": ("trip_id", "start_time", "end_time", "headway_secs"),
    "transfers.txt": (
        "from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time", "from_route_id", "to_route_id", "from_trip_id", "to_trip_id",
    ),
    "feed_info.txt": ("feed_publisher_name",),
}  # fmt: skip
CALENDARS = ("calendar.txt", "calendar_dates.txt")
SAVE_AGAIN = Sentence(N_("téléchargez à nouveau le fichier, ou demandez à son producteur un GTFS complet"))


class FeedError(SentenceError):
    """A GTFS that cannot be used; the message says why, in the language of who reads it."""


@dataclass(frozen=True, eq=False)
class Feed:
    """The tables of a GTFS, every cell a text without spaces around; a column that the file lacks is empty.

    Attributes
    ----------
    tables : by file name; an optional table that the file lacks has no row.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def read_feed(path: Path) -> Feed:
    """Read the tables that travel times need.

    Raises
    ------
    FeedError
        The file is missing, is no zip, is cut, promises too much, or lacks a table or a column.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive)
            tables = {name: _table(archive, members, name) for name in dict.fromkeys((*NEEDED, *OPTIONAL))}
    except FileNotFoundError:
        raise FeedError(N_("Horaires (GTFS) : le fichier {file} n'existe pas."), file=path.name) from None
    except FeedError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        text = N_("Horaires (GTFS) : {file} n'est pas un fichier zip entier ; {again}.")
        raise FeedError(text, file=path.name, again=SAVE_AGAIN) from None
    except OSError:
        raise FeedError(N_("Horaires (GTFS) : le fichier {file} ne peut pas être lu."), file=path.name) from None
    if not any(len(tables[name]) for name in CALENDARS):
        text = N_("Horaires (GTFS) : ni calendar.txt ni calendar_dates.txt ne dit quels jours on circule ; {again}.")
        raise FeedError(text, again=SAVE_AGAIN)
    return Feed(tables)


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the tables of an archive by name, whatever folder they are in, within bounds."""
    found = {PurePosixPath(item.filename).name.lower(): item for item in archive.infolist() if not item.is_dir()}
    known = {name: found[name] for name in {*NEEDED, *OPTIONAL} & found.keys()}
    inflated, packed = (sum(getattr(item, size) for item in known.values()) for size in ("file_size", "compress_size"))
    if inflated > MOST_BYTES or inflated > MOST_RATIO * packed + CHUNK_BYTES:
        text = N_("Horaires (GTFS) : une fois ouvert, le fichier prendrait {size} Mo, ce qui n'est pas la taille d'horaires ; {again}.")
        raise FeedError(text, size=f"{inflated / 1e6:.0f}", again=SAVE_AGAIN)
    return known


def _table(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], name: str) -> pd.DataFrame:
    needed, optional = NEEDED.get(name, ()), OPTIONAL.get(name, ())
    if name not in members:
        if needed:
            raise FeedError(N_("Horaires (GTFS) : il y manque {table} ; {again}."), table=name, again=SAVE_AGAIN)
        return pd.DataFrame(columns=pd.Index(optional), dtype=str)
    with archive.open(members[name]) as stream:
        content = _within(stream, members[name].file_size)
    frame = _parsed(content, name, {*needed, *optional})
    for column in needed:
        if column not in frame:
            text = N_("Horaires (GTFS) : dans {table}, il manque la colonne {column} ; {again}.")
            raise FeedError(text, table=name, column=column, again=SAVE_AGAIN)
    if needed and not len(frame):
        raise FeedError(N_("Horaires (GTFS) : {table} n'a aucune ligne ; {again}."), table=name, again=SAVE_AGAIN)
    frame = frame.reindex(columns=[*needed, *(column for column in optional if column not in needed)], fill_value="")
    return frame.fillna("").apply(lambda column: column.str.strip())


def _within(stream: IO[bytes], promised: int) -> bytes:
    """Return a member; zipfile itself refuses more bytes than it promised, and a wrong checksum."""
    parts: list[bytes] = []
    while part := stream.read(CHUNK_BYTES):
        parts.append(part)
    content = b"".join(parts)
    if len(content) != promised:
        raise EOFError
    return content


def _parsed(content: bytes, name: str, wanted: Iterable[str]) -> pd.DataFrame:
    """Return the columns wanted of a table, UTF-8 or else Windows-1252; a line of too many cells is left out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = next(csv.reader([text.split("\n", 1)[0]]), [])
    names = [cell.strip().strip("\ufeff") for cell in head]
    columns = [name for name in dict.fromkeys(names) if name in set(wanted)]
    if not columns:
        return pd.DataFrame(dtype=str)
    at = [names.index(name) for name in columns]
    options: dict[str, Any] = {"dtype": str, "keep_default_na": False, "on_bad_lines": "skip", "skipinitialspace": True}
    try:
        return pd.read_csv(io.StringIO(text), header=0, usecols=at, **options).set_axis(columns, axis=1)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, csv.Error):
        text_of = N_("Horaires (GTFS) : {table} n'est pas un tableau de valeurs séparées par des virgules ; {again}.")
        raise FeedError(text_of, table=name, again=SAVE_AGAIN) from None

"""Tables of the producers (CSV, packed or not), read part after part, with the columns that are needed and no others."""

from __future__ import annotations

import csv
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pandas as pd

from geodata.bounded_lines import bounded
from geodata.download import Limits, unreadable
from geodata.readers import LARGE, Reader
from geodata.sentences import SentenceError
from geodata.sources.contours import field_of
from geodata.sources.feed import FeedError
from i18n import N_

ROWS, TAIL_BYTES = 100_000, 100_000
CATALOGUE = "https://www.data.gouv.fr/api/1/datasets"
TEXTS: dict[str, Any] = {"dtype": "str", "keep_default_na": False, "na_values": ["", "NA", "s"]}
"""Values are texts; what is under statistical secrecy (« s »), absent or « NA » is unknown."""


def table_of(
    path: Path, needed: Sequence[str], name: str, limits: Limits, *, entry: str = "", encoding: str = "utf-8-sig", more: Sequence[str] = ()
) -> Iterator[pd.DataFrame]:
    """Yield the parts of a table with the `needed` columns and, unknown where they are absent, `more`: texts.

    `entry` is the name of its file in an archive (see `is_called`): every match is read.

    Raises
    ------
    FeedError, DownloadError
        A column is absent (those that are there are named), the archive is broken or unpacks to more than the limit, the text is none.
    """
    with _readable(name):
        for stream in _streams(path, entry, name, limits):
            yield from _parts(stream, needed, more, encoding)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Say in a sentence why a table cannot be read, whatever the block meets."""
    try:
        yield
    except SentenceError:
        raise
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error, RuntimeError, OSError) as error:
        raise unreadable(name, N_("archive illisible")) from error
    except (UnicodeDecodeError, csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FeedError(N_("ce n'est pas un tableau CSV en UTF-8")) from error


def header_of(path: Path, name: str, *, entry: str = "", encoding: str = "utf-8-sig") -> list[str]:
    """Return the names of the columns of a table, or of the first whose name in an archive matches; raises as `table_of`."""
    with _readable(name):
        return next(_header(stream, encoding)[0] for stream in _streams(path, entry, name, LARGE))


def is_called(name: str, masks: str) -> bool:
    """Whether a name is one of ``mask|mask``, whatever its letter case; in a mask ``*`` is any text and ``?`` any character."""
    return any(fnmatchcase(name.lower(), mask.lower()) for mask in masks.split("|"))


def _matching(archive: zipfile.ZipFile, masks: str, name: str) -> list[str]:
    """Return the entries of an archive whose file is called so, in any folder; `DownloadError` where there is none."""
    found = sorted(one for one in archive.namelist() if is_called(PurePosixPath(one).name, masks))
    if not found:
        raise unreadable(name, N_("l'archive ne contient pas {entry}"), entry=masks.replace("|", ", "))
    return found


def check_entries(path: Path, name: str, entries: Mapping[str, Sequence[str]]) -> None:
    """Check that an archive has these tables, with these columns; raises as `table_of`."""
    for entry, needed in entries.items():
        _check_columns(header_of(path, name, entry=entry), needed)


def whole_table(parts: Iterable[pd.DataFrame], key: str, name: str) -> pd.DataFrame:
    """Return the parts of a table as one, by the code that a column tells.

    Raises
    ------
    FeedError
        A code is there twice.
    """
    rows = pd.concat(list(parts))
    rows = rows[rows[key].notna()].set_index(key)
    twice = rows.index[rows.index.duplicated()]
    if len(twice):
        raise FeedError(N_("{name} : code en double, {code}"), name=name, code=str(twice[0]))
    return rows


def numbers(texts: pd.Series) -> pd.Series:
    """Return the numbers that texts write, with a comma or a point, spaces and a percent sign or none; NaN for any other text."""
    plain = texts.str.replace(r"[\s%]", "", regex=True).str.replace(",", ".")
    return pd.to_numeric(plain, errors="coerce").astype(float)


def _header(stream: IO[bytes], encoding: str) -> tuple[list[str], str]:
    """Return the names of the columns and what separates them."""
    first = stream.readline().decode(encoding)
    separator = max(";,\t|", key=first.count)
    return [name.strip() for name in next(csv.reader([first], delimiter=separator), [])], separator


def _parts(stream: IO[bytes], needed: Sequence[str], more: Sequence[str], encoding: str) -> Iterator[pd.DataFrame]:
    names, separator = _header(stream, encoding)
    _check_columns(names, needed)
    stream.seek(0)
    wanted = [*needed, *(column for column in more if column in names)]
    for part in pd.read_csv(stream, sep=separator, usecols=wanted, chunksize=ROWS, encoding=encoding, **TEXTS):
        yield part.reindex(columns=[*needed, *more])


def _check_columns(names: Sequence[str], needed: Sequence[str]) -> None:
    missing = [column for column in needed if column not in names]
    if missing:
        words = N_("colonnes absentes : {missing} ; colonnes reçues : {names}")
        raise FeedError(words, missing=", ".join(missing), names=", ".join(names[:30]))


def _check_end(stream: IO[bytes]) -> None:
    """Raise `FeedError` where the last line lacks columns: the file was cut. Only what follows the last line break is read."""
    head = stream.readline()
    separator = max(b";,\t|", key=head.count).to_bytes()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(len(head), end - TAIL_BYTES))
    tail = stream.read().rpartition(b"\n")[2]
    stream.seek(0)
    if tail and tail.count(separator) < head.count(separator):
        raise FeedError(N_("fichier interrompu : la dernière ligne n'a pas toutes ses colonnes"))


def _streams(path: Path, entry: str, name: str, limits: Limits) -> Iterator[IO[bytes]]:
    if not entry:
        with path.open("rb") as stream:
            lines = bounded(stream)
            _check_end(lines)
            yield lines
        return
    with zipfile.ZipFile(path) as archive:
        found = _matching(archive, entry, name)
        if sum(archive.getinfo(one).file_size for one in found) > limits.unpacked_bytes:
            raise unreadable(name, N_("archive trop grande"))
        if len({(archive.getinfo(one).CRC, archive.getinfo(one).file_size) for one in found}) < len(found):
            raise FeedError(N_("l'archive contient deux fois le même tableau : {names}"), names=", ".join(found[:8]))
        for one in found:
            with archive.open(one) as packed:
                yield bounded(packed)


def resource_url(reader: Reader, name: str, dataset: str, masks: str) -> str:
    """Return the address of the latest file of a data set of data.gouv.fr whose title or address holds a mask; "" for downloaded files.

    Raises
    ------
    FeedError, DownloadError
        No file of the data set is so called (those that are there are named), or the catalogue does not answer.
    """
    if reader.has_whole_files:
        return ""
    resources = field_of(reader.json(name, f"{CATALOGUE}/{dataset}/"), "resources")
    found: list[dict[str, Any]] = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    inside = "|".join(f"*{mask}*" for mask in masks.split("|"))
    matching = [one for one in found if is_called(f"{one.get('title')} {one.get('url')}", inside)]
    if not matching:
        titles = ", ".join(str(one.get("title")) for one in found[:12])
        words = N_("aucun fichier « {pattern} » dans le jeu de données ; fichiers : {titles}")
        raise FeedError(words, pattern=masks.replace("|", ", "), titles=titles)
    return str(max(matching, key=lambda one: str(one.get("last_modified") or "")).get("url") or "")

"""What brings one data set up to date: where its service is, its true field names, and the frame of the snapshot that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

import pandas as pd

from domain.discovery import declared
from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sentences import Sentence, SentenceError
from i18n import N_

Item = TypeVar("Item")
Frames: TypeAlias = Mapping[str, pd.DataFrame]
"""The frames of a snapshot by name, as `geodata.schemas.SCHEMAS` has them; geometry in EPSG:2154."""


class FeedError(SentenceError):
    """An answer is not what the service documents, or lacks what cannot be done without; the message says what."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read of a data set.

    Attributes
    ----------
    frame : DataFrame
        The whole new frame, of the snapshot's schema.
    vintage : str
        What date it speaks of, in the words of the catalogue.
    passed_over : tuple of Sentence
        What was left out.
    doubts : tuple of Sentence
        What would be lost: it stops the refresh of this data set unless somebody accepts it.
    credit : str
        Whom the licence asks to name, beside the producer; empty where it asks for nobody.
    files : mapping
        Files that the snapshot is to hold whole, by their name there.
    """

    frame: pd.DataFrame
    vintage: str
    passed_over: tuple[Sentence, ...] = ()
    doubts: tuple[Sentence, ...] = ()
    credit: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Feed:
    """One official data set.

    Attributes
    ----------
    id : str
        Its entry of the catalogue.
    order : int
        Contours come before what is placed in them.
    frame : str
        The frame of the snapshot that it changes.
    read : callable
        Reads it, from the frames in use; raises `FeedError` and `geodata.download.DownloadError`.
    files : tuple of str
        How its files are named in a directory or on a mirror; ``{department}`` stands for each département of the territory.
    key : str
        The column by which a row is known again.
    replaces : str
        The example of the catalogue whose place it takes; empty where it brings its own entry up to date.
    kind : str
        The kind of the rows that it changes, where it changes some of the frame only.
    is_local : bool
        Whether it is published for some territories only: offered where the perimeter says where (`Perimeter.datasets`).
    """

    id: str
    order: int
    frame: str
    read: Callable[[Reader, Frames], Reading]
    files: tuple[str, ...]
    key: str = "code"
    replaces: str = ""
    kind: str = ""
    is_local: bool = False

    @property
    def file_names(self) -> tuple[str, ...]:
        """The names of its files for the perimeter in use."""
        return tuple(dict.fromkeys(name.format(department=code) for name in self.files for code in sorted(in_use().departments)))

    @property
    def is_offered(self) -> bool:
        """Whether it can be read for the perimeter in use."""
        return not self.is_local or self.id in in_use().datasets

    def part(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that are this data set's."""
        return frame[frame["kind"] == self.kind] if self.kind else frame


def put(found: dict[str, Item], code: str, item: Item, name: str) -> None:
    """Put an item under its code; the same told twice is one.

    Raises
    ------
    FeedError
        Another item has this code.
    """
    if found.setdefault(code, item) != item:
        raise FeedError(N_("{name} : code en double, {code}"), name=name, code=code)


def dataset_here(id_: str, reader: Reader) -> str:
    """Return where the territory's file of a data set is: its address, or its name at data.gouv.fr; "" where files were downloaded.

    Raises
    ------
    FeedError
        The perimeter in use does not say.
    """
    found = in_use().datasets.get(id_, "")
    if not found and not reader.has_whole_files:
        words = N_("le fichier du territoire ne dit pas où trouver cette donnée : ajoutez-y la clé « {key} » sous [datasets]")
        raise FeedError(words, key=id_)
    return found


def feeds() -> tuple[Feed, ...]:
    """Return every data set of this package that can be refreshed, in the order in which they are read."""
    found: list[Feed] = declared("geodata.sources", "FEED")
    return tuple(sorted(found, key=lambda feed: feed.order))

"""What a fresh data set changes of the one in use, and what it would lose that it should not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.sentences import Sentence, Value, sentence
from i18n import N_

MOVED_M = 1.0
LARGE_SHARE = 0.2
"""A data set that loses more than this share of its rows, or whose total changes by more, is doubted (hypothesis)."""
TOTAL = "population"
MOST_NAMES, MOST_STORED = 8, 40


@dataclass(frozen=True)
class Difference:
    """What differs between two states of a data set.

    Attributes
    ----------
    added, removed, renamed : tuple of str
        Names of the rows that only one of them has, or that bear another name now: the first of them.
    added_n, removed_n, renamed_n : int
        How many they are.
    moved : int
        Rows in both whose geometry differs by more than a metre (Hausdorff), or whose figures differ.
    total_before, total_after : float or None
        Their sums of people; None where they count none.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...]
    moved: int
    total_before: float | None
    total_after: float | None
    added_n: int = 0
    removed_n: int = 0
    renamed_n: int = 0

    @property
    def is_none(self) -> bool:
        """Whether both are the same."""
        rows = self.added_n or self.removed_n or self.renamed_n or self.moved
        return not rows and self.total_before == self.total_after


def difference(before: pd.DataFrame, after: pd.DataFrame, key: str) -> Difference:
    """Compare two states of a data set, whose rows are known again by `key`. Geometry is in EPSG:2154."""
    old, new = before.set_index(key), after.set_index(key)
    both = old.index.intersection(new.index)
    before_names, names = _names(old), _names(new)
    added, removed = names[new.index.difference(old.index)], before_names[old.index.difference(new.index)]
    renamed = names[both][(before_names[both] != names[both]).to_numpy(bool)]
    return Difference(
        added=_named(added),
        removed=_named(removed),
        renamed=_named(renamed),
        added_n=len(added),
        removed_n=len(removed),
        renamed_n=len(renamed),
        moved=int(np.count_nonzero(_changed(old.loc[both], new.loc[both]))),
        total_before=_total(before),
        total_after=_total(after),
    )


def _names(frame: pd.DataFrame) -> pd.Series:
    """Return the names of rows, or their codes where they have none."""
    return frame["name"] if "name" in frame else pd.Series(frame.index, frame.index)


def _named(names: pd.Series) -> tuple[str, ...]:
    """Return the first names; none where the rows are called by their codes, which nobody reads."""
    return () if (names == names.index).all() else tuple(names.head(MOST_STORED).astype(str))


def doubts(before: pd.DataFrame, found: Difference, after: pd.DataFrame) -> tuple[Sentence, ...]:
    """Return what a data set would lose, a sentence each: rows, people, names, letters."""
    sentences = []
    if len(before) and found.removed_n > LARGE_SHARE * len(before):
        names = some(found.removed, found.removed_n) or (sentence(N_("sans nom")),)
        sentences.append(sentence(N_("{n} sur {total} en moins : {names}"), n=found.removed_n, total=len(before), names=names))
    if found.total_before and found.total_after is not None and abs(found.total_after / found.total_before - 1) > LARGE_SHARE:
        words = N_("la population passerait de {before} à {after}")
        sentences.append(sentence(words, before=found.total_before, after=found.total_after))
    bearing = _names(after)
    nameless = int((bearing.fillna("").astype(str).str.strip() == "").sum())
    if nameless:
        sentences.append(sentence(N_("{n} sans nom"), n=nameless))
    garbled = [str(name) for name in bearing.dropna() if is_encoded_twice(str(name))]
    if garbled:
        sentences.append(sentence(N_("accents codés deux fois : {names}"), names=some(garbled, len(garbled))))
    return tuple(sentences)


def is_encoded_twice(text: str) -> bool:
    """Return whether a text is UTF-8 that was read as Windows-1252 or Latin-1, as « ChÃ¢teau »."""
    for encoding in ("cp1252", "latin-1"):
        try:
            if text.encode(encoding).decode("utf-8") != text:
                return True
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return False


def some(names: Sequence[str], count: int) -> tuple[Value, ...]:
    """Return the first names of `count`, and how many more there are."""
    shown = tuple(names[:MOST_NAMES])
    if not shown:
        return ()
    return (*shown, sentence(N_("et {n} de plus"), n=count - len(shown))) if count > len(shown) else shown


def _changed(old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray:
    """Return which rows, alike in order, differ by their place or by a figure."""
    differ = np.zeros(len(old), bool)
    if isinstance(old, gpd.GeoDataFrame) and len(old):
        differ |= shapely.hausdorff_distance(old.geometry.to_numpy(), new.geometry.to_numpy()) > MOVED_M
    for column in old.columns.intersection(new.columns).difference(["geometry", "name", "area_ha", "updated_on"]):
        mine, theirs = old[column].to_numpy(), new[column].to_numpy()
        differ |= ~((mine == theirs) | (pd.isna(mine) & pd.isna(theirs)))
    return differ


def _total(frame: pd.DataFrame) -> float | None:
    if TOTAL not in frame or frame[TOTAL].isna().all():
        return None
    towns = frame[frame["level"] == "municipality"] if "level" in frame else frame
    return float(towns[TOTAL].sum())

"""What a fresh data set changes of the one in use, and what it would lose that it should not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from i18n import gettext as _
from i18n.numbers import number

MOVED_M = 1.0
LARGE_SHARE = 0.2
"""A data set that loses more than this share of its rows, or whose total changes by more, is doubted (hypothesis)."""
TOTAL = "population"
MOST_NAMES = 8


@dataclass(frozen=True)
class Difference:
    """What differs between two states of a data set.

    Attributes
    ----------
    added, removed, renamed : tuple of str
        Names of the rows that only one of them has, or that bear another name now.
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

    @property
    def is_none(self) -> bool:
        """Whether both are the same."""
        return not (self.added or self.removed or self.renamed or self.moved) and self.total_before == self.total_after


def difference(before: pd.DataFrame, after: pd.DataFrame, key: str) -> Difference:
    """Compare two states of a data set, whose rows are known again by `key`. Geometry is in EPSG:2154."""
    old, new = before.set_index(key), after.set_index(key)
    both = old.index.intersection(new.index)
    renamed = [str(new["name"][one]) for one in both if old["name"][one] != new["name"][one]]
    return Difference(
        added=tuple(new["name"][new.index.difference(old.index)].astype(str)),
        removed=tuple(old["name"][old.index.difference(new.index)].astype(str)),
        renamed=tuple(renamed),
        moved=int(np.count_nonzero(_changed(old.loc[both], new.loc[both]))),
        total_before=_total(before),
        total_after=_total(after),
    )


def doubts(before: pd.DataFrame, found: Difference, after: pd.DataFrame) -> tuple[str, ...]:
    """Return what a data set would lose, a sentence each: rows, people, names, letters."""
    sentences = []
    if len(before) and len(found.removed) > LARGE_SHARE * len(before):
        sentences.append(_("{n} sur {total} en moins : {names}").format(n=len(found.removed), total=len(before), names=some(found.removed)))
    if found.total_before and found.total_after is not None and abs(found.total_after / found.total_before - 1) > LARGE_SHARE:
        totals = {"before": number(found.total_before), "after": number(found.total_after)}
        sentences.append(_("la population passerait de {before} à {after}").format(**totals))
    nameless = int((after["name"].fillna("").astype(str).str.strip() == "").sum())
    if nameless:
        sentences.append(_("{n} sans nom").format(n=nameless))
    garbled = [str(name) for name in after["name"].dropna() if is_encoded_twice(str(name))]
    if garbled:
        sentences.append(_("accents codés deux fois : {names}").format(names=some(garbled)))
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


def some(names: Sequence[str]) -> str:
    """Return the first names of many, and how many more there are."""
    more = [_("et {n} de plus").format(n=len(names) - MOST_NAMES)] if len(names) > MOST_NAMES else []
    return ", ".join([*names[:MOST_NAMES], *more])


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

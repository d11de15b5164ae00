"""Social dwellings counted by IRIS (Ministry of Housing, RPLS): in place of a commune's rate spread over it."""

from __future__ import annotations

import pandas as pd

from geodata.download import Limits
from geodata.readers import Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.tables import resource_url, table_of
from i18n import N_

DATASET = "repertoire-des-logements-locatifs-des-bailleurs-sociaux"
FILE = "rpls2023logement.zip"
LIMITS = Limits(total_s=1_800.0, received_bytes=600_000_000, unpacked_bytes=4_000_000_000)
NEEDED = ("DEPCOM", "LIBCOM", "PLG_IRIS")
UNKNOWN_IRIS = "0000"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the number of social dwellings of each IRIS of the territory; those that no IRIS tells are their commune's, code ``…0000``.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, no dwelling is of the territory, the file cannot be read.
    """
    codes = set(frames["municipalities"]["code"].astype(str))
    path = reader.fetch(FILE, resource_url(reader, "rpls.json", DATASET, "rpls????logement"), LIMITS)
    counts: pd.Series | None = None
    for part in table_of(path, NEEDED, FILE, LIMITS, entry="*.csv|*.txt"):
        mine = part[part["DEPCOM"].isin(codes)]
        iris = mine["PLG_IRIS"].fillna("").str.extract(r"(\d{4})$")[0].fillna(UNKNOWN_IRIS)
        found = mine.assign(code=mine["DEPCOM"] + iris).groupby(["code", "DEPCOM"]).size()
        counts = found if counts is None else counts.add(found, fill_value=0)
    if counts is None or counts.empty:
        raise FeedError(N_("aucun logement du territoire dans le fichier"))
    frame = counts.rename("dwellings").reset_index().rename(columns={"DEPCOM": "area_code"})
    frame = frame.assign(name=frame["code"], dwellings=frame["dwellings"].astype(float))
    ordered = frame[["code", "name", "area_code", "dwellings"]].sort_values("code", ignore_index=True)
    return Reading(ordered, "RPLS 2023", doubts=_doubts(ordered, frames))


def _doubts(frame: pd.DataFrame, frames: Frames) -> tuple[Sentence, ...]:
    """Say where the file counts more social dwellings than the census counts dwellings: its lines are there twice, or are of elsewhere."""
    social = frame.groupby("area_code")["dwellings"].sum()
    every = frames["iris"].groupby("area_code")["dwellings"].sum().reindex(social.index)
    names = frames["municipalities"].set_index("code")["name"]
    words = N_("{name} : plus de logements sociaux ({social}) que de logements ({every})")
    return tuple(
        sentence(words, name=str(names[code]), social=round(social[code]), every=round(every[code]))
        for code in map(str, social.index[social > every])
    )


FEED = Feed("rpls", 25, "social_dwellings", read, (FILE,))

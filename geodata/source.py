"""What is said of a data set: where it comes from, what it is worth, what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.crs import WGS84
from i18n import N_

OPEN_LICENCE = "Licence Ouverte 2.0"
OPEN_LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True)
class MeasuredError:
    """How far an estimate was found from published figures.

    Attributes
    ----------
    share_pct : int or None
        Share of what is misplaced (%), rounded up to what may be relied on where nothing was measured; None where it is not known at all.
    words : str
        French message id that says it, with `{share}` where it is known: shown beside every figure that rests on the estimate.
    measured_on : str
        French message id: on what it was measured, of what date, and what was found.
    """

    share_pct: int | None
    words: str
    measured_on: str


@dataclass(frozen=True)
class Source:
    """One data set.

    Attributes
    ----------
    id : str
        Code used by layers, criteria and columns.
    label, producer, note : str
        French message ids (translate with ``gettext`` when shown); the producer is a proper name.
    licence, licence_url : str
        What may be done with it.
    vintage : str
        What date the figures speak of.
    url : str
        Where the producer publishes it; empty for data made by this project.
    sha256 : str or None
        Hash of the file the build reads (pinned package or committed fact table).
    crs : str or None
        Reference system of the file as published; None without geometry.
    is_example, is_estimate, is_declared : bool
        Invented to show how the product works; derived by a documented rule; told in the product by whoever holds the places.
    comes_by_refresh : bool
        Not in the data that come with the product: a refresh brings it.
    is_stand_in : bool
        Only where a perimeter names it in the place of another (`Perimeter.sources`).
    error : MeasuredError or None
        What the estimate is worth, where it was measured.
    """

    id: str
    label: str
    producer: str
    licence: str
    licence_url: str
    vintage: str
    url: str
    sha256: str | None
    crs: str | None
    is_example: bool
    is_estimate: bool
    note: str
    is_declared: bool = False
    comes_by_refresh: bool = False
    is_stand_in: bool = False
    error: MeasuredError | None = None


TO_REFRESH = N_("à rafraîchir")
"""The vintage of what is not here before a refresh brings it."""


def to_come(id_: str, label: str, producer: str, url: str, note: str) -> Source:
    """Describe an open data set that a refresh brings: its vintage is that of what was read."""
    return Source(
        id_, label, producer, OPEN_LICENCE, OPEN_LICENCE_URL, TO_REFRESH, url, None, WGS84, False, False, note, comes_by_refresh=True
    )

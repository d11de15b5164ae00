"""The rows of an import that have an address and no position: how many, what was found of each, and what a person decides of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from bulk.import_view import ImportView
from bulk.placements import Placement, Spot, is_placed
from bulk.service import Bulk
from domain.person import Person
from domain.place_fields import PRECISION, field_of
from domain.written_address import Written
from geodata.written_address import Doubt
from i18n import N_
from i18n import gettext as _
from intake.check import Row
from services.place_search import PlaceSearch

GestureName = Literal["look", "confirm", "choose", "leave", "next", "previous", "undo"]
DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        Doubt.NOTHING: N_("Rien n'a été trouvé."),
        Doubt.AREA: N_("Seule la commune est trouvée."),
        Doubt.STREET: N_("La rue est trouvée, sans numéro."),
        Doubt.NUMBER: N_("Ce numéro n'est pas connu : la position est estimée d'après ses voisins."),
        Doubt.NAME: N_("Le nom de la rue n'est pas tout à fait celui qui est écrit."),
        Doubt.POSTCODE: N_("Le code postal n'est pas celui qui est écrit."),
        Doubt.TOWN: N_("La commune n'est pas celle qui est écrite."),
        Doubt.SEVERAL: N_("Plusieurs adresses sont aussi vraisemblables."),
        Doubt.SCORE: N_("La ressemblance est faible."),
    }
)

HAND = "hand"
FOUND = frozenset({"number", "interpolated", "street", "area"})
"""The precisions of `domain.place_fields.PRECISION` that a search tells; any other position was put by hand."""


@dataclass(frozen=True, slots=True)
class FoundSpot:
    """A position that was found; `words` tell its precision."""

    spot: Spot
    words: str


@dataclass(frozen=True, slots=True)
class ImportDoubt:
    """A row whose position waits for a person: what was written, what was found, why it is doubtful; `rank` of `total`, from 1.

    `alike` are the other rows that wait with the same address: what is decided of one holds for them.
    """

    row: int
    name: str
    written: str
    spots: tuple[FoundSpot, ...]
    reasons: tuple[str, ...]
    rank: int
    total: int
    alike: int


@dataclass(frozen=True, slots=True)
class ImportPlacing:
    """How far an import is placed.

    Attributes
    ----------
    to_place : addresses that nobody has looked for.
    placed : how many rows their address placed, by precision, in words.
    left : rows that a person leaves without a position.
    missing : what is missing to place addresses, and who can bring it; empty where nothing is.
    doubt : the row to confirm that is looked at; None when there is none.
    """

    to_place: int
    placed: tuple[tuple[str, int], ...]
    left: int
    missing: str
    doubt: ImportDoubt | None


@dataclass(frozen=True, slots=True)
class PlacingGesture:
    """What a person does of the row to confirm that is looked at (0 for none).

    What is chosen is a position, `spot`, or that of a `rank` among those found of the row.
    """

    name: GestureName
    import_id: str
    row: int = 0
    spot: Spot | None = None
    rank: int = 0


@dataclass(frozen=True, eq=False)
class ImportPlacingService:
    """The placing of the addresses of imports."""

    bulk: Bulk
    search: PlaceSearch

    def after(self, person: Person, gesture: PlacingGesture) -> ImportPlacing:
        """Do what a person did, and return how the import is placed then; raises what `bulk.service.Bulk.choose` does."""
        view = self.bulk.view(person, gesture.import_id)
        changed = _changes(view, gesture)
        row = gesture.row
        if gesture.name in {"next", "previous"}:
            row = _beside(view, row, 1 if gesture.name == "next" else -1)
        elif changed:
            row = _beside(view, row, 1)
            view = self.bulk.choose(person, view.id, placements=changed)
        return import_placing(view, self.search.missing(), row)

    def at_point(self, gesture: PlacingGesture, lon: float, lat: float) -> PlacingGesture:
        """Return the choice of a point of the map (degrees, WGS 84) for the row that is looked at."""
        return replace(gesture, name="choose", spot=Spot(lon, lat, HAND, ""))

    def searched(self, gesture: PlacingGesture, rank: int, text: str) -> PlacingGesture:
        """Return the choice of one of the positions that a text means for the row that is looked at; no choice where it is none."""
        spots = [Spot(one.lon, one.lat, precision_of(one.precision), one.label) for one in self.search.search(text).answers]
        return replace(gesture, name="choose", spot=spots[rank]) if rank < len(spots) else gesture


def precision_of(found: str) -> str:
    """Return how precise a position is that a search found and a person chose."""
    return found if found in FOUND else HAND


def import_placing(view: ImportView, missing: str, row: int) -> ImportPlacing:
    """Return how far an import is placed, with the doubtful row of a number, or else the first one."""
    doubtful = view.doubtful
    rank = next((at for at, (one, _found) in enumerate(doubtful) if one.number == row), 0)
    counted = Counter(one.spots[0].precision for one in view.placed)
    placed = tuple((_(choice.label), counted[choice.code]) for choice in field_of(PRECISION).choices if counted[choice.code])
    left = len(view.unplaced) - len(view.to_place) - len(doubtful)
    doubt = _doubt(doubtful, rank) if doubtful else None
    return ImportPlacing(len(view.to_place), placed, left, missing if view.to_place else "", doubt)


def _doubt(doubtful: Sequence[tuple[Row, Placement]], rank: int) -> ImportDoubt:
    row, found = doubtful[rank]
    alike = sum(one.written == found.written for _row, one in doubtful) - 1
    spots = tuple(FoundSpot(spot, field_of(PRECISION).word(spot.precision) or "") for spot in found.spots)
    reasons = tuple(_(DOUBTS[code]) for code in found.doubts)
    return ImportDoubt(row.number, str(row.values["name"] or ""), found.written, spots, reasons, rank + 1, len(doubtful), alike)


def _changes(view: ImportView, gesture: PlacingGesture) -> dict[int, Placement | None]:
    """Return what a gesture changes of the placements, by row: rows of the same address go together."""
    if gesture.name == "undo":
        return dict.fromkeys(view.choices.placements)
    found = next(((row, one) for row, one in view.doubtful if row.number == gesture.row), None)
    if found is None:
        return {}
    _row, placement = found
    same = [(row.number, one) for row, one in view.doubtful if one.written == placement.written]
    if gesture.name == "leave":
        return {number: replace(one, state="left") for number, one in same}
    spot = gesture.spot or next(iter(placement.spots[gesture.rank :]), None)
    return {number: one.at(spot) for number, one in same} if spot and gesture.name in {"choose", "confirm"} else {}


def _beside(view: ImportView, row: int, step: int) -> int:
    """Return the number of the doubtful row that follows another, or comes before it, round and round; 0 when there is none."""
    numbers = [one.number for one, _found in view.doubtful]
    if not numbers:
        return 0
    at = numbers.index(row) if row in numbers else 0
    return numbers[(at + step) % len(numbers)]


def placed_words(view: ImportView) -> Mapping[int, str]:
    """Return what is to be known of the position of each row whose address was looked for, by number."""
    found: dict[int, str] = {}
    for row in view.ready:
        if is_placed(row, view.choices.placements):
            spot = view.choices.placements[row.number].spots[0]
            words = field_of(PRECISION).word(spot.precision) or ""
            found[row.number] = _("Placé {precision} : {label}").format(precision=words, label=spot.label or Written.of(row.values).line)
    return found

"""The places of an organisation that have no position, one after the other: where to look for each, and where it is put."""

from __future__ import annotations

from dataclasses import dataclass

from domain.person import Person
from domain.written_address import Written
from i18n import gettext as _
from services.answer import Answer
from services.import_placing import precision_of
from services.place_search import FoundPosition, PlaceSearch
from services.proposals import ProposalService

SHOWN_SPOTS = 5
MOST_QUEUED = 10_000
"""Places that one goes through in one go: the others come once these are placed."""
STREETS = frozenset({"address", "street", "locality", "point"})


class QueuedPlace(Answer):
    """A place that is to be put on the map, or was just put there (degrees, WGS 84).

    `spots` are what its address may mean, `area` the commune of its postcode, `note` what is to be known of the search.
    """

    id: str
    version: int
    name: str
    written: str
    lon: float | None
    lat: float | None
    spots: list[FoundPosition]
    area: FoundPosition | None
    note: str


@dataclass(frozen=True, eq=False)
class PlaceQueueService:
    """The queue of the places to put on the map. Every method raises what `services.proposals.ProposalService` does."""

    proposals: ProposalService
    search: PlaceSearch

    def waiting(self, person: Person) -> list[str]:
        """Return the ids of the places that have no position and may be given one, in the order of the list."""
        return list(self.proposals.proposals.unplaced(person)[:MOST_QUEUED])

    def place(self, person: Person, proposal_id: str) -> QueuedPlace:
        """Return one place, with what its address may mean."""
        page = self.proposals.sheet(person, proposal_id)
        written = Written.of(page.content)
        found = self.search.search(written.line) if written.address else None
        spots = [one for one in found.answers if one.kind in STREETS][:SHOWN_SPOTS] if found else []
        return QueuedPlace(
            id=page.id,
            version=page.version,
            name=page.name or _("Sans nom"),
            written=written.line,
            lon=page.lon,
            lat=page.lat,
            spots=spots,
            area=self.search.area_of(written.code, written.town),
            note=(found.note or "") if found and not spots else "",
        )

    def area_of(self, person: Person, proposal_id: str) -> FoundPosition | None:
        """Return the commune of the postcode or town of a place that has no position; None where it has one, or tells neither."""
        page = self.proposals.sheet(person, proposal_id)
        written = Written.of(page.content)
        return None if page.placed else self.search.area_of(written.code, written.town)

    def put(self, person: Person, proposal_id: str, version: int, position: tuple[float, float], precision: str) -> None:
        """Put a place at a position (longitude and latitude, degrees); `version` is the one that the person saw.

        Raises
        ------
        ValueError
            The position is in no commune of the territory.
        """
        lon, lat = position
        if not self.search.around(str(lon), str(lat)).inside:
            raise ValueError(_("Ce point est hors des communes du territoire : choisissez-en un autre."))
        fields = {"lon": lon, "lat": lat, "position_precision": precision_of(precision)}
        errors = self.proposals.edit(person, proposal_id, version, fields, {}).errors
        if errors:
            raise ValueError(" ".join(errors.values()))

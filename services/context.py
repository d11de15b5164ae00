"""What every screen may read: the settings, the stores, and the edition of the places that the request is about."""

from __future__ import annotations

from dataclasses import dataclass

from access.settings import Settings
from domain.selection import FacetSet
from geodata.column_table import ColumnTable
from geodata.territory import Territory
from scenarios.service import Service
from services.assessor import Assessor
from services.attachments import AttachmentService
from services.editions import Edition, Editions
from services.external_layers import ExternalLayerService
from services.imports import ImportService
from services.invitations import InvitationService
from services.journal import JournalService
from services.moderation import ModerationService
from services.official_data import OfficialData
from store.commitments import Commitments
from store.hypotheses import HypothesisVersions
from store.meetings import Meetings
from store.projects import Projects
from store.proposals import Proposals
from store.public_pages import PublicPages
from store.reminders import Reminders
from store.scenarios import Scenarios


@dataclass(frozen=True, eq=False)
class Context:
    """What every screen may read. All that hangs on the places is of one edition, the same from the beginning to the end of a request."""

    settings: Settings
    editions: Editions
    scenarios: Scenarios
    proposals: Proposals
    attachments: AttachmentService
    journal: JournalService
    moderation: ModerationService
    imports: ImportService
    official_data: OfficialData
    meetings: Meetings
    commitments: Commitments
    projects: Projects
    reminders: Reminders
    hypotheses: HypothesisVersions
    public_pages: PublicPages
    invitations: InvitationService
    external_layers: ExternalLayerService

    @property
    def edition(self) -> Edition:
        """The edition that the page being answered holds."""
        return self.editions.current()

    @property
    def territory(self) -> Territory:
        """Its frames, published places included."""
        return self.edition.territory

    @property
    def facets(self) -> FacetSet:
        """The facets of its candidates."""
        return self.edition.facets

    @property
    def table(self) -> ColumnTable:
        """Its candidates as the browser reads them."""
        return self.edition.table

    @property
    def urls(self) -> dict[str, str]:
        """The address of each data file served to the browser."""
        return self.edition.urls

    @property
    def assessor(self) -> Assessor:
        """What assesses its candidates."""
        return self.edition.assessor

    @property
    def service(self) -> Service:
        """What answers questions about its scenarios."""
        return self.edition.service

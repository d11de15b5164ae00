"""Invitation links: who makes and takes them back, and what whoever holds one does: propose premises, and follow those."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.invitation import MOST_PLACES, Invitation
from domain.person import Person
from domain.place_fields import PRECISION, PlaceField, field_of
from domain.proposal import Act, has_position, missing_to_submit
from domain.written_address import Written
from i18n import gettext as _
from intake.errors import FileError
from intake.sandbox import Busy
from services.attachments import PHOTO, AttachmentService
from services.editions import Editions
from services.import_placing import precision_of
from services.place_search import PlaceSearch
from services.proposal_sheet import ProposalItem, ProposalSheet
from services.proposals import ProposalService
from store.attempts import Attempts
from store.invitations import Invitations

GUEST_PATH = "/invitation"
MANAGE_PATH = "/invitations"
FIELDS = ("name", "address", "postcode", "town", "area_m2", "rent_eur_m2_yr", "vacant_since", "level_access", "contact")
"""What is asked of somebody in a few minutes: the rest is for those who have an account."""
MOST_REQUESTS, WINDOW_S = 60, 300
"""What one address may ask of invitation links in five minutes: enough to propose, too little to guess."""
OF_ADDRESS = ("address", "postcode", "town")


@dataclass(frozen=True)
class ManagedInvitations:
    """The invitations that there are, and the organisations that one may be made for, by code."""

    invitations: tuple[Invitation, ...]
    now: float
    landlords: Mapping[str, str]


@dataclass(frozen=True)
class GuestPlace:
    """A place that an invitation proposed, as its holder follows it: the sheet, how many photographs, why it was sent back."""

    sheet: ProposalSheet
    photos: int
    reason: str

    @property
    def may_submit(self) -> bool:
        """Whether it may be sent to those who decide, once nothing is missing."""
        return any(one.act is Act.SUBMIT for one in self.sheet.acts)


@dataclass(frozen=True)
class GuestPage:
    """What the holder of an invitation sees: their own places, newest change first, and the one that is open, if one is."""

    invitation: Invitation
    landlord: str
    places: tuple[ProposalItem, ...]
    opened: GuestPlace | None
    may_begin: bool


@dataclass(frozen=True)
class GuestWriting:
    """What somebody sends.

    Attributes
    ----------
    place : id of the place; empty to begin one.
    version : the version that they saw.
    fields : as they were typed, by id of `FIELDS`.
    photo : gives the bytes of a photograph; None without one.
    submits : whether the place is sent to those who decide.
    """

    place: str
    version: int
    fields: Mapping[str, str]
    photo_name: str
    photo: Callable[[], bytes] | None
    submits: bool


@dataclass(frozen=True)
class GuestSaved:
    """What became of a writing: the place, what is wrong of each field or of `PHOTO`, and a sentence."""

    place: str
    errors: Mapping[str, str]
    sentence: str


@dataclass(frozen=True, eq=False)
class InvitationService:
    """What is done with invitations. Every method raises `store.database.StoreUnavailable` when the database does not answer."""

    invitations: Invitations
    attempts: Attempts
    proposals: ProposalService
    attachments: AttachmentService
    search: PlaceSearch
    editions: Editions
    clock: Callable[[], float] = time.time

    # Those who invite

    def managed(self, actor: Person) -> ManagedInvitations:
        """Return what those who invite see; raises NotAllowed."""
        return ManagedInvitations(self.invitations.list(actor), self.clock(), self._landlords())

    def invite(self, actor: Person, organisation: str, name: str, days: int) -> str:
        """Make an invitation and return the path of its link, which nothing shows again; raises NotAllowed, ValueError."""
        return f"{GUEST_PATH}/{self.invitations.make(actor, organisation, name, days, self._landlords())}"

    def revoke(self, actor: Person, handle: str) -> None:
        """Take an invitation back; what it proposed stays. Raises NotAllowed."""
        self.invitations.revoke(actor, handle)

    # Whoever holds a link

    def wait_s(self, address: str) -> int:
        """Count one more request from an address; return the seconds to wait, 0 when it may go on."""
        return self.attempts.claim_request("invitation", address, MOST_REQUESTS, WINDOW_S)

    def page(self, token: str, place_id: str) -> GuestPage:
        """Return what a link shows.

        Raises
        ------
        InvitationOver, NotFound
            The link opens nothing; the place is not one that it proposed.
        """
        invitation = self.invitations.open(token)
        guest, own = invitation.guest, self.proposals.own(invitation.guest)
        opened = self._place(guest, place_id) if place_id else None
        landlord = self._landlords().get(invitation.organisation, invitation.organisation)
        return GuestPage(invitation, landlord, tuple(own.rows), opened, self._has_room(guest))

    def save(self, token: str, given: GuestWriting, *, is_example: bool) -> GuestSaved:
        """Store what somebody sends: fields, position of the address, a photograph; then submit, where that is wanted.

        Raises
        ------
        InvitationOver, NotFound
            The link opens nothing; the place is not one that it proposed.
        ValueError, Conflict, Illegal
            Something is refused; what was stored before stays.
        """
        guest = self.invitations.open(token).guest
        fields = {name: given.fields.get(name, "").strip() or None for name in FIELDS}
        if given.place:
            before: Mapping[str, object] = self.proposals.sheet(guest, given.place).content
            saved = self.proposals.edit(guest, given.place, given.version, fields, {})
        else:
            if not self._has_room(guest):
                raise ValueError(_("Ce lien a proposé tout ce qu'il peut : demandez-en un autre."))
            before, saved = {}, self.proposals.create(guest, fields, {}, is_example)
        sheet = self._placed(guest, saved, before)
        if given.photo is not None:
            try:
                self.attachments.add_photo(guest, saved.id, given.photo_name, given.photo)
            except (ValueError, FileError, Busy) as why:
                return GuestSaved(saved.id, {**saved.errors, PHOTO: str(why)}, "")
            sheet = self.proposals.sheet(guest, saved.id)
        if given.submits and not saved.errors:
            return self._submitted(guest, sheet)
        waits = any(one.act is Act.SUBMIT for one in sheet.acts)
        return GuestSaved(saved.id, saved.errors, _("Enregistré. Ce lieu n'est pas encore envoyé.") if waits else _("Enregistré."))

    def _placed(self, guest: Person, saved: ProposalSheet, before: Mapping[str, object]) -> ProposalSheet:
        """Look for the position of an address that changed; what is not found leaves the place without one."""
        now = saved.content
        is_same = all(before.get(name) == now.get(name) for name in OF_ADDRESS)
        if (is_same and has_position(now)) or not any(now.get(name) for name in OF_ADDRESS):
            return saved
        answers = self.search.search(Written.of(now).line).answers
        if not answers:
            return saved
        first = answers[0]
        position = {"lon": first.lon, "lat": first.lat, PRECISION: precision_of(first.precision)}
        return self.proposals.edit(guest, saved.id, saved.version, position, {})

    def _submitted(self, guest: Person, sheet: ProposalSheet) -> GuestSaved:
        missing = missing_to_submit(sheet.content)
        if missing:
            words = {"name": _("donnez un nom au lieu"), "position": _("écrivez une adresse que l'on trouve")}
            reason = ", ".join(words[name] for name in missing)
            return GuestSaved(sheet.id, {}, _("Enregistré, mais pas encore envoyé : {reason}.").format(reason=reason))
        if not any(one.act is Act.SUBMIT for one in sheet.acts):
            return GuestSaved(sheet.id, {}, _("Enregistré."))
        self.proposals.act(guest, sheet.id, sheet.version, Act.SUBMIT)
        return GuestSaved(sheet.id, {}, _("Envoyé. Gardez ce lien : vous y lirez la réponse."))

    def _place(self, guest: Person, place_id: str) -> GuestPlace:
        page = self.proposals.page(guest, place_id)
        photos = [one for one in self.attachments.of_proposal(guest, place_id).items if one.kind == "photo" and not one.removed]
        return GuestPlace(page.sheet, len(photos), page.reason)

    def _has_room(self, guest: Person) -> bool:
        return len(self.proposals.proposals.list(guest)) < MOST_PLACES

    def _landlords(self) -> Mapping[str, str]:
        return self.editions.latest().territory.landlords


def guest_fields() -> tuple[PlaceField, ...]:
    """Return the declared fields that a guest is asked, in order."""
    return tuple(field_of(name) for name in FIELDS)

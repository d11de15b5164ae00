"""Photographs and documents of a proposal: sent, shown, described, taken away and brought back; the store says by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.person import NotAllowed, Person
from i18n import gettext as _
from intake import document, photo
from intake.file_name import clean_name
from intake.slots import Slots
from services.answer import Answer
from store.attachments import DOCUMENT, MAX_CAPTION, PHOTO, Attachment, Attachments
from store.database import StoreUnavailable
from store.proposals import Illegal, NotFound

__all__ = ["MAX_CAPTION", "PHOTO", "AttachmentLine", "AttachmentList", "AttachmentService"]
MEDIA_TYPES = {PHOTO: photo.MEDIA_TYPE, DOCUMENT: document.MEDIA_TYPE}


class AttachmentLine(Answer):
    """A photo or a document as its organisation sees it; the size is in bytes, the width and the height of a photo in pixels."""

    id: str
    kind: str
    name: str
    size: int
    width: int | None
    height: int | None
    caption: str
    removed: bool
    public: bool
    url: str
    version: int
    """That of its proposal now."""


class AttachmentList(Answer):
    """The photos and documents of a proposal, oldest first, and whether the person may change them."""

    items: list[AttachmentLine]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class PlacePhotos:
    """The photographs of a place that everybody sees, oldest first, and how many the person sees that are not accepted yet."""

    public: tuple[AttachmentLine, ...] = ()
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """The bytes of an attachment; `digest` is their SHA-256."""

    data: bytes
    name: str
    media_type: str
    is_photo: bool
    digest: str


@dataclass(frozen=True, eq=False)
class AttachmentService:
    """The attachments of proposals. What is not a person's to see is answered as if it did not exist.

    `read` gives the bytes of what is sent: it is called once the person is known to have the right to send it, and room for it.
    """

    store: Attachments
    slots: Slots

    def add_photo(self, person: Person, proposal_id: str, name: str, read: Callable[[], bytes]) -> AttachmentLine:
        """Add a photograph, encoded anew."""
        self.store.check(person, proposal_id, PHOTO)
        sent = read()
        with self.slots.taken(person.id):
            made = photo.read(sent)
        file = clean_name(name, ".jpg", _("photo"))
        return _line(self.store.add(person, proposal_id, PHOTO, file, photo.MEDIA_TYPE, made.data, made.width, made.height))

    def add_document(self, person: Person, proposal_id: str, name: str, read: Callable[[], bytes]) -> AttachmentLine:
        """Add a document."""
        self.store.check(person, proposal_id, DOCUMENT)
        data = document.read(read())
        file = clean_name(name, ".pdf", _("document"))
        return _line(self.store.add(person, proposal_id, DOCUMENT, file, document.MEDIA_TYPE, data))

    def of_proposal(self, person: Person, proposal_id: str) -> AttachmentList:
        """Return what a person sees of a proposal."""
        items = [_line(each) for each in self.store.list(person, proposal_id)]
        return AttachmentList(items=items, can_edit=self._may_edit(person, proposal_id))

    def of_place(self, person: Person, place_id: str) -> PlacePhotos:
        """Return the photographs of a place of the map; none of one that nobody proposed, or while the store does not answer."""
        try:
            found = [_line(each) for each in self.store.list(person, place_id) if each.kind == PHOTO]
        except (NotFound, StoreUnavailable):
            return PlacePhotos()
        public = tuple(each for each in found if each.public)
        return PlacePhotos(public, len(found) - len(public))

    def file(self, person: Person, attachment_id: str) -> AttachmentFile:
        """Return an attachment with its bytes."""
        found, data = self.store.read(person, attachment_id)
        is_photo = found.kind == PHOTO
        name = found.name or (_("photo") + ".jpg" if is_photo else _("document") + ".pdf")
        return AttachmentFile(data, name, MEDIA_TYPES[found.kind], is_photo, found.sha256)

    def remove(self, person: Person, attachment_id: str) -> AttachmentLine:
        """Take an attachment away from everybody's sight."""
        return _line(self.store.remove(person, attachment_id))

    def restore(self, person: Person, attachment_id: str) -> AttachmentLine:
        """Bring an attachment back."""
        return _line(self.store.restore(person, attachment_id))

    def describe(self, person: Person, attachment_id: str, caption: str) -> AttachmentLine:
        """Say what a photograph shows."""
        return _line(self.store.describe(person, attachment_id, caption))

    def _may_edit(self, person: Person, proposal_id: str) -> bool:
        try:
            self.store.check(person, proposal_id)
        except (NotFound, NotAllowed, Illegal):
            return False
        return True


def _line(each: Attachment) -> AttachmentLine:
    return AttachmentLine(
        id=each.id,
        kind=each.kind,
        name=each.name,
        size=each.size,
        width=each.width,
        height=each.height,
        caption=each.caption,
        removed=each.removed_at is not None,
        public=each.is_public,
        url=f"/attachment/{each.id}",
        version=each.version,
    )

"""A proposal as those who decide read it: a row of the queue, where it stands, and all that one decides by."""

from __future__ import annotations

from collections.abc import Mapping

from domain.person import Person
from domain.proposal import ACT_LABELS, DECISIONS, ECONOMY, REASONED, STAGE_LABELS, Act, Proposal, Stage, acts, missing_to_submit
from geodata.neighbours import Neighbour, Neighbours
from i18n import N_
from i18n import gettext as _
from i18n.numbers import quantity
from services.answer import Answer
from services.feedback import Feedback
from services.moderation_places import SideBySide
from services.moderation_queue import QueueRow, is_change
from services.place_messages import PlaceMessage
from services.words.journal import TimelineEntry
from services.words.places import Change, FactBlock, changes, is_known, label_of, unfilled
from store.attachments import Attachment

READY_REFUSALS = (
    N_("Ce lieu n'est plus disponible."),
    N_("Le PLUi ne permet pas cette activité à cette adresse."),
    N_("La surface et les accès ne conviennent ni à un pôle ni à une boutique-relais."),
)
MOST_NAMED = 6


class Decision(Answer):
    """A decision that a person may take now."""

    id: Act
    label: str
    reasoned: bool


class ModerationAttachment(Answer):
    """A photo or a document; the width and the height are in pixels, of a photo alone."""

    id: str
    kind: str
    name: str
    caption: str
    width: int | None
    height: int | None
    size: str
    url: str


class Standing(Answer):
    """What a decision changes of a proposal: where it stands, what may be done now, what was said and done."""

    version: int
    stage: Stage
    stage_label: str
    is_public: bool
    is_change: bool
    changes: list[Change]
    acts: list[Decision]
    messages: list[PlaceMessage]
    timeline: list[TimelineEntry]


class DecidedStanding(Standing):
    """Where a proposal stands once it is decided."""

    id: str


class Duplicate(Answer):
    """The nearest place that may be the same one, and how many others there are."""

    id: str
    name: str
    more: int


class ModerationDetail(QueueRow, Standing):
    """All that one decides by."""

    author: str | None
    facts: list[FactBlock]
    feedback: Feedback
    beside: SideBySide
    double: Duplicate | None
    attachments: list[ModerationAttachment]
    ready: dict[str, list[str]]
    """Sentences that one may take as they are, by decision."""
    map: str | None
    """A picture, as a data URI; None without a position."""


def name_of(organisation: str, names: Mapping[str, str]) -> str:
    """Return the name of an organisation; its code when it has none."""
    return _("Direction de l'Économie") if organisation == ECONOMY else names.get(organisation, organisation)


def standing(person: Person, proposal: Proposal, messages: list[PlaceMessage], timeline: list[TimelineEntry]) -> Standing:
    """Return where a proposal stands."""
    before = proposal.published
    return Standing(
        version=proposal.version,
        stage=proposal.stage,
        stage_label=_(STAGE_LABELS[proposal.stage]),
        is_public=before is not None,
        is_change=is_change(proposal),
        changes=changes(proposal.kind, before, proposal.content) if before is not None else [],
        acts=[Decision(id=act, label=_(ACT_LABELS[act]), reasoned=act in REASONED) for act in acts(person, proposal) if act in DECISIONS],
        messages=messages,
        timeline=timeline,
    )


def duplicate(near: Neighbours) -> Duplicate | None:
    """Return the nearest place that may be the same one; None when there is none."""
    first = near.first
    return None if first is None else Duplicate(id=first.id, name=first.name, more=near.count - 1)


def ready_sentences(proposal: Proposal, assessed: Feedback, near: Neighbour | None, *, has_photos: bool) -> dict[str, list[str]]:
    """Return the sentences that one may take as they are, by decision: they name what is missing, never what is told, or the duplicate."""
    return {str(Act.ASK): _questions(proposal, assessed, has_photos), str(Act.REFUSE): _refusals(near)}


def _questions(proposal: Proposal, assessed: Feedback, has_photos: bool) -> list[str]:
    kind, sentences = proposal.kind, []
    lacking = [label_of(kind, key) for key in missing_to_submit(proposal.content)]
    weighty = [*lacking, *(item.label for item in assessed.missing or () if not is_known(item.field, proposal.content))]
    counted = [name for name in unfilled(kind, proposal.content) if name not in weighty]
    for sentence, fields in ((N_("Merci de préciser ce qui change le plus l'évaluation : {fields}."), weighty),
                             (N_("Merci de préciser aussi : {fields}."), counted)):  # fmt: skip
        if fields:
            sentences.append(_(sentence).format(fields=", ".join(_("« {field} »").format(field=name) for name in fields[:MOST_NAMED])))
    if not assessed.inside:
        sentences.append(_("Merci de vérifier la position : elle tombe hors du territoire, ou manque."))
    return sentences if has_photos else [*sentences, _("Merci d'ajouter des photos de la façade et de l'intérieur.")]


def refusals() -> list[str]:
    """Return the sentences by which any proposal may be refused."""
    return [_(sentence) for sentence in READY_REFUSALS]


def _refusals(near: Neighbour | None) -> list[str]:
    twice = [_("Ce lieu est déjà connu : {name} ({id}).").format(name=near.name, id=near.id)] if near else []
    return [*twice, *refusals()]


def moderation_attachment(found: Attachment) -> ModerationAttachment:
    """Return a photo or a document as those who decide see it."""
    return ModerationAttachment(
        id=found.id,
        kind=found.kind,
        name=found.name,
        caption=found.caption,
        width=found.width,
        height=found.height,
        size=quantity(found.size / 1_000, _("ko")),
        url=f"/attachment/{found.id}",
    )

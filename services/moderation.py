"""What the screen « Modérer » is told: the queue, and one proposal with all that one decides by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.person import Person
from domain.proposal import ACT_LABELS, DECISIONS, ECONOMY, REASONED, STAGE_LABELS, Act, Proposal, Stage, acts, missing_to_submit
from geodata.neighbours import Neighbour, Neighbours
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import quantity
from services.editions import Edition
from services.feedback import Feedback, feedback
from services.moderation_places import areas_of, points_of, side_by_side, twins
from services.words.journal import OF_PROPOSAL
from services.words.places import changes, facts, label_of, share_told, unfilled
from store.proposals import Known

TABS: tuple[tuple[str, str, tuple[Stage, ...]], ...] = (
    ("submitted", N_("À décider"), (Stage.SUBMITTED,)),
    ("to_complete", N_("À compléter"), (Stage.TO_COMPLETE,)),
    ("accepted", N_("Acceptés"), (Stage.ACCEPTED,)),
    ("refused", N_("Refusés"), (Stage.REFUSED,)),
    ("withdrawn", N_("Retirés"), (Stage.WITHDRAWN,)),
)
FULL = 0.995
READY_REFUSALS = (
    N_("Ce lieu n'est plus disponible."),
    N_("Le PLUi ne permet pas cette activité à cette adresse."),
    N_("La surface et les accès ne conviennent ni à un pôle ni à une boutique-relais."),
)
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Talk:
    """What goes with a proposal, already in the form in which the browser is told."""

    messages: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    attachments: list[dict[str, Any]]


def queue_json(territory: Territory, proposals: Iterable[Proposal], names: Mapping[str, str]) -> dict[str, Any]:
    """Return one short row for each proposal that went out of its organisation, in the order of the queue.

    Parameters
    ----------
    names
        Name of each organisation by its code.
    """
    shown = [proposal for proposal in proposals if any(proposal.stage in stages for _id, _label, stages in TABS)]
    points = points_of([proposal.content for proposal in shown])
    areas, doubles = areas_of(territory, points), twins(territory, shown)
    rows = [row_json(proposal, name_of(proposal.organisation, names), area[1], proposal.id in doubles)
            for proposal, area in zip(shown, areas, strict=True)]  # fmt: skip
    tabs = [{"id": key, "label": _(label), "stages": [str(stage) for stage in stages]} for key, label, stages in TABS]
    return {"tabs": tabs, "rows": rows}


def name_of(organisation: str, names: Mapping[str, str]) -> str:
    """Return the name of an organisation; its code when it has none."""
    return _("Direction de l'Économie") if organisation == ECONOMY else names.get(organisation, organisation)


def row_json(proposal: Proposal, organisation: str, area: str, is_double: bool) -> dict[str, Any]:
    """Return a proposal as the queue shows it; moments are UTC, in the form of ISO 8601."""
    share = share_told(proposal.kind, proposal.content)
    since = proposal.submitted_at or proposal.updated_at
    return {
        "id": proposal.id,
        "name": str(proposal.content.get("name") or _("Sans nom")),
        "kind": str(proposal.kind),
        "organisation": organisation,
        "area": area or _("hors du territoire"),
        "stage": str(proposal.stage),
        "version": proposal.version,
        "since": since.isoformat(),
        "changed": proposal.updated_at.isoformat(),
        "told": 100 if share >= FULL else min(99, round(100 * share)),
        "is_example": proposal.is_example,
        "is_change": _is_change(proposal),
        "is_double": is_double,
    }


def detail_json(
    edition: Edition, person: Person, proposal: Proposal, others: Sequence[Known], names: Mapping[str, str], talk: Talk
) -> dict[str, Any]:
    """Return all that one decides by: facts, changes, criteria, neighbours, what was said, and what may be done.

    Parameters
    ----------
    others
        The places that may be the same one.
    """
    territory, kind, content = edition.territory, proposal.kind, proposal.content
    told = feedback(territory, kind, content)
    points = points_of([content])
    area = areas_of(territory, points)[0]
    near = twins(territory, [proposal], others).get(proposal.id, Neighbours())
    double = near.first
    compared = side_by_side(edition.assessor, proposal, area[0], told)
    return {
        **row_json(proposal, name_of(proposal.organisation, names), area[1], double is not None),
        **standing_json(person, proposal, talk),
        "author": proposal.author,
        "facts": facts(kind, content),
        "feedback": told.model_dump(exclude_defaults=True),
        "beside": compared,
        "double": double and {"id": double.id, "name": double.name, "more": near.count - 1},
        "attachments": talk.attachments,
        "ready": _ready(proposal, told, double),
    }


def standing_json(person: Person, proposal: Proposal, talk: Talk) -> dict[str, Any]:
    """Return what a decision changes of a proposal: where it stands, what may be done now, what was said and done."""
    before = proposal.published
    return {
        "version": proposal.version,
        "stage": str(proposal.stage),
        "stage_label": _(STAGE_LABELS[proposal.stage]),
        "is_public": before is not None,
        "is_change": _is_change(proposal),
        "changes": changes(proposal.kind, before, proposal.content) if before is not None else [],
        "acts": [_act(act) for act in acts(person, proposal) if act in DECISIONS],
        "messages": talk.messages,
        "timeline": talk.timeline,
    }


def _is_change(proposal: Proposal) -> bool:
    """Say whether a proposal changes a place that everybody sees."""
    return proposal.published is not None and proposal.stage is not Stage.ACCEPTED


def _act(act: Act) -> dict[str, Any]:
    return {"id": str(act), "label": _(ACT_LABELS[act]), "reasoned": act in REASONED}


def _ready(proposal: Proposal, told: Feedback, double: Neighbour | None) -> dict[str, list[str]]:
    """Return the sentences that one may take as they are, by act: they name what is missing, or the place told twice."""
    return {str(Act.ASK): _questions(proposal, told), str(Act.REFUSE): _refusals(proposal, double)}


def _questions(proposal: Proposal, told: Feedback) -> list[str]:
    kind, sentences = proposal.kind, []
    lacking = [label_of(kind, key) for key in missing_to_submit(proposal.content)]
    weighty = [*lacking, *(figure.label for figure in told.missing)]
    counted = [name for name in unfilled(kind, proposal.content) if name not in weighty]
    for sentence, fields in ((N_("Merci de préciser ce qui change le plus l'évaluation : {fields}."), weighty),
                             (N_("Merci de préciser aussi : {fields}."), counted)):  # fmt: skip
        if fields:
            sentences.append(_(sentence).format(fields=", ".join(_("« {field} »").format(field=name) for name in fields[:MOST_NAMED])))
    if not told.inside:
        sentences.append(_("Merci de vérifier la position : elle tombe hors du territoire, ou manque."))
    return [*sentences, _("Merci d'ajouter des photos de la façade et de l'intérieur.")]


def _refusals(proposal: Proposal, double: Neighbour | None) -> list[str]:
    twice = [_("Ce lieu est déjà connu : {name} ({id}).").format(name=double.name, id=double.id)] if double else []
    return [*twice, *(_(sentence) for sentence in READY_REFUSALS)]


def attachment_json(found: Any) -> dict[str, Any]:
    """Return a photo or a document as the browser shows it."""
    size = quantity(found.size / 1_000, _("ko"))
    kept = {key: getattr(found, key) for key in ("id", "kind", "name", "caption", "width", "height")}
    return {**kept, "kind": str(found.kind), "size": size, "url": f"/attachment/{found.id}"}


def message_json(found: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what was said, with who said it for which organisation."""
    return {
        "at": found.at.isoformat(),
        "author": found.author,
        "organisation": name_of(found.organisation, names),
        "text": found.text,
        "kind": str(found.kind),
        "title": _(OF_PROPOSAL[str(found.act)]) if found.act else "",
        "internal": bool(found.is_internal),
    }

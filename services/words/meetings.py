"""Meetings in words: their parts, as a conflict or the journal tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.commitment import KIND_LABELS, STATUS_LABELS, CommitmentKind
from domain.meeting import KEY, OTHERS, STANCE_LABELS, Meeting, Stance
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, labelled
from i18n import gettext as _
from i18n.numbers import number

ACTOR_LABELS: Mapping[str, str] = {actor.id: actor.label for actor in STAKEHOLDERS}
PART_LABELS: Mapping[str, str] = {
    "title": N_("Titre"),
    "day": N_("Date"),
    "place": N_("Lieu"),
    "participants": N_("Participants"),
    "question": N_("Question"),
    "options": N_("Options"),
    "material": N_("Documents et éléments"),
    "rank": N_("Rang à l'ordre du jour"),
    "removed": N_("Retirée de l'ordre du jour"),
    "origin": N_("Vient d'une autre séance"),
    "outcome": N_("Décision"),
    "requests": N_("Demandé aux propriétaires des lieux"),
}
EXERCISE = N_("Exercice : des options reposent sur des lieux d'exemple. Ce compte rendu n'engage personne.")
UNTOLD = frozenset({"stage"})
"""Parts of which the journal tells nothing: the act itself does."""


def label_of(key: str) -> str:
    """Return what a part is called, with the number of its decision."""
    match = KEY.fullmatch(key)
    if match is None:
        return _(PART_LABELS.get(key, key))
    name = _("Position : {actor}").format(actor=_(ACTOR_LABELS[match[3]])) if match[3] else _(PART_LABELS[match[2]])
    return _("{name} (décision {n})").format(name=name, n=match[1][1:])


def value_of(key: str, value: Any) -> str | None:
    """Return the value of a part in words; None where there is none."""
    match = KEY.fullmatch(key)
    part = key if match is None else match[2] or "position"
    if value is None or value == "" or value == {} or value == []:
        return None
    if part == "participants":
        people = [(key_, _(ACTOR_LABELS.get(key_, N_("Autres participants")))) for key_ in (*ACTOR_LABELS, OTHERS)]
        return " ; ".join(labelled(label, value[key_]) for key_, label in people if value.get(key_)) or None
    if part == "requests":
        return ", ".join(value)
    if part == "options":
        return " ; ".join(one["words"] for one in value)
    if part == "position":
        return position_words(Stance(value["stance"]), value["words"])
    if part == "outcome":
        what = decided_words(value["words"])
        return f"{what} ({value['why']})" if value["why"] else what
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return _("oui") if part == "origin" else str(value)


def position_words(stance: Stance, words: str) -> str:
    """Return a position with its words, where it has some."""
    return labelled(_(STANCE_LABELS[stance]), words) if words else _(STANCE_LABELS[stance])


def decided_words(option: str) -> str:
    """Return what was decided, by the words of its option; that it was postponed for none."""
    return option or _("Reportée à une prochaine séance")


def part_words(meeting: Meeting, key: str) -> tuple[str, str]:
    """Return what a part is called, and what is stored of it."""
    return label_of(key), value_of(key, meeting.content.get(key)) or _("(vide)")


COMMITMENT_LABELS: Mapping[str, str] = {
    "actor": N_("Qui s'engage"),
    "kind": N_("Nature"),
    "what": N_("Engagement"),
    "amount": N_("Montant ou quantité"),
    "unit": N_("Unité"),
    "deadline": N_("Échéance"),
    "condition": N_("Condition bloquante"),
    "is_lifted": N_("Condition levée"),
    "status": N_("Où il en est"),
    "reason": N_("Motif"),
    "decision": N_("Pour quelle décision"),
    "place": N_("Pour quel lieu"),
}


def brought_words(kind: CommitmentKind, amount: float | None, unit: str) -> str:
    """Return what is brought, and how much of it: « Financement : 41 000 € »."""
    label = _(KIND_LABELS[kind])
    return label if amount is None else _("{kind} : {amount}").format(kind=label, amount=f"{number(amount, 2)} {unit}".rstrip())


def commitment_label(field: str) -> str:
    """Return what a field of a commitment is called."""
    return _(COMMITMENT_LABELS.get(field, field))


def commitment_value(field: str, value: Any) -> str | None:
    """Return a field of a commitment in words; None where nothing is given."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    named: Mapping[str, Mapping[Any, str]] = {"actor": ACTOR_LABELS, "kind": KIND_LABELS, "status": STATUS_LABELS}
    return _(named[field][value]) if field in named and value in named[field] else str(value)

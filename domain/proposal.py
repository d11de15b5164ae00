"""Proposals: what somebody tells of a place, the stages it goes through until everybody sees it, and who may do what to it."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.candidate import Kind
from domain.person import Action, Person, PersonRole, can
from domain.place_fields import ENTITLED, PRIVATE, RENTS
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number

ECONOMY = "economy"
"""The organisation to which the zone sites belong; those of landlords bear the landlord's code."""
MAX_CONTENT_BYTES = 32_000
MAX_TEXT = 2_000
RENEWAL_MONTHS = 6
PREFIXES: Mapping[Kind, str] = MappingProxyType({Kind.PREMISES: "LP", Kind.ZONE_SITE: "SZ"})
PROPOSAL_ID = re.compile(r"(LP|SZ)-\d{6,9}", re.ASCII)
PHOTOS = "photos"
"""The key of a content under which `store.attachments` keeps which photographs are shown; no form writes it."""
BOUNDS: Mapping[str, float] = MappingProxyType({"lon": 180.0, "lat": 90.0})
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
RENT_SWITCH = "rent_is_confidential"
"""The key of a content by which its proposer keeps the rent to those entitled."""

Content = Mapping[str, Any]
"""What is told of a place: ids of `domain.place_fields` (text, number, day as YYYY-MM-DD, code), `lon` and `lat` (degrees, WGS 84),
`footprint` (one ring of [lon, lat]), `rent_is_confidential`, `tags`, `history` and `reminders`. An absent key, or None, is unknown."""


class Stage(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    TO_COMPLETE = "to_complete"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({Stage.REFUSED, Stage.WITHDRAWN})
"""Stages at which nothing more is expected of a proposal."""


class Act(StrEnum):
    """What is done to a proposal as a whole."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    ACCEPT = "accept"
    ASK = "ask"
    REFUSE = "refuse"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    RESUME = "resume"
    RENEW = "renew"


STAGE_LABELS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.DRAFT: N_("Brouillon"),
        Stage.SUBMITTED: N_("Soumis, en attente de décision"),
        Stage.TO_COMPLETE: N_("À compléter"),
        Stage.ACCEPTED: N_("Accepté, visible de tous"),
        Stage.REFUSED: N_("Refusé"),
        Stage.WITHDRAWN: N_("Retiré"),
    }
)
ACT_LABELS: Mapping[Act, str] = MappingProxyType(
    {
        Act.SUBMIT: N_("Soumettre"),
        Act.TAKE_BACK: N_("Reprendre avant décision"),
        Act.ACCEPT: N_("Accepter"),
        Act.ASK: N_("Demander un complément"),
        Act.REFUSE: N_("Refuser"),
        Act.REOPEN: N_("Revenir sur la décision"),
        Act.WITHDRAW: N_("Retirer"),
        Act.RESUME: N_("Reprendre en brouillon"),
        Act.RENEW: N_("Confirmer que c'est toujours disponible"),
    }
)
DECISIONS = frozenset({Act.ACCEPT, Act.ASK, Act.REFUSE, Act.REOPEN})
"""What those who decide do; the others are the proposer's own."""
REASONED = frozenset({Act.ASK, Act.REFUSE})
"""What is not done without saying why."""
TRANSITIONS: Mapping[tuple[Stage, Act], Stage] = MappingProxyType(
    {
        (Stage.DRAFT, Act.SUBMIT): Stage.SUBMITTED,
        (Stage.TO_COMPLETE, Act.SUBMIT): Stage.SUBMITTED,
        (Stage.ACCEPTED, Act.SUBMIT): Stage.SUBMITTED,
        (Stage.SUBMITTED, Act.TAKE_BACK): Stage.DRAFT,
        (Stage.SUBMITTED, Act.ACCEPT): Stage.ACCEPTED,
        (Stage.SUBMITTED, Act.ASK): Stage.TO_COMPLETE,
        (Stage.SUBMITTED, Act.REFUSE): Stage.REFUSED,
        (Stage.TO_COMPLETE, Act.REOPEN): Stage.SUBMITTED,
        (Stage.ACCEPTED, Act.REOPEN): Stage.SUBMITTED,
        (Stage.REFUSED, Act.REOPEN): Stage.SUBMITTED,
        (Stage.DRAFT, Act.WITHDRAW): Stage.WITHDRAWN,
        (Stage.SUBMITTED, Act.WITHDRAW): Stage.WITHDRAWN,
        (Stage.TO_COMPLETE, Act.WITHDRAW): Stage.WITHDRAWN,
        (Stage.ACCEPTED, Act.WITHDRAW): Stage.WITHDRAWN,
        (Stage.REFUSED, Act.RESUME): Stage.DRAFT,
        (Stage.WITHDRAWN, Act.RESUME): Stage.DRAFT,
        (Stage.ACCEPTED, Act.RENEW): Stage.ACCEPTED,
    }
)
EDITABLE = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.TO_COMPLETE, Stage.ACCEPTED})
UNLISTED = frozenset({Stage.DRAFT})
"""Stages that nobody outside the organisation reads."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place as its proposer tells it.

    Attributes
    ----------
    organisation : the landlord's code, or `ECONOMY`.
    author, author_id : who began it.
    content : what is told now.
    published : what was told when it was last accepted and everybody sees; None while nobody else sees it.
    version : counts writings from 1.
    submitted_at : when it was last submitted (or accepted without it); None for what nobody outside the organisation has read.
    decided_at : when it was last decided; None while nothing is, or once the decision was gone back on.
    confirmed_at : when its proposer last said that it is available (submission or renewal).
    seen_at : when its organisation last opened it.
    is_example : whether it was made up in a demonstration.
    """

    id: str
    kind: Kind
    organisation: str
    author: str
    author_id: str
    stage: Stage
    content: Content
    published: Content | None
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    submitted_at: dt.datetime | None
    decided_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    seen_at: dt.datetime | None
    is_example: bool

    @property
    def has_changes(self) -> bool:
        """Whether what is told differs from what everybody sees."""
        return self.published is not None and dict(self.content) != dict(self.published)

    def is_due(self, today: dt.date) -> bool:
        """Say whether its proposer is to confirm that it is still available: accepted, and six months without a word."""
        if self.stage is not Stage.ACCEPTED or self.confirmed_at is None:
            return False
        return today >= months_after(self.confirmed_at.date(), RENEWAL_MONTHS)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + year, month + 1, 1)
    length = ((first + dt.timedelta(days=31)).replace(day=1) - first).days
    return first.replace(day=min(day.day, length))


def organisation_of(person: Person) -> str | None:
    """Return the organisation for which a person proposes; None for whoever proposes nothing."""
    if not person.active:
        return None
    if person.role is PersonRole.LANDLORD:
        return person.landlord
    return ECONOMY if person.role is PersonRole.ECONOMY else None


def kind_of(person: Person) -> Kind | None:
    """Return what a person proposes: premises for a landlord, zone sites for the Economy directorate."""
    if organisation_of(person) is None:
        return None
    return Kind.PREMISES if person.role is PersonRole.LANDLORD else Kind.ZONE_SITE


def is_own(person: Person, proposal: Proposal) -> bool:
    """Say whether a proposal is of a person's organisation; of a guest's, whether the guest began it."""
    return organisation_of(person) == proposal.organisation and (not person.is_guest or proposal.author_id == person.id)


def decides(person: Person) -> bool:
    """Say whether a person decides on proposals."""
    return can(person, Action.MODERATE)


def may_read(person: Person, proposal: Proposal) -> bool:
    """Say whether a person reads a whole proposal: its organisation, and those who decide once it was submitted."""
    if is_own(person, proposal):
        return True
    return decides(person) and proposal.submitted_at is not None and proposal.stage not in UNLISTED


def may_edit(person: Person, proposal: Proposal) -> bool:
    """Say whether a person changes what is told: its own organisation, while it is neither refused nor withdrawn."""
    return is_own(person, proposal) and proposal.stage in EDITABLE


def acts(person: Person, proposal: Proposal) -> tuple[Act, ...]:
    """Return what a person may do to a proposal now, in the order in which it is offered.

    Accepted and unchanged, there is nothing to submit. Those who decide accept what their own organisation tells without submitting it.
    """
    return tuple(act for act in Act if stage_after(proposal, act, person) is not None)


def stage_after(proposal: Proposal, act: Act, person: Person) -> Stage | None:
    """Return the stage to which an act of a person leads; None when it is not allowed."""
    own, stage = is_own(person, proposal), proposal.stage
    if act in DECISIONS:
        if not (decides(person) and may_read(person, proposal)):
            return None
        if act is Act.ACCEPT and own and (stage is Stage.DRAFT or (stage is Stage.ACCEPTED and proposal.has_changes)):
            return Stage.ACCEPTED
    elif not own:
        return None
    if act is Act.SUBMIT and stage is Stage.ACCEPTED and not proposal.has_changes:
        return None
    after = TRANSITIONS.get((stage, act))
    if proposal.published is not None and (after, act) in {(Stage.DRAFT, Act.TAKE_BACK), (Stage.REFUSED, Act.REFUSE)}:
        return Stage.ACCEPTED  # what everybody sees stays; a refused change is dropped (see `content_after`)
    return after


def content_after(proposal: Proposal, act: Act) -> tuple[Content, Content | None]:
    """Return what is told, and what everybody sees, after a legal act."""
    if act is Act.ACCEPT:
        return proposal.content, proposal.content
    if act is Act.REFUSE and proposal.published is not None:
        return proposal.published, proposal.published
    if act is Act.WITHDRAW or (act is Act.REOPEN and proposal.stage is Stage.ACCEPTED):
        return proposal.content, None
    return proposal.content, proposal.published


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision on a proposal: what it changed of what is told and of what everybody sees, before and after, field by field.

    None where it changed neither: `published` is None for what nobody saw before.
    """

    act: Act
    content: tuple[Content, Content] | None = None
    published: tuple[Content, Content] | None = None


def content_reopened(proposal: Proposal, last: Decided) -> tuple[Content, Content | None]:
    """Return what is told, and what everybody sees, once the last decision on an accepted place is gone back on.

    A change that was refused is told again, but for what its proposer has told anew since, and what everybody sees stays. One that was
    accepted gives way to what everybody saw before; a place accepted for the first time is seen no more. A photograph that was
    taken away meanwhile does not come back.
    """
    if last.act is Act.REFUSE and proposal.published is not None:
        was, became = last.content or ({}, {})
        untouched = {key: value for key, value in was.items() if proposal.content.get(key) == became.get(key)}
        return _patched(proposal.content, untouched), proposal.published
    if last.act is not Act.ACCEPT or last.published is None or proposal.published is None:
        return proposal.content, None
    was = dict(last.published[0])
    if was.get(PHOTOS):
        shown = proposal.content.get(PHOTOS) or ()
        was[PHOTOS] = [photo for photo in was[PHOTOS] if photo in shown] or None
    return proposal.content, _patched(proposal.published, was)


def _patched(content: Content, changes: Content) -> dict[str, Any]:
    return {key: value for key, value in {**content, **changes}.items() if value is not None}


def missing_to_submit(content: Content) -> tuple[str, ...]:
    """Return the ids of what must be told before anything is submitted: a name and a position."""
    lacking = [] if content.get("name") else ["name"]
    return (*lacking, *([] if has_position(content) else ["position"]))


def has_position(content: Content) -> bool:
    """Say whether a place is on the map."""
    return all(isinstance(content.get(key), float) for key in ("lon", "lat"))


def hidden_fields(content: Content) -> frozenset[str]:
    """Return the ids of the fields that everybody does not see: contact, owner, working notes, a rent that is to be kept."""
    return PRIVATE | RENTS if content.get(RENT_SWITCH) else PRIVATE


def public_part(content: Content) -> dict[str, Any]:
    """Return what everybody may see of an accepted place."""
    hidden = hidden_fields(content)
    return {key: value for key, value in content.items() if key not in hidden}


def keeps_rent(content: Content) -> bool:
    """Say whether a rent is told and is to be kept: for everybody else, it is neither known nor missing."""
    return bool(content.get("rent_is_confidential")) and content.get("rent_eur_m2_yr") is not None


def confidential_part(content: Content) -> dict[str, Any]:
    """Return what only those entitled see of an accepted place and may export: the contact, the owner, a rent that is to be kept."""
    confidential = (*ENTITLED, *(sorted(RENTS) if content.get(RENT_SWITCH) else ()))
    return {key: content[key] for key in confidential if content.get(key) is not None}


def clean_content(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content that can be kept: known forms only, composed letters, None dropped.

    Raises
    ------
    ValueError
        A key, a value or the whole is refused; the sentence is in the current language.
    """
    content = {key: _plain(key, value) for key, value in raw.items() if value is not None}
    for key, bound in BOUNDS.items():
        if key in content and not (isinstance(content[key], float) and abs(content[key]) <= bound):
            raise ValueError(_("Position refusée : longitude et latitude en degrés attendues."))
    size = len(json.dumps(content, ensure_ascii=False).encode())
    if size > MAX_CONTENT_BYTES:
        raise ValueError(_("Trop d'informations pour un seul lieu : {size} octets, {most} au plus.").format(
            size=number(size), most=number(MAX_CONTENT_BYTES)))  # fmt: skip
    return {key: value for key, value in content.items() if value not in ("", [])}


def _plain(key: str, value: Any, depth: int = 0) -> Any:
    if not _KEY.fullmatch(key):
        raise ValueError(_("Champ inconnu."))
    if isinstance(value, str):
        return clean_text(value, MAX_TEXT)
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _finite(value)
    if isinstance(value, list) and depth < 3:
        return [_plain("item", item, depth + 1) for item in value]
    if isinstance(value, dict) and depth < 3:
        return {name: _plain(name, item, depth + 1) for name, item in value.items() if item is not None}
    raise ValueError(_("Valeur inattendue."))


def _finite(value: float) -> float:
    try:
        finite = float(value)
    except OverflowError:  # an integer of hundreds of digits
        finite = math.inf
    if not math.isfinite(finite):
        raise ValueError(_("Nombre attendu."))
    return finite


def clean_text(text: str, most: int) -> str:
    """Return a text without surrounding blanks, its letters composed, its lines ended by a line feed alone.

    Raises
    ------
    ValueError
        It is too long, or holds control characters; the sentence is in the current language.
    """
    clean = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if len(clean) > most:
        raise ValueError(_("Texte trop long : {count} caractères, {most} au plus.").format(count=number(len(clean)), most=number(most)))
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} and sign not in "\n\t" for sign in clean):
        raise ValueError(_("Texte refusé : il contient des caractères de commande."))
    return clean

"""Persons, their roles and what each may do: the only rule book of rights."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from domain.saved import SavedScenario, Status, clean_name
from i18n import N_
from i18n import gettext as _

SECURITY_LOG = "convergence.security"
"""The log in which it is told what was not allowed."""
MAX_EMAIL = 254
EMAIL = re.compile(r"[a-z0-9._%+'-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.ASCII)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}", re.ASCII)


class PersonRole(StrEnum):
    """On whose behalf a person acts."""

    VISITOR = "visitor"
    LANDLORD = "landlord"
    ECONOMY = "economy"
    PLANNER = "planner"
    COHESION = "cohesion"
    WASTE = "waste"
    FACILITATOR = "facilitator"


ROLE_LABELS: Mapping[PersonRole, str] = MappingProxyType(
    {
        PersonRole.VISITOR: N_("Visiteur"),
        PersonRole.LANDLORD: N_("Bailleur social"),
        PersonRole.ECONOMY: N_("Direction de l'Économie"),
        PersonRole.PLANNER: N_("Aménagement et planification"),
        PersonRole.COHESION: N_("Direction Habitat–Cohésion sociale"),
        PersonRole.WASTE: N_("Direction Déchets"),
        PersonRole.FACILITATOR: N_("Animation de la démarche"),
    }
)


class Action(StrEnum):
    """What a callback, a route or a store may be asked to do."""

    READ = "read"
    SAVE_SCENARIO = "save_scenario"
    CHANGE_SCENARIO = "change_scenario"
    OWN_ACCOUNT = "own_account"
    MANAGE_PERSONS = "manage_persons"
    PROPOSE = "propose"
    MODERATE = "moderate"
    READ_PROPOSALS = "read_proposals"
    READ_JOURNAL = "read_journal"
    STOP_COMPUTATION = "stop_computation"
    REFRESH_DATA = "refresh_data"
    READ_MEETINGS = "read_meetings"
    PREPARE_MEETING = "prepare_meeting"
    TAKE_POSITION = "take_position"
    FOLLOW_PLACE = "follow_place"
    INVITE = "invite"
    PUBLISH = "publish"
    MANAGE_LAYERS = "manage_layers"


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What is needed to make a person; `login` and `email` are kept in lower case, `name` without surrounding blanks.

    Raises
    ------
    ValueError
        A field is refused; the sentence names it, in the current language.
    """

    login: str
    name: str
    role: PersonRole
    landlord: str | None = None
    email: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "login", clean_login(self.login))
        object.__setattr__(self, "name", clean_name(self.name))
        object.__setattr__(self, "email", None if self.email is None else clean_email(self.email))
        if (self.role is PersonRole.LANDLORD) != (self.landlord is not None):
            raise ValueError(_("Bailleur : à donner pour une personne d'un bailleur social, et pour elle seule."))

    def belongs_to_one_of(self, landlords: Collection[str]) -> PersonDraft:
        """Return the draft itself; ValueError when its organisation is not one of the known `landlords`."""
        if self.landlord is not None and self.landlord not in landlords:
            known = ", ".join(sorted(landlords))
            raise ValueError(_("Bailleur : « {code} » est inconnu ; connus : {known}.").format(code=self.landlord, known=known))
        return self


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. `landlord` is the code of the organisation of a landlord's agent; `version` counts writings from 1.

    `is_guest` says that they came by an invitation link, without an account (see `domain.invitation`): of their organisation, they
    propose, and read what they themselves proposed.
    """

    id: str
    login: str
    name: str
    role: PersonRole
    landlord: str | None = None
    active: bool = True
    version: int = 1
    is_guest: bool = False


VISITOR = Person("visitor", "", "", PersonRole.VISITOR)
"""Whoever has not signed in."""
UNKNOWN = Person("unknown", "", "", PersonRole.VISITOR)
"""Whoever has a session that cannot be read now: not to be told to sign in, since they may have."""


class Authored(Protocol):
    """A thing that has an author's name, or none."""

    @property
    def author(self) -> str | None:
        """The name of the person who made it."""


def can(person: Person, action: Action, thing: Authored | None = None, *, is_open: bool = False) -> bool:
    """Say whether a person may do something, to `thing` where there is one already.

    Reading is everybody's. Saving scenarios is for whoever has signed in as more than a visitor. A saved scenario is changed by its
    author (no two persons bear one name), a planner or the facilitator; by anyone who may save when nobody is its author.
    Without `thing`, changing means changing some scenario. A computation is stopped for everybody by who asked for it first (its author
    is that person's id), a planner or the facilitator; others may only cease to follow it. One's own account is for whoever has signed
    in, persons are the facilitator's to manage.
    Landlords and the Economy directorate propose places, the Economy directorate and the facilitator decide; which ones is for
    `domain.proposal` to say. Meetings are read by whoever is more than a visitor; the facilitator prepares, holds and closes them,
    publishes what everybody may read without an account, and adds the map layers of other services.
    The Economy directorate and the facilitator invite a landlord's agent who has no account; whom they invite proposes, and no more.
    For which actor one takes a position is for `speaks_for` to say. What a decided place needs and what became of it is written by the
    Economy directorate and the facilitator.

    Parameters
    ----------
    is_open
        The service is a demonstration: then a visitor saves as well.
    """
    if action is Action.READ:
        return True
    if not person.active:
        return False
    if person.is_guest:
        return action is Action.PROPOSE
    if action is Action.OWN_ACCOUNT:
        return person.id not in {VISITOR.id, UNKNOWN.id}
    may_save = is_open or person.role is not PersonRole.VISITOR
    if action is Action.SAVE_SCENARIO:
        return may_save
    if action is Action.STOP_COMPUTATION:
        return person.role is not PersonRole.VISITOR and (thing is None or person.role in _OF_ALL_SCENARIOS or thing.author == person.id)
    if action is Action.CHANGE_SCENARIO:
        return may_save and (thing is None or thing.author is None or _may_change(person, thing.author))
    return person.role in _ROLES_OF.get(action, ())


def speaks_for(person: Person, actor: str) -> bool:
    """Say whether a person may write an actor's position in a meeting: those of that actor, and the facilitator who takes the minutes."""
    return can(person, Action.TAKE_POSITION) and (person.role is PersonRole.FACILITATOR or ACTOR_OF.get(person.role) == actor)


def must_give_reason(person: Person, saved: SavedScenario, changes: Mapping[str, Any]) -> bool:
    """Say whether a change of a saved scenario needs a reason: what is « Retenu » is undone, or archived, by anyone but the facilitator."""
    undone = changes.get("status", Status.CHOSEN) is not Status.CHOSEN or bool(changes.get("archived"))
    return saved.status is Status.CHOSEN and undone and person.role is not PersonRole.FACILITATOR


_OF_ALL_SCENARIOS = frozenset({PersonRole.PLANNER, PersonRole.FACILITATOR})
"""Whose work is every scenario and every computation, whoever made it."""
ACTOR_OF: Mapping[PersonRole, str] = MappingProxyType(
    {PersonRole.WASTE: "waste", PersonRole.COHESION: "cohesion", PersonRole.LANDLORD: "landlord", PersonRole.ECONOMY: "economy"}
)
"""The actor (`domain.stakeholder`) for whom an account of a role speaks in a meeting."""
_ROLES_OF: Mapping[Action, frozenset[PersonRole]] = MappingProxyType(
    {
        Action.MANAGE_PERSONS: frozenset({PersonRole.FACILITATOR}),
        Action.REFRESH_DATA: frozenset({PersonRole.FACILITATOR}),
        Action.PROPOSE: frozenset({PersonRole.LANDLORD, PersonRole.ECONOMY}),
        Action.MODERATE: frozenset({PersonRole.ECONOMY, PersonRole.FACILITATOR}),
        Action.READ_PROPOSALS: frozenset({PersonRole.LANDLORD, PersonRole.ECONOMY, PersonRole.FACILITATOR}),
        Action.READ_JOURNAL: frozenset({PersonRole.LANDLORD, PersonRole.ECONOMY, PersonRole.FACILITATOR}),
        Action.READ_MEETINGS: frozenset(PersonRole) - {PersonRole.VISITOR},
        Action.PREPARE_MEETING: frozenset({PersonRole.FACILITATOR}),
        Action.PUBLISH: frozenset({PersonRole.FACILITATOR}),
        Action.MANAGE_LAYERS: frozenset({PersonRole.FACILITATOR}),
        Action.TAKE_POSITION: frozenset({*ACTOR_OF, PersonRole.FACILITATOR}),
        Action.INVITE: frozenset({PersonRole.ECONOMY, PersonRole.FACILITATOR}),
        Action.FOLLOW_PLACE: frozenset({PersonRole.ECONOMY, PersonRole.FACILITATOR}),
    }
)


class NotAllowed(PermissionError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody asked for what their role does not allow; the message says what to do, in the current language."""


def require(person: Person, action: Action, thing: Authored | None = None, *, is_open: bool = False) -> None:
    """Raise `NotAllowed` with a sentence unless `can` says yes to the same arguments."""
    if can(person, action, thing, is_open=is_open):
        return
    logging.getLogger(SECURITY_LOG).warning("not allowed", extra={"details": {"action": action.value}})
    if person is VISITOR:
        raise NotAllowed(_("Pour cela, il faut d'abord se connecter."))
    if action is Action.STOP_COMPUTATION and thing is not None:
        raise NotAllowed(
            _("Qui a demandé ce calcul, la planification et l'animation peuvent seuls l'arrêter. Vous pouvez ne plus le suivre.")
        )
    if thing is not None and can(person, action, is_open=is_open):
        raise NotAllowed(_("Seul son auteur, l'animation ou la planification peut modifier ce scénario. Vous pouvez le dupliquer."))
    raise NotAllowed(_("Votre rôle ({role}) ne permet pas cette action.").format(role=_(ROLE_LABELS[person.role])))


def _may_change(person: Person, author: str) -> bool:
    return person.role in _OF_ALL_SCENARIOS or (bool(person.name) and name_key(person.name) == name_key(author))


def clean_login(text: str) -> str:
    """Return a login in lower case, without surrounding blanks; ValueError unless it is 2 to 64 plain letters, digits or ``. _ @ + -``."""
    login = text.strip().lower()
    if not LOGIN.fullmatch(login):
        raise ValueError(_("Identifiant : de 2 à 64 lettres sans accent, chiffres ou signes . _ @ + - attendus, le premier sans signe."))
    return login


def clean_email(text: str) -> str:
    """Return an e-mail address in lower case, without surrounding blanks; ValueError unless it is a plain one of at most 254 signs."""
    email = text.strip().lower()
    if len(email) > MAX_EMAIL or not EMAIL.fullmatch(email):
        raise ValueError(_("Adresse électronique : une adresse de la forme nom@exemple.fr est attendue."))
    return email


def name_key(name: str) -> str:
    """Return what two names share when a reader would take them for one: case, blanks and forms of accents set aside."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

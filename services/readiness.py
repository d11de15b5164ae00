"""Whether a decision is ready to be taken: which unknown of its places could overturn it, who owns that, and what was requested of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from criteria.reality import unknown_turning
from domain.meeting import Decision, Meeting, OptionKind
from domain.person import Person
from domain.proposal import MAX_TEXT, PROPOSAL_ID
from domain.words import lowered
from i18n import current_language
from i18n import gettext as _
from i18n.numbers import day
from scenarios.saving import view_of
from services.context import Context
from services.form_fields import places_of
from services.place_sheet import gains_of
from services.words.meetings import ACTOR_LABELS
from store.meetings import NotFound
from store.proposals import NotFound as NoFile

LANDLORD, ECONOMY = "landlord", "economy"
FEWEST_OPTIONS = 2


@dataclass(frozen=True)
class Missing:
    """What is unknown of a place and could overturn how it stands.

    Attributes
    ----------
    data : what is unknown, in words.
    owner : the actor who owns it; `owner_name` in words, the landlord's own name where it is one.
    may_request : whether the place has a file in which its owner reads a request.
    requested_on : the day of a request that nothing of the place has answered yet.
    """

    place: str
    name: str
    data: tuple[str, ...]
    owner: str
    owner_name: str
    may_request: bool
    requested_on: dt.date | None = None


@dataclass(frozen=True)
class Readiness:
    """What a decision lacks. `unsaved` are the options whose plan is not stored; `examples` the places that are invented."""

    missing: tuple[Missing, ...]
    examples: tuple[str, ...]
    unsaved: tuple[str, ...]
    lacks_options: bool
    lacks_material: bool

    @property
    def is_ready(self) -> bool:
        """Whether nothing is lacking."""
        return not (self.missing or self.examples or self.unsaved or self.lacks_options or self.lacks_material)


def readiness_of(context: Context, person: Person, meeting: Meeting) -> dict[str, Readiness]:
    """Return what each undecided item of an agenda lacks, by its id; raises NotAllowed, StoreUnavailable."""
    found = {one.id: _readiness(context, one) for one in meeting.decisions if one.outcome is None}
    wanted = {one.place for each in found.values() for one in each.missing if one.may_request}
    when = context.meetings.requests(person, wanted)
    return {name: _dated(one, when) for name, one in found.items()}


def request_missing(context: Context, person: Person, meeting: Meeting, decision_id: str, place: str) -> Meeting:
    """Request of its owner what is unknown of a place and could overturn a decision.

    Raises
    ------
    NotAllowed, NotFound, ValueError, StoreUnavailable
        See `store.meetings.Meetings.request`.
    """
    decision = meeting.decision(decision_id)
    lacking = [] if decision is None else [one for one in _readiness(context, decision).missing if one.place == place]
    if decision is None or not lacking:
        raise NotFound(_("Rien n'est plus à demander de ce lieu pour cette décision."))
    when = day(meeting.day) if meeting.day else _("date à fixer")
    words = _("Séance « {title} » ({day}), question « {question} » : il manque {data}. Complétez ce lieu, ou répondez ici.")
    text = words.format(title=meeting.title, day=when, question=decision.question, data=", ".join(lacking[0].data))
    try:
        return context.meetings.request(person, meeting.id, decision_id, place, text[:MAX_TEXT])
    except NoFile as error:
        raise NotFound(_("Ce lieu n'a pas de dossier dans l'outil : demandez-le-leur directement.")) from error


def _dated(one: Readiness, when: Mapping[str, dt.datetime]) -> Readiness:
    missing = tuple(replace(each, requested_on=when[each.place].date()) if each.place in when else each for each in one.missing)
    return replace(one, missing=missing)


def _readiness(context: Context, decision: Decision) -> Readiness:
    places, unsaved = _places(context, decision)
    found = [one for place in places if (one := _missing(context, place)) is not None]
    candidates = context.territory.candidates
    invented = set(candidates.loc[candidates["is_example"].astype(bool), "id"].astype(str))
    names = places_of(context)
    examples = tuple(names[place] for place in places if place in invented)
    lacking = tuple(one for one in found if one.data)
    return Readiness(lacking, examples, unsaved, len(decision.options) < FEWEST_OPTIONS, not decision.material)


def _places(context: Context, decision: Decision) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the places that the options open, each once, and the scenarios whose plan is not stored."""
    places: list[str] = []
    unsaved: list[str] = []
    for option in decision.options:
        if option.kind is OptionKind.PLACE:
            places.append(option.ref)
        elif option.kind is OptionKind.SCENARIO:
            saved = context.scenarios.get(option.ref)
            view = None if saved is None else view_of(saved)
            unsaved += [option.words] if view is None else []
            places += [] if view is None else [place.id for place in view.places]
    return tuple(dict.fromkeys(places)), tuple(unsaved)


def _missing(context: Context, place: str) -> Missing | None:
    """Return what is unknown of a place; None where it is on the map no more. It is kept with the edition."""
    make = partial(_missing_now, context, place)
    return cast("Missing | None", context.edition.sheets.get(("readiness", place, current_language()), make))


def _missing_now(context: Context, place: str) -> Missing | None:
    gains = gains_of(context.assessor, place, "")
    if gains is None:
        return None
    assessment, row = gains.roles[0], gains.row
    labels: Iterable[str] = (lowered(_(label)) for label in unknown_turning(assessment, row))
    about = context.territory.candidates.iloc[row]
    landlord = about["landlord"]
    is_landlord = landlord == landlord and landlord is not None  # NaN is no landlord
    name = context.territory.landlords.get(landlord, str(landlord)) if is_landlord else _(ACTOR_LABELS[ECONOMY])
    data = tuple(dict.fromkeys([*labels, *assessment.unchecked(row)]))
    may_request = PROPOSAL_ID.fullmatch(place) is not None
    return Missing(place, str(about["name"]), data, LANDLORD if is_landlord else ECONOMY, name, may_request)

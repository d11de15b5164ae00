"""What everybody may read of a decision or of a scenario that was published, and what the facilitator may publish."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.commitment import Commitment
from domain.meeting import Option, OptionKind
from domain.person import Action, Person, require
from domain.public_page import PublicKind, PublicPage, Subject
from i18n import current_language
from i18n import gettext as _
from scenarios.saving import places_of
from services.context import Context
from services.meeting_archive import MEETING, PERIMETER, Frozen, folder, unpacked
from services.meeting_gains import OptionGains
from services.meeting_shown import thawed
from services.meeting_surroundings import communes_wgs84, frozen_sources, sources_of_places
from store.public_pages import NoPage, PublicRecord

PUBLIC_PATH = "/public"
MANAGE_PATH = "/publications"


@dataclass(frozen=True)
class PublicContent:
    """What a public page tells; no name of a person or of an account is in it.

    Attributes
    ----------
    decided, why : what was decided and why, or the note of a scenario.
    option : what the figures and the map are of; None for words alone.
    found : what the option brings as it was projected, in the reader's language; None for a scenario, and archives of before.
    scenarios, places : what was saved of it, by id; `communes` rings of [longitude, latitude] in degrees (WGS 84).
    sources : as `services.meeting_surroundings.source_words` says them.
    fingerprint : of the archive of the meeting; empty for a scenario.
    """

    page: PublicPage
    decided: str
    why: str
    is_exercise: bool
    option: Option | None
    scenarios: Mapping[str, Frozen]
    places: Mapping[str, Frozen]
    communes: Sequence[Any]
    sources: Sequence[Mapping[str, Any]]
    data_version: str
    commitments: tuple[Commitment, ...] = ()
    fingerprint: str = ""
    found: OptionGains | None = None


@dataclass(frozen=True)
class Publications:
    """The pages that are public, those that were, and what may be published: code and words."""

    shown: tuple[PublicPage, ...]
    withdrawn: tuple[PublicPage, ...]
    choices: list[tuple[str, str]] = field(default_factory=list)


def publications(context: Context, person: Person) -> Publications:
    """Return what the facilitator sees; raises NotAllowed, StoreUnavailable."""
    pages = context.public_pages.list(person)
    shown = tuple(one for one in pages if one.withdrawn_at is None)
    there = {one.subject.code for one in shown}
    choices = [(code, words) for code, words in _titles(context, person).items() if code not in there]
    return Publications(shown, tuple(one for one in pages if one.withdrawn_at is not None), choices)


def publish(context: Context, person: Person, code: str) -> PublicPage:
    """Publish what is named; raises NotAllowed, ValueError, StoreUnavailable."""
    require(person, Action.PUBLISH)
    title = _titles(context, person).get(code)
    if title is None:
        raise ValueError(_("Choisissez d'abord une décision ou un scénario."))
    return context.public_pages.publish(person, Subject.parse(code), title)


def _titles(context: Context, person: Person) -> dict[str, str]:
    """Return what may be published, by code: decisions of closed meetings, the latest first, then scenarios."""
    closed = [meeting for meeting in context.meetings.list(person) if meeting.is_closed]
    taken = [(meeting, one) for meeting in closed for one in meeting.decisions if one.outcome and not one.outcome.is_postponed]
    decisions = {Subject(PublicKind.DECISION, meeting.id, one.id).code: one.question for meeting, one in taken}
    return decisions | {Subject(PublicKind.SCENARIO, scenario=id_).code: name for id_, name in context.scenarios.names().items()}


def public_content(context: Context, page_id: str) -> PublicContent:
    """Return what anybody may read at an address.

    Raises
    ------
    NoPage, Withdrawn, StoreUnavailable, ArchiveChanged
        There is nothing there, no more, or not now.
    """
    record = context.public_pages.get(page_id[:64])
    return _of_decision(record) if record.page.subject.kind is PublicKind.DECISION else _of_scenario(context, record.page)


def _of_decision(record: PublicRecord) -> PublicContent:
    files, fingerprint = unpacked(record.archive)
    frozen, (sources, version) = json.loads(files[MEETING]), frozen_sources(files)
    one = next(one for one in frozen["meeting"]["decisions"] if one["id"] == record.page.subject.decision)
    outcome = one["outcome"] or {"option": "", "words": "", "why": ""}
    chosen = outcome["option"].partition(".")[2]
    shown = thawed(files, current_language()).get(one["id"])
    given = [Option(OptionKind(option["kind"]), option["ref"], option["words"]) for option in one["options"]]
    return PublicContent(
        record.page,
        outcome["words"] if outcome["option"] else "",
        outcome["why"],
        frozen["is_exercise"],
        next((option for option in given if option.id == outcome["option"]), None),
        {key: value for key, value in folder(files, "scenarios").items() if key == chosen},
        {key: value for key, value in folder(files, "places").items() if key == chosen},
        json.loads(files.get(PERIMETER, b"[]")),
        sources,
        version,
        record.commitments,
        fingerprint,
        next((each.found for each in shown.options.options if each.found.option.id == outcome["option"]), None) if shown else None,
    )


def _of_scenario(context: Context, page: PublicPage) -> PublicContent:
    saved = context.scenarios.get(page.subject.scenario)
    if saved is None:
        raise NoPage(_("Aucune page n'est publiée à cette adresse."))
    territory, result = context.territory, dict(saved.result)
    is_exercise = any(one.get("is_example") for one in result.get("attributes", ()))
    option = Option(OptionKind.SCENARIO, saved.id, saved.name)
    frozen = {saved.id: {"result": result}}
    sources = sources_of_places(territory, places_of(saved))
    return PublicContent(page, "", saved.note, is_exercise, option, frozen, {}, communes_wgs84(territory), sources, saved.data_version)

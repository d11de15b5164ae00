"""A published decision or scenario as a page: what, why, for whom, where, who brings what, on which data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from domain.commitment import Commitment
from domain.meeting import OptionKind
from domain.public_page import PublicKind
from domain.scenario import Question
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n import labelled
from i18n.numbers import day
from reports.decided_map import decided_map, map_legend, map_words
from reports.minutes_words import grounds_words
from reports.plain_page import element, listed, plain_page, table
from reports.plan_svg import MapContent, map_svg
from reports.sources_words import real_places_words
from scenarios.plan_view import PlanView
from scenarios.saving import view_of_result
from services.meeting_gains import option_gains
from services.public_pages import PUBLIC_PATH, PublicContent
from services.register import STATES
from services.words.meetings import ACTOR_LABELS, brought_words, decided_words
from services.words.scenarios import in_full


def public_page(content: PublicContent, today: dt.date, *, is_embedded: bool = False, links: Iterable[tuple[str, str]] = ()) -> str:
    """Return the page in the current language; `today` tells which commitments are late."""
    view = _view(content)
    parts = [*_head(content), *_what(content, view), *_why(content), *_for_whom(content, view), *_where(content, view)]
    parts += [*_commitments(content.commitments, today), *_sources(content)]
    return plain_page(content.page.title, parts, f"{PUBLIC_PATH}/{content.page.id}", is_embedded=is_embedded, links=tuple(links))


def no_page(title: str, sentence: str) -> str:
    """Return the page of an address where there is nothing, or nothing any more."""
    return plain_page(title, [element("p", sentence)], "/")


def _view(content: PublicContent) -> PlanView | None:
    """Return the plan that the page is about; None where it is about a place, or words."""
    option = content.option
    if option is None or option.kind is not OptionKind.SCENARIO or option.ref not in content.scenarios:
        return None
    return view_of_result(content.scenarios[option.ref]["result"])


def _head(content: PublicContent) -> Iterator[Markup]:
    kind = _("Décision publiée le {day}") if content.page.subject.kind is PublicKind.DECISION else _("Scénario publié le {day}")
    yield element("p", kind.format(day=day(content.page.published_at.date())), class_="note")
    if content.is_exercise:
        yield element("p", _("Exercice : cette page repose sur des lieux d'exemple, inventés. Elle n'engage personne."), class_="exercise")


def _what(content: PublicContent, view: PlanView | None) -> Iterator[Markup]:
    yield element("h2", _("Quoi"))
    if content.page.subject.kind is PublicKind.DECISION:
        yield element("p", decided_words(content.decided), class_="decided")
    if view is not None:
        names = {place.id: place.name for place in view.places}
        yield element("p", in_full(Question.from_query(view.query), lambda place: names.get(place, _("lieu inconnu"))))


def _why(content: PublicContent) -> Iterator[Markup]:
    if content.why:
        yield element("h2", _("Pourquoi"))
        yield element("p", content.why, class_="words")


def _for_whom(content: PublicContent, view: PlanView | None) -> Iterator[Markup]:
    found = content.found or (option_gains(content.option, view) if content.option and view else None)
    if found is None or not found.gains:
        return
    labels = {actor.id: _(actor.label) for actor in STAKEHOLDERS}
    rows = [(labels[one.actor], f"{one.figure} {one.words}", _("hypothèse") if one.is_hypothesis else _("compté")) for one in found.gains]
    yield element("h2", _("Pour qui"))
    yield element("p", found.summary)
    yield table(_("Ce que chaque acteur y gagne"), (_("Acteur"), _("Gain"), _("Nature")), rows)


def _where(content: PublicContent, view: PlanView | None) -> Iterator[Markup]:
    """Draw the map, then say the same as a table."""
    if content.option is None:
        return
    shown = decided_map([content.option.id], content.scenarios, content.places, content.communes)
    if shown.is_empty:
        return
    yield element("h2", _("Où"))
    drawn = Markup(map_svg(shown, map_words(shown)))  # noqa: S704 - what is put in it was escaped
    yield element("figure", drawn + _legend(shown))
    communes = {place.name: place.commune for place in view.places} if view else {}
    rows = [
        (f"{one.number}. {one.name}", communes.get(one.name, ""), _("exemple") if one.is_example else _("réel")) for one in shown.places
    ]
    yield table(_("Les lieux de la carte"), (_("Lieu"), _("Commune"), _("Nature")), rows)


def _legend(shown: MapContent) -> Markup:
    items = [_legend_item(**one) for one in map_legend(shown)]
    return element("figcaption", Markup(" ").join(items)) if items else Markup()


def _legend_item(colour: str, words: str, is_line: bool) -> Markup:
    mark = (
        element("i", "", class_="edge", aria_hidden="true")
        if is_line
        else element("i", "", style=f"background:{colour}", aria_hidden="true")
    )
    return element("span", mark + words)


def _commitments(found: tuple[Commitment, ...], today: dt.date) -> Iterator[Markup]:
    if not found:
        return
    heads = (_("Qui"), _("Engagement"), _("Échéance"), _("Condition bloquante"), _("État"))
    yield element("h2", _("Engagements"))
    yield table(_("Qui apporte quoi, pour quand"), heads, [_commitment(one, today) for one in found])


def _commitment(one: Commitment, today: dt.date) -> tuple[str, ...]:
    what = f"{brought_words(one.kind, one.amount, one.unit)}. {one.what}"
    condition = f"{one.condition} ({_('levée') if one.is_lifted else _('bloque')})" if one.condition else ""
    when = day(one.deadline) if one.deadline else _("sans échéance")
    return _(ACTOR_LABELS[one.actor]), what, when, condition, _(STATES[one.state(today)])


def _sources(content: PublicContent) -> Iterator[Markup]:
    yield element("h2", _("Sources"))
    real = real_places_words(content.scenarios, content.places)
    yield from (element("p", words) for words in (real, grounds_words()) if words)
    if content.sources:
        yield listed(_source(one) for one in content.sources)
    facts = [(_("Version des données"), content.data_version), (_("Empreinte de l'archive (SHA-256) :"), content.fingerprint)]
    yield from (element("p", f"{label} " + element("code", value), class_="note") for label, value in facts if value)


def _source(one: Mapping[str, Any]) -> str:
    return labelled(f"{one['label']} ({one['producer']}, {one['vintage']}, {one['licence']})", one["nature"])

"""What travel times rest on, in words."""

from __future__ import annotations

import datetime as dt

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from scenarios.plan_view import Transport, Travel
from scenarios.timetables import expired


def travel_lines(travel: Travel) -> list[str]:
    """Say what travel times rest on: timetables, roads or straight lines, and their hypotheses."""
    transport = travel.transport
    return [*([] if transport is None else _transport_lines(transport)), _walks(travel)]


def _walks(travel: Travel) -> str:
    if travel.on_roads:
        return _("Temps de trajet sur le réseau de l'extrait OpenStreetMap (© OpenStreetMap contributors, ODbL).")
    return _("{source} : {speed} km/h, détour × {detour}, {access} min d'accès ; la mer et les étangs se contournent.").format(
        source=_(travel.source),
        speed=number(travel.speed_km_h, 1),
        detour=number(travel.detour_index, 2),
        access=number(travel.access_min, 0),
    )


def _transport_lines(transport: Transport) -> list[str]:
    day, last = (dt.date.fromisoformat(text) for text in (transport.day, transport.last_day))
    lines = [
        _("Horaires : {publisher}, fichier GTFS, ceux d'un jour de semaine ordinaire, le {day}.").format(
            publisher=transport.publisher or _("réseau sans nom"), day=f"{day:%d/%m/%Y}"
        ),
        transport_terms(transport),
        expired(last, dt.date.today()),
    ]
    if transport.left_out:
        text = ngettext(
            "{n} course aux horaires incohérents est laissée de côté.",
            "{n} courses aux horaires incohérents sont laissées de côté.",
            transport.left_out,
        )
        lines.append(text.format(n=number(transport.left_out)))
    return [line for line in lines if line]


def transport_terms(transport: Transport) -> str:
    """Say the working hypotheses of times by public transport."""
    text = _(
        "hypothèse : temps médian des départs de {first} à {last}, toutes les {step} min ; "
        "à pied, {walk} min au plus jusqu'au premier arrêt et depuis le dernier, {change} min entre deux arrêts ; "
        "{wait} s au moins pour changer au même arrêt ; à pied de bout en bout où c'est plus court"
    )
    last = transport.first_s + transport.step_s * (transport.departures - 1)
    return text.format(
        step=number(transport.step_s / 60),
        first=_clock(transport.first_s),
        last=_clock(last),
        walk=number(transport.most_walk_min),
        change=number(transport.most_change_min),
        wait=transport.change_s,
    )


def _clock(seconds: int) -> str:
    return _("{hours} h {minutes}").format(hours=seconds // 3_600, minutes=f"{seconds // 60 % 60:02d}")

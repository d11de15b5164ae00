"""The minutes of a closed meeting as a tagged PDF, from its archive alone: the same archive always gives the same bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from domain.meeting import Stance
from i18n import gettext as _
from i18n import labelled, quoted, use_language
from i18n.moments import moment
from i18n.numbers import number
from reports import minutes_words as words
from reports.decided_map import decided_map, map_legend, map_words
from reports.minutes_words import Line, Row
from reports.pdf.compiling import FONT, pdf
from reports.pdf.heading import document_head
from reports.pdf.tables import plain_table
from reports.plan_svg import MapContent, map_svg
from reports.sources_words import real_places_words, sources_table, sources_words
from services.meeting_archive import GAINS, MEETING, PERIMETER, ArchiveChanged, folder, unpacked
from services.meeting_surroundings import frozen_letterhead, frozen_sources
from services.words.meetings import EXERCISE

OBJECTING = (Stance.AGAINST, Stance.RESERVE)


def minutes_pdf(archive: bytes) -> bytes:
    """Return the minutes, in the language in which the meeting was closed.

    Raises
    ------
    ArchiveChanged
        A file of the archive was changed, or is of no known format.
    """
    files, fingerprint = unpacked(archive)
    try:
        frozen, gains = json.loads(files[MEETING]), json.loads(files[GAINS])
        with use_language(frozen["language"]):
            data = content(frozen, gains, files, fingerprint)
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveChanged(_("Archive refusée : elle n'est pas d'un format connu.")) from error
    return pdf("minutes.typ", data, dt.datetime.fromisoformat(frozen["closed_at"]))


def content(frozen: Row, gains: list[Row], files: Mapping[str, bytes], fingerprint: str) -> dict[str, Any]:
    """Return what the template reads; KeyError, TypeError or ValueError for an archive of another format."""
    meeting, scenarios, places = frozen["meeting"], folder(files, "scenarios"), folder(files, "places")
    decided = [(one["outcome"] or {}).get("option") or "" for one in meeting["decisions"]]
    shown = decided_map(filter(None, decided), scenarios, places, json.loads(files.get(PERIMETER, b"[]")))
    title = words.title_words(meeting)
    rows = words.commitments(frozen["commitments"])
    return {
        **document_head(title, frozen_letterhead(files)),
        "facts": words.when_and_where(meeting),
        "footer": f"{meeting['title']} · {fingerprint[:12]}",
        "exercise": _(EXERCISE) if frozen["is_exercise"] else None,
        "summary": plain_table(_("Ce qui est décidé"), ("", _("Question"), _("Décision"), _("Oppositions et réserves")), _summary(meeting)),
        **_map(shown, decided, scenarios),
        "people": plain_table(_("Participants"), words.people_heads(), words.people(meeting["participants"])),
        "decisions": [_decision(one, n, gains) for n, one in enumerate(meeting["decisions"], 1)],
        "commitments": plain_table(_("Engagements"), words.commitment_heads(), rows) if rows else None,
        "sources": _sources(frozen, scenarios, places, files),
        "fingerprint": {"words": words.fingerprint_words(), "value": fingerprint},
    }


def _summary(meeting: Row) -> list[Line]:
    return [(str(n), one["question"], words.decided(one), _objections(one)) for n, one in enumerate(meeting["decisions"], 1)]


def _objections(one: Row) -> str:
    """Return who is against or reserved, in their words; that nobody is, where all spoke."""
    given = {row[0]: row for row in words.positions(one["positions"])}
    stances = {label: stance for label, stance in words.stances(one["positions"]).items() if stance in OBJECTING}
    lines = [labelled(f"{label}, {given[label][1].lower()}", given[label][2]) for label in stances]
    return "\n".join(lines) or (_("aucune") if len(one["positions"]) == len(given) else _("aucune parmi les positions données"))


def _map(shown: MapContent, decided: list[str], scenarios: Row) -> dict[str, Any]:
    """Return the map and its list, or why there is none."""
    title = _("Carte")
    if shown.is_empty:
        return {"map": None, "no_map": {"title": title, "words": _("Aucune des options décidées n'ouvre un lieu : il n'y a pas de carte.")}}
    heads = (_("N°"), _("Lieu"), _("Nature"), _("Position (WGS 84)"))
    rows = [
        (str(one.number), one.name, _("exemple") if one.is_example else _("réel"), f"{number(one.lat, 5)} ; {number(one.lon, 5)}")
        for one in shown.places
    ]
    alt = map_words(shown)
    drawn = {"svg": map_svg(shown, alt, FONT), "alt": alt, "legend": map_legend(shown), "list": plain_table("", heads, rows)}
    return {"map": {"title": title, **drawn}}


def _decision(one: Row, n: int, gains: list[Row]) -> dict[str, Any]:
    """Return an item: under each actor what the options bring it, then its position; below, the words of those who gave some."""
    rows = words.options(one, [row for row in gains if row["decision"] == one["id"]])
    positions = words.positions(one["positions"])
    last = (_("Position"), *(stance for _label, stance, _reason in positions), "")
    why = (one["outcome"] or {}).get("why")
    return {
        "title": f"{n}. {one['question']}",
        "decided": words.decided(one),
        "words": [text for text in (why, one["material"]) if text],
        "actors": plain_table(_("Gains et positions par acteur"), words.option_heads(), [*rows, last]),
        "reasons": [{"who": f"{label}, {stance}", "words": quoted(reason)} for label, stance, reason in positions if reason],
    }


def _sources(frozen: Row, scenarios: Mapping[str, Row], places: Mapping[str, Row], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the minutes rest on: how many of the places are real, which data, and when it was frozen."""
    sentences = [real_places_words(scenarios, places)]
    table = None
    known, version = frozen_sources(files)
    if known:
        sentences.append(sources_words(known, version))
        table = sources_table(known)
    closed = _("Séance close le {day}.").format(day=moment(dt.datetime.fromisoformat(frozen["closed_at"])))
    return {"title": _("Sources"), "words": [*filter(None, sentences), words.grounds_words(), closed], "table": table}

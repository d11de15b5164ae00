"""The catalogue as a territory stands: what was refreshed bears its vintage, an example that real data replaced is no source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from geodata.catalogue import SOURCES
from geodata.manifest import Refreshed
from geodata.perimeter import in_use
from geodata.source import Source
from i18n import gettext as _
from i18n.moments import moment

REPLACED_KINDS: Mapping[str, frozenset[str]] = {
    "example_facilities": frozenset({"decheterie", "ressourcerie"}),
    "demand_estimate": frozenset({""}),
    "dwellings2021": frozenset({""}),
}
"""The kinds of rows that an example or an estimate is made of: it is a source as long as one of them was not replaced."""
GO_TOGETHER: Mapping[str, tuple[str, ...]] = {"demand_estimate": ("settlements", "uninhabited")}
"""What an estimate is made from, and nothing else."""


def sources_now(refreshed: Mapping[str, Refreshed]) -> dict[str, Source]:
    """Return the entries on which a territory rests, by id, in the catalogue's order; `refreshed` is `Territory.refreshed`."""
    gone = {id_ for id_, kinds in REPLACED_KINDS.items() if kinds <= _kinds(refreshed, id_)}
    gone |= {id_ for one in gone for id_ in (*GO_TOGETHER.get(one, ()), in_use().sources.get(one, ""))}
    waiting = {id_ for id_, source in SOURCES.items() if source.comes_by_refresh or id_ in in_use().sources} - set(refreshed)
    stood_for = set(in_use().sources.values())
    elsewhere = {id_ for id_, source in SOURCES.items() if source.is_stand_in and id_ not in stood_for}
    return {id_: _dated(source, refreshed.get(id_)) for id_, source in SOURCES.items() if id_ not in gone | waiting | elsewhere}


def standing_for(refreshed: Mapping[str, Refreshed], ids: Iterable[str]) -> tuple[Source, ...]:
    """Return what stands for the entries `ids`: real data in the place of examples, what the perimeter has in the place of others."""
    now = sources_now(refreshed)
    found: dict[str, Source] = {}
    for id_ in ids:
        instead = [one.id for one in refreshed.values() if one.replaces == id_]
        found |= {name: now[name] for name in (*instead, id_, _stand_in(id_, refreshed)) if name in now}
    return tuple(found.values())


def _stand_in(id_: str, refreshed: Mapping[str, Refreshed]) -> str:
    """Return what the perimeter has in the place of an entry that its own service did not give yet; "" where nothing stands for it."""
    return "" if id_ in refreshed else in_use().sources.get(id_, "")


def _kinds(refreshed: Mapping[str, Refreshed], example: str) -> set[str]:
    return {one.kind for one in refreshed.values() if one.replaces == example}


def _dated(source: Source, fresh: Refreshed | None) -> Source:
    """Return an entry with the vintage, the hash and the note of what its service gave."""
    if fresh is None:
        return source
    note = [_("Lu auprès du producteur le {day}.").format(day=moment(fresh.at))]
    note += [_("Contributeurs : {names}.").format(names=fresh.credit)] if fresh.credit else []
    return replace(source, vintage=fresh.vintage, sha256=fresh.sha256, note=" ".join(note))

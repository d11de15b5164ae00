"""What a refresh of the official data says: what differs, in lines that the command and the screen both write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geodata.catalogue import SOURCES
from geodata.comparison import Difference, some
from geodata.large_download import MEGABYTE
from geodata.refresh import FAILED, REFUSED, SAME, Outcome
from geodata.sentences import sentence
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.moments import moment
from i18n.numbers import number

MOST_PASSED = 8


def changes(found: Difference | None) -> list[str]:
    """Return what differs between two states of a data set, a line each; nothing where they were not compared."""
    if found is None:
        return []
    lines = [
        _line(N_("{n} de plus : {names}"), N_("{n} de plus"), found.added, found.added_n),
        _line(N_("{n} de moins : {names}"), N_("{n} de moins"), found.removed, found.removed_n),
        _line(N_("{n} sous un autre nom : {names}"), N_("{n} sous un autre nom"), found.renamed, found.renamed_n),
        _("{n} d'une autre forme ou d'autres chiffres").format(n=found.moved) if found.moved else "",
    ]
    if found.total_before is not None and found.total_after is not None and found.total_before != found.total_after:
        lines.append(_("population : {before} → {after}").format(before=number(found.total_before), after=number(found.total_after)))
    return [line for line in lines if line]


def _line(words: str, without_names: str, names: Sequence[str], count: int) -> str:
    """Return how many and which, where they have names; a report of before they were counted names them all."""
    count = count or len(names)
    if not count:
        return ""
    return str(sentence(words, n=count, names=some(names, count)) if names else sentence(without_names, n=count))


def state_words(state: str) -> str:
    """Return what became of a data set, by its state."""
    return {SAME: _("inchangé"), FAILED: _("échec"), REFUSED: _("refusé")}.get(state, _("nouveau"))


def not_taken(states: Mapping[str, str]) -> str:
    """Return which data sets were not taken, of how many, from their states by id; empty when all were."""
    failed, refused = ([_(SOURCES[id_].label) for id_, one in states.items() if one == state] for state in (FAILED, REFUSED))
    parts = [
        ngettext("{n} source en échec sur {all} : {names}", "{n} sources en échec sur {all} : {names}", len(failed)) if failed else "",
        ngettext("{n} source refusée sur {all} : {names}", "{n} sources refusées sur {all} : {names}", len(refused)) if refused else "",
    ]
    named = zip(parts, (failed, refused), strict=True)
    return " ; ".join(words.format(n=len(names), all=len(states), names=", ".join(names)) for words, names in named if names)


def headline(outcome: Outcome) -> str:
    """Return what became of a data set, by its name, and why it was not taken."""
    words = f"{_(SOURCES[outcome.id].label)} : {state_words(outcome.state)}"
    return f"{words} ({outcome.sentence})" if outcome.sentence else words


def snapshot_words(name: str) -> str:
    """Return when a snapshot landed, by its name; « données de départ » for the one that has none."""
    day, _mark, rest = name.partition("T")
    return moment(f"{day}T{rest[:2]}:{rest[2:4]}:{rest[4:6]}+00:00") if rest else _("données de départ")


def received_words(id_: str, got: int, whole: int | None) -> str:
    """Return how much of a data set's file has come."""
    size, label = number(round(got / MEGABYTE)), _(SOURCES[id_].label)
    if whole is None:
        return _("{source} ({got} Mo)").format(source=label, got=size)
    return _("{source} ({got} / {whole} Mo)").format(source=label, got=size, whole=number(round(whole / MEGABYTE)))


def passed_over(outcome: Outcome) -> list[str]:
    """Return what was left out of a data set."""
    shown = [_("passé : {row}").format(row=one) for one in outcome.passed_over[:MOST_PASSED]]
    left = len(outcome.passed_over) - len(shown)
    return [*shown, str(sentence(N_("et {n} de plus"), n=left))] if left else shown

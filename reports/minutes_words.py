"""What the minutes of a meeting say, as rows of plain text that the page and the PDF share: worded from what is frozen alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from domain.commitment import STATUS_LABELS, CommitmentKind, CommitmentStatus
from domain.meeting import OTHERS, STANCE_LABELS, Option, OptionKind, Stance
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n.numbers import day
from services.words.meetings import ACTOR_LABELS, brought_words, decided_words

Row = Mapping[str, Any]
Line = tuple[str, ...]


def title_words(meeting: Row) -> str:
    """Return the title of the minutes."""
    return _("Compte rendu : {title}").format(title=meeting["title"])


def when_and_where(meeting: Row) -> str:
    """Return the day and the place of a meeting."""
    when = day(dt.date.fromisoformat(meeting["day"])) if meeting["day"] else _("sans date")
    return " · ".join(part for part in (when, meeting["place"]) if part)


def people_heads() -> Line:
    """Return the headings of `people`."""
    return _("Acteur"), _("Participants")


def people(given: Row) -> list[Line]:
    """Return who came, by actor."""
    rows = [(_(actor.label), given.get(actor.id, "")) for actor in STAKEHOLDERS] + [(_("Autres participants"), given.get(OTHERS, ""))]
    return [(label, names) for label, names in rows if names]


def decided(one: Row) -> str:
    """Return what was decided of an item of the agenda."""
    outcome = one["outcome"] or {"option": "", "words": ""}
    return f"{_('Décidé : ')}{outcome['words']}" if outcome["option"] else decided_words("")


def option_heads() -> Line:
    """Return the headings of `options`."""
    return (_("Option"), *(_(actor.label) for actor in STAKEHOLDERS), _("Convergence"))


def options(one: Row, gains: Iterable[Row]) -> list[Line]:
    """Return what each option of an item brings to each actor."""
    given = [Option(OptionKind(option["kind"]), option["ref"], option["words"]) for option in one["options"]]
    names = {option.id: option.words for option in given}
    return [_option(row, names) for row in gains]


def _option(row: Row, names: Mapping[str, str]) -> Line:
    name = names.get(row["option"], row["option"])
    if row["is_example"] and "exemple" not in name:
        name = f"{name} ({_('exemple')})"
    if not row["gains"]:
        return (name, *("" for _actor in STAKEHOLDERS), row["summary"])
    figures = [_gain(gain) for gain in row["gains"]]
    convergent = {True: _("Les quatre acteurs gagnent"), None: _("On ne sait pas encore")}.get(
        row["is_convergent"], _("Non : un acteur au moins n'y gagne rien")
    )
    summary = row["summary"][:1].upper() + row["summary"][1:]
    return (name, *figures, f"{convergent}. {summary}")


def _gain(gain: Row) -> str:
    words = f"{gain['figure']} {gain['words']}".rstrip()
    return _("{what} (hypothèse)").format(what=words) if gain["is_hypothesis"] else words


def position_heads() -> Line:
    """Return the headings of `positions`."""
    return _("Acteur"), _("Position"), _("En ses mots")


def positions(given: Row) -> list[Line]:
    """Return what each actor thinks, each on its line: nobody is hidden in a count."""
    return [_position(actor.id, _(actor.label), given) for actor in STAKEHOLDERS]


def _position(actor: str, label: str, given: Row) -> Line:
    one = given.get(actor)
    return (label, _(STANCE_LABELS[Stance(one["stance"])]), one["words"]) if one else (label, _("pas donnée"), "")


def commitment_heads() -> Line:
    """Return the headings of `commitments`."""
    return _("Qui"), _("Engagement"), _("Échéance"), _("Condition bloquante"), _("État")


def commitments(rows: Iterable[Row]) -> list[Line]:
    """Return who brings what, for when, on which condition, and where it is."""
    return [_commitment(row) for row in rows]


def _commitment(row: Row) -> Line:
    label = ACTOR_LABELS[row["actor"]]
    when = day(dt.date.fromisoformat(row["deadline"])) if row["deadline"] else _("sans échéance")
    what = f"{brought_words(CommitmentKind(row['kind']), row['amount'], row['unit'])}. {row['what']}"
    condition = f"{row['condition']} ({_('levée') if row['is_lifted'] else _('bloque')})" if row["condition"] else ""
    return _(label), what, when, condition, _(STATUS_LABELS[CommitmentStatus(row["status"])])


def grounds_words() -> str:
    """Return what the figures rest on."""
    return _("Les gains sont ceux des plans tels qu'ils ont été enregistrés ; rien n'a été recalculé. Les intervalles sont des hypothèses.")


def fingerprint_words() -> str:
    """Return what introduces the fingerprint."""
    return _("Empreinte de l'archive (SHA-256) :")


def stances(given: Row) -> dict[str, Stance]:
    """Return the stance of each actor that gave one, by the actor's label."""
    return {_(actor.label): Stance(given[actor.id]["stance"]) for actor in STAKEHOLDERS if actor.id in given}

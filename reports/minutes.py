"""The minutes of a meeting as one printable page, from what is frozen of it alone: the same frozen meeting always gives the same page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from domain.commitment import STATUS_LABELS, CommitmentKind, CommitmentStatus
from domain.meeting import OTHERS, STANCE_LABELS, Option, OptionKind, Stance
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n import use_language
from i18n.numbers import day
from services.words.meetings import ACTOR_LABELS, EXERCISE, brought_words, decided_words

SIGNATURE = "<!-- fingerprint -->"
"""Where the fingerprint is written in what is handed out: the page that is frozen cannot hold its own."""
STYLE = """
body { font: 11pt/1.45 "Source Sans 3", Arial, sans-serif; color: #16212a; max-width: 190mm; margin: 12mm auto; padding: 0 8mm; }
h1 { font-size: 20pt; margin: 0 0 2mm; }
h2 { font-size: 14pt; margin: 8mm 0 2mm; break-after: avoid; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; }
th, td { border: 1px solid #93a0aa; padding: 1.2mm 2mm; text-align: left; vertical-align: top; overflow-wrap: break-word; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.decided { border-left: 3px solid #0b5c94; padding: 1mm 3mm; }
.exercise { border: 2px dashed #46535e; padding: 2mm 3mm; font-weight: 700; }
.words { white-space: pre-line; }
code { overflow-wrap: anywhere; }
"""
Row = Mapping[str, Any]


def minutes(frozen: Row, gains: list[Row]) -> str:
    """Return the minutes, in the language in which the meeting was closed.

    Parameters
    ----------
    frozen, gains : as `services.meeting_archive` has them.
    """
    with use_language(frozen["language"]):
        meeting = frozen["meeting"]
        parts = [f"<h1>{escape(meeting['title'])}</h1>", _facts(meeting), _exercise(frozen), _people(meeting["participants"])]
        parts += [
            _decision(one, n, [row for row in gains if row["decision"] == one["id"]]) for n, one in enumerate(meeting["decisions"], 1)
        ]
        parts += [_commitments(frozen["commitments"]), _sources(), SIGNATURE]
        title = escape(_("Compte rendu : {title}").format(title=meeting["title"]))
        head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
        return (
            f'<!DOCTYPE html>\n<html lang="{frozen["language"]}"><head>{head}</head><body><main>\n'
            + "\n".join(parts)
            + "\n</main></body></html>\n"
        )


def signed(page: str, fingerprint: str) -> str:
    """Return the minutes with the fingerprint of their archive."""
    words = escape(_("Empreinte de l'archive (SHA-256) :"))
    return page.replace(SIGNATURE, f"<p>{words} <code>{escape(fingerprint)}</code></p>")


def _facts(meeting: Row) -> str:
    when = day(dt.date.fromisoformat(meeting["day"])) if meeting["day"] else _("sans date")
    return f"<p>{escape(' · '.join(part for part in (when, meeting['place']) if part))}</p>"


def _exercise(frozen: Row) -> str:
    return f'<p class="exercise">{escape(_(EXERCISE))}</p>' if frozen["is_exercise"] else ""


def _people(people: Row) -> str:
    rows = [(_(actor.label), people.get(actor.id, "")) for actor in STAKEHOLDERS] + [(_("Autres participants"), people.get(OTHERS, ""))]
    listed = [(label, names) for label, names in rows if names]
    return f"<h2>{escape(_('Participants'))}</h2>" + _table((_("Acteur"), _("Participants")), listed) if listed else ""


def _decision(one: Row, n: int, gains: Iterable[Row]) -> str:
    outcome = one["outcome"] or {"option": "", "words": "", "why": ""}
    decided = f"{_('Décidé : ')}{outcome['words']}" if outcome["option"] else decided_words("")
    parts = [f"<h2>{n}. {escape(one['question'])}</h2>", f'<p class="decided"><b>{escape(decided)}</b></p>']
    parts += [f'<p class="words">{escape(outcome["why"])}</p>'] if outcome["why"] else []
    parts += [f'<p class="words">{escape(one["material"])}</p>'] if one["material"] else []
    options = [Option(OptionKind(given["kind"]), given["ref"], given["words"]) for given in one["options"]]
    names = {option.id: option.words for option in options}
    rows = [_option(row, names) for row in gains]
    heads = (_("Option"), *(_(actor.label) for actor in STAKEHOLDERS), _("Convergence"))
    parts += [f"<h3>{escape(_('Ce que chaque acteur y gagne'))}</h3>", _table(heads, rows)] if rows else []
    positions = [_position(actor.id, _(actor.label), one["positions"]) for actor in STAKEHOLDERS]
    parts += [f"<h3>{escape(_('Positions'))}</h3>", _table((_("Acteur"), _("Position"), _("En ses mots")), positions)]
    return "\n".join(parts)


def _option(row: Row, names: Mapping[str, str]) -> tuple[str, ...]:
    name = names.get(row["option"], row["option"])
    if row["is_example"] and "exemple" not in name:
        name = f"{name} ({_('exemple')})"
    if not row["gains"]:
        return (name, *("" for _actor in STAKEHOLDERS), row["summary"])
    figures = [f"{gain['figure']} {gain['words']}{' ' + _('(hypothèse)') if gain['is_hypothesis'] else ''}" for gain in row["gains"]]
    convergent = _("Les quatre acteurs gagnent") if row["is_convergent"] else _("Non : un acteur au moins n'y gagne rien")
    return (name, *figures, f"{convergent}. {row['summary']}")


def _position(actor: str, label: str, positions: Row) -> tuple[str, str, str]:
    given = positions.get(actor)
    return (label, _(STANCE_LABELS[Stance(given["stance"])]), given["words"]) if given else (label, _("pas donnée"), "")


def _commitments(rows: Iterable[Row]) -> str:
    found = [_commitment(row) for row in rows]
    if not found:
        return ""
    heads = (_("Qui"), _("Engagement"), _("Échéance"), _("Condition bloquante"), _("État"))
    return f"<h2>{escape(_('Engagements'))}</h2>" + _table(heads, found)


def _commitment(row: Row) -> tuple[str, ...]:
    label = ACTOR_LABELS[row["actor"]]
    when = day(dt.date.fromisoformat(row["deadline"])) if row["deadline"] else _("sans échéance")
    what = f"{brought_words(CommitmentKind(row['kind']), row['amount'], row['unit'])}. {row['what']}"
    condition = f"{row['condition']} ({_('levée') if row['is_lifted'] else _('bloque')})" if row["condition"] else ""
    return _(label), what, when, condition, _(STATUS_LABELS[CommitmentStatus(row["status"])])


def _sources() -> str:
    words = _(
        "Les gains sont ceux des plans tels qu'ils ont été enregistrés ; rien n'a été recalculé. Les intervalles sont des hypothèses."
    )
    return f"<p>{escape(words)}</p>"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = ["".join(f"<td>{escape(text)}</td>" for text in row) for row in rows]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"

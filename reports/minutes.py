"""The minutes of a meeting as one printable page, from what is frozen of it alone: the same frozen meeting always gives the same page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from domain.authority import PRODUCT_COLOUR, Letterhead
from i18n import gettext as _
from i18n import use_language
from reports import minutes_words as words
from reports.minutes_words import Row
from services.words.meetings import EXERCISE

NO_LETTERHEAD = Letterhead()
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

LETTERHEAD_STYLE = ".letterhead { text-align: right; margin: 0; }\n.letterhead img { height: 9mm; max-width: 60mm; }\n"
"""Only where there is a letterhead: the page of a meeting that had none stays the same."""


def minutes(frozen: Row, gains: list[Row], letterhead: Letterhead = NO_LETTERHEAD) -> str:
    """Return the minutes, in the language in which the meeting was closed.

    Parameters
    ----------
    frozen, gains : as `services.meeting_archive` has them.
    letterhead : whose meeting it was, as it was frozen.
    """
    with use_language(frozen["language"]):
        meeting = frozen["meeting"]
        facts = f"<p>{escape(words.when_and_where(meeting))}</p>"
        parts = [
            *_letterhead(letterhead),
            f"<h1>{escape(meeting['title'])}</h1>",
            facts,
            _exercise(frozen),
            _people(meeting["participants"]),
        ]
        parts += [
            _decision(one, n, [row for row in gains if row["decision"] == one["id"]]) for n, one in enumerate(meeting["decisions"], 1)
        ]
        parts += [_commitments(frozen["commitments"]), f"<p>{escape(words.grounds_words())}</p>", SIGNATURE]
        style = STYLE.replace(PRODUCT_COLOUR, letterhead.colour) + (LETTERHEAD_STYLE if letterhead.is_shown else "")
        head = f'<meta charset="utf-8"><title>{escape(words.title_words(meeting))}</title><style>{style}</style>'
        return (
            f'<!DOCTYPE html>\n<html lang="{frozen["language"]}"><head>{head}</head><body><main>\n'
            + "\n".join(parts)
            + "\n</main></body></html>\n"
        )


def signed(page: str, fingerprint: str) -> str:
    """Return the minutes with the fingerprint of their archive."""
    return page.replace(SIGNATURE, f"<p>{escape(words.fingerprint_words())} <code>{escape(fingerprint)}</code></p>")


def _letterhead(given: Letterhead) -> list[str]:
    if given.logo is not None:
        return [f'<p class="letterhead"><img src="{given.logo.data_uri}" alt="{escape(given.name)}"></p>']
    return [f'<p class="letterhead"><b>{escape(given.name)}</b></p>'] if given.name else []


def _exercise(frozen: Row) -> str:
    return f'<p class="exercise">{escape(_(EXERCISE))}</p>' if frozen["is_exercise"] else ""


def _people(given: Row) -> str:
    listed = words.people(given)
    return f"<h2>{escape(_('Participants'))}</h2>" + _table(words.people_heads(), listed) if listed else ""


def _decision(one: Row, n: int, gains: Iterable[Row]) -> str:
    why = (one["outcome"] or {}).get("why")
    parts = [f"<h2>{n}. {escape(one['question'])}</h2>", f'<p class="decided"><b>{escape(words.decided(one))}</b></p>']
    parts += [f'<p class="words">{escape(text)}</p>' for text in (why, one["material"]) if text]
    rows = words.options(one, gains)
    parts += [f"<h3>{escape(_('Ce que chaque acteur y gagne'))}</h3>", _table(words.option_heads(), rows)] if rows else []
    positions = _table(words.position_heads(), words.positions(one["positions"]))
    return "\n".join([*parts, f"<h3>{escape(_('Positions'))}</h3>", positions])


def _commitments(rows: Iterable[Row]) -> str:
    found = words.commitments(rows)
    return f"<h2>{escape(_('Engagements'))}</h2>" + _table(words.commitment_heads(), found) if found else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = ["".join(f"<td>{escape(text)}</td>" for text in row) for row in rows]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"

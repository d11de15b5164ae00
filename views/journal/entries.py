"""The entries of the journal: who did what to what, before and after."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.address import Key, write
from domain.person import Action, Person, can
from i18n import N_, labelled, ngettext
from i18n import gettext as _
from i18n.moments import moment
from i18n.numbers import number
from services.journal import JournalLine, JournalPage, JournalSubject
from services.journal_filters import JournalFilters
from services.meetings import PATH
from views.components import ids
from views.components.changes import changes_list
from views.journal.table import card_table

SHOWN = (
    (ids.JOURNAL_ENTRIES, "children"),
    (ids.JOURNAL_SHOWN, "children"),
    (ids.JOURNAL_MORE, "hidden"),
    (ids.JOURNAL_CLEAR, "hidden"),
    (ids.JOURNAL_EXPORT, "href"),
    (ids.JOURNAL_PERSON, "data"),
)
"""What `entries` fills, the entries themselves first."""
HEADS = (N_("Quand"), N_("Qui"), N_("Quoi"), N_("Sur"), N_("Avant → après"))


def entries(page: JournalPage, filters: JournalFilters, person: Person) -> dict[tuple[str, str], Any]:
    """Return what a person sees of some pages of the journal."""
    n = len(page.entries)
    shown = ngettext("{n} écriture affichée", "{n} écritures affichées", n).format(n=number(n))
    return {
        (ids.JOURNAL_ENTRIES, "children"): _table(page, person) if n else None,
        (ids.JOURNAL_SHOWN, "children"): shown if n else _nothing(filters),
        (ids.JOURNAL_MORE, "hidden"): not page.more,
        (ids.JOURNAL_CLEAR, "hidden"): filters.is_empty,
        (ids.JOURNAL_EXPORT, "href"): filters.export_address,
        (ids.JOURNAL_PERSON, "data"): sorted({*page.authors, *filter(None, [filters.person])}),
    }


def _nothing(filters: JournalFilters) -> str:
    return _("Aucune écriture.") if filters.is_empty else _("Aucune écriture ne correspond à ces filtres.")


def _table(page: JournalPage, person: Person) -> html.Div:
    return card_table("mod-entries", _("Écritures"), HEADS, [_row(entry, person) for entry in page.entries])


def _row(entry: JournalLine, person: Person) -> list[Any]:
    when = html.Span(moment(entry.at), className="mod-when")
    return [when, entry.author or _("quelqu'un"), entry.text, _subject(entry, person), changes_list(entry.changes, folded=True)]


def _subject(entry: JournalLine, person: Person) -> Any:
    about = entry.about
    if about.kind == "scenario":
        return html.A(about.name, href=f"/s/{about.id}")
    if about.kind == "meeting":
        return html.A(about.name, href=f"{PATH}/{about.id}")
    if about.kind != "proposal":
        return about.name or about.id
    title = _("Ne voir que les écritures sur {name}").format(name=about.name)
    only = html.Button(
        about.id,
        id=ids.one_of(ids.JOURNAL_ONLY, f"{about.id}.{entry.id}"),
        type="button",
        className="mod-link",
        title=title,
        **{"aria-label": labelled(about.id, title)},
    )
    return [html.A(about.name, href=_where(about, person)), " ", only]


def _where(about: JournalSubject, person: Person) -> str:
    """Return the way to a place: where one decides of it, or tells it."""
    path, key = ("/moderer", Key.REVIEWED) if can(person, Action.MODERATE) else ("/proposer", Key.PROPOSAL)
    return f"{path}?{write([(key, about.id)])}"

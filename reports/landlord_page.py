"""The page of a landlord: printable in any browser, and a tagged PDF of one page, both from the same lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from i18n import gettext as _
from reports.pdf.compiling import pdf
from reports.pdf.heading import document_head
from reports.pdf.tables import Table, plain_table
from reports.plain_page import element, link, listed, plain_page, table
from services.landlord_page import LandlordPage, PageLine

PATH = "/landlord"


def landlord_html(page: LandlordPage, query: str) -> str:
    """Return the page as HTML; `query` is the address's own, which the PDF is made with."""
    lines = (_("Ce que vous y gagnez"), page.gains), (_("Ce que cela vous demande"), page.efforts)
    tables = [table(caption, _heads(), [_cells(line) for line in group]) for caption, group in lines]
    rent = [element("h2", _("Le loyer qu'un exploitant peut payer")), *(element("p", words) for words in page.rent)]
    missing = [element("p", words) for words in _missing(page)]
    factors = table(_("Hypothèses"), (_("Hypothèse"), _("Valeur"), _("D'où elle vient")), [_cells(line) for line in page.factors])
    download = element("p", link(f"{PATH}/{quote(page.id, safe='')}.pdf{f'?{query}' if query else ''}", _("Télécharger la page en PDF")))
    grounds = element("details", element("summary", _("Hypothèses et sources")) + factors + element("p", _source_words(page)))
    example = [element("p", _("Lieu d'exemple, inventé pour montrer le produit."), class_="exercise")] if page.is_example else []
    barriers = [element("div", element("p", element("b", _barred())) + listed(page.barriers), class_="exercise")] if page.barriers else []
    head = [element("p", page.lead), *example, *barriers, element("p", element("b", page.balance))]
    links = [(f"/?place={page.id}", _("La fiche du lieu")), ("/", _("Accueil"))]
    return plain_page(_title(page), [*head, *tables, *rent, *missing, download, grounds], f"{PATH}/{page.id}", links=links)


def landlord_pdf(page: LandlordPage, at: dt.datetime) -> bytes:
    """Return the page as PDF/UA-1, in the current language."""
    return pdf("landlord.typ", content(page), at)


def content(page: LandlordPage) -> dict[str, Any]:
    """Return what the template reads."""
    return {
        **document_head(_title(page)),
        "lead": page.lead,
        "example": _("Lieu d'exemple, inventé pour montrer le produit.") if page.is_example else None,
        "barriers": {"title": _barred(), "words": list(page.barriers)} if page.barriers else None,
        "balance": page.balance,
        "gains": _table(_("Ce que vous y gagnez"), page.gains),
        "efforts": _table(_("Ce que cela vous demande"), page.efforts),
        "rent": {"title": _("Le loyer qu'un exploitant peut payer"), "words": list(page.rent)},
        "missing": _missing(page),
        "factors": {**_table(_("Hypothèses"), page.factors), "heads": [_("Hypothèse"), _("Valeur"), _("D'où elle vient")]},
        "sources": {"title": _("Sources"), "words": _source_words(page)},
        "footer": f"{page.name} · {page.id}",
    }


def _title(page: LandlordPage) -> str:
    return _("Ce que vaut ce local pour son bailleur : {name}").format(name=page.name)


def _barred() -> str:
    return _("En l'état, ce local ne convient pas : ce qui suit ne vaut que si cela change.")


def _heads() -> tuple[str, str, str]:
    return _("Quoi"), _("Combien"), _("Ce que cela veut dire")


def _cells(line: PageLine) -> tuple[str, str, str]:
    return line.what, line.figure, line.words


def _table(title: str, lines: Sequence[PageLine]) -> Table:
    return plain_table(title, _heads(), map(_cells, lines))


def _missing(page: LandlordPage) -> list[str]:
    return [_("Pour être plus sûr, il manque : {names}.").format(names=page.to_request)] if page.to_request else []


def _source_words(page: LandlordPage) -> str:
    words = _("Fourchettes basses et hautes, à confirmer ; données au {day}. Sources : {sources}.")
    return words.format(day=page.data_day, sources=page.sources)

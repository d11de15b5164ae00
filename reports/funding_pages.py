"""The funding files of a place: the page that lists them, and each as a tagged PDF and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from domain.address import Address, Key
from domain.candidate import Role, role_label
from domain.saved import SavedScenario
from funding.scheme import STATES, State
from i18n import N_, ngettext
from i18n import gettext as _
from reports.funding_file import SCENARIO, FundingFile, file_query, file_tables, head_lines, missing_table
from reports.pdf.compiling import pdf
from reports.pdf.heading import document_head
from reports.pdf.tables import plain_table, shared_table
from reports.plain_page import choice, element, hidden, link, listed, plain_page
from reports.side_table import SideField, SideTable
from reports.xlsx_file import workbook
from services.funding import BEARER, INTEGRATION, PATH, SOCIAL_ECONOMY, STUDY

PDF_FIELDS = {
    "conditions": ({"condition": 3, "answer": 1, "to_request": 2}),
    "chiffres": ({"figure": 2, "text": 2, "nature": 1, "basis": 4}),
    "scenario": ({"label": 2, "words": 4, "basis": 2}),
    "manques": ({"what": 2, "why": 2}),
    "hypotheses": ({"label": 2, "text": 2, "source": 3}),
    "sources": ({"source_0": 3, "source_1": 2, "source_2": 1, "source_3": 1, "source_6": 1}),
}
"""The fields of each table that the PDF shows, with the share of the width that each takes."""
BEARER_LABELS = {
    SOCIAL_ECONOMY: N_("Porteur de l'économie sociale et solidaire"),
    INTEGRATION: N_("Porteur conventionné pour l'insertion"),
    STUDY: N_("Étude de faisabilité faite"),
}
CAUTION = N_(
    "Dossier prérempli à vérifier : règles relevées dans des pages publiques, chiffres bas, central et haut. Ce qui manque est listé, "
    "rien n'est inventé."
)
EXAMPLE = N_("Lieu d'exemple, inventé pour montrer le produit.")


def file_pdf(file: FundingFile, at: dt.datetime) -> bytes:
    """Return a file as PDF/UA-1, in the current language."""
    return pdf("funding.typ", content(file), at)


def content(file: FundingFile) -> dict[str, Any]:
    """Return what the template reads."""
    return {
        **document_head(file.title),
        "caution": _(CAUTION),
        "example": _(EXAMPLE) if file.is_example else None,
        "answer": _answer(file),
        "head": plain_table("", (_("Rubrique"), _("Ce qu'il en est")), head_lines(file)),
        "tables": [shared_table(table, PDF_FIELDS[table.id]) for table in file_tables(file)],
        "footer": f"{file.name} · {file.id} · {_(file.found.scheme.label)}",
    }


def _answer(file: FundingFile) -> str:
    n = _missing(file)
    words = ngettext("Réponse en l'état : {state}. {n} élément manque.", "Réponse en l'état : {state}. {n} éléments manquent.", n)
    return words.format(state=_(STATES[file.found.state]), n=n)


def _missing(file: FundingFile) -> int:
    return len(missing_table(file).rows)


def file_workbook(file: FundingFile, on: dt.date) -> bytes:
    """Return a file as a workbook: a sheet of what the scheme is, then one a table."""
    fields = (SideField("label", _("Rubrique")), SideField("words", _("Ce qu'il en est")))
    marks = [(_("À savoir"), _(CAUTION)), *([(_("À savoir"), _(EXAMPLE))] if file.is_example else [])]
    head = SideTable("dossier", _("Dossier"), fields, (*head_lines(file), *marks))
    return workbook(file.title, (head, *file_tables(file)), on)


def file_list(files: Sequence[FundingFile], query: str, scenarios: Iterable[SavedScenario]) -> str:
    """Return the page of the files of a place: what the address tells of the bearer, a scenario to join, each file to download."""
    first, tail = files[0], f"?{file_query(query)}" if file_query(query) else ""
    path = f"{PATH}/{quote(first.id, safe='')}"
    example = [element("p", _(EXAMPLE), class_="exercise")] if first.is_example else []
    parts = [element("p", first.lead), *example, element("p", _(CAUTION)), _form(path, query, scenarios)]
    for state in (State.OPEN, State.MISSING, State.CLOSED):
        group = [file for file in files if file.found.state is state]
        if group:
            parts += [element("h2", _(STATES[state]).capitalize()), listed(_line(file, path, tail) for file in group)]
    links = [(f"/?place={first.id}", _("La fiche du lieu")), ("/", _("Accueil"))]
    return plain_page(_("Dossiers de financement : {name}").format(name=first.name), parts, path, links=links)


def _line(file: FundingFile, path: str, tail: str) -> Markup:
    scheme = file.found.scheme
    why = file.found.fails or file.found.unknown
    words = _("il faut : {names}") if file.found.fails else _("à savoir d'abord : {names}")
    note = words.format(names=" ; ".join(_(one.words if file.found.fails else one.missing) for one in why)) if why else ""
    downloads = [
        link(f"{path}/{scheme.id}.{ending}{tail}", label, aria_label=f"{label}, {_(scheme.label)}")
        for ending, label in (("pdf", "PDF"), ("xlsx", "XLSX"))
    ]
    head = element("b", _(scheme.label)) + Markup(" · ") + element("span", _(scheme.funder), class_="note")
    n = _missing(file)
    gaps = ngettext("{n} élément manque", "{n} éléments manquent", n).format(n=n)
    tail_words = " · ".join(part for part in (note, gaps) if part)
    return head + element("div", tail_words) + element("div", Markup(" · ").join(downloads))


def _form(path: str, query: str, scenarios: Iterable[SavedScenario]) -> Markup:
    """Return the form that asks what the data do not tell: a press of its button opens the same page with the answers."""
    address, unknown = Address.parse(query), ("", _("non renseigné"))
    yes_no = [unknown, ("1", _("oui")), ("0", _("non"))]
    roles = [(role.value, role_label(role)) for role in Role]
    fields = [choice(Key.ROLE, _("Envisagé comme"), roles, address.text(Key.ROLE) or Role.SHOP.value)]
    fields += [choice(key, _(BEARER_LABELS[key]), yes_no, address.text(key)) for key in BEARER]
    saved = [("", _("aucun")), *((one.id, one.name) for one in scenarios)]
    fields.append(choice(SCENARIO, _("Scénario à joindre"), saved, address.text(SCENARIO)))
    keys = (Key.LANGUAGE, Key.ACTOR_WEIGHTS, Key.CRITERION_WEIGHTS, Key.HYPOTHESES)
    unseen = [hidden(key, address.text(key)) for key in keys if address.text(key)]
    send = element("p", element("button", _("Mettre à jour les dossiers"), type="submit", value="submit"))
    body = [*unseen, *(element("p", field) for field in fields), send]
    return element("form", Markup("\n").join(body), action=path, method="get", class_="guest-form")

"""The page on which one ticks what goes into a dossier, and the dossier as a tagged PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from markupsafe import Markup

from domain.address import Key
from domain.candidate import Role, role_label
from domain.saved import SavedScenario
from i18n import gettext as _
from reports.dossier import COMPARED, CURRENT, MADE, PART, PARTS, PLACE, SCENARIO, Dossier, dossier_content
from reports.filter_words import filter_sentence
from reports.pdf.compiling import pdf
from reports.plain_page import choice, element, hidden, plain_page, ticked

PATH = "/dossier"
OWN = (PLACE, SCENARIO, MADE, Key.ROLE)
"""What the form asks itself: the rest of the address goes with it, unseen."""


def dossier_pdf(dossier: Dossier, at: dt.datetime) -> bytes:
    """Return a dossier as PDF/UA-1, in the current language; raises StoreUnavailable where a scenario cannot be read."""
    return pdf("dossier.typ", dossier_content(dossier), at)


def dossier_form(dossier: Dossier, scenarios: Iterable[SavedScenario]) -> str:
    """Return the page: what is on screen, the parts to tick, what some of them are about; its button downloads the file."""
    lead = _("Ce qui est à l'écran : {words}.").format(words=filter_sentence(dossier.selection))
    wrong = [] if dossier.parts else [element("p", _("Cochez au moins une partie."), role="alert", class_="exercise")]
    links = [("/", _("Accueil"))]
    return plain_page(_("Composer un dossier (PDF)"), [element("p", lead), *wrong, _form(dossier, list(scenarios))], PATH, links=links)


def _form(dossier: Dossier, scenarios: list[SavedScenario]) -> Markup:
    given = dossier.address.parameters
    unseen = [hidden(key, text) for key, text in given.items() if key not in OWN and not key.startswith((PART, COMPARED))]
    parts = [ticked(PART + name, _(label), is_on=name in dossier.parts) for name, (label, _build) in PARTS.items()]
    frame = dossier.context.territory.candidates
    names = [(str(frame["id"].iloc[at]), str(frame["name"].iloc[at])) for at in dossier.rows]
    networks = [(one.network.id, one.name) for one in dossier.networks]
    places = [("", _("aucun")), *networks, *sorted(names, key=lambda one: one[1])]
    roles = [(role.value, role_label(role)) for role in Role]
    on_screen = [(CURRENT, _("celui qui est à l'écran"))] if dossier.address.text(Key.QUESTION) else []
    saved = [("", _("aucun")), *on_screen, *((one.id, one.name) for one in scenarios)]
    compared = {one.id for one in dossier.compared}
    fields = [
        _group(_("Parties"), parts),
        element("p", choice(Key.ROLE, _("Lieux jugés comme"), roles, dossier.assessment.role.value)),
        element("p", choice(PLACE, _("Lieu ou réseau du profil"), places, dossier.chosen)),
        element("p", choice(SCENARIO, _("Scénario"), saved, dossier.scenario)),
    ]
    if len(scenarios) > 1:
        boxes = [ticked(COMPARED + one.id, one.name, is_on=one.id in compared) for one in scenarios]
        fields.append(_group(_("Scénarios à comparer (deux à quatre)"), boxes))
    send = element("p", element("button", _("Télécharger le dossier (PDF)"), type="submit", value="submit"))
    body = [*unseen, hidden(MADE, "1"), *fields, send]
    return element("form", Markup("\n").join(body), action=f"{PATH}.pdf", method="get", class_="guest-form")


def _group(legend: str, boxes: Iterable[Markup]) -> Markup:
    return element("fieldset", element("legend", legend) + Markup("\n").join(boxes))

"""What is public, what was, and the choice of what to publish."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.public_page import PublicKind, PublicPage
from i18n import gettext as _
from i18n.moments import moment
from services.public_pages import PUBLIC_PATH, Publications
from views.components import ids
from views.components.parts import PRIMARY, badge, note

NEW = "new"


def listing(found: Publications) -> list[Any]:
    """Return the form, the pages that are public, those that were withdrawn."""
    parts: list[Any] = [_form(found), html.H2(_("Pages publiques"))]
    parts.append(html.Ul([_page(one) for one in found.shown]) if found.shown else note(_("Aucune page n'est publique.")))
    if found.withdrawn:
        parts += [html.H2(_("Pages retirées")), html.Ul([_withdrawn(one) for one in found.withdrawn])]
    return parts


def _form(found: Publications) -> Any:
    if not found.choices:
        return note(_("Rien à publier : closez une séance qui a décidé, ou enregistrez un scénario."))
    groups = {PublicKind.DECISION: _("Décisions de séances closes"), PublicKind.SCENARIO: _("Scénarios enregistrés")}
    data = [
        {"group": label, "items": [{"value": code, "label": words} for code, words in found.choices if code.startswith(f"{kind.value}.")]}
        for kind, label in groups.items()
    ]
    choice = dmc.Select(
        id=ids.one_of(ids.PUBLIC_SUBJECT, NEW), label=_("À publier"), data=[one for one in data if one["items"]], searchable=True, w=420
    )
    add = html.Button(_("Publier"), id=ids.one_of(ids.PUBLIC_ADD, NEW), type="button", className=PRIMARY)
    return dmc.Group([choice, add], align="flex-end")


def _page(one: PublicPage) -> html.Li:
    link = html.A(one.title, href=f"{PUBLIC_PATH}/{one.id}", target="_blank")
    when = html.Span([" ", moment(one.published_at), " "], className="note")
    label = _("Retirer « {name} » du public").format(name=one.title)
    mark = {"aria-label": label, "title": label}
    out = html.Button(_("Retirer"), id=ids.one_of(ids.PUBLIC_WITHDRAW, one.id), type="button", className="mini", **mark)
    return html.Li([_kind(one), " ", link, when, out])


def _withdrawn(one: PublicPage) -> html.Li:
    when = _("retirée {moment}").format(moment=moment(one.withdrawn_at)) if one.withdrawn_at else ""
    return html.Li([_kind(one), " ", one.title, html.Span([" ", when], className="note")])


def _kind(one: PublicPage) -> html.Span:
    return badge(_("décision") if one.subject.kind is PublicKind.DECISION else _("scénario"))

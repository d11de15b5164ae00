"""Networks on « Convergence »: composing one from a place, its members, the floor that its hub would need, its accounts by role."""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any

import dash_mantine_components as dmc
from dash import html

from criteria.sizing import Fit, Sizing
from domain.candidate import role_label
from domain.network import MAX_NETWORK_NAME, MOST_SHOPS
from i18n import gettext as _
from i18n import labelled
from i18n.numbers import number, quantity
from scenarios.sites import BUDGET_YEARS, COST_SOURCE
from services.networks import MemberLine, NearShop, NetworkChoice, NetworkProfile, PlaceChoices
from services.words.networks import cost_words, fit_words, way_words
from services.words.scores import greens_words
from views.components.parts import example_badge, place_name
from views.components.provenance import disclosed, hypothesis_badge


def gesture(name: str, label: Any, words: str, **data: Any) -> html.Button:
    """Return a button that changes the networks of the address (see ``assets/convergence/networks.mjs``); `words` say it whole."""
    marks = {f"data-{key}": str(value) for key, value in {"network": name, **data}.items()}
    return html.Button(label, type="button", className="button", title=words, **{"aria-label": words}, **marks)


def composing(choices: PlaceChoices) -> html.Section:
    """Return what may be done with a place: begin a network around it, join one, leave one."""
    buttons: list[Any] = []
    if choices.may_begin:
        words = _("Composer un réseau dont ce lieu est le pôle")
        buttons.append(gesture("compose", _("Composer un réseau"), words, place=choices.place_id))
    buttons += [button for one in choices.networks for button in _choice(one, choices.place_id)]
    note = html.P(_("Un pôle et ses boutiques-relais, notés et comparés comme un seul candidat."), className="note")
    body: list[Any] = [note, html.Div(buttons, className="sheet-actions")]
    if not buttons:
        later = _("Composez d'abord un réseau autour d'un pôle : ce lieu pourra s'y ajouter comme boutique-relais.")
        never = _("Ce lieu est exclu des deux rôles : il n'entre dans aucun réseau.")
        body = [html.P(later if choices.may_serve else never, className="note")]
    return html.Section([html.H3(_("En réseau")), *body], className="sheet-block networks")


def _choice(one: NetworkChoice, place_id: str) -> list[html.Button]:
    name, number_ = one.name, one.network.number
    see = gesture("open", labelled(_("Voir"), name), _("Ouvrir le réseau « {name} »").format(name=name), number=number_)
    if one.is_member:
        return [see]
    if not one.may_join:
        return []
    words = _("Ajouter ce lieu à « {name} » comme boutique-relais").format(name=name)
    return [gesture("add", _("Ajouter à « {name} »").format(name=name), words, number=number_, place=place_id)]


def composition(found: NetworkProfile) -> html.Section:
    """Return the name and the members of a network, and the nearest places that could join it."""
    network = found.judged.network
    data = {"data-network-name": str(network.number), "maxLength": MAX_NETWORK_NAME, "autoComplete": "off"}
    name = dmc.TextInput(label=_("Nom du réseau"), value=found.judged.name, size="xs", attributes={"input": data})
    members = html.Ul([_member(found, line) for line in found.lines], className="network-members")
    drop = gesture("drop", _("Défaire ce réseau"), _("Défaire ce réseau : ses lieux restent"), number=network.number)
    parts = [html.H3(_("Ses lieux")), name, members, html.Div(drop, className="sheet-actions"), *_near(found)]
    return html.Section(parts, className="sheet-block networks")


def _member(found: NetworkProfile, line: MemberLine) -> html.Li:
    one, number_ = line.member, found.judged.network.number
    see = gesture("see", place_name(one.name, line.is_example), _("Ouvrir le profil de {name}").format(name=one.name), place=line.id)
    see.className = "place-link plain-button"
    facts = [role_label(one.role), quantity(one.area_m2, "m²")]
    if one is not found.judged.members[0]:
        facts.append(way_words(line.minutes))
        leave = _("Retirer {name} du réseau").format(name=one.name)
        remove = [gesture("remove", _("Retirer"), leave, number=number_, place=line.id)]
    else:
        remove = []
    return html.Li([html.Div([see, html.Small(" · ".join(facts))]), *remove])


def _near(found: NetworkProfile) -> list[Any]:
    heading = html.H4(_("Ajouter une boutique-relais"))
    if not found.may_grow:
        return [heading, html.P(_("{n} boutiques au plus : retirez-en une.").format(n=MOST_SHOPS), className="note")]
    if not found.near:
        return [heading, html.P(_("Aucun autre lieu ne convient comme boutique-relais."), className="note")]
    times = (
        _("Temps en voiture depuis le pôle, par les rues.")
        if found.is_on_roads
        else _("Temps en voiture depuis le pôle, estimés (détour).")
    )
    how = _("Les plus proches d'abord. Pour un autre lieu : ouvrez-le sur la carte ou dans le tableau, puis « Ajouter à « {name} » ».")
    words = how.format(name=found.judged.name)
    note = html.P([times, " ", words, " ", *([] if found.is_on_roads else [hypothesis_badge()])], className="note")
    return [heading, note, html.Ul([_candidate(found, shop) for shop in found.near], className="network-members")]


def _candidate(found: NetworkProfile, shop: NearShop) -> html.Li:
    facts = " · ".join([way_words(shop.minutes), quantity(shop.area_m2, "m²"), greens_words(shop.green)])
    words = _("Ajouter {name} au réseau").format(name=shop.name)
    add = gesture("add", _("Ajouter"), words, number=found.judged.network.number, place=shop.id)
    mark = [" ", example_badge(_("exemple"))] if shop.is_example else []
    return html.Li([html.Div([html.Span([shop.name, *mark]), html.Small(facts)]), add])


def sizing_block(found: Sizing) -> html.Section:
    """Return the floor that the hub would need to sort what its catchment can give, beside what it has."""
    has = quantity(found.area_m2, "m²")
    lines = [
        disclosed([html.Span(one.label), html.B(one.text, className="hypothetical")], one, "figure wide")
        for one in (found.given, found.needed, found.sorted)
    ]
    kind = "verdict-text off" if found.fit is Fit.NEVER else "note"
    head = html.H3([_("La surface qu'il faudrait au pôle"), " ", hypothesis_badge()])
    own = html.P([_("Surface du pôle"), " : ", html.B(has, className="" if isfinite(found.area_m2) else "unknown")])
    return html.Section([head, html.P(fit_words(found), className=kind), own, *lines], className="sheet-block sizing")


def by_role(found: NetworkProfile) -> html.Section:
    """Return what each member costs to open and would earn alone in its role, in € ; the whole comes after."""
    heads = [_("Lieu"), _("Rôle"), _("Loyer et travaux"), _("Avant loyer, par an")]
    rows = [
        html.Tr(
            [
                html.Th(line.member.name, scope="row"),
                html.Td(role_label(line.member.role)),
                html.Td(quantity(line.cost_eur, "€")),
                html.Td(_("non renseigné") if line.accounts is None else number(line.accounts.before_rent.central)),
            ]
        )
        for line in found.lines
    ]
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in heads]))
    table = html.Div(html.Table([head, html.Tbody(rows)], className="accounts-table"), className="table-scroll")
    costs = [line.cost_eur for line in found.lines]
    words = [html.P(html.B(cost_words(costs, BUDGET_YEARS))), html.P(_(COST_SOURCE), className="note")]
    alone = html.P(
        _("Chaque lieu est compté seul dans son rôle ; les comptes de l'ensemble, sans double compte, suivent."), className="note"
    )
    title = html.H3([_("Ce que coûte le réseau, lieu par lieu"), " ", hypothesis_badge()])
    unknown = [html.P(_("Un loyer ou une surface manque : le total est inconnu."), className="note")] if any(map(isnan, costs)) else []
    return html.Section([title, *words, *unknown, table, alone], className="sheet-block")

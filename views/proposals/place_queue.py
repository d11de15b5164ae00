"""The queue « À placer » over the map: one place after the other, its address, where it may be, and what one does of it."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.place_queue import QueuedPlace
from views.components import ids
from views.components.parts import PRIMARY, button, icon
from views.proposals.import_placing import ADDRESS_ZOOM, AREA_ZOOM, STREET_ZOOM
from views.proposals.spots import ShownSpot, spot_buttons, spot_marks, spot_search

Target = tuple[str, str]
QUEUE_SHOWN: tuple[Target, ...] = (
    (ids.TO_PLACE, "hidden"),
    (ids.TO_PLACE_TITLE, "children"),
    (ids.TO_PLACE_ABOUT, "children"),
    (ids.TO_PLACE_STATUS, "children"),
    (ids.TO_PLACE_SPOTS, "children"),
    (ids.TO_PLACE_SEARCH, "value"),
    (ids.TO_PLACE_MAIN, "hidden"),
    (ids.TO_PLACE_AGAIN, "hidden"),
    (ids.TO_PLACE_AGAIN, "children"),
    (ids.TO_PLACE_SUBMIT, "hidden"),
    (ids.TO_PLACE_SUBMIT, "children"),
    (ids.TO_PLACE_BACK, "disabled"),
    (ids.TO_PLACE_STATE, "data"),
    (ids.TO_PLACE_MARKS, "children"),
    (ids.TO_PLACE_VIEWPOINT, "data"),
    (ids.TO_PLACE_TAKE, "data"),
    (ids.TO_PLACE_FOCUS, "data"),
    (ids.TO_PLACE_DONE, "data"),
)
"""What the callbacks of the queue fill."""


def place_queue() -> html.Section:
    """Return the queue, closed."""
    names = ("STATE", "VIEWPOINT", "TAKE", "FOCUS", "DONE", "POINT")
    stores = [dcc.Store(id=getattr(ids, f"TO_PLACE_{name}")) for name in names]
    label: dict[str, Any] = {"title": _("Arrêter de placer"), "aria-label": _("Arrêter de placer")}
    close = button(ids.TO_PLACE_CLOSE, icon("clear"), kind="icon-button", **label)
    title = html.H2(id=ids.TO_PLACE_TITLE, tabIndex=-1)
    acts = [
        button(ids.TO_PLACE_BACK, _("Revenir")),
        button(ids.TO_PLACE_SKIP, _("Passer")),
        button(ids.TO_PLACE_ON_MAP, _("Cliquer sur la carte")),
        button(ids.TO_PLACE_HERE, [icon("here"), _("Ma position")]),
        button(ids.TO_PLACE_CENTRE, [icon("view"), _("Au centre de la carte")]),
    ]
    main = html.Div(
        [
            html.P(_("Cliquez sur la carte, ou choisissez :"), className="note"),
            html.Div(id=ids.TO_PLACE_SPOTS, className="spot-list"),
            spot_search(ids.TO_PLACE_SEARCH, ids.TO_PLACE_FOUND),
            html.P(acts, className="import-links"),
        ],
        id=ids.TO_PLACE_MAIN,
    )
    parts = [
        html.Div([title, close], className="sheet-head"),
        html.Div(id=ids.TO_PLACE_ABOUT),
        html.P(id=ids.TO_PLACE_STATUS, className="note", role="status"),
        main,
        button(ids.TO_PLACE_SUBMIT, "", kind=PRIMARY, hidden=True),
        button(ids.TO_PLACE_AGAIN, "", hidden=True),
        html.P([html.Span(id=ids.TO_PLACE_GEO_BOX), html.Span(id=ids.TO_PLACE_LOST)], className="note", role="status"),
    ]
    return html.Section([*parts, *stores], id=ids.TO_PLACE, className="to-place", hidden=True, **{"aria-labelledby": ids.TO_PLACE_TITLE})


def to_place_label(n: int) -> str:
    """Return what the button of the list says that begins the queue."""
    return ngettext("Placer le lieu sans position", "Placer les {n} lieux sans position", n).format(n=number(n))


def queue_shown(place: QueuedPlace, ids_: list[str], at: int, status: str, done: str) -> dict[Target, Any]:
    """Return the queue at one of its places; `done` tells the list that something was saved, empty when nothing was."""
    spots = [ShownSpot(one.label, one.words, one.lon, one.lat) for one in place.spots]
    title = _("À placer : {rank} sur {total}").format(rank=number(at + 1), total=number(len(ids_)))
    return {
        (ids.TO_PLACE, "hidden"): False,
        (ids.TO_PLACE_TITLE, "children"): title,
        (ids.TO_PLACE_ABOUT, "children"): _about(place),
        (ids.TO_PLACE_STATUS, "children"): " ".join(text for text in (status, place.note) if text),
        (ids.TO_PLACE_SPOTS, "children"): spot_buttons(ids.TO_PLACE_SPOT, spots),
        (ids.TO_PLACE_SEARCH, "value"): "",
        (ids.TO_PLACE_MAIN, "hidden"): False,
        (ids.TO_PLACE_AGAIN, "hidden"): True,
        (ids.TO_PLACE_SUBMIT, "hidden"): True,
        (ids.TO_PLACE_BACK, "disabled"): at == 0,
        (ids.TO_PLACE_STATE, "data"): {"ids": ids_, "at": at, "version": place.version},
        (ids.TO_PLACE_MARKS, "children"): spot_marks(spots),
        (ids.TO_PLACE_VIEWPOINT, "data"): _viewpoint(place),
        (ids.TO_PLACE_TAKE, "data"): {"into": ids.TO_PLACE_POINT, "turn": f"{place.id} {place.version} {at}"},
        (ids.TO_PLACE_FOCUS, "data"): {"id": ids.TO_PLACE_TITLE},
        **({(ids.TO_PLACE_DONE, "data"): done} if done else {}),
    }


def queue_over(placed: int, left: list[str], ready: list[Any], submit: str, status: str, done: str) -> dict[Target, Any]:
    """Return the end of the queue: how many places were put, those that still wait, and the complete drafts that `submit` proposes."""
    n = len(left)
    lines = [ngettext("{n} lieu placé.", "{n} lieux placés.", placed).format(n=number(placed))]
    if left:
        lines.append(ngettext("{n} reste sans position.", "{n} restent sans position.", n).format(n=number(n)))
    return {
        (ids.TO_PLACE, "hidden"): False,
        (ids.TO_PLACE_TITLE, "children"): _("Il en reste à placer") if left else _("Tout est placé"),
        (ids.TO_PLACE_ABOUT, "children"): [html.P(line) for line in lines],
        (ids.TO_PLACE_STATUS, "children"): status,
        (ids.TO_PLACE_MAIN, "hidden"): True,
        (ids.TO_PLACE_AGAIN, "hidden"): not left,
        (ids.TO_PLACE_AGAIN, "children"): ngettext("Reprendre ce lieu", "Reprendre ces {n} lieux", n).format(n=number(n)),
        (ids.TO_PLACE_SUBMIT, "hidden"): not ready,
        (ids.TO_PLACE_SUBMIT, "children"): submit,
        (ids.TO_PLACE_STATE, "data"): {"ids": left, "at": 0, "version": 0, "ready": ready},
        (ids.TO_PLACE_MARKS, "children"): [],
        (ids.TO_PLACE_TAKE, "data"): None,
        (ids.TO_PLACE_FOCUS, "data"): {"id": ids.TO_PLACE_TITLE},
        **({(ids.TO_PLACE_DONE, "data"): done} if done else {}),
    }


def queue_submitted(sentence: str, done: str) -> dict[Target, Any]:
    """Return what became of the drafts that were submitted at the end of the queue."""
    return {
        (ids.TO_PLACE_STATUS, "children"): sentence,
        (ids.TO_PLACE_SUBMIT, "hidden"): True,
        (ids.TO_PLACE_FOCUS, "data"): {"id": ids.TO_PLACE_TITLE},
        (ids.TO_PLACE_DONE, "data"): done,
    }


def queue_refused(sentence: str, turn: str) -> dict[Target, Any]:
    """Return why a position is refused; another click on the map is waited for."""
    return {(ids.TO_PLACE_STATUS, "children"): sentence, (ids.TO_PLACE_TAKE, "data"): {"into": ids.TO_PLACE_POINT, "turn": turn}}


def queue_closed() -> dict[Target, Any]:
    """Return the queue once it is closed; the keyboard goes back to where it was begun, or to the list."""
    return {
        (ids.TO_PLACE, "hidden"): True,
        (ids.TO_PLACE_STATE, "data"): None,
        (ids.TO_PLACE_MARKS, "children"): [],
        (ids.TO_PLACE_TAKE, "data"): None,
        (ids.TO_PLACE_FOCUS, "data"): {"id": ids.OWN_PLACE},
    }


def _about(place: QueuedPlace) -> list[Any]:
    where = _("Déjà placé : choisissez ailleurs pour le déplacer.") if place.lon is not None else ""
    written = place.written or _("Ni adresse ni code postal : cliquez sur la carte.")
    return [html.P(html.B(place.name)), html.P(written), *([html.P(where, className="note")] if where else [])]


def _viewpoint(place: QueuedPlace) -> dict[str, float] | None:
    """Return where the map goes: to the place, else to what its address likely means, else to its commune; None to stay."""
    if place.lon is not None and place.lat is not None:
        return {"lon": place.lon, "lat": place.lat, "zoom": ADDRESS_ZOOM}
    first = place.spots[0] if place.spots else place.area
    if first is None:
        return None
    zoom = AREA_ZOOM if first.precision == "area" else STREET_ZOOM if first.precision == "street" else ADDRESS_ZOOM
    return {"lon": first.lon, "lat": first.lat, "zoom": zoom}

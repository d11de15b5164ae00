"""The part of an import's check where addresses become positions: all at once, then the doubtful ones one by one."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.import_placing import ImportDoubt, ImportPlacing
from views.components import ids
from views.components.parts import PRIMARY, button
from views.proposals.spots import ShownSpot, spot_buttons, spot_marks, spot_search

ADDRESS_ZOOM, STREET_ZOOM, AREA_ZOOM = 17, 15, 13
Target = tuple[str, str]
PLACING_SHOWN: tuple[Target, ...] = (
    (ids.IMPORT_PLACING, "hidden"),
    (ids.IMPORT_PLACING_ABOUT, "children"),
    (ids.IMPORT_PLACE, "children"),
    (ids.IMPORT_PLACE, "hidden"),
    (ids.IMPORT_UNPLACE, "hidden"),
    (ids.IMPORT_DOUBT, "hidden"),
    (ids.IMPORT_DOUBT_TITLE, "children"),
    (ids.IMPORT_DOUBT_ABOUT, "children"),
    (ids.IMPORT_CONFIRM, "disabled"),
    (ids.IMPORT_DOUBT_NEXT, "disabled"),
    (ids.IMPORT_DOUBT_BACK, "disabled"),
    (ids.IMPORT_SPOTS, "children"),
    (ids.IMPORT_DOUBT_ROW, "data"),
    (ids.IMPORT_MARKS, "children"),
    (ids.IMPORT_VIEWPOINT, "data"),
    (ids.IMPORT_SPOT_SEARCH, "value"),
)
"""What `placing_props` fills."""


def placing_box() -> html.Section:
    """Return the part, hidden until rows have an address and no position."""
    names = (ids.IMPORT_DOUBT_ROW, ids.IMPORT_VIEWPOINT, ids.IMPORT_PLACED, ids.IMPORT_POINT, ids.IMPORT_TAKE)
    acts = [
        button(ids.IMPORT_CONFIRM, _("Confirmer"), kind=PRIMARY),
        button(ids.IMPORT_UNPLACED, _("Laisser sans position")),
        button(ids.IMPORT_DOUBT_BACK, _("Précédente")),
        button(ids.IMPORT_DOUBT_NEXT, _("Suivante")),
    ]
    other = html.Details(
        [
            html.Summary(_("Choisir une autre position")),
            html.Div(id=ids.IMPORT_SPOTS, className="spot-list"),
            spot_search(ids.IMPORT_SPOT_SEARCH, ids.IMPORT_SPOT_FOUND),
            html.P(button(ids.IMPORT_ON_MAP, _("Cliquer sur la carte")), className="import-links"),
        ],
        className="plain-details",
    )
    title = html.H3(id=ids.IMPORT_DOUBT_TITLE, tabIndex=-1)
    doubt = html.Div(
        [title, html.Div(id=ids.IMPORT_DOUBT_ABOUT), html.P(acts, className="import-links"), other],
        id=ids.IMPORT_DOUBT,
        className="import-doubt",
        role="group",
        hidden=True,
        **{"aria-labelledby": ids.IMPORT_DOUBT_TITLE},
    )
    begin = [button(ids.IMPORT_PLACE, "", kind=PRIMARY, hidden=True), button(ids.IMPORT_UNPLACE, _("Retirer ces positions"), hidden=True)]
    alert = html.Div(id=ids.IMPORT_PLACING_ALERT, role="alert")
    parts = [html.Div(id=ids.IMPORT_PLACING_ABOUT, role="status"), alert, html.P(begin, className="import-links"), doubt]
    label = _("Placer d'après les adresses")
    stores = [dcc.Store(id=name) for name in names]
    return html.Section([*parts, *stores], id=ids.IMPORT_PLACING, className="import-notice", hidden=True, **{"aria-label": label})


def placing_props(found: ImportPlacing) -> dict[Target, Any]:
    """Return what the part shows of an import."""
    doubt = found.doubt
    spots = shown_spots(doubt) if doubt else []
    alone = doubt is None or doubt.total < 2
    return {
        (ids.IMPORT_PLACING, "hidden"): not (found.to_place or found.placed or found.left or doubt),
        (ids.IMPORT_PLACING_ABOUT, "children"): _about(found),
        (ids.IMPORT_PLACE, "children"): _place(found.to_place),
        (ids.IMPORT_PLACE, "hidden"): not found.to_place or bool(found.missing),
        (ids.IMPORT_UNPLACE, "hidden"): not (found.placed or found.left or doubt),
        (ids.IMPORT_DOUBT, "hidden"): doubt is None,
        (ids.IMPORT_DOUBT_TITLE, "children"): _title(doubt) if doubt else "",
        (ids.IMPORT_DOUBT_ABOUT, "children"): _doubt(doubt, spots) if doubt else [],
        (ids.IMPORT_CONFIRM, "disabled"): not spots,
        (ids.IMPORT_DOUBT_NEXT, "disabled"): alone,
        (ids.IMPORT_DOUBT_BACK, "disabled"): alone,
        (ids.IMPORT_SPOTS, "children"): spot_buttons(ids.IMPORT_SPOT, spots),
        (ids.IMPORT_DOUBT_ROW, "data"): doubt.row if doubt else 0,
        (ids.IMPORT_MARKS, "children"): spot_marks(spots),
        (ids.IMPORT_VIEWPOINT, "data"): _viewpoint(doubt),
        (ids.IMPORT_SPOT_SEARCH, "value"): "",
    }


def shown_spots(doubt: ImportDoubt) -> list[ShownSpot]:
    """Return the positions that were found of a row, as they are shown."""
    return [ShownSpot(one.spot.label, one.words, one.spot.lon, one.spot.lat) for one in doubt.spots]


def _viewpoint(doubt: ImportDoubt | None) -> dict[str, float] | None:
    if doubt is None or not doubt.spots:
        return None
    spot = doubt.spots[0].spot
    zoom = {"area": AREA_ZOOM, "street": STREET_ZOOM}.get(spot.precision, ADDRESS_ZOOM)
    return {"lon": spot.lon, "lat": spot.lat, "zoom": zoom}


def _place(n: int) -> str:
    return ngettext("Placer l'adresse", "Placer les {n} adresses", n).format(n=number(n))


def _about(found: ImportPlacing) -> list[html.P]:
    lines = []
    if found.to_place:
        n = found.to_place
        lines.append(ngettext("{n} adresse sans position.", "{n} adresses sans position.", n).format(n=number(n)))
    if found.missing:
        lines.append(found.missing)
    if found.placed:
        total = sum(n for _words, n in found.placed)
        head = ngettext("{n} adresse placée", "{n} adresses placées", total).format(n=number(total))
        lines.append(_("{head} : {parts}.").format(head=head, parts=", ".join(f"{number(n)} {words}" for words, n in found.placed)))
    if found.left:
        lines.append(ngettext("{n} laissée sans position.", "{n} laissées sans position.", found.left).format(n=number(found.left)))
    return [html.P(line) for line in lines]


def _title(doubt: ImportDoubt) -> str:
    return _("À confirmer : {rank} sur {total}").format(rank=number(doubt.rank), total=number(doubt.total))


def _doubt(doubt: ImportDoubt, spots: list[ShownSpot]) -> list[Any]:
    found = [spots[0].label, html.Small(f" {spots[0].words}")] if spots else _("rien")
    rows = [
        (_("Ligne {row}").format(row=number(doubt.row)), doubt.name),
        (_("Écrit"), doubt.written),
        (_("Trouvé"), found),
    ]
    pairs = [part for term, value in rows for part in (html.Dt(term), html.Dd(value))]
    return [html.Dl(pairs, className="doubt-facts"), html.P(" ".join(doubt.reasons), className="doubt-why")]

"""The part of an import's check where addresses become positions: all at once, then the doubtful ones one by one."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.import_placing import ImportDoubt, ImportPlacing
from views.components import import_ids
from views.components.parts import PRIMARY, button
from views.proposals.spots import ShownSpot, spot_buttons, spot_marks, spot_search

ADDRESS_ZOOM, STREET_ZOOM, AREA_ZOOM = 17, 15, 13
Target = tuple[str, str]
PLACING_SHOWN: tuple[Target, ...] = (
    (import_ids.PLACING, "hidden"),
    (import_ids.PLACING_ABOUT, "children"),
    (import_ids.PLACE, "children"),
    (import_ids.PLACE, "hidden"),
    (import_ids.UNPLACE, "hidden"),
    (import_ids.DOUBT, "hidden"),
    (import_ids.DOUBT_TITLE, "children"),
    (import_ids.DOUBT_ABOUT, "children"),
    (import_ids.CONFIRM, "disabled"),
    (import_ids.DOUBT_NEXT, "disabled"),
    (import_ids.DOUBT_BACK, "disabled"),
    (import_ids.SPOTS, "children"),
    (import_ids.ELSEWHERE, "open"),
    (import_ids.DOUBT_ROW, "data"),
    (import_ids.MARKS, "children"),
    (import_ids.VIEWPOINT, "data"),
    (import_ids.SPOT_SEARCH, "value"),
)
"""What `placing_props` fills."""


def placing_box() -> html.Section:
    """Return the part, hidden until rows have an address and no position."""
    names = (import_ids.DOUBT_ROW, import_ids.VIEWPOINT, import_ids.PLACED, import_ids.POINT, import_ids.TAKE)
    acts = [
        button(import_ids.CONFIRM, _("Confirmer"), kind=PRIMARY),
        button(import_ids.UNPLACED, _("Laisser sans position")),
        button(import_ids.DOUBT_BACK, _("Précédente")),
        button(import_ids.DOUBT_NEXT, _("Suivante")),
    ]
    other = html.Details(
        [
            html.Summary(_("Choisir une autre position")),
            html.Div(id=import_ids.SPOTS, className="spot-list"),
            spot_search(import_ids.SPOT_SEARCH, import_ids.SPOT_FOUND),
            html.P(button(import_ids.ON_MAP, _("Cliquer sur la carte")), className="import-links"),
        ],
        id=import_ids.ELSEWHERE,
        className="plain-details",
    )
    title = html.H3(id=import_ids.DOUBT_TITLE, tabIndex=-1)
    doubt = html.Div(
        [title, html.Div(id=import_ids.DOUBT_ABOUT), html.P(acts, className="import-links"), other],
        id=import_ids.DOUBT,
        className="import-doubt",
        role="group",
        hidden=True,
        **{"aria-labelledby": import_ids.DOUBT_TITLE},
    )
    begin = [button(import_ids.PLACE, "", kind=PRIMARY, hidden=True), button(import_ids.UNPLACE, _("Retirer ces positions"), hidden=True)]
    alert = html.Div(id=import_ids.PLACING_ALERT, role="alert")
    parts = [html.Div(id=import_ids.PLACING_ABOUT, role="status"), alert, html.P(begin, className="import-links"), doubt]
    label = _("Placer d'après les adresses")
    stores = [dcc.Store(id=name) for name in names]
    return html.Section([*parts, *stores], id=import_ids.PLACING, className="import-notice", hidden=True, **{"aria-label": label})


def placing_props(found: ImportPlacing) -> dict[Target, Any]:
    """Return what the part shows of an import."""
    doubt = found.doubt
    spots = shown_spots(doubt) if doubt else []
    alone = doubt is None or doubt.total < 2
    return {
        (import_ids.PLACING, "hidden"): not (found.to_place or found.placed or found.left or doubt),
        (import_ids.PLACING_ABOUT, "children"): _about(found),
        (import_ids.PLACE, "children"): _place(found.to_place),
        (import_ids.PLACE, "hidden"): not found.to_place or bool(found.missing),
        (import_ids.UNPLACE, "hidden"): not (found.placed or found.left or doubt),
        (import_ids.DOUBT, "hidden"): doubt is None,
        (import_ids.DOUBT_TITLE, "children"): _title(doubt) if doubt else "",
        (import_ids.DOUBT_ABOUT, "children"): _doubt(doubt, spots) if doubt else [],
        (import_ids.CONFIRM, "disabled"): not spots,
        (import_ids.DOUBT_NEXT, "disabled"): alone,
        (import_ids.DOUBT_BACK, "disabled"): alone,
        (import_ids.SPOTS, "children"): spot_buttons(import_ids.SPOT, spots),
        **({(import_ids.ELSEWHERE, "open"): not spots} if doubt else {}),
        (import_ids.DOUBT_ROW, "data"): doubt.row if doubt else 0,
        (import_ids.MARKS, "children"): spot_marks(spots),
        (import_ids.VIEWPOINT, "data"): _viewpoint(doubt),
        (import_ids.SPOT_SEARCH, "value"): "",
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
    n = doubt.alike
    sentence = ngettext("Vaut aussi pour l'autre ligne de cette adresse.", "Vaut aussi pour les {n} autres lignes de cette adresse.", n)
    alike = [html.P(sentence.format(n=number(n)), className="note")] if n else []
    return [html.Dl(pairs, className="doubt-facts"), html.P(" ".join(doubt.reasons), className="doubt-why"), *alike]

"""The networks of « Convergence » in a file: scores, members and where they are, what they would bring, the floor that their hub needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely

from criteria.derived import span_of as range_of
from criteria.provenance import Provenance
from criteria.sizing import sizing
from i18n import gettext as _
from reports.plan_tables import span_of
from reports.side_table import SideCell, SideField, SideTable
from scenarios.sites import opening_cost_eur
from services.networks import JudgedNetwork

NETWORKS = "reseaux"
BROUGHT = ("residents_newly_reached", "tonnes_diverted", "jobs")


def network_tables(
    networks: Sequence[JudgedNetwork], fields: tuple[SideField, ...], scores: Sequence[tuple[SideCell, ...]]
) -> tuple[SideTable, ...]:
    """Return the layer of some networks, each drawn as the points of its places; none where there are none.

    Parameters
    ----------
    networks : sequence of JudgedNetwork
    fields, scores : the columns of scores, and their cells for each network.
    """
    if not networks:
        return ()
    rows = [(*cells, *_cells(one)) for cells, one in zip(scores, networks, strict=True)]
    shapes = [_points(one) for one in networks]
    return (SideTable(NETWORKS, _("Réseaux"), (*fields, *_fields(networks[0])), tuple(rows), shapes, "MultiPoint"),)


def _points(one: JudgedNetwork) -> shapely.MultiPoint:
    """Return where the members are, in degrees (WGS 84), the hub first."""
    places = [member.assessment.workspace.candidates.iloc[member.row] for member in one.members]
    return shapely.MultiPoint([(float(place["lon"]), float(place["lat"])) for place in places])


def _fields(one: JudgedNetwork) -> tuple[SideField, ...]:
    items = {item.id: item for item in one.assessment.items}
    fields = [SideField("hub", _("Pôle")), SideField("shops", _("Boutiques-relais"))]
    fields += [SideField("hub_id", _("Identifiant du pôle")), SideField("shop_ids", _("Identifiants des boutiques-relais"))]
    labels = [(key, f"{_(items[key].label)} ({_(items[key].unit)})", items[key].decimals) for key in BROUGHT]
    labels.append(("floor_needed", _("La surface qu'il faudrait au pôle") + " (m²)", 0))
    for key, label, decimals in labels:
        fields += [SideField(f"{key}_{end}", f"{label}, {word}, {_('hypothèse')}", "number", max(0, decimals)) for end, word in span_of()]
    fields.append(SideField("hub_area_m2", _("Surface du pôle") + " (m²)", "number"))
    return (*fields, SideField("cost_eur", _("Loyer et travaux sur trois ans (€)"), "number"))


def _cells(one: JudgedNetwork) -> tuple[SideCell, ...]:
    hub, *shops = one.members
    figures = one.assessment.figures(0, BROUGHT)
    need = sizing(one.assessment, 0, hub.area_m2).needed
    costs = [float(opening_cost_eur(member.assessment.workspace.at(member.row), member.role)[0]) for member in one.members]
    names: list[SideCell] = [hub.name, " ; ".join(shop.name for shop in shops) or None]
    names += [hub.id, " ; ".join(shop.id for shop in shops) or None]
    ends = [cell for figure in (*(figures[key] for key in BROUGHT), need) for cell in _ends(figure)]
    return (*names, *ends, _known(hub.area_m2), _known(sum(costs)))


def _ends(figure: Provenance) -> tuple[SideCell, ...]:
    return tuple(_known(end) for end in range_of(figure))


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None

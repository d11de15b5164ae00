"""What is said of a network: how far its shops are, whether its hub is large enough, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, isnan

from criteria.derived import span_of
from criteria.sizing import Fit, Sizing
from domain.units import Range
from i18n import gettext as _
from i18n.numbers import number, quantity


def way_words(minutes: float) -> str:
    """Say how far a shop is from its hub, by car."""
    if isnan(minutes):
        return _("temps de trajet inconnu")
    return _("à plus d'une heure du pôle") if isinf(minutes) else _("à {n} min du pôle").format(n=number(minutes))


def fit_words(found: Sizing) -> str:
    """Say whether the floor of the hub is enough for what its catchment can give."""
    if found.fit is Fit.UNKNOWN:
        return _("La surface du pôle n'est pas renseignée : on ne peut pas dire si elle suffit.")
    if found.fit is Fit.ALWAYS:
        return _("Sa surface suffit à trier et à stocker tout ce que le bassin peut donner, même au plus haut.")
    shares = Range(
        *(min(1.0, found.area_m2 / need) for need in (span_of(found.needed).high, found.needed.value, span_of(found.needed).low))
    )
    part = _("de {low} à {high} % (central {central} %)").format(
        low=number(100 * shares.low), high=number(100 * shares.high), central=number(100 * shares.central)
    )
    if found.fit is Fit.NEVER:
        return _("Sa surface ne suffit dans aucun cas : elle est {part} de ce qu'il faudrait si tout le bassin donnait.").format(part=part)
    return _("Sa surface suffit ou non selon les hypothèses : elle est {part} de ce qu'il faudrait.").format(part=part)


def cost_words(costs_eur: Sequence[float], years: int) -> str:
    """Say what a network costs to open over some years; unknown as soon as one member's cost is."""
    return _("Sur {years} ans : {cost}").format(years=years, cost=quantity(sum(costs_eur), "€"))

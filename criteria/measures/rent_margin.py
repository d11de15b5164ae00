"""Criterion (economy, optional): what is left of the bearable rent once the rent asked is paid."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.criterion import FLOOR_AREA, RENT, Criterion, Variable, column
from criteria.hypotheses import Hypotheses
from criteria.scale import Floats, Scale
from criteria.together import Together
from criteria.viability import FACTORS, FORMULA, REACHES, SOURCES, VARIABLES, bearable_rent, bearable_spread
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

_MARGIN = Scale(((-60.0, 0.0), (0.0, 0.6), (30.0, 1.0)))


def _margin(l: Floats, **symbols: Floats | float) -> Floats:  # noqa: E741 - symbol of the formula
    return bearable_rent(**symbols) - l


def _spread(read: Mapping[str, Floats], hypotheses: Hypotheses) -> Floats:
    sizes = {symbol: values for symbol, values in read.items() if symbol != "l"}
    return bearable_spread(sizes, hypotheses) - read["l"][:, None]


CRITERION = Criterion(
    id="rent_margin",
    label=N_("Marge entre le loyer supportable et le loyer demandé"),
    unit=N_("€/m²/an"),
    stakeholder=ECONOMY,
    scales={Role.HUB: _MARGIN, Role.SHOP: _MARGIN},
    why=N_(
        "Une activité tient si ses comptes s'équilibrent, loyer payé : en dessous de zéro, l'exploitant perd de l'argent. "
        "Seuils : 60 €/m²/an de trop, l'équilibre, 30 de marge [H]. Facultatif : sans poids au départ."
    ),
    lack=N_("une marge ≥ {target}"),
    sources=SOURCES,
    variables=(*VARIABLES, Variable("l", N_("loyer déclaré, hors charges"), N_("€/m²/an"), column("rent_eur_m2_yr"))),
    factors=FACTORS,
    compute=_margin,
    spread=_spread,
    datum=(RENT, FLOOR_AREA),
    formula=FORMULA + " − {l}",
    reaches=REACHES,
    is_lever=True,
    withheld="rent_is_confidential",
    weight=0.0,
    together=Together.WHOLE,
)

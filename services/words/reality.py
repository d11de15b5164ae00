"""How real a judgement is, in words."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.reality import Nature, Reality, reality_of_figures
from domain.words import lowered
from geodata.apportion import apportion
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from scenarios.plan_view import PlanView
from scenarios.provenance import figures

NATURES: Mapping[Nature, str] = {
    Nature.REAL: N_("données réelles {share} %"),
    Nature.ESTIMATE: N_("estimations {share} %"),
    Nature.HYPOTHESIS: N_("hypothèses {share} %"),
    Nature.EXAMPLE: N_("exemples {share} %"),
    Nature.UNKNOWN: N_("non renseigné {share} %"),
}
MOST = 4


def shares_words(reality: Reality) -> str:
    """Return « données réelles 12 %, estimations 40 %, … »: whole percents that sum to a hundred, those that are nothing left out."""
    whole = _percents(reality.shares)
    return ", ".join(_(NATURES[nature]).format(share=number(share)) for nature, share in whole.items() if share)


def overturning_words(reality: Reality) -> str:
    """Return which missing real data could overturn the judgement; "" when no single one could."""
    if not reality.overturning:
        return ""
    names = [lowered(_(label)) for label in reality.overturning[:MOST]]
    more = [_("et {n} de plus").format(n=len(reality.overturning) - MOST)] if len(reality.overturning) > MOST else []
    return _("Une seule de ces données, une fois réelle, pourrait renverser un avis : {names}.").format(names=", ".join([*names, *more]))


def plan_reality(view: PlanView) -> str:
    """Say on what the figures of a plan rest."""
    shares = shares_words(reality_of_figures(list(figures(view).values())))
    return _("Les chiffres du plan reposent sur : {shares}.").format(shares=shares)


def _percents(shares: Mapping[Nature, float]) -> dict[Nature, int]:
    """Round to whole percents that sum to a hundred, the largest remainders up; none of nothing."""
    whole = apportion(100, list(shares.values())).tolist() if any(shares.values()) else [0] * len(shares)
    return dict(zip(shares, whole, strict=True))

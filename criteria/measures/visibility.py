"""Criterion (economy): visibility from the street."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, same
from criteria.scale import Scale
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

CRITERION = Criterion(
    id="visibility",
    label=N_("Visibilité depuis la rue"),
    unit="",
    stakeholder=ECONOMY,
    scales={Role.SHOP: Scale(((0.0, 0.0), (1.0, 0.6), (2.0, 1.0)))},
    why=N_("Une boutique vit de ceux qui passent devant et anime la rue."),
    lack=N_("une visibilité {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(
        Variable(
            "b",
            N_("visibilité déclarée"),
            "",
            lambda workspace, _role: workspace.codes("visibility", {"low": 0.0, "medium": 1.0, "high": 2.0}),
        ),
    ),
    compute=same,
    formula="{b}",
    choices={0.0: N_("faible"), 1.0: N_("moyenne"), 2.0: N_("forte")},
)

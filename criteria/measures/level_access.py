"""Criterion (economy): level access for the public."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, same
from criteria.scale import yes_is_good
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

CRITERION = Criterion(
    id="level_access",
    label=N_("Accès de plain-pied"),
    unit="",
    stakeholder=ECONOMY,
    scales={Role.SHOP: yes_is_good()},
    why=N_("Une boutique reçoit tous les publics : une marche est un obstacle, et des travaux."),
    lack=N_("un accès de plain-pied"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("a", N_("accès déclaré"), "", lambda workspace, _role: workspace.codes("level_access", {"yes": 1.0, "no": 0.0})),),
    compute=same,
    formula="{a}",
    is_lever=True,
    choices={0.0: N_("non"), 1.0: N_("oui")},
)

"""Criterion (economy): van access."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, same
from criteria.scale import yes_is_good
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

CRITERION = Criterion(
    id="van_access",
    label=N_("Accès des camionnettes"),
    unit="",
    stakeholder=ECONOMY,
    scales={Role.HUB: yes_is_good(), Role.SHOP: yes_is_good()},
    why=N_("Sans quai ni aire de retournement, on ne reçoit ni n'expédie. Pour un pôle, un accès absent exclut le lieu."),
    lack=N_("un accès des camionnettes"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("a", N_("accès déclaré"), "", lambda workspace, _role: workspace.codes("van_access", {"yes": 1.0, "no": 0.0})),),
    compute=same,
    formula="{a}",
    is_lever=True,
    weight=0.5,
    choices={0.0: N_("non"), 1.0: N_("oui")},
)

"""Working hypotheses and sourced factors: each a range with its source, that a group may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor, isfinite
from types import MappingProxyType

from domain.address import Address, Key, write, write_numbers
from domain.units import Range
from i18n import N_

MAX_QUERY_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One factor used by the criteria.

    Attributes
    ----------
    id, label, unit : str
        Code; French label (a gettext message id); unit as shown.
    default : Range
        Low, central and high values.
    lowest, highest, step : float
        Bounds and step of the slider.
    source : str
        Where the figures come from (a gettext message id).
    is_hypothesis : bool
        True when no source states the figure: shown as « hypothèse ».
    source_ids : tuple of str
        Catalogue ids, when the source is one of the catalogue.
    """

    id: str
    label: str
    unit: str
    default: Range
    lowest: float
    highest: float
    step: float
    source: str
    is_hypothesis: bool = True
    source_ids: tuple[str, ...] = ()


_NETWORK = N_(
    "enquête 2011 du réseau (56 structures, 18 818 t, 1 300 salariés) : 69 ; Frais-Vallon, Marseille 13e : 31 "
    "; Île-de-France 2021 : environ 150"
)
_WORKING = N_("hypothèse de travail, à discuter en réunion")
_ALL = (
    Hypothesis(
        "tonnes_per_m2_yr",
        N_("Tonnes traitées par m² et par an"),
        "t/m²/an",
        Range(0.10, 0.15, 0.20),
        *(0.05, 0.30, 0.01),
        N_("calculé sur des structures de 440 à 1 350 m²"),
        is_hypothesis=False,
    ),
    Hypothesis(
        "jobs_per_1000_t",
        N_("Emplois pour 1 000 t collectées"),
        N_("emplois/1 000 t"),
        Range(30.0, 77.0, 160.0),
        *(20.0, 200.0, 1.0),
        _NETWORK,
        is_hypothesis=False,
    ),
    Hypothesis(
        "collected_kg_per_inhabitant_yr",
        N_("Collecte par habitant desservi"),
        "kg/hab/an",
        Range(2.0, 5.0, 10.0),
        *(1.0, 15.0, 0.5),
        _WORKING,
    ),
    Hypothesis("detour", N_("Détour du réseau par rapport au vol d'oiseau"), "×", Range(1.2, 1.3, 1.4), 1.0, 1.8, 0.05, _WORKING),
    Hypothesis(
        "donor_reach_m",
        N_("Distance que parcourt un donateur en voiture"),
        "m",
        Range(3_000.0, 5_000.0, 7_000.0),
        *(2_000.0, 10_000.0, 500.0),
        N_("10 à 20 minutes en voiture, environ 5 km : hypothèse de travail"),
    ),
    Hypothesis(
        "walk_reach_m",
        N_("Distance que parcourt un acheteur à pied"),
        "m",
        Range(800.0, 1_000.0, 1_200.0),
        *(400.0, 2_000.0, 100.0),
        N_("10 à 15 minutes à pied : hypothèse de travail"),
    ),
    Hypothesis(
        "served_reach_m",
        N_("Distance en deçà de laquelle une ressourcerie existante dessert déjà"),
        "m",
        Range(1_800.0, 2_500.0, 3_200.0),
        *(500.0, 7_000.0, 100.0),
        N_("une structure pour 30 000 à 50 000 habitants [H] : à la densité de Marseille, un disque de 1,6 à 2,1 km de rayon"),
    ),
    Hypothesis(
        "job_reach_m",
        N_("Distance entre le domicile et un emploi accessible sans voiture"),
        "m",
        Range(2_000.0, 3_000.0, 4_000.0),
        *(1_000.0, 8_000.0, 500.0),
        N_("15 à 20 minutes en transport, attente comprise : hypothèse de travail"),
    ),
    Hypothesis(
        "estate_reach_m",
        N_("Rayon d'une tournée d'encombrants autour du lieu"),
        "m",
        Range(1_000.0, 2_000.0, 3_000.0),
        *(500.0, 5_000.0, 250.0),
        _WORKING,
    ),
    Hypothesis(
        "bulky_marseille_t_yr",
        N_("Encombrants déposés dans le parc social de Marseille"),
        N_("t/an"),
        Range(1_500.0, 1_500.0, 2_000.0),
        *(1_000.0, 4_000.0, 100.0),
        N_("plus de 1 500 t par an (bailleurs sociaux de Marseille)"),
        is_hypothesis=False,
    ),
    Hypothesis(
        "reusable_share",
        N_("Part des encombrants qui peut être réemployée"),
        "×",
        Range(0.15, 0.30, 0.45),
        *(0.05, 0.80, 0.05),
        _WORKING,
    ),
    Hypothesis("stored_height_m", N_("Hauteur moyenne de stockage"), "m", Range(1.0, 1.5, 2.0), 0.5, 4.0, 0.1, _WORKING),
    Hypothesis("stored_share", N_("Part de la surface hors vente qui stocke"), "×", Range(0.20, 0.35, 0.50), 0.05, 0.90, 0.05, _WORKING),
)
HYPOTHESES: Mapping[str, Hypothesis] = MappingProxyType({item.id: item for item in _ALL})


@dataclass(frozen=True)
class Hypotheses:
    """The values in force: the defaults, except for the central values that the group changed.

    `changed` holds only known ids, inside their bounds and on the steps of their slider, that differ from the default: what is
    computed and kept for a set of values is then bounded.
    """

    changed: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        changed = {key: _snapped(key, value) for key, value in self.changed.items() if key in HYPOTHESES and isfinite(value)}
        changed = {key: changed[key] for key in HYPOTHESES if key in changed and changed[key] != HYPOTHESES[key].default.central}
        object.__setattr__(self, "changed", MappingProxyType(changed))

    def __getitem__(self, key: str) -> Range:
        """Return the range in force; a changed central value widens the range when it lies outside.

        Raises
        ------
        KeyError
            When no hypothesis has that id.
        """
        default = HYPOTHESES[key].default
        central = self.changed.get(key, default.central)
        return Range(min(default.low, central), central, max(default.high, central))

    def central(self, key: str) -> float:
        """Return the central value in force."""
        return self[key].central

    def with_(self, key: str, value: float) -> Hypotheses:
        """Change one central value (kept inside its bounds, on its steps; an unknown id changes nothing)."""
        return Hypotheses({**self.changed, key: value})

    def reset(self, key: str | None = None) -> Hypotheses:
        """Return to the default of one hypothesis, or of all."""
        return Hypotheses({} if key is None else {other: value for other, value in self.changed.items() if other != key})

    def to_query(self) -> str:
        """Write the changed values as ``hyp=id-value,id-value``; empty when nothing is changed."""
        return write([(Key.HYPOTHESES, write_numbers(self.changed))])

    @classmethod
    def from_query(cls, query: str) -> Hypotheses:
        """Read what `to_query` writes, amid other parameters. Total: what is not valid is dropped."""
        return cls(Address.parse(query).numbers(Key.HYPOTHESES))

    def __hash__(self) -> int:
        return hash(self.to_query())


def _snapped(key: str, value: float) -> float:
    """Return the nearest value that the slider can give; of two as near, the greater (as in the browser)."""
    item = HYPOTHESES[key]
    inside = min(max(value, item.lowest), item.highest)
    steps = floor((inside - item.lowest) / item.step + 0.5)
    # Six figures are what the address keeps: rounding here makes writing then reading exact.
    return float(f"{min(item.lowest + steps * item.step, item.highest):.6g}")

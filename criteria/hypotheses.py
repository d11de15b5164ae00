"""Working hypotheses and sourced factors: each a range with its source, that a group may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import floor, isfinite
from types import MappingProxyType

from domain.address import Address, Key, write, write_numbers
from domain.units import Range
from i18n import N_

MAX_QUERY_LENGTH = 4_000


class Group(StrEnum):
    """What a hypothesis is about: where a place stands and what it treats, the accounts of who runs it, or what it is worth to others."""

    SITING = "siting"
    ACCOUNTS = "accounts"
    WORTH = "worth"


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
    group : Group
        What it is about: where it is shown.
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
    group: Group = Group.SITING


_NETWORK = N_(
    "enquête 2011 du réseau (56 structures, 18 818 t, 1 300 salariés) : 69 ; Frais-Vallon, Marseille 13e : 31 "
    "; Île-de-France 2021 : environ 150"
)
_WORKING = N_("hypothèse de travail, à discuter en réunion")
_SITING = (
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
        N_("une structure pour 30 000 à 50 000 habitants [H] : à 3 600 habitants au km² (Marseille), un disque de 1,6 à 2,1 km de rayon"),
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
        "bulky_kg_per_dwelling_yr",
        N_("Encombrants déposés par logement social"),
        N_("kg/an"),
        Range(21.5, 21.5, 28.7),
        *(14.0, 60.0, 0.5),
        N_("plus de 1 500 t par an pour 69 740 logements (bailleurs sociaux de Marseille) ; ailleurs, hypothèse de même gêne par logement"),
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
    Hypothesis(
        "sorting_share",
        N_("Part de la surface d'un réseau qui trie, répare et stocke"),
        "×",
        Range(0.50, 0.65, 0.80),
        *(0.30, 1.0, 0.05),
        N_("par tiers : accueil et tri, atelier et stockage, boutique ; règle d'usage à vérifier : hypothèse"),
    ),
    Hypothesis("stored_share", N_("Part de la surface hors vente qui stocke"), "×", Range(0.20, 0.35, 0.50), 0.05, 0.90, 0.05, _WORKING),
)
_ACCOUNTS = (
    Hypothesis(
        "reused_share",
        N_("Part des tonnes collectées qui est réemployée"),
        "×",
        Range(0.34, 0.45, 0.55),
        *(0.10, 0.90, 0.05),
        N_("enquête 2011 du réseau : 34 % ; Île-de-France 2021 : plus de la moitié"),
        is_hypothesis=False,
    ),
    Hypothesis(
        "sales_eur_t",
        N_("Ventes par tonne réemployée"),
        "€/t",
        Range(600.0, 900.0, 1_400.0),
        *(200.0, 3_000.0, 20.0),
        N_("enquête 2011 du réseau : 4,907 M€ pour 34 % de 18 818 t, soit 767 €/t ; porté aux prix d'aujourd'hui : hypothèse"),
    ),
    Hypothesis(
        "services_eur_t",
        N_("Prestations payées par tonne détournée"),
        "€/t",
        Range(0.0, 200.0, 364.0),
        *(0.0, 600.0, 4.0),
        N_("au plus ce que coûte une tonne de déchets à la métropole (364 € TTC, appel à projets 2025-2030) : hypothèse"),
    ),
    Hypothesis(
        "grants_eur_t",
        N_("Subventions de fonctionnement, par tonne"),
        "€/t",
        Range(0.0, 300.0, 600.0),
        *(0.0, 1_000.0, 10.0),
        _WORKING,
    ),
    Hypothesis(
        "fte_per_job",
        N_("Équivalent temps plein d'un emploi"),
        "×",
        Range(0.65, 0.75, 1.0),
        *(0.40, 1.0, 0.05),
        N_("26 h par semaine à Frais-Vallon, soit 0,74 ; le reste est une hypothèse"),
    ),
    Hypothesis(
        "insertion_share",
        N_("Part des emplois en insertion"),
        "×",
        Range(0.40, 0.75, 0.90),
        *(0.0, 1.0, 0.05),
        N_("structures d'insertion, qui emploient le plus par tonne ; plus de 30 % des ressourceries n'en font pas (mettre 0) : hypothèse"),
    ),
    Hypothesis(
        "insertion_aid_eur_fte",
        N_("Aide au poste d'insertion"),
        N_("€/ETP/an"),
        Range(21_850.0, 21_850.0, 24_035.0),
        *(18_000.0, 27_000.0, 50.0),
        N_("chantier d'insertion : environ 21 850 € par ETP et par an, plus 0 à 10 % ; à vérifier dans l'arrêté de l'année"),
        is_hypothesis=False,
    ),
    Hypothesis(
        "wage_eur_fte",
        N_("Coût d'un emploi à temps plein"),
        N_("€/ETP/an"),
        Range(22_700.0, 26_000.0, 32_500.0),
        *(20_000.0, 50_000.0, 200.0),
        N_(
            "Smic brut au 1er novembre 2024 : 21 622 €/an pour 35 h (décret n° 2024-951), à mettre à jour ; "
            "× 1,05 à 1,5 pour les cotisations et l'encadrement : hypothèse"
        ),
    ),
    Hypothesis("vehicle_eur_t", N_("Véhicules, par tonne collectée"), "€/t", Range(25.0, 50.0, 90.0), 0.0, 300.0, 5.0, _WORKING),
    Hypothesis(
        "running_eur_m2_yr",
        N_("Énergie, charges et assurances"),
        N_("€/m²/an"),
        Range(10.0, 25.0, 40.0),
        *(0.0, 120.0, 1.0),
        _WORKING,
    ),
    Hypothesis("refuse_share", N_("Part des tonnes qui reste à éliminer"), "×", Range(0.05, 0.15, 0.25), 0.0, 0.60, 0.01, _WORKING),
    Hypothesis(
        "refuse_eur_t",
        N_("Coût d'élimination d'une tonne"),
        "€/t",
        Range(0.0, 180.0, 364.0),
        *(0.0, 600.0, 4.0),
        N_("de la déchèterie gratuite au coût complet de la métropole (364 € TTC, appel à projets 2025-2030) : hypothèse"),
    ),
)
_WORTH = (
    Hypothesis(
        "waste_eur_t",
        N_("Ce que coûte une tonne de déchets à la collectivité"),
        "€/t",
        Range(180.0, 272.0, 364.0),
        *(0.0, 600.0, 4.0),
        N_(
            "au plus le coût complet de la métropole (364 € TTC, appel à projets 2025-2030) ; au moins sa moitié, part variable : hypothèse"
        ),
    ),
    Hypothesis(
        "bulky_eur_t",
        N_("Ce que coûte au bailleur l'enlèvement d'une tonne d'encombrants"),
        "€/t",
        Range(200.0, 300.0, 450.0),
        *(50.0, 1_000.0, 10.0),
        N_("un camion lève 1,5 à 2 t par jour à Marseille ; coût de la journée, de 400 à 700 € : hypothèse"),
    ),
    Hypothesis(
        "new_purchase_share",
        N_("Part des objets réemployés qui remplacent un achat neuf"),
        "×",
        Range(0.30, 0.50, 0.70),
        *(0.0, 1.0, 0.05),
        _WORKING,
    ),
    Hypothesis(
        "guard_eur_m2_yr", N_("Fermeture et garde d'un local vide"), N_("€/m²/an"), Range(3.0, 10.0, 30.0), 0.0, 100.0, 1.0, _WORKING
    ),
    Hypothesis("decay_eur_m2_yr", N_("Dégradation d'un local vide"), N_("€/m²/an"), Range(2.0, 8.0, 20.0), 0.0, 80.0, 1.0, _WORKING),
)
_OF_GROUPS = {Group.SITING: _SITING, Group.ACCOUNTS: _ACCOUNTS, Group.WORTH: _WORTH}
HYPOTHESES: Mapping[str, Hypothesis] = MappingProxyType(
    {item.id: replace(item, group=group) for group, items in _OF_GROUPS.items() for item in items}
)

FORMER: Mapping[str, tuple[str, float]] = MappingProxyType({"bulky_marseille_t_yr": ("bulky_kg_per_dwelling_yr", 21.5 / 1_500.0)})
"""What addresses and saved scenarios called a hypothesis before: its id today, and what a value is multiplied by. Read, never written."""


def of_today(key: str, value: float) -> tuple[str, float]:
    """Return a hypothesis and its value as they are called and counted today, whatever it was called when it was written."""
    id_, factor = FORMER.get(key, (key, 1.0))
    return id_, value if id_ == key else float(f"{value * factor:.6g}")


@dataclass(frozen=True)
class Hypotheses:
    """The values in force: the defaults, except for the central values that the group changed.

    `changed` holds only known ids, inside their bounds and on the steps of their slider, that differ from the default: what is
    computed and kept for a set of values is then bounded.
    """

    changed: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = {**dict(of_today(*item) for item in self.changed.items() if item[0] in FORMER), **self.changed}
        changed = {key: _snapped(key, value) for key, value in given.items() if key in HYPOTHESES and isfinite(value)}
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


def slider_values(key: str) -> tuple[float, ...]:
    """Return the values that the slider of a hypothesis can give within its interval, in order."""
    item = HYPOTHESES[key]
    every = (_snapped(key, item.lowest + step * item.step) for step in range(round((item.highest - item.lowest) / item.step) + 1))
    return tuple(value for value in dict.fromkeys(every) if item.default.low <= value <= item.default.high)


def _snapped(key: str, value: float) -> float:
    """Return the nearest value that the slider can give; of two as near, the greater (as in the browser)."""
    item = HYPOTHESES[key]
    inside = min(max(value, item.lowest), item.highest)
    steps = floor((inside - item.lowest) / item.step + 0.5)
    # Six figures are what the address keeps: rounding here makes writing then reading exact.
    return float(f"{min(item.lowest + steps * item.step, item.highest):.6g}")

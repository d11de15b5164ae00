"""Objects reused in a year and CO₂ avoided: tonnes × share reused × a mix of objects × ADEME's footprints × share of new purchases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from criteria.derived import Applied, Ranges, derived, of_hypothesis
from criteria.provenance import Provenance
from criteria.scale import number
from domain.units import Range
from geodata.catalogue import SOURCES
from geodata.object_factors import SOURCE, object_factors
from i18n import N_
from i18n import gettext as _

KG_PER_T = 1_000.0
WITHOUT_FACTOR = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of object of the mix, which is a hypothesis.

    Attributes
    ----------
    factor : id of its footprint in `geodata.object_factors`; "" for what has none.
    share : its part of the weight that is reused, in [0, 1].
    weight_kg : of one of them.
    """

    factor: str
    label: str
    share: float
    weight_kg: float

    @property
    def per_t(self) -> float:
        """How many of them there are in a tonne reused."""
        return KG_PER_T * self.share / self.weight_kg

    @property
    def t_co2_per_t(self) -> Range:
        """The footprint of as many new ones, t CO₂e for a tonne reused."""
        return object_factors()[self.factor] * (self.per_t / KG_PER_T)


@dataclass(frozen=True, slots=True)
class Family:
    """Objects that are shown together."""

    id: str
    label: str
    items: tuple[Item, ...]

    @property
    def has_factors(self) -> bool:
        """Whether the footprint of its objects is known."""
        return all(item.factor != WITHOUT_FACTOR for item in self.items)


FAMILIES = (
    Family(
        "furniture",
        N_("Meubles"),
        (
            Item("chair", N_("chaises"), 0.06, 5.0),
            Item("table", N_("tables"), 0.08, 25.0),
            Item("sofa", N_("canapés"), 0.08, 45.0),
            Item("small_furniture", N_("petits meubles"), 0.08, 5.0),
            Item("large_furniture", N_("grands meubles"), 0.15, 25.0),
        ),
    ),
    Family(
        "appliances",
        N_("Appareils"),
        (
            Item("washing_machine", N_("lave-linge"), 0.04, 65.0),
            Item("microwave", N_("fours à micro-ondes"), 0.02, 12.0),
            Item("vacuum_cleaner", N_("aspirateurs"), 0.02, 5.0),
            Item("coffee_maker", N_("cafetières"), 0.01, 2.5),
            Item("kettle", N_("bouilloires"), 0.01, 1.2),
        ),
    ),
    Family(
        "clothes",
        N_("Vêtements et chaussures"),
        (
            Item("trousers", N_("pantalons"), 0.05, 0.6),
            Item("jumper", N_("pulls"), 0.03, 0.5),
            Item("coat", N_("manteaux"), 0.03, 1.2),
            Item("t_shirt", N_("tee-shirts"), 0.03, 0.16),
            Item("shoes", N_("paires de chaussures"), 0.03, 0.8),
        ),
    ),
    Family("others", N_("Livres, vaisselle, jouets, outils"), (Item(WITHOUT_FACTOR, N_("autres objets"), 0.28, 0.5),)),
)
"""The mix of what is reused, by weight: a hypothesis, of which the parts sum to one."""


@dataclass(frozen=True)
class FamilyReused:
    """The objects of a family that a year reuses, and the CO₂ that they avoid (t CO₂e; None where no footprint is known)."""

    family: Family
    objects: Provenance
    co2: Provenance | None


@dataclass(frozen=True)
class Reused:
    """What a year of tonnes diverted reuses: objects in all and by family, and the CO₂ avoided by those whose footprint is known."""

    objects: Provenance
    co2: Provenance
    families: tuple[FamilyReused, ...]


def reused(tonnes: Provenance, ranges: Ranges) -> Reused:
    """Return the objects and the CO₂ of the tonnes diverted in a year."""
    known = tuple(family for family in FAMILIES if family.has_factors)
    families = tuple(
        FamilyReused(family, _objects(tonnes, (family,), ranges), _co2(tonnes, (family,), ranges) if family in known else None)
        for family in FAMILIES
    )
    return Reused(_objects(tonnes, FAMILIES, ranges), _co2(tonnes, known, ranges), families)


def _objects(tonnes: Provenance, families: Sequence[Family], ranges: Ranges) -> Provenance:
    items = [item for family in families for item in family.items]
    count = Range.exact(sum(item.per_t for item in items))
    mix = Applied("n", _("objets dans une tonne réemployée"), _("par tonne"), count, _mix(items), is_hypothesis=True)
    return derived(tonnes, "T", _("Objets réemployés"), N_("objets/an"), [of_hypothesis("r", "reused_share", ranges), mix])


def _co2(tonnes: Provenance, families: Sequence[Family], ranges: Ranges) -> Provenance:
    items = [item for family in families for item in family.items]
    footprint = sum((item.t_co2_per_t for item in items), start=Range.exact(0.0))
    label = _("fabrication d'autant d'objets neufs, pour une tonne réemployée")
    factor = Applied("f", label, _("t CO₂e/t"), footprint, _mix(items), is_hypothesis=True, sources=(SOURCES[SOURCE],))
    factors = [of_hypothesis("r", "reused_share", ranges), factor, of_hypothesis("p", "new_purchase_share", ranges)]
    return derived(tonnes, "T", _("CO₂ évité"), N_("t CO₂e/an"), factors)


def _mix(items: Sequence[Item]) -> str:
    """Write the mix: « 6 % de chaises de 5 kg à 25,9 kg CO₂e ; … »."""
    return " ; ".join(_written(item) for item in items)


def _written(item: Item) -> str:
    share, weight = number(100 * item.share), number(item.weight_kg, 2)
    if item.factor == WITHOUT_FACTOR:
        return _("{label} {share} % du poids, {weight} kg").format(label=_(item.label), share=share, weight=weight)
    footprint = number(object_factors()[item.factor].central, 1)
    words = _("{label} {share} % du poids, {weight} kg, {footprint} kg CO₂e")
    return words.format(label=_(item.label), share=share, weight=weight, footprint=footprint)

"""Regulatory pre-diagnosis of a place, and what its landlord would gain: computed, always « à confirmer »."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from criteria.assess import Assessment
from criteria.hypotheses import Hypotheses
from criteria.provenance import Provenance
from criteria.ranges import written
from criteria.scale import number
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.units import Range
from i18n import N_, ngettext, quoted
from i18n import gettext as _
from i18n.numbers import day

SALES_M2_PER_PERSON = 3.0  # ERP type M, ground level
ERP_CATEGORIES = ((200, 5), (301, 4), (701, 3), (1_501, 2))  # public below → category
ICPE_REGIMES = (
    (100.0, N_("non classé")),
    (300.0, N_("déclaration")),
    (float("inf"), N_("enregistrement")),
)
DESTINATIONS = {Role.SHOP: N_("artisanat et commerce de détail"), Role.HUB: N_("industrie ou entrepôt")}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One answer that a machine can prepare, in the reader's language.

    Attributes
    ----------
    id, label, answer : str
        Code, question, short answer (« non renseigné » when a figure is missing).
    detail : str
        How it was worked out, with the numbers, and the rule.
    request : str
        The figure to ask the owner for; empty when nothing is missing.
    is_hypothesis : bool
        Whether the answer rests on a working hypothesis.
    """

    id: str
    label: str
    answer: str
    detail: str
    request: str = ""
    is_hypothesis: bool = False

    @property
    def caveat(self) -> str:
        """What is said beside every answer."""
        return _("à confirmer")


def diagnose(workspace: Workspace, role: Role, row: int) -> tuple[Diagnosis, ...]:
    """Return the pre-diagnosis of one place: ERP category, ICPE regime, PLUi destination."""
    place = workspace.candidates.iloc[row]
    area, sales = float(place["area_m2"]), float(place["sales_area_m2"])
    return (erp(sales), icpe(area, sales, workspace.hypotheses), plui(role, place["plui_allows"]))


def erp(sales_m2: float) -> Diagnosis:
    """Return the ERP category (type M) of a sales area at ground level: 1 person for 3 m², category 5 below 200 people."""
    label = _("Catégorie d'établissement recevant du public (type M)")
    if sales_m2 != sales_m2:
        return Diagnosis("erp", label, _("non renseigné"), _("1 personne pour 3 m² de vente en rez-de-chaussée"), _("surface de vente"))
    public = ceil(sales_m2 / SALES_M2_PER_PERSON)
    category = next((number_ for below, number_ in ERP_CATEGORIES if public < below), 1)
    detail = ngettext(
        "{sales} m² de vente ÷ 3 m² par personne = {public} personne ; catégorie 5 en dessous de 200 personnes",
        "{sales} m² de vente ÷ 3 m² par personne = {public} personnes ; catégorie 5 en dessous de 200 personnes",
        public,
    )
    answer = _("catégorie {category}").format(category=category)
    return Diagnosis("erp", label, answer, detail.format(sales=number(sales_m2), public=number(public)))


def stored_m3(area_m2: float, sales_m2: float, hypotheses: Hypotheses) -> Range:
    """Return the volume stored: floor not used for sales × share that stores × mean height."""
    floor_m2 = max(0.0, area_m2 - sales_m2) if area_m2 == area_m2 and sales_m2 == sales_m2 else float("nan")
    return hypotheses["stored_share"] * hypotheses["stored_height_m"] * floor_m2


def regime(volume_m3: float) -> str:
    """Return the ICPE 2710-2 regime of a volume (gettext message id): declaration from 100 m³, registration from 300 m³."""
    return next(name for below, name in ICPE_REGIMES if volume_m3 < below)


def icpe(area_m2: float, sales_m2: float, hypotheses: Hypotheses) -> Diagnosis:
    """Return the ICPE 2710-2 regimes that the stored volume may fall under."""
    label = _("Régime ICPE 2710-2 (collecte de déchets non dangereux)")
    rule = _("déclaration de 100 à 300 m³, enregistrement au-delà ; un objet trié avec le donateur avant l'entrée relève du réemploi")
    volume = stored_m3(area_m2, sales_m2, hypotheses)
    if not volume.is_known:
        wanted = _("surface de vente") if area_m2 == area_m2 else _("surface")
        return Diagnosis("icpe", label, _("non renseigné"), rule, wanted, True)
    names = list(dict.fromkeys(_(regime(value)) for value in volume))
    floor = _("({area} − {sales}) m² × {share} × {height} m = {volume}").format(
        area=number(area_m2),
        sales=number(sales_m2),
        share=number(hypotheses.central("stored_share"), 2),
        height=number(hypotheses.central("stored_height_m"), 2),
        volume=written(volume, "m³"),
    )
    return Diagnosis("icpe", label, _(" ou ").join(names), f"{floor} ; {rule}", "", True)


def plui(role: Role, allows: object) -> Diagnosis:
    """Return the PLUi destination of a role, and whether the zone is declared to allow it."""
    declared = {"yes": N_("autorisé d'après le déclarant"), "no": N_("interdit d'après le déclarant")}
    rule = _("un changement de destination demande une déclaration préalable")
    known = declared.get(allows) if isinstance(allows, str) else None
    answer = f"{_(DESTINATIONS[role])} : {_(known) if known else _('non renseigné')}"
    return Diagnosis("plui", _("Destination au PLUi"), answer, rule, "" if known else _("zonage du PLUi"))


def landlord_statement(assessment: Assessment, row: int, figures: Mapping[str, Provenance] | None = None) -> str:
    """Return one printable paragraph: what the landlord gains by making this place available. Unknown figures are left out.

    `figures` is ``assessment.figures(row)``, when it is already at hand.
    """
    place = assessment.workspace.candidates.iloc[row]
    figures = assessment.figures(row) if figures is None else figures
    spans = {key: Range(figure.low, figure.value, figure.high) for key, figure in figures.items()}
    known = {key: span for key, span in spans.items() if span.is_known}
    opening = _("En accueillant un pôle") if assessment.role is Role.HUB else _("En accueillant une boutique-relais")
    area = float(place["area_m2"])
    where = quoted(place["name"]) + (f" ({number(area)} m²)" if area == area else "")
    sentences = [_("{opening}, {where} sert d'abord les locataires.").format(opening=opening, where=where)]
    sentences += [text.format(**values) for text, values in _gains(known, assessment.workspace.territory.as_of)]
    sentences.append(_("Chiffres estimés, à confirmer ; fourchettes basses et hautes et sources : fiche du lieu."))
    return " ".join(sentences)


def _gains(known: dict[str, Range], as_of: dt.date) -> list[tuple[str, dict[str, str]]]:
    """Return the sentences that the known figures allow, each with its numbers."""
    lines: list[tuple[str, dict[str, str]]] = []
    if known.get("ground_floor", Range.exact(0)).central >= 1:
        months = number(round(known["ground_floor"].central))
        words = _("Un rez-de-chaussée vide depuis {months} mois au {day}, date des données, retrouve une activité.")
        lines.append((words, {"months": months, "day": day(as_of)}))
    if "social_housing_around" in known:
        share = number(known["social_housing_around"].central)
        lines.append((_("À pied alentour, {share} % des logements sont sociaux."), {"share": share}))
    if {"bulky_waste", "bulky_relief"} <= set(known):
        values = {"all": written(known["bulky_waste"], N_("t/an")), "part": written(known["bulky_relief"], N_("t/an"), 1)}
        lines.append((_("Des encombrants déposés alentour, estimés à {all}, le lieu peut reprendre {part}."), values))
    if "jobs" in known:
        lines.append((_("Il crée {jobs}."), {"jobs": written(known["jobs"], N_("emplois"), 1)}))
    if "qpv_residents" in known:
        people = known["qpv_residents"].central
        words = ngettext(
            "{people} habitant de quartiers prioritaires est à portée.",
            "{people} habitants de quartiers prioritaires sont à portée.",
            people,
        )
        lines.append((words, {"people": number(people)}))
    return lines

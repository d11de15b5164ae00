"""The form of the screens « Proposer » and « Identifier »: its fields, its words, and the activity zones that are already named."""

from __future__ import annotations

from domain.candidate import Kind
from domain.person import Person
from domain.place_fields import GROUP_LABELS, PlaceField, grouped
from domain.place_history import EVENTS
from domain.proposal import STAGE_LABELS, kind_of
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from intake.units import CHARGES, RENT, whole_units
from services.answer import Answer
from services.words.attachments import photos_texts
from services.words.proposals import proposal_texts

MOST_ZONES = 400
TYPED_LABELS = {RENT: N_("Loyer (hors taxes, hors charges)"), CHARGES: N_("Charges (hors taxes)")}
"""What is asked where one chooses the unit of what one types."""


class FormChoice(Answer):
    """A value among several."""

    code: str
    label: str


class FormUnit(Answer):
    """A unit in which an amount may be told for the whole place; `per_year` of them make a year."""

    label: str
    per_year: float


class FormField(Answer):
    """A field that has a control of its own: the position, the contour, a list."""

    id: str
    label: str


class FormInput(FormField):
    """A field that is typed or chosen."""

    type: str
    unit: str
    whole_units: list[FormUnit]
    choices: list[FormChoice]
    help: str
    required: bool
    confidential: bool
    many_lines: bool
    most: int
    """The most characters of a text; 0 where none is said."""


class FormSection(Answer):
    """Fields that go together."""

    title: str
    fields: list[FormInput | FormField]


class ActivityZone(Answer):
    """An activity zone that has a name, and the middle of its sites (degrees, WGS 84)."""

    name: str
    lon: float
    lat: float


class ProposalForm(Answer):
    """The form of what a person proposes, and every sentence of the screen, in the current language."""

    kind: Kind
    sections: list[FormSection]
    texts: dict[str, str]
    stages: dict[str, str]
    history: list[FormChoice]
    zones: list[ActivityZone]
    photos: dict[str, str]


def proposal_form(territory: Territory, person: Person) -> ProposalForm:
    """Return the form of what a person proposes."""
    kind = kind_of(person) or Kind.PREMISES
    sections = grouped(kind).items()
    return ProposalForm(
        kind=kind,
        sections=[FormSection(title=_(GROUP_LABELS[group]), fields=[_field(field) for field in fields]) for group, fields in sections],
        texts=proposal_texts(),
        stages={stage.value: _(label) for stage, label in STAGE_LABELS.items()},
        history=[FormChoice(code=code, label=_(label)) for code, label in EVENTS.items()],
        zones=_zones(territory),
        photos=photos_texts(),
    )


def _field(field: PlaceField) -> FormInput | FormField:
    if not field.is_plain:
        return FormField(id=field.id, label=_(field.label))
    return FormInput(
        id=field.id,
        label=_(TYPED_LABELS.get(field.id, field.label)),
        type=field.type,
        unit=_(field.unit) if field.unit else "",
        whole_units=[FormUnit(label=_(unit.written), per_year=unit.factor) for unit in whole_units(field)],
        choices=[FormChoice(code=choice.code, label=_(choice.label)) for choice in field.choices],
        help=_(field.help) if field.help else "",
        required=field.is_required,
        confidential=field.is_confidential,
        many_lines=field.many_lines,
        most=int(field.high) if field.type == "text" else 0,
    )


def _zones(territory: Territory) -> list[ActivityZone]:
    """Return the activity zones that are known, to be named as they already are."""
    sites = territory.candidates[territory.candidates["zone_name"].notna()]
    means = sites.groupby("zone_name")[["lon", "lat"]].mean().head(MOST_ZONES)
    return [ActivityZone(name=str(name), lon=round(float(row.lon), 5), lat=round(float(row.lat), 5)) for name, row in means.iterrows()]

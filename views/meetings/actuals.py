"""What became of an open place: its months, the files that brought them, and what was forecast beside what was observed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from criteria.hypotheses import HYPOTHESES
from domain.actuals import BY_ID, MEASURES, Values
from domain.forecast import ENOUGH_MONTHS, Contradiction, Forecast, Gap, share_inside
from domain.person import Action, can
from i18n import gettext as _
from i18n import labelled, ngettext
from i18n.numbers import number, quantity
from services.actuals import Compared, compared
from services.form_fields import NEW
from services.projects import ShownProject, address_of
from services.register import REGISTER_PATH
from services.words.projects import contradiction_words, figure, file_words, inside_words, month_words, span_words
from views.components import ids
from views.components.parts import PRIMARY, badge, note
from views.meetings.buttons import press

ACCEPTED = ".csv,.xlsx,.xls,.ods"
MARGIN = 1.1
"""How far beyond the largest figure a chart goes."""


def actuals_parts(shown: ShownProject) -> list[Any]:
    """Return what became of a place since it opened; nothing before."""
    project = shown.followed.project
    if project.opened_on is None:
        return []
    parts: list[Any] = [html.H2(_("Depuis l'ouverture"))]
    if project.months:
        parts.append(_table(shown))
    else:
        parts.append(note(_("Aucun mois saisi : tonnes, emplois, visites, ventes, loyer. Saisissez un mois, ou importez un fichier.")))
    if shown.may_write:
        parts += [_acts(shown), *_files(shown)]
    found = compared(project)
    may_decide = can(shown.person, Action.PREPARE_MEETING)
    return [*parts, *(_compared(found, may_decide=may_decide) if found else [])]


def _acts(shown: ShownProject) -> html.Div:
    """Return the ways to bring figures; the browser makes the input of the file (see ``assets/meetings/actuals.mjs``)."""
    words = {
        "data-actuals": f"{address_of(shown.followed.place)}/suivi",
        "data-accept": ACCEPTED,
        "data-sending": _("Envoi de « {name} »…"),
        "data-failed": _("Le fichier n'a pas pu être envoyé : réessayez."),
    }
    acts = [
        press(("open", "month", NEW), _("Saisir un mois"), kind=PRIMARY),
        html.Button(_("Importer un fichier"), type="button", className="button", id=ids.PROJECT_FILE, **words),
        html.A(_("Modèle à remplir"), href=f"{REGISTER_PATH}/modele-suivi.xlsx", className="button", download=True),
    ]
    lines = _("CSV, XLSX ou ODS : une ligne par mois comme le modèle, ou l'export d'un logiciel de pesée (date, poids, flux, destination).")
    return html.Div([html.Div(acts, className="account-acts"), note(lines)])


def _table(shown: ShownProject) -> html.Div:
    heads = [*(_(one.label) for one in MEASURES), *([_("Actions")] if shown.may_write else [])]
    cells = [html.Th(text, scope="col", role="columnheader") for text in (_("Mois"), *heads)]
    rows = [_row(month, values, heads, may_write=shown.may_write) for month, values in shown.followed.project.months.items()]
    label: dict[str, Any] = {"aria-label": _("Chiffres de chaque mois")}
    parts = [html.Thead(html.Tr(cells, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")]
    table = html.Table(parts, className="plain carded actuals", role="table", **label)
    return html.Div(table, className="table-scroll", tabIndex=0, role="region", **label)


def _row(month: str, values: Values, heads: Sequence[str], *, may_write: bool) -> html.Tr:
    cells: list[Any] = [figure(one, values.get(one.id)) for one in MEASURES]
    if may_write:
        label = _("Corriger {month}").format(month=month_words(month))
        cells.append(press(("open", "month", month), _("Corriger"), label=label))
    name = html.Th(month_words(month), scope="row", role="rowheader")
    filled = [html.Td(html.Div(cell), role="cell", **{"data-head": head}) for head, cell in zip(heads, cells, strict=True)]
    return html.Tr([name, *filled], role="row")


def _files(shown: ShownProject) -> list[Any]:
    files = shown.followed.project.files
    if not files:
        return []
    label = _("Annuler l'import de {name}")
    rows = []
    for one in files:
        undo = [] if one.is_undone else [" ", press(("undo", one.key), _("Annuler l'import"), label=label.format(name=one.name))]
        rows.append(html.Li([file_words(one), *undo]))
    return [html.H3(_("Fichiers importés")), html.Ul(rows, className="plain-list")]


def _compared(found: Compared, *, may_decide: bool) -> list[Any]:
    parts: list[Any] = [html.H2(_("Prévu et observé")), html.P(inside_words(*share_inside(found.gaps)), className="ledger-sentence")]
    parts += [note(_origin(found.forecast)), *(_gap(one) for one in found.gaps), *_unobserved(found.forecast)]
    return [*parts, *_contradicted(found, may_decide=may_decide)]


def _origin(forecast: Forecast) -> str:
    """Say on what the forecast rests, and when it was frozen."""
    if forecast.origin == "scenario":
        return _("Prévisions du scénario décidé, figées le jour de l'ouverture. Les mois sont ramenés à l'année.")
    return _("Prévisions des critères, figées le jour de l'ouverture (hypothèses). Les mois sont ramenés à l'année.")


def _unobserved(forecast: Forecast) -> list[Any]:
    """Say what was forecast and nothing measures."""
    if forecast.residents is None:
        return []
    words = _("Prévision d'habitants à portée d'un donateur : {people}. Rien ne la mesure ici, les visites comptent des passages.")
    return [note(words.format(people=number(forecast.residents)))]


def _gap(gap: Gap) -> html.Div:
    """Return a small chart: the interval that was forecast, and a mark a month; the sentence below says the same."""
    sentence = f"{labelled(_(BY_ID[gap.measure].label), ', '.join(_gap_words(gap)))}."
    top = max([gap.span[2], *(one.value for one in gap.observations)]) * MARGIN or 1.0
    low, high = _percent(gap.span[0], top), _percent(gap.span[2] - gap.span[0], top)
    marks: list[Any] = [html.I(className="gap-span", style={"left": low, "width": high})]
    for one in gap.observations:
        kind = "gap-month" if one.is_inside else "gap-month outside"
        marks.append(html.I(className=kind, style={"left": _percent(one.value, top)}))
    flag = [" ", badge(_("hors de la prévision"), "warn")] if gap.is_contradicted else []
    chart = html.Div(marks, className="gap-chart", role="img", **{"aria-label": sentence})
    return html.Div([chart, html.P([sentence, *flag])], className="gap")


def _gap_words(gap: Gap) -> list[str]:
    measure, n = BY_ID[gap.measure], len(gap.observations)
    wording = _("prévu {span} par an") if measure.is_flow else _("prévu {span}")
    words = [wording.format(span=span_words(gap.measure, gap.span))]
    if not n:
        return [*words, _("rien n'est encore observé")]
    seen = ngettext("observé {mean} en moyenne sur {n} mois", "observé {mean} en moyenne sur {n} mois", n)
    mean = quantity(gap.mean, measure.unit, 1)
    return [*words, seen.format(mean=mean, n=number(n)), inside_words(gap.inside, n).rstrip(".")]


def _percent(value: float, top: float) -> str:
    return f"{100 * value / top:.2f}%"


def _contradicted(found: Compared, *, may_decide: bool) -> list[Any]:
    n = max((len(one.observations) for one in found.gaps), default=0)
    if n < ENOUGH_MONTHS:
        words = ngettext(
            "Les hypothèses ne sont jugées qu'à partir de {n} mois observé.",
            "Les hypothèses ne sont jugées qu'à partir de {n} mois observés.",
            ENOUGH_MONTHS,
        )
        return [note(words.format(n=ENOUGH_MONTHS))]
    if not found.contradictions:
        return [note(_("Aucune hypothèse n'est contredite par ce qui est observé."))]
    rows = html.Ul([html.Li([contradiction_words(one), *_decide(one, may_decide=may_decide)]) for one in found.contradictions])
    how = note(_("Une hypothèse ne change que par une décision de séance."))
    return [html.H3(_("Hypothèses contredites")), html.Div(rows, className="ledger-reasons"), how]


def _decide(one: Contradiction, *, may_decide: bool) -> list[Any]:
    """Return the way to record the decision that moves a hypothesis."""
    label = _("Changer par une décision : {label}").format(label=_(HYPOTHESES[one.hypothesis].label))
    return [" ", press(("open", "hypothesis", one.hypothesis), _("Changer par une décision"), label=label)] if may_decide else []

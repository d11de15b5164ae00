"""The panel of imports, beside the map: its four steps (file, columns, check, import), each filled by `views.proposals.import_props`."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import dcc, html

from i18n import gettext as _
from i18n.numbers import number
from intake.form_names import ENDINGS, FORMATS
from intake.table import MAX_BYTES, MAX_ROWS
from views.components import import_ids
from views.components.grid import grid_theme, grid_words
from views.components.parts import PRIMARY, button, icon
from views.proposals.import_known import known_boxes
from views.proposals.import_placing import placing_box
from views.proposals.import_units import unit_boxes
from views.proposals.import_values import values_box
from views.proposals.import_ways import recalled_box, ways_box

ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS)
MB = 1024 * 1024
WAIT_MS = 2_000
BODY = "import-main"
"""The class of the panel's body, before that of its step."""


def import_panel() -> html.Section:
    """Return the panel, closed."""
    title = html.H2(_("Importer un fichier de lieux"), id=import_ids.TITLE, tabIndex=-1)
    label: dict[str, Any] = {"title": _("Fermer l'import"), "aria-label": _("Fermer l'import")}
    close = button(import_ids.CLOSE, icon("clear"), kind="icon-button", **label)
    alert = html.Div(id=import_ids.ALERT, className="import-alerts", role="alert")
    steps = html.Div(
        [alert, _file(), recalled_box(), ways_box(), _columns(), values_box(), _check(), _run(), _made()], className="import-body"
    )
    return html.Section(
        [
            html.Header([title, _stepper(), close], className="import-head"),
            html.Div([steps, _foot()], id=import_ids.BODY, className=f"{BODY} step-file"),
            *_stores(),
        ],
        id=import_ids.ROOT,
        className="import-root",
        hidden=True,
        **{"aria-labelledby": import_ids.TITLE},
    )


def _stores() -> list[Any]:
    names = (
        import_ids.SENT,
        import_ids.AT,
        import_ids.TYPED,
        import_ids.MATCHED,
        import_ids.BUSY,
        import_ids.ASK,
        import_ids.RAN,
        import_ids.OVER,
        import_ids.POINTS,
    )
    return [*(dcc.Store(id=name) for name in names), dcc.Interval(id=import_ids.WAIT, interval=WAIT_MS, disabled=True)]


def _stepper() -> html.Div:
    labels = (_("Fichier"), _("Colonnes"), _("Vérification"), _("Import"))
    steps = [dmc.StepperStep(label=label, allowStepSelect=rank < 3) for rank, label in enumerate(labels)]
    stepper = dmc.Stepper(steps, id=import_ids.STEPPER, active=0, size="xs", iconSize=22, allowNextStepsSelect=False)
    return html.Div(stepper, className="import-steps", role="group", **{"aria-label": _("Étapes")})


def _part(step: str, *children: Any) -> html.Div:
    return html.Div(list(children), className=f"import-step of-{step}")


# The file


def _file() -> html.Div:
    intro = _("Un tableau ou une carte de vos lieux : une ligne par lieu, les colonnes dans l'ordre que vous voulez.")
    choice = dmc.Select(id=import_ids.UNDERWAY_CHOICE, label=_("Imports en cours"), data=[], allowDeselect=False)
    resume, forget = button(import_ids.RESUME, _("Reprendre cet import")), button(import_ids.FORGET, _("Oublier cet import"))
    acts = html.P([resume, forget], className="import-links")
    note = html.P(_("Un import oublié laisse les brouillons qu'il a déjà créés."), className="note")
    underway = html.Div([choice, acts, note], id=import_ids.UNDERWAY, className="import-part", hidden=True)
    return _part("file", html.Div(id=import_ids.START), html.P(intro), _drop(), _sending(), _templates(), underway)


def _drop() -> html.Div:
    """Return where a file is chosen or dropped: the browser makes the input, which Dash has not, and sends the file's bytes as they are."""
    limits = _("{formats} · {mb} Mo et {rows} lignes au plus")
    sentences = {
        "data-most": str(MAX_BYTES),
        "data-too-big": _("« {name} » dépasse {mb} Mo : partagez-le en plusieurs fichiers.").replace("{mb}", str(MAX_BYTES // MB)),
        "data-sending": _("Envoi de « {name} »…"),
        "data-reading": _("Lecture de « {name} »…"),
        "data-failed": _("Le serveur ne répond pas : vérifiez la connexion, puis recommencez."),
    }
    return html.Div(
        [
            html.Label([icon("download"), _("Choisir un fichier")], htmlFor=import_ids.INPUT, className="button primary"),
            html.Div(id=import_ids.INPUT_BOX, className="import-input-box", **{"data-accept": ACCEPTED}),
            html.Span(_("Déposez le fichier ici"), className="import-drop-hint"),
            html.Span(limits.format(formats=_(FORMATS), mb=MAX_BYTES // MB, rows=number(MAX_ROWS)), className="note"),
        ],
        id=import_ids.DROP,
        className="import-drop",
        **sentences,
    )


def _sending() -> html.Div:
    bar = html.Progress(id=import_ids.SENDING_BAR, value="0", max="100", className="import-progress", **{"aria-label": _("Envoi")})
    return html.Div([html.P(id=import_ids.SENDING, className="import-busy", role="status"), bar], className="import-sending")


def _templates() -> html.P:
    def link(fmt: str, label: str) -> html.A:
        return html.A([icon("download"), label], href=f"/import/template.{fmt}", className="button", download="")

    words = html.Span(_("Partir d'un modèle vide, avec le mode d'emploi :"))
    return html.P([words, link("xlsx", _("modèle XLSX")), link("csv", _("modèle CSV"))], className="import-links")


# The columns


def _columns() -> html.Div:
    crs = dmc.Select(
        id=import_ids.CRS, label=_("Système des coordonnées"), data=[], placeholder=_("— à déclarer —"), allowDeselect=False, maw=360
    )
    note = _("À chaque colonne du fichier, ce qu'elle devient : Entrée ou un clic dans « Devient » pour choisir.")
    return _part(
        "columns",
        html.Div(id=import_ids.COLUMNS_ABOUT),
        html.Div(crs, id=import_ids.CRS_BOX, hidden=True),
        html.P(note, className="note"),
        html.Div(_grid(import_ids.MAPPING, _("Colonnes")), className="import-grid"),
    )


# The check


def _check() -> html.Div:
    accept = button(import_ids.ACCEPT, _("Lire ainsi"), hidden=True)
    refuse = button(import_ids.REFUSE, _("Revenir à la lecture déclarée"), hidden=True)
    known = html.Div(
        [
            html.P(_("Un lieu existe déjà à moins de 30 m. Vous pouvez l'importer quand même : un immeuble a souvent plusieurs locaux.")),
            html.P(button(import_ids.LEAVE_KNOWN, ""), className="import-links"),
        ],
        id=import_ids.KNOWN,
        className="import-notice",
        hidden=True,
    )
    which = dmc.Select(id=import_ids.ROWS, label=_("Montrer"), data=[], value="wrong", allowDeselect=False, className="import-rows")
    ticked = [
        button(import_ids.LEAVE, _("Laisser de côté les lignes cochées")),
        button(import_ids.TAKE_BACK, _("Reprendre les lignes cochées"), hidden=True),
    ]
    how = _("Corrigez ici : un clic ou Entrée dans une cellule, puis Entrée pour vérifier. Ou dans votre tableur :")
    return _part(
        "check",
        html.Div(id=import_ids.COUNTS, className="import-counts", role="status"),
        html.Div([html.Div(id=import_ids.MISPLACED), accept, refuse], className="import-misplacements"),
        placing_box(),
        *unit_boxes(),
        *known_boxes(),
        known,
        html.Div([which, *ticked], className="import-bar"),
        dmc.Switch(id=import_ids.ALIKE, label=_("Une correction vaut pour toutes les cellules pareilles"), size="xs"),
        html.Div(_grid(import_ids.CELLS, _("Lignes du fichier"), _SELECTION), className="import-grid of-cells"),
        html.P(id=import_ids.MORE, className="note"),
        html.P([html.Span(how), html.Span(id=import_ids.CORRECTED)], className="import-links note"),
        html.Div(id=import_ids.PREVIEW),
    )


_SELECTION = {
    "rowSelection": {"mode": "multiRow", "headerCheckbox": True, "enableClickSelection": False},
    "selectionColumnDef": {"pinned": "left", "width": 40, "resizable": False},
}


def _grid(name: str, label: str, more: dict[str, Any] | None = None) -> html.Div:
    """Return a grid whose cells are typed in, by the pointer or by the keyboard; Tab leaves it, save while one types."""
    options = {
        "theme": grid_theme(),
        "headerHeight": 34,
        "rowHeight": 34,
        "singleClickEdit": True,
        "stopEditingWhenCellsLoseFocus": True,
        "enterNavigatesVerticallyAfterEdit": True,
        "enableBrowserTooltips": True,
        "tabToNextCell": {"function": "leaveUnlessTyping(params)"},
        "suppressMovableColumns": True,
        "suppressColumnVirtualisation": True,
        "localeText": _words(),
        **(more or {}),
    }
    # Dates and numbers of a file are the texts that it holds: no kind of data is guessed.
    default = {"sortable": False, "resizable": True, "cellDataType": False, "suppressHeaderMenuButton": True}
    grid = dag.AgGrid(
        id=name,
        columnDefs=[],
        rowData=[],
        getRowId="params.data.row",
        defaultColDef=default,
        dashGridOptions=options,
        eventListeners={"cellEditingStarted": ["openList(params)"]},
        style={"height": "100%"},
    )
    return html.Div(grid, className="import-grid-box", role="group", **{"aria-label": label})


def _words() -> dict[str, str]:
    return {
        **grid_words(_("Aucune ligne")),
        "ariaHeaderSelection": _("Cocher toutes les lignes"),
        "ariaRowSelectAll": _("Espace pour cocher toutes les lignes"),
        "ariaLabelSelectField": _("Choisir"),
        "ariaInputEditor": _("Cellule à corriger"),
    }


# The import


def _run() -> html.Div:
    bar = html.Progress(id=import_ids.RUN_BAR, value="0", max="1", className="import-progress", **{"aria-label": _("Avancement")})
    cut = html.Div(
        [
            html.P(_("L'import s'est interrompu. Rien n'est perdu ni fait deux fois."), id=import_ids.CUT),
            html.P(button(import_ids.AGAIN, _("Continuer"), kind=PRIMARY), className="import-links"),
        ],
        className="import-cut",
        role="alert",
    )
    return _part("run", html.H3(_("En cours")), bar, html.P(id=import_ids.RUN_COUNT, className="note", role="status"), cut)


def _made() -> html.Div:
    acts = [
        button(import_ids.SUBMIT, "", kind=PRIMARY, hidden=True),
        button(import_ids.PUT, _("Placer les lieux sans position"), hidden=True),
        button(import_ids.LIST, _("Voir la liste")),
        button(import_ids.REST, _("Les corriger"), hidden=True),
    ]
    return _part("made", html.Div(id=import_ids.MADE), html.P(acts, className="import-links"))


def _foot() -> html.Div:
    """Return what one does with the import as a whole."""
    mode = dmc.RadioGroup(
        [
            dmc.Radio(id=import_ids.MODE_VALID, label="", value="valid", size="xs"),
            dmc.Radio(label=_("Tout ou rien : attendre que tout soit juste"), value="all", size="xs"),
        ],
        id=import_ids.MODE,
        label=_("Que faire des lignes à corriger ?"),
        value="valid",
        size="sm",
    )
    buttons = [
        html.Div(mode, id=import_ids.MODE_BOX, className="import-modes", hidden=True),
        button(import_ids.CANCEL, _("Annuler l'import"), hidden=True),
        button(import_ids.ANOTHER, _("Changer de fichier"), hidden=True),
        button(import_ids.NEXT, _("Vérifier les lignes"), kind=PRIMARY, hidden=True),
        button(import_ids.GO, "", kind=PRIMARY, hidden=True),
    ]
    return html.Div(buttons, className="import-foot")

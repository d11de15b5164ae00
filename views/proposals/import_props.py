"""What the panel of imports shows of an answer: properties of its components, by component and property."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dash import html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.import_answers import ImportAnswer, ImportCounts, ImportRun, ImportStart, ImportState
from views.components import ids
from views.proposals.import_check import check_props
from views.proposals.import_columns import column_props
from views.proposals.import_known import KNOWN_SHOWN, known_props
from views.proposals.import_panel import BODY
from views.proposals.import_units import UNITS_SHOWN, unit_props
from views.proposals.import_values import VALUES_SHOWN, value_props
from views.proposals.import_ways import WAYS_SHOWN, way_props

Props = Mapping[tuple[str, str], Any]
RANKS = {"file": 0, "columns": 1, "check": 2, "run": 3, "made": 3}

_STEP = [(ids.IMPORT_ALERT, "children"), (ids.IMPORT_WAIT, "disabled"), (ids.IMPORT_AT, "data"), (ids.IMPORT_STEPPER, "active"),
         (ids.IMPORT_BODY, "className")]  # fmt: skip
_FILE = [(ids.IMPORT_START, "children"), (ids.IMPORT_UNDERWAY, "hidden"), (ids.IMPORT_UNDERWAY_CHOICE, "data"),
         (ids.IMPORT_UNDERWAY_CHOICE, "value"), (ids.IMPORT_SENDING, "children")]  # fmt: skip
_COLUMNS = [(ids.IMPORT_COLUMNS_ABOUT, "children"), (ids.IMPORT_CRS_BOX, "hidden"), (ids.IMPORT_CRS, "data"), (ids.IMPORT_CRS, "value"),
            (ids.IMPORT_CRS, "disabled"), (ids.IMPORT_MAPPING, "rowData"), (ids.IMPORT_MAPPING, "columnDefs")]  # fmt: skip
_CHECK = [(ids.IMPORT_COUNTS, "children"), (ids.IMPORT_MISPLACED, "children"), (ids.IMPORT_ACCEPT, "hidden"), (ids.IMPORT_REFUSE, "hidden"),
          (ids.IMPORT_KNOWN, "hidden"), (ids.IMPORT_LEAVE_KNOWN, "children"), (ids.IMPORT_ROWS, "data"), (ids.IMPORT_ROWS, "value"),
          (ids.IMPORT_LEAVE, "hidden"), (ids.IMPORT_TAKE_BACK, "hidden"), (ids.IMPORT_CELLS, "rowData"), (ids.IMPORT_CELLS, "selectedRows"),
          (ids.IMPORT_CELLS, "columnDefs"), (ids.IMPORT_MORE, "children"), (ids.IMPORT_CORRECTED, "children"),
          (ids.IMPORT_PREVIEW, "children"), (ids.IMPORT_POINTS, "data")]  # fmt: skip
_FOOT = [(ids.IMPORT_MODE, "value"), (ids.IMPORT_MODE_BOX, "hidden"), (ids.IMPORT_MODE_VALID, "label"),
         (ids.IMPORT_CANCEL, "hidden"), (ids.IMPORT_ANOTHER, "hidden"),
         (ids.IMPORT_ANOTHER, "children"), (ids.IMPORT_NEXT, "hidden"), (ids.IMPORT_NEXT, "disabled"), (ids.IMPORT_GO, "hidden"),
         (ids.IMPORT_GO, "children"), (ids.IMPORT_GO, "disabled")]  # fmt: skip
_MADE = [(ids.IMPORT_MADE, "children"), (ids.IMPORT_SUBMIT, "hidden"), (ids.IMPORT_SUBMIT, "children"),
         (ids.IMPORT_REST, "hidden")]  # fmt: skip
SHOWN = [*_STEP, *_FILE, *_COLUMNS, *WAYS_SHOWN, *VALUES_SHOWN, *UNITS_SHOWN, *KNOWN_SHOWN, *_CHECK, *_FOOT, *_MADE]
"""Every property that an answer may change."""


def import_props(answer: ImportAnswer) -> Props:
    """Return the properties that an answer changes; the others stay as they are."""
    props = {**_frame_props(answer), **_foot_props(answer)}
    if answer.start is not None:
        props |= _start_props(answer.start)
    if answer.state is not None:
        props |= column_props(answer.state, is_new=answer.is_new) | check_props(answer.state, is_new=answer.is_new)
        props |= way_props(answer.state) | value_props(answer.state) | unit_props(answer.state) | known_props(answer.state)
    if answer.run is not None:
        props |= _made_props(answer.run, answer.state)
    return props


def run_props(run: ImportRun) -> Props:
    """Return the properties that tell how far a long action is."""
    count = {
        "commit": _("Lignes importées : {done} sur {total}"),
        "cancel": _("Lieux remis comme avant : {done} sur {total}"),
        "submit": _("Lieux soumis : {done} sur {total}"),
        "place": _("Adresses cherchées : {done} sur {total}"),
    }[run.action].format(done=number(run.done), total=number(run.total))
    cut = _("L'import s'est interrompu à {done} sur {total}. Rien n'est perdu ni fait deux fois.")
    return {
        (ids.IMPORT_RAN, "data"): run_data(run),
        (ids.IMPORT_RUN_BAR, "value"): str(run.done),
        (ids.IMPORT_RUN_BAR, "max"): str(run.total or 1),
        (ids.IMPORT_RUN_COUNT, "children"): count,
        (ids.IMPORT_CUT, "children"): run.error or cut.format(done=number(run.done), total=number(run.total)),
    }


def run_data(run: ImportRun) -> dict[str, Any]:
    """Return a long action as its store holds it."""
    return asdict(run) | {"refused": [asdict(one) for one in run.refused]}


def _frame_props(answer: ImportAnswer) -> dict[tuple[str, str], Any]:
    props: dict[tuple[str, str], Any] = {
        (ids.IMPORT_ALERT, "children"): html.P(answer.alert, className="import-alert") if answer.alert else None,
        (ids.IMPORT_WAIT, "disabled"): not answer.pending,
    }
    if answer.step is not None:
        at = {"step": answer.step, "id": answer.import_id, "pending": answer.pending}
        props |= {
            (ids.IMPORT_AT, "data"): at,
            (ids.IMPORT_STEPPER, "active"): RANKS[answer.step],
            (ids.IMPORT_BODY, "className"): f"{BODY} step-{answer.step}",
        }
    return props


def _start_props(start: ImportStart) -> Props:
    choices = [{"value": one.id, "label": one.sentence} for one in start.open]
    return {
        (ids.IMPORT_START, "children"): html.P(start.quota, className="import-alert") if start.quota else None,
        (ids.IMPORT_UNDERWAY, "hidden"): not choices,
        (ids.IMPORT_UNDERWAY_CHOICE, "data"): choices,
        (ids.IMPORT_UNDERWAY_CHOICE, "value"): choices[0]["value"] if choices else None,
        (ids.IMPORT_SENDING, "children"): "",
        (ids.IMPORT_POINTS, "data"): None,
    }


def _foot_props(answer: ImportAnswer) -> Props:
    """The buttons of the foot, at each step; what an answer without a state leaves as it is, is left out."""
    if answer.step is None or (answer.state is None and answer.start is None and answer.run is None):
        return {}
    step, state = answer.step, answer.state
    counts = state.counts if state else None
    valid, wrong = (counts.valid, counts.wrong) if counts else (0, 0)
    may_go = bool(counts and counts.to_add + counts.to_update) and bool(state and not state.need) and (answer.only_valid or not wrong)
    return {
        (ids.IMPORT_MODE, "value"): "valid" if answer.only_valid else "all",
        (ids.IMPORT_MODE_BOX, "hidden"): step != "check" or not (valid and wrong),
        (ids.IMPORT_MODE_VALID, "label"): _only_valid(valid),
        (ids.IMPORT_CANCEL, "hidden"): not (step in {"check", "made"} and counts and counts.done),
        (ids.IMPORT_ANOTHER, "hidden"): step == "file",
        (ids.IMPORT_ANOTHER, "children"): _("Importer un autre fichier") if step == "made" else _("Changer de fichier"),
        (ids.IMPORT_NEXT, "hidden"): step != "columns",
        (ids.IMPORT_NEXT, "disabled"): bool(state and state.need),
        (ids.IMPORT_GO, "hidden"): step != "check",
        (ids.IMPORT_GO, "children"): _go(counts),
        (ids.IMPORT_GO, "disabled"): not may_go,
    }


def _only_valid(n: int) -> str:
    return ngettext("Importer seulement la ligne valide", "Importer seulement les {n} lignes valides", n).format(n=number(n))


def _go(counts: ImportCounts | None) -> str:
    new, again = (counts.to_add, counts.to_update) if counts else (0, 0)
    if not again:
        return (
            ngettext("Importer {n} lieu", "Importer {n} lieux", new).format(n=number(new)) if new else _("Rien à importer pour l'instant")
        )
    updating = ngettext("Mettre à jour {n} lieu", "Mettre à jour {n} lieux", again).format(n=number(again))
    return _("{updating}, en ajouter {n}").format(updating=updating, n=number(new)) if new else updating


def _made_props(run: ImportRun, state: ImportState | None) -> Props:
    rest = state.counts.wrong if state else 0
    submit = run.to_submit if run.action == "commit" else 0
    sentences = {"commit": _drafted, "cancel": _withdrawn, "submit": _submitted}[run.action](run)
    if rest:
        left = ngettext("{n} ligne reste à corriger", "{n} lignes restent à corriger", rest).format(n=number(rest))
        sentences.append(html.P(html.B(left), className="import-notice"))
    refused = [html.Li(f"{one.id} {one.sentence}") for one in run.refused]
    all_submitted = ngettext("Soumettre ce lieu", "Soumettre les {n}", submit).format(n=number(submit))
    return {
        (ids.IMPORT_MADE, "children"): [*sentences, *([html.Ul(refused, className="import-lines")] if refused else [])],
        (ids.IMPORT_SUBMIT, "hidden"): not submit,
        (ids.IMPORT_SUBMIT, "children"): all_submitted,
        (ids.IMPORT_REST, "hidden"): not rest,
        (ids.IMPORT_POINTS, "data"): _left_points(state),
    }


def _left_points(state: ImportState | None) -> Any:
    """Only what is left to correct is still drawn as a preview: what was made is among one's own places."""
    return {"of": "", "points": [list(point) for point in state.points if point[4]] if state else []}


def _result(sentence: str) -> html.H3:
    return html.H3(sentence, id=ids.IMPORT_RESULT, className="import-result", tabIndex=-1)


def _drafted(run: ImportRun) -> list[Any]:
    counted = (
        (run.acted, ngettext("{n} brouillon créé", "{n} brouillons créés", run.acted)),
        (run.updated, ngettext("{n} lieu mis à jour", "{n} lieux mis à jour", run.updated)),
        (run.same, ngettext("{n} inchangé", "{n} inchangés", run.same)),
        (run.left, ngettext("{n} laissé tel quel", "{n} laissés tels quels", run.left)),
    )
    sentences = [words.format(n=number(n)) for n, words in counted if n] or [counted[0][1].format(n=number(0))]
    to_place = ngettext(
        "{n} sans position reste brouillon : placez-le sur la carte.",
        "{n} sans position restent brouillons : placez-les sur la carte.",
        run.to_place,
    ).format(n=number(run.to_place))
    drafts = _("Personne d'autre que votre organisation ne les voit tant qu'ils ne sont pas soumis.")
    updates = _("Un lieu accepté qui change reste montré comme avant, jusqu'à ce que vous soumettiez ses modifications.")
    notes = [text for n, text in ((run.acted, drafts), (run.updated, updates), (run.to_place, to_place)) if n]
    return [_result(", ".join(sentences)), *map(html.P, notes)]


def _submitted(run: ImportRun) -> list[Any]:
    done = ngettext("{n} lieu soumis", "{n} lieux soumis", run.acted).format(n=number(run.acted))
    return [_result(done), html.P(_("Ils attendent une décision ; vous serez prévenu."))]


def _withdrawn(run: ImportRun) -> list[Any]:
    unchanged = run.total - run.acted - run.updated
    done = ngettext("Import annulé : {n} lieu retiré.", "Import annulé : {n} lieux retirés.", run.acted).format(n=number(run.acted))
    restored = ngettext("{n} lieu a repris ses valeurs d'avant.", "{n} lieux ont repris leurs valeurs d'avant.", run.updated)
    stay = ngettext(
        "{n} est resté tel quel : il est déjà accepté, ou a changé entre-temps.",
        "{n} sont restés tels quels : ils sont déjà acceptés, ou ont changé entre-temps.",
        unchanged,
    ).format(n=number(unchanged))
    where = _("Ils sont parmi vos lieux retirés : la liste les montre si vous choisissez « Retiré ».")
    before = [html.P(restored.format(n=number(run.updated)))] if run.updated else []
    return [_result(done), *before, *([html.P(stay)] if unchanged else []), *([html.P(where, className="note")] if run.acted else [])]

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
from views.components import import_ids
from views.proposals.import_check import check_props
from views.proposals.import_columns import column_props
from views.proposals.import_known import KNOWN_SHOWN, known_props
from views.proposals.import_panel import BODY
from views.proposals.import_units import UNITS_SHOWN, unit_props
from views.proposals.import_values import VALUES_SHOWN, value_props
from views.proposals.import_ways import WAYS_SHOWN, way_props

Props = Mapping[tuple[str, str], Any]
RANKS = {"file": 0, "columns": 1, "check": 2, "run": 3, "made": 3}

_STEP = [(import_ids.ALERT, "children"), (import_ids.WAIT, "disabled"), (import_ids.AT, "data"), (import_ids.STEPPER, "active"),
         (import_ids.BODY, "className")]  # fmt: skip
_FILE = [(import_ids.START, "children"), (import_ids.UNDERWAY, "hidden"), (import_ids.UNDERWAY_CHOICE, "data"),
         (import_ids.UNDERWAY_CHOICE, "value"), (import_ids.SENDING, "children")]  # fmt: skip
_COLUMNS = [(import_ids.COLUMNS_ABOUT, "children"), (import_ids.CRS_BOX, "hidden"), (import_ids.CRS, "data"), (import_ids.CRS, "value"),
            (import_ids.CRS, "disabled"), (import_ids.MAPPING, "rowData"), (import_ids.MAPPING, "columnDefs")]  # fmt: skip
_CHECK = [(import_ids.COUNTS, "children"), (import_ids.MISPLACED, "children"), (import_ids.ACCEPT, "hidden"), (import_ids.REFUSE, "hidden"),
          (import_ids.KNOWN, "hidden"), (import_ids.LEAVE_KNOWN, "children"), (import_ids.ROWS, "data"), (import_ids.ROWS, "value"),
          (import_ids.LEAVE, "hidden"), (import_ids.TAKE_BACK, "hidden"), (import_ids.CELLS, "rowData"), (import_ids.CELLS, "selectedRows"),
          (import_ids.CELLS, "columnDefs"), (import_ids.MORE, "children"), (import_ids.CORRECTED, "children"),
          (import_ids.PREVIEW, "children"), (import_ids.POINTS, "data")]  # fmt: skip
_FOOT = [(import_ids.MODE, "value"), (import_ids.MODE_BOX, "hidden"), (import_ids.MODE_VALID, "label"),
         (import_ids.CANCEL, "hidden"), (import_ids.ANOTHER, "hidden"),
         (import_ids.ANOTHER, "children"), (import_ids.NEXT, "hidden"), (import_ids.NEXT, "disabled"), (import_ids.GO, "hidden"),
         (import_ids.GO, "children"), (import_ids.GO, "disabled")]  # fmt: skip
_MADE = [(import_ids.MADE, "children"), (import_ids.SUBMIT, "hidden"), (import_ids.SUBMIT, "children"),
         (import_ids.PUT, "hidden"), (import_ids.REST, "hidden")]  # fmt: skip
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
        (import_ids.RAN, "data"): run_data(run),
        (import_ids.RUN_BAR, "value"): str(run.done),
        (import_ids.RUN_BAR, "max"): str(run.total or 1),
        (import_ids.RUN_COUNT, "children"): count,
        (import_ids.CUT, "children"): run.error or cut.format(done=number(run.done), total=number(run.total)),
    }


def run_data(run: ImportRun) -> dict[str, Any]:
    """Return a long action as its store holds it."""
    return asdict(run) | {"refused": [asdict(one) for one in run.refused]}


def _frame_props(answer: ImportAnswer) -> dict[tuple[str, str], Any]:
    props: dict[tuple[str, str], Any] = {
        (import_ids.ALERT, "children"): html.P(answer.alert, className="import-alert") if answer.alert else None,
        (import_ids.WAIT, "disabled"): not answer.pending,
    }
    if answer.step is not None:
        at = {"step": answer.step, "id": answer.import_id, "pending": answer.pending}
        props |= {
            (import_ids.AT, "data"): at,
            (import_ids.STEPPER, "active"): RANKS[answer.step],
            (import_ids.BODY, "className"): f"{BODY} step-{answer.step}",
        }
    return props


def _start_props(start: ImportStart) -> Props:
    choices = [{"value": one.id, "label": one.sentence} for one in start.open]
    return {
        (import_ids.START, "children"): html.P(start.quota, className="import-alert") if start.quota else None,
        (import_ids.UNDERWAY, "hidden"): not choices,
        (import_ids.UNDERWAY_CHOICE, "data"): choices,
        (import_ids.UNDERWAY_CHOICE, "value"): choices[0]["value"] if choices else None,
        (import_ids.SENDING, "children"): "",
        (import_ids.POINTS, "data"): None,
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
        (import_ids.MODE, "value"): "valid" if answer.only_valid else "all",
        (import_ids.MODE_BOX, "hidden"): step != "check" or not (valid and wrong),
        (import_ids.MODE_VALID, "label"): _only_valid(valid),
        (import_ids.CANCEL, "hidden"): not (step in {"check", "made"} and counts and counts.done),
        (import_ids.ANOTHER, "hidden"): step == "file",
        (import_ids.ANOTHER, "children"): _("Importer un autre fichier") if step == "made" else _("Changer de fichier"),
        (import_ids.NEXT, "hidden"): step != "columns",
        (import_ids.NEXT, "disabled"): bool(state and state.need),
        (import_ids.GO, "hidden"): step != "check",
        (import_ids.GO, "children"): _go(counts),
        (import_ids.GO, "disabled"): not may_go,
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
        (import_ids.MADE, "children"): [*sentences, *([html.Ul(refused, className="import-lines")] if refused else [])],
        (import_ids.SUBMIT, "hidden"): not submit,
        (import_ids.SUBMIT, "children"): all_submitted,
        (import_ids.PUT, "hidden"): not run.to_place,
        (import_ids.REST, "hidden"): not rest,
        (import_ids.POINTS, "data"): _left_points(state),
    }


def _left_points(state: ImportState | None) -> Any:
    """Only what is left to correct is still drawn as a preview: what was made is among one's own places."""
    return {"of": "", "points": [list(point) for point in state.points if point[4]] if state else []}


def _result(sentence: str) -> html.H3:
    return html.H3(sentence, id=import_ids.RESULT, className="import-result", tabIndex=-1)


def _drafted(run: ImportRun) -> list[Any]:
    counted = (
        (run.acted, ngettext("{n} brouillon créé", "{n} brouillons créés", run.acted)),
        (run.updated, ngettext("{n} lieu mis à jour", "{n} lieux mis à jour", run.updated)),
        (run.same, ngettext("{n} inchangé", "{n} inchangés", run.same)),
        (run.left, ngettext("{n} laissé tel quel", "{n} laissés tels quels", run.left)),
    )
    sentences = [words.format(n=number(n)) for n, words in counted if n] or [counted[0][1].format(n=number(0))]
    drafts = _("Personne d'autre que votre organisation ne les voit tant qu'ils ne sont pas soumis.")
    updates = _("Un lieu accepté qui change reste montré comme avant, jusqu'à ce que vous soumettiez ses modifications.")
    notes = [text for n, text in ((run.acted, drafts), (run.updated, updates)) if n]
    return [_result(", ".join(sentences)), *map(html.P, notes), *_unplaced(run.to_place)]


def _unplaced(n: int) -> list[html.P]:
    sentence = ngettext(
        "{n} sans position reste brouillon : placez-le sur la carte.", "{n} sans position restent brouillons : placez-les sur la carte.", n
    )
    return [html.P(sentence.format(n=number(n)))] if n else []


def _submitted(run: ImportRun) -> list[Any]:
    done = ngettext("{n} lieu soumis", "{n} lieux soumis", run.acted).format(n=number(run.acted))
    return [_result(done), html.P(_("Ils attendent une décision ; vous serez prévenu.")), *_unplaced(run.to_place)]


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

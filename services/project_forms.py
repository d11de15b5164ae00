"""The forms of the screen of a decided place: what each asks, and what is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.actuals import MEASURES, checked_month
from domain.limits import MAX_REASON
from domain.meeting import Meeting
from domain.person import Action, Person, require
from domain.project import MAX_UNIT, NEED_LABELS, Project, next_need
from i18n import gettext as _
from services.actuals import forecast_of, project_of, undo_import
from services.commitment_forms import commitment_form, save_commitment
from services.context import Context
from services.form_fields import NEW, FormField, MeetingForm
from services.hypotheses import hypotheses_today, hypothesis_form, save_hypothesis
from services.projects import decided_place
from services.words.projects import month_words
from store.meetings import NotFound

Typed = Mapping[str, Any]


@dataclass(frozen=True)
class ProjectForms:
    """What a person writes of a decided place.

    Every method raises NotAllowed, NotFound, ProjectChanged, CommitmentChanged, ValueError and StoreUnavailable as the stores do.
    """

    context: Context
    person: Person
    place: str

    def open(self, about: str) -> MeetingForm:
        """Return a form: ``need.new``, ``need.n1``, ``opening`` or ``commitment.new``, with what is stored."""
        kind, _dot, name = about.partition(".")
        if kind == "commitment":
            form = commitment_form(self.context, self.person, self._meeting(name), name)
            return replace(form, fields=[replace(one, value=self.place) if one.name == "place" else one for one in form.fields])
        if kind == "hypothesis":
            return hypothesis_form(self.context, self.person, name)
        require(self.person, Action.FOLLOW_PLACE)
        project = self._project()
        if kind == "opening":
            day = project.opened_on or dt.datetime.now(dt.UTC).date()
            fields = [FormField("opened_on", "date", _("Ouverte le"), day.isoformat())]
            return MeetingForm(about, project.version, _("Ouverture du lieu"), fields, _("Enregistrer l'ouverture"))
        if kind == "month":
            return _month_form(project, name)
        if kind != "need":
            raise NotFound(_("Ce formulaire n'existe pas."))
        return _need_form(project, name)

    def save(self, about: str, version: int, typed: Typed) -> str:
        """Write what was typed; the screen stays where it is."""
        kind, _dot, name = about.partition(".")
        if kind == "commitment":
            save_commitment(self.context, self.person, self._meeting(name), name, version, typed)
        elif kind == "hypothesis":
            save_hypothesis(self.context, self.person, name, version, typed)
        elif kind == "opening":
            self._write(version, {"opened_on": typed.get("opened_on") or None, **self._forecast()}, "open")
        elif kind == "month":
            month = checked_month(typed.get("month") if name == NEW else name)
            if name == NEW and month in self._project().months:
                raise ValueError(_("Ce mois est déjà saisi : corrigez-le dans le tableau."))
            self._write(version, {f"month.{month}": {key: value for key, value in typed.items() if key != "month"}}, "actuals")
        else:
            key = next_need(self._project().content) if name == NEW else f"need.{name}"
            self._write(version, {key: dict(typed)})
        return ""

    def press(self, verb: str, name: str) -> str:
        """Do what one button does: ``remove`` and ``restore`` a need; ``ready`` and ``unready`` the place; the screen stays."""
        project = self._project()
        if verb in {"remove", "restore"}:
            key = f"need.{name}"
            if key not in project.content:
                raise NotFound(_("Ce besoin n'existe pas."))
            self._write(project.version, {key: {**project.content[key], "removed": verb == "remove"}})
        elif verb == "undo":
            undo_import(self.context, self.person, project, name)
        elif verb in {"ready", "unready"}:
            today = dt.datetime.now(dt.UTC).date().isoformat()
            self._write(project.version, {"ready_on": today if verb == "ready" else None}, "ready" if verb == "ready" else "edit")
        return ""

    def _write(self, version: int, changes: Mapping[str, Any], action: str = "edit") -> None:
        self.context.projects.write(self.person, self.place, self._project().name, version, changes, action)

    def _forecast(self) -> dict[str, Any]:
        """Return what is forecast of the place, frozen once, the day its opening is declared."""
        if self._project().forecast is not None:
            return {}
        decided, _name = decided_place(self.context, self.person, self.place, self.context.meetings.list(self.person))
        part = forecast_of(self.context, self.place, decided, hypotheses_today(self.context))
        return {"forecast": part} if part else {}

    def _project(self) -> Project:
        return project_of(self.context, self.person, self.place)

    def _meeting(self, commitment_id: str) -> Meeting:
        """Return the meeting of a commitment; that which decided the place for a new one."""
        found = [one for one in self.context.commitments.list(self.person) if one.id == commitment_id]
        if found:
            return self.context.meetings.get(self.person, found[0].meeting_id)
        decided, _name = decided_place(self.context, self.person, self.place, self.context.meetings.list(self.person))
        if decided is None:
            raise NotFound(_("Aucune séance ne décide ce lieu : prenez l'engagement dans une séance."))
        return decided.meeting


def _need_form(project: Project, name: str) -> MeetingForm:
    known = next((one for one in project.needs if one.id == name), None)
    if known is None and name != NEW:
        raise NotFound(_("Ce besoin n'existe pas."))
    kinds = [(kind.value, _(label)) for kind, label in NEED_LABELS.items()]
    amount = "" if known is None or known.amount is None else f"{known.amount:.15g}"
    fields = [
        FormField("kind", "select", _("Nature"), known.kind.value if known else "", kinds),
        FormField("what", "area", _("Besoin"), known.what if known else "", most=MAX_REASON),
        FormField("amount", "text", _("Montant ou quantité"), amount, help=_("Laissez vide ce qu'on ne sait pas encore."), most=20),
        FormField("unit", "text", _("Unité"), known.unit if known else "€", help=_("€, k€, emplois, autorisations…"), most=MAX_UNIT),
    ]
    title = _("Modifier le besoin") if known else _("Nouveau besoin")
    return MeetingForm(f"need.{name}", project.version, title, fields, _("Enregistrer") if known else _("Ajouter"))


def _month_form(project: Project, name: str) -> MeetingForm:
    if project.opened_on is None:
        raise ValueError(_("Ce lieu n'est pas encore ouvert : déclarez son ouverture d'abord."))
    known = project.months.get(name, {})
    if name != NEW and not known:
        raise NotFound(_("Ce mois n'a pas été saisi."))
    first = [FormField("month", "text", _("Mois"), "", help=_("Par exemple 2027-03."), most=7)] if name == NEW else []
    typed = {one.id: f"{known[one.id]:.15g}" if one.id in known else "" for one in MEASURES}
    fields = [FormField(one.id, "text", _(one.label), typed[one.id], help=one.unit, most=20) for one in MEASURES]
    title = _("Saisir un mois") if name == NEW else _("Corriger {month}").format(month=month_words(name))
    return MeetingForm(f"month.{name}", project.version, title, [*first, *fields], _("Enregistrer"))

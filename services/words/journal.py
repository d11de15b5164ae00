"""The journal in words: what was done, to what, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.candidate import Kind
from domain.person import ROLE_LABELS, PersonRole
from domain.proposal import PREFIXES, STAGE_LABELS, Stage
from domain.saved import STATUS_LABELS, Status
from geodata.catalogue import SOURCES
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.words import meetings, projects
from services.words.data_changes import snapshot_words
from services.words.places import changes
from store.journal import JournalEntry

PARTS = ("content", "published")
NOT_FIELDS = frozenset({"stage", "reason", *PARTS})
OF_PROPOSAL: Mapping[str, str] = {
    "create": N_("Fiche commencée"),
    "edit": N_("Fiche modifiée"),
    "attach": N_("Pièce jointe ajoutée"),
    "remove": N_("Pièce jointe retirée"),
    "restore": N_("Pièce jointe rétablie"),
    "caption": N_("Légende d'une pièce jointe changée"),
    "submit": N_("Proposition soumise"),
    "take_back": N_("Proposition reprise avant décision"),
    "accept": N_("Lieu accepté, visible de tous"),
    "ask": N_("Complément demandé"),
    "refuse": N_("Lieu refusé"),
    "reopen": N_("Décision annulée"),
    "withdraw": N_("Proposition retirée"),
    "resume": N_("Proposition reprise en brouillon"),
    "renew": N_("Disponibilité confirmée"),
}
OF_SCENARIO: Mapping[str, str] = {
    "create": N_("Scénario enregistré"),
    "copy": N_("Scénario dupliqué"),
    "update": N_("Scénario modifié"),
}
OF_PERSON: Mapping[str, str] = {
    "create": N_("Compte créé"),
    "disable": N_("Compte fermé"),
    "enable": N_("Compte rouvert"),
    "role": N_("Rôle changé"),
    "invite": N_("Invitation à choisir un mot de passe"),
    "reset": N_("Lien pour changer de mot de passe"),
    "password": N_("Mot de passe changé"),
    "email": N_("Adresse électronique changée"),
    "tie": N_("Identité de la connexion unique liée"),
    "untie": N_("Identité de la connexion unique oubliée"),
    "token": N_("Jeton d'un programme créé"),
    "untoken": N_("Jeton d'un programme révoqué"),
    "erase": N_("Personne effacée"),
}
OF_MEETING: Mapping[str, str] = {
    "create": N_("Séance créée"),
    "edit": N_("Séance modifiée"),
    "position": N_("Position donnée en séance"),
    "outcome": N_("Décision prise en séance"),
    "request": N_("Information demandée avant une séance"),
    "close": N_("Séance close"),
    "amend": N_("Avenant ajouté à une séance close"),
    "send": N_("Compte rendu d'une séance envoyé"),
}
OF_COMMITMENT: Mapping[str, str] = {"create": N_("Engagement pris"), "edit": N_("Engagement modifié")}
OF_PROJECT: Mapping[str, str] = {
    "create": N_("Suivi d'un lieu décidé commencé"),
    "edit": N_("Suivi d'un lieu modifié"),
    "ready": N_("Lieu déclaré prêt à ouvrir"),
    "open": N_("Ouverture d'un lieu déclarée"),
    "actuals": N_("Chiffres d'un lieu ouvert saisis"),
    "import": N_("Chiffres d'un lieu ouvert importés"),
    "undo_import": N_("Import de chiffres annulé"),
}
OF_NOTHING: Mapping[str, str] = {
    "create": N_("Organisation ajoutée"),
    "organisation": N_("Organisation ajoutée"),
    "refuse_account": N_("Demande de compte refusée"),
    "hypothesis": N_("Hypothèse changée par une décision"),
    "data_received": N_("Données officielles reçues"),
    "data_in_use": N_("Données officielles mises en service"),
    "publish": N_("Page publiée"),
    "withdraw": N_("Page retirée du public"),
    "invitation": N_("Lien d'invitation créé"),
    "uninvitation": N_("Lien d'invitation retiré"),
    "layer_add": N_("Calque d'un autre service ajouté"),
    "layer_change": N_("Calque d'un autre service modifié"),
    "layer_move": N_("Calque d'un autre service dessiné plus haut"),
    "layer_read": N_("Objets d'un calque relus"),
    "layer_remove": N_("Calque d'un autre service retiré"),
}
OF_DATA = frozenset({"fresh", "refused", "failed"})
LABELS: Mapping[str, str] = {
    "name": N_("Nom"),
    "note": N_("Note"),
    "status": N_("Étape"),
    "starred": N_("Étoile"),
    "archived": N_("Archivé"),
    "question": N_("Question"),
    "copied_from": N_("Copie de"),
    "reason": N_("Motif"),
    "login": N_("Identifiant de connexion"),
    "role": N_("Rôle"),
    "landlord": N_("Bailleur"),
    "organisation": N_("Organisation"),
    "active": N_("Actif"),
    "email": N_("Courriel"),
    "oidc_issuer": N_("Fournisseur d'identité"),
    "oidc_subject": N_("Identité chez lui"),
    "code": N_("Code"),
    "value": N_("Valeur"),
    "version": N_("Version"),
    "page": N_("Page publique"),
    "until": N_("Bon jusqu'au"),
    "attribution": N_("Attribution"),
    "address": N_("Adresse"),
    "is_shown": N_("Affiché d'office"),
    "opacity": N_("Opacité (%)"),
    "features": N_("Objets"),
    "snapshot": N_("Données"),
    "fresh": N_("Nouvelles"),
    "refused": N_("Refusées"),
    "failed": N_("En échec"),
}
MAX_SHOWN = 300
OTHER = N_("Autre écriture ({action})")


class ChangedField(Answer):
    """A field before and after, in words; None where there was nothing."""

    label: str
    before: str | None
    after: str | None


class TimelineEntry(Answer):
    """What was done to a proposal. Moments are UTC, ISO 8601."""

    at: str
    author: str | None
    text: str
    changes: list[ChangedField]


def kind_named(proposal_id: str) -> Kind:
    """Return the kind of place that the id of a proposal tells."""
    return next((kind for kind, prefix in PREFIXES.items() if proposal_id.startswith(prefix)), Kind.PREMISES)


def timeline_entry(entry: JournalEntry, kind: Kind | None = None) -> TimelineEntry:
    """Return an entry in words. `kind` is that of the proposal; read in its id when not given."""
    return TimelineEntry(at=entry.at.isoformat(), author=entry.author, text=text_of(entry), changes=changes_of(entry, kind))


def text_of(entry: JournalEntry) -> str:
    """Return what was done, in the current language."""
    subjects = (
        (entry.proposal_id, OF_PROPOSAL),
        (entry.scenario_id, OF_SCENARIO),
        (entry.meeting_id, OF_MEETING),
        (entry.commitment_id, OF_COMMITMENT),
        (entry.project_id, OF_PROJECT),
        (entry.person_id, OF_PERSON),
    )
    known = next((words for subject, words in subjects if subject), OF_NOTHING)
    return _(known[entry.action]) if entry.action in known else _(OTHER).format(action=entry.action)


def changes_of(entry: JournalEntry, kind: Kind | None = None) -> list[ChangedField]:
    """Return the fields that an entry changed."""
    before, after = dict(entry.before or {}), dict(entry.after or {})
    if entry.meeting_id is not None:
        parts = [key for key in after if key not in meetings.UNTOLD]
        return [_changed(meetings.label_of(key), *(meetings.value_of(key, side.get(key)) for side in (before, after))) for key in parts]
    if entry.commitment_id is not None:
        words = meetings.commitment_label
        return [_changed(words(key), *(meetings.commitment_value(key, side.get(key)) for side in (before, after))) for key in after]
    if entry.project_id is not None:
        return [_changed(projects.part_label(key), *(projects.part_value(key, side.get(key)) for side in (before, after))) for key in after]
    if entry.proposal_id is None:
        return [_line(key, before, after) for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    if entry.action == "caption":
        label = _("Légende : {name}").format(name=str(after.get("name", "")))
        captions = (_shown(part.get("caption") or "") or None for part in (before, after))
        return [_changed(label, *captions)]
    if "attachment" in after:
        return [_attached(entry.action, str(after.get("name", "")))]
    kind = kind or kind_named(entry.proposal_id)
    lines = [_stages(before, after)] if before.get("stage") != after.get("stage") else []
    if after.get("reason"):
        lines.append(_changed(_("Motif"), None, _shown(after["reason"])))
    fields = changes(kind, _fields(before), _fields(after))
    return [*lines, *(_changed(line.label, line.before, line.after) for line in fields)]


def _changed(label: str, before: str | None, after: str | None) -> ChangedField:
    return ChangedField(label=label, before=before, after=after)


def _fields(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of one side of an entry: those of an edit, or those that a decision changed, for whoever they are."""
    found = {key: part[key] for key in part if key not in NOT_FIELDS}
    for name in PARTS:
        found |= part.get(name, {})
    return found


def _attached(action: str, name: str) -> ChangedField:
    is_gone = action == "remove"
    return _changed(_("Pièce jointe"), name if is_gone else None, None if is_gone else name)


def _stages(before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangedField:
    return _changed(_("Étape"), _stage(before.get("stage")), _stage(after.get("stage")))


def _stage(code: str | None) -> str | None:
    return _(STAGE_LABELS[Stage(code)]) if code in set(Stage) else code


def _line(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangedField:
    label = _(LABELS[key]) if key in LABELS else key
    return _changed(label, _value(key, before.get(key)), _value(key, after.get(key)))


def _value(key: str, value: Any) -> str | None:
    """Return a value of a scenario or an account in words."""
    if value is None or (value == "" and key != "snapshot"):
        return None
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if key == "role" and value in set(PersonRole):
        return _(ROLE_LABELS[PersonRole(value)])
    if key == "status" and value in set(Status):
        return _(STATUS_LABELS[Status(value)])
    if key == "snapshot":
        return snapshot_words(str(value))
    if key in OF_DATA and isinstance(value, list):
        return ", ".join(_(SOURCES[one].label) if one in SOURCES else str(one) for one in value) or None
    return _shown(value)


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"

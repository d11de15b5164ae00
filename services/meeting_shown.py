"""What was projected of a meeting's decisions when it was closed: frozen in each language, and read again as it was."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, cast

import numpy as np
from pydantic import TypeAdapter

from criteria.advocate import Trial
from domain.meeting import Meeting
from domain.person import Person
from i18n import LANGUAGES, current_language, use_language
from services.context import Context
from services.meeting_archive import SHOWN, Files, Frozen, unpacked
from services.meeting_hypotheses import Trials, trials_of
from services.meeting_options import ShownOptions, shown_options
from services.meeting_surroundings import Ground, frozen_ground

OPTIONS: TypeAdapter[ShownOptions] = TypeAdapter(ShownOptions)


@dataclass(frozen=True, eq=False)
class AsShown:
    """The options of a decision, with what one hypothesis makes of them, and the ground of their map (None of an archive of before)."""

    options: ShownOptions
    trials: Trials
    ground: Ground | None


def frozen_shown(context: Context, meeting: Meeting) -> Frozen:
    """Return what is projected of each decision as plain data, by language then decision; raises StoreUnavailable."""
    options: dict[str, Any] = {}
    for language in LANGUAGES:
        with use_language(language):
            options[language] = {one.id: plain(asdict(shown_options(context, one))) for one in meeting.decisions}
    trials = {one.id: _frozen_trials(trials_of(context, one, shown_options(context, one))) for one in meeting.decisions}
    return {"options": options, "trials": trials}


def as_closed(context: Context, person: Person, meeting: Meeting, decision_id: str) -> AsShown | None:
    """Return what was projected of a decision when its meeting was closed; None while it is open, and of an archive that lacks it.

    Raises
    ------
    NotAllowed, StoreUnavailable, ArchiveChanged
        The archive cannot be read.
    """
    if not meeting.is_closed:
        return None
    make = partial(_closed, context, person, meeting.id, current_language())
    found = context.edition.sheets.get(("closed", meeting.id, current_language()), make)
    return cast("Mapping[str, AsShown]", found).get(decision_id)


def _closed(context: Context, person: Person, meeting_id: str, language: str) -> dict[str, AsShown]:
    files, _fingerprint = unpacked(context.meetings.archive(person, meeting_id))
    return thawed(files, language)


def thawed(files: Files, language: str) -> dict[str, AsShown]:
    """Return what an archive holds of what was projected, by decision; nothing of an archive of before."""
    shown, ground = json.loads(files.get(SHOWN, b"{}")), frozen_ground(files)
    options = shown.get("options", {}).get(language, {})
    return {name: AsShown(OPTIONS.validate_python(one), _trials(shown["trials"][name]), ground) for name, one in options.items()}


def _frozen_trials(trials: Trials) -> dict[str, Any]:
    rows = [
        {"hypothesis": one.hypothesis, "before": one.before, "value": one.value, "central": one.central.tolist()} for one in trials.trials
    ]
    return {"is_complete": trials.is_complete, "trials": plain(rows)}


def _trials(frozen: Frozen) -> Trials:
    tried = [{**one, "central": np.array([[float(value) for value in row] for row in one["central"]])} for one in frozen["trials"]]
    return Trials(tuple(Trial(**one) for one in tried), frozen["is_complete"])


def plain(value: object) -> object:
    """Return a value as JSON has it; a figure that is unknown (NaN), for which JSON has none, as the text « nan »."""
    if isinstance(value, float):
        return "nan" if math.isnan(value) else float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value

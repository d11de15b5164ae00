"""Callbacks of the screen « Séances »: what is shown, seen again as others write, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from dash import ctx
from flask import Flask, Response
from pydantic import BaseModel, ConfigDict, Field

from access.gate import name_of
from access.identity import current_person
from access.refusal import refused
from callbacks.files import download
from callbacks.registry import Registry, Target, Value, every, pressed_once
from callbacks.values import Clicks, Step, answer, step
from domain.meeting import Meeting
from domain.person import Action, NotAllowed, Person
from domain.saved import MAX_NOTE
from i18n import gettext as _
from reports.minutes import minutes, signed
from reports.minutes_pdf import minutes_pdf
from reports.register_xlsx import register_workbook
from services.context import Context
from services.form_fields import Forms, MeetingForm
from services.meeting_archive import ArchiveChanged
from services.meeting_balance import prepared
from services.meeting_forms import form_of, save_form
from services.meetings import (
    PATH,
    MeetingPlace,
    archive_of_meeting,
    listed_meetings,
    minutes_of_meeting,
    press,
    projection,
    register_of_meeting,
    shown_meeting,
)
from services.minutes_sending import send_minutes
from services.project_forms import ProjectForms
from services.projects import place_at
from store.commitments import CommitmentChanged
from store.database import StoreUnavailable
from store.meetings import Conflict, NotFound
from store.projects import ProjectChanged
from views.components import ids
from views.components.parts import note, trouble
from views.meetings.board import board
from views.meetings.buttons import act_id
from views.meetings.form import conflict, first_field, form_panel
from views.meetings.listing import listing
from views.meetings.projector import projector

Path = Annotated[str, Field(max_length=200)] | None
Act = Annotated[str, Field(pattern=r"^[a-z]{0,12}(\.[A-Za-z0-9_-]{1,64}){0,3}$")]
FieldName = Annotated[str, Field(pattern=r"^[a-z_]{0,20}$")]
Choices = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=60)]
FieldValue = Annotated[str, Field(max_length=2 * MAX_NOTE)] | Choices | None
Mark = Annotated[str, Field(max_length=400)] | None
THEN: Mapping[str, str] = {"remove": "restore", "restore": "remove", "ready": "open.opening", "unready": "ready"}
"""By what a button does, what the button that takes its place does: the keyboard goes there."""
REFUSALS = (NotFound, NotAllowed, StoreUnavailable, ValueError)
SHOWN: Sequence[Target] = (
    (ids.MEETING, "children"),
    (ids.MEETING_SHOWN, "data"),
    (ids.MEETING_AT, "data"),
    (ids.MEETING_PREPARED, "data"),
)
At = Annotated[int, Field(ge=0, le=999)] | None
WRITTEN: Sequence[Target] = (
    (ids.MEETING_PANEL, "children"),
    (ids.MEETING_FORM, "data"),
    (ids.MEETING_NOTICE, "children"),
    (ids.MEETING_STEP, "data"),
    (ids.MEETING_FOCUS, "data"),
    (ids.URL, "pathname"),
)


class Pressed(BaseModel):
    """What one button does (``open.head``, ``save``…); `n` counts the presses of the page: the same may be done again."""

    model_config = ConfigDict(strict=True, extra="forbid")

    act: Act
    n: Annotated[int, Field(ge=0)]


class OpenForm(BaseModel):
    """Which form is open: what it writes, as it was at which version, and the button that opened it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    about: Annotated[str, Field(max_length=120)]
    version: Annotated[int, Field(ge=0, le=999_999_999)]
    opener: Annotated[str, Field(max_length=200)]


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    inputs = [Value(ids.URL, "pathname", Path), Value(ids.MEETING_STEP, "data", Step), Value(ids.MEETING_TICK, "n_intervals", Clicks)]
    inputs.append(Value(ids.MEETING_AT, "data", At))
    state = [Value(ids.MEETING_SHOWN, "data", Mark)]

    @registry.server(SHOWN, inputs, state, action=Action.READ_MEETINGS)
    def show_meeting(path: str | None, *rest: Any) -> Any:
        at, mark = rest[-2:]
        return answer(SHOWN, shown(context, current_person(), path, at or 0, mark))

    pressed = [Value(ids.MEETING_PRESSED, "data", Pressed | None)]
    state = [
        Value(ids.URL, "pathname", Path),
        Value(ids.MEETING_FORM, "data", OpenForm | None),
        every(ids.MEETING_FIELD, FieldName, "value", FieldValue),
    ]

    once = pressed_once(ids.MEETING_FRAME)

    @registry.server(WRITTEN, pressed, state, action=Action.READ_MEETINGS, initial=False, running=once)
    def act(press: dict[str, Any] | None, path: str | None, given: dict[str, Any] | None, _values: Any) -> Any:
        return answer(WRITTEN, acted(forms_at(context, current_person(), path), press["act"], given) if press else {})

    registry.client("meeting", [], [Value(ids.MEETING, "children")])
    registry.client("focus", [], [Value(ids.MEETING_FOCUS, "data")])


def shown(context: Context, person: Person, path: str | None, n: int, mark: str | None) -> Mapping[Target, Any]:
    """Return what an address shows (`n` is which decision is projected), unless the browser shows it already (`mark`)."""
    at = MeetingPlace.of(path)
    try:
        if not at.meeting:
            listed = listed_meetings(context, person)
            now = " ".join(["list", *(f"{one.id[:4]}{one.version}" for one in listed.meetings[:30])])
            return {} if now == mark else {SHOWN[0]: listing(listed), SHOWN[1]: now}
        found = shown_meeting(context, person, at.meeting)
    except (NotFound, NotAllowed, StoreUnavailable) as why:
        return {} if mark == str(why) else {SHOWN[0]: trouble(str(why)), SHOWN[1]: str(why)[:400]}
    written = len(found.commitments), sum(one.version for one in found.commitments), found.sent and found.sent.n_left
    now = f"{at.meeting} {found.meeting.version} {written}" + (f" {n}" if at.is_screen else "")
    if now == mark:
        return {}
    if not at.is_screen:
        return {SHOWN[0]: board(found), SHOWN[1]: now}
    screen = projection(context, person, found.meeting, n)
    of = f"{at.meeting}.{screen.screen.decision.id if screen.screen else ''}"
    ready = {"of": of, "levers": prepared(screen.options)}
    return {SHOWN[0]: projector(screen), SHOWN[1]: now, SHOWN[2]: screen.screen.at if screen.screen else 0, SHOWN[3]: ready}


@dataclass(frozen=True)
class MeetingForms:
    """What a person writes of a meeting, or of none yet (`meeting` is "")."""

    context: Context
    person: Person
    meeting: str

    def open(self, about: str) -> MeetingForm:
        """Return a form; see `services.meeting_forms.form_of`."""
        meeting = self.context.meetings.get(self.person, self.meeting) if self.meeting else None
        return form_of(self.context, self.person, meeting, about)

    def save(self, about: str, version: int, typed: Mapping[str, Any]) -> str:
        """Write what was typed; return the address of a meeting that it made."""
        if about == "send":
            meeting = self.context.meetings.get(self.person, self.meeting)
            files = minutes_files(self.context, self.person, self.meeting)
            return self._address(send_minutes(self.context, self.person, meeting, typed, files))
        return self._address(save_form(self.context, self.person, self.meeting, about, version, typed, minutes))

    def press(self, verb: str, name: str) -> str:
        """Do what one button does; return the address of a meeting that it made."""
        return self._address(press(self.context, self.person, self.meeting, verb, name))

    def _address(self, meeting: Meeting) -> str:
        return f"{PATH}/{meeting.id}" if meeting.id != self.meeting else ""


def minutes_files(context: Context, person: Person, meeting_id: str) -> dict[str, bytes]:
    """Return what goes with the letters of a closed meeting; raises as `services.meetings.archive_of_meeting`."""
    pdf = minutes_pdf(archive_of_meeting(context, person, meeting_id))
    return {"compte-rendu.pdf": pdf, "registre.xlsx": register_workbook(register_of_meeting(context, person, meeting_id))}


def forms_at(context: Context, person: Person, path: str | None) -> Forms:
    """Return what a person writes on the screen at a path: of a decided place, or of a meeting."""
    place = place_at(path)
    return ProjectForms(context, person, place) if place else MeetingForms(context, person, MeetingPlace.of(path).meeting)


def acted(forms: Forms, act: str, given: Mapping[str, Any] | None) -> Mapping[Target, Any]:
    """Return what changes once a button was pressed; the keyboard stays on it where that is refused."""
    verb, _dot, about = act.partition(".")
    pressed = name_of(act_id(act))
    try:
        if verb == "open":
            return _opened(forms.open(about))
        if verb == "cancel":
            return {**_closed(), **_focus(given["opener"] if given else "")}
        if verb == "save":
            return _saved(forms, given)
        then = act if verb not in THEN else f"{THEN[verb]}{_dot}{about}"
        return _done(forms.press(verb, about), name_of(act_id(then)))
    except (Conflict, CommitmentChanged, ProjectChanged) as why:
        form = {(ids.MEETING_FORM, "data"): {**given, "version": why.current.version}} if given else {}
        words = conflict(why.current, sorted(why.keys)) if isinstance(why, Conflict) else trouble(str(why))
        return {**form, (ids.MEETING_NOTICE, "children"): words, (ids.MEETING_STEP, "data"): step(), **_focus(pressed)}
    except REFUSALS as why:
        return {(ids.MEETING_NOTICE, "children"): trouble(str(why)), **_focus(pressed)}


def _opened(form: MeetingForm) -> dict[Target, Any]:
    opener = name_of(act_id("open", form.about))
    return {
        (ids.MEETING_PANEL, "children"): form_panel(form),
        (ids.MEETING_FORM, "data"): {"about": form.about, "version": form.version, "opener": opener},
        (ids.MEETING_NOTICE, "children"): [],
        **_focus(name_of(first_field(form))),
    }


def _saved(forms: Forms, given: Mapping[str, Any] | None) -> dict[Target, Any]:
    if given is None:
        return {}
    typed = {item["id"]["index"]: item["value"] for item in ctx.states_list[-1]}
    gone = given["about"] in {"close", "send"}  # what opened these is there no more: the keyboard goes to what is said of it
    return {**_closed(), **_done(forms.save(given["about"], given["version"], typed), ids.MEETING_NOTICE if gone else given["opener"])}


def _done(address: str, focus: str) -> dict[Target, Any]:
    """Return what follows a writing: what is shown is read again, or what was made is opened at its address."""
    if address:
        return {(ids.URL, "pathname"): address}
    return {(ids.MEETING_STEP, "data"): step(), (ids.MEETING_NOTICE, "children"): note(_("Enregistré.")), **_focus(focus)}


def _closed() -> dict[Target, Any]:
    return {(ids.MEETING_PANEL, "children"): [], (ids.MEETING_FORM, "data"): None, (ids.MEETING_NOTICE, "children"): []}


def _focus(name: str) -> dict[Target, Any]:
    return {(ids.MEETING_FOCUS, "data"): {"id": name, "at": step()} if name else None}


def serve(server: Flask, context: Context) -> None:
    """Serve what closed a meeting: its archive, its minutes as a page and in PDF, its register."""

    @server.get(f"{PATH}/<meeting_id>/archive.zip")
    def meeting_archive(meeting_id: str) -> Response:
        return handed_out(lambda: archive_of_meeting(context, current_person(), meeting_id), f"seance-{meeting_id}.zip")

    @server.get(f"{PATH}/<meeting_id>/compte-rendu.html")
    def meeting_minutes(meeting_id: str) -> Response:
        return handed_out(lambda: signed(*minutes_of_meeting(context, current_person(), meeting_id)), f"seance-{meeting_id}.html")

    @server.get(f"{PATH}/<meeting_id>/compte-rendu.pdf")
    def meeting_pdf(meeting_id: str) -> Response:
        return handed_out(lambda: minutes_pdf(archive_of_meeting(context, current_person(), meeting_id)), f"seance-{meeting_id}.pdf")

    @server.get(f"{PATH}/<meeting_id>/registre.xlsx")
    def meeting_register(meeting_id: str) -> Response:
        return handed_out(
            lambda: register_workbook(register_of_meeting(context, current_person(), meeting_id)), f"seance-{meeting_id}.xlsx"
        )


def handed_out(file: Callable[[], bytes | str], name: str) -> Response:
    """Return a file, or why there is none."""
    try:
        return download(file(), name)
    except NotFound as why:
        return refused(why, 404)
    except (ArchiveChanged, StoreUnavailable) as why:
        return refused(why, 503)

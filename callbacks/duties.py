"""The pages that every public service owes."""

from __future__ import annotations

from flask import Flask, Response

from access.identity import current_person
from callbacks.plain_pages import plain_answer
from i18n import gettext as _
from reports.duties.pages import duty_page
from services.context import Context
from services.duties import Duty
from views.view import discover


def serve(server: Flask, context: Context) -> None:
    """Serve them at the path of each."""

    def shown(duty: Duty) -> Response:
        person = current_person()
        screens = [(view.path, _(view.label)) for view in discover() if view.is_for(person) or view.who]
        return plain_answer(duty_page(duty, context.settings.operator, screens))

    for duty in Duty:
        server.add_url_rule(duty.value, f"duty_{duty.name.lower()}", lambda duty=duty: shown(duty), methods=["GET"])

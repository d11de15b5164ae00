"""The route of a file whose contour filters the places."""

from __future__ import annotations

from flask import Flask, Response, request

from access.identity import asking_address, current_person
from access.turns import heavy
from callbacks.forms import private, raw_body, refusable
from domain.person import PersonRole
from intake.slots import Slots
from intake.zone_file import MAX_BYTES, too_big
from services.zone_file import zone_read

MAX_NAME = 200


def serve(server: Flask, slots: Slots) -> None:
    """Serve it: a file is read and answered, nothing of it is kept."""

    @server.post("/zone")
    @heavy
    @refusable
    def zone_file() -> Response:
        person, sent = current_person(), raw_body(MAX_BYTES, too_big())
        client = asking_address() if person.role is PersonRole.VISITOR else person.id
        return private(zone_read(slots, client, request.args.get("name", "")[:MAX_NAME], sent))

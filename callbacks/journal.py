"""Routes of the screen « Journal »: who did what and when, page by page or as a file, and the e-mails."""

from __future__ import annotations

from flask import Flask, Response, request

from access.identity import current_person
from callbacks.files import download
from callbacks.forms import private
from reports.plain_csv import plain_csv
from services.journal import JournalQuery, JournalService


def serve(server: Flask, service: JournalService) -> None:
    """Serve them."""

    @server.get("/journal/page.json")
    def journal_page() -> Response:
        return private(service.page(current_person(), JournalQuery.parse(request.args)))

    @server.get("/journal/journal.csv")
    def journal_export() -> Response:
        headings, *rows = service.rows(current_person(), JournalQuery.parse(request.args))
        return download(plain_csv(headings, rows), "journal.csv")

    @server.get("/journal/mail.json")
    def journal_mail() -> Response:
        return private(service.mail(current_person()))

"""Plain routes: the data files that the browser fetches once, and the downloads."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask, Response, abort, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from access.headers import FOREVER
from access.identity import current_person
from access.turns import heavy
from callbacks.forms import private, problem
from domain.address import Address, Key
from domain.selection import Selection
from reports.export import UnknownFormat, export
from reports.extract import Confidential
from services.context import Context
from services.data_files import DataFile, icons_file
from services.editions import HEADER, EditionGone, Editions, LatestEdition, begin_request, end_request, latest_version
from store.database import StoreUnavailable
from views.components.icons import icon_css

DIGEST = re.compile(r"-[0-9a-f]{12}\.\w+$")


def serve_editions(server: Flask, editions: Editions) -> None:
    """Tell each page which edition of the places is the latest, and one that holds an edition of too long ago to open again."""

    @server.before_request
    def begin() -> None:
        begin_request(request.headers.get(HEADER))

    @server.teardown_request
    def end(_error: BaseException | None) -> None:
        end_request()

    @server.get("/data/edition.json")
    def edition() -> Response:
        return private(LatestEdition(edition=editions.latest().version))

    @server.after_request
    def tell(response: Response) -> Response:
        latest = latest_version()
        if latest:
            response.headers[HEADER] = latest
        return response

    @server.errorhandler(EditionGone)
    def gone(error: EditionGone) -> Response:
        return problem(error, 409)


def serve_files(server: Flask, find: Callable[[str], DataFile | None]) -> None:
    """Serve under ``/data/`` the files that `find` knows.

    The browser keeps for ever those whose digest is in their name, except what may be taken back: it asks each time if that still stands.
    """

    icons = icons_file(icon_css())

    @server.get("/data/<path:name>")
    def data(name: str) -> AnyResponse:
        path = f"/data/{name}"
        file = icons if path == icons.path else find(path)
        if file is None:
            abort(404)
        packed = request.accept_encodings["gzip"] > 0
        response = make_response(file.packed if packed else file.data)
        response.headers["Content-Type"] = file.mimetype
        response.headers["Cache-Control"] = "private, no-cache" if file.revocable else FOREVER if DIGEST.search(name) else "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.add_etag()
        return response.make_conditional(request)


def _confidential(context: Context) -> Confidential:
    """Return what whoever asks may read besides of what everybody sees; nothing while that cannot be read."""
    try:
        return context.proposals.confidential(current_person())
    except StoreUnavailable:
        return {}


def serve_exports(server: Flask, context: Context) -> None:
    """Serve ``/export/lieux.<format>?<selection>``: exactly the places that the address shows."""

    @server.get("/export/lieux.<fmt>")
    @heavy
    def download(fmt: str) -> Response:
        query = request.query_string.decode("utf-8", "replace")
        selection = Selection.from_query(query, context.facets)
        shown = selection.to_query()
        address = f"{context.settings.address}/" + (f"?{shown}" if shown else "")
        try:
            asked = Address.parse(query).text(Key.QUESTION)
            made = export(context.territory, context.facets, selection, fmt, address, confidential=_confidential(context), question=asked)
        except UnknownFormat:
            abort(404)
        response = make_response(made.data)
        response.headers["Content-Type"] = made.mimetype
        response.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        response.headers["Cache-Control"] = "no-store"
        return response

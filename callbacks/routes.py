"""Plain routes: the data files that the browser fetches once, the downloads, and which edition of the places is the latest."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from access.identity import current_person
from access.turns import heavy
from callbacks import files
from callbacks.forms import present, private, problem, query
from reports.shown_places import shown_places
from services.context import Context
from services.data_files import DataFile, icons_file
from services.editions import HEADER, EditionGone, Editions, LatestEdition, begin_request, end_request, latest_version
from views.components.icons import icon_css


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
    """Serve under ``/data/`` the files that `find` knows."""

    icons = icons_file(icon_css())

    @server.get("/data/<path:name>")
    def data(name: str) -> AnyResponse:
        path = f"/data/{name}"
        return files.cacheable(present(icons if path == icons.path else find(path)))


def serve_exports(server: Flask, context: Context) -> None:
    """Serve ``/export/lieux.<format>?<selection>``: exactly the places that the address shows."""

    @server.get("/export/lieux.<fmt>")
    @heavy
    def download(fmt: str) -> Response:
        made = present(shown_places(context, current_person(), query(), fmt))
        return files.download(made.data, made.filename)

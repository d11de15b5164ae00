"""The application that Dash serves: its page, the files that it leaves out, and those that come before the first screen asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, request

from access.authority import current_authority
from access.compression import answer_files_whole, compress_files_once, name_of_file
from access.letterhead import screen_style
from access.mail import Mailer
from access.prepared_files import PreparedFiles, answer_prepared, files_of_page
from access.settings import CACHE
from callbacks.browser_modules import BrowserModules, serve_modules
from i18n import current_language
from i18n import gettext as _
from views.shell.libraries import LATE_CHUNKS, leave_out_what_waits, library_metas
from views.shell.page import APP_ENTRY, PAGE, PAGE_PARTS, screen_styles, with_screen_styles

ASSETS = Path(__file__).parents[1] / "assets"


class Convergence(Dash):
    """Dash with a page in the request's language."""

    preloads: Callable[[], str] = staticmethod(str)
    prefetches: Callable[[], str] = staticmethod(str)
    run_maintenance: Callable[[], None] = staticmethod(lambda: None)
    """Does for ever what nobody asks for: reminders, old computations."""
    warm: Callable[[], None] = staticmethod(lambda: None)
    """Computes, once the service listens, what the first question about a scenario would wait for."""
    prepare_files: Callable[[], None] = staticmethod(lambda: None)
    """Compresses, once the service listens, the files of the first screen as small as can be."""
    mailer: Mailer | None = None
    """Sends the emails, in each process that serves; None where no mail server is set."""

    def set_up(self) -> None:
        """Do what Dash otherwise does in its first request: meanwhile others found neither programs nor callbacks."""
        with self.server.test_request_context():
            self._setup_server()

    def _setup_plotlyjs(self) -> None:
        """Leave out the full Plotly: charts take the one of `views.shell.libraries`."""
        self._plotlyjs_url = ""

    def interpolate_index(self, **parts: Any) -> str:
        """Fill the page with the parts of Dash and those of the product."""
        parts |= {
            "lang": current_language(),
            "description": _("Choisir ensemble où ouvrir une ressourcerie / recyclerie."),
            "app_entry": APP_ENTRY.format(_("Chargement…")),
            "libraries": library_metas(self.get_asset_url, ASSETS, self.config.requests_pathname_prefix),
            "preloads": self.preloads(),
            "css": with_screen_styles(str(parts.get("css", "")), screen_styles(self.get_asset_url, ASSETS, request.path)),
            "authority_style": screen_style(current_authority()),
            "prefetches": self.prefetches(),
            "start_error": _("La page n'a pas pu démarrer : rechargez-la."),
        }
        return PAGE.format(**{key: parts.get(key, "") for key in PAGE_PARTS})


def dash_on(server: Flask, address: str) -> Convergence:
    """Return the application on a server, whose pages are at `address`; it has no layout yet, and nothing is registered."""
    compress_files_once(server)
    leave_out_what_waits()
    app = Convergence(
        __name__,
        server=server,
        title="Convergence",
        update_title="",
        suppress_callback_exceptions=True,
        enable_mcp=False,
        compress=True,
        assets_folder=str(ASSETS),
        assets_ignore=r"^sign_in|^guest_form|\.mjs$",
        assets_path_ignore=["^vendor$", "^screens$"],
    )
    prepared = PreparedFiles(CACHE / "files")
    answer_prepared(server, prepared, lambda: bool(name_of_file(request)))
    answer_files_whole(server)
    modules = BrowserModules.of(ASSETS)
    app.renderer = modules.starting(app.renderer)
    app.preloads = lambda: modules.preload_links(request.path)
    serve_modules(server, modules)
    app.prepare_files = lambda: prepared.prepare(files_of_page(server, address, "/", LATE_CHUNKS))
    return app

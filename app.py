"""Convergence: wires settings, data, screens, callbacks and the gate into one application, and serves it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, has_request_context, request

from access.account_request import serve_account_requests
from access.authority import LOGO, colour_warnings, install_authority
from access.gate import install_gate
from access.headers import TILE_HOSTS, content_security_policy, install_headers
from access.health import install_health
from access.host import install_host_rule
from access.host_names import netloc
from access.identity import Accounts, current_person, example_persons, install_identity
from access.mail import mailer_of
from access.oidc_routes import leave, provider_of, serve_single_sign_on
from access.origin import install_origin_rule
from access.passwords import serve_passwords
from access.programs import install_programs
from access.rules import install_rules
from access.security_log import install_security_log
from access.settings import CACHE, Settings, SettingsError
from access.sign_in import serve_sign_in
from access.turns import install_turns
from bulk.service import Bulk
from callbacks import accounts as account_screens
from callbacks import screens
from callbacks.application import ASSETS, Convergence, dash_on
from callbacks.forms import serve_refusals
from callbacks.registry import Registry
from cli.program import run, run_alone
from domain.address import MAX_QUERY_LENGTH
from domain.authority import Authority
from domain.published import Publication
from geodata.readers import Reader
from geodata.snapshots import EMBEDDED, Snapshots
from geodata.territory import Territory, load_territory
from i18n import DEFAULT_LANGUAGE, LANGUAGES, set_language
from i18n import gettext as _
from intake.slots import Slots
from processes.memory import give_back_large_blocks, keep_giving_back, share_with_forks, spawn_without_program
from processes.service import Listening, Service
from reports.pdf.heading import check_drawn
from scenarios.executors import Pool, dask_pool, process_pool
from scenarios.slices import TerritorySource
from services.attachments import AttachmentService
from services.context import Context
from services.edition_cache import EditionCache
from services.edition_maker import EditionMaker
from services.editions import Editions
from services.external_layers import ExternalLayerService
from services.grounds import Ground, GroundedPublication, Grounds, ground_of
from services.imports import ImportService
from services.invitations import InvitationService
from services.journal import JournalService
from services.moderation import ModerationService
from services.official_data import OfficialData
from services.own_account import OwnAccountService
from services.persons import PersonsService
from services.place_search import PlaceSearch
from services.proposals import ProposalService
from store.account_requests import AccountRequests
from store.attachments import Attachments
from store.attempts import Attempts
from store.commitments import Commitments
from store.data_journal import DataJournal
from store.database import Database, StoreUnavailable
from store.devices import Devices
from store.external_layers import ExternalLayers
from store.hypotheses import HypothesisVersions
from store.identities import Identities
from store.imports import Imports
from store.invitations import Invitations
from store.meetings import Meetings
from store.organisations import Organisations
from store.outbox import Outbox
from store.password_links import PasswordLinks
from store.persons import Persons
from store.projects import Projects
from store.proposals import Proposals
from store.public_pages import PublicPages
from store.reminders import Reminders
from store.renewals import Renewals
from store.scenarios import Scenarios
from store.searches import Searches
from store.sessions import Sessions
from store.tokens import Tokens
from views.components.plain_html import with_plain_html
from views.moderation.picture import picture
from views.shell.frame import shell as shell_layout
from views.shell.page import prefetch_links

MAINTENANCE_S = 6 * 3600.0


def create_app(settings: Settings, territory: Territory | None = None, publication: Publication | None = None) -> Convergence:
    """Build the application. `territory` replaces the embedded data, and `publication` the store's published places (tests, benches).

    Raises
    ------
    SettingsError
        When a logo cannot be drawn in a document.
    SnapshotError
        When the data snapshot is missing or altered.
    StoreUnavailable
        When the database is missing or cannot be read; it is created here for a demonstration that was asked for, and nowhere else.
    """
    snapshots = Snapshots(settings.received, settings.snapshot)
    ground = first_ground(snapshots) if territory is None else Ground(EMBEDDED, None, territory)
    database = open_database(settings)
    grounds = grounds_of(settings, database, snapshots, ground, is_whole_product=territory is None)
    proposals = Proposals(database, lambda lon, lat: grounds.territory.communes.at_wgs84(lon, lat), settings.quotas)
    cache = EditionCache(CACHE / "editions") if territory is None else None
    editions = Editions(grounds, GroundedPublication(publication or proposals, grounds), cache=cache)
    accounts = Accounts(settings, Persons(database), Sessions(database), Attempts(database), Devices(database))
    official = OfficialData(
        grounds.snapshots, grounds.is_fixed, partial(Reader, mirror=settings.mirror), journal=DataJournal(database).write
    )
    context = context_of(settings, editions, database, proposals, accounts.persons, official)
    server = Flask("convergence", static_folder=None)
    server.debug = False  # whatever FLASK_DEBUG says
    _show_authority(server, settings.authority)
    _speak(server, is_secure=settings.is_secure)
    install_health(server, settings, database)
    install_host_rule(server, settings)
    app = dash_on(server, settings.address)
    _prepare(app, settings, database, context)
    registry = Registry()
    screens.register(registry, context)
    own, managed = account_services(accounts, database, grounds.territory.landlords)
    account_screens.register(registry, own, managed)
    registry.bind(app)
    app.layout = lambda: with_plain_html(shell_layout(context, *opened_address(), current_person(), example_persons()))
    _guard(server, settings, accounts, Tokens(database), registry)
    screens.serve(server, context)
    account_screens.serve(server, own)
    _serve_signing_in(server, accounts, database)
    install_rules(server)
    hashes, tiles = app.csp_hashes(), TILE_HOSTS if settings.online_base_maps else ()
    install_headers(
        server, lambda: content_security_policy(hashes, [*tiles, *context.external_layers.origins()]), is_secure=settings.is_secure
    )
    app.set_up()
    return app


def _prepare(app: Convergence, settings: Settings, database: Database, context: Context) -> None:
    """Say what is fetched with the first page, and what is done before anybody asks, or though nobody does."""
    app.prefetches = lambda: prefetch_links(context.urls, app, ASSETS, request.path)
    app.warm = lambda: context.service.warm()
    app.run_maintenance = partial(run_maintenance, Renewals(database), Searches(database), Reminders(database, settings.reminder_days))
    app.mailer = mailer_of(settings, database)


def _guard(server: Flask, settings: Settings, accounts: Accounts, tokens: Tokens, registry: Registry) -> None:
    """Pass every request by what tells who asks, from where, what and how often."""
    install_identity(server, accounts)
    install_security_log(server)
    install_programs(server, settings, tokens, accounts.attempts)
    install_origin_rule(server)
    install_gate(server, registry.contracts)
    install_turns(server, settings)
    serve_refusals(server)


def first_ground(snapshots: Snapshots) -> Ground:
    """Read the snapshot in use, and that which a setting names where it is another: one that cannot be read stops the start."""
    if snapshots.first is not None and snapshots.in_use != EMBEDDED:
        load_territory(snapshots.first)
    return ground_of(snapshots, snapshots.in_use)


def grounds_of(settings: Settings, database: Database, snapshots: Snapshots, ground: Ground, *, is_whole_product: bool) -> Grounds:
    """Return the territory in use and what makes its editions: the last put in use, or `ground` alone where a test gives it.

    Other processes of the whole product find its territory too; one that is given for a test is in this process alone.
    """
    first = TerritorySource(settings.snapshot, CACHE, settings.osm_extract, settings.gtfs) if is_whole_product else None
    pool, landlords, searches = pool_of(settings, first), Organisations(database).list, Searches(database)

    def maker_of(territory: Territory, path: Path | None) -> EditionMaker:
        source = first and replace(first, snapshot=path)
        return EditionMaker.of(territory, searches, source, pool, landlords)

    return Grounds(snapshots, maker_of, ground, is_fixed=not is_whole_product)


def context_of(
    settings: Settings, editions: Editions, database: Database, proposals: Proposals, persons: Persons, official: OfficialData
) -> Context:
    """Return what every screen may read, on a database."""
    scenarios, of_meetings, projects = Scenarios(database), Meetings(database), Projects(database)
    journal = JournalService(proposals, scenarios, of_meetings, projects, persons, Outbox(database), bool(settings.smtp_url))
    attached, slots = Attachments(database, settings.quotas), Slots(settings.database_url)
    moderation = ModerationService(proposals, editions, attached, Organisations(database), picture)
    importing = ImportService(Bulk(Imports(database, proposals), proposals, slots), PlaceSearch.of(settings, editions))
    files = AttachmentService(attached, slots)
    of_places = Commitments(database), projects, Reminders(database), HypothesisVersions(database), PublicPages(database)
    invited = InvitationService(
        Invitations(database), Attempts(database), ProposalService(proposals, editions), files, importing.search, editions
    )
    external = ExternalLayerService(ExternalLayers(database), editions, settings.offers_demonstration)
    of_screens = scenarios, proposals, files, journal, moderation, importing, official, of_meetings
    return Context(settings, editions, *of_screens, *of_places, invited, external)


def open_database(settings: Settings) -> Database:
    """Return the database that is there; one is created only for a demonstration, where none ever was.

    Raises
    ------
    StoreUnavailable
        It is missing, or cannot be read.
    """
    database = Database.open(settings.database_url)
    if settings.offers_demonstration and not database.was_made():
        database.migrate(as_demonstration=True)
    else:
        database.upgrade()
    return database


def account_services(accounts: Accounts, database: Database, landlords: Mapping[str, str]) -> tuple[OwnAccountService, PersonsService]:
    """Return what the screens of accounts ask: for one's own, and for everybody's; `landlords` names those of the territory."""
    organisations, settings = Organisations(database), accounts.settings
    links, requests = PasswordLinks(database, accounts.persons), AccountRequests(database)

    def names() -> Mapping[str, str]:
        return {**landlords, **organisations.list()}

    own = OwnAccountService(accounts.persons, accounts.sessions, accounts.attempts, Tokens(database), names)
    return own, PersonsService(accounts.persons, links, requests, organisations, names, bool(settings.smtp_url), settings.address)


def pool_of(settings: Settings, source: TerritorySource | None) -> Pool | None:
    """Return who does the slices of the scenarios; none for a territory in this process's memory, which then does them itself."""
    if source is None:
        return None
    return dask_pool(settings.dask_scheduler, source) if settings.dask_scheduler else process_pool(source, settings.solvers)


def opened_address() -> tuple[str | None, str]:
    """Return the path and query of the page that asks for its layout; no path when the browser does not say.

    Only a hint that spares a second request: whatever it holds, the page's own address prevails once it runs.
    """
    address = urlsplit(request.referrer or "") if has_request_context() else urlsplit("")
    return (address.path, address.query) if address.netloc else (None, "")


def _serve_signing_in(server: Flask, accounts: Accounts, database: Database) -> None:
    provider = provider_of(accounts.settings)
    serve_sign_in(server, accounts, partial(leave, provider, accounts))
    serve_single_sign_on(server, accounts, Identities(database), provider)
    serve_passwords(server, accounts, PasswordLinks(database, accounts.persons))
    serve_account_requests(server, accounts, AccountRequests(database))


def _show_authority(server: Flask, authority: Authority) -> None:
    """Give whose service it is to every answer; a logo that documents cannot draw stops the start."""
    try:
        check_drawn(authority)
    except ValueError as why:
        raise SettingsError(f"{LOGO} : {why}") from None
    install_authority(server, authority)


def _speak(server: Flask, *, is_secure: bool) -> None:
    """Take the language of each request from its address (``lang``, then kept in a cookie), else its cookie; French otherwise."""
    cookie = "__Host-lang" if is_secure else "lang"  # which the page writes too, when the language is chosen there

    @server.before_request
    def choose() -> None:
        wanted = request.args.get("lang") or request.cookies.get(cookie) or DEFAULT_LANGUAGE
        set_language(wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE)

    @server.after_request
    def keep(response: Response) -> Response:
        wanted = request.args.get("lang")
        if wanted in LANGUAGES and wanted != request.cookies.get(cookie):
            response.set_cookie(cookie, wanted, max_age=31_536_000, samesite="Lax", path="/", secure=is_secure)
        return response


def main(arguments: Sequence[str] = ()) -> int:
    """Serve the application, or do what a command line asks; return the exit code."""
    return run(arguments, start)


def program() -> int:
    """Do what the command line of this process asks: the command ``convergence``, or ``python app.py``."""
    return run_alone(sys.argv[1:], start)


def start(settings: Settings) -> int:
    """Build the application and serve it with gunicorn until told to stop; return the exit code."""
    give_back_large_blocks()
    app = create_app(settings)
    spawn_without_program()
    share_with_forks()
    return serve(app, settings)


def start_behind(app: Convergence) -> None:
    """Start what goes on behind a process that serves; after it was forked, since threads are not."""
    threading.Thread(target=app.warm, daemon=True).start()
    threading.Thread(target=app.prepare_files, daemon=True).start()
    threading.Thread(target=app.run_maintenance, daemon=True).start()
    threading.Thread(target=keep_giving_back, daemon=True).start()
    if app.mailer is not None:
        threading.Thread(target=app.mailer.run, daemon=True).start()


def run_maintenance(renewals: Renewals, searches: Searches, reminders: Reminders) -> None:
    """A few times a day, ask about the places of which nothing was heard for six months, remind of commitments, drop old computations."""
    while True:
        with suppress(StoreUnavailable):
            renewals.ask()
            reminders.send()
            searches.prune()
        time.sleep(MAINTENANCE_S)


def serve(app: Convergence, settings: Settings) -> int:
    """Serve until told to stop."""
    listening = Listening(
        netloc(settings.host, settings.port),
        settings.workers,
        settings.threads,
        longest_query=MAX_QUERY_LENGTH,
        is_public=bool(settings.public_url),
        scheme="https" if settings.is_secure else "http",
    )
    print(f"Convergence : {settings.address}", flush=True)
    if settings.public_url and settings.operator.missing:
        print(_("Mentions légales incomplètes, à renseigner : {names}").format(names=", ".join(settings.operator.missing)), flush=True)
    for words in colour_warnings(settings.authority):
        print(words, flush=True)
    Service(app.server, listening, partial(start_behind, app)).run()
    return 0


if __name__ == "__main__":
    sys.exit(program())

"""Response headers: what a page may load, and how long a file may be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash.fingerprint import check_fingerprint
from flask import Flask, Response, request

TILE_HOSTS: tuple[str, ...] = ("https://data.geopf.fr", "https://tile.openstreetmap.org")
SUITES = "/_dash-component-suites/"
PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
"""What a page may ask of the browser: where one is, to place a premises (photographs are chosen as files, which asks nothing)."""
PARTS = ("text/javascript", "text/css", "application/geo+json", "image/x-icon")
"""What is part of a page and is never shown as one."""
NEEDLESS = ("Content-Disposition", "Accept-Ranges", "ETag", "Last-Modified")
"""What is said of a file that nobody asks for again."""
HTTPS_ONLY = "max-age=31536000; includeSubDomains"
FOREVER = "public, max-age=31536000, immutable"


def content_security_policy(script_hashes: Sequence[str], tile_hosts: Sequence[str] = TILE_HOSTS) -> str:
    """Return the policy: own scripts only, plus Dash's inline ones by hash; images also from the tile hosts."""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "worker-src": "'self' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": " ".join(["'self'", "data:", "blob:", *tile_hosts]),
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def public_policy(ancestors: Sequence[str] = (), *, has_form: bool = False, has_script: bool = False) -> str:
    """Return the policy of a page without any script; `ancestors` are the other sites that may frame it, our own always may.

    `has_form` lets it send a form to us, `has_script` run a file of ours.
    """
    scripts = ("script-src 'self'",) if has_script else ()
    form_action = "form-action 'self'" if has_form else "form-action 'none'"
    rules = ("default-src 'none'", *scripts, "style-src 'unsafe-inline'", "img-src 'self' data:", "base-uri 'none'", form_action)
    return "; ".join([*rules, " ".join(["frame-ancestors 'self'", *ancestors])])


def install_headers(server: Flask, policy: Callable[[], str], *, is_secure: bool) -> None:
    """Add the security headers to every response, and far-future caching to fingerprinted files.

    `is_secure` says whether browsers come by HTTPS: they then come by nothing else, for a year, to this name and those under it.
    `policy` is made for each page, since the sites of its images change; what is no page has the same without any other site.

    What says what a document may do is left out of fingerprinted scripts and styles, of which a page loads a hundred: none is shown as one.
    """
    of_files = content_security_policy((), ())

    @server.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if is_secure:
            response.headers["Strict-Transport-Security"] = HTTPS_ONLY
        if response.status_code == 200 and _is_fingerprinted():
            response.headers["Cache-Control"] = FOREVER
        if response.mimetype in PARTS and response.headers.get("Cache-Control") == FOREVER:
            for name in NEEDLESS:
                response.headers.pop(name, None)
            return response
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = policy() if response.mimetype == "text/html" else of_files
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.mimetype == "text/html":
            response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


def _is_fingerprinted() -> bool:
    """Say whether the address that is asked changes with the content of its file."""
    if request.path.startswith(SUITES):
        return bool(check_fingerprint(request.path)[1])
    return request.path.startswith("/modules/") or (request.path.startswith("/assets/") and bool(request.args.get("m")))

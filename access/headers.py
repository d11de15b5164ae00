"""Response headers: what a page may load, and how long a file may be kept."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request

TILE_HOSTS: tuple[str, ...] = ("https://data.geopf.fr", "https://tile.openstreetmap.org")
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
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def install_headers(server: Flask, policy: str) -> None:
    """Add the security headers to every response, and far-future caching to fingerprinted files."""

    @server.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if request.path.startswith("/assets/") and request.args.get("m") and response.status_code == 200:
            response.headers["Cache-Control"] = FOREVER
        return response

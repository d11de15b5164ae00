"""The browser's modules (``assets/**/*.mjs``), served under one name for all of them: a page loads the modules of one version, or none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, abort, send_file
from werkzeug.wrappers import Response as AnyResponse

PREFIX = "/modules/"
MAIN = "main.mjs"


@dataclass(frozen=True)
class BrowserModules:
    """The modules below a folder.

    Attributes
    ----------
    folder : where they are.
    names : their paths in it, in order.
    version : changes as soon as one of them does.
    """

    folder: Path
    names: tuple[str, ...]
    version: str

    @classmethod
    def of(cls, folder: Path) -> BrowserModules:
        """Return the modules below `folder`."""
        names = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.mjs")))
        digest = hashlib.sha256()
        for name in names:
            digest.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
        return cls(folder, names, digest.hexdigest()[:12])

    def url(self, name: str) -> str:
        """Return the address of a module; it never serves another content."""
        return f"{PREFIX}{self.version}/{name}"

    def preload_links(self) -> str:
        """Return the links by which a page asks for all modules at once, instead of one import after the other."""
        return "\n".join(f'<link rel="modulepreload" href="{self.url(name)}">' for name in self.names)

    def starting(self, renderer: str) -> str:
        """Return the script that runs `renderer`, Dash's own, once the modules are there; the page says so when they cannot be loaded."""
        failed = '(error) => { console.error(error); document.getElementById("start-error").hidden = false; }'
        return f'import("{self.url(MAIN)}").then(() => {{ {renderer} }}).catch({failed});'


def serve_modules(server: Flask, modules: BrowserModules) -> None:
    """Serve the modules; another version than the one that is served is nowhere."""

    @server.get(f"{PREFIX}<version>/<path:name>")
    def module(version: str, name: str) -> AnyResponse:
        if version != modules.version or name not in modules.names:
            abort(404)
        return send_file(modules.folder / name, mimetype="text/javascript")

"""The browser's modules (``assets/**/*.mjs``), served under one name for all of them: a page loads the modules of one version, or none."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Flask, Response, abort

PREFIX = "/modules/"
MAIN = "main.mjs"
FIRST_PATH = "/"
COMMENTS = re.compile(r"^[ \t]*/\*.*?\*/|/\*\*.*?\*/ ?", re.MULTILINE | re.DOTALL)
IMPORTED = re.compile(r'(?:^import|\bfrom) "(\.[^"]+)";', re.MULTILINE)


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

    @cached_property
    def _of_first_screen(self) -> tuple[str, ...]:
        """What `MAIN` imports, by way of others too; the rest is fetched before another screen is drawn."""
        found, waiting = set[str](), [MAIN]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [normpath(join(dirname(name), other)) for other in IMPORTED.findall((self.folder / name).read_text("utf-8"))]
        return tuple(sorted(found))

    def program(self, name: str) -> bytes:
        """Return what of a module a browser runs: its comments, a quarter of its weight, stay here; lines keep their numbers."""
        return COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), (self.folder / name).read_text("utf-8")).encode()

    def preload_links(self, path: str) -> str:
        """Return the links by which the page at `path` asks at once for its modules, instead of one import after the other."""
        names = self._of_first_screen if path == FIRST_PATH else self.names
        return "\n".join(f'<link rel="modulepreload" href="{self.url(name)}">' for name in names)

    def starting(self, renderer: str) -> str:
        """Return the script that runs `renderer`, Dash's own, once the modules are there; the page says so when they cannot be loaded."""
        failed = '(error) => { console.error(error); document.getElementById("start-error").hidden = false; }'
        return f'import("{self.url(MAIN)}").then(() => {{ {renderer} }}).catch({failed});'


def serve_modules(server: Flask, modules: BrowserModules) -> None:
    """Serve the modules; another version than the one that is served is nowhere."""

    @server.get(f"{PREFIX}<version>/<path:name>")
    def module(version: str, name: str) -> Response:
        if version != modules.version or name not in modules.names:
            abort(404)
        return Response(modules.program(name), mimetype="text/javascript")

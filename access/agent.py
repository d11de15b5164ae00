"""From which kind of browser a request comes, in a few words: enough to know one's own sessions."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def asking_agent() -> str:
    """Return the words for the browser that is asking."""
    return agent_words(request.headers.get("User-Agent", ""))


def agent_words(user_agent: str) -> str:
    """Return the browser and the system that a ``User-Agent`` names; empty for one that names neither."""
    return ", ".join(name for name in (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)) if name)


def _first(signs: Sequence[tuple[str, str]], text: str) -> str:
    return next((name for sign, name in signs if sign in text), "")

"""The foot of a screen: the pages that every public service owes."""

from __future__ import annotations

from dash import html

from i18n import gettext as _
from services.duties import TITLES, Duty, conformity


def duties() -> html.Footer:
    """Return the links, with what the service says of its accessibility."""
    return html.Footer(html.Nav(duty_links(), **{"aria-label": _("À propos")}), className="duties")


def duty_links(class_name: str = "") -> list[html.A]:
    """Return the links alone: a narrow page has them in a menu."""
    return [html.A(_words(duty), href=duty.value, className=class_name) for duty in Duty]


def _words(duty: Duty) -> str:
    if duty is Duty.ACCESSIBILITY:
        return _("Accessibilité : {state}").format(state=_(conformity()))
    return _(TITLES[duty])

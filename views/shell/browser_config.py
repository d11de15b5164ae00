"""The configuration of the browser, with the controls that the screens give it."""

from __future__ import annotations

from domain.facet import Choices, Facet, RangeFacet
from services import browser_config as service
from services.browser_config import BrowserConfig, Control, Part
from services.context import Context
from views.components import ids


def controls(context: Context) -> list[Control]:
    """Return the facet controls of the panel, in the order in which their callback lists them."""
    return [Control(id=ids.control(facet.id, part), facet=facet.id, part=part) for facet in context.facets for part in _parts(facet)]


def _parts(facet: Facet) -> tuple[Part, ...]:
    if isinstance(facet, Choices):
        return ("codes",)
    return ("low", "high", "unknown") if isinstance(facet, RangeFacet) else ()


def browser_config(context: Context) -> BrowserConfig:
    """Return the whole configuration, in the current language."""
    return service.browser_config(context, controls(context))

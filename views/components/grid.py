"""What the grids of several screens share: their theme, and the words that assistive technology reads."""

from __future__ import annotations

import json
from typing import Any

from i18n import gettext as _

THEME = json.dumps(
    {
        "accentColor": "var(--accent)",
        "backgroundColor": "var(--paper)",
        "foregroundColor": "var(--ink)",
        "borderColor": "var(--line)",
        "headerBackgroundColor": "var(--paper-2)",
        "headerTextColor": "var(--ink-2)",
        "rowHoverColor": "var(--accent-soft)",
        "selectedRowBackgroundColor": "var(--accent-soft)",
        "fontFamily": "inherit",
        "fontSize": 13,
        "wrapperBorder": False,
        "wrapperBorderRadius": 0,
        "browserColorScheme": "inherit",
    }
)


def grid_theme() -> dict[str, str]:
    """Return the theme, which the browser makes."""
    return {"function": f"themeQuartz.withParams({THEME})"}


def grid_options(nothing: str) -> dict[str, Any]:
    """Return the options of a grid of places; `nothing` is what an empty one says, in the current language."""
    return {
        "theme": grid_theme(),
        "selectionColumnDef": {"pinned": "left", "width": 44, "resizable": False},
        "rowHeight": 32,
        "headerHeight": 34,
        "enableBrowserTooltips": True,
        "localeText": grid_words(nothing),
        "multiSortKey": "ctrl",
        "suppressCellFocus": False,
        "tabToNextCell": {"function": "leaveTable(params)"},
    }


def grid_words(nothing: str) -> dict[str, str]:
    """Return the words of a grid in the current language; `nothing` is what an empty one says."""
    return {
        "loadingOoo": _("Chargement…"),
        "noRowsToShow": nothing,
        "ariaRowToggleSelection": _("Espace pour cocher la ligne"),
        "ariaRowSelect": _("Espace pour cocher la ligne"),
        "ariaRowDeselect": _("Espace pour décocher la ligne"),
        "ariaSortableColumn": _("Entrée pour trier"),
        "ariaColumn": _("Colonne"),
        "ariaChecked": _("coché"),
        "ariaUnchecked": _("non coché"),
        "ariaRowSelectAll": _("Espace pour tout cocher"),
        "ariaHeaderSelection": _("Tout cocher"),
    }

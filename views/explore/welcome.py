"""What a first visit finds above the map: what this is, and three ways in. Once used, « Accueil » in the header brings it back."""

from __future__ import annotations

from dash import html

from i18n import gettext as _
from views.components.parts import icon


def welcome() -> html.Section:
    """Return the sentence and the three ways in; ``assets/explore/welcome.mjs`` hides them from who has used one."""
    sentence = _("Où ouvrir la prochaine ressourcerie ? Chaque point est un lieu possible ; la carte dit ce que chacun y gagne.")
    entries = [
        html.Button([icon("filter"), _("Je cherche un lieu")], type="button", className="button", **{"data-entry": "search"}),
        _way("/proposer", "plus", _("Je propose un local")),
        _way("/scenarios", "target", _("J'explore un scénario")),
    ]
    close = html.Button(
        icon("clear"), type="button", className="icon-button", title=_("Fermer"), **{"data-entry": "close", "aria-label": _("Fermer")}
    )
    return html.Section(
        [html.P(sentence, tabIndex=-1, id="welcome-title"), html.Div(entries, className="entries"), close],
        id="welcome",
        className="welcome",
        **{"aria-label": _("Bienvenue")},
    )


def _way(path: str, sign: str, label: str) -> html.A:
    return html.A([icon(sign), label], href=path, className="button", **{"data-entry": "way", "data-path": path, "data-query": "1"})

"""How pages show whose service it is: the colours as style, the logo or the name as elements; nothing where the settings say nothing."""

from __future__ import annotations

from markupsafe import Markup

from domain.accent import Accent
from domain.authority import Authority

SCREENS = (
    ":root:root {{ {light} }} :root:root[data-theme=dark] {{ {dark} }} @media print {{ :root:root:root {{ {light} }} }}",
    "--accent: {0.colour}; --accent-ink: {0.ink}; --accent-soft: {0.soft};",
)
"""Rules for pages with `assets/style.css`, whose theme is chosen; stronger than its own and those of `assets/print.css`."""
PLAIN = (
    ":root:root {{ {light} }} @media screen and (prefers-color-scheme: dark) {{ :root:root {{ {dark} }} }}",
    "--link: {0.colour};",
)
"""Rules for pages with `reports/page/plain.css`, whose theme is the system's."""
NAME = Markup('<span class="authority-name">{}</span>')
IMAGE = Markup('<img class="{}" src="{}" alt="{}" height="32">')


def screen_style(shown: Authority) -> Markup:
    """Return the style of the screens; nothing where there is no colour."""
    return _style(shown, *SCREENS)


def plain_style(shown: Authority) -> Markup:
    """Return the style of the plain pages; nothing where there is no colour."""
    return _style(shown, *PLAIN)


def _style(shown: Authority, rules: str, variables: str) -> Markup:
    if shown.colours is None:
        return Markup()

    def of(accent: Accent) -> str:
        return variables.format(accent)

    made = rules.format(light=of(shown.colours.light), dark=of(shown.colours.dark))
    return Markup("<style>{}</style>").format(Markup(made))  # noqa: S704 - colours of six digits


def letterhead(shown: Authority) -> Markup:
    """Return the logo (both, each for its theme, where there are two), else the name, else nothing."""
    return Markup().join(IMAGE.format(logo_class(theme), address, shown.name) for theme, address in logo_images(shown)) or (
        NAME.format(shown.name) if shown.name else Markup()
    )


def logo_class(theme: str) -> str:
    """Return the classes of the image of a logo; `theme` is empty where one serves both."""
    return f"authority-logo authority-logo-{theme or 'any'}"


def logo_images(shown: Authority) -> list[tuple[str, str]]:
    """Return the theme (none where one serves both) and the address of each logo."""
    if shown.logo is None:
        return []
    if shown.logo_dark is None:
        return [("", shown.logo.address)]
    return [("light", shown.logo.address), ("dark", shown.logo_dark.address)]

"""The authority whose service it is: its name, its logo, its colours; nothing of these where the settings say nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.accent import Accent

LOGO_PATH = "/authority"
ENDINGS: Mapping[str, str] = {"image/svg+xml": "svg", "image/png": "png"}
PRODUCT = "Convergence"
PRODUCT_COLOUR = "#0b5c94"
"""The accent on paper where the authority gives none."""


@dataclass(frozen=True)
class Logo:
    """A logo: its bytes as they are served, and its size (width and height, in any unit)."""

    mimetype: str
    data: bytes
    width: float
    height: float

    @property
    def file_name(self) -> str:
        """Its name, which changes with it."""
        return f"logo-{hashlib.sha256(self.data).hexdigest()[:12]}.{ENDINGS[self.mimetype]}"

    @property
    def address(self) -> str:
        """The path at which it is served."""
        return f"{LOGO_PATH}/{self.file_name}"

    @property
    def data_uri(self) -> str:
        """The logo as an address that holds it, for a file that is read alone."""
        return f"data:{self.mimetype};base64,{base64.b64encode(self.data).decode()}"


@dataclass(frozen=True)
class Colours:
    """The accent of light and of dark screens, as they are served; documents have that of light ones.

    `given` and `given_dark` are the colours of the settings; the second is empty where the dark accent was derived.
    """

    light: Accent
    dark: Accent
    given: str
    given_dark: str = ""


@dataclass(frozen=True)
class Authority:
    """Who the service is of. `logo_dark` is for dark screens; without it, the logo stands there on white."""

    name: str = ""
    logo: Logo | None = None
    logo_dark: Logo | None = None
    colours: Colours | None = None

    @property
    def title(self) -> str:
        """« Convergence », with the name of the authority where there is one."""
        return f"{PRODUCT} · {self.name}" if self.name else PRODUCT

    @property
    def logos(self) -> Mapping[str, Logo]:
        """The logos by the name of their file."""
        return {logo.file_name: logo for logo in (self.logo, self.logo_dark) if logo is not None}

    @property
    def on_paper(self) -> Letterhead:
        """What documents bear of it."""
        colour = self.colours.light.colour if self.colours else PRODUCT_COLOUR
        return Letterhead(self.name, colour, self.logo)


@dataclass(frozen=True)
class Letterhead:
    """What a document bears: the name, the accent on white, the logo. That of a closed meeting is frozen with it."""

    name: str = ""
    colour: str = PRODUCT_COLOUR
    logo: Logo | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is a name or a logo to show."""
        return bool(self.name or self.logo)

    def frozen(self) -> dict[str, Any]:
        """Return it as JSON data, for an archive."""
        logo = self.logo
        size = {} if logo is None else {"width": logo.width, "height": logo.height, "mimetype": logo.mimetype}
        image = "" if logo is None else base64.b64encode(logo.data).decode()
        return {"name": self.name, "colour": self.colour, "logo": {**size, "data": image} if logo else None}

    @classmethod
    def thawed(cls, frozen: Mapping[str, Any]) -> Letterhead:
        """Return what `frozen` gave; that of the product for nothing.

        Raises
        ------
        KeyError, TypeError, ValueError
            It is of another form.
        """
        given = frozen.get("logo")
        logo = given and Logo(given["mimetype"], base64.b64decode(given["data"]), float(given["width"]), float(given["height"]))
        return cls(str(frozen["name"]), str(frozen["colour"]), logo or None) if frozen else cls()

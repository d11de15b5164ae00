"""A map layer of another service (WMS, tiles, features), which the facilitator added by its address."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from domain.limits import MAX_NAME
from i18n import N_
from i18n import gettext as _

MOST_LAYERS = 30
MAX_ADDRESS = 1_000
MAX_ATTRIBUTION = 200
OPACITIES = (100, 75, 50, 25)
"""Percent."""
LAST_ZOOM = 19
CREDENTIALS = frozenset(
    {"apikey", "api_key", "api-key", "key", "token", "access_token", "accesstoken", "auth", "authorization", "password", "passwd", "pwd"}
    | {"secret", "user", "username", "login", "sig", "signature"}
)
HAS_ACCOUNT = N_(
    "Cette adresse contient un identifiant, un mot de passe ou une clé, que chacun lirait : donnez une adresse ouverte à tous."
)
TEMPLATE_PARTS = (("{z}",), ("{x}",), ("{y}", "{-y}"))
UNKNOWN_PART = re.compile(r"\{(?!(?:z|x|-?y)\})[^}]*\}")


class ExternalKind(StrEnum):
    """How a layer is drawn: maps of a WMS, tiles by their numbers, or features that were read once and are kept here."""

    WMS = "wms"
    TILES = "tiles"
    FEATURES = "features"


@dataclass(frozen=True, slots=True)
class ExternalSource:
    """What a layer is drawn from.

    Attributes
    ----------
    url : of a WMS, where maps are requested; of tiles, their template ({z}, {x}, {y} or {-y}); of features, where they were read.
    layers, version, format : of a WMS, what a map is requested with.
    max_zoom : the last zoom at which there are tiles.
    """

    kind: ExternalKind
    url: str
    layers: str = ""
    version: str = ""
    format: str = ""
    max_zoom: int = LAST_ZOOM

    @property
    def origin(self) -> str:
        """The site from which the browser takes images; empty for features, which are kept here."""
        parts = urlsplit(self.url)
        return "" if self.kind is ExternalKind.FEATURES else f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class ExternalLayer:
    """A layer that was added: `address` is what was pasted, `opacity` in percent, `is_shown` whether the map opens with it.

    `features` counts those that are kept, and `read_at` is when they were read; 0 and None for images.
    """

    id: str
    name: str
    attribution: str
    address: str
    source: ExternalSource
    is_shown: bool
    opacity: int
    rank: int
    added_at: dt.datetime
    features: int = 0
    read_at: dt.datetime | None = None


def clean_address(text: str) -> str:
    """Return a pasted address without the blanks around it.

    Raises
    ------
    ValueError
        It is empty, too long, or bears what opens an account: visitors would read it; a sentence.
    """
    address = text.strip()
    if not address or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise ValueError(_("Collez d'abord l'adresse d'un service, qui commence par https://."))
    if len(address) > MAX_ADDRESS:
        raise ValueError(_("Cette adresse est trop longue."))
    refuse_credentials(address)
    return address


def refuse_credentials(address: str) -> None:
    """Raise ValueError with a sentence where an address bears an account or a key: every visitor's browser would show it."""
    parts = urlsplit(address)
    names = {key.lower() for key, _value in parse_qsl(parts.query, keep_blank_values=True)}
    if "@" in parts.netloc or names & CREDENTIALS:
        raise ValueError(_(HAS_ACCOUNT))


def clean_words(name: str, attribution: str) -> tuple[str, str]:
    """Return the name and the attribution of a layer, on one line each; ValueError with a sentence where one is missing or too long."""
    title, credit = " ".join(name.split()), " ".join(attribution.split())
    if not title or len(title) > MAX_NAME:
        raise ValueError(_("Donnez au calque un nom, de {most} signes au plus.").format(most=MAX_NAME))
    if not credit or len(credit) > MAX_ATTRIBUTION:
        raise ValueError(
            _("Un calque sans attribution n'est pas ajouté : écrivez à qui il est dû (« © IGN »), en {most} signes au plus.").format(
                most=MAX_ATTRIBUTION
            )
        )
    return title, credit


def tile_template(address: str) -> str:
    """Return the template of tiles that was pasted; empty where the address is none.

    Raises
    ------
    ValueError
        It has other variables than those of web maps; a sentence.
    """
    if "{" not in address:
        return ""
    template = address.replace("${", "{").replace("{s}", "a").replace("{r}", "")
    if UNKNOWN_PART.search(template) or not all(any(one in template for one in ways) for ways in TEMPLATE_PARTS):
        raise ValueError(_("L'adresse des tuiles s'écrit avec {z}, {x} et {y} (ou {-y}), et rien d'autre entre accolades."))
    if any("{" in part for part in urlsplit(template)[:2]):
        raise ValueError(_("L'adresse des tuiles s'écrit avec {z}, {x} et {y} (ou {-y}), et rien d'autre entre accolades."))
    return template

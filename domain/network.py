"""A network: a hub and the satellite shops that it supplies, as one candidate; how an address writes several of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from domain.address import Address, Key, clean_id
from domain.candidate import Role

MOST_NETWORKS, MOST_SHOPS, MAX_NETWORK_NAME = 6, 8, 60
"""Networks of an address, shops of a network, characters of its name."""
MOST_NUMBER = 99
"""The browser is told these bounds; ``tests/browser_modules`` holds its reading of the grammar to this one."""
NETWORK_ID = "net_"
_BETWEEN, _BEFORE_NAME = ",", "~"
_NUMBER = re.compile(r"[1-9][0-9]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Network:
    """A hub and its shops.

    Attributes
    ----------
    number : int
        Tells it from the others of the address, from 1 to 99: two may share a hub.
    hub : str
        Id of the place that is the hub.
    shops : tuple of str
        Ids of the places that are its shops, in the order in which they were added.
    name : str
        As somebody called it; "" while nobody did.
    """

    number: int
    hub: str
    shops: tuple[str, ...] = ()
    name: str = ""

    @property
    def id(self) -> str:
        """What an address calls it where it names one candidate."""
        return f"{NETWORK_ID}{self.number}"

    @property
    def members(self) -> tuple[tuple[str, Role], ...]:
        """Its places, each with its role, the hub first."""
        return ((self.hub, Role.HUB), *((shop, Role.SHOP) for shop in self.shops))


def networks_of(query: str) -> tuple[Network, ...]:
    """Return the networks of an address, amid other parameters. Total: what is not valid is dropped."""
    found: dict[int, Network] = {}
    for text in Address.parse(query).text(Key.NETWORKS).split(_BETWEEN):
        network = _read(text)
        if network is not None and network.number not in found and len(found) < MOST_NETWORKS:
            found[network.number] = network
    return tuple(found.values())


def network_of(query: str, network_id: str | None) -> Network | None:
    """Return the network of an address that has this id; None when none has."""
    return next((one for one in networks_of(query) if one.id == network_id), None)


def with_hub(networks: Iterable[Network], hub: str) -> tuple[Network, ...]:
    """Return networks with one more, last, around a place that is its hub; the same ones once they are as many as an address holds."""
    known = tuple(networks)
    taken = {one.number for one in known}
    number = next(free for free in range(1, MOST_NUMBER + 1) if free not in taken)
    return (*known, Network(number, hub)) if len(known) < MOST_NETWORKS else known


def written(networks: Iterable[Network]) -> str:
    """Write networks as the parameter of an address (``1.hub.shop~name,…``), which `networks_of` reads."""
    return _BETWEEN.join(
        ".".join([str(one.number), one.hub, *one.shops]) + (f"{_BEFORE_NAME}{clean_name(one.name)}" if one.name else "") for one in networks
    )


def clean_name(text: str) -> str:
    """Return a name as an address holds it: on one line, without what separates networks, at most 60 characters."""
    plain = "".join(" " if char in (_BETWEEN, _BEFORE_NAME) or unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(plain.split())[:MAX_NETWORK_NAME].strip()


def _read(text: str) -> Network | None:
    members, _mark, name = text.partition(_BEFORE_NAME)
    number, *places = members.split(".")
    ids = list(dict.fromkeys(place for place in places if clean_id(place)))
    if not _NUMBER.fullmatch(number) or not ids:
        return None
    return Network(int(number), ids[0], tuple(ids[1 : 1 + MOST_SHOPS]), clean_name(name))

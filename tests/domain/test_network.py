"""Networks in an address: what is written is read again, and any text gives an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.address import Address, Key, clean_id, write
from domain.candidate import Role
from domain.network import MAX_NETWORK_NAME, MOST_NETWORKS, MOST_SHOPS, Network, clean_name, network_of, networks_of, written

IDS = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)


@st.composite
def several(draw: st.DrawFn) -> tuple[Network, ...]:
    numbers = draw(st.lists(st.integers(1, 99), max_size=MOST_NETWORKS, unique=True))
    found = []
    for number in numbers:
        hub, *shops = draw(st.lists(IDS, min_size=1, max_size=1 + MOST_SHOPS, unique=True))
        found.append(Network(number, hub, tuple(shops), clean_name(draw(st.text(max_size=80)))))
    return tuple(found)


def _address(text: str) -> str:
    return write([(Key.NETWORKS, text)])


@given(several())
def test_networks_that_are_written_are_read_again(networks: tuple[Network, ...]) -> None:
    assert networks_of(_address(written(networks))) == networks


@given(st.text(alphabet=st.sampled_from("1239.,~ ab_-é%&=\0"), max_size=200))
def test_any_text_gives_networks_within_their_bounds(text: str) -> None:
    networks = networks_of(_address(text))
    assert len(networks) <= MOST_NETWORKS
    assert len({one.id for one in networks}) == len(networks)
    for one in networks:
        assert len(one.shops) <= MOST_SHOPS
        assert all(clean_id(place) for place, _role in one.members)
        assert one.hub not in one.shops
        assert len(one.name) <= MAX_NETWORK_NAME
        assert not {",", "~"} & set(one.name)
    assert networks_of(_address(written(networks))) == networks


def test_the_hub_comes_first_and_a_network_is_found_by_its_id() -> None:
    query = _address("1.ZS-003.RDC-1.RDC-2~Réseau nord,4.ZS-003")
    first, second = networks_of(query)
    assert first.members == (("ZS-003", Role.HUB), ("RDC-1", Role.SHOP), ("RDC-2", Role.SHOP))
    assert (first.name, second.name, second.shops) == ("Réseau nord", "", ())
    assert network_of(query, "net_4") == second
    assert network_of(query, "ZS-003") is network_of(query, None) is None
    assert Address.parse(query).text(Key.NETWORKS).startswith("1.")

"""Which addresses are the public internet's."""

from __future__ import annotations

import threading
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.fetching.addresses import NoAddress, is_public, resolve

#: IANA's special-purpose registries, and what else nobody's web server has.
NOT_PUBLIC = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32"),
    *("::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:db8::/32", "fc00::/7"),
    *("fe80::/10", "fec0::/10", "ff00::/8"),
)


@pytest.mark.parametrize("network", NOT_PUBLIC)
def test_the_first_and_last_address_of_what_is_not_public_are_refused(network: str) -> None:
    net = ip_network(network)
    assert not is_public(net[0]) and not is_public(net[-1])


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_as_private_as_it_is_by_itself(number: int) -> None:
    inner = IPv4Address(number)
    forms = (0xFFFF << 32 | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80))
    for form in forms:
        assert not is_public(IPv6Address(form)) or is_public(inner)


def test_a_name_without_an_address_says_so() -> None:
    with pytest.raises(NoAddress, match="has no address"):
        resolve("no-such-name.invalid", 80, 30)


def test_a_resolver_that_is_late_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_kwargs: released.wait(60) and [])
    try:
        with pytest.raises(NoAddress, match="not told in time"):
            resolve("slow.example", 80, 0.05)
    finally:
        released.set()

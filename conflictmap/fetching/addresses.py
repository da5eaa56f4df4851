"""Which internet addresses a server may ask on behalf of somebody else: public ones, and no others.

The registries are IANA's of special-purpose addresses (RFC 6890), as `ipaddress` knows them, and the forms in which IPv6 carries
an IPv4 address: mapped, translated (RFC 6052), 6to4 and Teredo. Such an address is as private as the one that it carries.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
#: Addresses with ports that may be asked although they are private, such as ("127.0.0.1", 8000).
Allowed = Collection[tuple[str, int]]
#: Tells the addresses of a host, for a port, within so many seconds. Raises NoAddress.
Resolver = Callable[[str, int, float], list[Address]]

#: Public by the registries as older Pythons have them, and yet nobody's web server.
_MORE = tuple(
    map(ip_network, ("192.88.99.0/24", "192.0.0.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23", "5f00::/16"))
)
_TRANSLATED = IPv6Network("64:ff9b::/96")


class NoAddress(Exception):
    """A name that has no address, or whose address nobody told in time; the message says which."""


def is_public(address: Address) -> bool:
    """Tell whether an address, and every address that it carries inside, belongs to the public internet."""
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address.is_site_local:
            return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    if special or address.is_link_local or not address.is_global:
        return False
    return not any(address.version == net.version and address in net for net in _MORE)


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Return the addresses of a host in the resolver's order. Raises NoAddress, at the latest after so many seconds.

    The resolver can't be told to hurry, so it is asked in a thread that is left behind when it is late.
    """
    answers: queue.SimpleQueue[list[Address] | OSError | ValueError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            # An address of a link names its interface behind a %; without it, it is the same address.
            answers.put([ip_address(str(entry[4][0]).partition("%")[0]) for entry in found])
        except (OSError, ValueError) as error:  # UnicodeError is a ValueError
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="resolver").start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise NoAddress(f"the address of {host} was not told in time") from None
    if isinstance(answer, Exception) or not answer:
        raise NoAddress(f"{host} has no address")
    return list(dict.fromkeys(answer))


def refused_address(addresses: Collection[Address], port: int, allowed: Allowed) -> Address | None:
    """Return the first address that may not be asked on this port, or None where all may."""
    for address in addresses:
        if not is_public(address) and (str(address), port) not in allowed:
            return address
    return None

"""Which addresses may be asked at all: http and https, and only servers of the public internet."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

import httpx
from courlan import normalize_url

from flows.fetch.errors import FetchError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_LONGEST = 4000  # characters
_HOST = re.compile(rb"[A-Za-z0-9._:-]{1,255}")  # after IDNA; underscores are met though no standard has them

# Addresses of cloud machines' own services that are not in any private range.
_SERVICES = (ipaddress.ip_network("168.63.129.16/32"), ipaddress.ip_network("100.100.100.200/32"))
# Translated addresses: the IPv4 address inside decides (RFC 6052, section 2.1).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def checked_url(address: str) -> httpx.URL:
    """The address as a URL without its fragment.  Raises ``FetchError`` for what is never asked."""
    if len(address) > _LONGEST:
        raise FetchError(f"the address has {len(address)} characters; no more than {_LONGEST} are taken")
    try:
        url = httpx.URL(address.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"is no address ({error})") from error
    if url.scheme not in ("http", "https"):
        raise FetchError(f"only http and https addresses are fetched, not {url.scheme or 'one without a scheme'}")
    if not url.host:
        raise FetchError("the address names no host")
    if not _HOST.fullmatch(url.raw_host):
        raise FetchError(f"{url.host!r} is no name of a host")
    if url.userinfo:
        raise FetchError("the address holds a user name or password, which would end up in the dataset; remove it")
    return url


def identity(address: str) -> str:
    """The address that names an article: without fragment, default port and the marks of those who count clicks."""
    return normalize_url(address.partition("#")[0])


def refusal(address: str, allowed: Sequence[IpNetwork] = ()) -> str | None:
    """Why a network address is not connected to; ``None`` where it may be.

    Everything that IANA does not list as globally reachable is refused (private, loopback, link-local, shared,
    reserved), multicast, and the services of cloud machines; IPv4 addresses inside IPv6 ones count as themselves.
    """
    found = _plain(ipaddress.ip_address(address.partition("%")[0]))
    if any(found in network for network in allowed):
        return None
    if found.is_multicast or not found.is_global or any(found in service for service in _SERVICES):
        return f"{found} is no public address; allow_private in [fetch] would allow its network"
    return None


def _plain(found: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64), else the address itself."""
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found.ipv4_mapped is not None:
        return found.ipv4_mapped
    if found.sixtofour is not None:
        return found.sixtofour
    if found.teredo is not None:
        return found.teredo[1]
    if found in _NAT64 or (int(found) >> 32 == 0 and int(found) > 1):
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found

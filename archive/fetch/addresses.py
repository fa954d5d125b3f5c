"""Which addresses may be fetched. Pure: it reads text, it resolves and connects to nothing.

Names are another matter: what a name leads to is known only when it is resolved, and is
checked there (:mod:`archive.fetch.guard`) with the same :func:`why_not_public`.
"""

import ipaddress
import re

import msgspec
from yarl import URL

__all__ = ["Target", "parse_target", "why_not_public"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_DOTTED_QUAD = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# What may stand in a request line as it is. Anything else is percent-encoded first.
_CLEAN = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")

# Our own table, not ipaddress.is_global, whose verdicts changed between patch releases of
# Python. From the IANA special-purpose registries (RFC 6890 and its updates).
_NOT_PUBLIC_4 = tuple(
    (ipaddress.IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a carrier's inner network"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own host"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "reserved for protocols"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
    )
)
# Addresses that carry an IPv4 address are refused as a whole, also where the inner one is
# public: whoever unwraps them (a NAT64 gateway, a 6to4 or Teredo relay) is not asked here.
_NOT_PUBLIC_6 = tuple(
    (ipaddress.IPv6Network(network), why)
    for network, why in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("::/96", "an IPv4 address in disguise"),
        ("64:ff9b::/96", "an IPv4 address behind NAT64"),
        ("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
        ("100::/64", "a black hole"),
        ("2001::/32", "an IPv4 address behind Teredo"),
        ("2001::/23", "reserved for protocols"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "an IPv4 address behind 6to4"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_UNICAST_6 = ipaddress.IPv6Network("2000::/3")


def why_not_public(address: str) -> str | None:
    """Why an IP address may not be connected to, in a few words; ``None``: it is public.

    >>> why_not_public("169.254.169.254")
    'link-local'
    >>> why_not_public("2606:4700::6810:85e5") is None
    True
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "no address"
    if isinstance(ip, ipaddress.IPv4Address):
        return next((why for network, why in _NOT_PUBLIC_4 if ip in network), None)
    if ip.scope_id is not None:
        return "an address of one network card"
    known = next((why for network, why in _NOT_PUBLIC_6 if ip in network), None)
    if known is None and ip not in _GLOBAL_UNICAST_6:
        return "outside the public range"
    return known


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where one request goes, taken apart once: what was checked is what is connected to."""

    scheme: str
    host: str
    """Lower case, IDNA-encoded, without a trailing dot; IPv6 without brackets."""
    port: int
    path: str
    """Path and query as they are sent."""

    @property
    def is_address(self) -> bool:
        return ":" in self.host or _DOTTED_QUAD.fullmatch(self.host) is not None

    @property
    def netloc(self) -> str:
        """As the Host header names it: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def parse_target(text: str) -> Target:
    """Where a URL leads, by one reader for the check and for the connection.

    Path and query stay as they were written (a signed media address must not be
    rewritten); the fragment goes. A host that a system library would read as an IPv4
    address in another form (``2130706433``, ``0x7f.1``, ``017700000001``) is refused:
    no public site is written like that, and readers differ about what it means.

    Raises:
        ValueError: it cannot be fetched; the message says why, as the end of a sentence.
    """
    text = text.strip()
    try:
        url = URL(text)
        host = (url.raw_host or "").lower()
    except ValueError as error:
        raise ValueError("it cannot be read as an address") from error
    if url.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"only http and https are fetched, not {url.scheme[:20]!r}")
    if url.raw_user is not None or url.raw_password is not None:
        raise ValueError("it carries a user name or password")
    host = host.removesuffix(".")
    _check_host(host)
    if _CLEAN.fullmatch(text):
        url = URL(text, encoded=True)
    query = f"?{url.raw_query_string}" if url.raw_query_string else ""
    return Target(
        scheme=url.scheme,
        host=host,
        port=_DEFAULT_PORTS[url.scheme] if url.port is None else url.port,
        path=(url.raw_path or "/") + query,
    )


def _check_host(host: str) -> None:
    if not host:
        raise ValueError("it names no host")
    if ":" in host:
        try:
            scope = ipaddress.IPv6Address(host).scope_id
        except ValueError as error:
            raise ValueError(f"{host[:80]!r} is no host") from error
        if scope is not None:
            raise ValueError(f"{host[:80]!r} is an address of one network card")
        return
    if len(host) > 253 or not _LABELS.fullmatch(host):
        raise ValueError(f"{host[:80]!r} is no host")
    # As browsers do: a host whose last part is a number is an IPv4 address or nothing.
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise ValueError(
                f"{host[:80]!r} is an IPv4 address in another form than four decimal numbers"
            ) from error

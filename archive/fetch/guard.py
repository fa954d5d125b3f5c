"""The gates that stand between a name and a connection, as aiohttp takes them.

A name is resolved once, its addresses are checked, and aiohttp connects to one of exactly
these: a resolver that answers otherwise a moment later (DNS rebinding) is not asked again.
The socket for the connection checks once more, so that no way round the resolver (a
literal address, a change in aiohttp) leads inside.
"""

import socket
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import AddrInfoType

from archive.errors import AddressRefused
from archive.fetch.addresses import why_not_public

__all__ = ["CheckedResolver", "GateClosed", "PeerResponse", "checked_socket", "peer_text"]

_DER = 2
"""``_ssl.ENCODING_DER``."""


class CheckedResolver(AbstractResolver):
    """Gives the public addresses of a name.

    Raises:
        AddressRefused: it has addresses, and none is public.
        OSError: it has no address.
    """

    def __init__(self, resolver: AbstractResolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        verdicts = [(result, why_not_public(result["host"])) for result in found]
        public = [result for result, why in verdicts if why is None]
        if not verdicts:
            raise OSError(f"no address for {host}")
        if not public:
            result, why = verdicts[0]
            raise AddressRefused(f"{host} leads to {result['host']} ({why}), no public address.")
        return public

    async def close(self) -> None:
        await self._resolver.close()


class GateClosed(PermissionError):
    """A connection to an address that is not public was about to be made.

    An ``OSError``, so that aiohttp goes on to the next address of the name.
    """


def checked_socket(info: AddrInfoType) -> socket.socket:
    """A socket for the very address that it is about to be connected to.

    Raises:
        GateClosed: that address is not public.
    """
    family, kind, protocol, _, address = info
    if why_not_public(str(address[0])) is not None:
        # The same text for each address, so that aiohttp does not merge them into one.
        raise GateClosed("no public address")
    return socket.socket(family, kind, protocol)


class PeerResponse(aiohttp.ClientResponse):
    """A response that remembers the connection it came over, which may be reused by then."""

    peer: tuple[Any, ...] | None = None
    """The socket address of the other side."""
    chain: tuple[bytes, ...] = ()
    """Its certificates in DER, its own first; empty without TLS."""

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        if (transport := connection.transport) is not None:
            self.peer = transport.get_extra_info("peername")
            self.chain = _chain(transport.get_extra_info("ssl_object"))
        return await super().start(connection)


def peer_text(address: tuple[Any, ...]) -> str:
    """A socket address as a record shows it: ``192.0.2.1:443``, ``[2001:db8::1]:443``."""
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _chain(tls: Any) -> tuple[bytes, ...]:
    """The verified chain. Public since Python 3.13; 3.11 and 3.12, which change no more,
    have it below ``_sslobj``. Where neither is there, the server's own certificate alone.
    """
    if tls is None:
        return ()
    if (public := getattr(tls, "get_verified_chain", None)) is not None:
        return tuple(public() or ())
    inner = getattr(getattr(tls, "_sslobj", None), "get_verified_chain", None)
    if inner is not None:
        return tuple(certificate.public_bytes(_DER) for certificate in inner() or ())
    own = tls.getpeercert(binary_form=True)
    return (own,) if own else ()

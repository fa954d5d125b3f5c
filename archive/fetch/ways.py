"""Which way a request goes: straight through the guard, by a route, or by the proxy."""

import base64
import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver
from yarl import URL

from archive.errors import ConfigError, Unreachable
from archive.fetch.addresses import Target, parse_target, why_not_public
from archive.fetch.decoding import ACCEPT_ENCODING
from archive.fetch.failures import tell_broken
from archive.fetch.guard import CheckedResolver, PeerResponse, checked_socket, peer_text
from archive.settings import FetchSettings

__all__ = ["Way", "Ways"]


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How one target is reached: over which session, and what is said to whom."""

    session: aiohttp.ClientSession
    url: URL
    headers: dict[str, str] = {}
    options: dict[str, Any] = {}
    route: str | None = None
    guarded: bool = False
    """The connection must end at a public address."""
    proxied: bool = False
    told: str | None = None
    """The address that the proxy was told to reach, in place of the peer that we do not see."""


class Ways:
    """The sessions of one client, and which of them a target takes.

    There are two, so that no connection to an address of ``config.toml`` (a routed origin,
    the proxy) is ever reused for an address from data: only the guarded one meets those.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        user_agent: str,
        proxy_password: str | None,
        ssl_context: ssl.SSLContext | None,
        resolver: AbstractResolver | None,
    ) -> None:
        self._settings = settings
        self._user_agent = user_agent
        self._routes = {
            host.lower(): _origin(f"fetch.routes.{host!r}", origin)
            for host, origin in settings.routes.items()
        }
        self._proxy, self._proxy_headers = _proxy(settings.proxy, proxy_password)
        self._ssl: ssl.SSLContext | bool = True if ssl_context is None else ssl_context
        self._given_resolver = resolver

    def open(self) -> None:
        """Makes the sessions; needs a running event loop."""
        self._resolver = CheckedResolver(self._given_resolver or aiohttp.ThreadedResolver())
        self._guarded = self._session(
            aiohttp.TCPConnector(
                limit=0, ssl=self._ssl, resolver=self._resolver, socket_factory=checked_socket
            )
        )
        self._trusted = self._session(aiohttp.TCPConnector(limit=0, ssl=self._ssl))

    async def close(self) -> None:
        await self._guarded.close()
        await self._trusted.close()
        await self._resolver.close()

    def admit(self, url: str) -> Target:
        """Where a URL leads, if it may be asked as far as can be told without resolving.

        Raises:
            ValueError: it may not; the message is the end of a sentence.
        """
        target = parse_target(url)
        if self._route(target) is None:
            if target.port not in self._settings.ports:
                raise ValueError(f"port {target.port} is not one of those in [fetch] ports")
            if target.is_address and (why := why_not_public(target.host)) is not None:
                raise ValueError(f"{target.host} is no public address ({why})")
        return target

    async def way(self, target: Target) -> Way:
        """How an admitted target is reached.

        Raises:
            AddressRefused: behind a proxy, its name leads to no public address. Without
                one that is found out when the connection is made.
            Unreachable: behind a proxy, its name has no address.
        """
        if (route := self._route(target)) is not None:
            return Way(
                session=self._trusted,
                url=URL(route + target.path, encoded=True),
                headers={"Host": target.netloc},
                route=route,
            )
        if self._proxy is None:
            return Way(session=self._guarded, url=URL(target.url, encoded=True), guarded=True)
        return await self._by_proxy(target)

    async def _by_proxy(self, target: Target) -> Way:
        told = target
        if not self._settings.proxy_guards and not target.is_address:
            told = msgspec.structs.replace(target, host=await self._address(target))
        headers = {"Host": target.netloc}
        options: dict[str, Any] = {"proxy": self._proxy}
        if target.scheme == "https":
            options["proxy_headers"] = self._proxy_headers
            if told is not target:
                options["server_hostname"] = target.host
        else:
            headers |= self._proxy_headers
        return Way(
            session=self._trusted,
            url=URL(told.url, encoded=True),
            headers=headers,
            options=options,
            proxied=True,
            told=peer_text((told.host, told.port)) if told.is_address else None,
        )

    async def _address(self, target: Target) -> str:
        try:
            found = await self._resolver.resolve(target.host, target.port)
        except OSError as error:
            raise Unreachable(f"{target.host} has no address.") from error
        # IPv4 first: whether the proxy has IPv6 is not known here.
        return min((result["host"] for result in found), key=lambda address: ":" in address)

    def _route(self, target: Target) -> str | None:
        if not self._routes:
            return None
        for key in (target.netloc, target.host, "*"):
            if (origin := self._routes.get(key)) is not None:
                return origin
        return None

    def _session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING},
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=PeerResponse,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=self._settings.connect_timeout),
            max_line_size=self._settings.max_headers,
            max_field_size=self._settings.max_headers,
            middlewares=(tell_broken,),
        )


def _origin(key: str, text: str) -> str:
    try:
        target = parse_target(text)
    except ValueError as error:
        raise ConfigError(f"config.toml: {key} is {text!r}: {error}.") from error
    if target.path != "/":
        raise ConfigError(
            f"config.toml: {key} is {text!r}; it takes an origin without a path, like "
            "http://127.0.0.1:9000: the path of the request is kept."
        )
    return target.origin


def _proxy(text: str, password: str | None) -> tuple[URL | None, dict[str, str]]:
    """The proxy's address, and the header that it wants."""
    if not text:
        return None, {}
    parts = urlsplit(text)
    if parts.scheme != "http" or not parts.hostname or parts.password is not None:
        raise ConfigError(
            "config.toml: fetch.proxy takes http://HOST:PORT or http://USER@HOST:PORT; the "
            "password stands in the environment variable that fetch.proxy_password_env names."
        )
    address = URL(f"http://{parts.netloc.rpartition('@')[2]}")
    if parts.username is None:
        return address, {}
    credentials = f"{unquote(parts.username)}:{password or ''}".encode()
    return address, {"Proxy-Authorization": f"Basic {base64.b64encode(credentials).decode()}"}

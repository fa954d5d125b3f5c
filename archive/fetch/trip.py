"""One request to an admitted address and its answer: sent, read within the limit, recorded."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from archive.errors import AddressRefused, TooLarge
from archive.fetch.addresses import Target, why_not_public
from archive.fetch.decoding import OverLimit, decode_content
from archive.fetch.fetched import Fetched
from archive.fetch.guard import PeerResponse, peer_text
from archive.fetch.redaction import Pairs, Redactor
from archive.fetch.ways import Way, Ways
from archive.records import Exchange

__all__ = ["Trip"]

# Above these sizes, decoding would keep everybody else waiting: it goes to a thread.
_INLINE_RAW = 128 * 1024
_INLINE_DECODED = 16 * 1024 * 1024


class Trip:
    """One request on its way: what is known of it so far, wherever it ends.

    With a ``form`` it is a POST. Whoever sends one asks for a credential with another: of what is
    sent and of what comes back no body is recorded.
    """

    def __init__(self, target: Target, headers: dict[str, str], form: bytes | None = None) -> None:
        self.response: PeerResponse | None = None
        self._target = target
        self._headers = headers
        self._form = form
        self._way: Way | None = None
        self._coming = bytearray()
        self._raw = b""
        self._decoded = b""

    @property
    def _method(self) -> str:
        return "GET" if self._form is None else "POST"

    async def go(self, ways: Ways, max_headers: int) -> None:
        """Sends the request, and has the headers of the answer."""
        way = self._way = await ways.way(self._target)
        response = await way.session.request(
            self._method,
            way.url,
            data=self._form,
            headers=self._headers | way.headers,
            allow_redirects=False,
            **way.options,
        )
        assert isinstance(response, PeerResponse)  # noqa: S101  the session makes no other
        self.response = response
        if way.guarded and (response.peer is None or why_not_public(response.peer[0])):
            raise AddressRefused(f"{self._target.host} was answered from no public address.")
        if sum(len(name) + len(value) + 4 for name, value in response.raw_headers) > max_headers:
            raise TooLarge(f"The headers of {self._target.origin} are larger than allowed.")

    async def read(self, limit: int) -> None:
        """Reads the body as it comes, and not further than the limit."""
        assert self.response is not None  # noqa: S101  go() came first
        too_large = (self.response.content_length or 0) > limit
        while not too_large and (chunk := await self.response.content.readany()):
            self._coming += chunk
            too_large = len(self._coming) > limit
        if too_large:
            self._coming.clear()
            raise OverLimit
        self._raw = bytes(self._coming)
        self._coming.clear()

    async def decode(self, limit: int) -> None:
        assert self.response is not None  # noqa: S101  go() came first
        raw = self._raw
        coding = ",".join(self.response.headers.getall("Content-Encoding", ()))
        if coding and (len(raw) > _INLINE_RAW or limit > _INLINE_DECODED):
            self._decoded = await asyncio.to_thread(decode_content, raw, coding, limit)
        else:
            self._decoded = decode_content(raw, coding, limit)

    def end(self) -> None:
        """Gives the connection back; closes it when the answer was not read to its end."""
        if self.response is not None:
            self.response.close()

    def exchange(
        self, redactor: Redactor, *, requested_at: datetime, seconds: float, error: str | None
    ) -> Exchange:
        """The record of it, without credentials."""
        response, way = self.response, self._way
        url = self._target.url
        sent: Mapping[str, str] = {"Host": self._target.netloc} | self._headers
        status = reason = http_version = None
        came: Pairs = ()
        if response is not None:
            sent = response.request_info.headers
            status, reason = response.status, response.reason
            if (number := response.version) is not None:
                http_version = f"HTTP/{number.major}.{number.minor}"
            came = tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in response.raw_headers
            )
        # What is said to a proxy is no part of the exchange with the host.
        went = tuple(pair for pair in sent.items() if pair[0].lower() != "proxy-authorization")
        shown = redactor.url(url), redactor.headers(went), redactor.headers(came)
        return Exchange(
            method=self._method,
            url=shown[0],
            requested_at=requested_at,
            seconds=seconds,
            status=status,
            reason=reason,
            http_version=http_version,
            request_headers=shown[1],
            response_headers=shown[2],
            body=self._raw or bytes(self._coming) if self._form is None else b"",
            peer=self._peer(),
            tls=() if response is None else response.chain,
            redacted=self._form is not None or shown != (url, went, came),
            route=None if way is None else way.route,
            error=error,
        )

    def fetched(self, redactor: Redactor) -> Fetched:
        assert self.response is not None  # noqa: S101  go() came first
        return Fetched(
            status=self.response.status,
            url=redactor.url(self._target.url),
            headers=self.response.headers,
            body=self._decoded,
        )

    def _peer(self) -> str | None:
        if self._way is not None and self._way.proxied:
            return self._way.told
        if self.response is None or self.response.peer is None:
            return None
        return peer_text(self.response.peer)

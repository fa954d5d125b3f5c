"""The fakes, public: for our own tests and for whoever adds a platform."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote, urlencode, urljoin

from archive.errors import FetchError, TooLarge, TooManyRedirects

__all__ = ["Asked", "FakeFetcher", "FakeResponse"]

Body: TypeAlias = bytes | str | dict[str, Any] | list[Any]
"""Bytes as they are, text as UTF-8, anything else as JSON."""

FakeAnswer: TypeAlias = tuple[int, Mapping[str, str], Body] | FetchError
"""Status, headers and body; or the error that is raised in place of an answer."""

MAX_REDIRECTS = 5


class FakeResponse:
    """A :class:`~archive.platforms.base.Response` from values."""

    def __init__(
        self,
        url: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        body: Body = b"",
    ) -> None:
        self.url = url
        self.status = status
        self.headers: Mapping[str, str] = _Headers(headers or {})
        if isinstance(body, bytes):
            self.body = body
        elif isinstance(body, str):
            self.body = body.encode("utf-8")
        else:
            self.body = json.dumps(body).encode("utf-8")

    def text(self) -> str:
        charset = re.search(r'charset="?([\w-]+)', self.headers.get("content-type", ""))
        try:
            return self.body.decode(charset[1] if charset else "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.body)


class Asked(NamedTuple):
    """One request that a :class:`FakeFetcher` was asked for."""

    url: str
    """With its parameters."""
    headers: dict[str, str]
    secrets: tuple[str, ...]
    media: bool
    form: dict[str, str] | None = None
    """What was posted; ``None``: it was a GET."""


class FakeFetcher:
    """A :class:`~archive.platforms.base.Fetcher` that answers from a table.

    A key is the beginning of an address (parameters included), or a function of the whole
    address; the first that fits answers. A value is ``(status, headers, body)``, or a
    :class:`~archive.errors.FetchError` to raise. An answer 301 to 308 with a ``Location``
    is followed, as the real client does. An address that nothing fits is a mistake in the
    test, and says so.

    >>> import asyncio
    >>> fetcher = FakeFetcher({"https://example.org/a": (200, {}, {"ok": True})})
    >>> asyncio.run(fetcher.get("https://example.org/a", params={"id": "1"})).json()
    {'ok': True}
    >>> fetcher.urls
    ['https://example.org/a?id=1']
    """

    def __init__(self, answers: Mapping[str | Callable[[str], bool], FakeAnswer]) -> None:
        self.answers = dict(answers)
        self.asked: list[Asked] = []

    @property
    def urls(self) -> list[str]:
        """The addresses asked for, in order, redirects included."""
        return [asked.url for asked in self.asked]

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        media: bool = False,
        most: int | None = None,
    ) -> FakeResponse:
        if params:
            url += ("&" if "?" in url else "?") + urlencode(params, quote_via=quote)
        for _ in range(MAX_REDIRECTS + 1):
            self.asked.append(Asked(url, dict(headers or {}), secrets, media))
            answer = self._answer(url)
            if isinstance(answer, FetchError):
                raise answer
            response = FakeResponse(url, *answer)
            target = response.headers.get("location")
            if not 300 < response.status < 309 or target is None:
                if most is not None and len(response.body) > most:
                    raise TooLarge(f"{url} has more than {most:,} bytes.")
                return response
            url = urljoin(url, target)
        raise TooManyRedirects(f"More than {MAX_REDIRECTS} redirects, the last to {url}.")

    async def post(
        self,
        url: str,
        *,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
    ) -> FakeResponse:
        self.asked.append(Asked(url, dict(headers or {}), secrets, media=False, form=dict(form)))
        answer = self._answer(url)
        if isinstance(answer, FetchError):
            raise answer
        return FakeResponse(url, *answer)

    def _answer(self, url: str) -> FakeAnswer:
        for key, answer in self.answers.items():
            if key(url) if callable(key) else url.startswith(key):
                return answer
        raise AssertionError(f"the test has no answer for {url}; it has {list(self.answers)}")


class _Headers(dict[str, str]):
    """Headers by name in any case."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in headers.items()})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)

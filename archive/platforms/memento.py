"""A post's copy in a web archive, as a source of any platform.

The index of the Wayback Machine (CDX) names its captures; the bytes as they came are had with
``id_`` behind the time
(https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server). Any other archive
with a TimeGate is asked as RFC 7089 says. What is archived is what the archive's robot was
given: its ``Memento-Datetime`` is the time of the copy, and an archived 429 or a login page is no
copy.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from archive.clock import Clock, utc_now
from archive.errors import FetchError
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import leads_to_login, refusal
from archive.platforms.base import About, Fetcher, Response
from archive.platforms.cdx import Capture, captures_in, same_page, time_of
from archive.records import PostRef, Snapshot
from archive.settings import WebArchivesSettings

__all__ = ["ABOUT", "WebArchive"]

_NEWEST = 4
_OLDEST = 2
"""Copies that are read until one holds the post: the newest, then the oldest, since a platform
whose pages are empty today gave them whole to the robots of its early years."""
_ROWS = 50
"""Captures of a page that the index is asked for at once."""
_OTHERS = 3
"""More copies of a TimeGate's archive, after the one that it chose."""
_SKEW = timedelta(minutes=10)
"""By which an archive's clock may be ahead of ours."""
_APART = timedelta(days=1)
"""Between a copy's own time and the one in its address at most: archives write the latter in
zones of their own."""

_TIME_IN_PATH = re.compile(r"/(\d{14})((?:[a-z]{2}_)?)/(?=https?:)", re.IGNORECASE)
_LINK = re.compile(r"<([^<>]{1,8192})>((?:[^<>\",]|\"[^\"]{0,999}\"){0,99})")
_REL = re.compile(r";\s*rel\s*=\s*\"?([^\";]{1,99})", re.IGNORECASE)
_DATETIME = re.compile(r";\s*datetime\s*=\s*\"([^\"]{1,99})\"", re.IGNORECASE)

ABOUT = About(
    source="web-archive",
    terms="web archive",
    terms_url="https://archive.org/about/terms.php",
)

_NONE = Refused(reason="not shown", detail="No web archive has a copy of it.")


class WebArchive:
    """A :class:`~archive.platforms.base.Source` that asks web archives for a post's page.

    ``pages`` gives the addresses under which the post may have been archived, the best first;
    ``read`` reads an archived answer as the platform's own, from the address that it was archived
    from, and gives what it is.
    """

    name = ABOUT.source

    def __init__(
        self,
        archives: WebArchivesSettings,
        pages: Callable[[PostRef], tuple[str, ...]],
        read: Callable[[Response, PostRef], Answer],
        *,
        clock: Clock = utc_now,
    ) -> None:
        self._wayback = archives.wayback.rstrip("/")
        self._timegates = archives.timegates
        self._pages = pages
        self._read = read
        self._clock = clock

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The newest copy that holds the post, as of the time of the copy.

        A copy never says that a post is gone: what a robot was not given says nothing of it.
        One archive that is out of order does not cost the others.
        """
        told: list[Refused | Failed] = []
        broken: list[FetchError] = []
        pages = self._pages(ref)
        ways = [self._of_wayback(pages, fetcher, told, broken)] if self._wayback else []
        ways += [
            self._of_timegate(gate, page, fetcher, told, broken)
            for gate in self._timegates
            for page in pages
        ]
        for copies in ways:
            async for response in copies:
                # A page may be large, and whoever else is served does not wait for it.
                answer = await asyncio.to_thread(self._read_copy, response, ref)
                if isinstance(answer, Found):
                    return answer
                told.append(answer)
        limited = next((one for one in told if one.reason == "limited"), None)
        if limited is None and broken:
            raise broken[0]  # what it holds is not known
        return limited or (told[-1] if told else _NONE)

    def _read_copy(self, response: Response, ref: PostRef) -> Found | Refused | Failed:
        """What a copy holds, or why it is none."""
        host = urlsplit(response.url).hostname
        at = memento_datetime(response)
        if at is None:
            return refusal(response, str(host)) or _no_copy(response, str(host))
        day = f"{at:%Y-%m-%d}"
        written = time_in(response.url)
        if at > self._clock() + _SKEW or (written and abs(written - at) > _APART):
            return Failed(
                reason="malformed",
                detail=f"{host} gave a copy whose Memento-Datetime ({at:%Y-%m-%d %H:%M:%S}) cannot "
                "be the time of the copy.",
            )
        if response.status != 200:
            return Refused(
                reason="not shown",
                detail=f"The copy of {day} at {host} is that of an answer HTTP {response.status}, "
                "not of the post.",
            )
        copy = _Copy(response)
        post = urlsplit(ref.url).path
        if leads_to_login(copy.url, lambda address: urlsplit(address).path == post):
            return Refused(
                reason="login",
                detail=f"The copy of {day} at {host} is that of a login page, not of the post.",
            )
        answer = self._read(copy, ref)
        if isinstance(answer, Found):
            return _as_of(answer, at, _beside(response.url))
        if isinstance(answer, (Refused, Failed)):
            return replace(answer, detail=f"Of the copy of {day} at {host}: {answer.detail}")
        return Refused(
            reason="not shown",
            detail=f"The copy of {day} at {host} is that of a notice: “{answer.basis}”",
        )

    async def _of_wayback(
        self,
        pages: tuple[str, ...],
        fetcher: Fetcher,
        told: list[Refused | Failed],
        broken: list[FetchError],
    ) -> AsyncIterator[Response]:
        """The copies that the index names, of all pages, in the order in which they are read."""
        listed: list[Capture] = []
        for page in pages:
            for rows in (-_ROWS, _OLDEST):
                try:
                    found = await self._index(page, rows, fetcher)
                except FetchError as error:
                    broken.append(error)
                    break
                if isinstance(found, (Refused, Failed)):
                    told.append(found)
                    if found.reason == "limited":
                        return
                    break
                listed += found
                if len(found) < _ROWS:
                    break
        for capture in _in_order(listed):
            address = f"{self._wayback}/web/{capture.timestamp}id_/{capture.original}"
            response = await _got(address, fetcher, broken)
            if response is None:
                continue
            if response.status == 429 and memento_datetime(response) is None:
                told.append(Refused(reason="limited", detail=_limited(response)))
                return
            yield response

    async def _index(
        self, page: str, rows: int, fetcher: Fetcher
    ) -> list[Capture] | Refused | Failed:
        """What the index lists of a page: the last rows, where their number is negative."""
        response = await fetcher.get(
            f"{self._wayback}/cdx/search/cdx",
            # Rows of a revisit have no status of their own, so those with another one are left out.
            params={
                "url": page,
                "output": "json",
                "filter": "!statuscode:[1345]..",
                "limit": str(rows),
            },
        )
        host = urlsplit(self._wayback).hostname
        if response.status == 403 and b"Blocked Site" in response.body[:65_536]:
            return Refused(
                reason="not shown",
                detail=f"{host} shows no copies of this site, at its owner's wish or its own: "
                "“Blocked Site Error”.",
            )
        if response.status == 429:
            return Refused(reason="limited", detail=_limited(response))
        refused = refusal(response, str(host))
        if refused is not None:
            return refused
        listed = captures_in(response.text())
        if listed is None:
            if response.body.lstrip().startswith(b"<"):
                return Refused(
                    reason="not shown", detail=f"{host} answered with a page, not with its index."
                )
            return Failed(
                reason="malformed", detail=f"{host} answered with something that is no index."
            )
        return listed

    async def _of_timegate(
        self,
        gate: str,
        page: str,
        fetcher: Fetcher,
        told: list[Refused | Failed],
        broken: list[FetchError],
    ) -> AsyncIterator[Response]:
        """The copy that a TimeGate leads to, and others that it names (RFC 7089 section 4)."""
        address = f"{gate}{'' if gate.endswith(('/', '=', '?')) else '/'}{page}"
        asked = {"Accept-Datetime": format_datetime(self._clock(), usegmt=True)}
        chosen = await _got(address, fetcher, broken, asked)
        if chosen is None:
            return
        links = links_of(chosen)
        others = [url for url in mementos_in(links) if url != chosen.url]
        if memento_datetime(chosen) is None:
            refused = refusal(chosen, str(urlsplit(gate).hostname))
            if refused is not None and chosen.status not in {300, 404}:
                told.append(refused)
            if refused is not None and chosen.status != 300:
                return
        else:
            original = next((url for url, rel, _ in links if "original" in rel), page)
            if not same_page(original, page):
                told.append(
                    Failed(
                        reason="another post",
                        detail=f"{urlsplit(gate).hostname} led to the copy of another page.",
                    )
                )
                return
            yield await _unchanged(chosen, fetcher, broken)
        for url in others[:_OTHERS]:
            response = await _got(url, fetcher, broken)
            if response is not None:
                yield await _unchanged(response, fetcher, broken)


class _Copy:
    """An archived answer as the platform's own: from the address that it was archived from."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers
        self.body: bytes = response.body
        path = _TIME_IN_PATH.search(response.url)
        originals = [url for url, rel, _ in links_of(response) if "original" in rel]
        self.url: str = (
            response.url[path.end() :] if path else (originals[0] if originals else response.url)
        )

    def text(self) -> str:
        return self._response.text()

    def json(self) -> object:
        return self._response.json()


def memento_datetime(response: Response) -> datetime | None:
    """When a copy was made (RFC 7089 section 2.1.1); ``None``: the answer is no memento."""
    try:
        return _http_date(response.headers["memento-datetime"])
    except KeyError:
        return None


def time_in(url: str) -> datetime | None:
    """The 14 digits in a copy's address, where there are any: after a redirect, those of the copy
    that is at hand, not of the one that was asked for.
    """
    found = _TIME_IN_PATH.search(url)
    return time_of(found[1]) if found else None


def links_of(response: Response) -> list[tuple[str, frozenset[str], datetime | None]]:
    """The ``Link`` header (RFC 8288): address, relations, and of a memento its time."""
    found = []
    for link in _LINK.finditer(response.headers.get("link", "")[:65_536]):
        rel, at = _REL.search(link[2]), _DATETIME.search(link[2])
        relations = frozenset(rel[1].lower().split()) if rel else frozenset()
        try:
            address = urljoin(response.url, link[1])
        except ValueError:  # no address at all
            continue
        found.append((address, relations, _http_date(at[1]) if at else None))
    return found


def mementos_in(links: list[tuple[str, frozenset[str], datetime | None]]) -> list[str]:
    """The addresses of copies, the newest first; those without a time last."""
    none = datetime.min.replace(tzinfo=UTC)
    copies = {url: at or none for url, relations, at in links if "memento" in relations}
    return sorted(copies, key=lambda url: copies[url], reverse=True)


def _http_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _in_order(listed: list[Capture]) -> list[Capture]:
    """The captures that are read: the newest, then the oldest. The same bytes are read once."""
    by_digest: dict[str, Capture] = {}
    for capture in sorted(listed, key=lambda one: one.timestamp, reverse=True):
        by_digest.setdefault(capture.digest or capture.timestamp, capture)
    each = list(by_digest.values())
    return [*each[:_NEWEST], *reversed(each[_NEWEST:][-_OLDEST:])]


async def _got(
    address: str,
    fetcher: Fetcher,
    broken: list[FetchError],
    headers: Mapping[str, str] | None = None,
) -> Response | None:
    """The answer, or ``None`` and the error that is told if no other copy holds the post."""
    try:
        return await fetcher.get(address, headers=headers)
    except FetchError as error:
        broken.append(error)
        return None


async def _unchanged(response: Response, fetcher: Fetcher, broken: list[FetchError]) -> Response:
    """The copy as it came to the archive, where that gives it under the address that the
    software of most does (``id_``): else with the archive's own banner and links.
    """
    path = _TIME_IN_PATH.search(response.url)
    if path is None or path[2]:
        return response
    address = f"{response.url[: path.end(1)]}id_{response.url[path.end(2) :]}"
    raw = await _got(address, fetcher, broken)
    good = raw is not None and raw.status == response.status and memento_datetime(raw) is not None
    return raw if raw is not None and good else response


def _no_copy(response: Response, host: str) -> Refused | Failed:
    """What is said by an answer of an archive that has no time."""
    body = response.body.lstrip()
    if not body or body.startswith(b"<"):
        return Refused(
            reason="not shown", detail=f"{host} answered with a page that is no copy of it."
        )
    return Failed(
        reason="malformed",
        detail=f"{host} answered without a Memento-Datetime, as no copy is answered with.",
    )


def _limited(response: Response) -> str:
    host = urlsplit(response.url).hostname
    after = response.headers.get("retry-after", "")
    wait = f"; it asks to wait {after} seconds" if re.fullmatch(r"[0-9]{1,6}", after) else ""
    return f"{host} was asked more than it allows for now (HTTP 429){wait}."


def _beside(url: str) -> str | None:
    """The beginning of the addresses under which an archive has what it took at the time of a
    copy, as it came; ``None`` where its addresses are of another kind.
    """
    path = _TIME_IN_PATH.search(url)
    return f"{url[: path.end(1)]}id_/" if path else None


def _as_of(found: Found, at: datetime, beside: str | None) -> Found:
    """The newest version is that of the copy's time; what came along is as old. Pictures that the
    platform has no more may be in the archive, too.
    """

    def then(snapshot: Snapshot) -> Snapshot:
        media = tuple(
            replace(medium, urls=(*medium.urls, *(f"{beside}{url}" for url in medium.urls)))
            if beside
            else medium
            for medium in snapshot.media
        )
        return replace(snapshot, media=media, as_of=at, as_of_basis="Memento-Datetime")

    newest = then(found.snapshots[-1])
    along = tuple(then(snapshot) for snapshot in found.along)
    return replace(found, snapshots=(*found.snapshots[:-1], newest), along=along)

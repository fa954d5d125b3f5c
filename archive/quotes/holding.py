"""Holds an article's quotations against the statements that are kept: the part that reads."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from archive.articles.body import Body, read_body
from archive.articles.reading import Article
from archive.clock import Clock
from archive.folding import fold
from archive.officials import Official, fold_handle
from archive.platforms import HAND
from archive.query import Filter, Period, Query, parse
from archive.quotes.compare import quotation_words
from archive.quotes.deciding import Finding, decide
from archive.quotes.evidence import (
    Covered,
    Evidence,
    Span,
    Version,
    covered_by,
    origin_of,
    span_around,
)
from archive.quotes.quotations import Quotation, lines_of, quotations
from archive.quotes.speakers import Known, People, handles_in, heads_of, named_at_all
from archive.records import HIDDEN, Stored
from archive.settings import QuotesSettings
from archive.storage.base import Storage
from archive.storage.editors import QuotedPost
from archive.storage.register import Listed
from archive.storage.search import Hit
from archive.text import clean_text

__all__ = ["MAX_QUOTATIONS", "HeldQuotation", "QuotedArticle", "Quotes", "body_of", "quoted_posts"]

MAX_QUOTATIONS = 300
"""Of one article; those after them are not looked at, and that is told."""
_MOST_POSTS = 1_000
"""Of one official in the time around an article: the newest."""
_PAGE = 200
_PHRASE = 8
"""Words in a row by which the posts of others are looked for."""


class HeldQuotation(msgspec.Struct, frozen=True, kw_only=True):
    """One quotation, what can be said of it, and what it was held against."""

    quotation: Quotation
    finding: Finding
    covered: Covered


class QuotedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article's quotations, in order."""

    title: str | None
    published: datetime | date | None
    """As the article says; ``None``: it does not, and its day is taken to be today."""
    quotations: tuple[HeldQuotation, ...]
    left_out: int = 0
    """Quotations that were not looked at, because there are too many."""


def body_of(article: Article) -> Body:
    """What an article that was fetched or handed in says."""
    return read_body(clean_text(article.text)[0].lstrip("\ufeff"), kind=article.kind)


def quoted_posts(article: QuotedArticle) -> tuple[QuotedPost, ...]:
    """The posts that an article quotes in words, with the snapshot that each quotation was held
    against; not those of another speaker than the article names.
    """
    return tuple(
        QuotedPost(
            post=held.finding.match.evidence.post,
            text=held.quotation.text,
            snapshot=held.finding.match.version.n,
            result=held.finding.result,
        )
        for held in article.quotations
        if held.finding.match is not None and held.finding.result != "another speaker"
    )


class _Posts(msgspec.Struct, frozen=True):
    """What is kept of one official in the time around the article."""

    official: Official
    handles: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Quotes:
    """Holds quotations against what a storage keeps."""

    def __init__(self, storage: Storage, clock: Clock, settings: QuotesSettings) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings

    async def remember(self, url: str, article: QuotedArticle, *, by: str) -> None:
        """Keeps which posts an article quotes: its editors are told when one of them changes."""
        await self._storage.set_quotations(url, quoted_posts(article), by=by, at=self._clock())

    async def of_article(
        self,
        body: Body,
        *,
        published: date | None = None,
        drafts: bool = False,
        names: bool = False,
    ) -> QuotedArticle:
        """What can be said of each quotation of an article. ``published`` goes before the date
        that the article says. With ``drafts``, drafts count: the answer is for editors. With
        ``names`` it says who typed something in, which readers are not told.

        A post that is withheld or erased never counts, nor is it named; and neither does one that
        is kept only because another refers to it.
        """
        told = published or body.published
        span = span_around(
            told or self._clock(), self._settings.days_before, self._settings.days_after
        )
        listed = await self._storage.list_officials(drafts=drafts)
        handles = await self._handles(body, span, drafts=drafts)
        found = await asyncio.to_thread(_quotations, body, listed, handles, span.last)
        known: dict[str, _Posts | None] = {}
        held: list[HeldQuotation] = []
        for quotation in found[:MAX_QUOTATIONS]:
            slug = quotation.official
            if slug is not None and slug not in known:
                known[slug] = await self._posts_of(slug, span, drafts=drafts, names=names)
            posts = None if slug is None else known[slug]
            held.append(
                await self._held(quotation, posts, span, lang=body.lang, drafts=drafts, names=names)
            )
        return QuotedArticle(
            title=body.title,
            published=told,
            quotations=tuple(held),
            left_out=max(0, len(found) - MAX_QUOTATIONS),
        )

    async def _handles(
        self, body: Body, span: Span, *, drafts: bool
    ) -> Mapping[str, frozenset[str]]:
        """By slug, the handles that an article names, ``@ana``, of those who had them then."""
        written = handles_in(line.text for line in lines_of(body))
        claims = await self._storage.all_claims() if written else ()
        slugs = {one.official for one in claims if fold_handle(one.handle or "") in written}
        found: dict[str, frozenset[str]] = {}
        for slug in sorted(slugs):
            official = await self._storage.official(slug, drafts=drafts)
            if official is not None:
                theirs = frozenset(map(fold_handle, _handles_of(official, span)))
                found[slug] = theirs & written
        return found

    async def _held(
        self,
        quotation: Quotation,
        posts: _Posts | None,
        span: Span,
        *,
        lang: str | None,
        drafts: bool,
        names: bool,
    ) -> HeldQuotation:
        own = () if posts is None else posts.evidence
        of_speaker = () if posts is None else _names(posts.official)
        finding = await asyncio.to_thread(decide, quotation, own, lang=lang, of_speaker=of_speaker)
        if finding.result in {"no post", "translation"}:
            found = list(await self._with_words(quotation.text, span, drafts=drafts, names=names))
            seen = {one.post for one in own}
            mine = [one for one in found if one.post not in seen and _is_by(one, posts, quotation)]
            others = [
                one for one in found if one.post not in seen and not _is_by(one, posts, quotation)
            ]
            finding = await asyncio.to_thread(
                decide, quotation, (*own, *mine), others, lang=lang, of_speaker=of_speaker
            )
        return HeldQuotation(
            quotation=quotation,
            finding=finding,
            covered=await self._covered(quotation, posts, span, drafts=drafts),
        )

    async def _covered(
        self, quotation: Quotation, posts: _Posts | None, span: Span, *, drafts: bool
    ) -> Covered:
        if posts is not None:
            return covered_by(quotation.official, posts.handles, posts.evidence, span)
        everybody = covered_by(None, (), (), span)
        return replace(
            everybody, posts=await self._storage.count(_within(Query(), span), drafts=drafts)
        )

    async def _posts_of(self, slug: str, span: Span, *, drafts: bool, names: bool) -> _Posts | None:
        """The posts of an official: those that a person confirmed, and those of the accounts that
        the register says are theirs at the time.
        """
        official = await self._storage.official(slug, drafts=drafts)
        if official is None:
            return None
        handles = _handles_of(official, span)
        if drafts:
            for account in await self._storage.accounts_of(slug):
                handles += [seen.handle for seen in account.handles[:1]]
        handles = list({fold_handle(handle): handle for handle in handles}.values())
        asked = [slug, *(f"@{handle}" for handle in handles)]
        filters = tuple(Filter("from", name.removeprefix("@").lower()) for name in asked)
        hits = [
            hit
            for hit in await self._hits(_within(Query(filters=filters), span), drafts=drafts)
            if _is_theirs(hit, official)
        ]
        return _Posts(
            official,
            tuple(handles),
            await self._evidence(hits, official, drafts=drafts, names=names),
        )

    async def _with_words(
        self, text: str, span: Span, *, drafts: bool, names: bool
    ) -> tuple[Evidence, ...]:
        """The posts of anybody that have the longest row of words of a quotation."""
        words = quotation_words(text)
        edges = [0, *sorted(words.gaps), len(words.folded)]
        rows = [words.folded[begin:end] for begin, end in pairwise(edges)]
        row = max(rows, key=len, default=())[:_PHRASE]
        query = parse(f'"{" ".join(row)}"') if row else ()
        if not isinstance(query, Query) or not query.words:
            return ()
        hits = await self._hits(_within(query, span), drafts=drafts, most=_PAGE)
        return await self._evidence(hits, None, drafts=drafts, names=names)

    async def _hits(self, query: Query, *, drafts: bool, most: int = _MOST_POSTS) -> list[Hit]:
        found: list[Hit] = []
        cursor: str | None = None
        while len(found) < most:
            page = await self._storage.search(
                replace(query, limit=_PAGE, cursor=cursor), drafts=drafts
            )
            found += [hit for hit in page.hits if hit.kind == "post"]
            cursor = page.cursor
            if cursor is None:
                break
        return found[:most]

    async def _evidence(
        self, hits: Iterable[Hit], official: Official | None, *, drafts: bool, names: bool
    ) -> tuple[Evidence, ...]:
        """The posts of hits, each once, with all snapshots of them that may be seen."""
        by_post = {hit.post: hit for hit in hits}
        kept = await self._storage.kept(list(by_post))
        visible = {
            post: tuple(
                stored
                for stored in reversed(one.versions)
                if stored.visibility not in HIDDEN and (drafts or stored.visibility == "public")
            )
            for post, one in kept.items()
            if one.post.visibility not in HIDDEN and (drafts or one.post.visibility == "public")
        }
        hands = [
            (post, stored.n)
            for post, versions in visible.items()
            for stored in versions
            if origin_of(stored) == "hand"
        ]
        typed = await self._storage.kept_by(hands) if names else {}
        return tuple(
            Evidence(
                post=post,
                platform=by_post[post].platform,
                url=by_post[post].url,
                created_at=None if by_post[post].time_unknown else by_post[post].created_at,
                versions=tuple(_version(stored, typed) for stored in versions),
                current=kept[post].post.current,
                official=_slug(by_post[post], official),
                name=_name(by_post[post], official),
            )
            for post, versions in visible.items()
            if versions
        )


def _quotations(
    body: Body, listed: Sequence[Listed], handles: Mapping[str, frozenset[str]], day: date
) -> tuple[Quotation, ...]:
    """Beside the event loop: an article may be long."""
    lines = lines_of(body)
    texts = [line.text for line in lines]
    return quotations(lines, People(_known(listed, texts, handles, day), texts))


def _handles_of(official: Official, span: Span) -> list[str]:
    """The handles of the accounts that the register says are theirs in these days."""
    return [
        claim.handle
        for claim in official.claims
        if claim.handle is not None
        and (claim.since is None or claim.since < span.end)
        and (claim.until is None or span.start < claim.until)
    ]


def _within(query: Query, span: Span) -> Query:
    """The query, of posts of these days."""
    start, end = span.start.astimezone(UTC), span.end.astimezone(UTC)
    return replace(query, since=Period("", start, end), until=Period("", start, end))


def _known(
    listed: Sequence[Listed],
    texts: Sequence[str],
    handles: Mapping[str, frozenset[str]],
    day: date,
) -> list[Known]:
    """Those of the register of whom the article has a name, or the handle of an account."""
    named = named_at_all(texts, ((one.slug, (one.name, *one.aliases)) for one in listed))
    return [
        Known(
            slug=one.slug,
            names=(one.name, *one.aliases),
            handles=handles.get(one.slug, frozenset()),
            heads=heads_of(one.office or ""),
            in_office=one.office is not None
            and (one.since is None or one.since <= day)
            and (one.until is None or day < one.until),
        )
        for one in listed
        if one.slug in named or handles.get(one.slug)
    ]


def _names(official: Official) -> tuple[str, ...]:
    """What any post of somebody may name: the person, the office, the place."""
    offices = (
        part for office in official.offices for part in (office.title, office.jurisdiction or "")
    )
    return (official.name, *official.aliases, *offices)


def _is_theirs(hit: Hit, official: Official) -> bool:
    """Whether a post that was found by an account is this official's: as a person says; else by a
    claim on the account's handle at that moment.
    """
    if hit.official is not None:
        return hit.official.slug == official.slug
    handle = fold_handle(hit.author_handle or "")
    return any(
        hit.platform in (claim.platform, HAND)
        and claim.handle is not None
        and fold_handle(claim.handle) == handle
        and (claim.since is None or claim.since <= hit.created_at)
        and (claim.until is None or hit.created_at < claim.until)
        for claim in official.claims
    )


def _is_by(evidence: Evidence, posts: _Posts | None, quotation: Quotation) -> bool:
    """Whether a post is the speaker's: by what a person says, else by the name that it has; of
    somebody who is not in the register, by the whole name that the account has.
    """
    if posts is None:
        written = set(_plain(quotation.speaker or "").split())
        account = set(_plain(evidence.name).split())
        return evidence.official is None and len(account) > 1 and account <= written
    if evidence.official is not None:
        return evidence.official == posts.official.slug
    names = {_plain(name) for name in (posts.official.name, *posts.official.aliases)}
    handles = {fold_handle(handle) for handle in posts.handles}
    return _plain(evidence.name) in names or fold_handle(evidence.handle or "") in handles


def _plain(name: str) -> str:
    return " ".join(fold(word) for word in name.split())


def _slug(hit: Hit, official: Official | None) -> str | None:
    if hit.official is not None:
        return hit.official.slug
    return None if official is None else official.slug


def _name(hit: Hit, official: Official | None) -> str:
    if hit.official is not None:
        return hit.official.name
    return official.name if official is not None else hit.author_name or hit.author_handle or ""


def _version(stored: Stored, typed: Mapping[tuple[str, int], str]) -> Version:
    snapshot = stored.snapshot
    return Version(
        n=stored.n,
        text=snapshot.text,
        lang=snapshot.lang,
        captured_at=stored.captured_at,
        as_of=stored.as_of,
        source=stored.source,
        origin=origin_of(stored),
        handle=snapshot.author.handle,
        typed_by=typed.get((stored.post, stored.n)),
    )

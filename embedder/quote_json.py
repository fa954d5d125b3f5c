"""An article's quotations for programs. Pure."""

from datetime import date, datetime
from typing import TypedDict

from archive.clock import rfc3339
from archive.post_shape import Time
from archive.quotes.compare import Way
from archive.quotes.deciding import Match, Result, Why
from archive.quotes.evidence import Origin
from archive.quotes.holding import HeldQuotation, QuotedArticle
from archive.quotes.quotations import Claim
from embedder.dates import dates_in
from embedder.links import Links
from embedder.quote_words import say_covered, say_finding

__all__ = ["QuotationJson", "QuotesJson", "quotation_json", "quotes_json"]


class QuoteStep(TypedDict):
    """Words in a row that are treated alike: *quoted* as the article has them, *kept* as the post
    does.
    """

    way: Way
    quoted: str
    kept: str


class QuoteLinks(TypedDict):
    post: str
    json: str


class QuoteEvidence(TypedDict):
    """The post that has the words. `snapshots` are all that have them so, `snapshot` the newest of
    these; `words` is null for a translation, whose words are not compared.
    """

    post: str
    snapshot: int
    snapshots: list[int]
    edited_away: bool
    platform: str
    url: str
    official: str | None
    name: str
    text: str
    created_at: Time | None
    captured_at: Time
    as_of: Time
    source: str
    origin: Origin
    typed_by: str | None
    words: list[QuoteStep] | None
    links: QuoteLinks


class QuoteCovered(TypedDict):
    """What was looked through: `posts` of these accounts in these days, both included."""

    official: str | None
    accounts: list[str]
    posts: int
    since: str
    until: str
    followed: bool
    sentence: str


class QuotationJson(TypedDict):
    """One quotation, and what can be said of it."""

    text: str
    parts: list[str]
    heading: bool
    speaker: str | None
    official: str | None
    claim: Claim
    cue: str | None
    result: Result
    differs: int | None
    why: Why | None
    sentence: str
    evidence: QuoteEvidence | None
    covered: QuoteCovered


class QuotesJson(TypedDict):
    """The quotations of an article, in order. `left_out` are those beyond the most that are looked
    at.
    """

    title: str | None
    published: str | None
    left_out: int
    quotations: list[QuotationJson]


def quotes_json(article: QuotedArticle, links: Links, timezone: str) -> QuotesJson:
    """All of them. Sentences are in English, dates in this time zone."""
    return {
        "title": article.title,
        "published": _published(article.published),
        "left_out": article.left_out,
        "quotations": [quotation_json(held, links, timezone) for held in article.quotations],
    }


def _published(published: datetime | date | None) -> str | None:
    if isinstance(published, datetime):
        return rfc3339(published)
    return None if published is None else published.isoformat()


def quotation_json(held: HeldQuotation, links: Links, timezone: str) -> QuotationJson:
    """One of them. Unknown is null, never 0 or empty."""
    quotation, finding, covered = held.quotation, held.finding, held.covered
    dates = dates_in("en", timezone)
    return {
        "text": quotation.text,
        "parts": list(quotation.parts),
        "heading": quotation.heading,
        "speaker": quotation.speaker,
        "official": quotation.official,
        "claim": quotation.claim,
        "cue": quotation.cue,
        "result": finding.result,
        "differs": finding.differs if finding.result == "differs" else None,
        "why": finding.why,
        "sentence": say_finding(held, "en", dates),
        "evidence": None if finding.match is None else _evidence(finding.match, links),
        "covered": {
            "official": covered.official,
            "accounts": list(covered.handles),
            "posts": covered.posts,
            "since": covered.since.isoformat(),
            "until": covered.until.isoformat(),
            "followed": covered.followed,
            "sentence": say_covered(held, "en", dates),
        },
    }


def _evidence(match: Match, links: Links) -> QuoteEvidence:
    evidence, version = match.evidence, match.version
    steps = None if match.likeness is None else match.likeness.steps
    return {
        "post": evidence.post,
        "snapshot": version.n,
        "snapshots": list(match.snapshots),
        "edited_away": match.edited_away,
        "platform": evidence.platform,
        "url": evidence.url,
        "official": evidence.official,
        "name": evidence.name,
        "text": version.text,
        "created_at": None if evidence.created_at is None else rfc3339(evidence.created_at),
        "captured_at": rfc3339(version.captured_at),
        "as_of": rfc3339(version.as_of),
        "source": version.source,
        "origin": version.origin,
        "typed_by": version.typed_by,
        "words": None
        if steps is None
        else [{"way": step.way, "quoted": step.quoted, "kept": step.kept} for step in steps],
        "links": {
            "post": links.post(evidence.post, version.n),
            "json": links.post_json(evidence.post, version.n),
        },
    }

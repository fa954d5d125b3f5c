"""What is held of a post -> its permanent page. Pure.

The embed as it is today, its media in full, every snapshot with what changed, every look at
the original, what is known of the bytes, and how to cite it. It works without a script.
"""

import difflib
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from archive.cite import FILES, STYLES, Citation, Wording, coins, plain
from archive.clock import rfc3339
from archive.records import HIDDEN, Check, Media, Stored
from archive.shown import has_page
from archive.storage.base import Holding
from archive.storage.published import Articles
from embedder.citing import citation_of
from embedder.content import Content
from embedder.full_media import FullMedia, full_media
from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView, PostView
from embedder.pictures import DEFAULT_WIDTHS, MAX_TILES, Widths
from embedder.post_words import PostWords, post_words_in
from embedder.render import renderer_of
from embedder.render.card import alt_of
from embedder.render.facts import facts
from embedder.render.report_page import contact_href, report_form
from embedder.render.templates import PageTemplate
from embedder.runs import tag_of
from embedder.thread import thread_of
from embedder.used_in import used_in
from embedder.voice import Site, Voice, voice_of

__all__ = ["CSP", "post_page"]

NO_ARTICLES = Articles()
_page = PageTemplate("post.html")
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_MAX_DIFF = 4_000
"""Words of both texts together that are compared."""
_STEPS = 5_000_000
"""Steps that all comparisons of a page may take together, half a second: an author may write
two texts for which difflib's time grows with the cube of their words.
"""

CSP = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of :func:`post_page`: our own files, no frame around it, and one
form, which is sent to us."""


def post_page(
    holding: Holding,
    view: EmbedView,
    site: Site,
    links: Links,
    *,
    widths: Widths = DEFAULT_WIDTHS,
    csrf: str | None = None,
    articles: Articles = NO_ARTICLES,
    thread: Sequence[Stored] = (),
) -> str:
    """The page at ``/post/ID``; to be served with :data:`CSP`.

    ``view`` is the post's embed as it is today. Of a post that is not shown there is the
    box, which says so, and the form to report a problem. ``csrf`` is the token of the visitor's
    session, where there is one; ``articles`` are those that may be named; ``thread`` has the posts
    of the thread that readers find here, in their order.
    """
    voice = voice_of(site, view.frame.lang)
    words = post_words_in(voice.lang)
    stored = holding.stored if view.post is not None else None
    citation = citation_of(holding, view, site, links)
    local = links.local
    renderer = renderer_of(view)
    return _page.render(
        view=view,
        words=words,
        lang=voice.lang,
        site_name=site.name,
        static=local.static,
        sheet=local.static(renderer.SHEET),
        box=renderer.box(view),
        absolute=links.post(holding.post.id),
        newsroom=voice.newsroom,
        form=report_form(local, holding.post.id, csrf=csrf),
        contact=contact_href(site.contact),
        contact_said=site.contact.removeprefix("mailto:"),
        media=_media(holding, view, widths, local, voice, words),
        media_inside=[]
        if stored is None
        else _media_inside(holding, stored, widths, local, voice, words),
        og_image=links.card(holding.post.id, og=True),
        picture_alt=alt_of(view),
        thread=[] if stored is None else thread_of(thread, holding.post.id, local, voice),
        versions=[] if stored is None else _versions(holding, local, voice, words),
        checks=[]
        if stored is None
        else [_look(check, voice, words) for check in reversed(holding.checks)],
        stored=stored,
        used=None if stored is None else used_in(articles, voice, words),
        held_since=""
        if stored is None
        else words.held_since_said.format(date=voice.dates.minute(stored.captured_at)),
        data=None if stored is None else local.post_json(holding.post.id),
        citation=None if citation is None else plain(citation, _wording(voice, words)),
        span=None if citation is None else coins(citation),
        styles=[] if citation is None else [(n, write(citation)) for n, write in STYLES.items()],
        files=[] if citation is None else _files(citation, local),
        facts=facts(citation, view.description),
    )


def _media(
    holding: Holding, view: EmbedView, widths: Widths, local: Links, voice: Voice, words: PostWords
) -> FullMedia | None:
    """The media in full view: of a repost, those of the post inside."""
    shown = holding
    if holding.stored is not None and holding.stored.snapshot.reposted is not None:
        shown = holding.reposted or holding
    if not isinstance(view.post, PostView):
        return None
    return full_media(shown, view.post, widths, local, voice, words)


def _media_inside(
    holding: Holding, stored: Stored, widths: Widths, local: Links, voice: Voice, words: PostWords
) -> list[tuple[str, str, FullMedia]]:
    """The media of posts inside that have more than their box shows, and no page of their own:
    by the place that the box's links name, and with the author's name.
    """
    snapshot, found = stored.snapshot, []
    content = Content(Options(), voice, local, widths)
    for place, other, link in (
        ("quoted", holding.quoted, snapshot.quoted),
        ("parent", holding.parent, snapshot.parent),
    ):
        if other is None or other.stored is None or link is None or has_page(other.post):
            continue
        if len(other.stored.snapshot.media) <= MAX_TILES:
            continue
        shown = content.other(other, link, "", None, place)
        if isinstance(shown, PostView):
            media = full_media(other, shown, widths, local, voice, words)
            if media is not None:
                found.append((place, shown.author.name, media))
    return found


class _Version(msgspec.Struct, kw_only=True):
    """A snapshot in the list of all."""

    n: int
    name: str
    href: str
    data: str
    cite: str
    tags: list[str]
    as_of: str
    obtained: str
    hidden: bool
    lang: str | None
    changes: list[tuple[str, str]]
    beside: str | None
    """What else changed."""
    same: str | None
    """That the text did not, where there is one before it."""


class _File(msgspec.Struct, kw_only=True):
    """A citation as a file: to take along, and to copy from the page."""

    name: str
    href: str
    type: str
    text: str | None
    """What is in it; ``None`` where the page says it already."""


class _Look(msgspec.Struct, kw_only=True):
    """A row of the looks at the original. The platform's own answer is quoted as it came."""

    at: str
    iso: str
    source: str
    outcome: str
    detail: str | None


def _versions(holding: Holding, local: Links, voice: Voice, words: PostWords) -> list[_Version]:
    """Newest first, each against the one before it in time."""
    listed = sorted(
        (s for s in holding.versions if s.visibility != "draft"), key=lambda s: (s.as_of, s.n)
    )
    rows, before, compared = [], None, _Comparing(_STEPS)
    for stored in listed:
        hidden = stored.visibility in HIDDEN
        snapshot = stored.snapshot
        rows.append(
            _Version(
                n=stored.n,
                name=words.version.format(n=stored.n),
                href=local.embed(stored.post, stored.n),
                data=local.post_json(stored.post, stored.n),
                cite=local.cite(stored.post, "txt", stored.n),
                tags=[
                    words.reasons[stored.reason],
                    *(
                        [words.completeness[snapshot.completeness]]
                        if snapshot.completeness not in {"full", stored.reason}
                        else []
                    ),
                ],
                as_of=words.as_of[snapshot.as_of_basis].format(
                    date=voice.dates.minute(stored.as_of)
                ),
                obtained=words.obtained.format(
                    date=voice.dates.minute(stored.captured_at), source=stored.source
                ),
                hidden=hidden,
                lang=tag_of(snapshot.lang),
                changes=[] if hidden else _changes(before, stored, compared),
                beside=None if hidden else _beside(before, stored, words),
                same=words.same_text if before is not None else None,
            )
        )
        if not hidden:
            before = stored
    return rows[::-1]


class _TooMuch(Exception):
    """The steps of a page are used up."""


class _Comparing:
    """Compares the texts of one page, for as many steps as there are."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def pieces(self, old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
        """What stayed, went and came, as difflib writes it.

        Raises:
            _TooMuch: it would take more steps than are left.
        """
        if len(old) + len(new) > _MAX_DIFF:
            raise _TooMuch
        return list(_Matcher(self, old, new).get_opcodes())


class _Matcher(difflib.SequenceMatcher[str]):
    def __init__(self, comparing: _Comparing, old: list[str], new: list[str]) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._comparing = comparing
        self._old, self._places = old, Counter(new)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> difflib.Match:
        self._comparing.steps -= sum(1 + self._places[word] for word in self._old[alo:ahi])
        if self._comparing.steps < 0:
            raise _TooMuch
        return super().find_longest_match(alo, ahi, blo, bhi)


def _changes(before: Stored | None, after: Stored, comparing: _Comparing) -> list[tuple[str, str]]:
    """The text as (``same``, ``del`` or ``ins``, words); nothing where it did not change."""
    new = after.snapshot.text
    if before is None:
        return [("same", new)] if new else []
    old = before.snapshot.text
    if old == new:
        return []
    a, b = _TOKENS.findall(old), _TOKENS.findall(new)
    try:
        found = comparing.pieces(a, b)
    except _TooMuch:
        return [("del", old), ("ins", new)]
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in found:
        if kind == "equal":
            pieces.append(("same", "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(("del", "".join(a[i:j])))
        if k < m:
            pieces.append(("ins", "".join(b[k:m])))
    return pieces


def _beside(before: Stored | None, after: Stored, words: PostWords) -> str | None:
    """What changed beside the text, by name; nothing where it is not known of both."""
    if before is None:
        return None
    old, new = before.snapshot, after.snapshot
    if {old.completeness, new.completeness} != {"full"}:
        return None
    pairs: dict[str, tuple[object, object]] = {
        "alt": ([m.alt for m in old.media], [m.alt for m in new.media]),
        "warning": (old.content_warning, new.content_warning),
        "card": (old.link_card and old.link_card.url, new.link_card and new.link_card.url),
        "poll": (
            old.poll and [option.text for option in old.poll.options],
            new.poll and [option.text for option in new.poll.options],
        ),
        "quoted": (old.quoted and old.quoted.url, new.quoted and new.quoted.url),
    }
    changed = [words.parts[name] for name, (one, other) in pairs.items() if one != other]
    if not _same_media(old.media, new.media):
        changed.insert(0, words.parts["media"])
    return words.also_changed.format(parts=", ".join(changed)) if changed else None


def _same_media(old: tuple[Media, ...], new: tuple[Media, ...]) -> bool:
    """By the platform's own address, or by the bytes: the same picture may be encoded anew."""
    return len(old) == len(new) and all(
        not {*one.urls}.isdisjoint(other.urls) or one.sha256 == other.sha256
        for one, other in zip(old, new, strict=True)
    )


def _look(check: Check, voice: Voice, words: PostWords) -> _Look:
    return _Look(
        at=voice.dates.minute(check.at),
        iso=rfc3339(check.at),
        source=check.source,
        outcome=words.outcomes[check.outcome],
        detail=check.detail,
    )


def _files(citation: Citation, local: Links) -> list[_File]:
    """Of the snapshot that the page shows, by number: a citation stays what it is."""
    stored = citation.stored
    return [
        _File(
            name=file.name,
            href=local.cite(stored.post, kind, stored.n),
            type=file.content_type.partition(";")[0],
            text=None if kind == "txt" else file.write(citation),
        )
        for kind, file in FILES.items()
    ]


def _wording(voice: Voice, words: PostWords) -> Wording:
    return Wording(
        post=words.cited,
        repost=words.cited_repost,
        archived_by=words.archived_by,
        archived=words.archived,
        original=words.original_at,
        unknown_date=words.unknown_date,
        day=voice.dates.day,
        minute=voice.dates.minute,
    )

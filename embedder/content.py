"""The content of one snapshot -> :class:`PostView`, and of the posts that it quotes or answers.

Pure. The text, the media and the times are the snapshot's; only descriptions of pictures,
the confirmed office and the mark "sensitive" are the newsroom's.
"""

from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from babel.numbers import format_decimal

from archive.annotations import REGISTER
from archive.attachments import emoji_targets, shown_file
from archive.clock import rfc3339
from archive.platforms import HAND, platform_title
from archive.records import HIDDEN, LinkCard, Poll, PostLink, Snapshot, Stored
from archive.shown import has_page, is_hidden_context, is_shown
from archive.storage.base import Holding
from embedder.dates import language_name
from embedder.links import Links
from embedder.notices import withheld_notice
from embedder.options import Options
from embedder.parts import (
    AuthorView,
    CardView,
    MediaView,
    Other,
    PollView,
    PostView,
    Unavailable,
)
from embedder.pictures import MAX_TILES, Widths, is_picture, picture_of, small_picture, tiles_of
from embedder.runs import href_of, runs_of, tag_of
from embedder.voice import Voice
from embedder.words import words_in

__all__ = ["Content", "is_shown", "time_iso"]

CARD_WIDTH = 88
"""Pixels of a link card's picture."""

_CLOCKS_DIFFER = timedelta(minutes=5)


def time_iso(snapshot: Snapshot) -> str | None:
    """When the post was made, for machines; ``None`` where that is unknown."""
    return None if snapshot.created_at is None else rfc3339(snapshot.created_at)


class Content:
    """Makes the parts of one embed: what it is asked for, in which voice, with which links."""

    def __init__(self, options: Options, voice: Voice, links: Links, widths: Widths) -> None:
        self._options = options
        self._voice = voice
        self._links = links
        self._widths = widths

    def post(
        self,
        holding: Holding,
        snapshot: Snapshot,
        *,
        outer: bool,
        page: str | None = None,
        place: str = "media",
    ) -> PostView:
        """The view of a post; of one inside another ``page`` is where its pictures are shown in
        full, where it has no page of its own, and ``place`` which of those there.
        """
        post = holding.post
        if outer or has_page(post):
            page, place = self._links.post(post.id), "media"
            exact = self._links.post(post.id, holding.stored.n if holding.stored else None)
        else:
            exact = None
            if place != "media" and len(snapshot.media) <= MAX_TILES:
                page = None  # all of them are in the box
        words = self._voice.words
        platform = self.platform(snapshot)
        warning, media_warning = self._warnings(holding, snapshot, platform)
        quoted: Other | None = None
        if snapshot.quoted is not None and outer:
            quoted = self.other(holding.quoted, snapshot.quoted, platform, page, "quoted")
        elif snapshot.quoted is not None:
            quoted = Unavailable(
                message=words.quoted,
                href=href_of(snapshot.quoted.url),
                link_text=words.original,
            )
        return PostView(
            author=self.author(holding, snapshot),
            platform=platform,
            runs=runs_of(snapshot.text, snapshot.facets, self._emoji(holding)),
            lang=tag_of(snapshot.lang),
            cite=href_of(snapshot.url),
            permalink=page,
            warning=warning,
            media=self._media(holding, snapshot, place, media_warning),
            card=self._card(holding, snapshot.link_card),
            poll=self._poll(snapshot.poll, holding.stored),
            quoted=quoted,
            time=self.time(snapshot),
            time_iso=time_iso(snapshot),
            more=self._beside_time(snapshot),
            original_in=_original_in(snapshot.lang, words.lang) if snapshot.text else None,
            exact=exact,
            exact_words=words.exact_words,
        )

    def _emoji(self, holding: Holding) -> dict[str, str]:
        """The paths of our copies of custom emoji, by the target of their facet."""
        pictures = emoji_targets(holding)
        if not pictures:
            return {}
        return {
            target: path
            for target, row in pictures.items()
            if (path := small_picture(row, self._widths, self._links)) is not None
        }

    def other(
        self,
        other: Holding | None,
        link: PostLink,
        platform: str,
        page: str | None,
        place: str = "media",
    ) -> Other:
        """A post that is shown inside: what it is, or why it is not there. ``page`` and ``place``
        as for :meth:`post`.
        """
        words = self._voice.words
        if other is None or (other.stored is None and other.post.visibility not in HIDDEN):
            said = words.unavailable[link.unavailable or "not taken"]
            return Unavailable(
                message=said.format(platform=platform),
                href=href_of(link.url),
                link_text=words.original,
            )
        if other.stored is None or not is_shown(other):
            return Unavailable(
                message=withheld_notice(other, self._voice).text,
                href=None,
                link_text=words.original,
            )
        if is_hidden_context(other):
            return Unavailable(message=words.no_longer_public, href=None, link_text=words.original)
        return self.post(other, other.stored.snapshot, outer=False, page=page, place=place)

    def platform(self, snapshot: Snapshot) -> str:
        """The name that readers know its platform by."""
        unknown = snapshot.platform == HAND
        return self._voice.words.unknown_platform if unknown else platform_title(snapshot.platform)

    def author(self, holding: Holding, snapshot: Snapshot) -> AuthorView:
        author = snapshot.author
        handle = author.handle and f"@{author.handle.removeprefix('@')}"
        avatar = shown_file(holding, "avatar", 0, author.avatar)
        return AuthorView(
            name=author.name or handle or self.platform(snapshot),
            handle=handle if author.name else None,
            avatar=small_picture(avatar, self._widths, self._links),
            office=_office(holding),
        )

    def _media(
        self, holding: Holding, snapshot: Snapshot, place: str, warning: str | None
    ) -> MediaView | None:
        if not snapshot.media or not self._options.media:
            return None
        tiles = tiles_of(holding, snapshot.media, self._widths, self._links, self._voice)
        return MediaView(
            tiles=tiles, place=place, warning=warning, edged=snapshot.completeness == "by hand"
        )

    def _warnings(
        self, holding: Holding, snapshot: Snapshot, platform: str
    ) -> tuple[str | None, str | None]:
        """What the whole post, and what only its media, are shown behind."""
        words = self._voice.words
        if snapshot.content_warning:
            return words.content_warning.format(text=snapshot.content_warning), None
        marked = bool(holding.annotations) and any(
            a.kind == "sensitive" and a.body.get("sensitive") is not False
            for a in holding.annotations
        )
        said = words.sensitive.format(platform=platform) if snapshot.sensitive else None
        if marked:
            said = words.sensitive_by.format(name=self._voice.newsroom)
        return (None, said) if snapshot.media else (said if marked else None, None)

    def _card(self, holding: Holding, card: LinkCard | None) -> CardView | None:
        if card is None:
            return None
        href = href_of(card.url)
        # To a browser a backslash is a slash: the host that is named is the one it goes to.
        host = None if href is None else urlsplit(href.replace("\\", "/")).hostname
        row = shown_file(holding, "card", 0, card.image)
        picture = None
        if row is not None and is_picture(row) and self._options.media:
            picture = picture_of(row, (CARD_WIDTH, CARD_WIDTH), None, self._widths, self._links)
        return CardView(
            href=href,
            title=card.title or card.url,
            description=card.description,
            host=None if host is None else host.removeprefix("www."),
            picture=picture,
        )

    def _poll(self, poll: Poll | None, stored: Stored | None) -> PollView | None:
        if poll is None:
            return None
        words, note = self._voice.words, [self._voice.words.poll]
        counts = self._options.counts
        if poll.ends_at is not None:
            # Not every platform says that it is over; its end and the copy's time do.
            over = poll.closed is None and stored is not None and poll.ends_at <= stored.as_of
            said = words.poll_ended if poll.closed or over else words.poll_ends
            note.append(said.format(date=self._voice.dates.minute(poll.ends_at)))
        if counts and poll.voters is not None:
            note.append(self._votes(poll.voters) + " " + words.at_capture)
        return PollView(
            options=tuple(
                (o.text, self._votes(o.votes) if counts and o.votes is not None else None)
                for o in poll.options
            ),
            note=" · ".join(note),
        )

    def _votes(self, number: int) -> str:
        return self._voice.words.votes.of(number, self._number(number))

    def _counts(self, counts: dict[str, int]) -> str:
        words = self._voice.words
        said = [
            word.of(counts[key], self._number(counts[key]))
            for key, word in words.counts.items()
            if key in counts
        ]
        return f"{words.comma.join(said)} {words.at_capture}"

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self._voice.lang)

    def _beside_time(self, snapshot: Snapshot) -> str | None:
        claimed, edited = snapshot.created_at_claimed, snapshot.edited_at
        if edited is None and claimed is None and not self._options.counts:
            return None
        words, dates, created = self._voice.words, self._voice.dates, snapshot.created_at
        said = []
        if edited is not None:
            said.append(words.edited.format(date=dates.minute(edited)))
        if claimed is not None and created and abs(claimed - created) > _CLOCKS_DIFFER:
            said.append(words.claimed.format(date=dates.minute(claimed)))
        if self._options.counts and snapshot.counts:
            said.append(self._counts(snapshot.counts))
        return " · ".join(said) or None

    def time(self, snapshot: Snapshot) -> str:
        if snapshot.created_at is None:
            return self._voice.words.unknown_date
        if snapshot.created_precision in {"day", "unknown"}:
            return self._voice.dates.day(snapshot.created_at)
        return self._voice.dates.minute(snapshot.created_at)


@lru_cache(maxsize=512)
def _original_in(lang: str | None, into: str) -> str | None:
    """As the platform declares it; some of X's codes are no languages, and say nothing."""
    name = language_name(tag_of(lang), into)
    return name and words_in(into).original_in.format(language=name)


def _office(holding: Holding) -> str | None:
    """The office at the time of the post, and of where; only one that a person confirmed."""
    for note in holding.annotations:
        office, where = note.body.get("office"), note.body.get("jurisdiction")
        if note.kind == "official" and note.by != REGISTER and isinstance(office, str):
            office = office.strip()
            if office and isinstance(where, str) and where.strip() and where not in office:
                return f"{office}, {where.strip()}"
            return office or None
    return None

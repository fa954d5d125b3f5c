"""Posts with a hostile text in every place that an outsider or an editor fills, and their tame
twins, in which a name stands in each such place: what is shown of both must differ in these
places alone.
"""

from collections.abc import Callable
from itertools import count
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from archive.records import (
    Annotation,
    AnnotationKind,
    Attachment,
    Author,
    Check,
    Facet,
    FacetKind,
    LinkCard,
    Media,
    Poll,
    PollOption,
    PostLink,
)
from archive.settings import SiteSettings
from archive.storage.base import Holding
from tests.embedder.hostile_texts import ADDRESSES, TEXTS
from tests.embedder.making import CAPTURED, DAY, POSTED, hold, image, row, sha, snapshot, there

__all__ = ["ROUNDS", "Attack", "Mouth", "annotations", "attack", "is_link", "kept"]

ROUNDS = len(TEXTS)
"""In so many attacks every text has stood in every place."""


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """A post, and the site that shows it. ``said`` tells what a name of the twin stands for."""

    hostile: Holding
    tame: Holding
    site: SiteSettings
    tame_site: SiteSettings
    said: dict[str, str]


def is_link(address: str) -> bool:
    """Whether one of :data:`ADDRESSES` may become a link."""
    return ADDRESSES.index(address) >= ADDRESSES.index('https://example.org/"onmouseover="alert(1)')


_LINKS = tuple(address for address in ADDRESSES if is_link(address))


def _host(address: str) -> str:
    """Where a browser goes: to it a backslash is a slash, and what follows it no host."""
    return urlsplit(address.replace("\\", "/")).hostname or ""


class Mouth:
    """Says a text or an address in each place; of the twin, the place's name.

    ``said`` is where what a name stands for is written; without it the mouth is hostile.
    """

    def __init__(self, turn: int, said: dict[str, str] | None, *, first: int = 0) -> None:
        self._turn = turn
        self._said = said
        self._places = count(first)

    def text(self) -> str:
        place = next(self._places)
        return self._name(f"qz{place}zq", TEXTS[(self._turn + place) % len(TEXTS)])

    def handle(self) -> str:
        # One @ before a handle is no part of it.
        place = next(self._places)
        text = TEXTS[(self._turn + place) % len(TEXTS)].lstrip("@")
        return self._name(f"qz{place}zq", text)

    def address(self) -> str:
        place = next(self._places)
        address = ADDRESSES[(self._turn + place) % len(ADDRESSES)]
        if is_link(address):
            self._name(f"qz{place}zq.example", _host(address))
            return self._name(f"https://qz{place}zq.example/", address)
        return self._name(f"no-qz{place}zq", address)

    def link(self) -> str:
        """An address that may become a link, as an editor's article."""
        place = next(self._places)
        address = _LINKS[(self._turn + place) % len(_LINKS)]
        self._name(f"qz{place}zq.example", _host(address))
        return self._name(f"https://qz{place}zq.example/", address)

    def _name(self, name: str, text: str) -> str:
        if self._said is None:
            return text
        self._said[name] = text
        return name


def attack(turn: int) -> Attack:
    """The attack of a turn: what is said moves on by one place from turn to turn."""
    said: dict[str, str] = {}
    hostile, site = _post(turn, Mouth(turn, None))
    tame, tame_site = _post(turn, Mouth(turn, said))
    return Attack(hostile=hostile, tame=tame, site=site, tame_site=tame_site, said=said)


def _post(turn: int, mouth: Mouth) -> tuple[Holding, SiteSettings]:
    say = mouth.text
    site = SiteSettings(name=say(), contact=f"mailto:{say()}@example.org")
    outer = kept(1, mouth)
    assert outer.stored is not None
    if turn % 3 == 1:
        content = replace(outer.stored.snapshot, content_warning=say(), sensitive=True)
        outer = replace(outer, stored=replace(outer.stored, snapshot=content))
    elif turn % 3 == 2:
        link = PostLink(url=mouth.address(), platform="x", native_id="9", post=outer.post.id)
        content = snapshot("", number=5, kind="repost", reposted=link, author=_author(mouth))
        return replace(hold(content), reposted=outer), site
    answered = kept(3, mouth)
    content = replace(
        outer.stored.snapshot if outer.stored else snapshot(),
        quoted=_link_to(mouth),
        parent=_link_to(mouth),
    )
    shown = replace(outer.stored, snapshot=content) if outer.stored else None
    outer = replace(outer, stored=shown, versions=(shown,) if shown else (), parent=answered)
    if turn % 2:
        outer = replace(outer, quoted=kept(2, mouth))
    return replace(outer, annotations=annotations(outer, mouth), checks=_checks(outer, say)), site


def _link_to(mouth: Mouth) -> PostLink:
    return PostLink(url=mouth.address(), platform="x", native_id="9", unavailable="gone")


def _author(mouth: Mouth) -> Author:
    return Author(
        name=mouth.text(),
        handle=mouth.handle(),
        native_id=mouth.text(),
        url=mouth.address(),
        avatar_url=mouth.address(),
        avatar="../../x",
    )


def kept(number: int, mouth: Mouth) -> Holding:
    """A post of its own, with a picture, a video, a lost one, a poll, a card and emoji."""
    say = mouth.text
    text, facets = _marked(mouth)
    seen, card, emoji = (row(f"{name} {number}") for name in ("seen", "card", "emoji"))
    media = (
        image(f"seen {number}", alt=say()),
        Media(kind="video", alt=say(), urls=(mouth.address(),), mime=say()),
    )
    lost = Attachment(
        role="media", position=1, source_url=mouth.address(), state="too large", detail=say()
    )
    content = snapshot(
        text,
        number=number,
        url=mouth.address(),
        lang=f"{say()}_",
        author=_author(mouth),
        facets=facets,
        media=media,
        warnings=(say(), say()),
        poll=Poll(options=(PollOption(text=say(), votes=3), PollOption(text=say())), voters=3),
        link_card=LinkCard(
            url=mouth.address(), title=say(), description=say(), image=sha(f"card {number}")
        ),
    )
    held = hold(
        content,
        [replace(seen, colour=say()), card, emoji],
        attachments=(
            *there("media", seen),
            lost,
            *there("card", card),
            *there("emoji", emoji),
        ),
    )
    return replace(held, post=replace(held.post, native_id=f"190{number}"))


def _marked(mouth: Mouth) -> tuple[str, tuple[Facet, ...]]:
    """A text of several, with all kinds of facets on it."""
    text, facets = mouth.text(), []
    kinds: tuple[tuple[FacetKind, Callable[[], str]], ...] = (
        ("mention", mouth.handle),
        ("link", mouth.text),
        ("hashtag", mouth.text),
        ("emoji", mouth.text),
    )
    for kind, say in kinds:
        said = say()
        start = len(text) + 1
        text = f"{text} {said}"
        facets.append(Facet(start=start, end=len(text), kind=kind, target=mouth.address()))
    return text, tuple(facets)


def annotations(holding: Holding, mouth: Mouth) -> tuple[Annotation, ...]:
    """One of each kind."""
    say = mouth.text
    picture = next(iter(holding.media))
    lang = f"en-{say()}_"  # the end makes no tag of it, whatever stands before
    written: tuple[tuple[AnnotationKind, dict[str, str], str | None], ...] = (
        ("correction", {"text": say()}, None),
        ("note", {"text": say()}, None),
        ("alt", {"text": say()}, picture),
        ("official", {"office": say(), "name": say()}, None),
        ("translation", {"text": say(), "lang": lang, "name": say()}, None),
        ("sensitive", {}, None),
    )
    return tuple(
        Annotation(
            post=holding.post.id, kind=kind, body=body, by="ana", at=CAPTURED + DAY, media=media
        )
        for kind, body, media in written
    )


def _checks(holding: Holding, say: Callable[[], str]) -> tuple[Check, ...]:
    return tuple(
        Check(
            post=holding.post.id,
            at=POSTED + days * DAY,
            source=say(),
            outcome="gone" if days == 2 else "found",
            cause="deleted by the author" if days == 2 else None,
            detail=say(),
        )
        for days in (1, 2)
    )

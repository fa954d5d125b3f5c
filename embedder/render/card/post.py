"""The parts of a post on a sheet: who, the words, media, poll, link card, what it quotes. Pure."""

from collections.abc import Container

import msgspec

from embedder.card_words import CardWords
from embedder.parts import (
    AuthorView,
    CardView,
    MediaTile,
    MediaView,
    Other,
    PollView,
    PostView,
    Unavailable,
)
from embedder.render.card.sheet import ALL, MUTED, Box, Corners, Photo, Sheet, Style
from embedder.render.card.typeset import Span

__all__ = ["GAP", "INNER_GAP", "Limits", "PostSheet"]

GAP, INNER_GAP, PAD = 24, 16, 26
"""Between the parts of a post, of one in a box; inside the box's line."""
_ROUND = 20
_NAME, _WHO, _TEXT, _INNER, _TITLE, _TAG = (
    Style(32, 42), Style(28, 48), Style(36, 54), Style(32, 48), Style(30, 42), Style(26, 40),
)  # fmt: skip
_OVER, _ON_PICTURE = "#000000bb", "#ffffff"

Place = tuple[float, float, float, float]
"""x, y, width, height."""


class Limits(msgspec.Struct, frozen=True):
    """How much of a post is drawn: where all is too high, less is."""

    text: int
    """Lines."""
    quoted: int = 8
    picture: int = 1500
    inner: int = 1500
    said: int = 6
    rest: bool = True
    """Translations, polls and link cards."""


class PostSheet(msgspec.Struct):
    """Lays out posts on a sheet. Each method gives where its part ends."""

    sheet: Sheet
    limits: Limits
    words: CardWords
    pictures: Container[str]
    """Paths of the pictures that there are."""

    def nested(self, other: Other, x: float, y: float, width: float) -> float:
        """Another post in a box of its own, or why it is not there."""
        spot = self.sheet.spot
        if isinstance(other, Unavailable):
            end = self.sheet.small(other.message, x + PAD, y + PAD, width - 2 * PAD, 3) + PAD
        else:
            end = self.post(other, x + PAD, y + PAD, width - 2 * PAD, outer=False) + PAD
        self.sheet.frame(spot, x, y, width, end)
        return end

    def post(self, post: PostView, x: float, y: float, width: float, *, outer: bool) -> float:
        gap, limits = GAP if outer else INNER_GAP, self.limits
        y = self._author(post.author, post.platform, x, y, width) + gap
        if post.warning is not None:
            y = self._covered(post.warning, x, y, width) + gap
            return self._meta(post, x, y, width)
        spans = self._spans(post)
        if spans:
            style, lines = (_TEXT, limits.text) if outer else (_INNER, limits.quoted)
            y = self.sheet.words(spans, x, y, width, style, lines, own=True) + gap
        if post.poll is not None and limits.rest:
            y = self._poll(post.poll, x, y, width) + gap
        if post.media is not None and (outer or limits.inner):
            most = limits.picture if outer else limits.inner
            y = self._media(post.media, x, y, width, most) + gap
        if post.quoted is not None:
            y = self.nested(post.quoted, x, y, width) + gap
        if post.card is not None and limits.rest:
            y = self._link_card(post.card, x, y, width) + gap
        if not outer and not limits.inner:
            return y - gap
        return self._meta(post, x, y, width)

    def _spans(self, post: PostView) -> list[Span]:
        c = self.sheet.colours
        return [
            Span(
                run.text,
                c["link"] if run.href else c["text"],
                underline=bool(run.href),
                picture=run.src if run.kind == "emoji" and run.src in self.pictures else None,
                isolate=run.kind == "name",
            )
            for run in post.runs
        ]

    def _meta(self, post: PostView, x: float, y: float, width: float) -> float:
        said = " · ".join(filter(None, (post.time, post.more, post.original_in)))
        return self.sheet.small(said, x, y, width)

    def _author(self, author: AuthorView, platform: str, x: float, y: float, width: float) -> float:
        sheet, c = self.sheet, self.sheet.colours
        beside = x + (112 if author.avatar else 0)
        room = width - (beside - x)
        who = f"\u2068{author.handle}\u2069 · {platform}" if author.handle else platform
        spot = sheet.spot
        name = Span(author.name, c["text"], bold=True, isolate=True)
        end = sheet.words([name], beside, y, room, _NAME, 2)
        end = sheet.words([Span(who, c["muted"])], beside, end, room, _WHO, 1)
        if author.office:
            end = sheet.words([Span(author.office, c["muted"])], beside, end, room, _WHO, 2)
        if not author.avatar:
            return end
        bottom = max(end, y + 88)
        sheet.add(Photo(author.avatar, x, y, 88, 88, c["tint"], 44), spot)
        return bottom

    def _covered(self, warning: str, x: float, y: float, width: float) -> float:
        """In the place of what is behind a warning: the warning."""
        sheet, c = self.sheet, self.sheet.colours
        said, spot = f"{warning} · {self.words.shown_there}", sheet.spot
        end = sheet.words([Span(said, c["text"])], x + 24, y + 16, width - 48, _INNER, 3) + 16
        sheet.add(Box(x, y, width, end - y, fill=c["tint"], radius=16), spot)
        return end

    # Media

    def _media(self, media: MediaView, x: float, y: float, width: float, most: int) -> float:
        if media.warning is not None:
            return self._covered(media.warning, x, y, width)
        if media.layout == 1:
            places = [self._alone(media.tiles[0], x, y, width, most)]
        else:
            places = _grid(media.layout, x, y, width, min(round(width * 9 / 16), most))
        for tile, place, corners in zip(
            media.tiles, places, _CORNERS[min(media.layout, 4)], strict=False
        ):
            self._tile(tile, place, corners)
        return max(top + high for _, top, _, high in places)

    def _alone(self, tile: MediaTile, x: float, y: float, width: float, most: int) -> Place:
        """One in its own ratio, as wide as the box at most, and as high as there is room."""
        wide = min(tile.width * 2.0, width)
        high = max(1, round(wide * tile.height / tile.width))
        if high > most:
            wide, high = max(1, round(wide * most / high)), most
        if tile.picture is None:
            high, wide = max(high, 120), max(wide, min(width, 480))
        return x, y, wide, high

    def _tile(self, tile: MediaTile, place: Place, corners: Corners) -> None:
        x, y, width, height = place
        sheet, tint = self.sheet, self.sheet.colours["tint"]
        if tile.picture is not None:
            sheet.add(Photo(tile.picture.src, *place, tile.colour or tint, _ROUND, corners))
        else:
            sheet.add(Box(*place, fill=tint, radius=_ROUND, corners=corners))
            said = "\n".join(filter(None, (tile.message, tile.description)))
            rows = max(1, int((height - 32) // MUTED.height))
            sheet.small(said, x + 24, y + 16, width - 48, rows)
        if tile.caption is not None:
            text = sheet.typeset([Span(tile.caption, _ON_PICTURE)], width - 64, _TAG.size, 1)
            wide, top = text.lines[0].width, y + height - 64
            sheet.add(Box(x + 16, top, wide + 32, 48, fill=_OVER, radius=12))
            sheet.centred([Span(tile.caption, _ON_PICTURE)], x + 32, top, wide + 1, 48, _TAG)
        if tile.more is not None:
            sheet.add(Box(*place, fill=_OVER, radius=_ROUND, corners=corners))
            more = [Span(f"\u2066{tile.more}\u2069", _ON_PICTURE)]
            sheet.centred(more, *place, Style(48, 72))

    # What else a post has

    def _link_card(self, card: CardView, x: float, y: float, width: float) -> float:
        sheet, c, spot = self.sheet, self.sheet.colours, self.sheet.spot
        beside = x + PAD + (200 if card.picture is not None else 0)
        room = x + width - PAD - beside
        title = Span(
            card.title, c["link"] if card.href else c["text"], True, bool(card.href), isolate=True
        )
        end = sheet.words([title], beside, y + PAD, room, _TITLE, 2)
        if card.description:
            said = [Span(card.description, c["muted"])]
            end = sheet.words(said, beside, end, room, MUTED, 2, own=True)
        if card.host:
            end = sheet.small(card.host, beside, end, room, 1)
        bottom = end + PAD
        if card.picture is not None:
            bottom = max(bottom, y + 176 + 2 * PAD)
            sheet.add(Photo(card.picture.src, x + PAD, y + PAD, 176, 176, c["tint"], 12))
        sheet.frame(spot, x, y, width, bottom)
        return bottom

    def _poll(self, poll: PollView, x: float, y: float, width: float) -> float:
        sheet, c = self.sheet, self.sheet.colours
        for text, votes in poll.options[:8]:
            spot, room = sheet.spot, width - 2 * PAD
            if votes:
                said = [Span(votes, c["muted"])]
                wide = sheet.typeset(said, room / 2, MUTED.size, 1).lines[0].width
                sheet.words(said, x + width - PAD - wide, y + 20, wide + 1, MUTED, 1)
                room -= wide + 24
            option = [Span(text, c["text"], isolate=True)]
            end = sheet.words(option, x + PAD, y + 16, room, _INNER, 2)
            sheet.frame(spot, x, y, width, end + 16)
            y = end + 16 + 12
        return sheet.small(poll.note, x, y + 12, width, 2)


_ROUND_AT: dict[str, Corners] = {
    "left": (True, False, False, True),
    "right": (False, True, True, False),
}
_EACH: tuple[Corners, ...] = (
    (True, False, False, False),
    (False, True, False, False),
    (False, False, False, True),
    (False, False, True, False),
)
_CORNERS: dict[int, tuple[Corners, ...]] = {
    1: (ALL,),
    2: (_ROUND_AT["left"], _ROUND_AT["right"]),
    3: (_ROUND_AT["left"], _EACH[1], _EACH[3]),
    4: _EACH,
}
"""Of the tiles: those that are corners of the grid are round."""


def _grid(count: int, x: float, y: float, width: float, high: int) -> list[Place]:
    """Two, three or four places of 16:9 together, with 4 pixels between them."""
    half, low = (width - 4) // 2, (high - 4) // 2
    right, under = x + width - half, y + high - low
    if count == 2:
        return [(x, y, half, high), (right, y, half, high)]
    if count == 3:
        return [(x, y, half, high), (right, y, half, low), (right, under, half, low)]
    return [
        (x, y, half, low), (right, y, half, low), (x, under, half, low), (right, under, half, low),
    ]  # fmt: skip

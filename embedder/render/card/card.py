"""A view and the bytes of its pictures -> the card, a PNG of 1200 pixels. Pure.

It looks as the box does, twice as large. What there is no room for is cut with ``…``; nothing
of a post that is behind a warning is drawn.
"""

import io
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from embedder.parts import (
    AuthorView,
    CardView,
    EmbedView,
    MediaView,
    Notice,
    Other,
    PollView,
    PostView,
    Unavailable,
)
from embedder.render.card.canvas import Canvas
from embedder.render.card.fonts import Fonts
from embedder.render.card.typeset import Span, typeset

__all__ = ["VERSION", "Card", "Shape", "alt_of", "draw_card", "pictures_of"]

VERSION = 1
"""Of what a card looks like: a stored one of another is not used."""
WIDTH, MAX_HEIGHT, OG_HEIGHT = 1200, 1500, 630

Shape = Literal["card", "og"]
_PAD, _GAP, _ROUND = 32, 24, 20

_LIGHT = {
    "ground": "#ffffff", "text": "#16181d", "muted": "#545b66", "line": "#c9ced6",
    "link": "#0b57d0", "tint": "#f4f5f7", "edited": "#5c3d00", "edited-ground": "#fff6e0",
    "gone": "#7a1410", "gone-ground": "#fdecea",
}  # fmt: skip
_DARK = {
    "ground": "#15181d", "text": "#e8eaed", "muted": "#a3abb8", "line": "#3a414d",
    "link": "#8ab4f8", "tint": "#1d2128", "edited": "#ffd98a", "edited-ground": "#2e2410",
    "gone": "#ffb4ab", "gone-ground": "#331a18",
}  # fmt: skip
_SAID = {
    "en": "{n} characters could not be drawn here; the archived copy has them.",
    "es": "{n} caracteres no se pudieron dibujar aquí; están en la copia archivada.",
}
_SHOWN_THERE = {"en": "shown in the archived copy", "es": "visible en la copia archivada"}
_ALT = {"en": "Image of the post", "es": "Imagen de la publicación"}


class Card(msgspec.Struct, frozen=True, kw_only=True):
    png: bytes
    width: int
    height: int
    missing: tuple[str, ...]
    """Characters that no font has: a box with the code is in the place of each."""
    undrawn: tuple[str, ...]
    """Paths of pictures that are not there, or are none."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be drawn, as sentences that say what to do."""
        found = [f"The picture {path} could not be drawn." for path in self.undrawn]
        if self.missing:
            codes = ", ".join(f"U+{ord(m[0]):04X}" for m in self.missing)[:300]
            found.insert(0, f"No font has these characters: {codes}. Name one in [card] fonts.")
        return tuple(found)


class _Limits(msgspec.Struct, frozen=True):
    """How much of a post is drawn: where all is too high, less is."""

    text: int | None = None
    quoted: int = 8
    picture: int = 1500
    inner: int = 600
    said: int = 6
    rest: bool = True
    """Translations, polls and link cards."""


_LADDER = (
    _Limits(),
    _Limits(picture=700, inner=360, quoted=6),
    _Limits(picture=480, inner=260, quoted=4, said=4),
    _Limits(picture=360, inner=200, quoted=3, said=2, rest=False),
    _Limits(picture=240, inner=0, quoted=2, said=1, rest=False),
)


def draw_card(
    view: EmbedView, pictures: Mapping[str, bytes], fonts: Fonts, shape: Shape = "card"
) -> Card:
    """The card; ``pictures`` are the bytes of what :func:`pictures_of` names, by path."""
    if not fonts.faces:
        raise ValueError("There are no fonts to draw a card with.")
    greatest = OG_HEIGHT if shape == "og" else MAX_HEIGHT
    sketch = _fitting(view, pictures, fonts, greatest, shape)
    height = greatest if shape == "og" else max(240, sketch.height)
    height = min(height, greatest)
    return sketch.drawn(height)


def _fitting(
    view: EmbedView, pictures: Mapping[str, bytes], fonts: Fonts, greatest: int, shape: Shape
) -> "_Sketch":
    ladder: tuple[_Limits, ...] = _LADDER
    if shape == "og":
        ladder = (
            _Limits(picture=240, inner=120, quoted=2, said=2),
            _Limits(picture=180, inner=0, quoted=1, said=1, rest=False),
        )
    sketch = _Sketch(view, pictures, fonts, ladder[-1])
    for limits in ladder:
        sketch = _Sketch(view, pictures, fonts, limits)
        if sketch.height <= greatest:
            return sketch
        one = _Sketch(view, pictures, fonts, msgspec.structs.replace(limits, text=1))
        lines = 1 + (greatest - one.height) // one.line_height
        if lines >= (2 if shape == "og" else 8) or limits is ladder[-1]:
            limits = msgspec.structs.replace(limits, text=max(1, lines))
            return _Sketch(view, pictures, fonts, limits)
    return sketch


def pictures_of(view: EmbedView) -> tuple[str, ...]:
    """The paths of the pictures that a card of this view shows, in order, each once."""
    found: list[str] = []
    for outer in (view.parent, view.post):
        for post in (outer, outer.quoted if isinstance(outer, PostView) else None):
            if not isinstance(post, PostView):
                continue
            found += [post.author.avatar] if post.author.avatar else []
            if post.warning is not None:
                continue
            found += [run.src for run in post.runs if run.src]
            if post.media is not None and post.media.warning is None:
                found += [tile.picture.src for tile in post.media.tiles if tile.picture]
            if post.card is not None and post.card.picture is not None:
                found.append(post.card.picture.src)
    return tuple(dict.fromkeys(found))


def alt_of(view: EmbedView) -> str:
    """What is offered beside the card as its text: who, when, and the text, shortened."""
    said = _ALT.get(view.frame.lang, _ALT["en"])
    bands = " ".join(notice.text for notice in view.notices)
    if view.post is None:
        return f"{said}: {bands or view.title}"
    return " ".join(f"{said}. {bands} {view.title}: {view.description}".split())


class _Sketch:
    """What will be drawn where: each step is laid out first and drawn once the height is known."""

    def __init__(
        self, view: EmbedView, pictures: Mapping[str, bytes], fonts: Fonts, limits: _Limits
    ) -> None:
        self.view, self.pictures, self.fonts, self.limits = view, pictures, fonts, limits
        self.colours = _DARK if view.frame.theme == "dark" else _LIGHT
        self.steps: list[Callable[[Canvas], None]] = []
        self.missing: list[str] = []
        self.undrawn: list[str] = []
        self.line_height = 54
        y = 2
        for notice in view.notices[:4]:
            y = self._band(notice, y)
        if view.post is not None:
            y = self._body(view, y + _PAD) + _PAD
        self.foot_top = y
        self.foot: list[Callable[[Canvas, int], None]] = []
        self.height = y + self._footer()

    def drawn(self, height: int) -> Card:
        c = self.colours
        canvas = Canvas((WIDTH, height), c["ground"], self.fonts)
        for step in self.steps:
            step(canvas)
        top = height - (self.height - self.foot_top)
        if top < self.foot_top:
            # Not even the least there is to draw has room: it does not end without a mark.
            canvas.box((0, top - 72, WIDTH, top), fill=c["ground"])
            mark = typeset([Span("…", c["muted"])], self.fonts, 36, 100).lines[0]
            canvas.line(mark, _PAD, top - 64, 36, 54, 100, {})
        canvas.box((0, top, WIDTH, height), fill=c["tint"])
        canvas.box((0, top, WIDTH, top + 2), fill=c["line"])
        for place in self.foot:
            place(canvas, top)
        canvas.box((0, 0, WIDTH, height), line=c["line"])
        out = io.BytesIO()
        canvas.image.save(out, "PNG")
        return Card(
            png=out.getvalue(),
            width=WIDTH,
            height=height,
            missing=tuple(dict.fromkeys(self.missing)),
            undrawn=tuple(dict.fromkeys(self.undrawn)),
        )

    # Text

    def _text(self, spans: list[Span], x: int, y: int, width: int, size: int, height: int,
              lines: int | None = None) -> int:  # fmt: skip
        """Lays out a text and gives where it ends."""
        text = typeset(spans, self.fonts, size, width, lines)
        self.missing += text.missing
        for i, line in enumerate(text.lines):
            top = y + i * height
            self.steps.append(
                lambda canvas, line=line, top=top: canvas.line(  # type: ignore[misc]
                    line, x, top, size, height, width, self.pictures
                )
            )
        return y + height * len(text.lines)

    def _small(self, text: str, x: int, y: int, width: int, lines: int = 2) -> int:
        return self._text([Span(text, self.colours["muted"])], x, y, width, 28, 40, lines)

    def _band(self, notice: Notice, y: int) -> int:
        c = self.colours
        kind = {"correction": "edited"}.get(notice.kind, notice.kind)
        tone, ground = c.get(kind, c["text"]), c.get(f"{kind}-ground", c["tint"])
        spot = len(self.steps)
        end = self._text(
            [Span(notice.text, tone, bold=bool(notice.body))], 40, y + 20, WIDTH - 72, 28, 40, 4
        )
        if notice.body:
            end = self._text(
                [Span(notice.body, tone)], 40, end, WIDTH - 72, 28, 40, self.limits.said
            )
        bottom = end + 20

        def ground_of(canvas: Canvas) -> None:
            canvas.box((0, y, WIDTH, bottom), fill=ground)
            canvas.box((0, bottom, WIDTH, bottom + 2), fill=c["line"])
            canvas.box((0, y, 8, bottom), fill=tone if kind in {"edited", "gone"} else c["line"])

        self.steps.insert(spot, ground_of)
        return bottom + 2

    # The body

    def _body(self, view: EmbedView, y: int) -> int:
        width, words = WIDTH - 2 * _PAD, view.frame.words
        if view.reposted_by is not None:
            said = f"\u2068{view.reposted_by.name}\u2069 {words.reposted} · {view.repost_time}"
            y = self._small(said, _PAD, y, width) + _GAP
        if view.replying_to is not None:
            said = f"{words.in_reply_to} \u2068{view.replying_to}\u2069"
            y = self._small(said, _PAD, y, width, 1) + _GAP
        if view.parent is not None:
            y = self._nested(view.parent, _PAD, y, width) + _GAP
        if isinstance(view.post, PostView):
            y = self._post(view.post, _PAD, y, width, outer=True)
        elif view.post is not None:
            y = self._nested(view.post, _PAD, y, width)
        behind = isinstance(view.post, PostView) and view.post.warning is not None
        for note in view.translations if self.limits.rest and not behind else ():
            top = y + _GAP
            spot = len(self.steps)
            end = self._text(
                [Span(note.text, self.colours["text"])], _PAD + 24, top + 24, width - 48, 32, 48,
                self.limits.quoted,
            )  # fmt: skip
            y = self._small(note.by, _PAD + 24, end + 8, width - 48) + 24
            self._frame(spot, _PAD, top, width, y)
        return y

    def _frame(self, spot: int, x: int, y: int, width: int, bottom: int) -> None:
        line = self.colours["line"]
        self.steps.insert(
            spot, lambda canvas: canvas.box((x, y, x + width, bottom), line=line, radius=_ROUND)
        )

    def _nested(self, other: Other, x: int, y: int, width: int) -> int:
        spot = len(self.steps)
        if isinstance(other, Unavailable):
            end = self._small(other.message, x + 26, y + 26, width - 52, 3) + 26
        else:
            end = self._post(other, x + 26, y + 26, width - 52, outer=False) + 26
        self._frame(spot, x, y, width, end)
        return end

    def _post(self, post: PostView, x: int, y: int, width: int, *, outer: bool) -> int:
        c, gap = self.colours, _GAP if outer else 16
        y = self._author(post.author, post.platform, x, y, width) + gap
        if post.warning is not None:
            y = self._covered(post.warning, x, y, width) + gap
            return self._meta(post, x, y, width)
        spans = [
            Span(
                run.text,
                c["link"] if run.href else c["text"],
                underline=bool(run.href),
                picture=run.src if run.kind == "emoji" and run.src in self.pictures else None,
                isolate=run.kind == "name",
            )
            for run in post.runs
        ]
        if spans:
            size, height = (36, 54) if outer else (32, 48)
            lines = self.limits.text if outer else self.limits.quoted
            y = self._text(spans, x, y, width, size, height, lines) + gap
        if post.poll is not None and self.limits.rest:
            y = self._poll(post.poll, x, y, width) + gap
        if post.media is not None and (outer or self.limits.inner):
            most = self.limits.picture if outer else self.limits.inner
            y = self._media(post.media, x, y, width, most) + gap
        if post.quoted is not None:
            y = self._nested(post.quoted, x, y, width) + gap
        if post.card is not None and self.limits.rest:
            y = self._link_card(post.card, x, y, width) + gap
        if not outer and not self.limits.inner:
            return y - gap
        return self._meta(post, x, y, width)

    def _meta(self, post: PostView, x: int, y: int, width: int) -> int:
        said = f"{post.time} · {post.more}" if post.more else post.time
        return self._small(said, x, y, width)

    def _author(self, author: AuthorView, platform: str, x: int, y: int, width: int) -> int:
        beside = x + (112 if author.avatar else 0)
        room, c = width - (beside - x), self.colours
        who = f"\u2068{author.handle}\u2069 · {platform}" if author.handle else platform
        spot = len(self.steps)
        top = y + (3 if author.avatar and not author.office else 0)
        end = self._text([Span(author.name, c["text"], bold=True)], beside, top, room, 32, 42, 2)
        end = self._small(who, beside, end, room, 1)
        if author.office:
            end = self._small(author.office, beside, end, room)
        bottom = max(end, y + 88) if author.avatar else end
        if author.avatar:
            path, at = author.avatar, y + (bottom - y - 88) // 2
            self.steps.insert(
                spot,
                lambda canvas: self._picture(canvas, path, (x, at, 88, 88), 44),
            )
        return bottom

    def _picture(
        self, canvas: Canvas, path: str, at: tuple[float, float, float, float], radius: int,
        ground: str | None = None,
    ) -> None:  # fmt: skip
        ground = ground or self.colours["tint"]
        if not canvas.picture(self.pictures.get(path), at, radius=radius, ground=ground):
            self.undrawn.append(path)

    def _covered(self, warning: str, x: int, y: int, width: int) -> int:
        """In the place of what is behind a warning: the warning."""
        said = f"{warning} · {_SHOWN_THERE.get(self.view.frame.lang, _SHOWN_THERE['en'])}"
        spot, tint = len(self.steps), self.colours["tint"]
        end = self._text([Span(said, self.colours["text"])], x + 24, y + 18, width - 48, 30, 44, 3)
        bottom = end + 18
        self.steps.insert(
            spot, lambda canvas: canvas.box((x, y, x + width, bottom), fill=tint, radius=_ROUND)
        )
        return bottom

    def _media(self, media: MediaView, x: int, y: int, width: int, most: int) -> int:
        if media.warning is not None:
            return self._covered(media.warning, x, y, width)
        first, count = media.tiles[0], media.layout
        if count == 1:
            wide = min(first.width * 2, width)
            high = max(1, round(wide * first.height / first.width))
            if high > most:
                wide, high = max(1, round(wide * most / high)), most
            if first.picture is None:
                high, wide = max(high, 120), max(wide, min(width, 480))
            places = [(x, y, wide, high)]
        else:
            high = min(round(width * 9 / 16), most)
            half, low = (width - 4) // 2, (high - 4) // 2
            right, under = x + width - half, y + high - low
            places = {
                2: [(x, y, half, high), (right, y, half, high)],
                3: [(x, y, half, high), (right, y, half, low), (right, under, half, low)],
            }.get(
                count,
                [(x, y, half, low), (right, y, half, low), (x, under, half, low),
                 (right, under, half, low)],
            )  # fmt: skip
        for tile, at in zip(media.tiles, places, strict=False):
            left, top, wide, tall = at
            tint = tile.colour or self.colours["tint"]
            if tile.picture is not None:
                path = tile.picture.src
                self.steps.append(
                    lambda canvas, path=path, at=at, tint=tint: self._picture(  # type: ignore[misc]
                        canvas, path, at, _ROUND, tint
                    )
                )
            else:
                self.steps.append(
                    lambda canvas, at=at: canvas.box(  # type: ignore[misc]
                        (at[0], at[1], at[0] + at[2], at[1] + at[3]),
                        fill=self.colours["tint"],
                        radius=_ROUND,
                    )
                )
                rows = max(1, (tall - 32) // 40)
                self._small(tile.message or "", left + 24, top + 16, wide - 48, min(rows, 5))
            self._tag(tile.caption or tile.more, left, top + tall)
        return y + high

    def _tag(self, said: str | None, x: int, bottom: int) -> None:
        if said is None:
            return
        text = typeset([Span(said, "#ffffff")], self.fonts, 26, 500, 1)
        line = text.lines[0]

        def tag(canvas: Canvas) -> None:
            top = bottom - 60
            canvas.box((x + 16, top, x + 48 + line.width, top + 44), fill="#16181d", radius=12)
            canvas.line(line, x + 32, top, 26, 44, line.width, {})

        self.steps.append(tag)

    def _link_card(self, card: CardView, x: int, y: int, width: int) -> int:
        beside, c, spot = x + 24, self.colours, len(self.steps)
        if card.picture is not None:
            beside += 200
        room = x + width - 24 - beside
        title = Span(card.title, c["link"] if card.href else c["text"], True, bool(card.href))
        end = self._text([title], beside, y + 24, room, 30, 42, 2)
        if card.description:
            end = self._small(card.description, beside, end, room)
        if card.host:
            end = self._small(card.host, beside, end, room, 1)
        bottom = max(end + 24, y + 224 if card.picture is not None else 0)
        if card.picture is not None:
            path, top = card.picture.src, y + (bottom - y - 176) // 2
            self.steps.append(
                lambda canvas: self._picture(canvas, path, (x + 24, top, 176, 176), 12)
            )
        self._frame(spot, x, y, width, bottom)
        return bottom

    def _poll(self, poll: PollView, x: int, y: int, width: int) -> int:
        for text, votes in poll.options[:8]:
            spot, said = len(self.steps), f"{text} · {votes}" if votes else text
            end = self._text(
                [Span(said, self.colours["text"])], x + 24, y + 14, width - 48, 32, 48, 2
            )
            self._frame(spot, x, y, width, end + 14)
            y = end + 14 + 12
        return self._small(poll.note, x, y, width, 2)

    # The footer

    def _footer(self) -> int:
        frame, c = self.view.frame, self.colours
        address = (frame.origin + frame.permalink).partition("://")[2] or frame.id
        said = [self.view.archived or "", address]
        missing = dict.fromkeys(self.missing)
        if missing:
            said.append(_SAID.get(frame.lang, _SAID["en"]).format(n=len(missing)))
        y = 18
        for text in filter(None, said):
            laid = typeset([Span(text, c["muted"])], self.fonts, 26, WIDTH - 2 * _PAD, 2)
            for line in laid.lines:
                self.foot.append(
                    lambda canvas, top, line=line, y=y: canvas.line(  # type: ignore[misc]
                        line, _PAD, top + y, 26, 38, WIDTH - 2 * _PAD, {}
                    )
                )
                y += 38
        return y + 18

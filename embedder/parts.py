"""What an embed is made of: finished plain values, from which every output is rendered.

No HTML, no I/O, nothing to be looked up or decided: text is as it will be read, dates are
written, addresses are paths from the root (a renderer puts ``origin`` before them where the
output leaves our host).
"""

from typing import ClassVar, Literal, TypeAlias

import msgspec

from archive.cite import Citation
from embedder.one_line import one_line, shortened
from embedder.options import Theme
from embedder.words import Words

__all__ = [
    "AuthorView",
    "CardView",
    "EmbedView",
    "Frame",
    "MediaTile",
    "MediaView",
    "Notice",
    "Other",
    "Picture",
    "PollView",
    "PostView",
    "Run",
    "Translation",
    "Unavailable",
]

DESCRIPTION = 300

RunKind = Literal["text", "break", "link", "name", "emoji"]
NoticeKind = Literal["withheld", "gone", "edited", "correction", "note", "hint"]


class _Part(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all parts. Made in masses and never in cycles: no work for the collector."""


class Run(msgspec.Struct, frozen=True, gc=False):
    """A piece of the text. All ``text`` of a post's runs, joined, is the text of the post."""

    kind: RunKind
    """``name`` is a mention, set apart from the direction of what surrounds it."""
    text: str
    href: str | None = None
    """Only ever http or https."""
    src: str | None = None
    """The picture of a custom emoji."""


class Picture(_Part, frozen=True):
    """Our derivatives of one picture."""

    src: str
    """The JPEG."""
    avif: tuple[tuple[str, int], ...]
    webp: tuple[tuple[str, int], ...]
    """Path and width, narrow to wide; one alone where ``sizes`` is ``None``."""
    sizes: str | None
    """How wide it is drawn, for the browser to choose; ``None`` where we chose."""


class MediaTile(_Part, frozen=True):
    """One image, video, GIF or audio in the grid; without a ``picture`` a box that says why."""

    alt: str
    picture: Picture | None
    width: int
    height: int
    """As shown in a box of 600 pixels."""
    message: str | None = None
    description: str | None = None
    """What is described of a picture that is not there."""
    caption: str | None = None
    """Written on the picture: ``Video, 0:42 · still picture``."""
    colour: str | None = None
    """``#rrggbb`` to paint until the picture is there."""
    more: str | None = None
    """On the last tile: ``+3``."""


class MediaView(_Part, frozen=True):
    """The media of a post: at most four tiles, laid out by their number."""

    tiles: tuple[MediaTile, ...]
    place: str = "media"
    """On the page that shows them in full: ``#media-1``, ``#quoted-1``, ``#parent-1``."""
    warning: str | None = None
    """Shown only after a click, under these words."""
    edged: bool = False
    """Screenshots, which may be as white as the page around them."""

    @property
    def layout(self) -> int:
        return len(self.tiles)


class AuthorView(_Part, frozen=True):
    name: str
    handle: str | None
    avatar: str | None
    """Path of our copy."""
    office: str | None = None
    """At the time of the post, and only one that a person confirmed."""


class CardView(_Part, frozen=True):
    """The preview that the platform drew of a linked page."""

    href: str | None
    title: str
    description: str | None
    host: str | None
    picture: Picture | None = None


class PollView(_Part, frozen=True):
    options: tuple[tuple[str, str | None], ...]
    """Text, and its votes where counts were asked for."""
    note: str


class Unavailable(_Part, frozen=True):
    """A quoted or answered post that cannot be shown, and why."""

    is_shown: ClassVar = False

    message: str
    href: str | None
    """Where it was; http or https."""
    link_text: str


class PostView(_Part, frozen=True):
    """The content of one snapshot."""

    is_shown: ClassVar = True

    author: AuthorView
    platform: str
    runs: tuple[Run, ...]
    lang: str | None
    cite: str | None
    """The original post; http or https."""
    permalink: str | None
    """Path of the page here that has its pictures in full; ``None`` where there is none, and each
    leads to itself."""
    warning: str | None
    """The author's content warning: everything is shown only after a click."""
    media: MediaView | None
    card: CardView | None
    poll: PollView | None
    quoted: "PostView | Unavailable | None"
    time: str
    time_iso: str | None
    more: str | None
    """What else is to be said beside the time: an edit, another clock, counts."""
    original_in: str | None = None
    """``Original in Spanish``, where the language of its words is known. No page translator may
    change it, nor the link beside it."""
    exact: str | None = None
    """Path to the words as they were kept."""
    exact_words: str = ""


class Notice(_Part, frozen=True):
    """A band. ``link`` is a path here, under the words ``link_text``."""

    kind: NoticeKind
    text: str
    body: str | None = None
    """What a person of the newsroom wrote."""
    link: str | None = None
    link_text: str = ""


class Translation(_Part, frozen=True):
    text: str
    lang: str | None
    by: str


Other: TypeAlias = PostView | Unavailable


class Frame(_Part, frozen=True):
    """What an embed has whether its content is shown or not."""

    id: str
    n: int | None
    """Number of the snapshot that was asked for; ``None`` where none is left."""
    version: int
    """Of the template."""
    lang: str
    theme: Theme
    sheet: str | None
    """Path of a fragment's stylesheet, where it was asked for as a link."""
    width: int | None
    origin: str
    """Scheme and host before every path; empty where they are unknown."""
    path: str
    """Of this embed."""
    permalink: str
    """Path of the permanent page."""
    oembed: str
    """Path at which consumers are told of it, in JSON."""
    site_name: str
    words: Words
    shadow: bool = False
    """Whether a fragment was asked for with a shadow root."""
    css: str = ""
    """The site's own look, for the page: checked by :mod:`embedder.site_css`."""

    @property
    def oembed_xml(self) -> str:
        """The same in XML."""
        return self.oembed.removesuffix("json") + "xml"


class EmbedView(_Part, frozen=True):
    """One embed, finished. ``post`` is ``None`` when the newsroom does not show it."""

    frame: Frame
    preview: str
    """The whole text, or a content warning in its place: :attr:`description` is made of it. Of a
    post that is not shown, what is said instead."""
    notices: tuple[Notice, ...] = ()
    post: Other | None = None
    reposted_by: AuthorView | None = None
    repost_time: str | None = None
    parent: Other | None = None
    replying_to: str | None = None
    """Whom the post answers."""
    replying_to_href: str | None = None
    translations: tuple[Translation, ...] = ()
    archived: str | None = None
    """``Archived by NAME, 3 April 2025, 15:52 UTC``."""
    original: str | None = None
    """The original post; http or https."""
    author_name: str | None = None
    platform: str | None = None
    """Where it was posted, as readers know it: ``X``."""
    day: str | None = None
    """When it was posted, where that is known: ``3 April 2025``."""
    published_iso: str | None = None
    citation: Citation | None = None
    """Of the snapshot that is shown."""
    heights: tuple[int, int] | None = None
    """Of a box that is not shown: the pixels that it keeps below its band, where it is wide and
    where it is narrow."""

    @property
    def title(self) -> str:
        """``Post by NAME on X, 3 April 2025``, as one line; of a post that is not shown, what is
        said instead.
        """
        if self.author_name is None:
            return self.preview
        words = self.frame.words
        said = words.post_by if self.day is None else words.post_by_dated
        return one_line(said.format(name=self.author_name, platform=self.platform, date=self.day))

    @property
    def description(self) -> str:
        """The text as one line, for previews, at most :data:`DESCRIPTION` characters of it."""
        return shortened(self.preview, DESCRIPTION)

    @property
    def author_url(self) -> str | None:
        """The author's page at the platform; http or https."""
        return None if self.citation is None else self.citation.author_url

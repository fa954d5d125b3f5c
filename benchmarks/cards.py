"""The drawing of a card, and the finding of one that is kept.

Drawing is what happens in a thread once per state of a post: view and bytes of the pictures are at
hand, everything is laid out, drawn and encoded as PNG, on one core. Finding is what happens ever
after: the view is hashed, the row and the blob are read, and the bytes are checked.
"""

import io
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from PIL import Image, ImageStat

from archive.archive import open_archive
from archive.records import Attachment, Media, MediaRow, PostLink
from archive.settings import CardSettings, Settings, SiteSettings, StorageSettings
from archive.storage.base import Holding
from benchmarks.measuring import Line, WrongAnswer, same, spread
from benchmarks.posts import fill, holdings
from embedder.cards import Cards
from embedder.links import Links
from embedder.options import Options
from embedder.render.card import (
    Card,
    Fonts,
    Shape,
    draw_card,
    find_fonts,
    lay_out,
    pictures_of,
)
from embedder.render.card.sheet import Photo
from embedder.view import EmbedView, build_view

__all__ = ["check", "measure", "sample"]

REPEATS = 15
LONG = 10_000
BOUND = 1.0
"""Seconds of CPU for the longest text: whoever shares a post waits for its card."""
PHOTOGRAPHS = Path(__file__).parent / "photographs"
SITE, LINKS = SiteSettings(name="Border News"), Links("https://record.example.org")


async def measure() -> list[Line]:
    fonts = find_fonts(system=False)
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        database = Path(folder) / "archive.db"
        await fill(database, 2)
        text, other = await holdings(database, 2)
        views = sample(text, other)
        seconds: dict[str, list[float]] = {name: [] for name in views}
        for _ in range(REPEATS):
            for name, (view, shape) in views.items():
                seconds[name].append(_drawn(name, view, shape, fonts))
        found = await _found(Path(folder), text)
    longest = spread([s * 1000 for s in seconds["long"]], 0)
    met = sorted(seconds["long"])[REPEATS // 2] <= BOUND
    names = {
        "text": "drawing a card of a text, ms of CPU",
        "photos": "  of a text and four photographs, ms of CPU",
        "quote": "  of a quoted post with a photograph, ms of CPU",
        "arabic": "  of a text in Arabic, ms of CPU",
        "crop": "  the crop of a text for previews, ms of CPU",
    }
    return [
        *(
            Line(name=told, measured=spread([s * 1000 for s in seconds[name]], 0))
            for name, told in names.items()
        ),
        Line(
            name=f"  of a text of {LONG:,} characters, ms of CPU",
            measured=longest,
            bound=f"at most {BOUND * 1000:.0f}",
            met=met,
        ),
        Line(name="finding a card that is kept, ms", measured=spread([s * 1000 for s in found])),
    ]


def sample(text: Holding, other: Holding) -> dict[str, tuple[EmbedView, Shape]]:
    """What is drawn, by name, from two posts with a text."""
    files = [path.name for path in sorted(PHOTOGRAPHS.glob("*.jpg"))]
    sentence = "The council will hear the report on the bridge in the spring. "
    arabic = "نعلن اليوم عن خطة جديدة للجسر، وموعد الجلسة يوم الثلاثاء 25 مارس. "
    quoted = _with(other, "The hearing was on Monday.", files[:1])
    link = PostLink(url=other.post.url, post=other.post.id, snapshot=1)
    held: dict[str, Holding] = {
        "text": text,
        "photos": _with(text, "Figures from today.", files),
        "quote": replace(_with(text, "As she said.", [], link), quoted=quoted),
        "arabic": _with(text, arabic * 4, []),
        "crop": text,
        "long": _with(text, (sentence * (LONG // len(sentence) + 1))[:LONG], []),
    }
    return {
        name: (build_view(holding, Options(), SITE, LINKS), "og" if name == "crop" else "card")
        for name, holding in held.items()
    }


def _with(holding: Holding, text: str, files: list[str], quoted: PostLink | None = None) -> Holding:
    """The same post with other words and these photographs."""
    if holding.stored is None:
        raise WrongAnswer("a post of the sample has no snapshot")
    media, rows, attachments = [], [], []
    for place, name in enumerate(files):
        sha256 = name.encode().hex().ljust(64, "0")[:64]
        with Image.open(PHOTOGRAPHS / name) as picture:
            width, height = picture.size
        media.append(Media(kind="image", alt=name, sha256=sha256, width=width, height=height))
        rows.append(MediaRow(sha256=sha256, mime="image/jpeg", bytes=1, width=width, height=height))
        attachments.append(
            Attachment(role="media", position=place, state="there", sha256=sha256, source_url=name)
        )
    snapshot = replace(
        holding.stored.snapshot, text=text, facets=(), media=tuple(media), quoted=quoted
    )
    return replace(
        holding,
        stored=replace(holding.stored, snapshot=snapshot),
        media=holding.media | {row.sha256: row for row in rows},
        attachments=(*holding.attachments, *attachments),
    )


def _pictures(view: EmbedView) -> dict[str, bytes]:
    """The photographs in the places of a view's pictures, of an avatar, too."""
    files = [path.read_bytes() for path in sorted(PHOTOGRAPHS.glob("*.jpg"))]
    return {path: files[i % len(files)] for i, path in enumerate(pictures_of(view))}


def _drawn(name: str, view: EmbedView, shape: Shape, fonts: Fonts) -> float:
    pictures = _pictures(view)
    begun = time.thread_time()
    card = draw_card(view, pictures, fonts, shape)
    took = time.thread_time() - begun
    check(name, card, view, pictures, shape, fonts)
    return took


def check(
    name: str,
    card: Card,
    view: EmbedView,
    pictures: Mapping[str, bytes],
    shape: Shape,
    fonts: Fonts,
) -> None:
    """A card is as large as it was laid out, shows its pictures in their places, and has words.

    Raises:
        WrongAnswer: it does not.
    """
    layout = lay_out(view, pictures, fonts, shape)
    with Image.open(io.BytesIO(card.png)) as opened:
        image = opened.convert("RGB")
    same(f"the size of {name}", image.size, (1200, layout.height))
    same(f"what {name} lacks", card.missing + card.undrawn, ())
    if len(image.getcolors(1 << 22) or ()) < 20:
        raise WrongAnswer(f"{name} is blank")
    for photo in (step for step in layout.steps if isinstance(step, Photo)):
        box = [photo.x, photo.y, photo.x + photo.width, photo.y + photo.height]
        place = image.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
        if max(ImageStat.Stat(place).stddev) < 20:
            raise WrongAnswer(f"{name}: there is no photograph at {box}")


async def _found(folder: Path, holding: Holding) -> list[float]:
    settings = Settings(
        site=SITE,
        storage=StorageSettings(
            database=f"sqlite:{folder}/archive.db", blobs=f"file:{folder}/blobs"
        ),
    )
    view = build_view(_without_picture(holding), Options(), SITE, LINKS)
    cards = Cards(CardSettings())
    seconds = []
    async with open_archive(settings) as archive:
        first = await cards.card(archive, holding, view)
        for _ in range(REPEATS * 10):
            begun = time.perf_counter()
            card = await cards.card(archive, holding, view)
            seconds.append(time.perf_counter() - begun)
            same("a card that is kept", card.png, first.png)
    cards.close()
    same("the cards that are kept", len(list((folder / "blobs" / "cards").rglob("*"))), 2)
    return seconds


def _without_picture(holding: Holding) -> Holding:
    """There is no blob of the author's picture here, and a card that lacks one is not kept."""
    return replace(holding, attachments=(), media={})

"""docs/visibility.md, cell by cell: its tables are read, lived through, and compared.

A row that is added there without a story here fails, and so does a story without a row.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.errors import ArchiveError
from archive.records import Annotation
from embedder.parts import EmbedView
from embedder.render.card import Card
from tests.beside import beside
from tests.embedder.doors import Newsroom
from tests.embedder.stories import NEVER_SEEN, REASON, STORIES, Story, platform, url_of

DOC = Path(__file__).parents[2] / "docs" / "visibility.md"
Cells = dict[str, dict[str, str]]


# What a reader gets


def written(view: EmbedView, pictures: object, fonts: object, shape: object) -> Card:
    """In a card's place its words: a picture would not tell whose they are."""
    png = (view.description if view.post else view.title).encode()
    return Card(png=png, width=1200, height=630, missing=(), undrawn=())


async def _shown(story: Story, path: str) -> str:
    """In one word what a page says: whose words, or that it does not show them."""
    answer = await story.service.client.get(path)
    if answer.status != 200:
        return str(answer.status)
    text = await answer.text()
    for word, words in (("2", "second words"), ("1", "first words")):
        if f"{words} of {story.number}" in text:
            return f"snapshot {word}"
    return "box"


async def _status_of(story: Story, path: str) -> str:
    return str((await story.service.client.get(path)).status)


async def _listed(story: Story) -> str:
    answer = await story.service.client.get("/api/v1/posts?limit=200")
    return "yes" if story.post in {p["id"] for p in (await answer.json())["posts"]} else "no"


async def _picture(story: Story) -> str:
    if story.picture is None:
        return "404"
    return await _status_of(story, f"/media/{story.picture}-40.jpg")


async def _inside(story: Story) -> str:
    if story.quoting is None:
        return "–"
    forms = (f"/e/{story.quoting}/", f"/e/{story.quoting}@1/~t1/")
    words = {await _shown(story, form) for form in forms}
    return "shown" if all(word.startswith("snapshot") for word in words) else "hidden"


PROBES: dict[str, Callable[[Story], Awaitable[str]]] = {
    "`/e/ID/`": lambda s: _shown(s, f"/e/{s.post}/"),
    "`/e/ID@1/`": lambda s: _shown(s, f"/e/{s.post}@1/"),
    "`/e/ID@2/`": lambda s: _shown(s, f"/e/{s.post}@2/"),
    "frozen": lambda s: _shown(s, f"/e/{s.post}@2/~t1/"),
    "its card": lambda s: _shown(s, f"/e/{s.post}@2/~t1/card.png"),
    "placement": lambda s: _shown(s, f"/p/{s.newest}/"),
    "pinned": lambda s: _shown(s, f"/p/{s.pinned}/"),
    "`post.json`": lambda s: _status_of(s, f"/e/{s.post}/post.json"),
    "`/oembed`": lambda s: _status_of(s, f"/oembed?url={url_of(s.number)}"),
    "`/post/ID`": lambda s: _shown(s, f"/post/{s.post}"),
    "picture": _picture,
    "in lists": _listed,
    "inside a public post": _inside,
}


# What can be done


async def _act(story: Story, action: str) -> str:
    """What becomes of the post, or ``refused``."""
    archive, post = story.archive, story.post
    note = Annotation(
        post=post, kind="note", body={"text": "Said later."}, by="test", at=archive.clock()
    )
    actions: dict[str, Callable[[], Awaitable[Any]]] = {
        "release": lambda: archive.release(post, by="test", reason="it may be shown"),
        "withhold": lambda: archive.withhold(post, by="test", reason=REASON),
        "erase": lambda: archive.erase(post, by="test", reason=REASON),
        "hold": lambda: archive.hold(post, by="test", reason=REASON),
        "capture": lambda: archive.capture(url_of(story.number), by="test", force=True),
        "capture, with release": lambda: archive.capture(
            url_of(story.number), by="test", force=True, release=True
        ),
        "annotate": lambda: archive.annotate(note),
    }
    try:
        await actions[action]()
    except ArchiveError:
        return "refused"
    kept = await archive.storage.post(post)
    assert kept is not None
    return kept.visibility


ACTIONS = (
    "release", "withhold", "erase", "hold", "capture", "capture, with release", "annotate",
)  # fmt: skip
STATES = ("draft", "draft, on hold", "public", "public, on hold", "withheld", "erased", "context")


async def _broken(story: Story) -> list[str]:
    """The pictures that some page names and nobody can have."""
    posts = [story.post, f"{story.post}@1", f"{story.post}@2", story.quoting or NEVER_SEEN]
    pages = [f"/e/{post}/" for post in posts] + [f"/post/{story.post}"]
    named: set[str] = set()
    for page in pages:
        answer = await story.service.client.get(page)
        named |= set(re.findall(r"/media/[0-9a-f]{64}-\d+\.\w+", await answer.text()))
    return [path for path in sorted(named) if await _status_of(story, path) != "200"]


async def _as_editor(story: Story) -> list[str]:
    headers = await story.service.key("editor")
    page = await story.service.client.get(f"/e/{story.post}/", headers=headers)
    data = await story.service.client.get(f"/e/{story.post}/post.json", headers=headers)
    words = f"second words of {story.number}" in await page.text()
    return [str(page.status), "words" if words else "none", str(data.status)]


class Lived(NamedTuple):
    """Both tables as they come out; by story the pictures that were broken, and what an editor
    gets at ``/e/ID/`` and ``post.json``.
    """

    seen: Cells
    done: Cells
    broken: dict[str, list[str]]
    editor: dict[str, list[str]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Every story in one archive, each with a post of its own."""

    async def live(newsroom: Newsroom) -> Lived:
        seen: Cells = {}
        done: Cells = {}
        broken: dict[str, list[str]] = {}
        editor: dict[str, list[str]] = {}
        async with newsroom.service(written) as service:
            number = 1000
            for name, story_of in STORIES.items():
                story = Story(service, number := number + 1)
                await story_of(story)
                service.forget()
                seen[name] = {column: await probe(story) for column, probe in PROBES.items()}
                broken[name] = await _broken(story)
                editor[name] = await _as_editor(story)
            for state in STATES:
                done[state] = {}
                for action in ACTIONS:
                    story = Story(service, number := number + 1)
                    await STORIES[state](story)
                    done[state][action] = await _act(story, action)
        return Lived(seen, done, broken, editor)

    with beside(platform) as origin:
        newsroom = Newsroom.led_to(tmp_path_factory.mktemp("wins"), origin)
        return asyncio.run(live(newsroom))


def table(heading: str) -> Cells:
    """The table under a heading of the document: rows by first cell, cells by column."""
    text = DOC.read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    header, _, *body = rows
    return {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in body}


SEEN, DONE = "What readers get", "What can be done"


def cells(heading: str) -> list[tuple[str, str, str]]:
    return [
        (row, column, cell)
        for row, columns in table(heading).items()
        for column, cell in columns.items()
    ]


def test_each_row_has_its_story_and_each_column_its_question() -> None:
    assert list(table(SEEN)) == list(STORIES)
    assert list(table(DONE)) == list(STATES)
    assert all(list(row) == list(PROBES) for row in table(SEEN).values())
    assert all(tuple(row) == ACTIONS for row in table(DONE).values())


def test_readers_get(lived: Lived, subtests: pytest.Subtests) -> None:
    for row, column, cell in cells(SEEN):
        with subtests.test(f"{row}: {column}"):
            assert lived.seen[row][column] == cell


def test_what_is_done(lived: Lived, subtests: pytest.Subtests) -> None:
    for row, column, cell in cells(DONE):
        with subtests.test(f"{row}: {column}"):
            assert lived.done[row][column] == cell


@pytest.mark.parametrize("story", STORIES)
def test_no_page_names_a_picture_that_nobody_can_have(lived: Lived, story: str) -> None:
    assert lived.broken[story] == []


@pytest.mark.parametrize(
    ("story", "answers"),
    [
        ("never seen", ["404", "none", "404"]),
        ("draft", ["200", "words", "200"]),
        ("context", ["200", "words", "200"]),
        ("public", ["200", "words", "200"]),
        ("withheld", ["200", "none", "451"]),
        ("draft, then withheld", ["200", "none", "451"]),
        ("erased", ["200", "none", "451"]),
    ],
)
def test_an_editor_gets_drafts_and_nothing_of_what_is_withheld(
    lived: Lived, story: str, answers: list[str]
) -> None:
    assert lived.editor[story] == answers

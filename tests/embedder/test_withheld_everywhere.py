"""What is withheld is gone from every output within a minute, caches of others included."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.beside import beside
from tests.embedder.doors import Newsroom, Service
from tests.embedder.outputs import public_paths
from tests.embedder.stories import Story, platform

MINUTE = 60
ORIGIN = "http://127.0.0.1:8080"
"""Of the service by its settings: what its own addresses begin with."""

Answers = dict[str, tuple[int, str, bytes]]


async def answers(service: Service, paths: list[str]) -> Answers:
    """Status, ETag and body by path; each may be used by whoever keeps it for a minute at most."""
    found = {}
    for path in paths:
        answer = await service.client.get(path)
        rules = answer.headers["Cache-Control"]
        ages = re.findall(r"(?<!s-)(?:max-age|stale-while-revalidate)=(\d+)", rules)
        assert sum(map(int, ages)) <= MINUTE, (path, rules)
        assert all(int(age) <= MINUTE for age in re.findall(r"s-maxage=(\d+)", rules)), path
        assert "immutable" not in rules, path
        found[path] = (answer.status, answer.headers.get("ETag", ""), await answer.read())
    return found


async def settled(
    service: Service, paths: list[str], gone: Callable[[Answers], bool]
) -> tuple[Answers, bool]:
    """The answers once the service has seen the write; its own cache is not touched by us."""
    found = await answers(service, paths)
    for _ in range(40):
        if gone(found):
            return found, True
        await asyncio.sleep(0.1)
        found = await answers(service, paths)
    return found, False


def in_a_newsroom(folder: Path, act: Callable[[Story], Coroutine[Any, Any, None]]) -> None:
    async def run(newsroom: Newsroom) -> None:
        async with newsroom.service() as service:
            await act(Story(service, 4711))

    with beside(platform) as origin:
        newsroom = Newsroom.led_to(folder, origin)
        asyncio.run(run(newsroom))


def shows(answer: tuple[int, str, bytes], words: bytes) -> bool:
    return answer[0] == 200 and words in answer[2]


@pytest.mark.parametrize("inside", [False, True], ids=["the post", "a post that quotes it"])
def test_a_withheld_post_is_in_no_output_any_more(tmp_path: Path, inside: bool) -> None:
    async def act(story: Story) -> None:
        await story.kept(release=True)
        asked = story.quoting if inside else story.post
        assert asked is not None
        paths = [path for path in public_paths(asked, ORIGIN) if not inside or "@2" not in path]
        words = b"words of 4711"
        before = await answers(story.service, paths)
        # A quotation stands in the boxes and the data, not in what oEmbed says of the outer post.
        shown = [path for path, answer in before.items() if shows(answer, words)]
        assert len(shown) >= (7 if inside else 12), shown
        assert {path for path in before if before[path][0] != 200} == set()
        await story.withhold()
        after, gone = await settled(
            story.service, paths, lambda found: not any(shows(a, words) for a in found.values())
        )
        assert gone, [path for path in paths if shows(after[path], words)]
        for path in shown:
            assert words not in after[path][2], path
            assert after[path][0] != 200 or after[path][1] != before[path][1], path
            again = await story.service.client.get(path, headers={"If-None-Match": before[path][1]})
            assert again.status != 304, path

    in_a_newsroom(tmp_path, act)


def test_a_withheld_picture_is_named_by_no_output_any_more_and_is_not_to_be_had(
    tmp_path: Path,
) -> None:
    async def act(story: Story) -> None:
        await story.kept(release=True)
        assert story.picture is not None
        assert story.quoting is not None
        paths = [*public_paths(story.post, ORIGIN), f"/e/{story.quoting}/", f"/post/{story.post}"]
        name = f"/media/{story.picture}-".encode()
        before = await answers(story.service, paths)
        named = [path for path, answer in before.items() if shows(answer, name)]
        assert len(named) >= 8, named
        files = sorted({f.decode() for a in before.values() for f in re.findall(
            name + rb"\d+\.\w+", a[2])})  # fmt: skip
        for file in files:
            assert (await story.service.client.get(file)).status == 200, file
        await story.withhold(f"#{story.picture}")
        after, gone = await settled(
            story.service, paths, lambda found: not any(shows(a, name) for a in found.values())
        )
        assert gone, [path for path in paths if shows(after[path], name)]
        for path in named:
            assert after[path][1] != before[path][1], path
        for file in files:
            assert (await story.service.client.get(file)).status in {404, 451}, file

    in_a_newsroom(tmp_path, act)

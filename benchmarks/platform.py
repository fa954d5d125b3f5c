"""The platforms' stand-in with invented posts by the hundred, in a process of its own.

Run as ``python -m benchmarks.platform DELAY``; prints its origin. The posts are statuses of a
Mastodon server, each with an author's picture; those with an odd number show a picture, too.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.measuring import python
from embedder import samples, standin

__all__ = ["OWN_AUTHOR", "avatar_url", "picture_url", "platform", "text_url"]

POSTS = 4000
OWN_AUTHOR = 1000
"""From this number on, each post has an author with a picture of their own."""
_FIRST = 117_000_000_000_000_000


def text_url(number: int) -> str:
    """The address of a text post."""
    return f"https://{samples.HOST}/@mayor/{_FIRST + 2 * number}"


def picture_url(number: int) -> str:
    """The address of a post with a picture."""
    return f"https://{samples.HOST}/@mayor/{_FIRST + 2 * number + 1}"


def avatar_url(number: int) -> str:
    """The picture of the author of a post from :data:`OWN_AUTHOR` on."""
    return f"https://{samples.HOST}/pictures/avatar-{_drawing(number)}.jpg"


def _drawing(number: int) -> str:
    """A name like no other: the stand-in's drawings follow from the sum of its letters."""
    return "z" * (number // 26) + chr(ord("a") + number % 26)


@asynccontextmanager
async def platform(delay: float) -> AsyncIterator[str]:
    """Runs it; gives the origin to which requests are to be sent."""
    async with python("-m", "benchmarks.platform", str(delay)) as process:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()


def _status(number: int) -> dict[str, Any]:
    like = samples.MASTODON[samples.DELETED_URL.rsplit("/", 1)[1]]
    ident = str(_FIRST + number)
    media: list[dict[str, Any]] = []
    if number % 2:
        example = samples.MASTODON[samples.EXAMPLE_URL.rsplit("/", 1)[1]]
        url = f"https://{samples.HOST}/pictures/{_drawing(number // 2)}.jpg"
        media = [example["media_attachments"][0] | {"id": ident, "url": url, "preview_url": url}]
    author = like["account"]
    if number >= 2 * OWN_AUTHOR:
        author = author | {"avatar": avatar_url(number // 2)}
    return like | {
        "account": author,
        "id": ident,
        "uri": f"https://{samples.HOST}/users/mayor/statuses/{ident}",
        "url": f"https://{samples.HOST}/@mayor/{ident}",
        "content": f"<p>Sample {number}: the council meets on Thursday at 18:00.</p>",
        "media_attachments": media,
    }


async def _serve(delay: float) -> None:
    samples.MASTODON.update({str(_FIRST + n): _status(n) for n in range(POSTS)})
    async with standin.running(standin.make_standin(delay=delay)) as origin:
        print(origin, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))

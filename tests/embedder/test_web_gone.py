"""Posts that are gone, at the desk: the list, its two answers, and what readers are told."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from archive.archive import Archive
from archive.records import Check
from archive.storage.base import Keep, Look
from embedder import samples
from tests.embedder.conftest import Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def test_an_editor_answers_and_readers_are_told_the_class_of_the_reason(
    client: Client, capture: Capture, archive: Archive, session: LogIn
) -> None:
    post = await capture(samples.EXAMPLE_URL, release=True)
    await archive.storage.enqueue(
        id="a1", kind="gone", key=post, payload={"source": "client-api"}, by="onrecord",
        at=archive.clock(),
    )  # fmt: skip
    assert (await client.get("/desk/gone")).status == 401
    csrf = await session("editor")
    assert "gone: keep showing" not in await (await client.get("/desk")).text()
    seen = Check(
        post=post,
        at=archive.clock() + timedelta(seconds=1),
        source="client-api",
        outcome="gone",
        cause="deleted by the author",
        detail="“Record <not> found”",
    )
    keep = Keep(at=archive.clock(), by="ana", action="recheck", looks=(Look(check=seen),))
    await archive.storage.keep(keep)
    for path in ("/desk", "/desk/posts"):
        assert "1 post is gone: keep showing it or withhold it?" in await text(client, path)
    page = await text(client, "/desk/gone")
    assert "“Record &lt;not&gt; found”" in page
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["keep", "withhold"]
    wrong = await client.post("/desk/gone", data={"csrf": csrf, "ask": "a1", "answer": "burn"})
    assert wrong.status == 400
    assert (await client.post("/desk/gone", data={"ask": "a1", "answer": "keep"})).status == 403
    done = await client.post("/desk/gone", data={"csrf": csrf, "ask": "a1", "answer": "withhold"})
    assert "Nothing waits for an answer." in await done.text()
    again = await client.post("/desk/gone", data={"csrf": csrf, "ask": "a1", "answer": "keep"})
    assert again.status == 404
    client.session.cookie_jar.clear()
    told = await client.get(f"/e/{post}/")
    assert told.status == 200
    assert "Reason: the terms of its source." in await told.text()


async def text(client: Client, path: str) -> str:
    return await (await client.get(path)).text()

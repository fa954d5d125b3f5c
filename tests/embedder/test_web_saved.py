"""The desk's form for a response that somebody saved: what ``capture --payload`` does."""

import json
from collections.abc import Awaitable, Callable
from html import unescape
from io import BytesIO
from typing import Any

from aiohttp import FormData

from archive.archive import Archive
from embedder.web.research_texts import said
from embedder.web.saved_texts import SAVED
from tests.archive.fediverse_data import status
from tests.archive.x_payloads import FIRST, tweet
from tests.embedder.conftest import Bearer, Client

LogIn = Callable[..., Awaitable[str]]
FORM = "/desk/capture/saved"


def sent(body: bytes | None = None, **fields: str) -> FormData:
    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    if body is not None:
        form.add_field(
            "file", BytesIO(body), filename="tweet.json", content_type="application/json"
        )
    return form


def post(**fields: Any) -> bytes:
    return json.dumps(tweet(edit_control={}, **fields)).encode()


async def test_a_file_is_kept_as_of_the_time_that_is_named(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    paste = await (await client.get("/desk/")).text()
    assert f'href="{FORM}"' in paste
    asked = await (await client.get(f"{FORM}?url=https://x.com/a/status/20")).text()
    assert 'type="file"' in asked
    assert 'value="https://x.com/a/status/20"' in asked
    when = {"time": "2025-04-02 09:30", "timezone": "America/Chicago"}
    kept = await client.post(FORM, data=sent(post(), csrf=csrf, **when))
    assert kept.url.path.startswith("/desk/posts/"), await kept.text()
    holding = await archive.storage.holding(kept.url.path.rsplit("/", 1)[1])
    assert holding is not None
    assert holding.stored is not None
    assert (holding.post.native_id, holding.post.visibility) == (FIRST, "draft")
    assert f"{holding.stored.as_of:%Y-%m-%dT%H:%M%z}" == "2025-04-02T14:30+0000"
    assert (holding.stored.source, holding.stored.snapshot.as_of_basis) == (
        "saved response",
        "file",
    )
    evidence = await archive.storage.exchanges(holding.post.id)
    assert [e.url for e in evidence if e.method == "FILE"] == ["file:tweet.json"]


async def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_kept(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    two = json.dumps([status("110"), status("111")]).encode()
    gone = b'{"__typename": "TweetTombstone", "tombstone": {"text": {"text": "Unavailable"}}}'
    for body, fields, key in (
        (None, {}, "file.missing"),
        (b"not of any platform", {}, "file.unknown"),
        (gone, {}, "file.no post"),
        (two, {}, "url.several"),
        (post(), {"url": "https://x.com/a/status/20"}, "url.another"),
        (post(), {"url": "https://x.com/a"}, "url.no post"),
        (post(), {"time": "yesterday"}, "time.no time"),
        (post(), {"time": "2025-04-02 09:30", "timezone": "Moon"}, "timezone.no zone"),
        (b"x" * (archive.settings.fetch.max_body + 1), {}, "file.too large"),
    ):
        answer = await client.post(FORM, data=sent(body, csrf=csrf, **fields))
        page = unescape(await answer.text())
        assert answer.status == 422, key
        most = archive.settings.fetch.max_body // 1_000_000
        assert said(SAVED, "en", key, most=most) in page
        field = key.partition(".")[0]
        assert f'<p class="wrong" id="bad-{field}">' in page
        if key == "url.several":
            assert page.count("/110</bdi>") == page.count("/111</bdi>") == 1
    assert not (await archive.storage.list_posts(limit=1, drafts=True)).holdings


async def test_what_was_erased_does_not_come_back_in_a_file(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    kept = await client.post(FORM, data=sent(post(), csrf=csrf))
    await archive.erase(kept.url.path.rsplit("/", 1)[1], by="ana", reason="privacy")
    answer = await client.post(FORM, data=sent(post(), csrf=csrf))
    assert answer.status == 422
    assert said(SAVED, "en", "file.erased") in unescape(await answer.text())


async def test_the_form_is_for_editors_who_sent_it_themselves(
    client: Client, archive: Archive, session: LogIn, bearer: Bearer
) -> None:
    assert (await client.get(FORM)).status == 401
    assert (await client.get(FORM, headers=await bearer("reader"))).status == 403
    await session("editor")
    assert (await client.post(FORM, data=sent(post()))).status == 403
    assert not (await archive.storage.list_posts(limit=1, drafts=True)).holdings

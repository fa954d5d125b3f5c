"""A repost from its URL to every face: a statement of its own, of whoever reposted, that points
to the post inside.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.outcome import Found
from archive.platforms import identify
from archive.platforms.fediverse.mastodon_parse import parse_status
from archive.platforms.x.post import found as found_on_x
from archive.platforms.x.v2 import parse_v2
from archive.post_json import post_json
from archive.records import PostRef, Snapshot
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.post_page import post_page
from embedder.view import Site, build_view
from tests.archive.acting import Stage, on_stage
from tests.archive.fediverse_data import BASE, LATER, POSTED, snowflake, stamp, status
from tests.archive.searching import query
from tests.archive.x_payloads import FIRST, QUOTED, v2

LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", contact="desk@example.org")
WORDS = "The bridge is safe."


def of_mastodon() -> tuple[str, Found]:
    number, inner = snowflake(LATER), status(snowflake(POSTED), "bob", content=f"<p>{WORDS}</p>")
    address = f"{BASE}/users/ann/statuses/{number}/activity"
    told = status(
        number, uri=address, url=address, created_at=stamp(LATER), content="<p>RT</p>", reblog=inner
    )
    parsed = parse_status(told, BASE)
    return address, Found(
        ref=parsed.snapshots[-1].ref, snapshots=parsed.snapshots, along=parsed.along
    )


def of_x() -> tuple[str, Found]:
    payload = v2("RT @bob_clerk: The br…", referenced_tweets=[{"type": "retweeted", "id": QUOTED}])
    payload["includes"]["tweets"] = [{"id": QUOTED, "text": WORDS, "author_id": "7000002"}]
    bob = {"id": "7000002", "name": "Bob Clerk", "username": "bob_clerk"}
    payload["includes"]["users"].append(bob)
    return f"https://x.com/i/status/{FIRST}", found_on_x(parse_v2(payload), FIRST)


@pytest.mark.parametrize("told", [of_mastodon, of_x])
async def test_a_repost_is_a_statement_of_its_own_on_every_face(
    tmp_path: Path, told: Callable[[], tuple[str, Found]]
) -> None:
    address, answer = told()
    outer: Snapshot = answer.snapshots[-1]
    (inner,) = answer.along
    named = identify(address)
    assert isinstance(named, PostRef)
    assert named.native_id == outer.native_id != inner.native_id
    stage = Stage()
    stage.posts[outer.native_id] = answer
    async with on_stage(tmp_path, stage) as archive:
        captured = await archive.capture(address, by="ana", release=True)
        assert captured.post == outer.id
        holding = await archive.storage.holding(outer.id)
        assert holding is not None
        assert holding.stored is not None
        kept = holding.stored.snapshot
        assert (kept.kind, kept.text, kept.author.handle) == ("repost", "", outer.author.handle)
        assert kept.created_at == outer.created_at is not None
        assert kept.reposted is not None
        assert kept.reposted.post == inner.id
        context = await archive.storage.holding(inner.id)
        assert context is not None
        assert context.post.capture_reason == "context"

        results = await archive.storage.search(query())
        (hit,) = results.hits
        assert (hit.post, hit.kind, hit.author_handle) == (outer.id, "repost", outer.author.handle)
        assert await archive.storage.count(query("kind:repost")) == 1
        assert await archive.storage.count(query("kind:post")) == 0, "the inner post is context"

        shape = post_json(holding, LINKS)
        assert (shape["kind"], shape["text"]) == ("repost", "")
        assert shape["author"]["handle"] == outer.author.handle
        assert shape["reposted"]["id"] == inner.id
        assert shape["reposted"]["text"] == WORDS
        assert shape["reposted"]["author"]["handle"] == inner.author.handle

        view = build_view(holding, Options(), SITE, LINKS)
        for face in (v1.page(view), v1.fragment(view), v1.email(view)):
            assert WORDS in face
            assert "reposted" in face
        assert WORDS in post_page(holding, view, SITE, LINKS)

        # Withheld inside: the words are nowhere, and the repost stays a statement.
        await archive.withhold(inner.id, by="ana", reason="privacy")
        hidden = await archive.storage.holding(outer.id)
        assert hidden is not None
        assert WORDS not in v1.page(build_view(hidden, Options(), SITE, LINKS))
        assert WORDS not in str(post_json(hidden, LINKS))

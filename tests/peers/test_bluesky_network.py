"""Captures from the real Bluesky network: posts made there by its own API, then taken away."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from PIL import Image, ImageDraw

from archive import Check, load_settings, open_archive
from archive.clock import rfc3339
from archive.records import Exchange, post_id
from archive.storage.base import Holding
from tests.chromium import chromium
from tests.peers.network import ROUTES, Account, appview, eventually
from tests.serving import onrecord, service, write_config

pytestmark = [pytest.mark.peers, pytest.mark.usefixtures("bluesky")]

LINK = "https://example.org/puente?etapa=2#mapa"
SHOWN = "example.org/puente"
ALTS = ("A red bridge, drawn: «el puente» 🌉", "A green field with a blue circle")
SIZES = ((1200, 800), (600, 900))


def picture(size: tuple[int, int], ground: str, mark: str) -> bytes:
    image = Image.new("RGB", size, ground)
    width, height = size
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), fill=mark)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def newcomer(display: str) -> Account:
    account = Account.made(f"a{secrets.token_hex(4)}")
    avatar = account.upload(picture((200, 200), "navy", "gold"), "image/jpeg")
    account.name(display, avatar)
    return account


def facet(text: str, part: str, feature: dict[str, str]) -> dict[str, Any]:
    """As Bluesky's own clients write it: offsets into the UTF-8 bytes."""
    start = text.encode().index(part.encode())
    index = {"byteStart": start, "byteEnd": start + len(part.encode())}
    return {"index": index, "features": [feature]}


class Story(msgspec.Struct, kw_only=True):
    """A post that was made, and what `onrecord capture` said of it."""

    config: Path
    author: Account
    mentioned: Account
    text: str
    made_at: datetime
    pictures: tuple[bytes, bytes]
    rkey: str
    proof: bytes
    code: int
    said: str
    post: dict[str, Any]
    exchanges: tuple[Exchange, ...]


class Ending(msgspec.Struct, kw_only=True):
    """What a second look said, after the author had deleted the post."""

    code: int
    said: str
    post: dict[str, Any]
    checks: tuple[Check, ...]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_config(tmp_path_factory.mktemp("bluesky"), ROUTES)


@pytest.fixture(scope="module")
def story(bluesky: None, config: Path) -> Story:
    author, mentioned = newcomer("Mayor Ana 🏛️"), newcomer("Bridge Office")
    text = (
        "👩🏽\N{ZERO WIDTH JOINER}🚒 Reunión con "
        f"@{mentioned.handle} sobre el puente 🌉.\n\nEl plan está en {SHOWN} ✅ 日本"
    )
    made_at = datetime.now(UTC).replace(microsecond=123000)
    pictures = (picture(SIZES[0], "firebrick", "white"), picture(SIZES[1], "darkgreen", "skyblue"))
    images = [
        {
            "alt": alt,
            "image": author.upload(data, "image/jpeg"),
            "aspectRatio": {"width": size[0], "height": size[1]},
        }
        for alt, data, size in zip(ALTS, pictures, SIZES, strict=True)
    ]
    kinds = "app.bsky.richtext.facet"
    rkey = author.post(
        {
            "text": text,
            "createdAt": rfc3339(made_at),
            "langs": ["es"],
            "facets": [
                facet(
                    text,
                    f"@{mentioned.handle}",
                    {"$type": f"{kinds}#mention", "did": mentioned.did},
                ),
                facet(text, SHOWN, {"$type": f"{kinds}#link", "uri": LINK}),
            ],
            "embed": {"$type": "app.bsky.embed.images", "images": images},
        }
    )
    proof = author.proof(rkey)
    ended = onrecord(config, "capture", "--release", "--json", author.url(rkey))
    post = json.loads(ended.stdout)
    return Story(
        config=config,
        author=author,
        mentioned=mentioned,
        text=text,
        made_at=made_at,
        pictures=pictures,
        rkey=rkey,
        proof=proof,
        code=ended.returncode,
        said=ended.stderr,
        post=post,
        exchanges=asyncio.run(exchanges_of(config, post["id"])),
    )


@pytest.fixture(scope="module")
def ending(story: Story) -> Ending:
    story.author.delete(story.rkey)
    ended = onrecord(story.config, "recheck", "--json", story.post["id"])
    return Ending(
        code=ended.returncode,
        said=ended.stderr,
        post=json.loads(ended.stdout),
        checks=asyncio.run(checks_of(story.config, story.post["id"])),
    )


async def exchanges_of(config: Path, post: str) -> tuple[Exchange, ...]:
    async with open_archive(load_settings(config)) as archive:
        return await archive.storage.exchanges(post)


async def checks_of(config: Path, post: str) -> tuple[Check, ...]:
    async with open_archive(load_settings(config)) as archive:
        return await archive.storage.checks(post)


async def originals(config: Path, *sha256: str) -> list[bytes | None]:
    async with open_archive(load_settings(config)) as archive:
        return [await archive.original(name) for name in sha256]


def answers(config: Path, exchanges: Iterable[Exchange]) -> dict[str, bytes]:
    """What each call was answered, its content coding undone (it is kept as it came)."""
    kept = [e for e in exchanges if e.body_sha256]
    bodies = asyncio.run(originals(config, *(e.body_sha256 or "" for e in kept)))
    told = {}
    for exchange, body in zip(kept, bodies, strict=True):
        assert body is not None, exchange.url
        coding = {k.lower(): v for k, v in exchange.response_headers}.get("content-encoding")
        name = urlsplit(exchange.url).path.rsplit("/", 1)[-1]
        told[name] = gzip.decompress(body) if coding == "gzip" else body
    return told


def test_it_is_captured_whole_and_nothing_is_warned_of(story: Story) -> None:
    assert story.code == 0, story.said
    assert story.post["completeness"] == "full"
    assert story.post["warnings"] == []


def test_its_words_and_emoji_are_those_that_were_posted(story: Story) -> None:
    assert story.post["text"] == story.text
    assert story.post["lang"] == "es"


def test_its_author_is_the_account_with_its_names(story: Story) -> None:
    author = story.post["author"]
    assert author["name"] == "Mayor Ana 🏛️"
    assert author["handle"] == story.author.handle
    assert author["native_id"] == story.author.did
    assert story.post["native_id"] == f"{story.author.did}/{story.rkey}"


def test_its_time_is_the_one_that_was_posted(story: Story) -> None:
    assert story.post["created_at"] == rfc3339(story.made_at)


def test_its_mention_and_link_stand_at_their_code_points(story: Story) -> None:
    spans = {
        f["kind"]: (story.text[f["start"] : f["end"]], f["target"]) for f in story.post["facets"]
    }
    assert len(story.post["facets"]) == 2
    assert spans["link"] == (SHOWN, LINK)
    shown, target = spans["mention"]
    assert shown == f"@{story.mentioned.handle}"
    assert story.mentioned.did in target


def test_its_pictures_are_the_bytes_that_were_uploaded(story: Story) -> None:
    media = story.post["media"]
    assert [m["sha256"] for m in media] == [
        hashlib.sha256(data).hexdigest() for data in story.pictures
    ]
    kept = asyncio.run(originals(story.config, *(m["sha256"] for m in media)))
    assert kept == list(story.pictures)


def test_its_pictures_have_their_descriptions_and_ratios(story: Story) -> None:
    media = story.post["media"]
    assert [m["alt"] for m in media] == list(ALTS)
    assert [(m["width"], m["height"]) for m in media] == list(SIZES)
    assert [m["state"] for m in media] == ["there", "there"]


def test_the_signed_proof_of_the_record_is_kept_as_the_host_gave_it(story: Story) -> None:
    assert answers(story.config, story.exchanges)["com.atproto.sync.getRecord"] == story.proof


def test_after_its_deletion_a_second_look_finds_it_gone(ending: Ending) -> None:
    assert ending.code == 3, ending.said
    assert ending.post["status"]["state"] == "gone"
    assert ending.post["status"]["confirmations"] == 1


def test_the_check_has_the_hosts_own_words_and_the_appviews_empty_answer(
    story: Story, ending: Ending
) -> None:
    assert [c.outcome for c in ending.checks if c.outcome in {"found", "gone"}] == ["found", "gone"]
    check = next(c for c in ending.checks if c.outcome == "gone")
    assert "Could not locate record" in (check.detail or "")
    exchanges = asyncio.run(exchanges_of(story.config, story.post["id"]))
    told = answers(story.config, (e for e in exchanges if e.id in check.exchanges))
    assert json.loads(told["app.bsky.feed.getPosts"]) == {"posts": []}
    assert json.loads(told["com.atproto.repo.getRecord"])["error"] == "RecordNotFound"
    assert told["com.atproto.sync.getRecord"] == story.author.proof(story.rkey)


def test_a_deletion_takes_nothing_away_here(story: Story, ending: Ending) -> None:
    same = ("text", "facets", "media", "author", "created_at", "snapshot", "evidence")
    assert {k: ending.post[k] for k in same} == {k: story.post[k] for k in same}


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_embed_still_shows_all_of_it_in_a_browser(
    story: Story, ending: Ending, theme: str, tmp_path: Path
) -> None:
    with service(story.config) as running, chromium(whole=True) as browser:
        page = browser.new_page(viewport={"width": 600, "height": 400})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{running.origin}/e/{story.post['id']}/~{theme}/")
        pictures = page.locator(".onrecord-media img").all()
        for shown in pictures:
            shown.scroll_into_view_if_needed()
            shown.evaluate("image => image.decode()")
        assert [shown.get_attribute("alt") for shown in pictures] == list(ALTS)
        assert all(shown.evaluate("image => image.naturalWidth > 0") for shown in pictures)
        words = page.locator("blockquote").inner_text()
        assert "".join(words.split()) == "".join(story.text.split())
        assert page.get_by_text("Not available on Bluesky when checked on").is_visible()
        assert all(url.startswith(running.origin) for url in asked)
        assert said == []
        page.screenshot(path=tmp_path / f"bluesky-{theme}.png", full_page=True)


@pytest.fixture
def plain(bluesky: None) -> Callable[[], tuple[Account, str]]:
    """Makes an account with one post of words alone."""

    def make() -> tuple[Account, str]:
        account = Account.made(f"a{secrets.token_hex(4)}")
        when = rfc3339(datetime.now(UTC) - timedelta(seconds=2))
        return account, account.post({"text": "The council meets at nine.", "createdAt": when})

    return make


def test_the_address_with_the_did_and_the_one_with_the_handle_are_one_post(
    story: Story, ending: Ending, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, rkey = plain()
    by_did = f"https://bsky.app/profile/{author.did}/post/{rkey}"
    posts = [
        json.loads(onrecord(story.config, "capture", "--json", url).stdout)
        for url in (author.url(rkey), by_did, author.uri(rkey))
    ]
    assert {(p["id"], p["snapshot"]) for p in posts} == {(posts[0]["id"], 1)}


def test_an_account_that_takes_another_handle_keeps_its_post(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, rkey = plain()
    old = author.url(rkey)
    first = json.loads(onrecord(config, "capture", "--json", old).stdout)
    author.rename(f"b{secrets.token_hex(4)}.test")
    again = onrecord(config, "capture", "--json", "--force", author.url(rkey))
    assert again.returncode == 0, again.stderr
    renamed = json.loads(again.stdout)
    assert (renamed["id"], renamed["snapshot"]) == (first["id"], 1)
    assert onrecord(config, "recheck", old).returncode == 0


def test_a_post_that_the_appview_alone_hides_is_unlisted_and_not_gone(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, rkey = plain()
    assert onrecord(config, "capture", author.url(rkey)).returncode == 0
    author.hide(rkey)
    looked = onrecord(config, "recheck", "--json", author.url(rkey))
    assert looked.returncode == 4, looked.stderr
    assert "has the post; Bluesky's AppView does not show it" in looked.stderr
    assert json.loads(looked.stdout)["status"]["state"] == "live"


def test_a_deactivated_account_may_come_back_and_its_post_is_not_gone(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, rkey = plain()
    assert onrecord(config, "capture", author.url(rkey)).returncode == 0
    author.deactivate(rkey)
    looked = onrecord(config, "recheck", "--json", author.url(rkey))
    assert looked.returncode == 4, looked.stderr
    assert "deactivated" in looked.stderr
    assert json.loads(looked.stdout)["status"]["state"] == "live"


def test_an_account_that_its_host_took_down_is_gone_as_suspended(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, rkey = plain()
    assert onrecord(config, "capture", author.url(rkey)).returncode == 0
    author.take_down(rkey)
    looked = onrecord(config, "recheck", "--json", author.url(rkey))
    assert looked.returncode == 3, looked.stderr
    status = json.loads(looked.stdout)["status"]
    assert status["state"] == "gone"
    assert "takendown" in status["basis"]


def test_a_post_that_never_was_leaves_nothing_behind(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, _ = plain()
    ended = onrecord(config, "capture", "--json", author.url("3kaaaaaaaaa2a"))
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout == ""


def ref_of(author: Account, rkey: str) -> dict[str, str]:
    (view,) = appview("feed.getPosts", uris=author.uri(rkey))["posts"]
    return {"uri": view["uri"], "cid": view["cid"]}


def said_at(seconds: float) -> str:
    return rfc3339(datetime.now(UTC) - timedelta(seconds=seconds))


async def holdings_of(config: Path, *posts: str) -> list[Holding | None]:
    async with open_archive(load_settings(config)) as archive:
        return [await archive.storage.holding(post) for post in posts]


def test_a_thread_comes_along_both_ways_without_what_others_answered(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, first = plain()
    other, _ = plain()
    root = ref_of(author, first)
    rkeys = [first]
    for n in range(2, 5):
        reply = {"root": root, "parent": ref_of(author, rkeys[-1])}
        record = {"text": f"Part {n}", "createdAt": said_at(9 - n), "reply": reply}
        rkeys.append(author.post(record))
        other.post({"text": "I disagree.", "createdAt": said_at(9 - n), "reply": reply})

    def answered() -> bool:
        thread = appview("feed.getPostThread", uri=author.uri(first), depth="6")["thread"]
        return json.dumps(thread).count('"Part ') >= 3

    eventually(answered, "the AppView shows the thread")
    ended = onrecord(config, "capture", "--json", author.url(rkeys[1]))
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["text"] == "Part 2"
    ids = [post_id("bluesky", f"{author.did}/{rkey}") for rkey in rkeys]
    above, captured, *below = asyncio.run(holdings_of(config, *ids))
    for holding in (above, *below):
        assert holding is not None
        assert holding.post.capture_reason == "context"
    assert captured is not None
    for holding, answers_to in zip((captured, *below), ids, strict=False):
        assert holding is not None
        assert holding.stored is not None
        assert holding.stored.snapshot.parent is not None
        assert holding.stored.snapshot.parent.post == answers_to


def test_the_quote_of_a_deleted_post_says_that_it_is_gone(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    author, quoted = plain()
    embed = {"$type": "app.bsky.embed.record", "record": ref_of(author, quoted)}
    rkey = author.post({"text": "As I said.", "createdAt": said_at(1), "embed": embed})
    author.delete(quoted)
    ended = onrecord(config, "capture", "--json", author.url(rkey))
    assert ended.returncode == 0, ended.stderr
    post = json.loads(ended.stdout)
    assert post["text"] == "As I said."
    assert post["quoted"]["unavailable"] == "gone"
    assert post["quoted"]["id"] is None


def test_the_host_alone_gives_the_post_and_what_the_appview_hides_stays_unlisted(
    tmp_path: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    config = write_config(tmp_path, ROUTES)
    config.write_text(f'{config.read_text()}\n[platforms.bluesky]\nsources = ["pds"]\n')
    author, rkey = plain()
    ended = onrecord(config, "capture", "--json", author.url(rkey))
    assert ended.returncode == 0, ended.stderr
    post = json.loads(ended.stdout)
    assert (post["text"], post["source"]["name"]) == ("The council meets at nine.", "pds")
    assert "host alone" in post["warnings"][0]
    author.hide(rkey)
    assert onrecord(config, "recheck", author.url(rkey)).returncode == 4


def test_a_repost_is_kept_with_its_proof_and_the_post_inside_and_is_gone_once_undone(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    (other, inner), author = plain(), newcomer("Ana, Mayor")
    uri = author.repost(ref_of(other, inner))
    by_handle = uri.replace(author.did, author.handle)
    ended = onrecord(config, "capture", "--release", "--json", by_handle)
    assert ended.returncode == 0, ended.stderr
    post = json.loads(ended.stdout)
    assert (post["kind"], post["text"], post["url"]) == ("repost", "", uri)
    assert (post["author"]["name"], post["author"]["handle"]) == ("Ana, Mayor", author.handle)
    assert (post["completeness"], post["warnings"]) == ("full", [])
    assert post["reposted"]["id"] == post_id("bluesky", f"{other.did}/{inner}")
    assert post["reposted"]["text"] == "The council meets at nine."
    assert post["reposted"]["author"]["handle"] == other.handle
    kept = asyncio.run(exchanges_of(config, post["id"]))
    proof = author.proof(uri.rsplit("/", 1)[1], "app.bsky.feed.repost")
    assert answers(config, kept)["com.atproto.sync.getRecord"] == proof
    shown = onrecord(config, "embed", "--as", "fragment", uri).stdout
    assert "Ana, Mayor</bdi> reposted" in shown
    assert "The council meets at nine." in shown
    author.undo(uri)
    looked = onrecord(config, "recheck", "--json", uri)
    assert looked.returncode == 3, looked.stderr
    status = json.loads(looked.stdout)["status"]
    assert (status["state"], "Could not locate record" in status["basis"]) == ("gone", True)
    assert onrecord(config, "recheck", other.uri(inner)).returncode == 0


def test_a_feed_that_somebody_saved_holds_the_repost_by_its_own_address(
    config: Path, tmp_path: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    (other, inner), author = plain(), newcomer("Ana, Mayor")
    uri = author.repost(ref_of(other, inner))
    file = tmp_path / "feed.json"

    def named() -> bool:
        file.write_text(json.dumps(appview("feed.getAuthorFeed", actor=author.handle)))
        return uri in file.read_text()

    eventually(named, "the AppView's feed names the repost")
    ended = onrecord(config, "capture", "--payload", str(file), "--url", uri, "--json")
    assert ended.returncode == 1, ended.stderr  # a part: the record's own time is not in it
    post = json.loads(ended.stdout)
    assert (post["kind"], post["completeness"]) == ("repost", "partial")
    assert post["reposted"]["text"] == "The council meets at nine."
    whole = json.loads(onrecord(config, "capture", "--json", "--force", uri).stdout)
    assert (whole["id"], whole["snapshot"]) == (post["id"], 2)
    assert (whole["completeness"], whole["reason"]) == ("full", "completed")


def test_a_repost_by_an_account_that_its_host_took_down_is_gone_as_suspended(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    (other, inner), (author, own) = plain(), plain()
    uri = author.repost(ref_of(other, inner))
    assert onrecord(config, "capture", uri).returncode == 0
    author.take_down(own)
    looked = onrecord(config, "recheck", "--json", uri)
    assert looked.returncode == 3, looked.stderr
    assert "takendown" in json.loads(looked.stdout)["status"]["basis"]


def test_a_repost_by_a_deactivated_account_is_not_gone(
    config: Path, plain: Callable[[], tuple[Account, str]]
) -> None:
    (other, inner), (author, own) = plain(), plain()
    uri = author.repost(ref_of(other, inner))
    assert onrecord(config, "capture", uri).returncode == 0
    author.deactivate(own)
    looked = onrecord(config, "recheck", "--json", uri)
    assert looked.returncode == 4, looked.stderr
    assert "deactivated" in looked.stderr

"""An article's embeds are replaced by ours, and nothing else is touched."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.articles.references import Reference
from archive.articles.scan import scan
from archive.records import PostRef, post_id
from archive.settings import Settings, SiteSettings, StorageSettings
from archive.storage.base import PostWrite
from embedder.replacing import replacements
from embedder.rewrite import Found, found_in, rewrite, rewrite_all, shown_in
from tests.archive.storage_posts import capture as storage_capture
from tests.archive.storage_posts import new, snapshot, write
from tests.archive.test_articles_scan import ARC, EMBEDS, TWEET, page

OURS = '<figure class="onrecord"><p>{}</p><a href="https://x.com/i/status/20">On X</a></figure>'
WIDGETS = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
MENTIONED = ("link", "text")


def ours(html: str) -> dict[str, str]:
    """Our embed for each post that the article shows: what an archive that has them all gives."""
    return {one.key: OURS.format(one.key) for one in shown_in(html)}


@pytest.mark.parametrize("form", [name for name, one in EMBEDS.items() if one[3] not in MENTIONED])
def test_every_form_of_an_embed_is_replaced_and_the_rest_stays(form: str) -> None:
    inside = EMBEDS[form][0]
    source = page(f"<p>é &amp; ü</p >\r\n{inside}\t<P CLASS=a>b</p>")
    embeds = ours(source)
    assert len(embeds) == 1
    rewritten = rewrite(source, embeds)
    (embed,) = embeds.values()
    before, after = rewritten.split(embed)
    assert source.startswith(before)
    assert source.endswith(after)
    assert "<p>é &amp; ü</p >\r\n" in before
    assert after.endswith(source[source.index("\t<P CLASS=a>b</p>") :])
    assert not shown_in(rewritten)
    assert rewrite(rewritten, embeds) == rewritten


@pytest.mark.parametrize("form", [name for name, one in EMBEDS.items() if one[3] in MENTIONED])
def test_what_only_mentions_a_post_stays(form: str) -> None:
    inside = EMBEDS[form][0]
    assert rewrite(page(inside), {one.key: "!" for one in scan(page(inside)).posts}) == page(inside)


def test_an_embed_in_the_pages_data_is_told_and_not_replaced() -> None:
    data = f"<script>Fusion.globalContent={json.dumps(ARC)}</script>"
    source = page(TWEET + WIDGETS, head=data)
    done = rewrite_all(source, ours(source))
    assert data in done.html
    assert [one.key for one in done.replaced] == [post_id("x", "20")]
    assert {place.path for one in done.in_data for place in one.in_data} == {
        "content_elements[1]",
        "content_elements[2].content",
    }
    assert rewrite_all(done.html, ours(done.html)).html == done.html


def test_a_platforms_script_goes_with_the_last_of_its_embeds() -> None:
    other = TWEET.replace("status/20", "status/21")
    source = page(f"{TWEET}{WIDGETS}<p>and</p>{other}{WIDGETS}")
    first, second = ours(source)
    half = rewrite_all(source, {first: "<i>1</i>"})
    assert half.html == source.replace(TWEET, "<i>1</i>")
    assert [one.key for one in half.left] == [second]
    both = rewrite(source, {first: "<i>1</i>", second: "<i>2</i>"})
    assert both == page("<i>1</i><p>and</p><i>2</i>")


@pytest.mark.parametrize(
    ("script", "stays"),
    [
        (WIDGETS, False),
        ('<script data-cmp-src="https://platform.twitter.com/widgets.js"></script>', False),
        ('<script>!function(d,s,id){j.src="//platform.twitter.com/widgets.js"}(document,"script",'
         '"twitter-wjs");</script>', False),
        (WIDGETS + '<a class="twitter-follow-button" href="https://x.com/a">Follow</a>', True),
        (f"{WIDGETS}<aside>{TWEET}</aside>", True),
        ('<script src="https://platform.twitter.com.evil.example/widgets.js"></script>', True),
        ('<script src="https://news.example/widgets.js"></script>', True),
        ('<script async src="https://www.instagram.com/embed.js"></script>', True),
    ],
)  # fmt: skip
def test_a_script_that_something_else_needs_stays(script: str, stays: bool) -> None:
    source = page("", beside=f"{TWEET}{script}").replace("</article>" + TWEET, TWEET + "</article>")
    assert rewrite(source, ours(source)) == source.replace(
        f"{TWEET}</article>{script}",
        f"{OURS.format('wx6r7dywr9jq39ga')}</article>{script if stays else ''}",
    )


def test_what_is_there_twice_for_browsers_without_scripts_is_there_once_with_ours() -> None:
    lazy = '<iframe data-src="https://www.youtube.com/embed/gDeCrdzK-gs"></iframe>'
    plain = '<noscript><iframe src="https://www.youtube.com/embed/gDeCrdzK-gs"></iframe></noscript>'
    source = page(lazy + plain)
    (embed,) = ours(source).values()
    assert rewrite(source, ours(source)) == page(f"{embed}<noscript></noscript>")


def test_code_that_holds_several_posts_back_is_replaced_once_all_are_there() -> None:
    held = f"<textarea>{TWEET}{TWEET.replace('status/20', 'status/21')}</textarea>"
    source = page(held)
    first, second = ours(source)
    assert rewrite(source, {first: "1"}) == source
    assert rewrite(source, {first: "1", second: "2"}) == page("1\n2")


@pytest.fixture(scope="module")
def pages(payloads: Path) -> dict[str, str]:
    found = {}
    for path in sorted((payloads / "news").glob("*.html")):
        found[path.name] = path.read_bytes().decode("utf-8", "surrogateescape")
    return found


@pytest.fixture(scope="module")
def shown(pages: dict[str, str]) -> dict[str, Found]:
    return {file: found_in(source) for file, source in pages.items()}


@pytest.fixture(scope="module")
def kept(shown: dict[str, Found], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Our embeds, out of an archive that keeps every post which the pages show, all public."""
    posts = {one.key: one for found in shown.values() for one in found.shown}

    async def rendered() -> dict[str, str]:
        folder = tmp_path_factory.mktemp("kept")
        settings = Settings(
            site=SiteSettings(name="Border News", public_url="https://record.example.org"),
            storage=StorageSettings(database=f"sqlite:{folder}/a.db", blobs=f"file:{folder}/blobs"),
        )
        async with open_archive(settings) as archive:
            await archive.storage.keep(storage_capture(*map(_public, posts.values())))
            done = await replacements(archive, posts.values())
        assert done.left == ()
        return done.embeds

    return asyncio.run(rendered())


def _public(reference: Reference) -> PostWrite:
    named = reference.named
    assert isinstance(named, PostRef)
    said = snapshot(
        named.native_id,
        f"<b>Words & “more” of</b> {named.url} twitter-tweet",
        platform=named.platform,
        url=named.url,
    )
    return write(named.native_id, new(1, said), ref=named, visibility="public", account=None)


def cut_out(source: str, rewritten: str, embeds: dict[str, str]) -> Iterator[str]:
    """What of the source gave way, piece by piece, between what stands in both. Fails where the
    rewritten page has anything that is neither in the source nor an embed of ours.
    """
    at = 0
    short: list[str] = []
    for embed in embeds.values():
        rewritten = rewritten.replace(embed, "\0")
    parts = rewritten.split("\0")
    assert source.startswith(parts[0])
    assert source.endswith(parts[-1])
    for part in parts:
        if len(part) < 100 and part not in {parts[0], parts[-1]}:
            short.append(part)  # it stands in many places
            continue
        found = source.rindex(part) if part is parts[-1] else source.index(part, at)
        gap = source[at:found]
        assert all(one in gap for one in short)
        short = []
        if gap:
            yield gap
        at = found + len(part)


LOADERS = re.compile(
    r"<script[^>]*(?:/widgets\.js|/embeds?\.js|//connect\.facebook\.net/)[^>]*>\s*</script>"
    r"|<script>\s*window\.twttr = (?:(?!</script>)[\s\S])*twitter-wjs\W*</script>"
)
"""The scripts of embeds, as the recorded pages have them."""


def test_of_forty_recorded_pages_nothing_but_embeds_and_their_scripts_is_touched(
    pages: dict[str, str], shown: dict[str, Found], kept: dict[str, str]
) -> None:
    total = 0
    for file, source in pages.items():
        embeds = {one.key: kept[one.key] for one in shown[file].shown}
        total += len(embeds)
        done = rewrite_all(source, embeds, shown[file])
        if not embeds:
            assert done.html == source, file
            continue
        assert done.left == (), file
        again = rewrite_all(done.html, embeds)
        assert again.html == done.html, f"{file}: a second run changes something"
        assert again.left == (), file
        for key in embeds:
            assert embeds[key] in done.html, file
        plain, left = LOADERS.sub("", source), LOADERS.sub("", done.html)
        for piece in cut_out(plain, left, embeds):
            assert EMBED_CODE.search(piece), (file, piece[:300])
            assert len(piece) < 12_000, (file, piece[:300])
    assert total > 60


EMBED_CODE = re.compile(
    r"twitter-tweet|instagram-media|fb-post|youtube\.com/embed|data-tweet-id"
    r"|third-party-services--original-content"
)

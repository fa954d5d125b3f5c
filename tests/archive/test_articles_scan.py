"""The posts that an article references, in every form in which articles show them. The pages are
ours; tests/archive/test_articles_recorded.py has those that newsrooms wrote.
"""

import base64
import html
import json
import time

import pytest

from archive.articles.marks import How
from archive.articles.scan import Scanned, scan, scan_text
from archive.records import NeedsLookup

BEFORE = "She spoke to nobody on Monday. Then she wrote this on her account, and people read it:"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>News</title>{head}</head>
<body class="right-sidebar"><header><a href="https://x.com/site/status/1">Our best post</a></header>
<div class="layout related-content-layout"><article><h1>News of the day, and what came of it</h1>
<p>{before}</p>
{inside}
<p>Nobody answered, as far as anybody could tell who was in the room when it all happened.</p>
</article>{beside}</div></body></html>"""


def page(inside: str, *, head: str = "", beside: str = "") -> str:
    return PAGE.format(before=BEFORE, inside=inside, head=head, beside=beside)


def told(scanned: Scanned) -> list[tuple[str, str, How]]:
    return [
        (
            one.named.platform,
            one.named.key if isinstance(one.named, NeedsLookup) else one.named.native_id,
            one.how,
        )
        for one in scanned.posts
    ]


TWEET = (
    '<blockquote class="twitter-tweet"><p>Hello <a href="https://twitter.com/b">@b</a> '
    '<a href="https://t.co/abcdefghij">t.co/abc</a></p>&mdash; A (@a) '
    '<a href="https://twitter.com/a/status/20?ref_src=twsrc%5Etfw">May 1</a></blockquote>'
)
LINKEDIN = "feed/update/urn:li:share:7026938938937458688"
SKY = "did:plc:z72i7hdynmk6r22z27h6tvur"
FACEBOOK = "https%3A%2F%2Fwww.facebook.com%2Fzuck%2Fposts%2F10102577175875681"

EMBEDS: dict[str, tuple[str, str, str, How]] = {
    "X": (TWEET, "x", "20", "blockquote"),
    "X, empty": (
        '<blockquote class="twitter-tweet"><a href="https://twitter.com/a/statuses/20"></a>'
        "</blockquote>",
        *("x", "20", "blockquote"),
    ),
    "X, its class lost": (TWEET.replace(' class="twitter-tweet"', ""), "x", "20", "blockquote"),
    "X, as its script leaves it": (
        '<div class="twitter-tweet twitter-tweet-rendered"><iframe src="./saved.html" '
        'data-tweet-id="20"></iframe></div>',
        *("x", "20", "blockquote"),
    ),
    "X, a frame without an address": ('<iframe data-tweet-id="20"></iframe>', "x", "20", "widget"),
    "X, a frame": (
        '<iframe src="//platform.twitter.com/embed/Tweet.html?id=20&amp;theme=dark"></iframe>',
        *("x", "20", "iframe"),
    ),
    "Instagram": (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/'
        'CYokA48MWDA/?utm_source=ig_embed"><a href="https://www.instagram.com/a/">a</a>'
        "</blockquote>",
        *("instagram", "CYokA48MWDA", "blockquote"),
    ),
    "Bluesky": (
        f'<blockquote class="bluesky-embed" data-bluesky-uri="at://{SKY}/app.bsky.feed.post/'
        f'3l6oveex3ii2l"><a href="https://bsky.app/profile/{SKY}">a</a></blockquote>',
        *("bluesky", f"{SKY}/3l6oveex3ii2l", "blockquote"),
    ),
    "Threads": (
        '<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/'
        '@zuck/post/CuVYjBhxX3i"></blockquote>',
        *("threads", "CuVYjBhxX3i", "blockquote"),
    ),
    "TikTok": (
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@a/video/'
        '7000000000000000000"><a href="https://www.tiktok.com/@a">a</a></blockquote>',
        *("tiktok", "7000000000000000000", "blockquote"),
    ),
    "Mastodon": (
        '<iframe class="mastodon-embed" src="https://mastodon.social/@Gargron/100254678717223630/'
        'embed"></iframe>',
        *("fediverse", "mastodon.social/100254678717223630", "iframe"),
    ),
    "Truth Social": (
        '<iframe src="https://truthsocial.com/@realDonaldTrump/114000000000000000/embed"></iframe>',
        *("truth", "114000000000000000", "iframe"),
    ),
    "Reddit": (
        '<blockquote class="reddit-embed-bq"><a href="https://www.reddit.com/r/aww/comments/90bu6w/'
        'heat/">heat</a> by <a href="https://www.reddit.com/user/a/">a</a></blockquote>',
        *("reddit", "t3_90bu6w", "blockquote"),
    ),
    "Telegram": (
        '<script async src="https://telegram.org/js/telegram-widget.js" '
        'data-telegram-post="durov/142"></script>',
        *("telegram", "durov/142", "blockquote"),
    ),
    "Facebook": (
        '<div class="fb-post" data-href="https://www.facebook.com/zuck/posts/10102577175875681">'
        '<blockquote cite="https://graph.facebook.com/zuck/posts/10102577175875681/">x</blockquote>'
        "</div>",
        *("facebook", "10102577175875681", "blockquote"),
    ),
    "Facebook, a frame": (
        f'<iframe src="https://www.facebook.com/plugins/post.php?href={FACEBOOK}"></iframe>',
        *("facebook", "10102577175875681", "iframe"),
    ),
    "YouTube": (
        '<figure class="wp-block-embed is-provider-youtube"><iframe '
        'src="https://www.youtube-nocookie.com/embed/gDeCrdzK-gs?rel=0"></iframe></figure>',
        *("youtube", "gDeCrdzK-gs", "iframe"),
    ),
    "a frame that waits for scrolling": (
        '<iframe src="about:blank" data-src="https://www.youtube.com/embed/gDeCrdzK-gs"></iframe>',
        *("youtube", "gDeCrdzK-gs", "held back"),
    ),
    "a frame that waits for consent": (
        '<iframe class="cmplazyload" data-cmp-vendor="s30" '
        'data-cmp-src="https://www.youtube.com/embed/gDeCrdzK-gs"></iframe>',
        *("youtube", "gDeCrdzK-gs", "held back"),
    ),
    "a placeholder that waits for consent": (
        '<div class="cookie-gate" data-src="https://www.youtube.com/embed/gDeCrdzK-gs"><button>'
        "Load</button></div>",
        *("youtube", "gDeCrdzK-gs", "held back"),
    ),
    "code in an attribute": (
        f'<div class="gate" data-html="{html.escape(TWEET)}">Load?</div>',
        *("x", "20", "held back"),
    ),
    "code in base64": (
        f'<div class="gate" data-html="{base64.b64encode(TWEET.encode()).decode()}">Load?</div>',
        *("x", "20", "held back"),
    ),
    "code in a text field": (
        f'<textarea hidden>{html.escape(TWEET, quote=False)}</textarea>',
        *("x", "20", "held back"),
    ),
    "code in a template's script": (
        f'<script type="text/template">{base64.b64encode(TWEET.encode()).decode()}</script>',
        *("x", "20", "held back"),
    ),
    "code in a frame": (f'<iframe srcdoc="{html.escape(TWEET)}"></iframe>', "x", "20", "held back"),
    "a template": (f"<template>{TWEET}</template>", "x", "20", "blockquote"),
    "noscript": (f"<noscript>{TWEET}</noscript>", "x", "20", "blockquote"),
    "AMP, X": ('<amp-twitter data-tweetid="20"></amp-twitter>', "x", "20", "amp"),
    "AMP, Instagram": (
        '<amp-instagram data-shortcode="CYokA48MWDA"></amp-instagram>',
        *("instagram", "CYokA48MWDA", "amp"),
    ),
    "AMP, YouTube": (
        '<amp-youtube data-videoid="gDeCrdzK-gs"></amp-youtube>',
        *("youtube", "gDeCrdzK-gs", "amp"),
    ),
    "AMP, Facebook": (
        '<amp-facebook data-href="https://www.facebook.com/zuck/posts/10102577175875681">'
        "</amp-facebook>",
        *("facebook", "10102577175875681", "amp"),
    ),
    "AMP, TikTok": (
        '<amp-tiktok data-src="7000000000000000000"></amp-tiktok>',
        *("tiktok", "7000000000000000000", "amp"),
    ),
    "a component": (
        '<lite-youtube videoid="gDeCrdzK-gs"></lite-youtube>',
        *("youtube", "gDeCrdzK-gs", "widget"),
    ),
    "an embed service's frame": (
        '<iframe src="https://cdn.embedly.com/widgets/media.html?type=text%2Fhtml&amp;'
        'url=https%3A%2F%2Ftwitter.com%2Fa%2Fstatus%2F20"></iframe>',
        *("x", "20", "iframe"),
    ),
    "WordPress' block": (
        '<!-- wp:embed {"url":"https://twitter.com/a/status/20","type":"rich"} -->\n<figure '
        'class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
        "https://twitter.com/a/status/20\n</div></figure>\n<!-- /wp:embed -->",
        *("x", "20", "block"),
    ),
    "WordPress' block alone": (
        '<!-- wp:embed {"url":"https://twitter.com/a/status/20"} /-->',
        *("x", "20", "block"),
    ),
    "a short code": ("[embed]https://twitter.com/a/status/20[/embed]", "x", "20", "block"),
    "a short code with an id": ("<p>[tweet 20]</p>", "x", "20", "block"),
    "Ghost's card": (
        f'<!--kg-card-begin: html--><figure class="kg-card kg-embed-card">{TWEET}</figure>',
        *("x", "20", "blockquote"),
    ),
    "a link": ('<p>She <a href="https://x.com/a/status/20?s=20&t=x">said</a> so.</p>', "x", "20",
               "link"),
    "a link of the old form": (
        '<p>She <a href="https://twitter.com/#!/a/status/20">said</a> so.</p>',
        *("x", "20", "link"),
    ),
    "a short link": (
        '<p>She <a href="https://t.co/abcdefghij">said</a> so.</p>',
        *("x", "t.co/abcdefghij", "link"),
    ),
    "a video's short link": (
        '<p>She <a href="https://youtu.be/gDeCrdzK-gs?t=3">said</a> so.</p>',
        *("youtube", "gDeCrdzK-gs", "link"),
    ),
    "a link to an archived copy": (
        '<p>She <a href="https://web.archive.org/web/2020id_/https://twitter.com/a/status/20">'
        "said</a> so.</p>",
        *("x", "20", "link"),
    ),
    "a link through a search engine": (
        '<p>She <a href="https://www.google.com/url?q=https%3A%2F%2Ftwitter.com%2Fa%2Fstatus%2F20">'
        "said</a> so.</p>",
        *("x", "20", "link"),
    ),
    "a link to another archive's copy": (
        '<p>She <a href="https://archive.ph/2020.01.02-030405/https://twitter.com/a/status/20">said'
        "</a> so.</p>",
        *("x", "20", "link"),
    ),
    "LinkedIn, a frame": (
        f'<iframe src="https://www.linkedin.com/embed/{LINKEDIN}"></iframe>',
        *("page", f"https://www.linkedin.com/{LINKEDIN}", "iframe"),
    ),
    "TikTok, its number alone": (
        '<blockquote class="tiktok-embed" data-video-id="6718335390845095173"></blockquote>',
        *("tiktok", "6718335390845095173", "blockquote"),
    ),
    "an old player": (
        '<object data="https://www.youtube.com/v/gDeCrdzK-gs"></object>',
        *("youtube", "gDeCrdzK-gs", "iframe"),
    ),
    "an editor's element": (
        '<figure class="media"><oembed url="https://x.com/a/status/20"></oembed></figure>',
        *("x", "20", "widget"),
    ),
    "a widget that waits": ('<div data-tweet="20"></div>', "x", "20", "widget"),
    "WordPress' block of a platform": (
        '<!-- wp:core-embed/twitter {"url":"https://x.com/a/status/20"} --><figure></figure>'
        "<!-- /wp:core-embed/twitter -->",
        *("x", "20", "block"),
    ),
    "an address in the text": ("<p>She said so: https://x.com/a/status/20.</p>", "x", "20", "text"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "platform", "native_id", "how"), EMBEDS.values(), ids=EMBEDS)
def test_every_form_of_an_embed_or_a_link_is_found_once(
    inside: str, platform: str, native_id: str, how: How
) -> None:
    assert told(scan(page(inside))) == [(platform, native_id, how)]


ARC = {
    "content_elements": [
        {"type": "text", "content": "Words"},
        {"type": "oembed_response", "raw_oembed": {"_id": "https://twitter.com/a/status/20"}},
        {"type": "raw_html", "content": TWEET.replace("status/20", "status/21")},
    ],
    "related_content": {
        "basic": [{"type": "oembed_response", "raw_oembed": {"url": "https://x.com/a/status/9"}}]
    },
    "taxonomy": {"sites": [{"twitter": "https://twitter.com/a/status/8"}]},
}
GHOST = {"cards": [["embed", {"url": "https://twitter.com/a/status/20"}]]}
LEXICAL = {"root": {"children": [{"type": "embed", "url": "https://x.com/a/status/20"}]}}
BLOCKS = {
    "body": [
        {"__typename": "TweetBlock", "tweetUrl": "https://x.com/a/status/20"},
        {"type": "twitter", "data": {"id": "1244323421293678601"}},
        {"type": "person", "link": "https://x.com/a/status/9"},
    ]
}
WORDPRESS = {"blocks": [{"blockName": "core/embed", "attrs": {"url": "https://x.com/a/status/20"}}]}
LD = {
    "@type": "NewsArticle",
    "author": {"sameAs": "https://twitter.com/a/status/7"},
    "sharedContent": {"@type": "SocialMediaPosting", "url": "https://x.com/a/status/20"},
    "mentions": [{"@type": "SocialMediaPosting", "url": "https://x.com/a/status/22"}],
    "video": [{"@type": "VideoObject", "embedUrl": "https://www.youtube.com/embed/gDeCrdzK-gs"}],
    "articleBody": "See https://x.com/a/status/21.",
}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            f"<script>window.Fusion={{}};Fusion.globalContent={json.dumps(ARC)};Fusion.x=1;</script>",
            [("x", "20", "json"), ("x", "21", "json")],
        ),
        (
            f'<script type="application/json">{json.dumps({"a": json.dumps(GHOST)})}</script>',
            [("x", "20", "json")],
        ),
        (
            f'<script type="application/json">{json.dumps({"a": json.dumps(LEXICAL)})}</script>',
            [("x", "20", "json")],
        ),
        (
            f'<script type="application/json">{json.dumps(BLOCKS)}</script>',
            [("x", "20", "json"), ("x", "1244323421293678601", "json")],
        ),
        (
            f'<script type="application/json">{json.dumps({"post": WORDPRESS})}</script>',
            [("x", "20", "json")],
        ),
        (
            f'<script type="application/ld+json">{json.dumps(LD)}</script>',
            [
                *(("x", "20", "json-ld"), ("youtube", "gDeCrdzK-gs", "json-ld")),
                *(("x", "22", "json-ld"), ("x", "21", "json-ld")),
            ],
        ),
        ('<script>var promo = {"type":"embed","url":"https://x.com/a/status/9"};</script>', []),
        ('<script type="application/json">{"type":"embed","url":</script>', []),
    ],
)
def test_json_of_the_sites_system_is_read_where_it_says_that_it_is_an_embed(
    script: str, expected: list[tuple[str, str, How]]
) -> None:
    assert told(scan(page("", head=script))) == expected


def test_where_in_the_data_an_embed_stands_is_told() -> None:
    ghost = json.dumps({"a": json.dumps(GHOST)})
    deep = json.dumps(ARC)
    for key in range(60):
        deep = json.dumps({f"k{key}": json.loads(deep)})
    head = (
        f"\n<script>Fusion.globalContent={json.dumps(ARC)}</script>\n\n"
        f'<script type="application/json">{ghost}</script>\n'
        f'<script type="application/json">{deep}</script>'
    )
    source = page(TWEET, head=head)
    first = scan(source).posts[0]
    told = [(one.line, one.path) for one in first.in_data]
    begins = source[: source.index("<script>Fusion")].count("\n") + 1
    assert told[:2] == [(begins, "content_elements[1]"), (begins + 2, "a.cards[0]")]
    assert str(told[2][1]).startswith("\u2026")
    assert str(told[2][1]).endswith(".k0.content_elements[1]")
    for place in first.in_data:
        assert source[place.start : place.end].startswith("<script")
    assert first.how == "blockquote", "as a reader finds it"


FURNITURE = (
    '<p><a href="https://twitter.com/intent/tweet?url=https://twitter.com/a/status/20">Tweet</a></p>',
    '<a class="twitter-share-button" href="https://twitter.com/share">Tweet</a>',
    '<a class="twitter-follow-button" href="https://twitter.com/a">Follow</a>',
    '<a class="twitter-timeline" href="https://twitter.com/a">Posts</a>',
    '<p>She (<a href="https://x.com/a">@a</a>) and <a href="https://x.com/hashtag/b">#b</a>.</p>',
    f'<iframe src="https://www.facebook.com/plugins/like.php?href={FACEBOOK}"></iframe>',
    '<iframe src="https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Ffb.com%2Fa"></iframe>',
    '<div class="fb-like" data-href="https://www.facebook.com/zuck/posts/10102577175875681"></div>',
    '<a href="https://www.facebook.com/sharer/sharer.php?u=https://x.com/a/status/20">Share</a>',
    '<a href="https://t.me/share/url?url=https://x.com/a/status/20">Share</a>',
    '<div class="a2a_kit" data-a2a-url="https://x.com/site/status/20"><a class="a2a_dd"></a></div>',
    '<p><a href="https://www.linkedin.com/in/a">a</a> <a href="https://lnkd.in/">b</a></p>',
    '<div class="share-buttons"><a href="https://x.com/site/status/20">Ours</a></div>',
    f'<div class="related-posts">{TWEET}</div>',
    f"<nav>{TWEET}</nav>",
    f"<footer>{TWEET}</footer>",
    f"<!-- {TWEET} -->",
    '<p><a href="https://notx.com/a/status/20">a</a> <a href="https://x.com.evil.example/a/status/20">b'
    '</a> <a href="https://example.org/?u=https://x.com/a/status/20">c</a></p>',
    '<iframe src="https://www.youtube.com/embed/videoseries?list=PLx"></iframe>',
    '<img src="https://x.com/a/status/20"><link href="https://x.com/a/status/20">',
    '<p><a href="javascript:https://x.com/a/status/20">a</a><a href="//">b</a><a href>c</a></p>',
)


@pytest.mark.parametrize("inside", FURNITURE)
def test_buttons_profiles_like_frames_and_the_sites_furniture_are_no_posts(inside: str) -> None:
    assert told(scan(page(inside))) == []


@pytest.mark.parametrize(
    "beside",
    [
        f"<aside>{TWEET}</aside>",
        f'<div id="comments"><p>{"I read it all, and then some. " * 30}</p>{TWEET}</div>',
        f'<div class="widget-area"><h2>We post</h2>{TWEET}</div>',
        '<div class="feed"><p><a href="https://x.com/a/status/20">Another story</a></p></div>',
        f'<section role="complementary">{TWEET}</section>',
    ],
)
def test_what_stands_beside_the_article_is_not_the_articles(beside: str) -> None:
    assert told(scan(page("", beside=beside))) == []


def test_posts_are_listed_once_in_order_of_appearance_with_every_place() -> None:
    source = page(
        '<p>First <a href="https://x.com/b/status/21">she wrote</a>. Then came more.</p>'
        f"{TWEET}<noscript><iframe src='https://www.youtube.com/embed/gDeCrdzK-gs'></iframe>"
        "</noscript><p>See https://mobile.twitter.com/b/status/21 again.</p>",
        head=f'<script type="application/ld+json">{json.dumps(LD)}</script>',
    )
    scanned = scan(source)
    assert told(scanned) == [
        ("x", "21", "link"),
        ("x", "20", "blockquote"),
        ("youtube", "gDeCrdzK-gs", "iframe"),
        ("x", "22", "json-ld"),
    ]
    first, second, third, _ = scanned.posts
    assert [one.how for one in first.places] == ["link", "text", "json-ld"]
    assert first.sentence == "First she wrote."
    assert second.sentence == "Then came more."
    assert [one.noscript for one in third.places] == [True, False]
    place = second.places[0]
    assert source[place.start : place.end] == TWEET


def test_the_sentence_before_an_embed_is_the_one_that_leads_to_it() -> None:
    assert scan(page(TWEET)).posts[0].sentence == (
        "Then she wrote this on her account, and people read it:"
    )


def test_blocks_of_the_sites_system_stand_in_the_order_of_the_article() -> None:
    source = page(f"[tweet 21]<p>And so on it went.</p>{TWEET}[tweet 22]")
    found = scan(source)
    assert [post for _, post, _ in told(found)] == ["21", "20", "22"]
    lead = "Then she wrote this on her account, and people read it:"
    assert [one.sentence for one in found.posts] == [
        lead,
        "And so on it went.",
        "And so on it went.",
    ]


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        (
            "<p>He said no. It is said that she said so. She <a href='{}'>said</a> more\n in May. "
            "No.</p>",
            "She said more in May.",
        ),
        ("<p>“It is over.” She <a href='{}'>said</a> “Go.” Then she left.</p>", "She said “Go.”"),
        ("<p>She said so. See https://x.com/a/status/201 and {} too. No.</p>", "201 and {} too."),
        ("<p>One. Two.</p><p><a href='{}'><img src=a.png></a> Three. Four.</p>", None),
    ],
)
def test_the_sentence_is_the_one_in_which_the_link_stands(
    paragraph: str, sentence: str | None
) -> None:
    url = "https://x.com/a/status/20"
    found = next(one for one in scan(page(paragraph.format(url))).posts if one.url == url)
    assert (found.sentence or "").endswith((sentence or "").format(url))
    assert (found.sentence is None) == (sentence is None)
    assert "He said no" not in (found.sentence or "")


def test_a_caption_leads_to_no_embed() -> None:
    figure = "<figure><img src=a.png><figcaption>The square at noon.</figcaption></figure>"
    credit = "<p>Foto: captura de pantalla / X</p>"
    found = scan(page(f"{figure}{credit}<p>- Advertisement -</p>{TWEET}")).posts[0]
    assert found.sentence == "Then she wrote this on her account, and people read it:"


def test_a_text_has_addresses_without_their_scheme() -> None:
    scanned = scan_text(
        "The mayor spoke at length on Monday.\n\nSee x.com/a/status/20, and www.example.org/a/b.\n"
        "Mail a@x.com/a/status/21 or ask notx.com/a/status/22.\n\nyoutu.be/gDeCrdzK-gs"
    )
    assert told(scanned) == [("x", "20", "text"), ("youtube", "gDeCrdzK-gs", "text")]
    assert scanned.posts[0].sentence == "See x.com/a/status/20, and www.example.org/a/b."


def test_a_text_gives_the_addresses_in_it_with_their_sentences() -> None:
    scanned = scan_text(
        "Minister Speaks After Long Meeting\n\nMarch 29, 2025 – Mexico City — She spoke. She then "
        "wrote (https://x.com/a/status/20?s=1).\n\nhttps://youtu.be/gDeCrdzK-gs\n\n"
        "Share: https://twitter.com/intent/tweet?url=x\n"
    )
    assert told(scanned) == [("x", "20", "text"), ("youtube", "gDeCrdzK-gs", "text")]
    assert [one.sentence for one in scanned.posts] == [
        "She then wrote (https://x.com/a/status/20?s=1).",
        None,
    ]
    assert str(scanned.published) == "2025-03-29"


@pytest.mark.parametrize("content", ["", "<", "<a href=", "<iframe src", "<blockquote>" * 2_000])
def test_what_is_no_article_references_nothing(content: str) -> None:
    assert scan(content).posts == () == scan_text(content).posts


@pytest.mark.parametrize(
    "content",
    [
        "<p><b>" + "a b<br><br>" * 2_000,
        "https://x.com/a/status/20 " * 3_000,
        "<p>" + "<a href='https://x.com/a/status/20'>x</a> " * 2_000,
        '<!-- wp:embed {"url":"a"} -->' * 2_000,
        "aaa.bbb.ccc/ddd " * 50_000,
    ],
    ids=["bold lines", "addresses", "links", "blocks", "names of hosts"],
)
def test_what_is_made_to_take_long_takes_no_longer_than_other_articles(content: str) -> None:
    started = time.process_time()
    assert len(scan(content).posts) <= 1
    assert len(scan_text(content).posts) <= 1
    assert time.process_time() - started < 1

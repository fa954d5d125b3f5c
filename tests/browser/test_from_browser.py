"""The bookmark "From my browser" on stand-ins of platforms' pages, under a policy as strict as
theirs: nothing of ours may be fetched by such a page, or put into it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from tests.browser.axe import barriers
from tests.browser.conftest import Desk
from tests.browser.contrast import faint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytestmark = pytest.mark.browser

CSP = (
    "default-src 'none'; img-src https: data:; script-src 'nonce-r4nd0m' 'strict-dynamic'; "
    "style-src 'unsafe-inline'; connect-src 'none'; "
    "frame-src 'none'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
X_URL = "https://x.com/mayor_sample/status/1904988325475877000"
_X_POST = """
<article data-testid="tweet"><div data-testid="User-Name"><a href="/{handle}">{name}</a>{lock}
 <a href="/{handle}/status/{id}"><time datetime="2025-03-26T20:01:05.000Z">Mar 26</time></a></div>
 <div data-testid="tweetText" style="white-space:pre-wrap">{text}</div>{more}</article>"""


def x_post(
    id: str, text: str, *, name: str = "Sample Mayor", lock: str = "", more: str = ""
) -> str:
    return _X_POST.format(id=id, text=text, name=name, lock=lock, more=more, handle="mayor_sample")


X_PAGE = (
    x_post("1", "Another post above.")
    + x_post(
        "1904988325475877000",
        'The bridge is open again <img alt="🌉" src="data:,">\n\nSee <a href="https://t.co/1">'
        '<span aria-hidden="true">https://</span>bridge.example</a>',
        more='<div data-testid="tweetPhoto"><img alt="A bridge" '
        'src="https://pbs.twimg.com/media/G1.jpg?format=jpg&amp;name=small"></div>'
        '<div role="link"><div data-testid="User-Name"><a href="/other">Other</a></div>'
        '<div data-testid="tweetText">A quoted post</div></div>'
        '<form><input name="secret" value="typed-secret"></form>',
    )
    + x_post("2", "An answer below.", name="Somebody")
)

PAGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "x": (
        X_URL,
        X_PAGE,
        {
            "text": "The bridge is open again 🌉\n\nSee bridge.example",
            "name": "Sample Mayor",
            "handle": "mayor_sample",
            "time": "2025-03-26T20:01:05.000Z",
            "pictures": [
                {
                    "url": "https://pbs.twimg.com/media/G1.jpg?format=jpg&name=large",
                    "alt": "A bridge",
                }
            ],
        },
    ),
    "instagram": (
        "https://www.instagram.com/p/DHabc_12345/",
        '<main><article><header><a href="/mayor_sample/">mayor_sample</a></header>'
        "<h1>Words of the caption<br>in two lines</h1>"
        '<a href="/p/DHabc_12345/"><time datetime="2025-03-26T20:01:05.000Z">1 d</time></a>'
        "<ul><li>x</li><li>A comment of somebody</li></ul></article></main>",
        {
            "text": "Words of the caption\nin two lines",
            "handle": "mayor_sample",
            "time": "2025-03-26T20:01:05.000Z",
        },
    ),
    "facebook": (
        "https://www.facebook.com/mayor.sample/posts/pfbid02abc123456789",
        '<div role="main"><div role="article"><h2><a href="/mayor.sample">Sample Mayor</a></h2>'
        '<span aria-label="Shared with Public"></span>'
        '<div data-ad-preview="message"><div>First line</div><div>Second line</div></div>'
        '<div role="article" aria-label="By Somebody"><div>A comment</div></div>'
        "</div></div>",
        {"text": "First line\nSecond line", "name": "Sample Mayor", "time": None},
    ),
    "threads": (
        "https://www.threads.com/@mayor_sample/post/DHabc_12345",
        '<div data-pressable-container="true"><a href="/@mayor_sample"><span dir="auto">'
        'mayor_sample</span></a><a href="/@mayor_sample/post/DHabc_12345">'
        '<time datetime="2025-03-26T20:01:05Z">1 d</time></a><div>'
        '<span dir="auto">What the mayor says.</span></div></div>'
        '<div data-pressable-container="true"><a href="/@x/post/Z">'
        '<time datetime="2025-03-27T20:01:05Z"></time></a><span dir="auto">An answer</span></div>',
        {
            "text": "What the mayor says.",
            "handle": "mayor_sample",
            "time": "2025-03-26T20:01:05Z",
        },
    ),
    "tiktok": (
        "https://www.tiktok.com/@mayor_sample/video/7487000000000000000",
        '<span data-e2e="browser-nickname">Sample Mayor · 3-26</span>'
        '<h1 data-e2e="browse-video-desc"><span>About the bridge </span>'
        '<a href="/tag/x">#bridge</a></h1>',
        {"text": "About the bridge #bridge", "name": "Sample Mayor", "handle": "@mayor_sample"},
    ),
    "linkedin": (
        "https://www.linkedin.com/feed/update/urn:li:activity:7310000000000000000/",
        '<div class="feed-shared-update-v2" data-urn="urn:li:activity:7310000000000000000">'
        '<a class="update-components-actor__meta-link" href="/in/mayor-sample">'
        '<span class="update-components-actor__title"><span aria-hidden="true">Sample Mayor</span>'
        '<span class="visually-hidden">Sample Mayor</span></span></a>'
        '<div class="update-components-text"><span dir="ltr">Jobs at the bridge</span></div>'
        '<div class="comments-comment-item">A comment</div></div>',
        {"text": "Jobs at the bridge", "name": "Sample Mayor", "handle": "mayor-sample"},
    ),
    "x, right to left and cut": (
        X_URL,
        x_post("1", "Another post above.")
        + x_post(
            "1904988325475877000",
            'الجسر مفتوح <img alt="🌉" src="data:,"> من جديد…',
            more='<button data-testid="tweet-text-show-more-link">عرض المزيد</button>',
        ),
        {"text": "الجسر مفتوح 🌉 من جديد…", "cut": True, "whole": False},
    ),
    "instagram over its feed": (
        "https://www.instagram.com/mayor_sample/p/DHabc_12345/",
        '<main><article><a href="/p/Above/"><time datetime="2025-01-01T00:00:00Z">1 w</time></a>'
        "<h1>A post above</h1></article></main>"
        '<div role="dialog"><article><header><a href="/mayor_sample/">mayor_sample</a></header>'
        '<img alt="The bridge" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" '
        'data-srcset="https://cdn.example/s.jpg 320w, https://cdn.example/l,q_90.jpg 1440w">'
        '<img alt="Its other side" data-src="https://cdn.example/2.jpg">'
        '<h1>The caption</h1><a href="/p/DHabc_12345/"><time datetime="2025-03-26T20:01:05.000Z">'
        "1 d</time></a><ul><li>x</li><li>A comment</li></ul></article></div>",
        {
            "text": "The caption",
            "handle": "mayor_sample",
            "time": "2025-03-26T20:01:05.000Z",
            "pictures": [
                {"url": "https://cdn.example/l,q_90.jpg", "alt": "The bridge"},
                {"url": "https://cdn.example/2.jpg", "alt": "Its other side"},
            ],
        },
    ),
    "facebook, two on the screen": (
        "https://www.facebook.com/mayor.sample/posts/pfbid02abc123456789",
        '<div role="main"><div role="article"><h2><a href="/mayor.sample">Sample Mayor</a></h2>'
        '<div data-ad-preview="message">A post above</div>'
        '<a href="/mayor.sample/posts/pfbid01other">1 d</a></div>'
        '<div role="article"><h2><a href="/mayor.sample">Sample Mayor</a></h2>'
        '<div data-ad-preview="message"><div>The bridge is open, and… '
        '<div role="button" tabindex="0">See more</div></div></div>'
        '<a href="/mayor.sample/posts/pfbid02abc123456789?__tn__=x">2 d</a></div></div>',
        {"text": "The bridge is open, and…", "cut": True},
    ),
    "truth social": (
        "https://truthsocial.com/@mayor_sample/posts/114400000000000001",
        '<div data-testid="status" data-id="114300000000000009"><p data-markup>Another post above'
        '</p></div><div data-testid="status" data-id="114400000000000001">'
        '<a href="/@mayor_sample"><img alt="" src="data:,"></a>'
        '<a href="/@mayor_sample">Sample Mayor</a><a href="/@mayor_sample">@mayor_sample</a>'
        "<p data-markup>The bridge is <b>open</b>.</p>"
        '<blockquote data-testid="quoted-status"><p data-markup>A quoted post</p></blockquote>'
        '<img alt="A bridge" data-src="https://cdn.example/t.jpg"></div>'
        '<div data-testid="status" data-id="9"><p data-markup>An answer</p></div>',
        {
            "text": "The bridge is open.",
            "name": "Sample Mayor",
            "handle": "@mayor_sample",
            "pictures": [{"url": "https://cdn.example/t.jpg", "alt": "A bridge"}],
        },
    ),
    "linkedin, seen without an account": (
        "https://www.linkedin.com/posts/mayor-sample_bridge-activity-7310000000000000000-abcd",
        '<script type="application/ld+json">{"@type":"SocialMediaPosting","@id":'
        '"https://www.linkedin.com/posts/mayor-sample_bridge-activity-7310000000000000000-abcd",'
        '"articleBody":"Jobs","datePublished":"2025-03-26T20:01:05.000Z",'
        '"author":{"name":"Sample Mayor"}}</script>'
        '<article data-id="main-feed-card"><p data-test-id="main-feed-activity-card__commentary">'
        'Jobs at the bridge</p><a href="/posts/mayor-sample_bridge-activity-7310000000000000000-a">'
        "1 d</a></article>"
        '<article data-id="main-feed-card"><p data-test-id="main-feed-activity-card__commentary">'
        "A post above</p></article>",
        {
            "text": "Jobs at the bridge",
            "name": "Sample Mayor",
            "time": "2025-03-26T20:01:05.000Z",
        },
    ),
    "tiktok, scrolled on": (
        "https://www.tiktok.com/@mayor_sample/video/7487000000000000000",
        '<meta property="og:url" content="https://www.tiktok.com/@other/video/1">'
        '<meta property="og:description" content="A post above">'
        '<article><div id="xgwrapper-0-1"></div><div data-e2e="video-desc">A post above</div>'
        '</article><article><div id="xgwrapper-1-7487000000000000000"></div>'
        '<div data-e2e="video-desc">About the bridge</div></article>',
        {"text": "About the bridge", "pictures": []},
    ),
    "in a component": (
        "https://truthsocial.com/@mayor_sample/posts/114400000000000001",
        '<x-post data-id="114400000000000001"><template shadowrootmode="open"><div>'
        "<p data-markup>In the shadow <slot></slot></p></div></template><b>and slotted</b>"
        "</x-post>",
        {"text": "In the shadow and slotted"},
    ),
    "any page": (
        "https://city.example/news/bridge?id=7#top",
        '<meta property="og:description" content="The bridge is open."><meta name="author" '
        'content="City Hall"><meta property="article:published_time" '
        'content="2025-03-26T20:01:05+01:00"><meta property="og:image" '
        'content="https://city.example/b.jpg"><p>Much more</p>',
        {
            "text": "The bridge is open.",
            "name": "City Hall",
            "time": "2025-03-26T20:01:05+01:00",
            "pictures": [{"url": "https://city.example/b.jpg", "alt": None}],
        },
    ),
}
"""Address, body, and what is to be handed over."""
LOCKED = {
    "x": (
        "https://x.com/mayor_sample/status/77",
        x_post("77", "For my followers", lock='<svg data-testid="icon-lock"></svg>'),
    ),
    "instagram": (
        "https://www.instagram.com/p/DHlocked_1/",
        '<main><article><header><a href="/mayor_sample/">mayor_sample</a></header>'
        "<h1>For my followers</h1></article></main>"
        '<script type="application/json">{"username":"mayor_sample","is_private":true}</script>',
    ),
    "facebook": (
        "https://www.facebook.com/mayor.sample/posts/pfbid02abc1234locked",
        '<div role="main"><div role="article"><span aria-label="Compartido con Tus amigos"></span>'
        '<div data-ad-preview="message">For my followers</div></div></div>',
    ),
    "truth social": (
        "https://truthsocial.com/@mayor_sample/posts/114400000000000077",
        '<div data-testid="status" class="status-private" data-id="114400000000000077">'
        "<p data-markup>For my followers</p></div>",
    ),
}
"""Pages that say themselves whom they are for."""


@pytest.fixture(scope="module")
def context(browser: Browser, desk: Desk) -> Any:
    opened = browser.new_context(storage_state=desk.session)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def code(context: BrowserContext, desk: Desk) -> str:
    """The bookmark, as it stands on its page."""
    page = context.new_page()
    page.goto(desk.url("/desk/bookmarklet"))
    found = page.locator("[data-drag]").get_attribute("href") or ""
    page.close()
    assert found.startswith("javascript:")
    return unquote(found.removeprefix("javascript:"))


def stand_in(
    context: BrowserContext, url: str, body: str, opener: str = "same-origin-allow-popups"
) -> tuple[Page, list[str]]:
    """A page of a platform, and what it asks for or complains of."""

    def answer(route: Route) -> None:
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": CSP,
            "Cross-Origin-Opener-Policy": opener,
            "Set-Cookie": "secret=a-cookie-of-the-platform",
        }
        route.fulfill(headers=headers, body=f"<!doctype html><title>.</title>{body}")

    pattern = url.split("?")[0].split("#")[0] + "*"
    context.route(pattern, answer)
    for host in ("pbs.twimg.com", "cdn.example"):
        context.route(f"https://{host}/**", lambda route: route.fulfill(status=404))
    page = context.new_page()
    page.goto(url)
    noticed: list[str] = []
    page.on("request", lambda request: noticed.append(request.url))
    page.on("console", lambda message: noticed.append(message.text))
    return page, noticed


def press(page: Page, code: str) -> Page:
    with page.expect_popup() as opened:
        page.evaluate(code)
    return opened.value


@pytest.mark.parametrize("platform", PAGES)
def test_the_one_post_that_a_page_shows_is_handed_over(
    context: BrowserContext, desk: Desk, code: str, platform: str
) -> None:
    url, body, expected = PAGES[platform]
    page, noticed = stand_in(context, url, body)
    before = page.content()
    window = press(page, code)
    window.locator("#handover form").wait_for()
    handed = json.loads(window.locator("[name=handed]").input_value())
    assert handed["url"] == url.split("#")[0]
    assert {key: handed[key] for key in expected} == expected
    for left_out in ("cookie", "typed-secret", "A quoted post", "An answer", "A comment", "above"):
        assert left_out not in json.dumps(handed), left_out
    assert window.locator("[data-part=text]").inner_text().strip() == expected["text"]
    assert page.content() == before, "something was put into the page"
    assert noticed == [], "the page asked for something"
    page.close()
    window.close()


def test_the_editor_confirms_and_the_post_says_in_whose_browser_it_was_seen(
    context: BrowserContext, desk: Desk, code: str
) -> None:
    page, _ = stand_in(context, X_URL, X_PAGE)
    window = press(page, code)
    window.locator("#handover form").wait_for()
    assert barriers(window) + faint(window) == []
    window.get_by_role("checkbox").check()
    window.get_by_role("button", name="Keep it").click()
    window.wait_for_url("**/desk/posts/*")
    window.locator(".preview iframe").first.scroll_into_view_if_needed()
    frame = window.frame_locator(".preview iframe").first
    frame.get_by_text("Seen in the browser of Border News").wait_for()
    frame.get_by_text("The bridge is open again 🌉").wait_for()
    page.close()
    window.close()


@pytest.mark.parametrize("platform", LOCKED)
def test_what_is_for_followers_only_is_not_even_shown(
    context: BrowserContext, desk: Desk, code: str, platform: str
) -> None:
    page, _ = stand_in(context, *LOCKED[platform])
    window = press(page, code)
    window.get_by_text("for followers or friends only: it is not taken").wait_for()
    assert "For my followers" not in window.content()
    page.close()
    window.close()


def test_a_message_of_another_origin_is_refused(context: BrowserContext, desk: Desk) -> None:
    """A page of another site opens the window for a post of X, and says what it likes."""
    page, _ = stand_in(context, "https://evil.example/", "<p>Here</p>")
    target = desk.url("/desk/from-browser?url=") + X_URL
    with page.expect_popup() as opened:
        page.evaluate("target => { window.w = open(target) }", target)
    window = opened.value
    window.locator("#handover").wait_for()
    forged = {"onrecord": 1, "handed": {"url": X_URL, "text": "Never said", "pictures": []}}
    with window.expect_response(lambda answer: answer.request.method == "POST") as noted:
        page.evaluate("forged => w.postMessage(forged, '*')", forged)
    assert noted.value.status == 204
    window.get_by_text("from another page, and was not taken").wait_for()
    assert window.locator("[name=handed]").input_value() == ""
    assert not window.locator("#handover form").is_visible()
    assert "Never said" not in window.content()
    log = context.new_page()
    log.goto(desk.url("/desk/audit"))
    newest = log.locator("main li").first.inner_text()
    assert "got a message that was refused" in newest
    assert "from https://evil.example" in newest
    log.close()
    # Nor does a page that is asked for itself speak for another.
    window.goto(desk.url("/desk/from-browser?url=https://evil.example/"))
    page.evaluate("forged => w.postMessage(forged, '*')", forged)
    window.get_by_text("No single post was found").wait_for()
    assert window.locator("[name=handed]").input_value() == ""
    page.close()
    window.close()


def test_a_message_comes_once_is_bounded_and_may_not_come_at_all(
    context: BrowserContext, desk: Desk
) -> None:
    page, _ = stand_in(context, X_URL, X_PAGE)
    with page.expect_popup() as opened:
        page.evaluate(
            "target => { window.w = open(target) }", desk.url("/desk/from-browser?url=") + X_URL
        )
    window = opened.value
    window.locator("#handover").wait_for()

    def say(**handed: Any) -> None:
        told = {"onrecord": 1, "handed": {"url": X_URL, "text": "Said", "pictures": []} | handed}
        page.evaluate("told => w.postMessage(told, '*')", told)

    window.get_by_text("Nothing came.").wait_for()
    assert window.get_by_role("link", name="Enter it by hand").is_visible(), "there is a way on"
    say(text="long" * 1_100_000)
    window.get_by_text("too large for a post").wait_for()
    for wrong in ({"text": {"a": 1}}, {"pictures": "none"}, {"url": "https://evil.example/1"}):
        say(**wrong)
        window.get_by_text("No single post was found").wait_for()
        assert not window.locator("#handover form").is_visible()
    say()
    window.get_by_text("This is what it shows").wait_for()
    say(text="Said later")
    page.evaluate("() => w.postMessage('onrecord: the end', '*')")
    window.wait_for_timeout(200)
    assert window.locator("[data-part=text]").inner_text() == "Said"
    assert json.loads(window.locator("[name=handed]").input_value())["text"] == "Said"
    page.close()
    window.close()


def test_a_page_that_cuts_its_windows_off_is_copied_and_pasted(
    context: BrowserContext, desk: Desk, code: str
) -> None:
    """Cross-Origin-Opener-Policy: same-origin. The first window says what to do."""
    page, noticed = stand_in(context, X_URL, X_PAGE, "same-origin")
    before = page.content()
    with context.expect_page() as opened:
        page.evaluate(code)
    window = opened.value
    window.get_by_text("press the bookmark once more").wait_for()
    assert window.evaluate("window.opener") is None
    assert barriers(window) + faint(window) == []
    window.close()
    page.wait_for_function("Symbol.for('onrecord: cut off') in self")
    page.bring_to_front()
    with context.expect_page() as opened:
        page.evaluate(code)
    window = opened.value
    box = window.get_by_label("Paste here")
    box.wait_for()
    assert barriers(window) + faint(window) == []
    box.fill("What else was in the clipboard")
    window.get_by_text("This is not what the bookmark copies").wait_for()
    window.bring_to_front()
    box.focus()
    window.keyboard.press("ControlOrMeta+v")
    window.get_by_text("Nobody but you can say").wait_for()
    assert not box.is_visible()
    assert "bridge is open again 🌉" in window.locator("[data-part=text]").inner_text()
    assert window.locator("[data-part=time]").inner_text() == "March 26, 2025 at 8:01 PM UTC"
    assert page.content() == before, "something was put into the page"
    assert noticed == [], "the page asked for something"
    window.get_by_role("checkbox").check()
    window.get_by_role("button", name="Keep it").click()
    window.wait_for_url("**/desk/posts/*")
    page.close()
    window.close()


def test_what_is_cut_is_said_to_be_and_kept_as_cut(
    context: BrowserContext, desk: Desk, code: str
) -> None:
    url = "https://x.com/mayor_sample/status/78"
    more = '<button data-testid="tweet-text-show-more-link">Show more</button>'
    page, _ = stand_in(context, url, x_post("78", "The beginning of it", more=more))
    window = press(page, code)
    window.get_by_text("shows only the beginning of the words").wait_for()
    window.get_by_role("checkbox").check()
    window.get_by_role("button", name="Keep it").click()
    window.wait_for_url("**/desk/posts/*")
    assert "beginning" in window.frame_locator(".preview iframe").first.locator("body").inner_text()
    page.close()
    window.close()


def test_a_page_of_many_posts_hands_over_none(
    context: BrowserContext, desk: Desk, code: str
) -> None:
    page, _ = stand_in(context, "https://x.com/home", X_PAGE)
    window = press(page, code)
    window.get_by_text("No single post was found").wait_for()
    page.close()
    window.close()


def test_the_bookmark_is_dragged_and_not_pressed_on_its_own_page(
    context: BrowserContext, desk: Desk
) -> None:
    page = context.new_page()
    page.goto(desk.url("/desk/bookmarklet?url=https://x.com/jack/status/20"))
    page.locator("[data-drag]").click()
    page.get_by_text("not pressed here").wait_for()
    assert page.get_by_role("link", name="Open it in a new tab").get_attribute("href") == (
        "https://x.com/jack/status/20"
    )
    page.close()

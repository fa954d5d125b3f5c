"""An editor's day at the desk, page by page, on the invented samples: what is told in
docs/how-to/a-day-at-the-desk.md.
"""

from collections.abc import AsyncIterator

from playwright.async_api import Page, Route

from embedder import samples

__all__ = ["a_day"]

ARTICLE = "https://news.example/market-square"
REFUSED = "https://x.com/sample_treasurer/status/20"
SEEN = "https://x.com/Sample_Senator/status/1904988325475877000"
TEXT = """The market square opens again

MAYFIELD, March 7, 2026 – The square is open.

Sample Mayor posted on Mastodon: "Sample: four pictures from the fish square."
"""
HTML = f"""<!doctype html><html lang="en"><title>The market square opens again</title><article>
<h1>The market square opens again</h1><p>MAYFIELD, March 7, 2026 – The mayor showed it so:</p>
<iframe src="{samples.FOUR_PICTURES_URL}/embed"></iframe>
<p>The treasury is open, too: {REFUSED}</p></article></html>"""
PLATFORM = """<!doctype html><meta charset="utf-8"><title>.</title><article data-testid="tweet">
<div data-testid="User-Name"><a href="/Sample_Senator">Sample Senator (invented)</a>
<a href="/Sample_Senator/status/1904988325475877000"><time datetime="2025-03-26T20:01:05.000Z">26
March</time></a></div>
<div data-testid="tweetText">Sample: the ferry line is open again.</div></article>"""


async def a_day(page: Page, origin: str, post: str, link: str) -> AsyncIterator[tuple[str, Page]]:
    """The name of each step and the page that shows it; ``post`` is that of the four pictures,
    ``link`` logs in once.
    """
    desk = f"{origin}/desk"
    await page.goto(link)
    yield "log-in", page
    await page.click("button")
    await page.goto(f"{desk}/")
    await page.fill("#urls", f"Please keep these:\n{REFUSED}\n{samples.FOUR_PICTURES_URL}")
    await page.click('form[action$="/captures"] button')
    await page.locator("[data-events]").first.wait_for(state="detached")
    yield "captures", page
    await page.goto(f"{desk}/capture/by-hand?url={REFUSED}")
    await page.fill("#text", "Sample: the treasury opens at nine.")
    await page.fill("#name", "Sample Treasurer (invented)")
    await page.fill("#handle", "sample_treasurer")
    await page.fill("#time", "2026-03-12 09:00")
    yield "by-hand", page
    await page.click('form[action$="/by-hand"] button')
    async for step in _from_browser(page, desk):
        yield step
    await page.goto(f"{desk}/posts/{post}/describe")
    await page.fill("#alt-3", "The square seen from the tower, full of stalls.")
    yield "describe", page
    await page.click("form:has(#alt-3) button")
    await page.goto(f"{desk}/posts/{post}/article")
    await page.fill("#article", ARTICLE)
    yield "put-in", page
    await page.goto(f"{desk}/articles")
    await page.fill("#content", HTML)
    await page.fill("main #url", ARTICLE)
    await page.click('form[action$="/articles"] button')
    yield "article", page
    await page.goto(f"{desk}/quotes")
    await page.fill("#article", TEXT)
    await page.click('form[action$="/quotes"] button')
    yield "quotes", page
    async for step in _a_report(page, origin, post):
        yield step
    await page.goto(f"{desk}/audit")
    yield "audit", page
    await page.goto(f"{desk}/me")
    await page.select_option("#lang", "es")
    await page.click('form[action$="/me"] button')
    await page.goto(f"{desk}/quotes")
    await page.fill("#article", TEXT)
    await page.click('form[action$="/quotes"] button')
    yield "quotes-es", page


async def _from_browser(page: Page, desk: str) -> AsyncIterator[tuple[str, Page]]:
    """What the bookmark does is done by a page that stands in for a platform's."""

    async def answer(route: Route) -> None:
        await route.fulfill(body=PLATFORM, content_type="text/html")

    await page.goto(f"{desk}/bookmarklet")
    bookmark = await page.locator("[data-drag]").get_attribute("href")
    await page.context.route(f"{SEEN}*", answer)
    platform = await page.context.new_page()
    await platform.goto(SEEN)
    async with page.context.expect_page() as opened:
        await platform.evaluate("code => { location.href = code }", bookmark)
    window = await opened.value
    await window.locator("#handover form").wait_for()
    yield "from-browser", window
    await window.close()
    await platform.close()


async def _a_report(page: Page, origin: str, post: str) -> AsyncIterator[tuple[str, Page]]:
    await page.goto(f"{origin}/post/{post}")
    if not await page.locator("#report-text").is_visible():
        await page.click("details:has(#report-text) summary")
    await page.select_option("#report-kind", "privacy")
    await page.fill("#report-text", "My child is in the second picture.")
    yield "report", page
    await page.click("form.report button")
    await page.goto(f"{origin}/desk/posts/{post}/decide")
    await page.locator('input[name=target][value*="#"]').nth(1).check()
    await page.check("input[name=act][value=withhold]")
    await page.select_option("#class", "privacy")
    await page.fill("#reason", "A child is in it.")
    yield "decide", page
    await page.click('form[action$="/decide"] button')
    await page.goto(f"{origin}/desk/requests")
    await page.locator('main a[href*="/requests/"]').first.click()
    await page.select_option("#decision", index=1)
    await page.fill("#answer", "The picture is not shown any more.")
    yield "request", page
    await page.click("main form.narrow button")

"""Makes the pictures of the docs again, from the invented samples: embed, desk, gallery, search,
the page of an official, and an editor's day.

Run it from the root of the checkout, where playwright and Chromium are installed:

    pip install playwright && apt-get install chromium
    python docs/img/make.py
"""

import asyncio
import io
import tempfile
from pathlib import Path

from aiohttp import web
from day import a_day
from PIL import Image
from playwright.async_api import Browser, async_playwright

from archive.platforms import identify
from archive.records import PostRef
from archive.settings import ServerSettings, Settings, SiteSettings, StorageSettings
from embedder import demo, samples, standin
from embedder.app import make_app
from embedder.web.auth import make_login_link
from embedder.web.context import ARCHIVE

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
COLOURS = 32
PORT = 8099
ORIGIN = f"http://127.0.0.1:{PORT}"
EMBED_WIDTH, DESK_WIDTH, DESK_HEIGHT, GALLERY_WIDTH = 640, 900, 545, 1440
ROOM = {
    "search": ("/search?q=sample+since:2026", 1100, 900),
    "search-phone": ("/search?q=sample+since:2026", 360, 740),
    "official": ("/officials/sample-mayor-invented", 1100, 700),
}
"""Pages of the research room, each with the size of the window."""
DAY_WIDTH, DAY_HEIGHT, PHONE = 800, 900, 360
ON_A_PHONE = ("captures", "quotes")
LOW = {"log-in": 240}
"""The height of a step's page that has little on it."""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            site=SiteSettings(name="Border News", public_url=ORIGIN),
            server=ServerSettings(port=PORT),
            storage=StorageSettings(
                database=f"sqlite:{folder}/archive.db", blobs=f"file:{folder}/blobs"
            ),
        )
        stand = standin.make_standin()
        async with standin.running(stand) as platforms:
            app = make_app(standin.with_routes(settings, platforms, "*"))
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", PORT).start()
            try:
                await demo.fill(app[ARCHIVE], stand)
                await _take_all(app)
            finally:
                await runner.cleanup()


async def _take_all(app: web.Application) -> None:
    """The post whose author deletes it shows what an embed is for."""
    archive = app[ARCHIVE]
    deleted = identify(samples.DELETED_URL)
    if not isinstance(deleted, PostRef):
        raise TypeError(f"{samples.DELETED_URL} says nothing of its post")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for theme in ("light", "dark"):
            link = await make_login_link(archive, "admin")
            await _take(browser, theme, deleted.id, link)
        await _take_day(browser, await make_login_link(archive, "admin"))
        await browser.close()


async def _take(browser: Browser, theme: str, post: str, link: str) -> None:
    context = await browser.new_context(
        color_scheme="dark" if theme == "dark" else "light",
        device_scale_factor=2,
        viewport={"width": EMBED_WIDTH, "height": 800},
    )
    page = await context.new_page()
    await page.goto(f"{ORIGIN}/e/{post}/", wait_until="networkidle")
    _keep(f"embed-{theme}", await page.locator("figure").screenshot(animations="disabled"))
    await page.set_viewport_size({"width": DESK_WIDTH, "height": DESK_HEIGHT})
    await page.goto(link)
    await page.click("button")
    await page.goto(f"{ORIGIN}/desk/", wait_until="networkidle")
    _keep(f"desk-{theme}", await page.screenshot(animations="disabled"))
    await page.set_viewport_size({"width": GALLERY_WIDTH, "height": 800})
    await page.goto(f"{ORIGIN}/desk/gallery?state=deleted", wait_until="networkidle")
    await page.wait_for_timeout(500)
    wide = await page.screenshot(animations="disabled", full_page=True, scale="css")
    _keep(f"gallery-{theme}", wide)
    await context.clear_cookies()
    for name, (path, width, height) in ROOM.items():
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(f"{ORIGIN}{path}", wait_until="networkidle")
        _keep(f"{name}-{theme}", await page.screenshot(animations="disabled"))
    await context.close()


async def _take_day(browser: Browser, link: str) -> None:
    """Each step in light and dark; some on a phone."""
    post = identify(samples.FOUR_PICTURES_URL)
    if not isinstance(post, PostRef):
        raise TypeError(f"{samples.FOUR_PICTURES_URL} says nothing of its post")
    context = await browser.new_context(device_scale_factor=2)
    page = await context.new_page()
    async for name, shown in a_day(page, ORIGIN, post.id, link):
        sizes = {f"day-{name}": DAY_WIDTH}
        if name in ON_A_PHONE:
            sizes[f"day-{name}-phone"] = PHONE
        for called, width in sizes.items():
            await shown.set_viewport_size({"width": width, "height": LOW.get(name, DAY_HEIGHT)})
            for theme in ("light", "dark"):
                await shown.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                await shown.wait_for_timeout(300)
                png = await shown.screenshot(animations="disabled", scale="css")
                _keep(f"{called}-{theme}", png)
    await context.close()


def _keep(name: str, png: bytes) -> None:
    """Few colours are enough for a page, and make a file of a tenth."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    few = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(HERE / f"{name}.png", optimize=True)


asyncio.run(main())

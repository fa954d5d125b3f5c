"""Makes the pictures of the docs again: embed, desk and gallery, from the invented samples.

Run it from the root of the checkout, where playwright and Chromium are installed:

    pip install playwright && apt-get install chromium
    python docs/img/make.py
"""

import asyncio
import io
import tempfile
from pathlib import Path

from aiohttp import ClientSession, web
from PIL import Image
from playwright.async_api import Browser, async_playwright

from archive.settings import ServerSettings, Settings, SiteSettings, StorageSettings
from embedder import samples, standin
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


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            site=SiteSettings(name="Border News", public_url=ORIGIN),
            server=ServerSettings(port=PORT),
            storage=StorageSettings(
                database=f"sqlite:{folder}/archive.db", blobs=f"file:{folder}/blobs"
            ),
        )
        async with standin.running(standin.make_standin()) as platforms:
            app = make_app(standin.with_routes(settings, platforms, "*"))
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", PORT).start()
            try:
                await _take_all(app, platforms)
            finally:
                await runner.cleanup()


async def _take_all(app: web.Application, platforms: str) -> None:
    """The post whose author deletes it shows what an embed is for."""
    archive = app[ARCHIVE]
    for url in (samples.EXAMPLE_URL, samples.EDITED_URL):
        await archive.capture(url, by="demo", release=True)
    kept = await archive.capture(samples.DELETED_URL, by="demo", release=True)
    number = samples.DELETED_URL.rsplit("/", 1)[1]
    async with ClientSession() as author:
        await author.delete(f"{platforms}/api/v1/statuses/{number}")
    await archive.recheck(str(kept.post), by="demo")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for theme in ("light", "dark"):
            link = await make_login_link(archive, "admin")
            await _take(browser, theme, str(kept.post), link)
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
    await context.close()


def _keep(name: str, png: bytes) -> None:
    """Few colours are enough for a page, and make a file of a tenth."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    few = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(HERE / f"{name}.png", optimize=True)


asyncio.run(main())

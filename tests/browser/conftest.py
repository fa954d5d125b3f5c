"""A running service with posts of every kind, and a browser whose owner is logged in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from embedder import samples
from tests.browser.platforms import delete, platforms
from tests.chromium import chromium
from tests.serving import Service, onrecord, service, write_config

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REFUSED_URL = "https://x.com/i/status/20"
"""No sample: the stand-in answers as X does for a post that it does not show."""
ARTICLE = "https://news.example/the-market-square"
DRAFT_URL = samples.URLS[-1]
OFFICIALS_URL = samples.URLS[7]
OFFICIAL = ("officials confirm", "--name", "Gia Gov", "--office", "Governor")
"""Whose account that post is of."""

LONGEST_FIRST = ("test_recorded.py", "test_looks.py", "test_pages.py", "test_still.py")
"""Where several processes share the files, none is left with a long one at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of whole files: what is in one stays in its order."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The service, what it keeps, and the cookie of an admin."""

    service: Service
    config: Path
    posts: dict[str, str]
    """Ids by URL."""
    session: Any
    captures: str
    """The page of four captures: two kept, one refused, one that is no post."""

    def url(self, path: str) -> str:
        return self.service.origin + path

    def login_link(self) -> str:
        """A new one; each logs in once."""
        link = onrecord(self.config, "users", "link", "admin").stdout.strip()
        return self.url(link[link.index("/login/") :])


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """An archive of the sample posts: public, but for a draft, one withheld and one gone."""
    with platforms() as origin:
        config = write_config(tmp_path_factory.mktemp("desk"), {"*": origin})
        posts: dict[str, str] = {}
        for urls, options in ((samples.URLS[:-1], ["--release"]), ([DRAFT_URL], [])):
            kept = onrecord(config, "capture", *options, *urls)
            assert kept.returncode == 0, kept.stderr
            found = re.findall(r"^(\w+)@", kept.stdout, re.MULTILINE)
            posts |= dict(zip(urls, found, strict=True))
        delete(origin, samples.DELETED_URL)
        assert onrecord(config, "recheck", posts[samples.DELETED_URL]).returncode == 3
        for post, command, *options in (
            (posts[samples.URLS[5]], "withhold", "--reason", "court order"),
            (posts[samples.URLS[0]], "annotate", "--kind", "note", "--text", "Held on 5 March."),
            (
                posts[samples.URLS[3]],
                "annotate",
                "--kind",
                "correction",
                "--text",
                "It was Monday.",
            ),
            (posts[OFFICIALS_URL], *OFFICIAL),
        ):
            done = onrecord(config, *command.split(), post, *options)
            assert done.returncode == 0, done.stderr
        yield config, posts


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def running(filled: tuple[Path, dict[str, str]]) -> Iterator[Service]:
    with service(filled[0]) as started:
        yield started


@pytest.fixture(scope="session")
def memory() -> dict[str, Any]:
    """What one module's browser leaves to the next: the printed login link works once."""
    return {}


@pytest.fixture(scope="module")
def desk(
    browser: Browser,
    running: Service,
    filled: tuple[Path, dict[str, str]],
    memory: dict[str, Any],
) -> Desk:
    if "desk" not in memory:
        context = browser.new_context()
        page = context.new_page()
        log_in(page, running.login)
        urls = (samples.FOUR_PICTURES_URL, samples.EDITED_URL, REFUSED_URL, "https://x.com/jack")
        page.locator("#urls").fill("\n".join(urls))
        page.get_by_role("button", name="Capture", exact=True).click()
        page.wait_for_url("**/captures?*")
        page.locator("[data-events]").first.wait_for(state="detached")
        captures = page.url.removeprefix(running.origin)
        work(page, running.origin, filled[1][samples.FOUR_PICTURES_URL])
        memory["desk"] = Desk(
            service=running,
            config=filled[0],
            posts=filled[1],
            session=context.storage_state(),
            captures=captures,
        )
        context.close()
    found: Desk = memory["desk"]
    return found


def work(page: Page, origin: str, post: str) -> None:
    """A collection with a post in it, a report of a reader, an article: the first of each."""
    page.goto(f"{origin}/desk/collections")
    page.locator("#name").fill("The market square")
    page.locator("main form button").click()
    page.locator("#post").fill(samples.FOUR_PICTURES_URL)
    page.locator("form:has(#post) button").click()
    page.locator(f'main .rows a[href*="{post}"]').first.wait_for()
    page.goto(f"{origin}/post/{post}")
    if not page.locator("#report-text").is_visible():
        page.locator("details:has(#report-text) summary").click()
    page.locator("#report-kind").select_option("privacy")
    page.locator("#report-text").fill("My child is in the second picture.")
    page.locator("form.report button").click()
    page.locator("form.report").wait_for(state="detached")
    page.goto(f"{origin}/desk/articles")
    page.locator("#content").fill(
        f"<title>The market square</title><article><h1>The market square</h1><p>She wrote "
        f"<a href='{samples.FOUR_PICTURES_URL}'>this</a>, and people stayed.</p></article>"
    )
    page.locator("main #url").fill(ARTICLE)
    page.locator('form[action$="/articles"] button').first.click()
    page.locator(f'main a[href="{samples.FOUR_PICTURES_URL}"]').first.wait_for()


def log_in(page: Page, link: str) -> None:
    """By the one-time link, and past the questions of the first start."""
    page.goto(link)
    page.get_by_role("button", name="Log in").click()
    skip = page.get_by_role("button", name="Skip for now")
    skip.or_(page.locator("#urls")).first.wait_for()
    if skip.is_visible():
        skip.click()
    page.locator("#urls").wait_for()

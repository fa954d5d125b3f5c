"""Bad input through all three doors: an answer that names the thing, and nothing half-stored.

The command, the API and the desk's paste get the same; none shows a traceback, and what is
no post leaves nothing behind.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedder import bad_platform
from tests.embedder.bad_platform import bluesky_url, mastodon_url, x_url
from tests.embedder.doors import Newsroom

LIMITS = "max_body = 1000000\nretries = 0\nper_host_interval = 0.0"

PASTE = "Open the post itself on its platform, and paste the address from the address bar."
WHOLE = "If a page itself is meant, paste its whole address, without other words."
REACH = "Paste an address that everybody can reach"
LATER = "Try later"
NOT_ABOUT = "this says nothing about the post."

NO_POSTS = {
    "no known platform": (
        "https://news/article/1", "a post at news/article/1.", WHOLE,
    ),
    "a home page": ("https://news.example", "the home page of a site", PASTE),
    "a profile on X": ("https://x.com/jack", "x.com/jack is the profile of @jack", PASTE),
    "a profile on Bluesky": (
        "https://bsky.app/profile/ana.example", "profile of ana.example on Bluesky", PASTE,
    ),
    "a profile on Mastodon": (
        "https://bad.example/@mayor", "bad.example/@mayor is a profile", PASTE,
    ),
    "no host": ("https://", "'https://' is no address of a post: it names no host.", PASTE),
    "no host but a path": ("http:///@mayor/1", "it names no host.", PASTE),
    "javascript:": ("javascript:alert(1)", "it starts with 'javascript'", PASTE),
    "a file": ("file:///etc/passwd", "it starts with 'file'", PASTE),
    "5,000 characters": (
        f"https://x.com/{'a' * 4986}", "This address has 5,000 characters", "Paste the address of",
    ),
    "no port": ("https://bad.example:99999999/@mayor/1", "is no address: Port out of", PASTE),
}  # fmt: skip

# By the platform: the sentence, what an attempt says, and what to do.
FAILED = {
    "a private address": (
        "http://10.0.0.1/@mayor/1234", "10.0.0.1 is no public address (a private", "", REACH,
    ),
    "this computer": (
        "http://localhost/@mayor/1234", "localhost leads to 127.0.0.1 (loopback)", "", REACH,
    ),
    "an address in disguise": (
        "http://2130706433/@mayor/1234", "is an IPv4 address in another form", "", REACH,
    ),
    "a redirect to a private address": (
        mastodon_url("508"), "redirects to http://10.0.0.1/secret, which was not", "", REACH,
    ),
    "a redirect to a file": (
        mastodon_url("510"), "redirects to file:///etc/passwd, which was not fetched", "", REACH,
    ),
    "Mastodon answers 500": (
        mastodon_url("500"), "Mastodon could not be reached, or is out of order", "HTTP 500", LATER,
    ),
    "X answers 500": (x_url("500"), "X could not be reached, or is out of order", "500", LATER),
    "Bluesky answers 500": (
        bluesky_url("3lbroken22222"), "Bluesky could not be reached, or is out", "500", LATER,
    ),
    "no such host": (
        "https://nobody.invalid/@mayor/1", "could not be reached", "has no address", LATER,
    ),
    "a body without an end": (
        mastodon_url("502"), "The answer was larger than we take", "1,000,000 bytes", "Check that",
    ),
    "a body of 5 GB": (
        x_url("503"), "The answer was larger than we take", "1,000,000 bytes", "Check that",
    ),
    "a compressed bomb": (
        x_url("511"), "The answer was larger than we take", "1,000,000 bytes", "Check that",
    ),
    "wrong JSON of Mastodon": (
        mastodon_url("504"), "gave an answer that we do not understand", "no JSON", LATER,
    ),
    "wrong JSON of X": (
        x_url("504"), "gave an answer that we do not understand", "no JSON", LATER,
    ),
    "wrong JSON of Bluesky": (
        bluesky_url("3lbadjson22222"), "gave an answer that we do not understand", "JSON", LATER,
    ),
    "JSON of another shape of Bluesky": (
        bluesky_url("3lbadshape2222"), "gave an answer that we do not understand", "no list", LATER,
    ),
    "another post of Bluesky": (
        bluesky_url("3lbadother2222"), "Bluesky answered with another post", "asked for", PASTE,
    ),
    "JSON without an end": (
        mastodon_url("509"), "gave an answer that we do not understand", "no JSON", LATER,
    ),
    "JSON of another shape": (
        mastodon_url("505"), "gave an answer that we do not understand", "has no address", LATER,
    ),
    "JSON of another shape of X": (
        x_url("505"), "gave an answer that we do not understand", "shape", LATER,
    ),
    "a list in place of a post": (
        mastodon_url("506"), "gave an answer that we do not understand", "no post", LATER,
    ),
    "another post of Mastodon": (
        mastodon_url("507"), "answered with another post", "asked for", PASTE,
    ),
    "another post of X": (x_url("507"), "X answered with another post", "post 600", PASTE),
}  # fmt: skip


@pytest.fixture(scope="module")
def routes() -> Iterator[list[str]]:
    """To the platform's own hosts only: for every other address the guard is up."""
    with bad_platform.running() as origin:
        yield [f'"{host}" = "{origin}"' for host in bad_platform.ROUTED]


@pytest.fixture(scope="module")
def newsroom(routes: list[str], tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Nothing is ever kept here."""
    return Newsroom(tmp_path_factory.mktemp("bad"), fetch=LIMITS, routes=routes)


@pytest.mark.parametrize(("url", "what", "following"), NO_POSTS.values(), ids=NO_POSTS)
async def test_what_names_no_post_is_told_by_each_door(
    newsroom: Newsroom, url: str, what: str, following: str
) -> None:
    async with newsroom.service() as service:
        ran = newsroom.run("capture", url)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(url[:200])
        assert what in ran.err
        assert following in ran.err
        assert len(ran.err) < 600
        ended = await service.by_api(url, await service.key())
        assert (ended.status, ended.content_type) == (422, "application/problem+json")
        assert ended.body["type"] == "urn:onrecord:problem:not-a-post"
        assert what in ended.body["detail"]
        assert following in ended.body["next"]
        status, page = await service.by_desk(url, await service.log_in())
        assert status == 422
        assert what in page
        assert following in page
        assert await service.archive.storage.list_jobs(kind="capture", limit=1) == ()
    assert newsroom.kept() == {}


@pytest.mark.parametrize(("url", "what", "why", "following"), FAILED.values(), ids=FAILED)
async def test_what_a_platform_answers_badly_is_told_by_each_door(
    newsroom: Newsroom, url: str, what: str, why: str, following: str
) -> None:
    await assert_told(newsroom, url, what, why, following)


async def test_slow_bytes_are_told_by_each_door(routes: list[str], tmp_path: Path) -> None:
    """Apart, for no other answer may be cut short here by a machine that is busy."""
    hasty = Newsroom(tmp_path, fetch=f"{LIMITS}\ntimeout = 0.4", routes=routes)
    what = "X did not answer in time"
    await assert_told(hasty, x_url("501"), what, "did not answer in full within 0.4 s", LATER)


async def assert_told(newsroom: Newsroom, url: str, what: str, why: str, following: str) -> None:
    """Each door ends in failure with the sentence, the attempt and the next step."""
    async with newsroom.service() as service:
        ran = newsroom.run("capture", url)
        assert (ran.code, ran.out) == (4, "")
        first, *attempts = ran.err.splitlines()
        assert first.startswith(f"{url}: ")
        assert what in first
        assert NOT_ABOUT in first
        assert following in first
        assert attempts
        assert why in attempts[0]

        ended = await service.by_api(url, await service.key())
        assert ended.status == 200
        assert ended.body["state"] == "failed"
        assert ended.body["url"] == url
        assert ended.body["post"] is ended.body["snapshot"] is None
        assert what in ended.body["sentence"]
        assert ended.body["next"].startswith(following)
        assert why in ended.body["attempts"][0]["detail"]

        status, page = await service.by_desk(url, await service.log_in())
        assert status == 200
        assert url in page
        assert f"{ended.body['sentence']} {ended.body['next']}</p>" in page
        assert why in page
        assert "Try again</button>" in page
        for text in (ran.err, str(ended.body), page):
            assert "Traceback" not in text
    assert newsroom.kept() == {}


async def test_an_address_of_two_megabytes_is_too_long_for_each_door(newsroom: Newsroom) -> None:
    url = f"https://x.com/{'a' * 2_000_000}"
    async with newsroom.service() as service:
        ran = newsroom.run("capture", url)
        assert ran.code == 2
        assert "This address has 2,000,014 characters" in ran.err
        assert len(ran.err) < 600
        ended = await service.by_api(url, await service.key())
        assert (ended.status, ended.content_type) == (413, "application/problem+json")
        assert "64 KB" in ended.body["next"]
        status, page = await service.by_desk(url, await service.log_in())
        assert status == 422, "the desk takes a whole e-mail, and finds no post in this one"
        assert "address is so long" in page
    assert newsroom.kept() == {}


async def test_of_several_pasted_addresses_the_bad_ones_are_named(newsroom: Newsroom) -> None:
    async with newsroom.service() as service:
        pasted = f"See https://x.com/jack\n{x_url('500')}\nhttps://news.example/article/1"
        status, page = await service.by_desk(pasted, await service.log_in())
        assert status == 200
        assert "<code>https://x.com/jack</code>" in page
        assert "<code>https://news.example/article/1</code>" in page
        assert "X could not be reached" in page


def test_a_servers_words_do_not_steer_the_terminal(newsroom: Newsroom) -> None:
    ran = newsroom.run("capture", mastodon_url("512"))
    assert ran.code == 4
    assert "(HTTP 403). It said: “\ufffd[2J\ufffd]0;evil\ufffd\ufffd2J”" in ran.err
    assert not set(ran.err) & {"\x1b", "\x07", "\x9b"}


def test_the_command_goes_on_after_a_bad_address(newsroom: Newsroom) -> None:
    ran = newsroom.run("capture", "https://x.com/jack", x_url("500"))
    assert ran.code == 1
    assert "is the profile of @jack" in ran.err
    assert "X could not be reached" in ran.err


def test_a_damaged_database_is_told_with_an_exit_code_of_its_own(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    (tmp_path / "archive.db").write_bytes(b"This is no database." * 400)
    ran = newsroom.run("capture", x_url("500"))
    assert ran.code == 6
    assert "archive.db" in ran.err
    assert "Traceback" not in ran.err

"""``capture``, ``recheck``, ``embed``, ``sources``: what they print, and how they end."""

import http.client
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from PIL import Image

from archive import errors, saved
from archive.outcome import Answer, Gone, Refused
from embedder import samples
from embedder.cli import cli
from tests.archive.acting import found
from tests.archive.storage_posts import snapshot
from tests.embedder.doors import Newsroom, onrecord

NEVER_SEEN = "0" * 16
UNKNOWN = "Check the id, or capture the post by its URL."
BLUESKY_URL = next(url for url in samples.URLS if "bsky.app" in url)


@pytest.fixture(scope="module")
def newsroom(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom.led_to(tmp_path_factory.mktemp("captures"), origin)


@pytest.fixture(scope="module")
def post(newsroom: Newsroom) -> str:
    ran = newsroom.run("capture", samples.EXAMPLE_URL, "--force")
    assert ran.code == 0, ran.err
    return ran.out.split("@")[0]


def test_capture_prints_the_post_on_stdout_and_the_sentence_on_stderr(
    newsroom: Newsroom, post: str
) -> None:
    ran = newsroom.run("capture", samples.EXAMPLE_URL)
    assert ran.out == f"{post}@1  /e/{post}/\n"
    assert ran.err == f"{samples.EXAMPLE_URL}: Kept a moment ago.\n"
    forced = newsroom.run("capture", samples.EXAMPLE_URL, "--force")
    assert (forced.code, forced.out) == (0, ran.out)
    assert forced.err == f"{samples.EXAMPLE_URL}: Unchanged since it was kept.\n"


def test_capture_as_json_prints_one_line_a_post_in_the_one_shape(newsroom: Newsroom) -> None:
    urls = (samples.EDITED_URL, BLUESKY_URL)
    ran = newsroom.run("capture", *urls, "--json")
    assert ran.code == 0
    facts = [json.loads(line) for line in ran.out.splitlines()]
    assert [f["platform"] for f in facts] == ["fediverse", "bluesky"]
    assert [f["visibility"] for f in facts] == ["draft", "draft"]
    for f in facts:
        assert f == json.loads(newsroom.run("embed", f["id"], "--as", "json").out)


def test_capture_releases_and_names_the_article(newsroom: Newsroom) -> None:
    article = "https://border-news.example/2026/bridge"
    url = samples.FOUR_PICTURES_URL
    ran = newsroom.run("capture", url, "--release", "--article", article, "--json")
    facts = json.loads(ran.out)
    assert facts["visibility"] == "public"
    assert facts["capture"]["reason"] == "article"
    assert newsroom.rows("SELECT url FROM articles") == [(article,)]


def test_of_several_addresses_one_that_fails_is_named_and_the_rest_is_done(
    newsroom: Newsroom, post: str
) -> None:
    ran = newsroom.run("capture", "https://x.com/jack", samples.EXAMPLE_URL, "nonsense")
    assert ran.code == 1
    assert ran.out.startswith(f"{post}@1")
    assert "https://x.com/jack: x.com/jack is the profile of @jack" in ran.err
    assert "nonsense: No platform known here" in ran.err


def test_addresses_that_fail_alike_end_with_their_own_code(newsroom: Newsroom) -> None:
    assert newsroom.run("capture", "https://x.com/jack", "nonsense").code == 2
    assert (
        newsroom.run("capture", "https://x.com/a/status/21", "https://x.com/a/status/22").code == 4
    )


def test_a_refusal_ends_with_4_and_says_what_was_tried(newsroom: Newsroom) -> None:
    ran = newsroom.run("capture", "https://x.com/i/status/20")
    assert (ran.code, ran.out) == (4, "")
    first, second, *others = ran.err.splitlines()
    assert first == (
        "https://x.com/i/status/20: X would not show it to us; this says nothing about the post. "
        "Try later."
    )
    assert second.startswith("  tweet-result (HTTP 404) refused: X answered 404")
    assert [line.split()[0] for line in others] == ["oembed", "web-archive"]


def test_a_post_that_is_gone_ends_with_3_kept_or_not(newsroom: Newsroom, origin: str) -> None:
    url = samples.DELETED_URL
    kept = newsroom.run("capture", url).out
    connection = http.client.HTTPConnection(origin.removeprefix("http://"))
    connection.request("DELETE", f"/api/v1/statuses/{url.rsplit('/', 1)[1]}")
    assert connection.getresponse().status == 200
    connection.close()
    ran = newsroom.run("recheck", url)
    assert (ran.code, ran.out) == (3, kept)
    answered = "sample.example answered HTTP 404: “Record not found”"
    assert ran.err.splitlines() == [
        f"{url}: Not available on Mastodon: {answered}. What was kept of it before stays kept.",
        f"  client-api (HTTP 404) gone: {answered}",
    ]
    never = f"https://{samples.HOST}/@mayor/999"
    ran = newsroom.run("capture", never)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.splitlines()[0].endswith("Nothing of it is kept.")


def test_recheck_takes_an_id_or_any_url_and_goes_on_after_an_unknown_one(
    newsroom: Newsroom, post: str
) -> None:
    old_form = samples.EXAMPLE_URL.replace("/@mayor/", "/web/@mayor/")
    ran = newsroom.run("recheck", NEVER_SEEN, post, old_form, "--json")
    assert ran.code == 1
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [post, post]
    assert f"{NEVER_SEEN}: No post {NEVER_SEEN} is kept here. {UNKNOWN}" in ran.err
    assert newsroom.run("recheck", NEVER_SEEN).code == 2
    due = newsroom.run("recheck")
    assert (due.code, due.out, due.err) == (0, "", "0 posts in use are due.\n")


def test_a_post_behind_a_lookup_is_found_by_its_handle(newsroom: Newsroom) -> None:
    newsroom.run("capture", BLUESKY_URL)
    ran = newsroom.run("embed", BLUESKY_URL, "--as", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["platform"] == "bluesky"


def test_embed_renders_each_form(newsroom: Newsroom, post: str) -> None:
    fragment = newsroom.run("embed", post)
    assert fragment.code == 0
    assert fragment.err == ""
    assert "river bridge" in fragment.out
    assert "<html" not in fragment.out
    page = newsroom.run("embed", samples.EXAMPLE_URL, "--as", "page", "--theme", "dark")
    assert page.out.startswith("<!doctype html>")
    assert "onrecord-dark" in page.out
    assert newsroom.run("embed", f"{post}@1", "--as", "json").code == 0
    spanish = newsroom.run("embed", post, "--lang", "es")
    assert "Publicación original" in spanish.out


def test_embed_makes_a_card(newsroom: Newsroom, post: str, tmp_path: Path) -> None:
    file = tmp_path / "post.png"
    ran = newsroom.run("embed", post, "--as", "card", "-o", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert f"Written to {file}." in ran.err
    with Image.open(file) as card:
        assert (card.format, card.width) == ("PNG", 1200)


@pytest.mark.parametrize("form", ["fragment", "page", "email", "json"])
def test_embed_writes_to_a_file(newsroom: Newsroom, post: str, tmp_path: Path, form: str) -> None:
    file = tmp_path / "post.out"
    ran = newsroom.run("embed", post, "--as", form, "-o", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", f"Written to {file}.\n")
    assert "river bridge" in file.read_text(encoding="utf-8")


def test_embed_says_what_cannot_be_rendered_or_written(newsroom: Newsroom, post: str) -> None:
    unknown = newsroom.run("embed", NEVER_SEEN)
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err == f"onrecord: No post {NEVER_SEEN} is kept here. {UNKNOWN}\n"
    ran = newsroom.run("embed", f"{post}@9")
    assert ran.code == 2
    assert ran.err == (
        f"onrecord: There is no snapshot 9 of {post}. Without @N the current one is rendered.\n"
    )
    ran = newsroom.run("embed", post, "-o", f"{newsroom.folder}/no/such/folder.html")
    assert ran.code == 2
    assert "folder.html cannot be written: No such file or directory. Name another" in ran.err
    assert newsroom.run("embed", post, "--as", "card").code == 2


def test_sources_lists_each_in_order_and_how_it_fares(newsroom: Newsroom) -> None:
    table = newsroom.run("sources").out.splitlines()
    assert table[0].split() == ["source", "asked", "terms", "last", "24", "hours"]
    assert any("bluesky/appview" in row for row in table)
    rows = [json.loads(line) for line in newsroom.run("sources", "--json").out.splitlines()]
    assert [f"{r['platform']}/{r['source']}" for r in rows] == [row.split()[0] for row in table[1:]]
    off = {r["source"]: r["off"] for r in rows if r["platform"] == "x" and r["place"] is None}
    assert off["api-v2"].startswith("There is no token in ONRECORD_X_BEARER_TOKEN. X's Developer")


def test_sources_tells_all_of_one_that_is_named(newsroom: Newsroom) -> None:
    told = newsroom.run("sources", "x/api-v2").out
    assert "off: There is no token in ONRECORD_X_BEARER_TOKEN." in told
    assert "when its post is gone: an editor is asked whether to keep showing it" in told
    assert re.search(r"\(read on [\d-]{10}, the version of [\d-]{10}\)", told)
    assert "tweet-result" not in told
    assert ", version unknown)" in newsroom.run("sources", "telegram/widget").out
    assert "(not read by us)" in newsroom.run("sources", "x/web-archive").out
    assert len(newsroom.run("sources", "x", "--json").out.splitlines()) >= 2
    ran = newsroom.run("sources", "x/guess")
    assert ran.code == 2
    assert "There is no source 'x/guess'." in ran.err


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ("[site\n", "is no TOML"),
        ("[site]\nnme = 1\n", "unknown key"),
        ('[storage]\ndatabase = "mysql:x"\n', "it takes sqlite:PATH"),
        ('[platforms.x]\nsources = ["guess"]\n', "it takes tweet-result, api-v2"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_config_ends_with_2_and_names_the_key(
    tmp_path: Path, config: str | None, word: str
) -> None:
    file = tmp_path / "config.toml"
    if config is not None:
        file.write_text(config, encoding="utf-8")
    ran = onrecord("sources", "--config", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert word in ran.err
    assert "Traceback" not in ran.err


def test_a_store_that_cannot_be_opened_ends_with_6(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    (tmp_path / "archive.db").unlink()
    (tmp_path / "archive.db").mkdir()
    ran = newsroom.run("recheck", NEVER_SEEN)
    assert ran.code == 6
    assert "archive.db" in ran.err
    assert "Traceback" not in ran.err


def test_exit_codes_are_those_that_are_documented() -> None:
    codes = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.ArchiveError)
    }
    assert codes == {1, 2, 4, 6}
    assert errors.UnknownPost.exit_code == errors.ConfigError.exit_code == 2
    assert errors.HoldError.exit_code == 2
    assert errors.TimedOut.exit_code == 4
    assert errors.Conflict.exit_code == 6


def test_every_command_has_a_help_with_what_it_does() -> None:
    names = cli.list_commands(click.Context(cli))
    assert len(names) >= 15
    for name in names:
        ran = onrecord(name, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: onrecord {name}")
    for name in ("capture", "recheck", "embed", "release", "withhold", "erase", "hold", "annotate"):
        assert f"Example: onrecord {name} " in onrecord(name, "--help").out


def test_a_user_who_has_a_number_and_no_name_is_written_by_the_number(
    newsroom: Newsroom, post: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert newsroom.run("recheck", post).code == 0
    (by,) = newsroom.rows("SELECT by FROM audit ORDER BY id DESC LIMIT 1")[0]
    assert by == f"user {os.getuid()} (command line)"


def test_the_script_itself_ends_with_the_code_and_no_traceback(newsroom: Newsroom) -> None:
    """Once as a process of its own: what a shell sees."""
    script = "from embedder.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", script, "capture", "--config", newsroom.config, "javascript:1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr == (
        "javascript:1: 'javascript:1' is no web address: it starts with 'javascript'. Open the "
        "post itself on its platform, and paste the address from the address bar.\n"
    )


def saved_as(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> None:
    """Every file holds this, whatever is in it."""
    monkeypatch.setattr(saved, "read_saved", lambda _file: ("x", answers) if answers else None)


def test_a_saved_response_is_captured_from_its_file(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "tweet.json"
    file.write_text("{}")
    saved_as(monkeypatch, found(snapshot("7001")))
    at = "2025-03-30T00:00:00Z"
    ran = newsroom.run("capture", "--payload", str(file), "--saved-at", at, "--json")
    assert (ran.code, ran.err) == (0, "tweet.json: Kept.\n")
    post = json.loads(ran.out)
    assert (post["source"]["name"], post["as_of"]) == ("saved response", "2025-03-30T00:00:00.000Z")
    assert len(post["source"]["exchanges"]) == 1


def test_of_several_posts_in_a_file_one_must_be_named(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "timeline.json"
    file.write_text("{}")
    saved_as(monkeypatch, found(snapshot("7002")), found(snapshot("7003")))
    ran = newsroom.run("capture", "--payload", str(file))
    assert ran.code == 2
    assert "\n  https://x.com/i/status/7002\n  https://x.com/i/status/7003. Name one" in ran.err
    named = newsroom.run("capture", "--payload", str(file), "--url", "https://x.com/a/status/7003")
    assert (named.code, named.err) == (0, "timeline.json: Kept.\n")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Gone(cause="deleted by the author", basis="This Post was deleted."), 3),
        (Refused(reason="protected", detail="Followers only."), 4),
        (None, 2),
    ],
)
def test_a_file_without_a_post_ends_as_a_capture_would(
    newsroom: Newsroom,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: Answer | None,
    code: int,
) -> None:
    file = tmp_path / "gone.json"
    file.write_text("{}")
    saved_as(monkeypatch, *([] if answer is None else [answer]))
    ran = newsroom.run("capture", "--payload", str(file))
    assert (ran.code, ran.out) == (code, "")


@pytest.mark.parametrize(
    "args",
    [
        (),
        (samples.EXAMPLE_URL, "--payload", __file__),
        (samples.EXAMPLE_URL, "--url", samples.EXAMPLE_URL),
        (samples.EXAMPLE_URL, "--saved-at", "2025-03-30T00:00:00Z"),
        ("--payload", __file__, "--saved-at", "yesterday"),
        ("--payload", "/nowhere"),
    ],
)
def test_what_does_not_go_together_is_wrong_use(newsroom: Newsroom, args: tuple[str, ...]) -> None:
    assert newsroom.run("capture", *args).code == 2

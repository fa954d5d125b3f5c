"""Every recorded post through the real `onrecord capture`, against facts read from it by others.

``../shared/payloads/replay.py`` plays the recordings on loopback and lists those facts.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import pytest

from tests.as_read import mastodon_words, x_words
from tests.replayed import DIFFERENCES, MOST, Difference
from tests.serving import onrecord, write_config

Json = dict[str, Any]

RUNS = 3
"""The replay sends each answer in two pieces, which costs its client some 40 ms: several runs
at once, each with an archive of its own, wait together."""

TRUTH_SOCIAL = "truthsocial.com"
"""Its posts come with its platform."""


class Replayed(msgspec.Struct, frozen=True):
    """What came of it: the facts, what was kept by id of the index, and what was said."""

    facts: tuple[Json, ...]
    recordings: dict[str, Json]
    kept: dict[str, Json]
    messages: str
    codes: tuple[int, ...]


@pytest.fixture(scope="module")
def replayed(payloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    with replay(payloads) as port:
        index = get(port, "/_index").splitlines()
        facts = tuple(fact for line in index if carries_id(fact := json.loads(line)))
        recordings = {fact["id"]: recording(port, fact) for fact in facts}
        origin = f"http://127.0.0.1:{port}"

        # pytest makes its folders for one thread at a time.
        folders = [tmp_path_factory.mktemp("replayed") for _ in range(RUNS)]

        def run(part: int) -> subprocess.CompletedProcess[str]:
            config = write_config(folders[part], {"*": origin, "localhost:3000": origin})
            with config.open("a") as settings:
                settings.write("[fetch]\nper_host_interval = 0.0\nper_host = 32\n")
            return onrecord(
                config, "capture", "--json", *(fact["url"] for fact in facts[part::RUNS])
            )

        with ThreadPoolExecutor(RUNS) as pool:
            runs = list(pool.map(run, range(RUNS)))
    posts = [json.loads(line) for done in runs for line in done.stdout.splitlines()]
    by_id = {(post["platform"], post["native_id"]): post for post in posts}
    return Replayed(
        facts=facts,
        recordings=recordings,
        kept={fact["id"]: post for fact in facts if (post := by_id.get(native(fact)))},
        messages="\n".join(done.stderr for done in runs),
        codes=tuple(done.returncode for done in runs),
    )


@contextmanager
def replay(payloads: Path) -> Iterator[int]:
    """The replay on a free port of loopback, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, str(payloads / "replay.py"), str(payloads), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"ready")
        until = time.monotonic() + 20  # it says that it is ready before it listens
        while process.poll() is None and time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, "the replay did not start"
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def get(port: int, path: str, host: str = "127.0.0.1") -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": host})
    body = connection.getresponse().read().decode()
    connection.close()
    return body


def carries_id(fact: Json) -> bool:
    """Whether a post's URL carries its id. A Mastodon status that another server shows has an
    id of that server in the index and one of its origin in its URL, or none.
    """
    return fact["id"].rpartition("/")[2] in fact["url"] and TRUTH_SOCIAL not in fact["url"]


def recording(port: int, fact: Json) -> Json:
    """The recording of a fact, as the replay answers it."""
    host, _, number = fact["id"].rpartition("/")
    match fact["platform"]:
        case "x":
            found: Json = json.loads(get(port, f"/tweet-result?id={fact['id']}"))
        case "bluesky":
            uri = quote(fact["id"], safe="")
            found = json.loads(get(port, f"/xrpc/app.bsky.feed.getPosts?uris={uri}"))["posts"][0]
        case _:
            found = json.loads(get(port, f"/api/v1/statuses/{number}", host))
    return found


def native(fact: Json) -> tuple[str, str]:
    """The platform and the native id of a fact's post."""
    match fact["platform"]:
        case "x":
            return "x", fact["id"]
        case "bluesky":
            return "bluesky", fact["id"][5:].replace("/app.bsky.feed.post/", "/")
        case _:
            return "fediverse", f"{urlsplit(fact['url']).netloc}/{fact['id'].rpartition('/')[2]}"


def author(fact: Json) -> str:
    """Mastodon leaves the server out of its own accounts' names; everywhere else their readers
    see it, and so do ours.
    """
    if fact["platform"] == "mastodon" and "@" not in fact["author"]:
        return f"{fact['author']}@{urlsplit(fact['url']).netloc}"
    return str(fact["author"])


def collapsed(text: str) -> str:
    """The words, whatever stands between them: the index takes a paragraph for a line."""
    return " ".join(text.split())


def words_of(post: Json) -> str:
    """What a post says; of a repost, as in the index, what the inner post says."""
    inner = post["reposted"] if post["kind"] == "repost" else None
    return str((inner or post)["text"])


def as_read(fact: Json, recorded: Json) -> str:
    """What a reader saw, by other means than ours."""
    match fact["platform"]:
        case "x":
            return x_words(recorded)
        case "mastodon":
            return mastodon_words((recorded.get("reblog") or recorded)["content"])
    return str(fact["words"])


def second(time: str) -> datetime:
    return datetime.fromisoformat(time).replace(microsecond=0)


FIELDS: dict[str, tuple[Callable[[Json], object], Callable[[Json], object]]] = {
    # field: what the index says; what is kept
    "author": (author, lambda post: post["author"]["handle"]),
    "name": (lambda fact: fact["name"] or None, lambda post: post["author"]["name"]),
    "time": (lambda fact: second(fact["created_at"]), lambda post: second(post["created_at"])),
    "words": (lambda fact: collapsed(fact["words"]), lambda post: collapsed(words_of(post))),
    "media": (lambda fact: fact["media"], lambda post: len(post["media"])),
    "quote": (lambda fact: fact["quote"], lambda post: post["quoted"] is not None),
}


def differences(replayed: Replayed) -> Iterator[Difference]:
    for fact in replayed.facts:
        post = replayed.kept.get(fact["id"])
        if post is None:
            yield Difference(fact["id"], "kept", fact["words"], None)
            continue
        for field, (said, kept) in FIELDS.items():
            expected, ours = said(fact), kept(post)
            if expected != ours:
                yield Difference(fact["id"], field, expected, ours)


def test_every_post_whose_address_carries_its_id_goes_through_and_none_raises(
    replayed: Replayed,
) -> None:
    platforms = [fact["platform"] for fact in replayed.facts]
    counted = {name: platforms.count(name) for name in ("x", "bluesky", "mastodon")}
    assert counted == {"x": 5, "bluesky": 147, "mastodon": 27}
    assert "Traceback" not in replayed.messages
    for fact in replayed.facts:
        assert replayed.messages.count(f"{fact['url']}: ") == 1
    assert set(replayed.codes) == {0}


def test_what_is_kept_is_what_the_recordings_say_but_for_the_known_differences(
    replayed: Replayed,
) -> None:
    assert set(differences(replayed)) == {known._replace(why="") for known in DIFFERENCES}
    assert len({known.post for known in DIFFERENCES}) <= MOST
    assert all(known.why for known in DIFFERENCES)


def test_the_words_are_those_that_a_reader_saw(replayed: Replayed) -> None:
    """To the letter, line breaks too: taken from the recordings by other means than ours."""
    for fact in replayed.facts:
        seen = as_read(fact, replayed.recordings[fact["id"]])
        assert words_of(replayed.kept[fact["id"]]) == seen, fact["url"]


def test_a_post_for_followers_says_so_and_stays_a_draft(replayed: Replayed) -> None:
    """The recordings were made with the account's own token; the replay gives them to anybody."""
    private = [
        fact
        for fact in replayed.facts
        if replayed.recordings[fact["id"]].get("visibility") == "private"
    ]
    assert len(private) == 7
    for fact in private:
        assert replayed.kept[fact["id"]]["labels"] == ["for followers only"]
        assert f"{fact['url']}: Kept. It says that it is for followers only" in replayed.messages


def test_a_bluesky_post_says_that_its_accounts_host_was_not_asked(replayed: Replayed) -> None:
    """There is no PLC directory in the replay, and no host of an account. A post that was kept
    first because another quotes it came along with that one, and says so.
    """
    for fact in replayed.facts:
        if fact["platform"] != "bluesky":
            continue
        (why,) = (
            told
            for warning in replayed.kept[fact["id"]]["warnings"]
            if (told := warning.partition("The account's own host (PDS) was not asked: ")[2])
        )
        assert why.startswith(
            ("The PLC directory answered HTTP 404", "this came along with https://")
        )


def test_nothing_else_is_warned_of_but_what_the_recordings_say(replayed: Replayed) -> None:
    for fact in replayed.facts:
        recorded, post = replayed.recordings[fact["id"]], replayed.kept.get(fact["id"])
        expected = set()
        if fact["platform"] == "bluesky" and any(
            label["val"] == "!no-unauthenticated" for label in recorded["author"].get("labels", ())
        ):
            expected = {"Bluesky shows this account's posts only to people who are logged in."}
        if recorded.get("visibility") == "private":
            host = urlsplit(fact["url"]).netloc
            expected = {f"It says that it is for followers only; {host} gave it to anybody."}
        if recorded.get("edited_at"):
            expected = {"It was edited; what it looked like before was not to be had."}
        if post is not None:
            assert {w for w in post["warnings"] if "(PDS) was not asked" not in w} == expected


def test_what_a_post_answers_or_quotes_comes_along_where_it_was_recorded(
    replayed: Replayed,
) -> None:
    """Also with a post that was first kept as another one's context, one level deep."""
    recorded = {fact["id"] for fact in replayed.facts}
    came = 0
    for fact in replayed.facts:
        if fact["platform"] != "bluesky":
            continue
        post, record = replayed.kept[fact["id"]], replayed.recordings[fact["id"]]["record"]
        if record.get("reply", {}).get("parent", {}).get("uri") in recorded:
            assert post["parent"]["id"], fact["url"]
            came += 1
        if fact["quote"]:
            assert post["quoted"]["id"], fact["url"]
            came += 1
    assert came >= 80

"""``release``, ``withhold``, ``erase``, ``hold``, ``annotate``, and the same by the API.

For each: what the person is told, what the audit log keeps, and what readers get then.
"""

import json
import re
from pathlib import Path
from typing import Literal

import pytest

from archive.storage.base import Role
from embedder import samples
from tests.embedder.doors import Newsroom, Service

NEVER_SEEN = "0" * 16
PAGES = ("/e/{id}/", "/e/{id}/fragment.html", "/post/{id}")
DATA = ("/e/{id}/post.json", "/api/v1/posts/{id}", "/api/v1/posts/{id}/checks")
WORDS = "river bridge"


@pytest.fixture
def newsroom(origin: str, tmp_path: Path) -> Newsroom:
    return Newsroom.led_to(tmp_path, origin)


@pytest.fixture
def post(newsroom: Newsroom) -> str:
    return newsroom.run("capture", samples.EXAMPLE_URL).out.split("@")[0]


def audit(newsroom: Newsroom) -> list[tuple[str, str, str | None]]:
    """What was decided and why, newest last; captures, keys, refusals, and what a release
    freezes, whenever its turn comes, are left out.
    """
    found = newsroom.rows(
        "SELECT action, target, reason, by FROM audit "
        "WHERE action NOT LIKE 'capture%' AND action NOT LIKE '%key%' "
        "AND action NOT IN ('freeze', 'refuse request') ORDER BY id"
    )
    assert all(by.endswith(" (command line)") or by.startswith("key:") for *_, by in found)
    return [(action, target, reason) for action, target, reason, _ in found]


async def readers_get(newsroom: Newsroom, post: str) -> tuple[set[int], set[int], str]:
    """The statuses of a post's pages, and of its data, and the words of its embed."""
    async with newsroom.service() as service:
        return await statuses(service, post)


async def statuses(service: Service, post: str) -> tuple[set[int], set[int], str]:
    pages = {(await service.client.get(path.format(id=post))).status for path in PAGES}
    data = {(await service.client.get(path.format(id=post))).status for path in DATA}
    return pages, data, await (await service.client.get(f"/e/{post}/")).text()


def run(newsroom: Newsroom, command: str, *args: str) -> str:
    """Runs a command that must succeed; gives what it said."""
    ran = newsroom.run(command, *args)
    assert ran.code == 0, ran.err
    assert ran.out == "", "messages go to stderr"
    return ran.err


async def test_release_withhold_and_release_again(newsroom: Newsroom, post: str) -> None:
    pages, data, _ = await readers_get(newsroom, post)
    assert (pages, data) == ({404}, {404})
    assert run(newsroom, "release", samples.EXAMPLE_URL) == f"{samples.EXAMPLE_URL} is public.\n"
    pages, data, text = await readers_get(newsroom, post)
    assert (pages, data) == ({200}, {200})
    assert WORDS in text
    said = run(newsroom, "withhold", post, "--reason", "court order")
    assert said == (
        f"{post} is withheld; its box stays and says so. "
        f"`onrecord release {post} --reason …` undoes it.\n"
    )
    pages, data, text = await readers_get(newsroom, post)
    assert (pages, data) == ({200}, {451})
    assert WORDS not in text
    assert "Not shown by Border News" in text
    assert "court order" in text
    ran = newsroom.run("release", post)
    assert ran.code != 0
    assert "to show it again needs a reason" in ran.err
    run(newsroom, "release", post, "--reason", "order lifted")
    assert (await readers_get(newsroom, post))[1] == {200}
    assert audit(newsroom) == [
        ("release", post, None),
        ("withhold", post, "court order"),
        ("release", post, "order lifted"),
    ]


async def test_one_snapshot_is_withheld_and_the_other_stays(newsroom: Newsroom) -> None:
    post = newsroom.run("capture", samples.EDITED_URL, "--release").out.split("@")[0]
    run(newsroom, "withhold", f"{post}@2", "--reason", "privacy")
    async with newsroom.service() as service:
        assert (await service.client.get(f"/e/{post}@2/post.json")).status == 451
        shown = await (await service.client.get(f"/e/{post}/post.json")).json()
        assert shown["snapshot"] == 1
        assert "12 classrooms" in shown["text"]
    assert audit(newsroom)[-1] == ("withhold", f"{post}@2", "privacy")


async def test_one_picture_is_withheld_wherever_it_is_shown(newsroom: Newsroom, post: str) -> None:
    run(newsroom, "release", post)
    (sha256,) = newsroom.rows("SELECT sha256 FROM snapshot_media WHERE role = 'media'")[0]
    async with newsroom.service() as service:
        page = await (await service.client.get(f"/e/{post}/")).text()
        picture = re.findall(rf"/media/{sha256}-\d+\.jpg", page)[0]
        assert (await service.client.get(picture)).status == 200
        run(newsroom, "withhold", f"{post}#{sha256}", "--reason", "rights")
    async with newsroom.service() as service:
        assert (await service.client.get(picture)).status == 404
        page = await (await service.client.get(f"/e/{post}/")).text()
        assert sha256 not in page
        assert WORDS in page
    assert audit(newsroom)[-1] == ("withhold", f"{post}#{sha256}", "rights")


async def test_erase_takes_everything_and_says_what_it_cannot_reach(
    newsroom: Newsroom, post: str
) -> None:
    run(newsroom, "release", post)
    said = run(newsroom, "erase", post, "--reason", "privacy, asked for by the author", "--yes")
    assert said.startswith("Erased: 1 snapshot(s), ")
    assert "Not reached: backups made before now" in said
    pages, data, text = await readers_get(newsroom, post)
    assert (pages, data) == ({200}, {451})
    assert WORDS not in text
    assert "Reason: privacy." in text
    assert "asked for" not in text
    database = (newsroom.folder / "archive.db").read_bytes()
    assert WORDS.encode() not in database
    assert not [p for p in (newsroom.folder / "blobs").rglob("*") if WORDS.encode() in _read(p)]
    for command in ("release", "withhold"):
        ran = newsroom.run(command, post, "--reason", "x")
        assert ran.code == 2
        assert "was erased" in ran.err
        assert "Nothing brings it back." in ran.err
    again = newsroom.run("capture", samples.EXAMPLE_URL)
    assert again.code == 2
    assert "was erased here; a capture would bring it back." in again.err
    shown = newsroom.run("embed", post)
    assert shown.code == 0
    assert WORDS not in shown.out
    assert audit(newsroom)[-1] == ("erase", post, "privacy, asked for by the author")


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def test_erase_asks_first_and_no_answer_is_no(newsroom: Newsroom, post: str) -> None:
    ran = newsroom.run("erase", post, "--reason", "x")
    assert (ran.code, ran.out) == (2, "")
    assert f"Nothing brings {post} back. Erase it? [y/N]" in ran.err
    assert "Nothing was erased. Answer y to erase, or give --yes." in ran.err
    assert newsroom.run("erase", post, "--reason", "x", stdin="n\n").code == 2
    assert audit(newsroom) == []
    assert newsroom.run("erase", post, "--reason", "x", stdin="y\n").code == 0
    assert audit(newsroom) == [("erase", post, "x")]


def test_a_hold_stops_erasure_until_it_is_lifted(newsroom: Newsroom, post: str) -> None:
    held = newsroom.run("hold", post, "--reason", "lawsuit 12/2026")
    assert (held.code, held.err) == (0, f"{post} is on hold.\n")
    for target in (post, f"{post}@1", samples.EXAMPLE_URL):
        ran = newsroom.run("erase", target, "--reason", "x", "--yes")
        assert ran.code == 2
        assert f"A legal hold on {post} stops its erasure." in ran.err
        assert "onrecord hold POST --lift" in ran.err
    lifted = newsroom.run("hold", post, "--lift", "--reason", "settled")
    assert lifted.err == f"{post}: the hold is lifted.\n"
    assert newsroom.run("erase", post, "--reason", "x", "--yes").code == 0
    assert [entry[0] for entry in audit(newsroom)] == ["hold", "lift hold", "erase"]


@pytest.mark.parametrize("command", ["release", "withhold", "erase --yes", "hold"])
def test_a_target_that_is_none_or_not_kept_is_named(
    newsroom: Newsroom, post: str, command: str
) -> None:
    for target, words in (
        (NEVER_SEEN, f"No post {NEVER_SEEN} is kept here. Check the id, or capture the post"),
        ("nonsense", "'nonsense' names no post, snapshot or medium. Write ID, ID@N"),
        (
            "https://x.com/a/status/20",
            "is kept here. Check the id, or capture the post by its URL.",
        ),
        ("https://x.com/jack", "x.com/jack is the profile of @jack"),
    ):
        ran = newsroom.run(command, target, "--reason", "x")
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
    for target, words in (
        (f"{post}@7", f"{post}@7"),
        (f"{post}#{'0' * 64}", f"`onrecord embed {post} --as json` lists those that it shows."),
    ):
        ran = newsroom.run(command, target, "--reason", "x")
        assert ran.code == 2
        expected = (
            words if command != "hold" else f"a hold is on a whole post. Name the post: {post}"
        )
        assert expected in ran.err
    assert audit(newsroom) == []


@pytest.mark.parametrize("command", ["withhold", "erase --yes", "hold"])
def test_nothing_is_hidden_without_a_reason(newsroom: Newsroom, post: str, command: str) -> None:
    assert "Missing option '--reason'" in newsroom.run(command, post).err
    ran = newsroom.run(command, post, "--reason", "  ")
    assert ran.code == 2
    assert "say why, in a few words" in ran.err
    assert audit(newsroom) == []


def test_annotations_are_versioned_attributed_and_shown(newsroom: Newsroom, post: str) -> None:
    (sha256,) = newsroom.rows("SELECT sha256 FROM snapshot_media WHERE role = 'media'")[0]
    for number, args in enumerate(
        (
            ("note", "--text", "The plan was changed later."),
            ("correction", "--text", "It is on Friday."),
            ("alt", "--text", "A drawn bridge", "--media", sha256),
            ("translation", "--text", "Muestra.", "--lang", "es"),
            ("official", "--data", '{"name": "Robin Sample", "office": "Mayor"}'),
            ("sensitive",),
        ),
        start=1,
    ):
        ran = newsroom.run("annotate", post, "--kind", *args, "--reason", "for readers")
        assert ran.code == 0, ran.err
        assert ran.err.startswith(f"{args[0]} of {post}, version 1, by ")
        assert len(audit(newsroom)) == number
    again = newsroom.run("annotate", samples.EXAMPLE_URL, "--kind", "note", "--text", "Once more.")
    assert "version 2" in again.err
    shown = newsroom.run("embed", post).out
    assert "Once more." in shown
    assert "The plan was changed later." not in shown
    assert "It is on Friday." in shown
    assert "A drawn bridge" in shown
    removed = newsroom.run("annotate", post, "--kind", "note", "--remove", "--reason", "wrong")
    assert removed.code == 0
    assert "Once more." not in newsroom.run("embed", post).out
    assert audit(newsroom)[-1] == ("remove annotation", post, "wrong")


def test_a_translation_names_who_stands_for_it_and_says_where_a_machine_made_it(
    newsroom: Newsroom, post: str
) -> None:
    args = ("annotate", post, "--kind", "translation", "--lang", "en", "--text", "Shown.")
    assert newsroom.run(*args, "--name", "Ana Sample").code == 0
    shown = newsroom.run("embed", post).out
    assert "Translation by Ana Sample, " in shown
    assert "not the words of the post" in shown
    assert newsroom.run(*args, "--name", "Ana Sample", "--machine").code == 0
    assert "Machine translation, Ana Sample, " in newsroom.run("embed", post).out
    [told] = json.loads(newsroom.run("embed", post, "--as", "json").out)["translations"]
    assert (told["name"], told["machine"], told["version"]) == ("Ana Sample", True, 2)
    official = ("--kind", "official", "--name", "Robin Sample", "--data", '{"office": "Mayor"}')
    assert newsroom.run("annotate", post, *official).code == 0
    assert "Mayor" in newsroom.run("embed", post).out


def test_an_annotation_of_one_snapshot_stays_with_it(newsroom: Newsroom) -> None:
    post = newsroom.run("capture", samples.EDITED_URL).out.split("@")[0]
    newsroom.run("annotate", f"{post}@1", "--kind", "note", "--text", "Of the first only.")
    assert "Of the first only." in newsroom.run("embed", f"{post}@1").out
    assert "Of the first only." not in newsroom.run("embed", post).out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("note",), "text is missing, or is no text. Give text."),
        (("note", "--text", " "), "text is missing"),
        (("note", "--data", '{"text": 5}'), "text is missing, or is no text"),
        (("translation", "--text", "Muestra."), "lang is missing"),
        (("note", "--data", "{"), "--data is no JSON: "),
        (("note", "--data", "[1]"), "--data is no JSON object. Write an object in quotes"),
        (("note", "--data", "[" * 5000), "--data is no JSON"),
        (("note", "--text", "x", "--machine"), "--machine says nothing of a note. Leave it out"),
        (("alt", "--text", "x", "--name", "Ana"), "give --kind translation or official"),
        (("praise", "--text", "x"), "'praise' is not one of 'alt', 'translation'"),
        (("alt", "--text", "x", "--media", "zz"), "shows no medium zz. `onrecord embed"),
    ],
)
def test_bad_annotations_are_told(
    newsroom: Newsroom, post: str, args: tuple[str, ...], words: str
) -> None:
    ran = newsroom.run("annotate", post, "--kind", *args)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert audit(newsroom) == []


# The same by the API, with roles


DECISIONS: dict[str, tuple[str, dict[str, object], Role]] = {
    "release": ("visibility", {"state": "public"}, "editor"),
    "withhold": ("visibility", {"state": "withheld", "reason": "court order"}, "editor"),
    "annotate": ("annotations", {"kind": "note", "body": {"text": "Later."}}, "editor"),
    "erase": ("visibility", {"state": "erased", "reason": "privacy"}, "admin"),
}
"""By what the audit log calls it: where it is sent, what is sent, and the least role."""
AFTER = {
    "release": ({200}, {200}),
    "withhold": ({200}, {451}),
    "annotate": ({200}, {200}),
    "erase": ({200}, {451}),
}
RANK: list[Literal["anonymous"] | Role] = ["anonymous", "reader", "editor", "admin"]


@pytest.mark.parametrize("action", DECISIONS)
async def test_who_may_decide_by_the_api_and_what_readers_get_then(
    newsroom: Newsroom, post: str, action: str
) -> None:
    where, body, least = DECISIONS[action]
    run(newsroom, "release", post)
    async with newsroom.service() as service:
        before = await statuses(service, post)
        for role in RANK:
            headers = {} if role == "anonymous" else await service.key(role)
            answer = await service.client.post(
                f"/api/v1/posts/{post}/{where}", json=body, headers=headers
            )
            facts = await answer.json(content_type=None)
            if RANK.index(role) >= RANK.index(least):
                assert answer.status in {200, 201}, facts
                break
            assert answer.status == (401 if role == "anonymous" else 403)
            assert answer.content_type == "application/problem+json"
            assert facts["next"]
            assert await statuses(service, post) == before
            assert len(audit(newsroom)) == 1
        pages, data, _ = await statuses(service, post)
        assert (pages, data) == AFTER[action]
    assert audit(newsroom)[-1] == (action, post, body.get("reason"))
    ((by,),) = newsroom.rows("SELECT by FROM audit ORDER BY id DESC LIMIT 1")
    assert by.startswith(f"key:{least}")


@pytest.mark.parametrize("where", ["visibility", "annotations"])
async def test_what_is_not_kept_cannot_be_decided_by_the_api(
    newsroom: Newsroom, post: str, where: str
) -> None:
    body = DECISIONS["withhold" if where == "visibility" else "annotate"][1]
    async with newsroom.service() as service:
        answer = await service.client.post(
            f"/api/v1/posts/{NEVER_SEEN}/{where}", json=body, headers=await service.key("admin")
        )
        assert answer.status == 404
        assert (await answer.json())["type"] == "urn:onrecord:problem:unknown-post"
    assert audit(newsroom) == []

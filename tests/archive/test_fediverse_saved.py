"""What is read of a saved answer, a web archive's copy, an oEmbed answer and a page."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms import read_saved
from archive.platforms.base import Saved
from archive.platforms.fediverse import Fediverse
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.fediverse_data import (
    BASE,
    COPIES,
    ID,
    INDEX,
    MEMENTO,
    POSTED,
    account,
    actor,
    envelope,
    listed,
    note,
    page,
    snowflake,
    stamp,
    status,
)
from tests.archive.truth_data import truth

PAGE = f"{BASE}/@ann/{ID}"
REF = PostRef(platform="fediverse", native_id=f"m.example/{ID}", url=PAGE)
URI = f"{BASE}/users/ann/statuses/{ID}"
OTHER = snowflake(POSTED, 2)
ANN = f"{BASE}/users/ann"


def saved(document: object, url: str | None = None) -> tuple[Answer, ...]:
    body = document if isinstance(document, str) else json.dumps(document)
    name, answers = read_saved(Saved(body=body.encode(), url=url)) or ("fediverse", ())
    assert name == "fediverse"
    return answers


def found(answer: Answer) -> Found:
    assert isinstance(answer, Found), answer
    return answer


async def look(source: str, answers: dict[Any, FakeAnswer]) -> Answer:
    platform = Fediverse({"sources": [source]}, lambda _: None, WebArchivesSettings())
    return await platform.chosen.sources[0].look(REF, FakeFetcher(answers))


def test_a_status_is_the_post_of_its_own_server() -> None:
    (answer,) = saved(status())
    assert found(answer).ref == REF
    assert found(answer).snapshots[-1].completeness == "full"


def test_of_several_statuses_each_is_a_post() -> None:
    answers = saved([status(), status(OTHER)])
    assert [found(answer).ref.native_id for answer in answers] == [
        f"m.example/{ID}",
        f"m.example/{OTHER}",
    ]


def test_a_status_of_an_account_elsewhere_is_second_hand_and_its_ids_say_nothing() -> None:
    shown = status("99", "bea", "other.example", uri="https://other.example/users/bea/statuses/77")
    shown |= {"url": "https://other.example/@bea/77", "in_reply_to_id": "98"}
    (answer,) = saved(shown)
    snapshot = found(answer).snapshots[-1]
    assert snapshot.native_id == "other.example/77"
    assert (snapshot.completeness, snapshot.parent) == ("partial", None)
    assert "a server that nobody named showed" in snapshot.warnings[0]


def test_whose_server_gave_it_is_told_by_its_own_accounts() -> None:
    shown = status("99", "bea", "other.example", in_reply_to_id="98")
    answers = saved([shown, status()])
    assert "m.example showed" in found(answers[0]).snapshots[-1].warnings[0]


def test_a_context_gives_each_of_its_posts_and_joins_them() -> None:
    above = status("7", "bob", content="<p>Above</p>")
    below = status(in_reply_to_id="7")
    answers = saved({"ancestors": [above], "descendants": [below]})
    assert [found(a).snapshots[-1].text for a in answers] == ["Above", "Hello"]
    parent = found(answers[1]).snapshots[-1].parent
    assert parent is not None
    assert (parent.native_id, parent.unavailable) == ("m.example/7", None)


def version(text: str, n: int) -> dict[str, Any]:
    at = stamp(POSTED.replace(minute=POSTED.minute + n))
    return {
        "content": f"<p>{text}</p>",
        "spoiler_text": "",
        "sensitive": False,
        "created_at": at,
        "account": account(),
        "media_attachments": [],
        "emojis": [],
    }


def test_a_history_is_read_with_the_address_of_its_post() -> None:
    history = [version("One", 0), version("Two", 1)]
    (answer,) = saved(history, PAGE)
    assert [s.text for s in found(answer).snapshots] == ["One", "Two"]
    last = found(answer).snapshots[-1]
    assert (last.native_id, last.completeness) == (f"m.example/{ID}", "partial")
    assert last.edited_at is not None
    (unnamed,) = saved(history)
    assert isinstance(unnamed, Failed)
    assert "name the post's address" in unnamed.detail
    (elsewhere,) = saved(history, "https://other.example/@ann/7")
    assert isinstance(elsewhere, Failed)


def test_what_is_between_people_is_refused() -> None:
    for answer in (
        *saved(status(visibility="direct")),
        *saved(note(to=[f"{BASE}/users/bob"], cc=[])),
    ):
        assert isinstance(answer, Refused)
        assert answer.reason == "protected"


@pytest.mark.parametrize("to", [[f"{ANN}/followers"], ANN])
def test_an_object_for_followers_or_its_author_is_not_released_by_itself(to: object) -> None:
    (answer,) = saved(note(to=to, cc=[]))
    assert found(answer).snapshots[-1].for_followers


@pytest.mark.parametrize(
    "kind", ["Note", "Question", "Article", "Page", "Video", "Audio", "Image", "Event"]
)
@pytest.mark.parametrize("wrapped", [None, "Create", "Update"])
def test_every_kind_of_object_is_a_post_bare_or_in_its_activity(
    kind: str, wrapped: str | None
) -> None:
    bare = note(type=kind)
    given = {"type": wrapped, "id": f"{URI}#x", "actor": ANN, "object": bare} if wrapped else bare
    (answer,) = saved(given)
    assert found(answer).ref == REF


def test_an_activity_says_who_and_to_whom_where_the_object_does_not() -> None:
    bare = {k: v for k, v in note().items() if k not in {"attributedTo", "to", "cc"}}
    create = {"type": "Create", "id": f"{URI}#x", "actor": ANN, "object": bare}
    (answer,) = saved(create)
    assert found(answer).snapshots[-1].author.native_id == ANN
    (direct,) = saved({**create, "to": [f"{BASE}/users/bob"]})
    assert isinstance(direct, Refused)


def test_an_object_in_anothers_name_is_not_kept() -> None:
    (answer,) = saved(note(attributedTo="https://evil.example/users/eve"))
    assert isinstance(answer, Failed)
    assert answer.reason == "another account"


@pytest.mark.parametrize("target", [URI, {"type": "Tombstone", "id": URI}])
def test_a_delete_of_its_own_account_says_that_the_author_deleted(target: object) -> None:
    (answer,) = saved({"type": "Delete", "id": f"{URI}#delete", "actor": ANN, "object": target})
    assert answer == Gone(
        cause="deleted by the author", basis=f"m.example gave a Delete of {URI} by {ANN}"
    )


def test_a_delete_of_the_account_itself_and_of_others_say_what_they_are() -> None:
    (account_gone,) = saved({"type": "Delete", "id": f"{ANN}#d", "actor": ANN, "object": ANN})
    assert isinstance(account_gone, Gone)
    assert account_gone.cause == "account deleted"
    evil = "https://evil.example/users/eve"
    (answer,) = saved({"type": "Delete", "id": f"{evil}#d", "actor": evil, "object": URI})
    assert isinstance(answer, Failed)
    assert answer.reason == "another account"


def test_a_bare_tombstone_does_not_say_who_deleted() -> None:
    (answer,) = saved({"type": "Tombstone", "id": URI})
    assert answer == Gone(cause="unknown", basis=f"m.example gave a Tombstone in place of {URI}")


@pytest.mark.parametrize("kind", ["Person", "Like", "Undo", "OrderedCollection"])
def test_what_is_no_post_says_what_it_is(kind: str) -> None:
    (answer,) = saved({**actor(), "type": kind})
    assert isinstance(answer, Failed)
    assert kind in answer.detail


def test_an_error_is_a_refusal_in_the_servers_words() -> None:
    (answer,) = saved({"error": "Record not found"})
    assert answer == Refused(reason="not shown", detail="A server said: “Record not found”.")


@pytest.mark.parametrize(
    "document",
    [
        *({}, [], "", "no json", "<html><title>x</title></html>", {"type": "photo", "url": PAGE}),
        *({"error": 404, "message": "Not Found"}, [1, 2]),
        *({"id": "1", "content": "x", "account": "ann"}, {"type": "Note"}, {"type": ["Note"]}),
    ],
)
def test_other_shapes_are_nobodys_here(document: object) -> None:
    assert saved(document) == ()


async def test_oembed_tells_who_posted_and_that_the_rest_is_lacking() -> None:
    (snapshot,) = found(
        await look("oembed", {f"{BASE}/api/oembed?url=": (200, {}, envelope())})
    ).snapshots
    assert (snapshot.author.name, snapshot.author.handle) == ("Ann", "ann@m.example")
    assert (snapshot.text, snapshot.completeness) == ("", "partial")
    assert snapshot.created_at is not None
    assert snapshot.warnings == (
        "m.example told it by oEmbed only: text, media and poll are not in it.",
    )
    (answer,) = saved(envelope())
    assert found(answer).ref == REF


async def test_oembed_of_others_may_hold_the_text() -> None:
    html = f'<blockquote><p>Words of <a href="{BASE}/@bob/7">Bob</a></p></blockquote>'
    answers: dict[Any, FakeAnswer] = {f"{BASE}/api/oembed": (200, {}, envelope(html=html))}
    (snapshot,) = found(await look("oembed", answers)).snapshots
    assert snapshot.text == "> Words of Bob"
    assert snapshot.completeness == "partial"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (envelope(OTHER), "another post"),
        (envelope(html="<p>x</p>", url=f"{BASE}/@ann/{OTHER}"), "another post"),
        (envelope(author_url="https://evil.example/@eve"), "another account"),
        (envelope(author_name="", author_url=None, html=""), "not shown"),
    ],
)
async def test_an_envelope_that_is_not_the_posts_is_not_kept(
    given: dict[str, Any], reason: str
) -> None:
    answer = await look("oembed", {f"{BASE}/api/oembed": (200, {}, given)})
    assert isinstance(answer, Refused | Failed)
    assert answer.reason == reason


def test_a_page_is_a_part_of_the_post() -> None:
    (answer,) = saved(page())
    (snapshot,) = found(answer).snapshots
    assert (snapshot.ref, snapshot.text) == (REF, "Hello & <b>more</b>")
    assert (snapshot.author.name, snapshot.author.handle) == ("Ann", "ann@m.example")
    assert (snapshot.created_at, snapshot.completeness) == (POSTED, "partial")
    assert [(m.kind, m.alt, m.width, m.height) for m in snapshot.media] == [
        ("image", "A bridge", 640, 480)
    ]
    (small,) = saved(page(**{"twitter:card": "summary"}))
    assert found(small).snapshots[-1].media == ()
    (video,) = saved(page(**{"og:video": "https://files.example/a.mp4"}))
    (medium,) = found(video).snapshots[-1].media
    assert (medium.kind, medium.poster_url) == ("video", "https://files.example/a.png")


@pytest.mark.parametrize(
    ("held", "completeness"), [(page(), "partial"), (status(), "full"), (note(), "full")]
)
async def test_a_web_archives_copy_is_read_as_what_it_is(held: Any, completeness: str) -> None:
    in_index, rows = listed(PAGE)
    answer = await look(
        "web-archive",
        {in_index: rows, INDEX: (200, {}, []), COPIES: (200, MEMENTO, held)},
    )
    snapshot = found(answer).snapshots[-1]
    assert snapshot.native_id == f"m.example/{ID}"
    assert (snapshot.completeness, snapshot.as_of) == (
        completeness,
        datetime(2025, 4, 1, tzinfo=UTC),
    )


async def test_without_a_web_archive_that_source_is_off_and_says_why() -> None:
    chosen = Fediverse({}, lambda _: None, WebArchivesSettings(wayback="")).chosen
    assert "web-archive" not in [source.name for source in chosen.sources]
    assert "[web_archives]" in chosen.off["web-archive"]


ODD: tuple[Any, ...] = (7, "http://[", [None, 7, {}], {"id": 7})


def test_a_saved_status_of_any_shape_says_something_or_nothing() -> None:
    for n, key in enumerate([*status(), "title", "group", "tombstone"]):
        document = {**(truth() if n % 2 else status()), key: ODD[n % 4]}
        for given in (document, {"ancestors": [document], "descendants": [1]}):
            read_saved(Saved(body=json.dumps(given).encode(), url="http://["))


@pytest.mark.parametrize("kind", ["Video", "Create", "Delete", "Announce", "Tombstone"])
def test_a_saved_object_of_any_shape_says_something_or_nothing(kind: str) -> None:
    for n, key in enumerate([*note(), "object", "actor", "name", "icon", "oneOf", "startTime"]):
        document = {**note(type=kind), key: ODD[n % 4]}
        read_saved(Saved(body=json.dumps(document).encode()))

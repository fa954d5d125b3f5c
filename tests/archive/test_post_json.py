"""The post as JSON: one shape, every key, nothing of what the newsroom hides."""

import json
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from archive.platforms import terms_of
from archive.post_json import post_json
from archive.records import PostLink
from embedder.links import Links
from tests.embedder import holdings

KEYS = {
    *("id", "snapshot", "platform", "native_id", "url", "kind", "text", "html", "lang", "facets"),
    *("created_at", "created_precision", "created_at_claimed", "captured_at", "as_of", "edited_at"),
    *("completeness", "reason", "author", "official", "media", "link_card", "poll", "quoted"),
    *("parent", "reposted", "counts", "sensitive", "visibility", "status", "source", "capture"),
    *("evidence", "translations", "notes", "links", "warnings"),
}
LINKS = Links("https://record.example.org", "")


def as_data(value: Any) -> Any:
    return json.loads(msgspec.json.encode(value))


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_every_key_is_there_and_nothing_is_empty_for_unknown(name: str) -> None:
    found = as_data(post_json(holdings.HOLDINGS[name](), LINKS))
    assert found.keys() >= KEYS
    assert found["kind"] in {"post", "repost", None}
    for key in ("lang", "html", "created_at", "edited_at", "official"):
        assert found[key] != ""


def test_times_are_rfc_3339_in_utc() -> None:
    found = post_json(holdings.post_text(), None)
    assert found["created_at"] == "2025-03-29T17:02:11.000Z"
    assert found["captured_at"] == "2025-03-29T18:40:03.000Z"


def test_without_links_our_addresses_are_null() -> None:
    found = post_json(holdings.photos(2), None)
    assert found["links"] is None
    assert found["author"]["avatar"] is None


def test_links_are_absolute_where_our_address_is_known() -> None:
    found = post_json(holdings.post_text(), LINKS)["links"]
    assert found["embed"].startswith("https://record.example.org/e/")
    assert found.keys() == {"embed", "fragment", "email", "card", "oembed", "post"}
    assert found["email"].endswith("/email.html")
    assert found["card"].endswith("/card.png")


def test_the_source_says_under_whose_terms_it_is_reached() -> None:
    found = post_json(holdings.post_text(), None)
    assert found["source"]["name"] == "tweet-result"
    assert found["source"]["terms"] == "public endpoint"
    assert terms_of("x", "by hand") is None


def test_a_description_by_an_editor_says_by_whom() -> None:
    media = post_json(holdings.corrected(), None)["media"]
    assert [(m["alt"], m["alt_by"]) for m in media] == [
        ("A bridge over a river", "author"),
        ("A chart of crossings", "ana"),
    ]


def test_a_missing_medium_says_its_state() -> None:
    media = post_json(holdings.missing(), None)["media"]
    assert [(m["state"], m["sha256"] is None) for m in media] == [
        ("there", False),
        ("too large", True),
    ]


def test_a_confirmed_official_is_there_and_a_proposal_is_not() -> None:
    live = holdings.corrected()
    assert post_json(live, None)["official"]["office"] == "Mayor of Sampleville"
    proposed = tuple(replace(note, by="register") for note in live.annotations)
    assert post_json(replace(live, annotations=proposed), None)["official"] is None


def test_evidence_names_the_bytes_and_the_exchanges_that_brought_them() -> None:
    live = holdings.post_text()
    found = post_json(live, None)
    assert live.stored is not None
    assert found["evidence"] == {
        "sha256": live.stored.sha256,
        "log_index": 41,
        "timestamps": [],
        "platform_proof": None,
    }
    assert found["source"]["exchanges"] == [7, 8]


def test_a_gone_post_says_when_it_was_last_seen() -> None:
    status = post_json(holdings.gone(), None)["status"]
    assert status["state"] == "gone"
    assert status["last_seen_live"] == "2025-04-01T09:00:00.000Z"
    assert status["first_seen_gone"] == "2025-04-03T09:00:00.000Z"
    assert status["confirmations"] == 1


def test_a_quoted_post_has_the_same_shape_one_level_deep() -> None:
    found = post_json(holdings.quote(), LINKS)
    assert found["quoted"].keys() == found.keys()
    assert found["quoted"]["text"].startswith("Earlier statement")


def test_a_quoted_post_that_is_not_there_says_why() -> None:
    quoted = post_json(holdings.quote_lost(), None)["quoted"]
    assert quoted["url"] == "https://x.com/a/status/9"
    assert quoted["unavailable"] == "refused"


def test_a_withheld_post_gives_nothing_of_its_content() -> None:
    live = holdings.corrected()
    assert live.stored is not None
    hidden = replace(live, post=replace(live.post, visibility="withheld"))
    found = as_data(post_json(hidden, LINKS))
    said = json.dumps(found)
    assert live.stored.snapshot.text not in said
    assert "Tuesday" not in said
    assert "chart" not in said
    assert found["visibility"] == "withheld"


def test_a_machine_translation_says_so() -> None:
    live = holdings.translated()
    [by_hand] = post_json(live, None)["translations"]
    assert (by_hand["name"], by_hand["machine"]) == ("Ana Sample", False)
    note = replace(live.annotations[0], body={"text": "Today.", "lang": "en", "machine": True})
    [made] = post_json(replace(live, annotations=(note,)), None)["translations"]
    assert (made["name"], made["machine"]) == (None, True)


def test_a_withheld_post_gives_no_translation_of_itself() -> None:
    live = holdings.translated()
    assert post_json(live, None)["translations"][0]["text"].startswith("Today I met the mayor")
    hidden = replace(live, post=replace(live.post, visibility="withheld"))
    assert post_json(hidden, None)["translations"] == []


def test_a_withheld_post_gives_nothing_inside_one_that_quotes_it_either() -> None:
    live = holdings.quote()
    assert live.quoted is not None
    quoted = replace(live.quoted, post=replace(live.quoted.post, visibility="withheld"))
    said = json.dumps(as_data(post_json(replace(live, quoted=quoted), LINKS)))
    assert "Earlier statement" not in said
    assert "This is what she said" in said


def test_a_withheld_medium_gives_neither_address_nor_description() -> None:
    live = holdings.photos(1)
    media = {key: replace(row, visibility="withheld") for key, row in live.media.items()}
    medium = post_json(replace(live, media=media), LINKS)["media"][0]
    assert medium["state"] == "withheld"
    assert (medium["sha256"], medium["alt"], medium["source_url"], medium["variants"]) == (
        None, None, None, [],
    )  # fmt: skip


def test_counts_say_when_and_unknown_ones_are_null() -> None:
    assert post_json(holdings.post_text(), None)["counts"]["at"] == "2025-03-29T18:40:03.000Z"
    assert post_json(holdings.hold(holdings.snapshot(counts={})), None)["counts"] is None


def test_a_post_that_quotes_itself_ends() -> None:
    live = holdings.post_text()
    link = PostLink(url="https://x.com/a/status/1", post=live.post.id, snapshot=1)
    assert live.stored is not None
    content = replace(live.stored.snapshot, quoted=link)
    inner = replace(live, stored=replace(live.stored, snapshot=content))
    found = post_json(replace(inner, quoted=inner), None)
    assert found["quoted"]["quoted"] == {
        "id": live.post.id,
        "snapshot": 1,
        "url": "https://x.com/a/status/1",
        "unavailable": None,
    }

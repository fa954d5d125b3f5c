"""Answers of X's API -> snapshots."""

from typing import Any

from archive.canonical import canonical
from archive.platforms.x import parse_tweet_result, parse_v2
from archive.platforms.x.post import found
from archive.records import LinkCard, Snapshot
from tests.archive.x_payloads import (
    FIRST,
    PARENT,
    QUOTED,
    SECOND,
    photo,
    tweet,
    url_entity,
    v2,
)


def seen(payload: dict[str, Any]) -> Snapshot:
    (snapshot,) = parse_tweet_result(payload).versions.values()
    return snapshot


def test_the_apis_post_reads_like_the_embeds() -> None:
    raw = "Look https://t.co/media00001"
    payload = v2(
        raw,
        attachments={"media_keys": ["3_1"]},
        entities={
            "urls": [
                {
                    "start": 5,
                    "end": 28,
                    "url": "https://t.co/media00001",
                    "expanded_url": f"https://x.com/ada_mayor/status/{FIRST}/photo/1",
                    "display_url": "pic.x.com/m",
                }
            ]
        },
    )
    payload["includes"]["media"] = [
        {
            "media_key": "3_1",
            "type": "photo",
            "url": "https://pbs.twimg.com/media/AbCdEf.jpg",
            "width": 1200,
            "height": 800,
            "alt_text": "A bridge at dawn",
        }
    ]
    link = url_entity(
        raw, "https://t.co/media00001", "https://x.com/a/status/1/photo/1", "pic.x.com/m"
    )
    embeds = seen(tweet(raw, entities={"media": [link]}, mediaDetails=[photo()]))
    api = parse_v2(payload).versions[FIRST]
    assert canonical(api) == canonical(embeds)
    assert api.media == embeds.media
    assert api.author == embeds.author
    assert api.counts == {"replies": 3, "reposts": 5, "likes": 12}


def test_the_api_gives_a_long_post_whole() -> None:
    long = "The bridge opens on Monday. " * 20 + "R&amp;D by #ada"
    start = long.index("#")
    note = {
        "text": long,
        "entities": {"hashtags": [{"start": start, "end": start + 4, "tag": "ada"}]},
    }
    snapshot = parse_v2(v2(note_tweet=note)).versions[FIRST]
    assert snapshot.completeness == "full"
    assert snapshot.text == long.replace("&amp;", "&")
    assert snapshot.text[snapshot.facets[0].start :] == "#ada"


def test_a_long_post_that_is_not_escaped_is_not_unescaped() -> None:
    note = {"text": "Typed as it stands: a -> b, and the sign &amp; is written &amp;amp;"}
    assert parse_v2(v2(note_tweet=note)).versions[FIRST].text == note["text"]


def test_the_api_gives_all_versions_at_once() -> None:
    payload = v2("It opens on Tuesday.", id=SECOND, edit_history_tweet_ids=[FIRST, SECOND])
    first = {"id": FIRST, "text": "It opens on Monday.", "author_id": "7000001"}
    payload["includes"]["tweets"] = [first]
    answer = found(parse_v2(payload), SECOND)
    assert [s.text for s in answer.snapshots] == ["It opens on Monday.", "It opens on Tuesday."]
    assert [s.as_of_basis for s in answer.snapshots] == ["edit history", "now"]
    assert {s.native_id for s in answer.snapshots} == {FIRST}
    assert answer.aliases == (SECOND,)


def test_the_apis_quote_reply_and_repost_come_along() -> None:
    inner = {"id": QUOTED, "text": "The bridge is safe.", "author_id": "7000002"}
    bob = {"id": "7000002", "name": "Bob Clerk", "username": "bob_clerk"}
    for kind, field in (("quoted", "quoted"), ("replied_to", "parent"), ("retweeted", "reposted")):
        payload = v2("RT @bob_clerk: The br…", referenced_tweets=[{"type": kind, "id": QUOTED}])
        payload["includes"]["tweets"] = [inner]
        payload["includes"]["users"].append(bob)
        parsed = parse_v2(payload)
        snapshot = parsed.versions[FIRST]
        link = getattr(snapshot, field)
        assert (link.native_id, link.unavailable) == (QUOTED, None)
        assert link.url == f"https://x.com/bob_clerk/status/{QUOTED}"
        assert [along.text for along in parsed.along] == ["The bridge is safe."]
        assert snapshot.kind == ("repost" if kind == "retweeted" else "post")
        assert (snapshot.text == "") == (kind == "retweeted")


def test_what_the_api_tells_of_the_inner_post_is_not_the_reposts() -> None:
    kinds = (("quoted", PARENT), ("replied_to", PARENT), ("retweeted", QUOTED))
    payload = v2(
        "RT @bob_clerk: The br…",
        referenced_tweets=[{"type": kind, "id": id_} for kind, id_ in kinds],
        attachments={"poll_ids": ["9"]},
    )
    payload["includes"]["polls"] = [{"id": "9", "options": [{"position": 1, "label": "Yes"}]}]
    payload["includes"]["tweets"] = [
        {"id": id_, "text": "The bridge is safe.", "author_id": "7000002"}
        for id_ in (QUOTED, PARENT)
    ]
    parsed = parse_v2(payload)
    snapshot = parsed.versions[FIRST]
    assert (snapshot.quoted, snapshot.parent, snapshot.poll) == (None, None, None)
    assert snapshot.reposted is not None
    assert [along.native_id for along in parsed.along] == [QUOTED]


def test_a_quoted_post_that_the_api_refuses_is_unavailable() -> None:
    payload = v2(referenced_tweets=[{"type": "quoted", "id": QUOTED}])
    payload["errors"] = [
        {
            "resource_type": "tweet",
            "resource_id": QUOTED,
            "parameter": "referenced_tweets.id",
            "title": "Authorization Error",
        }
    ]
    quoted = parse_v2(payload).versions[FIRST].quoted
    assert quoted is not None
    assert quoted.unavailable == "refused"


def test_a_reply_of_the_api_hides_the_mentions_it_begins_with() -> None:
    payload = v2(
        "@bob_clerk @ada_mayor No, @bob_clerk",
        referenced_tweets=[{"type": "replied_to", "id": PARENT}],
    )
    assert parse_v2(payload).versions[FIRST].text == "No, @bob_clerk"


def test_the_apis_poll_and_card() -> None:
    payload = v2(attachments={"poll_ids": ["9"]})
    payload["includes"]["polls"] = [
        {
            "id": "9",
            "voting_status": "open",
            "end_datetime": "2025-03-30T14:34:41.000Z",
            "options": [
                {"position": 2, "label": "No", "votes": 1},
                {"position": 1, "label": "Yes", "votes": 2},
            ],
        }
    ]
    poll = parse_v2(payload).versions[FIRST].poll
    assert poll is not None
    assert [option.text for option in poll.options] == ["Yes", "No"]
    assert (poll.closed, poll.voters) == (False, 3)
    url = {
        "start": 0,
        "end": 23,
        "url": "https://t.co/abcdefghij",
        "title": "The plan",
        "expanded_url": "https://example.org/plan",
        "display_url": "example.org/plan",
        "images": [
            {"url": "https://pbs.twimg.com/s.jpg", "width": 150},
            {"url": "https://pbs.twimg.com/l.jpg", "width": 900},
        ],
    }
    card = (
        parse_v2(v2("https://t.co/abcdefghij", entities={"urls": [url]})).versions[FIRST].link_card
    )
    assert card == LinkCard(
        url="https://example.org/plan", title="The plan", image_url="https://pbs.twimg.com/l.jpg"
    )


def test_media_that_the_api_names_and_does_not_give_make_the_post_partial() -> None:
    snapshot = parse_v2(v2(attachments={"media_keys": ["7_1"]})).versions[FIRST]
    assert snapshot.completeness == "partial"
    assert "1 media" in snapshot.warnings[0]

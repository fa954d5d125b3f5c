"""Files of posts that others made -> posts, with what the file knows and no more."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.errors import UsageError
from archive.importing import FORMATS, Problem, reader, recognise
from archive.records import Snapshot
from tests.archive.import_files import (
    ACCOUNT,
    POLITWOOPS,
    SAMPLES,
    STATEMENTS,
    TRUMP,
    TRUMP_OLD,
    archive_js,
    archive_zip,
    lines,
    posts,
    problems,
    read,
)
from tests.archive.v11_payloads import V11_ID, v11
from tests.archive.x_payloads import FIRST, QUOTED, v2

SECOND_OF_IT = datetime(2023, 3, 29, 14, 34, 41, 562_000, UTC)


def only(format: str, content: str | bytes) -> Snapshot:
    (row,) = posts(format, content)
    return row.found.snapshots[-1]


@pytest.mark.parametrize("format", SAMPLES)
def test_a_file_is_recognised_by_its_content_and_read_again_from_its_beginning(
    format: str,
) -> None:
    stream = io.BytesIO(SAMPLES[format])
    assert recognise(stream) == format
    assert stream.tell() == 0


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b'{"id": 1}\n', b"[1, 2]", b"[" * 9_999])
def test_what_is_not_certain_is_asked(content: bytes) -> None:
    with pytest.raises(UsageError, match="--format"):
        recognise(io.BytesIO(content))


def test_an_unknown_format_is_answered_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(UsageError, match=r"Did you mean twarc-v2\?"):
        reader("twarc2")
    assert set(SAMPLES) == FORMATS.keys() - {"onrecord"}


@pytest.mark.parametrize("format", SAMPLES)
def test_what_a_file_gives_is_as_of_the_file_and_never_as_of_today(format: str) -> None:
    for row in posts(format, SAMPLES[format]):
        for snapshot in (*row.found.snapshots, *row.found.along):
            assert snapshot.as_of is not None
            assert snapshot.as_of_basis == "file"


def test_a_table_gives_the_text_unescaped_the_time_of_the_id_and_is_partial() -> None:
    snapshot = only("statements", STATEMENTS)
    assert snapshot.text == "R&D at https://t.co/abc."
    assert (snapshot.created_at, snapshot.created_precision) == (SECOND_OF_IT, "ms")
    assert snapshot.counts == {"replies": 1, "reposts": 2, "likes": 3}
    assert snapshot.author.handle == "ada_mayor"
    assert (snapshot.author.name, snapshot.author.native_id, snapshot.lang) == (None, None, None)
    assert snapshot.completeness == "partial"
    (link,) = snapshot.facets
    assert link.target == snapshot.text[link.start : link.end] == "https://t.co/abc"


def test_broken_bytes_are_told_with_their_row_and_stand_as_what_they_are() -> None:
    broken = STATEMENTS.encode().replace(b"R&amp;D", b"R\xe4\xf3\xeeD")
    (row,) = posts("statements", broken)
    said = "3 bytes are no UTF-8 (E4 F3 EE); in their place stands U+FFFD"
    assert (row.row, row.notes) == (2, (said,))
    snapshot = row.found.snapshots[0]
    assert snapshot.text.startswith("R\ufffd\ufffd\ufffdD")
    assert snapshot.warnings == (f"{said}.",)


def test_text_that_was_decoded_wrongly_before_is_told_and_kept() -> None:
    (garbled,) = posts("statements", STATEMENTS.replace("R&amp;D", "canâ€™t"))
    assert "looks like text that was decoded wrongly" in garbled.notes[0]
    assert "canâ€™t" in garbled.found.snapshots[0].text
    (lost,) = posts("statements", STATEMENTS.replace("R&amp;D", "can\ufffdt"))
    assert lost.notes == ("U+FFFD in it: characters were lost before it came here",)
    (fine,) = posts("statements", STATEMENTS.replace("R&amp;D", "NÃO São Âge"))
    assert fine.notes == ()


@pytest.mark.parametrize(
    "cell", ["8.23E+17", "1.641086480675225e+18", "1641086480675225600.0", "1.26E+4"]
)
def test_an_id_that_a_spreadsheet_rounded_is_told_and_left_out(cell: str) -> None:
    for name, content in (("trump-archive", TRUMP), ("politwoops", POLITWOOPS)):
        problem = problems(name, content.replace(V11_ID, cell))[0]
        assert (problem.row, problem.what) == (2, f"the id {cell} was rounded by a spreadsheet")
        assert "as text" in problem.next_step


def test_a_table_that_writes_whole_numbers_as_fractions_is_read_where_no_digit_was_lost() -> None:
    row = "{},text,f,f,Web,12.0,1.5E+3,2009-05-04 18:54:25,f\n"
    head, _ = TRUMP.split("\n", 1)
    table = f"{head}\n{row.format('1698308935.0')}{row.format('1.698308936E+9')}"
    one, two = (post.found.snapshots[0] for post in posts("trump-archive", table, zone=UTC))
    assert (one.native_id, two.native_id) == ("1698308935", "1698308936")
    assert one.counts == {"likes": 12}, "of 1.5E+3 two digits are unknown"


def ids(*endings: str) -> str:
    head, _ = TRUMP.split("\n", 1)
    found = (f"{e:0<19},text,f,f,Web,0,5,2023-03-29 14:34:41,f\n" for e in endings)
    return f"{head}\n{''.join(found)}"


def test_ids_filled_up_with_zeros_are_told_where_they_are_no_chance() -> None:
    """A true id ends in three zeros once in a thousand; those of a spreadsheet all do."""
    true, zeros = V11_ID, "164108648067522"
    rounded = read("trump-archive", ids(*[f"{zeros}"] * 5))
    assert [item.row for item in rounded if isinstance(item, Problem)] == [2, 3, 4, 5, 6]
    assert len(problems("trump-archive", ids(zeros, zeros))) == 2
    assert problems("trump-archive", ids(zeros)) == []
    assert problems("trump-archive", ids(true, zeros, true, zeros, zeros, true)) == []
    later = read("trump-archive", ids(true, *[zeros] * 4, true))
    assert [type(item) is Problem for item in later] == [False, True, True, True, True, False]


def test_the_trump_archives_columns_are_read_in_both_forms() -> None:
    new, old = posts("trump-archive", TRUMP, handle="@ada_mayor")
    first = new.found.snapshots[0]
    assert (first.kind, first.created_at) == ("repost", SECOND_OF_IT)
    assert first.text == "RT @bob_rep: Yes."
    assert first.warnings == ("The file that it came in marks it as deleted from X.",)
    assert first.url == f"https://x.com/ada_mayor/status/{V11_ID}"
    assert old.found.snapshots[0].created_at is None
    assert only("trump-archive", TRUMP_OLD).created_at == SECOND_OF_IT
    assert only("trump-archive", TRUMP_OLD).author.handle is None


def test_a_time_without_a_zone_counts_only_if_somebody_says_the_zone() -> None:
    _, unknown = posts("trump-archive", TRUMP)
    assert unknown.notes == (
        "its id tells no time, and 2009-05-04 18:54 names no zone: say --timezone",
    )
    _, known = posts("trump-archive", TRUMP, zone=timezone(timedelta(hours=-4)))
    snapshot = known.found.snapshots[0]
    assert snapshot.created_at == datetime(2009, 5, 4, 22, 54, 25, tzinfo=UTC)
    assert (snapshot.created_precision, known.notes) == ("s", ())


def test_a_time_that_is_another_than_the_ids_is_told() -> None:
    (row,) = posts("statements", STATEMENTS.replace("3/29/23 14:34", "5/4/09 18:54"))
    assert row.notes == ("the file says 2009-05-04 18:54, its id 2023-03-29 14:34",)
    for told in ("13/29/23 14:34", "yesterday"):
        (problem,) = problems("statements", STATEMENTS.replace("3/29/23 14:34", told))
        assert "no time" in problem.what


def test_politwoops_says_that_it_was_deleted_and_has_what_was_reposted() -> None:
    said, reposted = posts("politwoops", POLITWOOPS)
    snapshot = said.found.snapshots[0]
    assert snapshot.text == "I said so."
    assert snapshot.warnings == ("The list that it came in says that it was deleted from X.",)
    repost = reposted.found.snapshots[0]
    assert (repost.kind, repost.text) == ("repost", "")
    assert [other.text for other in reposted.found.along] == ["Yes."]


def test_politwoops_own_copy_of_the_status_counts_alone() -> None:
    whole = json.dumps(v11("Whole &amp; full.")).replace('"', '""')
    content = f'id,user_name,content,created,tweet\n1,a,x,2023-03-29 14:34:41,"{whole}"\n'
    snapshot = only("politwoops", content)
    assert (snapshot.native_id, snapshot.text) == (V11_ID, "Whole & full.")
    assert snapshot.author.native_id == "7000001"
    assert snapshot.warnings == ("The list that it came in says that it was deleted from X.",)


def test_pictures_make_a_status_partial_for_their_bytes_are_not_in_the_file() -> None:
    picture = {"type": "photo", "media_url_https": "https://pbs.twimg.com/media/a.jpg"}
    assert only("twarc-v1", lines(v11())).completeness == "full"
    with_picture = v11(extended_entities={"media": [picture]})
    assert only("twarc-v1", lines(with_picture)).completeness == "partial"


def test_a_page_of_v2_gives_all_its_posts_with_what_came_beside_them() -> None:
    page = v2(referenced_tweets=[{"type": "quoted", "id": QUOTED}])
    other = dict(page["data"], id="1906000000000000099", text="Another.", referenced_tweets=[])
    page["data"] = [page["data"], other, {"id": "1"}]
    page["includes"]["tweets"] = [{"id": QUOTED, "text": "Quoted.", "author_id": "7000001"}]
    page["__twarc"] = {"retrieved_at": "2025-04-02T08:00:00+00:00"}
    empty = {"meta": {"result_count": 0}}
    one, two, bad = read("twarc-v2", lines(empty, page))
    assert not isinstance(one, Problem)
    assert not isinstance(two, Problem)
    assert [s.text for s in (*one.found.snapshots, *one.found.along)] == [
        "The bridge opens on Monday.",
        "Quoted.",
    ]
    assert two.found.snapshots[0].author.handle == "ada_mayor"
    assert one.found.snapshots[0].as_of == datetime(2025, 4, 2, 8, tzinfo=UTC)
    assert isinstance(bad, Problem)
    assert (bad.row, bad.what) == (2, "no text in post 1")


def test_a_flattened_post_is_the_same_as_that_of_its_page() -> None:
    page = v2(
        referenced_tweets=[{"type": "quoted", "id": QUOTED}],
        attachments={"media_keys": ["3_1"], "poll_ids": ["5"]},
    )
    user = page["includes"]["users"][0]
    quoted = {"id": QUOTED, "text": "Quoted.", "author_id": "7000001"}
    media = {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/a.jpg"}
    poll = {"id": "5", "options": [{"position": 1, "label": "Yes", "votes": 2}]}
    page["includes"] |= {"tweets": [quoted], "media": [media], "polls": [poll]}
    flat = dict(
        page["data"],
        author=user,
        attachments=page["data"]["attachments"] | {"media": [media], "poll": poll},
        referenced_tweets=[{"type": "quoted", **quoted, "author": user}],
    )
    assert posts("twarc-v2", lines(flat)) == posts("twarc-v2", lines(page))
    assert only("twarc-v2", lines(page)).native_id == FIRST


def test_the_archive_of_an_account_is_read_in_its_parts_with_its_owner() -> None:
    second = v11("Second.", id_str="1641086490675225602")
    packed = archive_zip(
        account__js=ACCOUNT,
        tweets__js=archive_js(v11()),
        tweets_part1__js=archive_js(second, {"id_str": V11_ID}, part=1),
        deleted_tweets__js=archive_js(v11("Deleted.")),
        direct_messages__js=b"window.YTD.direct_messages.part0 = []",
    )
    one, two, bad = read("x-archive", packed)
    assert not isinstance(one, Problem)
    assert not isinstance(two, Problem)
    assert one.found.snapshots[0].author.name == "Ada Mayor"
    assert one.found.ref.url == f"https://x.com/ada_mayor/status/{V11_ID}"
    assert (two.row, two.found.snapshots[0].text) == (2, "Second.")
    assert isinstance(bad, Problem)
    assert bad.row == 3
    alone = posts("x-archive", archive_js(v11()), handle="ada_mayor")[0].found.snapshots[0]
    assert (alone.author.handle, alone.author.native_id) == ("ada_mayor", None)


def test_an_archive_that_is_a_bomb_or_none_is_refused_before_it_is_unpacked() -> None:
    for packed, said in (
        (archive_zip(tweets__js=b"[" + b" " * 5_000_000), "no list of posts does"),
        (archive_zip(like__js=b"[]"), "no tweets.js"),
        (b"PK\x03\x04 and no more", "cannot be unpacked"),
        (archive_zip(tweets__js=archive_js(v11()))[:-30], "cannot be unpacked"),
    ):
        with pytest.raises(UsageError, match=said):
            read("x-archive", packed)


def test_hostile_values_are_told_or_replaced_and_never_raise() -> None:
    hostile = [
        v11("NUL \x00 and half \ud800 of a pair"),
        v11("x", entities={"urls": [{"indices": [0, 9**30], "expanded_url": "javascript:1"}]}),
        v11("x", user={"screen_name": "<script>", "name": 5, "id_str": -1}),
        v11("x", extended_entities={"media": [{"type": "hologram"}, 7, None]}),
        v11("x", retweeted_status={"id_str": "no"}, quoted_status=[]),
        v11("x", display_text_range=[10**12, -1], lang="<b>", created_at={}),
    ]
    found = posts("twarc-v1", lines(*hostile))
    assert found[0].found.snapshots[0].text == "NUL � and half � of a pair"
    for row in found:
        snapshot = row.found.snapshots[0]
        assert all(f.target is None or f.target.startswith("https:") for f in snapshot.facets)
    assert len(problems("twarc-v1", lines(None, [], 5, {"id_str": V11_ID}))) == 4

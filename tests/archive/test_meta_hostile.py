"""Answers of Threads, Instagram and Facebook that were made to break their readers."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from archive.outcome import Failed, Found, Refused
from archive.platforms.base import Saved
from archive.platforms.meta import Facebook, Instagram, Threads
from archive.platforms.meta.facebook_graph import read_post
from archive.platforms.meta.facebook_page import read_html as facebook_html
from archive.platforms.meta.instagram_page import read_html as instagram_html
from archive.platforms.meta.instagram_post import read_media
from archive.platforms.meta.threads_api import parse_post
from archive.records import Snapshot
from tests.archive.matrix_meta import FACEBOOK, INSTAGRAM
from tests.archive.meta_pages import facebook_page, graph_post, media, page, story, threads_post

WRONG: tuple[Any, ...] = (
    None,
    1,
    -1,
    2**70,
    1e300,
    "x",
    "\ud800",
    [],
    {},
    [None],
    [{}],
    {"data": 1},
    True,
)

FULL_MEDIA = media(
    edge_sidecar_to_children={
        "edges": [{"node": {**media(), "is_video": True, "video_duration": 3.5}}]
    },
    edge_media_to_tagged_user={"edges": [{"node": {"user": {"username": "eve"}}}]},
    location={"name": "The pier"},
)
FULL_GRAPH = graph_post(
    message_tags=[{"id": "4", "name": "The", "offset": 0, "length": 3}],
    place={"name": "The pier"},
    story="City shared a photo.",
    attachments={
        "data": [
            {
                "media_type": "video",
                "title": "A film",
                "unshimmed_url": "https://example.org/",
                "target": {"id": "1"},
                "media": {"source": "https://s.example/1", "image": {"src": "https://s.example/2"}},
                "subattachments": {"data": [{"media_type": "photo"}]},
            }
        ]
    },
)
FULL_THREAD = threads_post(
    children={"data": [{"media_type": "IMAGE", "media_url": "https://s.example/1"}]},
    poll_attachment={"option_a": "Yes", "total_votes": 2},
    text_attachment={"plaintext": "More."},
    quoted_post={"id": "7"},
)


def spoiled(value: Any) -> Iterator[Any]:
    """The value with each of its parts, in turn, left out or replaced by each wrong one."""
    for path in paths(value):
        for wrong in WRONG:
            changed = copy.deepcopy(value)
            within = changed
            for key in path[:-1]:
                within = within[key]
            within[path[-1]] = wrong
            yield changed


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in keys:
        yield (*here, key)
        if isinstance(part, (dict, list)):
            yield from paths(part, (*here, key))


def fit_to_be_kept(snapshot: Snapshot) -> None:
    json.dumps(snapshot.text).encode()
    snapshot.text.encode()
    assert all(0 <= f.start < f.end <= len(snapshot.text) for f in snapshot.facets)
    assert all(m.width is None or m.width > 0 for m in snapshot.media)


def test_no_part_of_an_answer_can_break_its_reader() -> None:
    for told in spoiled(FULL_MEDIA):
        answer = read_media(told, INSTAGRAM)
        assert isinstance(answer, (Found, Refused, Failed))
        if isinstance(answer, Found):
            fit_to_be_kept(answer.snapshots[0])
    for told in spoiled(FULL_GRAPH):
        answer = read_post(told, FACEBOOK)
        if isinstance(answer, Found):
            fit_to_be_kept(answer.snapshots[0])
    for told in spoiled(FULL_THREAD):
        snapshot = parse_post(told)
        if snapshot is not None:
            fit_to_be_kept(snapshot)


@pytest.mark.parametrize(
    "html",
    [
        facebook_page(body=story(text="<b>" * 500)),
        facebook_page(body='<div class="userContentWrapper">' * 300),
        facebook_page(body=story(text=f"<p>&#{'9' * 5_000};</p>")),
        facebook_page(body=story(text='<a href="http://[">a</a><a href="//[x">b</a>')),
        facebook_page(og_url="http://[", body=story()),
        page("", f'<script>window._sharedData = {{"a":{"[" * 50_000}</script>'),
        page("", "<script>" * 20_000),
        page("", '<script>"contextJSON":"' + "\\\\" * 50_000 + "</script>"),
        page("", '<script type="application/ld+json">{"@type": [], "author": 1}</script>'),
        "<script " * 20_000,
    ],
)
def test_no_page_can_break_its_reader(html: str) -> None:
    for kind in (Threads, Instagram, Facebook):
        kind.read_saved(Saved(body=html.encode()))
    facebook_html(html, FACEBOOK.url, FACEBOOK)
    instagram_html(html, INSTAGRAM.url, INSTAGRAM)


def test_a_link_of_a_story_leads_nowhere_but_to_the_web() -> None:
    text = (
        '<p><a href="javascript:alert(1)">a</a> <a href="//l.facebook.com/l.php?u=data:x">b</a></p>'
    )
    answer = facebook_html(facebook_page(body=story(text=text)), FACEBOOK.url, FACEBOOK)
    assert isinstance(answer, Found)
    assert answer.snapshots[0].facets == ()

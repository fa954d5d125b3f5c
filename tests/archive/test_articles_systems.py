"""What the systems of newsrooms emit today: ten pages of ours, with what a reader finds in them.

The pages are made after what WordPress, Ghost, Arc, AMP, Substack, Drupal, Squarespace, Blogger,
Next.js and the keepers of consent write; data/news/EXPECTED.tsv was written before the code saw
them.
"""

import csv
from pathlib import Path

import pytest

from archive.articles.reading import article_in, scan_article
from archive.articles.scan import scan
from archive.platforms import identify
from archive.records import NeedsLookup, PostRef

NEWS = Path(__file__).parent / "data" / "news"
PAGES = sorted(path.name for path in NEWS.glob("*.html"))


def named(post: PostRef | NeedsLookup) -> str:
    native = post.key if isinstance(post, NeedsLookup) else post.native_id
    return f"{post.platform} {native}"


def expected(page: str) -> list[str]:
    with (NEWS / "EXPECTED.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["file"] == page]
    return [named(identify(row["canonical_url"])) for row in rows]


def test_there_are_ten_pages() -> None:
    assert len(PAGES) == 10
    assert sum(len(expected(page)) for page in PAGES) == 55


@pytest.mark.parametrize("page", PAGES)
def test_of_a_page_each_post_is_found_once_and_nothing_else(page: str) -> None:
    scanned = scan_article(article_in((NEWS / page).read_bytes()))
    assert [named(one.named) for one in scanned.posts] == expected(page)


@pytest.mark.parametrize(
    "json",
    ['{"a": [{"b": 1}, {"c": 2}]}', '[["embed"], {}]', '{"type": "tweet", "id": {}}', "[[], []]"],
)
def test_json_of_any_shape_costs_nothing(json: str) -> None:
    assert scan(f'<p>News.</p><script type="application/json">{json}</script>').posts == ()

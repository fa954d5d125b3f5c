"""Each kind of post is kept of each platform that has it, where any source gives it."""

import pytest

from archive.platforms import PLATFORMS
from tests.archive.kinds import KINDS, NONE, NoSource, read
from tests.archive.test_page_urls import STATEMENT
from tests.kinds_page import ANSWERS, PAGE, page_of


def test_of_each_platform_each_kind_is_told() -> None:
    assert len(ANSWERS) >= 12
    assert ANSWERS.keys() <= {kind.name for kind in PLATFORMS}
    for name, answers in ANSWERS.items():
        assert answers.keys() == {kind.name for kind in KINDS}, name


@pytest.mark.parametrize("name", ANSWERS)
def test_what_an_answer_has_is_found_again_once_it_was_read(name: str) -> None:
    lost = []
    for kind in KINDS:
        answer = ANSWERS[name][kind.name]
        if answer == NONE or isinstance(answer, NoSource):
            continue
        found = read(answer, STATEMENT if name == "page" else None)
        assert found.ref.platform == name, kind.name
        if not kind.found(found):
            lost.append((kind.name, found.snapshots[-1]))
    assert lost == []


def test_the_page_says_what_is_kept() -> None:
    assert PAGE.read_text("utf-8") == page_of(ANSWERS), "`python -m tests.kinds_page`"

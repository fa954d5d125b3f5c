"""Which sources are asked, and how often: the settings of a platform, read."""

from typing import Any

import pytest

from archive.errors import ConfigError
from archive.outcome import Answer, Refused
from archive.platforms import PLATFORMS
from archive.platforms.base import About, Chosen, Fetcher, Source
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.records import PostRef
from archive.testing import FakeFetcher

ABOUT = (
    About(source="open", terms="public endpoint"),
    About(
        source="bound",
        terms="developer agreement",
        on_deleted="withhold",
        agreement="Its terms forbid keeping what it answers.",
    ),
    About(source="keyed", terms="developer agreement", needs="A key, in KEY."),
)
REF = PostRef(platform="x", native_id="1", url="https://x.com/i/status/1")


class Plain:
    def __init__(self, name: str) -> None:
        self.name = name

    async def look(self, _ref: PostRef, _fetcher: Fetcher) -> Answer:
        return Refused(reason="not shown", detail="asked")


class Hours:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def chosen(section: dict[str, Any], clock: Hours | None = None) -> Chosen:
    settings, each = read_section("x", section, PlatformSettings, ABOUT)
    made: dict[str, Source | str] = {
        "open": Plain("open"),
        "bound": Plain("bound"),
        "keyed": "There is no key in KEY.",
    }
    return choose(settings, each, ABOUT, made, clock=clock or Hours())


def test_what_lacks_a_key_or_an_agreement_is_off_and_says_so() -> None:
    told = chosen({})
    assert [s.name for s in told.sources] == ["open"]
    assert told.off == {
        "bound": "Its terms forbid keeping what it answers. It is off until accept_terms names a "
        "date.",
        "keyed": "There is no key in KEY.",
    }
    settings, each = read_section("x", {}, PlatformSettings, ABOUT)
    lacks: dict[str, Source | str] = {
        "open": Plain("open"),
        "bound": "There is no key in B.",
        "keyed": Plain("keyed"),
    }
    assert choose(settings, each, ABOUT, lacks).off["bound"] == (
        "There is no key in B. Its terms forbid keeping what it answers. It is off until "
        "accept_terms names a date."
    )
    assert told.on_deleted == {"open": "keep", "bound": "withhold", "keyed": "keep"}


def test_an_accepted_agreement_switches_it_on_and_the_order_is_the_settings() -> None:
    section = {
        "sources": ["bound", "open"],
        "source": {"bound": {"accept_terms": "2026-11-28", "on_deleted": "ask"}},
    }
    told = chosen(section)
    assert [s.name for s in told.sources] == ["bound", "open"]
    assert told.off == {"keyed": "It is not among the sources that the settings name."}
    assert told.on_deleted["bound"] == "ask"


def test_a_platform_that_is_off_says_so_of_each_source() -> None:
    told = chosen({"enabled": False})
    assert told.sources == ()
    assert told.off["open"] == "The platform is switched off."


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"sources": ["guess"]}, "platforms.x.sources has 'guess'; it takes open, bound, keyed"),
        ({"source": {"guess": {}}}, "'guess'"),
        ({"source": {"open": {"per_hour": -1}}}, "per_hour"),
        ({"source": {"open": {"on_deleted": "burn"}}}, "on_deleted"),
        ({"source": {"bound": {"accept_terms": "yes"}}}, "accept_terms is 'yes'"),
    ],
)
def test_a_bad_value_is_named(section: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        chosen(section)
    assert words in str(caught.value)


async def test_a_limit_holds_for_an_hour() -> None:
    clock = Hours()
    (source,) = chosen({"source": {"open": {"per_hour": 2}}}, clock).sources

    async def reason() -> str:
        answer = await source.look(REF, FakeFetcher({}))
        assert isinstance(answer, Refused)
        return answer.reason

    assert [await reason() for _ in range(3)] == ["not shown", "not shown", "limited"]
    clock.now = 3599.0
    assert await reason() == "limited"
    clock.now = 3600.0
    assert await reason() == "not shown"


def test_every_source_under_a_developer_agreement_is_off_until_that_is_accepted() -> None:
    bound = [one for kind in PLATFORMS for one in kind.about if one.terms == "developer agreement"]
    assert len(bound) >= 9
    assert [one for one in bound if one.agreement is None] == []

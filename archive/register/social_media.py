"""``legislators-social-media.yaml`` of unitedstates/congress-legislators: official accounts."""

import msgspec

from archive.register.facts import Claim, Facts
from archive.register.legislators import ids_of
from archive.register.reading import Gathering, Unreadable, claim_of, yaml_list

__all__ = ["congress_claim", "parse"]

FIELDS = {
    "twitter": ("x", "handle"),
    "twitter_id": ("x", "native_id"),
    "facebook": ("facebook", "handle"),
    "facebook_id": ("facebook", "native_id"),
    "instagram": ("instagram", "handle"),
    "instagram_id": ("instagram", "native_id"),
    "youtube": ("youtube", "handle"),
    "youtube_id": ("youtube", "native_id"),
    "mastodon": ("fediverse", "handle"),
    "bluesky": ("bluesky", "handle"),
    "threads": ("threads", "handle"),
}


def congress_claim(field: str, value: object) -> Claim | None:
    """The account that a field of the file names, by handle or by native id.

    Raises:
        Unreadable: there is no such field, or no such handle or id.
    """
    if field == "facebook_graph":
        # An old field that held either.
        field = "facebook_id" if str(value).isdigit() else "facebook"
    if field == "youtube" and str(value).startswith("channel/"):
        field, value = "youtube_id", str(value).removeprefix("channel/")
    if field not in FIELDS:
        raise Unreadable(f"{field[:40]!r} is no account that we know")
    platform, of = FIELDS[field]
    claim = claim_of(platform, **{of: value})
    return None if claim is None else msgspec.structs.replace(claim, kind="official")


def parse(data: bytes) -> Facts:
    """People by their ids, with the accounts that the file lists today, without dates."""
    gathering = Gathering()
    for row, entry in gathering.each(yaml_list(data)):
        social = entry.get("social")
        claims: list[Claim] = []
        for field, value in social.items() if isinstance(social, dict) else ():
            try:
                claim = congress_claim(str(field), value)
            except Unreadable as error:
                gathering.problem(row, str(error))
            else:
                claims += [] if claim is None else [claim]
        try:
            gathering.add(ids_of(entry), claims=claims)
        except Unreadable as error:
            gathering.problem(row, str(error))
    return gathering.facts()

"""Accounts of members of Congress over time, read from the changes of the social media file.

The dates are those of the register's changes: an account was seen *by* the first, and was
absent *by* the last. That stays in each claim's basis.
"""

import msgspec

from archive.register.facts import Facts
from archive.register.reading import Gathering, Unreadable, id_of, moment, table
from archive.register.social_media import congress_claim

__all__ = ["parse"]

_NEEDED = ("bioguide", "field", "value", "first_seen_commit_time", "last_absent_commit_time")


def parse(data: bytes) -> Facts:
    """People by their Bioguide id, with dated accounts."""
    rows, problems = table(data, _NEEDED)
    gathering = Gathering(problems)
    for line, row in rows:
        try:
            claim = congress_claim(row["field"].strip(), row["value"])
            since = moment(row["first_seen_commit_time"])
            until = moment(row["last_absent_commit_time"])
            if claim is None or since is None:
                raise Unreadable("a row without value or first_seen_commit_time")
            if until is not None and until < since:
                raise Unreadable("an account that is absent before it was seen")
            dated = msgspec.structs.replace(claim, since=since, until=until, basis="seen")
            gathering.add(id_of("bioguide", row["bioguide"]), claims=[dated])
        except Unreadable as error:
            gathering.problem(line, str(error))
    return gathering.facts()

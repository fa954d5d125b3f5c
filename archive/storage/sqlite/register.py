"""The register of officials: what each source says, compared with what it said before."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.officials import (
    HeldOffice,
    HeldParty,
    KeptClaim,
    Official,
    conflicts,
    fold_handle,
)
from archive.register.facts import ID_SCHEMES, Person
from archive.storage.register import Clash, Imported, Listed, RegisterFile
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import Row, to_json
from archive.storage.sqlite.statements import index_posts

__all__ = [
    "Written",
    "account_claims",
    "all_claims",
    "import_register",
    "list_officials",
    "official",
    "write_facts",
]

_COLUMNS = {
    "official_names": ("official", "name", "alias"),
    "offices": (
        *("official", "title", "jurisdiction", "district", "party"),
        *("since", "until", "until_basis"),
    ),
    "official_parties": ("official", "party", "since", "until"),
    "account_claims": (
        *("official", "platform", "handle", "folded", "native_id"),
        *("kind", "since", "until", "basis"),
    ),
}
"""The tables of facts, and the columns that make a fact what it is."""

_Fact = tuple[Any, ...]


def import_register(
    db: Database, files: Sequence[RegisterFile], *, by: str, at: datetime, dry_run: bool
) -> Imported:
    """See :meth:`archive.storage.register.Register.import_register`."""
    db.execute("SAVEPOINT register")
    done = _import(db, files, by=by, at=at)
    if dry_run:
        db.execute("ROLLBACK TO register")
    db.execute("RELEASE register")
    return done


def _import(db: Database, files: Sequence[RegisterFile], *, by: str, at: datetime) -> Imported:
    written = write_facts(db, files, at=at)
    done = written.done
    if done.changed or written.new_ids:
        record(
            db,
            at=at,
            by=by,
            action="import register",
            target="officials",
            detail={
                "sources": sorted({file.source for file in files}),
                "new_people": done.new_people,
                "added": done.added,
                "removed": done.removed,
            },
        )
    found = conflicts(_claims(_all_claims(db)), _people(db))
    return msgspec.structs.replace(done, conflicts=found)


class Written(NamedTuple):
    done: Imported
    slugs: tuple[str, ...]
    """Of the people of the files, in their order."""
    new_ids: int


def write_facts(db: Database, files: Sequence[RegisterFile], *, at: datetime) -> Written:
    """Makes what these sources say what the files say."""
    work = _Import(db, at)
    said: dict[str, dict[str, set[_Fact]]] = {}
    slugs: list[str] = []
    for file in files:
        tables = said.setdefault(file.source, {table: set() for table in _COLUMNS})
        for person in file.facts.people:
            slug = work.slug_of(person, file.source)
            slugs.append(slug)
            for table, facts in _facts(slug, person).items():
                tables[table] |= facts
    added = removed = 0
    touched, posts = set(work.new), list[str]()
    for source, tables in said.items():
        for table, facts in tables.items():
            now = _replace(db, table, source, facts, at)
            added, removed = added + now.added, removed + now.removed
            touched |= now.officials
            posts += now.posts
    for slug in sorted(touched):
        _name(db, slug, at)
    index_posts(db, posts)
    done = Imported(
        people=len(slugs),
        new_people=len(work.new),
        added=added,
        removed=removed,
        clashes=tuple(work.clashes),
    )
    return Written(done, tuple(slugs), work.new_ids)


class _Import:
    """Finds people by their ids, and makes those who are not there."""

    def __init__(self, db: Database, at: datetime) -> None:
        self._db = db
        self._at = at
        self._ids = {
            (row["scheme"], row["value"]): row["official"]
            for row in rows(db, "SELECT * FROM official_ids")
        }
        self._slugs = {row["slug"] for row in rows(db, "SELECT slug FROM officials")}
        self.new: list[str] = []
        self.new_ids = 0
        self.clashes: list[Clash] = []

    def slug_of(self, person: Person, source: str) -> str:
        ids = sorted(person.ids, key=lambda pair: ID_SCHEMES.index(pair[0]))
        holders = {pair: holder for pair in ids if (holder := self._holder(*pair)) is not None}
        slug = next(iter(holders.values()), None) or self._make(person, source)
        for pair in ids:
            holder = holders.get(pair)
            if holder is None:
                self._keep_id(slug, *pair)
            elif holder != slug:
                clash = Clash(source=source, id=":".join(pair), official=slug, other=holder)
                self.clashes += [] if clash in self.clashes else [clash]
        return slug

    def _holder(self, scheme: str, value: str) -> str | None:
        """Who has an id. A slug that we gave out leads to its person, too."""
        holder = self._ids.get((scheme, value))
        return value if holder is None and scheme == "slug" and value in self._slugs else holder

    def _make(self, person: Person, source: str) -> str:
        ids = [value for _, value in person.ids]
        name = person.name or ids[0]
        own = dict(person.ids).get("slug")
        slug = own or self._free(next(filter(None, map(_slug, (name, *ids))), "official"))
        insert(
            self._db,
            "officials",
            {"slug": slug, "name": name, "source": source, "changed_at": rfc3339(self._at)},
        )
        self._slugs.add(slug)
        self.new.append(slug)
        return slug

    def _free(self, slug: str) -> str:
        if slug not in self._slugs:
            return slug
        number = 2
        while f"{slug}-{number}" in self._slugs:
            number += 1
        return f"{slug}-{number}"

    def _keep_id(self, slug: str, scheme: str, value: str) -> None:
        row = {"scheme": scheme, "value": value, "official": slug}
        insert(self._db, "official_ids", row)
        if scheme in ("wikidata", "bioguide"):
            # One in the columns, the first; the others lead here as well.
            sql = f"UPDATE officials SET {scheme} = ? WHERE slug = ? AND {scheme} IS NULL"  # noqa: S608  one of two names
            self._db.execute(sql, [value, slug])
        self._ids[scheme, value] = slug
        self.new_ids += 1


def _facts(slug: str, person: Person) -> dict[str, set[_Fact]]:
    names = {(slug, name, 1) for name in person.aliases if name != person.name}
    if person.name is not None:
        names.add((slug, person.name, 0))
    return {
        "official_names": names,
        "offices": {
            (
                *(slug, o.title, o.jurisdiction, o.district, o.party),
                *(_text(o.since), _text(o.until), o.until_basis),
            )
            for o in person.offices
        },
        "official_parties": {
            (slug, p.party, _text(p.since), _text(p.until)) for p in person.parties
        },
        "account_claims": {
            (
                *(slug, c.platform, c.handle),
                *(None if c.handle is None else fold_handle(c.handle), c.native_id, c.kind),
                *(c.since and rfc3339(c.since), c.until and rfc3339(c.until), c.basis),
            )
            for c in person.claims
        },
    }


class _Replaced(NamedTuple):
    added: int
    removed: int
    officials: set[str]
    posts: list[str]
    """Of statements whose office went."""


def _replace(db: Database, table: str, source: str, facts: set[_Fact], at: datetime) -> _Replaced:
    """Makes a source's facts of one table these."""
    columns = _COLUMNS[table]
    listed = ", ".join(columns)
    kept = {
        tuple(row.values())[1:]: row["rowid"]
        for row in rows(
            db,
            f"SELECT rowid AS rowid, {listed} FROM {table} WHERE source = ?",  # noqa: S608  names from above
            source,
        )
    }
    gone, new = kept.keys() - facts, facts - kept.keys()
    posts: list[str] = []
    if table == "offices":
        # A statement keeps the words of its office; which row has them is looked for anew.
        for fact in gone:
            told = rows(db, "SELECT DISTINCT post FROM statements WHERE office = ?", kept[fact])
            posts += [row["post"] for row in told]
            db.execute("UPDATE statements SET office = NULL WHERE office = ?", [kept[fact]])
    for fact in gone:
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", [kept[fact]])  # noqa: S608  names from above
    dated = table != "official_names"
    # In one order, so that the same files make the same tables.
    for fact in sorted(new, key=lambda fact: [str(value) for value in fact]):
        row = dict(zip(columns, fact, strict=True)) | {"source": source}
        insert(db, table, row | ({"imported_at": rfc3339(at)} if dated else {}))
    return _Replaced(len(new), len(gone), {fact[0] for fact in gone | new}, posts)


def _name(db: Database, slug: str, at: datetime) -> None:
    """The name and aliases of a person, from what the sources say: the first that has a name
    keeps naming them, as long as it does.
    """
    known = first(db, "SELECT name, aliases, source FROM officials WHERE slug = ?", slug)
    found = rows(
        db,
        "SELECT name, alias, source FROM official_names WHERE official = ? ORDER BY rowid",
        slug,
    )
    if known is None:
        return
    main = [row for row in found if not row["alias"]]
    main.sort(key=lambda row: row["source"] != known["source"])
    name = main[0]["name"] if main else known["name"]
    source = main[0]["source"] if main else known["source"]
    aliases = to_json(sorted({row["name"] for row in found} - {name}))
    db.execute(
        "UPDATE officials SET name = ?, aliases = ?, source = ?, changed_at = ? WHERE slug = ?",
        [name, aliases, source, rfc3339(at), slug],
    )


_SHOWN = """
    WITH shown_sources AS (
      SELECT 'desk:' || a.platform || ':' || a.native_id AS source FROM accounts a
      WHERE a.confirmed_by IS NOT NULL AND NOT a.private_person AND EXISTS (
        SELECT 1 FROM posts p WHERE p.account = a.id AND p.visibility = 'public'
          AND p.capture_reason != 'context'))
"""
"""What the desk was told and anybody may know."""

_IS_SHOWN = "(:drafts OR {0}source NOT LIKE 'desk:%' OR {0}source IN shown_sources)"


def list_officials(db: Database, drafts: bool) -> tuple[Listed, ...]:
    """See :meth:`archive.storage.register.Register.list_officials`."""
    shown = _IS_SHOWN.format("")
    found = rows(
        db,
        f"""
        {_SHOWN} SELECT o.slug, o.name, o.aliases, o.wikidata, o.bioguide,
          (SELECT count(*) FROM (
            SELECT DISTINCT title, jurisdiction, district, since
            FROM offices WHERE official = o.slug AND {shown})) AS offices,
          (SELECT count(*) FROM (
            SELECT DISTINCT platform, folded, native_id
            FROM account_claims WHERE official = o.slug AND {shown})) AS accounts,
          l.title AS office, l.jurisdiction, l.party, l.since, l.until
        FROM officials o LEFT JOIN offices l ON l.id = (
          SELECT id FROM offices WHERE official = o.slug AND {shown}
          ORDER BY coalesce(since, date(imported_at)) DESC, since IS NULL, until, id LIMIT 1)
        WHERE {_is_anybody("o.slug")} ORDER BY o.slug
        """,  # noqa: S608  text of ours
        drafts=int(drafts),
    )
    return tuple(
        Listed(
            **{
                **row,
                "aliases": tuple(json.loads(row["aliases"])),
                "since": _day(row["since"]),
                "until": _day(row["until"]),
            }
        )
        for row in found
    )


def _is_anybody(slug: str) -> str:
    """Whether something is known of somebody that may be shown."""
    shown = _IS_SHOWN.format("")
    return f"""(:drafts
        OR EXISTS (SELECT 1 FROM official_names WHERE official = {slug} AND {shown})
        OR EXISTS (SELECT 1 FROM account_claims WHERE official = {slug} AND {shown}))"""  # noqa: S608  text of ours


def official(db: Database, slug: str, drafts: bool = True) -> Official | None:
    """See :meth:`archive.storage.register.Register.official`."""
    who = {"slug": slug, "drafts": int(drafts)}
    row = first(
        db,
        f"{_SHOWN} SELECT * FROM officials WHERE slug = :slug AND {_is_anybody(':slug')}",  # noqa: S608  text of ours
        **who,
    )
    if row is None:
        return None
    sql = (
        f"{_SHOWN} SELECT * FROM {{}} WHERE official = :slug AND {_IS_SHOWN.format('')} "  # noqa: S608  text of ours
        "ORDER BY since, until, source, id"
    )
    return Official(
        slug=slug,
        name=row["name"],
        aliases=tuple(json.loads(row["aliases"])),
        wikidata=row["wikidata"],
        bioguide=row["bioguide"],
        source=row["source"],
        offices=tuple(_office(one) for one in rows(db, sql.format("offices"), **who)),
        parties=tuple(_party(one) for one in rows(db, sql.format("official_parties"), **who)),
        claims=_claims(rows(db, sql.format("account_claims"), **who)),
    )


def account_claims(
    db: Database, platform: str, *, native_id: str | None, handle: str | None
) -> tuple[KeptClaim, ...]:
    """See :meth:`archive.storage.register.Register.account_claims`."""
    return _claims(
        rows(
            db,
            """
            SELECT * FROM account_claims WHERE platform = :platform AND native_id = :native_id
            UNION SELECT * FROM account_claims WHERE platform = :platform AND folded = :folded
            ORDER BY id
            """,
            platform=platform,
            native_id=native_id,
            folded=None if handle is None else fold_handle(handle),
        )
    )


def all_claims(db: Database) -> tuple[KeptClaim, ...]:
    """See :meth:`archive.storage.register.Register.all_claims`."""
    return _claims(_all_claims(db))


def _all_claims(db: Database) -> list[Row]:
    return rows(db, "SELECT * FROM account_claims ORDER BY id")


def _people(db: Database) -> list[Official]:
    """Everybody who has several offices or parties, with these alone."""
    held: dict[str, tuple[list[HeldOffice], list[HeldParty]]] = {}
    for row in rows(db, "SELECT * FROM offices ORDER BY official, since, until, source, id"):
        held.setdefault(row["official"], ([], []))[0].append(_office(row))
    for row in rows(db, "SELECT * FROM official_parties ORDER BY official, since, source, id"):
        held.setdefault(row["official"], ([], []))[1].append(_party(row))
    return [
        Official(slug=slug, name=slug, source="", offices=tuple(offices), parties=tuple(parties))
        for slug, (offices, parties) in sorted(held.items())
        if len(offices) > 1 or len(parties) > 1
    ]


def _claims(found: Iterable[Row]) -> tuple[KeptClaim, ...]:
    return tuple(
        KeptClaim(
            official=row["official"],
            platform=row["platform"],
            handle=row["handle"],
            native_id=row["native_id"],
            kind=row["kind"],
            since=row["since"] and parse_time(row["since"]),
            until=row["until"] and parse_time(row["until"]),
            basis=row["basis"],
            source=row["source"],
            imported_at=parse_time(row["imported_at"]),
        )
        for row in found
    )


def _office(row: Row) -> HeldOffice:
    return HeldOffice(
        title=row["title"],
        jurisdiction=row["jurisdiction"],
        district=row["district"],
        party=row["party"],
        since=_day(row["since"]),
        until=_day(row["until"]),
        until_basis=row["until_basis"],
        source=row["source"],
        imported_at=parse_time(row["imported_at"]),
    )


def _party(row: Row) -> HeldParty:
    return HeldParty(
        party=row["party"],
        since=_day(row["since"]),
        until=_day(row["until"]),
        source=row["source"],
        imported_at=parse_time(row["imported_at"]),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _slug(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", folded.casefold()))

"""What of a storage backend belongs to the register of officials."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from archive.officials import KeptClaim, KnownAccount, Official, Overlapping, Whose
from archive.records import Annotation
from archive.register.facts import AccountKind, Facts, Office
from archive.storage.published import Articles

__all__ = [
    "Answer",
    "Clash",
    "Imported",
    "Listed",
    "Posted",
    "Register",
    "RegisterFile",
    "Renamed",
    "Seen",
]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what goes in and comes out."""


class RegisterFile(_Row, frozen=True, kw_only=True):
    """One file of a register, read."""

    source: str
    """What its facts are known by, ``congress-terms:FILE``: a newer file of that source takes
    the place of the older one's facts."""
    facts: Facts


class Clash(_Row, frozen=True, kw_only=True):
    """Ids of one entry that belong to two people; the surest one decided, the other was left."""

    source: str
    id: str
    """``wikidata:Q11``."""
    official: str
    """Whom the entry was taken for."""
    other: str
    """Who has that id."""


class Imported(_Row, frozen=True, kw_only=True):
    """What an import changed; all are zero when it said nothing new."""

    people: int
    """People in the files."""
    new_people: int
    added: int
    """Facts: names, offices, parties, accounts."""
    removed: int
    """Facts that a source had said and says no more."""
    clashes: tuple[Clash, ...] = ()
    conflicts: tuple[Overlapping, ...] = ()
    """Of the whole register as it is with these files, changed or not."""

    @property
    def changed(self) -> bool:
        return bool(self.new_people or self.added or self.removed)


class Listed(_Row, frozen=True, kw_only=True):
    """One line of the list of officials."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    bioguide: str | None = None
    offices: int = 0
    accounts: int = 0
    """Handles and ids, each counted once."""
    office: str | None = None
    jurisdiction: str | None = None
    party: str | None = None
    since: date | None = None
    until: date | None = None
    """Of the office that began last."""


class Answer(_Row, frozen=True, kw_only=True):
    """Whose an account is, as a person says; it takes the place of what was said before."""

    official: str | None = None
    """Slug of somebody in the register. Without it and without a name: of no official."""
    name: str | None = None
    """Of somebody who is not in the register yet, and is from now on."""
    office: Office | None = None
    """One that the register lacks; its other offices count as well."""
    kind: AccountKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    """From when to when the account is theirs; ``None``: at any time."""
    private_person: bool = False
    """Posts of the account are context, and never listed."""


class Seen(_Row, frozen=True, kw_only=True):
    """A handle of an account that a person confirmed, as it stands on kept posts."""

    platform: str
    native_id: str
    kind: AccountKind | None
    handle: str | None
    name: str | None
    """The display name that it had last."""
    first: datetime
    last: datetime
    """When the first and the last of the posts were posted."""
    posts: int


class Posted(_Row, frozen=True, kw_only=True):
    """A kept post, as far as it matters for who posted it."""

    post: str
    platform: str
    native_id: str | None
    """Of the account."""
    handle: str | None
    created_at: datetime | None
    seen_at: datetime
    """When the handle was seen with it."""
    said: Annotation | None
    """The newest version of what is said of its official, taken back or not."""
    own: bool
    """A person said it of this post alone, or of a snapshot of it."""


class Renamed(_Row, frozen=True, kw_only=True):
    """A new version of the official of a post, as long as ``version`` is the newest there."""

    annotation: Annotation
    version: int
    """0: as long as nothing was ever said of it."""


class Register(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps officials."""

    async def import_register(
        self, files: Sequence[RegisterFile], *, by: str, at: datetime, dry_run: bool = False
    ) -> Imported:
        """Writes what the files say, all or nothing, with one audit entry if anything changed.

        People are found by their ids, the surest first, and never by name. Facts of these
        sources that the files no longer have are removed; those of other sources stay. A
        ``dry_run`` gives the same answer and writes nothing.
        """

    async def list_officials(self, *, drafts: bool = True) -> tuple[Listed, ...]:
        """All of them, by slug.

        Without ``drafts`` as anybody may see them: what the desk was told of an account counts
        only once a post of it is public.
        """

    async def official(self, slug: str, *, drafts: bool = True) -> Official | None:
        """One of them, as :meth:`list_officials` has them."""

    async def seen_accounts(self, official: str, *, drafts: bool = False) -> tuple[Seen, ...]:
        """The accounts that were confirmed as somebody's, with each handle that their posts have:
        those that are public, or drafts, too.
        """

    async def articles_of(self, official: str, *, limit: int) -> Articles:
        """The articles that may be named in public and reference a public post of somebody."""

    async def account_claims(
        self, platform: str, *, native_id: str | None, handle: str | None
    ) -> tuple[KeptClaim, ...]:
        """Claims on an id, and on a handle without regard to case, of any time."""

    async def all_claims(self) -> tuple[KeptClaim, ...]:
        """Every claim, to be compared with the others."""

    # Accounts of kept posts

    async def whose(self, platform: str, *, native_id: str | None, handle: str | None) -> Whose:
        """All that is known of who has an account, read at one moment."""

    async def account_of(self, post: str) -> KnownAccount | None:
        """The account that a kept post is of; ``None`` where no id of it is known."""

    async def unasked_accounts(
        self, *, after: tuple[str, str], limit: int
    ) -> tuple[KnownAccount, ...]:
        """The accounts of kept posts of which nobody has said whose they are, by platform and id,
        those behind ``after``.
        """

    async def accounts_of(self, official: str) -> tuple[KnownAccount, ...]:
        """The accounts that a person confirmed as somebody's, by platform and id."""

    async def confirm_account(
        self, platform: str, native_id: str, answer: Answer, *, by: str, at: datetime
    ) -> str | None:
        """Keeps whose a kept account is, with its audit entry; gives the slug of the official.

        What the answer adds to the register has a source of its own, ``desk:PLATFORM:ID``, and is
        replaced by the next answer.

        Raises:
            UsageError: there is no such account, or no such official.
        """

    async def posted(
        self, *, after: str = "", limit: int, account: tuple[str, str] | None = None
    ) -> tuple[Posted, ...]:
        """Kept posts by id, those of one account (platform, id) where it is named; none that is
        erased or has no snapshot to show.
        """

    async def count_posted(self) -> int:
        """How many posts :meth:`posted` gives in all."""

    async def rename(
        self, changes: Sequence[Renamed], *, by: str, at: datetime, reason: str
    ) -> tuple[str, ...]:
        """Writes new versions of who posted, with one audit entry; gives the posts that were
        changed: a post of which somebody said something meanwhile is left as it is.
        """

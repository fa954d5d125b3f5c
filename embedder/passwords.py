"""Passwords: argon2 hashes, made and compared off the loop, and never so many at once that they
take the machine's memory.

The parameters are those that argon2-cffi recommends (RFC 9106, low memory); a hash of others is
made anew when its owner logs in.
"""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.errors import UsageError

__all__ = ["MOST", "SHORTEST", "Busy", "Passwords", "checked_password"]

SHORTEST = 12
"""Characters of the shortest password that is taken; NIST SP 800-63B asks for 8 at least."""
MOST = 1_000
"""Characters that are hashed at most."""
AT_ONCE = 2
"""Hashes that are made at once: each takes 64 MB."""
WAITING = 32
"""Logins that may wait for one."""


class Busy(Exception):
    """More logins wait than can be looked at."""


def checked_password(password: str, name: str) -> str:
    """A new password that may be taken.

    >>> checked_password("correct horse", "ana")
    'correct horse'

    Raises:
        UsageError: it is too short or too long, or is the name of its owner.
    """
    if not SHORTEST <= len(password) <= MOST:
        raise UsageError(
            f"A password has {SHORTEST} characters at least, and {MOST} at most.",
            next_step="Four words that you remember make a good one.",
        )
    if password.casefold().strip() == name.casefold() or len(set(password)) < 4:
        raise UsageError(
            "This password is the first that anybody would try.",
            next_step="Four words that you remember make a good one.",
        )
    return password


class Passwords:
    """Makes hashes and compares with them, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """What is kept of a password."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, kept: str | None, typed: str) -> bool:
        """Whether what was typed is the password of a hash. Without a hash, for a name that
        nobody has, it does the same work and says no: the time must not tell which names exist.

        Raises:
            Busy: too many wait.
        """
        if self._waiting >= WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with self._slots:
                fits = await asyncio.to_thread(self._compare, kept, typed[:MOST])
        finally:
            self._waiting -= 1
        return fits and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than new ones are."""
        return self._hasher.check_needs_rehash(kept)

    def _compare(self, kept: str | None, typed: str) -> bool:
        if kept is None:
            if self._nobodys is None:
                self._nobodys = self._hasher.hash(secrets.token_urlsafe())
            kept = self._nobodys
        try:
            return self._hasher.verify(kept, typed)
        except (VerificationError, InvalidHashError):
            return False

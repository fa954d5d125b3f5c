r"""The error tree. Each error says what, on which post or address, and what to do next.

::

    ArchiveError
    ├── UsageError            wrong use: the caller can mend it
    │   ├── NotAPost          this address names no post that we know of
    │   ├── UnknownPost       nothing is kept under that id (or it may not be seen)
    │   └── ConfigError       a setting is unknown or has a bad value
    ├── FetchError            one request did not give a usable answer
    │   ├── AddressRefused    the guard did not let it out
    │   ├── Unreachable       no connection, or it broke
    │   ├── TimedOut          too slow
    │   ├── TooLarge          a size limit was passed (also after decompression)
    │   ├── TooManyRedirects
    │   └── Throttled         the host asked us to wait longer than we may
    ├── MediaError            these bytes are no picture that we can use
    ├── MailError             the newsroom's mail server did not take a message
    ├── HoldError             a legal hold stops erasure
    └── StorageError          disk or database
        ├── IdClash           two posts with one id: refused, never merged
        └── Conflict          somebody else wrote first; read again
"""

__all__ = [
    "AddressRefused",
    "ArchiveError",
    "ConfigError",
    "Conflict",
    "FetchError",
    "HoldError",
    "IdClash",
    "MailError",
    "MediaError",
    "NotAPost",
    "StorageError",
    "Throttled",
    "TimedOut",
    "TooLarge",
    "TooManyRedirects",
    "UnknownPost",
    "Unreachable",
    "UsageError",
]


class ArchiveError(Exception):
    """Base of all. ``what`` is one sentence for a person, ``next_step`` what they can do."""

    next_step = "Look at the log of the service, or report this as a bug."
    exit_code = 1
    """Of the command line, which ends with it."""

    def __init__(self, what: str, *, next_step: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        if next_step is not None:
            self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}"


class UsageError(ArchiveError):
    """The caller can mend it."""

    next_step = "Nothing was changed; check what was asked for."
    exit_code = 2


class NotAPost(UsageError):
    """This address names no post that we know of."""

    next_step = "Open the post itself on its platform, and paste the address from the address bar."


class UnknownPost(UsageError):
    """Nothing is kept under that id, or it may not be seen: the two are never told apart."""

    next_step = "Check the id, or capture the post by its URL."


class ConfigError(UsageError):
    """A setting is unknown or has a bad value. Names the key and what it takes."""

    next_step = "Mend config.toml; `onrecord init` writes one with every setting and its default."


class FetchError(ArchiveError):
    """One request did not give a usable answer."""

    next_step = "Try later."
    exit_code = 4


class AddressRefused(FetchError):
    """The guard did not let the request out: a private address, a port, a scheme."""

    next_step = (
        "Paste an address that everybody can reach; [fetch.routes] of config.toml names those "
        "that are asked all the same."
    )


class Unreachable(FetchError):
    """No connection could be made, or it broke."""


class TimedOut(FetchError):
    """The answer was too slow."""


class TooLarge(FetchError):
    """A size limit was passed, on the wire or after decompression."""

    next_step = "The limits are in [fetch] of config.toml."


class TooManyRedirects(FetchError):
    """More redirects than [fetch] allows."""


class Throttled(FetchError):
    """The host asked us to wait longer than a capture may take."""


class MediaError(ArchiveError):
    """These bytes are no picture that we can use."""

    next_step = "The post is kept without it; capture it again later."


class MailError(ArchiveError):
    """The newsroom's mail server did not take a message."""

    next_step = "It is tried again for a day; the server is named in [alerts] smtp in config.toml."


class HoldError(ArchiveError):
    """A legal hold stops erasure."""

    next_step = "An admin can lift it: `onrecord hold POST --lift --reason …`."
    exit_code = 2


class StorageError(ArchiveError):
    """Disk or database."""

    next_step = "Check the disk's free space and permissions, then try again."
    exit_code = 6


class IdClash(StorageError):
    """Two posts have one id: the second is refused, never merged."""

    next_step = "Report this: it should not happen once in the life of the project."


class Conflict(StorageError):
    """Somebody else wrote first. Read again and decide anew."""

    next_step = "Try again."

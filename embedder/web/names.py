"""Names that more than one part of the web side relies on."""

__all__ = ["SESSION_COOKIE"]

SESSION_COOKIE = "onrecord"
"""The session's cookie on loopback; elsewhere it is called ``__Host-onrecord``, which browsers
tie to https and to this very host. One name contains the other, and that is meant: the
cache looks for the shorter."""

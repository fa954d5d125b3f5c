"""Who asks for a feed of the desk: somebody logged in, or a program with a key.

A program that reads feeds sends a name and a password (RFC 7617), and mostly nothing else: its
password is the key, whatever its name.
"""

import base64
import binascii

from aiohttp import hdrs, web

from archive.storage.base import Role
from embedder.web.auth import Visitor, require
from embedder.web.problems import Problem

__all__ = ["feed_reader"]

_ASKS = 'Basic realm="onrecord: the password is a key", charset="UTF-8"'


async def feed_reader(request: web.Request, role: Role) -> Visitor:
    """As :func:`embedder.web.auth.require`.

    Raises:
        Problem: 401, which asks for a password; 403.
    """
    scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    asked = _with_key(request, given) if scheme.lower() == "basic" else request
    try:
        return await require(asked, role)
    except Problem as problem:
        if problem.status == 401:
            problem.headers = {**problem.headers, hdrs.WWW_AUTHENTICATE: _ASKS}
        raise


def _with_key(request: web.Request, given: str) -> web.Request:
    """The same request, as one who shows the key that is its password."""
    try:
        key = base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        key = ""
    headers = request.headers.copy()
    headers[hdrs.AUTHORIZATION] = f"Bearer {key}"
    return request.clone(headers=headers)

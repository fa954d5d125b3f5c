"""Signs what is sent to an address of the newsroom's, by Standard Webhooks. Pure.

Whoever receives it computes the same signature with the secret that both know, and refuses what is
unsigned or older than some minutes (https://github.com/standard-webhooks/standard-webhooks,
"Verifying signatures").
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from archive.errors import ConfigError

__all__ = ["secret_of", "signed"]

_PREFIX = "whsec_"
_LEAST = 24
"""Bytes of a secret, as the specification asks."""


def secret_of(value: str, variable: str) -> bytes:
    """The secret's bytes: ``whsec_`` and Base64, as ``openssl rand -base64 32`` prints it.

    Raises:
        ConfigError: it is no Base64, or of fewer than 24 bytes. The value is not in the message.
    """
    try:
        secret = base64.b64decode(value.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) < _LEAST:
        raise ConfigError(
            f"{variable} is no secret for webhooks: at least {_LEAST} bytes as Base64.",
            next_step="Make one with `openssl rand -base64 32`, and give it to both sides.",
        )
    return secret


def signed(body: bytes, *, name: str, at: datetime, secret: bytes | None) -> dict[str, str]:
    """The headers of a message: its name, the same in every try; when it was sent; and with a
    ``secret`` the signature.

    >>> from datetime import UTC
    >>> moment = datetime(2026, 1, 1, tzinfo=UTC)
    >>> signed(b"{}", name="a1", at=moment, secret=b"k" * 24)["webhook-signature"][:12]
    'v1,GNovEF/PA'
    """
    sent = str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": sent,
    }
    if secret is not None:
        content = b".".join((name.encode(), sent.encode(), body))
        digest = hmac.new(secret, content, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers

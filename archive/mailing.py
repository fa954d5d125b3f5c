"""Sends mail by the newsroom's own server (SMTP, RFC 5321), off the event loop."""

import asyncio
import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive.errors import MailError

__all__ = ["Mailer"]

SECONDS = 30.0
"""For each answer of the server."""
_PORTS = {"smtp": 587, "smtps": 465}


class Mailer:
    """``server`` is ``smtps://HOST[:PORT]``, encrypted from the first byte, or
    ``smtp://HOST[:PORT]``, encrypted by STARTTLS (RFC 3207). A server that offers no encryption is
    refused, unless it is on this computer.
    """

    def __init__(self, server: str, *, user: str = "", password: str | None = None) -> None:
        parts = urlsplit(server)
        self._implicit = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or _PORTS[parts.scheme]
        self._user = user
        self._password = password

    async def send(self, message: EmailMessage) -> tuple[str, ...]:
        """Hands the message to the server. Gives the addresses that it did not take it for, while
        it took it for others.

        Raises:
            MailError: it did not take it at all.
        """
        return await asyncio.to_thread(self._send, message)

    def _send(self, message: EmailMessage) -> tuple[str, ...]:
        try:
            server = self._connected()
            with contextlib.closing(server):
                if self._user:
                    server.login(self._user, self._password or "")
                refused = server.send_message(message)
                # It has the message now: how it says good-bye changes nothing.
                with contextlib.suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except (smtplib.SMTPException, OSError) as error:
            told = str(error) or type(error).__name__
            raise MailError(
                f"The mail server {self._host}:{self._port} did not take the message: {told}"
            ) from error
        return tuple(sorted(refused))

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._implicit:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=SECONDS, context=context)
        server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        try:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif not _is_here(self._host):
                raise smtplib.SMTPException(
                    "It offers no encryption (STARTTLS), and it is not on this computer."
                )
        except BaseException:
            server.close()
            raise
        return server


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

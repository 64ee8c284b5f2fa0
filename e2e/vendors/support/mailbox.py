"""A mail server that keeps what it is handed."""

import email
import re
import threading
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from support.ports import free_port


class Mailbox:
    """Takes every mail but those to people who do not exist."""

    def __init__(self) -> None:
        self._mails: list[EmailMessage] = []
        self._arrived = threading.Condition()
        self.strangers: set[str] = set()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def start(self) -> "Mailbox":
        self._controller.start()
        return self

    def close(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.strangers:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        with self._arrived:
            self._mails.append(mail)
            self._arrived.notify_all()
        return "250 OK"

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What has come for somebody so far, the oldest first."""
        with self._arrived:
            return [mail for mail in self._mails if address in mail["To"]]

    def mail_to(self, address: str, count: int = 1) -> EmailMessage:
        """The mail with this number to somebody, waited for."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._count(address) >= count, timeout=20)
            assert self._count(address) == count, f"{self._count(address)} mails to {address}"
        return self.mails_to(address)[-1]

    def _count(self, address: str) -> int:
        return sum(address in mail["To"] for mail in self._mails)


def text_of(mail: EmailMessage) -> str:
    """The text part of a mail."""
    return mail.get_body(("plain",)).get_content()


def link_in(mail: EmailMessage, base: str) -> str:
    """The password link, which text and HTML have alike."""
    found = re.search(re.escape(base) + r"/welcome/[\w-]+", text_of(mail))
    assert found, text_of(mail)
    assert found[0] in mail.get_body(("html",)).get_content()
    return found[0]

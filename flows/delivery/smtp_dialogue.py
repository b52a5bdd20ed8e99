"""One letter's dialogue with a mail server (RFC 5321), so that it is always known how far it came.

A letter is accepted when the server answers the end of the data. What is lost before that end is sent cannot have been
accepted; what is lost between the end and the answer, nobody knows. So the end goes on its own, once the log has it on
disk that it is about to.

A loss before the end is an OSError, of which smtplib's own errors are a kind. ``NoService`` says that there is no
point in going on with other letters.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
from contextlib import suppress

from flows.delivery.parcel import Fate, Log, Outcome, one_line
from flows.delivery.wire import Letter, stuffed

END = b"\r\n.\r\n"
CLOSING = 421
LOGIN_WANTED = frozenset({530, 534, 535, 538})
"""RFC 4954, 6: said in answer to any command by a server that wants a login, or another one."""
ABOUT_US = re.compile(r"\brelay|rcpthosts|sender address|client host|helo command", re.IGNORECASE)
"""Servers put off to the recipient what they hold against the sender; that is no word about the client's address."""
PATIENCE_AT_END = 10
"""So many times longer a server may take over the end of the data, when it looks for viruses (RFC 5321, 4.5.3.2)."""

Reply = tuple[int, bytes]


class NoService(Exception):  # noqa: N818 - never leaves the channel
    """``code`` and ``detail`` as in ``Outcome``: of this letter and of those after it."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, one_line(detail)


def hand_over(connection: smtplib.SMTP, letter: Letter, log: Log) -> Outcome:
    """Raises OSError where the connection was lost and nothing can have been accepted, and NoService."""
    if letter.utf8 and not connection.has_extn("smtputf8"):
        return Outcome(letter.key, Fate.REFUSED, "address_needs_utf8")
    refused = _announced(connection, letter)
    if refused:
        return refused
    connection.send(stuffed(letter.data))
    return _ended(connection, letter, log)


def _announced(connection: smtplib.SMTP, letter: Letter) -> Outcome | None:
    """All before the data; the refusal, if there is one."""
    code, said = connection.mail(letter.sender, ["SMTPUTF8"] if letter.utf8 else [])
    if code != 250:
        _forget(connection)
        raise NoService("closing" if code == CLOSING else "sender_refused", reply_line((code, said)))
    reply = connection.rcpt(letter.recipient)
    if reply[0] not in {250, 251, 252}:
        return _refused(connection, letter.key, reply)
    reply = connection.docmd("DATA")
    return None if reply[0] == 354 else _refused(connection, letter.key, reply)


def _ended(connection: smtplib.SMTP, letter: Letter, log: Log) -> Outcome:
    try:
        log.handing_over(letter.key)
    except OSError as refused:
        connection.close()
        raise NoService("not_noted", refused) from refused
    sock = connection.sock
    if sock is None or _hung_up(sock):
        raise smtplib.SMTPServerDisconnected("connection closed")
    usual = sock.gettimeout()
    sock.settimeout(usual and usual * PATIENCE_AT_END)
    try:
        connection.send(END)
        reply = connection.getreply()
    except OSError as lost:
        connection.close()
        return Outcome(letter.key, Fate.UNKNOWN, "no_reply", one_line(lost))
    sock.settimeout(usual)
    if 200 <= reply[0] < 300:
        return Outcome(letter.key, Fate.SENT, detail=reply_line(reply))
    if not 400 <= reply[0] < 600:
        connection.close()
        return Outcome(letter.key, Fate.UNKNOWN, "no_reply", reply_line(reply))
    return _refused(connection, letter.key, reply)


def _hung_up(sock: socket.socket) -> bool:
    """Whether the other side is known to be gone: then the end need not be sent, and the letter is in no doubt."""
    try:
        heard = select.select([sock], [], [], 0)[0]
        return bool(heard) and not socket.socket.recv(sock, 1, socket.MSG_PEEK)  # below any encryption
    except ValueError:  # more files are open than select can count
        return False
    except OSError:
        return True


def _refused(connection: smtplib.SMTP, key: str, reply: Reply) -> Outcome:
    """5xx is for good, 4xx for now: greylisting, a full mailbox, a busy server (RFC 5321, 4.2.1)."""
    code, line = reply[0], reply_line(reply)
    if not 400 <= code < 600:
        connection.close()
        raise smtplib.SMTPServerDisconnected(line)
    _forget(connection)
    if code == CLOSING:
        connection.close()
        return Outcome(key, Fate.PUT_OFF, "closing", line)
    if code < 500:
        return Outcome(key, Fate.PUT_OFF, "put_off", line)
    if code in LOGIN_WANTED or ABOUT_US.search(line):
        return Outcome(key, Fate.NOT_TRIED, "sender_refused", line)
    return Outcome(key, Fate.REFUSED, "refused", line)


def _forget(connection: smtplib.SMTP) -> None:
    """The server forgets the letter; one that hangs up instead has still said what it said."""
    with suppress(OSError):
        connection.rset()


def reply_line(reply: tuple[int, bytes | str]) -> str:
    code, said = reply
    return one_line(f"{code} {one_line(said)}")

"""Surveys told to a real HTTP server: signed, the same on every try, over nothing that others can read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from flows.delivery.parcel import Fate, Parcel
from flows.delivery.webhook import Webhook, body, signature
from flows.errors import BadWebhook
from flows.texts import LANGUAGES, texts
from tests.flows.mail_server import certified

KEY = "Q-2026-11-1a2b3c4d/reminder 1"
SURVEY = {"survey_key": "Q-2026-11-1a2b3c4d", "contact": "Анна Ли", "client": "ООО «Ромашка»", "letter": "reminder 1"}
NO_REPLY = 0
"""For a status: takes the call and hangs up."""


class Receiver(ThreadingHTTPServer):
    """``replies``: the status of each call in turn, then 200. ``calls``: headers and body of each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[int] = []
        self.headers: dict[str, str] = {}
        self.calls: list[tuple[Any, bytes]] = []
        self.let_go = threading.Event()
        self.slow = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?team=1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Receiver

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.headers, sent))
        status = self.server.replies.pop(0) if self.server.replies else 200
        if self.server.slow:
            self.server.let_go.wait(60)
        if status == NO_REPLY or self.server.slow:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        said = b"" if status == 204 else b"ok"
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.let_go.set()
    server.shutdown()
    server.server_close()


def surveys(*numbers: int) -> list[Parcel]:
    return [Parcel(f"Q-{n}/invitation", "", payload={**SURVEY, "survey_key": f"Q-{n}"}) for n in numbers]


def fared(webhook: Webhook, parcels: list[Parcel], notes: Any) -> list[tuple[Fate, str]]:
    outcomes = list(webhook.deliver(parcels, notes))
    assert [each.key for each in outcomes] == [each.key for each in parcels]
    for each in outcomes:
        assert each.fate is Fate.SENT or all(f"delivery.{each.code}" in texts(language) for language in LANGUAGES)
    return [(each.fate, each.code) for each in outcomes]


def test_a_survey_is_signed_as_the_standard_says(receiver, notes) -> None:
    webhook = Webhook(receiver.url, "whsec_" + base64.b64encode(b"a key of ours").decode())
    (outcome,) = webhook.deliver([Parcel(KEY, "", payload=SURVEY)], notes)
    assert (outcome.fate, outcome.detail) == (Fate.SENT, "200 OK")
    ((headers, sent),) = receiver.calls
    assert json.loads(sent) == SURVEY
    assert headers["webhook-id"] == headers["Idempotency-Key"] == KEY
    assert headers["User-Agent"] == f"npsheets/{version('npsheets')}"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), sent])
    by_hand = base64.b64encode(hmac.digest(b"a key of ours", signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{by_hand}"
    assert notes.told == [(KEY, "handing over"), (KEY, "sent")]


def test_the_published_example_has_the_published_signature() -> None:
    """From the documentation of Svix, whose scheme the Standard Webhooks specification describes."""
    sent = b'{"event_type":"ping","data":{"success":true}}'
    found = signature("msg_loFOjxBNrRLzqYUf", 1731705121, sent, "whsec_plJ3nmyCDGBKInavdOK15jsl")
    assert found == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


@pytest.mark.parametrize(
    ("secret", "key"),
    [("any words", b"any words"), ("пароль", "пароль".encode()), ("whsec_YWJj", b"abc"), ("whsec_YWI", b"ab"),
     ("whsec_not base64!", b"whsec_not base64!")],
)  # fmt: skip
def test_a_secret_may_be_base64_with_its_prefix_or_any_words(secret: str, key: bytes) -> None:
    by_hand = base64.b64encode(hmac.digest(key, b"id.1.{}", hashlib.sha256)).decode()
    assert signature("id", 1, b"{}", secret) == f"v1,{by_hand}"


def test_every_try_sends_the_same_bytes_under_the_same_key(receiver, notes) -> None:
    receiver.replies = [500]
    for payload in (SURVEY, dict(reversed(SURVEY.items()))):
        list(Webhook(receiver.url, "secret").deliver([Parcel(KEY, "", payload=payload)], notes))
    (first, sent), (second, again) = receiver.calls
    assert sent == again == body(SURVEY)
    assert "ООО «Ромашка»".encode() in sent
    assert first["Idempotency-Key"] == second["Idempotency-Key"]


def test_a_key_that_no_header_can_hold_is_encoded(receiver, notes) -> None:
    assert fared(Webhook(receiver.url, "secret"), [Parcel("Опрос-1/exit", "", payload={})], notes) == [(Fate.SENT, "")]
    assert receiver.calls[0][0]["Idempotency-Key"] == "%D0%9E%D0%BF%D1%80%D0%BE%D1%81-1/exit"


@pytest.mark.parametrize(
    ("status", "fate", "code"),
    [
        (201, Fate.SENT, ""), (204, Fate.SENT, ""),
        (408, Fate.PUT_OFF, "put_off"), (409, Fate.PUT_OFF, "put_off"), (425, Fate.PUT_OFF, "put_off"),
        (500, Fate.PUT_OFF, "put_off"), (502, Fate.PUT_OFF, "put_off"), (504, Fate.PUT_OFF, "put_off"),
        (400, Fate.REFUSED, "refused"), (413, Fate.REFUSED, "refused"), (422, Fate.REFUSED, "refused"),
        (401, Fate.NOT_TRIED, "webhook_refused_us"), (403, Fate.NOT_TRIED, "webhook_refused_us"),
        (404, Fate.NOT_TRIED, "webhook_refused_us"), (405, Fate.NOT_TRIED, "webhook_refused_us"),
        (410, Fate.NOT_TRIED, "webhook_refused_us"), (302, Fate.NOT_TRIED, "webhook_refused_us"),
    ],
)  # fmt: skip
def test_what_a_receiver_answers_to_one_survey_leaves_the_others_alone(status, fate, code, receiver, notes) -> None:
    receiver.replies = [status]
    assert fared(Webhook(receiver.url, "secret"), surveys(1, 2), notes) == [(fate, code), (Fate.SENT, "")]
    assert ("Q-1/invitation", str(fate)) in notes.told


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_asks_to_wait_gets_no_more_in_this_round(status, receiver, notes) -> None:
    receiver.replies = [status]
    outcomes = fared(Webhook(receiver.url, "secret"), surveys(1, 2, 3), notes)
    assert outcomes == [(Fate.PUT_OFF, "put_off")] + [(Fate.NOT_TRIED, "put_off")] * 2
    assert len(receiver.calls) == 1


def test_no_redirect_is_followed(receiver, notes) -> None:
    receiver.replies, receiver.headers = [307], {"Location": receiver.url}
    (outcome,) = Webhook(receiver.url, "secret").deliver(surveys(1), notes)
    assert outcome.detail == "307 Temporary Redirect"
    assert len(receiver.calls) == 1


def test_a_lost_answer_is_put_off_since_to_repeat_is_harmless(receiver, notes) -> None:
    receiver.replies = [NO_REPLY]
    webhook = Webhook(receiver.url, "secret")
    assert fared(webhook, surveys(1, 2), notes) == [(Fate.PUT_OFF, "no_reply"), (Fate.SENT, "")]
    receiver.replies = [NO_REPLY] * 4
    outcomes = fared(webhook, surveys(1, 2, 3, 4), notes)
    assert outcomes == [(Fate.PUT_OFF, "no_reply")] * 2 + [(Fate.NOT_TRIED, "no_reply")] * 2


def test_an_answer_that_does_not_come_in_time_is_put_off(receiver, notes) -> None:
    receiver.slow = True
    assert fared(Webhook(receiver.url, "secret", timeout=(10, 1.0)), surveys(1), notes) == [(Fate.PUT_OFF, "no_reply")]


def test_a_receiver_that_is_away_is_asked_once(notes) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/secret-path"
    outcomes = list(Webhook(url, "secret").deliver(surveys(1, 2), notes))
    assert [(each.fate, each.code) for each in outcomes] == [(Fate.NOT_TRIED, "webhook_away")] * 2
    assert "secret-path" not in outcomes[0].detail
    assert [key for key, told in notes.told if told == "handing over"] == ["Q-1/invitation"]


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(receiver, notes, tmp_path: Path) -> None:
    receiver.socket = certified(tmp_path)[0].wrap_socket(receiver.socket, server_side=True)
    url = receiver.url.replace("http:", "https:")
    assert fared(Webhook(url, "secret"), surveys(1, 2), notes) == [(Fate.NOT_TRIED, "webhook_not_trusted")] * 2
    assert not receiver.calls


def test_what_stays_on_this_machine_goes_through_no_proxy(receiver, notes, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert fared(Webhook(receiver.url, "secret"), surveys(1), notes) == [(Fate.SENT, "")]


def test_a_survey_that_cannot_be_noted_does_not_go(receiver, notes) -> None:
    notes.full = True
    assert fared(Webhook(receiver.url, "secret"), surveys(1, 2), notes) == [(Fate.NOT_TRIED, "not_noted")] * 2
    assert not receiver.calls


@pytest.mark.parametrize("url", ["http://crm.example/hook", "ftp://crm.example", "crm.example/hook", "", "https://"])
def test_what_others_could_read_on_the_way_is_no_webhook(url: str) -> None:
    with pytest.raises(BadWebhook, match="https://"):
        Webhook(url, "secret")


def test_the_secret_is_not_told_with_the_webhook() -> None:
    assert "hush" not in repr(Webhook("https://crm.example/hook", "hush"))

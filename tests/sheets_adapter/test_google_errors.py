"""Google's own answers, through the real google-auth and gspread: each becomes one sentence that says what to do."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import stamina
from google.auth.exceptions import RefreshError, TransportError

from sheets_adapter import errors, open_workbook
from sheets_adapter.translation import translated
from tests.sheets_adapter import google_here as here
from tests.sheets_adapter.conftest import task, tasks
from tests.sheets_adapter.google_here import PROJECT, ROBOT, Answer, GoogleHere


@pytest.fixture
def google(small, monkeypatch):
    with GoogleHere(small.path).running() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


READING = {
    "API disabled": (here.API_DISABLED, errors.ApiDisabled, f"number {PROJECT}. Open https://console.cloud.google.com/"),
    "not shared": (here.NOT_SHARED, errors.NoAccess, f"is not shared with {ROBOT}"),
    "wrong id": (here.NOT_FOUND, errors.NotFound, "Google knows no spreadsheet at https"),
    "an Excel file": (here.OFFICE_FILE, errors.OfficeFile, "Save as Google Sheets"),
    "an Excel file, newer words": (here.OFFICE_FILE_NEWER, errors.OfficeFile, "Save as Google Sheets"),
    "no scope": (here.NO_SCOPE, errors.ScopeMissing, "--scopes="),
    "no quota project": (here.NO_QUOTA_PROJECT, errors.NoQuotaProject, "set-quota-project"),
    "not allowed the quota": (here.QUOTA_PROJECT_DENIED, errors.NoQuotaProject, "quota of the project nps-programme"),
    "nobody": (here.NO_CALLER, errors.NoCredentials, "No Google credentials were found"),
    "reads of the user": (
        here.quota("Read", "per user"), errors.QuotaExceeded, "used up its reads of Google Sheets, 60 a minute",
    ),
    "reads of the project": (
        here.quota("Read", "", 300, Retry_After="17"), errors.QuotaExceeded,
        "300 a minute for all its accounts. They come back within 17 s",
    ),
    "out of order": (here.UNAVAILABLE, errors.Unavailable, "out of order"),
    "another precondition": (
        here.error(400, "Precondition check failed.", "FAILED_PRECONDITION"), errors.Refused, "refused a request",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "kind", "sentence"), READING.values(), ids=READING)
def test_what_google_answers_to_a_read_is_told(google, answer, kind, sentence):
    asked = google.says(answer)
    with pytest.raises(errors.NpsheetsError) as caught:
        open_workbook(google.location).snapshot()
    assert type(caught.value) is kind
    assert sentence in str(caught.value)
    assert re.search("[а-яё]{4}", caught.value.say("ru"))
    assert len(asked) == (10 if answer.status in {429, 503} else 1)


WRITING = {
    "for reading only": (here.NOT_SHARED, errors.SharedReadOnly, f"shared with {ROBOT} for reading only"),
    "somebody else wrote": (
        here.error(400, "Invalid requests[0].deleteNamedRange: No named range with id: x", "INVALID_ARGUMENT"),
        errors.Conflict, "at the same moment",
    ),
    "writes of the user": (
        here.quota("Write", "per user"), errors.QuotaExceeded, "used up its writes to Google Sheets, 60 a minute",
    ),
    "a locked sheet": (
        here.error(
            400,
            "Invalid requests[3].updateCells: You are trying to edit a protected cell or object. Please contact the "
            "spreadsheet owner to remove protection if you need to edit.",
            "INVALID_ARGUMENT",
        ),
        errors.Protected, f"Let {ROBOT} edit it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "kind", "sentence"), WRITING.values(), ids=WRITING)
def test_what_google_answers_to_a_write_is_told(google, answer, kind, sentence):
    workbook = open_workbook(google.location)
    snapshot = workbook.snapshot()
    google.says(answer, "batchUpdate")
    with pytest.raises(kind) as caught:
        workbook.commit(snapshot, tasks(task("T-1")))
    assert sentence in str(caught.value)
    assert re.search("[а-яё]{4}", caught.value.say("ru"))


def test_a_pause_that_google_asks_for_by_http_is_kept(google):
    google.says(here.quota("Read", "per user", Retry_After="1"), times=1)
    began = time.monotonic()
    with stamina.set_testing(False):
        open_workbook(google.location).snapshot()
    assert 1 <= time.monotonic() - began < 30


def test_a_page_of_somebody_in_between_is_not_taken_for_google(google):
    response = requests.Response()
    response.status_code = 403
    response._content = b"<html>Blocked by your firm's proxy</html>"
    from gspread.exceptions import APIError

    with pytest.raises(errors.Intercepted, match="403"), translated("LINK"):
        raise APIError(response)
    with pytest.raises(errors.Intercepted, match="200"), translated("LINK"):
        response.json()
    response.status_code = 407
    with pytest.raises(errors.ProxyRefused, match="name and a password"), translated("LINK"):
        raise APIError(response)


@pytest.mark.parametrize("body", [{}, {"message": "please sign in"}, []], ids=str)
def test_json_of_somebody_in_between_is_not_taken_for_google_either(google, body):
    google.says(Answer(200, body))
    with pytest.raises(errors.Intercepted, match="not Google's"):
        open_workbook(google.location).snapshot()


# The network


def speak_to(monkeypatch, address):
    monkeypatch.setenv("NPSHEETS_SHEETS_API", address)


def trouble_at(google):
    began = time.monotonic()
    workbook = open_workbook(google.location)
    with stamina.set_testing(False), pytest.raises(errors.NpsheetsError) as caught:
        workbook.snapshot()
    assert time.monotonic() - began < 30
    assert re.search("[а-яё]{4}", caught.value.say("ru"))
    return caught.value


def test_a_name_that_nobody_knows_is_said_within_seconds(google, monkeypatch):
    speak_to(monkeypatch, "https://sheets.npsheets.invalid")
    error = trouble_at(google)
    assert isinstance(error, errors.NoConnection)
    assert "The name sheets.npsheets.invalid could not be looked up" in str(error)


def test_a_service_that_does_not_run_is_said_within_seconds(google, monkeypatch):
    speak_to(monkeypatch, f"http://127.0.0.1:{free_port()}")
    assert "refuses connections" in str(trouble_at(google))


def test_a_connection_that_breaks_off_is_said(google, monkeypatch):
    with listening(lambda connection: connection.close()) as port:
        speak_to(monkeypatch, f"http://127.0.0.1:{port}")
        workbook = open_workbook(google.location)
        with pytest.raises(errors.NoConnection, match="broke off"):
            workbook.snapshot()


def test_a_service_that_does_not_answer_in_time_is_said(google, monkeypatch):
    with listening(lambda _connection: time.sleep(1)) as port:
        speak_to(monkeypatch, f"http://127.0.0.1:{port}")
        workbook = open_workbook(google.location)
        workbook.client.set_timeout((0.2, 0.05))
        with pytest.raises(errors.NoConnection, match="did not answer in time"):
            workbook.snapshot()


def test_a_proxy_that_wants_a_login_is_said_once(google, monkeypatch):
    class Proxy(BaseHTTPRequestHandler):
        asked = 0

        def do_CONNECT(self):
            Proxy.asked += 1
            self.send_error(407, "Proxy Authentication Required")

        def log_message(self, *_arguments):
            pass

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.server_address[1]}")
    speak_to(monkeypatch, "https://sheets.example.com")
    error = trouble_at(google)
    proxy.shutdown()
    proxy.server_close()
    assert isinstance(error, errors.ProxyRefused)
    assert "asks for a name and a password" in str(error)
    assert Proxy.asked == 1


def test_a_proxy_that_is_not_there_is_said(google, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    speak_to(monkeypatch, "https://sheets.example.com")
    error = trouble_at(google)
    assert isinstance(error, errors.ProxyRefused)
    assert "Check HTTPS_PROXY" in str(error)


def test_a_certificate_that_nobody_trusts_is_said_once(google, monkeypatch, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))
    met = []

    def shake_hands(connection):
        met.append(connection)
        with contextlib.suppress(OSError):
            context.wrap_socket(connection, server_side=True)

    with listening(shake_hands) as port:
        speak_to(monkeypatch, f"https://localhost:{port}")
        error = trouble_at(google)
    assert isinstance(error, errors.NotTrusted)
    assert "REQUESTS_CA_BUNDLE" in str(error)
    assert len(met) == 1


def test_a_certificate_out_of_its_dates_points_at_the_clock():
    text = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1010)"
    with pytest.raises(errors.NotTrusted, match="clock"), translated("LINK"):
        raise requests.exceptions.SSLError(ssl.SSLCertVerificationError(1, text))


@pytest.mark.parametrize(
    "theirs",
    [
        requests.exceptions.ProxyError("Cannot connect to proxy."),
        requests.exceptions.SSLError(ssl.SSLCertVerificationError(1, "certificate verify failed")),
        requests.exceptions.ConnectTimeout("slow"),
        requests.exceptions.ConnectionError(ConnectionResetError(104, "Connection reset by peer")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_trouble_on_the_way_to_a_token_is_told_as_on_the_way_to_the_service(theirs):
    told = []
    for error in (theirs, TransportError(theirs)):
        with pytest.raises(errors.NpsheetsError) as caught, translated("LINK"):
            raise error
        told.append(str(caught.value))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("theirs", "ours", "sentence"),
    [
        (RefreshError("invalid_grant: Token has been expired or revoked.", {}), errors.BadCredentials, "has expired"),
        (RefreshError("invalid_grant: reauth related error (invalid_rapt)", {}), errors.BadCredentials, "has expired"),
        (RefreshError("invalid_scope: Bad Request", {}), errors.ScopeMissing, "no right to spreadsheets"),
        (RefreshError("Not all requested scopes were granted by the server"), errors.ScopeMissing, "no right"),
        (RefreshError("<html>Sign in to the guest network</html>"), errors.Intercepted, "not Google's"),
        (RefreshError("internal_failure: x", {}, retryable=True), errors.Unavailable, "out of order"),
    ],
)
def test_trouble_with_ones_own_login_is_told(theirs, ours, sentence):
    with pytest.raises(ours, match=sentence), translated("LINK"):
        raise theirs


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class listening:  # noqa: N801 - reads as a phrase
    """A port that does something of its own with each connection."""

    def __init__(self, then):
        self.then = then
        self.socket = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> int:
        threading.Thread(target=self._accept, daemon=True).start()
        return int(self.socket.getsockname()[1])

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.then, args=(connection,), daemon=True).start()

    def __exit__(self, *_error):
        self.socket.close()


def self_signed(folder):
    """A certificate that no machine trusts."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    pair = here.KEY._pair
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(pair.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    certificate = builder.sign(pair, hashes.SHA256())
    from cryptography.hazmat.primitives.serialization import Encoding

    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_text(here.KEY.private)
    return folder / "certificate.pem", folder / "key.pem"


# The place of the service


@pytest.mark.parametrize(
    "address",
    ["http://sheets.example.com", "http://10.0.0.5:8080", "ftp://127.0.0.1", "127.0.0.1:8080", "https://", "http://[::1",
     "https://name:password@example.com", "https://example.com/v4", "http://127.0.0.1.example.com"],
)  # fmt: skip
def test_a_token_is_sent_nowhere_in_the_clear(google, monkeypatch, address):
    speak_to(monkeypatch, address)
    with pytest.raises(errors.BadServiceAddress) as caught:
        open_workbook(google.location)
    assert "NPSHEETS_SHEETS_API" in str(caught.value)
    assert "password" not in str(caught.value)
    assert not google.tokens.asked


@pytest.mark.parametrize("address", ["https://proxy.example.com", "https://proxy.example.com:8443/", "http://[::1]:80"])
def test_another_address_is_taken(google, monkeypatch, address):
    speak_to(monkeypatch, address)
    assert open_workbook(google.location).client.address == address.rstrip("/")


def test_a_file_is_never_sent_anywhere(small, monkeypatch):
    speak_to(monkeypatch, f"http://127.0.0.1:{free_port()}")
    assert open_workbook(small.path).snapshot().title


def test_answers_may_bear_headers(google):
    google.says(Answer(429, {"error": {}}, {"Retry-After": "5"}))
    assert google.service.handle("GET", f"/v4/spreadsheets/{google.service.spreadsheet_id}").headers

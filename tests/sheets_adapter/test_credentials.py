"""Credentials are found where they were put, a broken key is told by its kind, and nothing of a key is ever told."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from google.auth.credentials import AnonymousCredentials

from sheets_adapter import errors, open_workbook
from sheets_adapter.credentials import find_credentials
from tests.sheets_adapter import google_here
from tests.sheets_adapter.conftest import task, tasks
from tests.sheets_adapter.google_here import KEY, ROBOT, GoogleHere

VARIABLES = ("NPSHEETS_GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS", "NPSHEETS_SHEETS_API")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials of whoever runs the tests."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))


@pytest.fixture
def google(small) -> Iterator[GoogleHere]:
    with GoogleHere(small.path).running() as running:
        yield running


@pytest.fixture
def there(google, monkeypatch) -> GoogleHere:
    """Google, with what a person sets to use it."""
    for name, value in google.environment().items():
        monkeypatch.setenv(name, value)
    return google


def test_a_run_talks_to_google_with_a_token_that_it_signed_for(there):
    workbook = open_workbook(there.location)
    receipt = workbook.commit(workbook.snapshot(), tasks(task("T-1")))
    assert receipt.wrote
    assert workbook.calls == {"read": 2, "write": 1}
    assert len(there.tokens.asked) == 1
    asked = there.tokens.asked[0]
    assert (asked["iss"], asked["scope"]) == (ROBOT, "https://www.googleapis.com/auth/spreadsheets")
    assert workbook.account == ROBOT
    assert workbook.identity.source == "environment"


def test_a_token_that_runs_out_is_asked_for_anew_and_the_run_goes_on(there):
    there.tokens.lives = 1  # google-auth takes a token for expired some minutes before its time
    workbook = open_workbook(there.location)
    workbook.commit(workbook.snapshot(), tasks(task("T-1")))
    assert len(there.tokens.given) == 3
    assert workbook.snapshot().rows_read["tasks"] == 1


def test_a_token_that_is_refused_in_the_middle_is_replaced_once(there):
    workbook = open_workbook(there.location)
    snapshot = workbook.snapshot()
    there.no_more.update(there.tokens.given)
    assert workbook.commit(snapshot, tasks(task("T-1"))).wrote
    assert len(there.tokens.given) == 2


def test_a_refused_refresh_stops_the_run_at_once(there):
    workbook = open_workbook(there.location)
    snapshot = workbook.snapshot()
    there.no_more.update(there.tokens.given)
    there.tokens.answer = google_here.no_token("Invalid JWT Signature.")
    with pytest.raises(errors.BadCredentials, match="does not know this key any more"):
        workbook.commit(snapshot, tasks(task("T-1")))
    assert len(there.tokens.asked) == 2


@pytest.mark.parametrize(
    ("given", "kind", "sentence"),
    [
        ("Invalid JWT Signature.", errors.BadCredentials, "deleted or replaced"),
        ("Invalid grant: account not found", errors.BadCredentials, "does not know this service account"),
        ("Robot is disabled.", errors.BadCredentials, "does not know this service account"),
        (google_here.SHORT_LIVED, errors.WrongClock, "clock"),
    ],
)
def test_why_no_token_is_given_is_told_and_not_asked_twice(there, given, kind, sentence):
    there.tokens.answer = google_here.no_token(given)
    with pytest.raises(kind, match=sentence):
        open_workbook(there.location).snapshot()
    assert len(there.tokens.asked) == 1


@pytest.mark.parametrize(
    ("ahead", "en", "ru"),
    [(12, "12 min slow", "отстают на 12 мин"), (-95, "95 min fast", "спешат на 95 мин"), (0, "is wrong", "неверно")],
)
def test_a_wrong_clock_is_told_by_how_much_it_is_off(there, ahead, en, ru):
    there.tokens.answer = google_here.no_token(google_here.SHORT_LIVED, Date=google_here.date_in(ahead))
    with pytest.raises(errors.WrongClock) as caught:
        open_workbook(there.location).snapshot()
    assert en in caught.value.say("en")
    assert ru in caught.value.say("ru")
    assert time.strftime("%Y-%m-%d") in str(caught.value)


def test_a_place_of_tokens_that_is_out_of_order_for_a_moment_is_asked_again(there, monkeypatch):
    there.tokens.answer = google_here.Answer(503, {"error": "internal_failure", "error_description": "Backend Error"})
    monkeypatch.setattr("time.sleep", lambda _seconds: setattr(there.tokens, "answer", None))
    assert open_workbook(there.location).snapshot().title


def test_a_place_of_tokens_that_cannot_be_reached_is_told_like_the_service(there, monkeypatch):
    key = there.key | {"token_uri": "http://127.0.0.1:9/token"}
    monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", json.dumps(key))
    with pytest.raises(errors.NoConnection, match=r"127\.0\.0\.1:9 refuses connections"):
        open_workbook(there.location).snapshot()


def test_a_token_is_sent_nowhere_but_to_the_service(there, monkeypatch):
    spoken_to = set()
    send = requests.Session.send

    def watched(session, request, **options):
        spoken_to.add(urlsplit(request.url).netloc)
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", watched)
    open_workbook(there.location).snapshot()
    assert spoken_to == {urlsplit(there.tokens.address).netloc, urlsplit(there.api.address).netloc}


# Where they are looked for


def key_file(path: Path, google: GoogleHere) -> Path:
    path.write_text(json.dumps(google.key))
    return path


def test_the_first_place_with_a_key_is_the_one_that_counts(google, monkeypatch, tmp_path):
    asked = []

    def secret():
        asked.append(1)
        return "npsheets-google (Prefect)", google.key

    assert find_credentials(secret=secret).source == "secret"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key_file(tmp_path / "key.json", google)))
    found = find_credentials(secret=secret)
    assert (found.source, found.where) == ("file", str(tmp_path / "key.json"))
    monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", json.dumps(google.key))
    assert find_credentials(secret=secret).source == "environment"
    assert find_credentials(google.key, secret=secret).source == "given"
    assert find_credentials(AnonymousCredentials(), secret=secret).source == "given"
    assert len(asked) == 1


def test_a_secret_may_hold_the_key_as_text_or_as_a_mapping(google):
    for key in (google.key, json.dumps(google.key)):
        assert find_credentials(secret=lambda key=key: ("npsheets-google", key)).account == ROBOT


def test_the_variable_for_the_key_also_takes_the_path_of_its_file(google, monkeypatch, tmp_path):
    monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", str(key_file(tmp_path / "key.json", google)))
    assert find_credentials().account == ROBOT


def test_the_variable_for_the_file_also_takes_the_key_itself(google, monkeypatch):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", json.dumps(google.key))
    assert find_credentials().account == ROBOT


def test_a_login_of_ones_own_is_found_last(monkeypatch, tmp_path):
    folder = tmp_path / "gcloud"
    folder.mkdir()
    login = {"type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "r"}
    (folder / "application_default_credentials.json").write_text(json.dumps(login))
    found = find_credentials()
    assert (found.source, found.account, found.is_login) == ("default", "", True)


def test_without_any_credentials_it_is_said_within_seconds_what_to_do(monkeypatch):
    began = time.monotonic()
    with pytest.raises(errors.NoCredentials, match="GOOGLE_APPLICATION_CREDENTIALS"):
        find_credentials(secret=lambda: None)
    assert time.monotonic() - began < 5


def test_nobody_may_speak_to_a_service_on_this_machine_alone(there, monkeypatch):
    monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", "none")
    monkeypatch.setattr(there, "refusal", lambda _headers: None)
    assert open_workbook(there.location).snapshot().title
    monkeypatch.delenv("NPSHEETS_SHEETS_API")
    with pytest.raises(errors.NoCredentials):
        open_workbook(there.location)


# Broken keys


def broken(change, **more):
    def make(key):
        return json.dumps(change(dict(key)) | more)

    return make


def without(*names):
    return lambda key: {name: value for name, value in key.items() if name not in names}


BROKEN = {
    "no JSON": (lambda _key: "not json", "is not the JSON of a key"),
    "half of it": (lambda key: json.dumps(key)[:200], "is not the JSON of a key"),
    "a list": (lambda _key: "[1, 2]", "is not the JSON of a key"),
    "an OAuth client": (lambda _key: json.dumps({"installed": {"client_id": "x"}}), "an OAuth client id"),
    "a web client": (lambda _key: json.dumps({"web": {"client_id": "x"}}), "an OAuth client id"),
    "base64 of it": (lambda key: base64.b64encode(json.dumps(key).encode()).decode(), "is not the JSON of a key"),
    "an API key": (lambda _key: "AIzaSyD-0123456789abcdefghijklmnopqrstu", "holds an API key"),
    "no private key": (broken(without("private_key")), "has no private_key"),
    "an empty private key": (broken(dict, private_key=" "), "has no private_key"),
    "no address": (broken(without("client_email", "token_uri")), "lacks client_email, token_uri"),
    "lost line breaks": (broken(lambda key: key | {"private_key": key["private_key"].replace("\n", "n")}), "damaged"),
    "cut private key": (broken(lambda key: key | {"private_key": key["private_key"][:300]}), "damaged"),
    "another JSON": (lambda _key: json.dumps({"hello": 1}), "no Google credentials"),
    "a type of its own": (lambda _key: json.dumps({"type": "wizard"}), "no Google credentials"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("place", ["environment", "variable of the file", "file", "secret"])
def test_each_kind_of_broken_key_has_its_sentence_and_betrays_nothing(google, monkeypatch, tmp_path, kind, place):
    make, sentence = BROKEN[kind]
    text = make(google.key)
    secret = None
    if place == "environment":
        monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", text)
        where = "NPSHEETS_GOOGLE_CREDENTIALS"
    elif place == "variable of the file" and (text.startswith(("{", "AIza")) or len(text) > 1000):  # else a path
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", text)
        where = "GOOGLE_APPLICATION_CREDENTIALS"
    elif "file" in place:
        (tmp_path / "key.json").write_text(text)
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "key.json"))
        where = "key.json"
    else:
        where = "npsheets-google (Prefect)"
        secret = lambda: (where, text)  # noqa: E731
    with pytest.raises(errors.BadCredentials, match=sentence) as caught:
        find_credentials(secret=secret)
    error = caught.value
    assert where in str(error)
    assert where in error.say("ru")
    assert_nothing_secret(error, text)


def assert_nothing_secret(error: BaseException | None, text: str) -> None:
    """Neither in the sentence nor in what it came from, which a log would show."""
    while error is not None:
        told = f"{error} {error!r} {getattr(error, 'details', '')} {getattr(error, 'doc', '')}"
        assert text not in told
        assert "AIzaSy" not in told
        assert "PRIVATE" not in told
        assert KEY.private[60:90] not in told
        error = error.__cause__


def test_a_key_with_escaped_or_real_line_breaks_is_mended(google, monkeypatch):
    twice = json.dumps(google.key | {"private_key": KEY.private.replace("\n", "\\n")})
    real = json.dumps(google.key).replace("\\n", "\n")
    for text in (twice, real, "\n" + json.dumps(google.key, indent=2) + "\n"):
        monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", text)
        assert find_credentials().account == ROBOT


def test_a_key_file_that_is_not_there_is_told_with_who_named_it(monkeypatch, tmp_path):
    for variable in ("GOOGLE_APPLICATION_CREDENTIALS", "NPSHEETS_GOOGLE_CREDENTIALS"):
        monkeypatch.setenv(variable, str(tmp_path / "key.json"))
        with pytest.raises(errors.NoCredentials, match=rf"{variable} names .*key\.json”, but there is no such file"):
            find_credentials()


def test_a_folder_and_a_file_that_may_not_be_read_are_told(google, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path))
    with pytest.raises(errors.NoCredentials, match="is a folder"):
        find_credentials()
    path = key_file(tmp_path / "key.json", google)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    monkeypatch.setattr(Path, "read_text", _forbidden)
    with pytest.raises(errors.NoCredentials, match="may not be read"):
        find_credentials()


def _forbidden(*_arguments, **_options):
    raise PermissionError(13, os.strerror(13))


def test_a_workbook_shows_nothing_of_its_credentials(google):
    assert "Credentials" not in repr(find_credentials(google.key))

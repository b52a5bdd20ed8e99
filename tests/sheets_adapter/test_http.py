"""Calls are tried again for as long as it is worth it, and no longer."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
import requests
import stamina
from google.auth.credentials import AnonymousCredentials
from gspread.exceptions import APIError
from requests.adapters import BaseAdapter

from sheets_adapter.http import ATTEMPTS, TIMEOUTS, RetryingClient, wait


def response(status, headers=None, text='{"error": {"code": 1, "message": "m", "status": "S"}}'):
    found = requests.Response()
    found.status_code = status
    found._content = text.encode()
    found.headers.update(headers or {})
    return found


class Script(BaseAdapter):
    """Answers in turn; an exception among them is raised."""

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)
        self.timeouts = []

    def send(self, request, timeout=None, **_options):
        self.timeouts.append(timeout)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        answer.request, answer.url = request, request.url
        return answer

    def close(self):
        pass


def client(*answers):
    found = RetryingClient(AnonymousCredentials())
    script = Script(*answers)
    found.session.mount("https://", script)
    return found, script


OK = response(200, text="{}")


@pytest.mark.parametrize(
    "trouble",
    [
        *(response(status) for status in (429, 500, 502, 503, 504)),
        requests.ConnectionError("reset"),
        requests.Timeout("slow"),
        requests.exceptions.ChunkedEncodingError("half an answer"),
    ],
    ids=str,
)
def test_what_passes_is_tried_again(trouble):
    tried, _ = client(trouble, trouble, OK)
    assert tried.request("get", "https://sheets.googleapis.com/x").ok
    assert (tried.calls["read"], tried.tries["read"]) == (1, 3)


@pytest.mark.parametrize("status", [400, 403, 404, 501])
def test_what_does_not_pass_is_not_tried_again(status):
    tried, _ = client(response(status))
    with pytest.raises(APIError):
        tried.request("post", "https://sheets.googleapis.com/x")
    assert tried.tries["write"] == 1


def test_what_never_ends_is_given_up():
    tried, _ = client(response(503))
    with stamina.set_testing(True, attempts=ATTEMPTS), pytest.raises(APIError):
        tried.request("get", "https://sheets.googleapis.com/x")
    assert tried.tries["read"] == ATTEMPTS


def test_every_try_asks_for_leave_first_and_has_a_timeout():
    tried, script = client(response(429), OK)
    leave = []
    tried.before_call = leave.append
    tried.request("post", "https://sheets.googleapis.com/x")
    assert leave == ["write", "write"]
    assert script.timeouts == [TIMEOUTS, TIMEOUTS]


def test_a_pause_that_the_service_asks_for_is_kept():
    tried, _ = client(response(429, {"Retry-After": "1"}), OK)
    began = time.monotonic()
    with stamina.set_testing(False):
        tried.request("get", "https://sheets.googleapis.com/x")
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    ("header", "left", "expected"),
    [("7", 100, 7.0), ("", 100, True), ("soon", 100, True), ("3600", 100, False), ("0", 100, 0.0)],
)
def test_a_pause_longer_than_the_budget_is_not_begun(header, left, expected):
    answer = wait(APIError(response(429, {"Retry-After": header})), left)
    assert answer == expected
    assert type(answer) is type(expected)


def test_a_pause_may_be_told_as_a_time_of_day():
    told = wait(APIError(response(503, {"Retry-After": formatdate(time.time() + 30, usegmt=True)})), 100)
    assert 28 < told <= 30

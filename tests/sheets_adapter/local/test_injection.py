"""What is injected into calls: quotas, faults, latency and edits, by themselves."""

from __future__ import annotations

import json
import time
from typing import Any

import jsonschema
import pytest

from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.injection import Clock, Edit, Fault, Injection, Injector, Latency, Quotas, from_json, to_json
from sheets_adapter.local.injection.faults import API_ERRORS, BROKEN, HTML, KINDS
from tests.sheets_adapter.discovery import ERROR

TRUE = Answer(200, {"spreadsheetId": "xlsx-1"})


class Service:
    """Calls go through an injector to nothing; ``done`` is what was carried out, and who else was at work."""

    def __init__(self, **given: Any) -> None:
        self.injector = Injector(Injection(**{"clock": 0} | given))
        self.done: list[Any] = []
        self.answer = TRUE

    def call(self, method: str = "get", user: str = "", body: Any = None) -> int | str:
        call = Call(method, "xlsx-1", "", {"quotaUser": [user]} if user else {}, body or {})
        self.answer = self.injector.around(call, "", self.carry_out)
        return self.injector.seen[-1].outcome

    def carry_out(self, call: Call) -> Answer:
        self.done += call.body.get("requests", [call.method])
        return TRUE

    def calls(self, number: int, *given: Any) -> list[int | str]:
        return [self.call(*given) for _ in range(number)]


# Quotas


def test_a_user_has_sixty_reads_and_sixty_writes_a_minute() -> None:
    service = Service(quotas=Quotas())
    assert service.calls(61) == [200] * 60 + [429]
    assert service.calls(61, "batchUpdate") == [200] * 60 + [429]


def test_a_project_has_three_hundred_for_all_its_users() -> None:
    service = Service(quotas=Quotas())
    for user in "abcde":
        assert service.calls(60, "values.batchGet", user) == [200] * 60
    assert service.call("get", "f") == 429
    assert "'Read requests per minute' of" in service.answer.body["error"]["message"]
    assert service.call("batchUpdate", "f") == 200


def test_the_next_minute_begins_with_full_quotas() -> None:
    service = Service(quotas=Quotas(reads_per_user=2))
    service.injector.clock.move(59)
    assert service.calls(3) == [200, 200, 429]
    service.injector.clock.move(1)
    assert service.calls(3) == [200, 200, 429]


def test_a_refused_call_uses_up_nothing_of_the_projects_quota() -> None:
    service = Service(quotas=Quotas(reads=3, reads_per_user=2))
    assert service.calls(5, "get", "a") == [200, 200, 429, 429, 429]
    assert service.calls(2, "get", "b") == [200, 429]


def test_calls_to_drive_are_no_calls_to_sheets() -> None:
    service = Service(quotas=Quotas(reads=0, writes=0))
    assert service.call("drive.files.list") == 200


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("get", "Read"),
        ("values.batchGetByDataFilter", "Read"),
        ("developerMetadata.search", "Read"),
        ("create", "Write"),
        ("values.append", "Write"),
        ("sheets.copyTo", "Write"),
    ],
)
def test_what_changes_nothing_is_a_read(method: str, kind: str) -> None:
    service = Service(quotas=Quotas(reads_per_user=0, writes_per_user=0))
    assert service.call(method) == 429
    assert service.answer.body["error"]["message"] == (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:123456789012'."
    )


def test_the_body_of_a_refusal_says_which_quota_is_used_up_and_how_large_it_is() -> None:
    service = Service(quotas=Quotas(writes_per_user=0))
    service.call("batchUpdate")
    error = service.answer.body["error"]
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    info, links = error["details"]
    assert (info["reason"], info["domain"]) == ("RATE_LIMIT_EXCEEDED", "googleapis.com")
    assert info["metadata"] == {
        "consumer": "projects/123456789012",
        "quota_limit": "WriteRequestsPerMinutePerUser",
        "quota_limit_value": "0",
        "quota_location": "global",
        "quota_metric": "sheets.googleapis.com/write_requests",
        "quota_unit": "1/min/{project}/{user}",
        "service": "sheets.googleapis.com",
    }
    assert links["@type"] == "type.googleapis.com/google.rpc.Help"
    assert "Retry-After" not in service.answer.headers


# The clock


def test_a_minute_passes_as_fast_as_one_wants() -> None:
    service = Service(quotas=Quotas(reads_per_user=1), clock=60 / 0.05)
    assert service.calls(2) == [200, 429]
    time.sleep(0.06)
    assert service.call() == 200


def test_a_clock_that_stands_still_is_moved_by_hand_and_by_pauses() -> None:
    clock = Clock(0)
    clock.move(90)
    clock.pause(5)
    assert clock.now() == 95


# Which calls are hit


def test_a_fault_hits_calls_by_their_number_among_those_of_a_method() -> None:
    service = Service(faults=[Fault(kind="503", method="batchUpdate", at=[2, 3])])
    service.call()
    assert service.calls(4, "batchUpdate") == [200, 503, 503, 200]


def test_a_fault_hits_batches_that_hold_a_request() -> None:
    service = Service(faults=[Fault(kind="403", request="addChart")])
    assert service.call("batchUpdate", body={"requests": [{"addSheet": {}}]}) == 200
    assert service.call("batchUpdate", body={"requests": [{"addSheet": {}}, {"addChart": {}}]}) == 403


def test_a_fault_is_over_after_so_many_times() -> None:
    assert Service(faults=[Fault(kind="500", times=2)]).calls(4) == [500, 500, 200, 200]


def test_chance_is_the_same_for_the_same_seed_and_whatever_else_is_injected() -> None:
    fault = Fault(kind="500", probability=0.3)
    first = Service(seed=7, faults=[fault]).calls(200)
    assert first == Service(seed=7, faults=[fault, Fault(kind="503", at=[500])]).calls(200)
    assert first != Service(seed=8, faults=[fault]).calls(200)
    assert 30 < first.count(500) < 90


# Before and after


@pytest.mark.parametrize("after", [False, True])
def test_a_fault_comes_before_the_effect_or_loses_its_answer(after: bool) -> None:
    service = Service(faults=[Fault(kind="503", after=after)])
    assert service.call("batchUpdate") == 503
    assert service.done == (["batchUpdate"] if after else [])


@pytest.mark.parametrize("after", [False, True])
def test_another_persons_edit_comes_before_or_after_a_call(after: bool) -> None:
    edit = Edit(at=[1], after=after, requests=[{"addSheet": {}}])
    service = Service(edits=[edit])
    service.call("values.batchGet")
    expected = [{"addSheet": {}}, "values.batchGet"]
    assert service.done == (expected[::-1] if after else expected)


def test_what_is_done_in_between_may_be_a_function_that_is_given_the_call() -> None:
    service = Service(edits=[Edit(do=lambda call: call.body.update(changed=True))])
    service.call("batchUpdate", body={"requests": []})
    assert service.injector.bodies("batchUpdate") == [{"requests": [], "changed": True}]


def test_latency_passes_on_the_clock() -> None:
    service = Service(latency=[Latency(seconds=2), Latency(method="batchUpdate", seconds=1, at_most=3)])
    service.call()
    assert service.injector.clock.now() == 2
    service.call("batchUpdate")
    assert 5 <= service.injector.clock.now() <= 7


# Kinds of fault


@pytest.mark.parametrize("kind", API_ERRORS)
def test_the_services_own_errors_have_googles_shape(kind: str) -> None:
    service = Service(faults=[Fault(kind=kind)])
    assert service.call() == int(kind)
    jsonschema.validate(service.answer.body, ERROR)
    assert service.answer.body["error"]["code"] == int(kind)


def test_a_bad_gateway_is_a_page_of_the_frontends() -> None:
    service = Service(faults=[Fault(kind="502")])
    assert service.call() == 502
    assert service.answer.every_header()["Content-Type"].startswith("text/html")
    assert service.answer.content().startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("kind", BROKEN)
def test_a_connection_that_breaks_is_no_status(kind: str) -> None:
    assert Service(faults=[Fault(kind=kind)]).call() == kind


def test_an_answer_may_be_ones_own() -> None:
    service = Service(faults=[Fault(answer=Answer(418, {"a": 1}, {"Retry-After": "3"}))])
    assert service.call() == 418
    assert (service.answer.body, service.answer.headers) == ({"a": 1}, {"Retry-After": "3"})


# What was seen


def test_what_was_called_is_told() -> None:
    service = Service(faults=[Fault(kind="reset", at=[2])])
    service.call("get", "ann")
    service.call("batchUpdate", "bob")
    assert service.injector.calls == {"get": 1, "batchUpdate": 1}
    told = [each.to_json() for each in service.injector.seen]
    assert [(each["number"], each["method"], each["user"], each["outcome"]) for each in told] == [
        (1, "get", "ann", 200),
        (2, "batchUpdate", "bob", "reset"),
    ]


def test_setting_anew_begins_anew() -> None:
    service = Service(quotas=Quotas(reads_per_user=1))
    assert service.calls(2) == [200, 429]
    service.injector.set(service.injector.injection)
    assert service.injector.seen == []
    assert service.call() == 200


# As JSON


EVERYTHING = Injection(
    seed=3,
    clock=120,
    quotas=Quotas(reads_per_user=10, writes=None),
    faults=(
        Fault(kind="503", at=(1,), after=True),
        Fault(answer=Answer(500, b"<p>No", HTML)),
    ),
    latency=(Latency(seconds=0.1, at_most=0.2),),
    edits=(Edit(method="get", requests=({"addSheet": {}},), values=({"range": "A1", "values": [[1]]},)),),
)


def test_everything_survives_being_sent_as_json() -> None:
    assert from_json(json.loads(json.dumps(to_json(EVERYTHING)))) == EVERYTHING
    assert from_json({}) == Injection()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "must be an object"),
        ({"fault": []}, "no 'fault'"),
        ({"faults": {}}, "'faults' must be a list"),
        ({"faults": [{"kind": "teapot"}]}, "one of 401"),
        ({"faults": [{}]}, "an 'answer' or a 'kind'"),
        ({"faults": [{"answer": {}}]}, "'status'"),
        ({"faults": [{"kind": "503", "at": [0]}]}, "call numbers from 1"),
        ({"faults": [{"kind": "503", "at": 1}]}, "'at' must be a list"),
        ({"faults": [{"kind": "503", "probability": 2}]}, "'probability'"),
        ({"quotas": {"reads": "many"}}, "'reads'"),
        ({"latency": [{"seconds": -1}]}, "'seconds'"),
        ({"edits": [{"do": "this"}]}, "in process only"),
        ({"clock": True}, "'clock'"),
    ],
)
def test_what_is_no_injection_is_said(given: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        from_json(given)


def test_every_kind_of_fault_gives_an_answer() -> None:
    for kind in KINDS:
        service = Service(faults=[Fault(kind=kind, after=True)])
        service.call()
        assert service.answer is not TRUE

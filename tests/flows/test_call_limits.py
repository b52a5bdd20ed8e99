"""Calls to Google share one rate among all runs of a Prefect server."""

from __future__ import annotations

import asyncio
import time

import pytest

from flows import call_limits
from flows.call_limits import DECAY, LIMITS, SLOTS, before_call, command, make_limits, take_slot
from sheets_adapter.errors import QuotaExceeded

GOOGLE = "https://docs.google.com/spreadsheets/d/1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUv"


@pytest.fixture
def no_limits(prefect_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on which nobody has made the limits, and a run that has not warned yet."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    monkeypatch.setattr(call_limits, "_warned", set())
    with get_client(sync_client=True) as client:
        for name in LIMITS:
            try:
                client.delete_global_concurrency_limit_by_name(name)
            except ObjectNotFound:
                continue


def make() -> None:
    from prefect.client.orchestration import get_client

    async def once() -> None:
        async with get_client() as client:
            await make_limits(client)

    asyncio.run(once())


def test_only_a_google_spreadsheet_and_only_with_a_lasting_server_takes_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:4200/api"}):
        assert before_call(GOOGLE) is take_slot
        assert before_call("team.xlsx") is None
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        assert before_call(GOOGLE) is None


def test_calls_beyond_the_slots_wait_until_one_comes_free(no_limits: None) -> None:
    make()
    for _ in range(SLOTS):
        take_slot("read")
    start = time.monotonic()
    take_slot("read")
    assert time.monotonic() - start > 0.3 / DECAY


def test_a_limit_that_somebody_has_set_otherwise_stands(no_limits: None) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate

    with get_client(sync_client=True) as client:
        client.create_global_concurrency_limit(
            GlobalConcurrencyLimitCreate(name="google-sheets-reads", limit=2, slot_decay_per_second=0.5)
        )
        make()
        assert [client.read_global_concurrency_limit_by_name(name).limit for name in LIMITS] == [2, SLOTS]


def test_a_missing_limit_is_one_warning_with_the_command_that_makes_it(
    no_limits: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING", logger="prefect.npsheets"):
        take_slot("write")
        take_slot("write")
    assert [command("google-sheets-writes") in message for message in caplog.messages] == [True]
    assert command("google-sheets-writes") == (
        "prefect gcl create google-sheets-writes --limit 8 --slot-decay-per-second 0.8"
    )


def test_a_slot_that_never_comes_free_is_a_quota_that_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(call_limits, "rate_limit", never)
    with pytest.raises(QuotaExceeded, match="google-sheets-reads"):
        take_slot("read")

"""What the doctor sees in Prefect, and the key that Prefect keeps; on a server of the tests' own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.doctor_report import sentence
from flows.findings import Finding
from flows.opening import open_for_flow
from flows.prefect_health import prefect_findings, same_workbook
from sheets_adapter import errors
from tests.sheets_adapter.google_here import ROBOT, GoogleHere

ID = "1AbC-dEf_0123456789abcdefghijklmnopqrstuvwxyz"
LINK = f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0"


def told(location: str = LINK) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for each in prefect_findings(location):
        assert sentence(each, "en")
        assert sentence(each, "ru")
        found.setdefault(each.key.removeprefix("prefect."), []).append(each)
    return found


@pytest.fixture
def client(prefect_here: None) -> Iterator[Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as asked:
        yield asked
        for each in asked.read_deployments():
            asked.delete_deployment(each.id)
        for each in asked.read_global_concurrency_limits(limit=10, offset=0):
            asked.delete_global_concurrency_limit_by_name(each.name)


def deploy(client: Any, flow: str, location: str = ID, **more: Any) -> Any:
    from prefect.client.schemas.actions import DeploymentScheduleCreate
    from prefect.client.schemas.schedules import CronSchedule

    active = more.pop("active", True)
    schedule = DeploymentScheduleCreate(
        schedule=CronSchedule(cron="0 7 * * *", timezone="Europe/Berlin"), active=active
    )
    schedules = [schedule] if more.pop("scheduled", True) else []
    return client.create_deployment(
        flow_id=client.create_flow_from_name(flow),
        name="scheduled",
        schedules=schedules,
        parameters={"location": location},
        tags=["npsheets"],
        **more,
    )


def start_run(client: Any, deployment: Any, state: Any) -> None:
    run = client.create_flow_run_from_deployment(deployment)
    client.set_flow_run_state(run.id, state, force=True)


def test_without_a_server_it_is_said_how_the_schedule_is_got(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("prefect.settings.PREFECT_API_URL.value", lambda: None)
    found = told()
    assert list(found) == ["none"]
    assert found["none"][0].level == "look"
    assert f"npsheets schedule '{LINK}'" in sentence(found["none"][0], "en")


def test_a_server_that_does_not_answer_is_said_at_once(prefect_here: None) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    began = time.monotonic()
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        found = told()
    assert found["away"][0].level == "wrong"
    assert "http://127.0.0.1:9/api" in sentence(found["away"][0], "en")
    assert time.monotonic() - began < 10


def test_a_workbook_that_nobody_deployed_is_said(client: Any) -> None:
    deploy(client, "daily-watch", location="another.xlsx")
    found = told()
    assert "no_deployments" in found
    assert "next_run" not in found


def test_deployments_with_schedule_and_worker_are_well(client: Any) -> None:
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.states import Scheduled

    client.create_work_pool(WorkPoolCreate(name="npsheets", type="process"), overwrite=True)
    for flow in ("survey-round", "monthly-nps", "daily-watch"):
        deployment = deploy(client, flow, work_pool_name="npsheets")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        client.create_flow_run_from_deployment(deployment, state=Scheduled(scheduled_time=tomorrow))
    found = told()
    assert [each.values["name"] for each in found["next_run"]] == [
        "daily-watch/scheduled", "monthly-nps/scheduled", "survey-round/scheduled",
    ]  # fmt: skip
    assert "prefect worker start --pool npsheets" in sentence(found["no_worker"][0], "en")
    client.send_worker_heartbeat(work_pool_name="npsheets", worker_name="desk", heartbeat_interval_seconds=30)
    found = told()
    assert "no_worker" not in found
    assert found["worker"][0].level == "fine"


def test_a_deployment_that_lacks_something_is_told_with_the_command(client: Any) -> None:
    deploy(client, "daily-watch", active=False)
    deploy(client, "monthly-nps", scheduled=False)
    found = told()
    assert found["some_missing"][0].values["flows"] == "survey-round, deliver, digest"
    assert "prefect deployment schedule resume daily-watch/scheduled" in sentence(found["paused"][0], "en")
    assert found["no_schedule"][0].values["name"] == "monthly-nps/scheduled"
    assert found["not_served"][0].level == "wrong"


def test_a_late_run_and_a_failed_one_are_told(client: Any) -> None:
    from prefect.client.schemas.objects import StateType
    from prefect.states import Completed, Failed, State

    daily, monthly = deploy(client, "daily-watch"), deploy(client, "monthly-nps")
    start_run(client, daily, Failed(message="x"))
    start_run(client, daily, State(type=StateType.SCHEDULED, name="Late"))
    start_run(client, monthly, Failed(message="x"))
    time.sleep(0.05)
    start_run(client, monthly, Completed())
    found = told()
    assert found["late"][0].values == {"number": 1}
    assert [each.values["name"] for each in found["failed"]] == ["daily-watch/scheduled"]
    assert "prefect flow-run logs" in sentence(found["failed"][0], "en")


def test_limits_are_asked_for_by_the_exact_command(client: Any) -> None:
    from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate

    missing = [sentence(each, "en") for each in told()["no_limit"]]
    assert len(missing) == 2
    assert "no_limit" not in told("team.xlsx"), "a file needs none"
    assert "prefect gcl create google-sheets-reads --limit 8 --slot-decay-per-second 0.8" in missing[0]
    for name, limit, decay in (("google-sheets-reads", 8, 0.8), ("google-sheets-writes", 60, 1.0)):
        client.create_global_concurrency_limit(
            GlobalConcurrencyLimitCreate(name=name, limit=limit, slot_decay_per_second=decay)
        )
    other = told()["other_limit"]
    assert [each.values["name"] for each in other] == ["google-sheets-writes"]
    client.delete_global_concurrency_limit_by_name("google-sheets-writes")
    client.create_global_concurrency_limit(
        GlobalConcurrencyLimitCreate(name="google-sheets-writes", limit=8, slot_decay_per_second=0.8)
    )
    assert "limits" in told()


def test_a_link_and_its_id_are_one_workbook_and_so_are_two_ways_to_a_file(tmp_path: Path) -> None:
    assert same_workbook(ID, LINK)
    assert not same_workbook(ID[::-1], LINK)
    assert not same_workbook("", LINK)
    assert same_workbook(str(tmp_path / "team.xlsx"), str(tmp_path / "x" / ".." / "team.xlsx"))
    assert not same_workbook(str(tmp_path / "team.xlsx"), LINK)


# The key that Prefect keeps


@pytest.fixture
def google(new_workbook: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[GoogleHere]:
    with GoogleHere(new_workbook).running() as running:
        monkeypatch.setenv("NPSHEETS_SHEETS_API", running.api.address)
        for name in ("NPSHEETS_GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
        yield running


@pytest.mark.parametrize("as_text", [True, False])
def test_a_flow_finds_its_key_in_prefect(client: Any, google: GoogleHere, as_text: bool) -> None:
    import json

    from prefect.blocks.system import Secret

    from flows.daily import daily_watch
    from tests.flows.sheet import add_rows

    add_rows(google.service.path, "Clients", {"client": "Acme", "status": "active"})
    Secret(value=json.dumps(google.key) if as_text else google.key).save("npsheets-google", overwrite=True)
    try:
        assert open_for_flow(google.location).account == ROBOT
        assert daily_watch(google.location, as_of="2026-10-06T07:00").receipt.wrote
        assert google.tokens.given
    finally:
        Secret.delete("npsheets-google")


def test_without_such_a_block_the_usual_sentence_is_said(client: Any, google: GoogleHere) -> None:
    with pytest.raises(errors.NoCredentials, match=r"No Google credentials were found\. Put"):
        open_for_flow(google.location)


def test_a_prefect_that_does_not_answer_is_no_proof_that_there_is_no_key(client: Any, google: GoogleHere) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    with (
        temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}),
        pytest.raises(errors.NoCredentials, match="which may keep them, does not answer"),
    ):
        open_for_flow(google.location)

"""What the doctor sees in Prefect: the server, the deployments of a workbook, who runs them, the rate limits.

Prefect is only asked, and only where it is configured: no server is started for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.findings import Finding, fine, look
from flows.schedule.deployments import TAGS, TIMETABLES
from flows.schedule.own_server import announced_at
from sheets_adapter.locations import google_id

TIMEOUT = 3.0
RUNS_LOOKED_AT = 200


def prefect_findings(location: str) -> Iterator[Finding]:
    from prefect.settings import (  # noqa: PLC0415
        PREFECT_API_URL,
        PREFECT_CLIENT_MAX_RETRIES,
        PREFECT_HOME,
        temporary_settings,
    )

    url = PREFECT_API_URL.value() or announced_at(Path(PREFECT_HOME.value()))
    if not url:
        yield look("prefect.none", location=location)
        return
    from prefect.client.orchestration import get_client  # noqa: PLC0415

    quick: dict[Any, Any] = {PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 0}
    try:
        with temporary_settings(quick), get_client(sync_client=True, httpx_settings={"timeout": TIMEOUT}) as client:
            away = client.api_healthcheck()
            if away is not None:
                yield Finding("wrong", "prefect.away", {"url": url})
                return
            yield fine("prefect.server", url=url)
            yield from _deployments(client, location)
            if google_id(location):
                yield from _limits(client)
    except Exception as refused:  # noqa: BLE001 - whatever a server of somebody's says, the doctor goes on
        yield Finding("wrong", "prefect.refuses", {"url": url, "detail": type(refused).__name__})


def _deployments(client: Any, location: str) -> Iterator[Finding]:
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags  # noqa: PLC0415

    tagged = client.read_deployments(deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=list(TAGS))))
    names = {each.id: f"{client.read_flow(each.flow_id).name}/{each.name}" for each in tagged}
    ours = [each for each in tagged if same_workbook(str(each.parameters.get("location", "")), location)]
    if not ours:
        yield look("prefect.no_deployments", location=location)
        return
    flows = [each.full_name.partition("/")[0] for each in TIMETABLES]
    lacking = [flow for flow in flows if not any(names[each.id].startswith(flow + "/") for each in ours)]
    if lacking:
        yield look("prefect.some_missing", flows=", ".join(lacking), location=location)
    for each in sorted(ours, key=lambda each: names[each.id]):
        yield from _schedule(client, each, names[each.id])
    yield from _served(client, ours, location)
    yield from _runs(client, {each.id: names[each.id] for each in ours})


def _schedule(client: Any, deployment: Any, name: str) -> Iterator[Finding]:
    if not deployment.schedules:
        yield look("prefect.no_schedule", name=name)
    elif deployment.paused or not any(schedule.active for schedule in deployment.schedules):
        schedule = next(each for each in deployment.schedules if deployment.paused or not each.active)
        yield look("prefect.paused", name=name, schedule=schedule.id)
    else:
        upcoming = _runs_of(client, [deployment.id], states=["SCHEDULED"], first=True)
        times = [run.expected_start_time for run in upcoming if run.expected_start_time > datetime.now(UTC)]
        if times:
            yield fine("prefect.next_run", name=name, moment=min(times).astimezone().strftime("%Y-%m-%d %H:%M %Z"))
        else:
            yield look("prefect.nothing_planned", name=name)


def _served(client: Any, deployments: list[Any], location: str) -> Iterator[Finding]:
    """A deployment with a work pool needs a worker of that pool, another the process that serves it."""
    for pool in sorted({each.work_pool_name for each in deployments if each.work_pool_name}):
        workers = client.read_workers_for_work_pool(pool)
        if any(str(getattr(worker.status, "value", worker.status)).upper() == "ONLINE" for worker in workers):
            yield fine("prefect.worker", pool=pool)
        else:
            yield Finding("wrong", "prefect.no_worker", {"pool": pool})
    alone = [each for each in deployments if not each.work_pool_name]
    if alone and not any(str(getattr(each.status, "value", each.status)).upper() == "READY" for each in alone):
        yield Finding("wrong", "prefect.not_served", {"location": location})
    elif alone:
        yield fine("prefect.served")


def _runs(client: Any, names: Mapping[Any, str]) -> Iterator[Finding]:
    """Runs that should have started, and deployments whose last run failed."""
    late = [run for run in _runs_of(client, list(names), states=["SCHEDULED"], first=True) if run.state_name == "Late"]
    if late:
        yield look("prefect.late", number=len(late))
    ended = _runs_of(client, list(names), states=["COMPLETED", "FAILED", "CRASHED"], first=False)
    for deployment, name in sorted(names.items(), key=lambda each: each[1]):
        last = next((run for run in ended if run.deployment_id == deployment), None)
        if last is not None and last.state_type.value != "COMPLETED":
            yield look("prefect.failed", name=name, run=last.name, id=last.id)


def _runs_of(client: Any, deployments: list[Any], *, states: list[str], first: bool) -> list[Any]:
    from prefect.client.schemas import filters  # noqa: PLC0415
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.client.schemas.sorting import FlowRunSort  # noqa: PLC0415

    kinds = filters.FlowRunFilterStateType(any_=[StateType(state) for state in states])
    found: list[Any] = client.read_flow_runs(
        flow_run_filter=filters.FlowRunFilter(
            deployment_id=filters.FlowRunFilterDeploymentId(any_=deployments),
            state=filters.FlowRunFilterState(type=kinds),
        ),
        sort=FlowRunSort.EXPECTED_START_TIME_ASC if first else FlowRunSort.EXPECTED_START_TIME_DESC,
        limit=RUNS_LOOKED_AT,
    )
    return found


def _limits(client: Any) -> Iterator[Finding]:
    from prefect.exceptions import ObjectNotFound  # noqa: PLC0415

    from flows.call_limits import DECAY, LIMITS, SLOTS  # noqa: PLC0415

    good = True
    for name in LIMITS:
        try:
            found = client.read_global_concurrency_limit_by_name(name)
        except ObjectNotFound:
            good = False
            yield look("prefect.no_limit", name=name, limit=SLOTS, decay=DECAY)
            continue
        if not found.active or found.limit > SLOTS or not 0 < found.slot_decay_per_second <= DECAY:
            good = False
            yield look("prefect.other_limit", name=name, limit=SLOTS, decay=DECAY)
    if good:
        yield fine("prefect.limits")


def same_workbook(one: str, other: str) -> bool:
    """A link and the id in it are the same, and so are two ways of writing a path."""
    if not one:
        return False
    first, second = google_id(one), google_id(other)
    return first == second if first or second else Path(one).resolve() == Path(other).resolve()

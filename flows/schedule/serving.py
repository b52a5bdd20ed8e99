"""Registers the deployments with Prefect, runs what is due one after another, and tells what came of it.

Runs that were missed while nothing served them are kept by Prefect as late ones and started first, oldest
first: at most one runs at a time. A run that was broken off is put back, since to run it again is harmless.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from filelock import FileLock, Timeout
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.server.schemas.schedules import CronSchedule
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_RUNNER_POLL_FREQUENCY, temporary_settings
from prefect.states import Scheduled
from prefect.types.entrypoint import EntrypointType

from flows.call_limits import make_limits
from flows.errors import NoOwnPrefect, NoPrefect, ScheduledHere
from flows.schedule.deployments import NAME, TAGS, TIMETABLES, Timetable
from flows.schedule.look import Plan
from flows.schedule.own_server import announced, own_server
from flows.schedule.told import Told

BROKEN_OFF = [StateType.PENDING, StateType.RUNNING, StateType.CRASHED]
ENDED = [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED]


def log_file() -> Path:
    return Path(PREFECT_HOME.value()) / "npsheets-schedule.log"


def serve(plan: Plan, told: Told) -> None:
    """Until somebody stops it. Uses the server that is configured, else one of its own."""
    configured = PREFECT_API_URL.value()
    if configured:
        asyncio.run(_serve(plan, told, configured, None))
        return
    with (
        _alone(),
        own_server(str(log_file())) as (address, process),
        announced(Path(PREFECT_HOME.value()), address),
        temporary_settings({PREFECT_API_URL: address}),
    ):
        asyncio.run(_serve(plan, told, address, process))


@contextmanager
def _alone() -> Iterator[None]:
    """Two on one database would take each other's deployments."""
    home = Path(PREFECT_HOME.value())
    home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home / "npsheets-schedule.lock", timeout=0):
            yield
    except Timeout as taken:
        raise ScheduledHere(home=home) from taken


async def _serve(plan: Plan, told: Told, address: str, own: subprocess.Popen[bytes] | None) -> None:
    runner = Runner(name="npsheets", limit=1, pause_on_shutdown=False)
    try:
        async with get_client() as client:
            if plan.on_google:
                await make_limits(client)
            timetables = {await _register(timetable, plan, runner, client, told): timetable for timetable in TIMETABLES}
            await _put_back(client, list(timetables))
            told.started(
                {timetable: await next_time(timetable, plan.zone) for timetable in TIMETABLES}, address, own=bool(own)
            )
            told.catching_up(await _missed(client, list(timetables)))
            await _until_stopped(runner.start(), _watch(client, timetables, told, own))
    except (httpx.HTTPError, PrefectHTTPStatusError) as failed:
        raise (NoOwnPrefect(log=log_file()) if own else NoPrefect(address=address, detail=failed)) from failed


async def _register(timetable: Timetable, plan: Plan, runner: Runner, client: PrefectClient, told: Told) -> UUID:
    with suppress(ObjectNotFound):
        before = (await client.read_deployment_by_name(timetable.full_name)).parameters.get("location")
        if before and before != plan.location:
            told.moved(timetable, before)
    return await runner.aadd_deployment(await _deployment(timetable, plan))


async def _deployment(timetable: Timetable, plan: Plan) -> RunnerDeployment:
    deployment: RunnerDeployment = await timetable.imported().ato_deployment(
        name=NAME,
        parameters={"location": plan.location},
        schedules=[Cron(timetable.cron, timezone=plan.zone, slug=timetable.slug)],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        description=timetable.description,
        tags=list(TAGS),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # Said afterwards, so that Prefect takes it for an answer: a deployment that a work pool had is ours now.
    deployment.work_pool_name = deployment.work_queue_name = None
    return deployment


async def next_time(timetable: Timetable, zone: str) -> datetime:
    return (await CronSchedule(cron=timetable.cron, timezone=zone).get_dates(n=1, start=datetime.now(UTC)))[0]


async def _put_back(client: PrefectClient, deployments: list[UUID]) -> None:
    for run in await client.read_flow_runs(flow_run_filter=_runs(deployments, BROKEN_OFF)):
        await client.set_flow_run_state(run.id, Scheduled(scheduled_time=run.expected_start_time), force=True)


async def _missed(client: PrefectClient, deployments: list[UUID]) -> list[datetime]:
    late = _runs(deployments, [StateType.SCHEDULED], expected_start_time={"before_": datetime.now(UTC)})
    return [
        run.expected_start_time for run in await client.read_flow_runs(flow_run_filter=late) if run.expected_start_time
    ]


async def _watch(
    client: PrefectClient, timetables: dict[UUID, Timetable], told: Told, own: subprocess.Popen[bytes] | None
) -> None:
    """Tells each run that ends; raises NoOwnPrefect if the own server does."""
    since, seen = datetime.now(UTC), set[tuple[UUID, Any]]()
    while own is None or own.poll() is None:
        with suppress(httpx.HTTPError, PrefectHTTPStatusError):  # the runner gives up if it lasts
            for run in await _ended(client, list(timetables), since):
                if (run.id, run.end_time) not in seen and run.deployment_id:
                    seen.add((run.id, run.end_time))
                    told.ended(timetables[run.deployment_id], run)
        await asyncio.sleep(PREFECT_RUNNER_POLL_FREQUENCY.value())
    raise NoOwnPrefect(log=log_file())


async def _ended(client: PrefectClient, deployments: list[UUID], since: datetime) -> list[FlowRun]:
    """The latest of them, in the order in which they ended."""
    ended = _runs(deployments, ENDED, end_time={"after_": max(since, datetime.now(UTC) - timedelta(days=1))})
    return (await client.read_flow_runs(flow_run_filter=ended, sort=FlowRunSort.END_TIME_DESC))[::-1]


def _runs(deployments: list[UUID], states: list[StateType], **more: Any) -> FlowRunFilter:
    return FlowRunFilter.model_validate(
        {"deployment_id": {"any_": deployments}, "state": {"type": {"any_": states}}, **more}
    )


async def _until_stopped(*works: Any) -> None:
    """Both end with a signal, or with the first that fails."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    tasks = [asyncio.create_task(work) for work in works]
    await asyncio.sleep(0)  # Prefect's runner takes SIGTERM for itself when it starts; after that it is ours

    def end(*_: object) -> None:
        if not loop.is_closed():  # Ctrl+C once more, while the server is still stopping, changes nothing
            loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({*tasks, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, stopping):
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome

"""Prefect for the tests of flows: a server of its own for the session, asked for only where a flow really runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def prefect_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An ephemeral Prefect with a database of its own; what is imported and started here costs some seconds, once."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        environment.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        from prefect.testing.utilities import prefect_test_harness

        from flows.local_runs import one_shot

        with prefect_test_harness(server_startup_timeout=180), one_shot():
            yield


@pytest.fixture
def new_workbook(tmp_path: Path) -> Path:
    """A workbook as `npsheets init` makes it where nothing was."""
    from flows.init_workbook import create_missing, look

    path = tmp_path / "team.xlsx"
    create_missing(look(str(path), "en"))
    return path

"""The demo as a user runs it, once for all tests that look at what comes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

LANGUAGES = ("en", "ru")
ONCE = "demo_runs"
"""A session fixture so dear that the tests that ask for it stay together in one process."""


@dataclass(frozen=True)
class DemoRun:
    """``workbook``: the file it left; do not write into it. ``told``: what the terminal said at the end."""

    language: str
    workbook: Path
    told: str


@pytest.fixture(autouse=True, scope="session")
def state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What this machine remembers of sent letters, and its secrets, have nothing to do with whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NPSHEETS_STATE", str(tmp_path_factory.mktemp("state")))
        for name in ("NPSHEETS_NOTICES", "NPSHEETS_SMTP_PASSWORD", "NPSHEETS_WEBHOOK_SECRET", "NPSHEETS_LETTERS"):
            environment.delenv(name, raising=False)
        yield


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ONCE in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(ONCE))


@pytest.fixture(scope="session")
def demo_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DemoRun]:
    """`npsheets demo` in both languages, side by side, each with a Prefect of its own."""
    folders = {language: tmp_path_factory.mktemp(f"demo_{language}") for language in LANGUAGES}
    running = {language: _start(language, folder) for language, folder in folders.items()}
    told = {language: process.communicate(timeout=600) for language, process in running.items()}
    for language, process in running.items():
        assert process.returncode == 0, told[language][1]
    return {language: DemoRun(language, folders[language] / "demo.xlsx", told[language][0]) for language in LANGUAGES}


@pytest.fixture(scope="session")
def demo_workbook(demo_runs: dict[str, DemoRun]) -> Path:
    """The English workbook of the demo; copy it before writing."""
    return demo_runs["en"].workbook


def _start(language: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "demo", "--language", language]
    return subprocess.Popen(
        [*command, "--output", str(folder / "demo.xlsx")],
        env={**os.environ, "PREFECT_HOME": str(folder / "prefect"), "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )

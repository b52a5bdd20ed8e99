"""The examples for systemd, Docker and compose say nothing that does not exist."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import prefect.settings
import pytest
import yaml
from typer.main import get_command

from flows.cli import app
from sheets_adapter.credentials import KEY_IN_ENVIRONMENT

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples"
UNIT, DOCKERFILE, COMPOSE = (EXAMPLES / name for name in ("npsheets.service", "Dockerfile", "compose.yaml"))
OURS = {
    KEY_IN_ENVIRONMENT,
    "GOOGLE_APPLICATION_CREDENTIALS",
    "NPSHEETS_WORKBOOK",
    "NPSHEETS_HOME",
    "NPSHEETS_TIME_ZONE",
}
OF_OTHERS = {"PYTHONUNBUFFERED", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK", "TZ"}


def known_to_prefect(name: str) -> bool:
    """Whether it is a setting of Prefect's, by one of its names."""
    return hasattr(prefect.settings, name)


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT, encoding="utf-8")
    return parser


def schedule_options() -> set[str]:
    command = get_command(app).commands["schedule"]  # type: ignore[attr-defined]
    return {name for parameter in command.params for name in parameter.opts}


def instructions() -> list[tuple[str, str]]:
    """Of the Dockerfile: (instruction, what follows), with continued lines joined."""
    text = re.sub(r"\\\n", " ", DOCKERFILE.read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_unit_runs_the_command_that_exists_and_keeps_secrets_elsewhere() -> None:
    service = unit()["Service"]
    program, command, location = service["ExecStart"].split()
    assert (Path(program).name, command, location) == ("npsheets", "schedule", "${NPSHEETS_WORKBOOK}")
    assert not service["EnvironmentFile"].startswith("/opt/npsheets")
    assert service["Environment"].startswith(f"PREFECT_HOME=/var/lib/{service['StateDirectory']}/")
    assert {"Unit", "Service", "Install"} == set(unit().sections())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    """With a program that is there in place of ours, whose folder is not."""
    text = UNIT.read_text(encoding="utf-8")
    there = text.replace(unit()["Service"]["ExecStart"].split()[0], shutil.which("true") or "")
    (tmp_path / UNIT.name).write_text(there, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / UNIT.name)], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_what_the_image_copies_is_in_the_repository() -> None:
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY"]
    assert copied
    for source in (one for sources in copied for one in sources):
        assert (ROOT / source).exists(), source


def test_the_image_installs_what_is_locked_and_runs_as_somebody_without_rights() -> None:
    words = [word for word, _ in instructions()]
    assert words[0] == "FROM"
    assert "RUN pip install --no-deps --require-hashes -r requirements.lock" in {
        " ".join(one) for one in instructions()
    }
    assert words.index("USER") < words.index("CMD")
    assert dict(instructions())["USER"] not in {"root", "0"}


def test_the_image_starts_the_schedule_with_options_that_exist() -> None:
    shell = yaml.safe_load(dict(instructions())["CMD"])
    assert shell[:2] == ["sh", "-c"]
    words = shell[2].split()
    assert words[:3] == ["exec", "npsheets", "schedule"]
    assert {word for word in words if word.startswith("-")} <= schedule_options()


def test_every_variable_of_the_image_and_of_the_services_is_known() -> None:
    of_image = [name for word, rest in instructions() if word == "ENV" for name in re.findall(r"(\w+)=", rest)]
    services = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    of_services = [name for each in ("server", "worker") for name in services[each]["environment"]]
    assert {
        name for name in (*of_image, *of_services) if name not in OURS | OF_OTHERS and not known_to_prefect(name)
    } == set()


def test_the_services_wait_for_each_other_and_listen_on_this_machine_only() -> None:
    told = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    services = told["services"]
    assert set(services) == {"database", "server", "worker"}
    assert services["server"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["worker"]["depends_on"] == {"server": {"condition": "service_healthy"}}
    assert all("healthcheck" in services[each] for each in ("database", "server"))
    assert [port for each in services.values() for port in each.get("ports", [])] == ["127.0.0.1:4200:4200"]
    named = {volume.split(":")[0] for each in services.values() for volume in each.get("volumes", [])}
    assert named == set(told["volumes"])

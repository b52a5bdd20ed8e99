"""The README speaks of the program as it is: its commands, settings, deployments and pictures exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from flows.cli import app
from flows.program.settings import SETTINGS
from flows.texts import say

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_CALLED = r"npsheets ((?:demo|init|doctor|check|undo|serve|run) [^`\n#|]*)"
COMMANDS = sorted(set(re.findall(_CALLED, README.replace("\\|", "/"))))


def leaves(command, path=()):
    """(words, command) of every command that does something."""
    if not getattr(command, "commands", None):
        return [(path, command)]
    return [leaf for name, sub in command.commands.items() for leaf in leaves(sub, (*path, name))]


@pytest.mark.parametrize(("words", "command"), leaves(get_command(app)), ids=str)
def test_every_command_has_help_and_stands_in_the_readme(words, command):
    assert command.help
    assert f"npsheets {' '.join(words)} " in README


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_in_the_readme_exists_with_its_options(line):
    words = line.split()
    known = dict(leaves(get_command(app)))
    path = next(path for path in known if tuple(words[: len(path)]) == path)
    options = {name for parameter in known[path].params for name in parameter.opts}
    assert {word.strip("[]") for word in words if word.strip("[").startswith("-")} <= options


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_setting_stands_in_the_readme_with_its_default(setting):
    default = setting.default_text["en"] or "–"
    assert f"| {setting.names['en'][0]} | {default} | {say('en', 'setting.' + setting.key)} |" in README


def test_the_readme_gives_the_hours_of_prefect_yaml():
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    for deployment in deployments:
        flow = deployment["entrypoint"].rpartition(":")[2]
        minute, hour, *_ = deployment["schedules"][0]["cron"].split()
        assert re.search(rf"\| `{flow}` \| [^|]*{int(hour):02}:{int(minute):02}", README), flow


def test_pictures_and_files_that_the_readme_leads_to_exist():
    for target in re.findall(r"\]\((?!http|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target

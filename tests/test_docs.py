"""README and docs speak of the program as it is: its commands, settings, deployments and pictures exist."""

from __future__ import annotations

import itertools
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from flows.cli import app
from flows.program.settings import SETTINGS
from flows.texts import say

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
COMMANDS = sorted(
    {
        line.strip()
        for text in DOCS.values()
        for line in re.findall(
            r"(?:^ {4}(?:\w+=\S+ )?|`)(?:\.venv/bin/)?npsheets ([^`\n#|]+)", text.replace("\\|", "/"), re.MULTILINE
        )
    }
)
"""What follows ``npsheets`` at the beginning of a line of code or of a word in code."""


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
def test_every_command_in_readme_and_docs_exists_with_its_options(line):
    words = line.split()
    known = dict(leaves(get_command(app)))
    if len(words) == 1 and any(path[0] == words[0] for path in known if len(path) > 1):
        return  # several commands in one word: `npsheets run`
    path = next((path for path in known if tuple(words[: len(path)]) == path), None)
    assert path, f"npsheets {line}: no such command"
    options = {name for parameter in known[path].params for name in parameter.opts}
    assert {word.strip("[]") for word in words if word.strip("[").startswith("-")} <= options


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_setting_stands_in_the_readme_with_its_default(setting):
    default = setting.default_text["en"] or "–"
    assert f"| {setting.names['en'][0]} | {default} | {say('en', 'setting.' + setting.key)} |" in README


@pytest.mark.parametrize(
    "page", [path for path, text in DOCS.items() if "| `daily_watch` |" in text], ids=lambda p: p.name
)
def test_the_hours_are_those_of_prefect_yaml(page):
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    for deployment in deployments:
        flow = deployment["entrypoint"].rpartition(":")[2]
        minute, hour, *_ = deployment["schedules"][0]["cron"].split()
        assert re.search(rf"\| `{flow}` \| [^|]*{int(hour.partition('-')[0]):02}:{int(minute):02}", DOCS[page]), flow


@pytest.mark.parametrize("page", DOCS, ids=lambda p: p.name)
def test_pictures_and_files_that_a_page_leads_to_exist(page):
    for target in re.findall(r"\]\((?!http|#)([^)#]+)[^)]*\)", DOCS[page]):
        assert (page.parent / target).exists(), target


PREFECT = sorted(
    {
        line.strip()
        for text in DOCS.values()
        for line in re.findall(r"^ {4}(?:\.venv/bin/)?prefect ([^&\n]*)", text, re.MULTILINE)
    }
)


@pytest.mark.parametrize("line", PREFECT)
def test_every_prefect_command_in_readme_and_docs_exists_with_its_options(line):
    words = shlex.split(line)
    options = {word.partition("=")[0] for word in words if word.startswith("--")} - {"--no-prompt"}
    path = list(itertools.takewhile(re.compile("[a-z-]+").fullmatch, [w for w in words if not w.startswith("--")]))
    path = path[:1] if path[0] == "deploy" else path[:2]
    told = subprocess.run(
        [sys.executable, "-m", "prefect", *path, "--help"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert f"Usage: prefect {' '.join(path)}" in told.stdout
    assert all(option in told.stdout for option in options)

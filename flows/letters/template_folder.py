"""The letters' templates: the usual ones, and those of a team's own folder, which go before them file by file.

The folder is named by ``NPSHEETS_LETTERS`` and laid out like ``templates`` here: ``layout.html``,
``en/invitation.txt``, ``ru/exit.html`` ... The first line of a ``.txt`` is ``Subject: …``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    select_autoescape,
)

from flows.errors import BadTemplate

VARIABLE = "NPSHEETS_LETTERS"
SUBJECT = "Subject:"


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def rendered(letter: str, language: str, names: Mapping[str, Any]) -> Rendered:
    """``letter``: the files' name without its ending. Raises BadTemplate, which names file and line."""
    text = _filled(f"{language}/{letter}.txt", names)
    first, _, rest = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise BadTemplate(file=f"{language}/{letter}.txt", line=1, detail=f"{SUBJECT} …")
    subject = " ".join(first.removeprefix(SUBJECT).split())
    return Rendered(subject, rest.strip() + "\n", _filled(f"{language}/{letter}.html", names))


def own_templates() -> list[str]:
    """Names of the files in the team's folder that take the place of usual ones."""
    folder = own_folder()
    usual = set(_usual().list_templates())
    if folder is None:
        return []
    return sorted(
        name for path in folder.rglob("*") if (name := path.relative_to(folder).as_posix()) in usual and path.is_file()
    )


def own_folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def _usual() -> PackageLoader:
    return PackageLoader("flows.letters")


def _filled(name: str, names: Mapping[str, Any]) -> str:
    folder = own_folder()
    environment = Environment(
        loader=ChoiceLoader([*([FileSystemLoader(folder)] if folder else []), _usual()]),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.get_template(name).render(names)
    except TemplateSyntaxError as wrong:
        raise BadTemplate(file=wrong.name or name, line=wrong.lineno, detail=wrong.message or "") from wrong
    except (TemplateError, TypeError, ValueError, OSError, UnicodeError) as wrong:
        raise BadTemplate(file=name, line=_line(wrong, name), detail=str(wrong)) from wrong


def _line(wrong: BaseException, name: str) -> int:
    """Where a template stumbled while it was filled: the last line of it that was being worked on."""
    line, step = 1, wrong.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(name):
            line = step.tb_lineno
        step = step.tb_next
    return line

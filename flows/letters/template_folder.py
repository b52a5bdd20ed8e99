"""The letters' templates: the usual ones, and those of a team's own folder, which go before them file by file.

The folder is named by ``NPSHEETS_LETTERS`` and laid out like ``templates`` here: ``layout.html``,
``en/invitation.txt``, ``ru/exit.html`` ...; an ``invitation.txt`` beside ``layout.html`` is that of every language. The
first line of a ``.txt`` is ``Subject: …``.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    select_autoescape,
)

from flows.errors import BadTemplate
from flows.letters.template_names import unknown_name

VARIABLE = "NPSHEETS_LETTERS"
USUAL = Path(__file__).with_name("templates")
SUBJECT = ("subject", "тема")


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def rendered(letter: str, language: str, names: Mapping[str, Any]) -> Rendered:
    """``letter``: the files' name without its ending. Raises BadTemplate, which names file and line."""
    name = f"{language}/{letter}.txt"
    first, _, rest = filled(name, names).lstrip().partition("\n")
    word, _, subject = first.partition(":")
    if word.strip().lower() not in SUBJECT or not subject.strip():
        raise BadTemplate(reason="no_subject", file=str(file_of(name)), line=1, detail=first.strip())
    html = filled(f"{language}/{letter}.html", names)
    return Rendered(" ".join(subject.split()), rest.strip() + "\n", html)


def filled(name: str, names: Mapping[str, Any]) -> str:
    """One template with ``names`` in it. Raises BadTemplate."""
    folder = own_folder()
    environment = _environment(folder)
    try:
        _check(folder, name, frozenset(names))
        return environment.get_template(name).render(names)
    except BadTemplate:
        raise
    except TemplateSyntaxError as wrong:
        file = wrong.filename or str(file_of(wrong.name or name))
        raise BadTemplate(file=file, line=wrong.lineno, detail=_without_stop(wrong)) from wrong
    except Exception as wrong:  # a template is a program of the team's: anything may go wrong in it
        file, line = _place(wrong) or (str(file_of(name)), 1)
        known = {"reason": "unknown_name", "names": _listed(names)} if isinstance(wrong, UndefinedError) else {}
        raise BadTemplate(file=file, line=line, detail=_without_stop(wrong), **known) from wrong


def file_of(name: str) -> Path | None:
    """The file that is used for a template."""
    return next((path for path in _candidates(own_folder(), name) if path.is_file()), None)


def own_templates() -> list[str]:
    """Names of the usual templates whose place a file of the team's takes."""
    if own_folder() is None:
        return []
    usual = sorted(path.relative_to(USUAL).as_posix() for path in USUAL.rglob("*") if path.is_file())
    used = {name: file_of(name) for name in usual}
    return [name for name, file in used.items() if file is not None and not file.is_relative_to(USUAL)]


def own_folder() -> Path | None:
    """Raises BadTemplate where the folder that is named is not there: nobody wants the usual letters then."""
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise BadTemplate(reason="no_folder", file=str(folder), line=1, detail="")
    return folder


def _candidates(folder: Path | None, name: str) -> Iterator[Path]:
    if folder is not None:
        yield folder / name
        yield folder / name.rpartition("/")[2]
    yield USUAL / name


@cache
def _environment(folder: Path | None) -> Environment:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        for path in _candidates(folder, name):
            try:
                if path.is_file():
                    return path.read_text(encoding="utf-8-sig"), str(path), _unchanged(folder, name, path)
            except (OSError, UnicodeDecodeError) as refused:
                why = refused.strerror if isinstance(refused, OSError) else str(refused)
                raise BadTemplate(reason="unreadable", file=str(path), line=1, detail=why) from refused
        return None

    return Environment(
        loader=FunctionLoader(load),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _unchanged(folder: Path | None, name: str, path: Path) -> Callable[[], bool]:
    """Whether the file is still what it was, and still the one that counts: a process may run for days."""
    changed = path.stat().st_mtime_ns

    def still() -> bool:
        first = next((each for each in _candidates(folder, name) if each.is_file()), None)
        return first == path and path.stat().st_mtime_ns == changed

    return still


@cache
def _check(folder: Path | None, name: str, names: frozenset[str]) -> None:
    """A name that is misspelt where a template seldom goes is found before it goes there."""
    found = unknown_name(_environment(folder), name, names)
    if found is not None:
        file, line, word = found
        raise BadTemplate(reason="unknown_name", file=file, line=line, detail=word, names=_listed(names))


def _place(wrong: BaseException) -> tuple[str, int] | None:
    """The last line of a template on the way to the error."""
    steps = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(wrong.__traceback__)]
    return next((step for step in reversed(steps) if step[0].endswith((".txt", ".html"))), None)


def _without_stop(wrong: Exception) -> str:
    said = wrong.message if isinstance(wrong, TemplateError) else str(wrong)
    return (said or type(wrong).__name__).rstrip(".")


def _listed(names: Mapping[str, Any] | frozenset[str]) -> str:
    return ", ".join(sorted(names))

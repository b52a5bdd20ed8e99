"""What `npsheets preview` does: every letter as a client of this workbook would get it, as files to look at.

Nothing is sent, and nothing is written to the workbook. ``LETTERS`` lists who makes letters; whoever makes another kind
adds a function that yields ``Shown`` for an ``Occasion``.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from flows.decision import Sheets, decide, understand
from flows.letters.survey_letters import TEMPLATES, Asked, compose
from flows.letters.template_folder import filled
from flows.moment import zone_of
from flows.opening import open_for_person
from flows.preview_notes import about, complete, notes
from flows.preview_sample import sample_of
from flows.program.settings import Settings
from flows.progress import tell
from flows.texts import count, say
from flows.texts.wording import capital
from sheets_adapter.errors import NotSaved
from sheets_adapter.own_tables import DELIVERIES

if TYPE_CHECKING:
    from flows.terminal import Terminal

INDEX = "index.html"
PAGE = "preview.html"


@dataclass(frozen=True, eq=False)
class Occasion:
    """What a letter is made of. ``settings`` lack nothing that one needs: where people wrote none, something stands."""

    sheets: Sheets
    settings: Settings
    asked: Asked
    when: datetime


@dataclass(frozen=True)
class Shown:
    """One letter: ``name`` is that of its files."""

    name: str
    title: str
    message: EmailMessage


@dataclass(frozen=True, eq=False)
class Preview:
    """``about``: whose letters these are and of which templates. ``notes``: what still stands in their way."""

    language: str
    folder: Path
    shown: tuple[Shown, ...]
    about: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def index(self) -> Path:
        return self.folder / INDEX


def survey_letters(occasion: Occasion) -> Iterator[Shown]:
    words = DELIVERIES.column("letter").choices
    for letter in TEMPLATES:
        message = compose(letter, occasion.asked, occasion.settings, occasion.when)
        yield Shown(letter.replace(" ", "-"), capital(words[letter][occasion.settings.language][0]), message)


def digests(occasion: Occasion) -> Iterator[Shown]:
    """Of this month's digest one for each kind of reader."""
    from flows.letters.digest_letter import digest_letters  # noqa: PLC0415 - its chart takes a second to import

    sheets = replace(occasion.sheets, settings=replace(occasion.settings, deliver="yes"))
    found = decide("digest", sheets, only_letters=True, sends_digests=True).digests
    if found is None:
        return
    of_each = found.readers.drop_duplicates("audience")
    letters = digest_letters(
        found.everything,
        of_each,
        roster=found.roster,
        settings=occasion.settings,
        when=occasion.when,
        title=occasion.sheets.snapshot.title,
    )
    language = occasion.settings.language
    for letter, audience in zip(letters, of_each["audience"], strict=True):
        title = say(language, "preview.digest", employee=letter.employee)
        yield Shown(f"digest-{audience}", title, letter.message)


LETTERS: tuple[Callable[[Occasion], Iterable[Shown]], ...] = (survey_letters, digests)


def preview(location: str, folder: Path) -> Preview:
    """Writes the letters into ``folder``, over those of an earlier preview. Raises NpsheetsError."""
    tell("connect", location=location)
    workbook = open_for_person(location)
    tell("reading")
    now = datetime.now(UTC)
    sheets = understand(workbook.snapshot(strict=False), None, now)
    settings, snapshot = sheets.settings, sheets.snapshot
    sample = sample_of(snapshot.tables, settings, sheets.moment)
    when = now.astimezone(zone_of(settings.time_zone, snapshot.time_zone))
    occasion = Occasion(sheets, complete(settings), sample.asked, when)
    shown = tuple(letter for letters in LETTERS for letter in letters(occasion))
    made = Preview(settings.language, folder, shown, about(settings.language, sample), notes(sheets, sample))
    try:
        _write(made)
    except OSError as refused:
        raise NotSaved(location=str(folder), detail=refused.strerror or str(refused)) from refused
    return made


def _write(made: Preview) -> None:
    made.folder.mkdir(parents=True, exist_ok=True)
    for letter in made.shown:
        (made.folder / f"{letter.name}.eml").write_bytes(bytes(letter.message))
        html, text = _with_pictures(letter.message), _body(letter.message, "plain")
        (made.folder / f"{letter.name}.html").write_text(html, encoding="utf-8")
        # A text has no place for its subject but above it.
        (made.folder / f"{letter.name}.txt").write_text(f"{letter.message['Subject']}\n\n{text}", encoding="utf-8")
    made.index.write_text(_index(made), encoding="utf-8")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def _with_pictures(message: EmailMessage) -> str:
    """The HTML with its pictures in it: a browser does not look for them in the letter's other parts."""
    html = _body(message, "html")
    for part in message.walk():
        if part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]
            html = html.replace(
                f"cid:{part['Content-ID'].strip('<>')}", f"data:{part.get_content_type()};base64,{data}"
            )
    return html


def _index(made: Preview) -> str:
    letters = [
        {
            "name": letter.name,
            "title": letter.title,
            "subject": str(letter.message["Subject"]),
            "files": [f"{letter.name}.{ending}" for ending in ("html", "txt", "eml")],
        }
        for letter in made.shown
    ]
    names: dict[str, object] = {name: say(made.language, f"preview.{name}") for name in ("heading", "subject")}
    names |= {"language": made.language, "about": made.about, "notes": made.notes, "letters": letters}
    return filled(PAGE, names)


def tell_preview(terminal: Terminal, made: Preview) -> None:
    terminal.language = made.language
    terminal.line("preview.wrote", folder=made.folder, letters=count(made.language, "letters", len(made.shown)))
    for sentence in made.about:
        terminal.out.print(escape(sentence))
    if made.notes:
        terminal.line("preview.to_look")
    for note in made.notes:
        terminal.out.print(f"  {escape(note)}")
    terminal.line("preview.open", index=made.index)

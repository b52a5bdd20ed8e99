"""What the doctor sees of letters and notices: settings, mail server, secrets, addresses, what waits, who is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from flows.data_issues import issue_rows
from flows.delivery.secrets import NOTICES, SMTP, WEBHOOK, secret, where_is
from flows.delivery.state_folder import state_folder
from flows.errors import BadNotices, BadTemplate, NoSecret
from flows.findings import Finding, Level, fine, look, wrong
from flows.letters.template_folder import own_folder, own_templates
from flows.program.channels import EMAIL
from flows.program.channels import WEBHOOK as BY_WEBHOOK
from flows.program.delivery_values import address_in
from flows.program.letters_ready import letters_in_use, missing_for_letters
from flows.program.outbox import UNCONFIRMED, WAITING
from flows.program.roster import roster
from flows.program.settings import BY_KEY, Settings, read_settings
from flows.program.survey_contacts import survey_contacts
from flows.texts import count
from flows.texts.wording import capital
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.tables import BY_KEY as TABLES

SECONDS = 10.0
"""How long somebody who looks waits for a mail server."""
_ABOUT_LOGIN = frozenset({"login_refused", "no_login", "login_not_ascii"})
_ABOUT_SECURITY = frozenset({"not_offered", "no_starttls", "no_tls", "not_trusted"})


def letters_findings(location: str, snapshot: Snapshot) -> Iterator[Finding]:
    """Nothing where everybody is called, no digest goes and nobody is to be told."""
    settings, found = read_settings(snapshot.tables["settings"])
    settings = replace(settings, language=snapshot.language)
    clients = snapshot.tables["clients"]
    own = set(clients.loc[clients["status"].isin(["", "active"]), "channel"]) - {""}
    channels = {channel for _, channel in letters_in_use(settings, own)}
    if channels:
        yield _goes(location, snapshot, settings)
        yield from _settings(snapshot, settings, own, found)
        if EMAIL in channels and settings.deliver != "folder":
            yield from _mail_server(settings)
        if BY_WEBHOOK in channels:
            yield from _webhook(settings)
        yield from _addresses(snapshot, settings)
        yield from _unconfirmed(snapshot)
        yield from _templates()
        yield from _remembered()
    yield from _notices(expected=bool(channels))


def _goes(location: str, snapshot: Snapshot, settings: Settings) -> Finding:
    language = settings.language
    states = snapshot.tables["deliveries"]["state"]
    waiting = count(language, "letters", int(states.isin(WAITING).sum()))
    value = BY_KEY["deliver"].choices[settings.deliver][language][0]
    values = {"setting": _name("deliver", language), "value": value, "waiting": waiting, "location": location}
    begins, ends = (f"{minutes // 60}:{minutes % 60:02}" for minutes in settings.sending_hours)
    return Finding(
        "look" if settings.deliver == "no" else "fine",
        f"letters.deliver_{settings.deliver}",
        values | {"hours": f"{begins}-{ends}"},
    )


def _settings(snapshot: Snapshot, settings: Settings, own: set[str], found: pd.DataFrame) -> Iterator[Finding]:
    language = settings.language
    bad = found[found["code"].eq("bad_setting") & found["hint"].ne("time_zone")]
    for row in issue_rows(bad, snapshot, language).itertuples():
        cell = str(row.cell).partition(" ")[0]
        yield look("letters.bad", sheet=row.sheet, cell=cell, found=row.found, expected=row.expected)
    missing = missing_for_letters(settings, own)
    if missing:
        names = ", ".join(f"“{_name(key, language)}”" for key in missing)
        yield Finding(_level(settings), "letters.missing", {"settings": names})
    else:
        yield fine("letters.settings")


def _mail_server(settings: Settings) -> Iterator[Finding]:
    """Connects and logs in as a run would; sends nothing."""
    from flows.delivery.parcel import Fate  # noqa: PLC0415 - what sends is imported where it is asked
    from flows.delivery.sending import in_words, smtp_server  # noqa: PLC0415

    if not settings.smtp_server:
        return
    try:
        server = replace(smtp_server(settings), timeout=SECONDS)
        where = where_is(*SMTP) if settings.smtp_login else ""
    except NoSecret as missing:
        yield _no_secret(missing, "smtp", settings)
        return
    values = {"host": settings.smtp_server, "security": settings.smtp_security, "where": where}
    if settings.smtp_login and settings.smtp_security == "none" and server.host not in {"localhost", "127.0.0.1"}:
        yield look("letters.in_the_clear", setting=_name("smtp_security", settings.language))
    outcome = server.check()
    if outcome.fate is Fate.SENT:
        yield fine("letters.smtp_login" if settings.smtp_login else "letters.smtp", **values)
        return
    about = "login" if outcome.code in _ABOUT_LOGIN else "security" if outcome.code in _ABOUT_SECURITY else "address"
    said = capital(in_words(outcome, settings.language)).rstrip(".")
    names = {key: _name(f"smtp_{key}", settings.language) for key in ("server", "security", "login")}
    values |= {"said": said, **{f"{key}_setting": name for key, name in names.items()}}
    yield Finding(_level(settings), f"letters.smtp_wrong_{about}", values)


def _webhook(settings: Settings) -> Iterator[Finding]:
    """The address is https, or Settings would not have taken it; calling it would make a survey."""
    try:
        where = where_is(*WEBHOOK)
    except NoSecret as missing:
        yield _no_secret(missing, "webhook", settings)
        return
    if where:
        yield fine("letters.webhook", where=where)
    else:
        yield _no_secret(NoSecret(block=WEBHOOK[1], where=""), "webhook", settings)


def _no_secret(missing: NoSecret, kind: str, settings: Settings) -> Finding:
    if missing.details["where"]:
        return wrong(missing)
    variable, block = {"smtp": SMTP, "webhook": WEBHOOK}[kind]
    return Finding(_level(settings), f"letters.no_{kind}_secret", {"variable": variable, "block": block})


def _addresses(snapshot: Snapshot, settings: Settings) -> Iterator[Finding]:
    """Of those whom a round would ask by letter: who cannot get one."""
    people = roster(snapshot.tables, pd.Timestamp.now())
    clients = people.clients[people.clients["status"].eq("active")]
    channel = clients["channel"].where(clients["channel"].ne(""), settings.survey_channel)
    by_letter = clients.loc[channel.eq(EMAIL), "client"]
    asked = survey_contacts(people, settings.contacts_per_client)
    asked = asked[asked["client"].isin(by_letter)]
    lost = sum(not _is_address(text) for text in asked["email"])
    if len(asked):
        values = {"all": count(settings.language, "contacts", len(asked)), "lost": lost}
        yield look("letters.no_address", **values) if lost else fine("letters.addresses", **values)


def _is_address(text: str) -> bool:
    try:
        return bool(address_in(text))
    except ValueError:
        return False


def _unconfirmed(snapshot: Snapshot) -> Iterator[Finding]:
    rows = snapshot.tables["deliveries"]
    number = int(rows["state"].eq(UNCONFIRMED).sum())
    if number:
        letters = count(snapshot.language, "letters", number)
        yield look("letters.unconfirmed", letters=letters, sheet=TABLES["deliveries"].title(snapshot.language))


def _templates() -> Iterator[Finding]:
    try:
        own = own_templates()
    except BadTemplate as unusable:
        yield wrong(unusable)
        return
    if own:
        yield fine("letters.templates", files=", ".join(own), folder=own_folder())


def _remembered() -> Iterator[Finding]:
    """Whether this machine can keep what it has begun to hand over."""
    try:
        folder: Path | None = state_folder()
    except RuntimeError:
        folder = None
    there = next((each for each in (folder, *folder.parents) if each.exists()), None) if folder else None
    if there is None or not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield look("letters.no_memory", folder=folder or "–")
    else:
        yield fine("letters.memory", folder=folder)


def _notices(*, expected: bool) -> Iterator[Finding]:
    from flows.delivery.staff_notices import StaffNotices  # noqa: PLC0415 - Apprise is needed by few commands

    variable, block = NOTICES
    try:
        where, config = where_is(*NOTICES), secret(*NOTICES)
        channels = StaffNotices(config).channels
    except (BadNotices, NoSecret) as error:
        yield wrong(error)
        return
    if channels:
        public = sum(channel.public for channel in channels)
        services = ", ".join(dict.fromkeys(channel.service for channel in channels))
        yield fine("letters.notices", where=where, services=services, number=len(channels), public=public)
    elif expected or where:
        yield look("letters.no_notices", variable=variable, block=block)


def _level(settings: Settings) -> Level:
    """What keeps letters from going is wrong once they are to go."""
    return "look" if settings.deliver == "no" else "wrong"


def _name(key: str, language: str) -> str:
    return BY_KEY[key].names[language][0]

"""What a preview says about the letters: whose they are, of which templates, and what still stands in their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.data_issues import issue_rows
from flows.decision import Sheets
from flows.letters.survey_letters import TEMPLATES, our_name
from flows.letters.template_folder import VARIABLE, own_folder, own_templates
from flows.preview_sample import Sample
from flows.program.channels import CALL, EMAIL, WEBHOOK
from flows.program.form_links import asks_score
from flows.program.letters_ready import missing_for
from flows.program.settings import BY_KEY, Settings
from flows.texts import say
from sheets_adapter.tables import BY_KEY as TABLES

SAMPLE_FORM = "https://your-form.example/?key={survey key}"


def complete(settings: Settings) -> Settings:
    """With something in the place of what no letter can be written without; addressed to the client, not to a test."""
    sender = settings.sender or say(settings.language, "preview.sample_sender")
    return replace(settings, sender=sender, form_link=settings.form_link or SAMPLE_FORM, deliver="folder")


def about(language: str, sample: Sample) -> tuple[str, ...]:
    own = own_templates()
    calls, clients = (TABLES[table].title(language) for table in ("call_list", "clients"))
    return (
        say(language, "preview.client", client=sample.asked.client, sheet=TABLES[sample.table].title(language))
        if sample.table
        else say(language, "preview.invented", client=sample.asked.client, calls=calls, clients=clients),
        say(language, "preview.own", files=", ".join(own), folder=own_folder())
        if own
        else say(language, "preview.no_own", variable=VARIABLE, example=f"{language}/invitation.html"),
    )


def notes(sheets: Sheets, sample: Sample) -> tuple[str, ...]:
    """A sentence for each thing that keeps letters from going, or from looking as people may want them."""
    settings = sheets.settings
    return (
        *_missing(settings),
        *_refused(sheets),
        *_going(sheets),
        *_of_sample(settings, sample),
        *_half_own(settings),
    )


def _missing(settings: Settings) -> Iterator[str]:
    language, whole = settings.language, complete(settings)
    shown = {"sender": whole.sender, "form_link": SAMPLE_FORM.partition("{")[0] + "…"}
    channels = {EMAIL} | {settings.survey_channel, settings.exit_channel} & {WEBHOOK}
    missing = [key for channel in sorted(channels) for key in missing_for("invitation", channel, settings)]
    for key in dict.fromkeys(missing):
        stands = say(language, "preview.stands", shown=shown[key]) + " " if key in shown else ""
        yield say(language, "preview.missing", setting=_name(key, language), stands=stands, does=_does(key, language))
    if settings.sender and not settings.our_name:
        setting, known_as = _name("our_name", language), our_name(settings)
        yield say(language, "preview.known_as", setting=setting, known_as=known_as, does=_does("our_name", language))
    if settings.form_link and not asks_score(settings.form_link):
        yield say(language, "preview.one_button")


def _refused(sheets: Sheets) -> Iterator[str]:
    """What Settings say and cannot mean, such as a form link without the survey's key, is as good as not said."""
    issues, language = sheets.setting_issues, sheets.settings.language
    rows = issue_rows(issues[issues["code"].eq("bad_setting")], sheets.snapshot, language)
    for row in rows.itertuples():
        cell = str(row.cell).partition(" ")[0]
        yield say(language, "preview.bad", sheet=row.sheet, cell=cell, found=row.found, expected=row.expected)


def _going(sheets: Sheets) -> Iterator[str]:
    settings = sheets.settings
    language = settings.language
    own_channels = sheets.snapshot.tables["clients"]["channel"]
    if {settings.survey_channel, settings.exit_channel} == {CALL} and not own_channels.isin([EMAIL, WEBHOOK]).any():
        names = [_name(key, language) for key in ("survey_channel", "exit_channel")]
        value = BY_KEY["survey_channel"].choices[EMAIL][language][0]
        yield say(language, "preview.by_call", surveys=names[0], exits=names[1], value=value)
    if settings.deliver == "no":
        value = BY_KEY["deliver"].choices["no"][language][0]
        yield say(language, "preview.off", setting=_name("deliver", language), value=value)


def _of_sample(settings: Settings, sample: Sample) -> Iterator[str]:
    if sample.table and not sample.addressed:
        yield say(settings.language, "preview.no_address", client=sample.asked.client)


def _half_own(settings: Settings) -> Iterator[str]:
    """Who rewrites the text alone would be surprised: most people see the other form."""
    own = set(own_templates())
    for letter in dict.fromkeys(TEMPLATES.values()):
        text, html = (f"{settings.language}/{letter}.{ending}" for ending in ("txt", "html"))
        if len({text, html} & own) == 1:
            mine, usual = (text, html) if text in own else (html, text)
            yield say(settings.language, "preview.half_own", own=mine, usual=usual)


def _name(key: str, language: str) -> str:
    return BY_KEY[key].names[language][0]


def _does(key: str, language: str) -> str:
    return say(language, f"setting.{key}")

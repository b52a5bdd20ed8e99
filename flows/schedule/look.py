"""A look at the workbook before anything is scheduled: whether it can be read, its language, whose clock counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal import get_localzone_name

from flows.decision import understand
from flows.errors import BadTimeZone
from flows.moment import zone_of
from flows.opening import open_for_person
from sheets_adapter import diagnosis
from sheets_adapter.locations import google_id


@dataclass(frozen=True)
class Plan:
    """``zone``: by whose clock the runs start; ``counted``: in which zone the workbook tells its days."""

    location: str
    title: str
    language: str
    zone: str
    zone_from: str
    counted: str

    @property
    def differs(self) -> bool:
        now = datetime.now(UTC)
        return now.astimezone(ZoneInfo(self.zone)).utcoffset() != now.astimezone(ZoneInfo(self.counted)).utcoffset()

    @property
    def on_google(self) -> bool:
        return bool(google_id(self.location))


def look(location: str, time_zone: str | None) -> Plan:
    """Raises NpsheetsError as a run would: what is wrong is said before anything is scheduled.

    Two calls, and of a Google spreadsheet a third that changes nothing: most mornings have nothing to write, so a
    share for reading only would come to light weeks later. A file may well be open in another program just now.
    """
    chosen = _known(time_zone) if time_zone else ""
    workbook = open_for_person(location)
    sheets = understand(workbook.snapshot(), None, datetime.now(UTC))
    if google_id(location):
        diagnosis.ask_to_write(workbook)
    own = zone_of(sheets.settings.time_zone, sheets.snapshot.time_zone)
    of_workbook = own.key if isinstance(own, ZoneInfo) else ""
    counted = of_workbook or get_localzone_name()
    return Plan(
        location=location if google_id(location) else str(Path(location).resolve()),
        title=sheets.snapshot.title,
        language=sheets.settings.language,
        zone=chosen or counted,
        zone_from="zone_option" if time_zone else "zone_workbook" if of_workbook else "zone_machine",
        counted=counted,
    )


def _known(time_zone: str) -> str:
    try:
        return ZoneInfo(time_zone).key
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise BadTimeZone(text=time_zone) from unknown

"""What happens to the client base during the months: clients come, pause, leave, change hands."""

from __future__ import annotations

from datetime import date

from flows.demo_firm.desk import Desk, Line
from flows.demo_firm.firm import JOINED_ON, Client
from flows.demo_firm.sheet import CLIENT_COLUMNS, CONTACT_COLUMNS, client_row, contact_row, write_row

LEAVING = {
    "left in July": date(2026, 7, 9),
    "left in September": date(2026, 9, 11),
    "left in October": date(2026, 10, 26),
}
PAUSED_ON, RESUMED_ON = date(2026, 7, 27), date(2026, 10, 12)
HANDED_OVER_ON, HANDED_OVER_TO = date(2026, 9, 14), "sophie"


def keep_client_base(desk: Desk, since: date, today: date) -> None:
    """Type in what has happened after ``since`` and up to ``today``."""
    for story, day in LEAVING.items():
        if since < day <= today:
            line = _line_of(desk, desk.firm.cast(story))
            line.type(status=desk.firm.names["statuses"]["churned"], churned_on=day)
    for status, day in (("paused", PAUSED_ON), ("active", RESUMED_ON)):
        if since < day <= today:
            _line_of(desk, desk.firm.cast("paused")).type(status=desk.firm.names["statuses"][status])
    if since < HANDED_OVER_ON <= today:
        _line_of(desk, desk.firm.cast("handed over")).type(manager=desk.firm.person(HANDED_OVER_TO))
    for client in desk.firm.clients:
        if client.since in JOINED_ON and since < client.since <= today:
            _sign(desk, client)


def _line_of(desk: Desk, client: Client) -> Line:
    return next(line for line in desk.own("clients").lines() if line.text("client") == client.name)


def _sign(desk: Desk, client: Client) -> None:
    """A new client goes below the last one, its contacts below the last contact."""
    base, contacts = desk.own("clients"), desk.own("contacts")
    write_row(base.sheet, desk.firm, base.new_line().number, list(CLIENT_COLUMNS), client_row(desk.firm, client))
    for contact in client.contacts if client.listed_contacts else ():
        row = contact_row(desk.firm, client, contact)
        write_row(contacts.sheet, desk.firm, contacts.new_line().number, list(CONTACT_COLUMNS), row)

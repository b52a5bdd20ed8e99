"""Which sheet of another title is which table, by its headings and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheets_adapter.a1 import letters
from sheets_adapter.people_tables import CLIENTS, CONTACTS, EMPLOYEES, RESPONSES
from sheets_adapter.proposing import contents
from sheets_adapter.proposing.likely import DEPARTED, PERHAPS_DEPARTED, TITLES, is_month, likely_heading
from sheets_adapter.proposing.lines import Line, Proposals, Remark
from sheets_adapter.proposing.seen import Seen, are_statuses, likely_column, likely_line, scale_of_five, see_likely
from sheets_adapter.questions import is_date, is_score
from sheets_adapter.recognise import Fed, plain
from sheets_adapter.snapshot import Grid, Sheet

OF_CLIENTS = ("services", "salesperson", "manager", "specialists", "client_since", "churned_on", "revenue")
"""Columns that a list of clients has and a list of their contacts has not."""
DIFFERENT = 0.75
"""A list has a row a client; some stand there with each of their projects, of whom the first row counts."""
SAME_CLIENTS = 0.5
SOME_SCORES = 0.5
"""Beside «н/о» and the like."""
A_FEW_MONTHS = 3


@dataclass
class Sorted:
    """The sheets of other titles by the table they are."""

    clients: list[Seen] = field(default_factory=list)
    contacts: list[Seen] = field(default_factory=list)
    employees: list[Seen] = field(default_factory=list)
    responses: list[Seen] = field(default_factory=list)
    nobodys: list[Seen] = field(default_factory=list)
    """Answers that do not say whose they are."""
    dateless: list[Seen] = field(default_factory=list)
    """Answers that do not say when they were given."""
    other_scale: list[Seen] = field(default_factory=list)
    wide: list[Seen] = field(default_factory=list)


def sheets_proposed(
    others: Iterable[Sheet], grids: Mapping[int, Grid], known: Mapping[str, Sequence[Seen]], fed: Fed
) -> Proposals:
    """``others``: sheets that belong to no table; ``known``: by table those that do, by their titles or Settings."""
    found = _sorted([sheet for sheet in others if _is_candidate(sheet, grids)], grids, fed)
    clients = _clients(found.clients, known.get("clients", ()))
    proposals = clients
    if not known.get("contacts") and found.contacts:
        proposals += _one(max(found.contacts, key=_size))
    if not known.get("employees") and found.employees:
        proposals += _one(max(found.employees, key=_size))
    proposals += _responses(found.responses, known.get("responses", ()))
    if not found.responses and not known.get("responses"):
        proposals += Proposals(asked=tuple(_whose(seen) for seen in found.nobodys[:1]))
    told = [
        _told("whose", seen, heading=_heading(seen, "score"))
        for seen in found.nobodys
        if not proposals.asks(seen.title)
    ]
    told += [_told("dateless", seen, heading=_heading(seen, "score")) for seen in found.dateless]
    told += [_told("other_scale", seen, heading=_heading(seen, "score")) for seen in found.other_scale]
    return proposals + Proposals(remarks=(*told, *(_wide(seen) for seen in found.wide)))


def _is_candidate(sheet: Sheet, grids: Mapping[int, Grid]) -> bool:
    return sheet.is_grid and not sheet.hidden and any(map(any, grids.get(sheet.sheet_id, [])))


def _sorted(sheets: list[Sheet], grids: Mapping[int, Grid], fed: Fed) -> Sorted:
    found = Sorted()
    for sheet in sheets:
        seen, kind = _kind(sheet, grids[sheet.sheet_id], fed)
        if seen is not None and kind:
            getattr(found, kind).append(seen)
    return found


def _kind(sheet: Sheet, grid: Grid, fed: Fed) -> tuple[Seen | None, str]:
    answers = see_likely(sheet, grid, RESPONSES, fed)
    if answers and answers.usable and contents.mostly(answers.of("score"), is_score):
        return answers, "other_scale" if scale_of_five(answers.of("score")) else "responses"
    if answers and answers.lacks == ["client"] and _is_form(answers) and answers.of("score"):
        return answers, "nobodys"
    clients = see_likely(sheet, grid, CLIENTS, fed)
    if answers and answers.lacks == ["date"] and answers.of("score") and not (clients and _lists_clients(clients)):
        return answers, "dateless"
    if clients is None or not clients.usable or not clients.records:
        staff = see_likely(sheet, grid, EMPLOYEES, fed)
        return (staff, "employees") if staff and staff.usable and _lists_staff(staff) else (None, "")
    return _kind_of_clients(clients, see_likely(sheet, grid, CONTACTS, fed))


def _kind_of_clients(clients: Seen, contacts: Seen | None) -> tuple[Seen | None, str]:
    """A sheet with clients on it: a list of them, or of people there, or something that grows to the right."""
    if _lists_clients(clients):
        return clients, "clients"
    if contacts and contacts.usable and contents.mostly(contacts.of("contact"), _is_name, 0.6):
        return contacts, "contacts"
    return (clients, "wide") if _month_columns(clients) else (None, "")


def _is_name(cell: object) -> bool:
    return contents.is_person(contents.text(cell))


def _is_form(answers: Seen) -> bool:
    first = min(answers.names, default=-1)
    return first in answers.columns.get("date", ()) or _titled(answers, "responses")


def _lists_clients(seen: Seen) -> bool:
    """One row a client, with something about it that only a list of clients has."""
    names = seen.clients()
    if len(set(names)) < DIFFERENT * len(names):
        return False
    own = [key for key in OF_CLIENTS if key in seen.columns or likely_column(seen, key) is not None]
    reached = bool(own) and bool({"phone", "email"} & seen.columns.keys())
    status = 2 * are_statuses(seen.of("status"), 0.3)
    people = any(contents.are_own_people(seen.cells(at), set()) for at in seen.unknown)
    titled = _titled(seen, "clients") or bool(re.search(rf"{DEPARTED}|{PERHAPS_DEPARTED}", plain(seen.title)))
    sure = not seen.fed or contents.are_firms(seen.of("client"))
    if "contact" in seen.columns and not own and not status and not people:
        return titled and not _titled(seen, "contacts")
    return bool(len(own) + reached + status + people >= 2 - titled or (titled and sure and not _prices(seen)))


def _prices(seen: Seen) -> bool:
    """A list of what is sold has an amount beside each name and no person anywhere."""
    return any(contents.are_numbers(seen.cells(at)) for at in seen.names)


def _lists_staff(seen: Seen) -> bool:
    names = contents.names_in(seen.of("employee"))
    return contents.mostly(names, contents.is_person, 0.6) and (_titled(seen, "employees") or "role" in seen.columns)


def _titled(seen: Seen, table: str) -> bool:
    return bool(re.search(TITLES[table], plain(seen.title)))


def _size(seen: Seen) -> tuple[int, int]:
    return len(seen.columns), len(seen.records)


def _clients(candidates: list[Seen], known: Sequence[Seen]) -> Proposals:
    """The fullest list first; further ones where they hold other clients, those that left as such."""
    present = [seen for seen in candidates if not re.search(rf"{DEPARTED}|{PERHAPS_DEPARTED}", plain(seen.title))]
    ordered = sorted(present or candidates, key=lambda seen: -len(seen.columns) * len(seen.records))
    taken = list(known) or ordered[:1]
    if not taken:
        return Proposals()
    proposed = Proposals() if known else _one(taken[0])
    listed = {name for seen in taken for name in seen.clients()}
    for seen in (seen for seen in candidates if seen not in taken):
        names = set(seen.clients())
        if len(names & listed) >= SAME_CLIENTS * len(names):
            proposed += Proposals(
                remarks=(_told("same_clients", seen, same=len(names & listed), other=taken[0].title),)
            )
        elif re.search(PERHAPS_DEPARTED, plain(seen.title)) and not re.search(DEPARTED, plain(seen.title)):
            proposed += Proposals(asked=(_status_of_sheet(seen, "perhaps_departed"),))
        else:
            taken.append(seen)
            listed |= names
            proposed += _further(seen, taken)
    return proposed


def _further(seen: Seen, taken: Sequence[Seen]) -> Proposals:
    why = {"sheet": seen.title, "headings": _known_headings(seen), "rows": len(seen.records)}
    titles = tuple(each.title for each in taken)
    line = Line("clients", values=titles, why="more_clients", details=why)
    left = (_status_of_sheet(seen, "departed", "churned"),) if _has_left(seen) else ()
    return Proposals((line, *_columns(seen), *left))


def _has_left(seen: Seen) -> bool:
    return bool(re.search(DEPARTED, plain(seen.title))) and "status" not in seen.columns


def _status_of_sheet(seen: Seen, why: str, code: str = "") -> Line:
    details = {"sheet": seen.title, "clients": len(seen.records)}
    return Line("clients", "status", seen.title, (code,) if code else (), why, details)


def _one(seen: Seen) -> Proposals:
    """The sheet is the table, and the columns that Settings have to name for it."""
    why = {"sheet": seen.title, "headings": _known_headings(seen), "rows": len(seen.records)}
    return Proposals((Line(seen.table.key, values=(seen.title,), why="headings", details=why), *_columns(seen)))


def _columns(seen: Seen) -> tuple[Line, ...]:
    return tuple(likely_line(seen, key) for key in seen.fed)


def _responses(found: list[Seen], known: Sequence[Seen]) -> Proposals:
    if not found:
        return Proposals()
    titles = tuple(dict.fromkeys(seen.title for seen in (*known, *found)))
    rows = sum(len(seen.records) for seen in found)
    sheets = ", ".join(seen.title for seen in found)
    why = {"sheet": sheets, "headings": _known_headings(found[0]), "rows": rows, "heading": _heading(found[0], "score")}
    proposed = Proposals((Line("responses", values=titles, why="answers", details=why),))
    for seen in found:
        proposed += Proposals(_columns(seen))
    return proposed


def _whose(seen: Seen) -> Line:
    return Line("responses", why="whose", details={"sheet": seen.title, "heading": _heading(seen, "score")})


def _known_headings(seen: Seen) -> str:
    return ", ".join(dict.fromkeys(seen.names[at] for places in seen.columns.values() for at in places))


def _heading(seen: Seen, key: str) -> str:
    return seen.names[seen.columns[key][0]]


def _told(code: str, seen: Seen, **details: object) -> Remark:
    return Remark(code, {"sheet": seen.title, "rows": len(seen.records), **details})


def _month_columns(seen: Seen) -> list[str]:
    """Headings that are months over columns of scores: a table that grows to the right."""
    months = [
        seen.names[at]
        for at, name in seen.unknown.items()
        if (is_month(name) or is_date(seen.grid[seen.row][at] if at < len(seen.grid[seen.row]) else ""))
        and contents.mostly(seen.cells(at), is_score)
    ]
    return months if len(months) >= A_FEW_MONTHS else []


def _wide(seen: Seen) -> Remark:
    months = _month_columns(seen)
    return _told("wide", seen, first=months[0], last=months[-1], columns=len(months))


def beside_remarks(known: Iterable[Seen]) -> Proposals:
    """What stands beside the rows of a sheet that is read and is not read from there: scores, another table."""
    remarks: list[Remark] = []
    for seen in known:
        if seen.beside:
            remarks.append(_told("beside", seen, column=letters(seen.beside)))
        remarks += _scores_beside(seen)
    return Proposals(remarks=tuple(remarks))


def _scores_beside(seen: Seen) -> Iterator[Remark]:
    if _month_columns(seen):
        yield _wide(seen)
    scores = [
        name
        for at, name in seen.unknown.items()
        if likely_heading("responses", "score", plain(name)) and contents.mostly(seen.cells(at), is_score, SOME_SCORES)
    ]
    if scores and seen.table is CLIENTS:
        yield _told("scores_in_list", seen, headings=", ".join(scores))

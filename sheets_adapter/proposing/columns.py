"""Which unknown column feeds which field: people by service, ticks by service, days, addresses, a status."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sheets_adapter.proposing import contents
from sheets_adapter.proposing.likely import (
    A_START,
    AN_END,
    DEPARTED,
    HEADINGS,
    NO_SERVICE,
    NO_TERM,
    NOT_SERVING,
    OF_PEOPLE,
    PERHAPS_SERVING,
    likely_heading,
)
from sheets_adapter.proposing.lines import Line, Proposals, Remark
from sheets_adapter.proposing.naming import names_as_answered
from sheets_adapter.proposing.seen import (
    WITHIN_REASON,
    Seen,
    are_people,
    likely_column,
    likely_line,
    they_repeat,
)
from sheets_adapter.proposing.surveys import told_by_answers
from sheets_adapter.questions import is_text
from sheets_adapter.recognise import plain

TEAM = ("salesperson", "manager", "specialists")
FIELDS = ("services", "status", "client_since", "churned_on", "contact", "email", "phone", "revenue")
"""Optional fields of a client, each of one column."""


def columns_proposed(known: Mapping[str, Sequence[Seen]]) -> Proposals:
    """``known``: by table the sheets that are read or proposed."""
    proposed = Proposals()
    staff = {
        contents.name_key(name)
        for seen in known.get("employees", ())
        for name in contents.names_in(seen.of("employee"))
    }
    lists = known.get("clients", ())
    elsewhere = {key for seen in lists for key in seen.columns}
    for seen in lists:
        proposed += _of_clients(_without_contradictions(seen), staff, elsewhere)
    if len(lists) == 1:
        proposed += _nobody_leaves(lists[0], proposed)
    answers = known.get("responses", ())
    for seen in answers:
        proposed += Proposals(asked=tuple(_which_question(seen, key) for key in seen.competing))
        proposed += told_by_answers(seen)
    return proposed + _asked_comment(answers) + names_as_answered(lists, answers)


def _nobody_leaves(seen: Seen, proposed: Proposals) -> Proposals:
    """A list of some length that says of nobody that they left."""
    told = {*seen.columns, *(line.column for line in (*proposed.proposed, *proposed.asked))}
    if told & {"status", "churned_on"} or seen.sections or len(seen.records) < WITHIN_REASON:
        return Proposals()
    return Proposals(remarks=(Remark("all_active", {"sheet": seen.title, "clients": len(seen.records)}),))


def _asked_comment(answers: Sequence[Seen]) -> Proposals:
    """Without what to change an answer makes no task: which column of words it may be."""
    silent = [seen for seen in answers if "comment" not in {*seen.columns, *seen.competing}]
    found = {name: seen for seen in silent for at, name in seen.unknown.items() if _are_words(seen.cells(at))}
    if not found:
        return Proposals()
    sheets = ", ".join(dict.fromkeys(seen.title for seen in found.values()))
    return Proposals(
        asked=(
            Line("responses", "comment", why="asked_comment", details={"sheet": sheets, "headings": ", ".join(found)}),
        )
    )


def _are_words(cells: contents.Cells) -> bool:
    """Sentences, or at least other words nearly everywhere; not people and not addresses."""
    told = contents.are_emails(cells) or are_people(cells)
    return not told and contents.mostly(cells, is_text) and not contents.are_ticks(cells)


def _without_contradictions(seen: Seen) -> Seen:
    """A column «Почта» that holds ticks or people is a service of that name, not addresses."""
    wrong = {
        key
        for key in ("email", "phone", "client_since", "churned_on", "revenue")
        if any(
            contents.are_ticks(seen.cells(at)) or contents.are_own_people(seen.cells(at), set())
            for at in seen.columns.get(key, ())
        )
    }
    return replace(seen, columns={key: places for key, places in seen.columns.items() if key not in wrong})


def _of_clients(seen: Seen, staff: set[str], elsewhere: set[str]) -> Proposals:
    people = _people(seen, staff)
    left = _without(seen, people)
    team, left = _team(left, people, staff)
    ticked = _ticked(left)
    services = _services(seen, people, ticked)
    left = _without(left, ticked)
    fields, left = _fields(left)
    return Proposals(
        (*team, *services, *fields),
        (*_asked_days(left, elsewhere), *_asked_status(left, elsewhere)),
        _perhaps_team(left),
    )


def _perhaps_team(seen: Seen) -> tuple[Remark, ...]:
    """An accountant or a lawyer of the firm's own serves its clients only if that is what they pay for."""
    found = [
        name
        for at, name in seen.unknown.items()
        if re.search(PERHAPS_SERVING, plain(name)) and contents.are_own_people(seen.cells(at), set(), titled=True)
    ]
    return (Remark("perhaps_team", {"sheet": seen.title, "headings": ", ".join(found)}),) if found else ()


def _people(seen: Seen, staff: set[str]) -> list[int]:
    """Columns of the firm's people; a name found in one helps to know the next."""
    known = staff | {contents.name_key(name) for key in TEAM for name in contents.names_in(seen.of(key))}
    found: list[int] = []
    while True:
        more = [
            at
            for at, name in seen.unknown.items()
            if at not in found
            and not re.search(rf"{NOT_SERVING}|{PERHAPS_SERVING}", plain(name))
            and contents.are_own_people(seen.cells(at), known, titled=bool(re.search(OF_PEOPLE, plain(name))))
        ]
        if not more:
            return sorted(found)
        found += more
        known |= {contents.name_key(name) for at in more for name in contents.names_in(seen.cells(at))}


def _team(seen: Seen, people: list[int], staff: set[str]) -> tuple[list[Line], Seen]:
    """A column whose heading says salesperson or manager feeds that, where nothing else does; the rest specialists."""
    lines: list[Line] = []
    rest = list(people)
    for key in ("salesperson", "manager"):
        told = [at for at in rest if re.search(HEADINGS["clients"][key], plain(seen.names[at]))]
        if key not in seen.columns and len(told) == 1:
            lines.append(_of_people(seen, key, told, staff))
            rest.remove(told[0])
    if rest:
        lines.append(_of_people(seen, "specialists", rest, staff))
    return lines, seen


def _of_people(seen: Seen, key: str, places: list[int], staff: set[str]) -> Line:
    others = [other for other in TEAM if other in seen.columns]
    known = staff | {contents.name_key(name) for other in others for name in contents.names_in(seen.of(other))}
    names = [name for at in places for name in contents.names_in(seen.cells(at))]
    headings = tuple(seen.called(at) for at in (*seen.columns.get(key, ()), *places))
    standing = contents.known_names(names, known)
    details = {
        "sheet": seen.title,
        "heading": ", ".join(seen.names[at] for at in places),
        "names": len(names),
        "known": standing,
        "different": len({contents.name_key(name) for name in names}),
        "others": ", ".join(seen.names[at] for other in others for at in seen.columns[other]),
    }
    why = "people_known" if standing and others else "people_repeat"
    return Line("clients", key, values=headings, why=why, details=details)


def _ticked(seen: Seen) -> list[int]:
    """Columns of ticks; a single one is an answer to some question, such as whether the client is still there."""
    found = [
        at
        for at, name in seen.unknown.items()
        if contents.are_ticks(seen.cells(at)) and not likely_heading("clients", "status", plain(name))
    ]
    return found if len(found) > 1 else []


def _services(seen: Seen, people: list[int], ticked: list[int]) -> list[Line]:
    """Where no column lists services, the headings over people and ticks are services."""
    over_people = [at for at in people if not _names_no_service(seen.names[at])]
    doubled = {plain(seen.names[at]) for at in ticked} & {plain(seen.names[at]) for at in over_people}
    places = sorted(ticked if doubled else [*over_people, *ticked])
    if "services" in seen.columns or not places or likely_column(seen, "services") is not None:
        return []
    headings = tuple(seen.called(at) for at in places)
    why = "services_people" if not ticked else "services_ticked"
    return [
        Line(
            "clients",
            "services",
            values=headings,
            why=why,
            details={"sheet": seen.title, "headings": ", ".join(headings)},
        )
    ]


def _names_no_service(heading: str) -> bool:
    patterns = (NO_SERVICE, HEADINGS["clients"]["salesperson"], HEADINGS["clients"]["manager"])
    return any(re.search(pattern, plain(heading)) for pattern in patterns)


def _fields(seen: Seen) -> tuple[list[Line], Seen]:
    lines = []
    for key in FIELDS:
        at = None if key in seen.columns else likely_column(seen, key)
        if at is None and key == "contact" and "contact" not in seen.columns:
            at = _contact_by_its_neighbours(seen)
        if at is None and key == "churned_on" and "churned_on" not in seen.columns:
            at = _filled_where_gone(seen)
        if at is not None:
            seen = seen.with_column(key, at)
            lines.append(likely_line(seen, key))
    return lines, seen


def _contact_by_its_neighbours(seen: Seen) -> int | None:
    """People's names, each another one, beside a phone or an address: whom one calls there."""
    beside = {at for key in ("phone", "email") for place in seen.columns.get(key, ()) for at in (place - 1, place + 1)}
    found = [at for at in seen.unknown if at in beside and contents.are_contacts(seen.cells(at))]
    return found[0] if len(found) == 1 else None


def _filled_where_gone(seen: Seen) -> int | None:
    """Days that stand only in rows whose status says that the client left, or on a sheet of such clients."""
    if re.search(DEPARTED, plain(seen.title)):
        days = [at for at in seen.unknown if contents.are_dates(seen.cells(at))]
        return days[0] if len(days) == 1 else None
    status = seen.columns.get("status", (None,))[0]
    if status is None:
        return None
    gone = {plain(word) for words in seen.table.column("status").choices["churned"].values() for word in words}
    found = []
    for at in seen.unknown:
        words = [
            plain(row[status])
            for _, row in seen.records
            if at < len(row) and row[at] not in {"", None} and status < len(row)
        ]
        if contents.are_dates(seen.cells(at)) and words and set(words) <= gone:
            found.append(at)
    return found[0] if len(found) == 1 else None


def _asked_days(seen: Seen, elsewhere: set[str]) -> tuple[Line, ...]:
    """Columns of days that may be the start or the end, or neither; ``elsewhere``: fields that some list has."""
    days = [
        name
        for at, name in seen.unknown.items()
        if contents.are_dates(seen.cells(at)) and not re.search(NO_TERM, plain(name))
    ]
    asked = []
    for key, otherwise in (("client_since", AN_END), ("churned_on", A_START)):
        open_ones = [name for name in days if not re.search(otherwise, plain(name))]
        if open_ones and key not in {*seen.columns, *elsewhere}:
            details = {"sheet": seen.title, "headings": ", ".join(open_ones)}
            asked.append(Line("clients", key, why=f"asked_{key}", details=details))
    return tuple(asked)


def _asked_status(seen: Seen, elsewhere: set[str]) -> tuple[Line, ...]:
    """Columns that may be the status, in words of the firm's own; any such where nothing else tells who has left."""
    if "status" in {*seen.columns, *elsewhere}:
        return ()
    few = {at: name for at, name in seen.unknown.items() if they_repeat(seen.cells(at))}
    likely = [name for name in few.values() if likely_heading("clients", "status", plain(name))]
    silent = "churned_on" not in {*seen.columns, *elsewhere} and not seen.sections
    found = likely or (list(few.values()) if silent else [])
    details = {"sheet": seen.title, "headings": ", ".join(found)}
    return (Line("clients", "status", why="asked_status_column", details=details),) if found else ()


def _which_question(seen: Seen, key: str) -> Line:
    rivals = ", ".join(f"“{seen.names[at]}”" for at in seen.competing[key])
    return Line("responses", key, why="which_question", details={"sheet": seen.title, "headings": rivals})


def _without(seen: Seen, places: Collection[int]) -> Seen:
    """The same with some columns settled, so that they mean nothing else."""
    return replace(seen, columns={**seen.columns, **{f"settled {at}": (at,) for at in places}})

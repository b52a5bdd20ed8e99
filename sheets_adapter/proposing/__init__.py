"""A workbook as a firm has it: which sheets and columns are whose, as far as headings and cells tell.

Nothing of it is read before the firm agrees: what is found becomes lines of Settings, each with its reason;
what cannot be told becomes a line without a value, which is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheets_adapter.assembling import assemble, layout_of
from sheets_adapter.columns import Owner
from sheets_adapter.people_tables import RESPONSES, SETTINGS
from sheets_adapter.proposing.columns import columns_proposed
from sheets_adapter.proposing.lines import Line, Proposals, Remark, setting_rows
from sheets_adapter.proposing.seen import Seen, likely_line, see, see_likely
from sheets_adapter.proposing.sheets import beside_remarks, sheets_proposed
from sheets_adapter.proposing.statuses import words_asked
from sheets_adapter.proposing.surveys import surveys_asked
from sheets_adapter.recognise import plain
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.tables import BY_KEY

__all__ = ["Line", "Proposals", "Remark", "propose", "setting_rows", "with_lines"]


def propose(snapshot: Snapshot, language: str) -> Proposals:
    """Sheets first, then the columns of those that are read, then the words in them."""
    said = _said(snapshot)
    proposals = (_titled_ones(snapshot) + _of_sheets(snapshot)).unless_said(said)
    for find in (columns_proposed, _of_words):
        proposals = (proposals + find(_known(snapshot, proposals, language))).unless_said(said)
    known = [seen for several in _known(snapshot, proposals, language).values() for seen in several]
    return proposals + beside_remarks(known) + Proposals(remarks=tuple(_unread(seen) for seen in known if seen.unread))


def with_lines(snapshot: Snapshot, proposals: Proposals, language: str) -> Snapshot:
    """The snapshot as it would be if the proposals stood in Settings; no call."""
    return assemble(snapshot.structure, snapshot.grids, snapshot.calls, proposals.rows(language))


def _of_words(known: Mapping[str, Sequence[Seen]]) -> Proposals:
    return words_asked(known.get("clients", ())) + surveys_asked(known.get("responses", ()))


def _of_sheets(snapshot: Snapshot) -> Proposals:
    others = [sheet for sheet in snapshot.structure.sheets if sheet.title in snapshot.unrecognised]
    titled = {str(problem.details.get("sheet", "")) for problem in snapshot.problems}
    others = [sheet for sheet in others if sheet.title not in titled]
    known = _known(snapshot, Proposals(), snapshot.language)
    return sheets_proposed(others, snapshot.grids, known, layout_of(snapshot.structure, snapshot.grids).fed())


def _titled_ones(snapshot: Snapshot) -> Proposals:
    """Sheets that bear a table's title and lack a heading it cannot do without: which column it may be."""
    by_title = {sheet.title: sheet for sheet in snapshot.structure.sheets}
    fed = layout_of(snapshot.structure, snapshot.grids).fed()
    proposals = Proposals()
    for problem in snapshot.problems:
        table, sheet = BY_KEY.get(str(problem.details.get("table"))), by_title.get(str(problem.details.get("sheet")))
        if table is None or sheet is None or table.owner is not Owner.PEOPLE:
            continue
        seen = see_likely(sheet, snapshot.grids[sheet.sheet_id], table, fed)
        if seen is not None:
            proposals += _required(seen)
    return proposals


def _required(seen: Seen) -> Proposals:
    """What a titled sheet lacks: named if it is likely, asked if it may be there, told if answers are nobody's."""
    found = tuple(likely_line(seen, key) for key in seen.fed)
    details = {"sheet": seen.title, "headings": ", ".join(seen.names.values())}
    if seen.table is RESPONSES and seen.lacks == ["client"]:
        heading = seen.names[seen.columns["score"][0]]
        return Proposals(found, remarks=(Remark("whose_stops", {**details, "heading": heading}),))
    open_ones = tuple(Line(seen.table.key, key, why="asked_column", details=details) for key in seen.lacks)
    return Proposals(found, open_ones)


def _known(snapshot: Snapshot, proposals: Proposals, language: str) -> dict[str, list[Seen]]:
    """The sheets that are read or would be if the proposals stood in Settings, by table."""
    now = with_lines(snapshot, proposals, language)
    fed = layout_of(snapshot.structure, snapshot.grids, proposals.rows(language)).fed()
    by_title = {sheet.title: sheet for sheet in snapshot.structure.sheets}
    found: dict[str, list[Seen]] = {}
    for one in now.recognised:
        sheet, table = by_title.get(one.sheet), BY_KEY[one.table]
        if sheet is None or table.owner is not Owner.PEOPLE or table is SETTINGS:
            continue
        seen = see(sheet, snapshot.grids[sheet.sheet_id], table, fed)
        if seen is not None:
            found.setdefault(table.key, []).append(seen)
    return found


def _unread(seen: Seen) -> Remark:
    return Remark("unread", {"sheet": seen.title, "headings": ", ".join(seen.unread)})


def _said(snapshot: Snapshot) -> frozenset[str]:
    """The plain names of all lines in Settings, the structural ones too."""
    place = snapshot.places.get(SETTINGS.key)
    if place is None:
        return frozenset()
    at = place.columns["setting"][0]
    rows = snapshot.grids[place.sheet.sheet_id][place.heading_row :]
    return frozenset(plain(row[at]) for row in rows if at < len(row))

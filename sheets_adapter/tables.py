"""The tables as declared: titles, headings in both languages, kinds, owners.

``TABLES`` is in the order in which people need the sheets. Titles and headings are matched
in any language, case and spacing; the first word of each language is the one the program writes.
"""

from __future__ import annotations

from sheets_adapter.columns import Table, words
from sheets_adapter.own_tables import (
    ANSWER_LEDGER,
    ATTRIBUTION,
    CLIENT_HISTORY,
    DATA_ISSUES,
    DELIVERIES,
    HISTORY,
    JOURNAL,
    SURVEY_PLAN,
)
from sheets_adapter.people_tables import CLIENTS, CONCLUSIONS, CONTACTS, EMPLOYEES, RESPONSES, ROUTING, SETTINGS
from sheets_adapter.shared_tables import CALL_LIST, EXIT_SURVEYS, TASKS

KPI_TITLE = words("KPI", "KPI; показатели")
"""The KPI sheet is a page, not a table: laid out whole, see ``sheets_adapter.page``."""

TABLES: tuple[Table, ...] = (
    CALL_LIST,
    TASKS,
    EXIT_SURVEYS,
    RESPONSES,
    CLIENTS,
    CONTACTS,
    EMPLOYEES,
    CONCLUSIONS,
    ROUTING,
    SETTINGS,
    SURVEY_PLAN,
    DELIVERIES,
    DATA_ISSUES,
    JOURNAL,
    HISTORY,
    ATTRIBUTION,
    ANSWER_LEDGER,
    CLIENT_HISTORY,
)
"""Every table, in the order of the tabs (the KPI page stands before them all)."""

BY_KEY = {table.key: table for table in TABLES}

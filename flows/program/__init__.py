"""The rules of the programme: pure functions over data frames.

No clock, no I/O, no spreadsheet: ``tables`` come in as one typed frame a sheet, ``as_of`` is
handed in, and frames go out. What is wrong in people's data is a row of an issue frame, see
``issues``; no rule stops because of it, and no rule makes sentences for people.
"""

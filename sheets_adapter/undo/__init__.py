"""Taking the last run back: what it left behind for that, what may still be taken back, and the batch that does it.

header.py      of which run it is, and how far that run came
record.py      what each run remembers of what stood there before, on the hidden sheet
drawing.py     a page as it was drawn, so that it can be drawn again
cells.py       the program's own tables: cells as they were
rows.py        the shared sheets: rows that nobody has worked on go
pages.py       the pages: drawn as before
undoing.py     all of it put together from a snapshot, with what stays and why
batch.py       the requests
preview.py     the same for a person, before it is done
"""

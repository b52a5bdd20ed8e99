"""Trouble on purpose, for tests: quotas, faults, latency, another person's edits; and what calls were seen.

In process: ``LocalSheets(path, injector=Injector(Injection(...)))``, later ``injector.set(...)``; over HTTP the same
data as JSON at ``/injection`` (see ``control``) of a server that was started with ``serve(path, injection=True)``.
"""

from sheets_adapter.local.injection.clock import Clock
from sheets_adapter.local.injection.faults import Broken
from sheets_adapter.local.injection.injector import Injector, Seen
from sheets_adapter.local.injection.plan import Edit, Fault, Injection, Latency, Quotas, from_json, to_json

__all__ = [
    "Broken",
    "Clock",
    "Edit",
    "Fault",
    "Injection",
    "Injector",
    "Latency",
    "Quotas",
    "Seen",
    "from_json",
    "to_json",
]

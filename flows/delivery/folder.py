"""Letters as files that a mail program opens: for a look before anything goes out, and for the demo."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from flows.delivery.parcel import Fate, Log, Outcome, Parcel

VARIABLE = "NPSHEETS_LETTERS_TO"


@dataclass(frozen=True)
class Folder:
    path: Path

    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """A letter written twice is one file."""
        for parcel in parcels:
            log.handing_over(parcel.key)
            try:
                self._write(parcel)
            except OSError as refused:
                outcome = Outcome(parcel.key, Fate.NOT_TRIED, "folder_refused", refused.strerror or "")
            else:
                outcome = Outcome(parcel.key, Fate.SENT)
            log.settled(parcel.key, outcome.fate)
            yield outcome

    def _write(self, parcel: Parcel) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as file:
            if parcel.message is not None:
                file.write(parcel.message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.path / f"{file_name(parcel.key)}.eml")


def file_name(key: str) -> str:
    return re.sub(r"[^\w.-]+", "-", key)


def folder_of(location: str) -> Path:
    """Where the environment says, else beside the file: ``team.xlsx`` has ``team letters``."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    file = Path(location)
    return file.with_name(f"{file.stem} letters") if file.suffix else Path("letters")

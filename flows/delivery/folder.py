"""Letters as files that a mail program opens: for a look before anything goes out, and for the demo."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from flows.delivery.parcel import Fate, Log, Outcome, Parcel, one_line
from flows.delivery.wire import message_bytes, message_in

VARIABLE = "NPSHEETS_LETTERS_TO"


@dataclass(frozen=True)
class Folder:
    """Made where it is not there yet."""

    path: Path

    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """As ``Channel``. A letter that is written twice is one file, so to repeat it is harmless."""
        for parcel in parcels:
            try:
                log.handing_over(parcel.key)
                self._write(parcel)
            except OSError as refused:
                outcome = Outcome(parcel.key, Fate.NOT_TRIED, "folder_refused", one_line(refused.strerror))
            else:
                outcome = Outcome(parcel.key, Fate.SENT)
            log.settled(parcel.key, outcome.fate)
            yield outcome

    def _write(self, parcel: Parcel) -> None:
        """All of it or nothing."""
        data = message_bytes(message_in(parcel))
        self.path.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.path, prefix=".", suffix=".tmp", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                file.close()  # Windows renames no open file
                Path(file.name).replace(self.path / f"{file_name(parcel.key)}.eml")
            except BaseException:
                file.close()
                Path(file.name).unlink(missing_ok=True)
                raise


def file_name(key: str) -> str:
    return re.sub(r"[^\w.-]+", "-", key)


def folder_of(location: str) -> Path:
    """Where the environment says, else beside the file: ``team.xlsx`` has ``team letters``."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    file = Path(location)
    return file.with_name(f"{file.stem} letters") if file.suffix else Path("letters")

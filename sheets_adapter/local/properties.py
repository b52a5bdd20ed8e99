"""What a workbook says of itself, read and changed without opening the workbook: its properties alone.

Drive lists a folder by it and copies a file by it: everything else in the copy stays byte for byte what it was.
"""

from __future__ import annotations

import re
import shutil
import warnings
import zipfile
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_CORE, ARC_CUSTOM, ARC_ROOT_RELS, CPROPS_TYPE, REL_NS
from openpyxl.xml.functions import fromstring, tostring

from sheets_adapter.local import state
from sheets_adapter.local.archive import Archive
from sheets_adapter.local.errors import FileProblem

LARGEST = 4 * 1024 * 1024
"""Bytes of properties, unpacked: more is none of ours."""
_BROKEN = (zipfile.BadZipFile, ParseError, ValueError, TypeError, KeyError)


def spreadsheet(path: Path) -> dict[str, Any]:
    """What was stored about the spreadsheet: ``title``, ``created`` and others, as far as there is any of it."""
    found = path.stat()
    return dict(_spreadsheet(path, found.st_mtime_ns, found.st_size, found.st_ino))


@lru_cache(maxsize=2048)
def _spreadsheet(path: Path, *_signature: int) -> dict[str, Any]:
    try:
        with Archive(path) as archive:
            stored = dict(state.read(SimpleNamespace(custom_doc_props=_custom(archive))).spreadsheet)
            return {"created": _created(archive), **stored}
    except (*_BROKEN, OSError):
        return {}


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the file, empty where it has none or one too large to be believed."""
    if name not in archive.namelist() or archive.getinfo(name).file_size > LARGEST:
        return b""
    return archive.read(name)


def _custom(archive: zipfile.ZipFile) -> Any:
    xml = _part(archive, ARC_CUSTOM)
    properties: Any = CustomPropertyList
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return properties.from_tree(fromstring(xml)) if xml else properties()


def _created(archive: zipfile.ZipFile) -> str:
    xml = _part(archive, ARC_CORE)
    if not xml:
        return ""
    found = fromstring(xml).find("{http://purl.org/dc/terms/}created")
    return str(found.text or "") if found is not None else ""


def copy(source: Path, target: IO[bytes], changes: dict[str, Any]) -> None:
    """The file once more, with ``changes`` in what is stored about the spreadsheet (None removes an entry).

    Raises FileProblem ``not_a_spreadsheet``.
    """
    try:
        _copy(source, target, changes)
    except (*_BROKEN, NotImplementedError, RuntimeError, zlib.error) as error:
        raise FileProblem("not_a_spreadsheet", source, str(error)) from error


def _copy(source: Path, target: IO[bytes], changes: dict[str, Any]) -> None:
    with Archive(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = _changed(old, changes)
        for part in old.infolist():
            if part.filename not in replaced:
                with old.open(part) as content, new.open(part.filename, "w", force_zip64=True) as copied:
                    shutil.copyfileobj(content, copied)
        for name, xml in replaced.items():
            new.writestr(name, xml)


def _changed(archive: zipfile.ZipFile, changes: dict[str, Any]) -> dict[str, bytes]:
    """The parts that change: the properties and, where there were none before, what points at them."""
    book = SimpleNamespace(custom_doc_props=_custom(archive))
    stored = state.read(book)
    merged = stored.spreadsheet | changes
    stored.spreadsheet = {name: value for name, value in merged.items() if value is not None}
    state.write(book, stored)
    parts = {ARC_CUSTOM: tostring(book.custom_doc_props.to_tree())}
    if ARC_CUSTOM not in archive.namelist():
        parts |= _announced(archive)
    return parts


def _announced(archive: zipfile.ZipFile) -> dict[str, bytes]:
    override = f'Override PartName="/{ARC_CUSTOM}" ContentType="{CPROPS_TYPE}"/>'
    relation = f'Relationship Id="npsheets" Type="{REL_NS}/custom-properties" Target="{ARC_CUSTOM}"/>'
    return {
        ARC_CONTENT_TYPES: _with_last(archive.read(ARC_CONTENT_TYPES), b"Types", override.encode()),
        ARC_ROOT_RELS: _with_last(archive.read(ARC_ROOT_RELS), b"Relationships", relation.encode()),
    }


def _with_last(xml: bytes, root: bytes, element: bytes) -> bytes:
    """The XML with one more element at its end; the rest stays as it was written."""
    return re.sub(rb"</(\w+:)?" + root + rb"\s*>\s*$", lambda end: b"<" + (end[1] or b"") + element + end[0], xml)


def now() -> str:
    """The moment as Drive writes it."""
    return at(datetime.now(UTC))


def at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

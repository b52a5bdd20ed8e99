"""With whom a file is shared. It is kept in the workbook; nobody is told and nobody is kept out by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.drive.entries import Entry, find
from sheets_adapter.local.drive.errors import DriveError, unsupported
from sheets_adapter.local.drive.fields import Fields
from sheets_adapter.local.shelf import Shelf
from sheets_adapter.local.state import OWNER as OWNER_EMAIL

Json = dict[str, Any]

ROLES = ("owner", "writer", "commenter", "reader")
_EMAIL = OWNER_EMAIL


def _id(name: str) -> str:
    """Twenty digits, the same for the same name."""
    return f"{int(hashlib.sha256(name.casefold().encode()).hexdigest(), 16) % 10**20:020d}"


ME: Json = {
    "kind": "drive#user",
    "displayName": "npsheets",
    "me": True,
    "permissionId": _id(_EMAIL),
    "emailAddress": _EMAIL,
}
OWNER: Json = {
    "id": _id(_EMAIL),
    "type": "user",
    "kind": "drive#permission",
    "role": "owner",
    "displayName": "npsheets",
    "emailAddress": _EMAIL,
    "deleted": False,
    "pendingOwner": False,
}
_OF_PERMISSION = Fields(
    "allowFileDiscovery deleted displayName domain emailAddress expirationTime id inheritedPermissionsDisabled kind "
    "pendingOwner permissionDetails photoLink role teamDrivePermissionDetails type view",
    "kind,id,type,role",
)
_OF_LIST = Fields("kind nextPageToken permissions", "kind,nextPageToken,permissions(kind,id,type,role)")


def of_entry(entry: Entry) -> list[Json]:
    """The permissions of a file, its owner's among them."""
    return list(entry.stored.get("permissions") or [OWNER])


def list_all(shelf: Shelf, call: Call) -> Json:
    found = of_entry(find(shelf, call.spreadsheet_id))
    answer = {"kind": "drive#permissionList", "permissions": found}
    return _OF_LIST.of(call, answer, permissions=_OF_PERMISSION)


def get(shelf: Shelf, call: Call) -> Json:
    return _OF_PERMISSION.of(call, _named(of_entry(find(shelf, call.spreadsheet_id)), call.target))


def create(shelf: Shelf, call: Call) -> Json:
    """Shares a file; who has it already gets the new role."""
    find(shelf, call.spreadsheet_id)
    made = _made(call.body)
    _check_owner(call, made)

    def change(permissions: list[Json]) -> Json:
        permissions[:] = [each for each in permissions if each["id"] != made["id"]]
        if made["role"] == "owner":
            _retire_owner(permissions)
        permissions.append(made)
        return made

    return _OF_PERMISSION.of(call, _changed(shelf, call.spreadsheet_id, change))


def update(shelf: Shelf, call: Call) -> Json:
    find(shelf, call.spreadsheet_id)
    for name in call.body:
        if name not in {"role", "pendingOwner"}:
            raise unsupported(f"changing {name} of a permission")
    _check_role(call.body)
    _check_owner(call, call.body)

    def change(permissions: list[Json]) -> Json:
        found = _named(permissions, call.target)
        if call.body["role"] == "owner":
            _retire_owner(permissions)
        found["role"] = call.body["role"]
        if found["type"] == "user":
            found["pendingOwner"] = bool(call.body.get("pendingOwner")) and found["role"] != "owner"
        return found

    return _OF_PERMISSION.of(call, _changed(shelf, call.spreadsheet_id, change))


def delete(shelf: Shelf, call: Call) -> Answer:
    find(shelf, call.spreadsheet_id)

    def change(permissions: list[Json]) -> Json:
        found = _named(permissions, call.target)
        if found["role"] == "owner":
            raise DriveError(403, "The owner of a file cannot be removed.", "cannotDeletePermission")
        permissions.remove(found)
        return found

    _changed(shelf, call.spreadsheet_id, change)
    return Answer(204, b"", {"Content-Type": "text/html"})


def _changed(shelf: Shelf, file_id: str, change: Callable[[list[Json]], Json]) -> Json:
    with shelf.file(file_id).writing() as document:
        permissions = [dict(each) for each in document.spreadsheet.get("permissions") or [OWNER]]
        made = change(permissions)
        document.spreadsheet["permissions"] = permissions
    return made


def _named(permissions: list[Json], permission_id: str) -> Json:
    for each in permissions:
        if each["id"] == permission_id:
            return each
    raise DriveError(404, f"Permission not found: {permission_id}.", "notFound", "permissionId")


def _retire_owner(permissions: list[Json]) -> None:
    for each in permissions:
        if each["role"] == "owner":
            each["role"] = "writer"


def _made(body: Json) -> Json:
    """A permission as it is asked for. ``withLink`` is of an older Drive, and this one does not look at it."""
    for name in body:
        if name not in {"type", "role", "emailAddress", "domain", "allowFileDiscovery", "withLink", "kind", "id"}:
            raise unsupported(f"a permission with {name}")
    if not body.get("type"):
        raise DriveError(400, "The permission type field is required.", "required", "permission.type")
    _check_role(body)
    kind = body["type"]
    made: Json = {"id": "", "type": kind, "kind": "drive#permission", "role": body["role"]}
    if kind == "anyone":
        return made | {"id": "anyoneWithLink", "allowFileDiscovery": bool(body.get("allowFileDiscovery"))}
    if kind == "domain":
        name = _grantee(body, "domain")
        discovery = {"allowFileDiscovery": bool(body.get("allowFileDiscovery"))}
        return made | {"id": _id(name) + "k", "displayName": name, "domain": name} | discovery
    if kind not in {"user", "group"}:
        raise DriveError(400, f"{kind} is not a valid value", "invalid", "permission.type")
    email = _grantee(body, "emailAddress")
    made |= {"id": _id(email), "displayName": email.partition("@")[0], "emailAddress": email, "deleted": False}
    return made | {"pendingOwner": False} if kind == "user" else made


def _grantee(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value or (name == "emailAddress" and "@" not in value):
        message = f"The specified {name} is invalid or not applicable for the given permission type."
        raise DriveError(400, message, "invalid", f"permission.{name}")
    return value


def _check_role(body: Json) -> None:
    if not body.get("role"):
        raise DriveError(400, "The permission role field is required.", "required", "permission.role")
    if body["role"] not in ROLES:
        raise DriveError(400, "The specified role is invalid or not supported.", "invalid", "permission.role")


def _check_owner(call: Call, permission: Json) -> None:
    if permission["role"] == "owner" and not call.flag("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise DriveError(403, message, "forbidden", "transferOwnership")

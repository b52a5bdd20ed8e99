"""Drive's ``File`` resource."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local.drive.entries import FOLDER, SPREADSHEET, Entry, root_id
from sheets_adapter.local.drive.fields import Fields
from sheets_adapter.local.drive.permissions import ME, of_entry
from sheets_adapter.local.shelf import Shelf

Json = dict[str, Any]

EXPORTED = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
"""What Google exports a spreadsheet as, by MIME type."""
FILE = Fields(
    """
    appProperties capabilities clientEncryptionDetails contentHints contentRestrictions copyRequiresWriterPermission
    createdTime description downloadRestrictions driveId explicitlyTrashed exportLinks fileExtension folderColorRgb
    fullFileExtension hasAugmentedPermissions hasThumbnail headRevisionId iconLink id imageMediaMetadata
    inheritedPermissionsDisabled isAppAuthorized kind labelInfo lastModifyingUser linkShareMetadata md5Checksum
    mimeType modifiedByMe modifiedByMeTime modifiedTime name originalFilename ownedByMe owners parents permissionIds
    permissions properties quotaBytesUsed resourceKey sha1Checksum sha256Checksum shared sharedWithMeTime sharingUser
    shortcutDetails size spaces starred teamDriveId thumbnailLink thumbnailVersion trashed trashedTime trashingUser
    version videoMediaMetadata viewedByMe viewedByMeTime viewersCanCopyContent webContentLink webViewLink
    writersCanShare
    """,
    "kind,id,name,mimeType",
)
LIST = Fields(
    "kind incompleteSearch nextPageToken files",
    "kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)",
)


def link(file_id: str) -> str:
    return f"https://docs.google.com/spreadsheets/d/{file_id}/edit"


def file(shelf: Shelf, entry: Entry) -> Json:
    """All that is known of a file."""
    permissions = of_entry(entry)
    return {
        "kind": "drive#file",
        "id": entry.file_id,
        "name": entry.title,
        "mimeType": SPREADSHEET,
        "starred": False,
        "trashed": False,
        "explicitlyTrashed": False,
        "parents": [root_id(shelf)],
        "spaces": ["drive"],
        "webViewLink": f"{link(entry.file_id)}?usp=drivesdk",
        "createdTime": entry.created,
        "modifiedTime": entry.modified,
        "modifiedByMe": True,
        "modifiedByMeTime": entry.modified,
        "owners": [ME],
        "lastModifyingUser": ME,
        "ownedByMe": True,
        "shared": len(permissions) > 1,
        "permissions": permissions,
        "permissionIds": [each["id"] for each in permissions],
        "exportLinks": export_links(entry.file_id),
        "size": str(entry.size),
        "quotaBytesUsed": str(entry.size),
    }


def export_links(file_id: str) -> Json:
    address = f"https://docs.google.com/spreadsheets/export?id={file_id}&exportFormat="
    return {mime: address + kind for mime, kind in EXPORTED.items()}


def root(shelf: Shelf) -> Json:
    """The folder itself."""
    return {
        "kind": "drive#file",
        "id": root_id(shelf),
        "name": "My Drive",
        "mimeType": FOLDER,
        "starred": False,
        "trashed": False,
        "ownedByMe": True,
        "owners": [ME],
    }

"""The kinds of fault, and Google's answers for them as they were recorded.

Errors of the API are JSON; what Google's frontends say when nothing is behind them is a page of HTML. No answer of
Google's to too many calls was ever seen with a ``Retry-After``, so there is none here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sheets_adapter.local.calls import Answer, Json

PROJECT = "123456789012"
HTML = {"Content-Type": "text/html; charset=UTF-8"}
_NOT_AUTHENTICATED = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_TEMPORARY = (
    "The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds."
)
API_ERRORS = {
    "401": ("UNAUTHENTICATED", _NOT_AUTHENTICATED),
    "403": ("PERMISSION_DENIED", "The caller does not have permission"),
    "500": ("INTERNAL", "Internal error encountered."),
    "503": ("UNAVAILABLE", "The service is currently unavailable."),
    "504": ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
}
RESET, TIMEOUT, TRUNCATED, NOT_JSON = "reset", "timeout", "truncated", "not_json"
BROKEN = (RESET, TIMEOUT, TRUNCATED)
"""No answer comes, or half of one: the connection is reset, or stays open in silence."""
KINDS = ("401", "403", "429", "500", "502", "503", "504", *BROKEN, NOT_JSON)


@dataclass(frozen=True)
class Broken(Answer):
    """No answer: ``how`` is one of BROKEN. Of a truncated one the first half of ``body`` arrives."""

    how: str = RESET


def answer(kind: str, what: str, true: Answer | None = None) -> Answer:
    """The answer of a kind; ``what`` the call does (``read`` or ``write``) is told where it is one too many.

    ``true`` is what would have been answered, where the call was carried out.
    """
    if kind in BROKEN:
        return Broken(200, (true or Answer(200, {})).content(), how=kind)
    if kind == "429":
        return exceeded(what, per_user=True, limit=60)
    if kind == "502":
        return html(502, _page("502", "Server Error", _TEMPORARY))
    if kind == NOT_JSON:
        return html(200, _page("Sorry", "Page not found", "The page you have requested does not exist."))
    state, message = API_ERRORS[kind]
    return api_error(int(kind), message, state)


def html(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), HTML)


def api_error(status: int, message: str, state: str, *details: Json) -> Answer:
    error: Json = {"code": status, "message": message, "status": state}
    if details:
        error["details"] = list(details)
    return Answer(status, {"error": error})


def exceeded(what: str, *, per_user: bool, limit: int, project: str = PROJECT) -> Answer:
    """Too many calls a minute; ``what``: ``read`` or ``write``."""
    name = what.capitalize()
    whose, unit = (" per user", "/{user}") if per_user else ("", "")
    return api_error(
        429,
        f"Quota exceeded for quota metric '{name} requests' and limit '{name} requests per minute{whose}' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{project}'.",
        "RESOURCE_EXHAUSTED",
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {
                "consumer": f"projects/{project}",
                "quota_limit": f"{name}RequestsPerMinutePer{'User' if per_user else 'Project'}",
                "quota_limit_value": str(limit),
                "quota_location": "global",
                "quota_metric": f"sheets.googleapis.com/{what}_requests",
                "quota_unit": "1/min/{project}" + unit,
                "service": "sheets.googleapis.com",
            },
        },
        {
            "@type": "type.googleapis.com/google.rpc.Help",
            "links": [
                {
                    "description": "Request a higher quota limit.",
                    "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                }
            ],
        },
    )


def _page(code: str, title: str, text: str) -> str:
    return (
        "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n"
        f"  <title>Error {code} ({title})!!1</title>\n"
        f"  <p><b>{code}.</b> <ins>That’s an error.</ins>\n  <p>{text}  <ins>That’s all we know.</ins>\n"
    )

"""What an answer's headers say, read defensively: each value is the other side's and may be nonsense."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from teambot.web.faults import Fault

MOST_RETRY_AFTER = timedelta(days=7)
MOST_MAX_AGE = timedelta(hours=24)
MOST_ETAG_BYTES = 1024
MOST_LAST_MODIFIED_BYTES = 256
_SECONDS = re.compile(r"\d{1,12}")
_MAX_AGE = re.compile(r'max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_NOT_KEPT = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)
_FAULTS = {404: Fault.NOT_FOUND, 410: Fault.GONE, 401: Fault.FORBIDDEN, 403: Fault.FORBIDDEN, 429: Fault.TOO_MANY}


def fault_of(status: int, headers: Mapping[str, str]) -> Fault:
    """Name the fault of a status that is neither 200, nor an expected 304, nor a redirect."""
    if status == 403 and "challenge" in headers.get("cf-mitigated", "").lower():
        return Fault.CHALLENGED
    return _FAULTS.get(status, Fault.SERVER if 500 <= status <= 599 else Fault.HTTP)


def validator(value: str | None, most: int) -> str | None:
    """Give an ETag or Last-Modified back as it is, or None if it is empty, has control characters, or is too long.

    Validators are opaque and sent back verbatim (RFC 9110, 8.8.3); one with a line break would inject a header.
    """
    if not value or not value.isprintable():
        return None
    try:
        return value if len(value.encode()) <= most else None
    except UnicodeEncodeError:
        return None


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Give the headers that ask whether a document has changed, of those validators that can be sent as they are."""
    sent = {}
    if (value := validator(etag, MOST_ETAG_BYTES)) is not None:
        sent["If-None-Match"] = value
    if (value := validator(last_modified, MOST_LAST_MODIFIED_BYTES)) is not None:
        sent["If-Modified-Since"] = value
    return sent


def retry_after(status: int, headers: Mapping[str, str]) -> timedelta | None:
    """Read Retry-After of a 429 or 503: seconds, or a date seen from the answer's own `Date`; at most 7 days."""
    value = headers.get("Retry-After", "").strip()
    if status not in (429, 503) or not value:
        return None
    if _SECONDS.fullmatch(value):
        return min(timedelta(seconds=int(value)), MOST_RETRY_AFTER)
    return _until(value, headers, MOST_RETRY_AFTER)


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """Read how long an answer stays fresh: the longer of max-age and Expires, at most 24 hours, or None."""
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return None
    found = _MAX_AGE.search(control)
    ages = [min(timedelta(seconds=int(found[1])), MOST_MAX_AGE)] if found else []
    expires = _until(headers.get("Expires", ""), headers, MOST_MAX_AGE)
    return max([*ages, *([expires] if expires else [])], default=None)


def _until(value: str, headers: Mapping[str, str], most: timedelta) -> timedelta | None:
    """Measure from the answer's `Date` to a date: nobody here reads the clock, and theirs may be wrong."""
    then = _date(value)
    sent = _date(headers.get("Date", "")) if then else None
    if then is None or sent is None or then <= sent:
        return None
    return min(then - sent, most)


def _date(value: str) -> datetime | None:
    if not value:
        return None
    try:
        when = parsedate_to_datetime(value)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None

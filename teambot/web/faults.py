"""What can go wrong with a request, as fixed codes that are safe to show and to store."""

from datetime import timedelta
from enum import StrEnum


class Fault(StrEnum):
    """Say why a request brought nothing."""

    REFUSED = "refused"  # the guard forbids the address
    UNREACHABLE = "unreachable"  # no such name, no connection, a certificate that does not hold
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    BROKEN = "broken"  # cut short, an encoding we did not ask for, or not HTTP
    NOT_FOUND = "not_found"  # 404
    GONE = "gone"  # 410
    FORBIDDEN = "forbidden"  # 401, 403
    CHALLENGED = "challenged"  # 403 of a protection against robots, which would have us prove to be a person
    TOO_MANY = "too_many"  # 429
    SERVER = "server"  # 5xx
    HTTP = "http"  # any other status
    REDIRECT = "redirect"  # a loop, too many hops, or from https back to http


class FetchFailed(Exception):
    """Give up on a request.

    It carries a code and nothing else: neither words of the other side nor the address a name led to, so that nobody
    can use the bot to look around the network it stands in. `retry_after`: what a 429 or 503 asked for, at most 7 days.
    """

    def __init__(self, fault: Fault, retry_after: timedelta | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.retry_after = retry_after

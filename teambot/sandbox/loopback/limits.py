"""Rate limits: buckets a route and channel, the global one, and the headers that tell of them.

Source: https://discord.com/developers/docs/topics/rate-limits. Discord's real bucket sizes are not published; the sizes
here are what people see (5 messages in 5 seconds a channel) and 50 requests a second in all.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from teambot.sandbox.loopback.wire import Call

# The parameters that make buckets of their own.
MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
ROOMY = (10_000, 1.0)


@dataclass(slots=True)
class Bucket:
    """So many requests in so many seconds; `used` of them since `since` (monotonic)."""

    size: int
    seconds: float
    since: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limits say of one request: its headers, and how long to wait if it was refused (None: it was not)."""

    headers: dict[str, str]
    retry_after: float | None = None
    everywhere: bool = False


class Limits:
    """The buckets. Off (`on=False`), they are so roomy that nobody meets them.

    `sizes` maps "METHOD template" to (requests, seconds).
    """

    def __init__(self, ticks: Callable[[], float], *, on: bool) -> None:
        self.ticks = ticks
        self.on = on
        self.sizes: dict[str, tuple[int, float]] = {
            "POST /channels/{channel_id}/messages": (5, 5.0),
            "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
            "POST /users/@me/channels": (10, 10.0),
            "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}": (10, 10.0),
        }
        self.everything = (50, 1.0)
        self._buckets: dict[str, Bucket] = {}

    def ask(self, call: Call) -> Verdict:
        """Count a request; give its headers, or how long it has to wait."""
        now = self.ticks()
        exempt = call.template.startswith(("/interactions/", "/webhooks/"))
        whole = self._bucket("global", self.everything if self.on and not exempt else ROOMY, now)
        route = f"{call.method} {call.template}"
        major = "/".join(str(call.path[name]) for name in MAJOR if name in call.path)
        size = self.sizes.get(route, (50, 1.0)) if self.on else ROOMY
        own = self._bucket(f"{route} {major}", size, now)
        for bucket in (whole, own):
            if bucket.used >= bucket.size:
                wait = max(0.001, bucket.since + bucket.seconds - now)
                return Verdict(_headers(route, own, now), round(wait, 3), bucket is whole)
        whole.used += 1
        own.used += 1
        return Verdict(_headers(route, own, now))

    def _bucket(self, key: str, size: tuple[int, float], now: float) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None or now - bucket.since >= bucket.seconds or (bucket.size, bucket.seconds) != size:
            bucket = self._buckets[key] = Bucket(size[0], size[1], now)
        return bucket


def _headers(route: str, bucket: Bucket, now: float) -> dict[str, str]:
    after = max(0.0, bucket.since + bucket.seconds - now)
    return {
        "X-RateLimit-Limit": str(bucket.size),
        "X-RateLimit-Remaining": str(bucket.size - bucket.used),
        # Seconds since 1970 by the machine's clock, as the Date header is; nothing of it is stored.
        "X-RateLimit-Reset": f"{time.time() + after:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
        "X-RateLimit-Bucket": blake2b(route.encode(), digest_size=16).hexdigest(),
    }


def refused(retry_after: float, scope: str) -> tuple[dict[str, str], dict[str, object]]:
    """Give the headers and body of a 429.

    `Via` says that it is Discord's own (without it a client takes it for a ban).
    """
    headers = {"Retry-After": str(int(retry_after) + 1), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    body = {
        "message": "You are being rate limited.",
        "retry_after": retry_after,
        "global": scope == "global",
        "code": 0,
    }
    return headers, body

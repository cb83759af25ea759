"""What Discord refuses of the fields of channels and threads: https://discord.com/developers/docs/resources/channel."""

from teambot.sandbox.loopback.wire import Json, invalid

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
SLOWEST = 21600  # "amount of seconds a user has to wait before sending another message (0-21600)"


def name_of(body: Json) -> str:
    """Give the name that a body holds; 400/50035 unless it has 1 to 100 characters."""
    name = body.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 100:
        raise invalid("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    return name.strip()


def archive_minutes(body: Json, default: int) -> int:
    """Give auto_archive_duration, "can be set to: 60, 1440, 4320, 10080"; 400/50035 for another."""
    minutes = body.get("auto_archive_duration") or default
    if minutes not in ARCHIVE_MINUTES:
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {set(ARCHIVE_MINUTES)}.")
    return int(minutes)


def slow_seconds(body: Json, default: int) -> int:
    """Give rate_limit_per_user; 400/50035 out of its bounds."""
    seconds = int(body.get("rate_limit_per_user") or 0) if "rate_limit_per_user" in body else default
    if not 0 <= seconds <= SLOWEST:
        raise invalid("rate_limit_per_user", "NUMBER_TYPE_MAX", f"int value should be between 0 and {SLOWEST}.")
    return seconds

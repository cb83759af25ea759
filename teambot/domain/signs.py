"""Signs of life: any click, vote or word to the bot, kept to the day and no finer. It stores nothing."""

from datetime import UTC, datetime, time


def day_of(moment: datetime) -> datetime:
    """Give the beginning of a moment's day (UTC), as which a sign of life is kept."""
    return datetime.combine(moment.astimezone(UTC).date(), time(), tzinfo=UTC)

"""The outbox as a test looks at it."""

from datetime import timedelta

from tests.chat.conftest import Stage

CREATE = ("POST", "/channels/{channel_id}/messages")


async def states(stage: Stage, kind: str = "invitation") -> list[tuple[str, str | None]]:
    def rows(tx, _, __):
        return [
            tuple(row)
            for row in tx.exec_driver_sql(f"SELECT state, fault FROM outbox WHERE kind = '{kind}' ORDER BY id")
        ]

    return await stage.db.read(rows, None, stage.now)


async def retried(stage: Stage, seconds: float = 30) -> None:
    """Let the attempt that is under way end, and the wait before the next one pass."""
    await stage.quiet()
    stage.now += timedelta(seconds=seconds)
    await stage.quiet()

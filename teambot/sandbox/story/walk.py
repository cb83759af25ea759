"""How a story's time passes: from stop to stop, looking at the feeds on the way. It decides nothing of the bot's."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.sandbox.port import Port

STRIDE = timedelta(hours=12)  # the bot's sweeps ring so often on the way; more often only takes longer
BEFORE_CLOSE = timedelta(hours=26)  # a stop at which the week's new posts are there, and there is time to submit them
WORDS = {
    "close": "submissions close",
    "publish": "the week's plan is published",
    "end": "the week ends",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment (aware UTC) at which the page's or the story's time stops, and what happens there, in words."""

    at: datetime
    kind: str
    what: str


async def walk(port: Port, clock: Callable[[], datetime], to: datetime, stride: timedelta = STRIDE) -> None:
    """Let time pass until `to`, in strides and by whatever is due on the way; nothing where `to` is behind."""
    while clock() < to:
        now = clock()
        due = [one.at for one in await port.coming()]
        with suppress(LookupError):
            due.append((await port.next_step())[0])
        await port.turn(min([now + stride, to, *(at for at in due if at > now)]))


async def next_stop(port: Port, now: datetime) -> Stop | None:
    """Give the next stop: whatever comes first of what the clock alone brings about, or the day before the close.

    Where several things happen at one moment it tells of all. None where nothing is to come.
    """
    stops = [*await _of_the_week(port, now), *(Stop(one.at, one.kind, one.what) for one in await port.coming())]
    if not stops:
        return None
    first = min(stops, key=lambda stop: stop.at)
    together = dict.fromkeys(stop.what for stop in stops if stop.at == first.at)
    return Stop(first.at, first.kind, "; ".join(together))


async def _of_the_week(port: Port, now: datetime) -> list[Stop]:
    try:
        at, kind = await port.next_step()
    except LookupError:
        return []
    early = at - BEFORE_CLOSE
    if kind != "publish" and now < early:
        return [Stop(early, "days", "some days go by, and new posts come in")]
    return [Stop(at, kind, WORDS[kind])]

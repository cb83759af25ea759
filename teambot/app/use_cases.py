"""The services put together on one store and one way out to the web."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from teambot import __version__
from teambot.services.bundle import Services, services_on
from teambot.services.feeds.hosts import GAP
from teambot.services.feeds.service import FeedsService
from teambot.settings import Feeds, Settings
from teambot.storage.runner import Runner
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from teambot.web.worker import Worker


@dataclass(frozen=True, slots=True)
class UseCases:
    """The services, and what of them must be closed in the end."""

    services: Services
    fetcher: Fetcher
    worker: Worker

    async def close(self) -> None:
        """End connections to blogs and the parsing process."""
        await self.fetcher.close()
        await self.worker.close()


def put_together(
    settings: Settings, db: Runner, opened: Mapping[str, int] | None, *, host_gap: timedelta = GAP
) -> UseCases:
    """Make the services.

    For the sandbox alone: `opened` names hosts that are served on this machine, `host_gap` is the pause between two
    requests to one, in real time.
    """
    fetcher = Fetcher(user_agent=user_agent(settings.feeds), guard=Guard(opened=opened))
    worker = Worker()
    reading = FeedsService(db, fetcher, worker, every=timedelta(seconds=settings.feeds.poll_seconds), host_gap=host_gap)
    return UseCases(services_on(db, settings.team, reading), fetcher, worker)


def user_agent(feeds: Feeds) -> str:
    """Say who reads a feed, and how its owner reaches the operator."""
    return f"teambot/{__version__} ({f'+{feeds.contact}' if feeds.contact else 'a blog team reads its own feeds'})"

"""The loopback Discord.

A REST API and a gateway on 127.0.0.1, good enough for real client libraries with only their addresses changed. Not
modelled: Discord's real bucket sizes, AutoMod, polls, reactions, voice, latency and reordering, previews of links,
forwarded messages, forums, who joined a thread. What exists lives in
`world`, what people do goes through `person`, what goes wrong through `faults`, `cut`, `invalidate` and
`reconnect_request`.
"""

import time
from collections.abc import Callable

from aiohttp import web

from teambot.sandbox.loopback.bell import Bell
from teambot.sandbox.loopback.faults import Faults
from teambot.sandbox.loopback.gateway import Gateway
from teambot.sandbox.loopback.interactions import Interactions
from teambot.sandbox.loopback.limits import Limits
from teambot.sandbox.loopback.observer import Nobody, Observer
from teambot.sandbox.loopback.people.acts import Acts
from teambot.sandbox.loopback.people.person import Person
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rest.channels import ChannelRoutes
from teambot.sandbox.loopback.rest.commands import CommandRoutes
from teambot.sandbox.loopback.rest.guilds import GuildRoutes
from teambot.sandbox.loopback.rest.interactions import InteractionRoutes
from teambot.sandbox.loopback.rest.messages import MessageRoutes
from teambot.sandbox.loopback.rest.rest import PREFIX, Rest
from teambot.sandbox.loopback.rest.threads import ThreadRoutes
from teambot.sandbox.loopback.rest.users import UserRoutes
from teambot.sandbox.loopback.rest.webhooks import WebhookRoutes
from teambot.sandbox.loopback.snowflake import Clock
from teambot.sandbox.loopback.world import World


class LoopbackDiscord:
    """A Discord of our own.

    Ids and timestamps come from `clock` (aware), the 3-second and 15-minute limits from `ticks` (monotonic seconds).
    With `limits=True` the buckets are small enough to be met. `observe` sees everything that goes over the wire.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = "sandbox-token",  # noqa: S107  # the loopback Discord's own, no secret
        limits: bool = False,
        observe: Observer | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        observer = observe or Nobody()
        self.token = token
        self.world = World(clock)
        self.faults = Faults()
        self.limits = Limits(ticks, on=limits)
        self.posting = Posting(self.world)
        self.interactions = Interactions(ticks)
        self._bell = Bell()
        self._port = 0
        self._runner: web.AppRunner | None = None
        self.hub = Gateway(self.world, token, self._bell, observer, lambda: self.gateway)
        self.world.dispatch = self.hub.dispatch
        self.commands = CommandRoutes(self.world, self._bell)
        self.acts = Acts(self.world, self.interactions, self._bell, self.commands.visible_in)
        answers = InteractionRoutes(self.posting, self.interactions, self._bell)
        nouns = (
            UserRoutes(self.world, self.hub),
            GuildRoutes(self.world, self.hub),
            ChannelRoutes(self.posting),
            ThreadRoutes(self.posting),
            MessageRoutes(self.posting, lambda: self.hub.reads_words),
            self.commands,
            answers,
            WebhookRoutes(answers),
        )
        routes = [route for noun in nouns for route in noun.routes()]
        self.rest = Rest(routes, token, self.faults, self.limits, observer)

    @property
    def api(self) -> str:
        """Give the REST API's base address."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway(self) -> str:
        """Give the gateway's address."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    async def start(self, port: int = 0) -> None:
        """Listen on a port of 127.0.0.1 (0: any free one). OSError if it is taken."""
        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.router.add_get("/gateway", self.hub.serve)
        app.router.add_get("/gateway/", self.hub.serve)
        self.rest.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Hang up on everybody and stop listening; the world stays as it is."""
        self.hub.cut()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def person(self, user_id: int) -> Person:
        """Give a human at the keyboard. KeyError for an unknown user."""
        return Person(self.world.users[user_id].id, self.acts, self.posting)

    async def wait_ready(self, seconds: float = 10) -> None:
        """Wait until a bot is connected and has registered commands. TimeoutError if none is in time."""
        if not await self._bell.until(self._is_ready, seconds):
            raise TimeoutError(f"no bot was ready in {seconds:g} s")

    def _is_ready(self) -> bool:
        return bool(self.hub.live) and self.commands.registered

    def cut(self) -> None:
        """Cut the bot's gateway connections without a word; it can resume."""
        self.hub.cut()

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9: the session is invalid, or is to be resumed."""
        self.hub.invalidate(resumable=resumable)

    def reconnect_request(self) -> None:
        """Send op 7: the bot should reconnect and resume."""
        self.hub.reconnect_request()

    def deliver_again(self, event: str = "INTERACTION_CREATE") -> None:
        """Deliver the last event of a kind a second time: "events may be received more than once"."""
        self.hub.again(event)

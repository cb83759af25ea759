"""Plan what goes wrong: a request of the bot that fails before or after its effect, hangs, is slow, or is cut."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from teambot.sandbox.loopback.wire import Call

Scope = Literal["user", "global", "shared"]


@dataclass(slots=True)
class Fault:
    """One planned fault, as `Faults.on` describes it; `hits` counts how often it struck."""

    method: str
    template: str
    status: int | None = None
    after: bool = False
    reset: bool = False
    delay: float = 0.0
    hold: asyncio.Event | None = None
    retry_after: float = 0.1
    scope: Scope = "user"
    match: Callable[[Call], bool] | None = None
    times: int | None = 1
    hits: int = 0

    def fits(self, call: Call) -> bool:
        """Say whether it strikes this request."""
        if self.times is not None and self.hits >= self.times:
            return False
        here = self.method in ("*", call.method) and self.template in ("*", call.template)
        return here and (self.match is None or self.match(call))


@dataclass(slots=True)
class Faults:
    """The plan, and `log`: (method, template, what) of every fault that struck, in order."""

    plan: list[Fault] = field(default_factory=list)
    log: list[tuple[str, str, str]] = field(default_factory=list)

    def on(
        self,
        method: str,
        template: str,
        *,
        status: int | None = None,
        after: bool = False,
        reset: bool = False,
        delay: float = 0.0,
        hold: asyncio.Event | None = None,
        retry_after: float = 0.1,
        scope: Scope = "user",
        match: Callable[[Call], bool] | None = None,
        times: int | None = 1,
    ) -> Fault:
        """Plan a fault for coming requests of a method and template ("*": any); the first that fits strikes.

        `status`: answered instead (429 with `retry_after` and `scope`); `reset`: the connection is cut instead of an
        answer. Both strike before the request has had its effect, or with `after=True` once it has. `delay`: seconds
        before the request is looked at. `hold`: it has its effect, and its answer waits for the event. `times=None`:
        always. `match` looks at the request.
        """
        fault = Fault(method, template, status, after, reset, delay, hold, retry_after, scope, match, times)
        self.plan.append(fault)
        return fault

    def take(self, call: Call) -> Fault | None:
        """Give the fault that strikes this request, and write it in the log."""
        for fault in self.plan:
            if fault.fits(call):
                fault.hits += 1
                when = "after" if fault.after else "before"
                what = f"{fault.status} {when}" if fault.status else f"reset {when}" if fault.reset else "slow"
                self.log.append((call.method, call.template, "held" if fault.hold else what))
                return fault
        return None

    def clear(self) -> None:
        """Drop the plan; the log stays."""
        self.plan.clear()

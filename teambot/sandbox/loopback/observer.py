"""Who looks on: tests hang their validators in here."""

from typing import Any, Protocol

from teambot.sandbox.loopback.wire import Json


class Observer(Protocol):
    """Is told of every REST exchange, every gateway event of the double, and every gateway command of the bot."""

    def exchange(
        self,
        method: str,
        template: str,
        path: dict[str, Any],
        query: dict[str, str],
        request_json: Any,
        status: int,
        response_json: Any,
    ) -> None:
        """See a request and its answer.

        `template` is the published path template; `response_json` is None for an empty answer.
        """

    def event(self, name: str, payload: Json) -> None:
        """See a dispatched event (or HELLO)."""

    def sent(self, op: int, d: Any) -> None:
        """See a gateway command of the bot."""


class Nobody:
    """Look at nothing."""

    def exchange(
        self,
        method: str,
        template: str,
        path: dict[str, Any],
        query: dict[str, str],
        request_json: Any,
        status: int,
        response_json: Any,
    ) -> None:
        """Look away."""

    def event(self, name: str, payload: Json) -> None:
        """Look away."""

    def sent(self, op: int, d: Any) -> None:
        """Look away."""

"""The checker itself: that it is there, that it finds what is wrong, and that its leniences are only what they say."""

import pytest

from teambot.sandbox.loopback import shapes
from tests.conftest import needs_descriptions
from tests.discord_schemas import Checker, leniently
from tests.sandbox.conftest import Club, Http

pytestmark = pytest.mark.schemas
SEND = ("POST", "/channels/{channel_id}/messages", {"channel_id": 1}, {})


@pytest.fixture
def fresh() -> Checker:
    needs_descriptions()
    return Checker()


async def test_every_route_of_the_double_is_published(loopback, fresh: Checker) -> None:
    for route in loopback.rest.routes:
        fresh.exchange(route.method, route.template, {}, {}, None, 404, {"message": "x", "code": 0})
    assert fresh.wrong == []
    assert len(fresh.seen) == len(loopback.rest.routes)


def test_what_is_wrong_is_found(fresh: Checker, club: Club) -> None:
    user = shapes.user(club.double.world.bot)
    cases = [
        (("GET", "/nowhere", {}, {}, None, 200, {}), "not in the published API"),
        ((*SEND, {"content": 5}, 403, {"message": "x", "code": 50013}), "request"),
        ((*SEND, {"content": "x"}, 200, {"id": "1"}), "answer 200"),
        ((*SEND, {"content": "x"}, 201, {}), "not published"),
        (("DELETE", "/channels/{channel_id}/messages/{message_id}", {}, {}, None, 204, {}), "has a body"),
        (("GET", "/users/{user_id}", {}, {}, None, 200, user | {"id": 5}), "answer 200"),
        (("GET", "/users/{user_id}", {}, {}, None, 404, {"code": "none"}), "answer 404"),
        ((*SEND, {}, 429, {"message": "x"}), "answer 429"),
    ]
    for arguments, told in cases:
        fresh.wrong.clear()
        fresh.exchange(*arguments)
        assert any(told in line for line in fresh.wrong), arguments
    fresh.wrong.clear()
    fresh.event("MESSAGE_DELETE", {"id": "1"})
    fresh.event("NOTHING_LIKE_IT", {})
    fresh.sent(2, {"token": 5})
    assert len(fresh.wrong) == 3


def test_leniences_are_only_what_they_say() -> None:
    sent = {"recipient_id": 5, "attachments": [{"id": 0}], "components": [{"id": 7}], "nonce": 5, "tts": True}
    assert leniently(sent) == sent | {"recipient_id": "5", "attachments": [{"id": "0"}]}
    assert leniently({"allowed_mentions": {"users": [5], "parse": []}}) == {
        "allowed_mentions": {"users": ["5"], "parse": []}
    }


async def test_a_bad_request_of_a_bot_is_told(club: Club, http: Http, checker: Checker | None) -> None:
    needs_descriptions()
    await http("POST", f"/channels/{club.room.id}/messages", {"content": "x" * 4001})
    assert any("request" in line for line in checker.wrong)
    checker.wrong.clear()


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_missing_descriptions_are_a_skip_and_in_ci_a_failure(ci: str, outcome: type, monkeypatch) -> None:
    monkeypatch.setattr("tests.conftest.HERE", False)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="do not stand beside"):
        needs_descriptions()

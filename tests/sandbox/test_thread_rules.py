"""Who may open, write in, change and delete threads, and what Discord refuses of them."""

import pytest

from teambot.sandbox.loopback.entities import Kind
from teambot.sandbox.loopback.permissions import Permission
from tests.sandbox.conftest import Club, Http
from tests.sandbox.threads import PUBLIC, moderator, started


async def test_a_thread_has_no_permissions_of_its_own(club: Club, http: Http) -> None:
    world = club.double.world
    thread = await started(club, http)
    for deny in (world.hide_channel, world.mute_channel, world.mute_threads):
        with pytest.raises(ValueError, match="no permissions of its own"):
            deny(thread.id)
    world.mute_threads(club.room.id)
    for path, body in ((f"{thread.id}/messages", {"content": "x"}), (f"{club.room.id}/threads", PUBLIC)):
        assert (await http("POST", f"/channels/{path}", body))[1]["code"] == 50013
    assert (await http("POST", f"/channels/{club.room.id}/messages", {"content": "x"}))[0] == 200


LOCKED = [
    ("asleep and locked", True, False, (400, 50083)),
    ("awake and locked", False, False, (400, 160005)),
    ("asleep and locked, with Manage Threads", True, True, (200, None)),
    ("awake and locked, with Manage Threads", False, True, (200, None)),
]


@pytest.mark.parametrize(("asleep", "moderates", "told"), [row[1:] for row in LOCKED], ids=[row[0] for row in LOCKED])
async def test_a_locked_thread(club: Club, http: Http, asleep: bool, moderates: bool, told: tuple) -> None:
    thread = await started(club, http)
    club.double.world.archive_thread(thread.id, locked=True)
    thread.archived = asleep
    if moderates:
        moderator(club)
    status, body = await http("POST", f"/channels/{thread.id}/messages", {"content": "Soup"})
    assert (status, body.get("code")) == told
    assert len(club.ann.sees(thread.id)) == (1 if moderates else 0)


MAY_NOT = [
    ("no view", Permission.VIEW_CHANNEL, 50001, 50001),
    ("no creating", Permission.CREATE_PUBLIC_THREADS, 50013, None),
    ("no writing in threads", Permission.SEND_MESSAGES_IN_THREADS, None, 50013),
    ("no writing in the channel", Permission.SEND_MESSAGES, None, None),
]


@pytest.mark.parametrize(("deny", "creating", "writing"), [row[1:] for row in MAY_NOT], ids=[row[0] for row in MAY_NOT])
async def test_what_the_bot_may_not(
    club: Club, http: Http, deny: Permission, creating: int | None, writing: int | None
) -> None:
    thread = await started(club, http)
    club.double.world.overwrite(club.room.id, club.double.world.bot.id, deny=deny)
    status, body = await http("POST", f"/channels/{club.room.id}/threads", PUBLIC)
    assert (status, body.get("code")) == ((403, creating) if creating else (201, None))
    status, body = await http("POST", f"/channels/{thread.id}/messages", {"content": "Soup"})
    assert (status, body.get("code")) == ((403, writing) if writing else (200, None))


NOT_TAKEN = [
    ("no name", {"name": None}, "name"),
    ("an empty name", {"name": ""}, "name"),
    ("a name of 101", {"name": "x" * 101}, "name"),
    ("a duration of its own", {"auto_archive_duration": 90}, "auto_archive_duration"),
    ("slower than Discord allows", {"rate_limit_per_user": 21601}, "rate_limit_per_user"),
    ("no kind of thread", {"type": 0}, "type"),
    ("a forum's post", {"type": 15}, "type"),
    ("an announcement's thread in a text channel", {"type": 10}, "type"),
]


@pytest.mark.parametrize(("more", "field"), [row[1:] for row in NOT_TAKEN], ids=[row[0] for row in NOT_TAKEN])
async def test_what_discord_would_refuse_of_a_thread(club: Club, http: Http, checker, more: dict, field: str) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    status, body = await http("POST", f"/channels/{club.room.id}/threads", PUBLIC | more)
    assert (status, body["code"], list(body["errors"])) == (400, 50035, [field])
    assert [row for row in club.double.world.channels.values() if row.is_thread] == []


async def test_where_no_thread_can_be_opened(club: Club, http: Http) -> None:
    world = club.double.world
    thread = await started(club, http)
    cases = {
        50003: world.dm_channel(club.ann.id).id,
        50024: thread.id,
        10003: 5,
    }
    for code, channel_id in cases.items():
        assert (await http("POST", f"/channels/{channel_id}/threads", PUBLIC))[1]["code"] == code
    voice = world.add_channel(club.guild.id, "talk", Kind.CATEGORY)
    assert (await http("POST", f"/channels/{voice.id}/threads", PUBLIC))[1]["code"] == 50024


async def test_an_announcement_channel_has_threads_of_its_own_kind(club: Club, http: Http) -> None:
    news = club.double.world.add_channel(club.guild.id, "news", Kind.ANNOUNCEMENT)
    said = club.ann.say(news.id, "Soup")
    assert (await http("POST", f"/channels/{news.id}/threads", PUBLIC | {"type": 10}))[1]["type"] == 10
    path = f"/channels/{news.id}/messages/{said.id}/threads"
    assert (await http("POST", path, {"name": "About soup"}))[1]["type"] == 10
    assert (await http("POST", path, {"name": "About soup"}))[1]["code"] == 160004
    for kind in (11, 12):
        assert (await http("POST", f"/channels/{news.id}/threads", PUBLIC | {"type": kind}))[1]["code"] == 50035


async def test_a_guild_has_only_so_many_active_threads(club: Club, http: Http, monkeypatch) -> None:
    monkeypatch.setattr("teambot.sandbox.loopback.rest.threads.MOST_ACTIVE", 1)
    thread = await started(club, http)
    assert (await http("POST", f"/channels/{club.room.id}/threads", PUBLIC))[1]["code"] == 160006
    club.double.world.archive_thread(thread.id)
    await started(club, http)


async def test_with_the_permission_the_bot_deletes_threads_and_channels(club: Club, http: Http) -> None:
    thread = await started(club, http)
    moderator(club)
    assert (await http("DELETE", f"/channels/{thread.id}"))[0] == 200
    assert thread.id not in club.double.world.channels
    assert (await http("DELETE", f"/channels/{club.room.id}"))[1]["code"] == 50013
    bot = club.double.world.bot.id
    club.double.world.overwrite(club.room.id, bot, allow=Permission.MANAGE_CHANNELS)
    assert (await http("DELETE", f"/channels/{club.room.id}"))[1]["id"] == str(club.room.id)
    assert club.room.id not in club.double.world.channels


async def test_a_change_that_is_refused_changes_nothing(club: Club, http: Http, checker) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    thread = await started(club, http)
    for wrong in ({"name": "x" * 101}, {"auto_archive_duration": 90}, {"archived": 1}):
        status, body = await http("PATCH", f"/channels/{thread.id}", {"archived": True, "name": "New"} | wrong)
        assert (status, body["code"]) == (400, 50035), wrong
        assert (thread.name, thread.archived, thread.auto_archive_minutes) == ("Offers", False, 4320)


async def test_who_may_change_a_thread(club: Club, http: Http) -> None:
    world = club.double.world
    own, other = await started(club, http), world.add_thread(club.room, "Hers", owner_id=club.ann.id)
    assert (await http("PATCH", f"/channels/{own.id}", {"name": "New", "auto_archive_duration": 60}))[0] == 200
    assert (own.name, own.auto_archive_minutes) == ("New", 60)
    for thread, body in ((other, {"name": "Mine"}), (own, {"locked": True}), (own, {"rate_limit_per_user": 5})):
        assert (await http("PATCH", f"/channels/{thread.id}", body))[1]["code"] == 50013
    assert (await http("PATCH", f"/channels/{own.id}", {"archived": True, "rate_limit_per_user": 5}))[0] == 403
    assert not own.archived  # refused whole
    assert (await http("PATCH", f"/channels/{own.id}", {"archived": True}))[0] == 200
    assert own.archived
    assert (await http("PATCH", f"/channels/{own.id}", {"name": "Newer"}))[1]["code"] == 50083
    assert (await http("PATCH", f"/channels/{own.id}", {"archived": False, "name": "Newer"}))[0] == 200
    assert (own.name, own.archived) == ("Newer", False)
    world.archive_thread(own.id, locked=True)
    assert (await http("PATCH", f"/channels/{own.id}", {"archived": False}))[1]["code"] == 50013
    moderator(club)
    assert (await http("PATCH", f"/channels/{own.id}", {"archived": False, "locked": False}))[0] == 200
    assert (await http("PATCH", f"/channels/{other.id}", {"rate_limit_per_user": 5}))[0] == 200
    assert other.slow_seconds == 5


async def test_a_private_thread_is_not_everybody_s(club: Club, http: Http) -> None:
    private = club.double.world.add_thread(club.room, "Ann's", Kind.PRIVATE_THREAD, owner_id=club.ann.id)
    club.ann.say(private.id, "psst")
    assert club.bo.sees(private.id) == []
    assert (await http("GET", f"/channels/{private.id}"))[1]["code"] == 50001
    moderator(club)
    assert (await http("GET", f"/channels/{private.id}"))[0] == 200

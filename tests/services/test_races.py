"""Two at once, where one looks and does not find what the other is about to write: each gets the domain's word."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import pytest

from teambot.domain.post_answers import PostShelved, PostSubmitted
from teambot.domain.profiles import SettingsChanged
from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.services.blog_claims import NameBlog, name_blog
from teambot.services.teams import NameFounders
from teambot.services.use_case import write
from tests.services.conftest import CHANNEL, NAMES, START
from tests.services.planted import planted, read_feed
from tests.stores import Store

TIMES = 5  # a race is not lost each time


@pytest.mark.parametrize("at_once", [2, 4])
async def test_two_first_setups_of_a_channel_begin_one_team(store: Store, at_once: int) -> None:
    async with planted(store) as house:
        for turn in range(TIMES):
            callers = [house.caller(who, manage=True, channel=CHANNEL + turn) for who in range(at_once)]
            shown = await asyncio.gather(*(house.services.teams.setup(caller, START) for caller in callers))
            assert len({one.team.id for one in shown}) == 1
        assert await house.rows("SELECT count(*) FROM team") == [(TIMES,)]
        assert await house.rows("SELECT count(*) FROM charter") == [(TIMES,)]


async def test_a_lost_channel_is_moved_once(store: Store) -> None:
    async with planted(store) as house:
        await house.set_up()
        await house.do("UPDATE team SET channel_fault = 'gone'")
        callers = [house.caller(0, manage=True, channel=CHANNEL + 1 + n) for n in range(2)]
        shown = await asyncio.gather(*(house.services.teams.setup(caller, START) for caller in callers))
        assert sorted(one.moved for one in shown) == [False, True]
        assert len({one.team.id for one in shown}) == 2


async def test_one_person_named_in_two_teams_at_once_is_one_person(store: Store) -> None:
    async with planted(store) as house:
        named = tuple(Founder(500 + n, f"New {n}", bot=False) for n in range(8))
        places = [{"guild": 40 + n, "channel": 50 + n} for n in range(2)]
        teams = [(await house.services.teams.setup(house.caller(0, manage=True, **at), START)).team.id for at in places]
        orders = (named, named[::-1])  # each in an order of its own: a deadlock is nobody's business either
        await asyncio.gather(
            *(
                house.services.teams.name_founders(house.caller(0, manage=True, **at), NameFounders(team, order), START)
                for at, team, order in zip(places, teams, orders, strict=True)
            )
        )
        assert await house.rows("SELECT count(*) FROM person") == [(8,)]
        assert await house.rows("SELECT count(*) FROM membership") == [(16,)]


async def test_one_interaction_that_comes_four_times_at_once_is_answered_alike(store: Store, formed: str) -> None:
    async with planted(store, formed) as house:
        for turn in range(TIMES):
            caller = house.caller(turn)
            answers = await asyncio.gather(
                *(house.services.posts.submit(caller, house.post(turn), START) for _ in range(4))
            )
            assert len(set(map(repr, answers))) == 1
        assert await house.rows("SELECT count(*) FROM submission") == [(TIMES,)]


async def test_two_devices_put_two_posts_forward(store: Store, formed: str) -> None:
    async with planted(store, formed) as house:
        for who in range(TIMES):
            both = await asyncio.gather(house.submit(who, 1), house.submit(who, 2))
            assert {type(one) for one in both} == {PostSubmitted, PostShelved}


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "a\x00b\ud800c"])
async def test_what_a_store_could_not_keep_never_comes_to_it(store: Store, formed: str, bad: str) -> None:
    """PostgreSQL takes no NUL, and neither takes half a surrogate: both stores get the same cleaned words."""
    async with planted(store, formed) as house:
        who = replace(house.caller(0), name=f"An{bad}a", locale=f"en{bad}")
        said = house.post(0, title=f"Soup{bad}", reader_line=f"You learn{bad} to brew it slowly.", hook=bad)
        assert isinstance(await house.services.posts.submit(who, said, START), PostSubmitted)
        for broken in (house.post(0, 2, url=f"http://ana.blog.test/{bad}"), house.post(0, 3, money=bad)):
            try:
                await house.services.posts.submit(house.caller(0), broken, START)
            except Refusal:
                continue
        kept = await house.dump()
        text = repr([row for table in kept.values() for row in table])
        assert "\\x00" not in text
        assert "\\ud800" not in text
        assert "\\u0000" not in text


async def test_two_who_take_and_leave_one_feed_at_once_both_have_their_feeds(store: Store, formed: str) -> None:
    async with planted(store, formed) as house:
        elsewhere = {"guild": 910, "channel": 911}
        await house.second_team(**elsewhere)

        def takes(who: int, number: int, **where: int) -> Awaitable[SettingsChanged]:
            found = replace(read_feed(who), url=f"http://{NAMES[who].lower()}.blog.test/feed{number}")
            named = NameBlog(found, "token", None)
            return write(house.db, SettingsChanged, name_blog, house.caller(who, **where), named, START)

        for turn in range(4 * TIMES):
            taken = (takes(who, turn % 3 + more) for who in range(3) for more in (0, 1))
            there = (takes(who, turn % 3 + 1 - more, **elsewhere) for who in range(3) for more in (0, 1))
            await asyncio.gather(*taken, *there)
        nobodys = "SELECT count(*) FROM feed WHERE id NOT IN (SELECT feed_id FROM subscription)"
        shown = "SELECT count(*) FROM subscription WHERE feed_id IN (SELECT feed_id FROM item)"
        assert [await house.rows(sql) for sql in (nobodys, shown)] == [[(0,)], [(9,)]]

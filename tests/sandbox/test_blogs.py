"""The sample blogs: served under fixed names, dated by the story's clock, conditional, killable, repeatable."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import aiohttp
import pytest

from teambot.errors import CannotStart
from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.blogs.life import Down
from teambot.sandbox.blogs.syndication import CONTENT_TYPES
from teambot.sandbox.blogs.writing import posts_of
from teambot.sandbox.cast import Cast, DirectMessages, FeedKind, Habit, read_cast
from teambot.sandbox.clock import START, StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.sample_team import build_world, link_accounts

FILE = Path(__file__).parents[2] / "config" / "sandbox.toml"


@pytest.fixture
def cast() -> Cast:
    return read_cast(FILE)


@pytest.fixture
def clock() -> StoryClock:
    return StoryClock()


@pytest.fixture
async def blogs(cast: Cast, clock: StoryClock) -> AsyncIterator[SampleBlogs]:
    blogs = SampleBlogs(cast.blogs, clock)
    await blogs.start()
    yield blogs
    await blogs.stop()


async def get(
    blogs: SampleBlogs, host: str, path: str, **headers: str
) -> tuple[int, aiohttp.typedefs.CIMultiDict[str], bytes]:
    port = blogs.opened.get(host) or next(iter(blogs.opened.values()))
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}", headers={"Host": host, **headers}) as answer,
    ):
        return answer.status, answer.headers.copy(), await answer.read()


def titles(kind: FeedKind, body: bytes) -> list[str]:
    if kind is FeedKind.JSON:
        return [item["title"] for item in json.loads(body)["items"]]
    name = "item/title" if kind is FeedKind.RSS else "{*}entry/{*}title"
    return [found.text or "" for found in ElementTree.fromstring(body).findall(f".//{name}")]


def test_the_cast_holds_what_the_story_needs(cast: Cast) -> None:
    assert len(cast.bloggers) == 6
    assert {one.hemisphere for one in cast.bloggers} == {"north", "south"}
    assert len({one.zone for one in cast.bloggers}) == 6
    assert {one.feed for one in cast.bloggers} == set(FeedKind)
    assert {one.direct_messages for one in cast.bloggers} == set(DirectMessages)
    assert any(
        not one.name.isascii() and not any("a" <= letter.lower() <= "z" for letter in one.name) for one in cast.bloggers
    )
    assert cast.who(Habit.SILENT).habit is Habit.SILENT


def test_the_cast_holds_what_seasons_need(cast: Cast) -> None:
    old = [post for blogger in cast.bloggers for post in blogger.posts if post.at <= START]
    assert [post for post in old if post.months and START.month not in post.months]  # waits for its window
    assert [post for post in old if START.month in post.months]
    assert [post for post in old if post.last_day and post.last_day < START.date()]
    assert {one.hemisphere for one in cast.bloggers for post in one.posts if post.months} == {"north", "south"}
    made = next(one for one in posts_of(cast.bloggers[0], 1) if one.months)
    assert made.months == next(post.months for post in cast.bloggers[0].posts if post.months)


def test_the_cast_holds_what_joining_needs(cast: Cast) -> None:
    assert len(cast.outsiders) == 3  # as many as a second team needs
    assert sum(one.rel_me for one in cast.outsiders) == 1
    assert {one.habit for one in (*cast.outsiders, cast.stranger)} == {Habit.OUTSIDE}
    assert cast.stranger not in cast.people
    assert cast.blogs == (*cast.bloggers, *cast.outsiders, cast.stranger)
    assert not any(one.rel_me for one in (*cast.bloggers, cast.stranger))


async def test_each_feed_shows_what_the_clock_has_reached_and_no_more(
    cast: Cast, clock: StoryClock, blogs: SampleBlogs
) -> None:
    for blogger in cast.bloggers:
        path = blogger.feed_url.removeprefix(f"http://{blogger.host}")
        status, headers, body = await get(blogs, blogger.host, path)
        assert status == 200
        assert headers["Content-Encoding"] == "gzip"
        assert titles(blogger.feed, body) == [post.title for post in reversed(blogger.posts) if post.at <= START]
    clock.set(START + timedelta(days=20))
    for blogger in cast.bloggers:
        path = blogger.feed_url.removeprefix(f"http://{blogger.host}")
        _, _, body = await get(blogs, blogger.host, path)
        assert blogger.posts[-1].title in titles(blogger.feed, body)


async def test_every_blog_announces_its_feed_on_its_front_page(cast: Cast, blogs: SampleBlogs) -> None:
    for blogger in cast.blogs:
        status, _, body = await get(blogs, blogger.host, "/")
        assert status == 200
        assert f'<link rel="alternate" type="{CONTENT_TYPES[blogger.feed]}" href="{blogger.feed_url}">' in body.decode()
        status, _, _ = await get(blogs, blogger.host, blogger.feed_url.removeprefix(f"http://{blogger.host}"))
        assert status == 200


async def test_an_owner_writes_on_their_front_page_and_readers_of_the_feed_see_it(
    cast: Cast, clock: StoryClock, blogs: SampleBlogs
) -> None:
    host = cast.outsiders[0].host
    _, before, _ = await get(blogs, host, "/feed.xml")
    clock.set(START + timedelta(minutes=5))
    blogs.write_about(host, "Bread for people who work.\n\nteambot-<b>x</b>")
    page = (await get(blogs, host, "/"))[2].decode()
    assert "<p>Bread for people who work.</p><p>teambot-&lt;b&gt;x&lt;/b&gt;</p>" in page
    assert blogs.about(host).endswith("teambot-<b>x</b>")
    for known in ({"If-None-Match": before["ETag"]}, {"If-Modified-Since": before["Last-Modified"]}):
        status, _, body = await get(blogs, host, "/feed.xml", **known)
        assert status == 200
        assert b"teambot-&lt;b&gt;x" in body
    other = (await get(blogs, cast.outsiders[1].host, "/"))[2].decode()
    assert "teambot" not in other
    with pytest.raises(KeyError):
        blogs.write_about("nobody.test", "x")


async def test_a_blog_links_to_its_owners_account_where_they_have_it_so(cast: Cast, blogs: SampleBlogs) -> None:
    team = build_world(LoopbackDiscord(StoryClock()).world, cast)
    link_accounts(team, blogs)
    for blogger in cast.blogs:
        page = (await get(blogs, blogger.host, "/"))[2].decode()
        assert ('rel="me"' in page) is blogger.rel_me
        if blogger.rel_me:
            assert f'<a rel="me" href="https://discord.com/users/{team.id_of(blogger)}">' in page


def test_the_sample_server_has_a_place_for_a_second_team_and_a_role_to_give(cast: Cast) -> None:
    world = LoopbackDiscord(StoryClock()).world
    team = build_world(world, cast)
    guild = world.guilds[team.guild_id]
    assert [world.channels[key].name for key in guild.channels] == [cast.channel, cast.lounge, cast.second]
    assert {team.channel_id, team.lounge_id, team.second_id} == set(guild.channels)
    own = next(role for role in guild.roles.values() if role.managed)
    assert guild.roles[team.role_id].name == cast.role
    assert guild.roles[team.role_id].position < own.position
    assert set(team.ids) == {one.name for one in cast.people}
    assert set(team.ids.values()) < set(guild.members)
    assert [team.blogger(team.id_of(one)) for one in cast.people] == list(cast.people)
    with pytest.raises(KeyError):
        team.blogger(world.bot.id)


async def test_every_page_of_the_year_can_be_read(cast: Cast, clock: StoryClock, blogs: SampleBlogs) -> None:
    clock.set(START + timedelta(weeks=52))
    for blogger in cast.bloggers:
        posts = blogs.published(blogger.host)
        assert 45 <= len(posts) <= 60  # about one a week
        for post in (posts[0], posts[len(posts) // 2], posts[-1]):
            status, _, body = await get(blogs, blogger.host, post.path)
            assert status == 200
            assert blogger.blog in body.decode()
    assert (await get(blogs, cast.bloggers[0].host, "/"))[0] == 200
    assert (await get(blogs, cast.bloggers[0].host, "/nothing"))[0] == 404
    assert (await get(blogs, "nobody.test", "/"))[0] == 421


async def test_a_post_is_not_there_before_its_moment(cast: Cast, blogs: SampleBlogs) -> None:
    coming = next(post for post in posts_of(cast.bloggers[0], 1) if post.published_at > START)
    assert (await get(blogs, cast.bloggers[0].host, coming.path))[0] == 404


async def test_who_has_it_already_gets_304(cast: Cast, clock: StoryClock, blogs: SampleBlogs) -> None:
    host = cast.bloggers[0].host
    _, headers, _ = await get(blogs, host, "/feed.xml")
    by_tag = {"If-None-Match": headers["ETag"]}
    by_date = {"If-Modified-Since": headers["Last-Modified"]}
    assert (await get(blogs, host, "/feed.xml", **by_tag))[::2] == (304, b"")
    assert (await get(blogs, host, "/feed.xml", **by_date))[0] == 304
    assert (await get(blogs, host, "/feed.xml", **{"If-None-Match": '"other"'}, **by_date))[0] == 200
    assert (await get(blogs, host, "/feed.xml", **{"If-Modified-Since": "nonsense"}))[0] == 200
    clock.set(START + timedelta(days=7))
    assert (await get(blogs, host, "/feed.xml", **by_tag, **by_date))[0] == 200


@pytest.mark.parametrize(("how", "status"), [(Down.UNAVAILABLE, 503), (Down.GONE, 410)])
async def test_a_dead_blog_answers_so_and_lives_again(cast: Cast, blogs: SampleBlogs, how: Down, status: int) -> None:
    host, other = cast.bloggers[0].host, cast.bloggers[2].host
    blogs.kill(host, how)
    assert (await get(blogs, host, "/feed.xml"))[0] == status
    assert (await get(blogs, other, "/feed.xml"))[0] == 200
    blogs.revive(host)
    assert (await get(blogs, host, "/feed.xml"))[0] == 200


async def test_a_blog_that_hangs_up_gives_no_answer_at_all(cast: Cast, blogs: SampleBlogs) -> None:
    blogs.kill(cast.bloggers[0].host)
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(blogs, cast.bloggers[0].host, "/feed.xml")


def test_a_seed_repeats_itself_and_another_does_not(cast: Cast) -> None:
    for blogger in cast.bloggers:
        assert posts_of(blogger, 7) == posts_of(blogger, 7)
        assert posts_of(blogger, 7) != posts_of(blogger, 8)
        assert len({post.path for post in posts_of(blogger, 7)}) == len(posts_of(blogger, 7))


def test_the_clock_goes_only_forward() -> None:
    clock = StoryClock()
    clock.set(START + timedelta(hours=1))
    assert clock() == clock.now() == START + timedelta(hours=1)
    for wrong in (START, datetime(2027, 1, 1)):  # noqa: DTZ001  # naive is what it must refuse
        with pytest.raises(ValueError):
            clock.set(wrong)
    assert clock().tzinfo is UTC


WRONG = [
    ("not toml at all [", "not TOML", "broken syntax"),
    ("[team]\nserver = 'x'\n", "lacks", "no bloggers"),
    (FILE.read_text("utf-8").replace('habit = "late"', 'habit = "lazy"'), "lazy", "an unknown habit"),
    (FILE.read_text("utf-8").replace('habit = "late"', 'habit = "eager"'), "each habit", "a habit twice"),
    (FILE.read_text("utf-8").replace("long-simmer.test", "long-simmer.com"), "must end in .test", "a real name"),
    (FILE.read_text("utf-8").replace("long-simmer.test", "slow-fire.test"), "share a host", "a host twice"),
    (FILE.read_text("utf-8").replace("weekday-bread.test", "slow-fire.test"), "share a host", "an outsider's too"),
    (FILE.read_text("utf-8").replace("Hanne Lund", "Tama Ngata"), "share a name", "a name twice"),
    (FILE.read_text("utf-8").replace("[stranger]", "[strangers]"), "lacks", "no stranger"),
    (FILE.read_text("utf-8").replace('habit = "late"', 'habit = "outside"'), "each habit", "a founder from outside"),
    (FILE.read_text("utf-8").replace("Pacific/Auckland", "Pacific/Nowhere"), "Nowhere", "an unknown zone"),
    (FILE.read_text("utf-8").replace("months = [5, 6]", "months = [5, 13]"), "month that no year", "an unknown month"),
    (FILE.read_text("utf-8").replace('town = "Bergen"', 'city = "Bergen"'), "city", "an unknown key"),
]


@pytest.mark.parametrize(("text", "said", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_cast_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str, why: str) -> None:
    path = tmp_path / "sandbox.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CannotStart, match=said) as refused:
        read_cast(path)
    assert refused.value.code == 78
    assert str(path) in str(refused.value)

"""Many teams in the middle of a week, made by the real services: what the benchmarks and the long runs work on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from teambot.domain.members import TeamState
from teambot.domain.posts import FeedState, Money, PostWords, SubscriptionKind
from teambot.domain.standings import Standing
from teambot.domain.week import WeekTimes, first_week
from teambot.feeds.identity import feed_key
from teambot.services.weeks import WeeksService
from teambot.storage import charters, feeds, members, posts, subscriptions, teams, weeks
from teambot.storage.charters import Charter
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner, Tx
from teambot.storage.schema import migrate

SIZE = 12
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made: a guild and a channel a team, twelve memberships, and the people's Discord ids."""

    team: int
    guild_id: int
    channel_id: int
    members: tuple[int, ...]  # membership ids
    people: tuple[int, ...]  # Discord ids


def seed_team(tx: Tx, number: int, now: datetime, *, by_dm: bool = False, size: int = SIZE) -> Seeded:
    """Insert a formed team whose members each have a feed and a post that waits for the first close."""
    times = {"close_weekday": 6, "close_minute": 18 * 60, "publish_weekday": 0, "publish_minute": 9 * 60}
    place = {"guild_id": 1000 + number, "channel_id": 10_000 + number, "state": TeamState.ACTIVE, "formed_at": now}
    about = {"name": f"Team {number}", "niche": "tea", "language": "en", "zone": "UTC", "load": 2, "most_members": 12}
    team_id = teams.add(tx, times | place | about, now)
    charters.add(tx, team_id, Charter(1, "We read first.\nIn our own words.", now, accept_by=None))
    week = weeks.add(tx, team_id, first_week(WeekTimes("UTC", 6, 18 * 60, 0, 9 * 60), now))
    ids: list[int] = []
    people: list[int] = []
    for one in range(size):
        discord_id = 100_000 + number * 100 + one
        person_id = members.remember(tx, discord_id, f"Member {one}", "en-GB")
        membership_id = members.invite(tx, team_id, person_id, now, None)
        members.change(tx, membership_id, standing=Standing.MEMBER, accepted_version=1, joined_at=now)
        members.keep_blog(tx, membership_id, f"https://m{discord_id}.example/", None)
        members.change_profile(tx, membership_id, by_dm=by_dm)
        address = f"https://m{discord_id}.example/feed"
        feed_id = feeds.add(tx, key=feed_key(address), url=address, next_at=now)
        feeds.change(tx, feed_id, state=FeedState.GONE)  # there is no such host: nobody is to look for it
        subscriptions.add(tx, feed_id, membership_id, SubscriptionKind.BLOG, now)
        words = PostWords(f"Post of {one}", "A line that says what a reader gets.", "", Money.NONE)
        url = f"https://m{discord_id}.example/post"
        posts.add(tx, membership_id, week_id=week.id, url=url, keys=(f"k{discord_id}",), words=words, now=now)
        ids.append(membership_id)
        people.append(discord_id)
    return Seeded(team_id, 1000 + number, 10_000 + number, tuple(ids), tuple(people))


async def seed(database: Path | str, count: int, *, by_dm: bool = False, planned: bool = True) -> list[Seeded]:
    """Make a database of `count` teams; `planned`: their first plan is published."""
    engine = open_engine(database)
    migrate(engine, Path("backups"), START)  # a new one is not backed up
    runner = Runner(engine)

    def fill(tx: Tx, _: None, now: datetime) -> list[Seeded]:
        made = [seed_team(tx, number, now, by_dm=by_dm) for number in range(count)]
        tx.commit()
        return made

    made = await runner.run(fill, None, START)
    if planned:
        service = WeeksService(runner)
        await service.close_due(START + timedelta(days=6, hours=10))
        await service.publish_due(START + timedelta(days=7, hours=1))
    await runner.close()
    engine.dispose()
    return made

"""What a member says about themself in `/me settings`."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from teambot.domain.blog_facts import FeedChoice
from teambot.domain.notices import OF_THE_FEED
from teambot.domain.posts import FeedState
from teambot.domain.profiles import SettingsChanged, SettingsShown, parse_load, parse_topics
from teambot.domain.readers import join_places, parse_hemisphere, parse_places
from teambot.services.caller import Caller, enter_belongs, find, find_belongs
from teambot.services.feeds.polled import FeedRead, check_free, keep_feed
from teambot.services.feeds.service import FeedsService
from teambot.services.typed import typed
from teambot.services.use_case import read, write
from teambot.storage import feeds, members, notices
from teambot.storage.runner import Runner, Tx


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """What is to be changed, as it was chosen or typed; None leaves it as it is."""

    load: str | None = None
    hemisphere: str | None = None
    topics: str | None = None
    by_dm: bool | None = None
    ping: bool | None = None
    places: str | None = None
    offer_newest: bool | None = None
    offers_thread: bool | None = None


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """Another blog or feed; without a feed the blog's address is tried as one."""

    blog: str
    feed: str


class ProfilesService:
    """A member's own settings in a team."""

    def __init__(self, db: Runner, feeds: FeedsService) -> None:
        self._db = db
        self._feeds = feeds

    async def settings(self, caller: Caller, now: datetime) -> SettingsShown:
        """Show a member their settings."""
        return await read(self._db, _settings, caller, None, now)

    async def change_settings(self, caller: Caller, command: ChangeSettings, now: datetime) -> SettingsShown:
        """Change a member's settings."""
        await write(self._db, SettingsChanged, _change_settings, caller, command, now)
        return await self.settings(caller, now)

    async def change_feed(self, caller: Caller, command: ChangeFeed, now: datetime) -> SettingsShown:
        """Read another blog's feed from now on, and say what else that blog announces.

        Raises what `FeedsService.read` and `Searches.of` raise; then the old one stays.
        """
        await read(self._db, lambda tx, caller, _, __: find_belongs(tx, caller), caller, None, now)
        async with self._feeds.searches.of(caller.discord_id):
            found = await self._feeds.read(command.blog, command.feed, now)
        await write(self._db, SettingsChanged, _change_feed, caller, found.feed, now)
        return replace(await self.settings(caller, now), choices=found.choices)

    async def another_feed(self, caller: Caller, feed: str, now: datetime) -> SettingsShown:
        """Read another feed of the caller's blog from now on; `choices` has the one that was left.

        Raises what `change_feed` raises.
        """
        left = await self.settings(caller, now)
        shown = await self.change_feed(caller, ChangeFeed(left.blog_url, feed), now)
        return replace(shown, choices=(FeedChoice(left.feed_url, left.feed_title),))


def _settings(tx: Tx, caller: Caller, _: None, now: datetime) -> SettingsShown:  # noqa: ARG001
    team, member = find_belongs(tx, caller)
    profile = members.profile_of(tx, member.id)
    feed = feeds.of_member(tx, member.id)
    return SettingsShown(
        team_id=team.id,
        team_name=team.name,
        blog_url=profile.blog_url,
        feed_url=feed.url if feed else "",
        feed_title=feed.title if feed else "",
        feed_state=FeedState(feed.state) if feed else FeedState.GONE,
        feed_fault=feed.fault if feed else None,
        feed_ok_at=_read_at(feed) if feed else None,
        team_load=team.load,
        own_load=profile.load,
        hemisphere=members.hemisphere(profile),
        topics=profile.topics,
        by_dm=profile.by_dm,
        dm_closed=profile.dm_closed_at is not None,
        ping=profile.ping,
        places=parse_places(profile.places),
        offer_newest=profile.offer_newest,
        team_thread=team.offers_thread,
        offers_thread=profile.offers_thread,
    )


def _read_at(feed: Any) -> datetime | None:
    """Give when a feed was last read; `ok_at` stands still when its owner names it anew, as what it is told from."""
    at: datetime | None = feed.checked_at if feed.state == FeedState.ACTIVE else feed.ok_at
    return at


def _change_settings(tx: Tx, caller: Caller, command: ChangeSettings, now: datetime) -> SettingsChanged:  # noqa: ARG001
    _, member = enter_belongs(tx, caller, find(tx, caller).team.id)
    values: dict[str, object] = {}
    if command.load is not None:
        values["load"] = parse_load(command.load)
    if command.hemisphere is not None:
        values["hemisphere"] = parse_hemisphere(command.hemisphere)
    if command.topics is not None:
        values["topics"] = parse_topics(typed(command.topics))
    if command.by_dm is not None:
        values |= {"by_dm": command.by_dm, "dm_closed_at": None}
    if command.ping is not None:
        values["ping"] = command.ping
    if command.places is not None:
        values["places"] = join_places(parse_places(typed(command.places)))
    if command.offer_newest is not None:
        values["offer_newest"] = command.offer_newest
    if command.offers_thread is not None:
        values["offers_thread"] = command.offers_thread
    members.change_profile(tx, member.id, **values)
    return SettingsChanged(member.id)


def _change_feed(tx: Tx, caller: Caller, found: FeedRead, now: datetime) -> SettingsChanged:
    team, member = enter_belongs(tx, caller, find(tx, caller).team.id)
    check_free(tx, team.id, member.id, found)
    members.change_profile(tx, member.id, blog_url=found.blog_url)
    keep_feed(tx, member.id, found, now)
    notices.settle(tx, OF_THE_FEED, now, team_id=team.id, membership_id=member.id)
    return SettingsChanged(member.id)

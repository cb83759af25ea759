"""What a member says about themself in `/me settings`."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from teambot.domain.apart import Fellow, check_apart
from teambot.domain.blog_facts import FeedChoice
from teambot.domain.languages import join_languages, parse_languages
from teambot.domain.members import Member, Team
from teambot.domain.ownership import Proof
from teambot.domain.posts import FeedState
from teambot.domain.profiles import SettingsChanged, SettingsShown, own_zone, parse_load, parse_topics
from teambot.domain.quiet import parse_quiet
from teambot.domain.readers import join_places, parse_hemisphere, parse_places
from teambot.errors import Refusal
from teambot.feeds.places import is_owners_too, within
from teambot.services import blog_claims
from teambot.services.blog_claims import NameBlog, claim_of
from teambot.services.caller import Caller, enter_belongs, find, find_belongs
from teambot.services.feeds.polled import FeedRead
from teambot.services.feeds.service import FeedsService
from teambot.services.feeds.whose import disputed
from teambot.services.typed import typed, web_address
from teambot.services.use_case import read, write
from teambot.storage import apart, blogs, feeds, members
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
    languages: str | None = None
    zone: str | None = None  # "": the team's
    quiet: tuple[str, str] | None = None  # from and until which hour; from "none": no quiet hours
    remind: bool | None = None
    apart: tuple[int, ...] | None = None  # memberships: all with whom they are not to be matched


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
        """Read another feed from now on, and say what else its blog announces.

        Another blog than theirs is only kept as a claim, unless it is shown already that it is the caller's. Raises
        what `FeedsService.read`, `Searches.of` and `blog_claims.name_blog` raise; then all stays as it was.
        """
        known = await read(self._db, blog_claims.known, caller, None, now)
        async with self._feeds.searches.of(caller.discord_id):
            found = await self._feeds.read(command.blog, command.feed, now)
            feed, proof = _as_named(found.feed, command.blog, known.blog_url), None
            if known.needs_proof(feed.blog_url):
                proof = await self._look(feed, known.token, caller, now)
        await write(self._db, SettingsChanged, blog_claims.name_blog, caller, NameBlog(feed, known.token, proof), now)
        return replace(await self.settings(caller, now), choices=found.choices)

    async def _look(self, feed: FeedRead, token: str, caller: Caller, now: datetime) -> Proof | None:
        try:
            return await self._feeds.blogs.proof(feed.blog_url, feed.url, token, caller.discord_id, now)
        except Refusal:  # the page cannot be read now: the feed could, and the proof can wait
            return None

    async def another_feed(self, caller: Caller, feed: str, now: datetime) -> SettingsShown:
        """Read another feed of the caller's blog from now on, or of the one that they claim.

        `choices` has the one that was left. Raises what `change_feed` raises.
        """
        left = await self.settings(caller, now)
        blog, url, title = left.blog_url, left.feed_url, left.feed_title
        if left.claim is not None:
            blog, url, title = left.claim.blog_url, left.claim.feed_url, ""
        shown = await self.change_feed(caller, ChangeFeed(blog, feed), now)
        return replace(shown, choices=(FeedChoice(url, title),))

    async def prove_blog(self, caller: Caller, now: datetime, *, page: str = "") -> SettingsShown:
        """Look on the blog that the caller claims for the proof that it is theirs; with it the blog is taken.

        `page`: another page of the blog that they name. Without a claim nothing is looked for. Raises what
        `BlogFinder.proof`, `FeedsService.read`, `Searches.of` and `blog_claims.name_blog` raise; the claim stays then.
        """
        claim = await read(self._db, blog_claims.standing, caller, None, now)
        if claim is None:
            return await self.settings(caller, now)
        found = claim.blog_url, claim.feed_url
        async with self._feeds.searches.of(caller.discord_id):
            proof = await self._feeds.blogs.proof(*found, claim.token, caller.discord_id, now, page=page or None)
            if proof is None:
                return replace(await self.settings(caller, now), just_looked=True)
            feed = (await self._feeds.read(*found, now, known=True)).feed
        await write(self._db, SettingsChanged, blog_claims.name_blog, caller, NameBlog(feed, claim.token, proof), now)
        return replace(await self.settings(caller, now), proved=True)

    async def keep_blog(self, caller: Caller, now: datetime) -> SettingsShown:
        """Keep the blog that the caller has, and forget what they claim."""
        await write(self._db, SettingsChanged, blog_claims.keep_mine, caller, None, now)
        return await self.settings(caller, now)


def _as_named(feed: FeedRead, typed_blog: str, blog_url: str) -> FeedRead:
    """Give a feed for the blog that its reader has, where they named that one and it was found to be a part of more."""
    wider = within(blog_url, feed.blog_url) and not is_owners_too(feed.blog_url, blog_url)
    return replace(feed, blog_url=blog_url) if wider and is_owners_too(web_address(typed_blog), blog_url) else feed


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
        discord_id=caller.discord_id,
        claim=claim_of(profile.blog_claim),
        anothers=member.id in disputed(blogs.known(tx, team.id)),
        languages=parse_languages(profile.languages),
        zone=profile.zone or team.zone,
        own_zone=profile.zone is not None,
        quiet_from=profile.quiet_from,
        quiet_until=profile.quiet_until,
        remind=profile.remind,
        fellows=_fellows(tx, team, member),
    )


def _read_at(feed: Any) -> datetime | None:
    """Give when a feed was last read; `ok_at` stands still when its owner names it anew, as what it is told from."""
    at: datetime | None = feed.checked_at if feed.state == FeedState.ACTIVE else feed.ok_at
    return at


def _change_settings(tx: Tx, caller: Caller, command: ChangeSettings, now: datetime) -> SettingsChanged:  # noqa: ARG001
    team, member = enter_belongs(tx, caller, find(tx, caller).team.id)
    values = _chosen(command) | _written(team, command)
    members.change_profile(tx, member.id, **values)
    if command.apart is not None:
        _keep_apart(tx, team, member, set(command.apart))
    return SettingsChanged(member.id)


def _chosen(command: ChangeSettings) -> dict[str, object]:
    values: dict[str, object] = {}
    if command.load is not None:
        values["load"] = parse_load(command.load)
    if command.hemisphere is not None:
        values["hemisphere"] = parse_hemisphere(command.hemisphere)
    if command.by_dm is not None:
        values |= {"by_dm": command.by_dm, "dm_closed_at": None}
    if command.quiet is not None:
        values["quiet_from"], values["quiet_until"] = parse_quiet(*command.quiet)
    turned = {name: getattr(command, name) for name in ("ping", "offer_newest", "offers_thread", "remind")}
    return values | {name: on for name, on in turned.items() if on is not None}


def _written(team: Team, command: ChangeSettings) -> dict[str, object]:
    values: dict[str, object] = {}
    if command.topics is not None:
        values["topics"] = parse_topics(typed(command.topics))
    if command.places is not None:
        values["places"] = join_places(parse_places(typed(command.places)))
    if command.languages is not None:
        values["languages"] = join_languages(parse_languages(typed(command.languages)))
    if command.zone is not None:
        values["zone"] = own_zone(typed(command.zone), team.zone)
    return values


def _fellows(tx: Tx, team: Team, member: Member) -> tuple[Fellow, ...]:
    """List the others of a team, first those from whom a member keeps apart; who has gone is not among them."""
    parted = apart.of(tx, member.id)
    others = [one for one in members.belonging(tx, team.id) if one.id != member.id]
    fellows = [Fellow(one.id, one.name or "", one.id in parted) for one in others]
    return tuple(sorted(fellows, key=lambda one: not one.apart))


def _keep_apart(tx: Tx, team: Team, member: Member, chosen: set[int]) -> None:
    """Take these and nobody else of those who are there; of who has gone it stands again once they are back."""
    fellows = _fellows(tx, team, member)
    before = {one.membership_id for one in fellows if one.apart}
    check_apart(chosen, before, {one.membership_id for one in fellows})
    apart.change(tx, member.id, begun=chosen - before, ended=before - chosen)

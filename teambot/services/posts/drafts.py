"""What an author sees of their own posts before and after a form: drafts, choices, lists. It writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from teambot.domain.members import Member, Team, check_member, check_open
from teambot.domain.post_answers import PostDraft, PostList
from teambot.domain.posts import FeedItem, Submission, check_changeable
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.feeds.identity import address_key
from teambot.services.caller import Caller, find_member, need_formed, see_member, typing_member
from teambot.services.posts.offers_thread import has_button
from teambot.services.posts.own_posts import OwnPosts
from teambot.services.posts.shelves import without_readers, would_give
from teambot.services.typed import typed_address
from teambot.storage import feeds, members, posts, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek

_LISTS = frozenset({"mine", "team", "shelf"})
_CHOICES = 25  # as many as Discord's autocomplete shows


def _has(text: str, *where: str) -> bool:
    return any(text.casefold() in field.casefold() for field in where)


def newest(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[FeedItem, ...]:  # noqa: ARG001
    """List the caller's newest items that have what was typed; nothing for who is no member."""
    member = typing_member(tx, caller)
    if member is None:
        return ()
    return tuple(item for item in feeds.newest(tx, member.id, _CHOICES) if _has(text, item.title, item.url))


def draft(tx: Tx, caller: Caller, url: str | None, now: datetime) -> PostDraft:  # noqa: ARG001
    """Begin a submission with what the feed says of an address, or with the address alone."""
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    own, address = OwnPosts(tx, team.id, member.id), typed_address(url)
    own.check_blog()
    return _at(tx, team, member, own.check(address)) if address else _of_address(team, "")


def draft_message(tx: Tx, caller: Caller, urls: Sequence[str], now: datetime) -> PostDraft:  # noqa: ARG001
    """Begin a submission with the first of a message's addresses that is on the caller's own blog or in their feed.

    The blog's own address is no post.
    Raises Refusal("no-address-there" | "blog-of-another" | "none-on-your-blog", blog).
    """
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    found = [address for url in urls if (address := typed_address(url))]
    if not found:
        raise Refusal("no-address-there")
    own, refusal = OwnPosts(tx, team.id, member.id), None
    own.check_blog()
    for address in found:
        try:
            post = own.check(address)
        except Refusal as why:
            if why.key == "not-a-post":
                refusal = refusal or why
            continue
        return _at(tx, team, member, post)
    raise refusal or Refusal("none-on-your-blog", blog=own.blog_url)


def draft_item(
    tx: Tx,
    caller: Caller,
    item_id: int,
    now: datetime,  # noqa: ARG001
    *,
    team_id: int | None = None,
) -> PostDraft:
    """Begin a submission of an item of the caller's own feed.

    A feed may be theirs in several teams: then it is for `team_id`, else for the team whose channel it is.
    """
    places = (place for place in _items(tx, caller, item_id) if team_id in (None, place[0].id))
    found = next(places, None)
    if found is None:
        find_member(tx, caller)  # a stranger is told so first
        raise Refusal("no-such-item")
    team, member, item = found
    check_open(team)
    check_member(member, team_name=team.name)
    need_formed(tx, team)
    OwnPosts(tx, team.id, member.id).check_blog()
    return _of_item(team, item)


def _items(tx: Tx, caller: Caller, item_id: int) -> Iterator[tuple[Team, Member, FeedItem]]:
    """Look for an item in all the caller's feeds, first in the channel's team: in a direct message none is named."""
    for channels in (caller.channels, ()):
        for team, member in members.places(tx, caller.guild_id, channels, caller.discord_id):
            item = feeds.item_of(tx, member.id, item_id) if member is not None else None
            if member is not None and item is not None:
                yield team, member, item


def _at(tx: Tx, team: Team, member: Member, address: str) -> PostDraft:
    """Begin a submission with what the feed says of one of the member's posts, or with its address alone."""
    item = feeds.item_at(tx, member.id, address_key(address))
    return _of_address(team, address) if item is None else _of_item(team, item)


def _of_address(team: Team, address: str) -> PostDraft:
    return PostDraft(team.id, None, address, "", "", "", None)


def _of_item(team: Team, item: FeedItem) -> PostDraft:
    return PostDraft(team.id, None, item.url, item.title, "", "", None, item_id=item.id)


def edit_draft(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostDraft:  # noqa: ARG001
    """Begin to edit one of the caller's posts with what it says now."""
    team, member, post = _see_post(tx, caller, submission_id)
    check_changeable(post, member.id)
    said = (post.url, post.title, post.reader_line, post.hook, post.money)
    return PostDraft(team.id, post.id, *said, window=post.window)


def draft_again(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostDraft:  # noqa: ARG001
    """Begin a submission with what an earlier one of the caller's says; money is declared anew, a last day is past."""
    team, member, post = _see_post(tx, caller, submission_id)
    need_formed(tx, team)
    if post.membership_id != member.id:
        raise Refusal("not-your-post")
    window = replace(post.window, last_day=None)
    return PostDraft(team.id, None, post.url, post.title, post.reader_line, post.hook, None, window=window)


def _see_post(tx: Tx, caller: Caller, submission_id: int) -> tuple[Team, Member, Submission]:
    """Load a post of anybody's, and the caller as a member of its team."""
    post = posts.get(tx, submission_id)
    team_id = posts.team_of(tx, submission_id)
    if post is None or team_id is None:
        find_member(tx, caller)  # a stranger is told so first
        raise Refusal("no-such-post")
    team, member = see_member(tx, caller, team_id)
    return team, member, post


def mine(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[Submission, ...]:  # noqa: ARG001
    """List the caller's posts that can be changed and have what was typed."""
    member = typing_member(tx, caller)
    if member is None:
        return ()
    own = posts.changeable(tx, member.id)
    return tuple(submission for submission in own if _has(text, submission.title))[:_CHOICES]


def list_posts(tx: Tx, caller: Caller, show: str, now: datetime) -> PostList:
    """List the caller's posts, the team's of the coming week, or the caller's shelf."""
    if show not in _LISTS:
        raise Refusal("bad-option")
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    week = weeks.coming(tx, team.id, now)
    by_week = _of_weeks(tx, team.id, week) if show != "shelf" else ([], [], [])
    if show == "mine":
        by_week = tuple([post for post in there if post.membership_id == member.id] for there in by_week)
    waiting, closed, planned = by_week
    shelf = posts.shelf(tx, member.id) if show != "team" else []
    held = posts.held(tx, member.id) if show != "team" else []
    gives = would_give(tx, team, week, member.id) if week and shelf else None
    own = [post for post in (*waiting, *closed, *shelf, *held) if post.membership_id == member.id]
    return PostList(
        week.closes_at if week else None,
        tuple(waiting),
        tuple(shelf),
        tuple(planned),
        member.id,
        tuple(held),
        closed=tuple(closed),
        thread=has_button(tx, team, member),
        show=show,
        from_shelf=gives.title if gives else None,
        nobody_there=without_readers(tx, team, week, own) if week else frozenset(),
        zone=team.zone,
    )


def _of_weeks(tx: Tx, team_id: int, coming: StoredWeek | None) -> tuple[list[Submission], ...]:
    """List a team's posts that wait for the coming close, those of a week that has closed, and those of a plan."""
    latest = weeks.latest(tx, team_id)
    shut = next((past for past in latest if past.state is WeekState.CLOSED), None)
    running = next((past for past in latest if past.state is WeekState.PLANNED), None)
    return (
        posts.waiting_for(tx, coming.id) if coming else [],
        posts.waiting_for(tx, shut.id) if shut else [],
        posts.in_plan(tx, running.id) if running else [],
    )

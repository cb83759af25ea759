"""What becomes of a post that is put forward: one waits for a week, the rest lies on the shelf or is held."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind
from teambot.domain.placing import Placed
from teambot.domain.post_answers import PostTaken
from teambot.domain.posts import (
    Submission,
    SubmissionState,
    check_changeable,
    check_shelf,
    check_words,
)
from teambot.domain.week import local_day
from teambot.domain.windows import parse_window
from teambot.errors import Refusal
from teambot.feeds.identity import address_key
from teambot.services.caller import Caller, enter_member, need_formed, see_member
from teambot.services.coming import coming_week
from teambot.services.feeds.post_pages import PostPage
from teambot.services.posts.offers_thread import has_button
from teambot.services.posts.own_posts import OwnPosts
from teambot.services.posts.placing import decide, put, values_of
from teambot.services.posts.repeats import check_new
from teambot.services.posts.shelves import has_readers
from teambot.services.typed import typed
from teambot.storage import feeds, members, notices, posts, submission_keys
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


@dataclass(frozen=True, slots=True)
class SubmitPost:
    """A filled form of `/post submit`, as it was typed. `item_id`: an item of the author's feed, instead of `url`.

    `months`, `hemisphere`, `places` and `last_day` are as `domain.windows.parse_window` reads them, or empty.
    """

    team_id: int
    url: str
    title: str
    reader_line: str
    hook: str
    money: str
    months: str = ""
    item_id: int | None = None
    hemisphere: str = ""
    places: str = ""
    last_day: str = ""


def find_post(tx: Tx, caller: Caller, command: SubmitPost, now: datetime) -> str:  # noqa: ARG001
    """Give the address of what is put forward, to be looked at before it is taken; refuses what `submit` would."""
    team, member = see_member(tx, caller, command.team_id)
    need_formed(tx, team)
    return _address(tx, member, command, OwnPosts(tx, team.id, member.id))


def submit(tx: Tx, caller: Caller, asked: tuple[SubmitPost, PostPage], now: datetime) -> PostTaken:
    """Put a post forward for the first close after now, on the shelf, or to be held until its window opens."""
    command, page = asked
    team, member = enter_member(tx, caller, command.team_id)
    need_formed(tx, team)
    own = OwnPosts(tx, team.id, member.id)
    url = _address(tx, member, command, own)
    if page.url == url and not own.may_lead_to(url, page.leads_to):
        raise Refusal("post-elsewhere", url=url)
    # An item's address may have changed since its page was looked at: then that one tells nothing of it.
    keys = own.keys_of(url, page.keys[1:], page.sure) if page.url == url else (address_key(url),)
    words = check_words(
        title=typed(command.title),
        reader_line=typed(command.reader_line),
        hook=typed(command.hook),
        money=command.money,
    )
    window = parse_window(
        typed(command.months),
        typed(command.hemisphere),
        typed(command.places),
        typed(command.last_day),
        local_day(team.zone, now),
        members.hemisphere(own.profile),
    )
    check_new(tx, member.id, keys, now)
    week = coming_week(tx, team, now)
    placed = check_placed(decide(tx, team, week, member.id, window, words.money), week)
    standing = _standing(tx, member.id, week, placed)
    if placed.state is not SubmissionState.WAITING:
        check_shelf(posts.shelf_size(tx, member.id))
    where = values_of(team, week, window, placed, now)
    nobody = not has_readers(tx, team, week, window, member.id)
    submission_id = posts.add(tx, member.id, **where, url=url, keys=keys, words=words, window=window, now=now)
    _answer_offers(tx, member.id, url, keys, now, placed=placed.state is SubmissionState.WAITING)
    thread = has_button(tx, team, member)
    return taken(submission_id, words.title, placed, week, thread=thread, standing=standing, nobody_there=nobody)


def taken(
    submission_id: int,
    title: str,
    placed: Placed,
    week: StoredWeek,
    *,
    thread: bool,
    standing: str | None = None,
    replaced: str | None = None,
    nobody_there: bool = False,
) -> PostTaken:
    """Say what became of a post; `thread`: it can be offered in the team's thread."""
    return PostTaken(
        submission_id,
        title,
        placed.state,
        standing,
        week.closes_at,
        week.publishes_at,
        others=placed.others,
        opens_on=placed.opens_on,
        replaced=replaced,
        thread=thread,
        nobody_there=nobody_there,
    )


def check_placed(placed: Placed, week: StoredWeek) -> Placed:
    """Refuse a post that no plan can have: its last day comes before the next one; gives the others back."""
    if placed.state is SubmissionState.EXPIRED:
        raise Refusal("last-day-before-plan", publish=week.publishes_at)
    return placed


def enter_post(tx: Tx, caller: Caller, submission_id: int) -> tuple[Team, Member, Submission]:
    """Lock the team of a post, which may be anybody's in it; one of another team is refused."""
    team_id = posts.team_of(tx, submission_id)
    if team_id is None:
        raise Refusal("no-such-post")
    team, member = enter_member(tx, caller, team_id)
    submission = posts.get(tx, submission_id)
    if submission is None:
        raise Refusal("no-such-post")
    return team, member, submission


def own_post(tx: Tx, caller: Caller, submission_id: int) -> tuple[Team, Member, Submission]:
    """Lock the team of one of the caller's posts that can be changed; any other is refused."""
    team, member, submission = enter_post(tx, caller, submission_id)
    check_changeable(submission, member.id)
    return team, member, submission


def use_this_week(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostTaken:
    """Give a post the place of the coming week; the one that had it goes to the shelf.

    Out of its window it is held instead. Refuses one that money keeps back: Refusal("one-in-four", others).
    """
    team, member, post = own_post(tx, caller, submission_id)
    OwnPosts(tx, team.id, member.id).check_blog()
    week = coming_week(tx, team, now)
    placed = check_placed(decide(tx, team, week, member.id, post.window, post.money, post_id=post.id, free=True), week)
    if placed.others:
        raise Refusal("one-in-four", others=placed.others)
    standing = posts.waiting(tx, member.id, week.id) if placed.state is SubmissionState.WAITING else None
    replaced = standing.title if standing is not None and standing.id != post.id else None
    if post.state is SubmissionState.WAITING and (replaced or placed.state is not SubmissionState.WAITING):
        check_shelf(posts.shelf_size(tx, member.id))  # of a week that has closed: it leaves no place on the shelf
    if standing is not None and replaced is not None:
        posts.change(tx, standing.id, state=SubmissionState.SHELVED, week_id=None)
    put(tx, team, week, post, placed, now)
    thread, nobody = has_button(tx, team, member), not has_readers(tx, team, week, post.window, member.id)
    return taken(post.id, post.title, placed, week, thread=thread, replaced=replaced, nobody_there=nobody)


def shelve(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostTaken:
    """Keep a post for a week in which its author has nothing new."""
    team, member, post = own_post(tx, caller, submission_id)
    week = coming_week(tx, team, now)
    if post.state is SubmissionState.WAITING:
        check_shelf(posts.shelf_size(tx, member.id))
    shelved = Placed(SubmissionState.SHELVED)
    put(tx, team, week, post, shelved, now)
    return taken(post.id, post.title, shelved, week, thread=has_button(tx, team, member))


def _address(tx: Tx, member: Member, command: SubmitPost, own: OwnPosts) -> str:
    if command.item_id is None:
        return own.check(command.url)
    item = feeds.item_of(tx, member.id, command.item_id)
    if item is None:
        raise Refusal("no-such-item")
    return own.check(item.url)


def _standing(tx: Tx, membership_id: int, week: StoredWeek, placed: Placed) -> str | None:
    """Give the title that has the week's place, where that is why a post goes to the shelf."""
    if placed.state is not SubmissionState.SHELVED or placed.others:
        return None
    found = posts.waiting(tx, membership_id, week.id)
    return found.title if found else None


def _answer_offers(tx: Tx, membership_id: int, url: str, keys: Collection[str], now: datetime, *, placed: bool) -> None:
    """Offer a post no more that its author has just put forward, nor their newest once they have one for the plan."""

    def is_answered(one: News) -> bool:
        match one.kind:
            case NoticeKind.NEWEST_OFFER:
                return placed or one.facts["url"] == url
            case NoticeKind.NEW_ITEM:
                return bool(one.facts["url"] == url)
            case NoticeKind.SEASON_AGAIN | NoticeKind.LAST_DAY_PAST:
                return not set(keys).isdisjoint(submission_keys.of(tx, one.facts["submission_id"]))
            case _:
                return False

    answered = [one.id for one in notices.unseen(tx, membership_id) if is_answered(one)]
    if answered:
        notices.see(tx, answered, now)

"""Putting posts forward: one a member and week, chosen by its author; the rest waits on the shelf."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.posts import (
    NO_REPEAT,
    FeedItem,
    Money,
    PostDraft,
    PostEdited,
    PostList,
    PostShelved,
    PostSubmitted,
    PostTaken,
    PostWithdrawn,
    PostWords,
    Submission,
    SubmissionState,
    check_changeable,
    check_not_repeated,
    check_shelf,
    check_words,
)
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, same_blog
from teambot.services.caller import Caller, enter_member, find_member, need_formed
from teambot.services.coming import coming_week
from teambot.services.typed import typed, typed_address, web_address
from teambot.services.use_case import read, write
from teambot.storage import feeds, members, posts, weeks
from teambot.storage.runner import Runner, Tx

_LISTS = frozenset({"mine", "team", "shelf"})
_CHOICES = 25  # as many as Discord's autocomplete shows


@dataclass(frozen=True, slots=True)
class SubmitPost:
    """A filled form of `/post submit`, as it was typed."""

    team_id: int
    url: str
    title: str
    reader_line: str
    hook: str
    money: str


@dataclass(frozen=True, slots=True)
class EditPost:
    """A filled form of `/post edit`, as it was typed."""

    submission_id: int
    title: str
    reader_line: str
    hook: str
    money: str


class PostsService:
    """What an author does with their own posts."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def newest(self, caller: Caller, text: str, now: datetime) -> tuple[FeedItem, ...]:
        """List the caller's newest items whose title or address has what was typed; nothing for who is no member."""
        return await read(self._db, _newest, caller, text, now)

    async def draft(self, caller: Caller, url: str | None, now: datetime) -> PostDraft:
        """Begin a submission with what the feed says of an address, or with the address alone."""
        return await read(self._db, _draft, caller, url, now)

    async def draft_item(self, caller: Caller, item_id: int, now: datetime) -> PostDraft:
        """Begin a submission of an item of the caller's own feed."""
        return await read(self._db, _draft_item, caller, item_id, now)

    async def submit(self, caller: Caller, command: SubmitPost, now: datetime) -> PostSubmitted | PostShelved:
        """Put a post forward for the first close after now; where the week's place is taken it is kept on the shelf."""
        taken = await write(self._db, PostTaken, _submit, caller, command, now)
        return taken.as_answer()

    async def use_this_week(self, caller: Caller, submission_id: int, now: datetime) -> PostSubmitted:
        """Give one of the caller's posts the place of the coming week; the one that had it goes to the shelf."""
        return await write(self._db, PostSubmitted, _use_this_week, caller, submission_id, now)

    async def list(self, caller: Caller, show: str, now: datetime) -> PostList:
        """List the caller's posts ("mine"), the team's of the coming week ("team"), or the caller's shelf ("shelf")."""
        return await read(self._db, _list, caller, show, now)

    async def mine(self, caller: Caller, text: str, now: datetime) -> tuple[Submission, ...]:
        """List the caller's posts that can be changed and whose title has what was typed."""
        return await read(self._db, _mine, caller, text, now)

    async def edit_draft(self, caller: Caller, submission_id: int, now: datetime) -> PostDraft:
        """Begin to edit one of the caller's posts with what it says now."""
        return await read(self._db, _edit_draft, caller, submission_id, now)

    async def edit(self, caller: Caller, command: EditPost, now: datetime) -> PostEdited:
        """Change the words of one of the caller's posts."""
        return await write(self._db, PostEdited, _edit, caller, command, now)

    async def shelve(self, caller: Caller, submission_id: int, now: datetime) -> PostShelved:
        """Keep one of the caller's posts for a week in which they have nothing new."""
        return await write(self._db, PostShelved, _shelve, caller, submission_id, now)

    async def withdraw(self, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawn:
        """Take one of the caller's posts back."""
        return await write(self._db, PostWithdrawn, _withdraw, caller, submission_id, now)


def _has(text: str, *where: str) -> bool:
    return any(text.casefold() in field.casefold() for field in where)


def _newest(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[FeedItem, ...]:  # noqa: ARG001
    try:
        _, member = find_member(tx, caller)
    except Refusal:  # an empty list says it better than an error in the middle of typing
        return ()
    return tuple(item for item in feeds.newest(tx, member.id, _CHOICES) if _has(text, item.title, item.url))


def _draft(tx: Tx, caller: Caller, url: str | None, now: datetime) -> PostDraft:  # noqa: ARG001
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    address = typed_address(url)
    if address:
        item = feeds.item_at(tx, member.id, address_key(address))
        if item is not None:
            return _of_item(team, item)
        address = _check_address(tx, member, address)
    return PostDraft(team.id, None, address, "", "", "", Money.NONE)


def _draft_item(tx: Tx, caller: Caller, item_id: int, now: datetime) -> PostDraft:  # noqa: ARG001
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    item = feeds.item_of(tx, member.id, item_id)
    if item is None:
        raise Refusal("no-such-item")
    return _of_item(team, item)


def _of_item(team: Team, item: FeedItem) -> PostDraft:
    return PostDraft(team.id, None, item.url, item.title, "", "", Money.NONE)


def _check_address(tx: Tx, member: Member, url: str) -> str:
    blog_url = members.profile_of(tx, member.id).blog_url
    address = web_address(url)
    # An item of the feed they joined with is theirs, wherever it stands (a feed may lead to another host).
    if same_blog(address, blog_url) or feeds.item_at(tx, member.id, address_key(address)) is not None:
        return address
    raise Refusal("not-your-blog", blog=blog_url)


def _submit(tx: Tx, caller: Caller, command: SubmitPost, now: datetime) -> PostTaken:
    team, member = enter_member(tx, caller, command.team_id)
    need_formed(tx, team)
    url = _check_address(tx, member, command.url)
    words = _words(command)
    key = address_key(url)
    check_not_repeated(posts.pushed_since(tx, member.id, key, now - NO_REPEAT), posts.same(tx, member.id, key))
    week = coming_week(tx, team, now)
    standing = posts.waiting(tx, member.id, week.id)
    if standing is not None:
        check_shelf(posts.shelf_size(tx, member.id))
    submission_id = posts.add(
        tx,
        member.id,
        week_id=None if standing else week.id,
        url=url,
        address_key=key,
        words=words,
        now=now,
    )
    title = standing.title if standing else None
    return PostTaken(submission_id, words.title, standing is not None, title, week.closes_at, week.publishes_at)


def _words(command: SubmitPost | EditPost) -> PostWords:
    return check_words(
        title=typed(command.title),
        reader_line=typed(command.reader_line),
        hook=typed(command.hook),
        money=command.money,
    )


def _own(tx: Tx, caller: Caller, submission_id: int) -> tuple[Team, Member, Submission]:
    """Lock the team of one of the caller's posts; a post of another team or person is refused alike."""
    team_id = posts.team_of(tx, submission_id)
    if team_id is None:
        raise Refusal("no-such-post")
    team, member = enter_member(tx, caller, team_id)
    submission = posts.get(tx, submission_id)
    if submission is None:
        raise Refusal("no-such-post")
    check_changeable(submission, member.id)
    return team, member, submission


def _use_this_week(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostSubmitted:
    team, member, submission = _own(tx, caller, submission_id)
    week = coming_week(tx, team, now)
    standing = posts.waiting(tx, member.id, week.id)
    replaced = None
    if standing is not None and standing.id != submission.id:
        if submission.state is not SubmissionState.SHELVED:  # of a week that has closed: it leaves no place there
            check_shelf(posts.shelf_size(tx, member.id))
        posts.change(tx, standing.id, state=SubmissionState.SHELVED, week_id=None)
        replaced = standing.title
    posts.change(tx, submission.id, state=SubmissionState.WAITING, week_id=week.id)
    return PostSubmitted(submission.id, submission.title, week.closes_at, week.publishes_at, replaced)


def _shelve(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostShelved:
    team, member, submission = _own(tx, caller, submission_id)
    if submission.state is not SubmissionState.SHELVED:
        check_shelf(posts.shelf_size(tx, member.id))
        posts.change(tx, submission.id, state=SubmissionState.SHELVED, week_id=None)
    return PostShelved(submission.id, submission.title, None, coming_week(tx, team, now).closes_at)


def _edit_draft(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostDraft:  # noqa: ARG001
    team, member = find_member(tx, caller)
    submission = posts.get(tx, submission_id)
    if submission is None:
        raise Refusal("no-such-post")
    check_changeable(submission, member.id)
    said = (submission.url, submission.title, submission.reader_line, submission.hook, submission.money)
    return PostDraft(team.id, submission.id, *said)


def _edit(tx: Tx, caller: Caller, command: EditPost, now: datetime) -> PostEdited:  # noqa: ARG001
    _, _, submission = _own(tx, caller, command.submission_id)
    words = _words(command)
    said = {"title": words.title, "reader_line": words.reader_line, "hook": words.hook, "money": words.money}
    posts.change(tx, submission.id, **said)
    return PostEdited(submission.id, words.title)


def _withdraw(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawn:  # noqa: ARG001
    _, _, submission = _own(tx, caller, submission_id)
    posts.change(tx, submission.id, state=SubmissionState.WITHDRAWN)
    return PostWithdrawn(submission.id, submission.title)


def _mine(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[Submission, ...]:  # noqa: ARG001
    try:
        _, member = find_member(tx, caller)
    except Refusal:
        return ()
    own = posts.changeable(tx, member.id)
    return tuple(submission for submission in own if _has(text, submission.title))[:_CHOICES]


def _list(tx: Tx, caller: Caller, show: str, now: datetime) -> PostList:
    if show not in _LISTS:
        raise Refusal("bad-option")
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    week = weeks.coming(tx, team.id, now)
    waiting = posts.waiting_for(tx, week.id) if week and show != "shelf" else []
    running = next((past for past in weeks.latest(tx, team.id) if past.state is WeekState.PLANNED), None)
    planned = posts.in_plan(tx, running.id) if running and show != "shelf" else []
    if show == "mine":
        waiting = [submission for submission in waiting if submission.membership_id == member.id]
        planned = [submission for submission in planned if submission.membership_id == member.id]
    shelf = posts.shelf(tx, member.id) if show != "team" else []
    closes_at = week.closes_at if week else None
    return PostList(closes_at, tuple(waiting), tuple(shelf), tuple(planned), member.id)

"""What becomes of a post that is put forward: one waits for a week, the rest lies on the shelf."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import (
    NO_REPEAT,
    PostEdited,
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
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, same_blog
from teambot.services.caller import Caller, enter_member, need_formed
from teambot.services.coming import coming_week
from teambot.services.typed import typed, web_address
from teambot.storage import feeds, members, notices, posts
from teambot.storage.runner import Tx


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


def check_address(tx: Tx, member: Member, url: str) -> str:
    """Give an address on the member's own blog back, or refuse it."""
    blog_url = members.profile_of(tx, member.id).blog_url
    address = web_address(url)
    # An item of the feed they joined with is theirs, wherever it stands (a feed may lead to another host).
    if same_blog(address, blog_url) or feeds.item_at(tx, member.id, address_key(address)) is not None:
        return address
    raise Refusal("not-your-blog", blog=blog_url)


def submit(tx: Tx, caller: Caller, command: SubmitPost, now: datetime) -> PostTaken:
    """Put a post forward for the first close after now, or keep it on the shelf where the week's place is taken."""
    team, member = enter_member(tx, caller, command.team_id)
    need_formed(tx, team)
    url = check_address(tx, member, command.url)
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
    _answer_offer(tx, member.id, url, now)
    title = standing.title if standing else None
    return PostTaken(submission_id, words.title, standing is not None, title, week.closes_at, week.publishes_at)


def _answer_offer(tx: Tx, membership_id: int, url: str, now: datetime) -> None:
    """Offer a post no more that its author has just put forward."""
    offers = [one for one in notices.unseen(tx, membership_id) if one.kind is NoticeKind.NEW_ITEM]
    answered = [one.id for one in offers if one.facts["url"] == url]
    if answered:
        notices.see(tx, answered, now)


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


def use_this_week(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostSubmitted:
    """Give a post the place of the coming week; the one that had it goes to the shelf."""
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


def shelve(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostShelved:
    """Keep a post for a week in which its author has nothing new."""
    team, member, submission = _own(tx, caller, submission_id)
    if submission.state is not SubmissionState.SHELVED:
        check_shelf(posts.shelf_size(tx, member.id))
        posts.change(tx, submission.id, state=SubmissionState.SHELVED, week_id=None)
    return PostShelved(submission.id, submission.title, None, coming_week(tx, team, now).closes_at)


def edit(tx: Tx, caller: Caller, command: EditPost, now: datetime) -> PostEdited:  # noqa: ARG001
    """Change a post's words."""
    _, _, submission = _own(tx, caller, command.submission_id)
    words = _words(command)
    said = {"title": words.title, "reader_line": words.reader_line, "hook": words.hook, "money": words.money}
    posts.change(tx, submission.id, **said)
    return PostEdited(submission.id, words.title)


def withdraw(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawn:  # noqa: ARG001
    """Take a post back."""
    _, _, submission = _own(tx, caller, submission_id)
    posts.change(tx, submission.id, state=SubmissionState.WITHDRAWN)
    return PostWithdrawn(submission.id, submission.title)

"""Putting posts forward: one a member and week, chosen by its author; the rest waits on the shelf."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

from teambot.domain.post_answers import (
    PostAnswer,
    PostDraft,
    PostEdited,
    PostList,
    PostTaken,
    PostWithdrawing,
    PostWithdrawn,
)
from teambot.domain.posts import FeedItem, Submission
from teambot.services.caller import Caller
from teambot.services.feeds.post_pages import PostPage
from teambot.services.posts import drafts, edits, submissions, withdrawing
from teambot.services.posts.edits import EditPost, SetWindow
from teambot.services.posts.repeats import anew
from teambot.services.posts.submissions import SubmitPost
from teambot.services.use_case import read, write
from teambot.storage.runner import Runner

__all__ = ["EditPost", "PostsService", "SetWindow", "SubmitPost"]


class PostsService:
    """What an author does with their own posts."""

    def __init__(self, db: Runner, look: Callable[[str], Awaitable[PostPage]]) -> None:
        self._db = db
        self._look = look

    async def newest(self, caller: Caller, text: str, now: datetime) -> tuple[FeedItem, ...]:
        """List the caller's newest items whose title or address has what was typed; nothing for who is no member."""
        return await read(self._db, drafts.newest, caller, text, now)

    async def draft(self, caller: Caller, url: str | None, now: datetime) -> PostDraft:
        """Begin a submission with what the feed says of an address, or with the address alone."""
        return await read(self._db, anew(drafts.draft), caller, url, now)

    async def draft_message(self, caller: Caller, urls: Sequence[str], now: datetime) -> PostDraft:
        """Begin a submission with the first of the addresses in a message that is on the caller's own blog."""
        return await read(self._db, anew(drafts.draft_message), caller, urls, now)

    async def draft_item(self, caller: Caller, item_id: int, now: datetime, *, team_id: int | None = None) -> PostDraft:
        """Begin a submission of an item of the caller's own feed."""
        return await read(self._db, anew(partial(drafts.draft_item, team_id=team_id)), caller, item_id, now)

    async def draft_again(self, caller: Caller, submission_id: int, now: datetime) -> PostDraft:
        """Begin a submission with what one of the caller's that was pushed, or has ended, says; money is asked anew."""
        return await read(self._db, drafts.draft_again, caller, submission_id, now)

    async def submit(self, caller: Caller, command: SubmitPost, now: datetime) -> PostAnswer:
        """Put a post forward for the first close after now.

        Where the week's place is taken, or money keeps it back, it is kept on the shelf; out of its window it is held.
        Its page is looked at first (as `PostPages.look` does): by what it is called there, too, it is known again.
        """
        url = await read(self._db, submissions.find_post, caller, command, now)
        page = await self._look(url)
        return (await write(self._db, PostTaken, submissions.submit, caller, (command, page), now)).as_answer()

    async def use_this_week(self, caller: Caller, submission_id: int, now: datetime) -> PostAnswer:
        """Give one of the caller's posts the place of the coming week; the one that had it goes to the shelf.

        Out of its window it is held instead. Raises Refusal("one-in-four") where money keeps it back.
        """
        return (await write(self._db, PostTaken, submissions.use_this_week, caller, submission_id, now)).as_answer()

    async def list(self, caller: Caller, show: str, now: datetime) -> PostList:
        """List the caller's posts ("mine"), the team's of the coming week ("team"), or the caller's shelf ("shelf")."""
        return await read(self._db, drafts.list_posts, caller, show, now)

    async def mine(self, caller: Caller, text: str, now: datetime) -> tuple[Submission, ...]:
        """List the caller's posts that can be changed and whose title has what was typed."""
        return await read(self._db, drafts.mine, caller, text, now)

    async def edit_draft(self, caller: Caller, submission_id: int, now: datetime) -> PostDraft:
        """Begin to edit one of the caller's posts with what it says now."""
        return await read(self._db, drafts.edit_draft, caller, submission_id, now)

    async def edit(self, caller: Caller, command: EditPost, now: datetime) -> PostEdited:
        """Change the words and months of one of the caller's posts; where it cannot stay with them, it moves."""
        return await write(self._db, PostEdited, edits.edit, caller, command, now)

    async def set_window(self, caller: Caller, command: SetWindow, now: datetime) -> PostEdited:
        """Change when and where one of the caller's posts makes sense; where it cannot stay with that, it moves."""
        return await write(self._db, PostEdited, edits.set_window, caller, command, now)

    async def shelve(self, caller: Caller, submission_id: int, now: datetime) -> PostAnswer:
        """Keep one of the caller's posts for a week in which they have nothing new."""
        return (await write(self._db, PostTaken, submissions.shelve, caller, submission_id, now)).as_answer()

    async def withdraw(self, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawn:
        """Take one of the caller's posts back, until its plan's week is over."""
        return await write(self._db, PostWithdrawn, withdrawing.withdraw, caller, submission_id, now)

    async def withdrawing(self, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawing | None:
        """Show what follows from taking one of the caller's posts out of a plan that runs; None: no plan has it."""
        return await read(self._db, withdrawing.withdrawing, caller, submission_id, now)

    async def withdrawable(self, caller: Caller, text: str, now: datetime) -> tuple[Submission, ...]:
        """List the caller's posts that can be taken back and whose title has what was typed."""
        return await read(self._db, withdrawing.withdrawable, caller, text, now)

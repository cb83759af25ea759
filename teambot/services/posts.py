"""Putting posts forward: one a member and week, chosen by its author; the rest waits on the shelf."""

from datetime import datetime

from teambot.domain.posts import (
    FeedItem,
    PostDraft,
    PostEdited,
    PostList,
    PostShelved,
    PostSubmitted,
    PostTaken,
    PostWithdrawn,
    Submission,
)
from teambot.services import drafts, submissions
from teambot.services.caller import Caller
from teambot.services.submissions import EditPost, SubmitPost
from teambot.services.use_case import read, write
from teambot.storage.runner import Runner

__all__ = ["EditPost", "PostsService", "SubmitPost"]


class PostsService:
    """What an author does with their own posts."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def newest(self, caller: Caller, text: str, now: datetime) -> tuple[FeedItem, ...]:
        """List the caller's newest items whose title or address has what was typed; nothing for who is no member."""
        return await read(self._db, drafts.newest, caller, text, now)

    async def draft(self, caller: Caller, url: str | None, now: datetime) -> PostDraft:
        """Begin a submission with what the feed says of an address, or with the address alone."""
        return await read(self._db, drafts.draft, caller, url, now)

    async def draft_item(self, caller: Caller, item_id: int, now: datetime) -> PostDraft:
        """Begin a submission of an item of the caller's own feed."""
        return await read(self._db, drafts.draft_item, caller, item_id, now)

    async def submit(self, caller: Caller, command: SubmitPost, now: datetime) -> PostSubmitted | PostShelved:
        """Put a post forward for the first close after now; where the week's place is taken it is kept on the shelf."""
        taken = await write(self._db, PostTaken, submissions.submit, caller, command, now)
        return taken.as_answer()

    async def use_this_week(self, caller: Caller, submission_id: int, now: datetime) -> PostSubmitted:
        """Give one of the caller's posts the place of the coming week; the one that had it goes to the shelf."""
        return await write(self._db, PostSubmitted, submissions.use_this_week, caller, submission_id, now)

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
        """Change the words of one of the caller's posts."""
        return await write(self._db, PostEdited, submissions.edit, caller, command, now)

    async def shelve(self, caller: Caller, submission_id: int, now: datetime) -> PostShelved:
        """Keep one of the caller's posts for a week in which they have nothing new."""
        return await write(self._db, PostShelved, submissions.shelve, caller, submission_id, now)

    async def withdraw(self, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawn:
        """Take one of the caller's posts back."""
        return await write(self._db, PostWithdrawn, submissions.withdraw, caller, submission_id, now)

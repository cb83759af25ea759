"""Joining a team that has formed: the blog, the proof, the form, a vouch, and what follows from the vote."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from teambot.domain.application_views import (
    ApplicationChanged,
    ApplicationForm,
    ApplicationShown,
    SisterGuide,
    VouchAsked,
    Vouched,
)
from teambot.domain.applications import KEPT, ApplicationState
from teambot.domain.blog_facts import FeedChoice
from teambot.domain.ownership import make_token
from teambot.errors import Refusal
from teambot.feeds.identity import same_blog
from teambot.services.applications import applicants, applying, may_apply, sisters, vouching
from teambot.services.applications import times as application_times
from teambot.services.applications.admissions import decided, end_application, joined
from teambot.services.applications.applying import FillIn, SaveBlog, SaveProof
from teambot.services.applications.cards import candidate, facts_of
from teambot.services.applications.vouching import Vouch
from teambot.services.by_team import each_team
from teambot.services.caller import Caller
from teambot.services.feeds.blogs import BlogFinder, BlogFound
from teambot.services.feeds.searches import Searches
from teambot.services.news import mark_read
from teambot.services.use_case import read, write
from teambot.storage import applications
from teambot.storage.runner import Runner, Tx

__all__ = ["ApplicationsService", "FillIn", "Vouch", "candidate", "decided", "end_application", "joined"]

_MOVING = (ApplicationState.SENT, ApplicationState.WAITING, ApplicationState.VOTING, ApplicationState.ADMITTED)


class ApplicationsService:
    """What applicants do, and members about them. The sweeps do no harm when they are run twice, or late."""

    def __init__(
        self,
        db: Runner,
        finder: BlogFinder,
        read_blog: Callable[[str, str, datetime], Awaitable[BlogFound]],
        searches: Searches,
    ) -> None:
        self._db = db
        self._finder = finder
        self._read_blog = read_blog
        self._searches = searches

    async def check_may_apply(self, caller: Caller, team_id: int, now: datetime) -> None:
        """Refuse who could not apply to a team, before they write a word."""
        await read(self._db, may_apply.may_apply, caller, team_id, now)

    async def apply(
        self, caller: Caller, blog: str, now: datetime, *, team_id: int | None = None, feed: str = ""
    ) -> ApplicationShown:
        """Apply with a blog, found from any address of it; an application that stands as a draft gets this blog.

        Without a team's id it is the one that the channel means. `feed`: the one of its feeds to read; else it is
        looked for. Whether the blog is proven already is looked up at once. Raises what `FeedsService.read` and
        `Searches.of` raise.
        """
        asked = await read(self._db, may_apply.may_apply, caller, team_id, now)
        token = asked.token or make_token(secrets.choice)
        async with self._searches.of(caller.discord_id):
            found = await self._read_blog(blog, feed, now)
            try:
                proof = await self._finder.proof(found.blog_url, found.feed.url, token, caller.discord_id, now)
            except Refusal:  # the page cannot be read now: the feed could, and the proof can wait
                proof = None
            wrong = await self._wrong(asked.best_post, found.blog_url)
        facts = facts_of(found.feed, now)
        command = SaveBlog(asked.team_id, found.feed, facts, token, proof, held=wrong is not None)
        saved = await write(self._db, ApplicationChanged, applying.save_blog, caller, command, now)
        if wrong is not None:
            raise wrong
        return replace(await self.show(caller, saved.team_id, now), choices=found.choices)

    async def another_feed(self, caller: Caller, team_id: int, feed: str, now: datetime) -> ApplicationShown:
        """Take another feed of the blog of the caller's application, as long as it is a draft.

        `choices` of what it gives has the one that was left.
        """
        applied = await read(self._db, _mine, caller, team_id, now)
        shown = await self.apply(caller, applied.blog_url, now, team_id=team_id, feed=feed)
        return replace(shown, choices=(FeedChoice(applied.feed_url, applied.feed_title),))

    async def show(self, caller: Caller, team_id: int | None, now: datetime) -> ApplicationShown:
        """Show somebody their application and the news about it, which then are read."""
        shown = await read(self._db, applicants.show, caller, team_id, now)
        await mark_read(self._db, shown.news, now)
        return shown

    async def prove(self, caller: Caller, team_id: int, now: datetime, *, page: str = "") -> ApplicationShown:
        """Look for the proof on the blog of the caller's draft; with it and the answers the application is sent.

        `page`: another page of the blog that they name. Raises what `BlogFinder.proof` and `Searches.of` raise.
        """
        applied = await read(self._db, _mine, caller, team_id, now)
        if applied.state is ApplicationState.DRAFT:
            found = applied.blog_url, applied.feed_url, applied.token
            async with self._searches.of(caller.discord_id):
                proof = await self._finder.proof(*found, caller.discord_id, now, page=page or None)
                wrong = await self._wrong(applied.answers.best_post, applied.blog_url) if proof is not None else None
            command = SaveProof(team_id, applied.id, applied.blog_url, proof, held=wrong is not None)
            await write(self._db, ApplicationChanged, applying.save_proof, caller, command, now)
            if wrong is not None:
                raise wrong
        return replace(await self.show(caller, team_id, now), just_looked=True)

    async def form(self, caller: Caller, team_id: int, now: datetime) -> ApplicationForm:
        """Give the form as it was left."""
        return await read(self._db, applicants.form, caller, team_id, now)

    async def fill_in(self, caller: Caller, command: FillIn, now: datetime) -> ApplicationShown:
        """Keep the answers of a draft as they were typed, then refuse what is wrong among them.

        Raises what `check_answers` raises, and of a best post what `BlogFinder.check_post` raises.
        """
        applied = await read(self._db, _mine, caller, command.team_id, now)
        wrong = await self._wrong(command.answers().best_post, applied.blog_url)
        await write(self._db, ApplicationChanged, applying.fill_in, caller, (command, wrong), now)
        await read(self._db, applying.check_filled_in, caller, command, now)
        if wrong is not None:
            raise wrong
        return await self.show(caller, command.team_id, now)

    async def _wrong(self, best_post: str, blog_url: str) -> Refusal | None:
        """Look at a best post that stands on the blog; gives by what it would be refused, or None."""
        if not same_blog(best_post, blog_url):
            return None  # missing, or somewhere else: the answers' own check says so
        try:
            await self._finder.check_post(best_post, blog_url)
        except Refusal as refusal:
            return refusal
        return None

    async def withdraw(self, caller: Caller, team_id: int, now: datetime) -> ApplicationChanged:
        """Take the caller's application back."""
        return await write(self._db, ApplicationChanged, applying.withdraw, caller, team_id, now)

    async def wanting_vouch(self, caller: Caller, typed: str, now: datetime) -> list[tuple[int, str]]:
        """List applicants for whom nobody vouches yet, while a member types: application, name."""
        return await read(self._db, vouching.wanting, caller, typed, now)

    async def called(self, caller: Caller, name: str, now: datetime) -> int:
        """Find the application that a member means by an applicant's whole name, as they typed it."""
        return await read(self._db, vouching.called, caller, name, now)

    async def vouch_asked(self, caller: Caller, application_id: int, now: datetime) -> VouchAsked:
        """Show a member for whom they are about to vouch."""
        return await read(self._db, vouching.ask, caller, application_id, now)

    async def vouch(self, caller: Caller, command: Vouch, now: datetime) -> Vouched:
        """Vouch for an applicant."""
        return await write(self._db, Vouched, vouching.vouch, caller, command, now)

    async def sister_guide(self, caller: Caller, team_id: int, now: datetime) -> SisterGuide:
        """Say how a sister team is started."""
        return await read(self._db, sisters.guide, caller, team_id, now)

    async def would_join_sister(self, caller: Caller, team_id: int, now: datetime) -> ApplicationShown:
        """Note that the caller, who waits for a place, would join a sister team, or would not after all."""
        await write(self._db, ApplicationChanged, sisters.would_join, caller, team_id, now)
        return await self.show(caller, team_id, now)

    async def settle_due(self, now: datetime) -> int:
        """Move on what waits for the clock, or for a place; gives how many applications moved."""
        return await each_team(
            self._db, lambda tx, _: applications.teams_with(tx, _MOVING), application_times.settle, now
        )

    async def forget_due(self, now: datetime) -> int:
        """Forget what refused applicants wrote 60 days ago, and drafts as old; gives how many."""
        forgotten = await each_team(
            self._db, lambda tx, now: applications.to_forget(tx, now - KEPT), application_times.forget, now
        )
        if forgotten:
            await self._db.checkpoint(now)
        return forgotten


def _mine(tx: Tx, caller: Caller, team_id: int, now: datetime) -> applications.Application:  # noqa: ARG001
    here = may_apply.here_or_of(tx, caller, team_id)
    return applying.mine(tx, here.team, here.member)

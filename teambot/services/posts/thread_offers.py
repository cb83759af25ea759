"""Offering a post in the team's thread: at most one a member and week, read by choice.

An offer is nothing in the ledger, takes no slot and comes into no plan (product.md, Submitting).
"""

from datetime import datetime

from teambot.domain.thread_offers import PostOffered, ThreadFault, check_in_season, check_thread
from teambot.services.caller import Caller, need_formed
from teambot.services.coming import coming_week
from teambot.services.posts.offers_thread import bring
from teambot.services.posts.submissions import own_post
from teambot.services.use_case import write
from teambot.storage import thread_offers
from teambot.storage.runner import Runner, Tx


class ThreadOffersService:
    """What an author does in the offers' thread."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def offer(self, caller: Caller, submission_id: int, now: datetime) -> PostOffered:
        """Offer one of the caller's posts that no plan has in the team's thread, once a week.

        Raises Refusal("no-offers-thread" | "offer-out-of-season" | "one-offer-a-week"), and what changing that post
        would.
        """
        return await write(self._db, PostOffered, _offer, caller, submission_id, now)


def _offer(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostOffered:
    team, member, post = own_post(tx, caller, submission_id)
    need_formed(tx, team)
    check_thread(team.offers_thread, team.name)
    check_in_season(post)
    week = coming_week(tx, team, now)
    offer_id = thread_offers.add(tx, member.id, week.id, post.id, again=week.closes_at, now=now)
    bring(tx, team, offer_id, now)
    return PostOffered(offer_id, post.title, ThreadFault(team.thread_fault) if team.thread_fault else None)

"""The offers' thread of a team: opened by its vote, written in, drawn again, and what becomes of it in Discord.

It hangs on a message of ours in the team's channel and has that message's id, so its nonce and marker see to it that
there is one thread, too. Functions within the transaction of what happened; what is offered is `thread_offers`'.
"""

from datetime import datetime
from typing import Any

from teambot.domain.announcements import MessageKind
from teambot.domain.members import Member, Team
from teambot.domain.notices import NoticeKind
from teambot.domain.outbox import MessageState
from teambot.domain.posts import Submission, SubmissionState
from teambot.domain.standings import BELONGING, Standing
from teambot.domain.thread_offers import CHANGE_KEEPS, OFFER_KEEPS, ThreadFault, ThreadOffer, ThreadOpened
from teambot.services.news import announce, tell
from teambot.storage import members, outbox, posts, teams, thread_offers
from teambot.storage.outbox_row import OutboxRow
from teambot.storage.runner import Tx

OF_THE_THREAD = (MessageKind.THREAD_OPENED, MessageKind.THREAD_OFFER)
_UNDER_WAY = (MessageState.NEW, MessageState.CLAIMED)
_ENDED = (SubmissionState.WITHDRAWN, SubmissionState.EXPIRED)


def has_button(tx: Tx, team: Team, member: Member) -> bool:
    """Say whether a member is shown *Offer it in the thread*: not once the week's one offer is used."""
    if not team.offers_thread or not members.profile_of(tx, member.id).offers_thread:
        return False
    return not thread_offers.offered_this_week(tx, member.id)


def switch(tx: Tx, team: Team, *, wanted: bool, now: datetime) -> None:
    """Open the team's thread, or leave it alone from now on; one that was left alone is used again."""
    teams.change(tx, team.id, offers_thread=wanted)
    if wanted:
        open_thread(tx, team, now)


def open_thread(tx: Tx, team: Team, now: datetime) -> None:
    """See to it that the thread is there or being opened, and try again what Discord did not let us do in it.

    What waits for a thread that is not there yet is sent once it is.
    """
    if team.offers_thread_id is not None:
        outbox.release_kind(tx, team.id, MessageKind.THREAD_OFFER, now)
        return
    if outbox.release_kind(tx, team.id, MessageKind.THREAD_OPENED, now):
        return
    key = f"offers-thread:{team.id}:"
    before = outbox.numbered(tx, key)
    if not before or before[-1].state not in _UNDER_WAY:
        kind, expires_at = MessageKind.THREAD_OPENED, now + OFFER_KEEPS
        announce(tx, team, kind, f"{key}{len(before)}", {}, expires_at, now)


def redraw_post(tx: Tx, team: Team, submission_id: int, now: datetime) -> None:
    """Draw the offers of a post again: its words have changed, or it is no longer on offer."""
    for offer_id in thread_offers.of_post(tx, submission_id):
        _redraw(tx, team, offer_id, now)


def redraw_member(tx: Tx, team: Team, membership_id: int, now: datetime) -> None:
    """Draw all that somebody who has gone has offered again: nothing of it is on offer any more."""
    for offer_id in thread_offers.of_member(tx, membership_id):
        _redraw(tx, team, offer_id, now)


def bring(tx: Tx, team: Team, offer_id: int, now: datetime) -> None:
    """Write an offer into the thread, which is opened first where it is not there."""
    open_thread(tx, team, now)
    announce(tx, team, MessageKind.THREAD_OFFER, _key(offer_id), {"offer_id": offer_id}, now + OFFER_KEEPS, now)


def _redraw(tx: Tx, team: Team, offer_id: int, now: datetime) -> None:
    kind, payload = MessageKind.THREAD_OFFER, {"offer_id": offer_id}
    expires_at = now + CHANGE_KEEPS
    outbox.redraw(
        tx, dedup_key=_key(offer_id), team_id=team.id, kind=kind, payload=payload, now=now, expires_at=expires_at
    )


def _key(offer_id: int) -> str:
    return f"thread-offer:{offer_id}"


def opened(team: Team) -> ThreadOpened | None:
    """Give what the thread is opened with; None where the team does not want one any more."""
    return ThreadOpened(team.name, team.language) if team.offers_thread else None


def offered(tx: Tx, team: Team, row: OutboxRow) -> ThreadOffer | None:
    """Give what an offer is worded from, as things stand now; None where there is no sense in bringing it there."""
    submission_id = thread_offers.post_of(tx, row.payload["offer_id"])
    post = posts.get(tx, submission_id) if submission_id is not None else None
    if post is None:
        return None
    over = _is_over(tx, post)
    # One that was tried before may stand there already: it is brought, so that it can be drawn again.
    if row.edits_id is None and row.attempts <= 1 and (over or not team.offers_thread):
        return None
    thread_id = row.edits.channel_id if row.edits else team.offers_thread_id
    return ThreadOffer(team.language, team.guild_id, thread_id, posts.as_shown(post), over)


def _is_over(tx: Tx, post: Submission) -> bool:
    author = members.get(tx, post.membership_id)
    return not post.url or post.state in _ENDED or author is None or author.standing not in BELONGING


def sent(tx: Tx, team: Team, row: OutboxRow, where: tuple[int, int], now: datetime) -> None:
    """Note what stands in the thread: a message went there, or the thread was opened on one; then the rest may go."""
    if row.kind == MessageKind.THREAD_OPENED:
        teams.change(tx, team.id, offers_thread_id=where[1], thread_fault=None)
        outbox.release_kind(tx, team.id, MessageKind.THREAD_OFFER, now)
    elif team.thread_fault is not None and row.edits_id is None:
        teams.change(tx, team.id, thread_fault=None)


def blocked(tx: Tx, team: Team, fault: ThreadFault, now: datetime) -> None:
    """Open a thread anew that somebody deleted; else keep what stands in the way, and tell the stewards of it, once.

    What waits is parked until the next offer, or until the thread is open.
    """
    if fault is ThreadFault.GONE:
        teams.change(tx, team.id, offers_thread_id=None)
        if team.offers_thread:
            open_thread(tx, teams.get(tx, team.id) or team, now)
        return
    outbox.park_kinds(tx, team.id, OF_THE_THREAD, fault)
    if team.thread_fault == fault:
        return
    teams.change(tx, team.id, thread_fault=fault)
    facts: dict[str, Any] = {"fault": str(fault)}
    for member in members.all_of(tx, team.id, Standing.MEMBER):
        if member.steward:
            tell(tx, team.id, member.id, NoticeKind.THREAD_BLOCKED, facts, now)

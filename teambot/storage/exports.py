"""All that is one person's, as rows that can be written into a file. It changes nothing and decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from teambot.domain.motions import MotionState
from teambot.storage.runner import Tx
from teambot.storage.tables import (
    apart,
    application,
    assignment,
    feed,
    item,
    ledger_entry,
    membership,
    motion,
    notice,
    person,
    profile,
    slot,
    submission,
    subscription,
    team,
    thread_offer,
    week,
)

# Ids of the store say nothing to anybody, and tokens are no data of a person's.
_HIDDEN = frozenset({"id", "membership_id", "person_id", "team_id", "feed_id", "token", "etag", "last_modified"})


# Who proposed what about whom is theirs: it stands in nobody else's file, and outlives no vote in one.
_OF_OTHERS = frozenset({"proposer", "seconder", "subject"})


def _columns(table: Any, *, without: tuple[str, ...] = ()) -> list[Any]:
    return [column for column in table.columns if column.name not in _HIDDEN and column.name not in without]


_OF_POLLING = ("key", "body_hash", "pending_url", "pending_count", "pending_since")
_WEEK_OF = (week.c.key.label("week"),)
_OF_ME: Mapping[str, Select[Any]] = {
    "profile": select(*_columns(profile)).where(profile.c.membership_id == bindparam("of")),
    "not with": select(person.c.name)
    .select_from(apart.join(membership, membership.c.id == apart.c.other_id).join(person))
    .where(apart.c.membership_id == bindparam("of"))
    .order_by(apart.c.other_id),
    "feed": select(*_columns(feed, without=_OF_POLLING), subscription.c.kind)
    .select_from(feed.join(subscription))
    .where(subscription.c.membership_id == bindparam("of"))
    .order_by(subscription.c.id),
    "posts of the feed": select(*_columns(item, without=("address_key", "id_key")))
    .select_from(item.join(subscription, subscription.c.feed_id == item.c.feed_id))
    .where(subscription.c.membership_id == bindparam("of"))
    .order_by(item.c.id),
    "posts put forward": select(*_columns(submission, without=("week_id",)), *_WEEK_OF)
    .select_from(submission.outerjoin(week))
    .where(submission.c.membership_id == bindparam("of"))
    .order_by(submission.c.id),
    "offered in the thread": select(*_WEEK_OF, submission.c.title, submission.c.url, thread_offer.c.created_at)
    .select_from(
        thread_offer.join(submission, submission.c.id == thread_offer.c.submission_id).join(
            week, week.c.id == thread_offer.c.week_id
        )
    )
    .where(thread_offer.c.membership_id == bindparam("of"))
    .order_by(thread_offer.c.id),
    "asked to recommend": select(
        *_WEEK_OF,
        submission.c.title,
        submission.c.url,
        assignment.c.state,
        assignment.c.asked_at,
        assignment.c.ended_at,
        assignment.c.link,
        assignment.c.words,
        assignment.c.skip_reason,
    )
    .select_from(
        assignment.join(slot)
        .join(submission, submission.c.id == slot.c.submission_id)
        .join(week, week.c.id == slot.c.week_id)
    )
    .where(assignment.c.pusher_id == bindparam("of"))
    .order_by(assignment.c.id),
    "ledger": select(*_columns(ledger_entry, without=("cause_id",)))
    .where(ledger_entry.c.membership_id == bindparam("of"))
    .order_by(ledger_entry.c.id),
    "news": select(*_columns(notice)).where(notice.c.membership_id == bindparam("of")).order_by(notice.c.id),
    "vouched for others": select(application.c.vouch_words, application.c.vouched_at)
    .where(application.c.voucher_id == bindparam("of"))
    .order_by(application.c.id),
    "proposed": select(
        motion.c.kind, motion.c.state, motion.c.proposal, motion.c.concern, motion.c.proposed_at, motion.c.closes_at
    )
    .where(motion.c.proposer_id == bindparam("of"), motion.c.state != MotionState.CLOSED)
    .order_by(motion.c.id),
    "answered": select(motion.c.answer)
    .where(motion.c.subject_id == bindparam("of"), motion.c.answer.is_not(None))
    .order_by(motion.c.id),
    "applications": select(*_columns(application, without=("voucher_id",)))
    .where(application.c.membership_id == bindparam("of"))
    .order_by(application.c.id),
}
_HIDDEN_OF_PLACE = ("buddy_id", "role_state", "role_fault", "held_role_id", "looked_at", "missing_since")
_PLACES = (
    select(
        membership.c.id.label("of"),
        team.c.name.label("team"),
        team.c.niche,
        *_columns(membership, without=_HIDDEN_OF_PLACE),
    )
    .select_from(membership.join(team, team.c.id == membership.c.team_id).join(person))
    .where(person.c.discord_id == bindparam("discord_id"))
    .order_by(membership.c.id)
)
_PERSON = select(person.c.discord_id, person.c.name, person.c.locale).where(
    person.c.discord_id == bindparam("discord_id")
)


def of_person(tx: Tx, discord_id: int) -> dict[str, Any] | None:
    """Load all that is somebody's, of every team they are or were in: plain values by their names; None for nobody."""
    found = tx.execute(_PERSON, {"discord_id": discord_id}).one_or_none()
    if found is None:
        return None
    return {
        **_plain(found),
        "teams": [_place(tx, row) for row in tx.execute(_PLACES, {"discord_id": discord_id}).all()],
    }


def _place(tx: Tx, row: Any) -> dict[str, Any]:
    values = _plain(row)
    of = values.pop("of")
    rows: Mapping[str, Sequence[Any]] = {name: tx.execute(one, {"of": of}).all() for name, one in _OF_ME.items()}
    mine = {name: [_plain(one) for one in found] for name, found in rows.items()}
    for one in mine["news"]:
        one["facts"] = {name: value for name, value in one["facts"].items() if name not in _OF_OTHERS}
    return {**values, **mine}


def _plain(row: Any) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row._mapping.items()}

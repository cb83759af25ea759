"""Whom to offer their newest item to, and which they said no to, in the store. It decides nothing.

A piece of news of the kind NEWEST_OFFER is the offer; `declined` among its facts says that it is not to come again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from teambot.domain.members import TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import SubmissionState
from teambot.domain.standings import Standing
from teambot.domain.week import WeekState
from teambot.storage.constant import constant
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import (
    item,
    membership,
    notice,
    profile,
    submission,
    submission_key,
    subscription,
    team,
    week,
)

_offers = and_(notice.c.membership_id == membership.c.id, notice.c.kind == NoticeKind.NEWEST_OFFER)
# Not what a clock offered that has been put back since.
_OFFERED = (
    exists()
    .where(_offers, notice.c.created_at > bindparam("since"), notice.c.created_at <= bindparam("now"))
    .correlate(membership)
)
_DECLINED = (
    exists()
    .where(
        _offers,
        # By its address as well: a feed that was named anew has its items anew.
        or_(
            notice.c.facts["item_id"].as_integer() == item.c.id,
            notice.c.facts["url"].as_string() == item.c.url,
        ),
        notice.c.facts["declined"].as_integer() == 1,
    )
    .correlate(membership, item)
)
_HAS_ONE = (
    exists()
    .where(
        submission.c.membership_id == membership.c.id,
        submission.c.week_id == week.c.id,
        submission.c.state == constant(SubmissionState.WAITING),  # so that the partial index serves
    )
    .correlate(membership, week)
)
_PUT_FORWARD = (
    select(submission_key.c.key)
    .select_from(submission.join(submission_key))
    .where(submission.c.membership_id == membership.c.id, submission_key.c.key == item.c.address_key)
    .correlate(membership, item)
    .exists()
)
_later = item.alias("later")
_shown_at, _later_at = (func.coalesce(one.c.published_at, one.c.first_seen_at) for one in (item, _later))
_IS_OLDER = (
    exists()
    .where(
        _later.c.feed_id == item.c.feed_id,
        or_(
            _later_at > _shown_at,
            and_(_later_at == _shown_at, _later.c.first_seen_at > item.c.first_seen_at),
            and_(_later_at == _shown_at, _later.c.first_seen_at == item.c.first_seen_at, _later.c.id < item.c.id),
        ),
    )
    .correlate(item)
)
_CLOSES_SOON = and_(
    team.c.state == constant(TeamState.ACTIVE),
    week.c.state == constant(WeekState.OPEN),
    week.c.closes_at > bindparam("now"),
    week.c.closes_at <= bindparam("until"),
)
_WAITS = and_(
    membership.c.standing == constant(Standing.MEMBER),
    or_(
        membership.c.away_until.is_(None),
        membership.c.away_until <= bindparam("now"),
        membership.c.away_from > week.c.publishes_at,
    ),
    profile.c.offer_newest.is_(True),
    ~_OFFERED,
    ~_HAS_ONE,
)
_IS_FOR_THEM = and_(
    func.coalesce(item.c.published_at, item.c.first_seen_at) >= bindparam("oldest"), ~_PUT_FORWARD, ~_DECLINED
)
_CLOSING = select(team.c.id).distinct().select_from(team.join(week)).where(_CLOSES_SOON).order_by(team.c.id)
# Whether there is anything at all: the first member and the first item of theirs will do, and no item is looked at of
# who waits for none.
_TEAMS = (
    select(team.c.id)
    .distinct()
    .select_from(team.join(week))
    .where(
        team.c.id.in_(bindparam("among", expanding=True)),
        _CLOSES_SOON,
        select(membership.c.id)
        .select_from(membership.join(profile))
        .where(
            membership.c.team_id == team.c.id,
            _WAITS,
            select(item.c.id)
            .select_from(subscription.join(item, item.c.feed_id == subscription.c.feed_id))
            .where(of_a_blog(membership.c.id), _IS_FOR_THEM)
            .correlate(membership)
            .exists(),
        )
        .correlate(team, week)
        .exists(),
    )
)
_WANTING = (
    team.join(week)
    .join(membership, membership.c.team_id == team.c.id)
    .join(profile)
    .join(subscription, of_a_blog(membership.c.id))
    .join(item, item.c.feed_id == subscription.c.feed_id)
)
_ITEMS = (
    select(
        membership.c.id.label("membership_id"),
        week.c.closes_at,
        week.c.publishes_at,
        week.c.ends_at,
        membership.c.away_from,
        membership.c.away_until,
        item.c.id.label("item_id"),
        item.c.title,
        item.c.url,
        item.c.summary,
        _IS_OLDER.label("older"),
    )
    .select_from(_WANTING)
    .where(_CLOSES_SOON, _WAITS, _IS_FOR_THEM, team.c.id == bindparam("team_id"))
    .order_by(membership.c.id, _shown_at.desc(), item.c.first_seen_at.desc(), item.c.id)
)
_OF_ITEM = and_(
    notice.c.membership_id == bindparam("membership_id"),
    notice.c.kind == NoticeKind.NEWEST_OFFER,
    notice.c.facts["item_id"].as_integer() == bindparam("item_id"),
)
_OF = select(notice.c.id, notice.c.facts).where(_OF_ITEM).order_by(notice.c.id.desc())
_DECLINE = update(notice).where(notice.c.id == bindparam("row_id"))


def closing(tx: Tx, *, now: datetime, until: datetime) -> list[int]:
    """List the teams in which a week closes after `now` and by `until`."""
    return list(tx.scalars(_CLOSING, {"now": now, "until": until}))


def teams(
    tx: Tx, among: Collection[int], *, now: datetime, until: datetime, since: datetime, oldest: datetime
) -> list[int]:
    """List those of the teams in which somebody waits for the offer: `items_for` has something there.

    A week is awaited that closes after `now` and by `until`; who was offered something after `since` has had it.
    """
    facts = {"among": list(among), "now": now, "until": until, "since": since, "oldest": oldest}
    return list(tx.scalars(_TEAMS, facts))


def items_for(
    tx: Tx, team_id: int, *, now: datetime, until: datetime, since: datetime, oldest: datetime
) -> Sequence[Any]:
    """List what could be offered to each member who waits for it, each member's newest item first.

    Rows of membership_id, closes_at, publishes_at, ends_at (of the week), away_from, away_until, item_id, title, url,
    summary, older (its feed shows a newer one). Not what they put forward before, however that ended, nor what they
    said no to, nor what is older than `oldest`.
    """
    facts = {"team_id": team_id, "now": now, "until": until, "since": since, "oldest": oldest}
    return tx.execute(_ITEMS, facts).all()


def decline(tx: Tx, membership_id: int, item_id: int, now: datetime) -> bool:
    """Keep that an item is not to be offered to somebody again; False where it never was."""
    row = tx.execute(_OF, {"membership_id": membership_id, "item_id": item_id}).first()
    if row is None:
        return False
    tx.execute(_DECLINE, {"row_id": row.id, "facts": {**row.facts, "declined": 1}, "seen_at": now})
    return True

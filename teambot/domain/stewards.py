"""Stewards: who keep a team running. No extra vote, and nothing about people without one. It loads nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teambot.domain.members import Member
from teambot.domain.standings import PauseReason, Standing
from teambot.errors import Refusal

FIRST_TERM = timedelta(weeks=12)  # product.md, Setting up: the first steward; then by motion
QUIET = timedelta(weeks=3)  # product.md, Stewards: with no steward active so long the bot opens a motion
NAMING_EVERY = timedelta(weeks=4)  # by the bot, at most
ACTS_SHOWN = 20


class ActKind(StrEnum):
    """What stands in the log of a team's stewards. The facts of each are beside it."""

    NAMED = "named"  # by a vote; the row is about the steward
    RELEASED = "released"  # by a vote, or because a term was over
    RESUMED = "resumed"  # about: somebody paused, on their request
    ROLE_TRIED = "role_tried"  # about
    PUBLISHED = "published"  # week: its plan, before the hour
    REBUILT = "rebuilt"  # week: its plan, made anew before it was out
    LIGHT_WEEK = "light_week"  # week
    FULL_WEEK = "full_week"  # week: an ordinary one after all


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log, which every member may read; who was deleted has the name ""."""

    kind: ActKind
    steward: str
    about: str  # "" for nobody, too
    at: datetime


@dataclass(frozen=True, slots=True)
class ActsShown:
    """The newest of what a team's stewards did, the newest first."""

    team_name: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Stewardship:
    """A steward as the watch sees them; `active_at` is their last sign of life, `until` the end of a first term."""

    membership_id: int
    since: datetime
    until: datetime | None
    active_at: datetime | None


@dataclass(frozen=True, slots=True)
class MayBeNamed:
    """Somebody whom the bot may propose as steward; `asked_at` is when they were last proposed, if ever."""

    membership_id: int
    joined_at: datetime
    asked_at: datetime | None


def check_steward(member: Member, *, team_name: str) -> Member:
    """Give a steward back, or refuse: what a steward does is for stewards."""
    if not member.steward:
        raise Refusal("stewards-only", team=team_name)
    return member


def check_may_resume(member: Member, *, waited_for: bool) -> Member:
    """Give somebody paused back whom a steward may bring back on their request, or refuse.

    Who is `waited_for` with the charter comes back by accepting it, who left the server by being there.
    Raises Refusal("not-paused" | "charter-first" | "not-on-the-server").
    """
    name = member.name or ""
    if member.standing is not Standing.PAUSED:
        raise Refusal("not-paused", name=name)
    if waited_for:
        raise Refusal("charter-first", name=name)
    if member.paused_why is PauseReason.GONE:
        raise Refusal("not-on-the-server", name=name)
    return member


def unattended(stewards: tuple[Stewardship, ...], now: datetime) -> bool:
    """Say whether a team has no steward who has given a sign of life within three weeks."""
    return all(max(one.since, one.active_at or one.since) + QUIET <= now for one in stewards)


def to_name(candidates: tuple[MayBeNamed, ...]) -> int | None:
    """Choose whom the bot proposes: who was never proposed, or the longest ago; of these who joined first."""
    return min(
        (
            (one.asked_at is not None, one.asked_at or one.joined_at, one.joined_at, one.membership_id)
            for one in candidates
        ),
        default=(False, None, None, None),
    )[3]

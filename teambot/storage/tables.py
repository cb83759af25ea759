"""The schema: every table, and the rules that race as constraints. It runs no statement.

A partial index says `sqlite_where` and means both stores: naming PostgreSQL here would load all its drivers' modules (4
MiB, 40 ms) in a bot on a file. The steps say both (`migrations/env.py` writes them so), and a test holds them to it.

People are in few tables: `person`, `profile`, `application`, `feed`, `item`, `submission` with its keys, and the
words on an `assignment`, a `motion` or in a `notice`. All else refers to a membership's surrogate id: deleting somebody
empties those, and the ledger stays whole.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Utc(TypeDecorator[datetime]):
    """Store aware datetimes as UTC; a naive one is a bug and is refused (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into what the store keeps (naive UTC on SQLite)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime at the border of the store")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give an aware UTC datetime back."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


# SQLite gives ids of its own only to an INTEGER primary key.
Id = BigInteger().with_variant(Integer(), "sqlite")
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[Any]:
    return Column("id", Id, primary_key=True)


def _ref(name: str, target: str, **options: Any) -> Column[Any]:
    options.setdefault("nullable", False)
    return Column(name, Id, ForeignKey(f"{target}.id"), **options)


meta = Table("meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

team = Table(
    "team",
    metadata,
    _id(),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False, unique=True),  # the channel names the team
    Column("name", String(80), nullable=False),
    Column("niche", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", String(12), nullable=False),  # domain.members.TeamState
    Column("role_id", BigInteger),
    Column("zone", String(64), nullable=False),
    Column("close_weekday", SmallInteger, nullable=False),  # 0 Monday .. 6 Sunday
    Column("close_minute", SmallInteger, nullable=False),  # minutes after midnight, local
    Column("publish_weekday", SmallInteger, nullable=False),
    Column("publish_minute", SmallInteger, nullable=False),
    Column("load", SmallInteger, nullable=False),
    Column("most_members", SmallInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("formed_at", Utc),
    Column("channel_fault", String(64)),  # why we may not write in the channel; the setup mends it
    Column("rules", JSON, nullable=False, server_default="{}"),  # domain.rules.VotingRules, where the team changed them
    Column("sleeping_since", Utc),
    Column("asked_to_close_at", Utc),  # after eight weeks of sleep, once
    Column("closed_at", Utc),  # by a motion; what is the team's goes 30 days after
    Column("offers_thread", Boolean, nullable=False, server_default=text("false")),  # a rule: the team wants one
    Column("offers_thread_id", BigInteger),  # the thread, once the bot has opened it
    Column("thread_fault", String(64)),  # why Discord would not let us
    CheckConstraint("most_members BETWEEN 3 AND 24", name="most_members"),
    CheckConstraint("load BETWEEN 0 AND 5", name="load"),
)

charter = Table(
    "charter",
    metadata,
    _id(),
    _ref("team_id", "team"),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("accept_by", Utc),  # who has not accepted it by then is paused; empty: nobody was a member when it was made
    UniqueConstraint("team_id", "version"),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("discord_id", BigInteger, nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("locale", String(8)),  # the last one that Discord told
)

membership = Table(
    "membership",
    metadata,
    _id(),
    _ref("team_id", "team"),
    _ref("person_id", "person", nullable=True),  # emptied when the person is deleted
    Column("standing", String(12), nullable=False),  # domain.members.Standing
    Column("accepted_version", Integer),  # of the charter
    Column("invited_at", Utc),
    Column("invitation_ends_at", Utc),
    Column("joined_at", Utc),
    Column("away_from", Utc),
    Column("away_until", Utc),
    Column("paused_at", Utc),
    Column("paused_why", String(12)),  # domain.standings.PauseReason
    Column("wants_back_at", Utc),  # paused so long that the place was given away: waits for the next free one
    Column("left_at", Utc),
    Column("removed", Boolean, nullable=False, server_default=text("false")),  # left by a vote
    Column("listed", Boolean, nullable=False, server_default=text("false")),  # an alumnus who asked to stay listed
    Column("active_at", Utc),  # the last click, vote or word to the bot, to the day
    Column("silent_weeks", SmallInteger, nullable=False, server_default="0"),
    Column("steward_since", Utc),  # empty: no steward
    Column("steward_until", Utc),  # of the first steward; empty: until a motion releases them
    _ref("buddy_id", "membership", nullable=True),
    Column("buddy_until", Utc),
    Column("role_state", String(10), nullable=False, server_default="none"),  # domain.standings.RoleState
    Column("role_fault", String(32)),
    Column("held_role_id", BigInteger),  # the Discord role that was given: another one than the team's has to be taken
    Column("looked_at", Utc),  # when we last asked Discord whether this person is still on the server
    Column("missing_since", Utc),  # Discord said first that they are not; said again an hour later, it counts
    UniqueConstraint("team_id", "person_id"),
    Index("ix_membership_person_id", "person_id"),
)

application = Table(
    "application",
    metadata,
    _id(),
    _ref("membership_id", "membership"),
    Column("state", String(12), nullable=False),  # domain.applications.ApplicationState
    Column("blog_url", String(2000), nullable=False),
    Column("feed_url", String(2000), nullable=False),
    Column("feed_title", String(256), nullable=False, server_default=""),
    Column("token", String(40), nullable=False),  # to be put on the blog
    Column("proof", String(12)),  # domain.ownership.Proof; empty: not proven yet
    Column("facts", JSON, nullable=False),  # domain.blog_facts: since when, how often
    Column("niche", String(200), nullable=False, server_default=""),
    Column("best_post", String(2000), nullable=False, server_default=""),
    Column("why", String(1000), nullable=False, server_default=""),
    Column("readers", String(500), nullable=False, server_default=""),  # what my readers come for
    Column("created_at", Utc, nullable=False),
    Column("sent_at", Utc),  # proven and filled in: from then on the team sees it
    Column("vouch_by", Utc),  # without a vouch until then it is closed, kindly
    _ref("voucher_id", "membership", nullable=True),
    Column("vouch_words", String(500), nullable=False, server_default=""),
    Column("vouched_at", Utc),
    Column("ended_at", Utc),
    Column("again_from", Utc),  # refused: not before
    Column("sister_at", Utc),  # on the waiting list, and glad to start a sister team
    Index(
        "uq_application_open",
        "membership_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
    ),
    Index("ix_application_membership_id", "membership_id"),
)

_LIVE_MOTION = text("state IN ('seconding', 'reading', 'open')")
motion = Table(
    "motion",
    metadata,
    _id(),
    _ref("team_id", "team"),
    Column("kind", String(16), nullable=False),  # domain.motions.MotionKind
    Column("state", String(12), nullable=False),  # domain.motions.MotionState
    _ref("subject_id", "membership", nullable=True),  # the person concerned
    _ref("proposer_id", "membership", nullable=True),  # empty: the bot
    _ref("seconder_id", "membership", nullable=True),  # of a removal: who was asked, then who seconded
    _ref("application_id", "application", nullable=True),
    Column("proposal", JSON, nullable=False),  # what would change; of a removal nothing
    Column("concern", Text),  # of a removal; these two go at the close
    Column("answer", Text),
    Column("run", SmallInteger, nullable=False, server_default="1"),  # of an admission: the second is the last
    Column("rules", JSON, nullable=False),  # domain.motions.CountRule, as it was in force at the opening
    Column("proposed_at", Utc, nullable=False),
    Column("told_at", Utc),  # of a removal: seconded, and the person was told
    Column("read_at", Utc),  # they opened it
    Column("answer_ends_at", Utc),
    Column("opened_at", Utc),
    Column("closes_at", Utc),
    Column("reminded_at", Utc),
    Column("closed_at", Utc),
    Column("outcome", String(12)),  # domain.motions.Outcome
    Column("ended_why", String(16)),  # domain.motions.EndedWhy, where it ended without a count
    Column("electorate", SmallInteger),  # as it counted at the close
    Index(
        "uq_motion_subject",
        "team_id",
        "kind",
        "subject_id",
        unique=True,
        sqlite_where=_LIVE_MOTION,
    ),
    Index(
        "uq_motion_amendment",
        "team_id",
        unique=True,
        sqlite_where=text("kind = 'amend' AND state = 'open'"),
    ),
    Index(
        "uq_motion_proposer",
        "proposer_id",
        unique=True,
        sqlite_where=_LIVE_MOTION,
    ),
    Index("ix_motion_state_closes_at", "state", "closes_at"),
    Index("ix_motion_team_id", "team_id"),
)

elector = Table(
    "elector",
    metadata,
    Column("motion_id", Id, ForeignKey("motion.id"), primary_key=True),
    Column("membership_id", Id, ForeignKey("membership.id"), primary_key=True),
    Column("away", Boolean, nullable=False),  # at the opening: counts only if they vote
)

# One row an elector, replaced in place; nobody but an elector can have one. All of a motion's go at its close.
ballot = Table(
    "ballot",
    metadata,
    Column("motion_id", Id, primary_key=True),
    Column("membership_id", Id, primary_key=True),
    Column("choice", String(8), nullable=False),  # domain.motions.Choice
    Column("reasons", JSON, nullable=False),  # of a "not now": domain.motions.NotNow
    ForeignKeyConstraint(["motion_id", "membership_id"], ["elector.motion_id", "elector.membership_id"]),
)

# What is left of the ballots of a closed motion: the choices alone, shuffled, so that anybody can count again.
slip = Table(
    "slip",
    metadata,
    _id(),
    _ref("motion_id", "motion", index=True),
    Column("choice", String(8), nullable=False),
)

steward_act = Table(
    "steward_act",
    metadata,
    _id(),
    _ref("team_id", "team", index=True),
    _ref("membership_id", "membership"),
    Column("kind", String(24), nullable=False),  # domain.stewards.ActKind
    Column("facts", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

profile = Table(
    "profile",
    metadata,
    Column("membership_id", Id, ForeignKey("membership.id"), primary_key=True),
    Column("blog_url", String(2000), nullable=False),
    Column("load", SmallInteger),  # empty: the team's
    Column("hemisphere", String(8)),  # domain.readers.Hemisphere
    Column("topics", String(200), nullable=False, server_default=""),  # separated by commas
    Column("by_dm", Boolean, nullable=False, server_default=text("false")),  # assignments and news by direct message
    Column("ping", Boolean, nullable=False, server_default=text("true")),  # by the week's card
    Column("dm_closed_at", Utc),  # when Discord last refused us a direct message
    Column("places", String(200), nullable=False, server_default=""),  # of their readers, separated by commas
    Column("offer_newest", Boolean, nullable=False, server_default=text("false")),  # a day before the close
    Column("offers_thread", Boolean, nullable=False, server_default=text("true")),  # shown the button that offers there
    Column("blog_proven_at", Utc),  # the blog is known to be theirs since; empty: they said so, and nobody asked
    Column("blog_claim", JSON(none_as_null=True)),  # a blog that they name, until it is known to be theirs
    Column("languages", String(100), nullable=False, server_default=""),  # they read and recommend in, by commas
    Column("zone", String(64)),  # where they live; empty: the team's
    Column("quiet_from", SmallInteger, nullable=False, server_default="21"),  # hours in that zone; equal: none
    Column("quiet_until", SmallInteger, nullable=False, server_default="8"),
    Column("remind", Boolean, nullable=False, server_default=text("true")),  # once a week, of what is still open
    CheckConstraint("load BETWEEN 0 AND 5", name="load"),
    CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet"),
)

# *Not with …*: two who are not matched. It is known to whoever said it, and told to nobody.
apart = Table(
    "apart",
    metadata,
    Column("membership_id", Id, ForeignKey("membership.id"), primary_key=True),  # who said it
    Column("other_id", Id, ForeignKey("membership.id"), primary_key=True),
    Index("ix_apart_other_id", "other_id"),
    sqlite_with_rowid=False,
)

# What is read: one row an address, however many members have it.
feed = Table(
    "feed",
    metadata,
    _id(),
    Column("key", String(40), nullable=False, unique=True),  # feeds.identity.feed_key
    Column("url", String(2000), nullable=False),
    Column("url_original", String(2000)),  # as it was named, where redirects have led us on for good
    Column("title", String(256), nullable=False, server_default=""),
    Column("state", String(10), nullable=False),  # domain.posts.FeedState
    Column("etag", String(1024)),
    Column("last_modified", String(256)),
    Column("body_hash", String(32)),
    Column("next_at", Utc, nullable=False),
    Column("checked_at", Utc),
    Column("ok_at", Utc),
    Column("new_at", Utc),  # when it last showed something new
    Column("gap_seconds", Integer),  # between two new posts, the latest counting most
    Column("asks_seconds", Integer),  # how often it asks to be read at the most
    Column("ids_repeat", Boolean, nullable=False, server_default=text("false")),  # it gives one id to several items
    Column("pending_url", String(2000)),  # where permanent redirects lead, and
    Column("pending_count", SmallInteger, nullable=False, server_default="0"),  # how often in a row they did
    Column("pending_since", Utc),
    Column("failing_since", Utc),
    Column("fails", Integer, nullable=False, server_default="0"),
    Column("fault", String(32)),  # web.faults.Fault or feeds.items.Reason
    Column("owner_told_at", Utc),
    Index("ix_feed_next_at", "next_at"),
)

# Whose a feed is, and what for.
subscription = Table(
    "subscription",
    metadata,
    _id(),
    _ref("feed_id", "feed"),
    _ref("membership_id", "membership"),
    Column("kind", String(8), nullable=False),  # domain.posts.SubscriptionKind
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("feed_id", "membership_id"),
    Index("ix_subscription_membership_id", "membership_id"),
    Index("uq_subscription_blog", "membership_id", unique=True, sqlite_where=text("kind = 'blog'")),
)

seen_key = Table(
    "seen_key",
    metadata,
    Column("feed_id", Id, ForeignKey("feed.id"), primary_key=True),
    Column("key", String(40), primary_key=True),  # feeds.identity.item_keys
    Column("first_seen_at", Utc, nullable=False),
    Column("last_seen_at", Utc, nullable=False),  # to within a month: it says when the key may go
    Index("ix_seen_key_feed_id_last_seen_at", "feed_id", "last_seen_at"),  # what a feed shows now; its oldest keys
    sqlite_with_rowid=False,
)

item = Table(
    "item",
    metadata,
    _id(),
    _ref("feed_id", "feed"),
    Column("url", String(2000), nullable=False),
    Column("address_key", String(40), nullable=False),  # feeds.identity.address_key
    Column("id_key", String(40)),  # feeds.items.Item.id_key
    Column("title", String(256), nullable=False),
    Column("summary", String(500), nullable=False),
    Column("published_at", Utc),
    Column("first_seen_at", Utc, nullable=False),
    UniqueConstraint("feed_id", "address_key"),
)

# A host that has asked us to wait: all its feeds do.
host = Table(
    "host",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("retry_after", Utc, nullable=False),
)

week = Table(
    "week",
    metadata,
    _id(),
    _ref("team_id", "team"),
    Column("key", String(8), nullable=False),  # 2026-W48
    Column("state", String(10), nullable=False),  # domain.week.WeekState
    Column("closes_at", Utc, nullable=False),
    Column("publishes_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("light", Boolean, nullable=False, server_default=text("false")),  # nobody is asked for more than one
    Column("build", SmallInteger, nullable=False, server_default="0"),  # how often a steward had its plan made anew
    Column("light_asked_at", Utc),  # after six full ones the stewards were asked whether it should be light
    UniqueConstraint("team_id", "key"),
    Index("ix_week_state_closes_at", "state", "closes_at"),
    Index("ix_week_state_publishes_at", "state", "publishes_at"),
    Index("ix_week_state_ends_at", "state", "ends_at"),
)

submission = Table(
    "submission",
    metadata,
    _id(),
    _ref("membership_id", "membership"),
    _ref("week_id", "week", nullable=True),  # the week it is for; empty on the shelf
    Column("state", String(10), nullable=False),  # domain.posts.SubmissionState
    Column("url", String(2000), nullable=False),
    Column("title", String(256), nullable=False),
    Column("reader_line", String(300), nullable=False),
    Column("hook", String(300), nullable=False, server_default=""),
    Column("money", String(12), nullable=False),  # domain.posts.Money
    # Its window (domain.windows): months as "11,12", places separated by commas; all empty: any time, anywhere.
    Column("months", String(40), nullable=False, server_default=""),
    Column("hemisphere", String(8)),  # domain.readers.Hemisphere
    Column("places", String(200), nullable=False, server_default=""),
    Column("last_day", Date),
    Column("opens_at", Utc),  # held until then; of one that was pushed: offered to its author again
    Column("created_at", Utc, nullable=False),
    Index("ix_submission_membership_id_state", "membership_id", "state"),
    Index("ix_submission_week_id", "week_id"),
    Index("ix_submission_opens_at", "opens_at"),
    Index("ix_submission_last_day", "last_day"),
    # At most one waiting for a week: the second asks to be shelved or to replace.
    Index(
        "uq_submission_waiting",
        "membership_id",
        "week_id",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
    ),
)

# By what a post is known again: the address that was given, where it leads, what the page calls itself.
submission_key = Table(
    "submission_key",
    metadata,
    Column("submission_id", Id, ForeignKey("submission.id"), primary_key=True),
    Column("key", String(40), primary_key=True),  # feeds.identity.address_key
    Index("ix_submission_key_key", "key"),
    sqlite_with_rowid=False,
)

# A post in the offers' thread: one a member and week, whoever presses twice.
thread_offer = Table(
    "thread_offer",
    metadata,
    _id(),
    _ref("membership_id", "membership"),
    _ref("week_id", "week"),
    _ref("submission_id", "submission"),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("membership_id", "week_id"),
    Index("ix_thread_offer_submission_id", "submission_id"),
)

plan = Table(
    "plan",
    metadata,
    _id(),
    _ref("team_id", "team"),
    _ref("week_id", "week", unique=True),  # one plan a week, whoever publishes
    Column("published_at", Utc, nullable=False),
    Column("inputs", JSON, nullable=False),  # domain.rotation.Inputs: every reason can be recomputed from it
    Column("left_out", JSON, nullable=False, server_default="[]"),  # domain.reasons.LeftOut, one a member
    Column("reminded_at", Utc),  # whoever had something open was reminded
)

slot = Table(
    "slot",
    metadata,
    _id(),
    _ref("plan_id", "plan"),
    _ref("membership_id", "membership"),
    _ref("week_id", "week"),
    _ref("submission_id", "submission", unique=True),
    # Promise 1: one post a week is pushed per member, never more. No command, race or import gets past this.
    UniqueConstraint("membership_id", "week_id"),
    Index("ix_slot_week_id", "week_id"),
)

assignment = Table(
    "assignment",
    metadata,
    _id(),
    _ref("slot_id", "slot"),
    _ref("pusher_id", "membership", nullable=True),  # empty: offered to anyone who wants it
    _ref("offered_on_from_id", "assignment", nullable=True, unique=True),  # the skipped one that this one took over
    Column("state", String(10), nullable=False),  # domain.assignments.AssignmentState
    Column("reasons", JSON, nullable=False),  # facts of domain.rotation.reasons, worded for the pusher when shown
    Column("asked_at", Utc, nullable=False),
    Column("ended_at", Utc),  # when it was done, skipped or lapsed
    Column("link", String(2000)),
    Column("words", String(500)),
    Column("skip_reason", String(16)),  # domain.assignments.SkipReason; nobody but the pusher is shown it
    Column("suggested_on", Date),  # a day to recommend it on, another one for each who is asked
    Column("swap_asked_at", Utc),  # a card asks whether somebody else would like it
    Column("link_state", String(10)),  # domain.link_proof.LinkState, of the link
    Column("link_next_at", Utc),  # when the link is looked at (again)
    Column("link_tries", SmallInteger, nullable=False, server_default="0"),
    Column("linked_at", Utc),  # a link was given after it was said to be done
    Column("told_at", Utc),  # its author was told of the push
    Column("sought_at", Utc),  # its author could not find it, and asked
    Column("found", String(10)),  # domain.assignments.Found: what its pusher answered
    UniqueConstraint("slot_id", "pusher_id"),
    Index("ix_assignment_pusher_id", "pusher_id"),
    Index("ix_assignment_link_next_at", "link_next_at", sqlite_where=text("link_next_at IS NOT NULL")),
    Index("ix_assignment_sought_at", "sought_at", sqlite_where=text("sought_at IS NOT NULL AND found IS NULL")),
)

ledger_entry = Table(
    "ledger_entry",
    metadata,
    _id(),
    _ref("membership_id", "membership"),
    Column("delta", SmallInteger, nullable=False),  # +1 gave, -1 got
    Column("cause_kind", String(16), nullable=False),  # domain.ledger.Cause
    Column("cause_id", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("cause_kind", "cause_id", "membership_id"),
    Index("ix_ledger_entry_membership_id", "membership_id"),
)

notice = Table(
    "notice",
    metadata,
    _id(),
    _ref("membership_id", "membership"),
    Column("kind", String(32), nullable=False),  # domain.notices.NoticeKind
    Column("facts", JSON, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("seen_at", Utc),  # shown behind *My week*, or delivered
    Index("ix_notice_membership_id_seen_at", "membership_id", "seen_at"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("dedup_key", String(100), nullable=False, unique=True),  # 'week-card:17:0'
    _ref("team_id", "team"),
    Column("kind", String(24), nullable=False),  # domain.outbox.MessageKind
    Column("channel_id", BigInteger),  # where to, or
    _ref("membership_id", "membership", nullable=True),  # to whom, by direct message
    _ref("edits_id", "outbox", nullable=True),  # the message to draw again
    Column("payload", JSON, nullable=False),  # ids and facts; worded when it is sent
    Column("nonce", String(25), nullable=False, unique=True),
    Column("marker", Integer, nullable=False, unique=True),  # 1..2^31-1, the component id of its container
    Column("state", String(12), nullable=False),  # domain.outbox.MessageState
    Column("due_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_attempt_at", Utc),
    Column("sent_channel_id", BigInteger),
    Column("message_id", BigInteger),
    Column("fault", String(64)),
    Index(
        "ix_outbox_due",
        "due_at",
        "id",
        sqlite_where=text("state IN ('new', 'claimed')"),
    ),
)

interaction = Table(
    "interaction",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Discord's
    Column("answer", JSON, nullable=False),  # what was answered, to answer the same again
    Column("motion_id", Id, index=True),  # a ballot's answer goes when its motion closes
    Column("created_at", Utc, nullable=False),
)

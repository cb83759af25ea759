"""Feeds have owners and posts have windows.

A feed was one member's; now one row stands for an address, and `subscription` says whose it is. Two members who had one
address keep a row each: no step may lose one.
"""

from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host",
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("retry_after", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_host")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_subscription_feed_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_subscription_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("feed_id", "membership_id", name=op.f("uq_subscription_feed_id_membership_id")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index("ix_subscription_membership_id", ["membership_id"], unique=False)
        batch_op.create_index(
            "uq_subscription_blog",
            ["membership_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'blog'"),
            postgresql_where=sa.text("kind = 'blog'"),
        )

    op.create_table(
        "submission_key",
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_key_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", "key", name=op.f("pk_submission_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("submission_key", schema=None) as batch_op:
        batch_op.create_index("ix_submission_key_key", ["key"], unique=False)

    op.create_table(
        "thread_offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("week_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_thread_offer_membership_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_thread_offer_submission_id")),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_thread_offer_week_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_offer")),
        sa.UniqueConstraint("membership_id", "week_id", name=op.f("uq_thread_offer_membership_id_week_id")),
    )
    with op.batch_alter_table("thread_offer", schema=None) as batch_op:
        batch_op.create_index("ix_thread_offer_submission_id", ["submission_id"], unique=False)

    _carry_feeds_over()
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("url_original", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("new_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("gap_seconds", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asks_seconds", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ids_repeat", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("pending_url", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("pending_count", sa.SmallInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("pending_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_feed_membership_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_feed_membership_id"), type_="foreignkey")
        batch_op.drop_column("membership_id")
    _name_feeds()
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=40), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_feed_key"), ["key"])

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id_key", sa.String(length=40), nullable=True))

    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("places", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("offer_newest", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("offers_thread", sa.Boolean(), server_default=sa.text("true"), nullable=False))

    with op.batch_alter_table("seen_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE seen_key SET last_seen_at = COALESCE((SELECT checked_at FROM feed WHERE id = feed_id), first_seen_at)"
    )
    with op.batch_alter_table("seen_key", schema=None) as batch_op:
        batch_op.alter_column("last_seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_index("ix_seen_key_feed_id_last_seen_at", ["feed_id", "last_seen_at"], unique=False)

    op.execute(
        "INSERT INTO submission_key (submission_id, key) SELECT id, address_key FROM submission WHERE address_key <> ''"
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("months", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("hemisphere", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("places", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_submission_last_day", ["last_day"], unique=False)
        batch_op.create_index("ix_submission_membership_id_state", ["membership_id", "state"], unique=False)
        batch_op.create_index("ix_submission_week_id", ["week_id"], unique=False)
        batch_op.create_index("ix_submission_opens_at", ["opens_at"], unique=False)
        batch_op.drop_column("address_key")

    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index("ix_slot_week_id", ["week_id"], unique=False)

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_person_id", ["person_id"], unique=False)

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offers_thread", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("offers_thread_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("thread_fault", sa.String(length=64), nullable=True))


def _carry_feeds_over() -> None:
    op.execute(
        "INSERT INTO subscription (feed_id, membership_id, kind, created_at)"
        " SELECT feed.id, membership_id, 'blog', COALESCE(feed.ok_at, feed.next_at) FROM feed ORDER BY feed.id"
    )


def _name_feeds() -> None:
    tx = op.get_bind()
    feed = sa.table("feed", sa.column("id", sa.BigInteger), sa.column("url", sa.String), sa.column("key", sa.String))
    taken: set[str] = set()
    for row in tx.execute(sa.select(feed.c.id, feed.c.url).order_by(feed.c.id)).all():
        key = _key(row.url) if _key(row.url) not in taken else f"row-{row.id}"
        taken.add(key)
        tx.execute(sa.update(feed).where(feed.c.id == row.id).values(key=key))


def _key(url: str) -> Any:
    """Write an address as the code of this step's day does: without scheme, `www.`, default port and end slash."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return blake2b(f"{host}{port}{parts.path.rstrip('/')}{query}".encode(), digest_size=20).hexdigest()

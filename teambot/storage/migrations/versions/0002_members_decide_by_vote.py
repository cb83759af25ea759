"""Members decide by vote."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("blog_url", sa.String(length=2000), nullable=False),
        sa.Column("feed_url", sa.String(length=2000), nullable=False),
        sa.Column("feed_title", sa.String(length=256), server_default="", nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("proof", sa.String(length=12), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("niche", sa.String(length=200), server_default="", nullable=False),
        sa.Column("best_post", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("why", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("readers", sa.String(length=500), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vouch_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voucher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("vouch_words", sa.String(length=500), server_default="", nullable=False),
        sa.Column("vouched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sister_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_application_membership_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["membership.id"], name=op.f("fk_application_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index("ix_application_membership_id", ["membership_id"], unique=False)
        batch_op.create_index(
            "uq_application_open",
            ["membership_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "steward_act",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_steward_act_membership_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_steward_act_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steward_act")),
    )
    with op.batch_alter_table("steward_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steward_act_team_id"), ["team_id"], unique=False)

    op.create_table(
        "motion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seconder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("concern", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("run", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        sa.Column("electorate", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_motion_application_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["membership.id"], name=op.f("fk_motion_proposer_id")),
        sa.ForeignKeyConstraint(["seconder_id"], ["membership.id"], name=op.f("fk_motion_seconder_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["membership.id"], name=op.f("fk_motion_subject_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_motion_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
    )
    with op.batch_alter_table("motion", schema=None) as batch_op:
        batch_op.create_index("ix_motion_state_closes_at", ["state", "closes_at"], unique=False)
        batch_op.create_index("ix_motion_team_id", ["team_id"], unique=False)
        batch_op.create_index(
            "uq_motion_amendment",
            ["team_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'amend' AND state = 'open'"),
            postgresql_where=sa.text("kind = 'amend' AND state = 'open'"),
        )
        batch_op.create_index(
            "uq_motion_proposer",
            ["proposer_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('seconding', 'reading', 'open')"),
            postgresql_where=sa.text("state IN ('seconding', 'reading', 'open')"),
        )
        batch_op.create_index(
            "uq_motion_subject",
            ["team_id", "kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('seconding', 'reading', 'open')"),
            postgresql_where=sa.text("state IN ('seconding', 'reading', 'open')"),
        )

    op.create_table(
        "elector",
        sa.Column("motion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_elector_membership_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_elector_motion_id")),
        sa.PrimaryKeyConstraint("motion_id", "membership_id", name=op.f("pk_elector")),
    )
    op.create_table(
        "slip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("motion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_slip_motion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
    )
    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_motion_id"), ["motion_id"], unique=False)

    op.create_table(
        "ballot",
        sa.Column("motion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id", "membership_id"],
            ["elector.motion_id", "elector.membership_id"],
            name=op.f("fk_ballot_motion_id_membership_id"),
        ),
        sa.PrimaryKeyConstraint("motion_id", "membership_id", name=op.f("pk_ballot")),
    )
    with op.batch_alter_table("charter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accept_by", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("motion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f("ix_interaction_motion_id"), ["motion_id"], unique=False)

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_why", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("wants_back_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("listed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("active_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("silent_weeks", sa.SmallInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("steward_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("steward_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("buddy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("buddy_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("role_state", sa.String(length=10), server_default="none", nullable=False))
        batch_op.add_column(sa.Column("role_fault", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("held_role_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_membership_buddy_id"), "membership", ["buddy_id"], ["id"])

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rules", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("sleeping_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_to_close_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))

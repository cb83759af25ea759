"""Plans explain themselves, pushes are looked at, and members say whom, when and in which languages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "apart",
        sa.Column("membership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_apart_membership_id")),
        sa.ForeignKeyConstraint(["other_id"], ["membership.id"], name=op.f("fk_apart_other_id")),
        sa.PrimaryKeyConstraint("membership_id", "other_id", name=op.f("pk_apart")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("apart", schema=None) as batch_op:
        batch_op.create_index("ix_apart_other_id", ["other_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suggested_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("swap_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("link_state", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("link_next_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("link_tries", sa.SmallInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sought_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("found", sa.String(length=10), nullable=True))
        where = sa.text("link_next_at IS NOT NULL")
        batch_op.create_index(
            "ix_assignment_link_next_at", ["link_next_at"], unique=False, sqlite_where=where, postgresql_where=where
        )
        where = sa.text("sought_at IS NOT NULL AND found IS NULL")
        batch_op.create_index(
            "ix_assignment_sought_at", ["sought_at"], unique=False, sqlite_where=where, postgresql_where=where
        )

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_out", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("blog_proven_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("blog_claim", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("languages", sa.String(length=100), server_default="", nullable=False))
        batch_op.add_column(sa.Column("zone", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("quiet_from", sa.SmallInteger(), server_default="21", nullable=False))
        batch_op.add_column(sa.Column("quiet_until", sa.SmallInteger(), server_default="8", nullable=False))
        batch_op.add_column(sa.Column("remind", sa.Boolean(), server_default=sa.text("true"), nullable=False))
        batch_op.create_check_constraint("quiet", "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23")
    # Who applied has proven the blog that they applied with.
    proven = (
        "SELECT max(coalesce(application.sent_at, application.created_at)) FROM application"
        " WHERE application.membership_id = profile.membership_id"
        " AND application.proof IS NOT NULL AND application.blog_url = profile.blog_url"
    )
    op.execute(f"UPDATE profile SET blog_proven_at = ({proven})")  # noqa: S608 - nobody typed any of it

    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.add_column(sa.Column("light", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("build", sa.SmallInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("light_asked_at", sa.DateTime(timezone=True), nullable=True))

"""Deleting for good: what says who somebody is once they are forgotten, and all of a team that has closed.

Each ends, by its caller, with a checkpoint of the log: names would stay in it otherwise (architecture.md, decision 5).
"""

import json
from datetime import datetime

from sqlalchemy import ColumnElement, Table, Text, bindparam, cast, delete, exists, or_, select, update

from teambot.domain.members import INVITATION
from teambot.domain.quiet import QUIET_FROM, QUIET_UNTIL
from teambot.domain.standings import Standing
from teambot.storage import apart, applications, hosts, subscriptions
from teambot.storage.runner import Tx
from teambot.storage.tables import (
    application,
    assignment,
    membership,
    metadata,
    notice,
    outbox,
    person,
    profile,
    submission,
    submission_key,
    team,
)

# What a person said of their posts. The rows stay: others recommended them, and the ledger says so.
_SAID = {
    "url": "",
    "title": "",
    "reader_line": "",
    "hook": "",
    "months": "",
    "hemisphere": None,
    "places": "",
    "last_day": None,
    "opens_at": None,  # else an empty post were offered again to who comes back
}
_ABOUT_ME = {
    "load": None,
    "hemisphere": None,
    "places": "",
    "topics": "",
    "by_dm": False,
    "ping": False,
    "dm_closed_at": None,
    "offer_newest": False,
    "offers_thread": True,
    "blog_claim": None,
    "languages": "",
    "zone": None,
    "quiet_from": QUIET_FROM,
    "quiet_until": QUIET_UNTIL,
    "remind": True,
}


def forget_work(tx: Tx, membership_id: int) -> None:
    """Take away all that somebody wrote in a team and all that was read of their blog, but not who they are."""
    of = {"of": membership_id}
    subscriptions.end_all(tx, membership_id)
    hosts.forget_nobodys(tx)
    mine = select(submission.c.id).where(submission.c.membership_id == bindparam("of"))
    tx.execute(delete(submission_key).where(submission_key.c.submission_id.in_(mine)), of)
    tx.execute(update(submission).where(submission.c.membership_id == bindparam("of")).values(**_SAID), of)
    told = {"link": None, "link_state": None, "link_next_at": None, "words": None, "skip_reason": None}
    tx.execute(update(assignment).where(assignment.c.pusher_id == bindparam("of")).values(**told), of)
    apart.forget(tx, membership_id)
    tx.execute(delete(notice).where(notice.c.membership_id == bindparam("of")), of)
    tx.execute(delete(outbox).where(outbox.c.membership_id == bindparam("of")), of)
    tx.execute(update(profile).where(profile.c.membership_id == bindparam("of")).values(**_ABOUT_ME), of)


def forget_applications(tx: Tx, membership_id: int) -> None:
    """Empty what somebody wrote when they asked to join."""
    for application_id in tx.scalars(
        select(application.c.id).where(application.c.membership_id == membership_id)
    ).all():
        applications.forget(tx, application_id)


# A wizard that was left never asked whom it named: their time is as long as if it had.
_UNANSWERED = (
    membership.c.standing.in_([Standing.INVITED, Standing.NOBODY]),
    membership.c.person_id.is_not(None),
    membership.c.joined_at.is_(None),
    membership.c.invited_at <= bindparam("invited_before"),
    or_(membership.c.invitation_ends_at.is_(None), membership.c.invitation_ends_at <= bindparam("before")),
    ~exists().where(application.c.membership_id == membership.c.id),
)
_TEAMS_OF_UNANSWERED = select(membership.c.team_id).where(*_UNANSWERED).distinct().order_by(membership.c.team_id)
_UNANSWERED_OF = (
    select(membership.c.id).where(membership.c.team_id == bindparam("team_id"), *_UNANSWERED).order_by(membership.c.id)
)


def teams_with_unanswered(tx: Tx, before: datetime) -> list[int]:
    """List the teams with founders whose invitation ended before a moment, and who never answered it."""
    facts = {"before": before, "invited_before": before - INVITATION}
    return list(tx.scalars(_TEAMS_OF_UNANSWERED, facts))


def unanswered(tx: Tx, team_id: int, before: datetime) -> list[int]:
    """List those of a team."""
    facts = {"team_id": team_id, "before": before, "invited_before": before - INVITATION}
    return list(tx.scalars(_UNANSWERED_OF, facts))


def unname(tx: Tx, team_id: int, name: str) -> int:
    """Empty a name in the news that a team's people were told of its owner; gives how many pieces of news."""
    theirs = select(membership.c.id).where(membership.c.team_id == team_id)
    said = cast(notice.c.facts, Text).contains(f": {json.dumps(name)}", autoescape=True)  # as the column writes it
    found = tx.execute(select(notice.c.id, notice.c.facts).where(notice.c.membership_id.in_(theirs), said)).all()
    for row in found:
        facts = {key: "" if value == name else value for key, value in row.facts.items()}
        tx.execute(update(notice).where(notice.c.id == row.id).values(facts=facts))
    return len(found)


def _of_team(table: Table) -> ColumnElement[bool]:
    """Say which rows of a table are a team's, by the first of its references that leads there and is never empty."""
    if table is team:
        return team.c.id == bindparam("team_id")
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table
            if not column.nullable and parent is not table and _leads_to_team(parent):
                return column.in_(select(key.column).where(_of_team(parent)))
    raise LookupError(f"nothing in {table.name} says whose it is")


def _leads_to_team(table: Table) -> bool:
    return table is team or any(
        not column.nullable and key.column.table is not table and _leads_to_team(key.column.table)
        for column in table.columns
        for key in column.foreign_keys
    )


# Those whose rows refer to others come first, the team last.
OF_TEAMS: tuple[str, ...] = tuple(table.name for table in reversed(metadata.sorted_tables) if _leads_to_team(table))


def erase_of_team(tx: Tx, team_id: int, table: str) -> int:
    """Delete a team's rows of one table of `OF_TEAMS`, in whose order that must be done; gives how many."""
    found = metadata.tables[table]
    return tx.execute(delete(found).where(_of_team(found)), {"team_id": team_id}).rowcount


def forget_strangers(tx: Tx) -> int:
    """Delete the people who are in no team at all; gives how many."""
    return tx.execute(delete(person).where(~exists().where(membership.c.person_id == person.c.id))).rowcount

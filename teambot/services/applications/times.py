"""What moves applications on by itself: the ends of their times, and places that become free. Under the team's lock."""

from collections.abc import Callable, Mapping
from datetime import datetime

from teambot.domain.applications import KEPT, VOUCH_WITHIN, ApplicationState
from teambot.domain.members import Team, TeamState, invitation_over
from teambot.domain.motions import MotionState, Outcome
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import BELONGING, Standing
from teambot.services.applications.admissions import end_application, run_again, try_open, voteless
from teambot.services.applications.cards import put_card, redraw_cards
from teambot.services.news import tell
from teambot.storage import applications, erasing, members, motions
from teambot.storage.applications import Application
from teambot.storage.runner import Tx


def _sent(tx: Tx, team: Team, applied: Application, now: datetime) -> bool:
    late = applied.vouch_by is not None and applied.vouch_by <= now
    if late:
        end_application(tx, team, applied, ApplicationState.UNVOUCHED, now)
    return late


def _waiting(tx: Tx, team: Team, applied: Application, now: datetime) -> bool:
    """Look for a voucher again where the one who vouched has left: two weeks more, at the same place by date."""
    voucher = members.get(tx, applied.voucher_id)
    if voucher is not None and voucher.standing in BELONGING:
        return False
    values = {"voucher_id": None, "vouch_words": "", "vouched_at": None, "vouch_by": now + VOUCH_WITHIN}
    applications.change(tx, applied.id, state=ApplicationState.SENT, **values)
    tell(tx, team.id, applied.membership_id, NoticeKind.VOUCHER_LEFT, {"team": team.name}, now)
    redraw_cards(tx, team.id, applied.id, now)
    put_card(tx, team, applied, now)
    return True


def _voting(tx: Tx, team: Team, applied: Application, now: datetime) -> bool:
    """Go on where the vote is over without `decided`: it ended without a count, or its second run could not open."""
    newest = next((motions.get(tx, one) for one in applications.motions_about(tx, applied.id)), None)
    if newest is None or newest.state is not MotionState.CLOSED:
        return False
    if newest.outcome is Outcome.ENDED:
        voteless(tx, team, applied, newest.ended_why, now)
    else:
        run_again(tx, team, applied, now)
    return True


def _admitted(tx: Tx, team: Team, applied: Application, now: datetime) -> bool:
    member = members.get(tx, applied.membership_id)
    late = member is not None and invitation_over(member.invitation_ends_at, now)
    if late:
        end_application(tx, team, applied, ApplicationState.MISSED, now)
    return late


def _of_closed(tx: Tx, team: Team, applied: Application, now: datetime) -> bool:
    end_application(tx, team, applied, ApplicationState.CLOSED, now)
    return True


_LOOKS: Mapping[ApplicationState, Callable[[Tx, Team, Application, datetime], bool]] = {
    ApplicationState.SENT: _sent,
    ApplicationState.WAITING: _waiting,
    ApplicationState.VOTING: _voting,
    ApplicationState.ADMITTED: _admitted,
}


def settle(tx: Tx, team: Team, now: datetime) -> int:
    """Move a team's applications on that wait for nobody but the clock, or for a place; gives how many moved.

    The end of the two weeks without a vouch, of an invitation, of a vote that ended without a count; then votes open,
    by date, as long as there are places for them.
    """
    looks = dict.fromkeys(_LOOKS, _of_closed) if team.state is TeamState.CLOSED else _LOOKS
    moved = 0
    for state, look in looks.items():
        for applied in applications.in_state(tx, team.id, state):
            moved += look(tx, team, applied, now)
    for applied in applications.in_state(tx, team.id, ApplicationState.WAITING):
        moved += try_open(tx, team, applied, now) is not None
    return moved


def forget(tx: Tx, team: Team, now: datetime) -> int:
    """Forget what was written in a team's applications that ended 60 days ago, and in drafts as old; gives how many.

    Who is nothing to the team any more is then nobody it knows: profile, news and name go (product.md, Data).
    """
    old = applications.forgettable(tx, team.id, now - KEPT)
    for applied in old:
        if applied.ended_at is None:
            end_application(tx, team, applied, ApplicationState.WITHDRAWN, now)
        applications.forget(tx, applied.id)
        member = members.get(tx, applied.membership_id)
        last = applications.last_of(tx, applied.membership_id)
        forgotten = last is not None and last.id == applied.id
        if forgotten and member is not None and member.standing is Standing.NOBODY:
            erasing.forget_work(tx, applied.membership_id)  # of who was on the team before
            applications.forget_person(tx, applied.membership_id)
    return len(old)

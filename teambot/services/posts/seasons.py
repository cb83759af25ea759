"""What time does to windows: posts are released as theirs open, end with their last day, and come back a year later."""

from datetime import datetime

from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.domain.placing import Placed, urgency
from teambot.domain.posts import NO_REPEAT, Submission, SubmissionState
from teambot.domain.week import local_day
from teambot.services.assignments.offers import end_past_last_day
from teambot.services.by_team import each_team
from teambot.services.coming import coming_week
from teambot.services.news import tell
from teambot.services.posts.moved_on import tell_kept_back
from teambot.services.posts.placing import decide, plan_day, put
from teambot.storage import posts, seasons, submission_keys
from teambot.storage.runner import Runner, Tx


class SeasonsService:
    """A sweep that asks what is due; run twice, late, or by two processes it does no harm."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def settle_due(self, now: datetime) -> int:
        """End what is past its last day, release what the next plan can have, offer again what opens again.

        Gives how many posts and offers it touched. Rung before a close, it lets a post into the plan of that close.
        """
        ended = await each_team(self._db, seasons.teams_past_last_days, _end, now)
        released = await each_team(self._db, seasons.teams_to_release, _release, now)
        return ended + released + await each_team(self._db, seasons.teams_to_offer_again, _offer_again, now)


def _end(tx: Tx, team: Team, now: datetime) -> int:
    """End posts that no plan has, and offers to anyone, whose last day has passed; authors are told of their posts."""
    week = coming_week(tx, team, now)
    ended = _loaded(tx, seasons.past(tx, team.id, local_day(team.zone, now)))
    for post in ended:
        expired = Placed(SubmissionState.EXPIRED)
        put(tx, team, week, post, expired, now)
        tell_kept_back(tx, team, post, expired, now)
    return len(ended) + end_past_last_day(tx, team, now)


def _release(tx: Tx, team: Team, now: datetime) -> int:
    """Release what is held until the coming plan: into it where its author has a place, else to the shelf.

    Of several of one author the most urgent gets the place. One whose window lies between two plans is held again.
    """
    week = coming_week(tx, team, now)
    day = plan_day(team, week)
    held = sorted(_loaded(tx, seasons.released(tx, team.id, week.publishes_at)), key=lambda post: urgency(post, day))
    for post in held:
        placed = decide(tx, team, week, post.membership_id, post.window, post.money, post_id=post.id)
        put(tx, team, week, post, placed, now)
        if not tell_kept_back(tx, team, post, placed, now):
            closes_at = week.closes_at.isoformat() if placed.state is SubmissionState.WAITING else ""
            begins_on = local_day(team.zone, post.opens_at or now).isoformat()
            days = {"begins_on": begins_on, "plan_on": day.isoformat()}
            facts = {"submission_id": post.id, "title": post.title, "closes_at": closes_at, **days}
            tell(tx, team.id, post.membership_id, NoticeKind.SEASON_OPEN, facts, now)
    return len(held)


def _offer_again(tx: Tx, team: Team, now: datetime) -> int:
    """Offer posts of a year ago to their authors again, once; not those that they have put forward since."""
    again = _loaded(tx, seasons.offered_again(tx, team.id, now))
    for post in again:
        keys = submission_keys.of(tx, post.id)
        standing = submission_keys.standing(tx, post.membership_id, keys)
        if standing is None and submission_keys.pushed_since(tx, post.membership_id, keys, now - NO_REPEAT) is None:
            facts = {"submission_id": post.id, "title": post.title}
            tell(tx, team.id, post.membership_id, NoticeKind.SEASON_AGAIN, facts, now)
    return len(again)


def _loaded(tx: Tx, submission_ids: list[int]) -> list[Submission]:
    found = (posts.get(tx, submission_id) for submission_id in submission_ids)
    return [post for post in found if post is not None]

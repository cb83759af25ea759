"""The rules of a team by name: what each is now, whether a new value may be, and how it is put in force."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from teambot.domain.members import Team
from teambot.domain.rules import NO, OF_TIMES, OF_VOTING, YES, RuleName, VotingRules, changed, check_voting, check_yes
from teambot.domain.teams import check_load, check_most_members, check_name, check_niche
from teambot.domain.week import WeekState, WeekTimes, parse_time, parse_zone, say_time, week_after
from teambot.services.coming import times_of
from teambot.services.posts.offers_thread import switch
from teambot.services.typed import typed
from teambot.storage import teams, weeks
from teambot.storage.runner import Tx


def values_of(team: Team, voting: VotingRules) -> dict[RuleName, str]:
    """Give every rule's value as it is stored and shown."""
    values = {
        RuleName.NAME: team.name,
        RuleName.NICHE: team.niche,
        RuleName.LOAD: str(team.load),
        RuleName.MOST_MEMBERS: str(team.most_members),
        RuleName.ZONE: team.zone,
        RuleName.CLOSE: say_time(team.close_weekday, team.close_minute),
        RuleName.PUBLISH: say_time(team.publish_weekday, team.publish_minute),
    }
    values |= {RuleName(name): str(value) for name, value in voting.as_json().items()}
    return values | {RuleName.OFFERS_THREAD: YES if team.offers_thread else NO}


def check_value(team: Team, name: RuleName, value: str) -> str:
    """Give a typed value of a rule back as it is stored, or refuse it with the bounds.

    Raises the Refusal of that rule: "bad-load", "bad-time", "unknown-zone", "short-week", "bad-days", …
    """
    text = typed(value)
    if name in OF_VOTING:
        return check_voting(name, text)
    if name is RuleName.OFFERS_THREAD:
        return YES if check_yes(text) else NO
    columns = _columns(team, name, text)
    if name in (RuleName.CLOSE, RuleName.PUBLISH):
        return say_time(columns[f"{name}_weekday"], columns[f"{name}_minute"])
    return str(columns[name])


def _columns(team: Team, name: RuleName, text: str) -> dict[str, Any]:
    """Give the columns of the team that a value stands for, checked."""
    match name:
        case RuleName.NAME:
            return {"name": check_name(text)}
        case RuleName.NICHE:
            return {"niche": check_niche(text)}
        case RuleName.LOAD:
            return {"load": check_load(_whole(text))}
        case RuleName.MOST_MEMBERS:
            return {"most_members": check_most_members(_whole(text))}
        case RuleName.ZONE:
            return _times(team, zone=parse_zone(text))
        case _:
            weekday, minute = parse_time(text)
            return _times(team, **{f"{name}_weekday": weekday, f"{name}_minute": minute})


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1


def _times(team: Team, **values: Any) -> dict[str, Any]:
    return asdict(WeekTimes(**(asdict(times_of(team)) | values)))


def put_in_force(tx: Tx, team: Team, name: RuleName, value: str, now: datetime) -> None:
    """Change a rule, in the caller's transaction. Raises as `check_value`, before anything is written.

    One about times takes effect after the next plan (product.md, Charter and rules): the week whose plan is next keeps
    the moments that it was opened with, and the one after it gets new ones.
    """
    if name in OF_VOTING:
        rules = changed(teams.voting_rules(tx, team.id), name, check_voting(name, value))
        teams.change(tx, team.id, rules=rules.as_json())
        return
    if name is RuleName.OFFERS_THREAD:
        switch(tx, team, wanted=check_yes(value), now=now)
        return
    columns = _columns(team, name, value)
    teams.change(tx, team.id, **columns)
    if name in OF_TIMES:
        _retime(tx, replace(team, **columns), now)


def _retime(tx: Tx, team: Team, now: datetime) -> None:
    """Give the week after the next plan its new moments, where it is open already: between a close and its plan."""
    latest = weeks.latest(tx, team.id)
    closed = next((week for week in latest if week.state is WeekState.CLOSED), None)
    following = next((week for week in latest if week.state is WeekState.OPEN), None)
    if closed is None or following is None:
        return
    new = week_after(times_of(team), closed.closes_at)
    if new.key == following.key and new.closes_at > now:
        weeks.retime(tx, following.id, new)

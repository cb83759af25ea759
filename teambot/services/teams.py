"""Setting a team up: the wizard of `/teambot setup`, until the founders are invited."""

from datetime import datetime
from typing import TypeVar

from teambot.domain.members import FORMS_AT
from teambot.domain.standings import Standing
from teambot.domain.teams import (
    Founder,
    FounderShown,
    SetupOpened,
    SetupShown,
    TeamDefaults,
    check_before_forming,
    check_manage_server,
)
from teambot.errors import Refusal
from teambot.services import founding
from teambot.services.applications.sisters import suggested_founders
from teambot.services.caller import Caller, enter
from teambot.services.founding import ChangeSetup, NameFounders, WriteCharter
from teambot.services.use_case import UseCase, read, write
from teambot.storage import charters, members, teams
from teambot.storage.runner import Runner, Tx

__all__ = ["ChangeSetup", "NameFounders", "TeamsService", "WriteCharter"]

C = TypeVar("C")


class TeamsService:
    """The wizard: each step is saved as it is taken, so that nothing of it is lost."""

    def __init__(self, db: Runner, defaults: TeamDefaults) -> None:
        self._db = db
        self._defaults = defaults

    async def setup(self, caller: Caller, now: datetime) -> SetupShown:
        """Open the wizard of this channel's team; begin one with defaults, or move here one whose channel was lost."""
        opened = await write(self._db, SetupOpened, founding.open_setup, caller, self._defaults, now)
        return await read(self._db, _show, caller, opened, now)

    async def changeable(self, caller: Caller, team_id: int, now: datetime) -> SetupShown:
        """Show what stands before a form asks for it anew; refused, as the form would be, once the team has formed."""
        return await read(self._db, _changeable, caller, team_id, now)

    async def change(self, caller: Caller, command: ChangeSetup, now: datetime) -> SetupShown:
        """Change what the wizard asks for; refused once the team has formed: then the members decide by vote."""
        return await self._step(founding.change, caller, command, now)

    async def name_founders(self, caller: Caller, command: NameFounders, now: datetime) -> SetupShown:
        """Name the founders, until the team forms; those who have joined stay."""
        return await self._step(founding.name_founders, caller, command, now)

    async def name_suggested(self, caller: Caller, team_id: int, now: datetime) -> SetupShown:
        """Name as founders, beside those who are, the people who wait for another team's place and would come."""
        return await self._step(_name_suggested, caller, team_id, now)

    async def write_charter(self, caller: Caller, command: WriteCharter, now: datetime) -> SetupShown:
        """Write the charter before the team forms; who accepted the one before is asked again."""
        return await self._step(founding.write_charter, caller, command, now)

    async def found(self, caller: Caller, team_id: int, now: datetime) -> SetupShown:
        """Invite the founders by a card in the channel."""
        return await self._step(founding.found, caller, team_id, now)

    async def _step(self, fn: UseCase[C, SetupOpened], caller: Caller, command: C, now: datetime) -> SetupShown:
        opened = await write(self._db, SetupOpened, fn, caller, command, now)
        return await read(self._db, _show, caller, opened, now)


def _name_suggested(tx: Tx, caller: Caller, team_id: int, now: datetime) -> SetupOpened:
    check_manage_server(caller.manage_server)
    enter(tx, caller, team_id)
    known = [one for one in members.all_of(tx, team_id, Standing.INVITED) if one.discord_id is not None]
    people = [Founder(one.discord_id or 0, one.name or "", bot=False) for one in known]
    people += [Founder(one.discord_id, one.name, bot=False) for one in _suggested(tx, team_id)]
    return founding.name_founders(tx, caller, NameFounders(team_id, tuple(people)), now)


def _suggested(tx: Tx, team_id: int) -> tuple[FounderShown, ...]:
    team = teams.get(tx, team_id)
    return suggested_founders(tx, team.guild_id, team.id) if team is not None and not team.formed else ()


def _changeable(tx: Tx, caller: Caller, team_id: int, now: datetime) -> SetupShown:
    shown = _show(tx, caller, SetupOpened(team_id), now)
    if shown.team.guild_id != caller.guild_id:
        raise Refusal("no-such-team")
    check_before_forming(shown.team)
    return shown


def _show(tx: Tx, caller: Caller, opened: SetupOpened, now: datetime) -> SetupShown:  # noqa: ARG001
    check_manage_server(caller.manage_server)
    team = teams.get(tx, opened.team_id)
    if team is None:
        raise Refusal("no-such-team")
    charter = charters.current(tx, team.id)
    joined = members.all_of(tx, team.id, Standing.MEMBER)
    people = joined + members.all_of(tx, team.id, Standing.INVITED)
    founders = tuple(
        FounderShown(member.discord_id, member.name or "", member.standing is Standing.MEMBER)
        for member in people
        if member.discord_id is not None
    )
    ready = sum(member.accepted_version == charter.version for member in joined)
    missing = 0 if team.formed else max(FORMS_AT - ready, 0)
    return SetupShown(team, charter.version, charter.text, founders, missing, opened.moved, _suggested(tx, team.id))

"""A server with somebody in every standing: what the table of who may what is walked in (see scenes.py).

It is built by the services' own use cases. Every word that begins and ends with a q is planted somewhere private.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from teambot.domain.members import Team
from teambot.domain.teams import Founder
from teambot.services import stewards
from teambot.services.applications.service import FillIn, Vouch
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.caller import Caller
from teambot.services.members import Join
from teambot.services.motions.ballots import CastBallot
from teambot.services.posts.service import SubmitPost
from teambot.services.profiles import ChangeSettings
from teambot.services.reports import Report
from teambot.services.standings.service import GoAway, Leave
from teambot.services.teams import NameFounders
from teambot.storage import teams
from teambot.storage.runner import Tx
from tests.chat.conftest import Stage
from tests.services.applicants import Page
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START

NAMES = (
    *("Ana", "Ben", "Chidi", "Dora", "Emi", "Finn", "Gil"),  # who formed the team
    *("Hana", "Ivo", "Jun", "Kim", "Lea"),  # who asked to join it
    *("Max", "Nia", "Omar"),  # another team of the same server
)
ANA, BEN, CHIDI, DORA, EMI, FINN, GIL, HANA, IVO, JUN, KIM, LEA, MAX, NIA, OMAR, STRANGER = range(16)
MANAGER = -1
NOW = FIRST_PLAN + timedelta(days=1)
SOON = START + timedelta(days=1)
DAY = timedelta(days=1)


class Everybody(Stage):
    """A team that has been lived in until NOW, with somebody in every standing."""

    def name(self, who: int) -> str:
        return "Owner" if who == MANAGER else (*self.names, "Stranger")[who]

    def discord_id(self, who: int) -> int:
        return self.owner.id if who == MANAGER else self.ids[who]

    def host(self, who: int) -> str:
        return f"http://{self.name(who).lower()}.blog.test"

    def caller(self, who: int, channel: int | None = None) -> Caller:
        new_id, manages = self.discord.world.snowflakes.next(), who == MANAGER
        where = channel or self.channel
        return Caller(new_id, self.guild.id, where, None, self.discord_id(who), self.name(who), "en-GB", manages)

    async def build(self) -> None:
        """Live the team's life until NOW; from then on nothing is announced."""
        self.elsewhere = self.discord.world.add_channel(self.guild.id, "bread").id
        self.role = self.discord.world.add_role(self.guild.id, "Tea").id
        await self._found(self.channel, range(7))
        await self._found(self.elsewhere, range(MAX, OMAR + 1))
        await self._decide(lambda tx, team: stewards.named(tx, team, self.members[GIL], self.now))
        self.now = SOON
        await self._apply(IVO)
        await self._vouch(IVO)
        [admission] = await self.rows("SELECT id FROM motion")
        for who in range(7):
            await self.services.voting.cast(self.caller(who), CastBallot(admission[0], "yes"), self.now)
        await self._week()
        await self._apply(HANA)
        await self._apply(JUN)
        await self._vouch(JUN)
        await self._everybody_else()
        self.now = NOW
        await self.quiet()
        await self.announcer.stop(5)

    async def _found(self, channel: int, who: range) -> None:
        services = self.services
        team = (await services.teams.setup(self.caller(MANAGER, channel), self.now)).team.id
        founders = tuple(Founder(self.ids[one], self.name(one), bot=False) for one in who)
        await services.teams.name_founders(self.caller(MANAGER, channel), NameFounders(team, founders), self.now)
        await services.teams.found(self.caller(MANAGER, channel), team, self.now)
        for one in who:
            asked = Join(team, 1, self.host(one), f"{self.host(one)}/feed")
            await services.members.join(self.caller(one, channel), asked, self.now)

    async def _decide(self, fn: Callable[[Tx, Team], None]) -> None:
        self.members = await self._members()

        def transaction(tx: Tx, _: None, __: object) -> None:
            team = teams.lock(tx, 1)
            assert team is not None
            fn(tx, team)
            tx.commit()

        await self.db.run(transaction, None, self.now)

    async def _apply(self, who: int, *, proven: bool = True) -> None:
        page = Page(self.name(who).lower())
        page.body = f'<a rel="me" href="https://discord.com/users/{self.ids[who]}">me</a>' if proven else ""
        self.blogs.instead[page.name] = page.answer
        mine = self.services.applications
        await mine.apply(self.caller(who), self.host(who), self.now)
        why = {HANA: "Qhanaq", LEA: "Qdraftq"}.get(who, "You cook what I bake.")
        said = FillIn(1, "bread", f"{self.host(who)}/3", why, "Slow recipes.", by_dm=False)
        await mine.fill_in(self.caller(who), said, self.now)

    async def _vouch(self, who: int) -> None:
        sql = "SELECT a.id FROM application a JOIN membership m ON m.id = a.membership_id WHERE m.id = ?"
        self.members = await self._members()
        [found] = await self.rows(sql, self.members[who])
        await self.services.applications.vouch(self.caller(BEN), Vouch(found[0], "Bakes well."), self.now)

    async def _week(self) -> None:
        """The first plan, with a post of everybody's, and one of Ben's on the shelf."""
        self.now = START + timedelta(days=4)
        for who, number in (*((one, 1) for one in range(7)), (BEN, 2)):
            title = "Qshelfq" if number == 2 else f"{self.name(who)} writes"
            url = f"{self.host(who)}/{number}"
            post = SubmitPost(1, url, title, "You learn to brew it slowly.", "", "none")
            await self.services.posts.submit(self.caller(who), post, self.now)
        self.now = FIRST_CLOSE
        await self.services.voting.close_due(self.now)
        await self.services.applications.settle_due(self.now)
        await self.services.weeks.close_due(self.now)
        self.now = FIRST_PLAN
        await self.services.weeks.publish_due(self.now)

    async def _everybody_else(self) -> None:
        """Ben does and skips, and reports; Dora pauses, Chidi is away, Emi leaves; Kim waits, Lea has begun."""
        services, asked = self.services, await self.asked(BEN)
        await services.assignments.done(self.caller(BEN), PushDone(asked[0], "", "Qpushq"), self.now)
        await services.assignments.skip(self.caller(BEN), SkipAssignment(asked[1], "conflict"), self.now)
        offered = (await self.asked(FINN))[-1]
        await services.assignments.skip(self.caller(FINN), SkipAssignment(offered, ""), self.now)

        async def owner_of(_: int) -> int | None:
            return self.owner.id

        report = Report(1, None, "Qreportq", named=True)
        await services.reports.report(self.caller(BEN), report, owner_of, self.now)
        await services.profiles.change_settings(
            self.caller(BEN), ChangeSettings(topics="Qtopicq", places="Qplaceq"), self.now
        )
        for who in (ANA, CHIDI, DORA, EMI, FINN, GIL):
            gone = SubmitPost(1, f"{self.host(who)}/4", f"{self.name(who)} takes back", "It was worth it.", "", "none")
            taken_back = await services.posts.submit(self.caller(who), gone, self.now)
            await services.posts.withdraw(self.caller(who), taken_back.submission_id, self.now)
            post = SubmitPost(1, f"{self.host(who)}/3", f"{self.name(who)} waits", "It is worth an hour.", "", "none")
            await services.posts.submit(self.caller(who), post, self.now)
        await services.standings.take_break(self.caller(DORA), 1, self.now)
        # Back so soon that what he is asked for stays his.
        await services.standings.away(self.caller(CHIDI), GoAway("in 2 days", ""), self.now)
        await services.standings.leave(self.caller(EMI), Leave(1, False, False, ""), self.now)
        await self.do("UPDATE team SET most_members = 8, offers_thread = 1 WHERE id = 1")
        await self._apply(KIM)
        await self._vouch(KIM)
        await self._apply(LEA, proven=False)
        self.members = await self._members()
        await self._offered()

    async def _offered(self) -> None:
        """Everybody's newest item has been offered to them."""
        sql = (
            "SELECT m.id, m.team_id, min(i.id) FROM item i JOIN subscription s ON s.feed_id = i.feed_id"
            " JOIN membership m ON m.id = s.membership_id GROUP BY 1, 2"
        )
        for member, team, item in await self.rows(sql):
            facts = {"item_id": item, "team_id": team, "title": "It", "url": "http://it.test", "summary": ""}
            facts["closes_at"] = f"{NOW:%Y-%m-%d %H:%M:%S}+00:00"
            sql = "INSERT INTO notice (membership_id, kind, facts, created_at) VALUES (?, 'newest_offer', ?, ?)"
            await self.do(sql, member, json.dumps(facts), f"{NOW:%Y-%m-%d %H:%M:%S.%f}")

    async def _members(self) -> dict[int, int]:
        """Give everybody's membership, whichever team it is of."""
        sql = "SELECT p.discord_id, max(m.id) FROM membership m JOIN person p ON p.id = m.person_id GROUP BY 1"
        return {self.ids.index(one): member for one, member in await self.rows(sql) if one in self.ids}

    async def asked(self, who: int) -> list[int]:
        """List the recommendations that somebody is asked for and has not answered."""
        members = await self._members()
        sql = "SELECT id FROM assignment WHERE pusher_id = ? AND state = 'asked' ORDER BY id"
        return [row[0] for row in await self.rows(sql, members.get(who, 0))]

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read rows by plain SQL."""
        return await self.db.read(
            lambda tx, _, __: [tuple(row) for row in tx.exec_driver_sql(sql, values)], None, self.now
        )

    async def do(self, sql: str, *values: object) -> None:
        """Change rows by plain SQL."""

        def fn(tx: Tx, _: None, __: object) -> None:
            tx.exec_driver_sql(sql, values)
            tx.commit()

        await self.db.run(fn, None, self.now)

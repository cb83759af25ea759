"""Charters that change, reports and the team's people in Discord: by real clicks, and by forged ones."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from teambot.domain.members import Team
from teambot.domain.standings import PauseReason
from teambot.sandbox.loopback.people.person import Answer
from teambot.services import charters, stewards
from teambot.services.standings import departures
from teambot.storage import members, teams
from teambot.storage.runner import Tx
from tests.chat.acts import filled, pressed, refused
from tests.chat.conftest import Stage, button
from tests.chat.voting import more
from tests.services.conftest import CHARTER, NAMES, START

ANA, BEN, CHIDI, STRANGER = 0, 1, 2, 6
WORDS = "They *called* my soup a stew, @everyone."
SHOWN = "They \\*called\\* my soup a stew, \\@everyone."


@pytest.fixture
async def team(stage: Stage) -> Stage:
    await stage.form(4)
    return stage


async def decided(stage: Stage, fn: Any) -> None:
    """Carry out what a vote decided."""

    def transaction(tx: Tx, _: None, __: object) -> None:
        team = teams.lock(tx, 1)
        assert isinstance(team, Team)
        fn(tx, team)
        tx.commit()

    await stage.db.run(transaction, None, stage.now)


async def amended(stage: Stage, text: str) -> None:
    await decided(stage, lambda tx, team: charters.put_in_force(tx, team, text, stage.now))


async def named(stage: Stage, who: int) -> None:
    await decided(stage, lambda tx, team: stewards.named(tx, team, who + 1, stage.now))


async def ben_pauses(stage: Stage) -> None:
    def pause(tx: Tx, team: Team) -> None:
        member = members.get(tx, BEN + 1)
        assert member is not None
        departures.pause(tx, team, member, PauseReason.ASKED, stage.now)

    await decided(stage, pause)


async def charter(stage: Stage, who: int) -> Answer:
    return await stage.person(who).command(stage.channel, "team charter")


def whole(answer: Answer) -> str:
    assert answer.message is not None
    return "\n".join(message.text for message in (answer.message, *answer.followups))


async def test_a_member_sees_what_changed_accepts_it_and_is_thanked(team: Stage) -> None:
    await amended(team, f"{CHARTER}\nWe meet.")
    await amended(team, f"{CHARTER}\nWe meet *every* month.")
    screen = await charter(team, ANA)
    assert "What changed since version 1, which you accepted" in screen.text
    assert "New, as clause 4\n" in screen.text.replace("**", "")
    assert "3 clauses stay word for word" in screen.text
    assert [one.label for one in screen.buttons] == ["I accept", "Propose a change", "Report a problem", "Leave"]
    thanked = await team.person(ANA).press(screen.message, button(screen, "I accept"))
    assert thanked.text == "Thank you. You accepted version 3 of the charter."
    assert "What changed" not in (await charter(team, ANA)).text


async def test_an_amendment_waits_behind_my_week_with_a_button_to_the_charter(team: Stage) -> None:
    await amended(team, f"{CHARTER}\nWe meet.")
    week = await team.person(BEN).command(team.channel, "week show")
    assert "version 2 waits for you" in week.text
    week = await team.person(BEN).command(team.channel, "week show")
    assert week.text.count("version 2 waits for you") == 1, "until it is accepted, not once"
    screen = await team.person(BEN).press(week.message, button(week, "Read the charter"))
    assert "What changed since version 1" in screen.text


async def test_what_was_on_the_screen_before_the_next_version_cannot_be_accepted(team: Stage) -> None:
    await amended(team, f"{CHARTER}\nWe meet.")
    screen = await charter(team, ANA)
    await amended(team, f"{CHARTER}\nWe never meet.")
    late = await team.person(ANA).press(screen.message, button(screen, "I accept"))
    assert refused(late) == "**The charter was changed in the meantime.**"


async def test_who_did_not_accept_in_time_is_back_by_one_click(team: Stage) -> None:
    await amended(team, f"{CHARTER}\nWe meet.")
    await team.later(days=14)
    await team.services.members.accept_due(team.now)
    screen = await charter(team, ANA)
    assert "We have stopped sending you assignments. Accepting this version brings you back." in screen.text
    assert "Propose a change" not in [one.label for one in screen.buttons]
    answer = await team.person(ANA).command(team.channel, "post list")
    assert refused(answer) == "**You are paused in Tea and Soup.**"
    assert "I accept, under it, brings you back" in answer.message.text
    back = await team.person(ANA).press(screen.message, button(screen, "I accept"))
    assert "You are back on the team" in back.text


async def test_a_team_that_forgot_its_charter_reads_so_before_and_after_and_wakes_by_accepting(team: Stage) -> None:
    await amended(team, f"{CHARTER}\nWe meet.")
    await team.later(days=11)
    await team.services.members.accept_due(team.now)
    await team.quiet()
    assert "4 of us have not accepted version 2 yet." in team.card().text
    assert not team.card().mentions
    await team.later(days=3)
    await team.services.members.accept_due(team.now)
    await team.quiet()
    card = team.card()
    assert "4 of us are paused" in card.text
    week = await team.person(ANA).command(team.channel, "week show")
    assert "there is no plan until three members are active" in week.text
    assert "The plan comes out on" not in week.text
    assert [one.label for one in week.buttons] == ["Leave", "Read the charter"]
    for who in (ANA, BEN, CHIDI):
        screen = await team.person(who).press(card, button(card, "Read the charter"))
        assert "You are back" in (await team.person(who).press(screen.message, button(screen, "I accept"))).text
    await team.quiet()
    assert "awake again" in team.card().text


async def test_a_refusal_quotes_the_clause_as_the_team_has_it_now(team: Stage) -> None:
    async def why() -> str:
        answer = await team.person(ANA).command(team.channel, "post submit", url="https://elsewhere.test/1")
        assert refused(answer) == "**That is not on your blog.**"
        return answer.text.splitlines()[1]

    assert (await why()).endswith("Clause 3 of the charter: “One post a week each.”")
    await amended(team, f"We meet.\n{CHARTER}")
    assert (await why()).endswith("Clause 4 of the charter: “One post a week each.”")
    await amended(team, CHARTER.replace("One post a week each.", "Two posts a week each."))
    assert "The bot's promise 1: “One post a week each is recommended" in await why()


async def test_where_no_team_is_meant_a_refusal_quotes_the_promise(team: Stage) -> None:
    other = team.discord.world.add_channel(team.guild.id, "elsewhere").id
    rows = [{"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "blog", "value": "a.test"}}]
    data = {"custom_id": "tb:join:1:1", "components": rows}
    answer = await team.person(STRANGER).raw({"type": 5, "channel_id": other, "data": data})
    assert "The bot's promise 2: “Nobody joins, is removed" in answer.text


async def report(stage: Stage, who: int, **said: Any) -> Answer:
    screen = await charter(stage, who)
    form = (await stage.person(who).press(screen.message, button(screen, "Report a problem"))).form
    return await stage.person(who).fill(form, {"words": WORDS} | said)


async def news(stage: Stage, who: int) -> str:
    return whole(await stage.person(who).command(stage.channel, "week show"))


async def test_a_report_is_read_by_the_steward_alone(team: Stage) -> None:
    await named(team, ANA)
    before = len(team.cards)
    receipt = await report(team, BEN, about=[team.ids[CHIDI]])
    await team.quiet()
    assert "It went to the team's stewards, and to nobody else." in receipt.text
    read = await news(team, ANA)
    for part in (SHOWN, "It is about Chidi.", "It was reported by Ben.", "A problem was reported in Tea and Soup"):
        assert part in read
    for who in (BEN, CHIDI, 3):
        assert SHOWN not in await news(team, who)
    assert len(team.cards) == before


async def test_about_the_only_steward_the_owner_reads_it_by_direct_message(team: Stage) -> None:
    await named(team, ANA)
    receipt = await report(team, BEN, about=[team.ids[ANA]], name="unnamed")
    await team.quiet()
    assert "It went to the server's owner by direct message" in receipt.text
    [message] = team.manager.inbox()
    assert SHOWN in message.text
    assert "Whoever reported it gave no name." in message.text
    assert "Ben" not in message.text
    assert SHOWN not in await news(team, ANA)


async def test_a_report_on_somebody_who_is_not_on_the_team(team: Stage) -> None:
    await named(team, ANA)
    answer = await filled(team, BEN, "tb:report:1", about=str(team.ids[STRANGER]), words=WORDS, name="named")
    assert refused(answer) == "**That person is not on Tea and Soup.**"
    assert await more(answer, SHOWN), "nobody writes it twice"


async def test_who_reports_sees_first_about_whom_nobody_could_read_it(team: Stage) -> None:
    await named(team, ANA)
    team.discord.world.guilds[team.guild.id].owner_id = team.ids[ANA]
    team.bot.get_guild(team.guild.id).owner_id = team.ids[ANA]
    screen = await charter(team, BEN)
    form = (await team.person(BEN).press(screen.message, button(screen, "Report a problem"))).form
    about = next(one for one in form.fields if one.custom_id == "about")
    assert [label for label, _ in about.options] == ["Ana (nobody here could read it)", "Chidi", "Dora"]


@pytest.mark.parametrize(
    ("custom_id", "fields"),
    [("tb:report:1", {"words": "x"}), ("tb:report:1", {"words": "x", "name": "both"}), ("tb:report", {})],
)
async def test_a_forged_report_is_refused(team: Stage, custom_id: str, fields: dict[str, str]) -> None:
    assert refused(await filled(team, BEN, custom_id, **fields))


async def test_members_see_who_is_on_the_team_with_a_file_of_feeds(team: Stage) -> None:
    await named(team, CHIDI)
    screen = await team.person(ANA).command(team.channel, "team members")
    assert "4 members; the team has 12 places." in screen.text
    assert "**Chidi** · steward\n<http://chidi.blog.test>" in screen.text
    assert [one.label for one in screen.buttons] == ["What the stewards did", "Leave the team"]
    [file] = screen.files
    assert file.name == "team-feeds.opml"
    outlines = list(ElementTree.fromstring(file.data).iter("outline"))
    assert [one.get("xmlUrl") for one in outlines] == [f"http://{name.lower()}.blog.test/feed" for name in NAMES[:4]]
    log = await team.person(ANA).press(screen.message, button(screen, "What the stewards did"))
    assert "the team named Chidi steward" in log.text


async def test_a_stranger_sees_nobody(team: Stage) -> None:
    answer = await team.person(STRANGER).command(team.channel, "team members")
    assert refused(answer) == "**You are not on Tea and Soup.**"


async def test_a_steward_brings_somebody_back_who_asked(team: Stage) -> None:
    await named(team, ANA)
    await ben_pauses(team)
    people = await team.person(ANA).command(team.channel, "team members")
    assert "3 members, 1 taking a break; the team has 12 places." in people.text
    assert "**Ben** · taking a break" in people.text
    screen = await team.person(ANA).press(people.message, button(people, "For stewards"))
    done = await team.person(ANA).press(screen.message, button(screen, "Bring back"))
    assert "Ben is back on the team" in done.text
    assert "Ana brought you back on the team" in await news(team, BEN)
    forged = await pressed(team, CHIDI, "tb:resume-other:1:2")
    assert refused(forged)


async def test_whoever_runs_the_server_sees_places_and_the_role_and_can_do_nothing_to_people(team: Stage) -> None:
    await ben_pauses(team)
    screen = await team.manager.command(team.channel, "teambot members")
    assert "4 of 12 places are taken." in screen.text
    assert "that takes a vote, by /team propose" in screen.text
    assert "break" not in screen.text
    assert screen.buttons == []


async def test_the_first_steward_steps_forward_by_the_card(team: Stage) -> None:
    card = team.card()
    assert "I'd be the steward" in [one.label for one in card.buttons]
    assert team.now - START < timedelta(days=1)
    await team.person(ANA).press(card, button(card, "I'd be the steward"))
    await team.quiet()
    assert "Ana" in team.card().text

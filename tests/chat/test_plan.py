"""The coming plan in Discord: a steward's buttons by real clicks, what the team's card says, and how it was made."""

from datetime import timedelta

import pytest

from teambot.domain.notices import NoticeKind
from teambot.sandbox.loopback.people.person import Answer
from teambot.services.news import tell
from teambot.storage import teams, weeks
from tests.chat.acts import refused
from tests.chat.conftest import Stage, button
from tests.chat.test_people import named
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES, START

ANA, BEN = 0, 1
PUBLISH, SURE, AGAIN = "Publish now", "Yes, publish it now", "Build it again"
LIGHT, FULL = "Make it light", "Make it an ordinary week"


@pytest.fixture
async def team(stage: Stage) -> Stage:
    """Six members with a post each, of whom Ana is steward."""
    await stage.form()
    await named(stage, ANA)
    stage.now = START + timedelta(days=4)
    for who in range(len(NAMES)):
        await stage.submit(who)
    return stage


async def press(team: Stage, screen: Answer, label: str, who: int = ANA) -> Answer:
    return await team.person(who).press(screen.message or screen.updated, button(screen, label))


async def look(team: Stage) -> Answer:
    """Look at the coming plan as a steward without Manage Server gets there: Discord hides `/teambot` from them."""
    people = await team.person(ANA).command(team.channel, "team members")
    return await press(team, await press(team, people, "For stewards"), "See the coming plan")


def labels(screen: Answer) -> list[str]:
    return [one.label for one in screen.buttons]


async def test_before_the_close_the_plan_is_looked_at_and_a_light_week_called(team: Stage) -> None:
    screen = await look(team)
    assert "Posts are in by" in screen.text
    assert "6 posts are put forward for it:" in screen.text
    assert "- “ana 1” by Ana" in screen.text
    assert "12" not in screen.text, "how many it asks for in all tells a lone author's balance"
    assert labels(screen) == [LIGHT]
    lighter = await press(team, screen, LIGHT)
    assert "It is a light week now" in lighter.text
    assert labels(lighter) == [FULL]
    assert "ordinary week again" in (await press(team, lighter, FULL)).text
    assert "a light week now" in (await press(team, screen, LIGHT)).text, "an old screen does what it says"


async def test_it_is_published_once_and_never_after_that(team: Stage) -> None:
    await team.turn(FIRST_CLOSE)
    screen = await look(team)
    assert labels(screen) == [PUBLISH, AGAIN, LIGHT]
    again = await press(team, screen, AGAIN)
    assert "another one was drawn" in again.text
    assert "It was built again once." in again.text
    stale, late = await look(team), await press(team, await look(team), PUBLISH)
    cards = len(team.cards)
    asked = await press(team, screen, PUBLISH)
    await team.quiet()
    assert "it cannot be taken back" in asked.text
    assert "6 posts are put forward for it." in asked.text
    assert len(team.cards) == cards, "one press publishes nothing"
    assert "The coming plan" in (await press(team, asked, "See the coming plan")).text
    done = await press(team, asked, SURE)
    await team.quiet()
    assert "The plan is out" in done.text
    assert "week of" in team.card().text
    assert "A light week" not in team.card().text
    assert refused(await press(team, late, SURE)) == "**That plan is out.**"
    for label in (AGAIN, LIGHT):
        assert refused(await press(team, stale, label)) == "**That plan is out.**"
    assert labels(await press(team, stale, PUBLISH)) == [LIGHT], "the plan after it, which is open"
    cards = len(team.cards)
    await team.turn(FIRST_PLAN)
    assert len(team.cards) == cards
    log = await team.person(BEN).command(team.channel, "team members")
    acts = await team.person(BEN).press(log.message, button(log, "What the stewards did"))
    assert "Ana published the week's plan before its hour." in acts.text
    assert "Ana had the week's plan built again before it was out." in acts.text


async def test_without_a_post_it_says_that_there_is_no_plan(stage: Stage) -> None:
    await stage.form()
    await named(stage, ANA)
    screen = await look(stage)
    assert "No post is put forward for it." in screen.text
    assert "Without a post there is no plan, and nobody is pinged." in screen.text
    assert "Few posts" not in screen.text


async def test_a_light_weeks_card_says_so_and_leads_to_how_it_was_planned(team: Stage) -> None:
    await press(team, await look(team), LIGHT)
    await team.turn(FIRST_CLOSE)
    await team.turn(FIRST_PLAN)
    card = team.card()
    assert "A light week: nobody is asked for more than one." in card.text
    assert [one.label for one in card.buttons if not one.url] == ["My week", "Away", "How this was planned"]
    form = (await team.person(BEN).press(card, button(card, "Away"))).form
    away = await team.person(BEN).fill(form, {"until": "in 3 weeks"})
    assert "You are away from" in away.text
    assert away.message.ephemeral_for == team.ids[BEN]
    assert "A light week" in team.card().text, "the card stays as it is"
    how = await team.person(BEN).press(card, button(card, "How this was planned"))
    assert "How the plans of Tea and Soup are made" in how.text
    assert "asked for 2, or as many as they say" in how.text
    assert how.message.ephemeral_for == team.ids[BEN]
    assert refused(await team.person(len(NAMES)).press(card, button(card, "How this was planned")))


async def test_my_week_says_a_day_and_why_less_is_asked(team: Stage) -> None:
    for who in range(2, len(NAMES)):
        listed = await team.person(who).command(team.channel, "post list", show="mine")
        await team.person(who).press(listed.message, button(listed, "Withdraw"))
    await team.turn(FIRST_CLOSE)
    await team.turn(FIRST_PLAN)
    assert "Few posts this week, so less is asked." in team.card().text
    mine = await team.person(ANA).command(team.channel, "week show")
    assert "A day that may suit you: " in mine.text
    assert "January." in mine.text
    assert "because only one post of others is in this plan." in mine.text
    assert "How this was planned" in labels(mine)


async def test_the_question_whether_a_week_should_be_light_brings_its_button(team: Stage) -> None:
    def ask(tx, _: None, now) -> None:
        here = teams.lock(tx, 1)
        coming = weeks.coming(tx, 1, now)
        facts = {"team": here.name, "week_id": coming.id, "weeks": 6, "publishes_at": coming.publishes_at.isoformat()}
        tell(tx, 1, ANA + 1, NoticeKind.LIGHT_WEEK, facts, now)
        tx.commit()

    await team.db.run(ask, None, team.now)
    mine = await team.person(ANA).command(team.channel, "week show")
    assert "has had 6 full weeks in a row" in mine.text
    answer = await press(team, mine, LIGHT)
    assert "It is a light week now" in answer.text
    assert answer.message.id != mine.message.id, "the week stays as it stood"
    assert "full weeks in a row" not in (await team.person(ANA).command(team.channel, "week show")).text

"""Applying in Discord: from `/team apply` over the team's card and a vouch to the charter, and what is refused how."""

from datetime import timedelta

import pytest

from teambot.sandbox.loopback.people.person import Answer
from teambot.storage import teams
from tests.chat.acts import filled, refused
from tests.chat.conftest import Stage, button
from tests.services.applicants import Page, address
from tests.services.conftest import NAMES

DORA, EMI, STRANGER = 3, 4, 6
ANSWERS = {
    "niche": "bread and butter",
    "best_post": f"{address(DORA)}/3",
    "why": "You cook what I *bake*.",
    "readers": "Slow recipes.",
}


@pytest.fixture
async def team(stage: Stage) -> Stage:
    await stage.form(3)
    return stage


def blog(stage: Stage, who: int) -> Page:
    page = Page(NAMES[who].lower())
    stage.blogs.instead[page.name] = page.answer
    return page


def me(stage: Stage, who: int) -> str:
    return f'<a rel="me" href="https://discord.com/users/{stage.ids[who]}">me</a>'


async def apply(stage: Stage, who: int) -> Answer:
    return await stage.person(who).command(stage.channel, "team apply", blog=address(who))


async def send(stage: Stage, who: int) -> Answer:
    blog(stage, who).body = me(stage, who)
    screen = await apply(stage, who)
    form = (await stage.person(who).press(screen.message, button(screen, "Fill in the form"))).form
    sent = await stage.person(who).fill(form, ANSWERS | {"best_post": f"{address(who)}/3"})
    await stage.quiet()
    return sent


async def test_from_the_command_to_the_team_s_card(team: Stage) -> None:
    page = blog(team, DORA)
    dora = team.person(DORA)
    screen = await apply(team, DORA)
    assert "Show that the blog is yours" in screen.text
    assert f"https://discord.com/users/{team.ids[DORA]}" in screen.text
    token = next(line for line in screen.text.splitlines() if line.startswith("teambot-"))
    again = await dora.press(screen.message, button(screen, "Check again"))
    assert "not found it yet" in (again.updated or again.message).text
    form = (await dora.press(screen.message, button(screen, "Fill in the form"))).form
    drawn = (await dora.fill(form, ANSWERS)).updated
    assert drawn is not None
    assert [one.label for one in drawn.buttons] == [
        "Change my answers",
        "Check again",
        "It is on another page",
        "Read the charter",
        "Withdraw",
    ]
    page.body = f"<p>{token}</p>"
    done = (await dora.press(drawn, button(drawn, "Check again"))).updated
    assert "The team can read it now" in done.text
    await team.quiet()
    card = team.card()
    assert "Dora would like to join Tea and Soup" in card.text
    assert "You cook what I \\*bake\\*." in card.text
    assert [one.label for one in card.buttons] == ["Read the blog", "Read the post", "Vouch"]
    shown = await dora.command(team.channel, "team apply")
    assert "has to vouch for you" in shown.text


async def test_the_charter_leads_a_stranger_to_their_application(team: Stage) -> None:
    await _full(team)
    blog(team, DORA)
    dora = team.person(DORA)
    read = await dora.command(team.channel, "team charter")
    last = (read.followups or [read.message])[-1]
    assert "There is a waiting list" in last.text
    form = (await dora.press(last, button(last, "Apply to join"))).form
    screen = await dora.fill(form, {"blog": address(DORA)})
    assert "Your application to Tea and Soup" in screen.text
    again = await dora.command(team.channel, "team charter")
    last = (again.followups or [again.message])[-1]
    mine = await dora.press(last, button(last, "My application"))
    assert "Your application to Tea and Soup" in (mine.updated or mine.message).text
    member = await team.person(0).command(team.channel, "team charter")
    assert "Apply to join" not in [one.label for one in (member.followups or [member.message])[-1].buttons]


async def test_a_full_team_says_before_the_vouch_that_there_is_a_waiting_list(team: Stage) -> None:
    await _full(team)
    sent = await send(team, DORA)
    assert "you are then on the waiting list" in (sent.updated or sent.message).text
    card = team.card()
    assert "All our places are taken" in card.text
    form = (await team.person(1).press(card, button(card, "Vouch"))).form
    thanks = await team.person(1).fill(form, {"because": "She bakes well."})
    assert "All places are taken: the vote opens when one is free. They are number 1" in thanks.text
    await team.quiet()
    said = team.discord.world.messages[card.id].text
    assert "the vote opens when a place is free." in said
    assert "three votes" not in said


async def test_a_form_that_is_refused_opens_as_it_was_left(team: Stage) -> None:
    blog(team, DORA)
    screen = await apply(team, DORA)
    dora = team.person(DORA)
    form = (await dora.press(screen.message, button(screen, "Fill in the form"))).form
    said = await dora.fill(form, ANSWERS | {"best_post": "http://elsewhere.example/1", "readers": ""})
    await said_no(said, "What your readers come for is missing.")
    form = (await dora.press(screen.message, button(screen, "Fill in the form"))).form
    held = {field.custom_id: field.value for field in form.fields}
    assert (held["why"], held["best_post"]) == (ANSWERS["why"], "http://elsewhere.example/1")


async def said_no(answer: Answer, words: str) -> None:
    seen = answer.followups[-1] if answer.followups else answer.message
    assert words in seen.text


async def test_vouched_admitted_and_on_the_team_without_a_form(team: Stage) -> None:
    await send(team, DORA)
    card = team.card()
    ben = team.person(1)
    form = (await ben.press(card, button(card, "Vouch"))).form
    assert form.title == "Vouch for Dora"
    thanks = await ben.fill(form, {"because": "She bakes well."})
    assert "You vouch for Dora" in thanks.text
    await team.quiet()
    assert "Ben vouches for them; the vote is open" in team.discord.world.messages[card.id].text
    assert "Dora" not in team.discord.world.messages[card.id].text
    vote = team.card()
    for who in (0, 1, 2):
        await team.person(who).press(vote, button(vote, "Admit"))
    await team.turn(team.now + timedelta(days=3))
    mine = await team.person(DORA).command(team.channel, "team apply")
    assert "would like you in" in mine.text
    charter = await team.person(DORA).press(mine.message, button(mine, "Read the charter and join"))
    last = (charter.followups or [charter.message])[-1]
    joined = await team.person(DORA).press(last, button(last, "Join the team"))
    assert joined.form is None
    assert "Welcome to Tea and Soup" in joined.text
    await refused_with(await apply(team, DORA), "You are already on Tea and Soup.")


async def refused_with(answer: Answer, words: str) -> None:
    assert refused(answer) == f"**{words}**"


async def test_vouching_by_the_command(team: Stage) -> None:
    await send(team, DORA)
    ana = team.person(0)
    choices = await ana.autocomplete(team.channel, "team vouch", "who", "do", because="x")
    assert [choice.name for choice in choices] == ["Dora"]
    done = await ana.command(team.channel, "team vouch", who=str(choices[0].value), because="I read her.")
    assert "The vote is open until" in done.text
    again = await team.person(1).command(team.channel, "team vouch", who=str(choices[0].value), because="So do I.")
    await refused_with(again, "Somebody vouches for Dora already.")
    words = await team.person(1).command(team.channel, "team vouch", who="dora", because="So do I.")
    await refused_with(words, "Somebody vouches for Dora already.")
    words = await team.person(1).command(team.channel, "team vouch", who="Dor", because="So do I.")
    await refused_with(words, "Nobody of that name waits for a vouch.")
    page_of_emi = blog(team, EMI)
    await apply(team, EMI)
    early = await team.person(1).command(team.channel, "team vouch", who="Emi", because="She bakes.")
    assert "once its blog is shown to be the applicant's own" in early.text
    page_of_emi.body = me(team, EMI)
    await send(team, EMI)
    typed = await team.person(1).command(team.channel, "team vouch", who=" eMI ", because="She bakes.")
    assert "You vouch for Emi" in typed.text
    assert await team.person(STRANGER).autocomplete(team.channel, "team vouch", "who", "", because="x") == []


async def test_taking_it_back_is_asked_twice(team: Stage) -> None:
    sent = await send(team, DORA)
    dora = team.person(DORA)
    drawn = sent.updated or sent.message
    sure = (await dora.press(drawn, button(drawn, "Withdraw"))).updated
    assert "Take your application back?" in sure.text
    kept = (await dora.press(sure, button(sure, "No, keep it"))).updated
    assert "has to vouch" in kept.text
    sure = (await dora.press(kept, button(kept, "Withdraw"))).updated
    over = (await dora.press(sure, button(sure, "Yes, withdraw"))).updated
    assert "You took it back" in over.text
    await team.quiet()
    assert "Dora" not in team.card().text


async def test_what_is_told_by_direct_message_leads_on(team: Stage) -> None:
    """Whoever asked for it hears of the vouch and the admission there, with the button to the charter."""
    blog(team, DORA).body = me(team, DORA)
    screen = await apply(team, DORA)
    form = (await team.person(DORA).press(screen.message, button(screen, "Fill in the form"))).form
    await team.person(DORA).fill(form, ANSWERS | {"by_dm": "yes"})
    await team.quiet()
    card = team.card()
    form = (await team.person(1).press(card, button(card, "Vouch"))).form
    await team.person(1).fill(form, {"because": "She bakes well."})
    await team.quiet()
    assert "Ben of Tea and Soup vouches for you" in team.person(DORA).inbox()[0].text
    vote = team.card()
    for who in (0, 1, 2):
        await team.person(who).press(vote, button(vote, "Admit"))
    await team.turn(team.now + timedelta(days=3))
    admitted = team.person(DORA).inbox()[-1]
    charter = await team.person(DORA).press(admitted, button(admitted, "Read the charter and join"))
    assert "You were admitted" in (charter.followups or [charter.message])[-1].text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        pytest.param(DORA, "You are not on Tea and Soup yet.", id="for themself"),
        pytest.param(STRANGER, "You are not on Tea and Soup.", id="a stranger"),
    ],
)
async def test_who_may_not_vouch_is_told_before_they_write_anything(team: Stage, who: int, words: str) -> None:
    await send(team, DORA)
    card = team.card()
    await refused_with(await team.person(who).press(card, button(card, "Vouch")), words)


async def test_forms_of_nobody_s_are_refused(team: Stage) -> None:
    await refused_with(
        await filled(team, STRANGER, "tb:application-form:1", niche="x"), "You have no application to Tea and Soup."
    )
    await refused_with(
        await filled(team, STRANGER, "tb:application-page:1", page="x"), "You have no application to Tea and Soup."
    )
    await refused_with(await filled(team, STRANGER, "tb:application-form:99"), "That team is not here any more.")
    await refused_with(await filled(team, 1, "tb:vouch:1", because="x"), "There is no such application.")


async def test_everything_of_an_application_survives_a_restart(team: Stage) -> None:
    blog(team, DORA).body = me(team, DORA)
    screen = await apply(team, DORA)
    opened = (await team.person(DORA).press(screen.message, button(screen, "Fill in the form"))).form
    await team.restart()
    await team.person(DORA).fill(opened, ANSWERS)
    await team.quiet()
    card = team.card()
    await team.restart()
    form = (await team.person(1).press(card, button(card, "Vouch"))).form
    assert "You vouch for Dora" in (await team.person(1).fill(form, {"because": "She bakes."})).text


async def test_a_sister_team_from_the_offer_to_its_founders(team: Stage) -> None:
    team.now += timedelta(minutes=1)
    await _full(team)
    for who in (DORA, EMI, 5):
        await send(team, who)
        card = team.card()
        form = (await team.person(1).press(card, button(card, "Vouch"))).form
        await team.person(1).fill(form, {"because": "Reads well."})
        await team.quiet()
    offer = next(card for card in reversed(team.cards) if "wait for a place" in card.text)
    assert offer.text.startswith("## 3 bloggers wait for a place on Tea and Soup")
    guide = await team.person(0).press(offer, button(offer, "Start a sister team"))
    assert "Nobody has said so far" in guide.text
    for who in (DORA, EMI):
        mine = await team.person(who).command(team.channel, "team apply")
        assert "waiting list" in mine.text
        await team.person(who).press(mine.message, button(mine, "I'd join a sister team"))
    other = team.discord.world.add_channel(team.guild.id, "bread").id
    wizard = await team.manager.command(other, "teambot setup")
    assert f"<@{team.ids[DORA]}> <@{team.ids[EMI]}>" in wizard.text
    named = (await team.manager.press(wizard.message, button(wizard, "Name them as founders"))).updated
    assert "would come" not in named.text
    assert f"<@{team.ids[EMI]}>" in named.text


async def _full(team: Stage) -> None:
    def fn(tx, _, __) -> None:
        teams.change(tx, 1, most_members=3)
        tx.commit()

    await team.db.run(fn, None, team.now)

"""Away, a break, back again, leaving and one's data, by real clicks."""

import json
from datetime import UTC, datetime, timedelta

from tests.chat.acts import filled, pressed, refused
from tests.chat.conftest import START, Stage, button

CLOSED = datetime(2026, 1, 11, 18, 0, tzinfo=UTC)
PUBLISHED = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
STAY = {"listed": "no", "goodbye": "no", "words": ""}


def labels(seen) -> list[str]:
    return [each.label for each in seen.buttons]


async def week(stage: Stage, who: int):
    return await stage.person(who).command(stage.channel, "week show")


async def test_away_is_said_shown_and_taken_back(stage: Stage):
    await stage.form()
    before = len(stage.cards)
    person = stage.person(0)
    assert "You have given no dates." in (await person.command(stage.channel, "week away")).text
    days = await person.autocomplete(stage.channel, "week away", "until", "")
    assert days[0].name == "Tuesday 2026-01-06"
    assert [day.value for day in await person.autocomplete(stage.channel, "week away", "until", "24 jan")] == [
        "2026-01-24"
    ]
    said = await person.command(stage.channel, "week away", until="24 Jan", **{"from": "tomorrow"})
    assert "You are away from" in said.text
    assert labels(said) == ["Back early", "Change", "I don't know until when"]
    form = (await person.press(said.message, button(said, "Change"))).form
    said = await person.fill(form, {"until": "in 2 weeks", "from": ""})
    assert "You are away from" in said.text
    shown = await week(stage, 0)
    assert "You are away until" in shown.text
    back = await person.press(shown.message, button(shown, "Back early"))
    assert "Welcome back" in back.text
    assert "You are away" not in (await week(stage, 0)).text
    await stage.quiet()
    assert len(stage.cards) == before, "nobody is told"


async def test_dates_that_are_none_are_refused(stage: Stage):
    await stage.form()
    person = stage.person(0)
    for until, words in (("soon", "cannot read “soon”"), ("2025-12-24", "is over"), ("99 weeks", "longer than we can")):
        assert words in refused(await person.command(stage.channel, "week away", until=until))
    assert "ends before it begins" in refused(
        await person.command(stage.channel, "week away", until="2026-01-20", **{"from": "2026-01-21"})
    )
    assert "not on Tea and Soup" in refused(await stage.person(6).command(stage.channel, "week away", until="tomorrow"))
    assert "cannot read" in refused(await filled(stage, 0, "tb:away:1", until="\u202e*soon*", **{"from": ""}))


async def test_a_plan_leaves_out_who_is_away_or_on_a_break_and_pings_them_not(stage: Stage):
    await stage.form()
    for who in range(6):
        await stage.submit(who)
    said = await stage.person(0).command(stage.channel, "week away", until="20 Jan")
    other = await stage.person(1).command(stage.channel, "week away")
    rest = await stage.person(1).press(other.message, button(other, "I don't know until when"))
    assert "Nothing is held against you" in rest.text
    assert labels(rest) == ["I'm back", "Leave"]
    await stage.turn(CLOSED)
    await stage.turn(PUBLISHED)
    card = stage.card()
    assert said.text
    assert not {stage.ids[0], stage.ids[1]} & set(card.mentions)
    assert "ana 1" not in card.text
    assert "ben 1" not in card.text
    for who, standing in ((0, "You are away until"), (1, "You are paused")):
        shown = await week(stage, who)
        assert standing in shown.text
        assert "Why you" not in shown.text
    shown = await week(stage, 1)
    assert labels(shown)[:2] == ["I'm back", "Leave"]
    assert "You are paused" in refused(await filled(stage, 1, "tb:away:1", until="tomorrow", **{"from": ""}))
    assert "Welcome back" in (await stage.person(1).press(shown.message, button(shown, "I'm back"))).text
    assert "You are paused" not in (await week(stage, 1)).text


async def test_three_silent_weeks_end_in_a_break_with_three_ways_out(stage: Stage):
    await stage.form()
    screen = (await stage.person(0).command(stage.channel, "me settings")).message
    await stage.person(0).press(screen, button(screen, "Turn direct messages on"))
    for number in range(1, 4):
        await stage.submit(0, number)
    await stage.submit(1)
    await stage.submit(2)
    for number in range(7):  # nobody says Done, so some plans ask nothing of her: those weeks do not count
        await stage.turn(CLOSED + number * WEEK)
        await stage.turn(PUBLISHED + number * WEEK)
        for who in range(1, 6):
            await stage.submit(who, 10 + number) if who < 3 else await week(stage, who)
        await stage.services.signs.write_down(stage.now)
    inbox = [seen for seen in stage.person(0).inbox() if seen.buttons]
    asked = next(seen for seen in inbox if "All well?" in seen.text)
    assert labels(asked) == ["All is well", "I need a break"]
    paused = inbox[-1]
    assert "We've stopped sending you assignments for now. Nothing is held against you." in paused.text
    assert labels(paused) == ["I'm back", "Longer", "Leave"]
    longer = await stage.person(0).press(paused, button(paused, "Longer"))
    assert "A break from" in longer.text
    assert "Leaving Tea and Soup" in (await stage.person(0).press(paused, button(paused, "Leave"))).text
    assert "Welcome back" in (await stage.person(0).press(paused, button(paused, "I'm back"))).text
    assert "You are here" in (await stage.person(0).press(paused, button(paused, "I'm back"))).text


async def test_leaving_is_confirmed_and_takes_everything_along(stage: Stage):
    await stage.to_plan()
    before = len(stage.cards)
    shown = await stage.person(0).command(stage.channel, "team leave")
    assert "You can leave at any time" in shown.text
    assert labels(shown) == ["My data", "Take a break instead", "Leave…"]
    file = await stage.person(0).press(shown.message, button(shown, "My data"))
    [export] = file.files
    assert export.name == "teambot-2026-01-12.json"
    assert json.loads(export.data)["teams"][0]["team"] == "Tea and Soup"
    form = (await stage.person(0).press(shown.message, button(shown, "Leave…"))).form
    left = await stage.person(0).fill(form, STAY)
    await stage.quiet()
    assert "You have left Tea and Soup" in left.text
    assert not [card for card in stage.cards[before:] if "Ana" in card.text]
    assert "no longer on Tea and Soup" in (await week(stage, 0)).text
    assert "no longer on Tea and Soup" in refused(await stage.person(0).command(stage.channel, "team leave"))
    assert (await stage.person(0).command(stage.channel, "me export")).files


async def test_a_goodbye_is_shown_as_it_was_written_and_pings_nobody(stage: Stage):
    await stage.form()
    shown = await stage.person(0).command(stage.channel, "team leave")
    form = (await stage.person(0).press(shown.message, button(shown, "Leave…"))).form
    await stage.person(0).fill(form, {"listed": "yes", "goodbye": "yes", "words": "*Thanks* @everyone <@1>"})
    await stage.quiet()
    card = stage.card()
    assert "Ana has left Tea and Soup and says goodbye" in card.text
    assert "\\*Thanks\\* \\@everyone" in card.text
    assert card.mentions == ()


async def test_a_team_sleeps_wakes_and_is_asked_whether_to_close(stage: Stage):
    await stage.form(3)
    rest = await stage.person(0).command(stage.channel, "week away")
    rest = await stage.person(0).press(rest.message, button(rest, "I don't know until when"))
    await stage.quiet()
    assert "Tea and Soup sleeps" in stage.card().text
    assert "The team sleeps" in (await week(stage, 1)).text
    stage.now = START + 9 * WEEK
    await stage.services.standings.settle_due(stage.now)
    await stage.quiet()
    card = stage.card()
    assert "Shall Tea and Soup close?" in card.text
    asked = await stage.person(1).press(card, button(card, "Propose to close"))
    assert "Close Tea and Soup?" in asked.text
    await stage.person(0).press(rest.message, button(rest, "I'm back"))
    await stage.quiet()
    assert "awake again" in stage.card().text


async def test_the_last_to_leave_closes_the_team_and_everybody_keeps_their_data(stage: Stage):
    await stage.form(3)
    for who in range(3):
        shown = await stage.person(who).command(stage.channel, "team leave")
        form = (await stage.person(who).press(shown.message, button(shown, "Leave…"))).form
        await stage.person(who).fill(form, STAY)
    await stage.quiet()
    card = stage.card()
    assert "Tea and Soup has closed" in card.text
    assert (await stage.person(1).press(card, button(card, "My data"))).files
    assert "has closed" in refused(await week(stage, 1))
    assert "nothing of yours" in refused(await stage.person(6).command(stage.channel, "me export"))


async def test_forged_and_old_buttons_are_refused(stage: Stage):
    await stage.form()
    for what in ("away:x", "break:77", "back:1", "longer", "well:1:2", "leave:-1", "leave-now:1", "ask-close:1"):
        answer = await pressed(stage, 0, f"tb:{what}")
        assert "This card is outdated." in refused(answer), what
    assert "not on Tea and Soup" in refused(await filled(stage, 6, "tb:leave:1", **STAY))
    assert "too long" in refused(await filled(stage, 0, "tb:leave:1", **(STAY | {"words": "x" * 900})))


async def test_which_team_is_meant_is_asked_with_the_channels_as_links(stage: Stage):
    await stage.form(3)
    other = stage.discord.world.add_channel(stage.guild.id, "second-soup").id
    elsewhere = stage.discord.world.add_channel(stage.guild.id, "elsewhere").id
    first, stage.channel = stage.channel, other
    await stage.form(3)
    answer = await stage.person(0).command(elsewhere, "week show")
    assert "Which of your teams do you mean?" in refused(answer)
    assert f"<#{first}> · <#{other}>" in answer.text
    assert "your week" in (await stage.person(0).command(other, "week show")).text

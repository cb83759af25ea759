"""The settings by real clicks: languages, zone, quiet hours, *not with…*, and the reminder that can be turned off."""

from datetime import datetime, timedelta

import pytest

from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.conftest import Stage, button
from tests.services.conftest import FIRST_CLOSE, WEEK

ANA, BEN, CHIDI = range(3)
SELECT = 3
END = FIRST_CLOSE + WEEK


async def settings(stage: Stage, who: int = ANA) -> Answer:
    return await stage.person(who).command(stage.channel, "me settings")


async def filled(stage: Stage, label: str, values: dict[str, object], who: int = ANA) -> Answer:
    screen = await settings(stage, who)
    form = (await stage.person(who).press(screen.message, button(screen, label))).form
    return await stage.person(who).fill(form, values)


def inbox(stage: Stage, who: int, words: str) -> list[Message]:
    return [seen for seen in stage.person(who).inbox() if words in seen.text]


async def test_all_is_on_one_screen_in_groups(stage: Stage) -> None:
    await stage.form()
    screen = await settings(stage)
    headings = [line for line in screen.text.splitlines() if line.startswith("#")]
    assert headings == [
        "## Your settings in Tea and Soup",
        "### Your blog",
        "### Your readers",
        "### How much you recommend",
        "### How you are told",
        "### Not with…",
    ]
    assert screen.followups in ([], [screen.message]), "one message"


async def test_languages_are_shown_by_their_names(stage: Stage) -> None:
    await stage.form()
    said = await filled(stage, "Languages", {"languages": "deutsch, en"})
    assert "**Languages**: German, English" in said.text
    screen = await settings(stage)
    form = (await stage.person(ANA).press(screen.message, button(screen, "Languages"))).form
    assert [field.value for field in form.fields] == ["German, English"]


async def test_a_language_that_nobody_knows_is_said_to_be_none_with_what_it_is_like(stage: Stage) -> None:
    await stage.form()
    assert "share one of these" not in (await settings(stage)).text
    said = await filled(stage, "Languages", {"languages": "Englsh, Klingon, de"})
    assert "**Languages**: Englsh, Klingon, German" in said.text
    assert "people who share one of these with you, or have named none" in said.text
    assert "“Englsh” is no language that we know: did you mean English?" in said.text
    assert "“Klingon” is no language that we know. It stays as you wrote it" in said.text
    mended = await filled(stage, "Languages", {"languages": "English, de"})
    assert "no language that we know" not in mended.text


async def test_zone_and_quiet_hours_are_one_form(stage: Stage) -> None:
    await stage.form()
    assert "**Quiet hours**: 21:00 to 08:00 in UTC, your team's time zone" in (await settings(stage)).text
    said = await filled(stage, "Quiet hours", {"zone": "asia/tokyo", "begins": ["22"], "ends": ["6"]})
    assert "**Quiet hours**: 22:00 to 06:00 in Asia/Tokyo; what we would send then waits" in said.text
    none = await filled(stage, "Quiet hours", {"begins": ["none"]})
    assert "**Quiet hours**: No quiet hours" in none.text
    back = await filled(stage, "Quiet hours", {"zone": "", "begins": ["21"]})
    assert "**Quiet hours**: 21:00 to 08:00 in UTC, your team's time zone" in back.text
    no = await filled(stage, "Quiet hours", {"zone": "Atlantis"})
    assert refused(no) == "**We know no time zone “Atlantis”.**"
    near = await filled(stage, "Quiet hours", {"zone": "oslo", "begins": ["22"], "ends": ["6"]})
    assert "Did you mean Europe/Oslo?" in near.text
    await stage.quiet()
    assert "oslo\n22\\:00 – 06\\:00" in near.followups[-1].text, "what was chosen is given back"
    same = await filled(stage, "Quiet hours", {"zone": "", "begins": ["22"], "ends": ["22"]})
    assert refused(same) == "**From 22:00 until 22:00 is no time at all.**"


async def test_not_with_is_chosen_and_taken_back_and_nobody_is_told(stage: Stage) -> None:
    await stage.form()
    before = [(await settings(stage, who)).text for who in (BEN, CHIDI)]
    screen = await settings(stage)
    (menu,) = [one for one in screen.message.selects if one.custom_id == "tb:apart"]
    assert [label for label, _ in menu.options] == ["Ben", "Chidi", "Dora", "Emi", "Finn"]
    assert (menu.least, menu.most) == (0, 2), "half of the others"
    ids = [value for _, value in menu.options]
    cards = [card.id for card in stage.cards]
    chosen = await stage.person(ANA).choose(screen.message, menu.custom_id, ids[:2])
    assert "**You are not matched with**: Ben, Chidi" in chosen.text
    assert "nobody is told" in chosen.text
    assert [(await settings(stage, who)).text for who in (BEN, CHIDI)] == before
    assert [card.id for card in stage.cards] == cards
    assert all(stage.person(who).inbox() == [] for who in (BEN, CHIDI))
    await stage.restart()
    none = await stage.person(ANA).choose(chosen.updated, menu.custom_id, [])
    assert "**You are not matched with**: nobody in particular" in none.text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (["1"], "This card is outdated."),
        (["999"], "This card is outdated."),
        (["Ben"], "This card is outdated."),
        (["2", "3", "4"], "That is more than half of the others."),
    ],
    ids=["oneself", "nobody", "no number", "too many"],
)
async def test_a_forged_choice_is_refused(stage: Stage, values: list[str], says: str) -> None:
    await stage.form()
    screen = (await settings(stage)).message
    data = {"custom_id": "tb:apart", "component_type": SELECT, "values": values}
    answer = await stage.person(ANA).raw({"type": 3, "channel_id": stage.channel, "data": data, "message": screen})
    assert says in refused(answer)
    assert "nobody in particular" in (await settings(stage)).text


async def test_where_somebody_lives_is_asked_as_they_join(stage: Stage) -> None:
    await stage.set_up(3)
    card, ana = stage.card(0), stage.person(ANA)
    charter = await ana.press(card, button(card, "Read the charter and join"))
    last = (charter.followups or [charter.message])[-1]
    form = (await ana.press(last, button(last, "Join the team"))).form
    assert {field.custom_id: field.value for field in form.fields}["zone"] == "UTC", "the team's"
    joins = {"blog": "http://ana.blog.test", "feed": ""}
    asked = len(stage.blogs.asked)
    assert "Atlantis" in refused(await ana.fill(form, joins | {"zone": "Atlantis"}))
    assert len(stage.blogs.asked) == asked, "nothing is fetched for a form that has to be filled in again"
    form = (await ana.press(last, button(last, "Join the team"))).form
    said = await ana.fill(form, joins | {"zone": "america/new york"})
    assert "At night, by the clocks of America/New\\_York, we send you nothing" in said.text
    form = (await ana.press(said.message, button(said, "Quiet hours"))).form
    assert "**Quiet hours**: 20:00 to 08:00 in America/New\\_York" in (await ana.fill(form, {"begins": ["20"]})).text
    assert "by the clocks of UTC" in (await stage.join(BEN)).text


async def test_the_reminder_says_all_that_is_open_and_its_buttons_work(stage: Stage) -> None:
    await stage.to_plan()
    for who in (ANA, BEN):
        screen = await settings(stage, who)
        await stage.person(who).press(screen.message, button(screen, "Turn direct messages on"))
    screen = await settings(stage, BEN)
    stopped = await stage.person(BEN).press(screen.message, button(screen, "Stop the weekly reminder"))
    assert "**Weekly reminder**: off" in stopped.text
    vote = await stage.person(CHIDI).command(stage.channel, "team propose", kind="other")
    await stage.person(CHIDI).fill(vote.form, {"words": "Shall we meet?"})
    await remind(stage, END - timedelta(hours=48))
    (mail,) = inbox(stage, ANA, "Still open this week")
    assert inbox(stage, BEN, "Still open this week") == []
    assert [each.label for each in mail.buttons].count("Done") == 2
    assert [each.label for each in mail.buttons].count("Vote") == 1
    assert "at most once a week" in mail.text
    form = (await stage.person(ANA).press(mail, button(mail, "Done"))).form
    assert "hears today" in (await stage.person(ANA).fill(form, {})).text
    await remind(stage, END - timedelta(hours=20))
    assert len(inbox(stage, ANA, "Still open this week")) == 1
    news = (await stage.person(CHIDI).command(stage.channel, "week show")).text
    assert "Once a week we remind you of what is still open" in news


async def test_at_night_nothing_comes_and_in_the_morning_it_does(stage: Stage) -> None:
    await stage.to_plan()
    screen = await settings(stage)
    await stage.person(ANA).press(screen.message, button(screen, "Turn direct messages on"))
    await filled(stage, "Quiet hours", {"zone": "Australia/Sydney", "begins": ["21"], "ends": ["8"]})
    await remind(stage, END - timedelta(hours=48))  # five in the morning there
    assert inbox(stage, ANA, "Still open this week") == []
    stage.now = END - timedelta(hours=45)
    await stage.quiet()
    assert len(inbox(stage, ANA, "Still open this week")) == 1


async def remind(stage: Stage, now: datetime) -> None:
    stage.now = now
    await stage.services.reminders.remind_due(now)
    await stage.quiet()

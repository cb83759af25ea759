"""Swapping, links and what an author cannot find, by real clicks."""

import asyncio

from tests.chat.acts import refused
from tests.chat.conftest import Stage, button
from tests.chat.voting import more
from tests.services.conftest import NAMES


def labels_of(seen) -> list[str]:
    return [each.label for each in seen.buttons]


async def _week(stage: Stage, who: int):
    return (await stage.person(who).command(stage.channel, "week show")).message


async def _author_of(stage: Stage, words: str) -> int:
    """Find whose news say this, and open their week once."""
    for who in range(1, 6):
        shown = await _week(stage, who)
        if words in shown.text:
            return who
    raise AssertionError(f"nobody reads {words!r}")


async def _done(stage: Stage, **said: str) -> None:
    mine = await _week(stage, 0)
    form = (await stage.person(0).press(mine, button(mine, "Done"))).form
    await stage.person(0).fill(form, said)


async def test_a_swap_is_a_card_that_names_nobody_and_is_kept_or_taken(stage: Stage):
    await stage.to_plan()
    before = len(stage.cards)
    mine = await _week(stage, 0)
    asked = await stage.person(0).press(mine, button(mine, "Swap"))
    assert "It names neither you nor" in asked.text
    await stage.quiet()
    card = stage.card()
    assert len(stage.cards) == before + 1
    assert labels_of(card) == ["Take it"]
    assert card.mentions == ()
    assert not any(name.lower() in card.text.lower() for name in NAMES)
    shown = await _week(stage, 0)
    assert "A card asks whether somebody else would like it" in shown.text
    kept = await stage.person(0).press(shown, button(shown, "Keep it"))
    assert "It stays yours" in kept.text
    await stage.quiet()
    assert labels_of(stage.card()) == ["Take it"], "nobody reads off it when it ended"
    assert "not open to you" in refused(await stage.person(1).press(card, button(card, "Take it")))
    assert "A card has asked once" in refused(await stage.person(0).press(mine, button(mine, "Swap")))
    assert labels_of(await _week(stage, 0)).count("Swap") == 1, "of the two, only the other one"
    choices = await stage.person(0).autocomplete(stage.channel, "week swap", "assignment", "")
    assert len(choices) == 2
    await stage.person(0).command(stage.channel, "week swap", assignment=choices[1].value)
    await stage.quiet()
    offer = stage.card()
    take = button(offer, "Take it")
    takes = await asyncio.gather(*(stage.person(who).press(offer, take) for who in range(6)))
    [taken] = [answer for answer in takes if "It is yours" in answer.text]
    assert "Why you: you took it yourself." in taken.text
    after = await _week(stage, 0)
    assert "Somebody has taken" in after.text
    assert "Somebody else took it over." in after.text
    assert "Swap" not in labels_of(after), "one was kept, the other is taken"


async def test_a_link_is_added_later_and_both_see_what_is_known_of_it(stage: Stage):
    await stage.to_plan()
    await _done(stage)
    mine = await _week(stage, 0)
    form = (await stage.person(0).press(mine, button(mine, "Add a link"))).form
    wrong = await stage.person(0).fill(form, {"link": "in my letter"})
    assert "no public address" in refused(wrong)
    back = await more(wrong, "in my letter")
    form = (await stage.person(0).press(back, button(back, "Add a link"))).form
    given = await stage.person(0).fill(form, {"link": "https://www.instagram.com/p/1"})
    assert "hears of it today" in given.text
    await stage.services.assignments.check_links_due(stage.now)
    shown = await _week(stage, 0)
    assert "You said so, and that will do: pages like this one cannot be checked by us." in shown.text
    assert "Add a link" not in labels_of(shown), "it is given once"
    assert "Another link" not in labels_of(shown)
    author = await _author_of(stage, "Ana says where your post")
    assert author


async def test_done_gives_back_what_was_typed_where_its_link_is_none(stage: Stage):
    await stage.to_plan()
    mine = await _week(stage, 0)
    form = (await stage.person(0).press(mine, button(mine, "Done"))).form
    wrong = await stage.person(0).fill(form, {"link": "in my letter", "words": "I *loved* the tea."})
    assert "no public address" in refused(wrong)
    back = await more(wrong, "in my letter")
    assert "I \\*loved\\* the tea." in back.text
    form = (await stage.person(0).press(back, button(back, "Done"))).form
    await stage.person(0).fill(form, {"words": "I *loved* the tea."})
    late = await stage.person(0).fill(form, {"words": "Twice."})
    assert labels_of(await more(late, "Twice.")) == [], "there is nothing to do again"


async def test_an_author_who_cannot_find_it_asks_its_pusher_alone(stage: Stage):
    await stage.to_plan()
    await _done(stage, words="Lovely.")
    news = {who: await _week(stage, who) for who in range(1, 6)}
    author, told = next((who, seen) for who, seen in news.items() if "Ana recommended your post" in seen.text)
    assert "I can't find it" in labels_of(told)
    asked = await stage.person(author).press(told, button(told, "I can't find it"))
    assert "is asked where it was, and nobody else" in asked.text
    assert "You have asked already" in refused(await stage.person(author).press(told, button(told, "I can't find it")))
    for who in range(1, 6):
        assert "cannot find where it was" not in (await _week(stage, who)).text
    mine = await _week(stage, 0)
    assert f"{NAMES[author]} would like to answer you" in mine.text
    assert {"Here's the link", "It can't be linked", "Not done"} <= set(labels_of(mine))
    form = (await stage.person(0).press(mine, button(mine, "Here's the link"))).form
    said = await stage.person(0).fill(form, {"link": "http://ana.blog.test/letter"})
    assert "has the link to" in said.text
    found = await _week(stage, author)
    assert "Ana gives a link to where" in found.text
    assert "http://ana.blog.test/letter" in [each.url for each in found.buttons]
    assert "Nobody waits for an answer" in refused(await stage.person(0).press(mine, button(mine, "Not done")))
    assert "would like to answer you" not in (await _week(stage, 0)).text


async def test_news_are_shown_once_and_a_button_that_is_not_there_asks_nobody(stage: Stage):
    await stage.to_plan()
    await _done(stage)
    author = await _author_of(stage, "Ana recommended your post")
    [row] = await stage.db.read(
        lambda tx, _, __: [tuple(row) for row in tx.exec_driver_sql("SELECT id FROM assignment WHERE state = 'done'")],
        None,
        stage.now,
    )
    told = (await stage.person(author).command(stage.channel, "week show")).message
    assert "I can't find it" not in labels_of(told), "news are shown once"
    caller_card = stage.card()
    data = {"custom_id": f"tb:seek:{row[0]}", "component_type": 2}
    raw = {"type": 3, "channel_id": stage.channel, "data": data, "message": caller_card}
    assert "outdated" in refused(await stage.person(author).raw(raw))


async def test_what_was_not_done_is_booked_back_without_a_hard_word(stage: Stage):
    await stage.to_plan()
    await _done(stage)
    news = {who: await _week(stage, who) for who in range(1, 6)}
    author, told = next((who, seen) for who, seen in news.items() if "Ana recommended your post" in seen.text)
    await stage.person(author).press(told, button(told, "I can't find it"))
    mine = await _week(stage, 0)
    asked = await stage.person(0).press(mine, button(mine, "Not done"))
    assert "It cannot be counted again afterwards" in asked.text
    assert "did not come about" not in (await _week(stage, author)).text, "nothing has happened yet"
    said = await stage.person(0).press(asked.message, button(asked, "No, it was not done"))
    assert "Thank you for saying so." in said.text
    assert "nobody holds it against you" in said.text
    after = await _week(stage, author)
    assert "did not come about after all" in after.text
    assert "It was taken back, and does not count." in (await _week(stage, 0)).text


async def test_a_week_without_an_answer_books_it_back_and_tells_both_kindly(stage: Stage):
    await stage.to_plan()
    await _done(stage)
    news = {who: await _week(stage, who) for who in range(1, 6)}
    author, told = next((who, seen) for who, seen in news.items() if "Ana recommended your post" in seen.text)
    await stage.person(author).press(told, button(told, "I can't find it"))
    await stage.later(days=7)
    assert await stage.services.assignments.found_due(stage.now) == 1
    assert "Nobody holds anything against you." in (await _week(stage, 0)).text
    assert "for whatever reason" in (await _week(stage, author)).text

"""An answer's pages over a real socket: with their files, and drawn anew without them; and forms."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import discord

from teambot.chat.forms.form import Field, Form, Kind, fields_of
from teambot.chat.render.blocks import File, Page, Text
from teambot.chat.talk import Desk, Talk
from teambot.locales.catalogue import Words
from tests.sandbox.conftest import Bot, Club, StartBot, club, start_bot

__all__ = ["club", "start_bot"]
OPML = File("team.opml", b"<opml/>")
CSV = File("ledger.csv", "a,b\nü,1\n".encode())


def talking(say: Callable[[Talk], Awaitable[None]]) -> Bot:
    bot = Bot()
    desk = Desk(SimpleNamespace(), Words(), lambda: datetime.now(UTC))

    @bot.tree.command(description="Talk")
    async def talk(act: discord.Interaction) -> None:
        await say(Talk(act, desk))

    return bot


def files(seen) -> list[tuple[str, bytes]]:
    return [(one.name, one.data) for one in seen]


async def test_files_come_with_an_answer_at_once_and_with_its_further_pages(club: Club, start_bot: StartBot):
    async def say(talk: Talk) -> None:
        await talk.show(Page((Text("Yours."), OPML)), Page((Text("More."), CSV)), Page((Text("The end."),)))

    await start_bot(talking(say))
    answer = await club.ann.command(club.room.id, "talk")
    assert await club.double._bell.until(lambda: len(answer.followups) == 2, 5)
    assert files(answer.files) == [("team.opml", b"<opml/>"), ("ledger.csv", "a,b\nü,1\n".encode())]
    assert [seen.text for seen in answer.followups] == ["More.", "The end."]
    assert club.bo.sees(club.room.id) == []


async def test_files_come_with_a_deferred_answer_and_go_when_it_is_drawn_anew(club: Club, start_bot: StartBot):
    async def say(talk: Talk) -> None:
        await talk.defer()
        await talk.show(Page((Text("Both."), OPML, CSV)))
        shown.append(files(club.ann.sees(club.room.id)[0].attachments))
        await talk.show(Page((Text("One."), CSV)))
        shown.append(files(club.ann.sees(club.room.id)[0].attachments))
        await talk.show(Page((Text("None."),)))

    shown: list[list[tuple[str, bytes]]] = []
    await start_bot(talking(say))
    answer = await club.ann.command(club.room.id, "talk")
    assert await club.double._bell.until(lambda: answer.text == "None.", 5)
    assert [[name for name, _ in each] for each in shown] == [["team.opml", "ledger.csv"], ["ledger.csv"]]
    assert answer.files == []
    assert answer.message is not None
    assert answer.message.uploads == [], "nothing is left behind a screen that shows nothing of it"


FORM = Form(
    "tb:vouch:1",
    "Vouch",
    (
        Field("how", "How do you know them?", "From the market.", 500, kind=Kind.PARAGRAPH, least=5),
        Field("sure", "Sure?", "yes", kind=Kind.RADIO, options=(("yes", "Yes"), ("no", "Not quite"))),
    ),
)


async def test_a_form_opens_with_what_it_holds_and_is_read_as_it_was_filled_in(club: Club, start_bot: StartBot):
    async def say(talk: Talk) -> None:
        await talk.ask(FORM)

    bot = talking(say)
    read: list[dict[str, str]] = []

    @bot.event
    async def on_interaction(act: discord.Interaction) -> None:
        if act.type is discord.InteractionType.modal_submit:
            read.append(fields_of(act.data))
            await act.response.send_message("ok", ephemeral=True)

    await start_bot(bot)
    form = (await club.ann.command(club.room.id, "talk")).form
    assert form is not None
    assert [(one.kind, one.required, one.value) for one in form.fields] == [
        ("text", True, "From the market."),
        ("radio", True, "yes"),
    ]
    assert (await club.ann.fill(form, {"sure": "no"})).text == "ok"
    assert read == [{"how": "From the market.", "sure": "no"}]

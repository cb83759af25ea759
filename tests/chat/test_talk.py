"""An answer's pages over a real socket: with their files, and drawn anew without them; forms with somebody chosen."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import discord

from teambot.chat.caller import person_filled_in
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
        Field("who", "For whom?", kind=Kind.PERSON, help="They applied."),
        Field("how", "How do you know them?", "From the market.", 500, kind=Kind.PARAGRAPH, least=5),
        Field("sure", "Sure?", "yes", kind=Kind.RADIO, options=(("yes", "Yes"), ("no", "Not quite"))),
        Field("second", "Anybody else?", kind=Kind.PERSON, required=False),
    ),
)


async def test_a_person_is_chosen_in_a_form_and_known_by_their_name(club: Club, start_bot: StartBot):
    async def say(talk: Talk) -> None:
        await talk.ask(FORM)

    bot = talking(say)
    read: list[tuple[dict[str, str], object, object]] = []

    @bot.event
    async def on_interaction(act: discord.Interaction) -> None:
        if act.type is discord.InteractionType.modal_submit:
            read.append((fields_of(act.data), person_filled_in(act, "who"), person_filled_in(act, "second")))
            await act.response.send_message("ok", ephemeral=True)

    await start_bot(bot)
    club.guild.members[club.bo.id].nick = "Bo of the Kettle"
    form = (await club.ann.command(club.room.id, "talk")).form
    assert form is not None
    assert [(one.kind, one.required, one.value) for one in form.fields] == [
        ("users", True, []),
        ("text", True, "From the market."),
        ("radio", True, "yes"),
        ("users", False, []),
    ]
    assert (await club.ann.fill(form, {"who": [club.bo.id], "sure": "no"})).text == "ok"
    ((filled, who, second),) = read
    assert filled == {"who": str(club.bo.id), "how": "From the market.", "sure": "no"}
    assert (who.discord_id, who.name, who.bot) == (club.bo.id, "Bo of the Kettle", False)
    assert second is None


async def test_a_form_may_hold_somebody_when_it_opens(club: Club, start_bot: StartBot):
    async def say(talk: Talk) -> None:
        await talk.ask(Form("tb:x", "X", (Field("who", "Who", str(club.bo.id), kind=Kind.PERSON),)))

    await start_bot(talking(say))
    form = (await club.ann.command(club.room.id, "talk")).form
    assert form is not None
    assert form.fields[0].value == [str(club.bo.id)]

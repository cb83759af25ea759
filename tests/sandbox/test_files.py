"""Files with answers: attached by discord.py, shown by a component, read by a person; and what Discord refuses."""

import io
import json

import aiohttp
import discord
import pytest
from discord import ui

from teambot.sandbox.loopback.permissions import Permission
from tests.sandbox.conftest import Bot, Club, Http

OPML = b"<opml/>"
V2 = 1 << 15


def shown(*names: str) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay("Here it is."), *(ui.File(f"attachment://{name}") for name in names)))
    return view


def file(name: str, data: bytes = OPML) -> discord.File:
    return discord.File(io.BytesIO(data), filename=name)


def a_bot() -> Bot:
    bot = Bot()

    @bot.tree.command(description="At once")
    async def at_once(act: discord.Interaction) -> None:
        await act.response.send_message(view=shown("a.opml"), files=[file("a.opml")], ephemeral=True)

    @bot.tree.command(description="Later")
    async def later(act: discord.Interaction) -> None:
        await act.response.defer(ephemeral=True, thinking=True)
        await act.edit_original_response(view=shown("b.json"), attachments=[file("b.json", b"{}")])
        await act.followup.send(view=shown("c.csv", "d.csv"), files=[file("c.csv"), file("d.csv")], ephemeral=True)

    @bot.tree.command(description="Then without")
    async def then_without(act: discord.Interaction) -> None:
        await act.response.send_message(view=shown("a.opml"), files=[file("a.opml")], ephemeral=True)
        await act.edit_original_response(view=shown(), attachments=[])

    return bot


async def test_a_person_reads_the_files_of_every_kind_of_answer(club: Club, start_bot) -> None:
    await start_bot(a_bot())
    first = await club.ann.command(club.room.id, "at_once")
    assert [(one.name, one.data) for one in first.files] == [("a.opml", OPML)]
    assert first.message is not None
    part = first.message.payload["components"][0]["components"][1]
    assert (part["name"], part["size"], part["file"]["url"].endswith("/a.opml")) == ("a.opml", len(OPML), True)
    assert first.message.payload["attachments"] == [], "what a component shows is not listed beside it"
    filled = await club.ann.command(club.room.id, "later")
    for _ in range(50):
        if filled.followups:
            break
        await club.double._bell.until(lambda: bool(filled.followups), 0.1)
    assert [(one.name, one.data) for one in filled.files] == [("b.json", b"{}"), ("c.csv", OPML), ("d.csv", OPML)]
    assert club.bo.sees(club.room.id) == [], "they are as private as the answer"


async def test_a_file_that_is_drawn_away_is_gone(club: Club, start_bot) -> None:
    await start_bot(a_bot())
    answer = await club.ann.command(club.room.id, "then_without")
    assert await club.double._bell.until(lambda: answer.interaction.touched, 5)
    assert (answer.files, answer.text) == ([], "Here it is.")


async def test_a_file_beside_plain_words_is_listed(club: Club, start_bot) -> None:
    bot = await start_bot(a_bot())
    room = bot.get_channel(club.room.id)
    sent = await room.send("look", files=[file("käse brot.txt", b"1")])
    assert [one.filename for one in sent.attachments] == ["käse_brot.txt"]
    (message,) = club.ann.sees(club.room.id)
    assert [(one.name, one.data) for one in message.attachments] == [("käse_brot.txt", b"1")]
    again = await sent.edit(attachments=[sent.attachments[0], file("two.txt", b"2")])
    assert [one.filename for one in again.attachments] == ["käse_brot.txt", "two.txt"]
    club.double.world.overwrite(club.room.id, club.double.world.bot.id, deny=Permission.ATTACH_FILES)
    with pytest.raises(discord.Forbidden) as refused:
        await room.send("look", files=[file("x.txt")])
    assert refused.value.code == 50013


async def sent(http: Http, club: Club, components: list[dict], files: dict[str, bytes]) -> tuple[int, dict]:
    body = aiohttp.FormData(quote_fields=False)
    body.add_field("payload_json", json.dumps({"flags": V2, "components": components}))
    for number, (name, data) in enumerate(files.items()):
        body.add_field(f"files[{number}]", io.BytesIO(data), filename=name)
    async with http.session.post(f"{http.base}/channels/{club.room.id}/messages", data=body) as answer:
        return answer.status, await answer.json()


def part(url: str, kind: int = 13) -> dict:
    media = {"url": url}
    if kind == 12:
        return {"type": 12, "items": [{"media": media}]}
    return {"type": 13, "file": media}


REFUSED = [
    ([part("attachment://b.txt")], {"a.txt": b""}, 50035, "a file that was not sent"),
    ([part("attachment://a b.txt")], {"a b.txt": b""}, 50035, "a name as it was before it was stored"),
    ([part("https://example.org/a.txt")], {"a.txt": b""}, 50035, "a file of the web"),
    ([part("attachment://a.txt"), part("attachment://none.png", 12)], {"a.txt": b""}, 50035, "a picture not sent"),
    ([{"type": 13}], {"a.txt": b""}, 50035, "a component that shows no file"),
    ([{"type": 13, "file": {"url": None}}], {"a.txt": b""}, 50035, "a component with nothing to show"),
    (
        [{"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": {"type": 11}}],
        {"a.txt": b""},
        50035,
        "a thumbnail without a picture",
    ),
    ([part("attachment://0.txt")], {f"{n}.txt": b"" for n in range(11)}, 50035, "eleven files"),
    ([part("attachment://a.txt")], {"a.txt": b"x" * (10 * 1024 * 1024 + 1)}, 40005, "over ten MiB"),
]


@pytest.mark.parametrize(("components", "files", "code", "why"), REFUSED, ids=[row[3] for row in REFUSED])
async def test_what_discord_refuses_of_files(
    club: Club, http: Http, checker, components: list[dict], files: dict[str, bytes], code: int, why: str
) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    status, body = await sent(http, club, components, files)
    assert (status, body["code"]) == (413 if code == 40005 else 400, code), why
    assert club.ann.sees(club.room.id) == []


async def test_one_that_fits_is_taken(club: Club, http: Http) -> None:
    status, _ = await sent(http, club, [part("attachment://a_b.txt")], {"a b.txt": b"x"})
    assert status == 200
    assert [one.name for one in club.ann.sees(club.room.id)[0].attachments] == ["a_b.txt"]

"""Menus on messages and people (*Apps*): registered strictly, used by a person, and what the bot reads by them."""

from collections.abc import Callable

import discord
import pytest
from discord import app_commands

from teambot.sandbox.loopback.entities import Role
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.session import MESSAGE_CONTENT
from tests.sandbox.conftest import Bot, Club, Http

Got = list[discord.Message | discord.abc.User]


def with_menus(got: Got) -> Bot:
    """A bot with *Submit this post* on messages, and *Whose blog is this* on people."""
    bot = Bot()

    @bot.tree.context_menu(name="Submit this post")
    @app_commands.guild_only()
    async def submit(act: discord.Interaction, message: discord.Message) -> None:
        got.append(message)
        await act.response.send_message(f"handed over: {message.content}", ephemeral=True)

    @bot.tree.context_menu(name="Whose blog is this")
    async def whose(act: discord.Interaction, member: discord.Member) -> None:
        got.append(member)
        await act.response.send_message(member.display_name, ephemeral=True)

    return bot


async def test_a_message_is_handed_over_whole_by_who_uses_the_menu(club: Club, start_bot) -> None:
    got: Got = []
    bot = await start_bot(with_menus(got))
    said = club.bo.say(club.room.id, f"New: https://tea.test/soup?utm_source=x for <@{club.ann.id}>")
    answer = await club.ann.use_message_menu(said.id, "Submit this post")
    assert answer.text == "handed over: " + said.text
    assert answer.message.ephemeral_for == club.ann.id
    (message,) = got
    assert (message.id, message.author.id, message.channel.id) == (said.id, club.bo.id, club.room.id)
    assert [user.id for user in message.mentions] == [club.ann.id]
    assert "MESSAGE_CREATE" not in bot.seen  # nothing of it came over the gateway


async def test_a_card_of_the_bot_is_handed_over_with_its_embeds_and_components(club: Club, start_bot) -> None:
    got: Got = []
    bot = await start_bot(with_menus(got))
    room = bot.get_channel(club.room.id)
    old = await room.send("look", embed=discord.Embed(title="Soup", url="https://tea.test/soup"))
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("Soup, in a [card](https://tea.test/soup)")))
    new = await room.send(view=view)
    for sent in (old, new):
        assert (await club.bo.use_message_menu(sent.id, "Submit this post")).failed is None
    assert [(embed.title, embed.url) for embed in got[0].embeds] == [("Soup", "https://tea.test/soup")]
    assert got[1].components[0].children[0].content == "Soup, in a [card](https://tea.test/soup)"


async def test_a_menu_on_a_person(club: Club, start_bot) -> None:
    got: Got = []
    await start_bot(with_menus(got))
    assert (await club.ann.use_user_menu(club.room.id, club.bo.id, "Whose blog is this")).text == "Bo"
    assert [user.id for user in got] == [club.bo.id]
    for wrong in (5, club.double.world.add_user("Cy").id):
        with pytest.raises(LookupError):
            await club.ann.use_user_menu(club.room.id, wrong, "Whose blog is this")


def nothing(club: Club) -> None:
    """Change nothing."""


def forbidden(club: Club) -> None:
    club.double.world.overwrite(club.room.id, club.bo.id, deny=Permission.USE_APPLICATION_COMMANDS)


def gone(club: Club) -> None:
    club.double.world.remove_member(club.guild.id, club.bo.id)


def hidden(club: Club) -> None:
    club.double.world.overwrite(club.room.id, club.bo.id, deny=Permission.VIEW_CHANNEL)


NOT_THERE: list[tuple[str, str, Callable[[Club], None]]] = [
    ("an unknown menu", "Submit this", nothing),
    ("the name in other letters", "submit this post", nothing),
    ("a menu on people", "Whose blog is this", nothing),
    ("may use no commands there", "Submit this post", forbidden),
    ("has left the server", "Submit this post", gone),
    ("cannot see the channel", "Submit this post", hidden),
]


@pytest.mark.parametrize(("name", "change"), [row[1:] for row in NOT_THERE], ids=[row[0] for row in NOT_THERE])
async def test_a_menu_that_is_not_there_for_somebody(club: Club, start_bot, name: str, change) -> None:
    got: Got = []
    await start_bot(with_menus(got))
    said = club.ann.say(club.room.id, "https://tea.test/soup")
    change(club)
    with pytest.raises(LookupError):
        await club.bo.use_message_menu(said.id, name)
    assert got == []


async def test_no_menu_on_what_is_private_deleted_or_in_direct_messages(club: Club, start_bot) -> None:
    got: Got = []
    bot = await start_bot(with_menus(got))
    said = club.ann.say(club.room.id, "https://tea.test/soup")
    private = (await club.ann.use_message_menu(said.id, "Submit this post")).message
    dm = await (await bot.fetch_user(club.ann.id)).send("psst")
    club.double.posting.delete(said)
    for message_id in (private.id, said.id, dm.id, 5):
        with pytest.raises(LookupError):
            await club.ann.use_message_menu(message_id, "Submit this post")
    assert [row["name"] for row in club.ann.commands(club.room.id)] == ["Submit this post", "Whose blog is this"]
    assert [row["name"] for row in club.ann.commands(dm.channel.id)] == ["Whose blog is this"]


async def test_default_permissions_say_who_is_offered_a_command(club: Club, http: Http) -> None:
    body = [menu("None", default_member_permissions=0), menu("Some", default_member_permissions=32)]
    assert (await http("PUT", f"/applications/{http.app_id}/commands", body))[0] == 200

    def offered(person) -> list[str]:
        return [row["name"] for row in person.commands(club.room.id)]

    assert offered(club.ann) == ["None", "Some"]  # the owner may all
    assert offered(club.bo) == []
    club.double.world.add_member(club.guild.id, club.bo.id, manage_guild=True)
    assert offered(club.bo) == ["Some"]


def menu(name: object = "Submit this post", **more: object) -> dict[str, object]:
    return {"name": name, "type": 3} | more


REFUSED = [
    ("no name", [menu(None)], 50035),
    ("an empty name", [menu("")], 50035),
    ("a name of spaces", [menu("   ")], 50035),
    ("a name of 33", [menu("x" * 33)], 50035),
    ("a description", [menu(description="Hands it over")], 50035),
    ("options", [menu(options=[{"type": 3, "name": "url", "description": "x"}])], 50035),
    ("one name twice", [menu(), menu()], 50035),
    ("a translated name of 33", [menu(name_localizations={"de": "x" * 33})], 50035),
    (
        "a translated command with a capital",
        [{"name": "week", "description": "x", "name_localizations": {"de": "Woche"}}],
        50035,
    ),
    ("an unknown kind", [menu(type=9)], 50035),
    ("16 on messages", [menu(f"Menu {n}") for n in range(16)], 30032),
    ("16 on people", [menu(f"Menu {n}", type=2) for n in range(16)], 30032),
]
TAKEN = [
    ("capitals, spaces, marks", [menu("Submit this post!")]),
    ("one name on messages and on people", [menu(), menu(type=2)]),
    ("an empty description", [menu(description="")]),
    ("15 of each", [menu(f"Menu {n}", type=kind) for n in range(15) for kind in (2, 3)]),
    ("a translated name", [menu(name_localizations={"de": "Diesen Beitrag einreichen"})]),
]


@pytest.mark.parametrize("where", ["", "/guilds/{guild}"], ids=["global", "of a guild"])
@pytest.mark.parametrize(("rows", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_discord_would_refuse_of_a_menu(
    club: Club, http: Http, checker, rows: list[dict], code: int, where: str
) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    path = f"/applications/{http.app_id}{where.format(guild=club.guild.id)}/commands"
    status, body = await http("PUT", path, rows)
    assert (status, body["code"]) == (400, code)
    assert (await http("GET", path))[1] == []


@pytest.mark.parametrize("rows", [row[1] for row in TAKEN], ids=[row[0] for row in TAKEN])
async def test_what_discord_takes_of_a_menu(club: Club, http: Http, rows: list[dict]) -> None:
    status, body = await http("PUT", f"/applications/{http.app_id}/commands", rows)
    assert status == 200
    assert [(row["name"], row["description"]) for row in body] == [(row["name"], "") for row in rows]


async def test_one_at_a_time_the_same_bounds_hold(club: Club, http: Http) -> None:
    path = f"/applications/{http.app_id}/commands"
    made = [(await http("POST", path, menu(f"Menu {n}")))[1] for n in range(15)]
    assert (await http("POST", path, menu("One more")))[1]["code"] == 30032
    assert (await http("POST", path, menu("Menu 3")))[0] == 200  # it is there already: overwritten
    status, body = await http("PATCH", f"{path}/{made[0]['id']}", {"name": "Menu 1"})
    assert (status, body["code"]) == (400, 50035)
    assert (await http("PATCH", f"{path}/{made[0]['id']}", {"name": "Renamed"}))[1]["name"] == "Renamed"
    assert len((await http("GET", path))[1]) == 15


@pytest.mark.parametrize("allowed", [False, True], ids=["without the content intent", "with it"])
async def test_people_s_words_are_kept_from_the_bot_over_rest_too(club: Club, http: Http, allowed: bool) -> None:
    club.double.hub.privileged = MESSAGE_CONTENT if allowed else 0
    said = club.ann.say(club.room.id, "a secret")
    to_bot = club.ann.say(club.room.id, f"<@{http.app_id}> listen")
    path = f"/channels/{club.room.id}/messages"
    own = (await http("POST", path, {"content": "mine"}))[1]
    words = {row["id"]: row["content"] for row in (await http("GET", path))[1]}
    assert words[own["id"]] == "mine"
    assert words[str(to_bot.id)] == to_bot.text
    assert words[str(said.id)] == ("a secret" if allowed else "")
    assert (await http("GET", f"{path}/{said.id}"))[1]["content"] == words[str(said.id)]
    assert said.text == "a secret"  # people still read it
    dm = club.double.world.dm_channel(club.ann.id)
    told = club.ann.say(dm.id, "to the bot alone")
    assert (await http("GET", f"/channels/{dm.id}/messages/{told.id}"))[1]["content"] == "to the bot alone"


async def test_a_person_writes_only_what_fits_and_where_they_may(club: Club) -> None:
    world = club.double.world
    assert club.bo.say(club.room.id, "x" * 2000).text == "x" * 2000
    for wrong in ("", "  \n ", "x" * 2001):
        with pytest.raises(ValueError, match="characters"):
            club.bo.say(club.room.id, wrong)
    muted = Role(world.snowflakes.next(), club.guild.id, "muted")
    club.guild.roles[muted.id] = muted
    world.set_role(club.guild.id, club.bo.id, muted.id, held=True)
    world.overwrite(club.room.id, muted.id, deny=Permission.SEND_MESSAGES)
    with pytest.raises(LookupError, match="may not write"):
        club.bo.say(club.room.id, "let me")

"""A hand of the story: what it does beside the bot, where it uses commands, and how files and people are told."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord import ui

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import read_cast
from teambot.sandbox.clock import StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.parts import Parts
from teambot.sandbox.sample_team import build_world
from teambot.sandbox.story.hand import Hand, StoryBroke
from teambot.sandbox.story.report import Report
from tests.sandbox.conftest import Bot, StartBot, start_bot

__all__ = ["start_bot"]
FILE = Path(__file__).parents[2] / "config" / "sandbox.toml"


class NoPort:
    """A bot that is not asked for anything here."""


@pytest.fixture
async def loopback(checker, point_discord) -> AsyncIterator[LoopbackDiscord]:
    double = LoopbackDiscord(StoryClock(), observe=checker)
    await double.start()
    point_discord(double)
    yield double
    await double.stop()


@pytest.fixture
def parts(loopback: LoopbackDiscord) -> Parts:
    cast, clock = read_cast(FILE), StoryClock()
    return Parts(clock, loopback, SampleBlogs(cast.blogs, clock), NoPort(), build_world(loopback.world, cast))


@pytest.fixture
def report(parts: Parts) -> Report:
    return Report(parts.cast, 1, 1, parts.clock)


class Vouch(ui.Modal, title="Vouch"):
    who = ui.Label(text="For whom", component=ui.UserSelect(custom_id="who", required=True))

    async def on_submit(self, act: discord.Interaction) -> None:
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay(f"For {self.who.component.values[0].mention}"))
        view.add_item(ui.File("attachment://team.opml"))
        file = discord.File(io.BytesIO(b"<opml/>"), filename="team.opml")
        await act.response.send_message(view=view, files=[file], ephemeral=True)


async def a_bot(start_bot: StartBot) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Submit this post")
    async def submit(act: discord.Interaction, message: discord.Message) -> None:
        await act.response.send_message(f"taken: {message.content}", ephemeral=True)

    @bot.tree.command(description="Vouch")
    async def vouch(act: discord.Interaction) -> None:
        used_in.append(act.channel_id)
        await act.response.send_modal(Vouch())

    used_in.clear()
    await start_bot(bot)


used_in: list[int] = []


async def test_a_hand_works_in_the_channel_that_is_its_home(parts: Parts, report: Report, start_bot: StartBot) -> None:
    await a_bot(start_bot)
    outsider = parts.cast.outsiders[0]
    await Hand(parts, outsider, report).command("vouch")
    second = Hand(parts, outsider, report, home=parts.team.second_id)
    await second.command("vouch")
    assert used_in == [parts.team.channel_id, parts.team.second_id]
    parts.discord.posting.create(
        parts.discord.world.channels[parts.team.second_id], parts.discord.world.bot.id, {"content": "Hi"}
    )
    (fresh,) = second.unread(parts.team.second_id)
    assert fresh.text == "Hi"
    second.read(fresh)
    assert second.unread(parts.team.second_id) == []
    assert [message.text for message in second.channel()] == ["Hi"]
    assert report.entries[-1].where == "#long-table"


async def test_people_and_files_are_told_by_their_names(parts: Parts, report: Report, start_bot: StartBot) -> None:
    await a_bot(start_bot)
    maren, hanne = parts.cast.bloggers[0], parts.cast.outsiders[0]
    hand = Hand(parts, maren, report)
    shown = await hand.fill(await hand.command("vouch"), for_whom=str(parts.team.id_of(hanne)))
    assert [file.data for message in shown.messages for file in message.attachments] == [b"<opml/>"]
    assert [entry.text for entry in report.entries[1:]] == [
        "fills in “Vouch” – For whom: Hanne Lund",
        "For @Hanne Lund\n(file team.opml)",
    ]


async def test_a_hand_leaves_comes_back_and_writes_on_its_blog(parts: Parts, report: Report) -> None:
    hanne = Hand(parts, parts.cast.outsiders[0], report)
    members = parts.discord.world.guilds[parts.team.guild_id].members
    hanne.leave_server()
    assert hanne.id not in members
    assert hanne.unread(parts.team.channel_id) == []
    hanne.come_back()
    assert hanne.id in members
    hanne.put_on_blog("teambot-k7m2p9w4xz")
    page = parts.blogs.page(hanne.blogger.host, "/")
    assert page is not None
    assert f"<p>{hanne.blogger.about}</p><p>teambot-k7m2p9w4xz</p>" in page
    assert [entry.text for entry in report.entries] == [
        "leaves the server",
        "comes back to the server",
        "puts “teambot-••••••••••” on weekday-bread.test",
    ]


async def test_a_hand_gives_a_message_to_the_bot(parts: Parts, report: Report, start_bot: StartBot) -> None:
    await a_bot(start_bot)
    maren, tama = (Hand(parts, one, report) for one in parts.cast.bloggers[:2])
    said = tama.say("http://long-simmer.test/soup\nfresh today")
    shown = await maren.use_menu(said, "Submit this post")
    assert shown.text == f"taken: {said.text}"
    assert [(entry.who, entry.text) for entry in report.entries[:2]] == [
        ("Tama Ngata", "writes “http://long-simmer.test/soup\nfresh today”"),
        ("Maren Holt", "uses “Submit this post” on “http://long-simmer.test/soup”"),
    ]
    with pytest.raises(StoryBroke, match="could not use “Vouch for it”"):
        await maren.use_menu(said, "Vouch for it")


async def test_a_hand_goes_into_a_thread(parts: Parts, report: Report) -> None:
    world = parts.discord.world
    thread = world.add_thread(world.channels[parts.team.channel_id], "Offers")
    tama = Hand(parts, parts.cast.bloggers[1], report).thread("Offers")
    tama.say("Beans for nine")
    assert [message.channel_id for message in tama.channel()] == [thread.id]
    assert report.entries[0].text == "writes “Beans for nine” in #Offers"
    for wrong in ("Others", ""):
        with pytest.raises(StoryBroke, match="looked for the thread"):
            Hand(parts, parts.cast.bloggers[1], report).thread(wrong)


def test_a_hand_does_something_to_its_own_blog_and_the_report_tells_it(parts: Parts, report: Report) -> None:
    tama = Hand(parts, parts.cast.bloggers[1], report)
    tama.to_blog("moves for good").move(301)
    assert parts.blogs.of("long-simmer.test").moved == 301
    assert [entry.text for entry in report.entries] == ["moves for good (long-simmer.test)"]

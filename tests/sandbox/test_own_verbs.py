"""What a person at the page does without the bot: leave the server and come back, write on their blog, take a file."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from teambot.sandbox.loopback.interactions import Act, Interaction
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.forms import Form
from teambot.sandbox.loopback.wire import Upload
from teambot.sandbox.page.stage import shown_form
from tests.sandbox.conftest import Table


async def test_outsiders_are_told_apart_from_founders(table: Table) -> None:
    people = (await table.state(""))["people"]
    assert [one["name"] for one in people if one["founder"]] == [one.name for one in table.cast.bloggers]
    assert [one["name"] for one in people if not one["founder"]] == [one.name for one in table.cast.outsiders]
    assert all(one["here"] for one in people)
    assert table.cast.stranger.name not in json.dumps(people)


@pytest.mark.parametrize("name", ["Hanne Lund", "Tama Ngata"], ids=["an outsider", "a founder"])
async def test_somebody_leaves_and_comes_back(table: Table, name: str) -> None:
    me, guild = table.id(name), table.discord.world.guilds[table.team.guild_id]
    table.discord.world.set_role(guild.id, int(me), table.team.role_id, held=True)
    assert len((await table.state(me))["places"]) == 3
    assert await table.do("leave", **{"as": me}) == {}
    assert int(me) not in guild.members
    gone = await table.state(me)
    assert (gone["places"], gone["commands"]) == ([], [])
    assert not (await table.person(me, seen_by=table.id("Maren Holt")))["here"]
    said = {"as": me, "channel": str(table.team.channel_id), "text": "Still here?"}
    assert "cannot see" in (await table.do("say", **said))["failed"]
    assert (await table.do("leave", **{"as": me}))["failed"] == "They have left already."
    assert await table.do("back", **{"as": me}) == {}
    assert guild.members[int(me)].roles == []
    assert (await table.person(me))["here"]
    assert len((await table.state(me))["places"]) == 3
    assert (await table.do("back", **{"as": me}))["failed"] == "They are here already."


async def test_the_owner_cannot_leave_their_server(table: Table) -> None:
    owner = table.id(table.cast.bloggers[0].name)
    assert "owner cannot leave" in (await table.do("leave", **{"as": owner}))["failed"]
    assert (await table.person(owner))["here"]


async def test_a_form_offers_nobody_who_has_left(table: Table) -> None:
    part = {"type": 18, "label": "Who", "component": {"type": 5, "custom_id": "who"}}
    act = Interaction(
        1, "t", Act.COMMAND, 1, 1, 1, {}, 0.0, form={"title": "t", "custom_id": "f", "components": [part]}
    )
    before = shown_form(Form.of(act), "1", table.stage.people())["fields"][0]["options"]
    await table.do("leave", **{"as": table.id("Ravi Menon")})
    after = shown_form(Form.of(act), "1", table.stage.people())["fields"][0]["options"]
    assert {one["label"] for one in before} - {one["label"] for one in after} == {"Ravi Menon"}


async def test_somebody_writes_on_their_own_blog_and_nobody_elses(table: Table) -> None:
    changes: list[str] = []
    table.discord.world.listeners.append(lambda what, _facts: changes.append(what))
    hanne = next(one for one in table.cast.outsiders if one.name == "Hanne Lund")
    before = {one.host: table.blogs.about(one.host) for one in table.cast.blogs}
    token = "teambot-k7m2p9w4xz <script>alert(1)</script>"
    assert await table.do("write", **{"as": table.id("Hanne Lund"), "text": f"{hanne.about}\n{token}"}) == {}
    assert changes == ["blog"]
    after = {one.host: table.blogs.about(one.host) for one in table.cast.blogs}
    assert {host for host, text in after.items() if text != before[host]} == {hanne.host}
    assert (await table.person(table.id("Hanne Lund")))["about"].endswith(token)
    async with table.http.get(f"{table.page.url}blog/{hanne.host}/") as answer:
        shown = await answer.text()
    assert "teambot-k7m2p9w4xz" in shown
    assert "<script>" not in shown
    await table.do("write", **{"as": table.id("Hanne Lund"), "text": "x" * 9999})
    assert len(table.blogs.about(hanne.host)) == 2000
    assert (await table.do("write", **{"as": table.id("Hanne Lund")}))["failed"]


def with_file(table: Table, person: str) -> Message:
    """Give somebody a private message of the bot's with a file that is no harmless one."""
    world = table.discord.world
    body = {"flags": 1 << 15, "components": [{"type": 13, "file": {"url": "attachment://team.opml"}}]}
    uploads = {0: Upload("team.opml", "text/html", b"<script>alert(1)</script>")}
    channel = world.channels[table.team.channel_id]
    return table.discord.posting.create(channel, world.bot.id, body, uploads, ephemeral_for=int(person))


async def test_a_file_is_for_who_sees_its_message(table: Table) -> None:
    tama, maren = table.id("Tama Ngata"), table.id("Maren Holt")
    message = with_file(table, tama)
    (shown,) = (await table.state(tama))["places"][0]["messages"]
    key = shown["components"][0]["file"]["attachment_id"]
    assert shown["components"][0]["name"] == "team.opml"
    url = f"{table.page.url}file/{message.id}/{key}"
    async with table.http.get(url, params={"as": tama}) as answer:
        assert await answer.read() == b"<script>alert(1)</script>"
        assert answer.content_type == "application/octet-stream", "never a page of ours"
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''team.opml"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for person, path, why in (
        (maren, f"{message.id}/{key}", "it is not theirs"),
        (tama, f"{message.id}/1", "no such file"),
        (tama, f"1/{key}", "no such message"),
        (tama, f"x/{key}", "no id"),
        (tama, f"{'9' * 20}/{key}", "an id that is too large"),
    ):
        async with table.http.get(f"{table.page.url}file/{path}", params={"as": person}) as answer:
            assert answer.status == 404, why


@pytest.mark.browser
async def test_a_person_saves_a_file_in_the_browser(table: Table, browser: Browser) -> None:
    with_file(table, table.id("Maren Holt"))
    page = await browser.new_page()
    await page.goto(table.page.url)
    link = page.locator("#messages a.file")
    await expect(link).to_have_text("team.opml25 bytes")
    async with page.expect_download() as saving:
        await link.click()
    saved = await saving.value
    assert saved.suggested_filename == "team.opml"
    assert Path(await saved.path()).read_bytes() == b"<script>alert(1)</script>"
    assert page.url == table.page.url

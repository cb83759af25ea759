"""Every use case against nonsense: a Refusal with its key, and no row changed. One reason a row."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.feeds.identity import address_key
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.members import Accept, Join
from teambot.services.posts.service import EditPost
from teambot.services.profiles import ChangeFeed, ChangeSettings
from teambot.services.teams import ChangeSetup, NameFounders, WriteCharter
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK, in_a_loop
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

NOW = FIRST_PLAN
ELSEWHERE = 800  # another server
OVER = FIRST_CLOSE + WEEK + timedelta(days=7)
INVISIBLE = "\u200b\u2063\u3164\u2800\u115f\ufe0f\u00ad"
Case = tuple[str, str, Callable[[PlantedHouse], Awaitable[object]]]


@pytest.fixture
def played(store: Store, formed: str) -> str:
    """Six have a plan; a seventh is invited; Ben has withdrawn a post; Ana has one that waits and one on the shelf."""

    async def play() -> str:
        async with planted(store, formed) as house:
            await house.plan()
            await house.do("INSERT INTO person (discord_id, name) VALUES (106, 'Gil')")
            await house.do(
                "INSERT INTO membership (team_id, person_id, standing, invited_at)"
                " VALUES (1, 7, 'invited', '2026-01-05')"
            )
            await house.submit(0, 11, now=NOW)
            await house.submit(0, 12, now=NOW)
            await house.submit(1, 13, now=NOW)
            await house.services.posts.withdraw(house.caller(1), 9, NOW)
            await house.second_team(guild=ELSEWHERE, channel=801)
        return house.address

    return store.once("played", lambda: in_a_loop(play()))


@pytest.fixture
async def team(store: Store, played: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, played) as house:
        yield house


def submits(who: int = 2, *, team_id: int | None = None, at: Any = NOW, **said: str) -> Any:
    def use(t: PlantedHouse) -> Awaitable[object]:
        post = t.post(who, 20, **said)
        post = replace(post, team_id=team_id or post.team_id)
        return t.services.posts.submit(replace(t.caller(who), discord_id=100 + who), post, at)

    return use


def edits(post: int = 7, who: int = 0, **said: str) -> Any:
    words = {"title": "t", "reader_line": "A line that is long enough.", "hook": "", "money": "none"} | said
    return lambda t: t.services.posts.edit(t.caller(who), EditPost(post, **words), NOW)


def posts(use: str, what: Any, who: int = 0) -> Any:
    return lambda t: getattr(t.services.posts, use)(t.caller(who), what, NOW)


POSTS: list[Case] = [
    ("a stranger submits", "not-a-member", lambda t: t.services.posts.submit(t.caller(9), t.post(0), NOW)),
    ("somebody invited submits", "not-joined-yet", lambda t: t.services.posts.submit(t.caller(6), t.post(0), NOW)),
    ("a forged team of another server", "no-such-team", submits(team_id=2)),
    ("a team that is not", "no-such-team", submits(team_id=99)),
    ("no title", "no-title", submits(title="")),
    ("a title that shows nothing", "no-title", submits(title=INVISIBLE)),
    ("a title of controls", "no-title", submits(title="\x00\x1b\ud800\udfff\u202e")),
    ("a title too long", "too-long", submits(title="x" * 257)),
    ("a title far too long", "too-long", submits(title="x" * 100_000)),
    ("no reader line", "no-reader-line", submits(reader_line="")),
    ("a reader line of blanks", "no-reader-line", submits(reader_line=" \n\t " + INVISIBLE)),
    ("a short reader line", "reader-line-short", submits(reader_line="Read it.")),
    ("a short one stretched by nothing", "reader-line-short", submits(reader_line="Read it" + "\u200b" * 50)),
    ("a reader line too long", "too-long", submits(reader_line="x" * 201)),
    ("a hook too long", "too-long", submits(hook="x" * 301)),
    ("money in no word of ours", "unknown-money", submits(money="lots")),
    ("no word for money", "unknown-money", submits(money="")),
    ("no address", "no-web-address", submits(url="")),
    ("javascript", "no-web-address", submits(url="javascript:alert(1)")),
    ("a file", "no-web-address", submits(url="file:///etc/passwd")),
    ("data", "no-web-address", submits(url="data:text/html,x")),
    ("a mail address", "no-web-address", submits(url="mailto:ana@chidi.blog.test")),
    ("words", "no-web-address", submits(url="my newest post. Really")),
    ("one word", "no-web-address", submits(url="soup")),
    ("this machine", "no-web-address", submits(url="http://localhost/1")),
    ("this machine by number", "no-web-address", submits(url="http://127.0.0.1/1")),
    ("the cloud's secrets", "no-web-address", submits(url="http://169.254.169.254/latest")),
    ("by one number", "no-web-address", submits(url="http://2130706433/")),
    ("IPv6", "no-web-address", submits(url="http://[::1]/1")),
    ("a name and password", "no-web-address", submits(url="http://a:b@chidi.blog.test/1")),
    ("a host behind a name", "no-web-address", submits(url="http://chidi.blog.test@evil.test/1")),
    ("a backslash", "no-web-address", submits(url="http://chidi.blog.test\\@evil.test/")),
    ("5,000 characters", "no-web-address", submits(url="http://chidi.blog.test/" + "a" * 5000)),
    ("another blog", "not-your-blog", submits(url="http://ana.blog.test/77")),
    ("a blog that looks alike", "not-your-blog", submits(url="http://chidi.blog.test.evil.test/1")),
    ("pushed in this plan", "pushed-before", submits(url="http://chidi.blog.test/1")),
    ("the same, written otherwise", "pushed-before", submits(url="https://WWW.chidi.blog.test/1/?utm_source=x#top")),
    ("it waits already", "already-put-forward", submits(0, url="http://ana.blog.test/11")),
    ("it lies on the shelf", "already-put-forward", submits(0, url="http://ana.blog.test/12")),
    ("a draft of another blog", "not-your-blog", posts("draft", "http://evil.test/1")),
    ("a draft of nonsense", "no-web-address", posts("draft", "javascript:alert(1)")),
    ("a draft by a stranger", "not-a-member", posts("draft", None, 9)),
    ("an item of somebody else", "no-such-item", posts("draft_item", 4)),
    ("an item that is not", "no-such-item", posts("draft_item", 10**9)),
    ("an item of none", "no-such-item", posts("draft_item", -1)),
    ("somebody else's post used", "not-your-post", posts("use_this_week", 7, 2)),
    ("a post that is not used", "no-such-post", posts("use_this_week", 10**9)),
    ("a post in the plan used", "post-already-in-a-plan", posts("use_this_week", 1)),
    ("a withdrawn post used", "post-already-withdrawn", posts("use_this_week", 9, 1)),
    ("somebody else's post shelved", "not-your-post", posts("shelve", 7, 2)),
    ("a post in the plan shelved", "post-already-in-a-plan", posts("shelve", 1)),
    ("somebody else's post withdrawn", "not-your-post", posts("withdraw", 7, 2)),
    (
        "a post withdrawn after its plan's week",
        "post-week-over",
        lambda t: t.services.posts.withdraw(t.caller(0), 1, OVER),
    ),
    ("the same asked for", "post-week-over", lambda t: t.services.posts.withdrawing(t.caller(0), 1, OVER)),
    ("somebody else's post in the plan withdrawn", "not-your-post", posts("withdraw", 1, 2)),
    ("the same asked for somebody else's", "not-your-post", posts("withdrawing", 1, 2)),
    ("nothing asked for", "no-such-post", posts("withdrawing", 10**9)),
    ("a post withdrawn twice", "post-already-withdrawn", posts("withdraw", 9, 1)),
    ("withdrawn by a stranger", "not-a-member", posts("withdraw", 7, 9)),
    ("withdrawn by somebody invited", "not-joined-yet", posts("withdraw", 7, 6)),
    ("withdrawn from another server", "no-such-team", lambda t: t.services.posts.withdraw(elsewhere(t), 7, NOW)),
    ("somebody else's post to edit", "not-your-post", posts("edit_draft", 7, 2)),
    ("nothing to edit", "no-such-post", posts("edit_draft", 10**9)),
    ("edited by another", "not-your-post", edits(who=2)),
    ("edited in the plan", "post-already-in-a-plan", edits(1)),
    ("edited to nothing", "no-title", edits(title=INVISIBLE)),
    ("edited to no reader line", "no-reader-line", edits(reader_line="\x00")),
    ("edited too long", "too-long", edits(hook="x" * 301)),
    ("edited to money of no word", "unknown-money", edits(money="NONE")),
    ("a list of no name", "bad-option", posts("list", "everything")),
    ("a list for a stranger", "not-a-member", posts("list", "team", 9)),
]


def elsewhere(t: PlantedHouse, who: int = 0) -> Any:
    return t.caller(who, guild=ELSEWHERE, channel=801)


async def an_assignment(t: PlantedHouse, state: str = "asked") -> tuple[int, int]:
    """Give an assignment of that state and who is asked (from 0)."""
    found = await t.rows("SELECT id, pusher_id - 1 FROM assignment WHERE state = :state ORDER BY id", state=state)
    return int(str(found[0][0])), int(str(found[0][1] if found[0][1] is not None else -1))


def answers(
    use: str, *, other: bool = False, at: Any = NOW, then: Any = None, **said: str
) -> Callable[[PlantedHouse], Awaitable[object]]:
    async def run(t: PlantedHouse) -> object:
        one, who = await an_assignment(t)
        if then:
            await then(t, one, who)
        caller = t.caller((who + 1) % 6 if other else who)
        if use == "skip":
            command: Any = SkipAssignment(one, said.get("reason", "busy"))
        else:
            command = PushDone(one, said.get("link", ""), said.get("words", "")) if use == "done" else one
        return lambda: getattr(t.services.assignments, use)(caller, command, at)

    return run


async def _done(t: PlantedHouse, one: int, who: int) -> None:
    await t.services.assignments.done(t.caller(who), PushDone(one, "", ""), NOW)


async def _skipped(t: PlantedHouse, one: int, who: int) -> None:
    await t.services.assignments.skip(t.caller(who), SkipAssignment(one, "busy"), NOW)


ANSWERS: list[Case] = [
    ("done by another", "not-your-assignment", answers("done", other=True)),
    ("done twice", "already-done", answers("done", then=_done)),
    ("done after a skip", "already-skipped", answers("done", then=_skipped)),
    ("done too late, before the sweep", "assignment-over", answers("done", at=OVER)),
    ("skipped by another", "not-your-assignment", answers("skip", other=True)),
    ("skipped twice", "already-skipped", answers("skip", then=_skipped)),
    ("skipped after done", "already-done", answers("skip", then=_done)),
    ("skipped after the end, before the sweep", "week-over-no-need-to-skip", answers("skip", at=FIRST_CLOSE + WEEK)),
    ("skipped for no reason of ours", "unknown-skip-reason", answers("skip", reason="because")),
    ("words too long", "too-long", answers("done", words="x" * 501)),
    ("a link that is none", "no-web-address", answers("done", link="I told them at lunch.")),
    ("a link that runs", "no-web-address", answers("done", link="javascript:alert(1)")),
    ("a link to this machine", "no-web-address", answers("done", link="http://127.0.0.1/x")),
    ("a link of 5,000 characters", "no-web-address", answers("done", link="https://a.test/" + "x" * 5000)),
    ("what is asked of somebody taken", "already-taken", answers("take", other=True)),
]


@pytest.mark.parametrize(("key", "use"), [case[1:] for case in POSTS], ids=[case[0] for case in POSTS])
async def test_posts(team: PlantedHouse, key: str, use: Any) -> None:
    assert (await refused(team, lambda: use(team))).key == key


@pytest.mark.parametrize(("key", "use"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
async def test_answers(team: PlantedHouse, key: str, use: Any) -> None:
    said = (await refused(team, await use(team))).key
    assert said == key


def setup(command: Any, *, manage: bool = True) -> Any:
    uses = {ChangeSetup: "change", NameFounders: "name_founders", WriteCharter: "write_charter", int: "found"}
    use = uses[type(command)]
    return lambda t: getattr(t.services.teams, use)(t.caller(0, manage=manage), command, NOW)


def founder(number: int, *, bot: bool = False) -> Founder:
    return Founder(500 + number, f"F{number}", bot)


FORMED: list[Case] = [
    ("no Manage Server", "needs-manage-server", lambda t: t.services.teams.setup(t.caller(0), NOW)),
    ("a rule changed in the setup", "changed-by-vote", setup(ChangeSetup(1, load=5))),
    ("the charter changed in the setup", "changed-by-vote", setup(WriteCharter(1, "Anything goes."))),
    ("a founder too late", "founders-only-before-forming", setup(NameFounders(1, (founder(1),)))),
    ("founded again", "already-founded", setup(1)),
    ("changed without Manage Server", "needs-manage-server", setup(ChangeSetup(1, load=5), manage=False)),
    ("founders without Manage Server", "needs-manage-server", setup(NameFounders(1, ()), manage=False)),
    ("a charter without Manage Server", "needs-manage-server", setup(WriteCharter(1, "x"), manage=False)),
    ("founded without Manage Server", "needs-manage-server", setup(1, manage=False)),
    ("another server's team", "no-such-team", setup(ChangeSetup(2, load=5))),
    ("no team here", "no-team-here", lambda t: t.services.members.charter(t.caller(9, channel=5), NOW)),
    ("no team on this server", "no-team-here", lambda t: t.services.weeks.show(t.caller(0, guild=7), "this", NOW)),
    ("a member joins again", "already-a-member", lambda t: join(t, 0)),
    ("a stranger joins", "not-invited", lambda t: join(t, 9)),
    ("joins by a forged id", "no-such-team", lambda t: join(t, 9, team_id=2)),
    ("joins no team", "no-such-team", lambda t: join(t, 9, team_id=99)),
    ("joins by another version", "charter-changed-meanwhile", lambda t: join(t, 6, version=2)),
    ("accepts another version", "charter-changed-meanwhile", lambda t: accept(t, 0, 2)),
    ("a stranger accepts", "not-a-member", lambda t: accept(t, 9, 1)),
    ("accepts elsewhere", "no-such-team", lambda t: t.services.members.accept(t.caller(0), Accept(2, 1), NOW)),
    ("settings of a stranger", "not-a-member", lambda t: t.services.profiles.settings(t.caller(9), NOW)),
    ("a load of 6", "bad-load", lambda t: settle(t, load="6")),
    ("a load below none", "bad-load", lambda t: settle(t, load="-1")),
    ("a load in other digits", "bad-load", lambda t: settle(t, load="\u0663")),
    ("a load in words", "bad-load", lambda t: settle(t, load="two")),
    ("no load", "bad-load", lambda t: settle(t, load="")),
    ("a hemisphere of no name", "unknown-hemisphere", lambda t: settle(t, hemisphere="east")),
    ("topics too long", "too-long", lambda t: settle(t, topics="tea, " * 5 + "x" * 200)),
    ("a feed by a stranger", "not-a-member", lambda t: feed(t, 9)),
    ("no blog", "no-blog", lambda t: feed(t, 0, blog=INVISIBLE)),
    ("a blog that runs", "no-web-address", lambda t: feed(t, 0, blog="javascript:alert(1)")),
    ("a blog on this machine", "no-web-address", lambda t: feed(t, 0, blog="http://127.0.0.1/")),
    ("a feed that is a file", "no-web-address", lambda t: feed(t, 0, feed="file:///etc/passwd")),
    ("a feed of 5,000 characters", "no-web-address", lambda t: feed(t, 0, feed="http://a.test/" + "x" * 5000)),
    ("a week of no name", "unknown-week", lambda t: t.services.weeks.show(t.caller(0), "someday", NOW)),
    ("a week for a stranger", "not-a-member", lambda t: t.services.weeks.show(t.caller(9), "this", NOW)),
    ("an assignment that is not", "no-such-assignment", lambda t: t.services.assignments.take(t.caller(0), 10**9, NOW)),
    (
        "an assignment of another server",
        "no-such-team",
        lambda t: t.services.assignments.done(elsewhere(t), PushDone(1, "", ""), NOW),
    ),
]


def join(t: PlantedHouse, who: int, team_id: int = 1, version: int = 1) -> Awaitable[object]:
    return t.services.members.join(t.caller(who), Join(team_id, version, "gil.blog.test", ""), NOW)


def accept(t: PlantedHouse, who: int, version: int) -> Awaitable[object]:
    return t.services.members.accept(t.caller(who), Accept(1, version), NOW)


def settle(t: PlantedHouse, **said: Any) -> Awaitable[object]:
    return t.services.profiles.change_settings(t.caller(0), ChangeSettings(**said), NOW)


def feed(t: PlantedHouse, who: int, blog: str = "http://ana.blog.test", feed: str = "") -> Awaitable[object]:
    return t.services.profiles.change_feed(t.caller(who), ChangeFeed(blog, feed), NOW)


@pytest.mark.parametrize(("key", "use"), [case[1:] for case in FORMED], ids=[case[0] for case in FORMED])
async def test_members_teams_and_weeks(team: PlantedHouse, key: str, use: Any) -> None:
    assert (await refused(team, lambda: use(team))).key == key


WIZARD: list[tuple[str, str, Any]] = [
    ("no name", "empty-field", ChangeSetup(1, name="")),
    ("a name that shows nothing", "empty-field", ChangeSetup(1, name=INVISIBLE)),
    ("a name too long", "too-long", ChangeSetup(1, name="x" * 81)),
    ("a niche too long", "too-long", ChangeSetup(1, niche="x" * 201)),
    ("a zone of no map", "unknown-zone", ChangeSetup(1, zone="Mars/Olympus")),
    ("a path for a zone", "unknown-zone", ChangeSetup(1, zone="../../etc/passwd")),
    ("a zone of nothing", "unknown-zone", ChangeSetup(1, zone="\x00")),
    ("a time of no clock", "bad-time", ChangeSetup(1, close="Sunday 25:00")),
    ("a day of no week", "bad-time", ChangeSetup(1, publish="Someday 9:00")),
    ("a time of nothing", "bad-time", ChangeSetup(1, publish="\ud800")),
    ("one moment for both", "same-time", ChangeSetup(1, close="Monday 09:00")),
    ("a week of hours", "short-week", ChangeSetup(1, close="Monday 12:00")),
    ("too much load", "bad-load", ChangeSetup(1, load=6)),
    ("no load", "bad-load", ChangeSetup(1, load=-1)),
    ("an empty charter", "charter-empty", WriteCharter(1, "")),
    ("a charter that shows nothing", "charter-empty", WriteCharter(1, f"{INVISIBLE}\n\x00\n# heading")),
    ("too many clauses", "charter-too-long", WriteCharter(1, "Be kind.\n" * 21)),
    ("too long a charter", "charter-too-long", WriteCharter(1, "x" * 3001)),
    ("a bot", "bots-are-no-bloggers", NameFounders(1, (founder(1, bot=True),))),
    ("thirteen founders", "too-many-founders", NameFounders(1, tuple(founder(n) for n in range(13)))),
    ("nobody named", "no-founders", 1),
    ("no such team", "no-such-team", ChangeSetup(99, load=1)),
]


@pytest.mark.parametrize(("key", "command"), [case[1:] for case in WIZARD], ids=[case[0] for case in WIZARD])
async def test_the_wizard(store: Store, key: str, command: Any) -> None:
    async with planted(store) as house:
        await house.services.teams.setup(house.caller(0, manage=True), START)
        assert (await refused(house, lambda: setup(command)(house))).key == key


async def test_an_interaction_of_one_kind_is_not_answered_as_another(team: PlantedHouse) -> None:
    caller = team.caller(0)
    await team.services.posts.withdraw(caller, 8, NOW)
    before = await team.dump()
    with pytest.raises(TypeError):
        await team.services.posts.shelve(caller, 7, NOW)
    assert await team.dump() == before


async def test_an_empty_list_for_who_types_and_is_no_member(team: PlantedHouse) -> None:
    for who in (6, 9):
        caller = team.caller(who)
        assert await team.services.posts.newest(caller, "", NOW) == ()
        assert await team.services.posts.mine(caller, "", NOW) == ()
        assert await team.services.assignments.mine(caller, "", NOW) == ()


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\x00b\ud800c", "\u202e", "x" * 10_000])
async def test_no_key_pressed_breaks_a_list(team: PlantedHouse, text: str) -> None:
    assert isinstance(await team.services.posts.newest(team.caller(0), text, NOW), tuple)
    assert isinstance(await team.services.posts.mine(team.caller(0), text, NOW), tuple)
    assert isinstance(await team.services.assignments.mine(team.caller(0), text, NOW), tuple)


async def test_taken_by_two_at_once(team: PlantedHouse) -> None:
    await team.do("UPDATE assignment SET state = 'open', pusher_id = NULL WHERE id = (SELECT min(id) FROM assignment)")
    on = "SELECT a.id, s.membership_id - 1 FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE a.state = 'open'"
    one, author = (int(str(value)) for value in (await team.rows(on))[0])
    same = "SELECT pusher_id - 1 FROM assignment WHERE slot_id = (SELECT slot_id FROM assignment WHERE id = :one)"
    busy = {row[0] for row in await team.rows(same, one=one)} | {author}
    first, second = [who for who in range(6) if who not in busy][:2]

    def take(who: int) -> Awaitable[object]:
        return team.services.assignments.take(team.caller(who), one, NOW)

    theirs = await refused(team, lambda: take(author))
    asked = await refused(team, lambda: take(next(who for who in busy if who != author)))
    # In the same words, and of no post: who reads that it was theirs reads that somebody said no to it.
    assert (theirs.key, theirs.facts) == (asked.key, asked.facts) == ("already-taken", {})
    ended = await asyncio.gather(take(first), take(second), return_exceptions=True)
    assert [end.key if isinstance(end, Refusal) else "taken" for end in ended] == ["taken", "already-taken"]


STORED = [
    ("mark-up stays as it was typed", "<b>Soup</b> & **bread** &lt;3", "<b>Soup</b> & **bread** &lt;3"),
    ("mentions are words", "@everyone <@123> <#5>", "@everyone <@123> <#5>"),
    ("what cannot be seen goes", "So\u200bup\x00 \u202eof\ud800 day\u00ad s", "Soup of day s"),
    ("lines become one", "Soup\r\nof\tthe  day", "Soup of the day"),
    ("emoji of several parts", "\U0001f468\u200d\U0001f373 cooks", "\U0001f468\u200d\U0001f373 cooks"),
    ("256 characters fit", "x" * 256, "x" * 256),
]


@pytest.mark.parametrize(("typed", "stored"), [case[1:] for case in STORED], ids=[case[0] for case in STORED])
async def test_words_are_kept_as_they_were_typed(team: PlantedHouse, typed: str, stored: str) -> None:
    await submits(title=typed)(team)
    assert await team.rows("SELECT title FROM submission ORDER BY id DESC LIMIT 1") == [(stored,)]


async def test_a_name_with_controls_is_cleaned(team: PlantedHouse) -> None:
    caller = replace(team.caller(0), name="An\x00a\u202e\ud800" + "x" * 200, locale="en-GB-oxendict")
    await team.services.posts.withdraw(caller, 8, NOW)
    assert await team.rows("SELECT name, locale FROM person WHERE id = 1") == [(("Ana" + "x" * 200)[:100], "en-GB-ox")]


async def test_an_item_of_ones_own_feed_is_ones_own(team: PlantedHouse) -> None:
    """A feed may lead to another host than the blog's: what it offers with a button can be submitted."""
    key = address_key("https://medium.test/ana/3")
    await team.do("UPDATE item SET url = 'https://medium.test/ana/3', address_key = :key WHERE id = 1", key=key)
    await submits(0, url="https://medium.test/ana/3")(team)
    assert (await refused(team, lambda: submits(1, url="https://medium.test/ana/3")(team))).key == "not-your-blog"

"""The link that goes with a recommendation, looked at over real HTTP on loopback, with the guard open for it alone."""

import asyncio
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from aiohttp import web

from teambot.domain.announcements import NewsMessage
from teambot.domain.link_proof import LinkState
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.feeds.identity import address_key
from teambot.services.assignments import link_checks
from teambot.services.assignments.seeking import GiveLink
from teambot.services.assignments.service import PushDone
from teambot.services.feeds import link_pages
from teambot.storage.runner import Tx
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES, House, by_text

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Pages:
    """The pages of the pusher's blog: what `body` says, or a `status`, or what `answer` gives; who asked for what."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.body = ""
        self.kind = "text/html"
        self.status = 200
        self.slow = False
        self.headers: dict[str, str] = {}
        self.leads: dict[str, str] = {}
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        if self.slow:
            await asyncio.sleep(60)
        if request.path in self.leads:
            return web.Response(status=302, headers={"Location": self.leads[request.path]})
        return web.Response(status=self.status, text=self.body, content_type=self.kind, headers=self.headers)


class Given(Pages):
    """A plan in which Ana's first assignment is done, with a link to her own blog."""

    async def begin(self) -> None:
        house = self.house
        await house.form()
        for who in range(6):
            await house.submit(who)
        await house.turn(FIRST_CLOSE)
        await house.turn(FIRST_PLAN)
        mine = (await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)).mine[0]
        self.id, self.post, self.author = mine.id, mine.url, NAMES.index(mine.author)
        house.blogs.instead["ana"] = self.answer

    async def done(self, link: str = "http://ana.blog.test/tips", now: datetime = FIRST_PLAN) -> None:
        await self.house.services.assignments.done(self.house.caller(0), PushDone(self.id, link, ""), now)

    async def give(self, link: str, now: datetime) -> None:
        await self.house.services.assignments.give_link(self.house.caller(0), GiveLink(self.id, link), now)

    async def look(self, now: datetime = FIRST_PLAN) -> tuple[object, ...]:
        await self.house.services.assignments.check_links_due(now)
        sql = "SELECT link_state, link_tries, link_next_at IS NULL FROM assignment WHERE id = :id"
        [row] = await self.house.rows(sql, id=self.id)
        return (row[0], row[1], bool(row[2]))

    def link(self, to: str, **more: str) -> str:
        said = "".join(f' {name}="{value}"' for name, value in more.items())
        return f'<html><body><p>Read this: <a href="{to}"{said}>it</a>, and <a href="/me">me</a>.</p></body></html>'


@pytest.fixture
async def given(house: House) -> Given:
    made = Given(house)
    await made.begin()
    return made


async def test_what_pages_say_of_a_link(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is another link for the same recommendation: each is looked at anew."""
    monkeypatch.setattr(link_pages, "MOST_SECONDS", 0.3)
    post, author = given.post, f"http://{NAMES[given.author].lower()}.blog.test"
    rows: list[tuple[str, dict[str, object], str, str]] = [
        ("/seen", {"body": given.link(post)}, "seen", "a link"),
        ("/nofollow", {"body": given.link(post, rel="nofollow sponsored")}, "seen", "any rel will do"),
        ("/tracked", {"body": given.link(f"{post}?utm_source=ana&utm_medium=blog#read")}, "seen", "without it"),
        ("/https", {"body": given.link(f"https{post[4:]}/")}, "seen", "another way of writing it"),
        ("/called", {"body": given.link(f"{author}/?p=7")}, "seen", "what the post's page calls itself"),
        ("/none", {"body": given.link(f"{author}/2")}, "said", "a link to another post of theirs"),
        ("/words", {"body": f'<p>{post}</p><a href="/me">me</a>'}, "said", "an address without a link"),
        ("/script", {"body": "<div id=app></div><script>1</script>"}, "cannot", "drawn by scripts"),
        ("/403", {"status": 403}, "cannot", "the host refuses"),
        ("/404", {"status": 404}, "cannot", "nothing is there (yet)"),
        ("/500", {"status": 500}, "cannot", "the host is in trouble"),
        ("/slow", {"slow": True}, "cannot", "too slow"),
        ("/huge", {"body": f"<a href='{post}'>" + "x" * (6 * 1024 * 1024)}, "cannot", "too large"),
        ("/json", {"body": f'{{"a": "{post}"}}', "kind": "application/json"}, "cannot", "no page"),
        ("/pdf", {"body": f'<a href="{post}">', "kind": "application/pdf"}, "cannot", "nor this"),
        ("/away", {"leads": {"/away": "/there"}, "body": given.link(post)}, "seen", "a redirect to the page"),
        ("/home", {"leads": {"/home": post}}, "said", "a redirect to the post itself shows nothing"),
        ("/x", {"leads": {"/x": "https://x.com/ana/1"}}, "cannot", "where only members of a network see it"),
        ("/inside", {"leads": {"/inside": "http://127.0.0.1/"}}, "cannot", "the guard lets nobody in there"),
    ]
    sql = (
        "INSERT INTO submission_key SELECT submission_id, :key FROM slot"
        " JOIN assignment ON slot.id = slot_id WHERE assignment.id = :id"
    )
    await _do(given.house, sql, key=address_key(f"{author}/?p=7"), id=given.id)
    await given.done("")
    for at, (path, page, state, reason) in enumerate(rows):
        fresh = Pages(given.house)
        for name, value in page.items():
            setattr(fresh, name, value)
        given.house.blogs.instead["ana"] = fresh.answer
        now = FIRST_PLAN + timedelta(minutes=at)
        command = GiveLink(given.id, f"http://ana.blog.test{path}")
        await _do(given.house, "UPDATE assignment SET link_state = NULL, linked_at = NULL WHERE id = :id", id=given.id)
        await given.house.services.assignments.give_link(given.house.caller(0), command, now)
        assert (await given.look(now))[0] == state, reason
        assert fresh.asked[0] == path, reason


async def _do(house: House, sql: str, **values: object) -> None:
    def fn(tx: Tx, _: None, __: datetime) -> None:
        tx.execute(by_text(sql, values))
        tx.commit()

    await house.db.run(fn, None, FIRST_PLAN)


@pytest.mark.parametrize(
    ("link", "looked"),
    [
        ("{post}", ("said", 1, False)),
        ("{post}?utm_source=x", ("said", 1, False)),
        ("http://{author}.blog.test/about", ("said", 1, False)),
        ("https://www.instagram.com/p/1", ("cannot", 0, True)),
    ],
)
async def test_some_links_are_judged_without_asking_anybody(
    given: Given, link: str, looked: tuple[object, ...]
) -> None:
    """The post itself, its author's blog, and networks that show nothing to who is not logged in."""
    asked = len(given.house.blogs.asked)
    await given.done(link.format(post=given.post, author=NAMES[given.author].lower()))
    assert await given.look() == looked
    assert (given.asked, len(given.house.blogs.asked)) == ([], asked)


async def test_a_page_that_repeats_its_query_as_a_link_shows_nothing(given: Given) -> None:
    """Nothing was recommended there: whatever a link to it holds is what it links, and where it leads does the same."""
    given.body = given.link(given.post)
    await given.done("")
    for at, link in enumerate(("/leaving?to={post}", "/leaving?to={quoted}", "/go", "/[//[")):
        given.leads = {"/go": f"/leaving?to={given.post}"}
        now = FIRST_PLAN + timedelta(minutes=at)
        await _do(given.house, "UPDATE assignment SET link_state = NULL, linked_at = NULL WHERE id = :id", id=given.id)
        quoted = quote(quote(given.post, safe=""), safe="")
        await given.give(f"http://ana.blog.test{link.format(post=given.post, quoted=quoted)}", now)
        assert (await given.look(now))[0] == ("seen" if "[" in link else "said"), link


async def test_a_page_on_another_members_blog_shows_nothing(given: Given) -> None:
    """Its owner may have recommended the post there; whoever else names the page did not."""
    house = given.house
    other = next(who for who in range(1, 6) if who != given.author)
    page = Pages(house)
    page.body = given.link(given.post)
    house.blogs.instead[NAMES[other].lower()] = page.answer
    given.leads = {"/go": f"http://{NAMES[other].lower()}.blog.test/roundup"}
    await given.done("")
    for at, link in enumerate((f"http://{NAMES[other].lower()}.blog.test/roundup", "http://ana.blog.test/go")):
        now = FIRST_PLAN + timedelta(minutes=at)
        await _do(house, "UPDATE assignment SET link_state = NULL, linked_at = NULL WHERE id = :id", id=given.id)
        await given.give(link, now)
        assert (await given.look(now))[0] == "said", link


async def test_one_page_shows_one_recommendation(given: Given) -> None:
    """Two who were asked for one post name a stranger's page that links it: one of them may have written there."""
    house, now = given.house, FIRST_PLAN
    sql = (
        "SELECT id, pusher_id FROM assignment WHERE id <> :id AND slot_id = "
        "(SELECT slot_id FROM assignment WHERE id = :id)"
    )
    second, pusher = (await house.rows(sql, id=given.id))[0]
    name = next(NAMES[who].lower() for who in range(1, 6) if who not in (given.author, pusher - 1))
    stranger = f"{name}.blog.test"
    await _do(house, "UPDATE profile SET blog_url = :other WHERE blog_url LIKE :url", other="", url=f"%{stranger}%")
    page = Pages(house)
    page.body, page.leads = given.link(given.post), {"/short": "/roundup"}
    house.blogs.instead[name] = page.answer
    await given.done(f"http://{stranger}/short")
    assert (await given.look())[0] == "seen"
    link = (await house.services.weeks.show(house.caller(0), "this", now)).mine[0].link
    assert link == f"http://{stranger}/roundup", "the page itself is kept"
    await house.services.assignments.done(house.caller(pusher - 1), PushDone(second, "", ""), now)
    for path, state in (("/roundup", "said"), ("/roundup?also=me", "said"), ("/short", "said"), ("/another", "seen")):
        now += timedelta(minutes=1)
        await _do(house, "UPDATE assignment SET link_state = NULL, linked_at = NULL WHERE id = :id", id=second)
        command = GiveLink(second, f"http://{stranger}{path}")
        await house.services.assignments.give_link(house.caller(pusher - 1), command, now)
        await house.services.assignments.check_links_due(now)
        assert await house.rows("SELECT link_state FROM assignment WHERE id = :id", id=second) == [(state,)], path


async def test_a_page_is_looked_at_again_twice_and_then_no_more(given: Given) -> None:
    given.body = given.link("http://emi.blog.test/9")
    await given.done()
    assert await given.look() == ("said", 1, False)
    assert await given.look(FIRST_PLAN + HOUR - timedelta(seconds=1)) == ("said", 1, False)
    given.status = 503
    assert await given.look(FIRST_PLAN + HOUR) == ("said", 2, False), "it was read once"
    assert await given.look(FIRST_PLAN + HOUR + DAY) == ("said", 3, True)
    assert await given.look(FIRST_PLAN + 5 * DAY) == ("said", 3, True)
    assert len(given.asked) == 3


async def test_the_authors_direct_message_says_what_came_of_the_look(given: Given) -> None:
    """It said that nobody has looked yet; it is drawn again with each new finding, and nobody is written anew."""
    house = given.house
    await _do(house, "UPDATE profile SET by_dm = true WHERE membership_id = :id", id=given.author + 1)
    await given.done()
    assert await _drawn(house) == [(False, "waiting", True)]
    given.body = given.link("http://emi.blog.test/9")
    await given.look()
    assert await _drawn(house) == [(True, "said", True)]
    await given.look(FIRST_PLAN + HOUR)
    assert await _drawn(house, FIRST_PLAN + HOUR) == [], "nothing new was found"
    given.body = given.link(given.post)
    await given.look(FIRST_PLAN + HOUR + DAY)
    assert await _drawn(house, FIRST_PLAN + HOUR + DAY) == [(True, "seen", False)]


async def _drawn(house: House, now: datetime = FIRST_PLAN) -> list[tuple[bool, str, bool]]:
    """Send all that is due; give of each news of a recommendation: drawn again, its link's state, may be sought."""
    found: list[tuple[bool, str, bool]] = []
    while rows := await house.services.outbox.claim(now):
        for row in rows:
            said = await house.services.outbox.facts(row, now)
            if isinstance(said, NewsMessage) and said.news.kind is NoticeKind.PUSHED:
                facts = said.news.facts
                found.append((row.edits is not None, facts["link_state"], facts["seek"]))
            await house.services.outbox.sent(row, row.channel_id or 55, 9000 + row.id, now)
    return found


async def test_what_is_published_later_is_seen_then_and_looked_at_no_more(given: Given) -> None:
    given.status = 404
    await given.done()
    assert await given.look() == ("cannot", 1, False)
    given.status, given.body = 200, given.link(given.post)
    assert await given.look(FIRST_PLAN + HOUR) == ("seen", 2, True)
    assert await given.look(FIRST_PLAN + 3 * DAY) == ("seen", 2, True)
    assert len(given.asked) == 2


async def test_a_host_that_asks_to_be_left_alone_is(given: Given) -> None:
    given.status, given.headers = 429, {"Retry-After": "7200"}
    await given.done()
    assert await given.look() == ("cannot", 1, False)
    assert await given.look(FIRST_PLAN + 2 * HOUR - timedelta(seconds=1)) == ("cannot", 1, False)
    given.status, given.body = 200, given.link(given.post)
    assert (await given.look(FIRST_PLAN + 2 * HOUR))[0] == "seen"
    assert len(given.asked) == 2


async def test_who_asks_to_be_left_alone_asks_it_for_itself_alone(given: Given) -> None:
    """A link leads to a host that asks for days of quiet: whoever named the link silences nobody else's blog."""
    house = given.house
    evil = Pages(house)
    evil.status, evil.headers = 429, {"Retry-After": "604800"}
    house.blogs.instead["emi"] = evil.answer
    given.leads = {"/go": "http://emi.blog.test/quiet"}
    await given.done("http://ana.blog.test/go")
    assert await given.look() == ("cannot", 1, False)
    assert await house.rows("SELECT name FROM host") == [("emi.blog.test",)]
    assert await given.look(FIRST_PLAN + 7 * DAY - HOUR) == ("cannot", 1, False), "this page waits as long"
    assert given.asked == ["/go"]


async def test_who_is_to_be_left_alone_is_not_asked_for_another_page_either(given: Given) -> None:
    house = given.house
    given.status, given.headers = 429, {"Retry-After": "7200"}
    await given.done("http://ana.blog.test/one")
    await given.look()
    other = (await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)).mine[1]
    said = PushDone(other.id, "http://ana.blog.test/two", "")
    await house.services.assignments.done(house.caller(0), said, FIRST_PLAN + HOUR)
    assert await house.services.assignments.check_links_due(FIRST_PLAN + HOUR) == 0
    assert given.asked == ["/one"]
    given.status = 200
    for seconds in (0, 30):
        await house.services.assignments.check_links_due(FIRST_PLAN + 2 * HOUR + timedelta(seconds=seconds))
    assert sorted(given.asked) == ["/one", "/one", "/two"]


async def test_a_link_that_is_replaced_while_its_page_is_looked_at_is_looked_at_itself(given: Given) -> None:
    """The look's result is kept for the link that was looked at alone."""
    house, other = given.house, "http://ana.blog.test/other"

    async def meanwhile(request: web.Request) -> web.Response:
        if request.path == "/tips":
            command = GiveLink(given.id, other)
            await house.services.assignments.give_link(house.caller(0), command, FIRST_PLAN)
            return web.Response(text=given.link(given.post), content_type="text/html")
        return web.Response(text=given.link("/elsewhere"), content_type="text/html")

    house.blogs.instead["ana"] = meanwhile
    await given.done()
    assert await given.look() == ("waiting", 0, False)
    assert (await given.look(FIRST_PLAN + timedelta(minutes=1)))[0] == "said"


async def test_one_host_is_asked_for_one_page_a_bell(given: Given) -> None:
    house = given.house
    given.body = given.link(given.post)
    other = (await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)).mine[1]
    await given.done("http://ana.blog.test/one")
    await house.services.assignments.done(
        house.caller(0), PushDone(other.id, "http://ana.blog.test/two", ""), FIRST_PLAN
    )
    assert await house.services.assignments.check_links_due(FIRST_PLAN) == 1
    assert given.asked == ["/one"]
    assert await house.services.assignments.check_links_due(FIRST_PLAN + timedelta(seconds=30)) == 1
    assert given.asked == ["/one", "/two"]


async def test_many_links_on_one_host_hold_no_others_up(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass has room for few, and the oldest are all on one host: it is asked for one page, and then the others."""
    monkeypatch.setattr(link_checks, "_MOST", 2)
    house = given.house
    given.body = given.link(given.post)
    crowd = next(who for who in range(1, 6) if who != given.author)
    old = FIRST_PLAN - DAY
    sql = (
        "UPDATE assignment SET state = 'done', link = :link || id, link_state = 'waiting', link_next_at = :old"
        " WHERE pusher_id <> 1"
    )
    await _do(house, sql, link=f"http://{NAMES[crowd].lower()}.blog.test/tips/", old=old)
    await given.done()
    assert (await given.look())[0] == "seen"
    assert len(await house.rows("SELECT id FROM assignment WHERE link_tries > 0")) == 2


async def test_pusher_and_author_alone_see_what_is_known_of_it(given: Given) -> None:
    house = given.house
    given.body = given.link(given.post)
    await given.done()
    await given.look()
    for who in range(6):
        week = await house.services.weeks.show(house.caller(who), "this", FIRST_PLAN)
        own = [one.link_state for one in week.mine if one.link_state is not None]
        news = [one.facts["link_state"] for one in week.news if one.kind is NoticeKind.PUSHED]
        assert own == ([LinkState.SEEN] if who == 0 else [])
        assert news == (["seen"] if who == given.author else [])


async def test_a_link_given_later_reaches_the_author_once(given: Given) -> None:
    house = given.house
    given.body = given.link(given.post)
    await given.done("")
    assert (await given.look())[0] is None, "nothing is to be looked at"
    await house.services.weeks.show(house.caller(given.author), "this", FIRST_PLAN)
    mine = (await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)).mine[0]
    assert (mine.linkable, mine.link) == (True, None)
    command = GiveLink(given.id, "ana.blog.test/tips?utm_source=me")
    with pytest.raises(Refusal, match="no-web-address"):
        await house.services.assignments.give_link(house.caller(0), GiveLink(given.id, "in my letter"), FIRST_PLAN)
    await house.services.assignments.give_link(house.caller(0), command, FIRST_PLAN)
    with pytest.raises(Refusal, match="link-given-already"):
        await house.services.assignments.give_link(house.caller(0), command, FIRST_PLAN)
    news = (await house.services.weeks.show(house.caller(given.author), "this", FIRST_PLAN)).news
    assert [(one.kind, one.facts["pusher"], one.facts["link"]) for one in news] == [
        (NoticeKind.LINK_GIVEN, "Ana", "https://ana.blog.test/tips")
    ]
    await _do(house, "UPDATE assignment SET linked_at = NULL WHERE id = :id", id=given.id)
    end = FIRST_PLAN + timedelta(weeks=3)
    with pytest.raises(Refusal, match="assignment-over"):
        await house.services.assignments.give_link(house.caller(0), command, end)
    last = (await house.services.weeks.show(house.caller(0), "this", FIRST_CLOSE + timedelta(weeks=2))).mine
    assert not any(one.linkable for one in last)


async def test_a_bell_that_finds_no_link_asks_nobody(house: House) -> None:
    assert await house.services.assignments.check_links_due(FIRST_PLAN) == 0

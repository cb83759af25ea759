"""From any address of a blog to its feed, and to the proof of its owner, over real HTTP on loopback."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from teambot.domain.blog_facts import FeedChoice
from teambot.domain.ownership import Proof
from teambot.errors import Refusal
from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import read_cast
from teambot.sandbox.clock import StoryClock
from teambot.services.feeds import blogs
from teambot.services.feeds.blogs import BlogFinder
from teambot.services.feeds.documents import Documents
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from teambot.web.html import Page
from teambot.web.worker import Worker, WorkerKilled

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
HOSTS = ("ana.test", "www.ana.test", "ben.test", "sites.test", "burner.test")
TOKEN = "teambot-abcde23456"
ANA = 4242
ME = f'<a rel="me noopener" href="https://discord.com/users/{ANA}/">me</a>'
HTML, XML = "text/html", "application/rss+xml"


class Sites:
    """Hosts on 127.0.0.1: what is set at an address ("host/path?query") is answered, all else is 404."""

    def __init__(self) -> None:
        self.port = 0
        self.clear()

    def clear(self) -> None:
        self.answers: dict[str, tuple[int, str, dict[str, str]]] = {}
        self.asked: list[str] = []

    def say(self, address: str, body: str, kind: str = HTML, status: int = 200, **headers: str) -> None:
        self.answers[address] = (status, body, {"Content-Type": kind, **headers})

    def send_on(self, address: str, to: str, status: int = 301) -> None:
        self.answers[address] = (status, "", {"Location": to})

    async def answer(self, request: web.Request) -> web.Response:
        address = f"{request.host.partition(':')[0]}{request.path_qs}"
        self.asked.append(address)
        status, body, headers = self.answers.get(address, (404, "", {}))
        return web.Response(text=body, status=status, headers=headers)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _served() -> AsyncIterator[tuple[Sites, BlogFinder]]:
    sites = Sites()
    runner = web.AppRunner(web.Application(), access_log=None, shutdown_timeout=0.1)
    runner.app.router.add_get("/{tail:.*}", sites.answer)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    sites.port = runner.addresses[0][1]
    fetcher = Fetcher(user_agent="teambot/test", guard=Guard(opened=dict.fromkeys(HOSTS, sites.port)), seconds=5)
    worker = Worker()
    yield sites, BlogFinder(Documents(fetcher, worker, every=timedelta(hours=1)))
    await fetcher.close()
    await worker.close()
    await runner.cleanup()


@pytest.fixture
def sites(_served: tuple[Sites, BlogFinder]) -> Sites:
    _served[0].clear()
    return _served[0]


@pytest.fixture
def finder(_served: tuple[Sites, BlogFinder]) -> BlogFinder:
    return _served[1]


def rss(home: str, *links: str, title: str = "Tea", body: str = "", about: str = "") -> str:
    items = "".join(
        f"<item><title>{link[-9:]}</title><link>{link}</link><description>{escape(body)}</description></item>"
        for link in links
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>{home}</link>'
        f"<description>{about}</description>{items}</channel></rss>"
    )


def announcing(*hrefs: str, body: str = "", kind: str = XML) -> str:
    links = "".join(f'<link rel="alternate" type="{kind}" title="{href} feed" href="{href}">' for href in hrefs)
    return f"<!doctype html><html><head><title>Tea</title>{links}</head><body>{body}</body></html>"


HOME = "http://ana.test/"
FEED = rss(HOME, "http://ana.test/soup", "http://ana.test/tea")


@pytest.fixture
def ana(sites: Sites) -> Sites:
    """A blog with a front page that announces its feed, and a post that announces it too."""
    sites.say("ana.test/", announcing("/feed.rss"))
    sites.say("ana.test/soup", announcing("/feed.rss"))
    sites.say("ana.test/feed.rss", FEED, XML)
    return sites


TYPED = [
    ("the front page", "http://ana.test/", HOME),
    ("as people type it", "ana.test", "http://ana.test"),
    ("with www, which leads on", "http://www.ana.test", HOME),
    ("in brackets, with tracking", "<http://ana.test/?utm_source=x>", HOME),
    ("a post", "http://ana.test/soup", HOME),
    ("the feed itself", "http://ana.test/feed.rss", HOME),
]


@pytest.mark.parametrize(("address", "blog"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED])
async def test_any_address_of_a_blog_leads_to_its_feed(ana: Sites, finder: BlogFinder, address: str, blog: str) -> None:
    ana.send_on("www.ana.test/", "http://ana.test/")
    ana.say("ana.test/?utm_source=x", announcing("/feed.rss"))
    found = await finder.find(address, NOW)
    assert (found.blog_url, found.feed.blog_url) == (blog, blog)
    assert (found.feed.url, found.feed.title, len(found.feed.items)) == ("http://ana.test/feed.rss", "Tea", 2)
    assert found.choices == ()
    assert found.feed.every == timedelta(hours=1)


async def test_an_old_blog_that_answers_under_www_alone(sites: Sites, finder: BlogFinder) -> None:
    sites.say("www.ana.test/", announcing("/feed"))
    sites.say("www.ana.test/feed", rss("http://www.ana.test/", "http://www.ana.test/x"), XML)
    sites.send_on("ana.test/", "http://nobody.test/")
    assert (await finder.find("ana.test", NOW)).blog_url == "http://www.ana.test"


@pytest.mark.parametrize("typed", ["http://www.burner.test", "www.burner.test", "WWW.burner.test"])
async def test_a_blog_that_does_not_answer_under_www(sites: Sites, finder: BlogFinder, typed: str) -> None:
    sites.say("burner.test/", announcing("/feed"))
    sites.say("burner.test/feed", rss("http://burner.test/", "http://burner.test/x"), XML)
    assert (await finder.find(typed, NOW)).feed.url == "http://burner.test/feed"
    assert len(sites.asked) <= 8


@pytest.mark.parametrize("number", [74], ids=["feeds.md 74"])
async def test_content_types_do_not_count(sites: Sites, finder: BlogFinder, number: int) -> None:
    """`application/json` served RSS and `text/html` served Atom: what they are, their bytes say."""
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Soup</title><link href="http://ben.test/"/>'
        '<entry><id>1</id><title>x</title><link href="http://ben.test/x"/></entry></feed>'
    )
    sites.say("ana.test/", FEED, "application/json")
    sites.say("ben.test/", announcing("/a"))
    sites.say("ben.test/a", atom, HTML)
    assert (await finder.find("http://ana.test/", NOW)).feed.title == "Tea"
    assert (await finder.find("http://ben.test/", NOW)).feed.title == "Soup"


@pytest.mark.parametrize("number", [75], ids=["feeds.md 75"])
async def test_a_page_that_announces_everything(sites: Sites, finder: BlogFinder, number: int) -> None:
    """Comments first, wp-json, a base, relative addresses, 200 alternates: the posts' feed, in eight requests."""
    many = "".join(f'<link rel="alternate" type="{XML}" title="Tag {n}" href="tag/{n}/feed">' for n in range(200))
    sites.say(
        "ana.test/",
        '<base href="/blog/"><link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts">'
        f'<link rel="alternate" type="{XML}" title="Tea » Comments Feed" href="comments/feed/">'
        f'<link rel="alternate" type="{XML}" title="Tea » Feed" href="feed/">{many}',
    )
    sites.say("ana.test/blog/feed/", FEED, XML)
    found = await finder.find("http://ana.test/", NOW)
    assert sites.asked == ["ana.test/", "ana.test/blog/feed/"]
    assert len(found.choices) == 10
    assert found.choices[0] == FeedChoice("http://ana.test/blog/tag/0/feed", "Tag 0")


async def test_of_several_feeds_the_first_that_can_be_read_is_taken(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/", announcing("/gone", "/page", "/feed.rss", "/photos.rss", "/comments/feed"))
    sites.say("ana.test/page", "<html>")
    sites.say("ana.test/feed.rss", FEED, XML)
    found = await finder.find("http://ana.test/", NOW)
    assert found.feed.url == "http://ana.test/feed.rss"
    assert [choice.url[15:] for choice in found.choices] == ["/gone", "/page", "/photos.rss"]


@pytest.mark.parametrize("path", ["feed", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "?feed=rss2"])
async def test_a_blog_that_announces_nothing(sites: Sites, finder: BlogFinder, path: str) -> None:
    sites.say("ana.test/", announcing("/comments/feed"))
    sites.say("ana.test/comments/feed", rss(HOME, "http://ana.test/x", title="Comments for Tea"), XML)
    json = '{"version":"https://jsonfeed.org/version/1.1","title":"Tea","items":[]}'
    sites.say(f"ana.test/{path}", json if "json" in path else FEED, XML)
    assert (await finder.find("http://ana.test", NOW)).feed.url == f"http://ana.test/{path}"
    assert len(sites.asked) <= blogs.MOST_REQUESTS


async def test_a_feed_that_is_only_linked(sites: Sites, finder: BlogFinder) -> None:
    sites.say(
        "ana.test/", '<a href="http://ben.test/feed">Ben</a> <a href="/comments/feed/">x</a> <a href="/p/index.xml">RSS'
    )
    sites.say("ana.test/comments/feed/", rss(HOME, "http://ana.test/x", title="Comments for Tea"), XML)
    sites.say("ana.test/p/index.xml", FEED, XML)
    sites.say("ben.test/feed", FEED, XML)
    assert (await finder.find("http://ana.test/", NOW)).feed.url == "http://ana.test/p/index.xml"


async def test_a_person_s_feed_beside_their_place(sites: Sites, finder: BlogFinder) -> None:
    """As Medium has it, which keeps robots from the page."""
    place = "http://sites.test/@ana"
    sites.say("sites.test/@ana", "", status=403)
    sites.say("sites.test/feed/@ana", rss(f"{place}?source=rss", f"{place}/x", body=TOKEN), XML)
    found = await finder.find(place, NOW)
    assert (found.feed.url, found.blog_url) == ("http://sites.test/feed/@ana", place)
    assert await finder.proof(place, found.feed.url, TOKEN, ANA, NOW) is Proof.FEED_TOKEN
    sites.say("sites.test/@mal", "<html>")
    assert await finder.proof("http://sites.test/@mal", found.feed.url, TOKEN, ANA, NOW) is None


async def test_the_feed_of_a_posts_comments_is_not_taken_for_the_blogs(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/soup", "<html><p>Soup")
    sites.say("ana.test/soup/feed", rss("http://ana.test/soup", title="Comments on: Soup"), XML)
    sites.say("ana.test/feed", FEED, XML)
    found = await finder.find("http://ana.test/soup", NOW)
    assert (found.feed.url, found.blog_url) == ("http://ana.test/feed", HOME)


async def test_none_is_found_in_eight_requests_and_words(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/blog", announcing("/a", "/b", "/c", "/d", "/e"))
    with pytest.raises(Refusal, match="no-feed-found") as refusal:
        await finder.find("http://ana.test/blog", NOW)
    assert len(sites.asked) == blogs.MOST_REQUESTS
    tried = "/a, /b, /c, /blog/feed, /blog/feed.xml, /blog/rss.xml, /feed"
    assert refusal.value.facts == {"url": "http://ana.test/blog", "tried": tried}


async def test_a_page_that_keeps_robots_out_may_have_a_feed_that_does_not(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/", "", status=403)
    sites.say("ana.test/rss.xml", FEED, XML)
    for typed in ("http://ana.test", "ana.test"):
        assert (await finder.find(typed, NOW)).feed.url == "http://ana.test/rss.xml"


FAILS = [
    ("nothing typed", "  ", "no-blog", None),
    ("words", "my blog", "no-web-address", None),
    ("a number", "http://127.0.0.1/", "no-web-address", None),
    ("another scheme", "ftp://ana.test/", "no-web-address", None),
    ("a user", "http://me:x@ana.test/", "no-web-address", None),
    ("nobody there", "http://nobody.invalid/", "feed-unreadable", "unreachable"),
    ("not there", "http://ana.test/gone", "feed-unreadable", "not_found"),
    ("this machine by a name", "http://x.localhost/", "feed-unreadable", "refused"),
    ("led to this machine", "http://ana.test/inside", "feed-unreadable", "refused"),
    ("round and round", "http://ana.test/round", "feed-unreadable", "redirect"),
    ("too often", "http://ana.test/often", "feed-unreadable", "too_many"),
]


@pytest.mark.parametrize(("address", "key", "fault"), [row[1:] for row in FAILS], ids=[row[0] for row in FAILS])
async def test_what_cannot_be_found_says_why(
    sites: Sites, finder: BlogFinder, address: str, key: str, fault: str | None
) -> None:
    sites.send_on("ana.test/inside", "http://127.0.0.1/")
    sites.send_on("ana.test/round", "/round")
    sites.say("ana.test/often", "", status=429)
    with pytest.raises(Refusal, match=key) as refusal:
        await finder.find(address, NOW)
    assert refusal.value.facts.get("fault") == fault
    assert len(sites.asked) <= 1 or fault == "not_found" or "round" in address  # where it is of no use we ask no more


async def test_a_host_that_asks_us_to_come_less_often_is_asked_no_more(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/", "<html>")
    sites.say("ana.test/feed", "", status=429)
    with pytest.raises(Refusal, match="no-feed-found") as refusal:
        await finder.find("http://ana.test/", NOW)
    assert refusal.value.facts["tried"] == "/feed"
    assert sites.asked == ["ana.test/", "ana.test/feed"]


async def test_the_comments_feed_itself_leads_to_the_posts(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/comments/feed", rss(HOME, "http://ana.test/x", title="Comments for Tea"), XML)
    sites.say("ana.test/feed", FEED, XML)
    assert (await finder.find("http://ana.test/comments/feed", NOW)).feed.url == "http://ana.test/feed"


async def test_an_address_keeps_the_letters_it_was_typed_in(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/t%C3%A9/", announcing("/feed"))
    sites.say("ana.test/feed", rss(HOME, "http://ana.test/t%C3%A9/x"), XML)
    assert (await finder.find("http://ana.test/té/", NOW)).blog_url == "http://ana.test/té/"
    sites.send_on("ana.test/", "/t%C3%A9/?utm_source=front")
    sites.say("ana.test/t%C3%A9/?utm_source=front", announcing("/feed"))
    assert (await finder.find("http://ana.test/", NOW)).blog_url == "http://ana.test/t%C3%A9/"


async def test_a_blog_that_answers_slowly_ends_in_words(
    ana: Sites, finder: BlogFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blogs, "MOST_SECONDS", 0.0)
    with pytest.raises(Refusal, match="feed-unreadable") as refusal:
        await finder.find("http://ana.test/", NOW)
    assert refusal.value.facts["fault"] == "timeout"
    with pytest.raises(Refusal, match="blog-unreadable"):
        await finder.proof(HOME, f"{HOME}feed.rss", TOKEN, ANA, NOW)


async def test_a_page_that_is_too_much_to_read_ends_in_words(
    sites: Sites, finder: BlogFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> Page:
        raise WorkerKilled

    sites.say("ana.test/", announcing("/feed"))
    monkeypatch.setattr(finder._documents, "page", killed)
    with pytest.raises(Refusal, match="feed-not-a-feed"):
        await finder.find("http://ana.test/", NOW)


async def test_a_hostile_page_is_no_proof_and_holds_nobody_up(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/", f"<p>{'<div>' * 300_000}{TOKEN}")
    started = time.monotonic()
    assert await finder.proof(HOME, f"{HOME}feed", TOKEN, ANA, NOW) is None
    assert time.monotonic() - started < 10


# Of each: why, the front page's body, a post in the feed, the page named with what stands on it, and the proof.
ABOUT = "ana.test/about"
LINKED = '<a href="/about">About</a>'
PROOFS = [
    ("nothing yet", "", "", None, "", None),
    ("the token on the front page", f"<footer>{TOKEN.upper()}</footer>", "", None, "", Proof.PAGE_TOKEN),
    ("in a comment of HTML", f"<!-- {TOKEN} -->", "", None, "", Proof.PAGE_TOKEN),
    ("another's token", "teambot-bbbbb23456", "", None, "", None),
    ("a link to their profile", ME, "", None, "", Proof.REL_ME),
    ("a link to their profile without rel=me", ME.replace("me noopener", "nofollow"), "", None, "", None),
    ("another's profile", ME.replace(str(ANA), "4243"), "", None, "", None),
    ("in a post", "", f"<p>{TOKEN}</p>", None, "", Proof.FEED_TOKEN),
    ("among a page's newest comments", f'<ul class="recent-comments"><li>{TOKEN}{ME}</ul>', "", None, "", None),
    ("on the page named", LINKED, "", ABOUT, TOKEN, Proof.PAGE_TOKEN),
    ("a profile on the page named", LINKED, "", ABOUT, ME, Proof.REL_ME),
    ("on a page that the blog does not lead to", "", "", ABOUT, TOKEN, None),
    ("on a page where readers write", LINKED, "", ABOUT, f"{TOKEN}{ME}<div id=respond></div>", None),
    ("in its head there", LINKED, "", ABOUT, f"<meta name=teambot content={TOKEN}><body id=x><i id=comments>", "head"),
    ("on a search", '<a href="/?s=x">', "", f"ana.test/?s={TOKEN}", TOKEN, None),
    ("on a page that repeats its address", f'<a href="/{TOKEN}">', "", f"ana.test/{TOKEN}", TOKEN, None),
    ("on another's blog", '<a href="http://ben.test/me">', "", "ben.test/me", f"{TOKEN}{ME}", None),
]


@pytest.mark.parametrize(
    ("front", "post", "page", "said", "expected"), [row[1:] for row in PROOFS], ids=[row[0] for row in PROOFS]
)
async def test_proofs(
    sites: Sites, finder: BlogFinder, front: str, post: str, page: str | None, said: str, expected: Proof | str | None
) -> None:
    sites.say("ana.test/", announcing("/feed.rss", body=front))
    sites.say("ana.test/feed.rss", rss(HOME, "http://ana.test/soup", body=post), XML)
    if page is not None:
        sites.say(page, said if expected == "head" else f"<html><body>{said}</body></html>")
    named = f"http://{page}" if page else None
    proof = await finder.proof(HOME, "http://ana.test/feed.rss", TOKEN, ANA, NOW, page=named)
    assert proof == (Proof.PAGE_TOKEN if expected == "head" else expected)
    assert len(sites.asked) <= 3
    assert all(address.startswith("ana.test/") for address in sites.asked)
    assert not any(TOKEN in address for address in sites.asked)


async def test_a_feed_of_json_and_content_that_is_not_the_summary(sites: Sites, finder: BlogFinder) -> None:
    sites.say(
        "ana.test/feed.json",
        f'{{"version":"https://jsonfeed.org/version/1.1","items":[{{"id":1,"content_html":"<p>{TOKEN}"}}]}}',
    )
    assert await finder.proof(HOME, f"{HOME}feed.json", TOKEN, ANA, NOW) is Proof.FEED_TOKEN
    body = f"<item><description>short</description><content:encoded>{TOKEN}</content:encoded></item>"
    sites.say(
        "ana.test/feed",
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>'
        f"{body}</channel></rss>",
        XML,
    )
    assert await finder.proof(HOME, f"{HOME}feed", TOKEN, ANA, NOW) is Proof.FEED_TOKEN


# What somebody else might try with Ben's blog, or a host of many: why, the feed they name, its document.
STRANGE = [
    ("their own feed", "http://ana.test/feed", rss("http://ben.test/", "http://ben.test/x", body=TOKEN)),
    ("the comments' feed", "http://ben.test/comments/feed", rss("http://ben.test/", "http://ben.test/x", body=TOKEN)),
    ("a post's comments", "http://ben.test/x/feed", rss("http://ben.test/", title="Comments on: X", body=TOKEN)),
    (
        "comments by their title",
        "http://ben.test/feed",
        rss("http://ben.test/", "u", title="Comments for Ben", body=TOKEN),
    ),
    ("a search's feed", f"http://ben.test/?s={TOKEN}&feed=rss2", rss("http://ben.test/", "u", body=TOKEN)),
    ("beside the posts", "http://ben.test/feed", rss("http://ben.test/", "http://ben.test/x", about=TOKEN)),
    ("a user's of the host", "http://ben.test/~mal/feed", rss("http://ben.test/", "http://ben.test/~mal", body=TOKEN)),
    ("no feed", "http://ben.test/feed", f"<html>{TOKEN}"),
]


@pytest.mark.parametrize(("feed", "document"), [row[1:] for row in STRANGE], ids=[row[0] for row in STRANGE])
async def test_a_feed_that_anybody_can_write_into_proves_nothing(
    sites: Sites, finder: BlogFinder, feed: str, document: str
) -> None:
    sites.say("ben.test/", announcing("/comments/feed"))
    sites.say(feed.removeprefix("http://"), document, XML)
    assert await finder.proof("http://ben.test/", feed, TOKEN, ANA, NOW) is None


async def test_an_announced_feed_of_comments_proves_nothing(sites: Sites, finder: BlogFinder) -> None:
    link = f'<link rel="alternate" type="{XML}" title="Ben » Comments Feed" href="/c.rss">'
    sites.say("ben.test/", f"<html><head>{link}</head>")
    sites.say("ben.test/c.rss", rss("http://ben.test/", "http://ben.test/x", body=TOKEN), XML)
    assert await finder.proof("http://ben.test/", "http://ben.test/c.rss", TOKEN, ANA, NOW) is None


async def test_a_search_that_hides_where_it_leads_proves_nothing(sites: Sites, finder: BlogFinder) -> None:
    search, feed = f"ana.test/?s={TOKEN}", f"ana.test/search/{TOKEN}/feed"
    sites.say("ana.test/", announcing(f"/search/{TOKEN}/feed", body=f'<a href="/?s={TOKEN}">x</a>'))
    for asked, to, body in ((search, "/found", TOKEN), (feed, "/found.rss", rss(HOME, f"{HOME}x", body=TOKEN))):
        sites.send_on(asked, to)
        sites.say(f"ana.test{to}", body)
    assert await finder.proof(HOME, f"http://{feed}", TOKEN, ANA, NOW, page=f"http://{search}") is None
    assert await finder.proof(f"http://{search}", f"{HOME}feed", TOKEN, ANA, NOW) is None


async def test_a_feed_elsewhere_proves_what_announces_it(sites: Sites, finder: BlogFinder) -> None:
    """Medium and FeedBurner serve feeds outside of the blog's own address; the blog's page says which is its."""
    sites.say("burner.test/ana", rss(HOME, "http://ana.test/x", body=TOKEN), XML)
    sites.say("ana.test/", "<html>")
    assert await finder.proof(HOME, "http://burner.test/ana", TOKEN, ANA, NOW) is None
    sites.say("ana.test/", announcing("http://burner.test/ana"))
    assert await finder.proof(HOME, "http://burner.test/ana", TOKEN, ANA, NOW) is Proof.FEED_TOKEN


REDIRECTS = [
    ("to another host", "ana.test/", "http://ben.test/", HOME, None),
    ("out of the person's place", "sites.test/~ana/", "/", "http://sites.test/~ana/", None),
    ("to another's place", "sites.test/~ana/", "/~ben/", "http://sites.test/~ana/", None),
    ("within the blog", "ana.test/", "/en/", HOME, Proof.PAGE_TOKEN),
    ("to www", "ana.test/", "http://www.ana.test/", HOME, Proof.PAGE_TOKEN),
    ("to a search for it", "ana.test/", f"/?s={TOKEN}", HOME, None),
]


@pytest.mark.parametrize(
    ("asked", "to", "blog", "proof"), [row[1:] for row in REDIRECTS], ids=[r[0] for r in REDIRECTS]
)
async def test_a_redirect_proves_no_more_than_where_it_leads(
    sites: Sites, finder: BlogFinder, asked: str, to: str, blog: str, proof: Proof | None
) -> None:
    for address in (
        "ben.test/",
        "sites.test/",
        "sites.test/~ben/",
        "ana.test/en/",
        "www.ana.test/",
        f"ana.test/?s={TOKEN}",
    ):
        sites.say(address, f"<html><body>{TOKEN}{ME}")
    sites.send_on(asked, to)
    assert await finder.proof(blog, f"{blog}feed", TOKEN, ANA, NOW) is proof


async def test_a_feed_that_is_sent_on_to_another_host_proves_nothing(sites: Sites, finder: BlogFinder) -> None:
    sites.send_on("ana.test/feed", "http://ben.test/feed")
    sites.say("ben.test/feed", rss("http://ben.test/", "http://ben.test/x", body=TOKEN), XML)
    assert await finder.proof(HOME, f"{HOME}feed", TOKEN, ANA, NOW) is None


HOST = [
    ("their own page of it", "http://sites.test/~mal/about", "sites.test/~mal/about"),
    ("their page among its users", "http://sites.test/users/mal", "sites.test/users/mal"),
]


@pytest.mark.parametrize(("page", "address"), [row[1:] for row in HOST], ids=[row[0] for row in HOST])
async def test_one_user_never_proves_a_whole_host(sites: Sites, finder: BlogFinder, page: str, address: str) -> None:
    sites.say("sites.test/", f'<html><a href="{page}">Mal</a>')
    sites.say(address, f"<html><body>{TOKEN}{ME}")
    sites.say("sites.test/~mal/feed", rss("http://sites.test/", "http://sites.test/~mal/x", body=TOKEN), XML)
    assert await finder.proof("http://sites.test/", "http://sites.test/~mal/feed", TOKEN, ANA, NOW, page=page) is None


async def test_a_user_proves_their_own_place(sites: Sites, finder: BlogFinder) -> None:
    place = "http://sites.test/~ana/"
    sites.say("sites.test/~ana/", "<html>")
    sites.say("sites.test/~ana/feed", rss("http://sites.test/", "http://sites.test/~ana/x", body=TOKEN), XML)
    found = await finder.find(place, NOW)
    assert found.blog_url == place
    assert await finder.proof(place, found.feed.url, TOKEN, ANA, NOW) is Proof.FEED_TOKEN


async def test_nothing_that_can_be_read_is_said_and_one_part_of_it_is_enough(sites: Sites, finder: BlogFinder) -> None:
    sites.say("ana.test/", "", status=503)
    with pytest.raises(Refusal, match="blog-unreadable") as refusal:
        await finder.proof(HOME, f"{HOME}feed", TOKEN, ANA, NOW)
    assert refusal.value.facts == {"url": HOME, "fault": "server"}
    sites.say("ana.test/feed", rss(HOME, "http://ana.test/x"), XML)
    assert await finder.proof(HOME, f"{HOME}feed", TOKEN, ANA, NOW) is None


async def test_every_blog_of_the_sandbox_is_found_and_proven_from_its_bare_name() -> None:
    cast = read_cast(Path(__file__).parents[2] / "config" / "sandbox.toml")
    served = SampleBlogs(cast.blogs, StoryClock())
    await served.start()
    fetcher, worker = Fetcher(user_agent="teambot/test", guard=Guard(opened=served.opened)), Worker()
    finder = BlogFinder(Documents(fetcher, worker, every=timedelta(hours=1)))
    for blogger in cast.blogs:
        found = await finder.find(blogger.host, NOW)
        assert (found.blog_url.rstrip("/"), found.feed.url) == (f"http://{blogger.host}", blogger.feed_url)
        assert await finder.proof(found.blog_url, found.feed.url, TOKEN, 1, NOW) is None
        served.write_about(blogger.host, f"About me.\n{TOKEN}")
        assert await finder.proof(found.blog_url, found.feed.url, TOKEN, 1, NOW) is Proof.PAGE_TOKEN
    await fetcher.close()
    await worker.close()
    await served.stop()

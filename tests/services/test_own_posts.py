"""Whose a post is, where members write on one host or one names another's feed, on both stores."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from typing import Any

import pytest

from teambot.domain.profiles import SettingsChanged
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, item_keys
from teambot.feeds.items import Item
from teambot.services.blog_claims import NameBlog, name_blog
from teambot.services.feeds.polled import FeedRead
from teambot.services.use_case import write
from tests.services.conftest import START
from tests.services.planted import PlantedHouse, planted, read_feed, refused
from tests.stores import Store

ANA, BEN = 0, 1


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def put(team: PlantedHouse, url: str, who: int = ANA) -> Any:
    return await team.services.posts.submit(team.caller(who), team.post(who, 7, url=url), START)


async def blog(team: PlantedHouse, who: int, url: str) -> None:
    await team.do("UPDATE profile SET blog_url = :url WHERE membership_id = :of", url=url, of=who + 1)


def named(team: PlantedHouse, found: FeedRead) -> Awaitable[SettingsChanged]:
    """Have Ana name a blog and feed in her settings."""
    return write(team.db, SettingsChanged, name_blog, team.caller(ANA), NameBlog(found, "token", None), START)


async def shows(team: PlantedHouse, who: int, url: str) -> None:
    """Have the newest item of a member's feed stand at an address."""
    newest = "(SELECT min(i.id) FROM item i JOIN subscription s ON s.feed_id = i.feed_id WHERE s.membership_id = :of)"
    values = {"url": url, "key": address_key(url), "of": who + 1}
    await team.do(f"UPDATE item SET url = :url, address_key = :key WHERE id = {newest}", **values)


# Ana's blog, Ben's blog, an item of whose feed, the post that Ana puts forward, may she, why.
M, H = "https://medium.test", "https://h.test"
CASES = [
    (f"{M}/@ana", f"{M}/@ben", "", f"{M}/@ana/x", True, "her own"),
    (f"{M}/@ana", f"{M}/@ben", "", f"{M}/@ben/x", False, "another member's"),
    (f"{M}/@ana", f"{M}/@ben", "", f"{M}/%40ben/x", False, "written otherwise"),
    (f"{M}/@ana", f"{M}/@ben", "", f"{M}/@ana/../@ben/x", False, "by climbing"),
    (f"{M}/@ana", "https://ben.test", "", f"{M}/@chidi/x", False, "a stranger's place on the host"),
    (f"{M}/@ana", f"{M}/@ben", "ana", f"{M}/weekly/x", True, "in a publication, shown by her feed"),
    (f"{M}/@ana", f"{M}/@ben", "ana", f"{M}/@ben/x", False, "her feed shows another member's"),
    (f"{H}/ana", f"{H}/ben", "", f"{H}/ben/x", False, "places without a sign of whose they are"),
    (f"{H}/ana", f"{H}/ben", "", f"{H}/ana/x", True, ""),
    (f"{H}/ana", f"{H}/ben", "", f"{H}/2026/x", False, "nobody's there"),
    (f"{H}/ana", f"{H}/ben", "ana", f"{H}/2026/x", True, "her feed says that it is hers"),
    (f"{H}/blog/", "https://ben.test", "", f"{H}/2026/x", True, "posts beside the front page, alone on the host"),
    (f"{H}/blog/", "https://ben.test", "ben", f"{H}/2026/x", False, "but Ben's feed shows that one"),
    (f"{H}/blog/", "https://ben.test", "ben", f"{H}/blog/x", True, "what Ben's feed shows of her blog stays hers"),
    (H, f"{H}/ben", "", f"{H}/ben/x", False, "a blog within hers"),
    (f"{H}/ana", H, "", f"{H}/ana/x", True, "her blog within another"),
]


@pytest.mark.parametrize(("ana", "ben", "shown_by", "url", "may", "why"), CASES)
async def test_a_post_is_put_forward_by_its_author(
    team: PlantedHouse, ana: str, ben: str, shown_by: str, url: str, may: bool, why: str
) -> None:
    await blog(team, ANA, ana)
    await blog(team, BEN, ben)
    if shown_by:
        await shows(team, ANA if shown_by == "ana" else BEN, url)
    if may:
        await put(team, url)
        return
    assert (await refused(team, lambda: put(team, url))).key == "not-your-blog", why
    with pytest.raises(Refusal, match="not-your-blog"):
        await team.services.posts.draft(team.caller(ANA), url, START)


async def test_an_item_that_is_on_another_members_blog_is_theirs(team: PlantedHouse) -> None:
    await shows(team, ANA, "http://ben.blog.test/9")
    command = replace(team.post(ANA, 7, url=""), item_id=1)
    refusal = await refused(team, lambda: team.services.posts.submit(team.caller(ANA), command, START))
    assert refusal.key == "not-your-blog"


NONE = [
    "http://ana.blog.test",
    "http://ana.blog.test/index.html",
    "http://ana.blog.test/feed",
    "http://ana.blog.test/tag/tea/feed/",
]


@pytest.mark.parametrize("url", NONE)
async def test_a_front_page_or_a_feed_is_no_post(team: PlantedHouse, url: str) -> None:
    refusal = await refused(team, lambda: put(team, url))
    assert (refusal.key, refusal.facts) == ("not-a-post", {"url": url})
    message = ["http://ben.blog.test/1", url]
    with pytest.raises(Refusal, match="not-a-post"):
        await team.services.posts.draft_message(team.caller(ANA), message, START)
    draft = await team.services.posts.draft_message(team.caller(ANA), [*message, "http://ana.blog.test/9"], START)
    assert draft.url == "http://ana.blog.test/9"


async def test_another_port_is_another_site(team: PlantedHouse) -> None:
    assert (await refused(team, lambda: put(team, "http://ana.blog.test:8080/1"))).key == "not-your-blog"
    await put(team, "https://ana.blog.test:443/9")


async def test_the_posts_of_a_blog_that_has_moved_for_good_are_its_authors(team: PlantedHouse) -> None:
    await shows(team, ANA, "http://new.test/1")
    assert (await refused(team, lambda: put(team, "http://new.test/old"))).key == "not-your-blog"
    await team.do("UPDATE feed SET url = 'http://new.test/feed', url_original = url WHERE id = 1")
    assert (await refused(team, lambda: put(team, "http://other.test/old"))).key == "not-your-blog"
    await put(team, "http://new.test/old")
    await put(team, "http://ana.blog.test/9")
    assert (await refused(team, lambda: put(team, "http://new.test/9", BEN))).key == "not-your-blog"


def _items(*urls: str) -> tuple[Item, ...]:
    return tuple(Item(item_keys(None, url, "", None), url, address_key(url), "t", "", None) for url in urls)


B = "http://ben.blog.test"
FEEDS = [
    (f"{B}/feed?x=1", _items(f"{B}/1"), True, "a query more"),
    (f"{B}/category/tea/feed", _items(f"{B}/old"), True, "another feed of his blog"),
    ("http://mirror.test/ben", _items(f"{B}/1", f"{B}/2"), True, "his posts from elsewhere"),
    ("http://links.test/feed", _items("http://x.test/1", "http://x.test/2", f"{B}/2"), False, "a link to his post"),
    ("http://links.test/feed", (), False, "an empty feed of her own"),
]


@pytest.mark.parametrize(("url", "items", "taken", "why"), FEEDS)
async def test_nobody_takes_a_team_mates_feed_by_another_name(
    team: PlantedHouse, url: str, items: tuple[Item, ...], taken: bool, why: str
) -> None:
    found = replace(read_feed(ANA), url=url, items=items)

    def take() -> Any:
        return named(team, found)

    if taken:
        refusal = await refused(team, take)
        assert (refusal.key, refusal.facts) == ("blog-taken", {"blog": B}), why
    else:
        await take()


async def test_the_query_chooses_whose_feed_it_is_where_the_posts_say_so(team: PlantedHouse) -> None:
    await team.do("UPDATE feed SET url = 'http://host.test/rss?of=ben' WHERE url = 'http://ben.blog.test/feed'")
    found = replace(read_feed(ANA), url="http://host.test/rss?of=ana")

    def take(items: tuple[Item, ...]) -> Any:
        return named(team, replace(found, items=items))

    for none_to_tell in ((), _items("http://x.test/1", "http://x.test/2", "http://x.test/3", f"{B}/2")):
        assert (await refused(team, lambda items=none_to_tell: take(items))).key == "blog-taken"
    await take(found.items)


@pytest.mark.parametrize("typed", [f"{M}/%40ben", f"{M}/@BEN", f"{M}/x/../@ben", f"{M}/./@ben/"])
async def test_a_team_mates_blog_is_theirs_however_it_is_written(team: PlantedHouse, typed: str) -> None:
    await blog(team, BEN, f"{M}/@ben")
    found = replace(read_feed(ANA), blog_url=typed)
    await team.do("UPDATE profile SET blog_proven_at = :at WHERE membership_id = 2", at=START)
    refusal = await refused(team, lambda: named(team, found))
    assert refusal.key == "blog-taken"

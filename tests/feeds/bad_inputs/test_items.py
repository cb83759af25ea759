"""Bad inputs 47 to 59: what an item can be, its link, its title and its date."""

import re
from datetime import UTC, datetime

import pytest

from teambot.chat.render.text import shown
from tests.feeds.bad_inputs.documents import BASE, HOST, atom, entry, item, rss
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


@bad_input(
    47, ['<guid isPermaLink="false">tag:ana,2026:new</guid>', "<guid>12345</guid>", "<guid>soup of the day</guid>"]
)
async def test_an_item_without_an_address_is_known_and_not_offered(ana: Scene, case: str) -> None:
    """Where the list says "reported" there is nobody to report it to: its author sees what can be put forward."""
    unlinked = item("new", None, None, case)
    ana.serve(rss(unlinked, *BASE))
    await ana.reads()
    assert (await ana.titles(), await ana.keys()) == ([], 6 + 1)
    ana.serve(rss(unlinked.replace("</guid>", f"</guid><link>{HOST}/new</link>"), *BASE), ETag='"linked"')
    await ana.reads()


NO_LINKS = [
    "javascript:alert(1)",
    "data:text/html,soup",
    "mailto:ana@ana.blog.test",
    "at://ana.test/soup",
    f"{HOST}/{'a' * 5000}",
]


@bad_input(48, NO_LINKS)
async def test_a_link_that_is_no_address_of_a_post(ana: Scene, case: str) -> None:
    ana.serve(rss(item("new", case), *BASE))
    await ana.reads()
    assert await ana.titles() == []
    assert await ana.keys() > 6


RELATIVE = [
    ("the feed's own address", rss(item("new", "deep/soup"), *BASE), f"{HOST}/deep/soup"),
    ("from the root", rss(item("new", "/deep/soup"), *BASE), f"{HOST}/deep/soup"),
    (
        "xml:base of the feed",
        atom(entry("new", '<link href="soup"/>'), attributes=f' xml:base="{HOST}/deep/"'),
        f"{HOST}/deep/soup",
    ),
    (
        "xml:base of the entry",
        atom(entry("new", '<link href="soup"/>').replace("<entry>", f'<entry xml:base="{HOST}/deep/">')),
        f"{HOST}/deep/soup",
    ),
    (
        "xml:base within xml:base",
        atom(
            entry("new", '<link href="soup"/>').replace("<entry>", '<entry xml:base="soups/">'),
            attributes=f' xml:base="{HOST}/deep/"',
        ),
        f"{HOST}/deep/soups/soup",
    ),
    (
        "xml:base in RSS",
        rss(item("new", "soup"), *BASE).replace("<rss ", f'<rss xml:base="{HOST}/deep/" '),
        f"{HOST}/deep/soup",
    ),
]


@bad_input(49, RELATIVE)
async def test_a_relative_link_is_resolved(ana: Scene, case: tuple[str, str, str]) -> None:
    """Content-Location, which the list names too, is no base since RFC 7231 (appendix B), so it changes nothing."""
    _, body, expected = case
    await ana.title(body, Content_Location="/elsewhere/feed.xml")
    assert [row.url for row in await ana.items() if row.title == "new"] == [expected]


OTHERS = "".join(f'<link rel="{rel}" href="{HOST}/{rel}"/>' for rel in ("replies", "edit", "enclosure", "self", "via"))


@bad_input(50, [f'{OTHERS}<link rel="alternate" href="{HOST}/soup"/>', f'{OTHERS}<link href="{HOST}/soup"/>{OTHERS}'])
async def test_the_link_of_an_entry_is_its_alternate(ana: Scene, case: str) -> None:
    await ana.title(atom(entry("new", case)))
    assert [row.url for row in await ana.items() if row.title == "new"] == [f"{HOST}/soup"]


@bad_input(51)
async def test_a_link_without_rel_is_the_alternate(ana: Scene) -> None:
    await ana.title(atom(entry("new", f'<link href="{HOST}/soup"/>')))
    assert [row.url for row in await ana.items() if row.title == "new"] == [f"{HOST}/soup"]


@bad_input(52)
async def test_of_two_links_in_rss_the_last_counts(ana: Scene) -> None:
    await ana.title(rss(item("new", f"{HOST}/one", more=f"<link>{HOST}/two</link>"), *BASE))
    assert [row.url for row in await ana.items() if row.title == "new"] == [f"{HOST}/two"]


@bad_input(53)
async def test_a_title_of_xhtml_keeps_its_text(ana: Scene) -> None:
    marked = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>Bold</b> soup &amp; <i>tea</i></div></title>'
    )
    assert await ana.title(atom(entry("new").replace("<title>new</title>", marked))) == "Bold soup & tea"


ESCAPED = [
    ("&amp;lt;b&amp;gt; soup", "<b> soup"),
    ("&lt;b&gt;bold&lt;/b&gt; soup", "bold soup"),
    ("Tom &amp;amp; soup", "Tom & soup"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;soup", "<script>alert(1)</script>soup"),
]


@bad_input(54, ESCAPED)
async def test_a_title_that_is_escaped_twice_is_text(ana: Scene, case: tuple[str, str]) -> None:
    written, expected = case
    assert await ana.title(rss(item("new").replace("<title>new<", f"<title>{written}<"), *BASE)) == expected


BODY = "<description>&lt;p&gt;First words of a soup.&lt;/p&gt;</description>"
UNTITLED = [
    ("<title> \n </title>" + BODY, "First words of a soup."),
    (BODY, "First words of a soup."),
    ("<title>&#8203;&lt;b&gt;&lt;/b&gt;</title>" + BODY, "First words of a soup."),
    ("", f"{HOST}/new"),
]


@bad_input(55, UNTITLED)
async def test_a_post_without_a_title(ana: Scene, case: tuple[str, str]) -> None:
    written, expected = case
    assert await ana.title(rss(item("new").replace("<title>new</title>", written), *BASE)) == expected


ALIVE = re.compile(r"(?<!\\)(?:@everyone|<[@#]|\]\()")  # without a backslash before it
FAMILY = "👩\u200d👩\u200d👧\u200d👦"
HOSTILE = [
    ("@everyone soup", "@everyone soup", "\\@everyone soup"),
    ("<@123> <#5> soup", None, None),
    ("[x](http://evil.test) soup", "[x](http://evil.test) soup", "\\[x\\]\\(http\\://evil.test\\) soup"),
    ("so\u202eup\u2066 \u200bsoup\ufeff", "soup soup", "soup soup"),
    ("a" * 10_000, f"{'a' * 255}…", f"{'a' * 255}…"),
    (f"{FAMILY} soup", f"{FAMILY} soup", f"{FAMILY} soup"),
    (FAMILY * 100, f"{FAMILY * 36}…", f"{FAMILY * 36}…"),
]


@bad_input(56, HOSTILE)
async def test_a_title_that_would_be_more_than_text(ana: Scene, case: tuple[str, str | None, str | None]) -> None:
    """What is stored is plain; that it is inert is the rendering's, and no message may ping (`allowed_mentions`)."""
    written, expected, drawn = case
    found = await ana.title(rss(item(written, f"{HOST}/new"), *BASE))
    assert expected is None or found == expected
    assert len(found) <= 256
    said = shown(found, 300)
    assert drawn is None or said == drawn
    assert not ALIVE.search(said)


NO_DATES = [
    "Mon, 01 Jan 0001 00:00:00 +0000",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "garbage",
    "",
    "Mon, 99 Foo 2026 9:9",
]


@bad_input(57, NO_DATES)
async def test_a_date_that_is_none(ana: Scene, case: str) -> None:
    await ana.title(rss(item("new", more=f"<pubDate>{case}</pubDate>"), *BASE))
    (row,) = [row for row in await ana.items() if row.title == "new"]
    assert (row.published_at, row.first_seen_at) == (None, ana.now)


@bad_input(58)
async def test_a_date_in_the_future_is_none_and_the_post_is_offered_once(ana: Scene) -> None:
    """The list would clamp it; ours has no date then, and counts as published when it was first seen."""
    body = rss(item("new", more="<pubDate>Sat, 05 Sep 2099 10:00:00 GMT</pubDate>"), *BASE)
    await ana.title(body, ETag='"1"')
    (row,) = [row for row in await ana.items() if row.title == "new"]
    assert (row.published_at, row.first_seen_at) == (None, ana.now)
    ana.serve(body.replace("2099", "2098"), ETag='"2"')
    await ana.reads()


DATES = [
    ("Mon, 05 Jan 2026 03:00:00 -0500", 8),
    ("Mon, 05 Jan 2026 03:00:00 EST", 8),
    ("Mon, 5 Jan 2026 8:00:00 GMT", 8),
    ("5 Jan 2026 08:00 +0000", 8),
    ("2026-01-05T03:00:00-0500", 8),
    ("2026-01-05T03:00:00-05:00", 8),
    ("2026-01-05T08:00:00Z", 8),
]


@bad_input(59, DATES)
async def test_dates_as_they_are_written(ana: Scene, case: tuple[str, int]) -> None:
    await ana.title(rss(item("new", more=f"<pubDate>{case[0]}</pubDate>"), *BASE))
    (row,) = [row for row in await ana.items() if row.title == "new"]
    assert row.published_at == datetime(2026, 1, 5, case[1], tzinfo=UTC)

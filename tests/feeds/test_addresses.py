"""One post is one post, however its address is written; two posts stay two; and a feed's query is its own."""

from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from teambot.feeds.addresses import canonical, spelled, without_tracking
from teambot.feeds.identity import address_key, feed_key, item_keys, same_blog, submittable

UNRESERVED = "abcdefghijklmnopqrstuvwxyz0123456789-_~."
LABEL = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
HOST = st.lists(LABEL, min_size=2, max_size=3).map(".".join)
WORD = st.text(UNRESERVED + "ABé+", min_size=1, max_size=8)
FILE = st.builds("{}{}".format, WORD, st.sampled_from(["", "", ".html"]))
SHARED = ["ref=twitter", "source=rss", "share=facebook", "s=09", "si=Zx81_abcDEF-", "trk=public_post", "Ref=HN"]
TRACKING = ["utm_source=x", "UTM_Campaign=a%20b", "utm%5Fmedium=rss", "fbclid=1", "gclid=", "mc_cid=2", "mtm_kwd=x", ""]
AMP = ["amp", "amp=", "amp=1", "outputType=amp"]


@dataclass(frozen=True)
class Post:
    """A post's place as it is, undecorated."""

    host: str
    port: str
    path: tuple[str, ...]
    query: tuple[str, ...]

    def written(self) -> str:
        asked = f"?{'&'.join(self.query)}" if self.query else ""
        return f"http://{self.host}{self.port}{''.join(f'/{part}' for part in self.path)}{asked}"


def is_amp(word: str) -> bool:
    return word == "amp" or word.endswith(".amp.html")


def posts(host: st.SearchStrategy[str] = HOST, word: st.SearchStrategy[str] = FILE) -> st.SearchStrategy[Post]:
    """Draw places that no decoration makes: one that ends in `/amp` is an AMP page."""
    word = word.filter(lambda word: word not in (".", ".."))
    own_path = st.lists(word, max_size=3).filter(lambda path: not path or not is_amp(path[-1]))
    own_query = st.lists(st.builds("{}={}".format, st.sampled_from("abc"), WORD), max_size=3)
    return st.builds(
        Post,
        host.filter(lambda host: not host.startswith(("www.", "amp."))),
        st.sampled_from(["", "", ":8080"]),
        own_path.map(tuple),
        own_query.map(tuple),
    )


@st.composite
def spelling(draw: st.DrawFn, post: Post, *, as_post: bool = True) -> str:
    """Draw a way to write a place; `as_post`: with tracking and AMP, which say another thing of a feed."""
    scheme = draw(st.sampled_from(["http", "https", "HTTPS"]))
    port = post.port or draw(st.sampled_from(["", {"http": ":80"}.get(scheme, ":443")]))
    host = draw(st.sampled_from(["", "amp."] if as_post else [""])) + post.host
    host = draw(st.sampled_from(["", "www.", "WWW."])) + draw(st.sampled_from([host, host.upper(), host + "."]))
    path = [draw(escaped(part)) for part in post.path]
    if as_post and path and post.path[-1].endswith(".html") and draw(st.booleans()):
        path[-1] = draw(escaped(post.path[-1].removesuffix(".html") + ".amp.html"))
    dotted = draw(st.booleans())  # or its slashes doubled: of two, a step back takes but one
    for at in draw(st.lists(st.integers(0, len(path)), max_size=2 if dotted else 0)):
        path[at:at] = draw(st.sampled_from([["."], ["%2E"], ["gone", ".."], ["gone", "x", "%2e%2E", ".."]]))
    query = [f"{segment[:2]}{draw(escaped(segment[2:]))}" for segment in post.query]
    if as_post:
        path += draw(st.sampled_from([[], ["amp"]])) if post.path else []
        path += draw(st.sampled_from([[], ["index.html"], ["index.php"], ["%69ndex.htm"]]))
        path = [draw(st.sampled_from([""] if dotted else ["", "/"])) + part for part in path]
        for extra in draw(st.lists(st.sampled_from(TRACKING + AMP + SHARED), max_size=2)):
            query.insert(draw(st.integers(0, len(query))), extra)
    asked = "?" + "&".join(query) if query or draw(st.booleans()) else ""
    slash, fragment = draw(st.sampled_from(["", "/"])), draw(st.sampled_from(["", "#x", "#", "#?a=1"]))
    return f"{scheme}://{host}{port}{''.join(f'/{part}' for part in path)}{slash}{asked}{fragment}"


@st.composite
def escaped(draw: st.DrawFn, text: str) -> str:
    """Draw a way to write a part: signs as themselves or as escapes, in capitals or not, where that changes nothing."""
    return "".join(
        draw(st.sampled_from([sign, *(code.format(*sign.encode()) for code in codes_of(sign))])) for sign in text
    )


def codes_of(sign: str) -> list[str]:
    if sign == "+":
        return []  # an escaped plus is no plus
    return ["".join(["%{:02x}", "%{:02x}"][: len(sign.encode())]), "%{:02X}" * len(sign.encode())]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_one_post_has_one_key_however_it_is_written(data: st.DataObject) -> None:
    post = data.draw(posts())
    one, other = data.draw(spelling(post)), data.draw(spelling(post))
    assert address_key(one) == address_key(other)
    assert item_keys(None, one, "", None) == item_keys(None, other, "", None)
    assert item_keys("1", one, "", None, ids_repeat=True) == item_keys("1", other, "", None, ids_repeat=True)
    assert address_key(without_tracking(one)) == address_key(one)
    assert canonical(f"https://{canonical(one)}") == canonical(one), "written once more, it stays"
    shown = submittable(one, "http://b.example/")
    assert shown is not None
    assert address_key(shown) == address_key(one)
    assert submittable(shown, "http://b.example/") == shown, "cleaning again changes nothing"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_one_feed_has_one_key_however_it_is_written(data: st.DataObject) -> None:
    feed = data.draw(posts())
    one, other = (data.draw(spelling(feed, as_post=False)) for _ in range(2))
    assert feed_key(one) == feed_key(other)
    assert spelled(f"http://{spelled(one)}") == spelled(one)
    assert same_blog(one, other)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_two_posts_are_two_however_they_are_written(data: st.DataObject) -> None:
    few = posts(
        st.sampled_from(["b.example", "c.example", "x.b.example"]), st.sampled_from(["1", "a", "A", "a.html", "é"])
    )
    one, other = data.draw(few), data.draw(few)
    assume(one != other)
    written, rewritten = data.draw(spelling(one)), data.draw(spelling(other))
    assert address_key(written) != address_key(rewritten)
    assert feed_key(one.written()) != feed_key(other.written())
    assert not set(item_keys("1", written, "", None, ids_repeat=True)) & set(
        item_keys("1", rewritten, "", None, ids_repeat=True)
    )


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_key_of_40_characters(text: str) -> None:
    assert len(address_key(text)) == len(feed_key(text)) == 40
    for repeat in (False, True):
        keys = item_keys(text, "http://b.example/" + text, text, None, ids_repeat=repeat)
        assert keys
        assert all(len(key) <= 40 for key in keys)
    same_blog(text, text)
    url = submittable(text, "http://b.example/")
    assert url is None or submittable(url, "http://b.example/") == url, "cleaning again changes nothing"


DIFFERENT = [
    ("http://b.example/a", "http://b.example/b", "another path"),
    ("http://b.example/a", "http://b.example/A", "the case of a path counts"),
    ("http://b.example/001", "http://b.example/001.html", "a file's name counts"),
    ("http://b.example/?p=1", "http://b.example/?p=2", "another parameter"),
    ("http://b.example/?a=1&b=2", "http://b.example/?b=2&a=1", "their order counts"),
    ("http://b.example/?a=%26", "http://b.example/?a=&", "an escape is no sign"),
    ("http://b.example/?a=%2B", "http://b.example/?a=+", "an escaped plus is no blank"),
    ("http://b.example/a%2Fb", "http://b.example/a/b", "an escaped slash is no slash"),
    ("http://b.example/a%25", "http://b.example/a%2525", "an escape is read once"),
    ("http://b.example/", "http://c.b.example/", "another host"),
    ("http://b.example/", "http://b.example:8080/", "another port"),
    ("http://b.example/?ref=other.example", "http://b.example/", "a parameter that may mean something"),
    ("http://b.example/ab", "http://b.example/a?b", "no sign is lost between the parts"),
    ("http://b.example/amp", "http://b.example/", "a page about amplifiers"),
    ("http://b.example/champ", "http://b.example/ch", "a word that ends so"),
    ("http://b.example/a?amp=2", "http://b.example/a", "as many amperes"),
    ("http://b.example/a?amplifier=1", "http://b.example/a", "a parameter that begins so"),
    ("http://amp.example/", "http://example/", "a host of that name"),
    ("http://ramp.b.example/", "http://b.example/", "a host that ends so"),
    ("http://b.example/a.amp.html", "http://b.example/a.amp", "a file of that name"),
    ("http://b.example/a/..b", "http://b.example/b", "a name that begins with dots"),
    ("http://b.example/a/...", "http://b.example/a", "three dots are a name"),
    ("http://b.example/a%2F..%2Fb", "http://b.example/b", "an escaped slash ends no segment"),
    ("http://b.example/a/../b", "http://b.example/a/b", "a step up is a step"),
    ("http://b.example/an-index.html", "http://b.example/an-", "a file whose name ends so"),
    ("http://b.example/index.html/a", "http://b.example/a", "an index that is not the last"),
    ("http://b.example/index", "http://b.example/", "a page called index"),
    ("http://b.example/index.json", "http://b.example/", "another kind of index"),
    ("http://b.example/?a=x//y", "http://b.example/?a=x/y", "slashes in a query are its own"),
    ("http://b.example/?s=10", "http://b.example/", "a story's number"),
    ("http://b.example/?si=3", "http://b.example/", "a section's number"),
    ("http://b.example/?trk=3", "http://b.example/", "the third track"),
    ("http://b.example/?r=post7", "http://b.example/", "a route"),
    ("http://b.example/p/a?r=post/view", "http://b.example/p/a", "a route behind a page"),
    ("http://b.example/?source=kew", "http://b.example/", "a source that is looked at"),
    ("http://b.example/?share=7", "http://b.example/", "what is shared has a number"),
]


@pytest.mark.parametrize(("one", "other", "why"), DIFFERENT, ids=[row[2] for row in DIFFERENT])
def test_what_differs_differs(one: str, other: str, why: str) -> None:
    assert address_key(one) != address_key(other), why


SAME = [
    ("http://bücher.example/ä", "https://xn--bcher-kva.example/%c3%a4", "letters and their escapes"),
    ("http://b.example/%C3%A4", "http://b.example/%c3%a4", "the case of an escape"),
    ("http://b.example/%7Eana/%61", "http://b.example/~ana/a", "escapes that need not be"),
    ("http://b.example/?ref=b.example", "http://b.example", "the site's own mark"),
    (" http://b.example/a\n", "http://b.example/a", "blanks around it"),
    ("http://b.example/a///", "http://b.example/a", "slashes at the end"),
    ("http://b.example/a b", "http://b.example/a%20b", "a blank in it"),
    ("http://b.example/a?amp", "http://b.example/a", "AMP by a word"),
    ("http://b.example/a/?b=1&amp=1", "http://b.example/a?b=1", "AMP by a number, beside another"),
    ("http://b.example/a?outputType=amp", "http://b.example/a", "AMP as newspapers write it"),
    ("https://amp.b.example/a", "http://b.example/a", "AMP by the host"),
    ("https://www.amp.b.example/a", "http://b.example/a", "AMP by the host, behind www."),
    ("https://amp.www.b.example/a", "http://b.example/a", "AMP by the host, before www."),
    ("http://b.example/a/amp/", "http://b.example/a", "AMP by the path"),
    ("http://b.example/a/%61mp", "http://b.example/a", "AMP by the path, in disguise"),
    ("http://b.example/a.amp.html", "http://b.example/a.html", "AMP by the file"),
    ("http://b.example//a", "http://b.example/a", "doubled slashes"),
    ("http://b.example/x/../a", "http://b.example/a", "a step in and one out"),
    ("http://b.example/../../a", "http://b.example/a", "no way leads above the front page"),
    ("http://b.example/%2e/a/.", "http://b.example/a", "steps to where one is"),
    ("http://b.example/a/index.html", "http://b.example/a", "a directory's index"),
    ("http://b.example/index.php?p=1", "http://b.example/?p=1", "the front page's, and a post by its number"),
    ("http://b.example/a/amp/index.html", "http://b.example/a", "an index of an AMP page"),
    ("http://b.example/a?ref=twitter&source=rss", "http://b.example/a", "by which way a reader came"),
    ("http://b.example/a?__twitter_impression=true&_ga=1.2", "http://b.example/a", "marks of platforms"),
    ("http://b.example/p/a?r=1x2yz&triedRedirect=true", "http://b.example/p/a", "who shared a post of Substack's"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME, ids=[row[2] for row in SAME])
def test_what_is_the_same_is_the_same(one: str, other: str, why: str) -> None:
    assert address_key(one) == address_key(other), why


@pytest.mark.parametrize("query", SHARED)
def test_by_which_way_somebody_came_stays_in_what_is_shown(query: str) -> None:
    """It is for comparing alone: where it means something after all, readers come out at the post."""
    url = f"http://b.example/a?{query}"
    assert submittable(url, "http://b.example/") == url


@pytest.mark.parametrize("url", [row[0] for row in SAME if row[2].startswith("AMP")])
def test_amp_stays_in_what_is_shown_and_in_a_feeds_address(url: str) -> None:
    assert submittable(url, "http://b.example/") == url
    assert feed_key(url) != feed_key("http://b.example/a"), "a page of a person called amp is not the person's host"


FEEDS = [
    ("https://b.example/feed/", True, "https and a slash"),
    ("http://www.b.example/feed", True, "www."),
    ("HTTP://B.Example:80/feed#top", True, "case, port and fragment"),
    ("http://b.example/feed?", True, "a question without words"),
    ("http://b.example/feed?utm_source=x", False, "what looks like tracking may choose the feed"),
    ("http://b.example/feed?source=b.example", False, "the site's own mark may, too"),
    ("http://b.example/x/../feed", True, "a step in and one out"),
    ("http://b.example//feed", False, "a doubled slash may choose the feed"),
    ("http://b.example/feed/index.html", False, "a file of its own"),
    ("http://b.example/feed?source=rss", False, "what looks like a way somebody came may choose the feed"),
    ("http://b.example/Feed", False, "another path"),
    ("http://b.example/comments/feed", False, "the comments"),
]


@pytest.mark.parametrize(("url", "same", "why"), FEEDS, ids=[row[2] for row in FEEDS])
def test_which_addresses_are_one_feed(url: str, same: bool, why: str) -> None:
    assert (feed_key(url) == feed_key("http://b.example/feed")) is same, why

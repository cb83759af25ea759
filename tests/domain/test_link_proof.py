"""What each look at a link amounts to, and when the next one is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.link_proof import (
    AGAIN_AFTER,
    LinkState,
    PageFacts,
    first_state,
    is_members_only,
    next_look,
    repeats_host,
    settled,
    state_of_page,
)

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("link", "only", "reason"),
    [
        ("https://ana.example/links", False, "a blog"),
        ("https://x.com/ana/status/1", True, "shows nothing to who is not logged in"),
        ("https://mobile.twitter.com/ana", True, "a part of one"),
        ("https://www.facebook.com/ana", True, "with www"),
        ("https://M.FACEBOOK.com/ana", True, "letters of any size"),
        ("https://notx.com/ana", False, "another name that ends alike"),
        ("https://x.com.example/ana", False, "another name that begins alike"),
        ("https://mastodon.example/@ana/1", False, "may be read, so it is looked at"),
    ],
)
def test_a_network_for_members_is_never_asked(link: str, only: bool, reason: str) -> None:
    assert is_members_only(link) is only, reason
    assert first_state(link) is (LinkState.CANNOT if only else LinkState.WAITING)


@pytest.mark.parametrize(
    ("found", "links", "state", "reason"),
    [
        (True, 1, LinkState.SEEN, "it is there"),
        (False, 12, LinkState.SAID, "read, and not there"),
        (False, 0, LinkState.CANNOT, "a page without links is drawn by scripts"),
    ],
)
def test_a_page_that_was_read_says(found: bool, links: int, state: LinkState, reason: str) -> None:
    assert state_of_page(found, links) is state, reason


@pytest.mark.parametrize(
    ("state", "tries", "after", "reason"),
    [
        (LinkState.SAID, 1, HOUR, "the page may be published later"),
        (LinkState.CANNOT, 1, HOUR, "the host may be back"),
        (LinkState.SAID, 2, DAY, "and once more"),
        (LinkState.SAID, 3, None, "then no more"),
        (LinkState.CANNOT, 3, None, "nor here"),
        (LinkState.SEEN, 1, None, "there is no more to know"),
    ],
)
def test_a_link_is_looked_at_again_twice(state: LinkState, tries: int, after: timedelta | None, reason: str) -> None:
    assert next_look(state, tries, NOW) == (None if after is None else NOW + after), reason


def test_a_host_that_asks_for_longer_gets_it() -> None:
    assert next_look(LinkState.CANNOT, 1, NOW, 3 * HOUR) == NOW + 3 * HOUR
    assert next_look(LinkState.CANNOT, 2, NOW, 3 * HOUR) == NOW + DAY


@given(st.permutations([LinkState.WAITING, LinkState.SEEN, LinkState.SAID, LinkState.CANNOT]), st.integers(1, 4))
def test_looks_amount_to_the_best_of_them_in_any_order(states: list[LinkState], many: int) -> None:
    order = [LinkState.SEEN, LinkState.SAID, LinkState.CANNOT, LinkState.WAITING]
    assert settled(states[:many]) is min(states[:many], key=order.index)
    one_by_one = LinkState.WAITING
    for state in states[:many]:
        one_by_one = settled((one_by_one, state))
    assert one_by_one is settled(states[:many])


def test_there_are_three_looks_in_all() -> None:
    tries, at = 0, NOW
    while at is not None:
        tries += 1
        at = next_look(LinkState.SAID, tries, at)
    assert tries == 1 + len(AGAIN_AFTER) == 3


@pytest.mark.parametrize(
    ("facts", "may", "reason"),
    [
        (PageFacts(False, False, False), True, "a page of the pusher's own, or of a stranger's"),
        (PageFacts(True, False, False), False, "it links whatever its address holds"),
        (PageFacts(False, True, False), False, "somebody else recommended it there"),
        (PageFacts(False, False, True), False, "one page is one recommendation"),
    ],
)
def test_what_can_be_had_for_nothing_shows_nothing(facts: PageFacts, may: bool, reason: str) -> None:
    assert facts.may_show is may, reason


@pytest.mark.parametrize(
    ("address", "repeats", "reason"),
    [
        ("https://ana.example/tips", False, "a page of its own"),
        ("https://dora.example/1", False, "its own host does not count"),
        ("https://ana.example/on-dora", False, "a name is no address"),
        ("https://ana.example/leaving?to=https://dora.example/1", True, "a page that sends on"),
        ("https://ana.example/leaving?to=HTTPS%3A%2F%2FDORA.example%2F1", True, "escaped, in large letters"),
        ("https://ana.example/leaving?to=dora%25252Eexample/1", True, "escaped several times"),
        ("https://ana.example/leaving?to=dora%26%2346;example/1", True, "escaped for a page"),
        ("https://ana.example/leaving?to=do%0Ara.exa%C2%ADmple/1", True, "with what browsers leave out"),
        ("https://ana.example/leaving?to=dora%E3%80%82example/1", True, "with another full stop"),
        ("https://ana.example/go/dora.example/1", True, "in its path"),
        ("https://ana.example/?to=b%C3%BCro.example/1", True, "the post's blog by its letters"),
        ("https://ana.example/?to=xn--bro-hoa.example/1", True, "or as the network has it"),
        ("https://ana.example/tips#dora.example", False, "no page is given what follows a #"),
    ],
)
def test_an_address_that_holds_the_posts_is_known(address: str, repeats: bool, reason: str) -> None:
    assert (
        repeats_host(
            address, ["https://www.dora.example/1", "https://b\N{LATIN SMALL LETTER U WITH DIAERESIS}ro.example/"]
        )
        is repeats
    ), reason

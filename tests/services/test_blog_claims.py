"""Nobody keeps a blog that is not theirs: another one is taken once it is shown to be the member's, on both stores."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.notices import OF_ITS_POSTS
from teambot.domain.profiles import SettingsShown
from teambot.errors import Refusal
from teambot.services.profiles import ChangeFeed
from teambot.storage import notices, teams
from teambot.storage.runner import Tx
from tests.services.applicants import (
    SOON,
    Page,
    address,
    admit,
    apply,
    do,
    fill_in,
    join,
    page_of,
    proven,
    send,
    three,
)
from tests.services.conftest import FIRST_CLOSE, START, Blogs, House
from tests.stores import Store

ANA, BEN, DORA, EMI = 0, 1, 3, 4
DAY = timedelta(days=1)


@pytest.fixture
async def team(store: Store, blogs: Blogs) -> AsyncIterator[House]:
    """Ana, Ben and Chidi have formed a team; nobody asked them to prove their blogs."""
    async with three(store, blogs) as house:
        yield house


def me(who: int) -> str:
    """Link to somebody's own profile, as a proof."""
    return f'<a rel="me" href="https://discord.com/users/{100 + who}">me</a>'


async def names(team: House, who: int, blog: str, feed: str = "") -> SettingsShown:
    return await team.services.profiles.change_feed(team.caller(who), ChangeFeed(blog, feed), SOON)


async def proves(team: House, who: int, page: str = "") -> SettingsShown:
    return await team.services.profiles.prove_blog(team.caller(who), SOON, page=page)


async def settings(team: House, who: int) -> SettingsShown:
    return await team.services.profiles.settings(team.caller(who), SOON)


async def told(team: House, who: int) -> list[str]:
    return [str(one.kind) for one in (await team.services.weeks.show(team.caller(who), "this", SOON)).news]


async def key_of(awaitable: object) -> str:
    with pytest.raises(Refusal) as caught:
        await awaitable  # type: ignore[misc]
    return caught.value.key


async def proven_at(team: House, who: int) -> object:
    return (await team.rows("SELECT blog_proven_at FROM profile WHERE membership_id = :of", of=who + 1))[0][0]


async def test_another_blog_is_taken_once_the_words_stand_on_it(team: House) -> None:
    emis = page_of(team.blogs, EMI)
    named = await names(team, ANA, address(EMI))
    assert (named.blog_url, named.feed_url) == (address(ANA), f"{address(ANA)}/feed"), "the old one stays until then"
    assert named.claim is not None
    assert (named.claim.blog_url, named.claim.feed_url) == (address(EMI), f"{address(EMI)}/feed")
    looked = await proves(team, ANA)
    assert (looked.blog_url, looked.just_looked, looked.claim) == (address(ANA), True, named.claim)
    emis.body = f"<p>{named.claim.token}</p>"
    shown = await proves(team, ANA)
    assert (shown.blog_url, shown.feed_url, shown.claim) == (address(EMI), f"{address(EMI)}/feed", None)
    assert shown.proved
    assert await proven_at(team, ANA) is not None
    assert (await proves(team, ANA)).blog_url == address(EMI), "pressed again it does no harm"


async def test_a_blog_that_shows_it_already_is_taken_at_once(team: House) -> None:
    page_of(team.blogs, EMI).body = me(ANA)
    assert (await names(team, ANA, address(EMI))).blog_url == address(EMI)
    page_of(team.blogs, DORA).body = me(BEN)
    claimed = await names(team, ANA, address(DORA))
    assert claimed.claim is not None, "a link to somebody else says nothing"
    assert await proven_at(team, ANA) is not None, "of the one they have"


@pytest.mark.parametrize(("blog", "stand"), [(address(EMI), []), (address(ANA), ["new_item", "newest_offer"])])
async def test_what_was_offered_of_a_blog_is_over_once_it_is_theirs_no_more(
    team: House, blog: str, stand: list[str]
) -> None:
    page_of(team.blogs, EMI).body = me(ANA)

    def offer(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, 1)
        for kind in OF_ITS_POSTS:
            notices.add(tx, ANA + 1, kind, {"item_id": 1, "team_id": 1, "title": "old", "url": "u"}, now)
        tx.commit()

    await team.db.run(offer, None, SOON)
    assert (await names(team, ANA, blog)).claim is None
    left = await team.rows("SELECT kind FROM notice WHERE membership_id = 1 AND seen_at IS NULL ORDER BY id")
    assert [kind for (kind,) in left if kind in ("new_item", "newest_offer")] == stand


async def test_the_words_may_stand_on_another_page_of_the_blog(team: House) -> None:
    page = page_of(team.blogs, EMI)
    page.head = f'<link rel="author" href="{address(EMI)}/about">'
    page.body = f'<a href="{address(EMI)}/about">About</a>'
    claim = (await names(team, ANA, address(EMI))).claim
    assert claim is not None
    assert (await proves(team, ANA, f"{address(EMI)}/about")).just_looked
    page.body += claim.token
    assert (await proves(team, ANA, f"{address(EMI)}/about")).claim is None


async def test_a_claim_is_one_at_a_time_keeps_its_words_and_can_be_dropped(team: House) -> None:
    page_of(team.blogs, EMI)
    page_of(team.blogs, DORA)
    first = (await names(team, ANA, address(EMI))).claim
    second = (await names(team, ANA, address(DORA))).claim
    assert first is not None
    assert second is not None
    assert (second.blog_url, second.token) == (address(DORA), first.token)
    kept = await team.services.profiles.keep_blog(team.caller(ANA), SOON)
    assert (kept.blog_url, kept.claim) == (address(ANA), None)
    third = (await names(team, ANA, address(EMI))).claim
    assert third is not None
    assert third.token != first.token, "words that were once on somebody's page prove nothing later"


async def test_the_feed_of_ones_own_blog_changes_freely(team: House) -> None:
    for feed in ("rss.xml", "notes/feed", "feed"):
        shown = await names(team, ANA, address(ANA), f"{address(ANA)}/{feed}")
        assert (shown.feed_url, shown.claim) == (f"{address(ANA)}/{feed}", None)
        assert await proven_at(team, ANA) is None, "nobody asked, and nobody looked"
    await proven(team, 1)
    await names(team, ANA, f"{address(ANA)}/notes", f"{address(ANA)}/feed")
    assert await proven_at(team, ANA) is not None, "a part of what is known to be hers is"
    wider = await names(team, ANA, address(ANA), f"{address(ANA)}/feed")
    assert wider.claim is not None, "what stands around it may be somebody else's"


async def test_an_applicant_s_proof_stays_when_they_are_admitted(team: House) -> None:
    await admit(team, DORA)
    await join(team, DORA, SOON + 4 * DAY)
    assert await proven_at(team, DORA) is not None
    page_of(team.blogs, EMI).body = me(DORA)
    await do(team, "UPDATE profile SET blog_proven_at = NULL WHERE membership_id = 4")
    assert (await names(team, DORA, address(EMI))).blog_url == address(EMI)
    assert await proven_at(team, DORA) is not None


async def mallory(team: House) -> Page:
    """Ana named Dora's blog as a founder, when nobody asked."""
    page = page_of(team.blogs, DORA)
    await do(team, "UPDATE profile SET blog_url = :url WHERE membership_id = 1", url=address(DORA))
    await do(team, "UPDATE feed SET url = :url WHERE id = 1", url=f"{address(DORA)}/feed")
    await do(team, "UPDATE item SET url = :url WHERE feed_id = 1", url=f"{address(DORA)}/1")
    return page


async def put(team: House, who: int, url: str) -> object:
    return await team.services.posts.submit(team.caller(who), team.post(who, url=url), SOON)


async def test_the_owner_gets_in_where_a_member_only_named_their_blog(team: House) -> None:
    page = await mallory(team)
    await apply(team, DORA)
    assert not (await settings(team, ANA)).anothers, "what is only claimed takes nothing from anybody"
    page.body = me(DORA)
    await team.services.applications.prove(team.caller(DORA), team.team_id, SOON)
    shown = await settings(team, ANA)
    assert (shown.blog_url, shown.anothers) == (address(DORA), True), "it is kept, and she is told"
    said = await team.rows("SELECT facts FROM notice WHERE membership_id = 1 AND kind = 'blog_of_another'")
    assert said == [(f'{{"blog": "{address(DORA)}"}}',)]
    assert await key_of(put(team, ANA, f"{address(DORA)}/7")) == "blog-of-another"
    posts = team.services.posts
    for begun in (None, f"{address(DORA)}/7"):
        assert await key_of(posts.draft(team.caller(ANA), begun, SOON)) == "blog-of-another"
    assert await key_of(posts.draft_item(team.caller(ANA), 1, SOON)) == "blog-of-another"
    message = [f"{address(DORA)}/7"]
    assert await key_of(posts.draft_message(team.caller(ANA), message, SOON)) == "blog-of-another"
    await fill_in(team, DORA)
    assert await told(team, ANA) == ["blog_of_another"], "once"


async def test_both_are_well_once_each_has_their_own(team: House) -> None:
    await mallory(team)
    await admit(team, DORA)
    joined = SOON + 4 * DAY
    await join(team, DORA, joined)
    await put(team, DORA, f"{address(DORA)}/3")
    page_of(team.blogs, ANA).body = me(ANA)
    assert (await names(team, ANA, address(ANA))).blog_url == address(ANA)
    assert not (await settings(team, ANA)).anothers
    assert "blog_of_another" not in await told(team, ANA)
    await put(team, ANA, f"{address(ANA)}/3")
    assert await key_of(put(team, ANA, f"{address(DORA)}/9")) == "not-your-blog"


async def test_who_had_it_first_may_show_that_it_is_theirs_too(team: House) -> None:
    """Two who write on one blog: whoever is on the team keeps it, and the other is told so before anything is lost."""
    page = await mallory(team)
    page.body = me(DORA)
    await apply(team, DORA)
    claim = (await names(team, ANA, address(DORA))).claim
    assert claim is not None
    assert await key_of(put(team, ANA, f"{address(DORA)}/7")) == "blog-of-another"
    page.body += claim.token
    shown = await proves(team, ANA)
    assert (shown.blog_url, shown.anothers, shown.claim) == (address(DORA), False, None)
    await put(team, ANA, f"{address(DORA)}/7")
    assert await key_of(apply(team, DORA)) == "blog-taken"


async def test_once_the_other_is_gone_it_is_as_before(team: House) -> None:
    page = await mallory(team)
    page.body = me(DORA)
    await apply(team, DORA)
    await team.services.applications.withdraw(team.caller(DORA), team.team_id, SOON)
    assert not (await settings(team, ANA)).anothers
    await put(team, ANA, f"{address(DORA)}/7")


async def test_what_lies_on_the_shelf_waits_as_well(team: House) -> None:
    page = await mallory(team)
    await put(team, ANA, f"{address(DORA)}/7")
    await put(team, ANA, f"{address(DORA)}/8")
    await team.services.posts.withdraw(team.caller(ANA), 1, SOON)
    page.body = me(DORA)
    await apply(team, DORA)
    assert (await team.services.weeks.show(team.caller(ANA), "next", SOON)).from_shelf is None
    assert await key_of(team.services.posts.use_this_week(team.caller(ANA), 2, SOON)) == "blog-of-another"
    await team.turn(FIRST_CLOSE)
    assert await team.rows("SELECT state FROM submission WHERE id = 2") == [("shelved",)]


async def test_a_blog_that_is_known_to_be_somebody_s_is_not_to_be_had(team: House) -> None:
    page_of(team.blogs, BEN).body = me(ANA)
    await proven(team, 2)
    assert await key_of(names(team, ANA, address(BEN))) == "blog-taken"
    await send(team, DORA)
    page_of(team.blogs, DORA).body = me(ANA)
    assert await key_of(names(team, ANA, address(DORA))) == "blog-applied"
    assert (await settings(team, ANA)).blog_url == address(ANA)


async def test_a_member_who_only_named_it_hears_of_a_member_who_shows_it(team: House) -> None:
    page_of(team.blogs, BEN).body = me(ANA)
    assert (await names(team, ANA, address(BEN))).blog_url == address(BEN)
    assert (await settings(team, BEN)).anothers
    assert await told(team, BEN) == ["blog_of_another"]


# Ana's blog, and Dora's that is proven; whose are the posts of Dora's, and does Ana keep hers.
PARTS = [
    (f"{address(DORA)}/notes", address(DORA), False, "a part of it is hers, too"),
    (address(DORA), f"{address(DORA)}/~dora/", True, "a host keeps what is not under another's place on it"),
    ("http://DORA.blog.test/%7Edora", f"{address(DORA)}/~dora/", False, "however it is written"),
]


@pytest.mark.parametrize(("ana", "dora", "keeps", "why"), PARTS)
async def test_how_much_of_a_host_is_known_to_be_somebody_s(
    team: House, ana: str, dora: str, keeps: bool, why: str
) -> None:
    await mallory(team)
    await do(team, "UPDATE profile SET blog_url = :url WHERE membership_id = 1", url=ana)
    await admit(team, DORA)
    await do(team, "UPDATE application SET blog_url = :url", url=dora)
    await do(team, "UPDATE profile SET blog_url = :url WHERE membership_id = 4", url=dora)
    assert (await settings(team, ANA)).anothers is not keeps, why


async def test_a_claim_outlives_the_reading_of_nothing(team: House) -> None:
    """A page that cannot be read when it is looked at leaves all as it is, and says so."""
    page_of(team.blogs, EMI)
    claim = (await names(team, ANA, address(EMI))).claim
    del team.blogs.instead["emi"]
    team.blogs.status["emi"] = 503
    assert await key_of(proves(team, ANA)) == "blog-unreadable"
    assert (await settings(team, ANA)).claim == claim


async def test_a_stranger_names_nothing(team: House) -> None:
    for act in (names(team, EMI, address(EMI)), proves(team, EMI)):
        assert await key_of(act) == "not-a-member"
    assert await key_of(team.services.profiles.keep_blog(team.caller(EMI), START)) == "not-a-member"

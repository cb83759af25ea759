"""Applying: from the blog's address to every end that it can have (product.md, Joining), on both stores."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from teambot.domain.application_views import ApplicationChanged, ApplicationShown
from teambot.domain.applications import AGAIN_AFTER, CHARTER_WITHIN, VOUCH_WITHIN
from teambot.domain.motions import Choice, NotNow
from teambot.domain.ownership import Proof
from teambot.domain.standings import Happening
from teambot.errors import Refusal
from teambot.services.applications.applying import SaveProof, save_proof
from teambot.services.applications.cards import application_card
from teambot.services.applications.service import candidate
from teambot.services.members import Join
from teambot.services.motions.proposals import ProposeOther
from teambot.services.standings.departures import depart
from teambot.services.use_case import write
from teambot.storage import members, teams
from tests.services.applicants import (
    SOON,
    address,
    admit,
    apply,
    cast,
    do,
    fill_in,
    join,
    motion_of,
    page_of,
    proven,
    send,
    settle,
    three,
    vouch,
)
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, Blogs, House
from tests.stores import Store

DORA, EMI, FINN = 3, 4, 5
DAY = timedelta(days=1)


@pytest.fixture
async def team(store: Store, blogs: Blogs) -> AsyncIterator[House]:
    """Ana, Ben and Chidi have formed a team; the others would like to join."""
    async with three(store, blogs) as house:
        yield house


async def shown(team: House, who: int, now=SOON) -> ApplicationShown:
    return await team.services.applications.show(team.caller(who), team.team_id, now)


async def standing(team: House, who: int) -> str:
    sql = "SELECT m.standing FROM membership m JOIN person p ON p.id = m.person_id WHERE p.discord_id = :who"
    return str((await team.rows(sql, who=100 + who))[0][0])


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as caught:
        await awaitable
    return caught.value.key


async def places(team: House, most: int) -> None:
    await do(team, "UPDATE team SET most_members = :most", most=most)


async def form_more(team: House, who: int) -> None:
    """Bring one more onto the team, by a vote."""
    await admit(team, who, now=START)
    await join(team, who, START + 3 * DAY)


async def leave(team: House, who: int, now) -> None:
    def go(tx, _, now) -> None:
        here = teams.lock(tx, team.team_id)
        depart(tx, here, members.of(tx, team.team_id, 100 + who), Happening.LEFT, now)
        tx.commit()

    await team.db.run(go, None, now)


async def cards(team: House) -> list[tuple[object, ...]]:
    return await team.rows("SELECT kind FROM outbox WHERE kind IN ('application', 'motion') ORDER BY id")


async def test_the_feed_is_found_and_its_rhythm_told(team: House) -> None:
    page_of(team.blogs, DORA)
    found = await apply(team, DORA)
    assert (found.blog_url.rstrip("/"), found.feed_url) == (address(DORA), f"{address(DORA)}/feed")
    assert (found.state, found.proof, found.per_month) == ("draft", None, 3.9)
    assert found.since == (START - timedelta(days=70)).date().isoformat()
    assert await standing(team, DORA) == "applicant"
    assert await cards(team) == []


async def test_the_card_says_the_feed_s_rhythm_beside_the_team_s_range(team: House) -> None:
    """Of three members one's feed has no dates: the range is that of the others."""
    for member, days in ((1, 7), (2, 30)):
        for number in range(3):
            at = START - timedelta(days=days * number)
            sql = "UPDATE item SET published_at = :at WHERE feed_id = :feed AND title LIKE :title"
            await do(team, sql, at=at, feed=member, title=f"% {number + 1}")
    application_id = await send(team, DORA)
    seen = await team.db.read(lambda tx, _, __: candidate(tx, application_id), None, SOON)
    assert seen is not None
    assert (seen.since, seen.per_month) == ((START - timedelta(days=70)).date().isoformat(), 3.9)
    assert (seen.team_low, seen.team_high) == (1.0, 4.1)
    assert (seen.name, seen.why, seen.voucher) == ("Dora", "You cook what I bake.", "")


async def test_a_token_on_the_page_proves_and_filling_in_sends(team: House) -> None:
    page = page_of(team.blogs, DORA)
    token = (await apply(team, DORA)).token
    looked = await team.services.applications.prove(team.caller(DORA), team.team_id, SOON)
    assert (looked.proof, looked.just_looked) == (None, True)
    assert (await fill_in(team, DORA)).state == "draft"
    page.body = f"<p>{token}</p>"
    assert (await team.services.applications.prove(team.caller(DORA), team.team_id, SOON)).state == "sent"
    assert await cards(team) == [("application",)]


async def test_a_link_to_ones_own_profile_proves_at_once(team: House) -> None:
    page_of(team.blogs, DORA).head = '<link rel="me" href="https://discord.com/users/103">'
    assert (await apply(team, DORA)).proof == "rel_me"
    page_of(team.blogs, EMI).head = '<link rel="me" href="https://discord.com/users/103">'
    assert (await apply(team, EMI)).proof is None, "somebody else's profile"


async def test_an_unfinished_form_is_kept_as_it_was_typed(team: House) -> None:
    """A wrong address of the best post loses none of the words beside it."""
    page_of(team.blogs, DORA)
    await apply(team, DORA)
    assert await refused(fill_in(team, DORA, best_post="http://elsewhere.test/1", by_dm=True)) == "best-post-elsewhere"
    kept = await team.services.applications.form(team.caller(DORA), team.team_id, SOON)
    assert (kept.answers.why, kept.answers.best_post) == ("You cook what I bake.", "http://elsewhere.test/1")
    assert kept.by_dm
    assert await refused(fill_in(team, DORA, why="  ")) == "no-answer"
    kept = await team.services.applications.form(team.caller(DORA), team.team_id, SOON)
    assert (kept.answers.why, kept.answers.niche) == ("", "bread and butter")


def answering(team: House, path: str, status: int, location: str) -> None:
    """Let Dora's blog answer so at one path, and else as before; she has proven that it is hers."""
    page = page_of(team.blogs, DORA)
    page.body = '<a rel="me" href="https://discord.com/users/103">me</a>'

    async def answered(request: web.Request) -> web.Response:
        if request.path != path:
            return await page.answer(request)
        return web.Response(status=status, headers={"Location": location} if location else {})

    team.blogs.instead[page.name] = answered


@pytest.mark.parametrize(
    ("status", "location", "key"),
    [
        pytest.param(404, "", "post-not-there", id="no such post"),
        pytest.param(410, "", "post-not-there", id="gone"),
        pytest.param(302, "http://emi.blog.test/1", "post-leads-away", id="another blog's"),
        pytest.param(302, "/3", None, id="another place on the blog"),
        pytest.param(503, "", None, id="out of order today"),
        pytest.param(403, "", None, id="robots kept out"),
    ],
)
async def test_a_best_post_is_looked_at_before_the_team_reads_of_it(
    team: House, status: int, location: str, key: str | None
) -> None:
    answering(team, "/9", status, location)
    await apply(team, DORA)
    said = fill_in(team, DORA, best_post=f"{address(DORA)}/9")
    if key is None:
        assert (await said).state == "sent"
        return
    assert await refused(said) == key
    kept = await shown(team, DORA)
    assert (kept.state, kept.answers.best_post) == ("draft", f"{address(DORA)}/9")
    look = team.services.applications.prove(team.caller(DORA), team.team_id, SOON)
    assert await refused(look) == key, "nor does the proof send it"
    assert await refused(apply(team, DORA)) == key, "nor the same blog once more"
    assert (await shown(team, DORA)).state == "draft"
    assert (await fill_in(team, DORA)).state == "sent"
    assert await refused(fill_in(team, DORA, best_post=f"{address(DORA)}/9")) == key
    assert (await shown(team, DORA)).answers.best_post == f"{address(DORA)}/3", "what the team reads stays"


async def test_what_the_team_reads_is_only_changed_by_answers_that_are_right(team: House) -> None:
    await send(team, DORA)
    assert await refused(fill_in(team, DORA, why="")) == "no-answer"
    assert (await shown(team, DORA)).answers.why == "You cook what I bake."
    await fill_in(team, DORA, why="Your soups need bread.")
    assert (await shown(team, DORA)).answers.why == "Your soups need bread."


async def test_a_vouch_opens_the_vote_and_a_second_one_is_too_late(team: House) -> None:
    application_id = await send(team, DORA)
    assert await team.services.applications.wanting_vouch(team.caller(0), "do", SOON) == [(application_id, "Dora")]
    vouched = await vouch(team, 1, application_id)
    assert (vouched.applicant, vouched.closes_at, vouched.place) == ("Dora", SOON + 3 * DAY, 0)
    assert await refused(vouch(team, 2, application_id)) == "vouched-already"
    assert await team.services.applications.wanting_vouch(team.caller(0), "", SOON) == []
    now = await shown(team, DORA)
    assert (now.state, now.voucher, now.ends_at) == ("voting", "Ben", SOON + 3 * DAY)
    assert [news.kind for news in now.news] == ["vouched", "admission_opened"]
    assert not (await shown(team, DORA)).news, "what was read is not shown again"


async def test_an_applicant_is_found_by_their_whole_name_and_never_taken_for_another(team: House) -> None:
    mine = team.services.applications
    first = await send(team, DORA)
    assert await mine.called(team.caller(0), " dORA", SOON) == first
    assert await refused(mine.called(team.caller(0), "Do", SOON)) == "no-applicant-chosen"
    await send(team, EMI)
    await do(team, "UPDATE person SET name = 'Dora' WHERE discord_id = 104")
    assert await refused(mine.called(team.caller(0), "Dora", SOON)) == "several-so-called"
    assert await refused(mine.called(team.caller(9), "Dora", SOON)) == "not-a-member"


@pytest.mark.parametrize(
    ("who", "key"),
    [
        pytest.param(DORA, "still-an-applicant", id="nobody vouches for themself"),
        pytest.param(EMI, "not-a-member", id="a stranger"),
    ],
)
async def test_only_a_member_vouches(team: House, who: int, key: str) -> None:
    application_id = await send(team, DORA)
    assert await refused(vouch(team, who, application_id)) == key
    assert (await shown(team, DORA)).state == "sent"


async def test_a_vouch_needs_words_and_an_applicant(team: House) -> None:
    page_of(team.blogs, DORA)
    await apply(team, DORA)
    assert await refused(vouch(team, 0, 1)) == "no-such-applicant", "a draft is nobody's business"
    assert await refused(vouch(team, 0, 99)) == "no-such-applicant"


async def test_admitted_joins_with_the_blog_of_the_application_and_has_a_buddy(team: House) -> None:
    await admit(team, DORA)
    told = await shown(team, DORA, SOON + 3 * DAY)
    assert (told.state, told.ends_at) == ("admitted", SOON + 3 * DAY + CHARTER_WITHIN)
    assert await standing(team, DORA) == "invited"
    charter = await team.services.members.charter(team.caller(DORA), SOON + 4 * DAY)
    assert (charter.may_join, charter.admitted) == (True, True)
    await join(team, DORA, SOON + 4 * DAY)
    assert await standing(team, DORA) == "member"
    sql = "SELECT buddy_id, buddy_until FROM membership WHERE standing = 'member' AND buddy_id IS NOT NULL"
    assert await team.rows(sql) == [(1, f"{SOON + 32 * DAY:%Y-%m-%d %H:%M:%S.%f}")]
    assert await team.rows("SELECT state FROM application") == [("joined",)]
    sql = "SELECT url FROM feed JOIN subscription s ON s.feed_id = feed.id WHERE membership_id = 4"
    assert await team.rows(sql) == [(f"{address(DORA)}/feed",)]


async def test_refused_hears_reasons_once_each_and_may_ask_again_after_60_days(team: House) -> None:
    application_id = await send(team, DORA)
    await vouch(team, 0, application_id)
    motion_id = await motion_of(team, application_id)
    for voter, said in ((1, (NotNow.SELDOM, NotNow.NICHE)), (2, (NotNow.NICHE,))):
        await cast(team, voter, motion_id, Choice.NO, *said)
    closed = SOON + 3 * DAY
    await settle(team, closed)
    told = await shown(team, DORA, closed)
    assert (told.state, told.again_from) == ("refused", closed + AGAIN_AFTER)
    assert told.news[-1].facts["reasons"] == ["niche", "seldom"], "in a fixed order: neither who nor how many"
    assert await standing(team, DORA) == "nobody"
    assert await refused(apply(team, DORA, closed + AGAIN_AFTER - DAY)) == "asked-too-soon"
    await settle(team, closed + AGAIN_AFTER)
    assert (await apply(team, DORA, closed + AGAIN_AFTER)).state == "draft"


async def test_too_few_voters_twice_is_no_refusal(team: House) -> None:
    application_id = await send(team, DORA)
    await vouch(team, 0, application_id)
    await settle(team, SOON + 3 * DAY)
    again = await shown(team, DORA)
    assert (again.state, again.ends_at, again.news[-1].kind) == ("voting", SOON + 6 * DAY, "admission_again")
    await settle(team, SOON + 6 * DAY)
    assert (await shown(team, DORA)).state == "lapsed"
    assert (await apply(team, DORA, SOON + 6 * DAY)).state == "draft", "and at once"


async def test_without_a_vouch_it_is_closed_after_14_days(team: House) -> None:
    application_id = await send(team, DORA)
    await settle(team, SOON + VOUCH_WITHIN - DAY)
    assert (await shown(team, DORA)).state == "sent"
    late = SOON + VOUCH_WITHIN
    assert await refused(vouch(team, 0, application_id, late)) == "application-over", "before the sweep comes"
    await settle(team, late)
    told = await shown(team, DORA, late)
    assert (told.state, told.news[-1].kind) == ("unvouched", "no_vouch")
    assert (await apply(team, DORA, late)).state == "draft"


async def test_admitted_and_silent_the_place_is_free_again(team: House) -> None:
    await admit(team, DORA)
    over = SOON + 3 * DAY + CHARTER_WITHIN
    assert await refused(join(team, DORA, over)) == "invitation-ended"
    await settle(team, over)
    assert (await shown(team, DORA)).state == "missed"
    assert await standing(team, DORA) == "nobody"


@pytest.mark.parametrize("far", ["draft", "sent", "voting", "admitted"])
async def test_it_can_be_taken_back_at_any_time(team: House, far: str) -> None:
    if far == "draft":
        page_of(team.blogs, DORA)
        await apply(team, DORA)
    elif far == "admitted":
        await admit(team, DORA)
    else:
        application_id = await send(team, DORA)
        if far == "voting":
            await vouch(team, 0, application_id)
    assert (await shown(team, DORA)).state == far
    back = await team.services.applications.withdraw(team.caller(DORA), team.team_id, SOON)
    assert back.state == "withdrawn"
    assert await standing(team, DORA) == "nobody"
    assert await team.rows("SELECT state FROM motion WHERE state <> 'closed'") == []
    if far != "draft":  # the team has read it: not by the hour
        assert (await shown(team, DORA)).again_from == SOON + DAY
        assert await refused(apply(team, DORA, SOON + DAY - timedelta(seconds=1))) == "withdrawn-just-now"
    assert (await apply(team, DORA, SOON if far == "draft" else SOON + DAY)).state == "draft"


async def test_a_full_team_keeps_a_list_by_date(team: House) -> None:
    """The date of sending counts, not that of the vouch; a vote opens as soon as a place is free."""
    await places(team, 4)
    first = await send(team, DORA)
    emi, finn = await send(team, EMI, SOON + timedelta(hours=1)), await send(team, FINN, SOON + timedelta(hours=2))
    await vouch(team, 0, first)
    assert (await vouch(team, 0, finn)).place == 1, "the running vote takes the last place"
    assert (await vouch(team, 1, emi)).place == 1
    waits = await shown(team, FINN)
    assert (waits.state, waits.place, waits.waiting) == ("waiting", 2, 2)
    assert waits.news[-1].facts["full"] == "yes"
    await team.services.applications.withdraw(team.caller(DORA), team.team_id, SOON + DAY)
    await settle(team, SOON + DAY)
    assert ((await shown(team, EMI)).state, (await shown(team, FINN)).place) == ("voting", 1)


async def test_what_a_vouched_applicant_waits_for_is_told_truly(team: House) -> None:
    applied = [await send(team, who) for who in (DORA, EMI)]
    await places(team, 3)
    assert (await shown(team, DORA)).full
    assert (await vouch(team, 0, applied[0])).waits_for == "place"
    await places(team, 12)
    assert not (await shown(team, EMI)).full
    for number in range(3):
        proposal = ProposeOther(team.team_id, f"Shall we meet on day {number}?")
        await team.services.voting.propose(team.caller(number), proposal, SOON)
    assert (await vouch(team, 0, applied[1])).waits_for == "turn"
    cards = [
        await team.db.read(lambda tx, one, now: application_card(tx, teams.get(tx, 1), one, now), one, SOON)
        for one in applied
    ]
    assert [one.waits_for for one in cards if one is not None] == ["turn", "turn"]


async def test_who_waits_to_return_goes_first(team: House) -> None:
    await places(team, 4)
    away = SOON - timedelta(weeks=9)
    await do(
        team,
        "UPDATE membership SET standing = 'paused', paused_at = :at, paused_why = 'asked', wants_back_at = :at"
        " WHERE id = 3",
        at=away,
    )
    vouched = await vouch(team, 0, await send(team, DORA))
    assert vouched.closes_at is not None, "two of four places are taken, one is kept for who returns"
    assert (await vouch(team, 0, await send(team, EMI))).closes_at is None


async def test_three_votes_under_way_make_an_applicant_wait_for_a_turn(team: House) -> None:
    for number in range(3):
        proposal = ProposeOther(team.team_id, f"Shall we meet on day {number}?")
        await team.services.voting.propose(team.caller(number), proposal, SOON)
    assert (await vouch(team, 0, await send(team, DORA))).closes_at is None
    told = (await shown(team, DORA)).news[-1]
    assert (told.kind, told.facts["full"]) == ("waiting_list", "no")
    await settle(team, SOON + 5 * DAY)
    assert (await shown(team, DORA)).state == "voting"


async def test_three_who_wait_are_offered_a_sister_team_once(team: House) -> None:
    await places(team, 3)
    for who in (DORA, EMI, FINN):
        await vouch(team, 0, await send(team, who))
    assert await team.rows("SELECT kind FROM outbox WHERE kind = 'sister_team'") == [("sister_team",)]
    assert (await shown(team, DORA)).news[-1].kind == "sister_team"
    ready = await team.services.applications.would_join_sister(team.caller(DORA), team.team_id, SOON)
    assert ready.sister
    guide = await team.services.applications.sister_guide(team.caller(0), team.team_id, SOON)
    assert (guide.waiting, guide.ready) == (3, ("Dora",))
    await team.services.applications.withdraw(team.caller(FINN), team.team_id, SOON)
    await vouch(team, 0, await send(team, FINN, SOON + DAY), SOON + DAY)
    assert await team.rows("SELECT kind FROM outbox WHERE kind = 'sister_team'") == [("sister_team",)]
    not_now = await team.services.applications.would_join_sister(team.caller(DORA), team.team_id, SOON)
    assert not not_now.sister


async def test_a_new_wizard_offers_those_who_wait_and_would_come(team: House) -> None:
    await places(team, 3)
    await vouch(team, 0, await send(team, DORA))
    await vouch(team, 0, await send(team, EMI))
    await team.services.applications.would_join_sister(team.caller(EMI), team.team_id, SOON)
    opened = await team.services.teams.setup(team.caller(0, manage=True, channel=777), SOON)
    assert [one.name for one in opened.suggested] == ["Emi"]
    named = await team.services.teams.name_suggested(team.caller(0, manage=True, channel=777), opened.team.id, SOON)
    assert ([one.name for one in named.founders], named.suggested) == (["Emi"], ())


async def test_a_voucher_who_leaves_before_the_vote_is_looked_for_again(team: House) -> None:
    await form_more(team, DORA)
    await places(team, 4)
    application_id = await send(team, EMI)
    await vouch(team, 0, application_id)
    await leave(team, 0, SOON + DAY)
    await places(team, 3)
    await settle(team, SOON + DAY)
    again = await shown(team, EMI)
    assert (again.state, again.voucher, again.ends_at) == ("sent", "", SOON + DAY + VOUCH_WITHIN)
    assert again.news[-1].kind == "voucher_left"
    assert (await vouch(team, 1, application_id, SOON + 2 * DAY)).place == 1


async def test_a_blog_that_is_only_claimed_keeps_nobody_out(team: House) -> None:
    """Whoever claims somebody else's blog cannot prove it; its owner applies and joins."""
    page_of(team.blogs, DORA)
    await team.services.applications.apply(team.caller(EMI), address(DORA), SOON)
    await send(team, DORA)
    assert await refused(team.services.applications.apply(team.caller(FINN), address(DORA), SOON)) == "blog-applied"
    await proven(team, 1)
    assert await refused(team.services.applications.apply(team.caller(FINN), address(0), SOON)) == "blog-taken"


async def test_who_may_not_apply_is_told_why(team: House) -> None:
    assert await refused(apply(team, 0)) == "already-a-member"
    await send(team, DORA)
    assert await refused(apply(team, DORA)) == "application-open"
    await admit(team, EMI)
    assert await refused(apply(team, EMI, SOON + 3 * DAY)) == "not-joined-yet"
    await do(team, "UPDATE membership SET standing = 'paused', paused_why = 'asked' WHERE id IN (2, 3)")
    assert await refused(apply(team, 1)) == "you-are-paused"
    assert await refused(apply(team, FINN)) == "too-few-to-admit"
    await do(team, "UPDATE team SET state = 'closed'")
    assert await refused(apply(team, FINN)) == "team-closed"


async def test_nobody_applies_to_a_team_that_has_not_formed(house: House) -> None:
    await house.set_up(3)
    assert await refused(apply(house, DORA)) == "team-not-formed"


async def test_a_founder_who_never_answered_may_apply_once_the_invitation_has_ended(house: House) -> None:
    await house.set_up(4)
    for who in range(3):
        await house.join(who)
    assert await refused(apply(house, DORA)) == "not-joined-yet"
    page_of(house.blogs, DORA)
    assert (await apply(house, DORA, START + 15 * DAY)).state == "draft"
    assert await standing(house, DORA) == "applicant"


async def test_nobody_vouches_in_a_team_that_has_closed(team: House) -> None:
    application_id = await send(team, DORA)
    await do(team, "UPDATE team SET state = 'closed'")
    assert await refused(vouch(team, 0, application_id)) == "team-closed"


async def test_elsewhere_on_the_server_its_only_team_is_meant(team: House) -> None:
    page_of(team.blogs, DORA)
    elsewhere = team.caller(DORA, channel=777)
    assert (await team.services.applications.apply(elsewhere, address(DORA), SOON)).team_name == "Tea and Soup"
    await team.services.teams.setup(team.caller(0, manage=True, channel=778), START)
    page_of(team.blogs, EMI)
    strange = team.caller(EMI, channel=777)
    assert await refused(team.services.applications.apply(strange, address(EMI), SOON)) == "which-team-to-join"


async def test_an_alumnus_may_ask_again(team: House) -> None:
    await form_more(team, DORA)
    await leave(team, DORA, SOON)
    page_of(team.blogs, DORA).body = '<a rel="me" href="https://discord.com/users/103">me</a>'
    assert (await apply(team, DORA, SOON + DAY)).state == "draft"
    await fill_in(team, DORA, SOON + DAY)
    await vouch(team, 0, 2, SOON + DAY)
    for voter in (0, 1):
        await cast(team, voter, await motion_of(team, 2), Choice.YES, now=SOON + DAY)
    await settle(team, SOON + 4 * DAY)
    await join(team, DORA, SOON + 4 * DAY)
    assert await standing(team, DORA) == "member"
    assert await team.rows("SELECT count(*) FROM membership WHERE left_at IS NOT NULL") == [(0,)]


async def test_60_days_later_nothing_is_known_of_who_was_refused(team: House) -> None:
    application_id = await send(team, DORA)
    await vouch(team, 0, application_id)
    motion_id = await motion_of(team, application_id)
    for voter in (1, 2):
        await cast(team, voter, motion_id, Choice.NO, NotNow.LEVEL)
    await settle(team, SOON + 3 * DAY)
    await settle(team, SOON + 62 * DAY)
    assert await team.rows("SELECT name FROM person WHERE discord_id = 103") == [("Dora",)], "the 60 days run on"
    await settle(team, SOON + 63 * DAY)
    assert await team.rows("SELECT name FROM person WHERE discord_id = 103") == []
    words = await team.rows("SELECT blog_url, feed_url, token, niche, why, readers, vouch_words FROM application")
    assert words == [("",) * 7]
    assert await team.rows("SELECT person_id FROM membership WHERE id = 4") == [(None,)]
    assert await team.rows("SELECT count(*) FROM profile WHERE membership_id = 4") == [(0,)]


async def test_a_draft_that_nobody_goes_on_with_is_forgotten(team: House) -> None:
    page_of(team.blogs, DORA)
    await apply(team, DORA)
    await settle(team, SOON + 60 * DAY)
    assert await refused(shown(team, DORA)) == "no-application"
    assert (await apply(team, DORA, SOON + 60 * DAY)).state == "draft"


async def test_a_team_that_closes_ends_what_was_asked_of_it(team: House) -> None:
    await send(team, DORA)
    await do(team, "UPDATE team SET state = 'closed'")
    await settle(team, SOON + DAY)
    assert (await shown(team, DORA)).state == "closed"


async def test_a_newcomer_is_a_member_like_the_others_from_the_first_plan_on(team: House) -> None:
    """Joined in the middle of the second week: their post is in its plan, they are asked, and they are recommended."""
    await admit(team, DORA)
    joined = SOON + 4 * DAY
    await join(team, DORA, joined)
    for who in (0, 1, 2, DORA):
        await team.submit(who, now=joined)
    await team.turn(FIRST_CLOSE)
    await team.turn(FIRST_PLAN)
    asked = await team.rows("SELECT count(*) FROM assignment WHERE pusher_id = 4")
    gets = await team.rows(
        "SELECT count(*) FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 4"
    )
    assert (asked, gets) == ([(2,)], [(2,)])


async def test_whoever_vouches_twice_at_once_vouches_once(team: House) -> None:
    application_id = await send(team, DORA)
    said = await asyncio.gather(*(vouch(team, who, application_id) for who in (0, 1, 2)), return_exceptions=True)
    assert [getattr(one, "key", "vouched") for one in said].count("vouched-already") == 2
    assert await team.rows("SELECT count(*) FROM motion") == [(1,)]


async def test_applying_on_two_devices_at_once_makes_one_application(team: House) -> None:
    page_of(team.blogs, DORA)
    answers = await asyncio.gather(apply(team, DORA), apply(team, DORA), return_exceptions=True)
    begun = [answer for answer in answers if isinstance(answer, ApplicationShown)]
    # The second is told to wait, or came when the first was over.
    assert begun
    assert [str(answer) for answer in answers if answer not in begun] == ["still-looking"] * (2 - len(begun))
    assert [await apply(team, DORA)] * len(begun) == begun, "the words to copy are the same on both"
    assert await team.rows("SELECT count(*) FROM application") == [(1,)]
    assert await team.rows("SELECT count(*) FROM person WHERE discord_id = 103") == [(1,)]


async def test_a_proof_that_comes_late_changes_nothing_that_has_moved_on(team: House) -> None:
    """The blog was read for another address of it than the draft has now."""
    page_of(team.blogs, DORA)
    await apply(team, DORA)
    stale = SaveProof(team.team_id, 1, "http://old.blog.test", Proof.PAGE_TOKEN)
    await write(team.db, ApplicationChanged, save_proof, team.caller(DORA), stale, SOON)
    assert (await shown(team, DORA)).proof is None


async def test_nobody_joins_behind_the_vote_with_another_blog(team: House) -> None:
    await admit(team, DORA)
    other = Join(team.team_id, 1, address(EMI), f"{address(EMI)}/feed")
    assert await refused(team.services.members.join(team.caller(DORA), other, SOON + 3 * DAY)) == "outdated-card"
    assert await refused(join(team, FINN, SOON + 3 * DAY)) == "not-invited", "nobody admitted them"

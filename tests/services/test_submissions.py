"""Putting posts forward: windows, money, the shelf, the same post again, edits and withdrawals, on both stores."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from teambot.domain.post_answers import PostEdited, PostHeld, PostShelved, PostSubmitted, PostWithdrawn
from teambot.domain.posts import NO_REPEAT, SHELF_MOST, SubmissionState
from teambot.domain.windows import Window
from teambot.errors import Refusal
from teambot.services.posts.service import EditPost, SetWindow
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

A_DAY = timedelta(days=1)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def put(team: PlantedHouse, number: int, *, who: int = 0, now: datetime = START, **said: str) -> Any:
    """Put a member's post of a number forward, with what else is said in the form."""
    return await team.services.posts.submit(team.caller(who), team.post(who, number, **said), now)


async def states(team: PlantedHouse, who: int = 0) -> dict[object, object]:
    rows = await team.rows("SELECT title, state FROM submission WHERE membership_id = :m ORDER BY id", m=who + 1)
    return {row[0]: row[1] for row in rows}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# The plan to come is of Monday, 12 January 2026.
@pytest.mark.parametrize(
    ("said", "opens", "why"),
    [
        ({}, None, "no window"),
        ({"months": "1,2"}, None, "in its months"),
        ({"months": "Nov-Feb"}, None, "in its season, that began last year"),
        ({"last_day": "12 Jan"}, None, "the last day is the plan's"),
        ({"months": "2"}, "2026-02-01", "next month"),
        ({"months": "12"}, "2026-12-01", "at the year's end"),
        ({"months": "2", "last_day": "2026-02-14"}, "2026-02-01", "months and a last day in them"),
        ({"hemisphere": "south", "places": "Lisbon"}, None, "who is asked is the planner's question"),
    ],
)
async def test_a_post_waits_for_the_plan_or_for_its_window(
    team: PlantedHouse, said: dict[str, str], opens: str | None, why: str
) -> None:
    answer = await put(team, 1, **said)
    if opens is None:
        assert isinstance(answer, PostSubmitted), why
        assert (answer.closes_at, answer.publishes_at) == (FIRST_CLOSE, FIRST_PLAN)
    else:
        assert answer == PostHeld(1, "ana 1", at(opens).date()), why
    assert await states(team) == {"ana 1": "waiting" if opens is None else "held"}


@pytest.mark.parametrize(
    ("said", "key", "why"),
    [
        ({"months": "Brumaire"}, "unknown-month", ""),
        ({"hemisphere": "east"}, "unknown-hemisphere", ""),
        ({"last_day": "soon"}, "bad-last-day", ""),
        ({"last_day": "2026-01-04"}, "last-day-past", "yesterday"),
        ({"last_day": "2026-01-11"}, "last-day-before-plan", "a day before the plan"),
        ({"months": "2", "last_day": "2026-01-31"}, "last-day-never-open", "no February before it"),
        ({"money": ""}, "unknown-money", "money is declared by its author, never by a default"),
    ],
)
async def test_what_no_plan_can_have_is_refused(team: PlantedHouse, said: dict[str, str], key: str, why: str) -> None:
    refusal = await refused(team, lambda: put(team, 1, **said))
    assert refusal.key == key, why


async def test_the_hemisphere_is_the_authors_own_where_there_are_months(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET hemisphere = 'south' WHERE membership_id = 1")
    await put(team, 1, months="1")
    await put(team, 2)
    await put(team, 3, months="1", hemisphere="both")
    rows = await team.rows("SELECT months, hemisphere FROM submission ORDER BY id")
    assert rows == [("1", "south"), ("", None), ("1", None)]


async def test_the_second_of_a_week_is_shelved_and_can_take_the_place(team: PlantedHouse) -> None:
    await put(team, 1)
    assert await put(team, 2) == PostShelved(2, "ana 2", "ana 1", FIRST_CLOSE)
    assert await put(team, 3, months="2") == PostHeld(3, "ana 3", at("2026-02-01").date()), "it needs no place now"
    answer = await team.services.posts.use_this_week(team.caller(0), 2, START)
    assert answer == PostSubmitted(2, "ana 2", FIRST_CLOSE, FIRST_PLAN, "ana 1")
    assert await states(team) == {"ana 1": "shelved", "ana 2": "waiting", "ana 3": "held"}


async def test_a_shelved_post_out_of_its_window_is_held_instead_of_used(team: PlantedHouse) -> None:
    await put(team, 1, months="2")
    shelved = await team.services.posts.shelve(team.caller(0), 1, START)
    assert shelved == PostShelved(1, "ana 1", None, FIRST_CLOSE)
    assert await team.services.posts.use_this_week(team.caller(0), 1, START) == PostHeld(
        1, "ana 1", at("2026-02-01").date()
    )


async def _weeks(team: PlantedHouse, first: int, last: int) -> None:
    for week in range(first, last):
        await team.ring(FIRST_CLOSE + week * WEEK)
        await team.ring(FIRST_PLAN + week * WEEK)
        await team.do("UPDATE assignment SET state = 'lapsed' WHERE state = 'asked'")  # none may come late


async def test_of_four_in_a_row_one_is_sponsored(team: PlantedHouse) -> None:
    for who in (1, 2):
        await put(team, 1, who=who)
    await put(team, 1, money="sponsored")
    kept = await put(team, 2, money="own_product", now=FIRST_CLOSE)  # the first waits for a closed week: it counts
    assert isinstance(kept, PostShelved)
    assert (kept.others, kept.standing) == (3, None)
    await _weeks(team, 0, 1)
    for number, others in ((3, 3), (4, 2), (5, 1)):
        now = FIRST_PLAN + (number - 3) * WEEK
        refusal = await refused(
            team, lambda now=now: team.services.posts.use_this_week(team.caller(0), kept.submission_id, now)
        )
        assert (refusal.key, refusal.facts) == ("one-in-four", {"others": others})
        await put(team, number, money="affiliate", now=now)
        for who in (1, 2):
            await put(team, number, who=who, now=now)
        await _weeks(team, number - 2, number - 1)
    answer = await team.services.posts.use_this_week(team.caller(0), kept.submission_id, FIRST_PLAN + 3 * WEEK)
    assert isinstance(answer, PostSubmitted)
    assert list((await states(team)).values()) == ["pushed", "waiting", "pushed", "pushed", "pushed"]


async def test_the_shelf_gives_none_that_money_keeps_back(team: PlantedHouse) -> None:
    await put(team, 1, money="sponsored")
    await put(team, 2, money="sponsored")
    await put(team, 3)
    await _weeks(team, 0, 2)
    assert await states(team) == {"ana 1": "pushed", "ana 2": "shelved", "ana 3": "pushed"}
    await _weeks(team, 2, 4)
    assert (await states(team))["ana 2"] == "shelved", "two others have to go first, and there are none"


async def test_a_post_that_money_overtakes_is_kept_back_at_the_publishing(team: PlantedHouse) -> None:
    """The plain post between two sponsored ones is taken back after the close: the second may not follow so soon."""
    await put(team, 1, money="sponsored")
    await _weeks(team, 0, 1)
    for number in (2, 3, 4):
        await put(team, number, now=FIRST_PLAN + (number - 2) * WEEK)
        if number < 4:
            await _weeks(team, number - 1, number)
    later = FIRST_CLOSE + 3 * WEEK
    await team.services.weeks.close_due(later)
    assert isinstance(await put(team, 5, money="own_product", now=later), PostSubmitted)
    await team.services.posts.withdraw(team.caller(0), 4, later)
    await _weeks(team, 3, 5)
    assert (await states(team))["ana 5"] == "shelved"
    assert await team.rows("SELECT facts FROM notice WHERE kind = 'money_waits'") == [
        ('{"submission_id": 5, "title": "ana 5", "others": 1}',)
    ]


WAYS = [
    ("http://ana.blog.test/1?utm_source=x", "tracking"),
    ("https://www.ana.blog.test/1/", "scheme, www and slash"),
    ("ana.blog.test/1#top", "no scheme, a fragment"),
    ("http://ana.blog.test/1?amp=1", "the light page"),
]


@pytest.mark.parametrize(("url", "why"), WAYS)
@pytest.mark.parametrize("state", ["waiting", "shelved", "held", "pushed"])
async def test_the_same_post_is_put_forward_once(team: PlantedHouse, state: str, url: str, why: str) -> None:
    if state == "shelved":
        await put(team, 2)
    await put(team, 1, months="5" if state == "held" else "")
    if state == "pushed":
        await _weeks(team, 0, 1)
    assert (await states(team))["ana 1"] == state
    refusal = await refused(team, lambda: put(team, 1, url=url, now=FIRST_PLAN))
    assert refusal.key == ("pushed-before" if state == "pushed" else "already-put-forward"), why


async def test_a_post_may_come_again_after_26_weeks(team: PlantedHouse) -> None:
    await put(team, 1)
    await _weeks(team, 0, 1)
    refusal = await refused(team, lambda: put(team, 1, now=FIRST_PLAN + NO_REPEAT - timedelta(seconds=1)))
    assert refusal.facts == {"title": "ana 1", "pushed": FIRST_PLAN, "again": FIRST_PLAN + NO_REPEAT}
    assert isinstance(await put(team, 1, now=FIRST_PLAN + NO_REPEAT), PostSubmitted)


async def test_what_was_taken_back_may_be_put_forward_at_once(team: PlantedHouse) -> None:
    await put(team, 1)
    await team.services.posts.withdraw(team.caller(0), 1, START)
    assert isinstance(await put(team, 1), PostSubmitted)


async def test_a_post_is_taken_back_after_the_close_and_after_the_plan_and_not_after_its_week(
    team: PlantedHouse,
) -> None:
    for who in (0, 1, 2):
        await put(team, 1, who=who)
    await team.ring(FIRST_CLOSE)
    withdrawn = await team.services.posts.withdraw(team.caller(0), 1, FIRST_CLOSE)
    assert withdrawn == PostWithdrawn(1, "ana 1", misses=FIRST_PLAN), "and it says which plan it misses"
    await team.ring(FIRST_PLAN)
    assert await states(team) == {"ana 1": "withdrawn"}
    withdrawn = await team.services.posts.withdraw(team.caller(1), 2, FIRST_PLAN)
    assert withdrawn == PostWithdrawn(2, "ben 1", ran=True), "nobody recommended it: it may come again"
    over = FIRST_CLOSE + WEEK
    assert (await refused(team, lambda: team.services.posts.withdraw(team.caller(2), 3, over))).key == "post-week-over"


async def test_the_shelf_and_what_is_held_fill_up_together(team: PlantedHouse) -> None:
    await put(team, 99)
    for number in range(SHELF_MOST):
        await put(team, number, months="5" if number % 2 else "")
    for said in ({}, {"months": "5"}):
        refusal = await refused(team, lambda said=said: put(team, 50, **said))
        assert refusal.key == "shelf-full"


IN = PostEdited(1, "Soup", SubmissionState.WAITING, closes_at=FIRST_CLOSE, publishes_at=FIRST_PLAN)
FOR_FEBRUARY = PostEdited(1, "Soup", SubmissionState.HELD, opens_on=date(2026, 2, 1))


def words(post: int, money: str = "none", months: str | None = None) -> EditPost:
    return EditPost(post, "Soup", "How to brew it slowly.", "", money, months)


@pytest.mark.parametrize(
    ("first", "edit", "edited", "why"),
    [
        ({}, words(1), IN, "other words move nothing"),
        ({}, words(1, "sponsored"), IN, "money alone neither: there was none before"),
        ({}, words(1, "none", "1,2"), IN, "the plan is in its season"),
        (
            {},
            words(1, "none", "2"),
            replace(FOR_FEBRUARY, moved=True),
            "it waits for its season now",
        ),
        (
            {"months": "2"},
            words(1, "none", ""),
            replace(IN, moved=True),
            "without a season it takes the place",
        ),
        ({"months": "2"}, words(1, "none", "2"), FOR_FEBRUARY, "the same season"),
        (
            {"months": "2"},
            words(1, "none", "3"),
            replace(FOR_FEBRUARY, moved=True, opens_on=date(2026, 3, 1)),
            "another season: held until another day",
        ),
        ({"months": "2"}, words(1, "own_product"), FOR_FEBRUARY, "money is asked when its window opens"),
    ],
)
async def test_an_edit_moves_a_post_where_it_must(
    team: PlantedHouse, first: dict[str, str], edit: EditPost, edited: PostEdited, why: str
) -> None:
    await put(team, 1, **first)
    assert await team.services.posts.edit(team.caller(0), edit, START) == edited, why
    assert await states(team) == {"Soup": str(edited.state)}, why


async def test_money_that_an_edit_brings_keeps_a_post_on_the_shelf(team: PlantedHouse) -> None:
    await put(team, 1, money="sponsored")
    await _weeks(team, 0, 1)
    await put(team, 2, now=FIRST_PLAN)
    edited = await team.services.posts.edit(team.caller(0), words(2, "sponsored"), FIRST_PLAN)
    assert edited == PostEdited(2, "Soup", SubmissionState.SHELVED, moved=True, others=3)
    assert await states(team) == {"ana 1": "pushed", "Soup": "shelved"}


async def test_what_lies_on_the_shelf_stays_there_whatever_is_edited(team: PlantedHouse) -> None:
    await put(team, 1)
    await put(team, 2)
    assert await team.services.posts.edit(team.caller(0), words(2, "none", "5"), START) == PostEdited(
        2, "Soup", SubmissionState.SHELVED
    )
    assert await states(team) == {"ana 1": "waiting", "Soup": "shelved"}


async def test_after_the_close_an_edit_is_held_to_the_plan_that_it_waits_for(team: PlantedHouse) -> None:
    await put(team, 1)
    await team.ring(FIRST_CLOSE)
    posts, now = team.services.posts, FIRST_CLOSE
    until = SetWindow(1, "", "", "12 Jan")
    assert await posts.set_window(team.caller(0), until, now) == PostEdited(
        1, "ana 1", SubmissionState.WAITING, publishes_at=FIRST_PLAN
    ), "the plan is on that day, and its close is over"
    refusal = await refused(team, lambda: posts.set_window(team.caller(0), SetWindow(1, "", "", "11 Jan"), now))
    assert refusal.key == "last-day-before-plan"
    await posts.set_window(team.caller(0), SetWindow(1, "", "", ""), now)
    moved = await posts.edit(team.caller(0), words(1, "none", "2"), now)
    assert (moved.moved, moved.state, moved.opens_on) == (True, SubmissionState.HELD, date(2026, 2, 1)), (
        "it leaves the closed week"
    )


async def test_season_and_place_are_set_and_shown_again(team: PlantedHouse) -> None:
    await put(team, 1, months="1")
    command = SetWindow(1, "north", " Lisbon,  porto, lisbon", "2026-01-31")
    posts = team.services.posts
    assert await posts.set_window(team.caller(0), command, START) == replace(IN, title="ana 1", nobody_there=True)
    draft = await posts.edit_draft(team.caller(0), 1, START)
    assert draft.window == Window(frozenset({1}), draft.window.hemisphere, ("Lisbon", "porto"), at("2026-01-31").date())
    assert draft.window.hemisphere == "north"
    assert (await posts.set_window(team.caller(0), SetWindow(1, "both", "", "", "2"), START)).state == "held"
    assert (await posts.edit_draft(team.caller(0), 1, START)).window == Window(frozenset({2}))


async def test_the_list_shows_what_is_held_to_its_author_alone(team: PlantedHouse) -> None:
    await put(team, 1, months="2")
    posts = team.services.posts
    mine = await posts.list(team.caller(0), "mine", START)
    assert [(post.title, mine.opens_on(post)) for post in mine.held] == [("ana 1", date(2026, 2, 1))]
    assert (await posts.list(team.caller(0), "shelf", START)).held == mine.held
    assert (await posts.list(team.caller(0), "team", START)).held == ()
    assert (await posts.list(team.caller(1), "mine", START)).held == ()
    assert [post.title for post in await posts.mine(team.caller(0), "ana", START)] == ["ana 1"]


async def test_a_post_of_a_year_ago_begins_with_its_words_and_without_its_money(team: PlantedHouse) -> None:
    await put(team, 1, months="1", last_day="2026-01-31", money="sponsored", hook="Tea!")
    await _weeks(team, 0, 1)
    posts, later = team.services.posts, FIRST_PLAN + 52 * WEEK
    draft = await posts.draft_again(team.caller(0), 1, later)
    assert (draft.submission_id, draft.item_id, draft.url) == (None, None, "http://ana.blog.test/1")
    assert (draft.title, draft.hook, draft.money, draft.window) == ("ana 1", "Tea!", None, Window(frozenset({1})))
    with pytest.raises(Refusal, match="not-your-post"):
        await posts.draft_again(team.caller(1), 1, later)
    with pytest.raises(Refusal, match="no-such-post"):
        await posts.draft_again(team.caller(1), 99, later)


async def test_an_item_of_the_feed_is_put_forward_without_its_address(team: PlantedHouse) -> None:
    item = (await team.services.posts.newest(team.caller(0), "ana 2", START))[0]
    draft = await team.services.posts.draft_item(team.caller(0), item.id, START)
    assert (draft.item_id, draft.url) == (item.id, "http://ana.blog.test/2")
    command = team.post(0, 2, url="")
    command = type(command)(**{name: getattr(command, name) for name in command.__slots__} | {"item_id": item.id})
    assert isinstance(await team.services.posts.submit(team.caller(0), command, START), PostSubmitted)
    assert await team.rows("SELECT url FROM submission") == [("http://ana.blog.test/2",)]
    with pytest.raises(Refusal, match="no-such-item"):
        await team.services.posts.submit(team.caller(1), command, START)


async def test_who_has_nothing_new_is_told_what_their_shelf_gives_at_the_close(team: PlantedHouse) -> None:
    await put(team, 1)
    await put(team, 2)
    posts, weeks = team.services.posts, team.services.weeks
    assert (await weeks.show(team.caller(0), "this", START)).from_shelf is None, "one is in"
    await put(team, 3, last_day="2026-01-12")
    await posts.shelve(team.caller(0), 1, START)
    assert (await weeks.show(team.caller(0), "this", START)).from_shelf == "ana 3", "the soonest last day goes first"
    assert (await posts.list(team.caller(0), "shelf", START)).from_shelf == "ana 3"
    assert (await posts.list(team.caller(0), "team", START)).from_shelf is None
    await team.ring(FIRST_CLOSE)
    assert await states(team) == {"ana 1": "shelved", "ana 2": "shelved", "ana 3": "waiting"}


async def test_a_shelf_that_has_nothing_for_the_plan_promises_nothing(team: PlantedHouse) -> None:
    await put(team, 1, places="Porto")
    await team.services.posts.shelve(team.caller(0), 1, START)
    assert (await team.services.weeks.show(team.caller(0), "this", START)).from_shelf is None
    await team.do("UPDATE profile SET places = 'Porto' WHERE membership_id = 2")
    assert (await team.services.weeks.show(team.caller(0), "this", START)).from_shelf == "ana 1"


async def test_where_nobodys_readers_are_is_said_at_once(team: PlantedHouse) -> None:
    assert (await put(team, 1, places="Porto")).nobody_there
    assert not (await put(team, 2)).nobody_there
    posts = team.services.posts
    assert (await posts.list(team.caller(0), "mine", START)).nobody_there == {1}
    await team.do("UPDATE profile SET places = 'Porto' WHERE membership_id = 1")
    assert (await posts.list(team.caller(0), "mine", START)).nobody_there == {1}, "its author is not asked for it"
    await team.do("UPDATE profile SET places = 'porto' WHERE membership_id = 2")
    assert (await posts.list(team.caller(0), "mine", START)).nobody_there == frozenset()
    assert not (await posts.set_window(team.caller(0), SetWindow(1, "", "Porto", ""), START)).nobody_there

"""The offer of the newest item on both stores: to whom, which item, once a week, and what was declined."""

from datetime import datetime, timedelta

import pytest

from teambot.domain.newest import opening_of
from teambot.domain.posts import READER_LINE_MOST
from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.services.caller import DIRECT, Caller
from teambot.services.members import Join
from teambot.services.posts import newest as newest_service
from teambot.services.profiles import ChangeFeed, ChangeSettings
from teambot.services.teams import NameFounders
from teambot.storage import newest as newest_rows
from teambot.storage.foreseen import foreseen
from teambot.storage.runner import Tx
from tests.services.conftest import CHANNEL, FIRST_CLOSE, NAMES, WEEK, House, by_text

EVE = FIRST_CLOSE - timedelta(hours=23)
ELSEWHERE = 902


async def want(house: House, *who: int) -> None:
    for one in who:
        await house.services.profiles.change_settings(house.caller(one), ChangeSettings(offer_newest=True), EVE)


async def offers(house: House) -> list[tuple[object, ...]]:
    sql = "SELECT membership_id, CAST(facts AS TEXT) FROM notice WHERE kind = 'newest_offer' ORDER BY id"
    return [(member, str(facts)) for member, facts in await house.rows(sql)]


async def item_of(house: House, who: int, number: int) -> int:
    url = f"http://{('ana', 'ben', 'chidi')[who]}.blog.test/{number}"
    [(found,)] = await house.rows("SELECT id FROM item WHERE url = :url", url=url)
    return int(str(found))


async def test_each_who_wants_it_is_offered_their_newest_once_a_week(house: House) -> None:
    await house.form()
    await want(house, 0, 1)
    assert await house.services.newest.offer_due(EVE - timedelta(hours=2)) == 0
    assert await house.services.newest.offer_due(EVE) == 2
    assert await house.services.newest.offer_due(EVE + timedelta(minutes=5)) == 0
    told = await offers(house)
    assert [member for member, _ in told] == [1, 2]
    assert "ana 3" in str(told[0][1])
    assert await house.services.newest.offer_due(FIRST_CLOSE) == 0, "posts are in"


async def test_no_statement_looks_at_the_items_of_more_than_a_few_teams(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.form()
    await second_team(house)
    await do(house, "UPDATE profile SET offer_newest = :yes", yes=True)
    asked: list[list[int]] = []
    look = newest_rows.teams

    def noted(tx: Tx, among: list[int], **bounds: datetime) -> list[int]:
        asked.append(among)
        return look(tx, among, **bounds)

    monkeypatch.setattr(newest_rows, "teams", noted)
    monkeypatch.setattr(newest_service, "_AT_ONCE", 1)
    assert await house.services.newest.offer_due(EVE - timedelta(hours=2)) == 0
    assert asked == [], "before the time nothing is looked at"
    assert await house.services.newest.offer_due(EVE) == 9, "the six of one team, and the three of the other"
    assert asked == [[1], [2]]


async def test_what_a_clock_offered_that_was_ahead_keeps_nobody_from_their_offer(house: House) -> None:
    await house.form()
    await want(house, 0)
    assert await house.services.newest.offer_due(EVE) == 1
    await do(house, "UPDATE notice SET created_at = :ahead", ahead=EVE + 52 * WEEK)
    assert await house.services.newest.offer_due(EVE) == 1
    assert await house.services.newest.offer_due(EVE) == 0


async def test_what_was_put_forward_before_is_not_offered_however_it_ended(house: House) -> None:
    await house.form()
    await want(house, 0)
    posted = await house.submit(0, 3)
    await house.services.posts.withdraw(house.caller(0), posted.submission_id, EVE)  # type: ignore[attr-defined]
    assert await house.services.newest.offer_due(EVE) == 1
    assert "ana 2" in str((await offers(house))[0][1])


async def test_a_link_to_a_team_mates_post_is_not_offered_but_what_is_theirs_behind_it(house: House) -> None:
    await house.form()
    await want(house, 0, 1)
    await do(house, "UPDATE item SET url = 'http://ben.blog.test/99' WHERE url LIKE '%ana%/3'")
    await do(house, "UPDATE item SET url = 'http://chidi.blog.test/' || id WHERE url LIKE '%ben.blog.test/_'")
    assert await house.services.newest.offer_due(EVE) == 1, "all that Ben's feed shows is Chidi's"
    [(member, facts)] = await offers(house)
    assert member == 1
    assert "ana 2" in str(facts)


async def test_what_was_declined_is_not_offered_again(house: House) -> None:
    await house.form()
    await want(house, 0)
    await house.services.newest.offer_due(EVE)
    newest = await item_of(house, 0, 3)
    declined = await house.services.newest.not_this_one(house.caller(0), newest, EVE)
    assert (declined.item_id, declined.title) == (newest, "ana 3")
    await house.services.newest.not_this_one(house.caller(0), newest, EVE)
    assert await house.services.newest.offer_due(EVE) == 0, "once a week, whatever was said to it"
    await house.turn(FIRST_CLOSE)
    assert await house.services.newest.offer_due(EVE + WEEK) == 1
    assert "ana 2" in str((await offers(house))[1][1])


async def test_what_was_declined_is_not_offered_when_the_feed_is_named_anew(house: House) -> None:
    await house.form()
    await want(house, 0)
    await house.services.newest.offer_due(EVE)
    await house.services.newest.not_this_one(house.caller(0), await item_of(house, 0, 3), EVE)
    for feed in ("other", "feed"):
        command = ChangeFeed("ana.blog.test", f"http://ana.blog.test/{feed}")
        await house.services.profiles.change_feed(house.caller(0), command, EVE)
    await house.turn(FIRST_CLOSE)
    assert await house.services.newest.offer_due(EVE + WEEK) == 1
    assert "ana 2" in str((await offers(house))[1][1])


async def test_the_offer_is_foreseen_while_somebody_is_to_have_it(house: House) -> None:
    async def ahead(now: datetime) -> list[timedelta]:
        told = await house.db.read(lambda tx, _, now: foreseen(tx, now), None, now)
        return [FIRST_CLOSE - one.at for one in told if one.kind == "post"]

    await house.form()
    before = FIRST_CLOSE - timedelta(days=2)
    assert await ahead(before) == [], "nobody wants it"
    await want(house, 0)
    assert await ahead(before) == [timedelta(days=1)]
    assert await house.services.newest.offer_due(FIRST_CLOSE - timedelta(days=1)) == 1, "that is when it comes"
    assert await ahead(FIRST_CLOSE - timedelta(days=1)) == []


async def test_the_newest_is_by_its_date_and_what_is_older_is_known_to_be(house: House) -> None:
    await house.form()
    await want(house, 0)
    late = {"old": EVE - timedelta(days=40), "seen": EVE - timedelta(hours=2)}
    await do(
        house,
        "UPDATE item SET published_at = :old, first_seen_at = :seen WHERE url LIKE '%ana%/1'",
        **late,
    )
    await house.services.newest.offer_due(EVE)
    told = str((await offers(house))[0][1])
    assert '"ana 3"' in told
    assert '"older": 0' in told
    await house.services.newest.not_this_one(house.caller(0), await item_of(house, 0, 3), EVE)
    await house.turn(FIRST_CLOSE)
    await house.services.newest.offer_due(EVE + WEEK)
    assert '"older": 1' in str((await offers(house))[1][1])


@pytest.mark.parametrize("who", [1, 9])
async def test_nobody_declines_for_somebody_else(house: House, who: int) -> None:
    await house.form()
    await want(house, 0)
    await house.services.newest.offer_due(EVE)
    before = await offers(house)
    with pytest.raises(Refusal):
        await house.services.newest.not_this_one(house.caller(who), await item_of(house, 0, 3), EVE)
    assert await offers(house) == before


async def test_an_item_that_was_never_offered_is_not_declined(house: House) -> None:
    await house.form()
    with pytest.raises(Refusal, match="outdated-card"):
        await house.services.newest.not_this_one(house.caller(0), await item_of(house, 0, 3), EVE)


async def do(house: House, sql: str, **values: object) -> None:
    """Change rows by plain SQL."""

    def change(tx: Tx, _: None, __: datetime) -> None:
        tx.execute(by_text(sql, values))
        tx.commit()

    await house.db.run(change, None, EVE)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE item SET first_seen_at = :old", "nothing of the last sixty days"),
        ("UPDATE item SET published_at = :old", "an old post that came into the feed late"),
        ("UPDATE membership SET away_from = :old, away_until = :later", "away"),
        ("UPDATE membership SET away_from = :soon, away_until = :later", "away from the week to come"),
        ("UPDATE membership SET standing = 'paused'", "paused"),
        ("UPDATE team SET state = 'sleeping'", "a team that sleeps has no plan"),
        ("UPDATE profile SET offer_newest = :no", "they changed their mind"),
    ],
)
async def test_nothing_is_offered(house: House, statement: str, why: str) -> None:
    await house.form()
    await want(house, 0)
    values = {"old": EVE - timedelta(days=61), "soon": FIRST_CLOSE, "later": EVE + timedelta(days=20), "no": False}
    await do(house, statement, **{name: value for name, value in values.items() if f":{name}" in statement})
    assert await house.services.newest.offer_due(EVE) == 0, why


async def test_an_item_of_a_feed_in_two_teams_is_for_the_team_that_it_is_offered_for(house: House) -> None:
    await house.form()
    await second_team(house)
    await do(house, "UPDATE profile SET offer_newest = :yes", yes=True)
    item = await item_of(house, 0, 3)
    posts, newest = house.services.posts, house.services.newest
    for channel, team in ((CHANNEL, 1), (ELSEWHERE, 2)):
        assert (await posts.draft_item(house.caller(0, channel=channel), item, EVE)).team_id == team
    for team in (1, 2):
        there = await newest.draft(house.caller(0, guild=DIRECT, channel=77), item, EVE, team_id=team)
        assert there.team_id == team
        anywhere = await posts.draft_item(house.caller(0, channel=ELSEWHERE), item, EVE, team_id=team)
        assert anywhere.team_id == team, "a card may be looked at in another team's channel"
    with pytest.raises(Refusal, match="no-such-item"):
        await posts.draft_item(house.caller(0), item, EVE, team_id=3)
    assert await newest.offer_due(EVE) == 9
    await newest.not_this_one(house.caller(0), item, EVE, team_id=2)
    for now in (FIRST_CLOSE, EVE + WEEK):
        await house.turn(now)
    await newest.offer_due(EVE + WEEK)
    again = [facts for member, facts in await offers(house) if '"ana ' in str(facts)]
    assert sum('"team_id": 2' in str(facts) and '"ana 3"' in str(facts) for facts in again) == 1
    assert sum('"team_id": 1' in str(facts) and '"ana 3"' in str(facts) for facts in again) == 2


async def second_team(house: House) -> None:
    """Ana, Ben and Chidi are a team of another channel, too, with the same blogs."""

    def owner() -> Caller:
        return house.caller(0, manage=True, channel=ELSEWHERE)

    team = (await house.services.teams.setup(owner(), EVE - WEEK)).team.id
    founders = tuple(Founder(100 + who, NAMES[who], bot=False) for who in range(3))
    await house.services.teams.name_founders(owner(), NameFounders(team, founders), EVE - WEEK)
    await house.services.teams.found(owner(), team, EVE - WEEK)
    for who in range(3):
        host = f"http://{NAMES[who].lower()}.blog.test"
        join = Join(team, 1, host, f"{host}/feed")
        await house.services.members.join(house.caller(who, channel=ELSEWHERE), join, EVE - timedelta(days=4))


LONG = "A word or two of tea. " * 30
DRAFTS = [
    ("You learn to brew it slowly.", "You learn to brew it slowly.", "short: as it is"),
    ("Soup.", "", "too short to be a reader line"),
    ("", "", "none"),
    (LONG, ("A word or two of tea. " * 9).strip(), "whole sentences that fit"),
    ("tea " * 100, ("tea " * 50).strip() + "…", "words, where no sentence ends"),
    ("茶" * 150 + "。" + "茶" * 150, "茶" * 150 + "。", "sentences of other scripts"),
    ("茶" * 300, "", "neither: its author writes one"),
    ("Version 2.0 of it, and 3.5. " + "x" * 300, "Version 2.0 of it, and 3.5.", "a dot inside a number ends nothing"),
]


@pytest.mark.parametrize(("summary", "draft", "why"), DRAFTS, ids=[row[2] for row in DRAFTS])
def test_a_reader_line_is_drafted_from_a_summary(summary: str, draft: str, why: str) -> None:
    assert opening_of(summary) == draft, why
    assert len(opening_of(summary)) <= READER_LINE_MOST

"""The window of a post: when it is open, opens, closes and opens again; who may be asked; what is typed."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teambot.domain.readers import Hemisphere, Readers, join_places, parse_places
from teambot.domain.windows import (
    LAST_DAY_AHEAD,
    Window,
    for_readers_of,
    parse_months,
    parse_window,
    write_months,
)
from teambot.errors import Refusal

NORTH, SOUTH = Hemisphere.NORTH, Hemisphere.SOUTH
DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def of(*months: int, until: date | None = None) -> Window:
    return Window(frozenset(months), last_day=until)


WINTER = (11, 12, 1, 2)


@pytest.mark.parametrize(
    ("window", "day", "opens", "why"),
    [
        (Window.ANY, date(2026, 11, 22), date(2026, 11, 22), "without a window it is always open"),
        (of(11), date(2026, 11, 30), date(2026, 11, 30), "the last day of its month"),
        (of(11), date(2026, 12, 1), date(2027, 11, 1), "a day later it is a year away"),
        (of(11), date(2026, 10, 31), date(2026, 11, 1), "the day before it begins"),
        (of(*WINTER), date(2027, 1, 1), date(2027, 1, 1), "a season goes on over New Year"),
        (of(*WINTER), date(2027, 3, 1), date(2027, 11, 1), "and ends"),
        (of(3, 9), date(2026, 4, 1), date(2026, 9, 1), "of two seasons the next one"),
        (of(2), date(2027, 3, 1), date(2028, 2, 1), "in a leap year as in any"),
        (of(*range(1, 13)), date(2026, 5, 5), date(2026, 5, 5), "twelve months are all"),
        (of(until=date(2026, 12, 24)), date(2026, 12, 24), date(2026, 12, 24), "the last day is one"),
        (of(until=date(2026, 12, 24)), date(2026, 12, 25), None, "after it there is none"),
        (of(12, until=date(2026, 12, 24)), date(2026, 11, 1), date(2026, 12, 1), "months and a last day in them"),
        (of(12, until=date(2026, 11, 30)), date(2026, 11, 1), None, "no such month before the last day"),
        (of(2, until=date(2028, 2, 29)), date(2028, 2, 29), date(2028, 2, 29), "a day that few years have"),
    ],
)
def test_when_it_opens(window: Window, day: date, opens: date | None, why: str) -> None:
    assert window.opens_on(day) == opens, why
    assert window.is_open(day) is (opens == day), why
    assert window.is_over(day) is (opens is None), why


@pytest.mark.parametrize(
    ("window", "day", "closes", "why"),
    [
        (Window.ANY, TODAY, None, "never"),
        (of(11), date(2026, 11, 1), date(2026, 11, 30), "with its month"),
        (of(2), date(2028, 2, 3), date(2028, 2, 29), "in a leap year a day later"),
        (of(2), date(2027, 2, 28), date(2027, 2, 28), "in others not"),
        (of(*WINTER), date(2026, 11, 1), date(2027, 2, 28), "with the last month of the season, next year"),
        (of(*range(1, 13)), TODAY, None, "twelve months never close"),
        (of(12, until=date(2026, 12, 24)), date(2026, 12, 1), date(2026, 12, 24), "the last day is earlier"),
        (of(12, until=date(2027, 12, 24)), date(2026, 12, 1), date(2026, 12, 31), "the last day is a year later"),
        (of(until=date(2026, 12, 24)), TODAY, date(2026, 12, 24), "the last day alone"),
        (of(3), TODAY, None, "not open now"),
    ],
)
def test_when_it_closes(window: Window, day: date, closes: date | None, why: str) -> None:
    assert window.closes_on(day) == closes, why


@pytest.mark.parametrize(
    ("window", "day", "again", "why"),
    [
        (Window.ANY, TODAY, None, "without a season there is no again"),
        (of(until=date(2026, 12, 24)), TODAY, None, "nor with a last day alone"),
        (of(*range(1, 13)), TODAY, None, "nor with all months"),
        (of(11), date(2026, 11, 22), date(2027, 11, 1), "a year later"),
        (of(*WINTER), date(2027, 2, 28), date(2027, 11, 1), "the season that began in November, a year later"),
        (of(*WINTER), date(2026, 11, 1), date(2027, 11, 1), "on its first day too"),
        (of(3, 9), date(2026, 3, 15), date(2027, 3, 1), "a year later, not in half a year"),
        (
            of(12, until=date(2026, 12, 24)),
            date(2027, 1, 5),
            date(2027, 12, 1),
            "the last day is past: next year's",
        ),
        (of(2), date(2028, 2, 29), date(2029, 2, 1), "from a day that the next year has not"),
    ],
)
def test_when_it_opens_again(window: Window, day: date, again: date | None, why: str) -> None:
    assert window.opens_again(day) == again, why


MONTHS = st.frozensets(st.integers(1, 12))
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
WINDOWS = st.builds(Window, MONTHS, st.none() | st.sampled_from(Hemisphere), st.just(()), st.none() | DAYS)


@given(WINDOWS, DAYS)
def test_it_opens_on_the_first_open_day(window: Window, day: date) -> None:
    opens = window.opens_on(day)
    between = [day + n * DAY for n in range(((opens or day + 400 * DAY) - day).days)]
    assert not any(map(window.is_open, between))
    assert opens is None or (opens >= day and window.is_open(opens))


@given(WINDOWS, DAYS)
def test_it_is_open_until_it_closes(window: Window, day: date) -> None:
    closes = window.closes_on(day)
    if closes is None:
        assert not window.is_open(day) or (window.last_day is None and not window.seasonal)
        return
    assert all(window.is_open(day + n * DAY) for n in range((closes - day).days + 1))
    assert not window.is_open(closes + DAY)


@given(MONTHS, DAYS)
def test_the_season_of_a_year_later_is_not_todays(months: frozenset[int], day: date) -> None:
    window = Window(months)
    assume(window.seasonal)
    again = window.opens_again(day)
    assert again is not None
    assert window.is_open(again)
    assert not window.is_open(again - DAY), "a season begins there"
    assert day < again <= day + 366 * DAY or not window.is_open(day)
    closes = window.closes_on(day)
    assert closes is None or closes < again - DAY


@given(DAYS, DAYS)
def test_twelve_months_are_none(day: date, last: date) -> None:
    twelve = Window(frozenset(range(1, 13)), last_day=last)
    none = Window(last_day=last)
    asked = [
        (w.is_open(day), w.opens_on(day), w.closes_on(day), w.opens_again(day), w.seasonal) for w in (twelve, none)
    ]
    assert asked[0] == asked[1]


LISBON, PORTO = Readers(NORTH, ("Lisbon", "São Paulo")), Readers(NORTH, ("Porto",))
SYDNEY, ANYWHERE = Readers(SOUTH, ("Sydney",)), Readers()


@pytest.mark.parametrize(
    ("window", "expected", "why"),
    [
        (Window.ANY, {1, 2, 3, 4}, "everybody"),
        (Window(places=("lisbon",)), {1}, "case does not count"),
        (Window(places=("SÃO PAULO", "porto")), {1, 2}, "one place in common is enough"),
        (Window(places=("Berlin",)), set(), "nobody is there: it waits"),
        (Window(hemisphere=NORTH), {1, 2, 4}, "the north, and who has readers in both"),
        (Window(hemisphere=SOUTH), {3, 4}, "the south, and who has readers in both"),
        (Window(hemisphere=SOUTH, places=("Lisbon",)), {1}, "of those in the place there is none: then all of them"),
        (Window(frozenset({12})), {1, 2, 3, 4}, "months alone keep nobody out"),
    ],
)
def test_who_may_be_asked(window: Window, expected: set[int], why: str) -> None:
    assert for_readers_of(window, {1: LISBON, 2: PORTO, 3: SYDNEY, 4: ANYWHERE}) == expected, why


def test_where_there_is_nobody_of_a_hemisphere_everybody_is_asked() -> None:
    assert for_readers_of(Window(hemisphere=SOUTH), {1: LISBON, 2: PORTO}) == {1, 2}


READERS = st.builds(
    Readers, st.none() | st.sampled_from(Hemisphere), st.lists(st.sampled_from("abc"), unique=True).map(tuple)
)


@given(st.dictionaries(st.integers(1, 9), READERS), READERS)
def test_without_places_somebody_is_asked_wherever_there_is_anybody(team: dict[int, Readers], wanted: Readers) -> None:
    asked = for_readers_of(Window(hemisphere=wanted.hemisphere, places=wanted.places), team)
    assert asked <= team.keys()
    assert asked or wanted.places or not team
    assert all(not wanted.places or set(team[one].places) & set(wanted.places) for one in asked)


@pytest.mark.parametrize(
    ("text", "months", "why"),
    [
        ("", set(), "no season"),
        ("11,12", {11, 12}, "as a menu gives them"),
        (" 12 , 1 ", {12, 1}, "spaces around"),
        ("Nov, december", {11, 12}, "names, cut or in full"),
        ("sept.", {9}, "with a full stop"),
        ("Nov-Feb", {11, 12, 1, 2}, "a run over New Year"),
        ("11 – 2", {11, 12, 1, 2}, "in numbers, with a dash as it is set"),
        ("Mar-May, 9", {3, 4, 5, 9}, "both"),
        ("6-6", {6}, "a run of one"),
        ("Jan-Dec", set(), "all twelve are no season"),
        ("2-1", set(), "nor from February on"),
        (",,", set(), "commas alone"),
    ],
)
def test_months_are_read(text: str, months: set[int], why: str) -> None:
    assert parse_months(text) == months, why


@pytest.mark.parametrize("text", ["0", "13", "Brumaire", "de", "1-2-3", "-", "11;12", "١", "Nov-", "011", "x" * 5000])
def test_unreadable_months_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_months(text)
    assert refused.value.key == "unknown-month"
    assert len(str(refused.value.facts["text"])) <= 60


@given(MONTHS)
def test_months_come_back_as_they_were_written(months: frozenset[int]) -> None:
    assert parse_months(write_months(months)) == (months if len(months) < 12 else frozenset())


@given(st.lists(st.text("abcAB ,é", max_size=8), max_size=5))
def test_places_come_back_as_they_were_written(places: list[str]) -> None:
    read = parse_places(",".join(places))
    assert parse_places(join_places(read)) == read
    assert len({place.casefold() for place in read}) == len(read)


@pytest.mark.parametrize(
    ("typed", "window", "why"),
    [
        (("", "", "", ""), Window.ANY, "nothing is no window"),
        (("11,12", "", "", ""), Window(frozenset({11, 12}), NORTH), "months are of the author's own hemisphere"),
        (("11,12", "both", "", ""), Window(frozenset({11, 12})), "unless they say that it is for both"),
        (("11,12", "south", "", ""), Window(frozenset({11, 12}), SOUTH), "or for the other one"),
        (("", "south", "", ""), Window(hemisphere=SOUTH), "a hemisphere without months"),
        (("Jan-Dec", "", "", ""), Window.ANY, "all months are none, and have no hemisphere"),
        (("", "", " Porto, porto,Lisbon ", ""), Window(places=("Porto", "Lisbon")), "each place once"),
        (("", "", "", "24 Dec"), Window(last_day=date(2026, 12, 24)), "a day as /week away reads it"),
        (("", "", "", "today"), Window(last_day=TODAY), "today is one"),
        (("12", "", "", "2026-12-24"), Window(frozenset({12}), NORTH, (), date(2026, 12, 24)), "all together"),
    ],
)
def test_a_window_is_read(typed: tuple[str, str, str, str], window: Window, why: str) -> None:
    assert parse_window(*typed, TODAY, NORTH) == window, why


@pytest.mark.parametrize(
    ("typed", "key", "why"),
    [
        (("Brumaire", "", "", ""), "unknown-month", ""),
        (("", "east", "", ""), "unknown-hemisphere", ""),
        (("", "", "x" * 201, ""), "too-long", "more places than fit"),
        (("", "", "", "soon"), "bad-last-day", "no day"),
        (("", "", "", "24/12"), "last-day-in-numbers", "read as it is meant in one half of the world alone"),
        (("", "", "", "1.2.2026"), "last-day-in-numbers", "the 1st of February, or the 2nd of January"),
        (("", "", "", "12/24/26"), "last-day-in-numbers", "with a short year"),
        (("", "", "", "24.12."), "last-day-in-numbers", "without a year"),
        (("", "", "", "31 February"), "no-such-last-day", "that month has fewer days"),
        (("", "", "", "2026-02-30"), "no-such-last-day", "the same as it is written elsewhere"),
        (("", "", "", "31/12 or so"), "bad-last-day", "more than a day"),
        (("", "", "", "yesterday"), "last-day-past", "a day that is over"),
        (("", "", "", "2026-02-30"), "no-such-last-day", "there is none"),
        (("", "", "", "2026-11-21"), "last-day-past", "yesterday"),
        (("", "", "", "2062-12-24"), "last-day-far", "a slip of the year"),
        (("", "", "", "9999-12-31"), "last-day-far", "the last day that there is"),
        (("12", "", "", "30 Nov"), "last-day-never-open", "no December before it"),
    ],
)
def test_what_is_no_window_is_refused(typed: tuple[str, str, str, str], key: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_window(*typed, TODAY)
    assert refused.value.key == key, why


TYPED = st.text("0123456789,-novdec fabl", max_size=20)


@given(TYPED, st.sampled_from(["", "north", "south", "both", "x"]), st.text(max_size=30), TYPED)
def test_whatever_is_typed_is_a_window_that_opens_or_is_refused(
    months: str, hemisphere: str, places: str, last_day: str
) -> None:
    try:
        window = parse_window(months, hemisphere, places, last_day, TODAY)
    except Refusal:
        return
    opens = window.opens_on(TODAY)
    assert opens is not None
    assert opens <= TODAY + max(366 * DAY, LAST_DAY_AHEAD)

"""Money in posts: of any four pushed posts of a member in a row at most one counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.money import IN_A_ROW, counts, may_follow, waits_for
from teambot.domain.posts import Money

NONE, AFFILIATE, SPONSORED, OWN = Money.NONE, Money.AFFILIATE, Money.SPONSORED, Money.OWN_PRODUCT
MONEY = st.sampled_from(Money)


@pytest.mark.parametrize(
    ("money", "expected", "why"),
    [
        (NONE, False, "there is none"),
        (AFFILIATE, False, "declared and disclosed, not counted"),
        (SPONSORED, True, "somebody paid"),
        (OWN, True, "the author is paid"),
    ],
)
def test_what_counts(money: Money, expected: bool, why: str) -> None:
    assert counts(money) is expected, why


@pytest.mark.parametrize(
    ("pushed", "money", "others", "why"),
    [
        ([], SPONSORED, 0, "a first post may be one"),
        ([NONE], SPONSORED, 0, "there was none before"),
        ([SPONSORED], SPONSORED, 3, "two in a row"),
        ([SPONSORED], OWN, 3, "the two kinds are counted together"),
        ([OWN, NONE], SPONSORED, 2, "two of three"),
        ([OWN, NONE, AFFILIATE], SPONSORED, 1, "the first and the last of four"),
        ([OWN, NONE, NONE, NONE], SPONSORED, 0, "three lie between: five posts in all"),
        ([SPONSORED, OWN], SPONSORED, 3, "a broken past, from before the rule: the last one counts"),
        ([SPONSORED], NONE, 0, "one without money may always follow"),
        ([SPONSORED, SPONSORED], AFFILIATE, 0, "so may one with affiliate links"),
    ],
)
def test_how_many_others_go_first(pushed: list[Money], money: Money, others: int, why: str) -> None:
    assert waits_for(pushed, money) == others, why
    assert may_follow(pushed, money) is (others == 0), why


def _held(pushed: list[Money]) -> bool:
    return all(sum(map(counts, pushed[at : at + IN_A_ROW])) <= 1 for at in range(len(pushed)))


@given(st.lists(MONEY, max_size=40))
def test_whatever_is_let_through_holds_the_rule_in_every_four(wanted: list[Money]) -> None:
    pushed: list[Money] = []
    for money in wanted:
        if may_follow(pushed, money):
            pushed.append(money)
        else:
            assert not _held([*pushed, money]), "nothing is kept back that would have held it"
    assert _held(pushed)


@given(st.lists(MONEY, max_size=12), MONEY)
def test_the_last_three_are_enough(pushed: list[Money], money: Money) -> None:
    assert waits_for(pushed, money) == waits_for(pushed[-3:], money)


@given(st.lists(MONEY, max_size=12), MONEY, st.lists(st.sampled_from([NONE, AFFILIATE]), min_size=3, max_size=3))
def test_it_may_follow_after_so_many_others_and_not_before(
    pushed: list[Money], money: Money, rest: list[Money]
) -> None:
    others = waits_for(pushed, money)
    assert may_follow([*pushed, *rest[:others]], money)
    assert all(not may_follow([*pushed, *rest[:fewer]], money) for fewer in range(others))

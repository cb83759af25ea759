"""How many Yes a removal's card says that it needs: exactly as many as carry it."""

import pytest

from teambot.domain.motions import CountRule, Outcome, Tally, needed, outcome


@pytest.mark.parametrize("share", [(2, 3), (3, 4)])
def test_as_many_as_are_needed_carry_and_one_less_does_not(share: tuple[int, int]) -> None:
    rule = CountRule(7, *share, strictly=False, of_all=True, least_yes=3)
    for electorate in range(3, 24):
        least = needed(rule, electorate)
        assert outcome(rule, Tally(electorate, least, electorate - least, 0)) is Outcome.CARRIED
        assert outcome(rule, Tally(electorate, least - 1, 0, electorate - least + 1)) is not Outcome.CARRIED

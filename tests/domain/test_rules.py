"""The rules of voting: what each kind is counted by, what may be changed, and how it is stored."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.motions import CountRule, MotionKind
from teambot.domain.rules import (
    OF_TIMES,
    OF_VOTING,
    RuleName,
    Share,
    VotingRules,
    changed,
    check_voting,
    check_yes,
    count_rule,
)
from teambot.errors import Refusal

RULES = st.builds(
    VotingRules,
    admission_days=st.integers(3, 14),
    decision_days=st.integers(3, 14),
    removal_days=st.integers(3, 14),
    admission_share=st.sampled_from(Share),
    charter_share=st.sampled_from(Share),
    removal_share=st.sampled_from([Share.TWO_THIRDS, Share.THREE_QUARTERS]),
)

# Which days and which share each kind goes by; no share: more than half, whatever the team's rules say.
GOES_BY = {
    MotionKind.ADMIT: ("admission_days", "admission_share"),
    MotionKind.REMOVE: ("removal_days", "removal_share"),
    MotionKind.AMEND: ("decision_days", "charter_share"),
    MotionKind.RULE: ("decision_days", "charter_share"),
    MotionKind.NAME_STEWARD: ("decision_days", None),
    MotionKind.RELEASE_STEWARD: ("decision_days", None),
    MotionKind.CLOSE_TEAM: ("decision_days", None),
    MotionKind.OTHER: ("decision_days", None),
}
SHARES = {Share.HALF: (1, 2, True), Share.TWO_THIRDS: (2, 3, False), Share.THREE_QUARTERS: (3, 4, False)}


@pytest.mark.parametrize("kind", MotionKind)
@given(rules=RULES)
def test_what_each_kind_is_counted_by(kind: MotionKind, rules: VotingRules) -> None:
    days, share = GOES_BY[kind]
    over, of, strictly = SHARES[getattr(rules, share) if share else Share.HALF]
    removal = kind is MotionKind.REMOVE
    meant = CountRule(getattr(rules, days), over, of, strictly=strictly, of_all=removal, least_yes=3 if removal else 2)
    assert count_rule(kind, rules) == meant


@given(rules=RULES)
def test_rules_are_stored_and_read_back(rules: VotingRules) -> None:
    assert VotingRules.from_json(json.loads(json.dumps(rules.as_json()))) == rules


@given(rules=RULES, kind=st.sampled_from(MotionKind))
def test_a_motion_keeps_the_rules_that_it_opened_under(rules: VotingRules, kind: MotionKind) -> None:
    rule = count_rule(kind, rules)
    assert CountRule.from_json(json.loads(json.dumps(rule.as_json()))) == rule


def test_what_a_team_never_changed_is_the_default() -> None:
    assert VotingRules.from_json({}) == VotingRules()
    assert VotingRules.from_json({"removal_days": 9}) == VotingRules(removal_days=9)
    assert VotingRules.from_json({"charter_share": "half", "of another time": 1}) == VotingRules(
        charter_share=Share.HALF
    )


SHARE_RULES = sorted(name for name in OF_VOTING if name.endswith("_share"))
DAY_RULES = sorted(OF_VOTING - set(SHARE_RULES))


@pytest.mark.parametrize("name", DAY_RULES)
@pytest.mark.parametrize(("typed", "days"), [("3", "3"), ("14", "14"), ("007", "7"), ("05", "5")])
def test_days(name: RuleName, typed: str, days: str) -> None:
    assert check_voting(name, typed) == days
    assert getattr(changed(VotingRules(), name, days), name) == int(days)


NO_DAYS = ["2", "0", "-3", "15", "", " 5", "5 ", "5.0", "٥", "²", "1e1", "+5", "0005", "9" * 5000, "five"]


@pytest.mark.parametrize("name", DAY_RULES)
@pytest.mark.parametrize("typed", NO_DAYS, ids=lambda typed: typed[:6])
def test_no_days(name: RuleName, typed: str) -> None:
    with pytest.raises(Refusal, match="bad-days") as refusal:
        check_voting(name, typed)
    assert refusal.value.facts == {"fewest": 3, "most": 14}


@pytest.mark.parametrize("name", SHARE_RULES)
@pytest.mark.parametrize("share", Share)
def test_shares(name: RuleName, share: Share) -> None:
    if name is RuleName.REMOVAL_SHARE and share is Share.HALF:  # a removal needs two thirds at the least
        with pytest.raises(Refusal, match="bad-share"):
            check_voting(name, share)
        return
    assert getattr(changed(VotingRules(), name, check_voting(name, share)), name) is share


@pytest.mark.parametrize("name", SHARE_RULES)
@pytest.mark.parametrize("typed", ["", "HALF", "two thirds", "0.5", "1", "half "])
def test_no_shares(name: RuleName, typed: str) -> None:
    with pytest.raises(Refusal, match="bad-share"):
        check_voting(name, typed)


@given(rules=RULES, name=st.sampled_from(sorted(OF_VOTING)), days=st.integers(3, 14), share=st.sampled_from(Share))
def test_a_change_changes_one_rule(rules: VotingRules, name: RuleName, days: int, share: Share) -> None:
    value = str(days) if name in DAY_RULES else str(share)
    after = changed(rules, name, value)
    assert str(getattr(after, name)) == value
    assert replace(after, **{str(name): getattr(rules, name)}) == rules


def test_every_rule_of_voting_has_a_name() -> None:
    assert {field.name for field in fields(VotingRules)} == {str(name) for name in OF_VOTING}
    assert OF_TIMES.isdisjoint(OF_VOTING)


def test_yes_or_no() -> None:
    assert (check_yes("yes"), check_yes("no")) == (True, False)
    for typed in ("", "YES", "yes ", "true", "1", "perhaps"):
        with pytest.raises(Refusal, match="bad-yes-no"):
            check_yes(typed)

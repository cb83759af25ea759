"""How a vote ends, read from product.md word by word and in fractions: what the count in integers is held against."""

import math
from fractions import Fraction

from teambot.domain.motions import MotionKind, Outcome, Tally
from teambot.domain.rules import Share

SHARES = {Share.HALF: Fraction(1, 2), Share.TWO_THIRDS: Fraction(2, 3), Share.THREE_QUARTERS: Fraction(3, 4)}


def by_the_words(kind: MotionKind, share: Share, count: Tally) -> Outcome:
    """Say how a count of a kind ends under a share; product.md, Voting and Removal."""
    voted = count.yes + count.no + count.abstain
    if voted < math.ceil(Fraction(count.electorate, 2)):  # "half of the electorate, rounded up"
        return Outcome.NO_QUORUM
    if count.yes < 2 or count.no >= count.yes:  # "every motion needs two Yes, and more Yes than No"; "ties fail"
        return Outcome.NOT_CARRIED
    if kind is MotionKind.REMOVE:  # "two thirds of its whole electorate and at least three people"
        carried = count.yes >= 3 and Fraction(count.yes, count.electorate) >= SHARES[share]
    elif share is Share.HALF:  # "the rest at more than half"
        carried = Fraction(count.yes, count.yes + count.no) > SHARES[share]
    else:  # "admission, charter and rules carry at two thirds of Yes and No"
        carried = Fraction(count.yes, count.yes + count.no) >= SHARES[share]
    return Outcome.CARRIED if carried else Outcome.NOT_CARRIED

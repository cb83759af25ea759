"""What must hold of recommendations and of the ledger whatever happened. It asks nothing by itself."""

from typing import Final

from teambot.storage.invariant import Invariant

LEDGER: Final = (
    Invariant(
        "I6",
        "each recommendation stands in the ledger once for who gave and once for who got",
        "SELECT cause_id FROM ledger_entry WHERE cause_kind = 'push' GROUP BY cause_id"
        " HAVING sum(delta) <> 0 OR count(*) <> 2"
        " UNION SELECT id FROM assignment WHERE state IN ('done', 'taken_back') AND NOT EXISTS"
        " (SELECT 1 FROM ledger_entry WHERE cause_kind = 'push' AND cause_id = assignment.id)"
        " UNION SELECT cause_id FROM ledger_entry WHERE cause_kind = 'push' AND NOT EXISTS"
        " (SELECT 1 FROM assignment JOIN slot ON slot.id = assignment.slot_id WHERE assignment.id = cause_id"
        " AND assignment.state IN ('done', 'taken_back') AND ledger_entry.membership_id ="
        " CASE delta WHEN 1 THEN assignment.pusher_id WHEN -1 THEN slot.membership_id END)",
    ),
    Invariant(
        "I6",
        "what was taken back is booked back for both, by the opposite, and nothing else is",
        "SELECT id FROM assignment WHERE (state = 'taken_back') <>"
        " ((SELECT count(*) FROM ledger_entry WHERE cause_kind = 'taken_back' AND cause_id = assignment.id) = 2)"
        " UNION SELECT back.cause_id FROM ledger_entry back WHERE back.cause_kind = 'taken_back' AND NOT EXISTS"
        " (SELECT 1 FROM ledger_entry push WHERE push.cause_kind = 'push' AND push.cause_id = back.cause_id"
        " AND push.membership_id = back.membership_id AND push.delta = -back.delta)",
    ),
    Invariant(
        "I6",
        "who is not on a team stands at nothing there, so that all balances and the pot sum to nothing",
        "SELECT membership.id FROM membership JOIN ledger_entry ON ledger_entry.membership_id = membership.id"
        " WHERE membership.standing NOT IN ('member', 'paused') GROUP BY membership.id HAVING sum(delta) <> 0",
    ),
    Invariant(
        "I6",
        "what went to the pot with somebody comes back with them at most once, and only what they had got more",
        "SELECT back.id FROM ledger_entry back WHERE back.cause_kind = 'returned' AND (back.delta >= 0 OR NOT EXISTS"
        " (SELECT 1 FROM ledger_entry gone WHERE gone.cause_kind = 'left' AND gone.cause_id = back.cause_id"
        " AND gone.membership_id = back.membership_id))"
        " UNION SELECT id FROM ledger_entry WHERE delta = 0",
    ),
    Invariant(
        "I6",
        "the pot is shared out at the end of a team's week, among its own, to each alike",
        "SELECT cause_id FROM ledger_entry WHERE cause_kind = 'write_off' GROUP BY cause_id"
        " HAVING min(delta) <> max(delta)"
        " UNION SELECT cause_id FROM ledger_entry JOIN membership ON membership.id = ledger_entry.membership_id"
        " WHERE cause_kind = 'write_off' AND NOT EXISTS (SELECT 1 FROM week WHERE week.id = cause_id"
        " AND week.team_id = membership.team_id AND week.state = 'ended')",
    ),
    Invariant(
        "I7",
        "an assignment that was given back was offered on, once",
        "SELECT given.id FROM assignment given WHERE given.state IN ('skipped', 'swapped', 'released') AND"
        " (SELECT count(*) FROM assignment other WHERE other.offered_on_from_id = given.id) <> 1",
    ),
    Invariant(
        "I7",
        "nobody is asked for a post that was taken back",
        "SELECT assignment.id FROM assignment JOIN slot ON slot.id = assignment.slot_id"
        " JOIN submission ON submission.id = slot.submission_id"
        " WHERE assignment.state IN ('asked', 'open') AND submission.state <> 'pushed'",
    ),
)

"""The test of the test: faults of the ledger that are put in on purpose, each found by the lives of weeks."""

from collections.abc import Callable
from typing import Any

import pytest

from teambot.services import weeks as weeks_service
from teambot.services.assignments import midweek, offers
from teambot.services.standings import accounts, departures
from teambot.storage import ledger
from tests.services.conftest import in_a_loop
from tests.services.planted import form
from tests.services.test_ledger_always import by_lot
from tests.stores import Store

Put = Callable[[Any, str, Any], None]
SEEDS = range(1, 7)


def pot_never_shared(put: Put) -> None:
    put(weeks_service.accounts, "share_pot", lambda *said: None)


def shared_among_members_alone(put: Put) -> None:
    real = accounts.write_off
    put(accounts, "write_off", lambda theirs, everyone, week: real(theirs, set(sorted(everyone)[:-1]), week))


def leaves_with_it(put: Put) -> None:
    put(departures.accounts, "close", lambda *said: None)


def credit_kept(put: Put) -> None:
    put(accounts, "returned", lambda member, gone: [type(one)(member, -one.delta, "returned", 1) for one in gone[-1:]])


def booked_once(put: Put) -> None:
    real = ledger.book
    put(ledger, "book", lambda tx, entries, now: real(tx, list(entries)[:1], now))


def not_offered_on(put: Put) -> None:
    put(midweek, "offer_on", lambda *said: None)


def stand_in_beyond_their_load(put: Put) -> None:
    real = offers.stand_in
    put(offers, "stand_in", lambda inputs, pushers, taken, *rest: real(inputs, pushers, {}, *rest))


FAULTS: list[tuple[str, Callable[[Put], None]]] = [
    ("the pot is never shared out", pot_never_shared),
    ("the pot is shared out among some", shared_among_members_alone),
    ("who leaves takes their balance along", leaves_with_it),
    ("who comes back keeps what they had given more", credit_kept),
    ("a recommendation is booked for one alone", booked_once),
    ("what was given back is not offered on", not_offered_on),
    ("a stand-in is asked beyond their load", stand_in_beyond_their_load),
]


@pytest.mark.parametrize("put_in", [fault for _, fault in FAULTS], ids=[name for name, _ in FAULTS])
def test_the_lives_find(put_in: Callable[[Put], None], sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    formed = sqlite_store.once("formed", lambda: in_a_loop(form(sqlite_store)))
    put_in(monkeypatch.setattr)
    with pytest.raises(AssertionError):
        live(sqlite_store, formed)


def live(store: Store, formed: str) -> None:
    for seed in SEEDS:
        by_lot(store, formed, seed)

"""The feeds' rows of the report, from what each process found."""

from statistics import median
from typing import Any

from tests.benchmarks.report import Row, bound_row, ratio_row

Found = dict[str, list[Any]]  # what each contestant found, a round each
_MOST = {"http": 120, "https": 160}  # MiB


def first(found: Found, feeds: int) -> list[Row]:
    """Give the rows of the first pass: feeds a second, and what one feed costs the processor."""
    ours = [1 / one["first"][0] for one in found["ours"]]
    reader = [feeds / one["first"][0] for one in found["reader"]]
    alone = [feeds / one["first"][0] for one in found["parsed"]]
    cpu = 1000 * median(one["first"][1] + one["first"][2] for one in found["ours"])
    bot = 1000 * median(one["first"][1] for one in found["ours"])
    parser = 1000 * median(one["first"][1] for one in found["parsed"]) / feeds
    return [
        _at_least("first pass (peer: reader)", ours, reader, 4),
        _at_least("first pass (peer: feedparser alone)", ours, alone, 0.6),
        bound_row("feeds: a first read, processor (peer: feedparser)", "ms", cpu, parser, "a hint", held=True),
        bound_row("feeds: a first read, processor of the bot alone", "ms", bot, parser, "a hint", held=True),
    ]


def unchanged(found: Found, feeds: int) -> list[Row]:
    """Give the rows of the not-modified passes, of which each round has several."""

    def each(name: str, place: int, feeds: int) -> list[float]:
        return [median(one[place] for one in round_["unchanged"]) / feeds for round_ in found[name]]

    ours, reader, alone = each("ours", 0, 1), each("reader", 0, feeds), each("asked", 0, feeds)
    cpu, other = 1000 * median(each("ours", 1, 1)), 1000 * median(each("asked", 1, feeds))
    return [
        _at_least("not-modified pass (peer: reader)", _a_second(ours), _a_second(reader), 4),
        _at_least("not-modified pass (peer: aiohttp alone)", _a_second(ours), _a_second(alone), 0.85),
        bound_row("feeds: a 304, processor (peer: aiohttp alone)", "ms", cpu, other, "at most 0.4 ms", held=cpu <= 0.4),
    ]


def lag(found: dict[str, Any], pace: int, seconds: int) -> list[Row]:
    """Give the rows of the event loop; nothing is held where too few feeds were read in time."""
    p99, longest = found["busy"]
    (idle_p99, idle_longest), (full_p99, full_longest) = found["idle"], found["full"]
    in_time = found["read"] >= 0.95 * pace * seconds
    name = f"feeds: event loop, {found['read'] / seconds:.0f} a second (peer: idle)"
    everything = "feeds: event loop, all at once (peer: idle)"
    return [
        bound_row(f"{name}, p99", "ms", p99, idle_p99, "at most 10 ms", held=in_time and p99 <= 10),
        bound_row(f"{name}, max", "ms", longest, idle_longest, "at most 50 ms", held=in_time and longest <= 50),
        bound_row(f"{everything}, p99", "ms", full_p99, idle_p99, "a hint", held=True),
        bound_row(f"{everything}, max", "ms", full_longest, idle_longest, "a hint", held=True),
    ]


def memory(scheme: str, found: dict[str, Any], peer: float, at_once: int) -> list[Row]:
    """Give the rows of memory: each process at its highest, and all together with what they share counted once."""
    flying, mine, most = found["flying"], sum(found["each"]), _MOST[scheme]
    each = " + ".join(f"{one:.0f}" for one in found["each"])
    name = f"feeds: memory, {scheme}, {flying} in flight (peer: reader)"
    target = f"at most {most} MiB, {at_once} in flight ({each})"
    return [
        bound_row(name, "MiB", mine, peer, target, held=mine <= most and flying >= at_once),
        bound_row(f"feeds: memory, {scheme}, what is shared once", "MiB", found["together"], peer, "a hint", held=True),
    ]


def after_bombs(found: dict[str, Any], bombs: int) -> Row:
    """Give the row of the feed that comes after documents that are too much."""
    seconds = found["seconds"]
    name = f"feeds: read after {bombs} documents that are too much"
    return bound_row(name, "s", seconds, 10.0, "at most 11 s", held=seconds <= 11)


def _at_least(what: str, ours: list[float], peer: list[float], bound: float) -> Row:
    return ratio_row(f"feeds: {what}", "1/s", ours, peer, f"at least {bound:g}", lambda ratio: ratio >= bound)


def _a_second(seconds: list[float]) -> list[float]:
    return [1 / one for one in seconds]

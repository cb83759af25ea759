"""Who is really pinged by a message.

Source: https://discord.com/developers/docs/resources/message#allowed-mentions-object.
"""

import re
from dataclasses import dataclass

from teambot.sandbox.loopback.entities import Guild
from teambot.sandbox.loopback.wire import Json, invalid

USER, ROLE, ALL = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a text mentions after allowed_mentions; `pinged` are all users that got a ping by it, in order."""

    users: tuple[int, ...]
    roles: tuple[int, ...]
    everyone: bool
    pinged: tuple[int, ...]


def mentioned(text: str, allowed: Json | None, guild: Guild | None) -> Mentioned:
    """Read the mentions of a text. Without allowed_mentions everything in it counts."""
    rule: Json = {"parse": ["users", "roles", "everyone"]} if allowed is None else allowed
    parse = rule.get("parse") or []
    users = _of(USER, text, "users" in parse, rule.get("users"))
    roles = _of(ROLE, text, "roles" in parse, rule.get("roles"))
    everyone = guild is not None and "everyone" in parse and bool(ALL.search(text))
    pinged = dict.fromkeys(users)
    if guild is not None:
        pinged |= dict.fromkeys(key for key, row in guild.members.items() if everyone or set(roles) & set(row.roles))
    return Mentioned(users, roles, everyone, tuple(pinged))


def check_allowed(rule: Json | None) -> None:
    """Refuse allowed_mentions that name a kind as a whole and one by one: "they are mutually exclusive"."""
    for kind in ("users", "roles"):
        if rule and kind in (rule.get("parse") or []) and rule.get(kind):
            code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            raise invalid("allowed_mentions", code, f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')


def _of(pattern: re.Pattern[str], text: str, every: bool, listed: list[str | int] | None) -> tuple[int, ...]:
    found = dict.fromkeys(int(key) for key in pattern.findall(text))
    wanted = {int(key) for key in listed or ()}
    return tuple(key for key in found if every or key in wanted)

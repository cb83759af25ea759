"""Whatever a bot sends, the double answers as Discord would: never a crash, and what is refused changes nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.interactions import Act
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.wire import ApiError, Call

# fmt: off
NAMES = [
    "content", "embeds", "components", "flags", "nonce", "enforce_nonce", "attachments", "allowed_mentions",
    "message_reference", "type", "id", "custom_id", "label", "style", "options", "value", "choices", "data",
    "title", "url", "media", "items", "accessory", "component", "name", "description", "fields", "parse", "users",
    "roles", "min_values", "max_values", "required", "file", "emoji", "default_member_permissions", "contexts",
    "name_localizations", "archived", "auto_archive_duration", "locked", "topic", "recipient_id",
    "rate_limit_per_user", "default_values", "poll", "text", "message_id",
]
# fmt: on
WORDS = st.sampled_from(["", "x", "5", "https://x.org"])
LEAVES = st.none() | st.booleans() | st.integers(-5, 70_000) | st.floats(0, 9) | WORDS
KINDS = st.sampled_from([1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 17, 18, 21, 22, 23])


def grown(inner: st.SearchStrategy) -> st.SearchStrategy:
    part = st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    return st.lists(inner, max_size=3) | part | st.builds(lambda kind, more: {**more, "type": kind}, KINDS, part)


NONSENSE = st.recursive(LEAVES, grown, max_leaves=12)
FLAGS = st.sampled_from([0, 1 << 15, 64])
ROUTES = [
    ("POST", "/channels/{channel_id}/messages"),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"),
    ("PATCH", "/channels/{channel_id}"),
    ("POST", "/channels/{channel_id}/threads"),
    ("POST", "/users/@me/channels"),
    ("PUT", "/applications/{application_id}/commands"),
    ("POST", "/applications/{application_id}/commands"),
    ("PATCH", "/applications/{application_id}/commands/{command_id}"),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"),
]


@pytest.mark.parametrize(("method", "template"), ROUTES, ids=[" ".join(row) for row in ROUTES])
@settings(max_examples=120, deadline=None)
@given(body=NONSENSE | st.dictionaries(st.sampled_from(NAMES), NONSENSE, max_size=6), flags=FLAGS)
def test_nonsense_is_refused_or_taken(method: str, template: str, body: object, flags: int) -> None:
    double = LoopbackDiscord(lambda: datetime(2026, 1, 5, tzinfo=UTC))
    world = double.world
    ann = world.add_user("Ann")
    guild = world.add_guild("Club", ann.id)
    room = world.add_channel(guild.id, "blogs")
    guild.members[world.bot.id].permissions = int(Permission.MANAGE_CHANNELS)
    sent = double.posting.create(room, world.bot.id, {"content": "x"})
    handlers = {(route.method, route.template): route.handler for route in double.rest.routes}
    apps = {"application_id": world.bot.id}
    command = handlers["POST", "/applications/{application_id}/commands"]
    made = command(Call("POST", "", apps, {}, {"name": "c", "description": "d"}, {})).json
    act = double.acts.open(Act.COMMAND, ann.id, room.id, {"id": made["id"], "name": "c", "type": 1})
    path = {"channel_id": room.id, "message_id": sent.id, "command_id": int(made["id"])} | apps
    path |= {"interaction_id": act.id, "interaction_token": act.token}
    path |= {"webhook_id": world.bot.id, "webhook_token": act.token}
    if template.startswith("/webhooks"):
        answer = handlers["POST", "/interactions/{interaction_id}/{interaction_token}/callback"]
        answer(Call("POST", "", path, {}, {"type": 5}, {}))
    if isinstance(body, dict) and flags:
        body = body | {"flags": flags}
    before = [row.payload for row in world.messages_in(room.id)]
    try:
        reply = handlers[method, template](Call(method, template, path, {}, body, {}))
    except ApiError as refused:
        status = refused.status
        unchanged = [row.payload for row in world.messages_in(room.id)] == before
    else:
        status, unchanged = reply.status, True
    assert status in (200, 201, 204, 400, 403, 404)
    assert unchanged

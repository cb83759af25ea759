"""Answers to what people did: /interactions/{id}/{token}/callback.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.bell import Bell
from teambot.sandbox.loopback.interactions import Act, Callback, Interaction, Interactions
from teambot.sandbox.loopback.message import EPHEMERAL, LOADING, Message
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.components import check_modal
from teambot.sandbox.loopback.rules.messages import check_message
from teambot.sandbox.loopback.rules.shape import CHOICES, conform
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply, Upload, invalid

# Which answers fit which act; 6 and 7 need a message that the component or form belongs to.
FITTING = {
    Act.COMMAND: (4, 5, 9),
    Act.COMPONENT: (4, 5, 6, 7, 9),
    Act.AUTOCOMPLETE: (8,),
    Act.MODAL: (4, 5, 6, 7),
}


class InteractionRoutes:
    """The handler of callbacks, and how an answer becomes a message."""

    def __init__(self, posting: Posting, interactions: Interactions, bell: Bell) -> None:
        self.posting = posting
        self.world = posting.world
        self.interactions = interactions
        self.bell = bell

    def routes(self) -> list[Route]:
        """Give the route."""
        return [Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", self.answer)]

    def answer(self, call: Call) -> Reply:
        """Take the first answer to an act."""
        interaction = self.interactions.answerable(call.id("interaction_id"), str(call.path["interaction_token"]))
        body = call.json()
        conform(body, {"type!": int, "data": dict})
        kind, data = body["type"], body.get("data") or {}
        if kind not in FITTING[interaction.act] or (kind in (6, 7) and interaction.source is None):
            raise invalid("type", "INTERACTION_RESPONSE_TYPE_INVALID", "This answer does not fit this interaction.")
        callback = Callback(kind)
        resource = self._take(interaction, callback, data, call.files)
        interaction.answered = callback
        self.bell.ring()
        self.world.changed(
            "answer", interaction_id=interaction.id, user_id=interaction.user_id, channel_id=interaction.channel_id
        )
        if call.query.get("with_response") not in ("1", "true", "True"):
            return Reply(204)
        return Reply(200, _described(interaction) | ({"resource": resource} if resource else {}))

    def _take(self, interaction: Interaction, callback: Callback, data: Json, files: dict[int, Upload]) -> Json | None:
        if callback in (Callback.MESSAGE, Callback.DEFER):
            message = self._said(interaction, callback, data, files)
            return {"type": int(callback), "message": message.payload} if callback == Callback.MESSAGE else None
        if callback == Callback.CHOICES:
            interaction.choices = _choices(data)
        elif callback == Callback.FORM:
            check_modal(data)
            interaction.form = data
        elif interaction.source is not None:
            return self._updated(interaction, interaction.source, callback, data, files)
        return None

    def _said(self, interaction: Interaction, callback: Callback, data: Json, files: dict[int, Upload]) -> Message:
        if callback == Callback.MESSAGE:
            check_message(data, files)
            message = self.write(interaction, data, files)
        else:
            conform(data, {"flags": int})
            only_flag = {"flags": int(data.get("flags") or 0) & EPHEMERAL}
            message = self.write(interaction, only_flag, {}, loading=True)
        interaction.original_id = message.id
        interaction.loading = callback == Callback.DEFER
        interaction.ephemeral = message.ephemeral_for is not None
        return message

    def _updated(
        self, interaction: Interaction, source: Message, callback: Callback, data: Json, files: dict[int, Upload]
    ) -> Json | None:
        if source.id not in self.world.messages:
            raise ApiError(10008)
        interaction.original_id = source.id
        interaction.ephemeral = source.ephemeral_for is not None
        if callback == Callback.DEFER_UPDATE:
            return None
        check_message(data, files, editing=source)
        self.posting.edit(source, data, files)
        interaction.touched = True
        return {"type": int(callback), "message": source.payload}

    def write(
        self, interaction: Interaction, body: Json, files: dict[int, Upload], *, loading: bool = False
    ) -> Message:
        """Write a message as an answer to an act.

        Private if the EPHEMERAL flag is set. ApiError 10003 if its channel is gone.
        """
        channel = self.world.channels.get(interaction.channel_id)
        if channel is None:
            raise ApiError(10003)
        private = bool(int(body.get("flags") or 0) & EPHEMERAL)
        kinds = {1: 20, 2: 23, 3: 23}
        extra: Json = {
            "type": kinds[interaction.data.get("type", 1)] if interaction.act == Act.COMMAND else 0,
            "webhook_id": str(self.world.bot.id),
            "application_id": str(self.world.bot.id),
            "interaction_metadata": self._metadata(interaction),
        }
        if loading:
            extra["flags"] = LOADING | (EPHEMERAL if private else 0)
        whom = interaction.user_id if private else None
        return self.posting.create(channel, self.world.bot.id, body, files, extra=extra, ephemeral_for=whom)

    def _metadata(self, interaction: Interaction) -> Json:
        shape: Json = {
            "id": str(interaction.id),
            "type": int(interaction.act),
            "user": shapes.user(self.world.users[interaction.user_id]),
            "authorizing_integration_owners": {"0": str(interaction.guild_id or 0)},
        }
        if interaction.act == Act.COMPONENT and interaction.source is not None:
            shape["interacted_message_id"] = str(interaction.source.id)
        if interaction.act == Act.MODAL:
            # A forged form was opened by nothing; a command stands in for it.
            stand_in = shape | {"type": int(Act.COMMAND)}
            opened_by = interaction.opened_by
            shape["triggering_interaction_metadata"] = self._metadata(opened_by) if opened_by else stand_in
        return shape


def _choices(data: Json) -> list[Json]:
    conform(data, CHOICES)
    choices = data.get("choices") or []
    if len(choices) > 25:
        raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, choice in enumerate(choices):
        for name in ("name", "value"):
            value = choice.get(name)
            if isinstance(value, str) and not 1 <= len(value) <= 100:
                raise invalid(
                    f"data.choices.{number}.{name}", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."
                )
    return list(choices)


def _described(interaction: Interaction) -> Json:
    shape: Json = {"id": str(interaction.id), "type": int(interaction.act)}
    if interaction.original_id is not None:
        shape |= {
            "response_message_id": str(interaction.original_id),
            "response_message_loading": interaction.loading,
            "response_message_ephemeral": interaction.ephemeral,
        }
    shape["channel_id"] = str(interaction.channel_id)
    return {"interaction": shape | ({"guild_id": str(interaction.guild_id)} if interaction.guild_id else {})}

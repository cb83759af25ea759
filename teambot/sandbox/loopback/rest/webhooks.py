"""What follows an answer: @original and follow-ups at /webhooks/{application}/{token}. For 15 minutes.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages
"""

from teambot.sandbox.loopback.interactions import Callback, Interaction
from teambot.sandbox.loopback.message import LOADING, Message
from teambot.sandbox.loopback.rest.interactions import InteractionRoutes
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.messages import check_message
from teambot.sandbox.loopback.wire import ApiError, Call, Reply

HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = HOOK + "/messages/@original"
ONE = HOOK + "/messages/{message_id}"


class WebhookRoutes:
    """The handlers of @original and follow-ups."""

    def __init__(self, answers: InteractionRoutes) -> None:
        self.answers = answers
        self.posting = answers.posting
        self.world = answers.world

    def routes(self) -> list[Route]:
        """Give the routes; @original stands before the message's id, which would swallow it."""
        found = [Route("POST", HOOK, self.follow)]
        for template in (ORIGINAL, ONE):
            found += [
                Route("GET", template, self.read),
                Route("PATCH", template, self.edit),
                Route("DELETE", template, self.delete),
            ]
        return found

    def _interaction(self, call: Call) -> Interaction:
        token = str(call.path["webhook_token"])
        return self.answers.interactions.followed(call.id("webhook_id"), self.world.bot.id, token)

    def _message(self, call: Call, interaction: Interaction) -> Message:
        wanted = call.path.get("message_id", interaction.original_id)
        message = self.world.messages.get(wanted or 0)
        if message is None or message.id not in (interaction.original_id, *interaction.followups):
            raise ApiError(10008)
        return message

    def read(self, call: Call) -> Reply:
        """Give the answer or a follow-up."""
        return Reply(200, self._message(call, self._interaction(call)).payload)

    def follow(self, call: Call) -> Reply:
        """Write a follow-up; the first one after a deferral fills the deferred answer, which keeps its privacy."""
        interaction = self._interaction(call)
        body = call.json()
        if interaction.loading and interaction.original_id in self.world.messages:
            return Reply(200, self._fill(call, interaction, self.world.messages[interaction.original_id]).payload)
        check_message(body, call.files)
        message = self.answers.write(interaction, body, call.files)
        interaction.followups.append(message.id)
        self.answers.bell.ring()
        return Reply(200, self.posting.created_shape(message))

    def edit(self, call: Call) -> Reply:
        """Edit the answer or a follow-up; a deferred answer is filled by it."""
        interaction = self._interaction(call)
        return Reply(200, self._fill(call, interaction, self._message(call, interaction)).payload)

    def _fill(self, call: Call, interaction: Interaction, message: Message) -> Message:
        body = call.json()
        check_message(body, call.files, editing=message)
        self.posting.edit(message, body, call.files, unset=LOADING)
        if message.id == interaction.original_id:
            interaction.loading = False
            interaction.touched = True
        self.answers.bell.ring()
        return message

    def delete(self, call: Call) -> Reply:
        """Delete the answer or a follow-up."""
        interaction = self._interaction(call)
        self.posting.delete(self._message(call, interaction))
        interaction.loading = False
        interaction.touched = interaction.answered == Callback.DEFER_UPDATE
        self.answers.bell.ring()
        return Reply(204)

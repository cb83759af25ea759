"""What one person at the page may do: use a command, press, choose, fill in a form, let time pass; all real acts.

Nonsense from the page is answered with a sentence under "failed"; nothing here raises for it.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.person import Answer, Form, Person
from teambot.sandbox.loopback.wire import Json
from teambot.sandbox.page.blog_verbs import BlogVerbs
from teambot.sandbox.page.stage import Stage, shown_form
from teambot.sandbox.port import Port
from teambot.sandbox.sample_team import SampleTeam
from teambot.sandbox.story.walk import Stop, next_stop, walk

FORMS_KEPT = 50  # forms that were opened and never sent are forgotten, oldest first


class Verbs:
    """Do what the page asks for the person who sits at it."""

    def __init__(
        self, discord: LoopbackDiscord, port: Port, team: SampleTeam, stage: Stage, blogs: SampleBlogs
    ) -> None:
        self._discord = discord
        self._stage = stage
        self._port = port
        self._team = team
        self._forms: OrderedDict[str, tuple[int, Form]] = OrderedDict()
        self._numbers = count(1)
        self._stop: Stop | None = None
        self._busy = False
        self._verbs: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "command": self._command,
            "autocomplete": self._autocomplete,
            "press": self._press,
            "choose": self._choose,
            "fill": self._fill,
            "menu": self._menu,
            "say": self._say,
            "leave": self._leave,
            "back": self._back,
            "next": self._next,
        }
        self._verbs |= BlogVerbs(blogs, self._host, lambda: discord.world.changed("blog")).verbs

    def person_id(self, text: object) -> int:
        """Give the user id that a page named; anything that is nobody of ours is the first one."""
        known = {str(number): number for number in self._team.ids.values()}
        return known.get(str(text), next(iter(known.values())))

    def story(self) -> Json:
        """Give the story's next stop as it was last looked up, and whether time is passing right now."""
        step = self._stop and {"at": self._stop.at.isoformat(), "what": self._stop.what}
        return {"step": step, "busy": self._busy}

    async def look_ahead(self) -> None:
        """Look up the next stop; to be called once when the page starts."""
        self._stop = await next_stop(self._port, self._discord.world.clock())

    async def do(self, verb: str, facts: Json) -> Json:
        """Do one verb with the page's facts and give its answer: {failed}, {form}, {choices}, or nothing."""
        if verb not in self._verbs:
            return {"failed": "There is no such thing to do."}
        if self._busy:
            return {"failed": "Time is passing; a moment, please."}
        try:
            answer = await self._verbs[verb](facts)
            await self._look_again()
            return answer
        except (LookupError, ValueError, TypeError) as error:
            # Words of the person's own keyboard: a field too short, a button that is not there any more.
            return {"failed": str(error.args[0]) if error.args else "That cannot be done here."}

    async def _look_again(self) -> None:
        """Look up the next stop after an act: a vote that was opened may end before the week's next step."""
        before = self._stop
        await self.look_ahead()
        if self._stop != before:
            self._discord.world.changed("story")

    def _person(self, facts: Json) -> Person:
        return self._discord.person(self.person_id(facts.get("as")))

    def _message(self, facts: Json) -> Message:
        """Find a message that the person really sees: nobody presses another's private buttons."""
        message = self._discord.world.messages.get(int(str(facts["message"])))
        if message is None or message not in self._person(facts).sees(message.channel_id):
            raise LookupError("That message is not there any more.")
        return message

    def _options(self, facts: Json) -> dict[str, Any]:
        options = facts.get("options") or {}
        if not isinstance(options, dict):
            raise TypeError("The options were no object.")
        return options

    async def _command(self, facts: Json) -> Json:
        person, channel = self._person(facts), int(str(facts["channel"]))
        return self._answered(facts, await person.command(channel, str(facts["name"]), **self._options(facts)))

    async def _autocomplete(self, facts: Json) -> Json:
        person, channel = self._person(facts), int(str(facts["channel"]))
        name, option, text = (str(facts[key]) for key in ("name", "option", "text"))
        choices = await person.autocomplete(channel, name, option, text, **self._options(facts))
        return {"choices": [{"name": choice.name, "value": choice.value} for choice in choices]}

    async def _press(self, facts: Json) -> Json:
        answer = await self._person(facts).press(self._message(facts), str(facts["custom_id"]))
        return self._answered(facts, answer)

    async def _choose(self, facts: Json) -> Json:
        values = [str(value) for value in facts["values"]]
        answer = await self._person(facts).choose(self._message(facts), str(facts["custom_id"]), list(values))
        return self._answered(facts, answer)

    async def _fill(self, facts: Json) -> Json:
        opened_by, form = self._forms.get(str(facts["form"]), (0, None))
        if form is None or opened_by != self.person_id(facts.get("as")):
            raise LookupError("That form is not open any more; press its button again.")
        return self._answered(facts, await self._person(facts).fill(form, dict(facts["values"])))

    async def _menu(self, facts: Json) -> Json:
        """Use a menu on a message: it is handed to the bot with its words."""
        answer = await self._person(facts).use_message_menu(self._message(facts).id, str(facts["name"]))
        return self._answered(facts, answer)

    async def _say(self, facts: Json) -> Json:
        self._person(facts).say(int(str(facts["channel"])), str(facts["text"]))
        return {}

    async def _leave(self, facts: Json) -> Json:
        """Leave the server, as anybody may but its owner."""
        person_id = self.person_id(facts.get("as"))
        if person_id not in self._discord.world.guilds[self._team.guild_id].members:
            raise LookupError("They have left already.")
        self._discord.world.remove_member(self._team.guild_id, person_id)
        return {}

    async def _back(self, facts: Json) -> Json:
        """Come back to the server, without the roles of before."""
        person_id = self.person_id(facts.get("as"))
        if person_id in self._discord.world.guilds[self._team.guild_id].members:
            raise LookupError("They are here already.")
        self._discord.world.add_member(self._team.guild_id, person_id)
        return {}

    def _host(self, facts: Json) -> str:
        return self._team.blogger(self.person_id(facts.get("as"))).host

    async def _next(self, _facts: Json) -> Json:
        stop = await next_stop(self._port, self._discord.world.clock())
        if stop is None:
            return {"failed": "The team has not formed yet: three must have joined."}
        self._busy = True
        try:
            await walk(self._port, self._discord.world.clock, stop.at)
        finally:
            self._busy = False
        await self.look_ahead()
        return {}

    def _answered(self, facts: Json, answer: Answer) -> Json:
        if answer.failed:
            return {"failed": f"teambot did not answer: {answer.failed}."}
        if answer.form is None:
            return {}
        number = str(next(self._numbers))
        self._forms[number] = (self.person_id(facts.get("as")), answer.form)
        while len(self._forms) > FORMS_KEPT:
            self._forms.popitem(last=False)
        return {"form": shown_form(answer.form, number, self._stage.people())}

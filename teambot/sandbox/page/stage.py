"""What one person sees of the loopback Discord, as JSON for the page: places, messages, commands. Nothing changes."""

from collections.abc import Iterable

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.blogs.life import SHOWN
from teambot.sandbox.cast import Blogger
from teambot.sandbox.loopback.attachments import Attached
from teambot.sandbox.loopback.components import walk
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.entities import Channel, Kind
from teambot.sandbox.loopback.message import EPHEMERAL, LOADING, Message
from teambot.sandbox.loopback.people.forms import Field, Form
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.wire import Json
from teambot.sandbox.page.blog_verbs import how_it_is, offered
from teambot.sandbox.sample_team import SampleTeam

SLASH, MESSAGE_MENU = 1, 3  # the kinds of commands that the page offers
SUBCOMMAND, GROUP = 1, 2
PARAGRAPH = 2  # the style of a text input with several lines


class Stage:
    """Tell what each person on the server sees, those who left it included."""

    def __init__(self, discord: LoopbackDiscord, team: SampleTeam, blogs: SampleBlogs) -> None:
        self._blogs = blogs
        self._discord = discord
        self._world = discord.world
        self._team = team

    def seen_by(self, user_id: int) -> Json:
        """Give all that the page shows to one person. Ids are strings: JavaScript's numbers are too short for them."""
        guild = self._world.guilds[self._team.guild_id]
        return {
            "me": str(user_id),
            "server": guild.name,
            "now": self._world.clock().isoformat(),
            "people": self.people(),
            "names": self._names(),
            "roles": [{"id": str(role.id), "name": role.name} for role in guild.roles.values() if role.id != guild.id],
            "places": [self._place(channel, user_id) for channel in self._places(user_id)],
            "commands": self.commands(user_id),
            "posts": self._posts(user_id),
            "blog_tools": offered(),
        }

    def _posts(self, user_id: int) -> list[Json]:
        """Give the posts of one's own blog, the last to come first."""
        life = self._blogs.of(self._team.blogger(user_id).host)
        return [{"path": post.path, "url": post.url, "title": post.title} for post in life.published()[:SHOWN]]

    def commands(self, user_id: int) -> list[Json]:
        """Give the slash commands that a person may use, subcommands one by one: {name, description, options}."""
        allowed = [row for row in self._offered(self._team.channel_id, user_id) if row["type"] == SLASH]
        return sorted((flat for row in allowed for flat in _flat(row, ())), key=lambda row: str(row["name"]))

    def _offered(self, channel_id: int, user_id: int) -> list[Json]:
        try:
            return self._discord.person(user_id).commands(channel_id)
        except LookupError:
            return []  # they left the server

    def people(self) -> list[Json]:
        """Give everybody as the page lists them: `founder` of the team or not, `here` on the server or not."""
        return [self._person(blogger) for blogger in self._team.cast.people]

    def _person(self, blogger: Blogger) -> Json:
        facts = {name: getattr(blogger, name) for name in ("name", "town", "blog", "zone", "locale")}
        user_id, guild = self._team.id_of(blogger), self._world.guilds[self._team.guild_id]
        return {
            "id": str(user_id),
            **facts,
            "founder": blogger in self._team.cast.bloggers,
            "here": user_id in guild.members,
            "address": blogger.blog_url,
            "about": self._blogs.about(blogger.host),
            "blog_now": how_it_is(self._blogs.of(blogger.host)),
        }

    def file(self, user_id: int, message_id: int, file_id: int) -> Attached:
        """Give a file of a message that a person sees; LookupError where they see none of that id."""
        message = self._world.messages.get(message_id)
        if message is None or message not in self._discord.person(user_id).sees(message.channel_id):
            raise LookupError("That message is not there any more.")
        found = next((file for file in message.attachments if file.id == file_id), None)
        if found is None:
            raise LookupError("That file is not there any more.")
        return found

    def _names(self) -> dict[str, str]:
        guild = self._world.guilds[self._team.guild_id]
        names = {str(user.id): user.name for user in self._world.users.values()}
        names |= {str(role.id): role.name for role in guild.roles.values()}
        return names | {str(channel.id): channel.name for channel in self._world.channels.values()}

    def _places(self, user_id: int) -> Iterable[Channel]:
        """Yield the places that somebody sees, a channel's threads right under it."""
        seen = [
            row for row in self._world.channels.values() if self._world.allowed(row, user_id) & Permission.VIEW_CHANNEL
        ]
        for channel in seen:
            if not channel.is_thread:
                yield channel
                yield from (row for row in seen if row.is_thread and row.parent_id == channel.id)

    def _place(self, channel: Channel, user_id: int) -> Json:
        seen = self._discord.person(user_id).sees(channel.id)
        kind = "dm" if channel.kind == Kind.DM else "thread" if channel.is_thread else "channel"
        return {
            "id": str(channel.id),
            "name": channel.name,
            "kind": kind,
            "parent": str(channel.parent_id or ""),
            "archived": channel.archived,
            "menus": [row["name"] for row in self._offered(channel.id, user_id) if row["type"] == MESSAGE_MENU],
            "messages": [self._message(message) for message in seen],
        }

    def _message(self, message: Message) -> Json:
        author = self._world.users[message.author_id]
        payload = message.payload
        return {
            "id": str(message.id),
            "author": author.name,
            "bot": author.bot,
            "at": payload["timestamp"],
            "edited": bool(payload.get("edited_timestamp")),
            "private": bool(message.flags & EPHEMERAL),
            "loading": bool(message.flags & LOADING),
            "content": message.content,
            "embeds": payload.get("embeds") or [],
            "components": payload.get("components") or [],
        }


def _flat(row: Json, before: tuple[str, ...]) -> Iterable[Json]:
    """Yield a command's subcommands with their whole names, or the command itself where it has none."""
    path = (*before, str(row["name"]))
    options = row.get("options") or []
    nested = [option for option in options if option["type"] in (SUBCOMMAND, GROUP)]
    for option in nested:
        yield from _flat(option, path)
    if not nested:
        yield {"name": " ".join(path), "description": row["description"], "options": options}


def shown_form(form: Form, form_id: str, people: list[Json]) -> Json:
    """Give a form as the page draws it (`page/forms.js`); `people` are offered where the form asks for some."""
    lines = [{"kind": "words", "label": text} for text in form.texts]
    raw = form.opened_by.form or {}
    long = {part["custom_id"] for _, part in walk(raw["components"]) if part.get("style") == PARAGRAPH}
    fields = [_field(field, people) | {"long": field.custom_id in long} for field in form.fields]
    return {"id": form_id, "title": form.title, "fields": lines + fields}


def _field(field: Field, people: list[Json]) -> Json:
    held = field.value if isinstance(field.value, list) else [field.value]
    options = field.options or tuple(
        (row["name"], row["id"]) for row in people if field.kind == "users" and row["here"]
    )
    return {
        "custom_id": field.custom_id,
        "label": field.label,
        "description": field.description,
        "kind": field.kind,
        "value": field.value,
        "required": field.required,
        "most": field.most,
        "options": [{"label": label, "value": value, "default": value in held} for label, value in options],
    }

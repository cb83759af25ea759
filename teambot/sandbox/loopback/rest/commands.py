"""Registering commands, global and of a guild.

Source: https://discord.com/developers/docs/interactions/application-commands.
"""

import copy

from teambot.sandbox.loopback.bell import Bell
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.commands import check_command, check_commands, check_numbers, twin
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply, invalid
from teambot.sandbox.loopback.world import World

GLOBAL = "/applications/{application_id}/commands"
OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
COPIED = ["name_localizations", "description_localizations", "options", "nsfw", "contexts"]


class CommandRoutes:
    """The registered commands and their handlers.

    `scopes` maps a guild's id (None: global) to (type, name) to the command.
    """

    def __init__(self, world: World, bell: Bell) -> None:
        self.world = world
        self.bell = bell
        self.registered = False
        self.scopes: dict[int | None, dict[tuple[int, str], Json]] = {}

    def routes(self) -> list[Route]:
        """Give the routes, global and of a guild."""
        found = []
        for base in (GLOBAL, OF_GUILD):
            found += [
                Route("GET", base, self.listed),
                Route("PUT", base, self.replace),
                Route("POST", base, self.create),
                Route("GET", base + "/{command_id}", self.read),
                Route("PATCH", base + "/{command_id}", self.edit),
                Route("DELETE", base + "/{command_id}", self.delete),
            ]
        return found

    def visible_in(self, guild_id: int | None) -> list[Json]:
        """Give the commands that people see in a guild (its own before global ones), or in direct messages (None)."""
        everywhere = self.scopes.get(None, {})
        if guild_id is not None:
            return list((everywhere | self.scopes.get(guild_id, {})).values())
        return [row for row in everywhere.values() if row["dm_permission"] and 1 in (row.get("contexts") or [1])]

    def _scope(self, call: Call) -> tuple[int | None, dict[tuple[int, str], Json]]:
        if call.id("application_id") != self.world.bot.id:
            raise ApiError(50001)
        guild_id = call.id("guild_id") if "guild_id" in call.path else None
        if guild_id is not None and guild_id not in self.world.guilds:
            raise ApiError(50001)
        return guild_id, self.scopes.setdefault(guild_id, {})

    def listed(self, call: Call) -> Reply:
        """List the commands."""
        return Reply(200, list(self._scope(call)[1].values()))

    def replace(self, call: Call) -> Reply:
        """Replace all commands.

        "commands that do not already exist will count toward daily limits"; ids of known names are kept.
        """
        guild_id, scope = self._scope(call)
        rows = call.body
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise invalid("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        check_commands(rows)
        kept = {(row.get("type") or 1, row["name"]): row for row in rows}
        fresh = {key: self._command(row, guild_id, scope.get(key)) for key, row in kept.items()}
        scope.clear()
        scope.update(fresh)
        self._done()
        return Reply(200, list(scope.values()))

    def _done(self) -> None:
        self.registered = True
        self.bell.ring()

    def create(self, call: Call) -> Reply:
        """Register one command; one of that name and type is overwritten (200 instead of 201)."""
        guild_id, scope = self._scope(call)
        row = call.json()
        check_command(row)
        key = (row.get("type") or 1, row["name"])
        known = scope.get(key)
        check_numbers(kind for kind, _ in {**scope, key: row})
        scope[key] = self._command(row, guild_id, known)
        self._done()
        return Reply(200 if known else 201, scope[key])

    def _found(self, call: Call) -> tuple[tuple[int, str], dict[tuple[int, str], Json]]:
        _, scope = self._scope(call)
        for key, row in scope.items():
            if row["id"] == str(call.id("command_id")):
                return key, scope
        raise ApiError(10063)

    def read(self, call: Call) -> Reply:
        """Give one command."""
        key, scope = self._found(call)
        return Reply(200, scope[key])

    def edit(self, call: Call) -> Reply:
        """Change one command."""
        key, scope = self._found(call)
        whole = {**scope[key], **call.json(), "type": key[0]}
        check_command(whole)
        if whole["name"] != key[1] and (key[0], whole["name"]) in scope:
            raise twin("name")
        guild_id = call.id("guild_id") if "guild_id" in call.path else None
        known = scope.pop(key)
        new = scope[key[0], whole["name"]] = self._command(whole, guild_id, known)
        return Reply(200, new)

    def delete(self, call: Call) -> Reply:
        """Delete one command."""
        key, scope = self._found(call)
        del scope[key]
        return Reply(204)

    def _command(self, row: Json, guild_id: int | None, known: Json | None) -> Json:
        permissions = row.get("default_member_permissions")
        whole: Json = {
            "type": row.get("type") or 1,
            "application_id": str(self.world.bot.id),
            "name": row["name"],
            "description": row.get("description") or "",
            "default_member_permissions": None if permissions is None else str(permissions),
            "integration_types": row.get("integration_types") or [0],
            "nsfw": False,
        }
        whole |= {name: copy.deepcopy(row[name]) for name in COPIED if row.get(name) is not None}
        whole |= {"guild_id": str(guild_id)} if guild_id else {"dm_permission": row.get("dm_permission") is not False}
        same = known is not None and all(known.get(name) == value for name, value in whole.items())
        new_id = known["id"] if known else str(self.world.snowflakes.next())
        version = known["version"] if known and same else str(self.world.snowflakes.next())
        return whole | {"id": new_id, "version": version}

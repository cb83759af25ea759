"""A command's group as all of ours are: on servers only, described by the catalogue."""

from discord import Permissions, app_commands

from teambot.chat.render.voice import Voice


def group_of(voice: Voice, name: str, *, permissions: Permissions | None = None) -> app_commands.Group:
    """Make the top-level command `name`; whoever lacks `permissions` does not see it (Discord hides whole commands)."""
    return app_commands.Group(
        name=name,
        description=voice.plain(f"command-{name}"),
        default_permissions=permissions,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

"""Blocks into Discord's components: the only file that builds a view. It words nothing."""

import io
import re
from typing import Any

import discord
from discord import ui

from teambot.chat.render.blocks import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_FILES,
    Block,
    Button,
    File,
    Menu,
    Page,
    PeopleMenu,
    RoleMenu,
    Row,
    Rule,
    Section,
    Text,
    Tone,
    characters,
)

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_STYLES = {Tone.PRIMARY: discord.ButtonStyle.primary, Tone.PLAIN: discord.ButtonStyle.secondary}


class View(ui.LayoutView):
    """A page as discord.py sends it. Nobody waits in it: presses are found by their custom ids, after a restart too."""

    def __init__(self, page: Page) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Container(*(_item(block) for block in page.blocks), id=page.marker))

    def is_finished(self) -> bool:
        """Keep discord.py from storing the view and its timer (a view that waits holds memory for each message)."""
        return True


def view_of(page: Page) -> View:
    """Build the view of a page; ValueError where it is over Discord's bounds."""
    if characters(page.blocks) > MOST_CHARACTERS:
        raise ValueError("a page of more than 4,000 characters")
    _check_files(_files(page))
    return View(page)


def files_of(page: Page) -> list[discord.File]:
    """Give the files that must go out with the view of a page, which only refers to them."""
    return [discord.File(io.BytesIO(file.data), filename=file.name) for file in _files(page)]


def _files(page: Page) -> list[File]:
    return [block for block in page.blocks if isinstance(block, File)]


def _check_files(files: list[File]) -> None:
    if len(files) > MOST_FILES or len({file.name for file in files}) < len(files):
        raise ValueError("a page of more than ten files, or with a name twice")
    for file in files:
        if not _FILE_NAME.fullmatch(file.name) or len(file.data) > MOST_BYTES:
            raise ValueError(f"a file that Discord would not take as it is: {file.name!r}, {len(file.data)} bytes")


def allowed(pings: tuple[int, ...]) -> discord.AllowedMentions:
    """Allow to ping those people and nobody else."""
    return discord.AllowedMentions(
        everyone=False, roles=False, replied_user=False, users=[discord.Object(person) for person in pings] or False
    )


def _item(block: Block) -> ui.Item[Any]:
    match block:
        case Text(text):
            return ui.TextDisplay(text)
        case Section(text, button):
            return ui.Section(text, accessory=_button(button))
        case Row(items):
            return ui.ActionRow(*(_button(item) if isinstance(item, Button) else _menu(item) for item in items))
        case Rule():
            return ui.Separator()
        case File(name):
            return ui.File(f"attachment://{name}")


def _button(button: Button) -> ui.Button[Any]:
    if button.url:
        return ui.Button(label=button.label, url=button.url)
    return ui.Button(label=button.label, custom_id=button.custom_id, style=_STYLES[button.tone])


class Chosen(discord.SelectDefaultValue):
    """Somebody or something that a menu holds when it opens."""

    def to_dict(self) -> Any:
        """Give the payload with the id as Discord's API describes snowflakes: as text (discord.py sends a number)."""
        return {**super().to_dict(), "id": str(self.id)}


def _menu(menu: Menu | PeopleMenu | RoleMenu) -> ui.Item[Any]:
    match menu:
        case Menu():
            options = [discord.SelectOption(label=o.label, value=o.value, default=o.chosen) for o in menu.options]
            least, most = (1, 1) if menu.several is None else (0, menu.several)
            return ui.Select(
                custom_id=menu.custom_id,
                placeholder=menu.placeholder,
                min_values=least,
                max_values=most,
                options=options,
            )
        case PeopleMenu():
            return ui.UserSelect(
                custom_id=menu.custom_id,
                placeholder=menu.placeholder,
                min_values=0,
                max_values=menu.most,
                default_values=[Chosen(id=one, type=discord.SelectDefaultValueType.user) for one in menu.chosen],
            )
        case RoleMenu():
            chosen = [Chosen(id=menu.chosen, type=discord.SelectDefaultValueType.role)] if menu.chosen else []
            return ui.RoleSelect(
                custom_id=menu.custom_id,
                placeholder=menu.placeholder,
                min_values=0,
                max_values=1,
                default_values=chosen,
            )

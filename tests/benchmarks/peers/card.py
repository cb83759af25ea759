"""The cards of `/week show` and `/week done` by hand: the rows of the statements into discord.py's components.

No catalogue, no languages, no rules, nothing that could be laid out in another way: what it costs to send these words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import discord
from discord import ui

Rows = Sequence[Any]
_FIRST_PAGE = 8  # posts that fit beside two assignments
_PUBLISHED = "planned"


def role_of(statement: Any) -> str:
    """Say what a recorded statement is for, by its columns; "" for what a card does not show."""
    columns = set(statement.selected_columns.keys()) if statement.is_select else set()
    if {"hook", "created_at"} <= columns:
        return "posts" if "JOIN slot" in str(statement) else "waiting"
    named = {"reasons": "mine", "closes_at": "weeks", "guild_id": "team", "pusher_id": "assignment"}
    return next((role for column, role in named.items() if column in columns), "")


def week(results: Mapping[str, Rows]) -> tuple[ui.LayoutView, ui.LayoutView]:
    """Draw a week on its two pages, from the rows of the statements by their roles."""
    mine, posts, waiting = results["mine"], results["posts"], results["waiting"]
    running = next(row for row in results["weeks"] if row.state == _PUBLISHED)
    end = _when(running.ends_at)
    lines = [f"## {_said(results['team'][0].name)}: your week", f"This week ends on {end}."]
    if waiting:
        lines.append(f"Your post for the next close: {_said(waiting[0].title)}")
    items: list[ui.Item[Any]] = [
        ui.TextDisplay("\n".join(lines)),
        ui.TextDisplay(
            "### Your turn\nRead it first; then recommend it in your own words, on your own channel, whenever it suits "
            "you. No likes, votes or comments, and no copied text. Saying no is fine."
        ),
    ]
    for row in mine:
        items += _assignment(row, end)
    items.append(ui.TextDisplay("### The week's other posts"))
    own = {row.url for row in mine}
    sections = [_section(row) for row in posts if row.url not in own]
    return _view(*items, *sections[:_FIRST_PAGE]), _view(*sections[_FIRST_PAGE:])


def thanks(results: Mapping[str, Rows]) -> ui.LayoutView:
    """Draw the thanks for a recommendation."""
    row = results["assignment"][0]
    return _view(
        ui.TextDisplay(f"## Thank you\n{_said(row.name)} hears today that you recommended {_said(row.title)}.")
    )


def _assignment(row: Any, end: str) -> tuple[ui.Item[Any], ui.Item[Any]]:
    author = _said(row.name)
    why = "; ".join(_reason(reason, author) for reason in row.reasons)
    ad = "" if row.money == "none" else ", and this is an ad"
    words = f"{_post(row)}\nWhy you: {why}.\nSay with it: “{author} and I are in one blog team{ad}.”\nUntil {end}."
    buttons: ui.ActionRow[Any] = ui.ActionRow(
        ui.Button(label="Done", custom_id=f"tb:done:{row.id}", style=discord.ButtonStyle.primary),
        ui.Button(label="Skip", custom_id=f"tb:skip:{row.id}"),
        ui.Button(label="Read it", url=row.url),
    )
    return ui.TextDisplay(words), buttons


def _reason(reason: dict[str, Any], author: str) -> str:
    if reason["kind"] == "first_time":
        return f"you have not recommended {author} before"
    return "it is your share of this week: so far you recommended as often as you were recommended"


def _section(row: Any) -> ui.Item[Any]:
    return ui.Section(_post(row), accessory=ui.Button(label="Read it", url=row.url))


def _post(row: Any) -> str:
    where = urlsplit(row.url).hostname
    return f"“{_said(row.reader_line)}”\n**{_said(row.title)}** by {_said(row.name)}\n-# {where}"


def _said(words: str) -> str:
    return discord.utils.escape_mentions(discord.utils.escape_markdown(words))


def _when(moment: datetime) -> str:
    return f"{discord.utils.format_dt(moment, 'F')} ({discord.utils.format_dt(moment, 'R')})"


def _view(*items: ui.Item[Any]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items))
    view.stop()  # nobody waits in it, so the library need not keep it
    return view

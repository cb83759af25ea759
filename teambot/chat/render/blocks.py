"""What a screen is made of before it becomes Discord's: blocks, their size, and how they are laid on pages. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

# Components V2 (research/discord.md, section 1): at most 40 components in all and 4,000 characters of text a message.
MOST_COMPONENTS = 40
MOST_CHARACTERS = 4000
# Uploading files (Discord's API reference): at most ten a message, 10 MiB each where nobody pays for more.
MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
_CONTAINER = 1  # the outermost container counts too


class Tone(StrEnum):
    """How a button looks; at most one of a row is primary."""

    PRIMARY = "primary"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; its words are already escaped."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A verb that can be pressed: `custom_id` names what ("tb:done:17"), or `url` leads out."""

    label: str
    custom_id: str = ""
    url: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a menu."""

    label: str
    value: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of `options`, of which one is chosen; with `several`, none to so many."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]
    several: int | None = None


@dataclass(frozen=True, slots=True)
class PeopleMenu:
    """A menu of the server's people; `chosen` are Discord ids."""

    custom_id: str
    placeholder: str
    chosen: tuple[int, ...]
    most: int


@dataclass(frozen=True, slots=True)
class RoleMenu:
    """A menu of the server's roles, of which none or one is chosen."""

    custom_id: str
    placeholder: str
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons beside each other (at most five), or one menu."""

    items: tuple[Button | Menu | PeopleMenu | RoleMenu, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph with a button beside it."""

    text: str
    button: Button


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away. `name` is of small letters, digits, ".", "-" and "_": Discord changes any other sign.

    It fits an answer that its reader alone sees; a message of the outbox brings no file along.
    """

    name: str
    data: bytes


Block = Text | Row | Section | Rule | File
Group = tuple[Block, ...]  # blocks that stay on one page


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its blocks in a container, whose component id is `marker`, and whom it may ping."""

    blocks: tuple[Block, ...]
    marker: int | None = None
    pings: tuple[int, ...] = field(default=())


def components(blocks: Iterable[Block]) -> int:
    """Count the components that `blocks` become, nested ones included."""
    return sum(
        {Text: 1, Rule: 1, File: 1, Section: 3}.get(type(block)) or 1 + len(_row(block).items) for block in blocks
    )


def characters(blocks: Iterable[Block]) -> int:
    """Count the characters of text in `blocks`."""
    return sum(len(block.text) for block in blocks if isinstance(block, Text | Section))


def fits(blocks: tuple[Block, ...]) -> bool:
    """Say whether `blocks` fit one message."""
    return _fit(components(blocks), characters(blocks))


def _fit(parts: int, letters: int) -> bool:
    return _CONTAINER + parts <= MOST_COMPONENTS and letters <= MOST_CHARACTERS


def pages(*groups: Group) -> tuple[Page, ...]:
    """Lay groups on as few pages as hold them, in order; at least one page. A group alone must fit a page."""
    laid: list[list[Block]] = [[]]
    parts = letters = 0
    for group in groups:
        more, longer = components(group), characters(group)
        if laid[-1] and not _fit(parts + more, letters + longer):
            laid.append([])
            parts = letters = 0
        laid[-1] += group
        parts, letters = parts + more, letters + longer
    return tuple(Page(_once(blocks)) for blocks in laid)


def one_page(*groups: Group, more: Block, marker: int | None = None) -> Page:
    """Lay as many groups on one page as fit, in order; where some are left out, `more` says so at its end."""
    blocks: tuple[Block, ...] = ()
    for index, group in enumerate(groups):
        last = index == len(groups) - 1
        if not fits(blocks + group if last else (*blocks, *group, more)):
            return Page(_once((*blocks, more)), marker)
        blocks += group
    return Page(_once(blocks), marker)


def _once(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Leave out what stands on the page already: Discord takes a custom id once a message (two pieces of news on one
    charter both bring the button that opens it).
    """
    seen: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Row):
            items = tuple(item for item in block.items if _is_new(item, seen))
            if items:
                kept.append(block if len(items) == len(block.items) else Row(items))
        else:
            kept.append(block)
    return tuple(kept)


def _is_new(item: Button | Menu | PeopleMenu | RoleMenu, seen: set[str]) -> bool:
    if not item.custom_id:  # leads out by its address
        return True
    new = item.custom_id not in seen
    seen.add(item.custom_id)
    return new


def _row(block: Block) -> Row:
    if not isinstance(block, Row):
        raise TypeError(f"no block: {block!r}")
    return block

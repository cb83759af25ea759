"""What somebody wrote, given back to them after a refusal."""

from teambot.chat.render.blocks import Button, Group, Page, Row, Text, pages
from teambot.chat.render.text import gathered, pieces
from teambot.chat.render.voice import Voice

_BLOCK_MOST = 3000  # a piece of 1,500 characters may double when it is escaped


def written(voice: Voice, words: str, again: Button | None = None) -> tuple[Page, ...]:
    """Show somebody's own words whole, line by line, to be copied; and the button that opens their form again."""
    lines = (piece for line in words.splitlines() for piece in pieces(line))
    groups: tuple[Group, ...] = tuple((Text(text),) for text in gathered(lines, _BLOCK_MOST))
    button: tuple[Group, ...] = ((Row((again,)),),) if again is not None else ()
    return pages((Text(f"**{voice.say('kept-words')}**"),), *groups, *button)

"""What changes from one text of a charter to the next, for who has to vote on it or accept it."""

from teambot.chat.render.blocks import Group, Text
from teambot.chat.render.text import pieces
from teambot.chat.render.voice import Voice
from teambot.domain.amendments import Change, ChangeKind


def changes_blocks(voice: Voice, changes: tuple[Change, ...]) -> tuple[Group, ...]:
    """Draw each clause that changes, comes or goes, whole, and how many stay: one text a group, of any length."""
    groups: list[Group] = []
    for change in changes:
        groups += _change(voice, change)
    kept = sum(change.kind is ChangeKind.KEPT for change in changes)
    return (*groups, (Text(voice.say("change-kept", kept=kept)),))


def _change(voice: Voice, change: Change) -> list[Group]:
    match change.kind:
        case ChangeKind.KEPT:
            return []
        case ChangeKind.CHANGED:
            before = _said(voice.say("change-before", number=change.old_number), change.old)
            return [*before, *_said(voice.say("change-after", number=change.new_number), change.new)]
        case ChangeKind.ADDED:
            return _said(voice.say("change-added", number=change.new_number), change.new)
        case ChangeKind.REMOVED:
            return _said(voice.say("change-removed", number=change.old_number), change.old)


def _said(title: str, clause: str | None) -> list[Group]:
    first, *rest = pieces(clause or "") or ("",)
    return [(Text(f"**{title}**\n{first}"),), *((Text(piece),) for piece in rest)]

"""A vote as everybody sees it: its card in the team's channel, open and closed, and the message of its result."""

from teambot.chat.render.amendments import changes_blocks
from teambot.chat.render.blocks import Block, Button, Page, Row, Text, fits, pages
from teambot.chat.render.candidates import candidate_blocks
from teambot.chat.render.rules import rule_name, rule_value
from teambot.chat.render.text import Safe, moment, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.amendments import changes
from teambot.domain.motion_views import Amendment, MotionShown, RuleChange
from teambot.domain.motions import EARLIEST, Choice, EndedWhy, MotionKind, MotionState, Outcome, needed
from teambot.domain.rules import OF_TIMES, RuleName

# People's own words are shown whole as a rule, and cut only where a part would not fit else.
_CUTS = (1500, 1000, 500, 250, 100, 40)
_TOLD_WHY = frozenset(EndedWhy) - {EndedWhy.PAUSED, EndedWhy.NOT_SECONDED}  # of a pause the team is told nothing
_SIDES = {MotionKind.ADMIT: "admit", MotionKind.REMOVE: "remove"}


def card(voice: Voice, motion: MotionShown, marker: int | None = None) -> Page:
    """Draw a vote's card; it pings nobody, and no side of it is the bot's."""
    for most in _CUTS:
        blocks = _open(voice, motion, most) if motion.state is MotionState.OPEN else _closed(voice, motion, most)
        if fits(blocks):
            break
    return Page(blocks, marker)


def result(voice: Voice, motion: MotionShown, marker: int | None = None) -> Page:
    """Draw the message that says how a vote ended; who is let in or goes is told in one sentence."""
    about = () if motion.kind in _SIDES else (title(voice, motion), *_about(voice, motion, _CUTS[0]))
    lines = (f"## {voice.say('motion-result-title')}", *about, *result_lines(voice, motion))
    return Page((Text("\n".join(lines)),), marker)


def title(voice: Voice, motion: MotionShown) -> str:
    """Give the question that is voted on."""
    facts = {"subject": _subject(voice, motion), "team": shown(motion.team_name, 80)}
    return voice.say(f"motion-title-{motion.kind}", **facts)


def choices(voice: Voice, motion: MotionShown) -> tuple[Button, ...]:
    """Give the three buttons of a vote; none of them stands out."""
    ids = {choice: f"tb:vote:{motion.motion_id}:{choice}" for choice in Choice}
    if motion.kind is MotionKind.ADMIT:
        ids[Choice.NO] = f"tb:not-now:{motion.motion_id}"  # it asks for reasons first
    return tuple(Button(choice_words(voice, motion.kind, choice), ids[choice]) for choice in Choice)


def choice_words(voice: Voice, kind: MotionKind, choice: Choice) -> str:
    """Name a choice as its button does."""
    if choice is Choice.ABSTAIN:
        return voice.plain("motion-button-abstain")
    side = "yes" if choice is Choice.YES else "no"
    return voice.plain(f"motion-button-{side}-{_SIDES.get(kind, 'other')}")


def changes_pages(voice: Voice, motion: MotionShown) -> tuple[Page, ...]:
    """Draw all that an amendment changes, on as many pages as it takes."""
    head = f"## {voice.say('motion-changes-title', team=shown(motion.team_name, 80))}"
    return pages((Text(head),), *((block,) for block in _amendment(voice, motion.amendment)))


def result_lines(voice: Voice, motion: MotionShown) -> tuple[str, ...]:
    """Say how a closed vote ended: one line, and the totals where they give nobody away."""
    if motion.outcome is None or motion.outcome is Outcome.ENDED:
        key = f"motion-ended-{motion.ended_why}" if motion.ended_why in _TOLD_WHY else "motion-ended"
        return (voice.say(key),)
    lines = [_outcome(voice, motion, motion.outcome)]
    if motion.totals is not None:
        names = {"yes": choice_words(voice, motion.kind, Choice.YES), "no": choice_words(voice, motion.kind, Choice.NO)}
        counts = {"for": motion.totals.yes, "against": motion.totals.no, "abstain": motion.totals.abstain}
        lines.append(voice.say("motion-totals", **{name: Safe(text) for name, text in names.items()}, **counts))
    return tuple(lines)


def _outcome(voice: Voice, motion: MotionShown, outcome: Outcome) -> str:
    facts: dict[str, str | int] = {"subject": _subject(voice, motion)}
    if outcome is Outcome.CARRIED:
        version = motion.amendment.version if motion.amendment else 0
        return voice.say(f"motion-result-carried-{motion.kind}", **facts, version=version)
    side = "name" if motion.kind is MotionKind.NAME_STEWARD else _SIDES.get(motion.kind, "other")
    again = "-again" if side == "admit" and outcome is Outcome.NO_QUORUM and motion.run > 1 else ""
    return voice.say(f"motion-result-{outcome}-{side}{again}", **facts)


def _subject(voice: Voice, motion: MotionShown) -> Safe:
    return named(motion.subject, 100) if motion.subject else Safe(voice.say("motion-somebody"))


def _open(voice: Voice, motion: MotionShown, most: int) -> tuple[Block, ...]:
    head = [f"## {title(voice, motion)}"]
    if motion.proposer and motion.kind is not MotionKind.ADMIT:
        head.append(voice.say("motion-proposer", proposer=named(motion.proposer, 100)))
    if not motion.proposer and motion.kind is MotionKind.NAME_STEWARD:
        head.append(voice.say("motion-proposer-bot"))
    if motion.kind is MotionKind.ADMIT and motion.run > 1:
        head.append(voice.say("motion-second-run"))
    foot, buttons = Text("\n".join(_counting(voice, motion))), Row(_verbs(voice, motion))
    body = _body(voice, motion, most)
    blocks = (Text("\n".join(head)), *body, foot, buttons)
    if motion.amendment is None or fits(blocks):
        return blocks
    return _as_many_as_fit(voice, blocks[0], body, foot, buttons)


def _as_many_as_fit(
    voice: Voice, head: Block, body: tuple[Block, ...], foot: Block, buttons: Block
) -> tuple[Block, ...]:
    """Leave out of a long amendment what does not fit; its button shows all of it."""
    more = Text(voice.say("motion-more"))
    kept: tuple[Block, ...] = ()
    for block in body:
        if not fits((head, *kept, block, more, foot, buttons)):
            break
        kept += (block,)
    return (head, *kept, more, foot, buttons)


def _closed(voice: Voice, motion: MotionShown, most: int) -> tuple[Block, ...]:
    """Draw a closed vote: what it was about, but no word about a person, and the result."""
    ended = (f"**{line}**" for line in result_lines(voice, motion))
    words = Text("\n".join((f"## {title(voice, motion)}", *_about(voice, motion, most), *ended)))
    return (words,) if motion.amendment is None else (words, Row((_changes_button(voice, motion),)))


def _about(voice: Voice, motion: MotionShown, most: int) -> tuple[str, ...]:
    """Say again what was proposed, in words or of a rule."""
    words = (f"“{shown(motion.words, most)}”",) if motion.words else ()
    return words if motion.rule_change is None else (*words, _rule_change(voice, motion.rule_change))


def _body(voice: Voice, motion: MotionShown, most: int) -> tuple[Block, ...]:
    match motion.kind:
        case MotionKind.ADMIT:
            facts = candidate_blocks(voice, motion.candidate, most) if motion.candidate is not None else ()
            return (*facts, Text(voice.say("motion-questions")))
        case MotionKind.AMEND:
            return _amendment(voice, motion.amendment)
        case MotionKind.NAME_STEWARD:
            return (Text(voice.say("motion-steward-words")),)
        case MotionKind.CLOSE_TEAM:
            return (Text(voice.say("motion-closing-words")),)
        case _:
            return tuple(Text(words) for words in _about(voice, motion, most))


def _amendment(voice: Voice, amendment: Amendment | None) -> tuple[Block, ...]:
    if amendment is None:
        return ()
    version = Text(voice.say("motion-version", version=amendment.version))
    groups = changes_blocks(voice, changes(amendment.before, amendment.after))
    return (version, *(block for group in groups for block in group))


def _rule_change(voice: Voice, change: RuleChange) -> str:
    before, after = (rule_value(voice, change.name, value) for value in (change.before, change.after))
    said = voice.say("motion-rule-change", rule=rule_name(voice, change.name), before=before, after=after)
    if change.name is RuleName.OFFERS_THREAD:
        needs = (voice.say("motion-thread-needs"),) if change.after == "yes" else ()
        return "\n".join((said, voice.say("motion-thread-words"), *needs))
    return f"{said}\n{voice.say('motion-times-later')}" if change.name in OF_TIMES else said


def _counting(voice: Voice, motion: MotionShown) -> tuple[str, ...]:
    """Say how the vote is counted, how many have voted, and until when."""
    rule = motion.rule
    names = {side: Safe(choice_words(voice, motion.kind, side)) for side in (Choice.YES, Choice.NO)}
    share = Safe(voice.say(f"motion-share-{rule.share_over}-{rule.share_of}"))
    key = "motion-rule-of-all" if rule.of_all else "motion-rule"
    least = needed(rule, motion.electorate)
    needs = voice.say("motion-needs", needed=least, of=motion.electorate, yes=names[Choice.YES])
    lines = [
        voice.say(key, share=share, yes=names[Choice.YES], no=names[Choice.NO], least=rule.least_yes),
        *((needs,) if rule.of_all else ()),
        voice.say("motion-quorum", quorum=motion.quorum, electorate=motion.electorate),
        f"**{voice.say('motion-voted', voted=motion.voted)}**",
        voice.say("motion-ends", end=motion.closes_at),
    ]
    early = motion.opened_at + EARLIEST if motion.opened_at is not None else None
    if motion.kind is not MotionKind.REMOVE and early and motion.closes_at and early < motion.closes_at:
        lines.append(f"-# {voice.say('motion-early', early=moment(early))}")
    return (*lines, f"-# {voice.say('motion-secret')}")


def _verbs(voice: Voice, motion: MotionShown) -> tuple[Button, ...]:
    mine = Button(voice.plain("motion-button-mine"), f"tb:my-vote:{motion.motion_id}")
    verbs = (*choices(voice, motion), mine)
    if motion.has_concern:
        return (*verbs, Button(voice.plain("motion-button-concern"), f"tb:concern:{motion.motion_id}"))
    return verbs if motion.amendment is None else (*verbs, _changes_button(voice, motion))


def _changes_button(voice: Voice, motion: MotionShown) -> Button:
    return Button(voice.plain("motion-button-changes"), f"tb:motion-changes:{motion.motion_id}")

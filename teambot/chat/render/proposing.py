"""Proposing something to the team: the forms and screens of `/team propose`, and what happens next."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.ballots import take_back_button
from teambot.chat.render.blocks import Block, Button, Menu, Option, Page, Row, Text, pages
from teambot.chat.render.rules import rule_plain
from teambot.chat.render.text import cut, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.charter import MOST_CHARACTERS
from teambot.domain.motion_views import MotionProposed, Proposable
from teambot.domain.motions import CONCERN_MOST, OTHER_MOST, MotionState
from teambot.domain.rules import NO, YES, RuleName, Share
from teambot.domain.teams import LOAD_MOST

_CHARTER_MOST = MOST_CHARACTERS + 1000  # the numbers and line breaks count here, not as clauses; Discord's bound
_VALUE_MOST = 200
_LABEL_MOST = 100


def charter_form(voice: Voice, team: Proposable) -> Form:
    """Ask how the charter should read; the numbers are for whoever writes, and counted anew."""
    clauses = "\n".join(f"{number}. {clause}" for number, clause in enumerate(team.charter.split("\n"), start=1))
    label, guide = voice.plain("propose-charter-form-text"), voice.plain("propose-charter-form-text-help")
    text = Field("text", label, clauses, _CHARTER_MOST, kind=Kind.PARAGRAPH, help=guide)
    return Form(f"tb:propose-amend:{team.team_id}:{team.version}", voice.plain("propose-charter-form"), (text,))


def rules_screen(voice: Voice, team: Proposable) -> tuple[Page, ...]:
    """Show every rule with its value now, to choose one."""
    options = tuple(Option(cut(rule_plain(voice, name, value), _LABEL_MOST), str(name)) for name, value in team.rules)
    menu = Menu(f"tb:propose-rule:{team.team_id}", voice.plain("propose-menu-rules"), options)
    head = f"## {voice.say('propose-rules-title')}\n{voice.say('propose-rules')}"
    return pages((Text(head), Row((menu,))))


def rule_form(voice: Voice, team: Proposable, name: RuleName) -> Form:
    """Ask for a rule's new value; it opens with the value now, and says the bounds."""
    value = dict(team.rules)[name]
    return Form(
        f"tb:propose-rule:{team.team_id}:{name}", voice.plain("propose-rule-form"), (_value(voice, name, value),)
    )


def _value(voice: Voice, name: RuleName, value: str) -> Field:
    label = voice.plain(f"rule-name-{name}")
    if name.endswith("_share"):
        least = (Share.TWO_THIRDS, Share.THREE_QUARTERS) if name is RuleName.REMOVAL_SHARE else tuple(Share)
        options = tuple((str(share), voice.plain(f"rule-share-{share}")) for share in least)
        guide = voice.plain(f"rule-form-value-{'removal_share' if name is RuleName.REMOVAL_SHARE else 'share'}-help")
        return Field("value", label, value, kind=Kind.RADIO, help=guide, options=options)
    if name is RuleName.LOAD:
        loads = tuple((str(load), str(load)) for load in range(LOAD_MOST + 1))
        return Field(
            "value", label, value, kind=Kind.RADIO, help=voice.plain("rule-form-value-load-help"), options=loads
        )
    if name is RuleName.OFFERS_THREAD:
        answers = tuple((answer, voice.plain(f"rule-{answer}")) for answer in (YES, NO))
        guide = voice.plain("rule-form-value-offers_thread-help")
        return Field("value", label, value, kind=Kind.RADIO, help=guide, options=answers)
    of = "days" if name.endswith("_days") else str(name)
    return Field("value", label, value, _VALUE_MOST, help=voice.plain(f"rule-form-value-{of}-help"))


def other_form(voice: Voice, team: Proposable) -> Form:
    """Ask for a proposal in words."""
    label, guide = voice.plain("propose-other-form-words"), voice.plain("propose-other-form-words-help")
    words = Field("words", label, most=OTHER_MOST, kind=Kind.PARAGRAPH, help=guide)
    return Form(f"tb:propose-other:{team.team_id}", voice.plain("propose-other-form"), (words,))


def remove_screen(voice: Voice, team: Proposable) -> tuple[Page, ...]:
    """Ask whom a removal is about."""
    head = f"## {voice.say('propose-remove-title')}\n{voice.say('propose-remove-choose')}"
    return pages((Text(head), _people(voice, team, f"tb:propose-remove:{team.team_id}")))


def remove_form(voice: Voice, team: Proposable, membership_id: int) -> Form:
    """Ask for the concern, and for who seconds: a member who is neither the proposer nor the person concerned."""
    names = dict(team.people)
    seconders = tuple((str(one), names[one] or "?") for one in team.seconders if one != membership_id)
    guide = voice.plain("propose-remove-form-concern-help")
    label = voice.plain("propose-remove-form-concern", name=cut(names[membership_id], 30) or "?")
    concern = Field("concern", label, most=CONCERN_MOST, kind=Kind.PARAGRAPH, help=guide)
    label, guide = voice.plain("propose-remove-form-seconder"), voice.plain("propose-remove-form-seconder-help")
    seconder = Field("seconder", label, kind=Kind.MENU, help=guide, options=seconders)
    state = f"tb:propose-remove:{team.team_id}:{membership_id}"
    return Form(state, voice.plain("propose-remove-form"), (concern, seconder))


def steward_screen(voice: Voice, team: Proposable) -> tuple[Page, ...]:
    """Ask whom a vote on a steward is about; oneself has a button."""
    head = f"## {voice.say('propose-steward-title')}\n{voice.say('propose-steward-choose')}"
    own = "propose-button-stand-down" if team.member_id in team.stewards else "propose-button-volunteer"
    blocks: list[Block] = [Text(head)]
    if team.people:
        blocks.append(_people(voice, team, f"tb:propose-steward:{team.team_id}"))
    blocks.append(Row((Button(voice.plain(own), f"tb:volunteer:{team.team_id}"),)))
    return pages(tuple(blocks))


def steward_confirm(voice: Voice, team: Proposable, membership_id: int) -> tuple[Page, ...]:
    """Ask once more before the vote opens: on naming somebody, or on releasing a steward."""
    release = membership_id in team.stewards
    kind = "release" if release else "name"
    key = f"propose-own-{kind}-title" if membership_id == team.member_id else f"propose-{kind}-title"
    name = named(dict(team.people).get(membership_id, ""), 100)
    head = f"## {voice.say(key, name=name)}\n{voice.say('motion-steward-words')}"
    state = f"tb:propose-steward:{team.team_id}:{membership_id}:{kind}"
    words = f"{head}\n{voice.say('propose-steward-next', days=team.decision_days)}"
    return pages((Text(words), Row((Button(voice.plain("propose-button-put"), state),))))


def close_confirm(voice: Voice, team: Proposable) -> tuple[Page, ...]:
    """Say what follows before the vote on closing the team opens."""
    title = voice.say("propose-close-title", team=shown(team.team_name, 80))
    next_ = "propose-close-alone" if team.closes_alone else "propose-close"
    button = voice.plain("propose-button-close" if team.closes_alone else "propose-button-put")
    words = f"## {title}\n{voice.say(next_, days=team.decision_days)}"
    return pages((Text(words), Row((Button(button, f"tb:propose-close:{team.team_id}"),))))


def proposed(voice: Voice, made: MotionProposed) -> tuple[Page, ...]:
    """Say what happens next, and how to take it back."""
    if made.state is MotionState.CLOSED:
        return pages((Text(voice.say("proposed-closed")),))
    if made.state is MotionState.SECONDING:
        words = voice.say("proposed-removal", name=named(made.other, 100))
    else:
        words = voice.say("proposed-vote-own" if made.own else "proposed-vote", end=made.closes_at)
    lines = f"## {voice.say('proposed-title')}\n{words}\n{voice.say('proposed-take-back')}"
    return pages((Text(lines), Row((take_back_button(voice, made.motion_id),))))


def taken_back(voice: Voice) -> tuple[Page, ...]:
    """Say that a motion has ended."""
    return pages((Text(f"## {voice.say('taken-back-title')}\n{voice.say('taken-back')}"),))


def _people(voice: Voice, team: Proposable, custom_id: str) -> Row:
    options = []
    for membership_id, name in team.people:
        key = "propose-person-steward" if membership_id in team.stewards else "propose-person"
        label = voice.plain(key, name=cut(name, _LABEL_MOST - 20) or "?")
        options.append(Option(label, str(membership_id)))
    return Row((Menu(custom_id, voice.plain("propose-menu-people"), tuple(options)),))

"""The charter as one reader sees it, joining, and accepting."""

from teambot.chat.forms.form import Field, Form
from teambot.chat.render.amendments import changes_blocks
from teambot.chat.render.blocks import Button, Group, Page, Row, Rule, Text, Tone, pages
from teambot.chat.render.feeds import another_feed
from teambot.chat.render.text import pieces
from teambot.chat.render.voice import Voice
from teambot.domain.charter import CharterAccepted, CharterShown
from teambot.domain.members import MemberJoined

_ADDRESS_MOST = 2000
_ZONE_MOST = 64


def screen(voice: Voice, shown: CharterShown) -> tuple[Page, ...]:
    """Draw the clauses, the promises under them, and what the reader may do, on as many pages as it takes."""
    head = [
        f"## {voice.say('charter-title', team=shown.team_name)}",
        voice.say("charter-version", version=shown.version),
    ]
    if shown.accepted_version is not None:
        same = shown.accepted_version == shown.version
        key = "charter-accepted" if same else "charter-accepted-earlier"
        head.append(voice.say(key) if same else voice.say(key, version=shown.accepted_version))
    promises = "\n".join(f"- {line}" for line in voice.say("charter-promises").splitlines())
    machine = f"-# {voice.say('charter-machine')}"
    foot = Text(f"**{voice.say('charter-promises-title')}**\n{promises}\n{machine}")
    end: Group = (foot, *_verbs(voice, shown))  # on one page: buttons alone would say nothing
    return pages((Text("\n".join(head)),), *_changes(voice, shown), *_clauses(shown.clauses), end)


def _changes(voice: Voice, shown: CharterShown) -> tuple[Group, ...]:
    if not shown.changes:
        return ()
    title = voice.say("charter-changes", version=shown.accepted_version)
    return ((Text(f"### {title}"),), *changes_blocks(voice, shown.changes), (Rule(),))


def _clauses(clauses: tuple[str, ...]) -> tuple[Group, ...]:
    numbered = []
    for number, clause in enumerate(clauses, start=1):
        first, *rest = pieces(clause) or ("",)
        numbered += [(Text(f"**{number}.** {first}"),), *((Text(piece),) for piece in rest)]
    return tuple(numbered)


def _verbs(voice: Voice, shown: CharterShown) -> Group:
    state = f"{shown.team_id}:{shown.version}"
    if shown.may_join:
        what, how = ("join-admitted", "charter-admitted") if shown.admitted else ("join", "charter-may-join")
        join = Button(voice.plain("charter-button-join"), f"tb:{what}:{state}", tone=Tone.PRIMARY)
        return (Text(voice.say(how)), Row((join,)))
    if shown.may_apply or shown.applied:
        return _asking(voice, shown)
    buttons = []
    if shown.may_accept:
        buttons.append(Button(voice.plain("charter-button-accept"), f"tb:accept:{state}", tone=Tone.PRIMARY))
    if shown.may_propose:
        buttons.append(Button(voice.plain("charter-button-propose"), f"tb:propose-amend:{shown.team_id}"))
    if shown.belongs:
        buttons.append(Button(voice.plain("charter-button-report"), f"tb:report:{shown.team_id}"))
    if shown.may_accept:
        buttons.append(Button(voice.plain("charter-button-leave"), f"tb:leave:{shown.team_id}"))
    if not buttons:
        return ()
    words = (Text("\n".join(_asked(voice, shown))),) if shown.may_accept else ()
    return (*words, Row(tuple(buttons)))


def _asking(voice: Voice, shown: CharterShown) -> Group:
    """Offer somebody who is not on the team to ask to join, or their application where they have."""
    what, label = ("apply", "charter-button-apply") if shown.may_apply else ("application", "apply-button-open")
    lines = [voice.say("charter-may-apply")] if shown.may_apply else []
    if shown.full:
        lines.append(voice.say("charter-full"))
    button = Button(voice.plain(label), f"tb:{what}:{shown.team_id}", tone=Tone.PRIMARY)
    words = (Text("\n".join(lines)),) if lines else ()
    return (*words, Row((button,)))


def apply_form(voice: Voice, team_id: int) -> Form:
    """Ask for the address of the blog with which somebody asks to join."""
    blog = Field("blog", voice.plain("join-form-blog"), most=_ADDRESS_MOST)
    return Form(f"tb:apply:{team_id}", voice.plain("charter-button-apply"), (blog,))


def _asked(voice: Voice, shown: CharterShown) -> list[str]:
    lines = [voice.say("charter-accept-by", end=shown.accept_by)] if shown.accept_by is not None else []
    if shown.waited_for:
        lines.append(voice.say("charter-accept-back"))
    return [*lines, voice.say("charter-cannot-accept")]


def join_form(voice: Voice, team_id: int, version: int, zone: str) -> Form:
    """Ask for a blog and its feed, and where somebody lives; `zone` is the team's."""
    blog = Field("blog", voice.plain("join-form-blog"), most=_ADDRESS_MOST)
    fields = (blog, feed_field(voice), zone_field(voice, zone))
    return Form(f"tb:join:{team_id}:{version}", voice.plain("join-form"), fields)


def feed_field(voice: Voice, value: str = "") -> Field:
    """Ask for a feed's address, which may be left empty."""
    label, guide = voice.plain("join-form-feed"), voice.plain("join-form-feed-help")
    return Field("feed", label, value, _ADDRESS_MOST, required=False, help=guide)


def zone_field(voice: Voice, value: str) -> Field:
    """Ask for the time zone where somebody lives; left empty it is the team's."""
    label, guide = voice.plain("join-form-zone"), voice.plain("join-form-zone-help")
    return Field("zone", label, value, _ZONE_MOST, required=False, help=guide)


def joined(voice: Voice, result: MemberJoined) -> tuple[Page, ...]:
    """Welcome a new member: their feed, what is missing until the team forms, what to do next."""
    lines = [f"## {voice.say('joined-title', team=result.team_name)}"]
    if result.feed_title:
        lines.append(voice.say("joined-feed", title=result.feed_title))
    lines.append(voice.say("joined-items", items=result.items))
    if result.missing:
        lines.append(voice.say("joined-missing", missing=result.missing))
    elif result.first_close is not None:
        lines.append(voice.say("joined-formed", close=result.first_close))
    if result.zone:
        lines.append(voice.say("joined-quiet", zone=result.zone))
    lines.append(voice.say("joined-next-forming" if result.missing else "joined-next"))
    settings = Button(voice.plain("joined-button-settings"), "tb:settings", tone=Tone.PRIMARY)
    quiet = Button(voice.plain("settings-button-quiet"), "tb:quiet")
    others = another_feed(voice, "tb:another-feed", result.choices)
    return pages((Text("\n".join(lines)),), *others, (Row((settings, quiet)),))


def accepted(voice: Voice, result: CharterAccepted) -> tuple[Page, ...]:
    """Thank a member who accepted a later version, and welcome back who was paused for want of it."""
    lines = [voice.say("accepted", version=result.version)]
    if result.resumed:
        lines.append(voice.say("accepted-resumed"))
    if result.waits:
        lines.append(voice.say("accepted-waits"))
    return pages((Text("\n".join(lines)),))

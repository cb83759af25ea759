"""An application as its applicant sees it, at any time: what is to be done, how it stands, how it ended."""

from teambot.chat.render.application_news import application_news
from teambot.chat.render.blocks import Block, Button, Group, Page, Row, Text, Tone, pages
from teambot.chat.render.feeds import another_feed
from teambot.chat.render.proofs import how_to_prove
from teambot.chat.render.text import Safe, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.application_views import ApplicationShown
from teambot.domain.applications import Answer, ApplicationState
from teambot.domain.notices import NoticeKind

_ADDRESS_SHOWN = 300
_WORDS_SHOWN = 500
_VOUCHED = frozenset({ApplicationState.WAITING, ApplicationState.VOTING, ApplicationState.ADMITTED})
# What the state of the application does not say anyway.
_NEWS = frozenset({NoticeKind.VOUCHER_LEFT, NoticeKind.ADMISSION_AGAIN, NoticeKind.SISTER_TEAM})


def screen(voice: Voice, application: ApplicationShown) -> tuple[Page, ...]:
    """Draw an application with what its applicant can do."""
    head = Text(f"## {voice.say('apply-title', team=shown(application.team_name, 80))}")
    draft = application.state is ApplicationState.DRAFT
    words = _steps(voice, application) if draft else _standing(voice, application)
    extra = [block for item in application.news if item.kind in _NEWS for block in application_news(voice, item)]
    told: tuple[Group, ...] = tuple((block,) for block in extra if isinstance(block, Text))
    others = another_feed(voice, f"tb:apply-feed:{application.team_id}", application.choices) if draft else ()
    return pages((head,), *told, *words, *others, *_verbs(voice, application))


def _steps(voice: Voice, application: ApplicationShown) -> tuple[Group, ...]:
    return (
        (Text("\n".join(_found(voice, application))),),
        (Text("\n".join(_proof(voice, application))),),
        (Text("\n".join(_form(voice, application))),),
    )


def _found(voice: Voice, application: ApplicationShown) -> list[str]:
    feed = shown(application.feed_url, _ADDRESS_SHOWN)
    if application.feed_title:
        feed = Safe(f"{shown(application.feed_title, 100)}; {feed}")
    lines = [
        voice.say("apply-blog", blog=shown(application.blog_url, _ADDRESS_SHOWN)),
        voice.say("apply-feed", feed=feed),
    ]
    rhythm = []
    if application.since is not None:
        rhythm.append(voice.say("apply-since", since=shown(application.since, 10)))
    if application.per_month is not None:
        rhythm.append(voice.say("apply-often", times=times(application.per_month)))
    return [*lines, " ".join(rhythm)] if rhythm else lines


def times(per_month: float) -> Safe:
    """Give a number of posts with one digit at most: "4", "0.5"."""
    return Safe(f"{per_month:.1f}".removesuffix(".0"))


def _proof(voice: Voice, application: ApplicationShown) -> list[str]:
    lines = [voice.say("apply-step-proof")]
    if application.proof is not None:
        return [*lines, voice.say(f"apply-proven-{application.proof}")]
    looked = application.just_looked
    return [*lines, *how_to_prove(voice, application.token, application.discord_id, looked=looked)]


def _form(voice: Voice, application: ApplicationShown) -> list[str]:
    missing = application.answers.missing()
    lines = [voice.say("apply-step-form")]
    if len(missing) == len(Answer):
        lines.append(voice.say("apply-answers-todo"))
    elif missing:
        names = ", ".join(voice.plain(f"apply-answer-{one}") for one in missing)
        lines.append(voice.say("apply-answers-missing", missing=Safe(names)))
    else:
        lines.append(voice.say("apply-answers-done"))
    next_step = "apply-sent-next-full" if application.full else "apply-sent-next"
    return [*lines, f"-# {voice.say(next_step)}"]


def _standing(voice: Voice, application: ApplicationShown) -> tuple[Group, ...]:
    """Say how an application stands that the team has seen."""
    facts = {"end": application.ends_at, "again": application.again_from, "place": application.place}
    lines = [voice.say(f"apply-state-{_state(application)}", **facts)]
    if application.voucher and application.state in _VOUCHED:
        words = shown(application.vouch_words, _WORDS_SHOWN)
        lines.append(voice.say("apply-voucher", name=named(application.voucher, 100), words=words))
    if application.reasons:
        reasons = ", ".join(voice.plain(f"apply-reason-{one}") for one in application.reasons)
        lines.append(voice.say("apply-reasons", reasons=Safe(reasons)))
    if application.sister:
        lines.append(voice.say("apply-sister-yes"))
    return ((Text("\n".join(lines)),),)


def _state(application: ApplicationShown) -> str:
    """Give the words by which a state is told: some depend on more than the state."""
    if application.state is ApplicationState.WITHDRAWN and application.again_from is not None:
        return "withdrawn-later"
    full = application.state is ApplicationState.SENT and application.full
    return "sent-full" if full else application.state


def _verbs(voice: Voice, application: ApplicationShown) -> tuple[Group, ...]:
    match application.state:
        case ApplicationState.DRAFT:
            buttons = _draft_verbs(voice, application)
        case ApplicationState.SENT:
            buttons = [_button(voice, "change", "application-form", application)]
        case ApplicationState.WAITING:
            buttons = [_button(voice, "no-sister" if application.sister else "sister", "sister", application)]
        case ApplicationState.VOTING:
            buttons = []
        case ApplicationState.ADMITTED:
            buttons = [_button(voice, "charter", "charter", application, Tone.PRIMARY)]
        case _:
            return ()
    return ((Row((*buttons, _button(voice, "withdraw", "application-withdraw", application))),),)


def _draft_verbs(voice: Voice, application: ApplicationShown) -> list[Button]:
    filled_in = not application.answers.missing()
    form = _button(
        voice,
        "change" if filled_in else "fill",
        "application-form",
        application,
        Tone.PLAIN if filled_in else Tone.PRIMARY,
    )
    charter = _button(voice, "read", "charter", application)
    if application.proof is not None:
        return [form, charter]
    tone = Tone.PRIMARY if filled_in else Tone.PLAIN
    check = _button(voice, "check", "application-prove", application, tone)
    return [form, check, _button(voice, "page", "application-page", application), charter]


def _button(voice: Voice, label: str, what: str, application: ApplicationShown, tone: Tone = Tone.PLAIN) -> Button:
    return Button(voice.plain(f"apply-button-{label}"), f"tb:{what}:{application.team_id}", tone=tone)


def withdrawing(voice: Voice, application: ApplicationShown) -> tuple[Page, ...]:
    """Ask whether an application is to be taken back, and say what follows."""
    read = application.state is not ApplicationState.DRAFT
    lines = [
        f"## {voice.say('apply-withdraw-title')}",
        voice.say(f"apply-withdraw-{'read' if read else 'what'}", team=shown(application.team_name, 80)),
    ]
    if application.state is ApplicationState.WAITING:
        lines.append(voice.say("apply-withdraw-place"))
    if application.state is ApplicationState.VOTING:
        lines.append(voice.say("apply-withdraw-vote"))
    yes = Button(voice.plain("apply-withdraw-yes"), f"tb:application-end:{application.team_id}")
    no = Button(voice.plain("apply-withdraw-no"), f"tb:application:{application.team_id}", tone=Tone.PRIMARY)
    blocks: tuple[Block, ...] = (Text("\n".join(lines)), Row((no, yes)))
    return pages(blocks)

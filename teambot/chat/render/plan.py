"""A plan before it is out, for stewards; how plans are made, for all; and why, for whom it is about alone."""

from datetime import date, datetime

from teambot.chat.render.blocks import Block, Button, Group, Page, Row, Text, Tone, pages
from teambot.chat.render.seasons import month_name
from teambot.chat.render.text import named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.members import NAME_MOST
from teambot.domain.my_week import News, PostShown, WeekShown
from teambot.domain.notices import NoticeKind
from teambot.domain.plans import MethodShown, PlanPreview, PlanPublished, WeekLightened
from teambot.domain.reasons import OF_A_POST, LeftOut, LeftOutKind, Reason, ReasonKind
from teambot.domain.week import WeekState

_TITLE_MOST = 120
_SHORT = 40  # of a topic, or an author who is named beside the post already
_TONES = {"publish": Tone.PRIMARY}


def screen(voice: Voice, plan: PlanPreview, said: str = "") -> tuple[Page, ...]:
    """Draw a plan that is not out, with what a steward may do; `said` stands first: what was just done."""
    closed = plan.state is WeekState.CLOSED
    times = {"close": plan.closes_at, "publish": plan.publishes_at}
    head = [*([said] if said else []), f"## {voice.say('plan-title', team=plan.team_name)}"]
    head += [voice.say(f"plan-{plan.state}", **times), voice.say("plan-posts", posts=len(plan.posts))]
    groups: list[Group] = [(Text("\n".join(head)),), *((Text(_post(voice, post)),) for post in plan.posts)]
    groups += [(Text("\n".join(_facts(voice, plan))),), _verbs(voice, plan, closed=closed)]
    return pages(*groups)


def _post(voice: Voice, post: PostShown) -> str:
    facts = {"title": shown(post.title, _TITLE_MOST), "author": named(post.author, NAME_MOST)}
    return f"- {voice.say('plan-post', **facts)}"


def _facts(voice: Voice, plan: PlanPreview) -> list[str]:
    lines = [voice.say("plan-shelved", shelved=plan.shelved)] if plan.shelved else []
    if plan.light:
        lines.append(voice.say("plan-light"))
    if plan.few and (plan.posts or plan.shelved):
        lines.append(voice.say("plan-few"))
    if plan.build:
        lines.append(voice.say("plan-build", build=plan.build))
    if not (plan.posts or plan.shelved):
        return [*lines, voice.say("plan-nothing")]
    lines.append(voice.say(f"plan-even-now-{plan.even or 'none'}"))
    if plan.posts:
        lines.append(voice.say(f"plan-even-after-{plan.even_after}"))
    return [*lines, voice.say("plan-private")]


def _verbs(voice: Voice, plan: PlanPreview, *, closed: bool) -> Group:
    week = plan.week_id
    offered = {"full": f"tb:plan-light:{week}:no"} if plan.light else {"light": f"tb:plan-light:{week}:yes"}
    if closed and plan.posts:
        offered = {"publish": f"tb:plan-sure:{plan.team_id}", "rebuild": f"tb:plan-rebuild:{week}", **offered}
    buttons = [
        Button(voice.plain(f"plan-button-{verb}"), control, tone=_TONES.get(verb, Tone.PLAIN))
        for verb, control in offered.items()
    ]
    lines = [voice.say(f"plan-how-{verb}") for verb in offered]
    return (Text("\n".join((*lines, voice.say("plan-log")))), Row(tuple(buttons)))


def sure(voice: Voice, plan: PlanPreview) -> tuple[Page, ...]:
    """Ask a steward once more before a plan comes out; one that cannot, as it is now, is drawn as it stands."""
    if plan.state is not WeekState.CLOSED or not plan.posts:
        return screen(voice, plan)
    words = voice.say("plan-sure", posts=len(plan.posts), publish=plan.publishes_at)
    lines = f"## {voice.say('plan-sure-title')}\n{words}\n{voice.say('plan-log')}"
    publish = Button(voice.plain("plan-button-sure"), f"tb:plan-publish:{plan.week_id}", tone=Tone.PRIMARY)
    back = Button(voice.plain("plan-button-show"), f"tb:plan:{plan.team_id}")
    return pages((Text(lines), Row((publish, back))))


def rebuilt(voice: Voice, plan: PlanPreview) -> tuple[Page, ...]:
    """Draw a plan that was made anew."""
    return screen(voice, plan, voice.say("plan-rebuilt"))


def lightened(voice: Voice, done: WeekLightened, plan: PlanPreview) -> tuple[Page, ...]:
    """Draw the plan of a week that was made light, or ordinary again."""
    return screen(voice, plan, voice.say("plan-lightened" if done.light else "plan-ordinary"))


def published(voice: Voice, done: PlanPublished) -> tuple[Page, ...]:
    """Tell a steward that the plan is out."""
    words = f"## {voice.say('plan-published-title')}\n{voice.say('plan-published', posts=done.posts)}"
    return pages((Text(f"{words}\n{voice.say('plan-logged')}"),))


def show_button(voice: Voice, team_id: int) -> Button:
    """Give the button that shows a steward the coming plan."""
    return Button(voice.plain("plan-button-show"), f"tb:plan:{team_id}")


def light_news(voice: Voice, item: News) -> Group:
    """Ask a steward whether the coming week should be a light one."""
    publishes_at = datetime.fromisoformat(str(item.facts["publishes_at"]))
    team, weeks = named(str(item.facts["team"]), NAME_MOST), int(item.facts["weeks"])
    words = Text(voice.say(f"news-{item.kind}", team=team, weeks=weeks, publishes_at=publishes_at))
    light = f"tb:plan-light:{int(item.facts['week_id'])}:yes:news"
    return (words, Row((Button(voice.plain("plan-button-light"), light, tone=Tone.PRIMARY),)))


def method(voice: Voice, team: MethodShown) -> tuple[Page, ...]:
    """Draw how a team's plans are made, and whether they came out even."""
    lines = [
        f"## {voice.say('method-title', team=team.team_name)}",
        voice.say("method-share"),
        voice.say("method-count", load=team.load),
        *(voice.say(f"method-{part}") for part in ("pairs", "ahead", "no", "why")),
        voice.say(f"method-even-{team.even or 'none'}"),
    ]
    return pages((Text("\n\n".join(lines)),))


def method_button(voice: Voice) -> Button:
    """Give the button that tells whoever presses it how plans are made."""
    return Button(voice.plain("method-button"), "tb:method")


def reason(voice: Voice, why: Reason, author: str) -> str:
    """Say one reason why somebody is asked to recommend an author's post."""
    if why.kind is ReasonKind.TOPIC:
        return voice.say("reason-topic", topic=shown(str(why.facts["topic"]), _SHORT))
    if why.kind is not ReasonKind.EVEN_SHARE:
        return voice.say(f"reason-{why.kind}", **{**why.facts, "author": named(author, _SHORT)})
    balance = int(why.facts["balance"])
    side = "gave" if balance > 0 else "got" if balance else "even"
    return voice.say(f"reason-even_share-{side}", times=abs(balance))


def suggested(voice: Voice, day: date) -> str:
    """Name the day that is suggested for a recommendation."""
    names = {"weekday": voice.plain(f"weekday-{day.isoweekday()}"), "month": month_name(voice, day.month)}
    return voice.plain("assignment-day", day=str(day.day), **names)


def explained(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    """Draw why the reader has no turn in a plan that is out, or less to do, and the way to how plans are made."""
    if week.state is not WeekState.PLANNED or not (week.posts or week.left_out):
        return ()
    told = any(item.kind is NoticeKind.NOT_THIS_WEEK and "why" in item.facts for item in week.news)
    lines = [left_out(voice, one) for one in week.left_out if not (told and one.kind in OF_A_POST)]
    said: tuple[Block, ...] = (Text("\n".join(lines)),) if lines else ()
    return ((*said, Row((method_button(voice),))),)


def left_out(voice: Voice, one: LeftOut) -> str:
    """Say why a post has no turn, or its author is asked for less than they have time for."""
    facts = dict(one.facts)
    if one.kind is LeftOutKind.POST_LATER:
        facts["less"] = -facts["balance"]
        if "late" in facts:
            return voice.say("left-out-post_later-late", **facts)
    return voice.say(f"left-out-{one.kind}", **facts)

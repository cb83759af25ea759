"""A week as one member sees it: their turn with its reasons, the posts, what is open to anyone, their news."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.ballots import waiting
from teambot.chat.render.blocks import Button, Group, Page, Row, Section, Text, Tone, fits, one_page, pages
from teambot.chat.render.news import motion_of, news
from teambot.chat.render.plan import explained, reason, suggested
from teambot.chat.render.post import read_button, said
from teambot.chat.render.pushes import settled, swap_button
from teambot.chat.render.seasons import day_name
from teambot.chat.render.standings import of_week
from teambot.chat.render.text import Safe, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.assignments import (
    WORDS_MOST,
    AssignmentSkipped,
    AssignmentState,
    OfferedOn,
    PushBooked,
    SkipReason,
)
from teambot.domain.my_week import Awaited, MyAssignment, News, OpenOffer, PostShown, WeekShown
from teambot.domain.notices import OF_THE_CHARTER, NoticeKind
from teambot.domain.posts import HOOK_MOST, Money
from teambot.domain.standings import Standing
from teambot.domain.week import WeekState

_ADDRESS_MOST = 2000
_CUTS = (HOOK_MOST, 100)  # texts are cut only where an assignment would not fit one message else


def screen(voice: Voice, week: WeekShown) -> tuple[Page, ...]:
    """Draw the week on as many pages as it takes."""
    return pages(*_groups(voice, week))


def message(voice: Voice, week: WeekShown, marker: int) -> Page:
    """Draw the week as one direct message; where it does not fit, it says where the rest is."""
    return one_page(*_groups(voice, week), more=Text(voice.say("week-more")), marker=marker)


def _groups(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    groups: list[Group] = [(Text("\n".join(_head(voice, week))),), *_concern(voice, week), *of_week(voice, week)]
    if week.key:
        groups += [*_mine(voice, week), *explained(voice, week)]
    told_of = [item for item in week.news if not _stands_above(item, week)]
    if told_of:
        groups.append((Text(f"### {voice.say('week-news')}"),))
        groups += [news(voice, item) for item in told_of]
    told = {motion_of(item) for item in week.news}  # their buttons are beside their news
    votes = [vote for vote in week.votes if vote.motion_id not in told and vote.awaited is not Awaited.CONCERN]
    if votes:
        groups.append((Text(f"### {voice.say('week-votes')}"),))
        groups += [waiting(voice, vote) for vote in votes]
    if week.offers and week.standing is Standing.MEMBER:  # nobody who is away is asked for anything
        groups.append((Text(f"### {voice.say('week-offers')}"),))
        groups += [_offer(voice, offer) for offer in week.offers]
    return (*groups, *_posts(voice, week))


def _concern(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    """Draw first, and alone, what a removal asks of whom it is about (product.md, What reaches a person unasked)."""
    fresh = [item for item in week.news if item.kind is NoticeKind.CONCERN]
    told = {motion_of(item) for item in fresh}
    waits = [vote for vote in week.votes if vote.awaited is Awaited.CONCERN and vote.motion_id not in told]
    return (*(news(voice, item) for item in fresh), *(waiting(voice, vote) for vote in waits))


def _stands_above(item: News, week: WeekShown) -> bool:
    return item.kind is NoticeKind.CONCERN or (week.charter is not None and item.kind in OF_THE_CHARTER)


def _posts(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    """Draw the posts that the reader's own turn does not show already."""
    mine = {(one.author, one.title, one.url) for one in week.mine}
    posts = [post for post in week.posts if (post.author, post.title, post.url) not in mine]
    if not posts:
        return ()
    heading = voice.say("week-posts-other" if len(posts) < len(week.posts) else "week-posts")
    return ((Text(f"### {heading}"),), *(post_section(voice, post) for post in posts))


def _head(voice: Voice, week: WeekShown) -> tuple[str, ...]:
    lines = [f"## {voice.say('week-title', team=week.team_name)}"]
    if week.missing:
        lines.append(voice.say("week-forming", missing=week.missing))
    elif week.state is None:
        lines.append(voice.say("week-none"))
    ahead = week.state in (WeekState.OPEN, WeekState.CLOSED)
    if week.asleep:
        lines.append(voice.say("week-asleep"))
    if week.state is not None and not (week.asleep and ahead):
        times = {"close": week.closes_at, "publish": week.publishes_at, "end": week.ends_at}
        lines.append(voice.say(f"week-state-{week.state}", **times))
    if week.light and week.state is not WeekState.ENDED:
        lines.append(voice.say("week-light"))
    return (*lines, *_own_posts(voice, week))


def _own_posts(voice: Voice, week: WeekShown) -> tuple[str, ...]:
    """Say what becomes of the reader's own posts: while they are not here, or the team sleeps, they wait."""
    posts = [("submitted", week.submitted), ("waiting", week.waiting)]
    told = [(name, post.title) for name, post in posts if post is not None]
    if week.standing in (Standing.PAUSED, Standing.AWAY):
        return tuple(voice.say("week-waits-return", title=title) for _, title in told)
    if week.asleep:
        return tuple(voice.say("week-waits-asleep", title=title) for _, title in told)
    lines = [voice.say(f"week-{name}", title=title) for name, title in told]
    if week.from_shelf is not None:
        lines.append(voice.say("week-waiting-shelf", title=week.from_shelf))
    elif week.waiting is None and _may_ask_for_a_post(week):
        lines.append(voice.say("week-waiting-none"))
    return tuple(lines)


def _may_ask_for_a_post(week: WeekShown) -> bool:
    """Say whether a reader without a post is reminded of the next plan: not beside a plan that runs."""
    return week.state in (WeekState.OPEN, WeekState.MISSED) or (week.state is WeekState.PLANNED and not week.posts)


def _mine(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    if not week.mine:
        if week.state not in (WeekState.PLANNED, WeekState.ENDED):
            return ()
        none = f"week-mine-none-{week.state}" if week.posts else f"week-posts-none-{week.state}"
        return ((Text(voice.say(none)),),)
    asked = [one for one in week.mine if one.state is AssignmentState.ASKED and not one.past]
    past = [one for one in week.mine if _is_asked_no_more(one)]
    over = [one for one in week.mine if one.state is not AssignmentState.ASKED]
    turn: Group = (Text(f"### {voice.say('week-mine')}\n{voice.say('week-how')}"),)
    gone: Group = (Text(f"### {voice.say('week-mine-past')}\n{voice.say('week-past')}"),)
    rest: Group = (Text(f"### {voice.say('week-mine-over')}"),)
    return (
        *((turn, *(assignment(voice, one, over=_over(one, week)) for one in asked)) if asked else ()),
        *((gone, *(assignment(voice, one, over=_over(one, week)) for one in past)) if past else ()),
        *((rest, *(assignment(voice, one, over=_over(one, week)) for one in over)) if over else ()),
    )


def _is_asked_no_more(one: MyAssignment) -> bool:
    """Say whether the last day of its post has passed with no answer to it."""
    return one.past and one.state is AssignmentState.ASKED


def _over(one: MyAssignment, week: WeekShown) -> bool:
    return week.state is WeekState.ENDED or (week.publishes_at is not None and one.ends_at <= week.publishes_at)


def assignment(voice: Voice, one: MyAssignment, *, over: bool = False) -> Group:
    """Draw one assignment; `over`: its week is, and what is done still counts."""
    post = said(voice, one)
    reading = read_button(voice, one.url)
    if one.state is not AssignmentState.ASKED:
        return settled(voice, one, post)
    done = done_button(voice, one.id)
    if one.past:
        return (Text(f"{post}\n{_until(voice, one, over=over)}"), Row((done, *((reading,) if reading else ()))))
    skip = Button(voice.plain("assignment-button-skip"), f"tb:skip:{one.id}")
    swap = () if one.swap_kept else (swap_button(voice, one),)
    buttons = (done, *(() if over else (skip, *swap)), *((reading,) if reading else ()))
    for most in _CUTS:
        group: Group = (Text("\n".join(_asked(voice, one, most, over=over))), Row(buttons))
        if fits(group):
            break
    return group


def _asked(voice: Voice, one: MyAssignment, most: int, *, over: bool) -> list[str]:
    """Say what is asked: the post, why, a way in, the words that disclose, until when; a text is `most` long."""
    lines = [said(voice, one, most)]
    if one.reasons:
        reasons = "; ".join(reason(voice, why, one.author) for why in one.reasons)
        lines.append(voice.plain("assignment-why", reasons=reasons))
    if one.hook:
        lines.append(voice.say("assignment-hook", hook=shown(one.hook, most)))
    key = "assignment-disclose" if one.money is Money.NONE else f"assignment-disclose-{one.money}"
    lines += [voice.say(key, author=named(one.author, 100)), _until(voice, one, over=over)]
    if one.swapping and not over:
        lines.append(voice.say("assignment-swapping"))
    return lines


def _until(voice: Voice, one: MyAssignment, *, over: bool) -> str:
    """Say until when it is asked; after that, until when *Done* counts."""
    if one.past:
        return voice.say("assignment-past", end=one.done_until)
    if over:
        return voice.say("assignment-late", end=one.done_until)
    if one.last_day is not None:
        until = voice.say("assignment-last-day", day=Safe(day_name(voice, one.last_day)))
    else:
        until = voice.say("assignment-until", end=one.ends_at)
    return " ".join((until, *((suggested(voice, one.suggested_on),) if one.suggested_on else ())))


def _offer(voice: Voice, offer: OpenOffer) -> Group:
    return (Section(voice.say("offer"), take_button(voice, offer.assignment_id)),)


def take_button(voice: Voice, assignment_id: int) -> Button:
    """Give the button by which anyone takes an open assignment."""
    return Button(voice.plain("assignment-button-take"), f"tb:take:{assignment_id}", tone=Tone.PRIMARY)


def done_button(voice: Voice, assignment_id: int) -> Button:
    """Give the button that opens the form of *Done*."""
    return Button(voice.plain("assignment-button-done"), f"tb:done:{assignment_id}", tone=Tone.PRIMARY)


def post_section(voice: Voice, post: PostShown, most: int = 256) -> Group:
    """Draw one post of a plan, its link beside it; each text at most `most` long."""
    words = said(voice, post, most)
    reading = read_button(voice, post.url)
    return (Section(words, reading),) if reading else (Text(words),)


def done_form(voice: Voice, assignment_id: int) -> Form:
    """Ask where it was said, and for a word to the author; both may be left empty."""
    link = Field("link", voice.plain("done-form-link"), most=_ADDRESS_MOST, required=False)
    words = Field("words", voice.plain("done-form-words"), most=WORDS_MOST, required=False, kind=Kind.PARAGRAPH)
    return Form(f"tb:done:{assignment_id}", voice.plain("done-form"), (link, words))


def skip_form(voice: Voice, assignment_id: int) -> Form:
    """Ask why somebody says no, if they like; it is told to nobody."""
    options = tuple((str(reason), voice.plain(f"skip-{reason}")) for reason in SkipReason)
    reason = Field("reason", voice.plain("skip-form-reason"), required=False, kind=Kind.RADIO, options=options)
    return Form(f"tb:skip:{assignment_id}", voice.plain("skip-form"), (reason,))


def booked(voice: Voice, result: PushBooked) -> tuple[Page, ...]:
    """Thank somebody who recommended a post."""
    return _told(voice, "done-title", voice.say("done", author=named(result.author, 100), title=result.title))


def skipped(voice: Voice, result: AssignmentSkipped) -> tuple[Page, ...]:
    """Thank somebody who said no, and say what else is open for them."""
    kept = result.offered is OfferedOn.CARRIED  # nobody is there who could take it
    told = voice.say("skipped-kept" if kept else "skipped", title=result.title)
    words = f"{told}\n{voice.say('skipped-left', left=result.left)}"
    return _told(voice, "skipped-title", words)


def taken(voice: Voice, mine: MyAssignment) -> tuple[Page, ...]:
    """Thank somebody who took an open assignment, and show it to them: only now do they read whose post it is."""
    return pages((Text(f"## {voice.say('taken-title')}\n{voice.say('taken')}"),), assignment(voice, mine))


def my_week_button(voice: Voice) -> Button:
    """Give the button that shows whoever presses it their own week."""
    return Button(voice.plain("button-my-week"), "tb:week", tone=Tone.PRIMARY)


def _told(voice: Voice, title: str, words: str) -> tuple[Page, ...]:
    return pages((Text(f"## {voice.say(title)}\n{words}"),))

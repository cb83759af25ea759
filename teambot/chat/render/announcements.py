"""What the bot says unasked, in the team's language or to one person: an announcement and its marker into one page."""

from typing import assert_never

from teambot.chat.render import motions, offers_thread, reminders, standings, vouching
from teambot.chat.render.ballots import question
from teambot.chat.render.blocks import Block, Button, Page, Row, Text, Tone, fits, one_page
from teambot.chat.render.news import news
from teambot.chat.render.plan import method_button
from teambot.chat.render.text import Safe, day, named, shown
from teambot.chat.render.voice import Voice
from teambot.chat.render.week import assignment, message, my_week_button, post_section, take_button
from teambot.domain.announcements import (
    Announcement,
    CharterUnaccepted,
    Goodbye,
    Invitation,
    MotionCard,
    MyWeekMessage,
    NewsMessage,
    Offer,
    ReminderMessage,
    TeamFormed,
    TeamTold,
    WeekCard,
    WeekMissed,
)
from teambot.domain.application_views import ApplicationCard, SisterOffer
from teambot.domain.thread_offers import ThreadOffer, ThreadOpened
from teambot.locales.catalogue import Words

# A card's texts are cut only where a part would not fit else: people's own words are shown whole as a rule.
_CUTS = (256, 100, 40)


def page_of(words: Words, announcement: Announcement, marker: int) -> Page:
    """Draw an announcement as one message; its pings are the people who are meant, by id."""
    about = announcement.shown if isinstance(announcement, MotionCard) else announcement
    voice = Voice(words, about.language)
    match announcement:
        case MotionCard():
            draw = motions.result if announcement.result else motions.card
            return draw(voice, announcement.shown, marker)
        case ApplicationCard():
            return vouching.card(voice, announcement, marker)
        case SisterOffer():
            return vouching.sister_offer(voice, announcement, marker)
        case Invitation():
            return _invitation(voice, announcement, marker)
        case TeamFormed():
            return _formed(voice, announcement, marker)
        case WeekCard():
            return _week_card(voice, announcement, marker)
        case WeekMissed():
            times = {"close": announcement.next_close, "publish": announcement.next_publish}
            title = voice.say("card-missed-title", team=announcement.team_name)
            return Page((Text(f"## {title}\n{voice.say('card-missed', **times)}"),), marker)
        case Offer():
            return _offer(voice, announcement, marker)
        case MyWeekMessage():
            return message(voice, announcement.shown, marker)
        case ReminderMessage():
            return reminders.reminder(voice, announcement, marker)
        case NewsMessage():
            head = (Text(f"-# {shown(announcement.team_name, 80)}"),)
            mine = (assignment(voice, announcement.mine),) if announcement.mine is not None else ()
            more = Text(voice.say("week-more"))
            return one_page(head, news(voice, announcement.news), *mine, more=more, marker=marker)
        case TeamTold():
            return standings.told(voice, announcement, marker)
        case CharterUnaccepted():
            return standings.unaccepted(voice, announcement, marker)
        case Goodbye():
            return standings.goodbye(voice, announcement, marker)
        case ThreadOpened():
            return offers_thread.opened(voice, announcement, marker)
        case ThreadOffer():
            return offers_thread.offer(voice, announcement, marker)
        case _:
            assert_never(announcement)


def _invitation(voice: Voice, card: Invitation, marker: int) -> Page:
    lines = (
        f"## {voice.say('card-invitation-title', team=card.team_name)}",
        _mentions(card.founders),
        voice.say("card-invitation", niche=card.niche),
        voice.say("card-invitation-how", end=card.ends_at),
    )
    button = Button(voice.plain("card-invitation-button"), f"tb:charter:{card.team_id}", tone=Tone.PRIMARY)
    return Page((Text("\n".join(lines)), Row((button,))), marker, card.founders)


def _formed(voice: Voice, card: TeamFormed, marker: int) -> Page:
    members = Safe(", ".join(named(name, 40) for name in card.members))
    lines = (
        f"## {voice.say('card-formed-title', team=card.team_name)}",
        voice.say("card-formed", members=members),
        voice.say("card-formed-next", close=card.closes_at, publish=card.publishes_at),
        voice.say("card-formed-steward"),
    )
    steward = Button(voice.plain("card-formed-button-steward"), f"tb:volunteer:{card.team_id}")
    return Page((Text("\n".join(lines)), Row((my_week_button(voice), steward))), marker)


def _week_card(voice: Voice, card: WeekCard, marker: int) -> Page:
    for most in _CUTS:
        blocks = _week_blocks(voice, card, most)
        if fits(blocks):
            break
    return Page(blocks, marker, card.pings)


def _week_blocks(voice: Voice, card: WeekCard, most: int) -> tuple[Block, ...]:
    title = voice.say("card-week-title", team=shown(card.team_name, most), day=day(card.publishes_at))
    lines = [f"## {title}"]
    if card.parts > 1:
        lines.append(f"-# {voice.say('card-week-part', part=card.part + 1, parts=card.parts)}")
    if card.late:
        lines.append(voice.say("card-week-late"))
    if card.light:
        lines.append(voice.say("card-week-light"))
    if card.few:
        lines.append(voice.say("card-week-few"))
    if card.pings:
        lines.append(_mentions(card.pings))
    posts = tuple(block for post in card.posts for block in post_section(voice, post, most))
    if card.part + 1 < card.parts:
        return (Text("\n".join(lines)), *posts)
    votes = [voice.say("card-week-vote", title=Safe(question(voice, one, most)), end=one.ends_at) for one in card.votes]
    end = "\n".join((*votes, voice.say("card-week-next", close=card.next_close)))
    away = standings.away_button(voice, card.team_id)
    return (Text("\n".join(lines)), *posts, Text(end), Row((my_week_button(voice), away, method_button(voice))))


def _offer(voice: Voice, card: Offer, marker: int) -> Page:
    title = f"## {voice.say('card-offer-title')}"
    if card.closed:
        return Page((Text(f"{title}\n{voice.say('card-offer-closed')}"),), marker)
    words = Text(f"{title}\n{voice.say('offer')}\n{voice.say('card-offer-until', end=card.ends_at)}")
    return Page((words, Row((take_button(voice, card.assignment_id),))), marker)


def _mentions(people: tuple[int, ...]) -> str:
    return " ".join(f"<@{person}>" for person in people)

"""The offers' thread in words: the message that it hangs on, each offer in it, and what its author is told."""

from teambot.chat.render.blocks import Block, Page, Row, Text, pages
from teambot.chat.render.post import read_button, said
from teambot.chat.render.voice import Voice
from teambot.domain.thread_offers import PostOffered, ThreadOffer, ThreadOpened


def opened(voice: Voice, told: ThreadOpened, marker: int) -> Page:
    """Draw the message in the team's channel on which the thread hangs."""
    title = voice.say("card-thread-title", team=told.team_name)
    return Page((Text(f"## {title}\n{voice.say('card-thread')}"),), marker)


def thread_name(voice: Voice) -> str:
    """Name the thread."""
    return voice.plain("thread-name")


def offer(voice: Voice, card: ThreadOffer, marker: int) -> Page:
    """Draw an offer: the post, its window, and where it leads. It pings nobody and asks nobody."""
    if card.over:
        return Page((Text(voice.say("thread-offer-over")),), marker)
    blocks: list[Block] = [Text(said(voice, card.post))]
    read = read_button(voice, card.post.url)
    if read is not None:
        blocks.append(Row((read,)))
    return Page(tuple(blocks), marker)


def offered(voice: Voice, result: PostOffered) -> tuple[Page, ...]:
    """Say that a post was offered, and where that has to wait."""
    lines = [f"## {voice.say('offered-title')}", voice.say("offered", title=result.title)]
    if result.fault is not None:
        lines.append(voice.say("offered-waits"))
    return pages((Text("\n".join(lines)),))
